"""The form of a measure in the draft: all of its fields, words language by language."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.toolkit.forms.writing import (
    MOST_ROWS,
    RuleField,
    SpanFields,
    choices_of,
    parts_formset,
    parts_from,
    repeat_choices,
    rows_of,
    text_fields,
    text_from,
)
from digivuosi.apps.toolkit.queries.differences import LEVELS
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import item_document, measure_from_document
from digivuosi.domain.toolkit.search import plain
from digivuosi.domain.toolkit.toolkit import KEY_PATTERN, After, Level, Measure, Span, Toolkit, Year

SHAPES: dict[str, tuple[Any, int]] = {
    "title": (_("Title"), 1),
    "purpose": (_("Purpose"), 4),
    "steps": (_("Steps"), 8),
    "done_when": (_("Done when"), 3),
}
MUST = "title purpose"
RESERVED_KEYS = ("new",)
WINDOW, RECOMMENDED = SpanFields("window"), SpanFields("recommended")
YEARS = [(Year.THIS.value, _("this school year")), (Year.LAST.value, _("last school year"))]


class TimeForm(forms.Form):
    """When: the window and the recommended time. The form alone is enough for a preview of the dates."""

    window_from = RuleField(label=_("Window from"), required=True)
    window_to = RuleField(label=_("Window to"), help_text=_("When empty, the same as the beginning."))
    recommended_from = RuleField(label=_("Recommended from"), help_text=_("When empty, anywhere in the window."))
    recommended_to = RuleField(label=_("Recommended to"))

    @property
    def window(self) -> Span | None:
        return WINDOW.read(self.cleaned_data)

    @property
    def recommended_time(self) -> Span | None:
        return RECOMMENDED.read(self.cleaned_data)


class AfterRow(forms.Form):
    """A measure that this one comes after; an empty row counts for nothing."""

    measure = forms.ChoiceField(label=_("Measure"), required=False)
    of = forms.ChoiceField(label=_("Of which year"), choices=YEARS, required=False)
    gap_days = forms.IntegerField(label=_("School days in between"), required=False, min_value=0, max_value=200)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = [("", "–"), *measures]


_AfterRows: Any = forms.formset_factory(AfterRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


class MeasureForm(TimeForm):
    """One measure of the draft, `before`, or a new one."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    theme = forms.ChoiceField(label=_("Theme"))
    levels = forms.MultipleChoiceField(
        label=_("Levels"),
        choices=[(level.value, LEVELS[level]) for level in Level],
        widget=forms.CheckboxSelectMultiple,
    )
    audiences = forms.MultipleChoiceField(label=_("Target groups"), required=False, widget=forms.CheckboxSelectMultiple)
    recommended = forms.BooleanField(label=_("Recommended to every school"), required=False)
    days = forms.IntegerField(label=_("Length in school days"), min_value=1, max_value=200)
    repeat = forms.ChoiceField(label=_("Repeat"))
    guess = forms.BooleanField(label=_("The time is a guess that a school may freely change"), required=False)
    needs = forms.MultipleChoiceField(label=_("Needs it answers"), required=False, widget=forms.CheckboxSelectMultiple)
    materials = forms.MultipleChoiceField(label=_("Materials"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any, *, toolkit: Toolkit, before: Measure | None, version: int) -> None:
        self.toolkit, self.before = toolkit, before
        self.languages = toolkit.languages
        super().__init__(data, initial=_initial(toolkit, before, version))
        self.fields.update(text_fields(self.languages, SHAPES, MUST))
        self._offer("theme", choices_of(toolkit.themes, toolkit), [before.theme] if before else [])
        for name in ("audiences", "needs", "materials"):
            self._offer(name, choices_of(getattr(toolkit, name), toolkit), getattr(before, name, ()))
        self._offer("repeat", repeat_choices(before.repeat if before else "every year"), [])
        roles = choices_of(toolkit.roles, toolkit)
        self.responsible = parts_formset(data, "responsible", before.responsible if before else (), roles)
        self.contributing = parts_formset(data, "contributing", before.contributing if before else (), roles)
        self.after = self._after_rows(data)

    def _offer(self, name: str, choices: list[tuple[str, str]], now: Any) -> None:
        """What the measure names already can stay even when it leads nowhere; the checker tells of it."""
        known = {key for key, _title in choices}
        field: Any = self.fields[name]
        field.choices = [*choices, *((key, key) for key in now if key not in known)]

    def _after_rows(self, data: Any) -> Any:
        own, now = (self.before.key, self.before.after) if self.before else ("", ())
        offered = choices_of((one for one in self.toolkit.measures if one.key != own), self.toolkit)
        known = {key for key, _title in offered}
        offered += [(one.measure, one.measure) for one in now if one.measure not in known]
        initial = [{"measure": one.measure, "of": one.of.value, "gap_days": one.gap_days} for one in now]
        return rows_of(_AfterRows, data, "after", initial, measures=offered)

    @property
    def words(self) -> list[tuple[str, list[Any], bool]]:
        """The fields of each language, and whether something is wrong or missing in them."""
        return [
            (code, fields, number == 0 or any(field.errors for field in fields))
            for number, code in enumerate(self.languages)
            if (fields := [self[f"{name}_{code}"] for name in SHAPES])
        ]

    def is_valid(self) -> bool:
        rows = [one.is_valid() for one in (self.responsible, self.contributing, self.after)]
        valid = super().is_valid()
        if valid and not all(rows):
            self.add_error(None, gettext("Check the rows of roles and of what it comes after."))
        return super().is_valid() and all(rows)

    def measure(self) -> Measure:
        """The measure as the form says it, in the order that documents have."""
        cleaned, before = self.cleaned_data, self.before
        window = self.window
        assert window is not None  # noqa: S101  (the field is required)
        texts: dict[str, Any] = {
            name: text_from(cleaned, name, self.languages, getattr(before, name, Text())) for name in SHAPES
        }
        keys: dict[str, Any] = {name: tuple(cleaned[name]) for name in ("audiences", "needs", "materials")}
        made = replace(
            before or Measure(key=self.new_key(), title=Text(), purpose=Text(), theme="", window=window),
            **texts,
            theme=cleaned["theme"],
            levels=tuple(Level(level) for level in cleaned["levels"]),
            recommended=cleaned["recommended"],
            window=window,
            recommended_time=self.recommended_time,
            days=cleaned["days"],
            repeat=cleaned["repeat"],
            guess=cleaned["guess"],
            responsible=parts_from(self.responsible),
            contributing=parts_from(self.contributing),
            after=tuple(_after(row) for row in self.after.cleaned_data if row.get("measure")),
            **keys,
        )
        return measure_from_document(item_document(made), self.toolkit.language)

    def new_key(self) -> str:
        """A free key made of the title in the toolkit's own language."""
        taken = {*RESERVED_KEYS, *(one.key for one in self.toolkit.measures)}
        return free_key(self.cleaned_data.get(f"title_{self.languages[0]}", ""), taken, "measure")


def free_key(title: str, taken: Any, otherwise: str) -> str:
    """A key of the words that none of `taken` is; keys that begin with own- belong to schools."""
    words = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-")[:50].strip("-")
    words = re.sub(r"^(own-)+|^own$", "", words)
    base = words if KEY_PATTERN.fullmatch(words) else otherwise
    key, number = base, 2
    while key in taken:
        key, number = f"{base}-{number}", number + 1
    return key


def _after(row: dict[str, Any]) -> After:
    return After(row["measure"], Year(row.get("of") or Year.THIS.value), row.get("gap_days") or 0)


def _initial(toolkit: Toolkit, before: Measure | None, version: int) -> dict[str, Any]:
    start: dict[str, Any] = {"version": version, "days": 1, "repeat": "every year", "levels": [Level.SCHOOL.value]}
    if before is None:
        return {**start, "recommended": False}
    texts = {
        f"{name}_{language}": getattr(before, name).to_document().get(language, "")
        for name in SHAPES
        for language in toolkit.languages
    }
    return {
        **start,
        **texts,
        **WINDOW.initial(before.window),
        **RECOMMENDED.initial(before.recommended_time),
        **{name: getattr(before, name) for name in ("theme", "days", "repeat", "guess", "recommended")},
        **{name: list(getattr(before, name)) for name in ("audiences", "needs", "materials")},
        "levels": [level.value for level in before.levels],
    }
