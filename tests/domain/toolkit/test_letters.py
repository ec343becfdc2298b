"""Letters between servers: what is signed is what is read, and nothing else is taken."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.toolkit.letters import (
    LONGEST_LETTER,
    CopyNote,
    Kind,
    Letter,
    LetterProblem,
    LetterRefusal,
    read_letter,
    write_letter,
)
from digivuosi.domain.toolkit.signing import SigningKey
from digivuosi.domain.toolkit.signing_problems import Refusal, SignatureProblem

KEY = SigningKey.new()
HERE, THERE = "https://digi.kuusela.example/open/kuusela/", "https://lahela.example/open/lahela/"
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def letter(body: str = "{}", key: SigningKey = KEY, sent: datetime = NOW, name: str = "Lähelä") -> Letter:
    return write_letter(Kind.COPY, body, sender=THERE, name=name, receiver=HERE, number=7, sent=sent, key=key)


def refused(content: bytes, now: datetime = NOW, receiver: str = HERE) -> LetterRefusal:
    with pytest.raises(LetterProblem) as caught:
        read_letter(content, receiver=receiver, now=now)
    return caught.value.refusal


@given(st.text(max_size=300).filter(lambda words: words.isprintable()), st.text(min_size=1, max_size=250))
def test_what_was_written_is_read(body: str, name: str) -> None:
    made = letter(body, name=name)
    found = read_letter(made.to_bytes(), receiver=HERE, now=NOW)
    assert found == made
    said = found.verify([KEY.public])
    assert (said.sender, said.number, found.body) == (THERE, 7, body)


def test_another_key_and_a_changed_word_are_refused() -> None:
    made = letter(CopyNote("kuusela", "2026-1").to_text())
    with pytest.raises(SignatureProblem) as caught:
        made.verify([SigningKey.new().public])
    assert caught.value.refusal is Refusal.UNKNOWN_KEY
    changed = json.loads(made.to_bytes())
    changed["body"] = CopyNote("kuusela", "2026-2").to_text()
    assert refused(json.dumps(changed).encode()) is LetterRefusal.OTHER_BODY
    changed = json.loads(made.to_bytes())
    changed["signed"]["statement"] = changed["signed"]["statement"].replace('"number":7', '"number":8')
    found = read_letter(json.dumps(changed).encode(), receiver=HERE, now=NOW)
    with pytest.raises(SignatureProblem) as caught:
        found.verify([KEY.public])
    assert caught.value.refusal is Refusal.SIGNATURE


def test_to_another_and_at_another_time() -> None:
    content = letter().to_bytes()
    assert refused(content, receiver=THERE) is LetterRefusal.OTHER_RECEIVER
    assert refused(content, now=NOW + timedelta(days=3)) is LetterRefusal.OLD
    assert refused(content, now=NOW - timedelta(hours=2)) is LetterRefusal.OLD
    assert read_letter(content, receiver=HERE, now=NOW - timedelta(minutes=30)).said.number == 7


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", LetterRefusal.FORM),
        (b"[" * 50_000, LetterRefusal.FORM),
        (b"[]", LetterRefusal.FORM),
        (b"{}", LetterRefusal.UNSIGNED),
        (b'{"format": "digivuosi-suggestion/1", "items": []}', LetterRefusal.UNSIGNED),
        (b'{"format": "digivuosi-envelope/1", "signed": {}, "body": ""}', LetterRefusal.FORM),
        (b'{"format": "digivuosi-envelope/1", "signed": {}, "body": 3}', LetterRefusal.FORM),
        (b"x" * (LONGEST_LETTER + 1), LetterRefusal.SIZE),
    ],
)
def test_what_is_no_letter(content: bytes, why: LetterRefusal) -> None:
    assert refused(content) is why


def test_every_refusal_has_words_in_three_languages() -> None:
    for one in LetterRefusal:
        assert set(LetterProblem(one).message.to_document()) == {"fi", "sv", "en"}


@pytest.mark.parametrize("words", ["", "[]", '{"format": "digivuosi-copy/1", "toolkit": "", "edition": "1"}', "\ud800"])
def test_what_is_no_note_of_a_copy(words: str) -> None:
    with pytest.raises(LetterProblem):
        CopyNote.from_text(words)


def test_a_note_of_a_copy() -> None:
    note = CopyNote("kuusela", "Syksy 2026 ä")
    assert CopyNote.from_text(note.to_text()) == note
