"""`digivuosi calendar show|check|suggest`: look at a school year's calendar; a database only with --provider."""

from __future__ import annotations

from argparse import ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from digivuosi.apps.look import clock, dates
from digivuosi.apps.schools.month_grid import lists_of
from digivuosi.apps.schools.queries import calendar_of, provider_by_slug
from digivuosi.domain.schoolyear.calendar import (
    CalendarProblem,
    SchoolYear,
    required_school_days,
    suggested_year,
    year_of_school,
)
from digivuosi.domain.schoolyear.files import LARGEST, read_calendar, write_calendar
from digivuosi.domain.texts import LANGUAGES, Text

Options = dict[str, Any]

NOT_POSSIBLE = Text.of(
    fi="{path}: ei onnistu ({why})", sv="{path}: går inte ({why})", en="{path}: not possible ({why})"
)
NO_PROVIDER = Text.of(
    fi="opetuksen järjestäjää ”{slug}” ei ole",
    sv="utbildningsanordnaren ”{slug}” finns inte",
    en="there is no provider “{slug}”",
)
EXISTS = Text.of(
    fi="{path} on jo olemassa; päälle ei kirjoiteta", sv="{path} finns redan; inget skrivs över",
    en="{path} exists already; nothing is written over",
)  # fmt: skip
DAYS = Text.of(
    fi="{year}: {count} koulupäivää, laki edellyttää {law}",
    sv="{year}: {count} skoldagar, lagen kräver {law}",
    en="{year}: {count} school days, {law} by law",
)
ENDS = Text.of(fi="Koulu {first} – {last}", sv="Skolan {first} – {last}", en="School {first} – {last}")
WEEK = Text.of(fi="vk {number:02d}", sv="v. {number:02d}", en="wk {number:02d}")
CHECK = Text.of(fi="Tarkista vielä", sv="Värt att kontrollera", en="Worth checking")
QUIET = Text.of(fi="rauhoitettu", sv="fredad", en="quiet")
SOUND = Text.of(fi="{path}: kunnossa", sv="{path}: i ordning", en="{path}: all well")
WEEKS = Text.of(fi="Viikot", sv="Veckor", en="Weeks")


def school_year(words: str) -> int:
    if not (words.isdigit() and 2000 <= int(words) <= 2097):
        raise ArgumentTypeError("a year between 2000 and 2097, such as 2026 for the school year 2026–2027")
    return int(words)


class Command(BaseCommand):
    help = "Show, check or suggest the calendar of a school year."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="show|check|suggest")
        show = verbs.add_parser("show", help="the year in words: breaks, days, weeks, warnings")
        check = verbs.add_parser("check", help="say what is wrong with a calendar file, as file:line: words")
        suggest = verbs.add_parser("suggest", help="make the usual calendar of a Finnish municipality as a file")
        source = show.add_mutually_exclusive_group()
        source.add_argument("--provider", help="the calendar of this provider (its address), from the database")
        source.add_argument("--file", type=Path, help="a calendar file (YAML)")
        check.add_argument("file", type=Path, metavar="FILE", help="a calendar file (YAML)")
        suggest.add_argument("-o", "--output", type=Path, help="the file to make; else it is printed")
        for verb in (show, suggest):
            verb.add_argument("--year", type=school_year, help="school year that begins in this year (this one)")
            verb.add_argument(
                "--autumn-break", type=int, default=42, choices=range(38, 49), metavar="WEEK", help="(42)"
            )
            verb.add_argument("--winter-break", type=int, default=9, choices=range(5, 16), metavar="WEEK", help="(9)")
        for verb in (show, check, suggest):
            verb.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the words (fi)")

    def handle(self, *args: Any, **options: Any) -> None:
        language = options["lang"]
        try:
            with translation.override(language):
                {"show": self.show, "check": self.check_file, "suggest": self.suggest}[options["verb"]](options)
        except CalendarProblem as problem:
            raise CommandError("\n".join(problem.messages(language)), returncode=1) from problem
        except BrokenPipeError:
            raise
        except OSError as problem:
            path, why = problem.filename or "", problem.strerror or str(problem)
            raise CommandError(NOT_POSSIBLE.filled(path=path, why=why).get(language), returncode=1) from problem

    def show(self, options: Options) -> None:
        """Print the year."""
        year, language = self._year(options), options["lang"]
        law = required_school_days(year.starts)
        self._say(DAYS, language, year=year.name, count=len(year.school_days), law=law)
        first, last = (dates.full(day, language) for day in (year.first_school_day, year.last_school_day))
        self._say(ENDS, language, first=first, last=last)
        for title, rows in lists_of(year, language):
            if rows:
                self.stdout.write(f"\n{title}")
                for name, when in rows:
                    self.stdout.write(f"  {_plain(when):<26}{name}".rstrip())
        self.stdout.write(f"\n{WEEKS.get(language)}")
        for week in year.weeks:
            span = _plain(dates.span(week.monday, week.sunday, language))
            quiet = f"  {QUIET.get(language)}" if year.is_quiet(week.monday) else ""
            number = WEEK.filled(number=week.number).get(language)
            self.stdout.write(f"  {number}  {span:<18}{'▪' * week.school_days}{quiet}".rstrip())
        self._warn(year, language)

    def check_file(self, options: Options) -> None:
        """Say what is wrong or unusual; only what is wrong makes the exit code 1."""
        year, language = _read(options["file"]), options["lang"]
        self._warn(year, language)
        self._say(SOUND, language, path=options["file"])

    def suggest(self, options: Options) -> None:
        """Write the usual calendar."""
        words, output = write_calendar(self._suggested(options)), options["output"]
        if output is None:
            self.stdout.write(words, ending="")
            return
        try:
            with output.open("x", encoding="utf-8") as file:
                file.write(words)
        except FileExistsError as problem:
            raise CommandError(EXISTS.filled(path=output).get(options["lang"]), returncode=1) from problem
        self.stdout.write(str(output))

    def _year(self, options: Options) -> SchoolYear:
        if options["file"] is not None:
            return _read(options["file"])
        if options["provider"]:
            provider = provider_by_slug(options["provider"])
            if provider is None:
                words = NO_PROVIDER.filled(slug=options["provider"]).get(options["lang"])
                raise CommandError(words, returncode=1)
            return calendar_of(provider, options["year"] or year_of_school(clock.today()))
        return self._suggested(options)

    def _suggested(self, options: Options) -> SchoolYear:
        starts = options["year"] or year_of_school(clock.today())
        return suggested_year(starts, options["autumn_break"], options["winter_break"])

    def _warn(self, year: SchoolYear, language: str) -> None:
        warnings = year.warnings()
        if warnings:
            self.stdout.write(f"\n{CHECK.get(language)}")
        for text in warnings:
            self.stdout.write(f"  {text.get(language)}")

    def _say(self, text: Text, language: str, **values: object) -> None:
        self.stdout.write(text.filled(**values).get(language))


def _read(path: Path) -> SchoolYear:
    with path.open("rb") as file:
        return read_calendar(file.read(LARGEST + 1), str(path))


def _plain(words: str) -> str:
    return words.replace("\xa0", " ")
