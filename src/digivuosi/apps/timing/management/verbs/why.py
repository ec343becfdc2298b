"""`digivuosi timing why PROBLEM PLAN [ITEM]`: what keeps each item from being earlier and from its recommended time."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.timing.management.files import FileProblem, add_plan, add_problem, plan_from, problem_from
from digivuosi.domain.texts import Text
from digivuosi.domain.timing import why_words as words
from digivuosi.domain.timing.explaining import Explanation, explain_in
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.moving import Surroundings

HELP = "say for each item, or for one, what keeps it from being earlier and from its recommended time"
NO_ITEM = Text.of(
    fi="Kohdetta ”{item}” ei ole. {hint}",
    sv="Posten ”{item}” finns inte. {hint}",
    en="There is no item “{item}”. {hint}",
)
CLOSE = Text.of(fi="Tarkoititko: {items}?", sv="Menade du: {items}?", en="Did you mean: {items}?")


def add_arguments(parser: CommandParser) -> None:
    """PROBLEM, PLAN and perhaps ITEM."""
    add_problem(parser)
    add_plan(parser)
    parser.add_argument("item", metavar="ITEM", nargs="?", help="the id of one item; else all of them")


def run(options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool:
    """Explain and print."""
    grid = Grid(problem_from(options, err))
    starts = plan_from(options, grid.problem)
    asked = options["item"]
    if asked is not None and asked not in grid.items:
        close = get_close_matches(asked, grid.items, n=3)
        hint = CLOSE.filled(items=", ".join(close)) if close else ""
        raise FileProblem(NO_ITEM.filled(item=asked, hint=hint), 2)
    around = Surroundings(grid, starts)
    for place, number in enumerate([grid.items[asked]] if asked is not None else range(len(grid.problem.items))):
        if place:
            out.write("")
        for line in lines(explain_in(around, number), options["lang"]):
            out.write(line)
    return True


def lines(explanation: Explanation, language: str) -> Iterator[str]:
    """An explanation for reading."""
    yield explanation.heading.told().get(language)
    yield f"  {(words.NOT_EARLIER if explanation.placed else words.NOWHERE).get(language)}"
    yield from (f"    {one.told().get(language)}" for one in explanation.earlier)
    if explanation.span is not None:
        yield f"  {words.NOT_RECOMMENDED.filled(span=explanation.span).get(language)}"
        yield from (f"    {one.told().get(language)}" for one in explanation.recommended)
