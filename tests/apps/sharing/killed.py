"""What the processes of test_killing do: a municipality with many schools, and a worker that can be caught at work.

python -m tests.apps.sharing.killed make      make it and publish a second edition; print the update's number
python -m tests.apps.sharing.killed work N    do what waits; after N schools say so and wait to be killed
python -m tests.apps.sharing.killed look PK   print the update, and what the schools have, as JSON
python -m tests.apps.sharing.killed age PK    as if its worker had been silent for a minute; then as look
python -m tests.apps.sharing.killed listen    do what the lines of the input say
"""

from __future__ import annotations

import json
import sys
import time
from datetime import date, timedelta

import django

from tests.processes import obey

SCHOOLS = 7


def make() -> int:
    from digivuosi.apps.schools.actions import add_school
    from digivuosi.apps.sharing.queries.updates import updates_of
    from digivuosi.apps.toolkit.actions import change_locally
    from digivuosi.domain.toolkit.changes import MeasureChanges
    from digivuosi.domain.toolkit.toolkit import Span
    from tests.apps.sharing.copies import SURVEY, change, put_out
    from tests.apps.wheel.years import fill
    from tests.cast import make_municipality
    from tests.toolkits import give_toolkit

    town = give_toolkit(make_municipality("Kuusela", "kuusela", ("Kivelän koulu", "Rantalan koulu")))
    by = town.people["coordinator"]
    added = [add_school(by=by, provider=town.provider, name=f"Koulu {number}") for number in range(SCHOOLS - 2)]
    for school in (town.school, town.other_school, *added):
        fill(town, school)
        change_locally(by=by, school=school, key=SURVEY, fields=MeasureChanges(days=4))
    later = {"window": Span("week 40", "week 50"), "recommended_time": Span("week 47", "week 48")}
    change(town, "code-week", lambda _m: later)
    change(town, SURVEY, lambda _m: {"days": 12})
    put_out(town, "2026-2")
    return updates_of(town.provider)[0].pk


def work(schools: int) -> None:
    from django.core.management import call_command

    from digivuosi.apps.schools.models import School
    from digivuosi.apps.sharing.actions.carrying import Carrier

    carry, carried = Carrier.carry, 0

    def counted(self: Carrier, school: School) -> int:
        nonlocal carried
        made = carry(self, school)
        carried += 1
        if carried == schools:
            print("in the middle", flush=True)
            time.sleep(600)
        return made

    Carrier.carry = counted  # type: ignore[method-assign]
    call_command("work", once=True)


def look(pk: int, aged: bool) -> None:
    from django_scopes import scopes_disabled

    from digivuosi.apps.sharing.models import Followed, Proposal, SchoolsUpdate
    from digivuosi.apps.toolkit.models import LocalChanges
    from digivuosi.apps.wheel.models import Placement

    with scopes_disabled():
        if aged:
            update = SchoolsUpdate.objects.get(pk=pk)
            SchoolsUpdate.objects.filter(pk=pk).update(beat_at=update.beat_at - timedelta(minutes=1))
        update = SchoolsUpdate.objects.get(pk=pk)
        over = set(Followed.objects.values_list("school", flat=True))
        asked: dict[int, list[str]] = {}
        for school, kind, key in Proposal.objects.values_list("school", "kind", "measure_key"):
            asked.setdefault(school, []).append(f"{kind} {key}")
        places = [[str(one) for one in row] for row in Placement.objects.order_by("pk").values_list("pk", "first")]
        changes = [
            [str(one) for one in row] for row in LocalChanges.objects.order_by("pk").values_list("school", "document")
        ]
    told = {"state": update.state, "attempt": update.attempt, "done": update.done, "total": update.total}
    lists = {"over": sorted(over), "asked": {k: sorted(v) for k, v in asked.items()}}
    print(json.dumps({**told, **lists, "places": places, "changes": changes}))


def main(verb: str, *words: str) -> None:
    from digivuosi.apps.look import clock

    clock.today = lambda: date(2026, 10, 6)
    if verb == "listen":
        obey(main)
    elif verb == "make":
        print(make())
    elif verb == "work":
        work(int(words[0]))
    else:
        look(int(words[0]), verb == "age")


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
