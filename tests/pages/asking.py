"""How a page is asked for, by whom, and what its answer must be."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.http import HttpResponse
from django.urls import reverse

from digivuosi.apps.schools.access import GRANTS, Permission
from digivuosi.apps.schools.models import MembershipKind
from tests.cast import Municipality, Someone
from tests.pages.addresses import Address
from tests.pages.examples import EXAMPLES, PARTS_ONLY
from tests.valid import refuse_invalid

KINDS = {
    "teacher": MembershipKind.TEACHER,
    "tutor": MembershipKind.TEAM,
    "principal": MembershipKind.PRINCIPAL,
    "mentor": MembershipKind.MENTOR,
    "coordinator": MembershipKind.COORDINATOR,
}


def own_arguments(address: Address, town: Municipality) -> dict[str, object]:
    return EXAMPLES[address.name](town) if address.own_arguments else {}


def url_of(address: Address, town: Municipality, own: dict[str, object] | None = None) -> str:
    tenant = {key: value for key, value in town.here.items() if key in address.arguments}
    return reverse(address.name, kwargs={**tenant, **(own_arguments(address, town) if own is None else own)})


def ask(client: Someone, address: Address, url: str, **headers: str) -> HttpResponse:
    """Open the page; what takes only POST is sent an empty form, as a broken program would."""
    method = client.post if address.methods == {"POST"} else client.get
    answer = method(url, headers=headers or None)
    assert isinstance(answer, HttpResponse) or answer.streaming
    return answer  # type: ignore[return-value]


def allowed(kind: MembershipKind, address: Address) -> bool:
    assert address.mark is not None
    place, permission = address.mark
    if place == "provider" and kind != MembershipKind.COORDINATOR:
        wide = {Permission.SEE_PROVIDER, Permission.OVERSEE_SCHOOLS}
        return permission in wide and permission in GRANTS[kind]
    return permission in GRANTS[kind]


def is_page(answer: HttpResponse) -> bool:
    """Whether it is one that opens: addresses that only redirect, take POST or give files are no pages."""
    return (
        answer.request["REQUEST_METHOD"] == "GET"  # type: ignore[attr-defined]
        and answer.status_code in (200, 410)
        and answer.headers.get("Content-Type", "").startswith("text/html")
    )


@dataclass(frozen=True)
class Opened:
    """A page, and who opened it how, for words on what is wrong."""

    address: Address
    who: str
    language: str
    html: str

    def __str__(self) -> str:
        return f"{self.address}, as {self.who} reads it in {self.language}"

    def check(self) -> None:
        if self.address.name not in PARTS_ONLY:
            assert f'<html lang="{self.language}"' in self.html, f"{self} is in another language"
            assert len(re.findall(r"<h1[ >]", self.html)) == 1, f"{self} has not one h1"
        self.check_html()

    def check_html(self) -> None:
        refuse_invalid(self.html, self)
