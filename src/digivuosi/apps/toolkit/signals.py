"""What upper apps may want to hear of, since this one does not know them."""

from django.dispatch import Signal

edition_published = Signal()
"""Sent inside the transaction of publishing, in the provider's scope, with `edition` and `by`."""
