"""A placement in words, made in Python once: a page of sixty rows is no place for slow template tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from digivuosi.apps.look import dates
from digivuosi.apps.look.templatetags.look import STATUS_NAMES
from digivuosi.apps.wheel.views.asking import Asked

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from digivuosi.apps.wheel.queries import PlacedMeasure
    from digivuosi.domain.texts import Text
    from digivuosi.domain.toolkit.toolkit import Theme

VERBS: dict[str, tuple[Promise, str]] = {
    "planned": (gettext_lazy("Back to planned"), "refresh"),
    "in-progress": (gettext_lazy("Start"), "status-in-progress"),
    "done": (gettext_lazy("Mark as done"), "check"),
    "postponed": (gettext_lazy("Postpone"), "status-postponed"),
    "cancelled": (gettext_lazy("Cancel this"), "cross"),
}
"""What a reader does to bring a placement into each status, and the button's icon."""
NEXT = {
    "planned": ("in-progress", "done"),
    "in-progress": ("done",),
    "done": (),
    "postponed": ("planned",),
    "cancelled": ("planned",),
}
"""The changes of status that stand in sight; the others are one step away."""


@dataclass(frozen=True)
class StatusButton:
    value: str
    title: str
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Row:
    """A placement as pages show it."""

    one: PlacedMeasure
    pk: int
    title: Text
    purpose: Text
    theme: Theme | None
    address: str
    status: str
    days: str
    weeks: str
    lateness: str
    """How late it is, in words; empty when it is not."""
    who: tuple[str, ...]
    vacant: tuple[Text, ...]
    problems: tuple[Text, ...]
    buttons: tuple[StatusButton, ...]
    more: tuple[StatusButton, ...]
    is_selected: bool
    is_pinned: bool


def row_of(one: PlacedMeasure, asked: Asked) -> Row:
    """Put a placement into words."""
    language, status = asked.language, one.status
    in_sight = NEXT[status]
    return Row(
        one=one,
        pk=one.placement.pk,
        title=one.measure.title,
        purpose=one.measure.purpose,
        theme=one.theme,
        address=asked.placement_address(one),
        status=status,
        days=dates.span(one.first, one.last, language),
        weeks=dates.weeks(one.first, one.last, language),
        lateness=lateness(one, asked.today),
        who=tuple(str(person) for person in one.holders),
        # Who should have done what is done is no longer anyone's question.
        vacant=tuple(asked.labels[kind] for kind in one.vacant if kind in asked.labels and one.is_open),
        problems=tuple(problem.text for problem in one.problems),
        buttons=tuple(_button(value, value == "done") for value in in_sight),
        more=tuple(_button(value, False) for value in VERBS if value != status and value not in in_sight),
        is_selected=one.placement.pk == asked.selected,
        is_pinned=one.placement.is_pinned,
    )


def rows_of(placed: Iterable[PlacedMeasure], asked: Asked) -> list[Row]:
    return [row_of(one, asked) for one in placed]


def lateness(one: PlacedMeasure, today: date) -> str:
    """How long ago it should have been done, for those who may still do it."""
    if not one.is_late(today):
        return ""
    weeks = (today - one.last).days // 7
    if weeks < 1:
        return _("a few days late")
    return _("a week late") if weeks == 1 else _("%(weeks)s weeks late") % {"weeks": weeks}


def status_name(status: str) -> str:
    return str(STATUS_NAMES[status])


def _button(value: str, is_main: bool) -> StatusButton:
    words, icon = VERBS[value]
    return StatusButton(value, str(words), icon, is_main)
