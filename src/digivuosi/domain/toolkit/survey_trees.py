"""A survey with what stands inside it: copied, taken away or put in another order, as changes of the flat lists."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace
from itertools import count

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import PLACE_STEP
from digivuosi.domain.toolkit.surveys import Section, Statement, Survey
from digivuosi.domain.toolkit.toolkit import Toolkit

LONGEST_KEY = 60
LAST_PLACE = 100_000
"""As the package format has them."""

Inner = Section | Statement
Changes = Mapping[tuple[str, str], Survey | Section | Statement | None]
"""What an item becomes, by its list and key; None takes it away."""


def without_survey(toolkit: Toolkit, key: str) -> Changes:
    """Take a survey away with its sections and statements."""
    found: dict[tuple[str, str], None] = {("surveys", key): None}
    for section in toolkit.sections:
        if section.survey == key:
            found.update(dict.fromkeys(without_section(toolkit, section.key)))
    return found


def without_section(toolkit: Toolkit, key: str) -> Changes:
    """Take a section away with its statements."""
    inside = [("statements", one.key) for one in toolkit.statements if one.section == key]
    return dict.fromkeys([("sections", key), *inside])


def copied_survey(toolkit: Toolkit, key: str, new_key: str, title: Text) -> Changes:
    """Copy a survey under a key and a title of its own.

    The copies get new keys, since what another survey asks is another question: answers to it are not compared with
    answers to the first one. Raises KeyError without such a survey.
    """
    survey = toolkit.survey(key)
    if survey is None:
        raise KeyError(key)
    taken = {kind: {one.key for one in getattr(toolkit, kind)} for kind in ("sections", "statements")}
    found: dict[tuple[str, str], Survey | Section | Statement] = {
        ("surveys", new_key): replace(survey, key=new_key, title=title, measure="")
    }
    for part in toolkit.survey_parts(key):
        section = replace(part.section, key=another_key(part.section.key, taken["sections"]), survey=new_key)
        taken["sections"].add(section.key)
        found["sections", section.key] = section
        for one in part.statements:
            statement = replace(one, key=another_key(one.key, taken["statements"]), section=section.key)
            taken["statements"].add(statement.key)
            found["statements", statement.key] = statement
    return found


def another_key(key: str, taken: Container[str]) -> str:
    """Return a free key made of one that is in use."""
    for number in count(2):
        end = f"-{number}"
        made = f"{key[: LONGEST_KEY - len(end)].rstrip('-')}{end}"
        if made not in taken:
            return made
    raise AssertionError


def moved(toolkit: Toolkit, kind: str, key: str, steps: int) -> Changes:
    """Move a section among its survey's, or a statement among its section's, by some places; not beyond the ends.

    Only what gets another place is changed. Raises KeyError without such an item.
    """
    beside = siblings(toolkit, kind, key)
    now = next(number for number, one in enumerate(beside) if one.key == key)
    new = min(max(now + steps, 0), len(beside) - 1)
    order = [*beside[:now], *beside[now + 1 :]]
    order.insert(new, beside[now])
    if new == now:
        return {}
    places = sorted(one.place for one in beside)
    if len(set(places)) < len(places):
        places = [(number + 1) * PLACE_STEP for number in range(len(order))]
    return {
        (kind, one.key): replace(one, place=place)
        for one, place in zip(order, places, strict=True)
        if one.place != place
    }


def siblings(toolkit: Toolkit, kind: str, key: str) -> list[Inner]:
    """Return the sections of a survey or the statements of a section, in order, that an item stands among."""
    owner = "survey" if kind == "sections" else "section"
    items: tuple[Inner, ...] = toolkit.sections if kind == "sections" else toolkit.statements
    own = next((getattr(one, owner) for one in items if one.key == key), None)
    if own is None:
        raise KeyError(key)
    return in_order(one for one in items if getattr(one, owner) == own)


def in_order(items: Iterable[Inner]) -> list[Inner]:
    return sorted(items, key=lambda one: (one.place, one.key))


def next_place(items: Iterable[Inner]) -> int:
    """Return the place after all of these."""
    last = max((one.place for one in items), default=0)
    return min(last // PLACE_STEP * PLACE_STEP + PLACE_STEP, LAST_PLACE)
