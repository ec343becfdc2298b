"""Documents that would go stale are held against the code they speak of."""

from __future__ import annotations

import importlib
import re
import tomllib
from argparse import ArgumentParser
from collections.abc import Iterator

import pytest
from django.core.management import get_commands, load_command_class

from digivuosi.__main__ import DJANGOS_OPTIONS, OWN_COMMANDS, help_text

from .repository import ROOT, SOURCE, code, named, our_apps, pyproject, short, tree

DOCS = ROOT / "docs"
IN_THE_ENVIRONMENT = r"\b(?:DIGIVUOSI_[A-Z_]+|DATABASE_URL)\b"


def own_commands() -> dict[str, str]:
    return {name: app for name, app in get_commands().items() if app.startswith("digivuosi.")}


def settings_read() -> set[str]:
    return set(re.findall(IN_THE_ENVIRONMENT, "\n".join(path.read_text(encoding="utf-8") for path in code())))


def test_every_setting_is_told_of_and_no_other() -> None:
    told = re.findall(rf"^\| `({IN_THE_ENVIRONMENT})` \|", (DOCS / "settings.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted(settings_read())


def test_settings_are_read_in_one_place() -> None:
    place = SOURCE / "config" / "settings.py"
    assert set(re.findall(IN_THE_ENVIRONMENT, place.read_text(encoding="utf-8"))) == settings_read()


def test_every_command_is_told_of_and_no_other() -> None:
    told = re.findall(r"^## `digivuosi (\S+)`$", (DOCS / "commands.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(told) == sorted({*own_commands(), "migrate"})


def test_help_lists_every_command_and_no_other() -> None:
    listed = [name for group in OWN_COMMANDS.values() for name in group]
    assert sorted(listed) == sorted({*own_commands(), "migrate"})
    assert "runserver" in help_text()


@pytest.mark.parametrize("name", sorted(own_commands()))
def test_a_commands_options_are_told_of(name: str) -> None:
    """Each option of a command of ours stands in its part of docs/commands.md."""
    command = load_command_class(own_commands()[name], name)
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    part = text.split(f"## `digivuosi {name}`", 1)[1].split("\n## ", 1)[0]
    own = set(options(command.create_parser("digivuosi", name))) - DJANGOS_OPTIONS - {"--help"}
    assert {option for option in own if f"`{option}" not in part} == set()


def options(parser: ArgumentParser) -> Iterator[str]:
    """The long options of a command and of its verbs."""
    for action in parser._actions:
        yield from (option for option in action.option_strings if option.startswith("--"))
        if isinstance(action.choices, dict):
            for verb in action.choices.values():
                yield from options(verb)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in named(".md"):
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                broken.append(f"{short(path)}: {target}")
    assert broken == []


def test_the_changelog_speaks_of_this_version() -> None:
    version = pyproject()["project"]["version"]
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", text, re.MULTILINE)
    assert f"softwareVersion: {version}\n" in (ROOT / "publiccode.yml").read_text(encoding="utf-8")


def words() -> list[list[str]]:
    """The rows of the glossary: code, English, suomi, svenska, what it is, where it lives."""
    lines = (DOCS / "words.md").read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")]


def test_words_live_where_the_glossary_says() -> None:
    lost = []
    for row in words():
        for place in re.findall(r"`([\w.]+)`", row[5]):
            module, name = place.rsplit(".", 1)
            if not hasattr(importlib.import_module(f"digivuosi.{module}"), name):
                lost.append(place)
    assert lost == []


def test_every_model_is_a_word_of_the_glossary() -> None:
    placed = {place.rsplit(".", 1)[-1] for row in words() for place in re.findall(r"`([\w.]+)`", row[5])}
    assert {model.__name__ for app in our_apps() for model in app.get_models()} - placed == set()


def test_every_word_has_its_three_languages() -> None:
    assert [row[0] for row in words() if len(row) != 6 or not all(row[:5])] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(path.name[:4]) for path in named(".md", under=DOCS / "decisions")]
    assert numbers == list(range(1, len(numbers) + 1))


def test_python_is_new_enough_everywhere_the_same() -> None:
    asked = pyproject()["project"]["requires-python"].removeprefix(">=")
    assert f"Python {asked}" in (ROOT / "run.py").read_text(encoding="utf-8")
    assert pyproject()["tool"]["ruff"]["target-version"] == "py" + asked.replace(".", "")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["mypy"]["python_version"] == asked
    assert tree(ROOT / "run.py").body
