"""Single values of a document: each check returns the value or raises `Wrong` with its sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from math import isfinite
from typing import Any, TypeVar

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import fault_words as words

LONGEST_ID = 200
LONGEST_ITEM = 400
"""School days of an item, and of a gap."""
MOST_HOURS = 100_000
MOST_HOURS_PER_WEEK = 10_000
"""A person of a problem may stand for a whole team."""
GREATEST_NEED = 1_000
MOST_NEW = 10_000

Value = TypeVar("Value")
Check = Callable[[Any], Value]
# Control characters, and halves of characters that no file can hold.
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WEEK = re.compile(r"([0-9]{4})-W([0-9]{2})")


class Wrong(ValueError):
    """A value that will not do; `text` says why."""

    def __init__(self, text: Text, *, of_shape: bool = True) -> None:
        super().__init__(text)
        self.text = text
        self.of_shape = of_shape


def short(value: object) -> str:
    """Return a value for a sentence."""
    told = str(value).encode("utf-8", "replace").decode()
    return told if len(told) <= 40 else told[:40] + "…"


def key(value: Any) -> str:
    """An id."""
    if isinstance(value, str) and 1 <= len(value) <= LONGEST_ID and _UNSPEAKABLE.search(value) is None:
        return value
    raise Wrong(words.NO_ID.filled(most=LONGEST_ID))


def day(value: Any) -> date:
    """A day as `2026-10-12`."""
    found = _day(value) if isinstance(value, str) else None
    if found is None:
        # A day that looks like one but is not in the calendar, such as 2026-02-30, passes the schema's pattern.
        looks = isinstance(value, str) and _DAY.fullmatch(value) is not None
        raise Wrong(words.NO_DAY.filled(value=short(value)), of_shape=not looks)
    return found


@lru_cache(maxsize=4096)
def _day(value: str) -> date | None:
    if _DAY.fullmatch(value) is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def week(value: Any) -> str:
    """An ISO week as `2026-W50`."""
    found = _WEEK.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise Wrong(words.NO_WEEK.filled(value=short(value)))
    try:
        date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise Wrong(words.NO_WEEK.filled(value=short(value)), of_shape=False) from None
    return str(value)


def flag(value: Any) -> bool:
    """True or false."""
    if isinstance(value, bool):
        return value
    raise Wrong(words.NO_FLAG.filled(value=short(value)))


def number(most: float, least: float = 0) -> Check[float]:
    """Return the check of a finite number from `least` to `most`."""

    def check(value: Any) -> float:
        if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):  # noqa: SIM102
            if least <= value <= most:
                return float(value)
        raise Wrong(words.NO_NUMBER.filled(value=short(value), least=least, most=most))

    return check


def whole(most: int, least: int = 0) -> Check[int]:
    """Return the check of a whole number from `least` to `most`; 2.0 is one, as JSON Schema has it."""

    def check(value: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        raise Wrong(words.NO_WHOLE.filled(value=short(value), least=least, most=most))

    return check


need = number(GREATEST_NEED)
hours = number(MOST_HOURS)
hours_per_week = number(MOST_HOURS_PER_WEEK)
length = whole(LONGEST_ITEM, least=1)
gap = whole(LONGEST_ITEM)
new = whole(MOST_NEW)
