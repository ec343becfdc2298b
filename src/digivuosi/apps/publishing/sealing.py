"""Secret keys are kept encrypted, so that a copy of the database alone cannot sign.

The key of the encryption is made from the server's secret key (HKDF, RFC 5869), which lies outside the database.
Whoever has both can sign; whoever loses the secret key can open none of them, and starts new ones.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.encoding import force_bytes

from digivuosi.domain.toolkit.signing import KEY_BYTES, SigningKey

PURPOSE = b"digivuosi publisher keys 1"


class CannotOpen(Exception):
    """The key was sealed with another secret key than the server has now."""


def seal(key: SigningKey) -> bytes:
    return _box().encrypt(key.raw)


def unseal(sealed: bytes | memoryview) -> SigningKey:
    """Open what `seal` made, also with a secret key that Django keeps as a fallback. Raises CannotOpen."""
    try:
        raw = _box().decrypt(bytes(sealed))
    except InvalidToken:
        raise CannotOpen from None
    if len(raw) != KEY_BYTES:
        raise CannotOpen
    return SigningKey(raw)


def _box() -> MultiFernet:
    return MultiFernet([_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(secret: str | bytes) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(force_bytes(secret))
    return Fernet(base64.urlsafe_b64encode(made))
