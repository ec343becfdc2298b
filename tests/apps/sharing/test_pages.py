"""The pages of copying: the whole way by forms alone, as without scripts."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import resolve, reverse
from django_scopes import scope

from digivuosi.apps.responsibilities.queries import label_rows
from digivuosi.apps.sharing.queries.forks import fork_of, services_to_agree
from digivuosi.apps.sharing.queries.upstream import incoming_of, is_open
from digivuosi.apps.toolkit.queries import current_edition
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.toolkit.package import package_of, write_zip
from digivuosi.domain.toolkit.toolkit import Span
from tests.apps.sharing.copies import SURVEY, WEEK, called, change, copied, drafted, proposals_of, put_out
from tests.apps.wheel.years import fill
from tests.cast import YEAR, Municipality, Someone
from tests.snapshots import once
from tests.toolkits import starter
from tests.valid import refuse_invalid

NO_SECOND = pytest.mark.one_database(
    "test_everything_but_the_conflict_is_taken_by_one_press takes it on both; this asks what the page says and keeps"
)

pytestmark = pytest.mark.django_db


def at(name: str, town: Municipality) -> str:
    return reverse(f"sharing:{name}", kwargs={"provider": town.provider.slug})


def at_school(name: str, town: Municipality) -> str:
    return reverse(f"sharing:{name}", kwargs=town.here)


def words(answer: HttpResponse) -> str:
    """The page's text; it must be valid HTML in every state."""
    html = answer.content.decode()
    refuse_invalid(html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send back of a form that nobody has touched, but for buttons."""
    found = dict(re.findall(r'<input type="hidden" name="(version)" value="([^"]*)"', html))
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        chosen = re.search(r'value="([^"]+)" selected', body)
        assert chosen, name
        found[name] = chosen[1]
    found.update(dict(re.findall(r'<input type="radio" name="([^"]+)" id="[^"]+" value="([^"]+)" checked', html)))
    return found


@pytest.fixture
def offered(with_toolkit: Municipality, lahela: Municipality) -> Municipality:
    """Lähelä, whose source has a new edition that meets one change of Lähelä's own."""
    once("offered", lambda: meet(with_toolkit, lahela))
    return lahela


def meet(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    change(
        with_toolkit, SURVEY, lambda _m: {"window": Span("october", "week 46"), "recommended_time": None, "days": 12}
    )
    change(with_toolkit, WEEK, called("Koodausviikko kaikille"))
    put_out(with_toolkit, "2026-2")
    change(lahela, SURVEY, lambda _m: {"days": 8})


def test_a_toolkit_is_copied_in_one_step(
    with_toolkit: Municipality, lahela: Municipality, coordinator: Someone, stranger: Someone
) -> None:
    assert "Kukaan tällä palvelimella" in words(stranger.get(at("copy", lahela)))
    coordinator.post(at("opening", with_toolkit), {"verb": "open"})
    assert is_open(with_toolkit.provider)
    page = stranger.get(at("copy", lahela))
    assert f"{at('look', lahela)}?from=kuusela" in page.content.decode()
    look = f"{at('look', lahela)}?from=kuusela"
    assert "Kuusela" in words(stranger.get(look))
    answer = stranger.post(look, {"pedagogical-support.fi": "digitutor", "at_once": "on"}, follow=True)
    assert "Kopioitu täältä" in words(answer)
    assert fork_of(lahela.provider) is not None
    assert label_rows(lahela.provider)["pedagogical-support"] == {"fi": "digitutor"}
    assert current_edition(lahela.provider) is not None
    with scope(provider=lahela.provider, school=lahela.school):
        assert Placement.objects.filter(year=YEAR).count() > 10
    again = stranger.post(look, {}, follow=True)
    assert "jo kopio" in words(again)


def test_a_closed_toolkit_is_not_there(with_toolkit: Municipality, lahela: Municipality, stranger: Someone) -> None:
    for asked in ("kuusela", "nobody", "fetched-1", "fetched-x", "file", ""):
        answer = stranger.get(at("look", lahela), {"from": asked}, follow=True)
        assert "ei voi kopioida" in words(answer)


@NO_SECOND
def test_the_offer_is_told_in_words_and_taken_as_chosen(offered: Municipality, stranger: Someone) -> None:
    assert "2026-2" in words(stranger.get(at("copy", offered)))
    assert "Katso muutokset" in words(stranger.get(at("panel", offered)))
    page = stranger.get(at("offer", offered))
    told = words(page)
    assert "Kuusela" in told
    assert "viikko 46" in told
    assert "Olette kumpikin muuttaneet 1 kohtaa" in told
    fields = fields_of(page.content.decode())
    conflicts = [name for name in fields if name.startswith("c-")]
    assert [fields[name] for name in conflicts] == ["later"], "nothing of one's own is given up unasked"
    fields[conflicts[0]] = "theirs"
    answer = stranger.post(at("offer", offered), {**fields, "verb": "chosen"}, follow=True)
    assert answer.status_code == 200
    survey = drafted(offered.provider).measure(SURVEY)
    assert survey is not None
    assert (survey.days, survey.window) == (12, Span("october", "week 46"))
    assert "vastanneet kaikkeen" in words(stranger.get(at("offer", offered)))


def test_everything_but_the_conflict_is_taken_by_one_press(offered: Municipality, stranger: Someone) -> None:
    fields = fields_of(stranger.get(at("offer", offered)).content.decode())
    stranger.post(at("offer", offered), {**dict.fromkeys(fields, "later"), "version": fields["version"], "verb": "all"})
    survey = drafted(offered.provider).measure(SURVEY)
    assert survey is not None
    assert (survey.days, survey.window) == (8, Span("october", "week 46"))
    left = fields_of(stranger.get(at("offer", offered)).content.decode())
    assert [name[0] for name in left if name != "version"] == ["c"]


@NO_SECOND
def test_an_old_page_is_refused_with_the_offer_as_it_is_now(offered: Municipality, stranger: Someone) -> None:
    fields = fields_of(stranger.get(at("offer", offered)).content.decode())
    change(offered, WEEK, lambda _m: {"days": 3})
    before = drafted(offered.provider)
    answer = stranger.post(at("offer", offered), {**fields, "verb": "all"})
    assert answer.status_code == 409
    assert "sillä välin muuttunut" in words(answer)
    assert drafted(offered.provider) == before


@NO_SECOND
def test_answers_of_an_old_page_are_kept_where_they_have_a_place(offered: Municipality, stranger: Someone) -> None:
    fields = fields_of(stranger.get(at("offer", offered)).content.decode())
    (title,) = (
        name for name in fields if name.startswith("a-") and "Koodausviikko" in words_of(offered, stranger, name)
    )
    (conflict,) = (name for name in fields if name.startswith("c-"))
    change(offered, WEEK, lambda _m: {"days": 3})
    answer = stranger.post(at("offer", offered), {**fields, title: "never", conflict: "theirs", "verb": "chosen"})
    assert answer.status_code == 409
    assert "Mitään ei otettu" in words(answer)
    again = fields_of(answer.content.decode())
    assert again[title] == "never", "what was answered is kept"
    assert again[conflict] == "later", "between two values that may be others now it is chosen again"
    assert stranger.post(at("offer", offered), {**again, "verb": "chosen"}).status_code == 302


def words_of(town: Municipality, someone: Someone, name: str) -> str:
    """What an offer's line says, on the page as it is now."""
    html = someone.get(at("offer", town)).content.decode()
    found = re.search(rf'id="{name}-words">(.*?)</div>', html, re.DOTALL)
    assert found
    return found[1]


def test_a_form_that_is_sent_twice_takes_nothing_twice(offered: Municipality, stranger: Someone) -> None:
    fields = fields_of(stranger.get(at("offer", offered)).content.decode())
    (conflict,) = (name for name in fields if name.startswith("c-"))
    sent = {**fields, conflict: "ours", "verb": "chosen"}
    assert stranger.post(at("offer", offered), sent).status_code == 302
    before = drafted(offered.provider)
    answer = stranger.post(at("offer", offered), sent)
    assert answer.status_code == 409
    assert "Kaikkeen on jo vastattu" in words(answer)
    assert drafted(offered.provider) == before


@NO_SECOND
def test_a_text_that_was_written_is_not_lost_by_a_forgotten_choice(
    with_toolkit: Municipality, lahela: Municipality, stranger: Someone
) -> None:
    copied(with_toolkit, lahela)
    change(with_toolkit, WEEK, called("Koodausviikko kaikille"))
    put_out(with_toolkit, "2026-2")
    change(lahela, WEEK, called("Koodauksen viikko"))
    html = stranger.get(at("offer", lahela)).content.decode()
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids)), "each field has a label of its own"
    fields = fields_of(html)
    (conflict,) = (name for name in fields if name.startswith("c-"))
    sent = {**fields, f"{conflict}-own": "Kaikkien koodausviikko", "verb": "all"}
    answer = stranger.post(at("offer", lahela), sent)
    assert answer.status_code == 422
    assert "Olet kirjoittanut oman tekstin" in words(answer)
    assert "Kaikkien koodausviikko" in words(answer)
    stranger.post(at("offer", lahela), {**sent, conflict: "own"})
    week = drafted(lahela.provider).measure(WEEK)
    assert week is not None
    assert week.title.get("fi") == "Kaikkien koodausviikko"


