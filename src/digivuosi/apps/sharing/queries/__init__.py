"""What sharing knows: copies and their sources, offers to a provider, proposals to a school."""
