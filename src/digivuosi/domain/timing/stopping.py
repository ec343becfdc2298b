"""What stops a move, in sentences: many starts and many stops become as few sentences as say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.timing import why_words as words
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.moving import Block, Stop, Surroundings
from digivuosi.domain.timing.plan import capacity, hundredths
from digivuosi.domain.timing.rules import Rule
from digivuosi.domain.timing.saying import Sentence, audience, item, person, say, week_number

MOST_SENTENCES = 5
"""So many reasons a reader takes in; the ones that stop most starts are told."""
Key = tuple[object, ...]


def sentences_for(around: Surroundings, block: Block, stops: Mapping[int, Sequence[Stop]]) -> list[Sentence]:
    """Return the fewest sentences (nearly) that tell of every start in `stops` one thing that stops it."""
    chosen = _fewest(around.grid, stops)
    return [_sentence(around, block, found) for found in chosen[:MOST_SENTENCES]]


def _key(grid: Grid, stop: Stop) -> Key:
    """Stops with the same key are told in one sentence."""
    if stop.rule is Rule.ORDER:
        return stop.rule, stop.item, stop.before, stop.others
    if stop.rule is Rule.HOURS:
        away = stop.week is not None and grid.weeks[stop.week] in grid.problem.people[stop.person or 0].absent_weeks
        return stop.rule, stop.person, away, not stop.others
    if stop.rule is Rule.ONE_AT_A_TIME:
        return stop.rule, stop.person
    return stop.rule, stop.item, stop.before


def _fewest(grid: Grid, stops: Mapping[int, Sequence[Stop]]) -> list[list[tuple[int, Stop]]]:
    """Choose sentence by sentence the one that tells of most starts not yet told of.

    Orders, pins and windows come before hours when they tell of as many: they are easier to see.
    """
    by_key: dict[Key, list[tuple[int, Stop]]] = defaultdict(list)
    for start, found in stops.items():
        for stop in found:
            by_key[_key(grid, stop)].append((start, stop))
    untold = set(stops)
    chosen = []
    while untold and by_key:
        best = max(by_key, key=lambda key: (len(untold & {start for start, _ in by_key[key]}), key[0] != Rule.HOURS))
        told = by_key.pop(best)
        fresh = [(start, stop) for start, stop in told if start in untold]
        if not fresh:
            break
        chosen.append(fresh)
        untold -= {start for start, _ in fresh}
    return chosen


def _sentence(around: Surroundings, block: Block, found: Sequence[tuple[int, Stop]]) -> Sentence:
    _, first = found[0]
    grid = around.grid
    one = grid.problem.items[first.item]
    others = tuple(dict.fromkeys(other for _, stop in found for other in stop.others))
    weeks = sorted({stop.week for _, stop in found if stop.week is not None})
    names = item(*(grid.problem.items[other].id for other in others))
    match first.rule:
        case Rule.WINDOW:
            sentence = _window(grid, first)
        case Rule.ORDER:
            sentence = _order(around, first)
        case Rule.HOURS:
            return _hours(around, block, found, weeks)
        case Rule.ONE_AT_A_TIME:
            return say(words.BUSY, person=person(grid.problem.people[first.person or 0].id), others=names)
        case Rule.QUIET:
            sentence = say(words.QUIET, weeks=weeks_text(grid, weeks))
        case Rule.NEW:
            facts = {"weeks": weeks_text(grid, weeks, capital=True), "audience": audience(one.new_for or "")}
            sentence = say(words.ENOUGH_NEW, **facts, others=names)
        case _:
            alone = len(block) == 1 or first.item == block[0]
            text = words.AGREED if alone else words.AGREED_OF_ANOTHER
            return say(text, item=item(one.id), day=one.pinned or "")
    # Of a block the reader asked about one item; when another is stopped, say which.
    return sentence if len(block) == 1 else say(words.OF_ANOTHER, item=item(one.id), sentence=sentence)


def _window(grid: Grid, stop: Stop) -> Sentence:
    window = grid.problem.items[stop.item].window
    if stop.before:
        return say(words.WINDOW_BEGINS, day=window.earliest or grid.days[0])
    if window.latest is None or window.latest > grid.days[-1]:
        return say(words.YEAR_ENDS, day=grid.days[-1])
    return say(words.WINDOW_ENDS, day=window.latest)


def _order(around: Surroundings, stop: Stop) -> Sentence:
    grid, other = around.grid, stop.others[0]
    start = around.plan.start[other] or 0
    names = item(grid.problem.items[other].id)
    if not stop.before:
        return say(words.THEN_COMES, others=names, day=grid.days[start])
    gap = max(gap for before, gap in grid.places[stop.item].after if before == other)
    text = words.FIRST_COMES_AND_GAP if gap else words.FIRST_COMES
    return say(text, others=names, day=grid.days[around.plan.end(other, start)], gap=gap)


def _hours(around: Surroundings, block: Block, found: Sequence[tuple[int, Stop]], weeks: Sequence[int]) -> Sentence:
    grid, (_, first) = around.grid, found[0]
    who = first.person or 0
    name = person(grid.problem.people[who].id)
    others = tuple(dict.fromkeys(other for _, stop in found for other in stop.others))
    names = item(*(grid.problem.items[other].id for other in others))
    if any(grid.weeks[week] in grid.problem.people[who].absent_weeks for week in weeks):
        return say(words.AWAY, person=name, weeks=weeks_text(grid, weeks))
    if len(weeks) > 1:
        text = words.FULL_WEEKS if others else words.SMALL_WEEKS
        return say(text, person=name, weeks=weeks_text(grid, weeks), others=names)
    (week,) = weeks
    # Of several starts that need this week differently, the one that needs least of it tells most.
    needed = min(around.needs(block, start)[who, week] for start, _ in found)
    has = capacity(grid, who, week)
    own = around.needs_now(block).get((who, week), Fraction(0))
    free = max(Fraction(0), has - around.plan.hours.get((who, week), Fraction(0)) + own)
    text = words.SMALL_WEEK if not others else words.CROWDED_WEEK if hundredths(free) else words.FULL_WEEK
    facts = {"person": name, "week": week_number(grid.weeks[week]), "has": has, "free": free}
    return say(text, **facts, needed=needed, others=names)


def weeks_text(grid: Grid, weeks: Iterable[int], *, capital: bool = False) -> Text:
    """Return `viikko 40` or `viikot 34, 36–38`, in the order of the school year."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    told = ", ".join(_run(grid, run) for run in runs)
    one = len(runs) == 1 and len(runs[0]) == 1
    text = (words.ONE_WEEK if one else words.WEEKS).filled(weeks=told)
    return Text.from_mapping({key: text.get(key).capitalize() for key in LANGUAGES}) if capital else text


def _run(grid: Grid, run: Sequence[int]) -> str:
    numbers = [week_number(grid.weeks[week]) for week in run]
    if len(numbers) < 3:
        return ", ".join(str(number) for number in numbers)
    return f"{numbers[0]}–{numbers[-1]}"