@NO_SECOND
@pytest.mark.parametrize("bad", ["mine", "", "own"])
def test_a_wrong_choice_is_told_and_changes_nothing(offered: Municipality, stranger: Someone, bad: str) -> None:
    fields = fields_of(stranger.get(at("offer", offered)).content.decode())
    name = next(name for name in fields if name.startswith("c-"))
    before = drafted(offered.provider)
    answer = stranger.post(at("offer", offered), {**fields, name: bad, "verb": "chosen"})
    assert answer.status_code == 422
    assert "Valitse jokin näistä" in words(answer)
    assert drafted(offered.provider) == before


def test_an_edition_comes_as_a_file(lahela: Municipality, stranger: Someone) -> None:
    def sent(content: bytes) -> HttpResponse:
        answer = stranger.post(at("upload", lahela), {"file": SimpleUploadedFile("p.zip", content)}, follow=True)
        assert isinstance(answer, HttpResponse)
        return answer

    assert "Pakettia ei otettu vastaan" in words(sent(b"not a zip"))
    assert incoming_of(lahela.provider) is None
    assert "Katso ja kopioi" in words(sent(write_zip(starter())))
    stranger.post(at("forget", lahela))
    assert incoming_of(lahela.provider) is None
    sent(write_zip(starter()))
    stranger.post(f"{at('look', lahela)}?from=file", {})
    assert fork_of(lahela.provider) is not None
    later = package_of(drafted(lahela.provider), starter().materials)
    assert "omanne on kopioitu paketista" in words(sent(write_zip(later)))


