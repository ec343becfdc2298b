"""The toolkit: what a publisher offers to schools, as unchanging values.

Every list with keys is a tuple sorted by key, so that two toolkits that say the same are equal whatever order
their files had. Rules of time stay words here (`TimeRule` text); they become dates against a calendar only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Branch, FrameworkArea, Scale, Section, Statement, Survey, SurveyPart

FORMAT = "digivuosi-toolkit/1"
MATERIALS = "materials"
LANGUAGE_PLACE = "{language}"
NO_TEXT = Text()
KEY_PATTERN = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class Level(StrEnum):
    """The three levels of the responsibility matrix."""

    ADMINISTRATION = "administration"
    SCHOOL = "school"
    COMMUNITY = "community"


class RoleKind(StrEnum):
    """Stable kinds of role; the label is local (source: roles of Finnish basic education, docs/words.md)."""

    COORDINATOR = "coordinator"
    MENTOR = "mentor"
    PRINCIPAL = "principal"
    DIGITAL_TEAM = "digital-team"
    PEDAGOGICAL_SUPPORT = "pedagogical-support"
    TECHNICAL_SUPPORT = "technical-support"
    TEACHERS = "teachers"
    IT_ADMINISTRATION = "it-administration"


class Duty(StrEnum):
    """What an actor does for a responsibility (RACI)."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


class MaterialKind(StrEnum):
    FILE = "file"
    LINK = "link"
    VIDEO = "video"


class Year(StrEnum):
    """Of which school year the measure is that another one comes after."""

    THIS = "this-year"
    LAST = "last-year"


@dataclass(frozen=True)
class Theme:
    key: str
    title: Text
    colour: int = 1
    """Place in the palette of the wheel, 1–8."""
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Audience:
    key: str
    title: Text
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Need:
    key: str
    title: Text
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Role:
    key: str
    kind: RoleKind
    title: Text
    level: Level = Level.SCHOOL
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Area:
    """What responsibilities are about; a row of the responsibility matrix."""

    key: str
    title: Text


@dataclass(frozen=True)
class Responsibility:
    """One statement of who does what, in the we-form."""

    key: str
    level: Level
    actor: str
    """Key of a role or of a target group."""
    duty: Duty
    about: str
    """Key of the area the statement is about, the same on every level."""
    text: Text
    measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Material:
    key: str
    kind: MaterialKind
    title: Text
    path: str = ""
    """Inside the package's `materials/`, for files; `{language}` in it stands for each language of the toolkit."""
    address: str = ""
    """For links and videos."""
    language: str = ""
    sha256: str = ""
    """Of the file (or files), filled when a package is read, so that the content hash covers the files too."""

    def files(self, languages: Iterable[str]) -> tuple[str, ...]:
        """Return the paths in the package: one, or one for each language."""
        if self.kind is not MaterialKind.FILE or not self.path:
            return ()
        path = f"{MATERIALS}/{self.path}"
        if LANGUAGE_PLACE not in path:
            return (path,)
        return tuple(path.replace(LANGUAGE_PLACE, language) for language in languages)


@dataclass(frozen=True)
class Part:
    """A role's part in a measure; hours are working hours for one doing, shared by its holders."""

    role: str
    hours: float | None = None


@dataclass(frozen=True)
class Span:
    """A window of the year as two rules in school terms (see domain/schoolyear/rules.py)."""

    start: str
    end: str


@dataclass(frozen=True)
class After:
    measure: str
    of: Year = Year.THIS
    gap_days: int = 0
    """School days that must pass in between."""


@dataclass(frozen=True)
class Lesson:
    """What was learnt in doing a measure; it travels with the toolkit to those who copy it."""

    text: Text
    author: str
    """Who learnt it: a municipality, never a person."""
    year: str
    """The school year, `2026-2027`, or one year."""

    def to_document(self) -> dict[str, object]:
        return {"text": self.text.to_document(), "from": self.author, "year": self.year}


def in_order(lessons: Iterable[Lesson]) -> tuple[Lesson, ...]:
    """Return each lesson once, the oldest first."""
    return tuple(sorted(set(lessons), key=lambda lesson: (lesson.year, lesson.author, lesson.text.versions)))


@dataclass(frozen=True)
class Measure:
    key: str
    title: Text
    purpose: Text
    theme: str
    window: Span
    recommended_time: Span | None = None
    audiences: tuple[str, ...] = ()
    levels: tuple[Level, ...] = (Level.SCHOOL,)
    recommended: bool = True
    """Whether it is meant for every school's year."""
    responsible: tuple[Part, ...] = ()
    contributing: tuple[Part, ...] = ()
    days: int = 1
    """Length in school days."""
    repeat: str = "every year"
    after: tuple[After, ...] = ()
    needs: tuple[str, ...] = ()
    steps: Text = NO_TEXT
    done_when: Text = NO_TEXT
    materials: tuple[str, ...] = ()
    learnt: tuple[Lesson, ...] = ()
    """The newest last."""
    guess: bool = False
    """The time is a reasoned guess that a school should feel free to change."""


