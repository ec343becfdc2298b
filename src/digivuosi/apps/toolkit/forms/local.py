"""What a school writes for itself, in one language; other languages stay as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.dates import month_name
from digivuosi.apps.look.languages import current
from digivuosi.apps.toolkit.forms.measures import RECOMMENDED, WINDOW
from digivuosi.apps.toolkit.forms.writing import (
    LONGEST,
    RuleField,
    Words,
    choices_of,
    never,
    parts_formset,
    parts_from,
    plain_hours,
)
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.dates import MONTHS
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import MeasureChanges, difference
from digivuosi.domain.toolkit.documents import item_document, measure_from_document
from digivuosi.domain.toolkit.toolkit import Measure, Part, Span, Toolkit

TEXTS = ("title", "purpose", "steps", "done_when")
NEW_KEY = "new"
"""Stands in a new measure until the action gives it a free key of its title."""


class _Seen(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)
    """Hash of what the writer had before them."""


class LocalForm(_Seen):
    """A measure of the city's in the school's words; an emptied field returns to the city's."""

    title = Words(label=_("Title"), max_length=LONGEST["title"])
    purpose = Words(label=_("Purpose"), lines=4, max_length=LONGEST["purpose"])
    steps = Words(label=_("Steps"), lines=8, max_length=LONGEST["steps"])
    done_when = Words(label=_("Done when"), lines=3, max_length=LONGEST["done_when"])
    days = forms.IntegerField(label=_("Length in school days"), min_value=1, max_value=200, required=False)
    window_from = RuleField(label=_("Window from"))
    window_to = RuleField(label=_("Window to"))
    recommended_from = RuleField(label=_("Recommended from"))
    recommended_to = RuleField(label=_("Recommended to"))

    def __init__(
        self,
        data: Any,
        *,
        toolkit: Toolkit,
        city: Measure,
        now: Measure,
        seen: str,
        calendars: Sequence[SchoolYear] = (),
    ) -> None:
        """`city` is the measure in the edition, `now` the school's version of it."""
        self.city, self.now, self.language, self.calendars = city, now, current(), calendars
        super().__init__(data, initial={"seen": seen, **_local_initial(now, self.language)})
        titles = dict(choices_of(toolkit.roles, toolkit))
        for part in (*now.responsible, *now.contributing):
            self.fields.setdefault(
                f"hours_{part.role}", _hours_field(titles.get(part.role, part.role), plain_hours(part.hours))
            )
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = self.language

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors:
            for fields, citys in ((WINDOW, self.city.window), (RECOMMENDED, self.city.recommended_time)):
                written = fields.read(cleaned)
                if written is not None and written != citys and (why := never(written, self.calendars)):
                    self.add_error(fields.start, why)
        return cleaned

    @property
    def hours(self) -> list[Any]:
        """The fields of hours, one for each role."""
        return [self[name] for name in self.fields if name.startswith("hours_")]

    def changes(self) -> MeasureChanges:
        """What the school has changed, counted from the city's measure."""
        cleaned = self.cleaned_data

        def parts(before: tuple[Part, ...]) -> tuple[Part, ...]:
            written = {part.role: cleaned.get(f"hours_{part.role}") for part in before}
            return tuple(part if written[part.role] is None else Part(part.role, written[part.role]) for part in before)

        texts: dict[str, Any] = {name: self._text(name) for name in TEXTS}
        wanted = replace(
            self.city,
            **texts,
            audiences=self.now.audiences,
            repeat=self.now.repeat,
            days=cleaned["days"] or self.city.days,
            window=WINDOW.read(cleaned) or self.city.window,
            recommended_time=RECOMMENDED.read(cleaned) or self.city.recommended_time,
            responsible=parts(self.city.responsible),
            contributing=parts(self.city.contributing),
        )
        return difference(self.city, wanted)

    def _text(self, name: str) -> Text:
        """The whole text: the written language, the school's other ones, and the city's where it has written none.

        Text is kept only when it differs from the city's, so that what is not changed follows the next edition.
        """
        written = self.cleaned_data.get(name) or ""
        city: Text = getattr(self.city, name)
        now: Text = getattr(self.now, name)
        here = written or city.to_document().get(self.language, "")
        return Text.from_mapping({**city.to_document(), **now.to_document(), self.language: here})


def _hours_field(title: str, hours: float | None) -> forms.FloatField:
    return forms.FloatField(label=title, min_value=0, max_value=400, required=False, localize=True, initial=hours)


def _local_initial(now: Measure, language: str) -> dict[str, Any]:
    return {
        **{name: getattr(now, name).to_document().get(language, "") for name in TEXTS},
        "days": now.days,
        **WINDOW.initial(now.window),
        **RECOMMENDED.initial(now.recommended_time),
    }


