"""`digivuosi timing export PROVIDER [SCHOOL] -o PROBLEM`: a school's or a whole provider's year as a problem file."""

from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.look import clock
from digivuosi.apps.schools.queries import provider_by_slug, school_of, school_year_now
from digivuosi.apps.timing.management.files import STANDARD, FileProblem, check_writable, write
from digivuosi.apps.timing.queries.problems import problem_of_provider, problem_of_school
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.writing import write_problem

HELP = "write a school's or a whole provider's year as a problem file; it holds ids, and no names of people"
NO_PROVIDER = Text.of(
    fi="Opetuksen järjestäjää ei ole: {slug}.",
    sv="Utbildningsanordnaren finns inte: {slug}.",
    en="There is no such provider: {slug}.",
)
NO_SCHOOL = Text.of(fi="Koulua ei ole: {slug}.", sv="Skolan finns inte: {slug}.", en="There is no such school: {slug}.")
CUTS = Text.of(
    fi="Tunteja leikattiin {count} kohdassa siihen, mikä viikoille mahtuu (--real vie ne leikkaamatta).",
    sv="Timmarna skars ner på {count} ställen till det som ryms i veckorna (--real exporterar dem oförändrade).",
    en="Hours were cut in {count} places to what the weeks hold (--real writes them uncut).",
)


def add_arguments(parser: CommandParser) -> None:
    """PROVIDER, SCHOOL, and of which year and day."""
    parser.add_argument("provider", metavar="PROVIDER", help="the provider's address, such as kuusela")
    parser.add_argument(
        "school", metavar="SCHOOL", nargs="?", default="", help="the school's address; all when left out"
    )
    parser.add_argument("-o", "--output", metavar="PROBLEM", default=STANDARD, help="file to write (standard output)")
    parser.add_argument("--year", type=_year, help="calendar year in which the school year starts (this one)")
    parser.add_argument("--today", type=_day, help="day to plan from, such as 2026-10-06 (today)")
    parser.add_argument("--real", action="store_true", help="leave hours as they are, also those that can never fit")


def run(options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool:
    """Read the year and write it."""
    check_writable(options["output"])
    today = options["today"] or clock.today()
    year = options["year"] or school_year_now(today)
    provider = provider_by_slug(options["provider"])
    if provider is None:
        raise FileProblem(NO_PROVIDER.filled(slug=options["provider"]), 2)
    school = school_of(provider, options["school"]) if options["school"] else None
    if options["school"] and school is None:
        raise FileProblem(NO_SCHOOL.filled(slug=options["school"]), 2)
    if school is None:
        situation = problem_of_provider(provider, year, today)
    else:
        school.provider = provider
        situation = problem_of_school(school, year, today)
    if situation.cuts and not options["real"]:
        err.write(CUTS.filled(count=len(situation.cuts)).get(options["lang"]))
    write(options["output"], write_problem(situation.real if options["real"] else situation.problem), out)
    return True


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as problem:
        raise ArgumentTypeError(f"{written} is no day; write it as 2026-10-06") from problem


def _year(written: str) -> int:
    if len(written) == 4 and written.isascii() and written.isdecimal():
        return int(written)
    raise ArgumentTypeError(f"{written} is no year; write it as 2026")
