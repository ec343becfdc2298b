"""Forms of signing in and of one's own settings."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES
from digivuosi.apps.people.models import User

LANGUAGE_CHOICES = [(code, NAMES[code]) for code, _name in settings.LANGUAGES]


class SignupForm(AllauthSignupForm):  # type: ignore[misc]
    """Signing up asks for a name too, since colleagues see it."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order: ClassVar = ["name", "email", "password1"]


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class SettingsForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ("name", "language")
        labels: ClassVar = {"name": _("Name"), "language": _("Language")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["language"] = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)


class JoinForm(forms.Form):
    """An invited person's first visit."""

    name = forms.CharField(label=_("Name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGE_CHOICES)
    password = forms.CharField(
        label=_("Password"),
        required=False,
        max_length=128,
        help_text=_("At least 10 characters. Leave it empty if you would rather come in by a link in your mail."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self.user)
        return password
