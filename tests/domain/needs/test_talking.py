"""The agenda of the digital talk, and the sheet for a school under five."""

from __future__ import annotations

from digivuosi.domain.needs.strongest import strongest
from digivuosi.domain.needs.summarising import summarise
from digivuosi.domain.needs.talking import MINUTES, MOST_STATEMENTS, agenda, discussion_sheet
from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.needs.rounds import TEACHERS, round_of, varied


def test_the_talk_takes_half_an_hour_and_begins_with_what_works(starter: Toolkit) -> None:
    last = round_of(starter, {"north": varied("resources", *[1, 2] * 6)})
    now = round_of(starter, {"north": varied("resources", *[5, 4] * 6)})
    summary = summarise(starter, now, "north", last=last)
    needs = strongest(starter, summary)
    items = agenda(starter, summary, needs)
    assert sum(item.minutes for item in items) == MINUTES
    assert all(item.minutes > 0 for item in items)
    assert items[0].words.get("fi").startswith("Mikä toimii?")
    assert [item.need for item in items if item.need] == [*(one.need for one in needs), "resources"]
    assert all(set(item.words.languages) == set(LANGUAGES) for item in items)


def test_without_needs_there_is_still_a_talk(starter: Toolkit) -> None:
    summary = summarise(starter, round_of(starter, {}), "north")
    assert sum(item.minutes for item in agenda(starter, summary, ())) == MINUTES


def test_a_school_under_five_gets_every_area_on_one_page(starter: Toolkit) -> None:
    sheet = discussion_sheet(starter, TEACHERS)
    assert [area.need for area in sheet.areas] == [need.key for need in starter.needs]
    assert all(0 < len(area.statements) <= MOST_STATEMENTS for area in sheet.areas)
    assert not any(one.branches for area in sheet.areas for one in area.statements)
