"""A proposal beside today's plan: what would move and why, what has no day, and the wheel of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from digivuosi.apps.timing.models import Run
from digivuosi.apps.timing.queries.runs import Plan
from digivuosi.apps.timing.queries.situations import Situation
from digivuosi.apps.timing.queries.standing import Fast, Stood
from digivuosi.apps.wheel.queries import entries_of, year_of
from digivuosi.domain.texts import Text
from digivuosi.domain.timing.explaining import explain_in
from digivuosi.domain.timing.moving import Surroundings
from digivuosi.domain.timing.reasons import reasons_for
from digivuosi.domain.toolkit.toolkit import Theme
from digivuosi.domain.wheel.drawing import draw
from digivuosi.domain.wheel.placing import Place
from digivuosi.domain.wheel.svg import page_svg

PAST = Text.of(
    fi="Sen aika on jo mennyt, eikä sitä ole merkitty tehdyksi.",
    sv="Dess tid har redan gått, och den är inte märkt som gjord.",
    en="Its time has passed already, and it is not marked as done.",
)


@dataclass(frozen=True)
class Moving:
    """One item that the plan moves."""

    item: str
    stood: Stood
    theme: Theme | None
    to: Place
    reasons: tuple[Text, ...]
    is_changed: bool
    """Whether someone has changed it since the proposal was made, so that it stays."""


@dataclass(frozen=True)
class Homeless:
    """One item that no day could be found for; it stays where it is."""

    item: str
    stood: Stood
    reasons: tuple[Text, ...]


@dataclass(frozen=True)
class Shown:
    """A proposal as a page shows it."""

    moves: list[Moving]
    homeless: list[Homeless]
    staying: int
    """How many may move and stay."""
    starts: Mapping[str, date]
    """The whole plan, with what stands fast."""


def shown_plan(situation: Situation, run: Run, plan: Plan) -> Shown:
    """Compare a plan with today's, and say of each move why."""
    known = {item: day for item, day in plan.starts.items() if item in situation.items}
    starts = {**situation.now, **known}
    for item in plan.missing:
        starts.pop(item, None)
    why = reasons_for(situation.grid, starts)
    moves = []
    for item, first in known.items():
        stood = situation.items[item]
        if situation.now.get(item) == first:
            continue
        lines = why[item].lines(situation.names) if item in why else ()
        if stood.last < situation.today:
            lines = (PAST,)
        moves.append(
            Moving(
                item,
                stood,
                stood.toolkit.theme(stood.measure.theme),
                situation.place(item, first),
                lines,
                is_changed(situation, run, item),
            )
        )
    moves.sort(key=lambda move: (move.to.first, move.item))
    homeless = _homeless(situation, plan, starts)
    return Shown(moves, homeless, len(situation.movable) - len(moves) - len(homeless), starts)


def is_changed(situation: Situation, run: Run, item: str) -> bool:
    """Whether an item stands elsewhere than when the proposal was made, or may not move any more."""
    stood = situation.items[item]
    fast = situation.fast.get(item)
    moved = [stood.first.isoformat(), stood.last.isoformat()] != run.stood.get(item)
    return moved or (fast is not None and fast is not Fast.NOT_CHOSEN)


def _homeless(situation: Situation, plan: Plan, starts: Mapping[str, date]) -> list[Homeless]:
    missing = [item for item in plan.missing if item in situation.items]
    if not missing:
        return []
    around = Surroundings(situation.grid, starts)
    return [
        Homeless(
            item,
            situation.items[item],
            tuple(one.told(situation.names) for one in explain_in(around, situation.grid.items[item]).earlier),
        )
        for item in missing
    ]


def proposal_wheel(situation: Situation, shown: Shown, language: str) -> str:
    """Today's wheel with what would move in full ink, and its new places drawn as proposals; the rest is dimmed."""
    school = situation.school
    assert school is not None  # noqa: S101  (only a school has a wheel)
    year = year_of(school, situation.year)
    given = entries_of(year, language)
    to = {str(move.stood.placement): move.to for move in shown.moves}
    entries = [replace(entry, dimmed=entry.key not in to) for entry in given.entries]
    ghosts = [
        replace(entry, row=len(entries) + number, first=place.first, last=place.last, ghost=True, key="")
        for number, (entry, place) in enumerate(
            ((entry, to[entry.key]) for entry in given.entries if entry.key in to), start=1
        )
    ]
    drawing = draw(
        [*entries, *ghosts],
        year.calendar,
        given.rings,
        paper="screen",
        language=language,
        themes=given.themes,
        today=situation.today if situation.today in year.calendar else None,
    )
    return page_svg(drawing, prefix="proposal", role="img")
