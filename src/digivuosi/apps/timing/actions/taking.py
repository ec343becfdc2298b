"""Taking a proposal, whole or in part: one step, which may be undone as a whole or move by move."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.timing.models import Run
from digivuosi.apps.timing.queries.problems import problem_of_provider, problem_of_school
from digivuosi.apps.timing.queries.runs import Plan
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.wheel.actions import Move, move_together


@dataclass(frozen=True)
class Taken:
    """What came of taking moves of a proposal."""

    events: tuple[Event, ...]
    """One for each school, the way back."""
    moved: tuple[str, ...]
    """Items that moved."""
    kept: tuple[str, ...]
    """Items left where they are: changed by someone meanwhile, or their time is too near now."""


def take_moves(*, by: User, run: Run, plan: Plan, items: Collection[str]) -> Taken:
    """Move the chosen items to where the plan has them; what was changed since the proposal was made stays.

    A run of the whole provider moves at each school in a step of that school's own, so that its people see it in
    their history and can take it back.
    """
    today = clock.today()
    situation = (
        problem_of_provider(run.provider, run.year, today)
        if run.school is None
        else problem_of_school(run.school, run.year, today)
    )
    wanted = {item: plan.starts[item] for item in items if item in plan.starts}
    moves: dict[int, list[tuple[str, Move]]] = {}
    schools: dict[int, School] = {}
    kept = []
    for item, first in wanted.items():
        move = _move(run, situation, item, first)
        if move is None:
            kept.append(item)
            continue
        school = situation.items[item].school
        schools[school.pk] = school
        moves.setdefault(school.pk, []).append((item, move))
    events, moved = [], []
    with transaction.atomic():
        for pk, pairs in moves.items():
            school = schools[pk]
            with scope(provider=run.provider, school=school):
                done = move_together(by=by, school=school, year=run.year, moves=[move for _item, move in pairs])
            moved += [item for item, move in pairs if move.placement in done.moved]
            kept += [item for item, move in pairs if move.placement in done.kept]
            events += [done.event] if done.event else []
        if events:
            with scope(provider=run.provider):
                row = Run.objects.select_for_update().get(pk=run.pk)
                row.taken = [*row.taken, *(event.pk for event in events)]
                row.save(update_fields=["taken"])
    return Taken(tuple(events), tuple(moved), tuple(kept))


def _move(run: Run, situation: Situation, item: str, first: date) -> Move | None:
    """The move, when the item still stands where it stood when the proposal was made and may still move."""
    stood, then = situation.items.get(item), run.stood.get(item)
    if stood is None or then is None or item in situation.fast or first < situation.today:
        return None
    if [stood.first.isoformat(), stood.last.isoformat()] != then:
        return None
    return Move(stood.placement, (stood.first, stood.last), situation.place(item, first))
