"""Forms of inviting people and of their rights."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.forms import LANGUAGE_CHOICES
from digivuosi.apps.schools.models import MembershipKind, School

AT_SCHOOL = (MembershipKind.TEACHER, MembershipKind.TEAM, MembershipKind.PRINCIPAL, MembershipKind.MENTOR)
BY_PRINCIPAL = (MembershipKind.TEACHER, MembershipKind.TEAM, MembershipKind.PRINCIPAL)
"""The rights that a principal may give at the own school; mentors are the coordinator's."""


def _choices(kinds: tuple[MembershipKind, ...]) -> list[tuple[str, Any]]:
    return [(kind.value, kind.label) for kind in kinds]


class InviteForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=_("Work e-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the invitation"), choices=LANGUAGE_CHOICES)
    school = forms.ModelChoiceField(
        label=_("School"),
        queryset=School.objects.none(),
        required=False,
        empty_label=_("Choose the school"),
        help_text=_("A coordinator needs no school."),
    )
    kind = forms.ChoiceField(label=_("Right"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, schools: list[School], at: School | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at
        choices: list[tuple[str, Any]]
        if at is not None:
            del self.fields["school"]
            choices = _choices(BY_PRINCIPAL)
        else:
            field = cast("forms.ModelChoiceField[School]", self.fields["school"])
            field.queryset = School.objects.filter(pk__in=[school.pk for school in schools])
            field.to_field_name = "slug"
            choices = _choices((*AT_SCHOOL, MembershipKind.COORDINATOR))
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = choices
        self.initial.setdefault("kind", MembershipKind.TEACHER.value)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.at is not None:
            cleaned["school"] = self.at
        is_coordinator = cleaned.get("kind") == MembershipKind.COORDINATOR
        if is_coordinator:
            cleaned["school"] = None
        elif "school" in cleaned and cleaned["school"] is None and cleaned.get("kind"):
            self.add_error("school", _("Choose the school."))
        return cleaned


class RightForm(forms.Form):
    """Another right at the same school."""

    kind = forms.ChoiceField(label=_("Right"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, by_principal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = _choices(BY_PRINCIPAL if by_principal else AT_SCHOOL)


class PeopleFilter(forms.Form):
    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    school = forms.ChoiceField(label=_("School"), required=False)
    kind = forms.ChoiceField(label=_("Right"), required=False)

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school = cast(forms.ChoiceField, self.fields["school"])
        kind = cast(forms.ChoiceField, self.fields["kind"])
        school.choices = [("", _("All")), *((s.slug, s.name) for s in schools)]
        kind.choices = [("", _("All")), *MembershipKind.choices]
