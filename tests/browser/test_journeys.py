"""What people come to do, from beginning to end on the demo municipality, each in their own way."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core import mail
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.queries import current_edition
from tests.browser.conftest import Complaints, tab_to
from tests.cast import PASSWORD, Municipality, make_municipality
from tests.demo import placed

SCHOOL = "/kuusela/kivelan-koulu"
WEEK = timedelta(days=7)
SignIn = Callable[[User], None]


def be(page: Page, name: str) -> None:
    """Sign in on the front page of the demo with one click."""
    page.goto("/")
    page.get_by_role("button", name=f"Kokeile: {name}").click()
    page.wait_for_url("**/kuusela/**")


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


def test_a_coordinator_edits_publishes_and_sees_the_schools(page: Page, demo: Municipality, sign_in: SignIn) -> None:
    before = current_edition(demo.provider)
    assert before is not None
    sign_in(demo.people["coordinator"])
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
    for view in ("now", "wheel", "month", f"placements/{placed(demo, 'code-week').pk}", "list"):
        page.goto(f"{SCHOOL}/{view}/")
        expect(page.get_by_role("main").locator("form[method=post]")).to_have_count(0)
        expect(page.get_by_role("main").locator("button[formaction]")).to_have_count(0)
    of_theirs = page.locator(".year-row").count()
    expect(page.locator(".hidden-count")).to_be_visible()
    page.get_by_role("link", name="Näytä kaikki").click()
    expect(page.locator(".year-row").nth(of_theirs), "there are more").to_be_attached()
    expect(page.locator(".hidden-count")).to_have_count(0)
    assert of_theirs > 0

    week = placed(demo, "code-week")
    page.goto(f"{SCHOOL}/wheel/?whose=all")
    tab_to(page, page.locator("[data-picture] .entry"))
    arrow_to(page, str(week.pk))
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-title")).to_be_focused()
    expect(page.locator("#panel button")).to_have_count(0)
    page.wait_for_timeout(300)  # nothing is to happen, so there is nothing to wait for; a move is sent after 250 ms
    expect(told(page)).to_be_empty()
    assert placed(demo, "code-week").first == week.first


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
    page: Page, complaints: Complaints, demo: Municipality, sign_in: SignIn
) -> None:
    complaints.allow("status of 401|Response Status Error")
    key = placed(demo, "digital-talk").pk
    sign_in(demo.people["principal"])
    page.goto(f"{SCHOOL}/wheel/?selected={key}")
    kept = [one for one in page.context.cookies() if one["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(kept)  # type: ignore[arg-type]
    page.locator("#panel").get_by_role("button", name="Viikkoa myöhemmäksi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kirjaudu sisään")
    expect(told(page)).to_contain_text("mitään ei tallennettu")
    page.get_by_role("button", name="Kirjaudu sisään").first.click()
    expect(page).to_have_url(re.compile("^http://[^/]+/kuusela/"))


def test_a_double_click_sends_a_form_once(page: Page, demo: Municipality, sign_in: SignIn) -> None:
    sign_in(demo.people["coordinator"])
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
    with page.expect_response("**/proposals/panel/"):  # the last that the page asks for; without cookies it would fail
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
