"""Why something from another server was not taken, in words for the person who asked; what was there is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override

from digivuosi.apps.look.languages import current
from digivuosi.apps.schools.actions import Refused
from digivuosi.domain.texts import LANGUAGES, Text


class FetchRefused(Refused):
    """It was not fetched, or what came was not taken; nothing of one's own was changed."""

    def __init__(self, code: str, words: str | Promise | Text, *, retry_after: int | None = None) -> None:
        super().__init__(words.get(current()) if isinstance(words, Text) else words)
        self.code = code
        """Stable name of the reason."""
        self.text = words if isinstance(words, Text) else text_of(words)
        """The same words in every language, to be kept for a reader who comes later."""
        self.retry_after = retry_after
        """Seconds after which the other server wants to be asked again, when it says so."""

    def to_document(self) -> dict[str, Any]:
        return {"code": self.code, "words": self.text.to_document()}


def text_of(words: str | Promise) -> Text:
    """Return the interface's words in each of its languages."""
    found: Mapping[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found = {**found, language: str(words)}
    return Text.from_mapping(found)
