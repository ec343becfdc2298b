"""The keys of a publisher as they are given to readers: the document of `keys.json`.

A reader who has met the publisher before trusts the key it knows and follows the vouchers from there
(`signing.follow`); one who has not begins with the newest, once somebody has compared its id with the
publisher's own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from digivuosi.domain.toolkit.signing import PublicKey, Signed

KEYS_FORMAT = "digivuosi-keys/1"


def keys_document(publisher: str, keys: Sequence[PublicKey], vouchers: Iterable[Signed]) -> dict[str, Any]:
    """Return `{"format", "publisher", "keys": [{"id", "key"}], "vouchers": [signed …]}`.

    `keys` stand with the one in use first, the retired ones after it; each voucher is an older key's word for the one
    after it. `key` is the public key, 32 bytes in base64; `id` is the first 16 hexadecimal digits of its SHA-256.
    """
    return {
        "format": KEYS_FORMAT,
        "publisher": publisher,
        "keys": [{"id": key.id, "key": key.to_text()} for key in keys],
        "vouchers": [voucher.to_document() for voucher in vouchers],
    }
