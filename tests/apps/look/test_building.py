"""Fonts, static files and the steps of `digivuosi build`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont

from digivuosi.apps.look import building, fonts
from digivuosi.apps.look.finders import PackageFinder

LETTERS = "åäöÅÄÖšžŠŽáčđŋŧâõß–”…✓→0123456789"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only the smallest font: the others are made the same way."""
    folder = tmp_path_factory.mktemp("fonts")
    package, name = fonts.SOURCES["digivuosi-narrow-400.woff2"]
    return fonts.subset_font(fonts.package_folder(package) / "files" / name, folder / "narrow.woff2")


def test_the_font_has_our_letters(made: Path) -> None:
    with TTFont(made) as font:
        assert [letter for letter in LETTERS if ord(letter) not in font.getBestCmap()] == []


def test_the_font_goes_under_our_name(made: Path) -> None:
    """The licence keeps the maker's name for fonts that nobody has changed."""
    with TTFont(made) as font:
        names = {record.nameID: record.toUnicode() for record in font["name"].names}
    assert names[1] == fonts.FAMILY
    assert "Plex" not in names[4] + names[6]
    assert "Open Font License" in names[13]


def test_the_font_is_small(made: Path) -> None:
    assert made.stat().st_size < 40_000


@pytest.fixture
def build_folder(settings: Any, tmp_path: Path) -> Path:
    settings.BUILD_DIR = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    return tmp_path


def test_fonts_are_stale_until_all_are_made_from_this_recipe(build_folder: Path) -> None:
    assert fonts.stale()
    (build_folder / "fonts").mkdir()
    for name in fonts.font_files():
        (build_folder / "fonts" / name).write_bytes(b"font")
    (build_folder / "fonts" / "made-from").write_text(fonts.stamp())
    assert not fonts.stale()
    (build_folder / "fonts" / "made-from").write_text("an older package")
    assert fonts.stale()


def test_the_finder_serves_what_is_made_and_only_that(build_folder: Path) -> None:
    finder = PackageFinder()
    assert finder.find("look/fonts/LICENSE.txt") == []
    assert list(finder.list(None)) == []
    (build_folder / "fonts").mkdir()
    licence = build_folder / "fonts" / "LICENSE.txt"
    licence.write_text("SIL Open Font License")
    assert finder.find("look/fonts/LICENSE.txt") == str(licence)
    assert finder.find("look/fonts/LICENSE.txt", find_all=True) == [str(licence)]
    assert finder.find("look/fonts/../../secret") == []
    assert finder.find("look/fonts/made-from") == []
    assert [name for name, _ in finder.list(None)] == ["LICENSE.txt"]
    assert list(finder.list(["*.txt"])) == []


def test_static_files_are_collected_again_when_one_changes(build_folder: Path, monkeypatch: Any) -> None:
    calls: list[str] = []

    def collect() -> None:
        calls.append("collected")
        (build_folder / "static").mkdir(exist_ok=True)

    static = building.steps(collect=collect)[-1]
    assert static.stale()
    static.make()
    assert not static.stale()
    (build_folder / "fonts").mkdir()
    (build_folder / "fonts" / "LICENSE.txt").write_text("new")
    assert static.stale()
    assert calls == ["collected"]


def test_the_pages_scripts_come_from_packages_or_from_us() -> None:
    assert finders.find("django_htmx/htmx-2.min.js")
    assert finders.find("look/css/tokens.css")
