from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NetworkForm(forms.Form):
    name: Any = forms.CharField(label=_("Name of the network"), max_length=120)
    description: Any = forms.CharField(
        label=_("What it is for"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2_000, required=False
    )


class InviteForm(forms.Form):
    slug: Any = forms.CharField(
        label=_("Municipality"),
        max_length=120,
        help_text=_("Its name, or the word in its addresses on this server, for example kuusela."),
    )
