"""Filters of the toolkit's list and of the responsibility matrix."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import current
from digivuosi.apps.toolkit.queries.lines import RoleNames
from digivuosi.domain.toolkit.search import LONGEST_QUERY
from digivuosi.domain.toolkit.toolkit import Level, Measure

LEVELS = {
    Level.ADMINISTRATION: _("Administration"),
    Level.SCHOOL: _("School"),
    Level.COMMUNITY: _("Wider community"),
}
RECOMMENDED, OPTIONAL = "recommended", "optional"


class ListForm(forms.Form):
    """What of the toolkit is shown; an unknown choice counts as none, so that an old address still opens."""

    by = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label=_("Role"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    kind = forms.ChoiceField(label=_("For whom"), required=False)

    def __init__(self, data: Any, names: RoleNames) -> None:
        super().__init__(data)
        language, own = current(), names.toolkit.language
        roles = [(role.key, names.of(role).get(language, own)) for role in names.toolkit.roles]
        self._choices("role", _("All roles"), sorted(roles, key=lambda pair: pair[1].casefold()))
        self._choices("level", _("All levels"), [(key.value, words) for key, words in LEVELS.items()])
        kinds = [(RECOMMENDED, _("Meant for every school")), (OPTIONAL, _("To choose from"))]
        self._choices("kind", _("All measures"), kinds)

    def _choices(self, name: str, nothing: Any, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", nothing), *choices]

    def asked(self, name: str) -> str:
        """The filter's value when it is one of its choices, else nothing."""
        value = str(self.data.get(name, "")).strip()
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            return value if field.valid_value(value) else ""
        return value[:LONGEST_QUERY]

    def fits(self, measure: Measure) -> bool:
        role, level, kind = self.asked("role"), self.asked("level"), self.asked("kind")
        roles = {part.role for part in (*measure.responsible, *measure.contributing)}
        return (
            (not role or role in roles)
            and (not level or level in measure.levels)
            and (not kind or measure.recommended == (kind == RECOMMENDED))
        )

    def chips(self) -> list[tuple[str, Any]]:
        """The filters that hold: name and words."""
        found = []
        for name in ("q", "role", "level", "kind"):
            value, field = self.asked(name), self.fields[name]
            if value and isinstance(field, forms.ChoiceField):
                words = dict(field.choices)[value]  # type: ignore[arg-type]
                found.append((name, words))
            elif value:
                found.append((name, f"“{value}”"))
        return found
