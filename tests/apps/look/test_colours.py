"""The colours: readable in both modes, apart without hue, and the same as the wheel's and the poster's."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from digivuosi.apps import look
from digivuosi.domain.wheel import palette

CSS = Path(look.__file__).parent / "static" / "look" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")
BLOCK = re.compile(r"(:root[^{}]*)\{([^{}]*)\}")
TEXT = 4.5
MARK = 3.0


def blocks() -> list[dict[str, str]]:
    """The custom properties of each list of tokens that names the paper: light, dark by wish, dark by choice."""
    found = [dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", body)) for _, body in BLOCK.findall(TOKENS)]
    return [colours for colours in found if "paper" in colours]


LIGHT, DARK, CHOSEN_DARK = blocks()
MODES = pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])


def test_dark_by_the_device_and_by_choice_are_the_same() -> None:
    assert DARK == CHOSEN_DARK


def test_both_modes_have_the_same_tokens() -> None:
    assert LIGHT.keys() == DARK.keys()


@MODES
@pytest.mark.parametrize("words", ["ink", "ink-2", "ok", "warn", "error", "info"])
@pytest.mark.parametrize("ground", ["paper", "paper-2"])
def test_words_on_paper(colours: dict[str, str], words: str, ground: str) -> None:
    assert palette.contrast(colours[words], colours[ground]) >= TEXT


@MODES
@pytest.mark.parametrize("state", ["ok", "warn", "error", "info"])
def test_words_on_the_ground_of_a_state(colours: dict[str, str], state: str) -> None:
    assert palette.contrast(colours[state], colours[f"{state}-ground"]) >= TEXT
    assert palette.contrast(colours["ink"], colours[f"{state}-ground"]) >= TEXT


@MODES
@pytest.mark.parametrize("number", range(1, 9))
def test_words_on_a_theme(colours: dict[str, str], number: int) -> None:
    assert palette.contrast(colours[f"theme-{number}"], colours[f"on-theme-{number}"]) >= TEXT


@MODES
@pytest.mark.parametrize("step", range(1, 6))
def test_numbers_on_heat(colours: dict[str, str], step: int) -> None:
    assert palette.contrast(colours[f"heat-{step}"], colours[f"on-heat-{step}"]) >= TEXT


@MODES
@pytest.mark.parametrize("mark", ["line-strong", "focus"])
def test_edges_of_what_can_be_pressed(colours: dict[str, str], mark: str) -> None:
    assert palette.contrast(colours[mark], colours["paper"]) >= MARK


def test_the_themes_are_those_of_the_wheel_and_the_poster() -> None:
    assert tuple(LIGHT[f"theme-{number}"] for number in range(1, 9)) == palette.THEMES
    assert (LIGHT["paper"], LIGHT["ink"]) == (palette.PAPER, palette.INK)
    assert [LIGHT[f"on-theme-{n}"] for n in range(1, 9)] == [palette.text_on(c) for c in palette.THEMES]


@MODES
@pytest.mark.parametrize("scale", ["theme", "heat"])
def test_steps_stay_apart_in_grey(colours: dict[str, str], scale: str) -> None:
    numbers = range(1, 9 if scale == "theme" else 6)
    steps = sorted(palette.lightness(colours[f"{scale}-{number}"]) for number in numbers)
    assert all(upper - lower >= 5 for lower, upper in pairwise(steps))


def test_colours_stand_in_the_tokens_only() -> None:
    """A colour written elsewhere would not go dark with the page; print.css is white paper on purpose."""
    free = {
        file.name: found
        for file in CSS.glob("*.css")
        if file.name not in {"tokens.css", "print.css"}
        and (
            found := re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[^{}]*;)|\brgba?\(|\bhsla?\(", file.read_text(encoding="utf-8"))
        )
    }
    assert free == {}


def test_every_token_in_use_exists() -> None:
    sheets = [file.read_text(encoding="utf-8") for file in CSS.glob("*.css")]
    defined = {name for sheet in sheets for name in re.findall(r"(?m)^\s*--([\w-]+):", sheet)}
    used = {name for sheet in sheets for name in re.findall(r"var\(--([\w-]+)\)", sheet)}
    assert used - defined == set()
