"""What anyone may read: only what is open, fast, in three languages, and the same for everyone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.publishing.actions import close_to_world, replace_key
from digivuosi.apps.publishing.views import answering
from digivuosi.apps.responsibilities.actions import set_role_label
from digivuosi.apps.schools.slugs import PROVIDER_RESERVED
from digivuosi.apps.toolkit.actions import change_measure, publish
from digivuosi.apps.toolkit.models import MaterialFile
from digivuosi.apps.toolkit.queries import draft_of, toolkit_of
from digivuosi.domain.texts import Text
from tests.cast import Municipality, Someone
from tests.opened import MEASURE, TITLE, next_edition
from tests.toolkits import EDITION, starter

NO_SECOND = pytest.mark.one_database(
    "test_the_page_opens_on_another_database opens the page there; this asks for its words"
)

MATERIAL = "action-plan-template"
ADDRESSES = {
    "front": {},
    "measure": {"key": MEASURE},
    "material": {"key": MATERIAL},
    "file": {"key": MATERIAL},
    "editions": {},
    "feed": {},
    "statement": {"edition": EDITION},
    "package": {"edition": EDITION},
    "keys": {},
    "metadata": {},
}


def url(name: str, **more: str) -> str:
    return reverse(f"publishing:{name}", kwargs={"provider": "kuusela", **ADDRESSES[name], **more})


def get(name: str, **headers: str) -> HttpResponse:
    answer = Client().get(url(name), headers=headers or None)
    assert isinstance(answer, HttpResponse)
    return answer


@NO_SECOND
@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_not_open_is_not_found_by_anybody(with_toolkit: Municipality, coordinator: Someone, name: str) -> None:
    assert Client().get(url(name)).status_code == 404
    assert coordinator.get(url(name)).status_code == 404


@NO_SECOND
@pytest.mark.parametrize("name", ADDRESSES)
def test_what_is_open_is_read_by_anyone_until_it_is_taken_back(opened: Municipality, name: str) -> None:
    answer = get(name)
    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]
    assert not answer.cookies, "who only reads gets no cookie"
    close_to_world(by=opened.people["coordinator"], provider=opened.provider)
    assert get(name).status_code == 404


@NO_SECOND
@pytest.mark.parametrize("name", ADDRESSES)
def test_who_has_it_already_is_told_so(opened: Municipality, name: str) -> None:
    tag = get(name)["ETag"]
    again = get(name, if_none_match=tag)
    assert (again.status_code, again.content) == (304, b"")
    assert get(name, if_none_match='"else"').status_code == 200


@NO_SECOND
@pytest.mark.parametrize(
    ("name", "same"),
    [("front", False), ("measure", False), ("feed", False), ("statement", True), ("package", True), ("keys", True)],
)
def test_a_new_edition_changes_the_tags_of_what_it_changes(opened: Municipality, name: str, same: bool) -> None:
    before = get(name)["ETag"]
    next_edition(opened)
    assert (get(name)["ETag"] == before) is same


@pytest.mark.parametrize("name", ["statement", "keys"])
def test_a_new_key_changes_what_is_signed_and_leaves_the_package(opened: Municipality, name: str) -> None:
    before, package = get(name)["ETag"], get("package")["ETag"]
    replace_key(by=opened.people["coordinator"], provider=opened.provider)
    assert get(name)["ETag"] != before
    assert get("package")["ETag"] == package


@NO_SECOND
def test_the_front_page_shows_the_whole_toolkit(opened: Municipality) -> None:
    html = get("front").content.decode()
    toolkit = starter().toolkit
    for one in (*toolkit.measures, *toolkit.audiences, *toolkit.materials):
        assert one.title.get("fi").replace("&", "&amp;") in html, one.key
    for responsibility in toolkit.responsibilities:
        assert responsibility.text.get("fi") in html
    assert "<svg" in html
    assert "https://creativecommons.org/licenses/by/4.0/" in html
    assert opened.provider.name in html


@NO_SECOND
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_address_can_name_the_language(opened: Municipality, language: str) -> None:
    client = Client(headers={"accept-language": "en"})
    client.cookies["language"] = "sv"
    answer = client.get(url("measure"), {"language": language})
    assert answer["Content-Language"] == language
    measure = starter().toolkit.measure(MEASURE)
    assert measure is not None
    assert f"<h1>{measure.title.get(language)}</h1>" in answer.content.decode()
    assert f'href="{url("front")}?language={language}"' in answer.content.decode(), "the choice is carried on"


@NO_SECOND
def test_an_unknown_language_or_ring_counts_as_none(opened: Municipality) -> None:
    for asked in ({"language": "xx"}, {"rings": "else"}, {"language": "<script>"}):
        assert Client().get(url("front"), asked).content == get("front").content


@NO_SECOND
def test_programs_find_feed_and_metadata_from_the_page(opened: Municipality) -> None:
    html = get("front").content.decode()
    assert f'type="application/atom+xml" href="{url("feed")}"' in html
    assert f'type="application/ld+json" href="{url("metadata")}"' in html
    assert 'hreflang="sv"' in html
    assert '<link rel="canonical" href="http://testserver/open/kuusela/">' in html


@NO_SECOND
@pytest.mark.parametrize("name", ["front", "measure", "material", "editions", "feed", "keys", "package"])
def test_few_queries(opened: Municipality, name: str) -> None:
    get(name)
    with CaptureQueriesContext(connection) as queries:
        get(name)
    assert len(queries) <= 5


@NO_SECOND
def test_a_page_is_made_once_for_everyone(
    opened: Municipality, monkeypatch: pytest.MonkeyPatch, teacher: Someone
) -> None:
    first = get("front").content
    monkeypatch.setattr(answering, "render_to_string", lambda *_: pytest.fail("made again"))
    assert get("front").content == teacher.get(url("front")).content == first


def test_a_page_is_made_anew_when_a_label_changes(opened: Municipality) -> None:
    before = get("measure").content.decode()
    label = Text.of(fi="digivelho")
    with scope(provider=opened.provider):
        set_role_label(by=opened.people["coordinator"], provider=opened.provider, kind="teachers", label=label)
        set_role_label(by=opened.people["coordinator"], provider=opened.provider, kind="digital-team", label=label)
    after = get("measure").content.decode()
    assert "igivelho" not in before
    assert "igivelho" in after


def test_lineage_and_authors_are_kept_by_a_copy(opened: Municipality) -> None:
    html, source = get("front").content.decode(), starter().toolkit
    assert f"{source.id} {source.edition}, {source.publisher}" in html
    for author in source.authors:
        assert author in html


@NO_SECOND
def test_the_draft_and_older_words_stay_inside(opened: Municipality) -> None:
    by, toolkit, draft = opened.people["coordinator"], toolkit_of(opened.provider), draft_of(opened.provider)
    assert toolkit is not None
    assert draft is not None
    measure = toolkit.measure(MEASURE)
    assert measure is not None
    secret = replace(measure, title=Text.of(fi="Luonnoksen salaisuus"))
    change_measure(by=by, provider=opened.provider, key=MEASURE, measure=secret, version=draft.version)
    for name in ("front", "measure", "feed", "metadata"):
        assert "Luonnoksen salaisuus" not in get(name).content.decode()
    publish(by=by, provider=opened.provider, name="2026-2")
    assert "Luonnoksen salaisuus" in get("front").content.decode()


@NO_SECOND
def test_no_page_names_people(opened: Municipality) -> None:
    for name in ("front", "measure", "editions", "feed", "metadata", "keys", "statement"):
        words = get(name).content.decode()
        for person in opened.people.values():
            assert person.email not in words
            assert person.name not in words


@NO_SECOND
def test_a_measure_or_edition_that_is_not_there(opened: Municipality) -> None:
    for name, more in (
        ("measure", {"key": "no-such"}), ("material", {"key": "no-such"}), ("file", {"key": "no-such"}),
        ("statement", {"edition": "2099-1"}), ("package", {"edition": "2099-1"}),
    ):  # fmt: skip
        assert Client().get(url(name, **more)).status_code == 404
    assert Client().get("/open/nobody/").status_code == 404
    assert Client().post(url("front")).status_code == 405


@NO_SECOND
def test_a_material_is_a_page_or_leads_on(opened: Municipality) -> None:
    toolkit = starter().toolkit
    link = next(one for one in toolkit.materials if one.address)
    answer = Client().get(url("material", key=link.key))
    assert (answer.status_code, answer["Location"]) == (302, link.address)
    saved = get("file")
    assert saved["Content-Disposition"].startswith("attachment")
    with scope(provider=opened.provider):
        held = {bytes(row.content) for row in MaterialFile.objects.filter(path__contains=MATERIAL)}
    assert saved.content in held


def test_a_new_title_is_on_the_page_of_editions(opened: Municipality) -> None:
    next_edition(opened)
    html = get("editions").content.decode()
    assert TITLE in html
    assert html.index("2026-2") < html.index(EDITION + "<")


def test_the_first_words_of_the_addresses_are_no_municipality() -> None:
    assert {"open", "oai"} <= PROVIDER_RESERVED
