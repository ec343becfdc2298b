"""A plain table of entries, as anyone may have it, to entries of the wheel.

    read_entries(rows, name, year) -> Table(entries, rings, notes)      raises TableProblem

`rows` are cells in words, as `apps/schools/spreadsheets.read_rows` takes them from any file; a date is written as ISO.
Columns `ring, title, start, end`, with headings in English, Finnish or Swedish, in any order; other columns are left
alone. Rows are counted from 1 below the headings. All that is wrong is said at once, each with its row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.wheel.entries import Entry, Ring
from digivuosi.domain.wheel.times import TimeProblem, read_time
from digivuosi.domain.wheel.words import day_text

HEADINGS = {
    "ring": "ring rings rengas kehä teema tema theme",
    "title": "title name nimi otsikko toimenpide tapahtuma namn rubrik åtgärd händelse measure",
    "start": "start starts alku alkaa alkupäivä aloitus början börjar startdatum from alkaen",
    "end": "end ends loppu loppuu päättyy loppupäivä slut slutar slutdatum to asti",
}
LONGEST = 200
MOST_ROWS = 2000
MOST_RINGS = 30

EMPTY = Text.of(fi="Tiedosto on tyhjä.", sv="Filen är tom.", en="The file is empty.")
TOO_MANY_ROWS = Text.of(
    fi=f"Taulukossa on liikaa rivejä: enintään {MOST_ROWS}.",
    sv=f"Tabellen har för många rader: högst {MOST_ROWS}.",
    en=f"The table has too many rows: at most {MOST_ROWS}.",
)

NO_HEADINGS = Text.of(
    fi="Otsikkoriviltä puuttuu: {missing}. Taulukossa on oltava sarakkeet rengas, nimi, alku ja loppu.",
    sv="I rubrikraden saknas: {missing}. Tabellen ska ha kolumnerna ring, namn, start och slut.",
    en="The heading row lacks: {missing}. The table needs the columns ring, title, start and end.",
)
COLUMN = {
    "ring": Text.of(fi="rengas", sv="ring", en="ring"),
    "title": Text.of(fi="nimi", sv="namn", en="title"),
    "start": Text.of(fi="alku", sv="start", en="start"),
}
NO_ROWS = Text.of(
    fi="Taulukossa on otsikot mutta ei yhtään riviä.",
    sv="Tabellen har rubriker men inga rader.",
    en="The table has headings but no rows.",
)
NO_TITLE = Text.of(fi="nimi puuttuu", sv="namnet saknas", en="the title is missing")
NO_RING = Text.of(fi="rengas puuttuu", sv="ringen saknas", en="the ring is missing")
NO_START = Text.of(fi="alku puuttuu", sv="starten saknas", en="the start is missing")
TOO_LONG = Text.of(
    fi=f"nimi on liian pitkä (enintään {LONGEST} merkkiä)",
    sv=f"namnet är för långt (högst {LONGEST} tecken)",
    en=f"the title is too long (at most {LONGEST} letters)",
)
BACKWARDS = Text.of(
    fi="loppu {last} on ennen alkua {first}",
    sv="slutet {last} är före starten {first}",
    en="the end {last} is before the start {first}",
)
OUTSIDE = Text.of(
    fi="{first} ei ole lukuvuodessa {years}",
    sv="{first} är inte i läsåret {years}",
    en="{first} is not in the school year {years}",
)
CUT = Text.of(
    fi="jatkuu lukuvuoden {years} yli; piirrettiin lukuvuoteen kuuluva osa",
    sv="går utanför läsåret {years}; den del som hör till läsåret ritades",
    en="runs beyond the school year {years}; the part within it was drawn",
)
TOO_MANY_RINGS = Text.of(
    fi=f"Renkaita on liikaa: enintään {MOST_RINGS}. Onko väärä sarake otsikoitu renkaaksi?",
    sv=f"Det är för många ringar: högst {MOST_RINGS}. Har fel kolumn rubriken ring?",
    en=f"There are too many rings: at most {MOST_RINGS}. Is the wrong column headed ring?",
)
ROW = Text.of(fi="rivi {row}: {words}", sv="rad {row}: {words}", en="row {row}: {words}")
KEPT = Text.of(
    fi="Muut {count} riviä ovat kunnossa. Mitään ei piirretty: korjaa rivit ja yritä uudelleen.",
    sv="De övriga {count} raderna är i ordning. Inget ritades: rätta raderna och försök igen.",
    en="The other {count} rows are fine. Nothing was drawn: correct the rows and try again.",
)


@dataclass(frozen=True)
class Told:
    """One thing to say about the table, with its row below the headings when it has one."""

    text: Text
    row: int | None = None

    def get(self, language: str) -> str:
        words = self.text.get(language)
        return ROW.filled(row=self.row, words=words).get(language) if self.row else words


class TableProblem(ValueError):
    """A table that cannot be drawn; `problems` says everything that is wrong with it."""

    def __init__(self, problems: Sequence[Told], name: str = "") -> None:
        super().__init__("\n".join(problem.get("en") for problem in problems))
        self.problems = tuple(problems)
        self.name = name

    def messages(self, language: str = "fi") -> tuple[str, ...]:
        """Return each problem in words, with the file's name when it has one."""
        lead = f"{self.name}: " if self.name else ""
        return tuple(f"{lead}{problem.get(language)}" for problem in self.problems)


