"""What holds for every page: who may see it, three languages, valid HTML, whole and in part, no query per item.

A page is opened by everyone of the standing cast in one walk, and each answer is asked all that it can tell.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from digivuosi.apps.people.models import User
from tests.cast import Municipality, Someone
from tests.pages.addresses import Address, walk
from tests.pages.asking import KINDS, Opened, allowed, ask, is_page, own_arguments, url_of
from tests.pages.examples import grow
from tests.snapshots import once

PAGES = walk()
LANGUAGES = ("fi", "sv", "en")
NOT_DONE = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
"""What everyone sets off here (a search for a better plan takes a second) is done in the tests of the apps' actions."""
SPOKEN = {"teacher": "fi", "principal": "en", "coordinator": "sv"}
"""What some of those who may see a page read it in; the last of them reads it in what nobody has read yet."""


@contextmanager
def taken_back() -> Iterator[None]:
    """What one person does must not be seen by the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read(client: Someone, who: str, address: Address, url: str, language: str) -> tuple[HttpResponse, int]:
    """Open a page in a language, and check it when it is one; gives the answer, and how many queries it took."""
    if client.person is None:
        client.cookies["language"] = language
    else:
        User.objects.filter(pk=client.user.pk).update(language=language)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(client, address, url)
    if is_page(answer):
        Opened(address, who, language, answer.content.decode()).check()
    return answer, len(queries)


@pytest.mark.one_database("test_the_page_opens_on_another_database opens it there")
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_the_page_holds_for_everyone(
    address: Address, town: Municipality, signed_out: Someone, request: pytest.FixtureRequest, settings: Settings
) -> None:
    grow_to(town, 1)
    url = url_of(address, town)
    if address.methods == {"POST"}:
        settings.TASKS = NOT_DONE
    people = {who: Someone(town.people[who]) for who in KINDS}
    place = address.mark[0] if address.mark else ""
    who, languages, seen_in_part = "coordinator", list(LANGUAGES), False
    if "provider" in address.arguments and place in ("school", "provider"):
        check_outsiders(address, town, people, signed_out, request.getfixturevalue("stranger"))
        who, languages, seen_in_part = check_rights(address, url, people)
    elif place == "anyone":
        who, people = "someone who has not signed in", {"someone who has not signed in": signed_out}
    else:
        assert ask(signed_out, address, url).status_code in (302, 405), f"{address} does not ask to sign in"
    client = people[who]
    with taken_back():
        answer, few = read(client, who, address, url, languages[0])
    assert answer.status_code < 500, f"{address}: {answer.status_code} for {who}"
    if not is_page(answer):
        check_methods(client, address, url)
        return
    if not seen_in_part:
        read_in_part(client, who, address, url)
    check_grown(client, who, address, town, languages, few)


def check_methods(client: Someone, address: Address, url: str) -> None:
    """What takes only POST has not been asked otherwise yet."""
    if address.methods == {"POST"}:
        assert client.get(url).status_code == 405, f"{address} can be read"


def read_in_part(client: Someone, who: str, address: Address, url: str) -> HttpResponse:
    """Open a page as htmx does."""
    with taken_back():
        answer = ask(client, address, url, hx_request="true")
    assert answer.status_code < 500, f"a part of {address}: {answer.status_code} for {who}"
    if is_page(answer):
        Opened(address, f"{who}, in part,", "any language", answer.content.decode()).check_html()
    return answer


def check_outsiders(
    address: Address, town: Municipality, people: dict[str, Someone], signed_out: Someone, stranger: Someone
) -> None:
    """Who has not signed in is asked to; people of elsewhere do not find the page."""
    url = url_of(address, town)
    assert ask(signed_out, address, url).status_code == 302, f"{address} does not ask to sign in"
    assert ask(stranger, address, url).status_code == 404, f"the coordinator of another municipality finds {address}"
    if address.mark and address.mark[0] == "school":
        there = {"provider": town.provider.slug, "school": town.other_school.slug}
        elsewhere = reverse(address.name, kwargs={**there, **own_arguments(address, town)})
        for who in ("principal", "mentor", "teacher"):
            assert ask(people[who], address, elsewhere).status_code == 404, (
                f"the {who} finds {address} of another school"
            )


def check_rights(address: Address, url: str, people: dict[str, Someone]) -> tuple[str, list[str], bool]:
    """All but the last of those who may see the page open it, the tutor as htmx does; gives that last one, the
    languages left to read it in, and whether it has been seen in part.
    """
    readers = [who for who in people if allowed(KINDS[who], address)]
    assert readers, f"nobody may see {address}"
    last, in_part = readers[-1], False
    for who, client in people.items():
        if who == last:
            continue
        if who not in readers:
            with taken_back():
                answer = ask(client, address, url)
            assert answer.status_code == 403, f"{who} sees {address}: {answer.status_code}"
            continue
        if who in SPOKEN:
            with taken_back():
                answer, _queries = read(client, who, address, url, SPOKEN[who])
        else:
            answer = read_in_part(client, who, address, url)
            in_part = True
        assert answer.status_code != 403, f"{who} may not see {address}"
        assert answer.status_code < 500, f"{address}: {answer.status_code} for {who}"
    read_already = {SPOKEN[who] for who in readers if who in SPOKEN and who != last}
    return last, [language for language in LANGUAGES if language not in read_already], in_part


def check_grown(
    client: Someone, who: str, address: Address, town: Municipality, languages: list[str], few: int
) -> None:
    """With more of everything the page holds too, in the languages that are left, and costs no more queries."""
    with taken_back():
        grow_to(town, 3, has=1)
        url = url_of(address, town)
        for language in languages[1:] or languages:
            answer, more = read(client, who, address, url, language)
            assert is_page(answer), f"{address}: {answer.status_code} for {who}"
        if more != few:
            more = count(client, address, url)  # what is kept in memory is filled now
    if more != few:
        with taken_back():
            few = count(client, address, url_of(address, town))
    assert more == few, f"{address} asks {few} queries with one of everything, {more} with three"


def count(client: Someone, address: Address, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert is_page(ask(client, address, url))
    return len(queries)


def grow_to(town: Municipality, number: int, *, has: int = 0) -> None:
    """So many more of everything that pages list than there was, when it has some of them already."""
    for one in range(has + 1, number + 1):
        once(f"{one} more in {town.provider.slug}", lambda one=one: grow(town, one))


@pytest.mark.second_database("test_the_page_holds_for_everyone opens it on the first, for everyone")
@pytest.mark.parametrize("address", [address for address in PAGES if address.methods != {"POST"}], ids=str)
def test_the_page_opens_on_another_database(
    address: Address, town: Municipality, coordinator: Someone, signed_out: Someone
) -> None:
    """What takes only POST is asked by the tests of its action; `tests/asked.py` finds what they leave out."""
    grow_to(town, 2)
    client = signed_out if address.mark and address.mark[0] == "anyone" else coordinator
    answer = ask(client, address, url_of(address, town))
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
