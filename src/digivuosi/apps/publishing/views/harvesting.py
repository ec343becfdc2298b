"""The OAI-PMH endpoint over all open toolkits of this server."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.people.addresses import absolute, origin_of
from digivuosi.apps.publishing import tokens
from digivuosi.apps.publishing.queries import harvest
from digivuosi.apps.publishing.queries.harvest import LRMI_PREFIX, OAI_DC_PREFIX, Wanted
from digivuosi.apps.publishing.views.answering import FOREVER
from digivuosi.apps.schools.access import for_anyone
from digivuosi.domain.publishing import answers
from digivuosi.domain.publishing.answers import Format, Identity, Token
from digivuosi.domain.publishing.harvesting import Code, OaiProblem, Question, Verb, question_of
from digivuosi.domain.publishing.records import OAI_DC, OAI_DC_SCHEMA, WRAPPER

SCHEMA_FILE = "digivuosi-lrmi-1.xsd"
NO_DOMAIN = "digivuosi.localhost"
"""In identifiers, where the server has no name of its own yet."""
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")


@dataclass(frozen=True)
class Endpoint:
    """This server as harvesters see it."""

    address: str
    origin: str
    domain: str
    schema: str

    @property
    def formats(self) -> dict[str, Format]:
        known = (Format(OAI_DC_PREFIX, OAI_DC_SCHEMA, OAI_DC), Format(LRMI_PREFIX, self.schema, WRAPPER))
        return {one.prefix: one for one in known}


@csrf_exempt  # harvesters send forms from nowhere; nothing is written
@for_anyone
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponseBase:
    """Answer one of the six verbs, or say in the protocol's words why not."""
    given = request.POST if request.method == "POST" else request.GET
    arguments = [(name, value) for name, values in given.lists() for value in values]
    endpoint, asked = _endpoint(request), dict(arguments)
    try:
        told = _answer(question_of(arguments), endpoint)
    except OaiProblem as found:
        told = answers.problem(found)
        asked = {} if found.code in answers.SILENT else asked
    content = answers.answer(endpoint.address, asked, told, clock.now())
    response = HttpResponse(content, content_type="text/xml; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@for_anyone
@require_safe
def lrmi_schema(request: HttpRequest) -> HttpResponseBase:
    """The schema of the wrapper of LRMI records."""
    content = (files("digivuosi.domain.publishing") / SCHEMA_FILE).read_bytes()
    response = HttpResponse(content, content_type="application/xml")
    response["Cache-Control"] = f"public, max-age={FOREVER}"
    return response


def _endpoint(request: HttpRequest) -> Endpoint:
    origin = origin_of(request)
    host = urlsplit(absolute("", origin)).hostname or ""
    domain = host if _DOMAIN.fullmatch(host) else NO_DOMAIN
    schema = absolute(reverse("publishing:lrmi_schema"), origin)
    return Endpoint(absolute(reverse("publishing:oai"), origin), origin, domain, schema)


def _answer(question: Question, endpoint: Endpoint) -> list[Element]:
    if question.verb is Verb.IDENTIFY:
        return answers.identify(_identity(endpoint))
    if question.verb is Verb.LIST_SETS:
        if question.token:
            raise OaiProblem(Code.BAD_TOKEN, "the list of sets is given in one piece")
        return answers.sets(harvest.sets_there())
    if question.verb is Verb.LIST_METADATA_FORMATS:
        return _formats(question, endpoint)
    if question.verb is Verb.GET_RECORD:
        return _record(question, endpoint)
    return _list(question, endpoint)


def _identity(endpoint: Endpoint) -> Identity:
    return Identity(
        name=f"Digivuosi, {endpoint.domain}",
        address=endpoint.address,
        emails=(settings.CONTACT_EMAIL or f"postmaster@{endpoint.domain}",),
        earliest=harvest.earliest(clock.now()),
        identifiers=endpoint.domain,
    )


def _formats(question: Question, endpoint: Endpoint) -> list[Element]:
    if question.identifier:
        row = harvest.record_named(question.identifier, endpoint.domain)
        if row is None:
            raise OaiProblem(Code.NO_ID, "there is no record with this identifier")
        if row.is_gone:
            raise OaiProblem(Code.NO_FORMATS, "the record is deleted and has no metadata any more")
    return answers.formats(endpoint.formats.values())


def _record(question: Question, endpoint: Endpoint) -> list[Element]:
    row = harvest.record_named(question.identifier, endpoint.domain)
    if row is None:
        raise OaiProblem(Code.NO_ID, "there is no record with this identifier")
    prefix = _known(question.prefix, endpoint)
    (pair,) = harvest.told([row], prefix, domain=endpoint.domain, origin=endpoint.origin, schema=endpoint.schema)
    return answers.record(*pair)


def _list(question: Question, endpoint: Endpoint) -> list[Element]:
    going = tokens.read_token(question.token, question.verb) if question.token else None
    wanted = going.wanted if going else Wanted(question.prefix, question.set, question.since, question.until)
    prefix = _known(wanted.prefix, endpoint)
    page = harvest.page_of(wanted, going.after if going else None, going.size if going else None)
    cursor = going.cursor if going else 0
    if not page.rows:
        if going:
            raise OaiProblem(Code.BAD_TOKEN, "what the list went on with has changed: begin again")
        raise OaiProblem(Code.NO_RECORDS, "no record fits")
    token = None
    if page.next:
        words = tokens.token_of(tokens.Going(question.verb, wanted, page.next, cursor + len(page.rows), page.size))
        token = Token(words, cursor, page.size, clock.now() + tokens.LIVES)
    elif going:
        token = Token("", cursor, page.size)
    if question.verb is Verb.LIST_IDENTIFIERS:
        return answers.headers((harvest.header_of(row, endpoint.domain) for row in page.rows), token)
    told = harvest.told(page.rows, prefix, domain=endpoint.domain, origin=endpoint.origin, schema=endpoint.schema)
    return answers.records(told, token)


def _known(prefix: str, endpoint: Endpoint) -> str:
    if prefix not in endpoint.formats:
        raise OaiProblem(Code.NO_FORMAT, "there is no such metadata format here")
    return prefix
