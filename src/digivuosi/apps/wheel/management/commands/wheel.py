"""`digivuosi wheel ENTRIES -o out.pdf`: a plain table becomes a year wheel on paper, without a database."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from digivuosi.apps.look import clock
from digivuosi.apps.schools.spreadsheets import MOST_BYTES, NotReadable, read_rows
from digivuosi.domain.schoolyear.calendar import CalendarProblem, SchoolYear, suggested_year, year_of_school
from digivuosi.domain.schoolyear.files import read_calendar
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.wheel.drawing import ORIENTATIONS, draw
from digivuosi.domain.wheel.poster import poster_pdf, poster_png
from digivuosi.domain.wheel.shapes import Drawing
from digivuosi.domain.wheel.svg import file_svg
from digivuosi.domain.wheel.tables import Table, TableProblem, read_entries
from digivuosi.domain.wheel.words import SCHOOL_YEAR, WHEEL

Options = dict[str, Any]

KINDS = (".svg", ".pdf", ".png")
EASY_TO_READ = 6.5

NOT_POSSIBLE = Text.of(
    fi="{path}: ei onnistu ({why})", sv="{path}: går inte ({why})", en="{path}: not possible ({why})"
)
OTHER_YEAR = Text.of(
    fi="{path} on lukuvuoden {found} kalenteri, ei vuoden {year}",
    sv="{path} är kalendern för läsåret {found}, inte {year}",
    en="{path} is the calendar of the school year {found}, not {year}",
)
WRITTEN = Text.of(
    fi="{path}: {count} nimeä: {arcs} kaarilla, {outside} kehän vieressä, {listed} luettelossa",
    sv="{path}: {count} namn: {arcs} på bågarna, {outside} bredvid ringarna, {listed} i listan",
    en="{path}: {count} names: {arcs} on their arcs, {outside} beside the wheel, {listed} in the list",
)
SMALL = Text.of(
    fi="Nimet ovat pieniä ({size} pt). Isompi paperi (--paper A2) tai vähemmän rivejä auttaa.",
    sv="Namnen är små ({size} pt). Ett större papper (--paper A2) eller färre rader hjälper.",
    en="The names are small ({size} pt). A larger paper (--paper A2) or fewer rows would help.",
)


def school_year(words: str) -> int:
    if not (words.isdigit() and 2000 <= int(words) <= 2100):
        raise ArgumentTypeError("a year between 2000 and 2100, such as 2026 for the school year 2026–2027")
    return int(words)


def output(words: str) -> Path:
    path = Path(words)
    if path.suffix.lower() not in KINDS:
        raise ArgumentTypeError("the name must end in .svg, .pdf or .png")
    return path


class Command(BaseCommand):
    help = "Draw a year wheel from a table (CSV or XLSX) with the columns ring, title, start and end."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("entries", type=Path, metavar="ENTRIES", help="the table: a CSV or XLSX file")
        parser.add_argument("-o", "--output", type=output, required=True, help="what to make: .svg, .pdf or .png")
        parser.add_argument("--year", type=school_year, help="the year in which the school year begins, such as 2026")
        parser.add_argument("--calendar", type=Path, help="calendar file of the school year (YAML)")
        parser.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the wheel (fi)")
        parser.add_argument("--paper", type=str.upper, choices=("A3", "A2"), default="A3", help="paper size (A3)")
        parser.add_argument("--orientation", choices=ORIENTATIONS, default="landscape", help="(landscape)")
        parser.add_argument("--title", default="", help="title above the wheel")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["lang"]
        try:
            year = year_of(options)
            table = read_table(options["entries"], year, language)
            drawing = drawn(table, year, options)
            options["output"].write_bytes(made(drawing, options["output"]))
        except TableProblem as problem:
            raise CommandError("\n".join(problem.messages(language)), returncode=1) from problem
        except CalendarProblem as problem:
            raise CommandError("\n".join(problem.messages(language)), returncode=1) from problem
        except BrokenPipeError:
            raise
        except OSError as problem:
            path = problem.filename or options["entries"]
            raise CommandError(
                NOT_POSSIBLE.filled(path=path, why=problem.strerror).get(language), returncode=2
            ) from problem
        for note in table.notes:
            self.stderr.write(note.get(language))
        if drawing.smallest < EASY_TO_READ:
            self.stderr.write(SMALL.filled(size=f"{drawing.smallest:.1f}").get(language))
        self.stdout.write(summary(drawing, options["output"]).get(language))


def year_of(options: Options) -> SchoolYear:
    """Return the calendar that was given, or the usual one of the year."""
    path, starts = options["calendar"], options["year"]
    if path is None:
        return suggested_year(starts or year_of_school(clock.today()))
    year = read_calendar(read_bytes(path, MOST_BYTES), str(path))
    if starts and year.starts != starts:
        told = OTHER_YEAR.filled(path=path, found=f"{year.starts}–{year.starts + 1}", year=starts)
        raise CommandError(told.get(options["lang"]), returncode=2)
    return year


def read_bytes(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        return file.read(most)


def read_table(path: Path, year: SchoolYear, language: str) -> Table:
    """Read the file with the reader of the pages, which no hostile book can end; raises TableProblem, CommandError."""
    content = read_bytes(path, MOST_BYTES + 1)
    with translation.override(language):
        try:
            rows = read_rows(content)
        except NotReadable as problem:
            raise CommandError(f"{path.name}: {problem.words}", returncode=1) from problem
    return read_entries(rows, path.name, year)


def drawn(table: Table, year: SchoolYear, options: Options) -> Drawing:
    language = options["lang"]
    years = f"{SCHOOL_YEAR.get(language)} {year.first_day.year}–{year.last_day.year}"
    return draw(
        table.entries,
        year,
        table.rings,
        paper=options["paper"],
        orientation=options["orientation"],
        language=language,
        title=options["title"].strip() or WHEEL.get(language),
        subtitle=years,
    )


def made(drawing: Drawing, path: Path) -> bytes:
    kind = path.suffix.lower()
    if kind == ".pdf":
        return poster_pdf(drawing)
    if kind == ".png":
        return poster_png(drawing)
    return file_svg(drawing).encode()


def summary(drawing: Drawing, path: Path) -> Text:
    return WRITTEN.filled(
        path=path,
        count=len(drawing.arcs),
        arcs=sum(1 for arc in drawing.arcs if arc.on_arc),
        outside=sum(1 for arc in drawing.arcs if arc.outside),
        listed=sum(1 for arc in drawing.arcs if arc.listed),
    )
