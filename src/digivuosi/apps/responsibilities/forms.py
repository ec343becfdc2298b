"""Forms of naming people for roles and of the provider's own words for them."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.domain.texts import LANGUAGES, Text


class NameForm(forms.Form):
    """Who, and with how many paid hours a week."""

    user = forms.TypedChoiceField(label=_("Person"), coerce=int)
    hours_per_week = forms.DecimalField(
        label=_("Paid hours a week"),
        required=False,
        min_value=0,
        max_value=40,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )

    def __init__(self, *args: Any, members: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = {user.pk: user for user in members}
        field = cast(forms.ChoiceField, self.fields["user"])
        field.choices = [("", _("Choose a person")), *((str(user.pk), str(user)) for user in members)]

    def clean_user(self) -> User:
        return self.members[self.cleaned_data["user"]]


class LabelsForm(forms.Form):
    """What the provider calls each kind of role; an empty place keeps the usual word."""

    def __init__(self, *args: Any, own: dict[str, dict[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, usual in DEFAULT_LABELS.items():
            for language in LANGUAGES:
                self.fields[f"{kind}.{language}"] = forms.CharField(
                    required=False,
                    max_length=80,
                    initial=own.get(kind, {}).get(language, ""),
                    widget=forms.TextInput(
                        attrs={
                            "placeholder": usual.get(language),
                            "lang": language,
                            "aria-label": f"{usual.get(language)} ({language})",
                        }
                    ),
                )

    def rows(self) -> list[tuple[Text, list[tuple[str, forms.BoundField]]]]:
        return [
            (usual, [(language, self[f"{kind}.{language}"]) for language in LANGUAGES])
            for kind, usual in DEFAULT_LABELS.items()
        ]

    def labels(self) -> dict[str, Text]:
        """The labels written, by kind."""
        return {
            kind: Text.from_mapping({code: self.cleaned_data[f"{kind}.{code}"] for code in LANGUAGES})
            for kind in DEFAULT_LABELS
        }
