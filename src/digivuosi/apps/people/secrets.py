"""Secrets that travel by mail; only their hashes are kept."""

from __future__ import annotations

import hashlib
import secrets


def new_secret() -> str:
    """A secret for an address; 256 bits, so that it cannot be guessed."""
    return secrets.token_urlsafe(32)


def hash_of(secret: str) -> str:
    """What is kept of a secret. Plain SHA-256 is enough, since the secret is random and long."""
    return hashlib.sha256(secret.encode()).hexdigest()
