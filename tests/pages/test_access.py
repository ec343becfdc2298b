"""Every address carries a mark, and an example of what it needs; rows of others are not found.

Who may see each page is asked by `test_every_page.py`, which opens them.
"""

from __future__ import annotations

import pytest

from tests.cast import Municipality, Someone
from tests.pages.addresses import TENANT, Address, walk
from tests.pages.asking import url_of
from tests.pages.examples import EXAMPLES, OWNED

ADDRESSES = walk()


def test_every_view_carries_a_mark() -> None:
    bare = [address.route for address in ADDRESSES if address.mark is None]
    assert not bare, "these have no @for_school, @for_provider, @for_signed_in or @for_anyone"
    assert not [address.route for address in ADDRESSES if not address.name], "these have no name"


def test_every_view_says_which_methods_it_takes() -> None:
    silent = [address.route for address in ADDRESSES if not address.methods]
    assert not silent, "these have no @require_safe, @require_POST or @require_http_methods"
    taken = {str(address): address.methods or frozenset() for address in ADDRESSES}
    assert not {name: some for name, some in taken.items() if not some <= {"GET", "HEAD", "POST"}}
    headless = [name for name, some in taken.items() if ("GET" in some) != ("HEAD" in some)]
    assert not headless, "what can be read can be asked for its head"


@pytest.mark.one_database("what is refused reaches no database")
@pytest.mark.parametrize("name", ["schools:settings", "schools:schools", "toolkit:new_measure", "account_login"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(name: str, method: str, town: Municipality) -> None:
    (address,) = (one for one in ADDRESSES if one.name == name)
    someone = Someone(town.people["coordinator"])
    assert someone.generic(method, url_of(address, town)).status_code == 405


def test_the_mark_is_of_the_tenant_in_the_address() -> None:
    wanted = {"school": {"provider", "school"}, "provider": {"provider"}, "signed-in": set()}
    wrong = [
        f"{address} is of a {address.mark[0]}, with {sorted(address.arguments)} in its address"
        for address in ADDRESSES
        if address.mark and address.mark[0] in wanted and address.arguments & TENANT != wanted[address.mark[0]]
    ]
    assert not wrong


def test_every_argument_has_an_example() -> None:
    assert not [str(one) for one in ADDRESSES if one.own_arguments and one.name not in EXAMPLES], (
        "tests/pages/examples.py"
    )


@pytest.mark.one_database("rows outside the scope of a school stay hidden in the tests of every app's actions")
@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.name in OWNED], ids=str)
def test_a_row_of_another_municipality_is_not_found(
    address: Address, town: Municipality, other_town: Municipality, coordinator: Someone
) -> None:
    foreign = EXAMPLES[address.name](other_town)
    url = url_of(address, town, foreign)
    answers = {coordinator.get(url).status_code, coordinator.post(url).status_code}
    assert 404 in answers
    assert answers <= {404, 405}
