"""Why something was not done, in words for the person who asked; nothing was changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.domain.toolkit.findings import Finding

__all__ = ["NotSound", "Refused", "StaleDraft", "StillUsed"]


class StaleDraft(Refused):
    """Somebody else has changed the same thing since it was read; both versions are here, and neither is lost."""

    def __init__(self, *, mine: Any, theirs: Any, version: int, by: User | None) -> None:
        super().__init__(_("Somebody else has changed this meanwhile. Your version was not saved yet."))
        self.mine, self.theirs = mine, theirs
        self.version = version
        """The version to name when saving anew, having seen theirs."""
        self.by = by


class StillUsed(Refused):
    """It cannot be taken away, since others build on it; `users` are their titles."""

    def __init__(self, words: Any, users: Sequence[Any]) -> None:
        super().__init__(words)
        self.users = tuple(users)


class NotSound(Refused):
    """The draft has mistakes that an edition must not have."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(_("The draft has mistakes that must be mended before it can be published."))
        self.findings = tuple(findings)
