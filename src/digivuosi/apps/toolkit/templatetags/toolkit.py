"""Words of measures for this app's templates."""

from __future__ import annotations

from typing import Any

from django import template

from digivuosi.apps.look.languages import current
from digivuosi.apps.responsibilities.labels import as_heading
from digivuosi.apps.toolkit import showing
from digivuosi.apps.toolkit.forms.listing import LEVELS
from digivuosi.domain.schoolyear.rules import RuleError, print_window
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure

register = template.Library()


@register.simple_tag
def at(places: Any, name: str, key: str, language: str = "") -> str:
    """The address of a measure, a material or its file, in the toolkit that the page shows."""
    if name == "file":
        return str(places.file(key, language))
    return str(places.address(name, key=key))


@register.simple_tag
def window_words(measure: Measure) -> str:
    """When a measure may be done, as a person would say it."""
    try:
        return print_window(measure.window.start, measure.window.end, current())
    except RuleError:
        return measure.window.start


@register.simple_tag
def level_words(measure: Measure) -> str:
    """The levels of a measure, in short."""
    return " · ".join(str(LEVELS[level]) for level in measure.levels)


@register.simple_tag
def first_sentence(text: Text) -> Text:
    """The beginning of a purpose: enough for a list to say why."""
    return showing.first_sentence(text)


@register.filter
def heading(label: Any) -> Any:
    """A label with a capital letter, in every language: municipalities write theirs either way."""
    return as_heading(label) if isinstance(label, Text) else label