@dataclass(frozen=True)
class Service:
    """A service of others that measures use; on each the municipality makes a contract of its own."""

    key: str
    title: Text
    """What it is called, as texts name it."""
    address: str = ""
    """https, or nothing."""
    description: Text = NO_TEXT


@dataclass(frozen=True)
class Lineage:
    """From which toolkit and edition a copy came."""

    id: str
    edition: str
    hash: str = ""
    publisher: str = ""


@dataclass(frozen=True, order=True)
class StaleTranslation:
    """A translation that was written beside an older text than the one that stands there now.

    The mark is of certain words: once they are changed it says nothing any more, and nobody needs to take it away.
    """

    kind: str
    """Name of the list of the item, or `toolkit` for the toolkit's own texts."""
    key: str
    field: str
    language: str
    words: str
    """Fingerprint of the translation, see `fingerprint`."""


def fingerprint(words: str) -> str:
    """Return 16 hexadecimal digits of the SHA-256 of a text."""
    return hashlib.sha256(words.strip().encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Toolkit:
    id: str
    edition: str
    title: Text
    publisher: str
    languages: tuple[str, ...] = ("fi",)
    """The first is the toolkit's own language, the one its texts fall back to."""
    licence: str = "CC-BY-4.0"
    description: Text = NO_TEXT
    authors: tuple[str, ...] = ()
    lineage: tuple[Lineage, ...] = ()
    stale: tuple[StaleTranslation, ...] = ()
    themes: tuple[Theme, ...] = ()
    audiences: tuple[Audience, ...] = ()
    needs: tuple[Need, ...] = ()
    roles: tuple[Role, ...] = ()
    areas: tuple[Area, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    materials: tuple[Material, ...] = ()
    services: tuple[Service, ...] = ()
    measures: tuple[Measure, ...] = ()
    frameworks: tuple[FrameworkArea, ...] = ()
    scales: tuple[Scale, ...] = ()
    branches: tuple[Branch, ...] = ()
    surveys: tuple[Survey, ...] = ()
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    _by_key: dict[str, dict[str, object]] = field(default_factory=dict, compare=False, repr=False, hash=False)

    @property
    def language(self) -> str:
        return self.languages[0] if self.languages else "fi"

    def measure(self, key: str) -> Measure | None:
        found = self._index("measures", self.measures).get(key)
        return found if isinstance(found, Measure) else None

    def theme(self, key: str) -> Theme | None:
        found = self._index("themes", self.themes).get(key)
        return found if isinstance(found, Theme) else None

    def role(self, key: str) -> Role | None:
        found = self._index("roles", self.roles).get(key)
        return found if isinstance(found, Role) else None

    def audience(self, key: str) -> Audience | None:
        found = self._index("audiences", self.audiences).get(key)
        return found if isinstance(found, Audience) else None

    def need(self, key: str) -> Need | None:
        found = self._index("needs", self.needs).get(key)
        return found if isinstance(found, Need) else None

    def area(self, key: str) -> Area | None:
        found = self._index("areas", self.areas).get(key)
        return found if isinstance(found, Area) else None

    def material(self, key: str) -> Material | None:
        found = self._index("materials", self.materials).get(key)
        return found if isinstance(found, Material) else None

    def survey(self, key: str) -> Survey | None:
        found = self._index("surveys", self.surveys).get(key)
        return found if isinstance(found, Survey) else None

    def statement(self, key: str) -> Statement | None:
        found = self._index("statements", self.statements).get(key)
        return found if isinstance(found, Statement) else None

    def scale(self, key: str) -> Scale | None:
        found = self._index("scales", self.scales).get(key)
        return found if isinstance(found, Scale) else None

    def branch(self, key: str) -> Branch | None:
        found = self._index("branches", self.branches).get(key)
        return found if isinstance(found, Branch) else None

    def survey_parts(self, key: str) -> tuple[SurveyPart, ...]:
        """Return the sections of a survey with their statements, in the order that they are asked."""
        sections = sorted((one for one in self.sections if one.survey == key), key=lambda one: (one.place, one.key))
        return tuple(
            SurveyPart(
                section,
                tuple(
                    sorted(
                        (one for one in self.statements if one.section == section.key),
                        key=lambda one: (one.place, one.key),
                    )
                ),
            )
            for section in sections
        )

    def _index(self, name: str, items: Iterable[object]) -> dict[str, object]:
        if name not in self._by_key:
            self._by_key[name] = {getattr(item, "key"): item for item in items}  # noqa: B009
        return self._by_key[name]
