"""Random triples of the starter toolkit, held against somebody who knows what was edited (bench/merge_edits.py)."""

from __future__ import annotations

import pytest

from bench.merge import lost, merged, starter, triple, wrong
from bench.merge_edits import applied, document_of, lines_of, plain_of
from digivuosi.domain.toolkit.documents import from_document, to_document

DOCUMENT = starter(60)


@pytest.mark.parametrize(
    "seed", [*range(6), *(pytest.param(n, marks=pytest.mark.thorough("six triples made alike")) for n in range(6, 12))]
)
def test_what_was_edited_is_there_and_nothing_else(seed: int) -> None:
    one = triple(seed)
    done = merged(one)
    found = plain_of(to_document(done.result.toolkit))
    assert {str(conflict.place) for conflict in done.conflicts} == one.places
    assert wrong(found, one.expected) == set()
    assert lost(found, one.edits, one.expected) == 0


def test_the_triples_hold_what_they_promise() -> None:
    triples = [triple(seed) for seed in range(6)]
    assert all(len(one.edits) == 20 for one in triples)
    assert all(len(one.theirs["measures"]) == 60 + 4 - 2 for one in triples)
    assert sum(len(one.places) for one in triples) > 3, "edits meet"
    assert all(
        [m["key"] for m in one.ours["measures"]] != sorted(m["key"] for m in one.ours["measures"]) for one in triples
    )
    assert {edit.address[0] for one in triples for edit in one.edits} > {
        "line",
        "behind",
        "window",
        "role",
        "theme",
        "days",
    }


def test_a_wrong_merge_would_be_seen() -> None:
    one = triple(1)
    ours, theirs = plain_of(one.ours), plain_of(one.theirs)
    assert wrong(ours, one.expected), "ours alone lacks their edits"
    assert wrong(theirs, one.expected)
    assert lost(theirs, one.edits, one.expected) > 10


def test_plain_data_say_all_that_a_document_says() -> None:
    head = {name: value for name, value in DOCUMENT.items() if name != "measures"}
    keys = [measure["key"] for measure in document_of(head, plain_of(DOCUMENT))["measures"]]
    assert keys == [measure.key for measure in from_document(DOCUMENT).measures]
    assert plain_of(document_of(head, plain_of(DOCUMENT))) == plain_of(DOCUMENT)
    assert applied(plain_of(DOCUMENT), []) == plain_of(DOCUMENT)
    assert lines_of("1. Yksi\n   jatkuu\n\n1. Kaksi") == ["Yksi jatkuu", "Kaksi"]
