"""Feed, package, statement, keys and metadata, read as a program on another server reads them."""

from __future__ import annotations

import json
from datetime import datetime
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from digivuosi.apps.publishing.actions import replace_key
from digivuosi.domain.toolkit.package import read_package, write_zip
from digivuosi.domain.toolkit.signing import PublicKey, Signed, check_package, check_toolkit, follow, verify
from tests.cast import Municipality
from tests.opened import ADDRESS, TITLE, next_edition
from tests.toolkits import EDITION, starter

NO_SECOND = pytest.mark.one_database(
    "test_the_page_opens_on_another_database opens the address there; this asks what a program reads in it"
)

ATOM = "{http://www.w3.org/2005/Atom}"
OWN = "{urn:digivuosi:editions:1}"


def fetch(address: str, **headers: str) -> Any:
    answer = Client().get(address.removeprefix("http://testserver"), headers=headers or None)
    assert answer.status_code == 200
    return answer


def feed(**asked: str) -> Any:
    return etree.fromstring(Client().get("/open/kuusela/editions.atom", asked).content)


def link(element: Any, rel: str) -> Any:
    return next(found for found in element.findall(f"{ATOM}link") if found.get("rel") == rel)


def test_the_feed_has_all_that_atom_asks_for(opened: Municipality) -> None:
    answer = fetch(f"{ADDRESS}editions.atom")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(answer.content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        assert element.findtext(f"{ATOM}id").startswith("http")
        assert element.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo is not None
    assert root.findtext(f"{ATOM}author/{ATOM}name") == opened.provider.name
    assert link(root, "self").get("href") == f"{ADDRESS}editions.atom"
    assert link(root, "describedby").get("href") == f"{ADDRESS}keys.json"
    assert link(root, "license").get("href") == "https://creativecommons.org/licenses/by/4.0/"
    ids = [found.text for found in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


@NO_SECOND
def test_a_reader_follows_the_feed_to_a_verified_toolkit(opened: Municipality) -> None:
    next_edition(opened)
    root = feed()
    keys = json.loads(fetch(link(root, "describedby").get("href")).content)
    known = [PublicKey.from_text(one["key"]) for one in keys["keys"]]
    numbers = []
    for entry in root.findall(f"{ATOM}entry"):
        signed = Signed.from_bytes(fetch(link(entry, "describedby").get("href")).content)
        statement = verify(signed.statement, signed.signature, known[:1])
        enclosure = link(entry, "enclosure")
        package = fetch(enclosure.get("href")).content
        assert (enclosure.get("type"), int(enclosure.get("length"))) == ("application/zip", len(package))
        check_package(statement, package)
        check_toolkit(statement, read_package(package).toolkit)
        assert statement.publisher == keys["publisher"] == ADDRESS
        assert entry.findtext(f"{OWN}content-hash") == statement.content_hash
        assert entry.findtext(f"{OWN}package-sha256") == statement.package_sha256
        assert int(entry.findtext(f"{OWN}number")) == statement.number
        numbers.append(statement.number)
    assert numbers == [2, 1]


def test_a_reader_who_knew_an_older_key_reaches_the_new_one(opened: Municipality) -> None:
    def told() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(fetch(f"{ADDRESS}keys.json").content)
        return found

    known = PublicKey.from_text(told()["keys"][0]["key"])
    for _ in range(2):
        replace_key(by=opened.people["coordinator"], provider=opened.provider)
    now = told()
    vouchers = [Signed.from_document(one) for one in now["vouchers"]]
    reached = follow(known, vouchers, now["publisher"])[-1]
    assert reached.to_text() == now["keys"][0]["key"]
    assert [one["id"] for one in now["keys"]][-1] == known.id
    signed = Signed.from_bytes(fetch(f"{ADDRESS}editions/{EDITION}.json").content)
    assert verify(signed.statement, signed.signature, [reached]).edition == EDITION


@NO_SECOND
@pytest.mark.parametrize(("language", "words"), [("fi", "Muutettu: "), ("sv", "Ändrat: "), ("en", "Changed: ")])
def test_what_is_new_is_told_in_the_language_asked_for(opened: Municipality, language: str, words: str) -> None:
    next_edition(opened)
    root = feed(language=language)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    newest = root.find(f"{ATOM}entry")
    assert newest.findtext(f"{ATOM}summary") == f"{words}{TITLE}."


@NO_SECOND
def test_a_title_full_of_marks_does_not_break_the_feed(opened: Municipality) -> None:
    title = "<b>&amp; \"Koodaus\" ]]> 'viikko'"
    next_edition(opened, title=title)
    assert title in feed(language="fi").find(f"{ATOM}entry").findtext(f"{ATOM}summary")


@NO_SECOND
def test_the_package_is_the_same_bytes_each_time(opened: Municipality) -> None:
    answer = fetch(f"{ADDRESS}editions/{EDITION}.zip")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == f'attachment; filename="kuusela-{EDITION}.zip"'
    assert "immutable" in answer["Cache-Control"]
    assert (
        answer.content == fetch(f"{ADDRESS}editions/{EDITION}.zip").content == write_zip(read_package(answer.content))
    )
    assert answer["ETag"] == f'"{sha256(answer.content).hexdigest()}"'
    head = Client().head(f"/open/kuusela/editions/{EDITION}.zip")
    assert (head.content, int(head["Content-Length"])) == (b"", len(answer.content))


@NO_SECOND
def test_the_keys_hold_no_secret(opened: Municipality) -> None:
    document = json.loads(fetch(f"{ADDRESS}keys.json").content)
    assert set(document) == {"format", "publisher", "keys", "vouchers"}
    assert all(set(one) == {"id", "key"} for one in document["keys"])


@NO_SECOND
def test_json_ld_tells_of_every_part_in_the_words_of_schema_org(opened: Municipality) -> None:
    answer = fetch(f"{ADDRESS}metadata.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    document = json.loads(answer.content)
    assert document["@context"] == "https://schema.org"
    toolkit = starter().toolkit
    by_id = {node["@id"]: node for node in document["@graph"]}
    assert len(by_id) == 1 + len(toolkit.measures) + len(toolkit.materials)
    whole = by_id[ADDRESS]
    assert whole["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert {part["@id"] for part in whole["hasPart"]} <= set(by_id)
    assert whole["isBasedOn"][0]["name"] == toolkit.id
    for node in document["@graph"]:
        assert "LearningResource" in node["@type"]
        assert node["name"]
        assert node.get("isPartOf", {"@id": ADDRESS}) == {"@id": ADDRESS}
