"""What people fill in about rounds, talks and targets. The survey itself is no Django form: see queries/sheets.py."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look import clock
from digivuosi.apps.look.inputs import DayInput
from digivuosi.apps.needs.models import CODE_LENGTH, CODE_LETTERS, LONGEST_ROUND, MOST_EXPECTED, MOST_LINKS

FURTHEST_AHEAD = timedelta(days=366)
LONGEST_AGO = timedelta(days=3653)


class CodeForm(forms.Form):
    """The code on the wall; spaces, dashes and small letters are forgiven."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = "".join(self.cleaned_data["code"].split()).replace("-", "").upper()
        if len(code) != CODE_LENGTH or not set(code) <= set(CODE_LETTERS):
            words = _("A code has %(length)d letters and digits, and never I, O, 0 or 1.")
            raise forms.ValidationError(words, params={"length": CODE_LENGTH})
        return code


def check_days(form: forms.Form, opens: date | None, closes: date | None) -> None:
    """Say at the field itself what is wrong with the days of a round."""
    if opens and closes and closes < opens:
        form.add_error("closes", _("The last day is before the first."))
    elif opens and closes and (closes - opens).days > LONGEST_ROUND:
        words = _("A round may be open for at most %(days)d days.")
        form.add_error("closes", forms.ValidationError(words, params={"days": LONGEST_ROUND}))


class OpenForm(forms.Form):
    """When a survey is open, and at which schools."""

    opens = forms.DateField(label=_("First day"), widget=DayInput())
    closes = forms.DateField(label=_("Last day"), widget=DayInput(), help_text=_("Answers are taken until its end."))
    schools = forms.MultipleChoiceField(label=_("Schools"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, schools: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["schools"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(str(pk), name) for pk, name in schools]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        opens, closes, today = given.get("opens"), given.get("closes"), clock.today()
        if closes and closes < today:
            self.add_error(
                "closes", _("That day has gone by. Answers are taken until the last day, so give a later one.")
            )
        elif opens and opens - today > FURTHEST_AHEAD:
            self.add_error("opens", _("Give a day at most a year ahead."))
        else:
            check_days(self, opens, closes)
        return given


class EndForm(forms.Form):
    closes = forms.DateField(label=_("Last day"), widget=DayInput())

    def __init__(self, *args: Any, opens: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opens = opens

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        check_days(self, self._opens, given.get("closes"))
        return given


class ExpectedForm(forms.Form):
    expected = forms.IntegerField(
        label=_("How many people are asked"),
        min_value=1,
        max_value=MOST_EXPECTED,
        required=False,
        help_text=_("With this the program notices when there are more answers than people."),
    )


class LinksForm(forms.Form):
    count = forms.IntegerField(label=_("How many links"), min_value=1, max_value=MOST_LINKS)


class TargetForm(forms.Form):
    """What the school chose: the area stands in the address."""

    goal = forms.CharField(
        label=_("Goal"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One sentence: what is different when this is in order?"),
    )
    sign = forms.CharField(
        label=_("How we will see it"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Something that anybody at the school can notice, and when it is looked at."),
    )


class MinutesForm(forms.Form):
    """A talk may be written down years later, and its day agreed on beforehand."""

    held_on = forms.DateField(label=_("Day of the talk"), widget=DayInput(), required=False)
    minutes = forms.CharField(
        label=_("What else was agreed"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Write no names of those who answered, and do not guess who answered what."),
    )

    def clean_held_on(self) -> date | None:
        day: date | None = self.cleaned_data["held_on"]
        if day and not clock.today() - LONGEST_AGO <= day <= clock.today() + FURTHEST_AHEAD:
            raise forms.ValidationError(_("Give a day at most ten years ago and at most a year ahead."))
        return day
