"""Why a test stays away from a second database, or from every run, is the name of another test, which does not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent.parent
MARKS = {"one_database", "second_database", "thorough"}
Known = dict[str, list[set[str]]]


def marks_in(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """Each mark with the words of its reason."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in MARKS:
            said = [part.value for given in call.args for part in ast.walk(given) if isinstance(part, ast.Constant)]
            yield call.func.attr, " ".join(word for word in said if isinstance(word, str))


def named_marks(tree: ast.Module) -> dict[str, set[str]]:
    """The marks that a file gave names to."""
    given = [one for one in tree.body if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name)]
    return {one.targets[0].id: {mark for mark, _said in marks_in(one.value)} for one in given}  # type: ignore[attr-defined]


def marked_tests(tree: ast.Module) -> Iterator[tuple[str, set[str]]]:
    """Each test with the marks of itself, its class and its file."""
    named = named_marks(tree)

    def of(some: list[ast.expr]) -> set[str]:
        found = {mark for one in some for mark, _said in marks_in(one)}
        return found.union(
            *(named.get(part.id, set()) for one in some for part in ast.walk(one) if isinstance(part, ast.Name))
        )

    everywhere = named.get("pytestmark", set())
    for one in tree.body:
        inside = one.body if isinstance(one, ast.ClassDef) else [one]
        shared = everywhere | (of(one.decorator_list) if isinstance(one, ast.ClassDef) else set())
        yield from (
            (test.name, shared | of(test.decorator_list)) for test in inside if isinstance(test, ast.FunctionDef)
        )


def wrong_with(mark: str, said: str, known: Known, files: set[str]) -> str:
    names = re.findall(r"\btest_\w+", said)
    if unknown := [name for name in names if name not in known and name not in files]:
        return f"there is no {unknown[0]}"
    asked = [marks for name in names for marks in known.get(name, [])]
    if mark == "one_database" and asked and all("one_database" in marks for marks in asked):
        return f"{names} ask one database too"
    return ""


def test_what_a_reason_names_is_asked_where_the_marked_test_is_not() -> None:
    trees = {path: ast.parse(path.read_text()) for path in sorted(TESTS.rglob("test_*.py"))}
    known: Known = {}
    for tree in trees.values():
        for name, marks in marked_tests(tree):
            known.setdefault(name, []).append(marks)
    found = [(path, mark, said) for path, tree in trees.items() for mark, said in marks_in(tree)]
    assert {mark for _path, mark, _said in found} == MARKS, "the walk finds no marks"
    assert any("one_database" in marks for some in known.values() for marks in some), "the walk finds no marked test"
    files = {path.stem for path in trees}
    wrong = [
        f"{path.relative_to(TESTS)}: {said}: {problem}"
        for path, mark, said in found
        if (problem := wrong_with(mark, said, known, files))
    ]
    assert not wrong
