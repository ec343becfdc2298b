"""Which services of others a toolkit names, by the links in its materials and measures.

A contract on data protection is made by each municipality for itself: a service that one has agreed on is not agreed
on in the next. Whoever copies a toolkit must therefore be told of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from digivuosi.domain.toolkit.toolkit import Measure, Toolkit

LINK = re.compile(r"https?://[^\s)<>\]\"'|]+")
TEXTS = ("title", "purpose", "steps", "done_when")


@dataclass(frozen=True)
class Service:
    """One service, and where the toolkit names it."""

    host: str
    """Lowercase, without `www.`."""
    materials: tuple[str, ...]
    """Keys of the materials that lead there."""
    measures: tuple[str, ...]
    """Keys of the measures that name it themselves or by such a material."""


def services_of(toolkit: Toolkit) -> tuple[Service, ...]:
    """Return the services that a toolkit names, by host; addresses that cannot be read are passed by."""
    materials: dict[str, set[str]] = {}
    for material in toolkit.materials:
        for host in _hosts(material.address):
            materials.setdefault(host, set()).add(material.key)
    measures: dict[str, set[str]] = {host: set() for host in materials}
    for measure in toolkit.measures:
        for host in _named(measure):
            measures.setdefault(host, set()).add(measure.key)
        for host, keys in materials.items():
            if keys.intersection(measure.materials):
                measures[host].add(measure.key)
    return tuple(
        Service(host, tuple(sorted(materials.get(host, ()))), tuple(sorted(measures[host])))
        for host in sorted(measures)
    )


def _named(measure: Measure) -> Iterator[str]:
    for name in TEXTS:
        for _language, words in getattr(measure, name):
            yield from _hosts(words)


def _hosts(words: str) -> Iterator[str]:
    for address in LINK.findall(words):
        try:
            host = urlsplit(address).hostname
        except ValueError:
            continue
        if host:
            yield host.removeprefix("www.").rstrip(".")
