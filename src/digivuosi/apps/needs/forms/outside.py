"""Bringing in results: the file, and what its columns mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look import clock
from digivuosi.apps.look.inputs import DayInput
from digivuosi.apps.needs.forms import LONGEST_AGO
from digivuosi.apps.schools.forms.importing import FileForm
from digivuosi.domain.needs.importing import Mapped

SOURCES = ("SELFIE", "Ropeka", "Opeka", "LIKA")
MOST_COLUMNS = 60


class OutsideAboutForm(forms.Form):
    """Which tool the results come from, and when it measured."""

    source = forms.CharField(
        label=_("Which tool do the scores come from?"),
        max_length=30,
        help_text=_("For example SELFIE, Ropeka, Opeka, LIKA, or the name of your own form."),
    )
    measured_on = forms.DateField(
        label=_("Day it was measured"),
        widget=DayInput(),
        help_text=_("The last day of answering will do. Next time's results are compared with this day's."),
    )

    def clean_source(self) -> str:
        source = " ".join(self.cleaned_data["source"].split())
        if not slugify(source):
            raise forms.ValidationError(_("Give a name with letters or digits."))
        return source

    def clean_measured_on(self) -> date:
        day: date = self.cleaned_data["measured_on"]
        if not clock.today() - LONGEST_AGO <= day <= clock.today():
            raise forms.ValidationError(_("Give a day that has been, at most ten years ago."))
        return day


class OutsideFileForm(FileForm, OutsideAboutForm):
    """The same with the file."""

    field_order = ("source", "measured_on", "file")


class MappingForm(forms.Form):
    """What the columns of the file mean; each column of scores speaks of one needs area, or is left out."""

    school = forms.ChoiceField(label=_("Column with the school"))
    answers = forms.ChoiceField(label=_("Column with the number of answers"), required=False)
    low = forms.FloatField(label=_("Lowest score of the tool"), localize=True, min_value=-1e6, max_value=1e6)
    high = forms.FloatField(label=_("Highest score of the tool"), localize=True, min_value=-1e6, max_value=1e6)

    def __init__(
        self,
        *args: Any,
        heads: Sequence[str],
        needs: Sequence[tuple[str, str]],
        guess: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._heads = [head for head in dict.fromkeys(heads[:MOST_COLUMNS]) if head]
        columns = [(head, head) for head in self._heads]
        for name, first in (("school", []), ("answers", [("", _("none"))])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [*first, *columns]
        for number, head in enumerate(self._heads):
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=head,
                required=False,
                choices=[("", _("left out")), *needs],
                initial=guess.get(head, ""),
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        low, high = given.get("low"), given.get("high")
        if low is not None and high is not None and not low < high:
            self.add_error("high", _("The highest score must be higher than the lowest."))
        if not self.areas:
            self.add_error(None, _("Say of at least one column which area it measures."))
        return given

    @property
    def areas(self) -> dict[str, str]:
        """The needs area by the head of its column."""
        given = getattr(self, "cleaned_data", {})
        return {h: given[f"column-{n}"] for n, h in enumerate(self._heads) if given.get(f"column-{n}")}

    def mapped(self, source: str) -> Mapped:
        """The mapping of a valid form."""
        given = self.cleaned_data
        return Mapped(given["school"], self.areas, given["low"], given["high"], given["answers"], source)
