"""The responsibility matrix: who does what on three levels, with its gaps and overlaps marked.

Rows are the areas that responsibilities are about; columns are the actors of each level.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Duty, Level, Responsibility, RoleKind, Toolkit


class MarkKind(StrEnum):
    NOTHING_SAID = "nothing-said"
    """An area on which a level says nothing at all."""
    NO_RESPONSIBLE = "no-responsible"
    """A level speaks of an area, but nobody there does it."""
    TWO_ACCOUNTABLE = "two-accountable"
    """Two actors of a level both answer for an area."""
    IDLE_ACTOR = "idle-actor"
    """A role that nothing is said about."""
    UNKNOWN_ACTOR = "unknown-actor"
    UNKNOWN_AREA = "unknown-area"


@dataclass(frozen=True)
class Mark:
    """Something to talk about: a gap or an overlap, in words and with its place."""

    kind: MarkKind
    text: Text
    about: str = ""
    level: Level | None = None
    actors: tuple[str, ...] = ()

    @property
    def is_gap(self) -> bool:
        return self.kind is not MarkKind.TWO_ACCOUNTABLE


@dataclass(frozen=True)
class Column:
    level: Level
    actor: str
    title: Text


@dataclass(frozen=True)
class Cell:
    """What one actor of one level does in one area; empty when nothing is said."""

    column: Column
    statements: tuple[Responsibility, ...]

    @property
    def duties(self) -> tuple[Duty, ...]:
        held = {statement.duty for statement in self.statements}
        return tuple(duty for duty in Duty if duty in held)


@dataclass(frozen=True)
class Row:
    about: str
    title: Text
    cells: tuple[Cell, ...]
    """One for each column of the matrix, in the same order."""
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Matrix:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    marks: tuple[Mark, ...]
    """Every mark, those of the rows too."""

    def columns_of(self, level: Level) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.level is level)


LEVELS = {
    Level.ADMINISTRATION: Text.of(fi="hallinto", sv="förvaltningen", en="administration"),
    Level.SCHOOL: Text.of(fi="koulu", sv="skolan", en="school"),
    Level.COMMUNITY: Text.of(fi="muu kasvuyhteisö", sv="den övriga gemenskapen", en="wider community"),
}
DUTIES = {
    Duty.RESPONSIBLE: Text.of(fi="tekee", sv="utför", en="responsible"),
    Duty.ACCOUNTABLE: Text.of(fi="vastaa", sv="ansvarar", en="accountable"),
    Duty.CONSULTED: Text.of(fi="kuullaan", sv="rådfrågas", en="consulted"),
    Duty.INFORMED: Text.of(fi="saa tiedon", sv="informeras", en="informed"),
}

NOTHING_SAID = Text.of(
    fi="”{area}”: tasolla {level} ei ole sovittu mitään",
    sv="”{area}”: inget är avtalat på nivån {level}",
    en="“{area}”: nothing is agreed on the level {level}",
)
NO_RESPONSIBLE = Text.of(
    fi="”{area}”: tasolla {level} kukaan ei ole tekijä (R)",
    sv="”{area}”: ingen på nivån {level} utför det (R)",
    en="“{area}”: nobody on the level {level} is responsible (R)",
)
TWO_ACCOUNTABLE = Text.of(
    fi="”{area}”: tasolla {level} on useampi vastaava (A): {actors}",
    sv="”{area}”: på nivån {level} finns fler än en som ansvarar (A): {actors}",
    en="“{area}”: more than one is accountable (A) on the level {level}: {actors}",
)
IDLE_ACTOR = Text.of(
    fi="roolilla ”{actor}” ei ole yhtään vastuuta",
    sv="rollen ”{actor}” har inget ansvar",
    en="the role “{actor}” has no responsibility",
)
UNKNOWN_ACTOR = Text.of(
    fi="tekijää ”{actor}” ei tunneta: se ei ole rooli eikä kohderyhmä",
    sv="aktören ”{actor}” är okänd: varken roll eller målgrupp",
    en="the actor “{actor}” is unknown: neither a role nor a target group",
)
UNKNOWN_AREA = Text.of(
    fi="vastuualuetta ”{area}” ei ole lueteltu",
    sv="ansvarsområdet ”{area}” finns inte i förteckningen",
    en="the area “{area}” is not listed",
)


def responsibility_matrix(toolkit: Toolkit) -> Matrix:
    """Lay the responsibilities out and mark what is missing or double."""
    columns = _columns(toolkit)
    held: dict[tuple[str, Level, str], list[Responsibility]] = {}
    for one in toolkit.responsibilities:
        held.setdefault((one.about, one.level, one.actor), []).append(one)
    rows = []
    for about in _areas(toolkit):
        cells = tuple(Cell(column, tuple(held.get((about, column.level, column.actor), ()))) for column in columns)
        title = area_title(toolkit, about)
        rows.append(Row(about, title, cells, tuple(_row_marks(toolkit, about, title, cells))))
    marks = [mark for row in rows for mark in row.marks]
    return Matrix(columns, tuple(rows), (*marks, *_actor_marks(toolkit, columns)))


def area_title(toolkit: Toolkit, about: str) -> Text:
    """Return the heading of a row; an area that is not listed is called by its key."""
    area = toolkit.area(about)
    return area.title if area else Text.of(**{toolkit.language: about.replace("-", " ")})


def actor_title(toolkit: Toolkit, actor: str) -> Text:
    """Return what an actor is called: a role or a target group, else its key."""
    known = toolkit.role(actor) or toolkit.audience(actor)
    return known.title if known else Text.of(**{toolkit.language: actor.replace("-", " ")})


def _areas(toolkit: Toolkit) -> list[str]:
    listed = [area.key for area in toolkit.areas]
    return [*listed, *sorted({one.about for one in toolkit.responsibilities} - set(listed))]


def _columns(toolkit: Toolkit) -> tuple[Column, ...]:
    """Return the actors of each level: those that are spoken of, and every role on its own level."""
    pairs = {(one.level, one.actor) for one in toolkit.responsibilities}
    spoken = {actor for _, actor in pairs}
    pairs |= {(role.level, role.key) for role in toolkit.roles if role.key not in spoken}
    kinds = list(RoleKind)

    def place(pair: tuple[Level, str]) -> tuple[int, int, str]:
        role = toolkit.role(pair[1])
        return list(Level).index(pair[0]), kinds.index(role.kind) if role else len(kinds), pair[1]

    return tuple(Column(level, actor, actor_title(toolkit, actor)) for level, actor in sorted(pairs, key=place))


def _row_marks(toolkit: Toolkit, about: str, title: Text, cells: Iterable[Cell]) -> Iterator[Mark]:
    if toolkit.area(about) is None:
        yield Mark(MarkKind.UNKNOWN_AREA, UNKNOWN_AREA.filled(area=about), about)
    by_level: dict[Level, list[Cell]] = {level: [] for level in Level}
    for cell in cells:
        if cell.statements:
            by_level[cell.column.level].append(cell)
    is_done = any(Duty.RESPONSIBLE in cell.duties for spoken in by_level.values() for cell in spoken)
    for level, spoken in by_level.items():
        words = {"area": title, "level": LEVELS[level]}
        accountable = [cell.column for cell in spoken if Duty.ACCOUNTABLE in cell.duties]
        # The wider community has no duties by default; and who answers for something may have it done on another level.
        if level is Level.COMMUNITY:
            continue
        if not spoken:
            yield Mark(MarkKind.NOTHING_SAID, NOTHING_SAID.filled(**words), about, level)
        elif not any(Duty.RESPONSIBLE in cell.duties for cell in spoken) and not (accountable and is_done):
            yield Mark(MarkKind.NO_RESPONSIBLE, NO_RESPONSIBLE.filled(**words), about, level)
        if len(accountable) > 1:
            text = TWO_ACCOUNTABLE.filled(actors=_listed([column.title for column in accountable]), **words)
            actors = tuple(column.actor for column in accountable)
            yield Mark(MarkKind.TWO_ACCOUNTABLE, text, about, level, actors)


def _actor_marks(toolkit: Toolkit, columns: Iterable[Column]) -> Iterator[Mark]:
    spoken = {one.actor for one in toolkit.responsibilities}
    for column in columns:
        actors = (column.actor,)
        if column.actor not in spoken:
            text = IDLE_ACTOR.filled(actor=column.title)
            yield Mark(MarkKind.IDLE_ACTOR, text, level=column.level, actors=actors)
        elif toolkit.role(column.actor) is None and toolkit.audience(column.actor) is None:
            text = UNKNOWN_ACTOR.filled(actor=column.actor)
            yield Mark(MarkKind.UNKNOWN_ACTOR, text, level=column.level, actors=actors)


def _listed(titles: list[Text]) -> Text:
    languages = sorted({language for title in titles for language in title.languages})
    return Text.from_mapping({language: ", ".join(title.get(language) for title in titles) for language in languages})
