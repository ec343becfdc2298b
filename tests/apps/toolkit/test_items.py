"""The draft's other lists: each kind listed, changed, added and taken away; files of materials; hostile input."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.queries.sources import Source, draft_source, file_of
from digivuosi.apps.toolkit.views.kinds import KINDS
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import MaterialKind, Theme
from tests.apps.toolkit.sent import fields
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_a_theme_is_changed_in_every_language saves there; what is refused reaches no database"
)

LISTS = "/kuusela/toolkit/draft/lists/"
HEAD = "/kuusela/toolkit/draft/about/"
VALUE = re.compile(r'name="version" value="(\d+)"')


def source(town: Municipality) -> Source:
    found = draft_source(town.provider)
    assert found is not None
    return found


@pytest.mark.one_database("all kinds are kept in one draft, which other tests here save; this asks of the forms")
@pytest.mark.parametrize("kind", KINDS)
def test_opening_and_saving_an_item_changes_nothing(
    kind: str, with_toolkit: Municipality, coordinator: Someone
) -> None:
    before = source(with_toolkit)
    assert coordinator.get(f"{LISTS}{kind}/").status_code == 200
    for one in getattr(before.toolkit, kind)[:4]:
        url = f"{LISTS}{kind}/{one.key}/"
        page = coordinator.get(url)
        assert page.status_code == 200
        answer = coordinator.post(url, fields(page))
        assert answer.status_code == 302, answer.content.decode()
    after = source(with_toolkit)
    assert after.toolkit == before.toolkit
    assert after.version == before.version


@NO_SECOND
def test_lists_are_for_those_who_edit(
    with_toolkit: Municipality, principal: Someone, teacher: Someone, stranger: Someone
) -> None:
    """Of every kind; that each address is closed to all the others of the cast is asked by tests/pages."""
    for kind in KINDS:
        for url in (f"{LISTS}{kind}/", f"{LISTS}{kind}/new/"):
            assert principal.get(url).status_code == 403
        assert teacher.get(f"{LISTS}{kind}/").status_code == 403
        assert stranger.get(f"{LISTS}{kind}/new/").status_code == 404
    assert principal.get(HEAD).status_code == 403


@NO_SECOND
def test_what_is_not_there_is_not_found(with_toolkit: Municipality, coordinator: Someone) -> None:
    for path in ("measures/", "nothing/", "themes/no-such/", "themes/no-such/remove/", "lineage/"):
        assert coordinator.get(LISTS + path).status_code == 404


def test_a_theme_is_changed_in_every_language(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = f"{LISTS}themes/teaching/"
    form = fields(coordinator.get(url))
    answer = coordinator.post(url, {**form, "title_fi": "Oppiminen", "title_sv": "", "colour": "2"}, follow=True)
    theme = source(with_toolkit).toolkit.theme("teaching")
    assert theme is not None
    assert theme.title == Text.of(fi="Oppiminen", en=form["title_en"])
    assert theme.colour == 2
    assert "Oppiminen" in answer.content.decode()


@NO_SECOND
@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"title_fi": ""}, 422),
        ({"title_fi": "x" * 201}, 422),
        ({"colour": "9"}, 422),
        ({"title_fi": "nolla\x00"}, 422),
        ({"title_fi": "<script>alert(1)</script>"}, 302),
    ],
)
def test_bad_input_is_refused_and_kept(
    wrong: dict[str, str], status: int, with_toolkit: Municipality, coordinator: Someone
) -> None:
    url = f"{LISTS}themes/teaching/"
    form = fields(coordinator.get(url))
    answer = coordinator.post(url, {**form, "description_fi": "Tämä säilyy.", **wrong})
    assert answer.status_code == status
    if status == 422:
        assert "Tämä säilyy." in answer.content.decode()
    else:
        assert "<script>alert" not in coordinator.get(url).content.decode()


def test_two_people_at_one_theme_lose_nothing(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = f"{LISTS}themes/teaching/"
    form = fields(coordinator.get(url))
    coordinator.post(url, {**form, "title_fi": "Hänen"})
    answer = coordinator.post(url, {**form, "title_fi": "Minun"})
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Hänen" in html
    assert "Minun" in html
    found = VALUE.search(html)
    assert found is not None
    again = coordinator.post(url, {**form, "title_fi": "Minun", "version": found[1]})
    assert again.status_code == 302
    theme = source(with_toolkit).toolkit.theme("teaching")
    assert theme is not None
    assert theme.title.get("fi") == "Minun"


def test_a_responsibility_is_added_and_taken_away(with_toolkit: Municipality, coordinator: Someone) -> None:
    new = {
        "text_fi": "Kokeilemme uutta ensin itse.",
        "about": "accounts",
        "level": "school",
        "actor": "digital-team",
        "duty": "R",
    }
    assert coordinator.post(f"{LISTS}responsibilities/new/", new).status_code == 302
    key = "kokeilemme-uutta-ensin-itse"
    added = [one for one in source(with_toolkit).toolkit.responsibilities if one.key == key]
    assert added[0].text == Text.of(fi="Kokeilemme uutta ensin itse.")
    url = f"{LISTS}responsibilities/{key}/remove/"
    asked = coordinator.get(url)
    found = VALUE.search(asked.content.decode())
    assert found is not None
    coordinator.post(url, {"version": found[1]})
    assert key not in {one.key for one in source(with_toolkit).toolkit.responsibilities}


def test_a_theme_in_use_is_not_taken_away(with_toolkit: Municipality, coordinator: Someone) -> None:
    answer = coordinator.post(f"{LISTS}themes/teaching/remove/", {"version": "99"}, follow=True)
    assert source(with_toolkit).toolkit.theme("teaching") is not None
    assert "notice-error" in answer.content.decode()


def test_a_new_key_is_free_and_never_an_address(with_toolkit: Municipality, coordinator: Someone) -> None:
    for _ in range(2):
        coordinator.post(f"{LISTS}themes/new/", {"title_fi": "New", "colour": "1"})
    keys = {theme.key for theme in source(with_toolkit).toolkit.themes}
    assert {"new-2", "new-3"} <= keys
    assert "new" not in keys


def test_a_link_is_added(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = f"{LISTS}materials/new/"
    link = {"title_fi": "Opas", "material_kind": "link"}
    for bad in ("", "javascript:alert(1)", "http//x", "ftp://example.org/x"):
        assert coordinator.post(url, {**link, "address": bad}).status_code == 422
    assert coordinator.post(url, {**link, "address": "https://example.org/opas"}).status_code == 302
    found = source(with_toolkit).toolkit.material("opas")
    assert found is not None
    assert (found.kind, found.address) == (MaterialKind.LINK, "https://example.org/opas")


def test_a_file_is_added_and_replaced_in_one_language(with_toolkit: Municipality, coordinator: Someone) -> None:
    url = f"{LISTS}materials/new/"
    files = {f"file_{code}": SimpleUploadedFile("x.md", f"# {code}".encode()) for code in ("fi", "sv", "en")}
    data = {"title_fi": "Ohje", "material_kind": "file"}
    assert coordinator.post(url, {**data, "file_fi": SimpleUploadedFile("x.md", b"# fi")}).status_code == 422
    assert coordinator.post(url, {**data, **files}).status_code == 302
    found = source(with_toolkit).toolkit.material("ohje")
    assert found is not None
    assert found.path == "ohje.{language}.md"
    page = f"{LISTS}materials/ohje/"
    form = fields(coordinator.get(page))
    form["file_sv"] = SimpleUploadedFile("y.md", b"# ny")
    assert coordinator.post(page, form).status_code == 302
    held = {code: file_of(source(with_toolkit), "ohje", code) for code in ("fi", "sv")}
    assert {code: one and one.content for code, one in held.items()} == {"fi": b"# fi", "sv": b"# ny"}
    changed = source(with_toolkit).toolkit.material("ohje")
    assert changed is not None
    assert changed.sha256 != found.sha256


@NO_SECOND
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.html", b"<p>"),
        ("x.svg", b"<svg/>"),
        ("x.exe", b"MZ"),
        ("x", b"?"),
        ("x.md", b"\xff\xfe"),
        ("x.txt", b"\x00\x01"),
    ],
)
def test_files_that_are_not_taken(name: str, content: bytes, with_toolkit: Municipality, coordinator: Someone) -> None:
    data = {"title_fi": "Ohje", "material_kind": "file", "file": SimpleUploadedFile(name, content)}
    assert coordinator.post(f"{LISTS}materials/new/", data).status_code == 422
    assert source(with_toolkit).toolkit.material("ohje") is None


@NO_SECOND
def test_a_file_name_never_chooses_its_path(with_toolkit: Municipality, coordinator: Someone) -> None:
    sent = SimpleUploadedFile("../../../etc/passwd.txt", b"x")
    data = {"title_fi": "Ohje", "material_kind": "file", "file": sent}
    coordinator.post(f"{LISTS}materials/new/", data)
    found = source(with_toolkit).toolkit.material("ohje")
    assert found is not None
    assert found.path == "ohje.txt"


def test_the_toolkit_tells_of_itself(with_toolkit: Municipality, coordinator: Someone) -> None:
    form = fields(coordinator.get(HEAD))
    assert (
        coordinator.post(HEAD, {**form, "title_fi": "Kuuselan digipaketti", "authors": "Aino\n\nBo"}).status_code == 302
    )
    toolkit = source(with_toolkit).toolkit
    assert toolkit.title.get("fi") == "Kuuselan digipaketti"
    assert toolkit.authors == ("Aino", "Bo")


def test_two_people_at_the_head_see_each_other_and_may_save_again(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    form = fields(coordinator.get(HEAD))
    coordinator.post(HEAD, {**form, "title_fi": "Hänen", "licence": "CC-BY-SA-4.0"})
    answer = coordinator.post(HEAD, {**form, "title_fi": "Minun"})
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "Hänen" in html
    assert "CC-BY-SA-4.0" in html, "what is no words is shown too"
    sent = fields(answer)
    assert sent["title_fi"] == "Minun"
    assert coordinator.post(HEAD, sent).status_code == 302
    assert source(with_toolkit).toolkit.title.get("fi") == "Minun"


def test_a_change_stands_in_the_history_and_is_taken_back(with_toolkit: Municipality, coordinator: Someone) -> None:
    town = with_toolkit
    theme = Theme("more", Text.of(fi="Lisää"), 2)
    actions.add_item(by=coordinator.user, provider=town.provider, kind="themes", item=theme)
    html = coordinator.get("/kuusela/history/").content.decode()
    assert "Lisää" in html
    found = re.search(r'action="(/kuusela/[^"]*undo[^"]*)"', html)
    assert found is not None
    coordinator.post(found[1])
    assert source(town).toolkit.theme("more") is None
