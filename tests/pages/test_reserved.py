"""Words of the program itself cannot become addresses of providers or schools."""

from __future__ import annotations

import re

from digivuosi.apps.schools.slugs import PROVIDER_RESERVED, SCHOOL_RESERVED
from tests.pages.addresses import walk

WORD = re.compile(r"[a-z][a-z0-9-]*")


def segments(route: str) -> list[str]:
    return [segment for segment in route.replace("^", "").split("/") if segment]


def test_first_words_are_reserved_for_providers() -> None:
    first = {segments(a.route)[0] for a in walk() if segments(a.route)}
    assert {word for word in first if WORD.fullmatch(word)} <= PROVIDER_RESERVED


def test_words_beside_schools_are_reserved_for_schools() -> None:
    second = {
        parts[1]
        for parts in (segments(a.route) for a in walk())
        if len(parts) > 1 and parts[0] == "<slug:provider>" and WORD.fullmatch(parts[1])
    }
    assert second <= SCHOOL_RESERVED
