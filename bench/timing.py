"""Figures of timing: cost, gap, broken rules, seconds and memory, for a school, cities and the country, with the peers.

    python bench/timing.py [--seeds 10] [--cities 10] [--only school|city|large|country|whynot|peers]

Broken rules and costs are the judge's, never the search's own. Times are wall times; nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from bench.timing_country import country  # noqa: E402
from bench.timing_peers import list_scheduling, taskjuggler, tj3_version  # noqa: E402
from digivuosi.domain.timing.cities import Progress, Solved, solve_city  # noqa: E402
from digivuosi.domain.timing.generating import generate  # noqa: E402
from digivuosi.domain.timing.grid import Grid  # noqa: E402
from digivuosi.domain.timing.judging import judge  # noqa: E402
from digivuosi.domain.timing.problem import Person, Problem  # noqa: E402
from digivuosi.domain.timing.proposing import Proposal, propose  # noqa: E402

CORES = 2
ONE_MODEL_SECONDS = 180


def memory() -> int:
    """MB at the most so far, of this process and of the largest one that it began."""
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most // 1024


def scored(label: str, problem: Problem, starts: dict[str, date], seconds: float, bound: float | None = None) -> float:
    """Print one plan as the judge sees it; return the gap (infinite without one)."""
    verdict = judge(Grid(problem), starts)
    gap = float("inf")
    cost = "-" if verdict.cost is None else f"{verdict.cost:.2f}"
    if bound is not None and verdict.cost:
        gap = max(0.0, verdict.cost - bound) / verdict.cost
    told = "-" if gap == float("inf") else f"{100 * gap:.2f} %"
    known = "-" if bound is None else f"{bound:.2f}"
    print(
        f"{label:<44} broken {len(verdict.broken):>5}  cost {cost:>11}  bound {known:>11}  gap {told:>8}  "
        f"{seconds:7.2f} s  {memory():>5} MB",
        flush=True,
    )
    return gap


T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    begun = perf_counter()
    return work(), perf_counter() - begun


def school(seeds: int) -> None:
    """One school × 60: the proof first, then what the instant search finds against it."""
    gaps: dict[float, list[float]] = {0.1: [], 0.2: [], 0.5: [], 1.0: []}
    times, proven = [], 0
    for seed in range(seeds):
        problem = generate(schools=1, measures=60, seed=seed)
        solved, seconds = timed(lambda problem=problem, seed=seed: solve_city(problem, seconds=300, seed=seed))  # type: ignore[misc]
        scored(f"1 × 60, seed {seed}, proof", problem, solved.starts, seconds, solved.bound)
        times.append(seconds)
        proven += solved.proven
        for limit, found in gaps.items():
            instant, took = timed(lambda p=problem, s=seed, t=limit: _instant(p, t, s))  # type: ignore[misc]
            found.append(scored(f"1 × 60, seed {seed}, instant {limit} s", problem, instant.starts, took, solved.bound))
    print(f"1 × 60: proven {proven} of {seeds}, median {median(times):.2f} s, longest {max(times):.2f} s")
    for limit, found in gaps.items():
        print(f"1 × 60, instant {limit} s: gap median {100 * median(found):.2f} %, worst {100 * max(found):.2f} %")


def _instant(problem: Problem, limit: float, seed: int) -> Proposal:
    # Making the grid and writing down the plan have their part of the time.
    return propose(Grid(problem), seconds=0.94 * limit, seed=seed)


class Curve:
    """Hears of a run and keeps when it was how good."""

    def __init__(self, marks: Sequence[float]) -> None:
        self.marks, self.lines, self.last = list(marks), list[str](), None

    last: Progress | None

    def __call__(self, progress: Progress) -> None:
        if self.last is None:
            self.lines.append(
                f"instant {progress.seconds:.1f} s: cost {progress.cost}, {progress.broken} without a place"
            )
        while self.marks and progress.seconds >= self.marks[0]:
            self.lines.append(f"{self.marks.pop(0):.0f} s: {_told(self.last or progress)}")
        self.last = progress


def _told(progress: Progress) -> str:
    if progress.gap is None or progress.cost is None:
        return "no gap yet"
    return f"cost {progress.cost:.0f}, gap {100 * progress.gap:.2f} %"


def city(schools: int, seconds: float, seeds: int, marks: Sequence[float]) -> None:
    """A city, once for the plan without a broken rule and once with the solver, with the curve of the gap."""
    for seed in range(seeds):
        problem = generate(schools=schools, measures=60, seed=seed)
        curve = Curve(marks)
        solved, took = timed(lambda p=problem, s=seed, c=curve: _solved(p, seconds, s, c))  # type: ignore[misc]
        scored(f"{schools} × 60, seed {seed}", problem, solved.starts, took, solved.bound)
        print("   " + "; ".join(curve.lines), flush=True)


def _solved(problem: Problem, seconds: float, seed: int, told: Callable[[Progress], None]) -> Solved:
    return solve_city(problem, seconds=seconds, seed=seed, workers=CORES, told=told)


def why_not(seeds: int) -> None:
    """An impossible year: mentors who are away all autumn and winter."""
    from digivuosi.domain.timing.conflicts import find_conflict
    from digivuosi.domain.timing.solving.conflicts import core

    for seed in range(seeds):
        problem = _impossible(generate(schools=1, measures=60, seed=seed))
        found, seconds = timed(lambda p=problem: find_conflict(Grid(p), core))  # type: ignore[misc]
        print(f"why not, seed {seed}: {'a conflict' if found else 'no conflict found'}  {seconds:.2f} s", flush=True)


def _impossible(problem: Problem) -> Problem:
    weeks = frozenset(Grid(problem).weeks[1:26])
    return replace(problem, people=tuple(_away(person, weeks) for person in problem.people))


def _away(person: Person, weeks: frozenset[str]) -> Person:
    return replace(person, absent_weeks=person.absent_weeks | weeks) if person.one_at_a_time else person


def peers(seeds: int) -> None:
    """The peers on a school and on the city, scored by the same judge."""
    print(f"peers: {tj3_version() or 'no TaskJuggler here'}; list scheduling of this bench")
    for schools, count in ((1, seeds), (35, 1)):
        for seed in range(count):
            problem = generate(schools=schools, measures=60, seed=seed)
            label = f"{schools} × 60, seed {seed}"
            plan, seconds = timed(lambda p=problem: list_scheduling(p))  # type: ignore[misc]
            scored(f"{label}, list scheduling", problem, plan, seconds)
            if tj3_version() is not None:
                plan, seconds = timed(lambda p=problem: taskjuggler(p))  # type: ignore[misc]
                scored(f"{label}, TaskJuggler", problem, plan, seconds)
    problem = generate(schools=35, measures=60, seed=0)
    solved, seconds = timed(lambda: one_model(problem))
    scored("35 × 60, seed 0, CP-SAT on one model", problem, solved.starts, seconds, solved.bound)


def one_model(problem: Problem) -> Solved:
    """The whole city as one CP-SAT model, without an instant plan to start from."""
    from digivuosi.domain.timing.solving.city import City
    from digivuosi.domain.timing.solving.proving import Limits, improve

    city = City(problem, seconds=ONE_MODEL_SECONDS, seed=0, workers=CORES, deterministic=None)
    part = city.part(range(len(city.starts)))
    answer = improve(part, city.lengths, None, Limits(seconds=ONE_MODEL_SECONDS, workers=CORES))
    items = problem.items
    starts = {
        items[member].id: problem.days[day]
        for number, day in (answer.starts or {}).items()
        for member in city.blocks.members[number]
    }
    missing = tuple(item.id for item in items if item.id not in starts)
    return Solved(starts, answer.cost, answer.bound, missing, answer.proven)


def main() -> None:
    parser = argparse.ArgumentParser(description="Figures of timing")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--cities", type=int, default=10, help="seeds of a city, two minutes each")
    parser.add_argument("--only", choices=("school", "city", "large", "country", "whynot", "peers"))
    asked = parser.parse_args()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}")
    parts: dict[str, Callable[[], None]] = {
        "school": lambda: school(asked.seeds),
        "city": lambda: city(35, 120, asked.cities, (30, 60, 90)),
        "large": lambda: city(300, 200, 1, (50, 100, 150)),
        "country": country,
        "whynot": lambda: why_not(asked.seeds),
        "peers": lambda: peers(asked.seeds),
    }
    for name, run in parts.items():
        if asked.only in (None, name):
            run()


if __name__ == "__main__":
    main()
