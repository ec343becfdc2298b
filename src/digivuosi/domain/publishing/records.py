"""Metadata records as XML: Dublin Core as OAI-PMH asks for it, and LRMI beside DCMI terms.

Sources: OAI-PMH 2.0 section 4 and its oai_dc schema; DCMI Metadata Terms; LRMI terms. No standard says how a record
of LRMI is wrapped, so the wrapper is ours: `<record xmlns="urn:digivuosi:lrmi:1">`, its schema is served beside it.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, register_namespace

from digivuosi.domain.publishing.resources import TYPES, Resource
from digivuosi.domain.texts import Text

DC = "http://purl.org/dc/elements/1.1/"
DCTERMS = "http://purl.org/dc/terms/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
OAI_DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
LRMI = "http://purl.org/dcx/lrmi-terms/"
WRAPPER = "urn:digivuosi:lrmi:1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

for _prefix, _name in (
    ("dc", DC), ("dcterms", DCTERMS), ("oai_dc", OAI_DC), ("lrmi", LRMI), ("record", WRAPPER), ("xsi", XSI),
):  # fmt: skip
    register_namespace(_prefix, _name)


def clean(words: str) -> str:
    """Return the words without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", words)


def dublin_core(resource: Resource) -> Element:
    """Return the record as `oai_dc:dc`: the fifteen elements, each as often as needed."""
    root = Element(f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": f"{OAI_DC} {OAI_DC_SCHEMA}"})
    _texts(root, f"{{{DC}}}title", resource.title)
    for name in resource.authors:
        _word(root, f"{{{DC}}}creator", name)
    for subject in resource.subjects:
        _texts(root, f"{{{DC}}}subject", subject)
    _texts(root, f"{{{DC}}}description", resource.description)
    _word(root, f"{{{DC}}}publisher", resource.publisher)
    _word(root, f"{{{DC}}}date", _date(resource))
    _texts(root, f"{{{DC}}}type", TYPES[resource.kind])
    for kind in resource.formats:
        _word(root, f"{{{DC}}}format", kind)
    _word(root, f"{{{DC}}}identifier", resource.address)
    for line in resource.based_on:
        _word(root, f"{{{DC}}}source", _line(line.id, line.edition, line.publisher))
    for language in resource.languages:
        _word(root, f"{{{DC}}}language", language)
    for address in filter(None, (resource.part_of, *resource.uses)):
        _word(root, f"{{{DC}}}relation", address)
    _word(root, f"{{{DC}}}rights", resource.licence)
    return root


def lrmi(resource: Resource, schema: str) -> Element:
    """Return the record with LRMI and DCMI terms; `schema` is where the wrapper's schema is served."""
    root = Element(f"{{{WRAPPER}}}record", {f"{{{XSI}}}schemaLocation": f"{WRAPPER} {schema}"})
    _word(root, f"{{{DCTERMS}}}identifier", resource.address)
    _texts(root, f"{{{DCTERMS}}}title", resource.title)
    _texts(root, f"{{{DCTERMS}}}description", resource.description)
    for name in resource.authors:
        _word(root, f"{{{DCTERMS}}}creator", name)
    _word(root, f"{{{DCTERMS}}}publisher", resource.publisher)
    _word(root, f"{{{DCTERMS}}}issued", _date(resource))
    for language in resource.languages:
        _word(root, f"{{{DCTERMS}}}language", language)
    _word(root, f"{{{DCTERMS}}}license", resource.licence)
    _word(root, f"{{{DCTERMS}}}accessRights", "open access")
    for kind in resource.formats:
        _word(root, f"{{{DCTERMS}}}format", kind)
    for subject in resource.subjects:
        _texts(root, f"{{{DCTERMS}}}subject", subject)
    _word(root, f"{{{DCTERMS}}}isPartOf", resource.part_of)
    for address in resource.parts:
        _word(root, f"{{{DCTERMS}}}hasPart", address)
    for address in resource.uses:
        _word(root, f"{{{DCTERMS}}}references", address)
    for line in resource.based_on:
        _word(root, f"{{{DCTERMS}}}source", _line(line.id, line.edition, line.publisher))
    _texts(root, f"{{{LRMI}}}learningResourceType", TYPES[resource.kind])
    _word(root, f"{{{LRMI}}}educationalUse", "professional development")
    for audience in resource.audiences:
        _texts(root, f"{{{LRMI}}}educationalRole", audience)
    return root


def _texts(parent: Element, tag: str, text: Text) -> None:
    for language, words in text:
        SubElement(parent, tag, {LANGUAGE: language}).text = clean(words)


def _word(parent: Element, tag: str, words: str) -> None:
    if words:
        SubElement(parent, tag).text = clean(words)


def _date(resource: Resource) -> str:
    return resource.published.date().isoformat() if resource.published else ""


def _line(name: str, edition: str, publisher: str) -> str:
    return " ".join(filter(None, (name, edition, f"({publisher})" if publisher else "")))
