"""The Atom feed of editions (RFC 4287), by Django's own generator; what it has no words for is added here."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import XMLGenerator

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator

from digivuosi.apps.people.addresses import absolute
from digivuosi.apps.publishing.queries.opened import Offered, Opened
from digivuosi.apps.publishing.queries.telling import places_on
from digivuosi.domain.publishing.records import clean
from digivuosi.domain.publishing.resources import ZIP, licence_address

NAMESPACE = "urn:digivuosi:editions:1"


class EditionsFeed(Atom1Feed):
    """Atom with links to statement and keys, the content hash and the number of each edition."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:edition": NAMESPACE}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _link(handler, "describedby", self.feed["keys"], "application/json")
        _link(handler, "license", self.feed["licence"], "")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        _link(handler, "describedby", item["statement"], "application/json")
        handler.addQuickElement("edition:number", str(item["number"]))
        handler.addQuickElement("edition:content-hash", item["content_hash"])
        handler.addQuickElement("edition:package-sha256", item["package_sha256"])


def _link(handler: XMLGenerator, rel: str, href: str, kind: str) -> None:
    if not href.startswith("http"):
        return
    told = {"rel": rel, "href": href, **({"type": kind} if kind else {})}
    handler.startElement("link", told)  # type: ignore[arg-type]
    handler.endElement("link")


def feed_of(found: Opened, rows: list[Offered], *, origin: str, language: str) -> bytes:
    """Write the feed; `rows` are the editions, the newest first."""
    toolkit, slug = found.toolkit, found.provider.slug

    def of(name: str, **more: str) -> str:
        return absolute(reverse(f"publishing:{name}", kwargs={"provider": slug, **more}), origin)

    own = toolkit.language
    feed = EditionsFeed(
        title=clean(toolkit.title.get(language, own)),
        link=places_on(slug, origin).toolkit,
        description=None,
        subtitle=clean(" ".join(toolkit.description.get(language, own).split())),
        language=language,
        author_name=clean(found.provider.name),
        author_link=places_on(slug, origin).toolkit,
        feed_url=of("feed"),
        feed_guid=of("feed"),
        feed_copyright=clean(toolkit.licence),
        keys=of("keys"),
        licence=licence_address(toolkit.licence),
    )
    for row in rows:
        statement = of("statement", edition=row.name)
        feed.add_item(
            title=_("Edition %(name)s") % {"name": row.name},
            link=of("editions"),
            description=clean("\n\n".join(filter(None, (row.notes, row.news.get(language))))),
            unique_id=statement,
            pubdate=row.published_at,
            updateddate=row.published_at,
            enclosures=[Enclosure(of("package", edition=row.name), str(row.package_bytes), ZIP)],
            statement=statement,
            number=row.number,
            content_hash=row.content_hash,
            package_sha256=row.package_sha256,
        )
    return feed.writeString("utf-8").encode()
