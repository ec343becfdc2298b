from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.feeds.models import FeedScope
from digivuosi.apps.responsibilities.models import Kind


class AddressForm(forms.Form):
    """Which part of the school's year to have in one's own calendar."""

    scope = forms.ChoiceField(
        label=_("What to follow"), choices=FeedScope.choices, widget=forms.RadioSelect, initial=FeedScope.PERSON
    )
    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[("", "–"), *Kind.choices],
        required=False,
        help_text=_("Needed when you follow one role."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("scope") != FeedScope.ROLE:
            cleaned["kind"] = ""
        elif not cleaned.get("kind"):
            raise ValidationError({"kind": _("Choose the role to follow.")})
        return cleaned
