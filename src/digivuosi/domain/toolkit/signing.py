"""A publisher's word about an edition, signed so that a reader elsewhere can check it.

A statement is canonical JSON: ASCII, keys in order, no space. The signature stands beside it and is of exactly those
bytes. Two kinds of statement: what an edition is (`digivuosi-edition/1`), and that an older key vouches for a newer
one (`digivuosi-key/1`). Ed25519 after RFC 8032, by the package `cryptography`; keys and signatures are base64 words.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, Self, TypeVar

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.signing_problems import Refusal, SignatureProblem
from digivuosi.domain.toolkit.toolkit import Toolkit

EDITION_FORMAT = "digivuosi-edition/1"
KEY_FORMAT = "digivuosi-key/1"
SIGNED_FORMAT = "digivuosi-signed/1"

LONGEST_STATEMENT = 4_096
"""Bytes. The longest sound one is under 1,500."""
LONGEST_SIGNED = 3 * LONGEST_STATEMENT
"""Bytes of a statement with its signature in one file."""
MOST_KEYS = 100
"""Keys of one publisher, the retired ones too: a key a year for a century."""
KEY_BYTES = 32
SIGNATURE_BYTES = 64
TIME = "%Y-%m-%dT%H:%M:%SZ"

ADDRESS = re.compile(r"https?://[!-~]{1,290}")
_NAME = re.compile(r"[^\x00-\x1f\x7f/\\\ud800-\udfff]{1,100}")
HASH = re.compile(r"[0-9a-f]{64}")
KEY_ID = re.compile(r"[0-9a-f]{16}")
TIME_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_MOST = 2**40


class Statement(Protocol):
    """Anything that is signed: canonical bytes, and the id of the key that signs."""

    @property
    def key(self) -> str: ...

    def to_bytes(self) -> bytes: ...

    @classmethod
    def from_bytes(cls, statement: bytes) -> Self: ...


S = TypeVar("S", bound=Statement)


@dataclass(frozen=True)
class PublicKey:
    """A key to check with; `raw` is 32 bytes."""

    raw: bytes

    @classmethod
    def from_text(cls, words: object) -> PublicKey:
        """Read the base64 form; raises SignatureProblem."""
        return cls(_decoded(words, KEY_BYTES))

    @property
    def id(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the key."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def to_text(self) -> str:
        return _encoded(self.raw)


@dataclass(frozen=True)
class SigningKey:
    """The secret half; `raw` is 32 bytes and is never printed."""

    raw: bytes = field(repr=False)

    @classmethod
    def new(cls) -> SigningKey:
        """Make a key from the system's own randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> PublicKey:
        return PublicKey(self._key.public_key().public_bytes_raw())

    def sign(self, statement: bytes) -> str:
        """Return the signature of the bytes, as base64."""
        return _encoded(self._key.sign(statement))

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.raw)


@dataclass(frozen=True)
class EditionStatement:
    """What a publisher says about one edition."""

    publisher: str
    """Public address of the provider, http or https."""
    toolkit: str
    """Id of the toolkit."""
    edition: str
    number: int
    """1, 2, 3 …: a reader who has seen 7 knows that 6 is old."""
    content_hash: str
    """Of the toolkit's document, see `documents.content_hash`."""
    package_sha256: str
    package_bytes: int
    published: str
    """Time in UTC, `2026-11-25T10:00:00Z`."""
    key: str
    """Id of the key that signs."""

    def to_bytes(self) -> bytes:
        """Return the bytes that are signed; raises SignatureProblem for values that no reader would take."""
        return statement_bytes(EDITION_FORMAT, asdict(self), _EDITION_FORMS)

    @classmethod
    def from_bytes(cls, statement: bytes) -> EditionStatement:
        """Read a statement whose signature has been checked; raises SignatureProblem."""
        return cls(**read_statement(statement, EDITION_FORMAT, _EDITION_FORMS))


