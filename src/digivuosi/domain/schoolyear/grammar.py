"""Rules of time as values, and reading them from their written form.

The grammar with examples is in docs/time-rules.md, which the tests read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from digivuosi.domain.schoolyear.dates import MONTHS
from digivuosi.domain.schoolyear.law import FIRST_YEAR, LAST_YEAR
from digivuosi.domain.schoolyear.parts import BREAKS, FIXED_POINTS, KEY_LENGTH, OWN_KEY, RESERVED_KEYS, TERMS
from digivuosi.domain.texts import Text

ANY_DAY = "any day"
LONGEST_RULE = 200
UNITS = ("day", "school-day", "week", "month")
PARTS = ("early", "mid", "late")
_DAYS_IN_MONTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LARGEST_SHIFT = {"day": 366, "school-day": 200, "week": 53, "month": 12}
_MOST_SHIFTS = 4


class RuleError(ValueError):
    """A rule that cannot be read; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.get("en"))
        self.text = text


@dataclass(frozen=True)
class Anchor:
    """A point or stretch of every school year, or an own date of this one, by its key."""

    key: str

    def __str__(self) -> str:
        return self.key

    @property
    def is_own(self) -> bool:
        return self.key not in RESERVED_KEYS


@dataclass(frozen=True)
class MonthDay:
    month: int
    day: int

    def __str__(self) -> str:
        return f"{self.day} {MONTHS[self.month - 1]}"


@dataclass(frozen=True)
class ExactDate:
    day: date

    def __str__(self) -> str:
        return self.day.isoformat()


@dataclass(frozen=True)
class Shift:
    count: int
    """Negative for earlier."""
    unit: str

    def __str__(self) -> str:
        number = abs(self.count)
        return f"{'-' if self.count < 0 else '+'} {number} {self.unit}{'' if number == 1 else 's'}"


@dataclass(frozen=True)
class Point:
    """An anchor or a date, the school day before or after an anchor, and steps from there."""

    base: Anchor | MonthDay | ExactDate
    side: str = ""
    """`before`, `after` or nothing."""
    shifts: tuple[Shift, ...] = ()

    def __str__(self) -> str:
        return " ".join(filter(None, (self.side, str(self.base), *map(str, self.shifts))))


@dataclass(frozen=True)
class MonthSpan:
    month: int
    part: str = ""

    def __str__(self) -> str:
        return f"{self.part} {MONTHS[self.month - 1]}".strip()


@dataclass(frozen=True)
class WeekSpan:
    """An ISO week by its number."""

    number: int

    def __str__(self) -> str:
        return f"week {self.number}"


@dataclass(frozen=True)
class WeekBeside:
    """The n-th school week before or after an anchor."""

    number: int
    side: str
    anchor: Anchor

    def __str__(self) -> str:
        return f"week {self.number} {self.side} {self.anchor}"


@dataclass(frozen=True)
class EndWeeks:
    """The first or the last weeks with school, of the year or of a month."""

    end: str
    number: int
    month: int = 0
    """1–12; 0 for the whole year."""

    def __str__(self) -> str:
        words = f"{self.end} {self.number} week{'' if self.number == 1 else 's'}"
        return f"{words} of {MONTHS[self.month - 1]}" if self.month else words


@dataclass(frozen=True)
class TermSpan:
    key: str

    def __str__(self) -> str:
        return self.key


What = Point | MonthSpan | WeekSpan | WeekBeside | EndWeeks | TermSpan


@dataclass(frozen=True)
class Rule:
    """A rule of time; `str()` gives its written form."""

    what: What
    any_day: bool = False
    """Whether it may land on days without school."""

    def __str__(self) -> str:
        return f"{self.what} {ANY_DAY}" if self.any_day else str(self.what)

    @property
    def anchors(self) -> tuple[Anchor, ...]:
        """The anchors it names."""
        if isinstance(self.what, WeekBeside):
            return (self.what.anchor,)
        if isinstance(self.what, Point) and isinstance(self.what.base, Anchor):
            return (self.what.base,)
        return ()


@lru_cache(maxsize=8192)
def parse_rule(written: str) -> Rule:
    """Read a rule such as `school-start + 2 weeks`; raises RuleError with the reason in words."""
    if len(written) > LONGEST_RULE:
        raise RuleError(
            Text.of(
                fi=f"Aikasääntö on liian pitkä (yli {LONGEST_RULE} merkkiä).",
                sv=f"Tidsregeln är för lång (över {LONGEST_RULE} tecken).",
                en=f"The time rule is too long (over {LONGEST_RULE} characters).",
            )
        )
    words = " ".join(written.lower().replace("−", "-").replace("–", "-").split())
    if not words:
        raise RuleError(Text.of(fi="Aikasääntö puuttuu.", sv="Tidsregeln saknas.", en="The time rule is missing."))
    any_day = words.endswith(" " + ANY_DAY)
    return Rule(_what(words.removesuffix(" " + ANY_DAY)), any_day)


