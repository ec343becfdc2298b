"""What harvesters may list: the records of every open toolkit of this server, and of those that were open once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from xml.etree.ElementTree import Element

from django.db.models import Min, Q, QuerySet
from django_scopes import scopes_disabled

from digivuosi.apps.publishing.models import OpenRecord
from digivuosi.apps.publishing.queries.opened import Opened, opened
from digivuosi.apps.publishing.queries.telling import places_on
from digivuosi.apps.schools.models import Provider
from digivuosi.domain.publishing.answers import Header, SetOfRecords
from digivuosi.domain.publishing.records import dublin_core, lrmi
from digivuosi.domain.publishing.resources import TYPES, ResourceKind, resource_of

PAGE = 100
"""Records in one answer."""
PROVIDER, KIND = "provider", "kind"
OAI_DC_PREFIX, LRMI_PREFIX = "oai_dc", "lrmi"


@dataclass(frozen=True)
class Wanted:
    """Which records: of one format, all of a set, changed in a span."""

    prefix: str
    set: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class Place:
    """How far a list has been read: the last record that was given."""

    changed_at: datetime
    pk: int


@dataclass(frozen=True)
class Page:
    rows: list[OpenRecord]
    size: int
    """How many there are in the whole list."""
    next: Place | None
    """Where the next page goes on; None when this is the last."""


def page_of(wanted: Wanted, after: Place | None, size: int | None = None) -> Page:
    """The next records, the oldest first; `size` is known from the first page on."""
    with scopes_disabled():
        rows = _rows(wanted)
        count = rows.count() if size is None else size
        if after is not None:
            later = Q(changed_at__gt=after.changed_at) | Q(changed_at=after.changed_at, pk__gt=after.pk)
            rows = rows.filter(later)
        found = list(rows.select_related("provider").order_by("changed_at", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    goes_on = Place(shown[-1].changed_at, shown[-1].pk) if len(found) > PAGE else None
    return Page(shown, count, goes_on)


def record_named(identifier: str, domain: str) -> OpenRecord | None:
    """The record with this identifier, the gone ones too."""
    start = f"oai:{domain}:"
    slug, _, rest = identifier.removeprefix(start).partition("/")
    kind, _, key = rest.partition("/")
    if not identifier.startswith(start) or len(identifier) > 300 or "\0" in identifier:
        return None
    with scopes_disabled():
        rows = OpenRecord.objects.select_related("provider")
        return rows.filter(provider__slug=slug, kind=kind, key=key).first()


def earliest(now: datetime) -> datetime:
    """The oldest datestamp there is, or now when there is none."""
    with scopes_disabled():
        found: datetime | None = OpenRecord.objects.aggregate(found=Min("changed_at"))["found"]
    return found or now


def sets_there() -> list[SetOfRecords]:
    """By kind, and by provider."""
    with scopes_disabled():
        there = OpenRecord.objects.values("provider").distinct()
        providers = list(Provider.objects.filter(pk__in=there).order_by("slug").values_list("slug", "name"))
    kinds = [SetOfRecords(f"{KIND}:{kind.value}", TYPES[kind].get("en").capitalize()) for kind in ResourceKind]
    return [
        SetOfRecords(KIND, "By kind"),
        *kinds,
        SetOfRecords(PROVIDER, "By publisher"),
        *(SetOfRecords(f"{PROVIDER}:{slug}", name) for slug, name in providers),
    ]


def header_of(row: OpenRecord, domain: str) -> Header:
    slug = row.provider.slug
    name = "/".join(filter(None, (slug, row.kind, row.key)))
    sets = (KIND, f"{KIND}:{row.kind}", PROVIDER, f"{PROVIDER}:{slug}")
    return Header(f"oai:{domain}:{name}", row.changed_at, sets, row.is_gone)


def told(
    rows: Iterable[OpenRecord], prefix: str, *, domain: str, origin: str, schema: str
) -> list[tuple[Header, Element | None]]:
    """Each record with its metadata; what is gone has none."""
    toolkits: dict[str, Opened | None] = {}
    found = []
    for row in rows:
        header, slug = header_of(row, domain), row.provider.slug
        if slug not in toolkits and not row.is_gone:
            toolkits[slug] = opened(slug)
        metadata = _metadata(row, toolkits.get(slug), prefix, origin, schema)
        # Whoever takes the toolkit back just now leaves a record without anything to tell: it is gone.
        found.append((header if metadata is not None else replace(header, is_gone=True), metadata))
    return found


def _metadata(row: OpenRecord, found: Opened | None, prefix: str, origin: str, schema: str) -> Element | None:
    if row.is_gone or found is None:
        return None
    places = places_on(row.provider.slug, origin)
    kind = ResourceKind(row.kind)
    # Its own date, not the edition's: an edition that left it as it was gives harvesters nothing to fetch.
    resource = resource_of(found.toolkit, kind, row.key, places, row.changed_at)
    if resource is None:
        return None
    return lrmi(resource, schema) if prefix == LRMI_PREFIX else dublin_core(resource)


def _rows(wanted: Wanted) -> QuerySet[OpenRecord]:
    rows = OpenRecord.objects.all()
    first, _, second = wanted.set.partition(":")
    if wanted.set and first not in (PROVIDER, KIND):
        return rows.none()
    if first == PROVIDER and second:
        rows = rows.filter(provider__slug=second)
    elif first == KIND and second:
        rows = rows.filter(kind=second)
    if wanted.since:
        rows = rows.filter(changed_at__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(changed_at__lte=wanted.until)
    return rows
