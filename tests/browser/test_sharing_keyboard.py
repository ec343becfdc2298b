"""A coordinator takes in the source's new edition by keyboard alone, and settles what both have changed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.domain.toolkit.documents import from_document
from tests.browser.conftest import Complaints, tab_to
from tests.cast import Municipality

LAURI, LAHELA, CHECK = "lauri.koski@lahela.example", "lahela", "mid-year-check"
OURS = "Yhdessä sovittu: rehtori ja digitiimi ovat hyväksyneet kevään muutokset."


def test_the_copy_is_updated_with_a_conflict_by_keyboard(
    page: Page, demo: Municipality, sign_in: Callable[[User], None], complaints: Complaints, axe: Callable[[], None]
) -> None:
    sign_in(User.objects.get(email=LAURI))
    page.goto(f"/{LAHELA}/toolkit/copy/")
    press(page, page.get_by_role("link", name="Katso muutokset"))
    expect(page.get_by_role("heading", level=1, name="Mitä uusi julkaisuversio tarjoaa")).to_be_visible()

    # A text is written, but the choice is forgotten: it is asked for, and the text stays.
    conflict = page.get_by_role("group", name="Valmis, kun (suomi)")
    own = conflict.get_by_role("textbox", name="Oma tekstimme")
    tab_to(page, own)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(OURS)
    expect(own).to_have_value(OURS)
    complaints.allow("422")
    press(page, page.get_by_role("button", name="Ota valintojen mukaan"))
    expect(conflict).to_contain_text("Olet kirjoittanut oman tekstin.")
    expect(own).to_have_value(OURS)
    axe()

    # The choice itself, by the arrow keys of a group of choices.
    tab_to(page, conflict.get_by_role("radio", name="Päätetään myöhemmin"))
    for name in ("Pidetään omamme", "Otetaan heidän", "Kuten ennen molempia muutoksia", "Oma teksti"):
        page.keyboard.press("ArrowDown")
        expect(conflict.get_by_role("radio", name=name, exact=True)).to_be_checked()
    press(page, page.get_by_role("button", name="Ota valintojen mukaan"))
    page.wait_for_url(f"**/{LAHELA}/toolkit/draft/")
    expect(page.locator("#messages")).to_contain_text("Muutokset ovat nyt luonnoksessa.")

    page.goto(f"/{LAHELA}/toolkit/copy/")
    expect(page.locator("main")).to_contain_text("Olette vastanneet kaikkeen uusimmassa julkaisuversiossa.")
    draft = draft_of(Provider.objects.get(slug=LAHELA))
    assert draft is not None
    toolkit = from_document(draft.document)
    measure = toolkit.measure(CHECK)
    assert measure is not None
    assert measure.done_when.get("fi") == OURS
    assert "Digiteamet" in measure.done_when.get("sv"), "what met no change of one's own was taken"
    assert "selfie" in {service.key for service in toolkit.services}


def press(page: Page, place: Locator) -> None:
    """Go to something by Tab and press Enter."""
    expect(place).to_be_visible()
    tab_to(page, place)
    expect(place).to_be_focused()
    page.keyboard.press("Enter")
