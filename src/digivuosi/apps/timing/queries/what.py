"""What may move in a proposal, as someone chose it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

MOST_CHOSEN = 500


class Choice(StrEnum):
    ALL = "all"
    PROBLEMS = "problems"
    THEMES = "themes"
    CHOSEN = "chosen"


@dataclass(frozen=True)
class What:
    """`themes` are keys of themes, `items` ids of items of the problem."""

    choice: Choice = Choice.ALL
    themes: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def allows(self, item: str, theme: str, has_problem: bool) -> bool:
        """Whether an item may move as far as the choice is concerned."""
        match self.choice:
            case Choice.PROBLEMS:
                return has_problem
            case Choice.THEMES:
                return theme in self.themes
            case Choice.CHOSEN:
                return item in self.items
        return True

    def to_document(self) -> dict[str, Any]:
        return {"kind": self.choice.value, "themes": sorted(self.themes), "items": sorted(self.items)}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> What:
        """Read what `to_document` wrote; an empty document means everything."""
        return cls(
            Choice(document.get("kind", "all")),
            frozenset(document.get("themes", ())),
            frozenset(document.get("items", ())),
        )
