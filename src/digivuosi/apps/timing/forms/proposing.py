from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.timing.queries.what import MOST_CHOSEN, Choice, What

CHOICES = (
    (Choice.ALL.value, _("Everything that is open")),
    (Choice.PROBLEMS.value, _("Only what has a problem now: late, outside its window, in a full week")),
    (Choice.THEMES.value, _("The themes that I choose")),
    (Choice.CHOSEN.value, _("The measures that I choose")),
)


class WhatForm(forms.Form):
    """What may move in a proposal."""

    kind = forms.ChoiceField(
        label=_("What may move?"), choices=CHOICES, initial=Choice.ALL.value, widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(label=_("Themes"), required=False, widget=forms.CheckboxSelectMultiple)
    items = forms.MultipleChoiceField(label=_("Measures"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, themes: Iterable[tuple[str, str]], items: Iterable[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["themes"]).choices = list(themes)
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = list(items)[:MOST_CHOSEN]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind = cleaned.get("kind")
        if kind == Choice.THEMES and not cleaned.get("themes") and "themes" not in self.errors:
            self.add_error("themes", gettext("Choose at least one theme."))
        if kind == Choice.CHOSEN and not cleaned.get("items") and "items" not in self.errors:
            self.add_error("items", gettext("Choose at least one measure."))
        return cleaned

    def what(self) -> What:
        """The choice, once it is valid."""
        cleaned = self.cleaned_data
        kind = Choice(cleaned["kind"])
        return What(
            kind,
            frozenset(cleaned["themes"]) if kind is Choice.THEMES else frozenset(),
            frozenset(cleaned["items"]) if kind is Choice.CHOSEN else frozenset(),
        )


class TakeForm(forms.Form):
    """Which moves of a proposal are taken."""

    plan = forms.CharField(max_length=20)
    items = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.MultipleChoiceField, self.fields["items"]).choices = [(item, item) for item in items]
