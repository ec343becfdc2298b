"""What was done to a placement, in words, with the way back where there is one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from digivuosi.apps.look import dates
from digivuosi.apps.schools.queries import names_here
from digivuosi.apps.schools.undoing import way_back
from digivuosi.apps.wheel.queries.history import Change, changes_of
from digivuosi.apps.wheel.taking_back import VERBS
from digivuosi.apps.wheel.views.asking import Asked
from digivuosi.apps.wheel.views.rows import status_name

if TYPE_CHECKING:
    from digivuosi.apps.wheel.queries import PlacedMeasure

LONGEST_NOTE = 120
"""Letters of a note that the history shows."""


@dataclass(frozen=True)
class HistoryLine:
    title: str
    what: str
    who: str
    when: date
    undo: str
    """Where it is taken back by POST; empty when it cannot be."""
    is_undone: bool


def history_of(one: PlacedMeasure, asked: Asked) -> list[HistoryLine]:
    """Put the newest changes of a placement into words."""
    changes = changes_of(one.placement)
    names = names_here(one.placement.school.provider, _people_in(changes))
    return [_line(change, asked, names) for change in changes]


def _line(change: Change, asked: Asked, names: Mapping[int, str]) -> HistoryLine:
    event = change.event
    can_undo = asked.can_plan and (change.is_of_many or way_back(event, asked.access) is not None)
    return HistoryLine(
        title=str(VERBS.get(event.verb, event.verb)),
        what="; ".join(words for words in (_days(change, asked), *_rest(change, names)) if words),
        who=str(event.by) if event.by else _("unknown"),
        when=timezone.localdate(event.at),
        undo=_undo_address(change, asked) if can_undo else "",
        is_undone=change.is_undone,
    )


def _undo_address(change: Change, asked: Asked) -> str:
    """Of many moves made together only this one goes back from here."""
    if change.is_of_many:
        return asked.plain_address("move_back", placement=asked.placement, event=change.event.pk)
    return asked.plain_address("undo", event=change.event.pk)


def _days(change: Change, asked: Asked) -> str:
    if not {"first", "last"}.intersection(change.fields) or not (change.before("first") and change.after("first")):
        return ""
    before, after = (
        f"{dates.span(value('first'), value('last'), asked.language)} ({dates.week(value('first'), asked.language)})"
        for value in (change.before, change.after)
    )
    return f"{before} → {after}"


def _rest(change: Change, names: Mapping[int, str]) -> list[str]:
    found = []
    if "status" in change.fields and change.event.before and change.event.after:
        found.append(f"{status_name(change.before('status'))} → {status_name(change.after('status'))}")
    if "holders" in change.fields:
        people = [names.get(pk, _("someone who is gone")) for pk in change.after("holders") or ()]
        found.append(", ".join(people) or _("with those who hold its roles"))
    if "note" in change.fields:
        words = str(change.after("note") or "")
        short = f"{words[:LONGEST_NOTE]}…" if len(words) > LONGEST_NOTE else words
        found.append(_("“%(words)s”") % {"words": short} if words else _("emptied"))
    return found


def _people_in(changes: list[Change]) -> set[int]:
    named = (change.after("holders") for change in changes if "holders" in change.fields)
    return {pk for people in named for pk in people or ()}
