"""Toolkits drawn once for all laws that are asked of them: to make one up takes ten times as long as to ask a law."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from inspect import signature

from hypothesis import HealthCheck, Phase, given, settings

from digivuosi.domain.toolkit.documents import from_document, to_document
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.toolkit.strategies import untidy_toolkits

NUMBER = settings().max_examples


@cache
def untidy() -> tuple[Toolkit, ...]:
    """With `CI` set the same on every run, else new ones, as the profile of hypothesis says."""
    found: list[Toolkit] = []

    # Nothing is asked here, so nothing can fail, be found again or shrink; a law tells of the toolkit as it is.
    @settings(max_examples=NUMBER, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(untidy_toolkits)
    def draw(toolkit: Toolkit) -> None:
        found.append(toolkit)

    draw()
    assert len(found) >= NUMBER
    return tuple(found)


@cache
def tidy() -> tuple[Toolkit, ...]:
    """The same in their normal form, as every reader makes them."""
    return tuple(from_document(to_document(toolkit)) for toolkit in untidy())


def every_toolkit(law: Callable[..., None]) -> Callable[[], None]:
    """Make a test of a law of one toolkit or of two: it is asked of all that were drawn, or of each with the next."""
    wanted = len(signature(law).parameters)

    def test() -> None:
        found = tidy()
        for number, toolkit in enumerate(found):
            asked = (toolkit, found[number - 1])[:wanted]
            try:
                law(*asked)
            except BaseException as wrong:
                wrong.add_note(f"number {number} of those drawn:\n" + "\n".join(repr(one) for one in asked))
                raise

    test.__name__, test.__doc__, test.__module__ = law.__name__, law.__doc__, law.__module__
    return test
