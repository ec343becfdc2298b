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

from tests.cast import Municipality, Someone
from tests.pages.addresses import Address, walk
from tests.pages.asking import KINDS, Opened, allowed, ask, is_page, own_arguments, url_of
from tests.pages.examples import grow
from tests.snapshots import once

PAGES = walk()
LANGUAGES = ("fi", "sv", "en")
SPOKEN = {"teacher": "fi", "principal": "en", "coordinator": "sv"}
"""What some of those who may see a page read it in; the last of them reads it in what nobody has read yet."""


@contextmanager
def taken_back() -> Iterator[None]:
    """What one person does must not be seen by the next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read(client: Someone, who: str, address: Address, url: str, language: str) -> HttpResponse:
    """Open a page in a language, and check it when it is one."""
    if client.person is None:
        client.cookies["language"] = language
    elif client.user.language != language:
        client.user.language = language
        client.user.save(update_fields=["language"])
    answer = ask(client, url)
    if is_page(answer):
        Opened(address, who, language, answer.content.decode()).check()
    return answer


@pytest.mark.one_database("test_the_page_opens_on_another_database opens it there")
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_the_page_holds_for_everyone(
    address: Address, town: Municipality, signed_out: Someone, request: pytest.FixtureRequest
) -> None:
    grow_to(town, 1)
    url = url_of(address, town)
    people = {who: Someone(town.people[who]) for who in KINDS}
    place = address.mark[0] if address.mark else ""
    languages = list(LANGUAGES)
    if "provider" in address.arguments and place in ("school", "provider"):
        check_outsiders(address, town, people, signed_out, request.getfixturevalue("stranger"))
        who, languages = check_rights(address, url, people)
    elif place == "anyone":
        who, people = "someone who has not signed in", {"someone who has not signed in": signed_out}
    else:
        who = "coordinator"
        assert ask(signed_out, url).status_code in (302, 405), f"{address} does not ask to sign in"
    client = people[who]
    for language in languages:
        with taken_back():
            answer = read(client, who, address, url, language)
        assert answer.status_code < 500, f"{address}: {answer.status_code} for {who}"
        if not is_page(answer):
            return
    with taken_back():
        answer = ask(client, url, hx_request="true")
    assert answer.status_code < 500, f"a part of {address}: {answer.status_code} for {who}"
    if is_page(answer):
        Opened(address, f"{who}, in part,", language, answer.content.decode()).check_html()
    check_queries(client, address, town)


def check_outsiders(
    address: Address, town: Municipality, people: dict[str, Someone], signed_out: Someone, stranger: Someone
) -> None:
    """Who has not signed in is asked to; people of elsewhere do not find the page."""
    url = url_of(address, town)
    assert ask(signed_out, url).status_code == 302, f"{address} does not ask to sign in"
    assert ask(stranger, url).status_code == 404, f"the coordinator of another municipality finds {address}"
    if address.mark and address.mark[0] == "school":
        there = {"provider": town.provider.slug, "school": town.other_school.slug}
        elsewhere = reverse(address.name, kwargs={**there, **own_arguments(address, town)})
        for who in ("principal", "mentor", "teacher"):
            assert ask(people[who], elsewhere).status_code == 404, f"the {who} finds {address} of another school"


def check_rights(address: Address, url: str, people: dict[str, Someone]) -> tuple[str, list[str]]:
    """All but the last of those who may see the page open it; gives that one, and the languages left to read it in."""
    readers = [who for who in people if allowed(KINDS[who], address)]
    assert readers, f"nobody may see {address}"
    last = readers[-1]
    for who, client in people.items():
        if who == last:
            continue
        with taken_back():
            spoken = who in readers and who in SPOKEN
            answer = read(client, who, address, url, SPOKEN[who]) if spoken else ask(client, url)
        if who in readers:
            assert answer.status_code != 403, f"{who} may not see {address}"
            assert answer.status_code < 500, f"{address}: {answer.status_code} for {who}"
        else:
            assert answer.status_code == 403, f"{who} sees {address}: {answer.status_code}"
    read_already = {SPOKEN[who] for who in readers if who in SPOKEN and who != last}
    return last, [language for language in LANGUAGES if language not in read_already]


def check_queries(client: Someone, address: Address, town: Municipality) -> None:
    """More of everything costs no more queries than one of everything, which the town has when this begins."""
    with taken_back():
        few = count(client, url_of(address, town))
    with taken_back():
        grow_to(town, 3, has=1)
        url = url_of(address, town)
        more = count(client, url)
        if more != few:
            more = count(client, url)  # what is kept in memory is filled now
    if more != few:
        with taken_back():
            few = count(client, url_of(address, town))
    assert more == few, f"{address} asks {few} queries with one of everything, {more} with three"


def count(client: Someone, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert is_page(ask(client, url))
    return len(queries)


def grow_to(town: Municipality, number: int, *, has: int = 0) -> None:
    """So many more of everything that pages list than there was, when it has some of them already."""
    for one in range(has + 1, number + 1):
        once(f"{one} more in {town.provider.slug}", lambda one=one: grow(town, one))


@pytest.mark.second_database("test_the_page_holds_for_everyone opens it on the first, for everyone")
@pytest.mark.parametrize("address", PAGES, ids=str)
def test_the_page_opens_on_another_database(
    address: Address, town: Municipality, coordinator: Someone, signed_out: Someone
) -> None:
    grow_to(town, 2)
    client = signed_out if address.mark and address.mark[0] == "anyone" else coordinator
    answer = ask(client, url_of(address, town))
    assert answer.status_code < 500, f"{address}: {answer.status_code}"
