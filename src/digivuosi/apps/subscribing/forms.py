from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.subscribing.addresses import LONGEST_ADDRESS, target_of, whole_address
from digivuosi.apps.subscribing.refusing import FetchRefused


class AddressForm(forms.Form):
    """The address of a toolkit that is published on another server."""

    address: Any = forms.CharField(
        label=_("Address of the toolkit"),
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Of its public page or its feed, for example https://digivuosi.example.fi/open/kuusela/"),
    )

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"]
        try:
            return str(target_of(whole_address(address)))
        except FetchRefused as problem:
            raise forms.ValidationError(str(problem.words)) from problem
