"""What people come to do, from beginning to end on the demo municipality, each in their own way."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.queries import current_edition
from tests.browser.conftest import Complaints, press_quickly
from tests.cast import PASSWORD, Municipality, make_municipality
from tests.demo import placed

SCHOOL = "/kuusela/kivelan-koulu"
WEEK = timedelta(days=7)
SignIn = Callable[[User], None]


@pytest.fixture
def plain(page: Page, browser_context_args: dict[str, Any], demo: Municipality) -> Iterator[Page]:
    """A page of a browser that runs no scripts."""
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    yield context.new_page()
    context.close()


def be(page: Page, name: str) -> None:
    """Sign in on the front page of the demo with one click."""
    page.goto("/")
    page.get_by_role("button", name=f"Kokeile: {name}").click()
    page.wait_for_url("**/kuusela/**")


def tab_to(page: Page, place: Locator, most: int = 80) -> None:
    """Press Tab until the focus is there."""
    for _ in range(most):
        if place.evaluate_all("(all) => all.includes(document.activeElement)"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {place}")


def arrow_to(page: Page, key: str) -> None:
    """Walk on the wheel by arrow keys, ring after ring, until the entry has the focus."""
    for _ring in range(9):
        first = focused(page)
        while True:
            if focused(page) == key:
                return
            page.keyboard.press("ArrowRight")
            if focused(page) == first:
                break
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrow keys do not reach the entry")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement?.dataset?.key ?? ''"))


def told(page: Page) -> Locator:
    return page.locator("#messages")


def test_a_principal_plans_by_keyboard_and_takes_the_poster_and_the_feed(page: Page, demo: Municipality) -> None:
    talk = placed(demo, "digital-talk")
    key, began = str(talk.pk), talk.first
    be(page, "Riitta Kallio")
    expect(page).to_have_url(re.compile(f"{SCHOOL}/now/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyt")
    with page.expect_navigation():
        page.get_by_role("link", name="Avaa vuosikello").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vuosikello")

    tab_to(page, page.locator("[data-picture] .entry"))
    arrow_to(page, key)
    page.keyboard.press("Shift+ArrowRight")
    expect(told(page)).to_contain_text("Koulun digikeskustelu” on nyt")
    expect(page.locator("#announcements")).to_contain_text("Koulun digikeskustelu” on nyt")
    assert placed(demo, "digital-talk").first == began + WEEK
    entry = page.locator(f"[data-picture] .entry[data-key='{key}']")
    expect(entry, "the focus stays on what was moved").to_be_focused()

    page.keyboard.press("Control+z")
    expect(told(page)).to_contain_text("Kumottu: Koulun digikeskustelu")
    expect(page.locator("[data-picture] .entry:focus")).to_have_count(1)
    assert placed(demo, "digital-talk").first == began

    arrow_to(page, key)
    page.keyboard.press("Enter")
    title = page.locator("#panel-title")
    expect(title).to_have_text("Koulun digikeskustelu")
    expect(title).to_be_focused()
    tab_to(page, page.locator("#panel").get_by_role("button", name="Merkitse tehdyksi"))
    page.keyboard.press("Enter")
    expect(told(page)).to_contain_text("Koulun digikeskustelu”: tehty")
    expect(entry).to_have_class(re.compile(r"\bdone\b"))
    assert placed(demo, "digital-talk").status == "done"

    page.get_by_role("link", name="Juliste").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Lataa PDF").click()
    assert "Kivelän koulu" in words_of(waiting.value.path())

    page.get_by_role("link", name="Kalenterisyötteet").click()
    page.get_by_role("button", name="Tee osoite").click()
    address = page.locator("#new-address").inner_text()
    calendar = page.request.get(address)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert "SUMMARY" in calendar.text()


def words_of(pdf: Path) -> str:
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF-")
    pages = PdfReader(BytesIO(content)).pages
    assert len(pages) == 1
    return re.sub(r"\s+", " ", pages[0].extract_text())


def test_moves_by_keys_come_back_to_where_they_began_and_say_what_breaks(page: Page, demo: Municipality) -> None:
    survey = placed(demo, "autumn-survey")
    be(page, "Taina Nurmi")
    page.goto(f"{SCHOOL}/wheel/?selected={survey.pk}")
    tab_to(page, page.locator("[data-picture] .entry"))
    assert focused(page) == str(survey.pk)
    press_quickly(page, "ArrowLeft", 3)
    expect(told(page)).to_contain_text("Aikaikkunan ulkopuolella")
    moved = placed(demo, "autumn-survey").first
    assert moved < survey.first - 2 * WEEK
    told(page).get_by_role("button", name="Kumoa").click()
    expect(told(page)).to_contain_text("Kumottu")
    assert placed(demo, "autumn-survey").first == survey.first


def test_a_principal_without_scripts_moves_and_undoes_by_forms(plain: Page, demo: Municipality) -> None:
    began = placed(demo, "digital-talk").first
    be(plain, "Riitta Kallio")
    plain.goto(f"{SCHOOL}/list/")
    plain.get_by_role("link", name="Koulun digikeskustelu").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Koulun digikeskustelu")
    plain.get_by_role("button", name="Viikkoa myöhemmäksi").click()
    expect(told(plain)).to_contain_text("Koulun digikeskustelu” on nyt")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Koulun digikeskustelu")
    assert placed(demo, "digital-talk").first == began + WEEK
    told(plain).get_by_role("button", name="Kumoa").click()
    expect(told(plain)).to_contain_text("Kumottu")
    assert placed(demo, "digital-talk").first == began

    plain.get_by_role("button", name="Merkitse tehdyksi").click()
    expect(told(plain)).to_contain_text("Koulun digikeskustelu”: tehty")
    assert placed(demo, "digital-talk").status == "done"
    plain.goto(f"{SCHOOL}/wheel/?selected={placed(demo, 'digital-talk').pk}")
    expect(plain.locator("#panel h2")).to_have_text("Koulun digikeskustelu")
    expect(plain.locator(".entry.selected")).to_have_count(1)


def test_a_coordinator_edits_publishes_and_sees_the_schools(page: Page, demo: Municipality) -> None:
    before = current_edition(demo.provider)
    assert before is not None
    be(page, "Kaisa Lehtola")
    page.goto("/kuusela/toolkit/draft/measures/digital-talk/")
    words = "Koulu puhuu omasta arjestaan ja valitsee itse, mihin sen voimat riittävät."
    page.locator("#id_purpose_fi").fill(words)
    expect(told(page)).to_be_empty()
    page.get_by_role("button", name="Tallenna luonnokseen").click()
    expect(told(page)).not_to_be_empty()

    page.goto("/kuusela/toolkit/draft/publish/")
    expect(page.get_by_role("main")).to_contain_text("Koulun digikeskustelu")
    page.get_by_label("Julkaisun nimi").fill("2026-kevät")
    page.get_by_role("button", name="Julkaise kaikille kouluille").click()
    expect(told(page)).to_contain_text("2026-kevät")
    after = current_edition(demo.provider)
    assert after is not None
    assert after.number == before.number + 1
    assert after.content_hash != before.content_hash

    page.goto("/kuusela/overview/")
    page.get_by_role("main").get_by_role("link", name="Koulun digikeskustelu").click()
    expect(page.get_by_role("main")).to_contain_text(words)
    at_kivela = page.get_by_role("row").filter(has_text="Kivelän koulu")
    week = placed(demo, "digital-talk").first.isocalendar().week
    expect(at_kivela).to_contain_text(re.compile(rf"vk\s{week}\b"))
    expect(at_kivela).to_contain_text("Riitta Kallio")

    page.goto("/kuusela/overview/")
    page.get_by_role("main").get_by_role("link", name="Koodaustunti").click()
    declined = page.get_by_role("row").filter(has_text="Kivelän koulu")
    expect(declined).to_contain_text("Koodausta tehdään meillä keväällä omalla teemaviikolla.")


def test_a_teacher_sees_first_what_concerns_them_and_changes_nothing(page: Page, demo: Municipality) -> None:
    be(page, "Olli Mäkinen")
    expect(page).to_have_url(re.compile(f"{SCHOOL}/now/$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Nyt")
    for view in ("now", "wheel", "list", "month", f"placements/{placed(demo, 'code-week').pk}"):
        page.goto(f"{SCHOOL}/{view}/")
        expect(page.get_by_role("main").locator("form[method=post]")).to_have_count(0)
        expect(page.get_by_role("main").locator("button[formaction]")).to_have_count(0)
    page.goto(f"{SCHOOL}/list/")
    of_theirs = page.locator(".year-row").count()
    expect(page.locator(".hidden-count")).to_be_visible()
    page.get_by_role("link", name="Näytä kaikki").click()
    expect(page.locator(".year-row").nth(of_theirs), "there are more").to_be_attached()
    expect(page.locator(".hidden-count")).to_have_count(0)
    assert of_theirs > 0

    page.goto(f"{SCHOOL}/wheel/?whose=all&selected={placed(demo, 'code-week').pk}")
    tab_to(page, page.locator("[data-picture] .entry"))
    page.keyboard.press("Shift+ArrowRight")
    page.wait_for_timeout(500)  # nothing is to happen, so there is nothing to wait for
    assert told(page).inner_text() == ""


def test_a_person_of_another_municipality_finds_nothing(
    page: Page, complaints: Complaints, sign_in: SignIn, demo: Municipality
) -> None:
    complaints.allow("status of 404")
    other = make_municipality("Etelälä", "etelala", ("Mäkilän koulu", "Niemen koulu"))
    sign_in(other.people["coordinator"])
    addresses = ("/kuusela/", f"{SCHOOL}/now/", f"{SCHOOL}/wheel/", "/kuusela/toolkit/", "/kuusela/overview/")
    for address in (*addresses, f"{SCHOOL}/placements/{placed(demo, 'code-week').pk}/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 404, address
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert "Kivelä" not in page.content()


def test_a_session_that_ends_in_the_middle_says_so_and_leads_back(
    page: Page, complaints: Complaints, demo: Municipality
) -> None:
    complaints.allow("status of 401|Response Status Error")
    key = placed(demo, "digital-talk").pk
    be(page, "Riitta Kallio")
    page.goto(f"{SCHOOL}/wheel/?selected={key}")
    kept = [one for one in page.context.cookies() if one["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    page.locator("#panel").get_by_role("button", name="Viikkoa myöhemmäksi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kirjaudu sisään")
    expect(told(page)).to_contain_text("mitään ei tallennettu")
    page.get_by_role("button", name="Kirjaudu sisään").first.click()
    expect(page).to_have_url(re.compile("^http://[^/]+/kuusela/"))


def test_a_double_click_sends_a_form_once(page: Page, demo: Municipality) -> None:
    be(page, "Kaisa Lehtola")
    page.goto("/kuusela/people/invite/")
    page.get_by_label("Nimi").fill("Kerran Kutsuttu")
    page.get_by_label("Sähköposti").fill("kerran@kuusela.example")
    page.get_by_label("koordinaattori", exact=True).check()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.get_by_role("button", name="Kutsu", exact=True).evaluate(
        "(button) => { button.click(); setTimeout(() => button.click(), 20); setTimeout(() => button.click(), 40); }"
    )
    expect(told(page)).to_contain_text("Kerran Kutsuttu")
    assert len(sent) == 1
    assert [letter.to for letter in mail.outbox] == [["kerran@kuusela.example"]]


@pytest.fixture
def person(demo: Municipality) -> User:
    """The demo's tutor teacher with a password."""
    tutor = demo.people["tutor"]
    tutor.set_password(PASSWORD)
    tutor.save()
    return tutor


