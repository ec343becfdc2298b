from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look import dates
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import School
from digivuosi.apps.timing.models import (
    LONGEST_REASON,
    MOST_NEW,
    MOST_QUIET_WEEKS,
    MOST_RULES,
    AbsenceKind,
    HourRule,
    MentorTime,
)
from digivuosi.apps.timing.queries.capacity import week_name
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text

SPARE = 2
RULED_KINDS = ("principal", "digital-team", "pedagogical-support", "technical-support")
"""The roles for which a school's size may say the hours."""


def week_choices(calendar: SchoolYear) -> list[tuple[str, str]]:
    """The weeks of the year, as `vk 43 (19.–25.10.)`."""
    return [
        (week_name(week), f"{dates.week(week.monday)} ({dates.span(week.monday, week.sunday)})")
        for week in calendar.weeks
    ]


def _choose(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    cast(forms.ChoiceField, form.fields[name]).choices = list(choices)


def _hours(label: Any, *, required: bool = True) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=required,
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class AbsenceForm(forms.Form):
    """Who is away, and from which week to which. Why, only as far as work is concerned."""

    user = forms.TypedChoiceField(label=_("Who"), coerce=int)
    from_week = forms.ChoiceField(label=_("From week"))
    to_week = forms.ChoiceField(label=_("To week"))
    kind = forms.ChoiceField(
        label=_("What it is"),
        choices=AbsenceKind.choices,
        help_text=_("“Away” is enough for everything. Never write anything about health or family."),
    )

    def __init__(self, *args: Any, people: Sequence[User], calendar: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {user.pk: user for user in people}
        _choose(self, "user", [(str(user.pk), str(user)) for user in people])
        for name in ("from_week", "to_week"):
            _choose(self, name, week_choices(calendar))

    def clean_user(self) -> User:
        return self.people[self.cleaned_data["user"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("from_week", "") > cleaned.get("to_week", "9"):
            self.add_error("to_week", gettext("The last week comes before the first one."))
        return cleaned


class SchoolForm(forms.Form):
    """How many new things a week a school asks of its teachers."""

    new_per_week = forms.IntegerField(
        label=_("New things a week for teachers"), required=False, min_value=0, max_value=MOST_NEW
    )

    def __init__(self, *args: Any, usual: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_per_week"].help_text = _(
            "How many measures for teachers may begin in one week. When empty, as the municipality says: %(usual)s."
        ) % {"usual": usual}


class QuietWeekRow(forms.Form):
    """A quiet week of the school's own; an empty row is left out."""

    week = forms.ChoiceField(label=_("Week"), required=False)
    reason = forms.CharField(label=_("Why"), required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, weeks: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "week", [("", _("No week")), *weeks])


QuietWeekRows = forms.formset_factory(
    QuietWeekRow, extra=SPARE, max_num=MOST_QUIET_WEEKS, absolute_max=MOST_QUIET_WEEKS
)


def quiet_rows(calendar: SchoolYear, data: Any = None, initial: Sequence[Mapping[str, str]] = ()) -> Any:
    """The rows of quiet weeks, with two empty ones."""
    options = {"weeks": week_choices(calendar)}
    return QuietWeekRows(data, initial=list(initial), prefix="quiet", form_kwargs=options)


class RuleRow(forms.Form):
    """From so many pupils on, a role has so many hours a week; an empty row is left out."""

    kind = forms.ChoiceField(label=_("Role"), required=False)
    from_pupils = forms.IntegerField(label=_("From how many pupils"), required=False, min_value=0, max_value=20000)
    hours = _hours(_("Hours a week"), required=False)

    def __init__(
        self, *args: Any, labels: Mapping[str, Text] | None = None, language: str = "fi", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = labels or {}
        _choose(self, "kind", [("", "–"), *((k, known[k].get(language)) for k in RULED_KINDS if k in known)])

    @property
    def is_empty(self) -> bool:
        return not any(self.cleaned_data.get(name) not in (None, "") for name in ("kind", "from_pupils", "hours"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        given = [cleaned.get(name) not in (None, "") for name in ("kind", "from_pupils", "hours")]
        if any(given) and not all(given) and not self.errors:
            raise forms.ValidationError(gettext("Fill in the role, the pupils and the hours, or leave the row empty."))
        return cleaned


class _Rules(forms.BaseFormSet):  # type: ignore[type-arg]
    def clean(self) -> None:
        """The same role from the same number of pupils has one number of hours."""
        if any(self.errors):
            return
        rows = [
            (form.cleaned_data["kind"], form.cleaned_data["from_pupils"]) for form in self.forms if not form.is_empty
        ]
        if len(set(rows)) < len(rows):
            raise forms.ValidationError(gettext("A role stands twice with the same number of pupils."))

    def rules(self) -> dict[str, list[tuple[int, Decimal]]]:
        """The whole table, by role."""
        found: dict[str, list[tuple[int, Decimal]]] = {}
        for form in self.forms:
            if not form.is_empty:
                row = form.cleaned_data
                found.setdefault(row["kind"], []).append((row["from_pupils"], row["hours"]))
        return found


_MOST_ROWS = MOST_RULES * len(RULED_KINDS)
RuleRows = forms.formset_factory(RuleRow, formset=_Rules, extra=SPARE + 1, max_num=_MOST_ROWS, absolute_max=_MOST_ROWS)


def rule_rows(labels: Mapping[str, Text], language: str, data: Any = None, rules: Iterable[HourRule] = ()) -> Any:
    """The provider's table of hours by pupils, with a few empty rows."""
    initial = [{"kind": rule.kind, "from_pupils": rule.from_pupils, "hours": rule.hours} for rule in rules]
    options = {"labels": labels, "language": language}
    return RuleRows(data, initial=initial, prefix="rules", form_kwargs=options)


class NewPerWeekForm(forms.Form):
    new_per_week = forms.IntegerField(
        label=_("New things a week for teachers"),
        min_value=0,
        max_value=MOST_NEW,
        help_text=_("How many measures for teachers may begin in one week at a school. A school may choose otherwise."),
    )


class MentorForm(forms.Form):
    """A mentor's working time in the year, over all schools."""

    hours_per_week = _hours(_("Hours a week"))
    visit_hours = _hours(_("Of these for visits"))
    from_week = forms.ChoiceField(label=_("First working week"), required=False)
    to_week = forms.ChoiceField(label=_("Last working week"), required=False)

    def __init__(self, *args: Any, calendar: SchoolYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("from_week", _("From the beginning")), ("to_week", _("To the end"))):
            _choose(self, name, [("", words), *week_choices(calendar)])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        hours, visits = cleaned.get("hours_per_week"), cleaned.get("visit_hours")
        if hours is not None and visits is not None and visits > hours:
            self.add_error("visit_hours", gettext("The visits take more hours than there are."))
        first, last = cleaned.get("from_week"), cleaned.get("to_week")
        if first and last and last < first:
            self.add_error("to_week", gettext("The last week comes before the first one."))
        return cleaned

    @staticmethod
    def initial_of(time: MentorTime | None, hours: float, visits: float) -> dict[str, Any]:
        """What is written, else what is counted with."""
        if time is None:
            return {"hours_per_week": Decimal(str(hours)), "visit_hours": Decimal(str(round(visits, 1)))}
        names = ("hours_per_week", "visit_hours", "from_week", "to_week")
        return {name: getattr(time, name) for name in names}


class NeedsForm(forms.Form):
    """How much support each school needs, from 0 to 10."""

    def __init__(self, *args: Any, schools: Sequence[tuple[School, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.schools = [school for school, _need in schools]
        for school, need in schools:
            self.fields[f"need-{school.pk}"] = forms.IntegerField(
                label=school.name, min_value=0, max_value=10, initial=need
            )

    def needs(self) -> list[tuple[School, int]]:
        return [(school, self.cleaned_data[f"need-{school.pk}"]) for school in self.schools]
