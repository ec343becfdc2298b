from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path

from digivuosi.apps.look import navigation, views
from digivuosi.apps.look.navigation import NavEntry, Section, bar_of, groups_for, register, user_links, without_links

urlpatterns = [
    path("<provider>/", views.not_found, name="front"),
    path("<provider>/toolkit/", views.not_found, name="kit"),
    path("<provider>/<school>/", views.not_found, name="now"),
    path("<provider>/<school>/wheel/", views.not_found, name="wheel-page"),
    path("me/", views.not_found, name="me"),
]


@dataclass
class Place:
    name: str
    slug: str


@dataclass
class Access:
    school: Place | None = field(default_factory=lambda: Place("Kivelän koulu", "kivela"))
    provider: Place = field(default_factory=lambda: Place("Lammasjoki", "lammasjoki"))
    allowed: frozenset[str] = frozenset({"see"})
    own_schools: list[Place] = field(default_factory=list)

    def allows(self, permission: Any) -> bool:
        return permission in self.allowed


@pytest.fixture(autouse=True)
def entries(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_entries", {})
    register(
        NavEntry("school", 20, "Vuosikello", "wheel-page", "see", "wheel"),
        NavEntry("school", 10, "Nyt", "now", "see", "now"),
        NavEntry("provider", 10, "Yleiskuva", "front", "oversee"),
        NavEntry("provider", 20, "Työkalupaketti", "kit"),
        NavEntry("provider", 30, "Poissa", "not-put-in"),
        NavEntry("user", 10, "Omat tiedot", "me"),
    )


def request_to(path: str, access: Access | None) -> HttpRequest:
    request = RequestFactory().get(path)
    if access is not None:
        request.access = access  # type: ignore[attr-defined]
    return request


def titles(request: HttpRequest) -> list[tuple[str, list[str]]]:
    return [(group.name, [link.title for link in group.links]) for group in groups_for(request)]


def current(request: HttpRequest) -> list[str]:
    return [link.url for group in groups_for(request) for link in group.links if link.current]


def test_a_page_without_a_place_has_no_navigation() -> None:
    assert groups_for(request_to("/", None)) == ()


def test_the_school_stands_first_and_in_order() -> None:
    assert titles(request_to("/lammasjoki/kivela/", Access())) == [
        ("Kivelän koulu", ["Nyt", "Vuosikello"]),
        ("Lammasjoki", ["Työkalupaketti"]),
    ]


def test_a_page_of_the_provider_shows_the_way_back_to_ones_own_school() -> None:
    access = Access(school=None, own_schools=[Place("Kivelän koulu", "kivela")])
    own, _provider = groups_for(request_to("/lammasjoki/toolkit/", access))
    assert (own.name, [(link.title, link.url) for link in own.links]) == (
        "Oma koulu",
        [("Kivelän koulu", "/lammasjoki/kivela/")],
    )
    bar = bar_of(groups_for(request_to("/lammasjoki/toolkit/", access)))
    assert [link.title for link in bar] == ["Oma koulu", "Työkalupaketti"]


def test_several_schools_stand_by_name_and_very_many_not_at_all() -> None:
    schools = [Place(f"Koulu {at}", f"koulu-{at}") for at in range(9)]
    assert titles(request_to("/lammasjoki/toolkit/", Access(school=None, own_schools=schools[:2])))[0] == (
        "Omat koulut",
        ["Koulu 0", "Koulu 1"],
    )
    groups = groups_for(request_to("/lammasjoki/toolkit/", Access(school=None, own_schools=schools)))
    assert [group.place for group in groups] == ["provider"]


def test_a_page_of_a_school_needs_no_way_back() -> None:
    groups = groups_for(request_to("/lammasjoki/kivela/", Access(own_schools=[Place("Kivelän koulu", "kivela")])))
    assert [group.place for group in groups] == ["school", "provider"]
    assert [link.title for link in bar_of(groups)] == ["Nyt", "Vuosikello"]


def test_entries_without_the_right_or_the_page_are_left_out() -> None:
    coordinator = Access(school=None, allowed=frozenset({"oversee"}))
    assert titles(request_to("/lammasjoki/", coordinator)) == [("Lammasjoki", ["Yleiskuva", "Työkalupaketti"])]
    stranger = Access(allowed=frozenset())
    assert titles(request_to("/lammasjoki/kivela/", stranger)) == [("Lammasjoki", ["Työkalupaketti"])]


@pytest.mark.parametrize(
    ("where", "shown"),
    [
        ("/lammasjoki/kivela/", ["/lammasjoki/kivela/"]),
        ("/lammasjoki/kivela/wheel/2026/", ["/lammasjoki/kivela/wheel/"]),
        ("/lammasjoki/kivela/elsewhere/", []),
        ("/lammasjoki/toolkit/measures/selfie/", ["/lammasjoki/toolkit/"]),
    ],
)
def test_one_entry_is_current_at_most(where: str, shown: list[str]) -> None:
    assert current(request_to(where, Access())) == shown


def test_the_sections_of_a_place_have_titles_but_the_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_address", lambda entry, _slugs: f"/{entry.url_name}/")
    register(
        NavEntry("provider", 1, "Historia", "history", section=Section.UPKEEP),
        NavEntry("provider", 99, "Luonnos", "draft", section=Section.PLANNING),
        NavEntry("provider", 5, "Kalenteri", "calendar", section=Section.PLANNING),
    )
    (group,) = groups_for(request_to("/lammasjoki/", Access(school=None, allowed=frozenset({"oversee"}))))
    found = [(str(section.title), [link.title for link in section.links]) for section in group.sections]
    assert found == [
        ("", ["Yleiskuva", "Työkalupaketti", "Poissa"]),
        ("Suunnittelu", ["Kalenteri", "Luonnos"]),
        ("Historia ja asetukset", ["Historia"]),
    ]
    bar = bar_of([group])
    assert [link.title for link in bar] == ["Yleiskuva", "Työkalupaketti", "Poissa", "Kalenteri"]
    (rest,) = without_links([group], bar)
    assert [link.title for link in rest.links] == ["Luonnos", "Historia"]
    assert without_links([group], group.links) == ()


def test_the_user_menu_is_for_the_signed_in() -> None:
    request = request_to("/", None)
    request.user = AnonymousUser()
    assert user_links(request) == ()
    request.user = type("Someone", (), {"is_authenticated": True})()
    assert [link.url for link in user_links(request)] == ["/me/"]
