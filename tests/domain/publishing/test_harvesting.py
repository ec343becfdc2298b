"""Questions of harvesters are read strictly: whatever comes is a question that makes sense or one of the errors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from digivuosi.domain.publishing.answers import answer, problem, stamp
from digivuosi.domain.publishing.harvesting import Code, OaiProblem, Question, Verb, question_of

NAMES = ("verb", "identifier", "metadataPrefix", "from", "until", "set", "resumptionToken", "else")
values = st.text(max_size=30) | st.sampled_from(
    [*Verb, "oai_dc", "2026-01-01", "2026-01-01T00:00:00Z", "kind:measure", "0000-00-00", "9999-12-31T23:59:59Z"]
)


def asked(arguments: list[tuple[str, str]]) -> Question | OaiProblem:
    try:
        return question_of(arguments)
    except OaiProblem as found:
        return found


@given(st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6))
def test_anything_is_a_question_or_an_error(arguments: list[tuple[str, str]]) -> None:
    found = asked(arguments)
    if isinstance(found, OaiProblem):
        assert found.code in {Code.BAD_VERB, Code.BAD_ARGUMENT, Code.BAD_TOKEN}
        content = answer("https://x.example/oai", dict(arguments), problem(found), datetime(2026, 1, 1, tzinfo=UTC))
        assert etree.fromstring(content)[-1].get("code") == found.code
    else:
        names = [name for name, _value in arguments]
        assert len(names) == len(set(names))
        assert "else" not in names
        assert found.since is None or found.until is None or found.since <= found.until


def test_a_day_means_all_of_it() -> None:
    said = [("verb", "ListRecords"), ("metadataPrefix", "oai_dc"), ("from", "2026-02-28"), ("until", "2026-02-28")]
    question = question_of(said)
    assert question.since == datetime(2026, 2, 28, tzinfo=UTC)
    assert question.until == datetime(2026, 2, 28, 23, 59, 59, tzinfo=UTC)


def test_seconds_mean_themselves() -> None:
    moment = "2026-02-28T12:30:00Z"
    said = [("verb", "ListIdentifiers"), ("metadataPrefix", "x"), ("from", moment), ("until", moment)]
    question = question_of(said)
    assert question.since == question.until == datetime(2026, 2, 28, 12, 30, tzinfo=UTC)
    assert stamp(question.until) == moment


@pytest.mark.parametrize("verb", Verb)
def test_each_verb_has_a_question(verb: Verb) -> None:
    more = {
        Verb.GET_RECORD: [("identifier", "oai:x:y"), ("metadataPrefix", "oai_dc")],
        Verb.LIST_RECORDS: [("metadataPrefix", "oai_dc")],
        Verb.LIST_IDENTIFIERS: [("metadataPrefix", "oai_dc")],
    }.get(verb, [])
    assert question_of([("verb", verb.value), *more]).verb is verb


def test_a_token_stands_alone() -> None:
    assert question_of([("verb", "ListRecords"), ("resumptionToken", "t")]) == Question(Verb.LIST_RECORDS, token="t")
