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
    ROUNDS = "rounds"
    """The mentors' visits, at every school."""
    PICKED = "picked"
    """Some measures, some schools, or some measures at some schools."""


@dataclass(frozen=True)
class Candidate:
    """What a choice needs to know of one item."""

    item: str
    theme: str
    measure: str
    school: str
    """Its slug."""
    has_problem: bool
    is_visit: bool
    """Whether a mentor comes to a school for a day."""


@dataclass(frozen=True)
class What:
    """`themes` are keys of themes, `items` ids of items of the problem, `measures` keys and `schools` slugs."""

    choice: Choice = Choice.ALL
    themes: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    keeps: bool = False
    """Whether what stands is kept unless it must move; else everything is weighed anew."""

    def allows(self, one: Candidate) -> bool:
        """Whether an item may move as far as the choice is concerned."""
        match self.choice:
            case Choice.PROBLEMS:
                return one.has_problem
            case Choice.THEMES:
                return one.theme in self.themes
            case Choice.CHOSEN:
                return one.item in self.items
            case Choice.ROUNDS:
                return one.is_visit
            case Choice.PICKED:
                of_measure = not self.measures or one.measure in self.measures
                return of_measure and (not self.schools or one.school in self.schools)
        return True

    def to_document(self) -> dict[str, Any]:
        chosen = {"themes": self.themes, "items": self.items, "measures": self.measures, "schools": self.schools}
        return {"kind": self.choice.value, "keeps": self.keeps, **{name: sorted(one) for name, one in chosen.items()}}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> What:
        """Read what `to_document` wrote; an empty document means everything."""
        return cls(
            Choice(document.get("kind", "all")),
            frozenset(document.get("themes", ())),
            frozenset(document.get("items", ())),
            frozenset(document.get("measures", ())),
            frozenset(document.get("schools", ())),
            bool(document.get("keeps", False)),
        )
