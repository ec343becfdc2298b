"""A signed letter from one municipality's server to another's: that a toolkit was copied, or a change suggested.

The letter is a statement (`signing`) about who writes to whom, with the hash of the text that lies beside it. The
signature is by the key that the sender publishes at its public address, so that whoever speaks for the address is
who signed. A letter is good once (its number is higher than of the one before) and for a short while.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.signing import (
    ADDRESS,
    HASH,
    KEY_ID,
    TIME,
    TIME_FORM,
    PublicKey,
    Signed,
    SigningKey,
    read_json,
    read_statement,
    sign,
    statement_bytes,
    time_text,
    verified,
)
from digivuosi.domain.toolkit.signing_problems import SignatureProblem
from digivuosi.domain.toolkit.suggestions import LARGEST

FORMAT = "digivuosi-letter/1"
ENVELOPE = "digivuosi-envelope/1"
COPY = "digivuosi-copy/1"
LONGEST_BODY = LARGEST
"""Bytes of the text that a letter brings."""
LONGEST_LETTER = 3 * LONGEST_BODY
"""Bytes of the letter as it travels: a text in JSON may be written with an escape for each letter."""
GOOD_FOR = timedelta(days=2)
AHEAD = timedelta(hours=1)
"""How much the sender's clock may be ahead of ours."""


class Kind(StrEnum):
    COPY = "copy"
    WITHDRAWAL = "withdrawal"
    SUGGESTION = "suggestion"


class LetterRefusal(StrEnum):
    UNSIGNED = "unsigned"
    FORM = "form"
    SIZE = "size"
    OTHER_RECEIVER = "other-receiver"
    OTHER_BODY = "other-body"
    OLD = "old"
    REPLAYED = "replayed"
    OTHER_SENDER = "other-sender"


WORDS = {
    LetterRefusal.UNSIGNED: Text.of(
        fi="Viestiä ei ole allekirjoitettu, joten sitä ei otettu vastaan.",
        sv="Meddelandet är inte undertecknat och togs inte emot.",
        en="The message is not signed, so it was not taken.",
    ),
    LetterRefusal.FORM: Text.of(
        fi="Viesti on väärän muotoinen tai vioittunut. Sitä ei otettu vastaan.",
        sv="Meddelandet har fel form eller är skadat. Det togs inte emot.",
        en="The message has the wrong form or is damaged. It was not taken.",
    ),
    LetterRefusal.SIZE: Text.of(
        fi="Viesti on liian suuri. Sitä ei otettu vastaan.",
        sv="Meddelandet är för stort. Det togs inte emot.",
        en="The message is too large. It was not taken.",
    ),
    LetterRefusal.OTHER_RECEIVER: Text.of(
        fi="Viesti on osoitettu muulle vastaanottajalle.",
        sv="Meddelandet är riktat till en annan mottagare.",
        en="The message is addressed to another receiver.",
    ),
    LetterRefusal.OTHER_BODY: Text.of(
        fi="Viestin sisältö ei ole se, jonka lähettäjä allekirjoitti.",
        sv="Meddelandets innehåll är inte det som avsändaren undertecknade.",
        en="The content of the message is not what its sender signed.",
    ),
    LetterRefusal.OLD: Text.of(
        fi="Viesti on allekirjoitettu liian kauan sitten, tai lähettäjän kello on väärässä.",
        sv="Meddelandet undertecknades för länge sedan, eller avsändarens klocka går fel.",
        en="The message was signed too long ago, or the sender's clock is wrong.",
    ),
    LetterRefusal.REPLAYED: Text.of(
        fi="Tämä viesti tai uudempi on jo tullut. Samaa ei oteta toista kertaa.",
        sv="Det här meddelandet eller ett nyare har redan kommit. Det tas inte emot två gånger.",
        en="This message, or a newer one, has come already. It is not taken twice.",
    ),
    LetterRefusal.OTHER_SENDER: Text.of(
        fi="Lähettäjän osoitteessa on jonkun muun avaimet.",
        sv="På avsändarens adress finns någon annans nycklar.",
        en="The keys at the sender's address are somebody else's.",
    ),
}


class LetterProblem(ValueError):
    """A letter that is not taken; `message` says why, to a person."""

    def __init__(self, refusal: LetterRefusal) -> None:
        self.refusal, self.message = refusal, WORDS[refusal]
        super().__init__(self.message.get("en"))


