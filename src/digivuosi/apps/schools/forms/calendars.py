"""The form of a calendar: dates in, a document for the domain out; the domain says what is wrong with it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.domain.schoolyear.calendar import CalendarProblem, SchoolYear
from digivuosi.domain.schoolyear.files import LARGEST, read_calendar
from digivuosi.domain.texts import Text

SPARE_ROWS = 3
MOST_ROWS = 60
BREAKS = ("autumn-break", "christmas", "winter-break")


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def _day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=_Day(), input_formats=["%Y-%m-%d", "%d.%m.%Y"])


def version_of(year: SchoolYear) -> str:
    """Tells whether the calendar is still the one that the page showed."""
    return hashlib.sha256(json.dumps(year.to_document(), sort_keys=True).encode()).hexdigest()[:16]


class YearForm(forms.Form):
    """The ends of the year and its three breaks."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=16)
    first_school_day = _day(_("First school day"), required=True)
    last_school_day = _day(_("Last school day"), required=True)
    autumn_break_first = _day(_("Autumn break begins"))
    autumn_break_last = _day(_("Autumn break ends"))
    christmas_first = _day(_("Christmas break begins"))
    christmas_last = _day(_("Christmas break ends"))
    winter_break_first = _day(_("Winter break begins"))
    winter_break_last = _day(_("Winter break ends"))


class Row(forms.Form):
    """A row of a list. `was` is its place in the list shown, so that names in other languages are kept."""

    was = forms.IntegerField(required=False, min_value=0, max_value=999, widget=forms.HiddenInput)


class DayOffRow(Row):
    day = _day(_("Day"))
    name = forms.CharField(label=_("Name"), required=False, max_length=120)


class DayRow(Row):
    day = _day(_("Day"))


class QuietWeekRow(Row):
    week = forms.CharField(
        label=_("Week"),
        required=False,
        max_length=10,
        widget=forms.TextInput(attrs={"placeholder": "2026-W50", "pattern": r"\d{4}-W\d{2}"}),
    )
    reason = forms.CharField(label=_("Why"), required=False, max_length=120)


class OwnDateRow(Row):
    key = forms.CharField(label=_("Key"), required=False, max_length=60)
    first = _day(_("First day"))
    last = _day(_("Last day"))
    name = forms.CharField(label=_("Name"), required=False, max_length=120)


LISTS: dict[str, tuple[type[Row], Any]] = {
    "days_off": (DayOffRow, _("Days off")),
    "school_saturdays": (DayRow, _("School on Saturdays")),
    "in_service_days": (DayRow, _("In-service days")),
    "quiet_weeks": (QuietWeekRow, _("Quiet weeks")),
    "own_dates": (OwnDateRow, _("Own dates")),
}
HELP = {
    "days_off": _("Single days without school that are no public holidays."),
    "school_saturdays": _("Saturdays on which there is school."),
    "in_service_days": _("Days on which the staff work without pupils."),
    "quiet_weeks": _("Weeks to be kept free of development work, such as those of assessment. Written as 2026-W50."),
    "own_dates": _("Dates of this very year that measures refer to by their key, such as safer-internet-day."),
}
NAMES = {"name", "reason"}


