"""Metadata as JSON-LD with the words of schema.org, which took LRMI in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from digivuosi.domain.publishing.resources import TYPES, Resource, ResourceKind
from digivuosi.domain.texts import Text

CONTEXT = "https://schema.org"
SCHEMA_TYPES: dict[ResourceKind, list[str]] = {
    ResourceKind.TOOLKIT: ["LearningResource", "Collection"],
    ResourceKind.MEASURE: ["LearningResource"],
    ResourceKind.MATERIAL: ["LearningResource", "MediaObject"],
}


def linked(resource: Resource) -> dict[str, Any]:
    """Return one resource as a JSON-LD document of its own."""
    return {"@context": CONTEXT, **node(resource)}


def linked_all(resources: Iterable[Resource]) -> dict[str, Any]:
    """Return many resources as one JSON-LD graph."""
    return {"@context": CONTEXT, "@graph": [node(one) for one in resources]}


def node(resource: Resource) -> dict[str, Any]:
    """Return one resource without its context; what is not known is left out."""
    is_web = resource.licence.startswith("https://")
    told: dict[str, Any] = {
        "@type": SCHEMA_TYPES[resource.kind],
        "@id": resource.address,
        "url": resource.address,
        "name": _values(resource.title),
        "description": _values(resource.description),
        "learningResourceType": _values(TYPES[resource.kind]),
        "educationalUse": "professional development",
        "inLanguage": list(resource.languages),
        "isAccessibleForFree": True,
        "author": [{"@type": "Organization", "name": name} for name in resource.authors],
        "publisher": {"@type": "Organization", "name": resource.publisher} if resource.publisher else None,
        "license": resource.licence if is_web else None,
        "copyrightNotice": resource.licence if not is_web else None,
        "keywords": [value for subject in resource.subjects for value in _values(subject)],
        "audience": [
            {"@type": "EducationalAudience", "educationalRole": _values(audience)} for audience in resource.audiences
        ],
        "encodingFormat": list(resource.formats),
        "version": resource.version,
        "datePublished": resource.published.date().isoformat() if resource.published else None,
        "isPartOf": {"@id": resource.part_of} if resource.part_of else None,
        "hasPart": [{"@id": address} for address in resource.parts],
        "citation": [{"@id": address} for address in resource.uses],
        "isBasedOn": [
            {
                "@type": "CreativeWork",
                "name": line.id,
                "version": line.edition,
                **({"publisher": {"@type": "Organization", "name": line.publisher}} if line.publisher else {}),
            }
            for line in resource.based_on
        ],
    }
    return {name: value for name, value in told.items() if value not in (None, [], "")}


def _values(text: Text) -> list[dict[str, str]]:
    return [{"@value": words, "@language": language} for language, words in text]
