"""Surveys of a toolkit: what is asked, of whom, when, and which need each answer speaks of.

Surveys are flat lists like everything else in a toolkit: a statement names its section, a section its survey. So they
are merged and compared by key and field, and only the files put them inside each other for the reader's sake.
On every scale a higher step means that things are better; a need is strong where the answers are low.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from digivuosi.domain.texts import Text

if TYPE_CHECKING:
    from digivuosi.domain.toolkit.toolkit import Span, Toolkit

NO_TEXT = Text()
STEPS = ("step_1", "step_2", "step_3", "step_4", "step_5")
"""Fields of a scale, from the worst to the best."""


class BranchKind(StrEnum):
    """By what a survey branches; a respondent may choose several of each."""

    GRADE = "grade"
    SUBJECT = "subject"


class StatementKind(StrEnum):
    SCALE = "scale"
    """Answered by a step of a scale, and counted."""
    FREE_TEXT = "free-text"
    """Answered in words; never counted, and never shown to a school as it was written."""


@dataclass(frozen=True)
class Branch:
    """A grade or a subject that a respondent may say to be theirs."""

    key: str
    kind: BranchKind
    title: Text
    place: int = 0
    """Where it stands among the others of its kind."""


@dataclass(frozen=True)
class Scale:
    """Two to five steps, from the worst to the best."""

    key: str
    title: Text
    step_1: Text
    step_2: Text
    step_3: Text = NO_TEXT
    step_4: Text = NO_TEXT
    step_5: Text = NO_TEXT
    unknown: Text = NO_TEXT
    """What one chooses who cannot say; empty when the scale offers no such choice."""

    @property
    def steps(self) -> tuple[Text, ...]:
        """The words of each step; step number 1 stands first."""
        return tuple(step for name in STEPS if (step := getattr(self, name)))


@dataclass(frozen=True)
class FrameworkArea:
    """An area of an outer framework, by its code and name only, and which needs of ours it speaks of."""

    key: str
    framework: str
    """What the framework is called: SELFIE, DigCompOrg, DigCompEdu."""
    code: str
    title: Text
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    key: str
    title: Text
    purpose: Text
    audience: str
    """Key of the target group that answers."""
    window: Span
    """When it may be open, as rules of time."""
    minutes: int = 10
    """How long answering takes at most, as the respondents are told."""
    measure: str = ""
    """Key of the measure that stands on the wheel for this survey, if there is one."""
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Section:
    """A page of a survey."""

    key: str
    survey: str
    title: Text
    place: int = 0
    description: Text = NO_TEXT
    branches: tuple[str, ...] = ()
    """Whose section it is; everyone's when empty. See `Statement.branches`."""


@dataclass(frozen=True)
class Statement:
    key: str
    section: str
    text: Text
    place: int = 0
    kind: StatementKind = StatementKind.SCALE
    scale: str = ""
    """Key of the scale; empty for a free text."""
    need: str = ""
    """Key of the need that the answer speaks of; a free text may have none."""
    branches: tuple[str, ...] = ()
    """Whose statement it is: of the grades and of the subjects named, at least one of each kind must be the
    respondent's; a kind that is not named asks nothing."""
    frameworks: tuple[str, ...] = ()
    """Keys of the framework areas that it can be mapped to."""
    description: Text = NO_TEXT


@dataclass(frozen=True)
class SurveyPart:
    """A section with its statements, in order."""

    section: Section
    statements: tuple[Statement, ...]


NAMED: Mapping[type, Mapping[str, str]] = {
    FrameworkArea: {"needs": "needs"},
    Survey: {"audience": "audiences", "measure": "measures"},
    Section: {"survey": "surveys", "branches": "branches"},
    Statement: {
        **{"section": "sections", "scale": "scales", "need": "needs"},
        **{"branches": "branches", "frameworks": "frameworks"},
    },
}
"""What the items of surveys name: the list, by field."""


def users_of(toolkit: Toolkit, kind: str, key: str) -> Iterator[Text]:
    """Give the titles of what in surveys would lead nowhere if an item were gone.

    A survey only mentions its measure, and stays without it.
    """
    items: tuple[FrameworkArea | Survey | Section | Statement, ...]
    items = (*toolkit.frameworks, *toolkit.surveys, *toolkit.sections, *toolkit.statements)
    for item in items:
        for field, named in NAMED[type(item)].items():
            value = getattr(item, field)
            if field != "measure" and named == kind and (value == key if isinstance(value, str) else key in value):
                yield item.text if isinstance(item, Statement) else item.title
