"""The checks of a package, one file a kind; each gives findings for contents of whatever soundness."""
