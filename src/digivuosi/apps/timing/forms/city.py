from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.timing.queries.what import MOST_CHOSEN, Choice, What

KINDS = (Choice.ROUNDS, Choice.ALL, Choice.PICKED)


class CityForm(forms.Form):
    """What may move in a proposal for all schools; each choice says how many things that is."""

    kind = forms.ChoiceField(label=_("What may move?"), widget=forms.RadioSelect)
    measures = forms.MultipleChoiceField(label=_("Measures"), required=False, widget=forms.CheckboxSelectMultiple)
    schools = forms.MultipleChoiceField(label=_("Schools"), required=False, widget=forms.CheckboxSelectMultiple)
    keeps = forms.BooleanField(
        label=_("Keep what stands unless it must move"),
        help_text=_("Best after an absence. Without this everything is weighed anew, and more may move."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[tuple[str, str]],
        measures: Iterable[tuple[str, str]],
        schools: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("kind", kinds), ("measures", measures), ("schools", schools)):
            cast(forms.ChoiceField, self.fields[name]).choices = list(choices)[:MOST_CHOSEN]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        picked = cleaned.get("measures") or cleaned.get("schools")
        if cleaned.get("kind") == Choice.PICKED and not picked and not {"measures", "schools"} & set(self.errors):
            self.add_error("measures", gettext("Choose at least one measure or school."))
        return cleaned

    def what(self) -> What:
        """The choice, once it is valid."""
        cleaned = self.cleaned_data
        kind = Choice(cleaned["kind"])
        is_picked = kind is Choice.PICKED
        return What(
            kind,
            measures=frozenset(cleaned["measures"]) if is_picked else frozenset(),
            schools=frozenset(cleaned["schools"]) if is_picked else frozenset(),
            keeps=cleaned["keeps"],
        )


class ShowForm(forms.Form):
    """Which weeks of the year the tables show, and whether with numbers."""

    weeks = forms.ChoiceField(label=_("Weeks"), required=False)
    numbers = forms.BooleanField(label=_("Show the hours in the cells"), required=False)

    def __init__(self, *args: Any, weeks: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["weeks"]).choices = list(weeks)


class TakeCityForm(forms.Form):
    """Which moves of a proposal for all schools are taken: those ticked, or a whole group."""

    items = forms.MultipleChoiceField(required=False)
    only = forms.CharField(max_length=200, required=False)
    """A group's key, or `all`; empty for what is ticked."""

    def __init__(self, *args: Any, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = [(item, item) for item in items]
