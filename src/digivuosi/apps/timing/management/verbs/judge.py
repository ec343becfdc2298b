"""`digivuosi timing judge PROBLEM PLAN`: every broken rule in words, and each wish's points."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.timing.management.files import add_plan, add_problem, plan_from, problem_from
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import Verdict, judge, reasons
from digivuosi.domain.timing.plan import Plan
from digivuosi.domain.timing.saying import number_text

HELP = "say which rules a plan breaks and what it costs; exit code 0 only when it breaks none"
BROKEN = Text.of(
    fi="Suunnitelma rikkoo sääntöjä {count} kohdassa.",
    sv="Planen bryter mot regler på {count} ställen.",
    en="The plan breaks rules in {count} places.",
)
VALID = Text.of(
    fi="Suunnitelma on kunnossa: mikään sääntö ei rikkoudu.",
    sv="Planen är i ordning: den bryter inte mot någon regel.",
    en="The plan is valid: no rule is broken.",
)
TOTAL = Text.of(fi="Yhteensä", sv="Sammanlagt", en="Total")
POINTS = Text.of(fi="Toiveiden pisteet", sv="Önskemålens poäng", en="Points of the wishes")
NO_COST = Text.of(
    fi="Sääntöjä rikkovalla suunnitelmalla ei ole pistemäärää.",
    sv="En plan som bryter mot regler har ingen poängsumma.",
    en="A plan that breaks rules has no cost.",
)


def add_arguments(parser: CommandParser) -> None:
    """PROBLEM, PLAN and whether to tell each point."""
    add_problem(parser)
    add_plan(parser)
    parser.add_argument(
        "--reasons", action="store_true", help="tell for each item and person where its points come from"
    )


def run(options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool:
    """Judge and print."""
    language = options["lang"]
    grid = Grid(problem_from(options, err))
    starts = plan_from(options, grid.problem)
    verdict = judge(grid, starts)
    for line in verdict_lines(verdict, language):
        out.write(line)
    if options["reasons"]:
        for wish, points in groupby(reasons(Plan(grid, starts)), key=lambda one: one.wish):
            out.write(f"\n{wish.value}  {wish.text.get(language)}")
            for one in points:
                out.write(f"  {number_text(one.points).get(language):>8}  {one.text.get(language)}")
    return verdict.valid


def verdict_lines(verdict: Verdict, language: str) -> list[str]:
    """A verdict for reading: broken rules one by one, then the points."""
    lines = []
    for rule, broken in groupby(verdict.broken, key=lambda one: one.rule):
        lines.append(f"{rule.value}  {rule.text.get(language)}")
        lines += [f"    {one.text.get(language)}" for one in broken]
    text = VALID if verdict.valid else BROKEN.filled(count=len(verdict.broken))
    lines += ([""] if lines else []) + [text.get(language), "", POINTS.get(language)]
    width = max(len(wish.text.get(language)) for wish in verdict.points)
    for wish, points in verdict.points.items():
        lines.append(f"  {wish.value}  {wish.text.get(language):<{width}}  {number_text(points).get(language):>12}")
    if verdict.cost is None:
        return [*lines, f"  {NO_COST.get(language)}"]
    return [*lines, f"      {TOTAL.get(language):<{width}}  {number_text(verdict.cost).get(language):>12}"]
