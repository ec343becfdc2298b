from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.languages import NAMES, current
from digivuosi.apps.look.templatetags.look import STATUS_NAMES
from digivuosi.apps.schools.queries import years_offered
from digivuosi.apps.wheel.models import Status
from digivuosi.apps.wheel.queries.years import LATE, SchoolsYear
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.toolkit.toolkit import Audience, Role, Theme, Toolkit

MOST_WEEKS = 52
VIEWS = ("measures", "months")
DEFAULT_STATUSES = (Status.PLANNED, Status.IN_PROGRESS, Status.DONE)
"""What a poster shows when nobody has chosen."""


class FilterForm(forms.Form):
    """What to show; the same in every view. Only what the year can hold is offered."""

    audience = forms.ChoiceField(label=_("Target group"), required=False)
    role = forms.ChoiceField(label=_("Role"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)

    def __init__(self, year: SchoolsYear, kept: dict[str, str]) -> None:
        """`kept` are the other words of the address, which the form hands on."""
        filters = year.filters
        super().__init__(
            initial={
                "audience": filters.audience,
                "role": filters.role,
                "theme": filters.theme,
                "status": filters.status,
            }
        )
        measures = [*year.measures, *(one.measure for one in year.placed)]
        audiences = {key for measure in measures for key in measure.audiences}
        roles = {part.role for measure in measures for part in (*measure.responsible, *measure.contributing)}
        themes = {measure.theme for measure in measures}
        toolkit = year.toolkit
        self._offer("audience", _("All target groups"), [a for a in toolkit.audiences if a.key in audiences], year)
        self._offer("role", _("All roles"), [r for r in toolkit.roles if r.key in roles], year)
        offered = sorted((t for t in toolkit.themes if t.key in themes), key=lambda theme: theme.colour)
        self._offer("theme", _("All themes"), offered, year)
        states = [("", _("All statuses")), (LATE, _("Late")), *STATUS_NAMES.items()]
        self._choices("status", states)
        for name, value in kept.items():
            # Nothing names a hidden field, and a page may show the form twice: an id would stand there twice.
            self.fields[name] = forms.CharField(widget=forms.HiddenInput({"id": False}), initial=value, required=False)

    def _offer(self, name: str, everything: Any, items: Iterable[Audience | Role | Theme], year: SchoolsYear) -> None:
        language, own = current(), year.toolkit.language
        self._choices(name, [("", everything), *((item.key, item.title.get(language, own)) for item in items)])

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (all four are)
        field.choices = choices


class WeeksForm(forms.Form):
    """Move by weeks; a negative number moves earlier."""

    weeks = forms.IntegerField(min_value=-MOST_WEEKS, max_value=MOST_WEEKS)


class StatusForm(forms.Form):
    status = forms.ChoiceField(choices=list(STATUS_NAMES.items()))


def _date_field(label: Any, *, required: bool) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
        error_messages={"required": _("Choose the day."), "invalid": _("Write the day as 6.10.2026.")},
    )


class DatesForm(forms.Form):
    """Put a placement on its own days."""

    first = _date_field(_("First day"), required=True)
    last = _date_field(_("Last day"), required=False)

    def __init__(self, *args: Any, calendar: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.calendar = calendar
        self.fields["last"].help_text = _("When empty, it stays as long as it was.")
        ends = {"min": calendar.first_day.isoformat(), "max": calendar.last_day.isoformat()}
        for field in self.fields.values():
            field.widget.attrs.update(ends)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and last < first and last == self.initial.get("last"):
            # Only the first day was changed, to after the old last one: the whole is meant to move.
            cleaned["last"] = last = None
        for name, day in (("first", first), ("last", last)):
            if isinstance(day, date) and day not in self.calendar:
                words = gettext("The day must be in the school year %(year)s.") % {"year": self.calendar.name}
                self.add_error(name, words)
        if first and last and last < first:
            self.add_error("last", gettext("The last day comes before the first one."))
        return cleaned


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the people of your school: what was agreed, links, what to remember next year."),
    )


class GiveForm(forms.Form):
    """Give a placement to people of the school."""

    people = forms.TypedMultipleChoiceField(
        label=_("Given to"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("When nobody is chosen, it is with those who hold its roles."),
    )

    def __init__(self, *args: Any, people: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        field.choices = list(people)


class DeclineForm(forms.Form):
    """Saying no to a measure; the reason is what the city learns from."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The city sees it. For example: done already last spring, or no hours for it this year."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class OverviewForm(forms.Form):
    """Which measures of which year the overview shows. What is not known counts as not asked."""

    theme = forms.ChoiceField(label=_("Theme"), required=False)
    q = forms.CharField(label=_("Measure"), required=False, max_length=60, widget=forms.SearchInput)
    year = forms.TypedChoiceField(label=_("School year"), coerce=int, required=False)
    view = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=[(view, view) for view in VIEWS])

    def __init__(self, query: Any, *, toolkit: Toolkit, year: int, has_words: bool = True) -> None:
        super().__init__({**query.dict(), "year": year})
        own = toolkit.language
        themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
        choices = [(theme.key, theme.title.get(current(), own)) for theme in themes]
        self.fields["theme"].choices = [("", _("All themes")), *choices]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(y, school_year(y)) for y in years_offered()]  # type: ignore[attr-defined]
        if not has_words:
            del self.fields["q"]

    def asked(self, name: str) -> str:
        """What was asked for, an empty word when nothing known was."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


class PosterForm(forms.Form):
    """What the poster is like. It stands in the address, so that the same poster can be made again."""

    paper = forms.ChoiceField(label=_("Paper"), required=False, choices=[("A3", "A3"), ("A2", "A2")])
    orientation = forms.ChoiceField(
        label=_("Orientation"),
        required=False,
        choices=[("landscape", _("Landscape")), ("portrait", _("Portrait"))],
    )
    rings = forms.ChoiceField(
        label=_("Rings"), required=False, choices=[("theme", _("By theme")), ("audience", _("By target group"))]
    )
    language = forms.ChoiceField(label=_("Language"), required=False, choices=list(NAMES.items()))
    year = forms.TypedChoiceField(label=_("School year"), required=False, coerce=int)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    audience = forms.ChoiceField(label=_("Target group"), required=False)
    status = forms.MultipleChoiceField(
        label=_("What is shown"),
        required=False,
        choices=list(STATUS_NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, query: QueryDict, *, toolkit: Toolkit, year: int) -> None:
        super().__init__(_with_defaults(query, year))
        own, language = toolkit.language, current()
        themes = sorted(toolkit.themes, key=lambda theme: (theme.colour, theme.key))
        for name, everything, items in (
            ("theme", _("All themes"), themes),
            ("audience", _("All target groups"), toolkit.audiences),
        ):
            choices = [(item.key, item.title.get(language, own)) for item in items]
            self.fields[name].choices = [("", everything), *choices]  # type: ignore[attr-defined]
        self.fields["year"].choices = [(y, school_year(y)) for y in years_offered()]  # type: ignore[attr-defined]


def _with_defaults(query: QueryDict, year: int) -> dict[str, Any]:
    """Nothing need be chosen: what the address leaves open is as most want it."""
    usual = {"paper": "A3", "orientation": "landscape", "rings": "theme", "language": current()}
    asked = {name: value for name, value in query.items() if value}
    status = query.getlist("status") or [str(status) for status in DEFAULT_STATUSES]
    return {**usual, **asked, "year": year, "status": status}