def test_services_are_ticked_on_their_page(offered: Municipality, stranger: Someone) -> None:
    hosts = [row.service.name for row in services_to_agree(offered.provider)]
    page = words(stranger.get(at("services", offered)))
    if not hosts:
        assert "ei johda linkkejä" in page
    for host in hosts:
        stranger.post(at("services", offered), {"host": host, "verb": "agree"})
    assert all(row.agreed for row in services_to_agree(offered.provider))
    answer = stranger.post(at("services", offered), {"host": "elsewhere.example", "verb": "agree"}, follow=True)
    assert "ei enää mainitse" in words(answer)


def test_a_school_takes_and_leaves_by_its_page(
    with_toolkit: Municipality, principal: Someone, teacher: Someone, coordinator: Someone
) -> None:
    town = with_toolkit
    fill(town)
    change(
        town, SURVEY, lambda _m: {"window": Span("week 40", "week 50"), "recommended_time": Span("week 47", "week 48")}
    )
    change(
        town, WEEK, lambda _m: {"window": Span("week 41", "week 51"), "recommended_time": Span("week 49", "week 49")}
    )
    put_out(town, "2026-2")
    page = words(principal.get(at_school("proposals", town)))
    assert "vko 47" in page or "viikko 47" in page
    assert "2 ehdotusta" in words(principal.get(at_school("school_panel", town)))
    seen = teacher.get(at_school("proposals", town)).content.decode().split("<main")[1].split("</main")[0]
    assert "<button" not in seen
    assert "Digitiiminne päättää siitä" in seen
    assert "Ottakaa" not in seen
    assert teacher.post(at_school("answer", town), {"verb": "take-all"}).status_code == 403
    found = proposals_of(town.school)
    principal.post(at_school("answer", town), {"verb": f"leave-{found['moved', WEEK].pk}"})
    answer = principal.post(
        at_school("answer", town), {"verb": "take", "proposal": [found["moved", SURVEY].pk]}, follow=True
    )
    assert "1 ehdotus otettiin" in words(answer)
    assert {name: row.answer for name, row in proposals_of(town.school).items()} == {
        ("moved", SURVEY): "taken",
        ("moved", WEEK): "left",
    }
    principal.post(at_school("again", town), {"proposal": found["moved", WEEK].pk})
    assert proposals_of(town.school)["moved", WEEK].answer == "open"
    for bad in ({"verb": "take"}, {"verb": "burn-all"}, {"verb": "take-x"}, {"verb": "take", "proposal": ["9" * 30]}):
        assert principal.post(at_school("answer", town), bad).status_code == 302
    assert proposals_of(town.school)["moved", WEEK].answer == "open"
    assert "Otettu" in words(coordinator.get(at("schools", town)))


@NO_SECOND
def test_the_pages_cost_no_query_per_change(
    offered: Municipality, with_toolkit: Municipality, stranger: Someone, django_assert_max_num_queries: object
) -> None:
    stranger.get(at("offer", offered))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        stranger.get(at("offer", offered))
    for key in ("mid-year-check", "digital-talk", "device-inventory"):
        change(with_toolkit, key, lambda m: {"days": m.days + 1})
    put_out(with_toolkit, "2026-3")
    stranger.get(at("offer", offered))
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        stranger.get(at("offer", offered))


def test_what_others_ask_of_an_open_toolkit_is_no_page_of_a_school() -> None:
    """`open/kuusela/letters/` is where other servers leave letters; no provider may be called `open`."""
    assert resolve("/open/kuusela/letters/").view_name == "networks:letters"
    assert resolve("/kuusela/kivelan-koulu/proposals/").view_name == "sharing:proposals"
