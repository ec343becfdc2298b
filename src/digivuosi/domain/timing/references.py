"""Whether the parts of a problem fit together: ids once, references known, no circle in the order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from digivuosi.domain.texts import Text
from digivuosi.domain.timing import fault_words as words
from digivuosi.domain.timing.faults import Fault
from digivuosi.domain.timing.fields import short
from digivuosi.domain.timing.problem import Problem

SHOWN_IN_A_CIRCLE = 8


def faults_between(problem: Problem) -> Iterator[Fault]:
    """Yield what does not fit together. Circles are looked for only when all else is well."""
    sound = True
    for fault in (*_twice(problem), *_unknown(problem)):
        sound = False
        yield fault
    if sound:
        circle = find_circle(problem)
        if circle:
            told = " → ".join(short(one) for one in circle[:SHOWN_IN_A_CIRCLE])
            told += " → …" if len(circle) > SHOWN_IN_A_CIRCLE else ""
            number = next(n for n, item in enumerate(problem.items) if item.id == circle[0])
            yield _fault(words.CIRCLE.filled(items=told), f"items[{number}].after", short(circle[0]))


def _fault(text: Text, where: str, key: str) -> Fault:
    return Fault(text, where, key, of_shape=False)


def _twice(problem: Problem) -> Iterator[Fault]:
    lists: tuple[tuple[str, Iterable[str]], ...] = (
        ("schools", (one.id for one in problem.schools)),
        ("people", (one.id for one in problem.people)),
        ("items", (one.id for one in problem.items)),
    )
    for name, ids in lists:
        seen: dict[str, int] = {}
        for number, key in enumerate(ids):
            if key in seen:
                told = words.ID_TWICE.filled(id=short(key), where=f"{name}[{seen[key]}]")
                yield _fault(told, f"{name}[{number}].id", short(key))
            else:
                seen[key] = number


def _unknown(problem: Problem) -> Iterator[Fault]:
    schools = {one.id for one in problem.schools}
    people = {one.id for one in problem.people}
    items = {one.id for one in problem.items}
    for number, item in enumerate(problem.items):
        where, key = f"items[{number}]", short(item.id)
        if item.school is not None and item.school not in schools:
            yield _fault(words.UNKNOWN_SCHOOL.filled(id=short(item.school)), f"{where}.school", key)
        workers = [work.person for work in item.work]
        for place, who in enumerate(workers):
            if who not in people:
                yield _fault(words.UNKNOWN_PERSON.filled(id=short(who)), f"{where}.work[{place}].person", key)
            elif who in workers[:place]:
                yield _fault(words.PERSON_TWICE.filled(id=short(who)), f"{where}.work[{place}].person", key)
        before = [after.item for after in item.after]
        for place, other in enumerate(before):
            if other == item.id:
                yield _fault(words.AFTER_ITSELF, f"{where}.after[{place}].item", key)
            elif other not in items:
                yield _fault(words.UNKNOWN_ITEM.filled(id=short(other)), f"{where}.after[{place}].item", key)
            elif other in before[:place]:
                yield _fault(words.ITEM_TWICE.filled(id=short(other)), f"{where}.after[{place}].item", key)


def find_circle(problem: Problem) -> Sequence[str]:
    """Return the ids along one circle of the order, its first one at both ends; empty when there is none.

    Items whose predecessors are all done are taken away until none is left; what remains holds a circle.
    """
    before = {item.id: {after.item for after in item.after} for item in problem.items}
    later: dict[str, list[str]] = {}
    for key, others in before.items():
        for other in others:
            later.setdefault(other, []).append(key)
    waiting = {key: len(others) for key, others in before.items()}
    free = [key for key, count in waiting.items() if not count]
    while free:
        done = free.pop()
        del waiting[done]
        for key in later.get(done, ()):
            waiting[key] -= 1
            if not waiting[key]:
                free.append(key)
    if not waiting:
        return ()
    path: list[str] = [next(iter(waiting))]
    while (step := min(other for other in before[path[-1]] if other in waiting)) not in path:
        path.append(step)
    # The path went backwards, from what waits to what it waits for.
    circle = [*path[path.index(step) :], step]
    return circle[::-1]
