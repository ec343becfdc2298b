"""A coordinator plans the mentors' autumn round for all schools after an absence, and leaves the page meanwhile."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django_scopes import scopes_disabled
from playwright.sync_api import Page, expect

from digivuosi.apps.people.models import User
from digivuosi.apps.timing.actions import running, working
from digivuosi.apps.wheel.models import Placement
from tests.cast import Municipality

ABSENT = {(2026, week) for week in (45, 46, 47)}
MIKKOS = ("kuuselan-yhtenaiskoulu", "kivelan-koulu", "harjulan-koulu", "perakylan-koulu")
Days = dict[tuple[str, str, int], date]


class Queue:
    """A queue whose worker is the test."""

    def __init__(self) -> None:
        self.held: list[int] = []

    def enqueue(self, run: int) -> None:
        self.held.append(run)


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    made = Queue()
    monkeypatch.setattr(running, "work_on", made)
    return made


def days(town: Municipality) -> Days:
    """Where everything stands, at every school."""
    with scopes_disabled():
        rows = Placement.objects.filter(school__provider=town.provider).select_related("school")
        return {(row.school.slug, row.measure_key, row.occurrence): row.first for row in rows}


def moved(before: Days, after: Days) -> set[tuple[str, str, int]]:
    return {key for key in before if before[key] != after[key]}


def lost(found: Days) -> set[str]:
    """The schools that Mikko would visit while he is away."""
    visits = {school: found[school, "mentor-round", 1] for school in MIKKOS}
    return {school for school, day in visits.items() if day.isocalendar()[:2] in ABSENT}


def write_absence(page: Page) -> None:
    page.goto("/kuusela/timing/hours/")
    page.get_by_text("Merkitse poissaolo").click()
    page.locator("[name=user]").select_option(label="Mikko Sarvela")
    page.locator("[name=from_week]").select_option("2026-W45")
    page.locator("[name=to_week]").select_option("2026-W47")
    page.get_by_role("button", name="Tallenna poissaolo").click()
    expect(page.locator("#messages")).to_contain_text("Poissaolo on tallennettu")


def ask_for_a_new_round(page: Page) -> None:
    """The page of all schools says what no longer fits, and offers to plan anew."""
    page.get_by_role("link", name="Ajoitus kaikissa kouluissa").first.click()
    expect(page.get_by_role("main")).to_contain_text("Mikko Sarvela on poissa vk\u00a045–47; 2 käyntiä ei mahdu.")
    page.get_by_role("button", name="Suunnittele käynnit uudelleen").click()


def work_while_away(page: Page, town: Municipality, queue: Queue, before: Days) -> None:
    """The run waits; the page is left and found again, and the work is done meanwhile."""
    expect(page.locator("#search")).to_contain_text("odottaa vuoroaan")
    expect(page.get_by_role("button", name="Lopeta tähänastiseen parhaaseen")).to_be_visible()
    address = page.url
    page.goto("/kuusela/timing/")
    expect(page.locator("[aria-labelledby=before]")).to_contain_text("odottaa vuoroaan")
    assert days(town) == before
    (number,) = queue.held
    assert working.work_on.func(number) == "done"
    assert days(town) == before, "a proposal changes nothing"
    page.goto(address)


def read_the_moves(page: Page) -> None:
    """Every move has its sentence; what need not move is not among them."""
    moves = page.locator(".proposal-move")
    for number in range(moves.count()):
        expect(moves.nth(number).locator("[id^=why-] p").first).to_have_text(re.compile(r"\w.{15,}"))
    expect(moves.filter(has_text="Peräkylän koulu: Mentorin koulukierros")).to_have_count(0)
    expect(moves.filter(has_text="Kivelän koulu: Mentorin koulukierros")).to_contain_text("on poissa: viikko 47")
    expect(page.get_by_role("main")).to_contain_text("Täysimmän viikon tunnit: Mikko Sarvela")
    page.get_by_role("link", name="Kouluittain").click()
    expect(page.get_by_role("heading", name="Kivelän koulu")).to_be_visible()
    page.get_by_role("link", name="Mentoreittain").click()


def take_one_persons_moves(page: Page, town: Municipality, before: Days) -> None:
    """Mikko's moves are taken at once, and taken back at once."""
    page.get_by_role("button", name="Ota nämä Mikko Sarvela").click()
    expect(page.locator("#messages")).to_contain_text("siirrettiin")
    taken = days(town)
    assert not lost(taken)
    assert {school for school, _key, _number in moved(before, taken)} <= set(MIKKOS)
    page.locator("#messages").get_by_role("button", name="Kumoa").click()
    expect(page.locator("#messages")).to_contain_text("Peruttu")
    assert days(town) == before


def take_all_but_one(page: Page, town: Municipality, before: Days, address: str) -> None:
    """All moves are taken; one visit goes back on its own page, the rest stays, until all is taken back."""
    page.get_by_role("button", name="Ota kaikki siirrot").click()
    expect(page.locator("#messages")).to_contain_text("siirrettiin")
    everything = moved(before, days(town))
    assert {("kivelan-koulu", "mentor-round", 1), ("lammen-koulu", "mentor-round", 1)} <= everything
    page.goto("/kuusela/timing/")
    expect(page.get_by_role("main")).not_to_contain_text("käyntiä ei mahdu")
    with scopes_disabled():
        visit = Placement.objects.get(school__slug="kivelan-koulu", measure_key="mentor-round", occurrence=1)
    page.goto(f"/kuusela/kivelan-koulu/placements/{visit.pk}/")
    page.locator(".history").get_by_role("button", name="Kumoa").first.click()
    expect(page.locator("#messages")).to_contain_text("Kumottu")
    assert moved(before, days(town)) == everything - {("kivelan-koulu", "mentor-round", 1)}
    page.goto(address)
    page.get_by_role("button", name="Peru kaikki").click()
    expect(page.locator("#messages")).to_contain_text("Peruttu")
    assert days(town) == before


def test_a_coordinator_plans_the_autumn_round_after_a_three_week_absence(
    page: Page, demo: Municipality, sign_in: Callable[[User], None], queue: Queue
) -> None:
    before = days(demo)
    assert lost(before) == {"kuuselan-yhtenaiskoulu", "kivelan-koulu"}
    sign_in(demo.people["coordinator"])
    write_absence(page)
    ask_for_a_new_round(page)
    work_while_away(page, demo, queue, before)
    address = page.url
    read_the_moves(page)
    take_one_persons_moves(page, demo, before)
    take_all_but_one(page, demo, before, address)
