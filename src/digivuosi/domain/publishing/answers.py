"""OAI-PMH 2.0: answers as XML. The caller knows what there is; this knows how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from digivuosi.domain.publishing.harvesting import Code, OaiProblem
from digivuosi.domain.publishing.records import XSI, clean

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
IDENTIFIER = "http://www.openarchives.org/OAI/2.0/oai-identifier"
IDENTIFIER_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"
SILENT = frozenset({Code.BAD_VERB, Code.BAD_ARGUMENT})
"""Problems whose answer does not repeat the arguments, since they were wrong."""

register_namespace("", OAI)
register_namespace("oai-identifier", IDENTIFIER)


@dataclass(frozen=True)
class Identity:
    name: str
    address: str
    """The base address of the endpoint."""
    emails: tuple[str, ...]
    """At least one; the protocol asks for it."""
    earliest: datetime
    identifiers: str
    """The domain name that all identifiers carry."""


@dataclass(frozen=True)
class Format:
    prefix: str
    schema: str
    namespace: str


@dataclass(frozen=True)
class SetOfRecords:
    spec: str
    name: str


@dataclass(frozen=True)
class Header:
    identifier: str
    changed: datetime
    sets: tuple[str, ...]
    is_gone: bool = False


@dataclass(frozen=True)
class Token:
    """What leads on; with empty `words` it says that the list is complete."""

    words: str
    cursor: int
    size: int
    expires: datetime | None = None


def stamp(moment: datetime) -> str:
    """Return a moment as the protocol writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def answer(address: str, asked: Mapping[str, str], told: Sequence[Element], now: datetime) -> bytes:
    """Return the whole answer; `asked` are the arguments that it repeats."""
    root = Element(f"{{{OAI}}}OAI-PMH", {f"{{{XSI}}}schemaLocation": f"{OAI} {OAI_SCHEMA}"})
    _word(root, "responseDate", stamp(now))
    SubElement(root, f"{{{OAI}}}request", {name: clean(value) for name, value in asked.items()}).text = address
    root.extend(told)
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def problem(found: OaiProblem) -> list[Element]:
    made = Element(f"{{{OAI}}}error", {"code": found.code.value})
    made.text = clean(found.words)
    return [made]


def identify(identity: Identity) -> list[Element]:
    root = Element(f"{{{OAI}}}Identify")
    _word(root, "repositoryName", identity.name)
    _word(root, "baseURL", identity.address)
    _word(root, "protocolVersion", "2.0")
    for email in identity.emails:
        _word(root, "adminEmail", email)
    _word(root, "earliestDatestamp", stamp(identity.earliest))
    _word(root, "deletedRecord", "persistent")
    _word(root, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    _word(root, "compression", "gzip")
    root.append(_scheme(identity.identifiers))
    return [root]


def formats(known: Iterable[Format]) -> list[Element]:
    root = Element(f"{{{OAI}}}ListMetadataFormats")
    for one in known:
        made = SubElement(root, f"{{{OAI}}}metadataFormat")
        _word(made, "metadataPrefix", one.prefix)
        _word(made, "schema", one.schema)
        _word(made, "metadataNamespace", one.namespace)
    return [root]


def sets(known: Iterable[SetOfRecords]) -> list[Element]:
    root = Element(f"{{{OAI}}}ListSets")
    for one in known:
        made = SubElement(root, f"{{{OAI}}}set")
        _word(made, "setSpec", one.spec)
        _word(made, "setName", one.name)
    return [root]


def record(header: Header, metadata: Element | None) -> list[Element]:
    root = Element(f"{{{OAI}}}GetRecord")
    root.append(_record(header, metadata))
    return [root]


def records(found: Iterable[tuple[Header, Element | None]], token: Token | None) -> list[Element]:
    root = Element(f"{{{OAI}}}ListRecords")
    root.extend([_record(header, metadata) for header, metadata in found])
    return _with_token(root, token)


def headers(found: Iterable[Header], token: Token | None) -> list[Element]:
    root = Element(f"{{{OAI}}}ListIdentifiers")
    root.extend([_header(header) for header in found])
    return _with_token(root, token)


def _record(header: Header, metadata: Element | None) -> Element:
    root = Element(f"{{{OAI}}}record")
    root.append(_header(header))
    if metadata is not None and not header.is_gone:
        SubElement(root, f"{{{OAI}}}metadata").append(metadata)
    return root


def _header(header: Header) -> Element:
    root = Element(f"{{{OAI}}}header", {"status": "deleted"} if header.is_gone else {})
    _word(root, "identifier", header.identifier)
    _word(root, "datestamp", stamp(header.changed))
    for spec in header.sets:
        _word(root, "setSpec", spec)
    return root


def _with_token(root: Element, token: Token | None) -> list[Element]:
    if token is not None:
        told = {"completeListSize": str(token.size), "cursor": str(token.cursor)}
        if token.words and token.expires:
            told["expirationDate"] = stamp(token.expires)
        SubElement(root, f"{{{OAI}}}resumptionToken", told).text = token.words
    return [root]


def _scheme(domain: str) -> Element:
    """How identifiers are made, as the guidelines for implementers write it down."""
    root = Element(f"{{{OAI}}}description")
    place = {f"{{{XSI}}}schemaLocation": f"{IDENTIFIER} {IDENTIFIER_SCHEMA}"}
    made = SubElement(root, f"{{{IDENTIFIER}}}oai-identifier", place)
    told = {
        "scheme": "oai",
        "repositoryIdentifier": domain,
        "delimiter": ":",
        "sampleIdentifier": f"oai:{domain}:kuusela/toolkit",
    }
    for name, words in told.items():
        SubElement(made, f"{{{IDENTIFIER}}}{name}").text = words
    return root


def _word(parent: Element, name: str, words: str) -> None:
    SubElement(parent, f"{{{OAI}}}{name}").text = clean(words)
