"""What must not stand in the repository: places of somebody's machine, registries, unfinished work."""

from __future__ import annotations

import re

import pytest

from .repository import ROOT, files, short

FORBIDDEN = {
    "a folder of somebody's machine": r"(?<![\w./:-])/(?:root|Users/\w+|home/\w+|work)/\w",
    "a registry's address": r"files\.pythonhosted\.org|pypi\.org/simple|registry\.npmjs\.org|--(?:extra-)?index-url",
    "unfinished work": r"\b(?:TODO|FIX" r"ME|XXX)\b",
}
NEVER = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "package-lock.json", ".env", "db.sqlite3"}
LARGEST = 1_000_000


@pytest.mark.parametrize("what", FORBIDDEN)
def test_text_holds_no(what: str) -> None:
    pattern = re.compile(FORBIDDEN[what])
    found = []
    for path in files():
        if path.name == "test_repository.py":
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        found += [f"{short(path)}:{number}" for number, line in enumerate(lines, 1) if pattern.search(line)]
    assert found == []


def test_no_lock_files_nor_databases() -> None:
    assert [short(path) for path in files() if path.name in NEVER] == []


def test_no_large_files() -> None:
    assert [short(path) for path in files() if path.stat().st_size > LARGEST] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "15.Applicable Law" in text.replace("15. ", "15.")
    assert "Appendix" in text
