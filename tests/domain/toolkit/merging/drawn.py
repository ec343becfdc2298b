"""Three sides at a time for the laws of merging, drawn once for all of them.

To make up a toolkit takes ten times as long as to merge it, and what one law is asked about is good for every other.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import signature
from random import Random

from hypothesis import HealthCheck, Phase, given, settings

from digivuosi.domain.toolkit.merging.places import Side
from tests.domain.toolkit.merging.strategies import sides

NUMBER = settings().max_examples


@cache
def drawn() -> tuple[tuple[Side, Side, Side], ...]:
    """With `CI` set the same on every run, else new ones, as the profile of hypothesis says."""
    found: list[tuple[Side, Side, Side]] = []

    # Nothing is asked here, so nothing can fail, be found again or shrink; a law tells of all three as they are.
    @settings(max_examples=NUMBER, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(sides(), sides(), sides())
    def draw(base: Side, ours: Side, theirs: Side) -> None:
        found.append((base, ours, theirs))

    draw()
    assert len(found) >= NUMBER
    return tuple(found)


def every_merge(law: Callable[..., None]) -> Callable[[], None]:
    """Make a test of a law of two sides, of three, or of three and dice: it is asked of all that were drawn."""
    wanted = len(signature(law).parameters)

    def test() -> None:
        for number, three in enumerate(drawn()):
            try:
                law(*(*three, Random(number))[:wanted])  # noqa: S311 - nothing secret
            except BaseException as wrong:
                wrong.add_note(f"number {number} of those drawn:\n" + "\n".join(repr(side) for side in three))
                raise

    test.__name__, test.__doc__, test.__module__ = law.__name__, law.__doc__, law.__module__
    return test
