"""Why a problem has no plan: the smallest set of demands in conflict, in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from digivuosi.domain.schoolyear.dates import span_text
from digivuosi.domain.timing import conflict_words as words
from digivuosi.domain.timing.demands import Demand, Kind, demand_sentence, smallest
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.refuting import Refutation, Ties, refute
from digivuosi.domain.timing.saying import Sentence, audience, exact, item, person, say, school
from digivuosi.domain.timing.stopping import weeks_text

Core = Callable[[Grid, Collection[int]], "Sequence[Demand] | None"]
"""A search for a conflict that the quick proofs do not see, around some items (`solving/conflicts.py` has one)."""


@dataclass(frozen=True)
class Conflict:
    """Demands that no plan can meet together."""

    demands: tuple[Demand, ...]
    """Without any one of these the others could hold, as far as the proof goes."""
    sentence: Sentence
    """The conflict in one sentence."""
    details: tuple[Sentence, ...]
    """Each demand in a sentence."""
    refutation: Refutation | None = None
    """The quick proof, with its figures; None when a solver found the conflict."""


def find_conflict(grid: Grid, core: Core | None = None, missing: Collection[str] = ()) -> Conflict | None:
    """Return a conflict of a problem, or None when none is found.

    Quick proofs come first, in pure Python; what they do not see is left to `core`, which looks around the items that
    a search found no day for (`missing`, by id). None says nothing: a plan may exist or not.
    """
    ties = Ties(grid)
    refutation = refute(ties)
    if refutation is not None:
        return _of_refutation(ties, refutation)
    demands = core(grid, [grid.items[one] for one in missing]) if core is not None else None
    return conflict_of(grid, demands) if demands else None


def _of_refutation(ties: Ties, refutation: Refutation) -> Conflict:
    """Make the proof small: look at the items themselves first, then at ever more of what orders tie to them."""
    items: set[int] = set()
    for steps in (0, 1, 2, 4, None):
        items = ties.near(refutation.items, steps=steps)
        demands = ties.demands(items)
        if refute(ties, items, demands) is not None:
            break
    kept = smallest(demands, lambda some: refute(ties, items, some) is not None)
    small = refute(ties, items, kept) or refutation
    # The smallest conflict leaves out items that only make it worse; when it speaks of the same weeks, the figures are
    # those of all of them, for that is what a way out must make room for.
    if _interval(small) == _interval(refutation):
        small = refutation
    figures = small if small.kind in _INTERVALS else None
    return conflict_of(ties.grid, kept, figures, _items_of(ties.grid, kept) or small.items)


def _interval(one: Refutation) -> tuple[Kind, str, int, int]:
    return one.kind, one.subject, one.first, one.last


def _items_of(grid: Grid, demands: Collection[Demand]) -> tuple[int, ...]:
    about_items = (Kind.WINDOW, Kind.PIN, Kind.QUIET, Kind.ORDER)
    ids = [demand.subject for demand in demands if demand.kind in about_items]
    ids += [demand.other for demand in demands if demand.kind is Kind.ORDER]
    return tuple(sorted({grid.items[one] for one in ids}))


def conflict_of(
    grid: Grid, demands: Sequence[Demand], figures: Refutation | None = None, items: Sequence[int] = ()
) -> Conflict:
    """Return the conflict of some demands, in words."""
    ordered = tuple(sorted(demands, key=lambda one: (list(Kind).index(one.kind), one.subject, one.other)))
    details = tuple(demand_sentence(grid, demand) for demand in ordered)
    return Conflict(ordered, _headline(grid, ordered, figures, items), details, figures)


def _headline(grid: Grid, demands: Sequence[Demand], figures: Refutation | None, items: Sequence[int]) -> Sentence:
    if figures is not None:
        return _INTERVALS[figures.kind](grid, figures)
    involved = items or _items_of(grid, demands)
    kinds = {demand.kind for demand in demands}
    if len(involved) == 1:
        return say(words.NOWHERE, item=item(grid.problem.items[involved[0]].id))
    if kinds <= {Kind.WINDOW, Kind.PIN, Kind.ORDER} and Kind.ORDER in kinds:
        return say(words.TOO_LONG, items=item(*_chain(demands)))
    return say(words.TOGETHER_IMPOSSIBLE)


def _chain(demands: Sequence[Demand]) -> tuple[str, ...]:
    """The items of some orders, each after those that come before it."""
    before = {demand.subject: demand.other for demand in demands if demand.kind is Kind.ORDER}
    last = next((one for one in before if one not in before.values()), next(iter(before)))
    chain = [last]
    while chain[-1] in before and before[chain[-1]] not in chain:
        chain.append(before[chain[-1]])
    return tuple(reversed(chain))


# --- intervals that are too full -------------------------------------------------------------------------------


def _hours(grid: Grid, one: Refutation) -> Sentence:
    facts = {"person": person(one.subject), "weeks": weeks_text(grid, range(one.first, one.last + 1))}
    text = words.TOO_FEW_TIMES if one.counted else words.TOO_FEW_HOURS
    return say(text, **facts, has=exact(one.has), needed=exact(one.needed), count=len(one.items))


def _days(grid: Grid, one: Refutation) -> Sentence:
    facts = {"person": person(one.subject), "span": span_text(grid.days[one.first], grid.days[one.last])}
    return say(words.TOO_FEW_DAYS, **facts, has=int(one.has), needed=int(one.needed), count=len(one.items))


def _new(grid: Grid, one: Refutation) -> Sentence:
    facts = {"school": school(one.subject), "audience": audience(one.other)}
    weeks = weeks_text(grid, range(one.first, one.last + 1))
    return say(words.TOO_MUCH_NEW, **facts, weeks=weeks, has=int(one.has), needed=int(one.needed))


_INTERVALS: dict[Kind, Callable[[Grid, Refutation], Sentence]] = {Kind.HOURS: _hours, Kind.ONE: _days, Kind.NEW: _new}
