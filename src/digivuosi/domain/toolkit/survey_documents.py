"""The surveys of a toolkit's document: one reader for each list."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from digivuosi.domain.toolkit.document_reader import MISSING, DocumentProblem, Reader
from digivuosi.domain.toolkit.surveys import (
    STEPS,
    Branch,
    BranchKind,
    FrameworkArea,
    Scale,
    Section,
    Statement,
    StatementKind,
    Survey,
)


def _framework(reader: Reader) -> FrameworkArea:
    return FrameworkArea(
        key=reader.take("key", str),
        framework=reader.take("framework", str),
        code=reader.take("code", str),
        title=reader.text("title"),
        needs=reader.keys("needs"),
    )


def _scale(reader: Reader) -> Scale:
    steps = {name: reader.text(name) for name in STEPS}
    return Scale(key=reader.take("key", str), title=reader.text("title"), unknown=reader.text("unknown"), **steps)


def _branch(reader: Reader) -> Branch:
    return Branch(
        key=reader.take("key", str),
        kind=reader.choice("kind", BranchKind),
        title=reader.text("title"),
        place=reader.take("place", int, 0),
    )


def _survey(reader: Reader) -> Survey:
    window = reader.span("window")
    if window is None:
        raise DocumentProblem(f"{reader.where}.window", MISSING)
    return Survey(
        key=reader.take("key", str),
        title=reader.text("title"),
        purpose=reader.text("purpose"),
        audience=reader.take("audience", str),
        window=window,
        minutes=reader.take("minutes", int, 10),
        measure=reader.take("measure", str, ""),
        description=reader.text("description"),
    )


def _section(reader: Reader) -> Section:
    return Section(
        key=reader.take("key", str),
        survey=reader.take("survey", str),
        title=reader.text("title"),
        place=reader.take("place", int, 0),
        description=reader.text("description"),
        branches=reader.keys("branches"),
    )


def _statement(reader: Reader) -> Statement:
    return Statement(
        key=reader.take("key", str),
        section=reader.take("section", str),
        text=reader.text("text"),
        place=reader.take("place", int, 0),
        kind=reader.choice("kind", StatementKind, StatementKind.SCALE),
        scale=reader.take("scale", str, ""),
        need=reader.take("need", str, ""),
        branches=reader.keys("branches"),
        frameworks=reader.keys("frameworks"),
        description=reader.text("description"),
    )


READERS: Mapping[str, Callable[[Reader], Any]] = {
    "frameworks": _framework,
    "scales": _scale,
    "branches": _branch,
    "surveys": _survey,
    "sections": _section,
    "statements": _statement,
}
