"""The main navigation: each app registers its entries, a page shows those that its reader may use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby
from typing import Any, Literal, Protocol

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

Place = Literal["school", "provider", "user"]
MOST_OWN = 5
"""Whose schools are more finds them on the provider's front page and in the user menu."""
IN_BAR = 4
"""How many links stand in a phone's bar, beside the rest under "More"."""


class Section(Enum):
    """What entries of a place are about, in the order of the menu: nobody reads twenty links in a row."""

    MAIN = "main"
    PLANNING = "planning"
    PEOPLE = "people"
    SHOWING = "showing"
    TOGETHER = "together"
    UPKEEP = "upkeep"


TITLES = {
    Section.PLANNING: _("Planning"),
    Section.PEOPLE: _("People and tasks"),
    Section.SHOWING: _("On the wall and in calendars"),
    Section.TOGETHER: _("With other municipalities"),
    Section.UPKEEP: _("History and settings"),
}


class Tenant(Protocol):
    """A provider or a school, as far as the base page needs to know it."""

    @property
    def slug(self) -> str: ...
    @property
    def name(self) -> str: ...


class Access(Protocol):
    """What `request.access` offers; the real one lives in apps/schools, above this app."""

    @property
    def provider(self) -> Any: ...
    @property
    def school(self) -> Any: ...
    @property
    def own_schools(self) -> Sequence[Tenant]:
        """The schools here that the person belongs to."""
        ...

    def allows(self, permission: Any) -> bool: ...


@dataclass(frozen=True)
class NavEntry:
    """One entry of the navigation.

    `title` is lazy, so that it shows in the reader's language. `permission` None means every member of the place
    (for "user": every signed-in person). Entries of a school are reversed with `provider` and `school`, those of a
    provider with `provider`, those of the user menu without arguments.
    """

    place: Place
    order: int
    title: Any
    url_name: str
    permission: Any = None
    icon: str = ""
    section: Section = Section.MAIN


@dataclass(frozen=True)
class NavLink:
    """An entry as a page shows it."""

    title: Any
    url: str
    icon: str
    current: bool
    section: Section = Section.MAIN


@dataclass(frozen=True)
class NavSection:
    """Links of a place that are about the same; the main ones have no title."""

    title: Any
    links: tuple[NavLink, ...]


@dataclass(frozen=True)
class NavGroup:
    """The links of one place, under its name."""

    place: Place | Literal["own"]
    name: str
    links: tuple[NavLink, ...]

    @property
    def sections(self) -> tuple[NavSection, ...]:
        return sections_of(self.links)


def sections_of(links: Sequence[NavLink]) -> tuple[NavSection, ...]:
    """The links by section; links of a section stand together already."""
    return tuple(
        NavSection(TITLES.get(section, ""), tuple(found))
        for section, found in groupby(links, key=lambda link: link.section)
    )


_entries: dict[tuple[str, str], NavEntry] = {}


def register(*entries: NavEntry) -> None:
    """Add entries; call it from AppConfig.ready. Registering an address again replaces the entry."""
    for entry in entries:
        _entries[(entry.place, entry.url_name)] = entry


def registered(place: Place) -> tuple[NavEntry, ...]:
    """The entries of a place, section by section, in order."""
    found = [entry for entry in _entries.values() if entry.place == place]
    sections = list(Section)
    return tuple(sorted(found, key=lambda entry: (sections.index(entry.section), entry.order, entry.url_name)))


def groups_for(request: HttpRequest) -> tuple[NavGroup, ...]:
    """The navigation of this page: the school's group first, or the way back to it, then the provider's."""
    access: Access | None = getattr(request, "access", None)
    if access is None:
        return ()
    places: list[tuple[Place, Tenant, dict[str, str]]] = []
    if access.school is not None:
        slugs = {"provider": access.provider.slug, "school": access.school.slug}
        places.append(("school", access.school, slugs))
    places.append(("provider", access.provider, {"provider": access.provider.slug}))
    found = [(place, tenant, _links(place, slugs, access)) for place, tenant, slugs in places]
    current = _current(request.path, [url for _, _, links in found for _, url in links], places)
    return _own(access) + tuple(
        NavGroup(
            place,
            str(tenant.name),
            tuple(NavLink(entry.title, url, entry.icon, url == current, entry.section) for entry, url in links),
        )
        for place, tenant, links in found
        if links
    )


def _own(access: Access) -> tuple[NavGroup, ...]:
    """On a page of the provider, the way to the schools of one's own: each at the first entry one may use there."""
    schools = () if access.school is not None else access.own_schools
    if not 0 < len(schools) <= MOST_OWN:
        return ()
    links = []
    for school in schools:
        slugs = {"provider": access.provider.slug, "school": school.slug}
        url = next(filter(None, (_address(entry, slugs) for entry in registered("school"))), "")
        links.append(NavLink(school.name, url, "school", False))
    name = str(ngettext("My school", "My schools", len(links)))
    return (NavGroup("own", name, tuple(links)),) if all(link.url for link in links) else ()


def bar_of(groups: Sequence[NavGroup]) -> tuple[NavLink, ...]:
    """The links of a phone's bar: those of the page's own place, after the one way back, if there is just one."""
    own = [group for group in groups if group.place == "own"]
    back = [replace(group.links[0], title=group.name) for group in own if len(group.links) == 1]
    rest = [link for group in groups if group.place != "own" for link in group.links]
    first = next((len(group.links) for group in groups if group.place != "own"), 0)
    return (*back, *rest[:first])[:IN_BAR]


def without_links(groups: Sequence[NavGroup], links: Sequence[NavLink]) -> tuple[NavGroup, ...]:
    """The groups without some of their links, such as those that a phone's bar shows already."""
    rest = (replace(group, links=tuple(link for link in group.links if link not in links)) for group in groups)
    return tuple(group for group in rest if group.links)


def user_links(request: HttpRequest) -> tuple[NavLink, ...]:
    """The links of the user menu."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ()
    found = ((entry, _address(entry, {})) for entry in registered("user"))
    return tuple(NavLink(entry.title, url, entry.icon, url == request.path) for entry, url in found if url)


def _links(place: Place, slugs: Mapping[str, str], access: Access) -> list[tuple[NavEntry, str]]:
    allowed = [e for e in registered(place) if e.permission is None or access.allows(e.permission)]
    found = [(entry, _address(entry, slugs)) for entry in allowed]
    return [(entry, url) for entry, url in found if url]


def _address(entry: NavEntry, slugs: Mapping[str, str]) -> str:
    # An app that is not put in (or not yet reachable) takes its entry away, never the whole page.
    try:
        return reverse(entry.url_name, kwargs=dict(slugs))
    except NoReverseMatch:
        return ""


def _current(path: str, urls: list[str], places: list[tuple[Place, Tenant, dict[str, str]]]) -> str:
    """The entry that the page stands under: the longest address that begins the page's own.

    The front page of a provider or school begins every address below it, so it counts only when met exactly.
    """
    roots = {"/" + "/".join(slugs.values()) + "/" for _, _, slugs in places}
    under = [url for url in urls if path == url or (path.startswith(url) and url not in roots)]
    return max(under, key=len, default="")
