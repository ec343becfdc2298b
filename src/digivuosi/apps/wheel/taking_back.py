"""Taking back what this app does, and what its doings are called, for the history of a school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look.languages import current
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.wheel import actions

if TYPE_CHECKING:
    from django.utils.functional import Promise

VERBS: dict[str, Promise] = {
    "placement.taken": _("took into the year"),
    "placement.all-taken": _("took the recommended measures into the year"),
    "placement.moved": _("moved"),
    "placement.all-moved": _("moved as proposed"),
    "placement.pinned": _("locked in place"),
    "placement.let-go": _("let go of the place"),
    "placement.status": _("changed the status"),
    "placement.given": _("gave to people"),
    "placement.note": _("wrote a note"),
    "placement.removed": _("took off the year"),
    "placement.undone": _("undid a change"),
    "measure.declined": _("declined"),
    "measure.decline-withdrawn": _("withdrew the decline"),
}
"""After the name of the person who did it."""
CAN_BE_UNDONE = tuple(verb for verb in VERBS if verb not in ("placement.undone", "measure.decline-withdrawn"))


def take_back(*, by: User, event: Event) -> Event:
    """Undo an event of a school's year. Raises Refused in the reader's words."""
    with scope(provider=event.provider, school=event.school):
        try:
            return actions.undo(by=by, event=event)
        except actions.CannotUndo as problem:
            raise Refused(problem.text.get(current())) from problem
