"""What is published elsewhere is read, and everything that is not what its publisher signed is refused."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest
from django.utils.translation import override

from digivuosi.apps.subscribing.queries import Source, fetch_edition, read_source
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.toolkit.signing import SigningKey, sign

from .publishers import BASE, Publisher, package_bytes

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


def source_of(publisher: Publisher) -> Source:
    source = read_source(publisher.address)
    assert source is not None
    return source


def refusal(work: Callable[[], object]) -> str:
    with pytest.raises(FetchRefused) as raised:
        work()
    assert set(raised.value.text.languages) == {"fi", "sv", "en"}
    return raised.value.code


def test_an_edition_comes_whole(publisher: Publisher) -> None:
    publisher.publish("2026-2", 2)
    source = source_of(publisher)
    assert [one.name for one in source.entries] == ["2026-2", "2026-1"]
    assert (source.publisher, source.publisher_name) == (publisher.page, "Kuusela")
    edition = fetch_edition(source, "2026-2", seen=1)
    assert edition.statement.number == 2
    assert edition.toolkit.edition == "2026-2"
    assert edition.content == publisher.editions["2026-2"][1]
    assert edition.files


def test_a_public_page_leads_to_its_feed(publisher: Publisher) -> None:
    head = '<html><head><link rel="alternate" type="application/atom+xml" href="editions.atom"></head></html>'
    publisher.place.gives(f"{BASE}/", head.encode(), Content_Type="text/html; charset=utf-8")
    source = read_source(publisher.page)
    assert source is not None
    assert source.address == publisher.address


def test_what_has_not_changed_is_nothing(publisher: Publisher) -> None:
    assert read_source(publisher.address, etag=source_of(publisher).etag) is None


def test_an_older_edition_is_not_taken_for_new(publisher: Publisher) -> None:
    source = source_of(publisher)
    assert refusal(lambda: fetch_edition(source, "2026-1", seen=1)) == "replayed"
    assert refusal(lambda: fetch_edition(source, "2026-1", seen=7)) == "replayed"


def test_a_statement_of_somebody_else_is_refused(publisher: Publisher) -> None:
    stranger = SigningKey.new()
    name = "2026-1"
    content = publisher.editions[name][1]
    real, publisher.keys = publisher.keys, [stranger]
    forged = sign(publisher.statement(name, 9, content), stranger)
    publisher.keys = real
    publisher.editions[name] = (forged, content)
    publisher.show()
    assert refusal(lambda: fetch_edition(source_of(publisher), name)) == "unknown-key"


def test_a_changed_statement_is_refused(publisher: Publisher) -> None:
    signed, _content = publisher.editions["2026-1"]
    document = signed.to_document()
    document["statement"] = document["statement"].replace('"number":1,', '"number":8,')
    publisher.place.gives(f"{BASE}/editions/2026-1.json", json.dumps(document).encode())
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-1")) == "signature"
    publisher.place.gives(f"{BASE}/editions/2026-1.json", b"{}")
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-1")) == "form"
    publisher.place.gives(f"{BASE}/editions/2026-1.json", b"gone", 404)
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-1")) == "gone"


def test_a_statement_under_another_name_is_refused(publisher: Publisher) -> None:
    signed, _content = publisher.editions["2026-1"]
    publisher.publish("2026-2", 2)
    publisher.place.gives(f"{BASE}/editions/2026-2.json", signed.to_bytes())
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-2")) == "other-publisher"


def test_a_damaged_package_is_refused(publisher: Publisher) -> None:
    content = publisher.editions["2026-1"][1]
    for damaged in (content[:-1], b"x" + content[1:], content + b"x"):
        publisher.place.gives(f"{BASE}/editions/2026-1.zip", damaged)
        assert refusal(lambda: fetch_edition(source_of(publisher), "2026-1")) in {"other-package", "too-big"}


def hostile(path: str, content: bytes) -> bytes:
    made = io.BytesIO(package_bytes("2026-2"))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(path, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("../outside.yaml", b"x"),
        ("/etc/passwd", b"x"),
        ("materials/bomb.bin", b"\0" * 30_000_000),
        ("materials/..\\outside", b"x"),
    ],
)
def test_a_hostile_package_is_refused_also_when_it_is_signed(publisher: Publisher, path: str, content: bytes) -> None:
    from digivuosi.domain.toolkit.package import read_package

    package = hostile(path, content)
    sound = read_package(package_bytes("2026-2"))
    statement = publisher.statement("2026-2", 2, package, sound)
    publisher.editions["2026-2"] = (sign(statement, publisher.keys[-1]), package)
    publisher.show()
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-2")) == "bad-package"


def test_a_signed_package_with_another_toolkit_is_refused(publisher: Publisher) -> None:
    from digivuosi.domain.toolkit.package import read_package

    package = package_bytes("2026-2", days=3)
    statement = publisher.statement("2026-2", 2, package, read_package(package_bytes("2026-2", days=4)))
    publisher.editions["2026-2"] = (sign(statement, publisher.keys[-1]), package)
    publisher.show()
    assert refusal(lambda: fetch_edition(source_of(publisher), "2026-2")) == "other-toolkit"


ENTITIES = """<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&b;</title></feed>"""
OUTSIDE = """<?xml version="1.0"?><!DOCTYPE feed [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<feed xmlns="http://www.w3.org/2005/Atom"><title>&a;</title></feed>"""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (ENTITIES, "hostile-feed"),
        (OUTSIDE, "hostile-feed"),
        ("<feed>", "not-a-feed"),
        ("<html></html>", "not-a-feed"),
        ("", "not-a-feed"),
        ("<a>" * 3000, "not-a-feed"),
    ],
)
def test_a_feed_that_is_none_is_refused(publisher: Publisher, words: str, code: str) -> None:
    publisher.feed(words, '"x"')
    assert refusal(lambda: read_source(publisher.address)) == code


def test_entries_that_lead_to_other_servers_are_passed_over(publisher: Publisher) -> None:
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><title>y</title>'
        '<link rel="enclosure" href="https://elsewhere.example/a.zip"/><link href="editions/a.json"/></entry></feed>'
    )
    publisher.feed(feed, '"x"')
    assert source_of(publisher).entries == ()


@pytest.mark.parametrize(
    "keys",
    [b"", b"[]", b'{"keys": []}', b'{"keys": ["x"], "publisher": "http://127.0.0.1/"}', b'{"keys": 1}', b"[" * 9_000],
)
def test_a_file_of_keys_that_is_none_is_refused(publisher: Publisher, keys: bytes) -> None:
    publisher.place.gives(f"{BASE}/keys.json", keys)
    assert refusal(lambda: read_source(publisher.address)) == "bad-keys"


def test_keys_in_the_name_of_another_server_are_refused(publisher: Publisher) -> None:
    words = {"keys": [publisher.keys[0].public.to_text()], "publisher": "https://elsewhere.example/open/kuusela/"}
    publisher.place.gives(f"{BASE}/keys.json", json.dumps(words).encode())
    assert refusal(lambda: read_source(publisher.address)) == "other-publisher"


def test_a_new_key_counts_only_by_the_word_of_the_old(publisher: Publisher) -> None:
    first = publisher.keys[0].public
    publisher.rotate()
    publisher.publish("2026-2", 2)
    source = source_of(publisher)
    trusted = source.trusted_from(first)
    assert trusted == (first, publisher.keys[1].public)
    assert fetch_edition(source, "2026-2", trusted=trusted, seen=1).statement.number == 2
    publisher.vouchers.clear()
    publisher.show()
    assert refusal(lambda: source_of(publisher).trusted_from(first)) == "new-key"


def test_a_busy_server_says_when_to_come_again(publisher: Publisher) -> None:
    publisher.place.gives(f"{BASE}/editions.atom", b"", 503, Retry_After="3600")
    with override("sv"), pytest.raises(FetchRefused) as raised:
        read_source(publisher.address)
    assert (raised.value.code, raised.value.retry_after) == ("busy", 3600)