@dataclass(frozen=True)
class Table:
    """What was read: the entries, their rings in the order they first come, and what is worth saying."""

    entries: tuple[Entry, ...]
    rings: tuple[Ring, ...]
    notes: tuple[Told, ...] = ()


@dataclass
class _Reading:
    year: SchoolYear
    rings: dict[str, Ring] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    notes: list[Told] = field(default_factory=list)
    problems: list[Told] = field(default_factory=list)

    @property
    def years(self) -> str:
        return f"{self.year.first_day.year}–{self.year.last_day.year}"


def read_entries(rows: Sequence[Sequence[str]], name: str, year: SchoolYear) -> Table:
    """Read the rows of a table; raises TableProblem with everything that is wrong, under the file's `name`."""
    filled = [cells for row in rows if any(cells := [_cell(words) for words in row])]
    if not filled:
        raise TableProblem([Told(EMPTY)], name)
    if len(filled) > MOST_ROWS + 1:
        raise TableProblem([Told(TOO_MANY_ROWS)], name)
    columns = _columns(filled.pop(0), name)
    reading = _Reading(year)
    for number, row in enumerate(filled, start=1):
        found = {key: row[index] if index < len(row) else "" for key, index in columns.items()}
        _read_row(number, found, reading)
    if not filled:
        reading.problems.append(Told(NO_ROWS))
    if len(reading.rings) > MOST_RINGS:
        reading.problems.append(Told(TOO_MANY_RINGS))
    if reading.problems:
        if reading.entries:
            reading.problems.append(Told(KEPT.filled(count=len(reading.entries))))
        raise TableProblem(reading.problems, name)
    return Table(tuple(reading.entries), tuple(reading.rings.values()), tuple(reading.notes))


def _cell(words: str) -> str:
    """The cell on one line and without what no page or paper can show."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())


def _columns(row: Sequence[str], name: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        heading = cell.casefold().rstrip(":")
        for key, known in HEADINGS.items():
            if heading in known.split():
                found.setdefault(key, index)
    missing = [key for key in COLUMN if key not in found]
    if missing:
        listed = Text.of(**{lang: ", ".join(COLUMN[key].get(lang) for key in missing) for lang in ("fi", "sv", "en")})
        raise TableProblem([Told(NO_HEADINGS.filled(missing=listed))], name)
    return found


def _read_row(number: int, cells: dict[str, str], reading: _Reading) -> None:
    title, ring = cells["title"], cells["ring"]
    wrong = []
    if not title:
        wrong.append(NO_TITLE)
    elif len(title) > LONGEST:
        wrong.append(TOO_LONG)
    if not ring:
        wrong.append(NO_RING)
    span = _span(cells, reading, wrong)
    if wrong or span is None:
        reading.problems += [Told(text, number) for text in wrong]
        return
    first, last = span
    year = reading.year
    if first < year.first_day or last > year.last_day:
        reading.notes.append(Told(CUT.filled(years=reading.years), number))
        first, last = max(first, year.first_day), min(last, year.last_day)
    key = ring.casefold()
    if key not in reading.rings:
        reading.rings[key] = Ring(key, ring, len(reading.rings) % 8 + 1)
    reading.entries.append(Entry(number, key, title, first, last, reading.rings[key].theme or 1))


def _span(cells: dict[str, str], reading: _Reading, wrong: list[Text]) -> tuple[date, date] | None:
    """Return the first and the last day of a row; what is wrong with them goes to `wrong`."""
    times = {}
    for key in ("start", "end"):
        cell = cells.get(key, "")
        if cell:
            try:
                times[key] = read_time(cell, reading.year)
            except TimeProblem as problem:
                wrong.append(problem.text)
        elif key == "start":
            wrong.append(NO_START)
    if wrong or "start" not in times:
        return None
    first, last = times["start"][0], times.get("end", times["start"])[1]
    if last < first:
        wrong.append(_days(BACKWARDS, first=first, last=last))
    elif last < reading.year.first_day or first > reading.year.last_day:
        wrong.append(_days(OUTSIDE, first=first, last=last).filled(years=reading.years))
    return None if wrong else (first, last)


def _days(text: Text, **days: date) -> Text:
    """Return the text with days as each language writes them; other places stay open."""

    def fill(words: str, language: str) -> str:
        for name, day in days.items():
            words = words.replace("{" + name + "}", day_text(day, language))
        return words

    return Text.from_mapping({language: fill(words, language) for language, words in text})
