"""Forms of schools and of the provider itself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.forms import LANGUAGE_CHOICES
from digivuosi.apps.schools.models import Provider, School


class SchoolForm(forms.ModelForm[School]):
    """A school's own facts."""

    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=LANGUAGE_CHOICES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = School
        fields = ("name", "languages", "pupil_count")
        labels: ClassVar = {"name": _("Name"), "pupil_count": _("Number of pupils")}

    def __init__(self, *args: Any, provider: Provider, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.provider = provider
        self.fields["pupil_count"].widget.attrs.update(min="0", max="20000", inputmode="numeric")
        stored = self.instance.languages if self.instance.pk else provider.language
        self.initial["languages"] = [code.strip() for code in stored.split(",")]

    def clean_languages(self) -> str:
        return ",".join(self.cleaned_data["languages"])

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        others = School.objects.filter(provider=self.provider).exclude(pk=self.instance.pk)
        if any(name.casefold() == other.casefold() for other in others.values_list("name", flat=True)):
            raise forms.ValidationError(_("There is a school of this name already."))
        return name

    def clean_pupil_count(self) -> int | None:
        count: int | None = self.cleaned_data["pupil_count"]
        if count is not None and count > 20000:
            raise forms.ValidationError(_("So many pupils are in no school."))
        return count


class SchoolSettingsForm(SchoolForm):
    """What a principal decides: also whether the wheel is public."""

    class Meta(SchoolForm.Meta):
        fields = ("name", "languages", "pupil_count", "is_wheel_public")  # type: ignore[assignment]
        labels: ClassVar = {
            **SchoolForm.Meta.labels,
            "is_wheel_public": _("Anyone may look at the year wheel, without signing in"),
        }


class ProviderForm(forms.ModelForm[Provider]):
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGE_CHOICES,
        help_text=_("Invitations are written in it when the person's own language is not known."),
    )

    class Meta:
        model = Provider
        fields = ("name", "language", "contact")
        labels: ClassVar = {"name": _("Name"), "contact": _("Contact e-mail")}
        help_texts: ClassVar = {"contact": _("Shown to the staff of the schools as the place to ask.")}
