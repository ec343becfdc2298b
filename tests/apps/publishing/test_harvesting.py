"""OAI-PMH: the six verbs, every error, resumption and deletion, checked by a harvester of its own and by Sickle."""

from __future__ import annotations

from datetime import timedelta
from importlib.resources import files
from io import BytesIO
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import etree
from sickle import Sickle
from sickle.response import OAIResponse

from digivuosi.apps.look import clock
from digivuosi.apps.publishing.actions import close_to_world, publish_openly
from digivuosi.apps.publishing.queries import harvest
from tests.apps.publishing.harvester import DC, OAI, Harvester
from tests.cast import Municipality
from tests.opened import MEASURE, TITLE, next_edition, open_up
from tests.toolkits import give_toolkit, starter

ELSEWHERE = pytest.mark.one_database(
    "test_sets_by_kind_and_publisher and the lists that go on ask the same rows of both; this asks what is written"
)

NO_SECOND = pytest.mark.one_database(
    "test_lists_go_on_page_by_page_without_loss_or_doubles asks there; what is refused reaches no database"
)

SELF = "oai:digivuosi.localhost:kuusela/"
LRMI = "{http://purl.org/dcx/lrmi-terms/}"
COUNT = 1 + len(starter().toolkit.measures) + len(starter().toolkit.materials)


