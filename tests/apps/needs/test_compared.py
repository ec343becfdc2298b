"""What the last round is compared with: only what was asked in the same way; and over all schools in a few queries."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope, scopes_disabled

from digivuosi.apps.needs.queries.followed import over_all_schools
from digivuosi.apps.schools.actions import add_school
from digivuosi.apps.toolkit.actions import change_item, publish
from digivuosi.apps.toolkit.queries import draft_of, toolkit_of
from digivuosi.apps.wheel.actions import take_chosen
from digivuosi.apps.wheel.models import Placement, Status
from tests.apps.needs.rounds import answer, closed, opened, surveyed, text
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_over_all_schools_the_queries_do_not_grow_with_the_schools reads both rounds on both"
)

__all__ = ["surveyed"]
THEN = date(2026, 10, 6)
NOW = THEN + timedelta(days=365)
OTHERWISE = "Viimeksi kysyttiin toisin, joten vertailua ei ole."
BETTER = "Parempi kuin viimeksi"


def round_of(town: Municipality, opens: date, step: int) -> int:
    one = opened(town, opens=opens, closes=opens + timedelta(days=10))
    answer(town, one, [dict.fromkeys(("s1", "s2", "s3"), step + n % 2) for n in range(10)])
    closed(town, one, opens + timedelta(days=10))
    return one.pk


def statement_changed(town: Municipality, words: str) -> None:
    by, provider = town.people["coordinator"], town.provider
    toolkit, row = toolkit_of(provider), draft_of(provider)
    assert toolkit is not None
    assert row is not None
    old = toolkit.statement("s1")
    assert old is not None
    item = replace(old, text=text(words))
    change_item(by=by, provider=provider, kind="statements", key="s1", item=item, version=row.version)
    publish(by=by, provider=provider, name="2027-1")


@NO_SECOND
@pytest.mark.parametrize(("words", "is_compared"), [("väite 1!", True), ("Aivan muuta kysytään", False)])
def test_a_statement_that_asks_something_else_is_not_compared(
    words: str, is_compared: bool, surveyed: Municipality, principal: Someone
) -> None:
    round_of(surveyed, THEN, 1)
    statement_changed(surveyed, words)
    later = round_of(surveyed, NOW, 4)
    page = re.sub(r"\s+", " ", principal.get(f"/kuusela/kivelan-koulu/needs/{later}/").content.decode())
    reading = principal.get(f"/kuusela/kivelan-koulu/needs/{later}/").context["reading"]
    changes = {one.need: one.change is not None for one in reading.summary.areas}
    assert changes == {"technical-help": is_compared, "pedagogical-help": True, "resources": True}
    assert (OTHERWISE in page) != is_compared
    assert BETTER in page


def test_over_all_schools_the_queries_do_not_grow_with_the_schools(surveyed: Municipality) -> None:
    by, provider = surveyed.people["coordinator"], surveyed.provider
    toolkit = toolkit_of(provider)
    assert toolkit is not None
    key = next(one.key for one in toolkit.measures if "technical-help" in one.needs)
    round_of(surveyed, THEN, 1)
    round_of(surveyed, NOW, 4)
    counts = []
    for number in (0, 4):
        schools = [add_school(by=by, provider=provider, name=f"Koulu {number} {n}") for n in range(number)]
        for school in (surveyed.school, *schools):
            with scope(provider=provider, school=school):
                if not Placement.objects.filter(school=school, measure_key=key).exists():
                    take_chosen(by=by, school=school, year=YEAR, measure_keys=[key])
        with scopes_disabled():
            placed = Placement.objects.filter(measure_key=key)
            placed.update(status=Status.DONE, first=date(2027, 1, 11), last=date(2027, 1, 12))
        with CaptureQueriesContext(connection) as queries:
            over_all_schools(provider, key)
        counts.append(len(queries))
    assert counts[0] == counts[1]
