from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES
from digivuosi.domain.texts import Text

LONGEST = 2_000


class LessonForm(forms.Form):
    """The municipality's words, in one or more of the toolkit's languages."""

    def __init__(self, data: Any, *, languages: Sequence[str], years: Sequence[int], year: int) -> None:
        super().__init__(data)
        for language in languages:
            name = NAMES.get(language, language)
            self.fields[f"text_{language}"] = forms.CharField(
                label=_("What was learnt (%(language)s)") % {"language": name},
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
                max_length=LONGEST,
                required=False,
            )
        choices = [(f"{one}-{one + 1}", f"{one}–{one + 1}") for one in years]
        self.fields["year"] = forms.ChoiceField(label=_("School year"), choices=choices, initial=f"{year}-{year + 1}")
        self._languages = tuple(languages)

    @property
    def text(self) -> Text:
        return Text.from_mapping({one: self.cleaned_data.get(f"text_{one}", "") for one in self._languages})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(f"text_{one}", "").strip() for one in self._languages):
            self.add_error(f"text_{self._languages[0]}", _("Write what was learnt."))
        return cleaned


class SchoolLessonForm(forms.Form):
    """A school's words about one measure."""

    measure = forms.ChoiceField(label=_("Measure"))
    text: Any = forms.CharField(
        label=_("What did you learn?"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        help_text=_("For the people of your own school. No names of persons, nothing about pupils."),
    )

    def __init__(self, data: Any, *, measures: Sequence[tuple[str, str]], measure: str = "") -> None:
        super().__init__(data, initial={"measure": measure})
        field = self.fields["measure"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = list(measures)
