"""What upper apps may want to hear of, since this one does not know them."""

from django.dispatch import Signal

member_removed = Signal()
"""Sent inside the transaction with `user`, `provider`, `school` (None: the whole provider) and `by`."""