@pytest.fixture(params=["GET", "POST"])
def harvester(request: pytest.FixtureRequest) -> Harvester:
    # Forms come from anywhere: the client insists on the check of forms that a browser would meet.
    return Harvester(Client(enforce_csrf_checks=True), "/oai", post=request.param == "POST")


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(harvest, "PAGE", 7)


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let hours go by."""
    past = timedelta(0)
    begun = clock.now

    def go(**span: float) -> None:
        nonlocal past
        past += timedelta(**span)

    monkeypatch.setattr(clock, "now", lambda: begun() + past)
    return go


@ELSEWHERE
def test_identify(opened: Municipality, harvester: Harvester) -> None:
    told = harvester.ask(verb="Identify").find(f"{OAI}Identify")
    assert told.findtext(f"{OAI}baseURL") == "http://testserver/oai"
    assert told.findtext(f"{OAI}deletedRecord") == "persistent"
    first = min(
        found.text for found in harvester.ask(verb="ListIdentifiers", metadataPrefix="oai_dc").iter(f"{OAI}datestamp")
    )
    assert told.findtext(f"{OAI}earliestDatestamp") == first


def test_an_empty_server_answers_too(db: None, harvester: Harvester) -> None:
    assert harvester.ask(verb="Identify").find(f"{OAI}Identify") is not None
    assert harvester.ask(verb="ListSets").find(f"{OAI}ListSets") is not None
    assert harvester.error(verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"


@ELSEWHERE
def test_formats_of_the_server_and_of_a_record(opened: Municipality, harvester: Harvester) -> None:
    for more in ({}, {"identifier": f"{SELF}toolkit"}):
        root = harvester.ask(verb="ListMetadataFormats", **more)
        assert [found.text for found in root.iter(f"{OAI}metadataPrefix")] == ["oai_dc", "lrmi"]


def test_sets_by_kind_and_publisher(opened: Municipality, harvester: Harvester) -> None:
    specs = [found.text for found in harvester.ask(verb="ListSets").iter(f"{OAI}setSpec")]
    assert specs == [
        "kind", "kind:toolkit", "kind:measure", "kind:material", "provider", "provider:kuusela",
    ]  # fmt: skip
    measures = harvester.identifiers(set="kind:measure")
    assert measures
    assert all(name.startswith(f"{SELF}measure/") for name in measures)
    assert len(harvester.identifiers(set="provider:kuusela")) == COUNT
    assert len(harvester.identifiers(set="kind")) == COUNT
    assert harvester.error(verb="ListIdentifiers", metadataPrefix="oai_dc", set="provider:nobody") == "noRecordsMatch"
    assert harvester.error(verb="ListIdentifiers", metadataPrefix="oai_dc", set="else") == "noRecordsMatch"


@ELSEWHERE
def test_a_record_in_dublin_core(opened: Municipality, harvester: Harvester) -> None:
    root = harvester.ask(verb="GetRecord", identifier=f"{SELF}measure/{MEASURE}", metadataPrefix="oai_dc")
    measure = starter().toolkit.measure(MEASURE)
    assert measure is not None
    titles = {found.get("{http://www.w3.org/XML/1998/namespace}lang"): found.text for found in root.iter(f"{DC}title")}
    assert titles == measure.title.to_document()
    assert root.findtext(f".//{DC}identifier") == f"http://testserver/open/kuusela/measures/{MEASURE}/"
    assert root.findtext(f".//{DC}rights") == "https://creativecommons.org/licenses/by/4.0/"
    assert root.findtext(f".//{DC}source").startswith(starter().toolkit.id)
    assert opened.provider.name in [found.text for found in root.iter(f"{DC}publisher")]


@ELSEWHERE
def test_a_record_in_lrmi_fits_its_schema(opened: Municipality, harvester: Harvester) -> None:
    schema = etree.XMLSchema(
        etree.parse(BytesIO((files("digivuosi.domain.publishing") / "digivuosi-lrmi-1.xsd").read_bytes()))
    )
    root = harvester.ask(verb="ListRecords", metadataPrefix="lrmi")
    found = [metadata[0] for metadata in root.iter(f"{OAI}metadata")]
    assert len(found) == min(COUNT, harvest.PAGE)
    for record in found:
        schema.assertValid(record)
        assert record.find(f"{LRMI}learningResourceType") is not None


@ELSEWHERE
def test_the_schema_is_served_where_the_formats_say(opened: Municipality, harvester: Harvester) -> None:
    root = harvester.ask(verb="ListMetadataFormats")
    address = [found.text for found in root.iter(f"{OAI}schema")][1]
    answer = harvester.client.get(address.removeprefix("http://testserver"))
    assert b"urn:digivuosi:lrmi:1" in answer.content


def test_lists_go_on_page_by_page_without_loss_or_doubles(
    opened: Municipality, harvester: Harvester, small_pages: None
) -> None:
    for verb in ("ListIdentifiers", "ListRecords"):
        pages = list(harvester.pages(verb, metadataPrefix="oai_dc"))
        names = [found.text for root in pages for found in root.iter(f"{OAI}identifier")]
        assert len(pages) == -(-COUNT // 7)
        assert len(names) == len(set(names)) == COUNT


def test_a_list_on_its_way_loses_nothing_when_something_changes(
    opened: Municipality, harvester: Harvester, small_pages: None, later: Any
) -> None:
    pages = harvester.pages("ListIdentifiers", metadataPrefix="oai_dc", set="kind:measure")
    names = {found.text for found in next(pages).iter(f"{OAI}identifier")}
    token = harvester.ask(verb="ListIdentifiers", metadataPrefix="oai_dc", set="kind:measure").findtext(
        f".//{OAI}resumptionToken"
    )
    later(hours=1)
    next_edition(opened)
    while token:
        root = harvester.ask(verb="ListIdentifiers", resumptionToken=token)
        names |= {found.text for found in root.iter(f"{OAI}identifier")}
        token = root.findtext(f".//{OAI}resumptionToken")
    assert len(names) == len(starter().toolkit.measures)
    assert f"{SELF}measure/{MEASURE}" in names


def test_a_harvester_that_comes_again_gets_what_changed(opened: Municipality, harvester: Harvester, later: Any) -> None:
    later(hours=1)
    since = harvester.ask(verb="Identify").findtext(f"{OAI}responseDate")
    later(hours=1)
    next_edition(opened)
    measure = starter().toolkit.measure(MEASURE)
    assert measure is not None
    # Materials are told of with the measures that use them.
    renewed = [f"{SELF}material/{key}" for key in measure.materials]
    expected = sorted([*renewed, f"{SELF}measure/{MEASURE}", f"{SELF}toolkit"])
    assert sorted(harvester.identifiers(from_=since, verb="ListRecords")) == expected
    root = harvester.ask(verb="GetRecord", identifier=f"{SELF}measure/{MEASURE}", metadataPrefix="oai_dc")
    assert TITLE in [found.text for found in root.iter(f"{DC}title")]


def test_both_ends_of_a_span_count(opened: Municipality, harvester: Harvester) -> None:
    root = harvester.ask(verb="GetRecord", identifier=f"{SELF}toolkit", metadataPrefix="oai_dc")
    stamp = root.findtext(f".//{OAI}datestamp")
    assert len(harvester.identifiers(from_=stamp, until=stamp)) == COUNT
    assert len(harvester.identifiers(from_=stamp[:10], until=stamp[:10])) == COUNT
    assert harvester.error(verb="ListIdentifiers", metadataPrefix="oai_dc", until="2001-01-01") == "noRecordsMatch"


def test_what_is_taken_back_is_told_as_deleted_and_comes_back(
    opened: Municipality, harvester: Harvester, later: Any
) -> None:
    later(hours=1)
    close_to_world(by=opened.people["coordinator"], provider=opened.provider)
    root = harvester.ask(verb="ListRecords", metadataPrefix="oai_dc")
    assert {header.get("status") for header in root.iter(f"{OAI}header")} == {"deleted"}
    gone = harvester.ask(verb="GetRecord", identifier=f"{SELF}toolkit", metadataPrefix="oai_dc")
    assert gone.find(f".//{OAI}header").get("status") == "deleted"
    assert harvester.error(verb="ListMetadataFormats", identifier=f"{SELF}toolkit") == "noMetadataFormats"
    later(hours=1)
    publish_openly(by=opened.people["coordinator"], provider=opened.provider, address="http://testserver/open/kuusela/")
    root = harvester.ask(verb="ListRecords", metadataPrefix="oai_dc")
    assert {header.get("status") for header in root.iter(f"{OAI}header")} == {None}


@NO_SECOND
@pytest.mark.parametrize(
    ("code", "asked"),
    [
        ("badVerb", []),
        ("badVerb", [("verb", "")]),
        ("badVerb", [("verb", "identify")]),
        ("badVerb", [("verb", "Identify"), ("verb", "Identify")]),
        ("badArgument", [("verb", "Identify"), ("metadataPrefix", "oai_dc")]),
        ("badArgument", [("verb", "Identify"), ("else", "1")]),
        ("badArgument", [("verb", "ListRecords")]),
        ("badArgument", [("verb", "ListIdentifiers"), ("set", "kind")]),
        ("badArgument", [("verb", "GetRecord"), ("metadataPrefix", "oai_dc")]),
        ("badArgument", [("verb", "GetRecord"), ("identifier", f"{SELF}toolkit")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("metadataPrefix", "oai_dc")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "yesterday")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-02-30")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-01-01T00:00:00")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("until", "9999-12-31")]),
        (
            "badArgument",
            [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-01-02"), ("until", "2026-01-01")],
        ),
        (
            "badArgument",
            [
                ("verb", "ListRecords"),
                ("metadataPrefix", "oai_dc"),
                ("from", "2026-01-01"),
                ("until", "2026-01-01T00:00:00Z"),
            ],
        ),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("set", "a b")]),
        ("badArgument", [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("resumptionToken", "x")]),
        ("badArgument", [("verb", "GetRecord"), ("metadataPrefix", "oai_dc"), ("identifier", "x" * 3_000)]),
        ("badResumptionToken", [("verb", "ListRecords"), ("resumptionToken", "x")]),
        ("badResumptionToken", [("verb", "ListIdentifiers"), ("resumptionToken", "")]),
        ("badResumptionToken", [("verb", "ListSets"), ("resumptionToken", "x")]),
        ("cannotDisseminateFormat", [("verb", "ListRecords"), ("metadataPrefix", "marc21")]),
        ("cannotDisseminateFormat", [("verb", "ListIdentifiers"), ("metadataPrefix", "marc21")]),
        (
            "cannotDisseminateFormat",
            [("verb", "GetRecord"), ("identifier", f"{SELF}toolkit"), ("metadataPrefix", "marc21")],
        ),
        ("idDoesNotExist", [("verb", "GetRecord"), ("identifier", f"{SELF}measure/x"), ("metadataPrefix", "oai_dc")]),
        ("idDoesNotExist", [("verb", "GetRecord"), ("identifier", "doi:10.1/x"), ("metadataPrefix", "oai_dc")]),
        ("idDoesNotExist", [("verb", "ListMetadataFormats"), ("identifier", "oai:else:kuusela/toolkit")]),
    ],
)
def test_each_error_of_the_protocol(
    opened: Municipality, harvester: Harvester, code: str, asked: list[tuple[str, str]]
) -> None:
    assert harvester.error(*asked) == code


@ELSEWHERE
def test_words_that_xml_cannot_hold_do_not_break_the_answer(opened: Municipality) -> None:
    for odd in ("\x00", "\x01", "\ud7ff\x0b", "<&>\"'"):
        answer = Client().get("/oai", {"verb": "GetRecord", "identifier": odd, "metadataPrefix": "oai_dc"})
        assert b'code="idDoesNotExist"' in answer.content
        etree.fromstring(answer.content)


@ELSEWHERE
def test_nobody_else_can_write_a_token(opened: Municipality, harvester: Harvester, small_pages: None) -> None:
    root = harvester.ask(verb="ListRecords", metadataPrefix="oai_dc")
    token = root.findtext(f".//{OAI}resumptionToken")
    middle = len(token) // 2
    damaged = token[:middle] + ("A" if token[middle] != "A" else "B") + token[middle + 1 :]
    forged = signing.dumps(["ListRecords", "oai_dc", "", "", "", "2026-01-01T00:00:00+00:00", 0, 0, 1], key="else")
    for words in (damaged, forged, token + "x"):
        assert harvester.error(verb="ListRecords", resumptionToken=words) == "badResumptionToken"
    assert harvester.error(verb="ListIdentifiers", resumptionToken=token) == "badResumptionToken"


@ELSEWHERE
def test_a_token_is_good_for_a_day(
    opened: Municipality, harvester: Harvester, small_pages: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = harvester.ask(verb="ListRecords", metadataPrefix="oai_dc").findtext(f".//{OAI}resumptionToken")
    assert harvester.ask(verb="ListRecords", resumptionToken=token).find(f"{OAI}ListRecords") is not None
    now = signing.time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + 25 * 3600)
    assert harvester.error(verb="ListRecords", resumptionToken=token) == "badResumptionToken"


@ELSEWHERE
def test_two_publishers_share_the_endpoint_and_keep_apart(
    opened: Municipality, lahela: Municipality, harvester: Harvester
) -> None:
    open_up(give_toolkit(lahela))
    assert len(harvester.identifiers()) == 2 * COUNT
    own = harvester.identifiers(set="provider:lahela")
    assert len(own) == COUNT
    assert all(":lahela/" in name for name in own)


def test_what_is_not_open_is_never_harvested(with_toolkit: Municipality, harvester: Harvester) -> None:
    assert harvester.error(verb="ListRecords", metadataPrefix="oai_dc") == "noRecordsMatch"
    name = f"{SELF}toolkit"
    assert harvester.error(verb="GetRecord", identifier=name, metadataPrefix="oai_dc") == "idDoesNotExist"


def test_more_records_cost_no_more_queries(opened: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = []
    for size in (3, 30):
        monkeypatch.setattr(harvest, "PAGE", size)
        with CaptureQueriesContext(connection) as queries:
            Client().get("/oai?verb=ListRecords&metadataPrefix=oai_dc")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 5


class Direct(Sickle):  # type: ignore[misc]
    """Sickle as people use it, with our client in the place of the network."""

    def harvest(self, **arguments: str) -> OAIResponse:
        answer = Client().get("/oai", arguments)

        class Answer:
            content, text, encoding = answer.content, answer.content.decode(), "utf-8"

        return OAIResponse(Answer(), arguments)


@ELSEWHERE
def test_sickle_harvests_us(opened: Municipality, small_pages: None) -> None:
    reader = Direct("http://testserver/oai")
    assert reader.Identify().granularity == "YYYY-MM-DDThh:mm:ssZ"
    assert [one.metadataPrefix for one in reader.ListMetadataFormats()] == ["oai_dc", "lrmi"]
    assert "provider:kuusela" in [one.setSpec for one in reader.ListSets()]
    records = list(reader.ListRecords(metadataPrefix="oai_dc"))
    assert len(records) == COUNT
    assert all(record.metadata["title"] for record in records)
    assert len(list(reader.ListIdentifiers(metadataPrefix="oai_dc"))) == COUNT
    found = reader.GetRecord(identifier=f"{SELF}toolkit", metadataPrefix="oai_dc")
    assert found.metadata["identifier"] == ["http://testserver/open/kuusela/"]
