"""Static files that come from installed packages: the fonts of our pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from digivuosi.apps.look.fonts import PREFIX, build_folder, font_files


class PackageFinder(BaseFinder):
    """Serves `look/fonts/…` from the folder where `digivuosi build` makes the web fonts."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        found = [str(file) for name, file in self._files() if f"{PREFIX}{name}" == path]
        if find_all or kwargs.get("all"):
            return found
        # Django asks the next finder when the answer is an empty list.
        return found[0] if found else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for name, file in self._files():
            if not matches_patterns(name, list(ignore_patterns or ())):
                storage = FileSystemStorage(location=file.parent)
                storage.prefix = PREFIX.rstrip("/")  # type: ignore[attr-defined]
                yield name, storage

    def _files(self) -> Iterator[tuple[str, Path]]:
        for name in font_files():
            file = build_folder() / name
            if file.is_file():
                yield name, file
