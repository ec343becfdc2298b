"""What a problem demands, one by one: a window, an order, somebody's hours. A conflict is a set of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from digivuosi.domain.schoolyear.dates import span_text
from digivuosi.domain.texts import Text
from digivuosi.domain.timing import conflict_words as words
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.saying import Sentence, audience, exact, group, item, person, say, school
from digivuosi.domain.timing.stopping import weeks_text


class Kind(StrEnum):
    """What a demand is about, and what `subject` and `other` are."""

    PIN = "pin"
    """The agreed start of an item."""
    WINDOW = "window"
    """The window of an item."""
    QUIET = "quiet"
    """An item and the quiet weeks of its school."""
    ORDER = "order"
    """An item and the one that comes before it."""
    TOGETHER = "together"
    """A group that starts on the same day."""
    HOURS = "hours"
    """A person's weekly hours and absent weeks."""
    ONE = "one"
    """A person who does one thing at a time."""
    NEW = "new"
    """A school and a target group: how many new things may start in a week."""


@dataclass(frozen=True, slots=True, order=True)
class Demand:
    """One demand; `subject` and `other` are ids."""

    kind: Kind
    subject: str
    other: str = ""


def demand_sentence(grid: Grid, demand: Demand) -> Sentence:
    """Return a demand in words."""
    return _SENTENCES[demand.kind](grid, demand)


def smallest(demands: Sequence[Demand], fails: Callable[[Sequence[Demand]], bool]) -> list[Demand]:
    """Return a smallest part of `demands` that still fails: without any one of it, it would not.

    `fails` must say yes for all of them and must not say no to more when it says yes to less. QuickXplain (Junker,
    AAAI 2004): halves are dropped at once, so that few questions find a small conflict among many demands.
    """

    def explain(known: list[Demand], added: bool, rest: list[Demand]) -> list[Demand]:
        if added and fails(known):
            return []
        if len(rest) == 1:
            return rest
        half = len(rest) // 2
        first, second = rest[:half], rest[half:]
        of_second = explain([*known, *first], bool(first), second)
        of_first = explain([*known, *of_second], bool(of_second), first)
        return [*of_first, *of_second]

    return explain([], False, list(demands)) if demands else []


# --- in words ------------------------------------------------------------------------------------------------


def _pin(grid: Grid, demand: Demand) -> Sentence:
    return say(words.PIN, item=item(demand.subject), day=grid.problem.items[grid.items[demand.subject]].pinned or "")


def _window(grid: Grid, demand: Demand) -> Sentence:
    one = grid.problem.items[grid.items[demand.subject]]
    facts = {"item": item(one.id), "days": one.days}
    first, last = one.window.earliest or grid.days[0], one.window.latest or grid.days[-1]
    return say(words.WINDOW, **facts, span=window_text(first, last))


def window_text(first: date, last: date) -> Text:
    """A window in words."""
    return span_text(first, last)


def _quiet(grid: Grid, demand: Demand) -> Sentence:
    one = grid.problem.items[grid.items[demand.subject]]
    hushed = grid.quiet(one.school)
    weeks = [week for week, name in enumerate(grid.weeks) if name in hushed]
    return say(words.QUIET, item=item(one.id), weeks=weeks_text(grid, weeks))


def _order(grid: Grid, demand: Demand) -> Sentence:
    one = grid.problem.items[grid.items[demand.subject]]
    gap = max(after.gap_days for after in one.after if after.item == demand.other)
    text = words.ORDER_AND_GAP if gap else words.ORDER
    return say(text, item=item(demand.subject), before=item(demand.other), gap=gap)


def _together(_grid: Grid, demand: Demand) -> Sentence:
    return say(words.TOGETHER, group=group(demand.subject))


def _hours(grid: Grid, demand: Demand) -> Sentence:
    who = grid.problem.people[grid.people[demand.subject]]
    away = [week for week, name in enumerate(grid.weeks) if name in who.absent_weeks]
    facts = {"person": person(who.id), "hours": exact(who.hours_per_week)}
    if away:
        return say(words.HOURS_AND_AWAY, **facts, weeks=weeks_text(grid, away))
    return say(words.HOURS, **facts)


def _one(_grid: Grid, demand: Demand) -> Sentence:
    return say(words.ONE, person=person(demand.subject))


def _new(grid: Grid, demand: Demand) -> Sentence:
    most = grid.problem.new_per_week[demand.other]
    return say(words.NEW, school=school(demand.subject), audience=audience(demand.other), most=most)


_SENTENCES: dict[Kind, Callable[[Grid, Demand], Sentence]] = {
    Kind.PIN: _pin,
    Kind.WINDOW: _window,
    Kind.QUIET: _quiet,
    Kind.ORDER: _order,
    Kind.TOGETHER: _together,
    Kind.HOURS: _hours,
    Kind.ONE: _one,
    Kind.NEW: _new,
}
