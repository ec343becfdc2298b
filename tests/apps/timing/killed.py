"""What the processes of test_killing do: a municipality of their own, and a worker whose solver takes its time.

python -m tests.apps.timing.killed ask          make it, ask for a better timing, print the number of the run
python -m tests.apps.timing.killed work SECONDS do what waits; the solver tells a plan, then takes so long
python -m tests.apps.timing.killed look RUN     print the run as JSON
python -m tests.apps.timing.killed listen       do what the lines of the input say
"""

from __future__ import annotations

import json
import sys
import time
from datetime import timedelta
from threading import Thread
from typing import Any

import django

from digivuosi.domain.timing.cities import Progress, Solved
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.problem import Problem
from digivuosi.domain.timing.proposing import propose
from tests.processes import obey


def ask() -> int:
    from digivuosi.apps.timing import actions
    from digivuosi.apps.timing.queries.what import What
    from tests.apps.timing.years import NOVEMBER, put, take_measures
    from tests.cast import YEAR, make_municipality
    from tests.toolkits import give_toolkit

    town = give_toolkit(make_municipality("Kuusela", "kuusela", ("Kivelän koulu", "Rantalan koulu")))
    take_measures(town)
    put(town, "action-plan", NOVEMBER)
    by = town.people["principal"]
    run = actions.ask_for_school(by=by, school=town.school, year=YEAR, what=What())
    return actions.ask_for_better(by=by, run=run, seconds=100).pk


def work(seconds: float) -> None:
    from django.core.management import call_command

    from digivuosi.apps.timing.actions import working

    def slow(problem: Problem, *, told: Any, stopped: Any, **how: Any) -> Solved:
        plan = propose(Grid(problem), restarts=1).starts
        # As the real one: from a thread of its own.
        telling = Thread(target=told, args=[Progress(None, 1.0, None, 0, 0.0, "improving", lambda: plan)])
        telling.start()
        telling.join()
        until = time.monotonic() + seconds
        while time.monotonic() < until and not stopped():
            time.sleep(0.05)
        return Solved(plan, 0.0, 1.0, (), proven=False)

    working.solve = slow
    call_command("work", once=True)


def look(pk: int, aged: bool) -> None:
    """`aged` lets the run's worker have been silent for long, as if a minute had passed."""
    from django_scopes import scopes_disabled

    from digivuosi.apps.timing.models import Run

    with scopes_disabled():
        if aged:
            run = Run.objects.get(pk=pk)
            Run.objects.filter(pk=pk).update(beat_at=run.beat_at - timedelta(minutes=1))
        run = Run.objects.get(pk=pk)
    best = [plan for plan in run.plans if plan["name"] == "best"]
    print(json.dumps({"state": run.state, "attempt": run.attempt, "progress": run.progress, "best": best}))


def main(verb: str, *words: str) -> None:
    from datetime import date

    from digivuosi.apps.look import clock

    clock.today = lambda: date(2026, 10, 6)
    if verb == "listen":
        obey(main)
    elif verb == "ask":
        print(ask())
    elif verb == "work":
        work(float(words[0]))
    else:
        look(int(words[0]), verb == "age")


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
