"""What the tests of the house read: the repository's own files, and our part of Django's."""

from __future__ import annotations

import ast
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import AppConfig, apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "digivuosi"


@cache
def files() -> tuple[Path, ...]:
    """All files of the repository, those not yet committed too."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    paths = sorted({ROOT / name for name in listed.split("\0") if name})
    return tuple(path for path in paths if path.is_file())


def named(*endings: str, under: Path = ROOT) -> list[Path]:
    return [path for path in files() if path.suffix in endings and path.is_relative_to(under)]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def code(under: Path = SOURCE) -> list[Path]:
    """Python files that people write; migrations are Django's."""
    return [path for path in named(".py", under=under) if "migrations" not in path.parts]


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def contract(name: str) -> dict[str, Any]:
    """One contract of import-linter, by its id."""
    return next(one for one in pyproject()["tool"]["importlinter"]["contracts"] if one["id"] == name)


def our_apps() -> Iterator[AppConfig]:
    return (app for app in apps.get_app_configs() if app.name.startswith("digivuosi."))


def layer_names(lines: list[str]) -> set[str]:
    """The modules of a contract's layers, without the signs between them."""
    return {name.strip(" ()") for line in lines for name in line.replace(":", "|").split("|")}


def heights(layers: list[str]) -> dict[str, int]:
    """Each name with its height, the lowest layer being 0; names side by side (`a | b`) have the same."""
    return {name: height for height, layer in enumerate(reversed(layers)) for name in layer_names([layer])}
