"""A harvester of our own making, after the protocol's document: it refuses what the protocol does not allow.

It knows nothing of the code that answers. The schema here is written down from section 3 and 4 of OAI-PMH 2.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from lxml import etree

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
OAI_DC = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip
GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.openarchives.org/OAI/2.0/"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <start>
    <element name="OAI-PMH">
      <attribute name="schemaLocation" ns="http://www.w3.org/2001/XMLSchema-instance"/>
      <element name="responseDate"><ref name="moment"/></element>
      <element name="request">
        <zeroOrMore><attribute><choice>
          <name ns="">verb</name><name ns="">identifier</name><name ns="">metadataPrefix</name>
          <name ns="">from</name><name ns="">until</name><name ns="">set</name><name ns="">resumptionToken</name>
        </choice></attribute></zeroOrMore>
        <data type="anyURI"/>
      </element>
      <choice>
        <oneOrMore><element name="error"><attribute name="code" ns=""><choice><value>cannotDisseminateFormat</value>
          <value>idDoesNotExist</value><value>badArgument</value><value>badVerb</value><value>noMetadataFormats</value>
          <value>noRecordsMatch</value><value>badResumptionToken</value><value>noSetHierarchy</value></choice></attribute>
          <text/></element></oneOrMore>
        <ref name="identify"/>
        <element name="ListMetadataFormats"><oneOrMore><element name="metadataFormat">
          <element name="metadataPrefix"><data type="string">
            <param name="pattern">[A-Za-z0-9\\-_\\.!~\\*'\\(\\)]+</param>
          </data></element>
          <element name="schema"><data type="anyURI"/></element>
          <element name="metadataNamespace"><data type="anyURI"/></element>
        </element></oneOrMore></element>
        <element name="ListSets"><oneOrMore><element name="set">
          <element name="setSpec"><ref name="spec"/></element>
          <element name="setName"><text/></element>
        </element></oneOrMore><ref name="token"/></element>
        <element name="GetRecord"><ref name="record"/></element>
        <element name="ListRecords"><oneOrMore><ref name="record"/></oneOrMore><ref name="token"/></element>
        <element name="ListIdentifiers"><oneOrMore><ref name="header"/></oneOrMore><ref name="token"/></element>
      </choice>
    </element>
  </start>
  <define name="moment">
    <data type="dateTime"><param name="pattern">\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</param></data>
  </define>
  <define name="spec">
    <data type="string">
      <param name="pattern">([A-Za-z0-9\\-_\\.!~\\*'\\(\\)])+(:[A-Za-z0-9\\-_\\.!~\\*'\\(\\)]+)*</param>
    </data>
  </define>
  <define name="header"><element name="header">
    <optional><attribute name="status" ns=""><value>deleted</value></attribute></optional>
    <element name="identifier"><data type="anyURI"/></element>
    <element name="datestamp"><ref name="moment"/></element>
    <zeroOrMore><element name="setSpec"><ref name="spec"/></element></zeroOrMore>
  </element></define>
  <define name="record"><element name="record">
    <ref name="header"/>
    <optional><element name="metadata"><ref name="anything"/></element></optional>
  </element></define>
  <define name="token"><optional><element name="resumptionToken">
    <optional><attribute name="expirationDate" ns=""><ref name="moment"/></attribute></optional>
    <optional><attribute name="completeListSize" ns=""><data type="positiveInteger"/></attribute></optional>
    <optional><attribute name="cursor" ns=""><data type="nonNegativeInteger"/></attribute></optional>
    <text/>
  </element></optional></define>
  <define name="identify"><element name="Identify">
    <element name="repositoryName"><text/></element>
    <element name="baseURL"><data type="anyURI"/></element>
    <element name="protocolVersion"><value>2.0</value></element>
    <oneOrMore><element name="adminEmail"><data type="string">
      <param name="pattern">\\S+@(\\S+\\.)+\\S+</param>
    </data></element></oneOrMore>
    <element name="earliestDatestamp"><ref name="moment"/></element>
    <element name="deletedRecord">
      <choice><value>no</value><value>persistent</value><value>transient</value></choice>
    </element>
    <element name="granularity"><choice><value>YYYY-MM-DD</value><value>YYYY-MM-DDThh:mm:ssZ</value></choice></element>
    <zeroOrMore><element name="compression"><text/></element></zeroOrMore>
    <zeroOrMore><element name="description"><ref name="anything"/></element></zeroOrMore>
  </element></define>
  <define name="anything"><element><anyName/>
    <zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="anything"/></choice></zeroOrMore>
  </element></define>
</grammar>
"""
_schema = etree.RelaxNG(etree.fromstring(GRAMMAR))


class Harvester:
    """Asks an endpoint, by GET or by POST, and checks each answer whole."""

    def __init__(self, client: Client, address: str, *, post: bool = False) -> None:
        self.client, self.address, self.post = client, address, post

    def ask(self, *pairs: tuple[str, str], **arguments: str) -> Any:
        """Return the root of the answer; `pairs` may repeat an argument, `from_` stands for `from`."""
        asked = [*pairs, *((name.rstrip("_"), value) for name, value in arguments.items())]
        if self.post:
            kind = "application/x-www-form-urlencoded"
            answer = self.client.post(self.address, urlencode(asked), content_type=kind)
        else:
            answer = self.client.get(f"{self.address}?{urlencode(asked)}")
        assert answer.status_code == 200
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        root = etree.fromstring(answer.content)
        _schema.assertValid(root)
        self._check(root, dict(asked))
        return root

    def _check(self, root: Any, asked: dict[str, str]) -> None:
        request = root.find(f"{OAI}request")
        assert not {"?", "#"} & set(request.text), "the request element holds the base address alone"
        codes = {error.get("code") for error in root.findall(f"{OAI}error")}
        assert dict(request.attrib) == ({} if codes & {"badVerb", "badArgument"} else asked)
        for record in root.iter(f"{OAI}record"):
            gone = record.find(f"{OAI}header").get("status") == "deleted"
            assert gone == (record.find(f"{OAI}metadata") is None), "a deleted record has no metadata, others have"
        for dc in root.iter(f"{OAI_DC}dc"):
            assert {etree.QName(child).localname for child in dc} <= ELEMENTS
            assert all(child.tag.startswith(DC) and len(child) == 0 for child in dc)

    def error(self, *pairs: tuple[str, str], **arguments: str) -> str:
        """Return the code of the error that must be the answer."""
        (found,) = self.ask(*pairs, **arguments).findall(f"{OAI}error")
        return str(found.get("code"))

    def pages(self, verb: str, **arguments: str) -> Iterator[Any]:
        """Give the answers one after another, each reached from the one before."""
        root, count, size = self.ask(verb=verb, **arguments), 0, None
        while True:
            yield root
            token = root.find(f".//{OAI}resumptionToken")
            given = len(root.findall(f".//{OAI}header"))
            if token is not None:
                assert int(token.get("cursor")) == count
                assert size in (None, token.get("completeListSize"))
                size = token.get("completeListSize")
            count += given
            if token is None or not token.text:
                assert size in (None, str(count))
                return
            root = self.ask(verb=verb, resumptionToken=token.text)

    def identifiers(self, verb: str = "ListIdentifiers", **arguments: str) -> list[str]:
        arguments.setdefault("metadataPrefix", "oai_dc")
        return [found.text for root in self.pages(verb, **arguments) for found in root.iter(f"{OAI}identifier")]
