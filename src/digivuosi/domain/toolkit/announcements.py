"""What a publisher announces: an Atom feed of editions (RFC 4287) and a file of keys, both read without trusting them.

Only what is needed is taken out, everything is bounded, and every address stays on the publisher's own server.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.signing import MOST_KEYS, PublicKey, Signed
from digivuosi.domain.toolkit.signing_problems import SignatureProblem

ATOM = "{http://www.w3.org/2005/Atom}"
ATOM_TYPE = "application/atom+xml"
LONGEST_FEED = 1_000_000
LONGEST_KEYS = 500_000
MOST_ENTRIES = 500
LONGEST_WORDS = 300
LONGEST_ADDRESS = 500

NOT_A_FEED = Text.of(
    fi="Osoitteessa ei ole työkalupaketin julkaisuversioiden syötettä. Aiemmin haetut julkaisuversiot säilyvät.",
    sv="På adressen finns inget flöde med utgåvor av en verktygslåda. Utgåvor som hämtats tidigare är kvar.",
    en="There is no feed of a toolkit's editions at the address. Editions that came earlier are kept.",
)
HOSTILE_FEED = Text.of(
    fi="Syötteessä on XML-rakenteita, joita siinä ei saa olla. Sitä ei luettu; aiemmin haettu säilyy.",
    sv="Flödet har XML-strukturer som inte hör dit. Det lästes inte; det som hämtats tidigare är kvar.",
    en="The feed holds XML constructs that do not belong there. It was not read; what came earlier is kept.",
)
BAD_KEYS = Text.of(
    fi="Julkaisijan avaintiedosto on väärän muotoinen. Aiemmin hyväksytty avain säilyy.",
    sv="Utgivarens nyckelfil har fel form. Nyckeln som godkänts tidigare gäller fortfarande.",
    en="The publisher's file of keys has the wrong form. The key that was trusted before is kept.",
)


class AnnouncementProblem(ValueError):
    """A feed or a file of keys that is not what it should be; `message` says why, to a person."""

    def __init__(self, code: str, message: Text) -> None:
        self.code, self.message = code, message
        super().__init__(message.get("en"))


@dataclass(frozen=True)
class Announced:
    """One edition as the feed tells of it."""

    name: str
    title: str
    updated: str
    """A time as the feed writes it; only shown, never relied on."""
    statement: str
    """Address of the signed statement."""
    package: str
    """Address of the package."""


@dataclass(frozen=True)
class Feed:
    title: str
    publisher: str
    """What the publisher is called."""
    entries: tuple[Announced, ...]
    """In the feed's own order; which is the newest, the signed numbers say."""
    keys: str
    """Address of the file of keys."""


@dataclass(frozen=True)
class Keys:
    publisher: str
    """The publisher's public address, which its statements name."""
    keys: tuple[PublicKey, ...]
    """The newest first, the retired ones too."""
    vouchers: tuple[Signed, ...]
    """Each older key's word for the one after it; not verified here, see `signing.follow`."""


def read_feed(content: bytes, address: str) -> Feed:
    """Read a feed that came from `address`; raises AnnouncementProblem."""
    root = _parsed(content)
    if root.tag != f"{ATOM}feed":
        raise AnnouncementProblem("not-a-feed", NOT_A_FEED)
    entries = [_entry(one, address) for one in root.findall(f"{ATOM}entry")[:MOST_ENTRIES]]
    keys = next((href for _rel, _kind, href in _links(root, address) if href.endswith("/keys.json")), "")
    return Feed(
        title=_words(root, "title"),
        publisher=_words(root, f"author/{ATOM}name") or _words(root, "title"),
        entries=tuple(one for one in entries if one is not None),
        keys=keys or urljoin(address, "keys.json"),
    )


def read_keys(content: bytes) -> Keys:
    """Read a file of keys, `{"format", "publisher", "keys": [{"key": …}], "vouchers": [signed …]}`.

    Raises AnnouncementProblem; that a voucher is true is not asked here.
    """
    try:
        if len(content) > LONGEST_KEYS:
            raise ValueError("too long")
        document = json.loads(content)
        listed, vouchers = document["keys"], document.get("vouchers", [])
        if not isinstance(listed, list) or not isinstance(vouchers, list) or len(listed) > MOST_KEYS:
            raise ValueError("no lists")
        keys = tuple(PublicKey.from_text(one["key"] if isinstance(one, dict) else one) for one in listed)
        publisher = document["publisher"]
        if not keys or not isinstance(publisher, str) or not is_web_address(publisher):
            raise ValueError("no keys")
        return Keys(publisher, keys, tuple(Signed.from_document(one) for one in vouchers))
    except (SignatureProblem, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise AnnouncementProblem("bad-keys", BAD_KEYS) from problem


def feed_in_page(content: bytes, address: str) -> str:
    """Return the address of the feed that a web page names in its head; empty when it names none there."""
    finder = _FeedFinder()
    finder.feed(content[:LONGEST_FEED].decode("utf-8", "replace"))
    return next((found for href in finder.found if (found := _own(href, address))), "")


def is_web_address(words: str) -> bool:
    return len(words) <= LONGEST_ADDRESS and words.isprintable() and words.startswith(("https://", "http://"))


def same_server(one: str, other: str) -> bool:
    """Whether two addresses are of one server, by scheme, name and port."""
    return _server(one) == _server(other)


def _parsed(content: bytes) -> Element:
    if len(content) > LONGEST_FEED:
        raise AnnouncementProblem("not-a-feed", NOT_A_FEED)
    try:
        root: Element = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as problem:
        raise AnnouncementProblem("hostile-feed", HOSTILE_FEED) from problem
    except (ParseError, ValueError, LookupError, RecursionError) as problem:
        raise AnnouncementProblem("not-a-feed", NOT_A_FEED) from problem
    return root


def _entry(entry: Element, address: str) -> Announced | None:
    """Read one entry; one without a statement or a package on the same server is passed over."""
    links = list(_links(entry, address))
    package = next((href for rel, _kind, href in links if rel == "enclosure"), "")
    is_statement = (href for _rel, kind, href in links if kind == "application/json" or href.endswith(".json"))
    statement = next(is_statement, "")
    if not package or not statement:
        return None
    name = urlsplit(statement).path.rsplit("/", 1)[-1].removesuffix(".json")
    return Announced(_unquoted(name), _words(entry, "title"), _words(entry, "updated"), statement, package)


def _links(element: Element, address: str) -> Iterator[tuple[str, str, str]]:
    for link in element.findall(f"{ATOM}link")[:20]:
        href = _own(link.get("href", ""), address)
        if href:
            yield link.get("rel", "alternate"), link.get("type", ""), href


def _own(href: str, address: str) -> str:
    """Return a whole address on the same server, else nothing."""
    try:
        whole = urljoin(address, href.strip())
        return whole if is_web_address(whole) and same_server(whole, address) else ""
    except ValueError:
        return ""


def _server(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


def _words(element: Element, path: str) -> str:
    found = element.findtext(f"{ATOM}{path}") or ""
    return " ".join("".join(c if c.isprintable() else " " for c in found[: 4 * LONGEST_WORDS]).split())[:LONGEST_WORDS]


def _unquoted(name: str) -> str:
    return unquote(name)[:LONGEST_WORDS]


class _FeedFinder(HTMLParser):
    """Finds `<link rel="alternate" type="application/atom+xml" href="…">`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "link" and said.get("rel") == "alternate" and said.get("type") == ATOM_TYPE and said.get("href"):
            self.found.append(said["href"] or "")
