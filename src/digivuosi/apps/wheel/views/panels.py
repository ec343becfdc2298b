"""The panel of one placement: why first, then who, when, what is wrong, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digivuosi.apps.look import dates
from digivuosi.apps.wheel.forms import DatesForm, GiveForm, NoteForm
from digivuosi.apps.wheel.views.asking import Asked
from digivuosi.apps.wheel.views.rows import Row, row_of
from digivuosi.domain.schoolyear.rules import Unresolvable, print_window
from digivuosi.domain.texts import Text
from digivuosi.domain.wheel.placing import recommended_of, window_of

if TYPE_CHECKING:
    from django.forms import Form

    from digivuosi.apps.wheel.queries import PlacedMeasure
    from digivuosi.apps.wheel.views.showing import Bad
    from digivuosi.domain.toolkit.toolkit import Part


@dataclass(frozen=True)
class Time:
    """A span of the toolkit in words and in this year's dates."""

    words: str
    days: str
    why_not: Text
    """Why it has no dates this year."""


@dataclass(frozen=True)
class Panel:
    row: Row
    window: Time
    recommended: Time | None
    parts: list[tuple[Text, str, bool]]
    """The roles with a part: label, hours in words, whether it is responsible."""
    dates_form: Form | None
    note_form: Form | None
    close: str
    """The page without the panel."""


def panel_of(asked: Asked, bad: Bad | None = None) -> Panel | None:
    """The panel of what is selected; None when nothing is, or nothing of this school and year."""
    one = asked.year.find(asked.selected) if asked.selected else None
    return make_panel(one, asked, bad) if one else None


def make_panel(one: PlacedMeasure, asked: Asked, bad: Bad | None = None) -> Panel:
    given = bad.form if bad and bad.placement == one.placement.pk else None
    return Panel(
        row=row_of(one, asked),
        window=_time(one, asked, recommended=False),
        recommended=_time(one, asked, recommended=True) if one.measure.recommended_time else None,
        parts=_parts(one, asked),
        dates_form=(given if isinstance(given, DatesForm) else dates_form(one)) if asked.can_plan else None,
        note_form=(given if isinstance(given, NoteForm) else note_form(one)) if asked.can_plan else None,
        close=asked.address(selected=None),
    )


def dates_form(one: PlacedMeasure, data: Any = None) -> DatesForm:
    return DatesForm(data, calendar=one.year.calendar, initial={"first": one.first, "last": one.last})


def note_form(one: PlacedMeasure, data: Any = None) -> NoteForm:
    return NoteForm(data, initial={"note": one.placement.note})


def give_form(one: PlacedMeasure, people: list[tuple[int, str]], data: Any = None) -> GiveForm:
    return GiveForm(data, people=people, initial={"people": [person.pk for person in one.placement.holders.all()]})


def _time(one: PlacedMeasure, asked: Asked, *, recommended: bool) -> Time:
    measure, calendar = one.measure, one.year.calendar
    span = (measure.recommended_time or measure.window) if recommended else measure.window
    words = print_window(span.start, span.end, asked.language)
    try:
        found = (recommended_of if recommended else window_of)(measure, calendar)
    except Unresolvable as problem:
        return Time(words, "", problem.text)
    return Time(words, dates.span(found.first, found.last, asked.language), Text())


def _parts(one: PlacedMeasure, asked: Asked) -> list[tuple[Text, str, bool]]:
    toolkit = one.year.toolkit

    def told(part: Part, *, responsible: bool) -> tuple[Text, str, bool]:
        role = toolkit.role(part.role)
        label = asked.labels.get(role.kind.value, role.title) if role else Text.of(fi=part.role)
        hours = "" if part.hours is None else f"{part.hours:g} h".replace(".", "," if asked.language != "en" else ".")
        return label, hours, responsible

    measure = one.measure
    return [
        *(told(part, responsible=True) for part in measure.responsible),
        *(told(part, responsible=False) for part in measure.contributing),
    ]
