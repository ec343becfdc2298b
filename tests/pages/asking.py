"""How a page is asked for, by whom, and what its answer must be."""

from __future__ import annotations

import re
from dataclasses import dataclass

import html5lib
from django.http import HttpResponse
from django.urls import reverse

from digivuosi.apps.schools.access import GRANTS, Permission
from digivuosi.apps.schools.models import MembershipKind
from tests.cast import Municipality, Someone
from tests.pages.addresses import Address
from tests.pages.examples import EXAMPLES, PARTS_ONLY

KINDS = {
    "teacher": MembershipKind.TEACHER,
    "tutor": MembershipKind.TEAM,
    "principal": MembershipKind.PRINCIPAL,
    "mentor": MembershipKind.MENTOR,
    "coordinator": MembershipKind.COORDINATOR,
}
ID = re.compile(r'\sid="([^"]*)"')
VALUE = re.compile(r"""((?<!\stype)=")[^"'`=<>&\x00-\x1f\x7f-\x9f]*(?=")""")
TOKEN = re.compile(r'(?<="X-CSRFToken": ")\w+(?=")')
LANG = re.compile(r'(?<=") lang=""(?=[\s>])')
TWO_LANGUAGES = re.compile(r"""\slang="[^<>]*\slang=""")
WORDS = re.compile(r""">(?=[^<]*[^<\s])[^"'=<>&\x00-\x08\x0b-\x1f\x7f-\x9f]+<""")


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
        built = skeleton(self.html)
        if built not in _sound:
            self._parse()
            _sound.add(built)
        ids = ID.findall(self.html)
        assert len(ids) == len(set(ids)), f"{self}: an id stands twice"

    def _parse(self) -> None:
        parser = html5lib.HTMLParser(strict=True)
        try:
            parser.parse(self.html) if "<html" in self.html else parser.parseFragment(self.html, container="div")
        except html5lib.html5parser.ParseError as problem:
            place = parser.errors[-1] if parser.errors else problem
            raise AssertionError(f"{self}: {problem}: {place}") from problem


_sound: set[str] = set()
"""How pages are built that were parsed: parsing takes longer than making most of them."""


def skeleton(html: str) -> str:
    """The page without what cannot break it: plain words between tags, plain values of attributes but `type`, the
    token of a form, and `lang`, which stands elsewhere in each language.
    """
    if TWO_LANGUAGES.search(html):
        return html
    return LANG.sub("", WORDS.sub(">x<", VALUE.sub(r"\1", TOKEN.sub("", html))))
