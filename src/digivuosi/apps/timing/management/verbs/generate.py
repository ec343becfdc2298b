"""`digivuosi timing generate`: a made-up problem that is as crowded as a real year, with a plan known to exist."""

from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.timing.management.files import STANDARD, check_writable, write
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.writing import write_plan, write_problem

HELP = "make up a problem; the same numbers give the same problem"
MOST_SCHOOLS, MOST_MEASURES = 3_000, 200
MADE = Text.of(
    fi="{path}: kouluja {schools}, kohteita {items}, henkilöitä {people}",
    sv="{path}: {schools} skolor, {items} poster, {people} personer",
    en="{path}: {schools} schools, {items} items, {people} people",
)


def between(least: int, most: int) -> Any:
    """Return the reader of a whole number from `least` to `most`."""

    def read(words: str) -> int:
        if not (words.isdecimal() and least <= int(words) <= most):
            raise ArgumentTypeError(f"a whole number from {least} to {most}")
        return int(words)

    return read


def add_arguments(parser: CommandParser) -> None:
    """How large, which one, and where to."""
    parser.add_argument("--schools", type=between(1, MOST_SCHOOLS), default=1, metavar="N", help="schools (1)")
    parser.add_argument(
        "--measures", type=between(10, MOST_MEASURES), default=60, metavar="M", help="at each school (60)"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="S", help="which of the made-up problems (0)")
    parser.add_argument("-o", "--output", default=STANDARD, metavar="FILE", help="the file to make; else it is printed")
    parser.add_argument(
        "--plan", metavar="FILE", help="also write the plan that is hidden inside, which keeps every rule"
    )


def run(options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool:
    """Make up and write."""
    for path in (options["output"], options["plan"]):
        if path is not None:
            check_writable(path)
    numbers = {name: options[name] for name in ("schools", "measures", "seed")}
    problem, plan = generate_with_plan(**numbers)
    write(options["output"], write_problem(problem), out)
    if options["plan"] is not None:
        write(options["plan"], write_plan(plan), out)
    counts = {"schools": len(problem.schools), "items": len(problem.items), "people": len(problem.people)}
    err.write(MADE.filled(path=options["output"], **counts).get(options["lang"]))
    return True
