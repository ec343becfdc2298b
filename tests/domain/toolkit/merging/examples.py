"""A small package and what becomes of it when words in its files are exchanged."""

from __future__ import annotations

from digivuosi.domain.toolkit.merging.places import Side, side_of
from digivuosi.domain.toolkit.package import read_package
from tests.domain.toolkit.packages import SMALL, zipped

STEPS = """\
steps:
  fi: |
    1. Lähetä kutsu.
    2. Muistuta viikon kuluttua.
    3. Kiitä kaikkia.
  sv: |
    1. Skicka inbjudan.
    2. Påminn efter en vecka.
    3. Tacka alla.
"""
NEW = """\
key: new
title: {fi: Uusi, sv: Ny}
purpose: {fi: Siksi., sv: Därför.}
theme: needs
window: november
responsible:
- {role: mentor}
"""
FILES = {**SMALL, "measures/survey.yaml": SMALL["measures/survey.yaml"] + STEPS}


def files(*exchanges: tuple[str, str], **more: str) -> dict[str, str]:
    """The package's files with words exchanged wherever they stand; each must stand somewhere."""
    made = dict(FILES)
    for old, new in exchanges:
        assert any(old in text for text in made.values()), old
        made = {path: text.replace(old, new) for path, text in made.items()}
    return {**made, **more}


def edited(*exchanges: tuple[str, str]) -> Side:
    return side_of(read_package(zipped(files(*exchanges))))


def without(path: str, *exchanges: tuple[str, str]) -> Side:
    """The package without one of its files."""
    made = files(*exchanges)
    del made[path]
    return side_of(read_package(zipped(made)))


def renamed(*exchanges: tuple[str, str], to: str = "poll") -> Side:
    """The package with the survey under a new key, and everything that names it."""
    keys = (("key: survey", f"key: {to}"), ("measure: survey", f"measure: {to}"), ("[survey]", f"[{to}]"))
    made = files(*keys, *exchanges)
    made[f"measures/{to}.yaml"] = made.pop("measures/survey.yaml")
    return side_of(read_package(zipped(made)))


def with_files(more: dict[str, str], *exchanges: tuple[str, str]) -> Side:
    return side_of(read_package(zipped({**files(*exchanges), **more})))


BASE = edited()