class OwnForm(_Seen):
    """A measure of the school's own. Time is two months; those who want can write rules instead."""

    title = Words(label=_("Title"), max_length=LONGEST["title"], required=True)
    purpose = Words(
        label=_("Purpose"), lines=4, max_length=LONGEST["purpose"], required=True, help_text=_("Why do we do this?")
    )
    theme = forms.ChoiceField(label=_("Theme"))
    audiences = forms.MultipleChoiceField(label=_("Target groups"), required=False, widget=forms.CheckboxSelectMultiple)
    month_from = forms.ChoiceField(label=_("From month"), required=False)
    month_to = forms.ChoiceField(label=_("To month"), required=False)
    window_from = RuleField(label=_("Window from"), help_text=_("When filled in, this counts instead of the months."))
    window_to = RuleField(label=_("Window to"))
    days = forms.IntegerField(label=_("Length in school days"), min_value=1, max_value=200)
    steps = Words(label=_("Steps"), lines=6, max_length=LONGEST["steps"])
    done_when = Words(label=_("Done when"), lines=2, max_length=LONGEST["done_when"])

    def __init__(
        self,
        data: Any,
        *,
        toolkit: Toolkit,
        before: Measure | None,
        seen: str = "",
        calendars: Sequence[SchoolYear] = (),
    ) -> None:
        self.toolkit, self.before, self.language, self.calendars = toolkit, before, current(), calendars
        super().__init__(data, initial={"seen": seen, **_own_initial(before, self.language)})
        self._choose("theme", choices_of(toolkit.themes, toolkit))
        self._choose("audiences", choices_of(toolkit.audiences, toolkit))
        months = [("", "–"), *((month, month_name(number, self.language)) for number, month in _school_months())]
        self._choose("month_from", months)
        self._choose("month_to", months)
        roles = choices_of(toolkit.roles, toolkit)
        self.responsible = parts_formset(data, "responsible", before.responsible if before else (), roles)
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = self.language

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def is_valid(self) -> bool:
        rows, valid = self.responsible.is_valid(), super().is_valid()
        if valid and not rows:
            self.add_error(None, gettext("Check the rows of roles."))
        return rows and super().is_valid()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and self._window(cleaned) is None:
            self.add_error("month_from", gettext("Choose a month, or write the time in the school year's terms."))
        written = WINDOW.read(cleaned)
        if not self.errors and written is not None and (why := never(written, self.calendars)):
            self.add_error("window_from", why)
        first, last = (_place(cleaned.get(name) or "") for name in ("month_from", "month_to"))
        if first is not None and last is not None and last < first:
            self.add_error(
                "month_to", gettext("The school year goes from August to July: the end comes before the beginning.")
            )
        return cleaned

    def _window(self, cleaned: dict[str, Any]) -> Span | None:
        written = WINDOW.read(cleaned)
        if written is not None:
            return written
        first = cleaned.get("month_from") or cleaned.get("month_to") or ""
        return Span(first, cleaned.get("month_to") or first) if first else None

    def measure(self) -> Measure:
        """The measure as the form says it; a new one gets its key when it is added."""
        cleaned, before = self.cleaned_data, self.before
        window = self._window(cleaned)
        assert window is not None  # noqa: S101  (clean has looked)
        start = before or Measure(NEW_KEY, Text(), Text(), "", window, recommended=False)
        texts: dict[str, Any] = {
            name: Text.from_mapping({**getattr(start, name).to_document(), self.language: cleaned.get(name) or ""})
            for name in TEXTS
        }
        made = replace(
            start,
            **texts,
            theme=cleaned["theme"],
            audiences=tuple(cleaned["audiences"]),
            window=window,
            days=cleaned["days"],
            responsible=parts_from(self.responsible),
        )
        return measure_from_document(item_document(made), self.language)


def _school_months() -> list[tuple[int, str]]:
    """From August to July, with the rule of each."""
    return [(number, MONTHS[number - 1]) for number in (8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)]


def _place(month: str) -> int | None:
    """Which month of the school year it is."""
    return next((place for place, (_number, name) in enumerate(_school_months()) if name == month), None)


def _own_initial(before: Measure | None, language: str) -> dict[str, Any]:
    if before is None:
        return {"days": 1}
    start, end = before.window.start, before.window.end
    months = start in MONTHS and end in MONTHS
    time = {"month_from": start, "month_to": end} if months else WINDOW.initial(before.window)
    return {
        **{name: getattr(before, name).to_document().get(language, "") for name in TEXTS},
        **time,
        "theme": before.theme,
        "audiences": list(before.audiences),
        "days": before.days,
    }
