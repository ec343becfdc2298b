"""A coordinator opens the toolkit to the world, and somebody outside reads it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from digivuosi.apps.people.models import User
from tests.browser.conftest import Complaints
from tests.cast import Municipality

SignIn = Callable[[User], None]


def test_opened_read_by_a_stranger_and_taken_back(
    page: Page, demo: Municipality, sign_in: SignIn, complaints: Complaints
) -> None:
    sign_in(demo.people["coordinator"])
    page.goto("/kuusela/publishing/")
    page.get_by_role("button", name="Sulje työkalupaketti muilta").click()
    expect(page.get_by_text("Työkalupaketti ei ole enää avoin muille.")).to_be_visible()
    page.get_by_role("button", name="Avaa työkalupaketti kaikille").click()
    expect(page.get_by_text("Nyt kuka tahansa voi lukea työkalupaketin.")).to_be_visible()
    page.context.clear_cookies()
    page.goto("/open/kuusela/")
    expect(page.get_by_role("heading", level=1, name="Digivuosi – aloituspaketti")).to_be_visible()
    expect(page.get_by_role("heading", level=2, name="Opettajat")).to_be_visible()
    page.get_by_role("link", name="Svenska").click()
    with page.expect_navigation():
        page.get_by_role("link", name="Enligt tema").click()
    expect(page.get_by_role("heading", level=2, name="Lärare")).to_be_visible()
    page.get_by_role("link", name="Kodveckan").first.click()
    expect(page.get_by_role("heading", level=1, name="Kodveckan")).to_be_visible()
    page.get_by_role("link", name="Digivuosi – startpaket").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Ladda ner paketet (zip)").click()
    content = Path(download.value.path()).read_bytes()
    assert "toolkit.yaml" in zipfile.ZipFile(io.BytesIO(content)).namelist()
    sign_in(demo.people["coordinator"])
    page.goto("/kuusela/publishing/")
    page.get_by_role("button", name="Sulje työkalupaketti muilta").click()
    expect(page.get_by_text("Työkalupaketti ei ole enää avoin muille.")).to_be_visible()
    complaints.allow("404")
    answer = page.goto("/open/kuusela/")
    assert answer is not None
    assert answer.status == 404


def test_a_new_key_by_keyboard(page: Page, demo: Municipality, sign_in: SignIn) -> None:
    sign_in(demo.people["coordinator"])
    page.goto("/kuusela/publishing/key/")
    before = page.get_by_role("row").nth(1).get_by_role("rowheader").inner_text()
    button = page.get_by_role("button", name="Ota uusi avain käyttöön")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Uusi avain on käytössä")).to_be_visible()
    expect(page.get_by_role("row").nth(2)).to_contain_text(before)
    expect(page.get_by_role("row").nth(2)).to_contain_text("poistettu käytöstä")
    assert page.get_by_role("row").nth(1).get_by_role("rowheader").inner_text() != before
