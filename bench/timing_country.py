"""The whole country: 1,974 schools of 309 providers, each provider a task of its own on the queue, one and two workers.

Each worker is a process that takes the next provider when it is done with one, as the workers of the queue do.
"""

from __future__ import annotations

import multiprocessing
import resource
from concurrent.futures import ProcessPoolExecutor
from time import perf_counter

PROVIDERS, SCHOOLS = 309, 1974
LARGE = (100, 85, 70, 62, 55, 50, 45, 42, 38, 35, 33, 31, 30, 30)
"""Schools of the largest providers; the others have few, most of them one to five (as in Finland)."""
SECONDS_A_SCHOOL = 0.04
MOST_TRIES = 4


def sizes() -> list[int]:
    """Schools of each provider, always the same list."""
    rest = PROVIDERS - len(LARGE)
    # The others fall off evenly in steps; the last step is what is left.
    small = [1 + (rest - place) * (rest - place) * 18 // (rest * rest) for place in range(rest)]
    excess = sum(small) + sum(LARGE) - SCHOOLS
    place = 0
    while excess:
        step = 1 if excess > 0 else -1
        if small[place] - step >= 1:
            small[place] -= step
            excess -= step
        place = (place + 1) % rest
    return [*LARGE, *small]


def provider(schools: int, seed: int) -> tuple[int, int, int, float]:
    """Plan one provider: schools, rules broken in the judge's eyes, MB at the most, seconds of planning."""
    from digivuosi.domain.timing.generating import generate
    from digivuosi.domain.timing.grid import Grid
    from digivuosi.domain.timing.judging import judge
    from digivuosi.domain.timing.proposing import propose

    problem = generate(schools=schools, measures=60, seed=seed)
    begun = perf_counter()
    least = max(0.1, SECONDS_A_SCHOOL * schools)
    found = propose(Grid(problem), seconds=least, seed=seed)
    for again in range(1, MOST_TRIES):
        if not found.missing:
            break
        # As a run in the worker does: what has no place yet gets more time before anything else.
        found = propose(Grid(problem), seconds=2**again * least, seed=seed + again)
    seconds = perf_counter() - begun
    broken = len(judge(Grid(problem), found.starts).broken)
    return schools, broken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, seconds


def country() -> None:
    """Print the figures with one and with two workers."""
    asked = sizes()
    context = multiprocessing.get_context("spawn")
    for workers in (1, 2):
        begun = perf_counter()
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            # The largest first, so that no worker is left with one at the end.
            answers = list(pool.map(provider, asked, range(len(asked))))
        seconds = perf_counter() - begun
        schools, broken = sum(one[0] for one in answers), sum(one[1] for one in answers)
        planning, most = sum(one[3] for one in answers) / workers, max(one[2] for one in answers)
        print(
            f"{schools} schools, {len(asked)} providers, {workers} worker(s): broken {broken}  {seconds:.1f} s with "
            f"making and judging the problems, planning alone {planning:.1f} s  {most} MB a worker",
            flush=True,
        )
