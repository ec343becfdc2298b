"""OAI-PMH 2.0: what a harvester asks, read strictly. Source: openarchives.org/OAI/openarchivesprotocol.html.

A request becomes a `Question`, or raises OaiProblem with one of the protocol's own codes. Nothing here knows what there
is to be harvested; resumption tokens are opened by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

LONGEST_VALUE = 2_000
"""Characters of one argument; a resumption token is the longest."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SET = re.compile(r"[A-Za-z0-9_.!~*'()-]+(?::[A-Za-z0-9_.!~*'()-]+)*")


class Verb(StrEnum):
    IDENTIFY = "Identify"
    LIST_METADATA_FORMATS = "ListMetadataFormats"
    LIST_SETS = "ListSets"
    LIST_IDENTIFIERS = "ListIdentifiers"
    LIST_RECORDS = "ListRecords"
    GET_RECORD = "GetRecord"


class Code(StrEnum):
    BAD_VERB = "badVerb"
    BAD_ARGUMENT = "badArgument"
    BAD_TOKEN = "badResumptionToken"  # noqa: S105 - a word of the protocol
    NO_FORMAT = "cannotDisseminateFormat"
    NO_ID = "idDoesNotExist"
    NO_RECORDS = "noRecordsMatch"
    NO_FORMATS = "noMetadataFormats"


class OaiProblem(ValueError):
    """The question cannot be answered, with the protocol's code and words for whoever reads the harvester's log."""

    def __init__(self, code: Code, words: str) -> None:
        self.code, self.words = code, words
        super().__init__(f"{code}: {words}")


@dataclass(frozen=True)
class Question:
    """A request that makes sense; what the verb does not take is empty."""

    verb: Verb
    identifier: str = ""
    prefix: str = ""
    set: str = ""
    since: datetime | None = None
    """The first moment asked for, itself included."""
    until: datetime | None = None
    """The last moment asked for, itself included: of a day, its last second."""
    token: str = ""


_REQUIRED: dict[Verb, frozenset[str]] = {
    Verb.GET_RECORD: frozenset({"identifier", "metadataPrefix"}),
    Verb.LIST_IDENTIFIERS: frozenset({"metadataPrefix"}),
    Verb.LIST_RECORDS: frozenset({"metadataPrefix"}),
}
_ALLOWED: dict[Verb, frozenset[str]] = {
    Verb.IDENTIFY: frozenset(),
    Verb.LIST_METADATA_FORMATS: frozenset({"identifier"}),
    Verb.LIST_SETS: frozenset({"resumptionToken"}),
    Verb.LIST_IDENTIFIERS: frozenset({"metadataPrefix", "from", "until", "set", "resumptionToken"}),
    Verb.LIST_RECORDS: frozenset({"metadataPrefix", "from", "until", "set", "resumptionToken"}),
    Verb.GET_RECORD: frozenset({"identifier", "metadataPrefix"}),
}


def question_of(arguments: Sequence[tuple[str, str]]) -> Question:
    """Read the arguments as they came, repeated ones too; raises OaiProblem."""
    verbs = [value for name, value in arguments if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in set(Verb):
        words = "the verb is missing" if not verbs else "the verb is repeated or not one of the protocol"
        raise OaiProblem(Code.BAD_VERB, words)
    verb = Verb(verbs[0])
    given: dict[str, str] = {}
    for name, value in arguments:
        if name == "verb":
            continue
        if name not in _ALLOWED[verb]:
            raise OaiProblem(Code.BAD_ARGUMENT, f"{verb} takes no such argument")
        if name in given:
            raise OaiProblem(Code.BAD_ARGUMENT, f"{name} is repeated")
        if not value or len(value) > LONGEST_VALUE:
            code = Code.BAD_TOKEN if name == "resumptionToken" else Code.BAD_ARGUMENT
            raise OaiProblem(code, f"{name} is empty or too long")
        given[name] = value
    return _question(verb, given)


def _question(verb: Verb, given: dict[str, str]) -> Question:
    if "resumptionToken" in given:
        if len(given) > 1:
            raise OaiProblem(Code.BAD_ARGUMENT, "resumptionToken is an exclusive argument")
        return Question(verb, token=given["resumptionToken"])
    for name in sorted(_REQUIRED.get(verb, frozenset()) - given.keys()):
        raise OaiProblem(Code.BAD_ARGUMENT, f"{name} is missing")
    if not _SET.fullmatch(given.get("set", "x")):
        raise OaiProblem(Code.BAD_ARGUMENT, "the set is not written as a set")
    since, until = _span(given)
    return Question(
        verb,
        identifier=given.get("identifier", ""),
        prefix=given.get("metadataPrefix", ""),
        set=given.get("set", ""),
        since=since,
        until=until,
    )


def _span(given: dict[str, str]) -> tuple[datetime | None, datetime | None]:
    first, last = given.get("from", ""), given.get("until", "")
    if first and last and len(first) != len(last):
        raise OaiProblem(Code.BAD_ARGUMENT, "from and until are of different granularity")
    since = _moment(first, "from") if first else None
    until = _moment(last, "until") if last else None
    if since and until and since > until:
        raise OaiProblem(Code.BAD_ARGUMENT, "from is later than until")
    if until and _DAY.fullmatch(last):
        until += timedelta(days=1, seconds=-1)
    return since, until


def _moment(words: str, name: str) -> datetime:
    form = "%Y-%m-%d" if _DAY.fullmatch(words) else "%Y-%m-%dT%H:%M:%SZ" if _SECOND.fullmatch(words) else ""
    try:
        moment = datetime.strptime(words, form or "refused").replace(tzinfo=UTC)
        # The day after the last day that there is: such a year has no records, and no arithmetic either.
        if moment.year > 9998:
            raise ValueError
    except ValueError:
        raise OaiProblem(Code.BAD_ARGUMENT, f"{name} is no date in UTC") from None
    return moment
