"""How long a provider's summary takes, and how many hidden figures an attacker recovers of all it tries.

    python bench/needs.py             60 schools, 3,000 answers; 300 attacked rounds
    python bench/needs.py --rounds 40

The attacker (needs_attack.py) solves equations by exact elimination, follows bounds, subtracts views, and knows one
school's own answers. Prints figures; asserts nothing about time.
"""

from __future__ import annotations

import argparse
import platform
import random
import resource
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.needs_attack import attack  # noqa: E402
from digivuosi.domain.needs.answering import AnswerSheet, asked, statements  # noqa: E402
from digivuosi.domain.needs.codebook import dataset  # noqa: E402
from digivuosi.domain.needs.counting import Counts, Distribution, count  # noqa: E402
from digivuosi.domain.needs.hiding import PROVIDER, release  # noqa: E402
from digivuosi.domain.needs.strongest import strongest  # noqa: E402
from digivuosi.domain.needs.summarising import summarise  # noqa: E402
from digivuosi.domain.toolkit.package import read_package  # noqa: E402
from digivuosi.domain.toolkit.toolkit import Toolkit  # noqa: E402

SURVEY = "autumn-teachers"
SCHOOLS, ANSWERS = 60, 3_000
TIMES = 5
GRADES = ("pre-primary", "grades-1-2", "grades-3-6", "grades-7-9")


def answers(
    toolkit: Toolkit, seed: int, schools: int = SCHOOLS, number: int = ANSWERS
) -> list[tuple[str, AnswerSheet]]:
    """Make answers of schools of very different sizes; about one in twenty statements is passed by."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret: the same answers every time
    weights = [chance.paretovariate(1.2) for _ in range(schools)]
    level = {f"school-{place}": chance.uniform(-1, 1) for place in range(schools)}
    asked_of = {grade: list(statements(asked(toolkit, SURVEY, [grade]))) for grade in GRADES}
    found = []
    for unit in chance.choices(list(level), weights, k=number):
        grade = chance.choice(GRADES)
        steps = []
        for statement in asked_of[grade]:
            scale = toolkit.scale(statement.scale)
            if scale is not None and chance.random() > 0.05:
                middle = (len(scale.steps) + 1) / 2 + level[unit]
                steps.append((statement.key, min(len(scale.steps), max(1, round(chance.gauss(middle, 1))))))
        found.append((unit, AnswerSheet(SURVEY, (grade,), tuple(sorted(steps)))))
    return found


def timed() -> None:
    toolkit = read_package(ROOT / "starter").toolkit
    last, now = answers(toolkit, 1), answers(toolkit, 2)
    before = release(count(toolkit, SURVEY, last))
    took: dict[str, list[float]] = {}
    for _ in range(TIMES):
        started = perf_counter()
        counts = count(toolkit, SURVEY, now)
        counted = perf_counter()
        released = release(counts)
        hidden = perf_counter()
        summary = summarise(toolkit, released, PROVIDER, last=before)
        strongest(toolkit, summary)
        provider = perf_counter()
        for unit in released.units:
            strongest(toolkit, summarise(toolkit, released, unit, last=before))
        everyone = perf_counter()
        dataset(toolkit, released, now, b"bench")
        rows = perf_counter()
        for name, start, end in (
            ("count 3,000 sheets", started, counted),
            ("hide", counted, hidden),
            ("the provider's summary with changes", hidden, provider),
            ("the summaries of all 60 schools", provider, everyone),
            ("the research dataset", everyone, rows),
        ):
            took.setdefault(name, []).append(1000 * (end - start))
    shown = sum(released.shows(unit) for unit in released.units)
    print(f"{len(now)} answers, {len(released.units)} schools, {shown} of them shown, {len(released.shown)} figures")
    for name, held in took.items():
        print(f"  {name:40} {median(held):8.1f} ms  (first {held[0]:.1f})")


def attacked(rounds: int) -> int:
    """Attack random rounds of small schools, where hiding is hardest; return how many figures were recovered."""
    tried = recovered = shown = hidden = 0
    ways: dict[str, int] = {}
    for seed in range(rounds):
        counts = small_round(seed)
        released = release(counts)
        found = attack(counts, released)
        tried += found.tried
        recovered += len(found.recovered)
        shown += len(released.shown)
        hidden += len(released.hidden)
        for way, _ in found.recovered:
            ways[way] = ways.get(way, 0) + 1
    print(f"{rounds} attacked rounds: {shown} figures shown, {hidden} hidden")
    print(f"  the attacker tried {tried} sets of answers and recovered {recovered} {ways or ''}")
    return recovered


def small_round(seed: int) -> Counts:
    """Make counts of a few statements in two to twelve schools of none to a dozen answers a group."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret: the same answers every time
    steps = chance.choice((2, 4, 5))
    cells: dict[tuple[str, str, str], Distribution] = {}
    sheets: dict[str, int] = {}
    for school in range(chance.randint(2, 12)):
        unit = f"school-{school}"
        for group in GRADES[: chance.randint(1, 4)]:
            number = chance.choice((0, 1, 2, 3, 4, 5, 6, 8, 12))
            sheets[unit] = sheets.get(unit, 0) + number
            for statement in "ab":
                answered = sum(chance.random() > 0.1 for _ in range(number))
                alike = chance.random() < 0.15
                chosen = [chance.randrange(steps)] * answered if alike else chance.choices(range(steps), k=answered)
                if answered:
                    cells[unit, group, statement] = Distribution(tuple(chosen.count(step) for step in range(steps)))
    return Counts("bench", dict.fromkeys("ab", steps), cells, sheets)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=300)
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}")
    timed()
    recovered = attacked(arguments.rounds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    sys.exit(1 if recovered else 0)


if __name__ == "__main__":
    main()
