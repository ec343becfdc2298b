"""What the history calls the events of this app, and which of them can be taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.schools import undoing
from digivuosi.apps.schools.access import Permission
from digivuosi.apps.sharing.actions.answering import undo_left
from digivuosi.apps.sharing.actions.copying import undo_copy
from digivuosi.apps.sharing.actions.sources import undo_detach, undo_move
from digivuosi.apps.sharing.actions.updating import undo_update

VERBS = {
    "toolkit.copy": _("copied a toolkit"),
    "toolkit.copy.undo": _("brought back the draft that a copy had replaced"),
    "toolkit.update": _("took in a new edition of the source"),
    "toolkit.update.undo": _("brought back the draft from before a new edition"),
    "fork.move": _("went on with the toolkit's source at another address"),
    "fork.move.undo": _("went back to the source's former address"),
    "fork.detach": _("parted from the toolkit's source"),
    "fork.detach.undo": _("is a copy of the source again"),
    "toolkit.open": _("let others on this server copy the toolkit"),
    "toolkit.close": _("stopped others from copying the toolkit"),
    "service.agree": _("noted a contract on the service"),
    "service.disagree": _("took back the note of a contract on the service"),
    "proposal.left": _("left as it was what a new edition proposed"),
    "proposal.left.undo": _("asked again about what a new edition proposed"),
    "proposal.reopened": _("asked again about what a new edition proposed"),
}


def register() -> None:
    undoing.register_verbs(VERBS)
    undoing.register("toolkit.copy", undo_copy, Permission.EDIT_TOOLKIT)
    undoing.register("toolkit.update", undo_update, Permission.EDIT_TOOLKIT)
    undoing.register("fork.move", undo_move, Permission.EDIT_TOOLKIT)
    undoing.register("fork.detach", undo_detach, Permission.EDIT_TOOLKIT)
    undoing.register("proposal.left", undo_left, Permission.PLAN_YEAR)