@dataclass(frozen=True)
class LetterStatement:
    """Who writes what to whom."""

    kind: str
    sender: str
    """Public address of the provider that writes, http or https; its keys are at `keys.json` below it."""
    name: str
    """What the sender is called."""
    receiver: str
    """Public address of the provider that it is for."""
    body_sha256: str
    number: int
    """Higher in each letter of a sender than in the one before."""
    sent: str
    """Time in UTC, `2026-11-25T10:00:00Z`."""
    key: str
    """Id of the key that signs."""

    def to_bytes(self) -> bytes:
        """Return the bytes that are signed; raises SignatureProblem for values that no reader would take."""
        return statement_bytes(FORMAT, asdict(self), _FORMS)

    @classmethod
    def from_bytes(cls, statement: bytes) -> LetterStatement:
        return cls(**read_statement(statement, FORMAT, _FORMS))

    @property
    def sent_at(self) -> datetime:
        return datetime.strptime(self.sent, TIME).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Letter:
    """A letter as it travels; `said` is believed once `verify` has been."""

    signed: Signed
    body: str
    said: LetterStatement

    def to_bytes(self) -> bytes:
        """Return `{"format", "signed": {…}, "body": "…"}`."""
        told = {"format": ENVELOPE, "signed": self.signed.to_document(), "body": self.body}
        return json.dumps(told, ensure_ascii=False).encode()

    def verify(self, keys: Iterable[PublicKey]) -> LetterStatement:
        """Return what was said, once one of the keys has signed it. Raises SignatureProblem."""
        return verified(self.signed.statement, self.signed.signature, keys, LetterStatement)


def write_letter(
    kind: Kind, body: str, *, sender: str, name: str, receiver: str, number: int, sent: datetime, key: SigningKey
) -> Letter:
    """Write and sign a letter; raises SignatureProblem for values that no reader would take."""
    plain = "".join(c if c.isprintable() else " " for c in name).strip()[:LONGEST_NAME] or "?"
    said = LetterStatement(
        kind.value, sender, plain, receiver, _hash(body), number, time_text(sent), key.public.id
    )  # fmt: skip
    return Letter(sign(said, key), body, said)


def read_letter(content: bytes, *, receiver: str, now: datetime) -> Letter:
    """Read a letter to `receiver` and check all that can be checked without its sender's key. Raises LetterProblem."""
    if len(content) > LONGEST_LETTER:
        raise LetterProblem(LetterRefusal.SIZE)
    try:
        document = read_json(content)
    except SignatureProblem as problem:
        raise LetterProblem(LetterRefusal.FORM) from problem
    if not isinstance(document, Mapping):
        raise LetterProblem(LetterRefusal.FORM)
    if "signed" not in document:
        raise LetterProblem(LetterRefusal.UNSIGNED)
    if set(document) != {"format", "signed", "body"} or document["format"] != ENVELOPE:
        raise LetterProblem(LetterRefusal.FORM)
    letter = _opened(document)
    if letter.said.receiver != receiver:
        raise LetterProblem(LetterRefusal.OTHER_RECEIVER)
    if not -AHEAD <= now - letter.said.sent_at <= GOOD_FOR:
        raise LetterProblem(LetterRefusal.OLD)
    return letter


def _opened(document: Mapping[str, Any]) -> Letter:
    body = document["body"]
    if not isinstance(body, str):
        raise LetterProblem(LetterRefusal.FORM)
    try:
        if len(body.encode()) > LONGEST_BODY:
            raise LetterProblem(LetterRefusal.SIZE)
        signed = Signed.from_document(document["signed"])
        said = LetterStatement.from_bytes(signed.statement)
    except (SignatureProblem, UnicodeEncodeError) as problem:
        raise LetterProblem(LetterRefusal.FORM) from problem
    if said.body_sha256 != _hash(body):
        raise LetterProblem(LetterRefusal.OTHER_BODY)
    return Letter(signed, body, said)


@dataclass(frozen=True)
class CopyNote:
    """What a letter about a copy says: which toolkit, and in which edition it is now."""

    toolkit: str
    edition: str

    def to_text(self) -> str:
        return json.dumps({"format": COPY, "toolkit": self.toolkit, "edition": self.edition}, ensure_ascii=False)

    @classmethod
    def from_text(cls, words: str) -> CopyNote:
        """Read the body of a letter; raises LetterProblem."""
        try:
            document = read_json(words.encode())
        except (SignatureProblem, UnicodeEncodeError) as problem:
            raise LetterProblem(LetterRefusal.FORM) from problem
        if not isinstance(document, Mapping) or set(document) != {"format", "toolkit", "edition"}:
            raise LetterProblem(LetterRefusal.FORM)
        toolkit, edition = document["toolkit"], document["edition"]
        fits = all(isinstance(one, str) and _WORD.fullmatch(one) for one in (toolkit, edition))
        if document["format"] != COPY or not fits:
            raise LetterProblem(LetterRefusal.FORM)
        return cls(toolkit, edition)


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


LONGEST_NAME = 200
_WORD = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]{1,100}")
_FORMS: Mapping[str, Any] = {
    "kind": re.compile("|".join(kind.value for kind in Kind)),
    "sender": ADDRESS,
    "name": re.compile(rf"[^\x00-\x1f\x7f\ud800-\udfff]{{1,{LONGEST_NAME}}}"),
    "receiver": ADDRESS,
    "body_sha256": HASH,
    "number": int,
    "sent": TIME_FORM,
    "key": KEY_ID,
}