def test_signing_in_by_password(page: Page, person: User) -> None:
    page.goto(f"{SCHOOL}/wheel/")
    page.get_by_label("Sähköposti").fill(person.email)
    page.get_by_label("Salasana").fill("ei tämä")
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("sähköposti tai salasana")
    page.get_by_label("Salasana").fill(PASSWORD)
    page.get_by_role("button", name="Kirjaudu sisään", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vuosikello")


def test_signing_in_by_a_link_that_works_once(page: Page, complaints: Complaints, person: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Lähetä minulle linkki").click()
    page.get_by_label("Sähköposti").fill(person.email.upper())
    page.get_by_role("button", name="Lähetä minulle linkki").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Katso sähköpostisi")
    (letter,) = mail.outbox
    assert letter.to == [person.email]
    found = re.search(r"http\S+", str(letter.body))
    assert found
    page.goto(found[0])
    page.get_by_role("button", name="Kirjaudu sisään").click()
    page.wait_for_url(f"**{SCHOOL}/now/")
    page.context.clear_cookies()
    complaints.allow("status of 410")
    page.goto(found[0])
    expect(page.get_by_role("button", name="Kirjaudu sisään")).to_have_count(0)


def test_a_coordinator_starts_a_municipality_of_their_own(
    page: Page, context: BrowserContext, sign_in: SignIn, transactional_db: None, october: date
) -> None:
    person = make_user(email="uusi@lammela.example", name="Uusi Koordinaattori", language="fi", is_verified=True)
    sign_in(person)
    page.goto("/")
    page.get_by_role("link", name="Aloita kunnan käyttö").click()
    page.get_by_label("Kunnan tai muun opetuksen järjestäjän nimi").fill("Lämmelä")
    page.get_by_label("Koulut, yksi kullekin riville").fill(
        "Etelän koulu; 318; fi\nPohjoisen koulu\nNorra skolan; 90; sv"
    )
    page.get_by_label("Talviloma").select_option("10")
    page.get_by_role("button", name="Katso, miten se ymmärrettiin").click()
    expect(page.get_by_role("main")).to_contain_text("Norra skolan")
    assert not Provider.objects.exists()
    page.get_by_role("button", name="Aloita", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Vuosikellot ovat valmiina")
    page.get_by_role("link", name="Katso koulut ja niiden vuosikellot").click()
    expect(page).to_have_url(re.compile("/lammela/$"))
    page.goto("/lammela/norra-skolan/wheel/")
    assert page.locator(".entry").count() > 20
