"""Which services of others a toolkit names: those in its own list, and those that its links lead to.

A contract on data protection is made by each municipality for itself: a service that one has agreed on is not agreed
on in the next. Whoever copies a toolkit must therefore be told of each. A service in the list is found in texts by its
name, also with an ending, as Finnish and Swedish have them (Wilma, Wilmaan, Wilmas).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Material, Measure, Service, Toolkit

LINK = re.compile(r"https?://[^\s)<>\]\"'|]+")
TEXTS = ("title", "purpose", "steps", "done_when")
SHORTEST_WITH_ENDING = 3
"""A name of fewer letters counts as a whole word only: it begins too many other words."""


@dataclass(frozen=True)
class NamedService:
    """One service, and where the toolkit names it."""

    name: str
    """Its host, lowercase, without `www.`; of a listed service without an address, its key."""
    title: Text
    """What the toolkit's list calls it; empty for one that is found by links alone."""
    materials: tuple[str, ...]
    """Keys of the materials that lead there or name it."""
    measures: tuple[str, ...]
    """Keys of the measures that name it themselves or by such a material."""


def services_of(toolkit: Toolkit) -> tuple[NamedService, ...]:
    """Return the services that a toolkit names, by name; addresses that cannot be read are passed by."""
    titles, materials, measures = _listed(toolkit), _Found(), _Found()
    for material in toolkit.materials:
        for name in (*_hosts(material.address), *_called(toolkit.services, _words(material))):
            materials.add(name, material.key)
    for measure in toolkit.measures:
        for name in (*_linked(measure), *_called(toolkit.services, _words(measure))):
            measures.add(name, measure.key)
        for name, keys in materials.items():
            if keys.intersection(measure.materials):
                measures.add(name, measure.key)
    return tuple(
        NamedService(name, titles.get(name, Text()), materials.of(name), measures.of(name))
        for name in sorted({*titles, *materials, *measures})
    )


def listed_in(measure: Measure, services: Iterable[Service]) -> tuple[str, ...]:
    """Return the keys of the listed services that a measure names, by a link or in words."""
    listed = tuple(services)
    named = {*_linked(measure), *_called(listed, _words(measure))}
    return tuple(one.key for one in listed if name_of(one) in named)


def name_of(service: Service) -> str:
    """Return what a listed service is known by: its host, or its key when it has no address."""
    return next(_hosts(service.address), service.key)


class _Found(dict[str, set[str]]):
    """Keys by the name of a service."""

    def add(self, name: str, key: str) -> None:
        self.setdefault(name, set()).add(key)

    def of(self, name: str) -> tuple[str, ...]:
        return tuple(sorted(self.get(name, ())))


def _listed(toolkit: Toolkit) -> dict[str, Text]:
    return {name_of(one): one.title for one in toolkit.services}


def _called(services: Iterable[Service], words: str) -> Iterator[str]:
    for service in services:
        if any(_pattern(title).search(words) for _language, title in service.title):
            yield name_of(service)


def _pattern(title: str) -> re.Pattern[str]:
    """A name at the beginning of a word, written as the list writes it; re keeps the compiled ones."""
    ending = r"(?!\w)" if len(title) < SHORTEST_WITH_ENDING else ""
    return re.compile(rf"(?<!\w){re.escape(title)}{ending}")


def _words(item: Measure | Material) -> str:
    names = TEXTS if isinstance(item, Measure) else ("title",)
    return "\n".join(words for name in names for _language, words in getattr(item, name))


def _linked(measure: Measure) -> Iterator[str]:
    yield from _hosts(_words(measure))


def _hosts(words: str) -> Iterator[str]:
    for address in LINK.findall(words):
        try:
            host = urlsplit(address).hostname
        except ValueError:
            continue
        if host:
            yield host.removeprefix("www.").rstrip(".")
