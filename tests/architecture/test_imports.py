"""import-linter holds the layers (a stage of its own); here: that its contracts speak of all there is."""

from __future__ import annotations

import ast

from .repository import SOURCE, code, contract, heights, layer_names, our_apps, short, tree

CLOCK = {("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("time", "time")}


def test_every_app_has_its_place_in_the_line() -> None:
    line = contract("apps")["layers"]
    assert layer_names(line) == {app.label for app in our_apps()}


def test_every_app_is_held_to_the_layers_inside() -> None:
    assert set(contract("in-app")["containers"]) == {app.name for app in our_apps()}


def test_apps_stand_in_the_settings_from_the_lowest_up() -> None:
    # Templates, translations and start-up follow this order, so that an upper app may build on a lower one.
    labels = [app.label for app in our_apps()]
    assert labels == sorted(labels, key=heights(contract("apps")["layers"]).__getitem__)


def test_every_box_of_the_domain_has_its_place() -> None:
    boxes = {path.stem for path in (SOURCE / "domain").iterdir() if not path.name.startswith("_")}
    assert layer_names(contract("domain")["layers"]) == boxes


def test_the_domain_has_no_clock() -> None:
    """`today` is an argument, so that every day of the year can be tested on any day."""
    asked = [
        f"{short(path)}:{node.lineno}: {ast.unparse(node)}"
        for path in code(SOURCE / "domain")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute)
        and node.attr in {name for _module, name in CLOCK}
        and (ast.unparse(node.value).rsplit(".", 1)[-1], node.attr) in CLOCK
    ]
    assert asked == []
