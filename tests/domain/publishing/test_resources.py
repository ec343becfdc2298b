"""What the world is told: for any toolkit at all, well-formed, complete and only as new as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import tostring

import pytest
from lxml import etree

from digivuosi.domain.publishing.linked import linked, linked_all
from digivuosi.domain.publishing.news import news_of
from digivuosi.domain.publishing.records import DC, dublin_core, lrmi
from digivuosi.domain.publishing.resources import Places, ResourceKind, licence_address, resource_of, resources_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Measure, Span, Toolkit
from tests.domain.toolkit.drawn import every_toolkit

PLACES = Places(
    "https://x.example/", lambda key: f"https://x.example/m/{key}", lambda key: f"https://x.example/f/{key}"
)
MOMENT = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@every_toolkit
def test_every_part_is_told_of_once(toolkit: Toolkit) -> None:
    found = list(resources_of(toolkit, PLACES, MOMENT))
    names = [(one.kind, one.key) for one in found]
    assert len(names) == len(set(names)) == 1 + len(toolkit.measures) + len(toolkit.materials)
    assert [resource_of(toolkit, kind, key, PLACES, MOMENT) for kind, key in names] == found
    assert resource_of(toolkit, ResourceKind.MEASURE, "no such key", PLACES) is None
    assert resource_of(toolkit, ResourceKind.TOOLKIT, "x", PLACES) is None


@every_toolkit
def test_whatever_the_words_are_the_xml_is_well_formed(toolkit: Toolkit) -> None:
    for resource in resources_of(toolkit, PLACES, MOMENT):
        root = etree.fromstring(tostring(dublin_core(resource)))
        assert root.findtext(f"{{{DC}}}identifier") == resource.address
        assert all(child.text for child in root)
        assert all(child.text for child in etree.fromstring(tostring(lrmi(resource, "https://x.example/s.xsd"))))


@every_toolkit
def test_json_ld_is_json_and_leaves_out_what_is_not_known(toolkit: Toolkit) -> None:
    document = json.loads(json.dumps(linked_all(resources_of(toolkit, PLACES, MOMENT))))
    for node in document["@graph"]:
        assert node["@id"]
        assert None not in node.values()
        assert [] not in node.values()


@every_toolkit
def test_another_edition_without_changes_makes_new_only_of_the_toolkit(toolkit: Toolkit) -> None:
    later = replace(toolkit, edition=f"{toolkit.edition}x", _by_key={})
    pairs = zip(resources_of(toolkit, PLACES, MOMENT), resources_of(later, PLACES, None), strict=True)
    for old, new in pairs:
        assert (old.fingerprint == new.fingerprint) is (old.kind is not ResourceKind.TOOLKIT)


@every_toolkit
def test_another_licence_makes_new_what_is_under_it(toolkit: Toolkit) -> None:
    other = replace(toolkit, licence=f"{toolkit.licence}-x", _by_key={})
    for old, new in zip(resources_of(toolkit, PLACES), resources_of(other, PLACES), strict=True):
        assert (old.fingerprint == new.fingerprint) is (not old.licence)


@every_toolkit
def test_only_files_are_said_to_be_under_the_toolkits_licence(toolkit: Toolkit) -> None:
    for material in toolkit.materials:
        told = resource_of(toolkit, ResourceKind.MATERIAL, material.key, PLACES)
        assert told is not None
        assert bool(told.licence) is bool(material.kind == "file")
        assert ("license" in linked(told) or "copyrightNotice" in linked(told)) is (material.kind == "file")


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("cc-by-sa-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
        ("CC-BY-NC-ND-3.0", "https://creativecommons.org/licenses/by-nc-nd/3.0/"),
        ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("EUPL-1.2", "https://spdx.org/licenses/EUPL-1.2.html"),
        ("own terms, see below", "own terms, see below"),
    ],
)
def test_a_licence_has_an_address(name: str, address: str) -> None:
    assert licence_address(name) == address


@every_toolkit
def test_news_are_told_in_three_languages_and_name_what_came_and_went(before: Toolkit, after: Toolkit) -> None:
    told = news_of(before, after)
    assert {"fi", "sv", "en"} <= set(told.languages)
    old, new = ({one.key for one in toolkit.measures} for toolkit in (before, after))
    assert ("New: " in told.get("en")) or not new - old
    assert ("Removed: " in told.get("en")) or not old - new


@every_toolkit
def test_no_news_are_told_as_none(toolkit: Toolkit) -> None:
    assert (
        news_of(toolkit, replace(toolkit, edition="else", _by_key={})).get("en").startswith("The contents are the same")
    )
    assert str(len(toolkit.measures)) in news_of(None, toolkit).get("en")


def test_many_news_are_counted() -> None:
    base = Toolkit("x", "1", Text.of(fi="X"), "X")
    told = news_of(base, replace(base, measures=_measures(20), _by_key={}))
    assert told.get("en").endswith("Measure 16, Measure 17 and 12 more.")


def _measures(count: int) -> tuple[Measure, ...]:
    span = Span("october", "october")
    return tuple(
        Measure(f"m{n}", Text.of(en=f"Measure {n}"), Text.of(en="Why"), "t", span) for n in range(10, 10 + count)
    )
