"""The secret key: given, or made once and kept beside the data, readable by its owner only."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def secret_key(given: str, data_dir: Path) -> str:
    """Return the given key, else the kept one, else make and keep a new one."""
    if given:
        return given
    kept = data_dir / "secret-key"
    try:
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return kept.read_text().strip()
