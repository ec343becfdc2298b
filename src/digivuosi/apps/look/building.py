"""The steps of `digivuosi build`: each knows whether it is stale and how to be made."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from digivuosi.apps.look import fonts, messages


@dataclass(frozen=True)
class Step:
    name: str
    stale: Callable[[], bool]
    make: Callable[[], object]


def steps(*, collect: Callable[[], None]) -> tuple[Step, ...]:
    """All steps in order; static files come last, since they hold the fonts."""

    def make_static() -> None:
        print_now = fingerprint()
        collect()
        _stamp().parent.mkdir(parents=True, exist_ok=True)
        _stamp().write_text(print_now)

    return (
        Step("Web fonts", fonts.stale, fonts.make),
        Step("Messages", messages.stale, messages.compile_all),
        Step("Static files", _static_stale, make_static),
    )


def fingerprint() -> str:
    """A short sum over every static file's name, size and time, and the storage that names them."""
    found: list[str] = [str(settings.STORAGES["staticfiles"]["BACKEND"])]
    for finder in get_finders():
        for path, storage in finder.list(None):
            file = Path(storage.path(path))
            status = file.stat()
            found.append(f"{path} {status.st_size} {status.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def _stamp() -> Path:
    return Path(settings.BUILD_DIR) / "static.made-from"


def _static_stale() -> bool:
    if not Path(settings.STATIC_ROOT or "").is_dir() or not _stamp().is_file():
        return True
    return _stamp().read_text() != fingerprint()
