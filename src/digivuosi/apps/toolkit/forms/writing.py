"""Fields that the editing forms share: words by language, rules of time, rows of roles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import current
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.rules import RuleError, Unresolvable, parse_rule, print_repeat, resolve_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.positions import CONTROL
from digivuosi.domain.toolkit.toolkit import Part, Span, Toolkit

LONGEST = {"title": 200, "purpose": 4_000, "done_when": 4_000, "steps": 20_000, "description": 4_000, "text": 4_000}
"""As the package format has it."""
LONGEST_RULE = 120
MOST_ROWS = 20
SPARE_ROWS = 2
LEAST_ROWS = 4
REPEATS = ("every year", "monthly", "each term", "every 2 years", "every 3 years", "own dates", "once")
RULE_EXAMPLES = (
    "october",
    "early october",
    "week 42",
    "week 2 after autumn-break",
    "school-start + 2 weeks",
    "before christmas",
    "last 2 weeks",
    "31 january",
)

__all__ = [
    "LONGEST",
    "LONGEST_RULE",
    "MOST_ROWS",
    "PartRow",
    "RuleField",
    "SpanFields",
    "Words",
    "choices_of",
    "never",
    "parts_formset",
    "parts_from",
    "plain_hours",
    "renew",
    "repeat_choices",
    "rows_of",
    "text_fields",
    "text_from",
]  # fmt: skip


class Words(forms.CharField):
    """Words as they are kept: plain line ends, no control characters."""

    def __init__(self, *, lines: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        if lines > 1:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": lines}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str | None:
        words = super().to_python(value)
        return words.replace("\r\n", "\n").replace("\r", "\n") if words else words

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and CONTROL.search(value):
            raise ValidationError(_("The text holds a character that cannot be shown."))
        if value and not any(letter.isprintable() for letter in value if not letter.isspace()):
            raise ValidationError(_("Nothing of this text can be seen."))


class RuleField(forms.CharField):
    """A rule of time, in the words of the package format."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        attrs = {"autocapitalize": "none", "autocomplete": "off", "spellcheck": "false", "list": "time-rules"}
        super().__init__(max_length=LONGEST_RULE, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return " ".join((super().to_python(value) or "").split())

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value:
            try:
                parse_rule(value)
            except RuleError as problem:
                raise ValidationError(problem.text.get(current())) from problem


class SpanFields:
    """Two rules in a form: from and to; an empty end is the same as the beginning."""

    def __init__(self, name: str) -> None:
        self.start, self.end = f"{name}_from", f"{name}_to"

    def initial(self, span: Span | None) -> dict[str, str]:
        if span is None:
            return {}
        return {self.start: span.start, self.end: "" if span.end == span.start else span.end}

    def read(self, cleaned: Mapping[str, Any]) -> Span | None:
        start, end = cleaned.get(self.start) or "", cleaned.get(self.end) or ""
        first, last = start or end, end or start
        return Span(first, last) if first else None


def renew(form: forms.BaseForm, name: str, value: Any) -> None:
    """Put a new value in place of what was sent; all else that was typed stays."""
    data: Any = form.data
    form.data = data.copy()
    held: Any = form.data
    held[form.add_prefix(name)] = value


def never(span: Span, calendars: Sequence[SchoolYear]) -> str:
    """Why none of the calendars can meet a window; empty when one can."""
    why = ""
    for calendar in calendars:
        try:
            resolve_window(span.start, span.end, calendar)
        except (RuleError, Unresolvable) as problem:
            why = why or problem.text.get(current())
        else:
            return ""
    return why


def text_fields(
    languages: Iterable[str],
    shapes: Mapping[str, tuple[Any, int]],
    must: str,
    longest: Mapping[str, int] = LONGEST,
) -> dict[str, forms.Field]:
    """Fields `title_fi`, `purpose_fi` …; `shapes` gives label and lines, the first language must have a title."""
    made: dict[str, forms.Field] = {}
    for number, language in enumerate(languages):
        for name, (label, lines) in shapes.items():
            required = number == 0 and name in must.split()
            field = Words(label=label, lines=lines, max_length=longest[name], required=required)
            field.widget.attrs["lang"] = language
            made[f"{name}_{language}"] = field
    return made


def text_from(cleaned: Mapping[str, Any], name: str, languages: Iterable[str], before: Text) -> Text:
    """The text with the form's languages in place; other languages stay as they were."""
    written = {language: cleaned.get(f"{name}_{language}") or "" for language in languages}
    return Text.from_mapping({**before.to_document(), **written})


def choices_of(items: Iterable[Any], toolkit: Toolkit) -> list[tuple[str, str]]:
    """Items of the toolkit to choose from, by title."""
    found = [(item.key, item.title.get(current(), toolkit.language) or item.key) for item in items]
    return sorted(found, key=lambda pair: pair[1].lower())


def repeat_choices(now: str) -> list[tuple[str, str]]:
    """The usual repeats, and the one that stands there already."""
    offered = [*REPEATS, *([now] if now not in REPEATS else [])]
    return [(repeat, _repeat_words(repeat)) for repeat in offered]


def _repeat_words(repeat: str) -> str:
    try:
        words = print_repeat(repeat, current())
    except RuleError:
        return repeat
    return words[:1].upper() + words[1:]


class PartRow(forms.Form):
    """A role and its hours; a row without a role counts for nothing."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    hours = forms.FloatField(label=_("Hours"), required=False, min_value=0, max_value=400, localize=True)

    def __init__(self, *args: Any, roles: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["role"]
        field.choices = [("", "–"), *roles]


_PartRows: Any = forms.formset_factory(PartRow, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS, validate_max=True)


def rows_of(formset: Any, data: Any, prefix: str, initial: Sequence[Mapping[str, Any]], **form_kwargs: Any) -> Any:
    """Rows of what there is, and a few empty ones."""
    rows = formset(data, prefix=prefix, initial=list(initial), form_kwargs=form_kwargs)
    rows.extra = max(SPARE_ROWS, LEAST_ROWS - len(initial))
    return rows


def plain_hours(hours: float | None) -> float | None:
    """Whole hours without a decimal."""
    return int(hours) if hours is not None and hours == int(hours) else hours


def parts_formset(data: Any, prefix: str, parts: Sequence[Part], roles: Sequence[tuple[str, str]]) -> Any:
    initial = [{"role": part.role, "hours": plain_hours(part.hours)} for part in parts]
    known = {key for key, _title in roles}
    missing = [(part.role, part.role) for part in parts if part.role not in known]
    return rows_of(_PartRows, data, prefix, initial, roles=[*roles, *missing])


def parts_from(rows: Any) -> tuple[Part, ...]:
    """Each role once, the first row counts."""
    found: dict[str, Part] = {}
    for row in rows.cleaned_data:
        if row.get("role"):
            found.setdefault(row["role"], Part(row["role"], row.get("hours")))
    return tuple(found.values())
