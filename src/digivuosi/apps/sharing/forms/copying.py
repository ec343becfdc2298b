"""Forms of copying: which toolkit, what its roles are called here, and whether to begin at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES, current
from digivuosi.apps.sharing.queries.forks import RoleRow
from digivuosi.domain.texts import LANGUAGES, Text

LONGEST_LABEL = 80


class RolesForm(forms.Form):
    """What each kind of role of the source is called here; an empty place keeps the source's word."""

    def __init__(self, *args: Any, roles: list[RoleRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.roles = roles
        for row in roles:
            own = row.own.to_document()
            for language in LANGUAGES:
                theirs = row.theirs[0].get(language)
                self.fields[f"{row.kind}.{language}"] = forms.CharField(
                    required=False,
                    max_length=LONGEST_LABEL,
                    initial=own.get(language, ""),
                    widget=forms.TextInput(
                        attrs={
                            "placeholder": theirs,
                            "lang": language,
                            "aria-label": f"{row.theirs[0].get(current())} ({NAMES[language]})",
                        }
                    ),
                )

    def rows(self) -> list[tuple[RoleRow, list[tuple[str, forms.BoundField]]]]:
        """Each role with its three places, for the page."""
        return [(row, [(NAMES[code], self[f"{row.kind}.{code}"]) for code in LANGUAGES]) for row in self.roles]

    def labels(self) -> dict[str, Text]:
        """The labels written, by kind."""
        return {
            row.kind: Text.from_mapping({code: self.cleaned_data[f"{row.kind}.{code}"] for code in LANGUAGES})
            for row in self.roles
        }


class CopyForm(RolesForm):
    """The copy itself, with its roles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["at_once"] = forms.BooleanField(
            label=_("Publish it at once, and put the recommended measures on every school's wheel"),
            required=False,
            initial=True,
            help_text=_("What stands on a wheel already stays where it is."),
        )