@dataclass(frozen=True)
class KeyStatement:
    """That the holder of an older key names a newer one in its place."""

    publisher: str
    new_key: str
    """The newer public key, base64."""
    made: str
    """Time in UTC."""
    key: str
    """Id of the older key, which signs."""

    @property
    def public_key(self) -> PublicKey:
        return PublicKey.from_text(self.new_key)

    def to_bytes(self) -> bytes:
        return statement_bytes(KEY_FORMAT, asdict(self), _KEY_FORMS)

    @classmethod
    def from_bytes(cls, statement: bytes) -> KeyStatement:
        return cls(**read_statement(statement, KEY_FORMAT, _KEY_FORMS))


@dataclass(frozen=True)
class Signed:
    """A statement and its signature, as they travel in one file."""

    statement: bytes
    signature: str

    def to_document(self) -> dict[str, str]:
        """Return `{"format": …, "statement": the very text that was signed, "signature": base64}`."""
        return {"format": SIGNED_FORMAT, "statement": self.statement.decode(), "signature": self.signature}

    def to_bytes(self) -> bytes:
        return json.dumps(self.to_document(), indent=2).encode()

    @classmethod
    def from_document(cls, document: object) -> Signed:
        """Read what `to_document` wrote; nothing is verified yet. Raises SignatureProblem."""
        if not isinstance(document, Mapping) or set(document) != {"format", "statement", "signature"}:
            raise SignatureProblem(Refusal.FORM)
        statement, signature = document["statement"], document["signature"]
        if document["format"] != SIGNED_FORMAT or not isinstance(statement, str) or not isinstance(signature, str):
            raise SignatureProblem(Refusal.FORM)
        if len(statement) > LONGEST_STATEMENT:
            raise SignatureProblem(Refusal.SIZE)
        if not statement.isascii():
            raise SignatureProblem(Refusal.FORM)
        return cls(statement.encode(), signature)

    @classmethod
    def from_bytes(cls, content: bytes) -> Signed:
        if len(content) > LONGEST_SIGNED:
            raise SignatureProblem(Refusal.SIZE)
        return cls.from_document(read_json(content))


def sign(statement: Statement, key: SigningKey) -> Signed:
    """Sign a statement; raises SignatureProblem when it names another key than the one that signs."""
    if statement.key != key.public.id:
        raise SignatureProblem(Refusal.UNKNOWN_KEY)
    content = statement.to_bytes()
    return Signed(content, key.sign(content))


def verify(statement: bytes, signature: str, public_keys: Iterable[PublicKey]) -> EditionStatement:
    """Return what a publisher says about an edition, once one of the keys has signed exactly these bytes.

    Raises SignatureProblem; its `refusal` says which of the ways it was.
    """
    return verified(statement, signature, public_keys, EditionStatement)


def verify_key(statement: bytes, signature: str, public_keys: Iterable[PublicKey]) -> KeyStatement:
    """Return which newer key one of the given keys vouches for. Raises SignatureProblem."""
    return verified(statement, signature, public_keys, KeyStatement)


def follow(trusted: PublicKey, vouchers: Sequence[Signed], publisher: str) -> tuple[PublicKey, ...]:
    """Return the keys from the one a reader trusts to the newest, each vouched for by the one before.

    Vouchers by keys before the trusted one are passed over. Raises SignatureProblem when one is damaged, is of
    another publisher, or when one key vouches for two: that is what a stolen key looks like.
    """
    if len(vouchers) > MOST_KEYS:
        raise SignatureProblem(Refusal.SIZE)
    by_signer: dict[str, list[Signed]] = {}
    for voucher in vouchers:
        by_signer.setdefault(KeyStatement.from_bytes(voucher.statement).key, []).append(voucher)
    chain = [trusted]
    while found := by_signer.pop(chain[-1].id, []):
        said = {verify_key(one.statement, one.signature, chain[-1:]) for one in found}
        if len({statement.new_key for statement in said}) > 1:
            raise SignatureProblem(Refusal.TWO_HEIRS)
        if any(statement.publisher != publisher for statement in said):
            raise SignatureProblem(Refusal.OTHER_PUBLISHER)
        chain.append(said.pop().public_key)
    return tuple(chain)


