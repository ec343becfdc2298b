"""Results from elsewhere: area scores from SELFIE, Ropeka, Opeka, LIKA or an own form, so that no one answers twice.

A table with a head: one column names the school, one may tell how many answered, and the others are areas. A mapping
says which need each area's column speaks of. Nothing under five answers is taken in, here as little as elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digivuosi.domain.needs.hiding import LEAST
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

MOST_ROWS = 2_000
MOST_COLUMNS = 100
MOST_FAULTS = 50
LONGEST = 200
"""Letters of a cell that are read."""

EMPTY = Text.of(fi="taulukko on tyhjä", sv="tabellen är tom", en="the table is empty")
TOO_LARGE = Text.of(
    fi="taulukko on liian suuri: enintään {rows} riviä ja {columns} saraketta",
    sv="tabellen är för stor: högst {rows} rader och {columns} kolumner",
    en="the table is too large: at most {rows} rows and {columns} columns",
)
NO_COLUMN = Text.of(
    fi="saraketta ”{name}” ei ole; sarakkeet ovat: {columns}",
    sv="kolumnen ”{name}” finns inte; kolumnerna är: {columns}",
    en="there is no column “{name}”; the columns are: {columns}",
)
COLUMN_TWICE = Text.of(
    fi="sarake ”{name}” on kahdesti",
    sv="kolumnen ”{name}” finns två gånger",
    en="the column “{name}” is there twice",
)
NO_SCHOOL = Text.of(fi="koulua ”{name}” ei ole", sv="skolan ”{name}” finns inte", en="there is no school “{name}”")
SCHOOL_TWICE = Text.of(
    fi="koulu ”{name}” on jo rivillä {row}",
    sv="skolan ”{name}” finns redan på rad {row}",
    en="the school “{name}” is already on row {row}",
)
NO_NUMBER = Text.of(fi="”{value}” ei ole luku", sv="”{value}” är inte ett tal", en="“{value}” is not a number")
OUTSIDE = Text.of(
    fi="{value} ei ole välillä {low}–{high}",
    sv="{value} ligger inte mellan {low} och {high}",
    en="{value} is not between {low} and {high}",
)
TOO_FEW = Text.of(
    fi="vastauksia on alle {least}: riviä ei oteta mukaan",
    sv="svaren är färre än {least}: raden tas inte med",
    en="there are fewer than {least} answers: the row is not taken in",
)
NO_NEED = Text.of(
    fi="tarvetta ”{name}” ei ole työkalupaketissa",
    sv="behovet ”{name}” finns inte i verktygslådan",
    en="the need “{name}” is not in the toolkit",
)
AT = Text.of(
    fi="rivi {row}, sarake {column}: {words}",
    sv="rad {row}, kolumn {column}: {words}",
    en="row {row}, column {column}: {words}",
)
AT_ROW = Text.of(fi="rivi {row}: {words}", sv="rad {row}: {words}", en="row {row}: {words}")


@dataclass(frozen=True)
class Mapped:
    """How a table is read."""

    school: str
    """Head of the column that names the school."""
    areas: Mapping[str, str]
    """Key of the need, by the head of the area's column; several columns may speak of one need."""
    low: float
    """The worst score that the form can give."""
    high: float
    answers: str = ""
    """Head of the column that tells how many answered, if there is one."""
    source: str = ""
    """What the form is called: SELFIE, Opeka …"""

    def __post_init__(self) -> None:
        """Raise ValueError for a scale of nothing."""
        if not self.low < self.high:
            raise ValueError(f"{self.low}–{self.high}")


@dataclass(frozen=True)
class OutsideScore:
    """One need of one school by an outer form, on the scale from 0 to 100."""

    unit: str
    need: str
    score: float
    source: str
    answers: int | None = None
    low: float = 0
    """The worst and the best score that the form itself can give."""
    high: float = 100


@dataclass(frozen=True)
class RowFault:
    row: int
    """From 1, the head being row 1; 0 when the fault is about the whole table."""
    column: str
    """As spreadsheets name it: A, B … AA; empty when the fault is about the row."""
    message: Text

    @property
    def words(self) -> Text:
        if not self.row:
            return self.message
        place = AT if self.column else AT_ROW
        return place.filled(row=self.row, column=self.column, words=self.message)


@dataclass(frozen=True)
class Imported:
    scores: tuple[OutsideScore, ...]
    faults: tuple[RowFault, ...]
    """What is wrong, at most MOST_FAULTS of it; the rest of the table is in `scores`."""
    left_out: tuple[RowFault, ...] = ()
    """Rows under five answers: nothing is wrong with them, but their figures may not be stored."""
    few: tuple[str, ...] = ()
    """The units of those rows: what was stored of them before, when the number was not known, may not stay either."""


def framework_mapping(toolkit: Toolkit, framework: str, heads: Sequence[str]) -> dict[str, str]:
    """Suggest which need each column speaks of: by the code, the key or the title of an area of a framework."""
    known: dict[str, str] = {}
    for area in toolkit.frameworks:
        if area.framework == framework and area.needs:
            names = {area.code, area.key, f"{framework} {area.code}", *(words for _, words in area.title)}
            known.update({plain(name): area.needs[0] for name in names})
    for need in toolkit.needs:
        known.update({plain(words): need.key for words in (need.key, *(words for _, words in need.title))})
    return {head: known[plain(head)] for head in heads if plain(head) in known}


def plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def read_scores(
    rows: Sequence[Sequence[object]], mapped: Mapped, units: Mapping[str, str], toolkit: Toolkit
) -> Imported:
    """Read a table whose first row is its head; `units` gives the unit of each school's name (or code)."""
    if not rows:
        return Imported((), (RowFault(0, "", EMPTY),))
    if len(rows) > MOST_ROWS + 1 or max(map(len, rows)) > MOST_COLUMNS:
        return Imported((), (RowFault(0, "", TOO_LARGE.filled(rows=MOST_ROWS, columns=MOST_COLUMNS)),))
    table = _Table(rows, mapped, {plain(name): unit for name, unit in units.items()}, toolkit)
    return table.read()


class _Table:
    def __init__(
        self, rows: Sequence[Sequence[object]], mapped: Mapped, units: Mapping[str, str], toolkit: Toolkit
    ) -> None:
        self.rows, self.mapped, self.units = rows, mapped, units
        self.faults: list[RowFault] = []
        self.left_out: list[RowFault] = []
        self.few: list[str] = []
        self.places = self._head(toolkit)
        self.seen: dict[str, int] = {}

    def _head(self, toolkit: Toolkit) -> dict[str, int]:
        heads = [shown(value) for value in self.rows[0]]
        places: dict[str, int] = {}
        for number, head in enumerate(heads):
            if plain(head) in places and head:
                self.faults.append(RowFault(1, column_name(number), COLUMN_TWICE.filled(name=head)))
            places.setdefault(plain(head), number)
        wanted = [self.mapped.school, *self.mapped.areas, *([self.mapped.answers] if self.mapped.answers else [])]
        for name in wanted:
            if plain(name) not in places:
                columns = ", ".join(head for head in heads if head)
                self.faults.append(RowFault(1, "", NO_COLUMN.filled(name=shown(name), columns=columns)))
        for need in sorted(set(self.mapped.areas.values())):
            if toolkit.need(need) is None:
                self.faults.append(RowFault(0, "", NO_NEED.filled(name=shown(need))))
        return places

    def read(self) -> Imported:
        scores: list[OutsideScore] = []
        if not self.faults:
            for number, row in enumerate(self.rows[1:], 2):
                if any(shown(value) for value in row):
                    scores.extend(self._row(number, row))
                if len(self.faults) >= MOST_FAULTS:
                    break
        return Imported(tuple(scores), tuple(self.faults[:MOST_FAULTS]), tuple(self.left_out), tuple(self.few))

    def _row(self, number: int, row: Sequence[object]) -> list[OutsideScore]:
        name = shown(self._value(row, self.mapped.school))
        unit = self.units.get(plain(name))
        if unit is None:
            return self._refused(number, self.mapped.school, NO_SCHOOL.filled(name=name))
        if unit in self.seen:
            return self._refused(number, self.mapped.school, SCHOOL_TWICE.filled(name=name, row=self.seen[unit]))
        self.seen[unit] = number
        answers = self._answers(number, row)
        if self.mapped.answers and answers is None:
            return []
        low, high = self.mapped.low, self.mapped.high
        by_need: dict[str, list[float]] = {}
        for head, need in self.mapped.areas.items():
            score = self._score(number, head, self._value(row, head))
            if score is not None:
                by_need.setdefault(need, []).append(score)
        return [
            OutsideScore(unit, need, sum(held) / len(held), self.mapped.source, answers, low, high)
            for need, held in sorted(by_need.items())
        ]

    def _answers(self, number: int, row: Sequence[object]) -> int | None:
        if not self.mapped.answers:
            return None
        value = self._value(row, self.mapped.answers)
        counted = number_of(value)
        if counted is None:
            self._refused(number, self.mapped.answers, NO_NUMBER.filled(value=shown(value)))
            return None
        if counted < LEAST:
            self.few.append(self.units[plain(shown(self._value(row, self.mapped.school)))])
            self.left_out.append(RowFault(number, "", TOO_FEW.filled(least=LEAST)))
            return None
        return int(counted)

    def _score(self, number: int, head: str, value: object) -> float | None:
        """Return a score from 0 to 100; an empty cell is no fault."""
        if not shown(value):
            return None
        score = number_of(value)
        low, high = self.mapped.low, self.mapped.high
        if score is None:
            self._refused(number, head, NO_NUMBER.filled(value=shown(value)))
            return None
        if not low <= score <= high:
            self._refused(number, head, OUTSIDE.filled(value=shown(value), low=f"{low:g}", high=f"{high:g}"))
            return None
        return 100 * (score - low) / (high - low)

    def _value(self, row: Sequence[object], head: str) -> object:
        place = self.places[plain(head)]
        return row[place] if place < len(row) else ""

    def _refused(self, number: int, head: str, message: Text) -> list[OutsideScore]:
        self.faults.append(RowFault(number, column_name(self.places[plain(head)]), message))
        return []


def shown(value: object) -> str:
    """Return a cell as short words."""
    return "" if value is None else " ".join(str(value).split())[:LONGEST]


def number_of(value: object) -> float | None:
    """Return the number in a cell, with a decimal comma or point and perhaps a percent sign; None without one."""
    words = shown(value).replace("\N{MINUS SIGN}", "-").replace(",", ".").removesuffix("%").replace(" ", "")
    if "_" in words:
        return None
    try:
        number = float(words)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


def column_name(number: int) -> str:
    """Return what spreadsheets call a column, counted from 0: A, B … Z, AA."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = f"{chr(ord('A') + rest)}{name}"
    return name