class CalendarForms:
    """The year's form and its lists as one thing."""

    def __init__(
        self,
        year: SchoolYear,
        language: str,
        data: Mapping[str, Any] | None = None,
        *,
        based_on: SchoolYear | None = None,
    ) -> None:
        """`based_on` is the stored calendar when the one shown is a proposal to replace it."""
        self.year, self.language = year, language
        self.stored = based_on or year
        self.document: dict[str, Any] = dict(year.to_document())
        self.problems: list[str] = []
        self.year_form = YearForm(data, initial=self._year_initial())
        self.lists: dict[str, Any] = {
            key: forms.formset_factory(row, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)(
                data, prefix=key, initial=[self._row_initial(key, n) for n in range(len(self.document[key]))]
            )
            for key, (row, _title) in LISTS.items()
        }

    def shown_lists(self) -> list[tuple[str, Any, Any, Any]]:
        return [(key, LISTS[key][1], HELP[key], formset) for key, formset in self.lists.items()]

    def _year_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {
            "version": version_of(self.stored),
            "first_school_day": self.year.first_school_day,
            "last_school_day": self.year.last_school_day,
        }
        for key in BREAKS:
            found = self.year.break_of(key)
            if found:
                name = key.replace("-", "_") if key != "christmas" else key
                initial[f"{name}_first"], initial[f"{name}_last"] = found.first, found.last
        return initial

    def _row_initial(self, key: str, number: int) -> dict[str, Any]:
        item = self.document[key][number]
        if isinstance(item, str):
            return {"was": number, "day": date.fromisoformat(item)}
        shown = {k: Text.from_mapping(v).get(self.language) if k in NAMES else v for k, v in item.items()}
        days = {k: date.fromisoformat(shown[k]) for k in ("day", "first", "last") if k in shown}
        return {**shown, **days, "was": number}

    def has_moved(self) -> bool:
        """Whether somebody has changed the calendar since the page was opened."""
        return bool(self.year_form.cleaned_data["version"] != version_of(self.stored))

    def read(self) -> SchoolYear | None:
        """The calendar that the person wrote; None with `problems` filled when it is none."""
        forms_are_right = [self.year_form.is_valid(), *(formset.is_valid() for formset in self.lists.values())]
        if not all(forms_are_right):
            return None
        written = self.year_form.cleaned_data
        document: dict[str, Any] = {
            "school_year": f"{self.year.starts}-{self.year.starts + 1}",
            "first_school_day": written["first_school_day"].isoformat(),
            "last_school_day": written["last_school_day"].isoformat(),
            "breaks": self._breaks(written),
            **{key: self._items(key, formset) for key, formset in self.lists.items()},
        }
        if self.problems:
            return None
        try:
            return SchoolYear.from_document(document)
        except CalendarProblem as problem:
            self.problems += problem.messages(self.language)
            return None

    def _breaks(self, written: Mapping[str, Any]) -> dict[str, Any]:
        breaks = {}
        for key in BREAKS:
            name = key.replace("-", "_")
            first, last = written[f"{name}_first"], written[f"{name}_last"]
            if bool(first) != bool(last):
                self.problems.append(str(_("A break needs both its first and its last day.")))
            elif first:
                breaks[key] = {"first": first.isoformat(), "last": last.isoformat()}
        return breaks

    def _items(self, key: str, formset: Sequence[Row]) -> list[Any]:
        items = []
        for row in formset:
            written = {k: v for k, v in row.cleaned_data.items() if k != "was"}
            anchor = written.get("week") or written.get("day") or written.get("first") or written.get("key")
            if not anchor:
                continue  # an emptied row is a removed one
            if key in ("school_saturdays", "in_service_days"):
                items.append(written["day"].isoformat())
            else:
                items.append(self._item(key, written, row.cleaned_data.get("was")))
        return items

    def _item(self, key: str, written: Mapping[str, Any], was: int | None) -> dict[str, Any]:
        old = self.document[key][was] if was is not None and was < len(self.document[key]) else {}
        item: dict[str, Any] = {}
        for field, value in written.items():
            if field in NAMES:
                item[field] = Text.from_mapping({**old.get(field, {}), self.language: value}).to_document()
            elif isinstance(value, date):
                item[field] = value.isoformat()
            elif value:
                item[field] = value
        if key == "own_dates":
            item.setdefault("last", item.get("first"))
        return item


class CalendarFileForm(forms.Form):
    """A calendar as YAML: pasted, or a file."""

    file = forms.FileField(label=_("A calendar file"), required=False, allow_empty_file=True)
    text = forms.CharField(
        label=_("The calendar as text"),
        required=False,
        max_length=LARGEST,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code", "autocomplete": "off"}),
    )

    def read(self, language: str) -> SchoolYear | None:
        """The calendar; None with the errors on the form when it is none."""
        given = self.cleaned_data.get("file")
        if given is not None and given.size > LARGEST:
            self.add_error("file", _("The file is too large for a calendar: at most 256 kilobytes."))
            return None
        content = given.read() if given is not None else self.cleaned_data["text"].encode()
        if not content.strip():
            self.add_error(None, _("Choose a file or paste the calendar."))
            return None
        try:
            return read_calendar(content, given.name[:80] if given is not None else "")
        except CalendarProblem as problem:
            for words in problem.messages(language)[:20]:
                self.add_error("file" if given is not None else "text", words)
            return None


class StartYearForm(forms.Form):
    """The two choices from which the usual calendar is made."""

    autumn = forms.TypedChoiceField(label=_("Autumn break"), choices=[], required=False, empty_value="42")
    winter = forms.TypedChoiceField(label=_("Winter break"), choices=[], required=False, empty_value="9")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, weeks in (("autumn", (41, 42, 43)), ("winter", (8, 9, 10))):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [(str(week), gettext("week %(number)s") % {"number": week}) for week in weeks]