def check_package(statement: EditionStatement, package: bytes) -> None:
    """Raise SignatureProblem unless these are the package's very bytes, before anything in it is read."""
    if len(package) != statement.package_bytes or hashlib.sha256(package).hexdigest() != statement.package_sha256:
        raise SignatureProblem(Refusal.OTHER_PACKAGE)


def check_toolkit(statement: EditionStatement, toolkit: Toolkit) -> None:
    """Raise SignatureProblem unless the toolkit that was read is the one the statement speaks of."""
    said = (statement.toolkit, statement.edition, statement.content_hash)
    if (toolkit.id, toolkit.edition, content_hash(toolkit)) != said:
        raise SignatureProblem(Refusal.OTHER_TOOLKIT)


def verified(statement: bytes, signature: str, public_keys: Iterable[PublicKey], kind: type[S]) -> S:
    """Return a statement of this kind, once one of the keys has signed exactly these bytes. Raises SignatureProblem."""
    if len(statement) > LONGEST_STATEMENT:
        raise SignatureProblem(Refusal.SIZE)
    said = kind.from_bytes(statement)
    key = next((one for one in public_keys if one.id == said.key), None)
    if key is None:
        raise SignatureProblem(Refusal.UNKNOWN_KEY)
    raw = _decoded(signature, SIGNATURE_BYTES)
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(raw, statement)
    except (InvalidSignature, ValueError):
        raise SignatureProblem(Refusal.SIGNATURE) from None
    return said


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode()


def statement_bytes(form: str, fields: dict[str, Any], forms: Mapping[str, Any]) -> bytes:
    """Return the canonical bytes of a statement; raises SignatureProblem for values that no reader would take."""
    content = _canonical({"format": form, **fields})
    read_statement(content, form, forms)
    return content


def read_statement(statement: bytes, form: str, forms: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a statement: each a text that its pattern matches, or a whole number where `int` stands."""
    if len(statement) > LONGEST_STATEMENT:
        raise SignatureProblem(Refusal.SIZE)
    document = read_json(statement)
    if not isinstance(document, dict) or document.pop("format", None) != form or set(document) != set(forms):
        raise SignatureProblem(Refusal.FORM)
    if not all(_fits(document[name], wanted) for name, wanted in forms.items()):
        raise SignatureProblem(Refusal.FORM)
    if _canonical({"format": form, **document}) != statement:
        # One meaning has one writing: what two readers could read in two ways is refused.
        raise SignatureProblem(Refusal.FORM)
    return document


def read_json(content: bytes) -> object:
    """Read JSON from elsewhere; raises SignatureProblem."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise SignatureProblem(Refusal.FORM) from None


def _fits(value: object, wanted: object) -> bool:
    if wanted is int:
        return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= _MOST
    if not isinstance(value, str) or not isinstance(wanted, re.Pattern) or not wanted.fullmatch(value):
        return False
    return wanted is not TIME_FORM or _is_time(value)


def _is_time(words: str) -> bool:
    try:
        datetime.strptime(words, TIME).replace(tzinfo=UTC)
    except ValueError:
        return False
    return True


def time_text(moment: datetime) -> str:
    """Return a moment as statements write it: UTC, whole seconds. `moment` must know its zone."""
    return moment.astimezone(UTC).strftime(TIME)


def _encoded(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _decoded(words: object, length: int) -> bytes:
    """Read base64 strictly: several writings of the same bytes would be several signatures."""
    try:
        raw = base64.b64decode(words.encode("ascii"), validate=True) if isinstance(words, str) else b""
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != length or _encoded(raw) != words:
        raise SignatureProblem(Refusal.SIGNATURE if length == SIGNATURE_BYTES else Refusal.KEY)
    return raw


_EDITION_FORMS: Mapping[str, Any] = {
    "publisher": ADDRESS,
    "toolkit": _NAME,
    "edition": _NAME,
    "number": int,
    "content_hash": HASH,
    "package_sha256": HASH,
    "package_bytes": int,
    "published": TIME_FORM,
    "key": KEY_ID,
}
_KEY_FORMS: Mapping[str, Any] = {
    "publisher": ADDRESS,
    "new_key": re.compile(r"[A-Za-z0-9+/]{43}="),
    "made": TIME_FORM,
    "key": KEY_ID,
}
