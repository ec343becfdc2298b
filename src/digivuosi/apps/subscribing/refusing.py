"""Why something from another server was not taken, in words for the person who asked; what was there is kept."""

from __future__ import annotations

from django.utils.functional import Promise

from digivuosi.apps.schools.actions import Refused


class FetchRefused(Refused):
    """It was not fetched, or what came was not taken; nothing of one's own was changed."""

    def __init__(self, code: str, words: str | Promise, *, retry_after: int | None = None) -> None:
        super().__init__(words)
        self.code = code
        """Stable name of the reason."""
        self.retry_after = retry_after
        """Seconds after which the other server wants to be asked again, when it says so."""
