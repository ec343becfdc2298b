from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from digivuosi.apps.look.languages import language_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """How people come in; the house's choices for allauth."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only who may start a provider has a reason to sign up; everyone else is invited."""
        return bool(settings.OPEN_START)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        user.name = form.cleaned_data.get("name", "").strip()
        user.language = language_of(request)
        return super().save_user(request, user, form, commit)
