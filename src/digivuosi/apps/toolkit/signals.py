"""What upper apps may want to hear of, since this one does not know them."""

from django.dispatch import Signal

edition_published = Signal()
"""Sent inside the transaction of publishing, in the provider's scope, with `edition` and `by`."""

change_taken_back = Signal()
"""Sent inside the transaction that takes a change of one item of the draft back, with the `event` of that change."""
