"""What the history calls the events of this app, and which of them can be taken back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.schools import undoing
from digivuosi.apps.schools.access import Permission
from digivuosi.apps.toolkit.actions.drafts import undo_draft
from digivuosi.apps.toolkit.actions.local import undo_local
from digivuosi.apps.toolkit.actions.packages import undo_import
from digivuosi.apps.toolkit.actions.several import undo_several

VERBS = {
    "draft.start": _("began a toolkit"),
    "draft.add": _("added to the draft of the toolkit"),
    "draft.change": _("changed the draft of the toolkit"),
    "draft.remove": _("took away from the draft of the toolkit"),
    "draft.survey.copy": _("copied a survey in the draft"),
    "draft.survey.remove": _("took a survey out of the draft"),
    "draft.survey.order": _("changed the order of a survey in the draft"),
    "draft.section.remove": _("took a section of a survey out of the draft"),
    "draft.need.add": _("added a needs area to the draft"),
    "draft.need.change": _("changed a needs area of the draft"),
    "draft.survey.copy.undo": _("took back a change of the draft"),
    "draft.survey.remove.undo": _("took back a change of the draft"),
    "draft.survey.order.undo": _("took back a change of the draft"),
    "draft.section.remove.undo": _("took back a change of the draft"),
    "draft.need.add.undo": _("took back a change of the draft"),
    "draft.need.change.undo": _("took back a change of the draft"),
    "draft.head": _("changed what the draft tells of itself"),
    "draft.material": _("saved a material in the draft"),
    "draft.import": _("put a package in the draft's place"),
    "draft.add.undo": _("took back a change of the draft"),
    "draft.change.undo": _("took back a change of the draft"),
    "draft.remove.undo": _("took back a change of the draft"),
    "draft.import.undo": _("brought back the draft that a package had replaced"),
    "edition.publish": _("published an edition"),
    "local.change": _("changed a measure for the school"),
    "local.clear": _("returned a measure to the city's words"),
    "local.change.undo": _("took back a change of a measure"),
    "local.clear.undo": _("took back a change of a measure"),
    "local.carried": _("took the school's changes over to a new edition"),
    "own.add": _("added an own measure"),
    "own.change": _("changed an own measure"),
    "own.remove": _("took away an own measure"),
    "own.add.undo": _("took back a change of an own measure"),
    "own.change.undo": _("took back a change of an own measure"),
    "own.remove.undo": _("took back a change of an own measure"),
}


def register() -> None:
    undoing.register_verbs(VERBS)
    for verb in ("draft.add", "draft.change", "draft.remove"):
        undoing.register(verb, undo_draft, Permission.EDIT_TOOLKIT)
    for verb in ("draft.survey.", "draft.section.", "draft.need."):
        undoing.register(verb, undo_several, Permission.EDIT_TOOLKIT)
    undoing.register("draft.import", undo_import, Permission.EDIT_TOOLKIT)
    for verb in ("local.change", "local.clear", "own."):
        undoing.register(verb, undo_local, Permission.PLAN_YEAR)
