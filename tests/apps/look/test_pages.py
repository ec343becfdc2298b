"""The pages of the look: the gallery, language, colours, accessibility, errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import html5lib
import pytest
from django.test import Client, RequestFactory

from digivuosi.apps.look import views
from digivuosi.apps.look.languages import language_of
from digivuosi.apps.people.actions import make_user

NO_SECOND = pytest.mark.one_database(
    "test_the_page_opens_on_another_database opens pages there; this asks for words and refused choices"
)

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize("language", ["fi", "sv", "en"])


def parsed(html: str) -> Any:
    """Strict: a page that a parser must mend fails."""
    return html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)


@pytest.mark.one_database("a page of words alone; test_more_items_cost_no_more_queries opens one on both")
@LANGUAGES
def test_the_language_that_the_browser_asks_for_is_spoken(client: Client, language: str) -> None:
    """That the pages here are valid in every language is asked by tests/pages of each address."""
    response = client.get("/accessibility/", headers={"accept-language": language})
    assert response.status_code == 200
    assert response.headers["Content-Language"] == language
    assert parsed(response.content.decode()).get("lang") == language


@NO_SECOND
def test_the_part_of_a_page_is_only_that(client: Client) -> None:
    assert b"<html" not in client.get("/look/part/", headers={"hx-request": "true"}).content


@NO_SECOND
def test_long_work_in_the_gallery_comes_to_its_end(client: Client) -> None:
    answer, path = b"", "/look/progress/?done=30"
    answer = client.get(path).content
    assert b"45 / 60" in answer
    assert b"hx-get" in answer
    assert b"hx-get" not in client.get("/look/progress/?done=45").content
    assert b"15 / 60" in client.get("/look/progress/?done=99999999").content


@NO_SECOND
def test_the_accessibility_page_names_the_contact(client: Client, settings: Any) -> None:
    settings.CONTACT_EMAIL = "digi@kunta.example"
    assert b'href="mailto:digi@kunta.example"' in client.get("/accessibility/").content
    settings.CONTACT_EMAIL = ""
    assert b"mailto:" not in client.get("/accessibility/").content


def test_a_language_is_chosen_and_kept(client: Client) -> None:
    answer = client.post("/language/", {"language": "sv", "next": "/accessibility/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accessibility/")
    assert client.get("/accessibility/", headers={"accept-language": "en"}).headers["Content-Language"] == "sv"


def test_a_signed_in_person_keeps_the_language_on_every_machine(client: Client) -> None:
    person = make_user(email="aino@kunta.example", name="Aino Virtanen", language="fi")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/language/", {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"
    elsewhere = Client()
    elsewhere.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    elsewhere.cookies["language"] = "sv"
    assert elsewhere.get("/accessibility/").headers["Content-Language"] == "en"


@NO_SECOND
@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "", "javascript:x"])
def test_a_choice_leads_back_to_this_server_only(client: Client, wanted: str) -> None:
    answer = client.post("/language/", {"language": "fi", "next": wanted})
    assert answer.headers["Location"] == "/"


@NO_SECOND
@pytest.mark.parametrize("path", ["/language/", "/theme/"])
def test_an_unknown_choice_is_refused_in_words(client: Client, path: str) -> None:
    answer = client.post(path, {"language": "xx", "scheme": "pink"})
    assert answer.status_code == 400
    assert "Mitään ei muutettu" in answer.content.decode()
    assert client.get(path).status_code == 405


def test_light_dark_and_as_the_device(client: Client) -> None:
    assert b"data-theme" not in client.get("/look/").content
    client.post("/theme/", {"scheme": "dark", "next": "/look/"})
    assert b'data-theme="dark"' in client.get("/look/").content
    client.post("/theme/", {"scheme": "", "next": "/look/"})
    assert b"data-theme" not in client.get("/look/").content
    client.cookies["scheme"] = 'x" onload="'
    assert b"onload" not in client.get("/look/").content


@NO_SECOND
@pytest.mark.parametrize(
    ("header", "cookie", "language"),
    [
        ("", "", "fi"),
        ("sv-FI,sv;q=0.9,en;q=0.8", "", "sv"),
        ("de,se;q=0.9", "", "fi"),
        ("de,en-GB;q=0.5", "", "en"),
        ("en", "sv", "sv"),
        ("en", "xx", "en"),
        ("*;;q=foo,,", "", "fi"),
    ],
)
def test_the_language_of_a_visitor(header: str, cookie: str, language: str) -> None:
    request = RequestFactory().get("/", headers={"accept-language": header})
    request.COOKIES["language"] = cookie
    assert language_of(request) == language


ERRORS: list[tuple[Callable[..., Any], int]] = [
    (views.bad_request, 400),
    (views.forbidden, 403),
    (views.csrf_failure, 403),
    (views.not_found, 404),
    (views.too_many, 429),
    (views.server_error, 500),
]


@NO_SECOND
@pytest.mark.parametrize(("view", "status"), ERRORS)
def test_errors_say_what_was_kept_and_what_to_do(view: Callable[..., Any], status: int) -> None:
    answer = view(RequestFactory().get("/x/"))
    assert answer.status_code == status
    page = parsed(answer.content.decode())
    assert len(page.findall(".//h1")) == 1
    assert len(page.findall(".//main//p")) >= 3


@NO_SECOND
def test_a_page_that_is_not_there(client: Client) -> None:
    answer = client.get("/there/is/no/such/page/")
    assert answer.status_code == 404
    assert "Tällaista sivua ei ole" in answer.content.decode()


@NO_SECOND
def test_a_form_without_its_token_says_that_nothing_was_saved() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "sv"})
    assert answer.status_code == 403
    assert "Mitään ei tallennettu" in answer.content.decode()


def test_a_fault_shows_its_page_and_asks_nothing_of_the_database(client: Client, monkeypatch: Any) -> None:
    client.raise_request_exception = False

    def broken(*_: Any) -> Any:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views, "gallery_context", broken)
    answer = client.get("/look/")
    assert answer.status_code == 500
    assert "Jotain meni rikki" in answer.content.decode()
