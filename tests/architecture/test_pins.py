"""What is installed: every package with its reason, every version pinned, one list in two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from .repository import ROOT, pyproject

PINS = [line for line in (ROOT / "constraints.txt").read_text().splitlines() if line and not line.startswith("#")]


def pinned() -> set[str]:
    return {canonicalize_name(pin.split("==")[0]) for pin in PINS}


def needed(requirement: Requirement, seen: set[str]) -> Iterator[str]:
    """The names of a requirement and of all that it brings along here."""
    name = canonicalize_name(requirement.name)
    mark = f"{name}[{','.join(sorted(requirement.extras))}]"
    if mark in seen:
        return
    seen.add(mark)
    yield name
    try:
        lines = requires(name) or []
    except PackageNotFoundError:
        return
    for line in lines:
        part = Requirement(line)
        extras = requirement.extras or {""}
        if part.marker is None or any(part.marker.evaluate({"extra": extra}) for extra in extras):
            yield from needed(part, seen)


def direct() -> list[str]:
    project = pyproject()["project"]
    extras = project["optional-dependencies"]
    # What only a bench needs is not installed by the runner.
    return [*project["dependencies"], *extras["setup"], *extras["test"]]


def test_both_lists_of_pins_agree() -> None:
    assert pyproject()["tool"]["uv"]["constraint-dependencies"] == PINS


def test_pins_are_one_version_each_and_nothing_else() -> None:
    assert [pin for pin in PINS if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9._+!-]+", pin)] == []
    assert len(pinned()) == len(PINS)


def test_all_that_is_installed_is_pinned_and_no_more() -> None:
    seen: set[str] = set()
    names = {name for line in direct() for name in needed(Requirement(line), seen)}
    assert names - pinned() == set()
    assert pinned() - names == set()


def test_pins_are_what_pyproject_allows() -> None:
    versions = {canonicalize_name(name): version for name, version in (pin.split("==") for pin in PINS)}
    refused = [
        line
        for line in direct()
        if not Requirement(line).specifier.contains(versions[canonicalize_name(Requirement(line).name)])
    ]
    assert refused == []


def test_every_dependency_has_its_reason_beside_it() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    bare = [line for line in direct() if not re.search(rf'"{re.escape(line)}",\s+# \w', text)]
    assert bare == []
