"""Forms of the draft's lists beside measures: themes, target groups, needs, areas, roles, responsibilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES, current
from digivuosi.apps.look.parts import THEMES
from digivuosi.apps.look.templatetags.look import theme_swatch
from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.apps.toolkit.forms.listing import LEVELS
from digivuosi.apps.toolkit.forms.measures import free_key
from digivuosi.apps.toolkit.forms.writing import LONGEST, choices_of, text_fields, text_from
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.matrix import DUTIES
from digivuosi.domain.toolkit.toolkit import (
    Area,
    Audience,
    Duty,
    Level,
    Need,
    Responsibility,
    Role,
    RoleKind,
    Theme,
    Toolkit,
)

RESERVED = ("new",)
"""Words of the addresses themselves."""


class WordedForm(forms.Form):
    """A form that asks for some words in each language of the toolkit."""

    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"title": (_("Title"), 1), "description": (_("Description"), 3)}
    languages: tuple[str, ...]

    @property
    def words(self) -> list[tuple[str, str, list[Any], bool]]:
        """The fields of each language: its name, code, fields, and whether they stand open."""
        shown = []
        for number, code in enumerate(self.languages):
            fields = [self[f"{name}_{code}"] for name in self.shapes]
            shown.append((NAMES.get(code, code), code, fields, number == 0 or any(one.errors for one in fields)))
        return shown

    @property
    def others(self) -> list[Any]:
        """The fields that are no words."""
        of_words = {bound.name for _name, _code, fields, _open in self.words for bound in fields}
        return [bound for bound in self.visible_fields() if bound.name not in of_words]


class ItemForm(WordedForm):
    """One item of a list; `before` None makes a new one, with a key of its title."""

    longest: ClassVar[Mapping[str, int]] = LONGEST
    must = "title"
    kind: ClassVar[str]
    made: ClassVar[type]

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def __init__(self, data: Any, files: Any = None, *, toolkit: Toolkit, before: Any, version: int) -> None:
        self.toolkit, self.before, self.languages = toolkit, before, toolkit.languages
        super().__init__(data, files, initial={"version": version, **self._initial()})
        self.fields.update(text_fields(self.languages, self.shapes, self.must, self.longest))
        self.offer()

    def offer(self) -> None:
        """Fill in the choices that the toolkit gives."""

    def _initial(self) -> dict[str, Any]:
        if self.before is None:
            return {}
        texts = {f"{name}_{language}": words for name in self.shapes for language, words in getattr(self.before, name)}
        return {**vars(self.before), **texts}

    def item(self) -> Any:
        """What the form says."""
        texts = {
            name: text_from(self.cleaned_data, name, self.languages, getattr(self.before, name, Text()))
            for name in self.shapes
        }
        values = {**self.values(self.cleaned_data), **texts}
        if self.before is not None:
            return replace(self.before, **values)
        return self.made(key=self.new_key(), **values)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """The fields that are no words, as the item holds them."""
        return {}

    def new_key(self) -> str:
        taken = {*RESERVED, *(one.key for one in getattr(self.toolkit, self.kind))}
        first = next(iter(self.shapes))
        return free_key(self.cleaned_data[f"{first}_{self.languages[0]}"], taken, "item")


class ThemeForm(ItemForm):
    kind, made = "themes", Theme
    colour = forms.TypedChoiceField(label=_("Colour on the wheel"), coerce=int, widget=forms.RadioSelect)

    def offer(self) -> None:
        """A new theme gets the first colour that is free; each colour tells whose it is."""
        own = self.before.key if self.before is not None else ""
        used = {theme.colour: theme.title for theme in self.toolkit.themes if theme.key != own}
        if self.before is None:
            self.initial["colour"] = next((number for number in THEMES if number not in used), 1)
        field: Any = self.fields["colour"]
        field.choices = [(n, theme_swatch(n, used.get(n) or _("free"))) for n in THEMES]

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"colour": cleaned["colour"]}


class AudienceForm(ItemForm):
    kind, made = "audiences", Audience


class NeedForm(ItemForm):
    kind, made = "needs", Need
    measures = forms.MultipleChoiceField(
        label=_("Measures that answer it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are suggested to a school where a survey shows that this need is strong."),
    )

    def offer(self) -> None:
        field: Any = self.fields["measures"]
        field.choices = choices_of(self.toolkit.measures, self.toolkit)
        if self.before is not None:
            self.initial["measures"] = [one.key for one in self.toolkit.measures if self.before.key in one.needs]


class AreaForm(ItemForm):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"title": (_("Title"), 1)}
    kind, made = "areas", Area


class RoleForm(ItemForm):
    kind, made = "roles", Role
    role_kind = forms.ChoiceField(
        label=_("Kind of role"),
        help_text=_("The stable kind ties the role to the people who hold it; the title is your own name for it."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=[(key.value, words) for key, words in LEVELS.items()])

    def offer(self) -> None:
        field: Any = self.fields["role_kind"]
        field.choices = [(kind.value, DEFAULT_LABELS[kind.value].get(current())) for kind in RoleKind]
        self.initial.setdefault("level", Level.SCHOOL.value)
        if self.before is not None:
            self.initial.update(role_kind=self.before.kind.value, level=self.before.level.value)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": RoleKind(cleaned["role_kind"]), "level": Level(cleaned["level"])}


class ResponsibilityForm(ItemForm):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"text": (_("Statement, in the we-form"), 3)}
    must, kind, made = "text", "responsibilities", Responsibility
    about = forms.ChoiceField(label=_("Area"))
    level = forms.ChoiceField(label=_("Level"), choices=[(key.value, words) for key, words in LEVELS.items()])
    actor = forms.ChoiceField(label=_("Who"))
    duty = forms.ChoiceField(label=_("Part"), widget=forms.RadioSelect)
    measures = forms.MultipleChoiceField(
        label=_("Measures it belongs to"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self) -> None:
        toolkit, fields = self.toolkit, self.fields
        roles, audiences = choices_of(toolkit.roles, toolkit), choices_of(toolkit.audiences, toolkit)
        keys = {key for key, _title in roles}
        offered = {
            "about": choices_of(toolkit.areas, toolkit),
            "actor": [(_("Roles"), roles), (_("Target groups"), [one for one in audiences if one[0] not in keys])],
            "duty": [(duty.value, f"{duty.value} · {DUTIES[duty].get(current())}") for duty in Duty],
            "measures": choices_of(toolkit.measures, toolkit),
        }
        for name, choices in offered.items():
            field: Any = fields[name]
            field.choices = choices

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "about": cleaned["about"],
            "level": Level(cleaned["level"]),
            "actor": cleaned["actor"],
            "duty": Duty(cleaned["duty"]),
            "measures": tuple(sorted(cleaned["measures"])),
        }


class HeadForm(WordedForm):
    """What the toolkit tells of itself."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    publisher = forms.CharField(label=_("Publisher"), max_length=200)
    licence = forms.CharField(
        label=_("Licence"), max_length=100, help_text=_("How others may use it, for example CC-BY-4.0.")
    )
    authors = forms.CharField(
        label=_("Authors"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line."),
    )

    def __init__(self, data: Any, *, toolkit: Toolkit, version: int) -> None:
        self.toolkit, self.languages = toolkit, toolkit.languages
        texts = {f"{name}_{language}": words for name in self.shapes for language, words in getattr(toolkit, name)}
        start = {"publisher": toolkit.publisher, "licence": toolkit.licence, "authors": "\n".join(toolkit.authors)}
        super().__init__(data, initial={"version": version, **start, **texts})
        self.fields.update(text_fields(self.languages, self.shapes, "title"))

    def clean_authors(self) -> tuple[str, ...]:
        lines = (line.strip() for line in self.cleaned_data["authors"].splitlines())
        return tuple(line[:200] for line in lines if line)[:200]

    def changes(self) -> dict[str, Any]:
        texts = {
            name: text_from(self.cleaned_data, name, self.languages, getattr(self.toolkit, name))
            for name in self.shapes
        }
        return {**texts, **{name: self.cleaned_data[name] for name in ("publisher", "licence", "authors")}}
