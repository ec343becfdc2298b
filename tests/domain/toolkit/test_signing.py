"""Whatever is changed in a signed statement, it is refused; and keys hand over to each other in one line."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.signing import (
    LONGEST_SIGNED,
    LONGEST_STATEMENT,
    EditionStatement,
    KeyStatement,
    PublicKey,
    Signed,
    SigningKey,
    check_package,
    check_toolkit,
    follow,
    sign,
    time_text,
    verify,
    verify_key,
)
from digivuosi.domain.toolkit.signing_problems import WORDS, Refusal, SignatureProblem
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.toolkit.drawn import every_toolkit

KEY = SigningKey(bytes(range(32)))
OTHER = SigningKey(bytes(range(1, 33)))
PUBLISHER = "https://digi.example/open/kuusela/"
MADE = "2026-11-25T10:00:00Z"
STATEMENT = EditionStatement(
    publisher=PUBLISHER,
    toolkit="kuusela",
    edition="2026-1",
    number=1,
    content_hash="a" * 64,
    package_sha256=hashlib.sha256(b"package").hexdigest(),
    package_bytes=7,
    published=MADE,
    key=KEY.public.id,
)
SIGNED = sign(STATEMENT, KEY)

names = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="/\\"), min_size=1, max_size=100)
hashes = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
moments = st.datetimes(datetime(1970, 1, 1), datetime(2999, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
keys = st.binary(min_size=32, max_size=32).map(SigningKey)
statements = st.builds(
    EditionStatement,
    publisher=st.from_regex(r"https?://[!-~]{1,290}", fullmatch=True),
    toolkit=names,
    edition=names,
    number=st.integers(1, 2**40),
    content_hash=hashes,
    package_sha256=hashes,
    package_bytes=st.integers(1, 2**40),
    published=moments.map(time_text),
    key=st.just(""),
)


def refused(refusal: Refusal) -> pytest.RaisesExc[SignatureProblem]:
    return pytest.raises(SignatureProblem, check=lambda problem: problem.refusal is refusal)


@given(statements, keys)
def test_what_is_signed_is_read_again(statement: EditionStatement, key: SigningKey) -> None:
    statement = replace(statement, key=key.public.id)
    signed = sign(statement, key)
    assert verify(signed.statement, signed.signature, [OTHER.public, key.public]) == statement
    assert Signed.from_bytes(signed.to_bytes()) == signed
    assert len(signed.statement) <= LONGEST_STATEMENT
    assert len(signed.to_bytes()) <= LONGEST_SIGNED


@given(st.data())
def test_a_flipped_bit_anywhere_is_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SIGNED.statement) - 1))
    bit = 1 << data.draw(st.integers(0, 7))
    changed = bytearray(SIGNED.statement)
    changed[place] ^= bit
    with pytest.raises(SignatureProblem):
        verify(bytes(changed), SIGNED.signature, [KEY.public])


@given(st.data())
def test_another_letter_anywhere_in_the_signature_is_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(SIGNED.signature) - 1))
    letter = data.draw(st.characters(codec="ascii").filter(lambda one: one != SIGNED.signature[place]))
    changed = SIGNED.signature[:place] + letter + SIGNED.signature[place + 1 :]
    with refused(Refusal.SIGNATURE):
        verify(SIGNED.statement, changed, [KEY.public])


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_whatever_bytes_come_the_answer_is_a_refusal(content: bytes) -> None:
    with pytest.raises(SignatureProblem):
        verify(content, SIGNED.signature, [KEY.public])
    with pytest.raises(SignatureProblem):
        verify_key(content, SIGNED.signature, [KEY.public])
    with pytest.raises(SignatureProblem):
        Signed.from_bytes(content)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(json.loads(SIGNED.statement))), json_values)
def test_a_field_with_another_value_is_refused_also_by_its_own_key(field: str, value: object) -> None:
    document = json.loads(SIGNED.statement)
    if document[field] == value and type(document[field]) is type(value):
        return
    content = json.dumps({**document, field: value}, sort_keys=True, separators=(",", ":")).encode()
    with pytest.raises(SignatureProblem):
        verify(content, SIGNED.signature, [KEY.public])


@pytest.mark.parametrize(
    "content",
    [
        SIGNED.statement.replace(b":1,", b": 1,"),
        SIGNED.statement.replace(b'"edition":', b'"edition":"other","edition":'),
        b" " + SIGNED.statement,
        SIGNED.statement.replace(b"kuusela/", b"\\u006buusela/"),
        json.dumps({**json.loads(SIGNED.statement), "more": 1}, sort_keys=True, separators=(",", ":")).encode(),
        b"[" * 2_000,
        b"1" * 4_000,
    ],
)
def test_another_writing_of_the_same_is_refused_even_when_signed(content: bytes) -> None:
    assert content != SIGNED.statement
    with refused(Refusal.FORM):
        verify(content, KEY.sign(content), [KEY.public])


@pytest.mark.parametrize(
    "change",
    [
        {"publisher": "ftp://digi.example/"},
        {"publisher": "https://"},
        {"publisher": "https://digi.example/ å"},
        {"toolkit": "../up"},
        {"edition": "a\nb"},
        {"edition": "x" * 101},
        {"number": 0},
        {"number": True},
        {"content_hash": "A" * 64},
        {"package_bytes": -1},
        {"published": "2026-02-30T10:00:00Z"},
        {"published": "2026-02-03 10:00:00"},
    ],
)
def test_what_no_reader_would_take_is_not_signed(change: dict[str, object]) -> None:
    with refused(Refusal.FORM):
        sign(replace(STATEMENT, **change), KEY)  # type: ignore[arg-type]


def test_the_statement_names_the_key_that_signs() -> None:
    with refused(Refusal.UNKNOWN_KEY):
        sign(STATEMENT, OTHER)
    with refused(Refusal.UNKNOWN_KEY):
        verify(SIGNED.statement, SIGNED.signature, [OTHER.public])
    with refused(Refusal.SIGNATURE):
        verify(SIGNED.statement, OTHER.sign(SIGNED.statement), [KEY.public])


def test_a_statement_of_one_kind_does_not_pass_for_the_other() -> None:
    vouched = sign(KeyStatement(PUBLISHER, OTHER.public.to_text(), MADE, KEY.public.id), KEY)
    with refused(Refusal.FORM):
        verify(vouched.statement, vouched.signature, [KEY.public])
    with refused(Refusal.FORM):
        verify_key(SIGNED.statement, SIGNED.signature, [KEY.public])


def test_too_much_is_refused_before_it_is_read() -> None:
    with refused(Refusal.SIZE):
        verify(b"{" * (LONGEST_STATEMENT + 1), SIGNED.signature, [KEY.public])
    with refused(Refusal.SIZE):
        Signed.from_bytes(b" " * (LONGEST_SIGNED + 1))


def vouched(*line: SigningKey, publisher: str = PUBLISHER) -> list[Signed]:
    return [
        sign(KeyStatement(publisher, new.public.to_text(), MADE, old.public.id), old) for old, new in pairwise(line)
    ]


@given(st.lists(keys, min_size=1, max_size=6, unique_by=lambda key: key.raw), st.data())
def test_keys_are_followed_from_any_of_them_to_the_newest_in_any_order(
    line: list[SigningKey], data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(line) - 1))
    vouchers = data.draw(st.permutations(vouched(*line)))
    assert follow(line[start].public, vouchers, PUBLISHER) == tuple(key.public for key in line[start:])


def test_a_key_with_two_heirs_is_refused() -> None:
    third = SigningKey(bytes(32))
    with refused(Refusal.TWO_HEIRS):
        follow(KEY.public, [*vouched(KEY, OTHER), *vouched(KEY, third)], PUBLISHER)


def test_a_voucher_of_another_publisher_is_refused() -> None:
    with refused(Refusal.OTHER_PUBLISHER):
        follow(KEY.public, vouched(KEY, OTHER, publisher="https://other.example/"), PUBLISHER)


def test_a_voucher_that_the_older_key_did_not_sign_is_refused() -> None:
    true = vouched(KEY, OTHER)[0]
    with refused(Refusal.SIGNATURE):
        follow(KEY.public, [Signed(true.statement, OTHER.sign(true.statement))], PUBLISHER)


def test_keys_that_vouch_in_a_circle_come_to_an_end() -> None:
    assert follow(KEY.public, vouched(KEY, OTHER, KEY), PUBLISHER) == (KEY.public, OTHER.public, KEY.public)


@given(st.binary(max_size=20))
def test_only_the_signed_bytes_are_the_package(package: bytes) -> None:
    check_package(STATEMENT, b"package")
    if package != b"package":
        with refused(Refusal.OTHER_PACKAGE):
            check_package(STATEMENT, package)


@every_toolkit
def test_only_the_toolkit_with_that_hash_is_the_edition(toolkit: Toolkit, other: Toolkit) -> None:
    statement = replace(STATEMENT, toolkit=toolkit.id, edition=toolkit.edition, content_hash=content_hash(toolkit))
    check_toolkit(statement, toolkit)
    if other != toolkit:
        with refused(Refusal.OTHER_TOOLKIT):
            check_toolkit(statement, other)


@given(keys)
def test_public_keys_are_written_and_read(key: SigningKey) -> None:
    assert PublicKey.from_text(key.public.to_text()) == key.public
    assert key.public.id == hashlib.sha256(key.public.raw).hexdigest()[:16]
    assert str(list(key.raw)) not in repr(key)
    assert repr(key) == "SigningKey()"


@pytest.mark.parametrize(
    "words", ["", "AAAA", None, 5, KEY.public.to_text()[:-1], KEY.public.to_text() + "\n", "ä" * 44]
)
def test_a_key_of_the_wrong_form_is_refused(words: object) -> None:
    with refused(Refusal.KEY):
        PublicKey.from_text(words)


def test_signatures_are_those_of_rfc_8032() -> None:
    # Section 7.1, test 1: an empty message.
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public.raw.hex() == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert base64.b64decode(key.sign(b"")).hex().startswith("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065")


def test_time_is_written_in_utc() -> None:
    helsinki = timezone(timedelta(hours=2))
    assert time_text(datetime(2026, 11, 25, 12, 0, 0, 999, tzinfo=helsinki)) == MADE


def test_every_refusal_has_its_words_in_three_languages() -> None:
    assert set(WORDS) == set(Refusal)
    assert all(text.languages == ("en", "fi", "sv") for text in WORDS.values())
