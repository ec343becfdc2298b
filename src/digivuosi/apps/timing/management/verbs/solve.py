"""`digivuosi timing solve PROBLEM -o PLAN`: find a plan, or say why there is none and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.timing.management.files import STANDARD, add_problem, check_writable, problem_from, write
from digivuosi.apps.timing.management.progress import Live, gap_text, interruptible
from digivuosi.apps.timing.management.searching import Outcome, for_a_check, with_solver, without_solver
from digivuosi.apps.timing.management.verbs.generate import between
from digivuosi.apps.timing.management.verbs.judge import verdict_lines
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.conflicts import Conflict, find_conflict
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import Verdict, judge
from digivuosi.domain.timing.saying import item, number_text, say
from digivuosi.domain.timing.solving.conflicts import core
from digivuosi.domain.timing.ways_out import ways_out
from digivuosi.domain.timing.writing import write_plan

HELP = "find a plan and write it; Ctrl-C writes the best one so far"
MOST_SECONDS = 86_400
SECONDS = 10
SECONDS_FOR_WAYS_OUT = 20
MOST_DETAILS = 12
WRITTEN = Text.of(
    fi="{path}: kirjoitettu {count} aloituspäivää, {seconds} s.",
    sv="{path}: {count} startdagar skrivna, {seconds} s.",
    en="{path}: {count} starts written, {seconds} s.",
)
STOPPED = Text.of(
    fi="Keskeytetty: tämä on paras tähän asti löytynyt.",
    sv="Avbrutet: det här är det bästa som hittats hittills.",
    en="Stopped: this is the best found so far.",
)
GAP = Text.of(
    fi="Ero todistettuun alarajaan enintään {gap}.",
    sv="Avståndet till den bevisade nedre gränsen är högst {gap}.",
    en="The gap to the proven lower bound is at most {gap}.",
)
NO_DAY = Text.of(
    fi="Ilman päivää jäi {count}: {items}.",
    sv="Utan dag blev {count}: {items}.",
    en="{count} have no day: {items}.",
)
WHY = Text.of(fi="Miksi suunnitelmaa ei ole:", sv="Varför det inte finns någon plan:", en="Why there is no plan:")
AND_MORE = Text.of(fi="… ja {count} muuta", sv="… och {count} till", en="… and {count} more")
WAYS = Text.of(
    fi="Keinoja (jokainen on kokeiltu: sen jälkeen suunnitelma löytyy):",
    sv="Utvägar (var och en är prövad: efter den finns det en plan):",
    en="Ways out (each was tried: after it there is a plan):",
)
NO_WAYS = Text.of(fi="Keinoa ei löytynyt.", sv="Ingen utväg hittades.", en="No way out was found.")
NOT_PROVEN = Text.of(
    fi="Ristiriitaa ei löytynyt; suunnitelma voi silti olla olemassa. Kokeile pidempään (--seconds).",
    sv="Ingen konflikt hittades; det kan ändå finnas en plan. Försök längre (--seconds).",
    en="No conflict was found; there may be a plan all the same. Try for longer (--seconds).",
)


def add_arguments(parser: CommandParser) -> None:
    """PROBLEM, where to, and how long."""
    add_problem(parser)
    parser.add_argument("-o", "--output", required=True, metavar="PLAN", help="the plan file to write, or -")
    parser.add_argument(
        "--seconds", type=between(1, MOST_SECONDS), default=SECONDS, metavar="N", help=f"how long to search ({SECONDS})"
    )
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed, another search (0)")
    parser.add_argument(
        "--no-solver",
        action="store_true",
        help="search in pure Python; same seed and seconds, same plan, on every machine",
    )


def run(options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool:
    """Search, write, and say what was found."""
    language, path = options["lang"], options["output"]
    check_writable(path)
    grid = Grid(problem_from(options, err))
    # The plan itself goes to standard output; then what is said of it must not.
    said = err if path == STANDARD else out
    conflict = find_conflict(grid)
    if conflict is not None:
        # Nobody should wait for a search that cannot succeed; the rest of a plan is still worth a moment.
        write_lines(said, conflict_lines(conflict, language))
    live = Live(err, language)
    seconds, seed = options["seconds"], options["seed"]
    with interruptible() as stopped:
        if options["no_solver"] or conflict is not None:
            found = without_solver(grid, 0 if conflict else seconds, seed, live.tell, stopped)
        else:
            found = with_solver(grid.problem, seconds, seed, live.tell, stopped)
        was_stopped = stopped()
    live.end()
    write(path, write_plan(found.starts), out)
    verdict = judge(grid, found.starts)
    write_lines(said, summary(options, found, verdict, was_stopped, live.seconds))
    if not verdict.valid and not was_stopped:
        if conflict is None:
            conflict = find_conflict(grid, None if options["no_solver"] else core, found.missing)
            write_lines(said, conflict_lines(conflict, language) if conflict else [NOT_PROVEN.get(language)])
        if conflict is not None:
            write_lines(said, ways_lines(grid, conflict, found, options))
    return verdict.valid


def write_lines(to: OutputWrapper, lines: Iterable[str]) -> None:
    """Write lines as they come: a way out may take a while."""
    for line in lines:
        to.write(line)
        to.flush()


def summary(
    options: dict[str, Any], found: Outcome, verdict: Verdict, was_stopped: bool, seconds: float
) -> Iterator[str]:
    """What was found, for reading."""
    language = options["lang"]
    if was_stopped:
        yield STOPPED.get(language)
    if found.missing:
        yield say(NO_DAY, count=len(found.missing), items=item(*found.missing)).told().get(language)
    else:
        yield from verdict_lines(verdict, language)
    if verdict.cost is not None and found.bound is not None:
        yield GAP.filled(gap=gap_text(verdict.cost, found.bound, language)).get(language)
    took = number_text(round(seconds, 1)).get(language)
    yield WRITTEN.filled(path=options["output"], count=len(found.starts), seconds=took).get(language)


def ways_lines(grid: Grid, conflict: Conflict, found: Outcome, options: dict[str, Any]) -> Iterator[str]:
    """The ways out of a conflict, for reading, each as it is found."""
    language = options["lang"]
    deadline = monotonic() + max(SECONDS_FOR_WAYS_OUT, options["seconds"])
    search = for_a_check(found.starts, solver=not options["no_solver"])
    more = None if options["no_solver"] else core
    number = 0
    ways = ways_out(
        grid.problem, conflict, search, plan=found.starts, core=more, stopped=lambda: monotonic() > deadline
    )
    for number, way in enumerate(ways, 1):
        if number == 1:
            yield WAYS.get(language)
        yield f"  {number}. {way.sentence.told().get(language)}"
    if not number:
        yield NO_WAYS.get(language)


def conflict_lines(conflict: Conflict, language: str) -> Iterator[str]:
    """A conflict for reading."""
    yield f"{WHY.get(language)} {conflict.sentence.told().get(language)}"
    for detail in conflict.details[:MOST_DETAILS]:
        yield f"    {detail.told().get(language)}"
    more = len(conflict.details) - MOST_DETAILS
    if more > 0:
        yield f"    {AND_MORE.filled(count=more).get(language)}"
