"""Every page carries a mark, and the mark holds: who may see what, by the standing cast."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from digivuosi.apps.schools.access import GRANTS, Permission
from digivuosi.apps.schools.models import MembershipKind
from tests.cast import Municipality, Someone
from tests.pages.addresses import Address, walk
from tests.pages.examples import EXAMPLES, OWNED

ADDRESSES = walk()
OF_TENANTS = [address for address in ADDRESSES if "provider" in address.arguments]
KINDS = {
    "teacher": MembershipKind.TEACHER,
    "tutor": MembershipKind.TEAM,
    "principal": MembershipKind.PRINCIPAL,
    "mentor": MembershipKind.MENTOR,
    "coordinator": MembershipKind.COORDINATOR,
}


def url_of(address: Address, town: Municipality, own: dict[str, object] | None = None) -> str:
    tenant = {key: value for key, value in town.here.items() if key in address.arguments}
    if own is None:
        own = EXAMPLES[address.name](town) if address.own_arguments else {}
    return reverse(address.name, kwargs={**tenant, **own})


def ask(client: Someone, url: str) -> HttpResponseBase:
    """Open the page; what takes only POST is sent an empty form, as a broken program would."""
    answer = client.get(url)
    return client.post(url) if answer.status_code == 405 else answer


def allowed(kind: MembershipKind, address: Address) -> bool:
    assert address.mark is not None
    place, permission = address.mark
    if place == "provider" and kind != MembershipKind.COORDINATOR:
        wide = {Permission.SEE_PROVIDER, Permission.OVERSEE_SCHOOLS}
        return permission in wide and permission in GRANTS[kind]
    return permission in GRANTS[kind]


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_view_carries_a_mark(address: Address) -> None:
    assert address.mark is not None, f"{address.route} has no @for_school, @for_provider, @for_signed_in or @for_anyone"
    assert address.name, f"{address.route} has no name"


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_view_says_which_methods_it_takes(address: Address) -> None:
    assert address.methods, f"{address.route} has no @require_safe, @require_POST or @require_http_methods"
    assert address.methods <= {"GET", "HEAD", "POST"}
    assert ("GET" in address.methods) == ("HEAD" in address.methods), "what can be read can be asked for its head"


@pytest.mark.parametrize("name", ["schools:settings", "schools:schools", "toolkit:new_measure", "account_login"])
@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(name: str, method: str, town: Municipality) -> None:
    (address,) = (one for one in ADDRESSES if one.name == name)
    someone = Someone(town.people["coordinator"])
    assert someone.generic(method, url_of(address, town)).status_code == 405


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_the_mark_is_of_the_tenant_in_the_address(address: Address) -> None:
    place = address.mark[0] if address.mark else ""
    if place == "school":
        assert {"provider", "school"} <= address.arguments
    elif place == "provider":
        assert "provider" in address.arguments
        assert "school" not in address.arguments
    elif place == "signed-in":
        assert not address.arguments & {"provider", "school"}


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_every_argument_has_an_example(address: Address) -> None:
    assert not address.own_arguments or address.name in EXAMPLES, "add it to tests/pages/examples.py"


@pytest.mark.parametrize("address", [a for a in OF_TENANTS if a.mark and a.mark[0] in ("school", "provider")], ids=str)
def test_the_page_is_for_those_with_the_right(
    address: Address,
    town: Municipality,
    signed_out: Someone,
    stranger: Someone,
) -> None:
    url = url_of(address, town)
    assert ask(signed_out, url).status_code == 302 or signed_out.get(url).status_code == 405
    assert ask(stranger, url).status_code == 404
    for who, kind in KINDS.items():
        with transaction.atomic():
            status = ask(Someone(town.people[who]), url).status_code
            transaction.set_rollback(True)  # what one person does must not be seen by the next
        if allowed(kind, address):
            assert status != 403, f"{who} may not see {url}"
            assert status < 500
        else:
            assert status == 403, f"{who} sees {url}: {status}"


@pytest.mark.parametrize("address", [a for a in OF_TENANTS if a.mark and a.mark[0] == "school"], ids=str)
def test_another_school_of_the_same_provider_is_not_found(
    address: Address, town: Municipality, principal: Someone, mentor: Someone, teacher: Someone
) -> None:
    own = EXAMPLES[address.name](town) if address.own_arguments else {}
    here = {"provider": town.provider.slug, "school": town.other_school.slug}
    url = reverse(address.name, kwargs={**here, **own})
    for someone in (principal, mentor, teacher):
        assert ask(someone, url).status_code == 404


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.name in OWNED], ids=str)
def test_a_row_of_another_municipality_is_not_found(
    address: Address, town: Municipality, other_town: Municipality, coordinator: Someone
) -> None:
    foreign = EXAMPLES[address.name](other_town)
    url = url_of(address, town, foreign)
    answers = {coordinator.get(url).status_code, coordinator.post(url).status_code}
    assert 404 in answers
    assert answers <= {404, 405}


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a.mark and a.mark[0] == "signed-in"], ids=str)
def test_a_page_of_ones_own_asks_to_sign_in(address: Address, signed_out: Someone, town: Municipality) -> None:
    answer = ask(signed_out, url_of(address, town))
    assert answer.status_code in (302, 405)
