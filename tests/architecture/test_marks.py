"""Why a test stays away from a second database, or from every run, is the name of another test: that one exists."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
MARKS = {"one_database", "second_database", "thorough"}


def reasons(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Each mark with the words of its reason."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in MARKS:
            said = [part.value for given in call.args for part in ast.walk(given) if isinstance(part, ast.Constant)]
            yield call.func.attr, " ".join(word for word in said if isinstance(word, str))


def test_a_reason_names_tests_that_exist() -> None:
    trees = {path: ast.parse(path.read_text()) for path in TESTS.rglob("test_*.py")}
    known = {one.name for tree in trees.values() for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}
    files = {path.name.removesuffix(".py") for path in trees}
    found = [(path.name, mark, said) for path, tree in trees.items() for mark, said in reasons(tree)]
    assert {mark for _path, mark, _said in found} == MARKS, "the walk finds no marks"
    unknown = [
        f"{path}: {mark}: {name}"
        for path, mark, said in found
        for name in re.findall(r"\btest_\w+", said)
        if name not in known | files
    ]
    assert not unknown
