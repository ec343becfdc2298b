"""Small files with names that say what is in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .repository import ROOT, SOURCE, code, named, short, tree

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
DRAWERS = {"utils", "util", "common", "services", "service", "helpers", "helper", "misc", "tools", "shared"}
"""Names under which anything may lie, and sooner or later everything does."""


def test_files_are_short() -> None:
    long = {
        short(path): count
        for path in [*code(ROOT), *named(".html", ".css", ".js", under=SOURCE)]
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements inside, at any depth; no function is defined in the middle of an expression."""
    for name in ("body", "orelse", "handlers", "finalbody", "cases"):
        inner = getattr(node, name, ())
        for one in inner if isinstance(inner, list) else ():
            yield one
            yield from statements(one)


def test_functions_are_short() -> None:
    long = {
        f"{short(path)}:{node.lineno} {node.name}": count
        for path in code(ROOT)
        for node in statements(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (count := (node.end_lineno or node.lineno) - node.lineno + 1) > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_drawers() -> None:
    places = named(".py", under=SOURCE)
    assert [short(path) for path in places if DRAWERS & {path.stem, *path.relative_to(SOURCE).parts}] == []


def test_the_domain_explains_itself() -> None:
    silent = [short(path) for path in code(SOURCE / "domain") if not ast.get_docstring(tree(path)) and tree(path).body]
    assert silent == []