def _what(words: str) -> What:
    return _month(words) or _weeks(words) or _term(words) or _point(words)


def _month(words: str) -> MonthSpan | None:
    found = re.fullmatch(rf"(?:({'|'.join(PARTS)}) )?({'|'.join(MONTHS)})", words)
    return MonthSpan(MONTHS.index(found[2]) + 1, found[1] or "") if found else None


def _term(words: str) -> TermSpan | None:
    return TermSpan(words) if words in TERMS else None


def _weeks(words: str) -> WeekSpan | WeekBeside | EndWeeks | None:
    found = re.fullmatch(r"week (\d{1,3})(?: (before|after) (\S+))?", words)
    if found:
        number = _between(int(found[1]), 1, 53, words)
        return WeekBeside(number, found[2], _anchor(found[3], words)) if found[2] else WeekSpan(number)
    found = re.fullmatch(r"(first|last) (?:(\d{1,3}) weeks?|week)(?: of (\S+))?", words)
    if found is None:
        return None
    number = _between(int(found[2] or 1), 1, 53, words)
    if found[3] and found[3] not in MONTHS:
        raise _unreadable(words, found[3])
    return EndWeeks(found[1], number, MONTHS.index(found[3]) + 1 if found[3] else 0)


def _point(words: str) -> Point:
    """Read a base and the steps from it; what is left over is what the rule stumbles on."""
    steps = list(re.finditer(r" ?(?<=[ ])([+-]) ?(\d{1,4}) ?([a-z-]+)", words))
    base_words = words[: steps[0].start()].strip() if steps else words
    rest = words[len(base_words) :] if steps else ""
    if "".join(step[0] for step in steps).replace(" ", "") != rest.replace(" ", ""):
        raise _unreadable(words, rest.strip())
    if len(steps) > _MOST_SHIFTS:
        raise _unreadable(words, steps[_MOST_SHIFTS][0].strip())
    base, side = _base(base_words, words)
    return Point(base, side, tuple(_shift(step, words) for step in steps))


def _base(base: str, words: str) -> tuple[Anchor | MonthDay | ExactDate, str]:
    found = re.fullmatch(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})", base)
    if found:
        month = MONTHS.index(found[2]) + 1
        return MonthDay(month, _between(int(found[1]), 1, _DAYS_IN_MONTH[month - 1], words)), ""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", base):
        return ExactDate(_exact(base, words)), ""
    found = re.fullmatch(r"(before|after) (\S+)", base)
    if found:
        return _anchor(found[2], words), found[1]
    return _anchor(base, words), ""


def _exact(written: str, words: str) -> date:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = date.min
    if FIRST_YEAR <= day.year <= LAST_YEAR + 1:
        return day
    raise RuleError(
        Text.of(
            fi=f"Aikasäännössä ”{words}” päivää {written} ei ole, tai se on liian kaukana.",
            sv=f"I tidsregeln ”{words}” finns inte datumet {written}, eller så är det för avlägset.",
            en=f"In the time rule “{words}” there is no date {written}, or it is too far away.",
        )
    )


def _anchor(key: str, words: str) -> Anchor:
    known = key in BREAKS or key in FIXED_POINTS
    own = OWN_KEY.fullmatch(key) is not None and key not in RESERVED_KEYS and len(key) <= KEY_LENGTH
    if not (known or own) or key in (*MONTHS, *PARTS, *UNITS, "week", "weeks", "first", "last", "before", "after"):
        raise _unreadable(words, key)
    return Anchor(key)


def _shift(step: re.Match[str], words: str) -> Shift:
    unit = step[3].removesuffix("s")
    if unit not in UNITS:
        raise _unreadable(words, step[3])
    count = _between(int(step[2]), 1, _LARGEST_SHIFT[unit], words)
    return Shift(-count if step[1] == "-" else count, unit)


def _between(number: int, least: int, most: int, words: str) -> int:
    if least <= number <= most:
        return number
    raise RuleError(
        Text.of(
            fi=f"Aikasäännössä ”{words}” luku {number} ei kelpaa: sen pitää olla {least}–{most}.",
            sv=f"I tidsregeln ”{words}” duger inte talet {number}: det ska vara {least}–{most}.",
            en=f"In the time rule “{words}” the number {number} does not do: it must be {least}–{most}.",
        )
    )


def _unreadable(words: str, part: str) -> RuleError:
    return RuleError(
        Text.of(
            fi=f"Aikasääntöä ”{words}” ei voi lukea: kohtaa ”{part}” ei tunneta.",
            sv=f"Tidsregeln ”{words}” kan inte läsas: ”{part}” är okänt.",
            en=f"The time rule “{words}” cannot be read: “{part}” is not known.",
        )
    )
