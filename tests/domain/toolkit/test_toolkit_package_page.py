"""The page docs/toolkit-package.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

from digivuosi.domain.toolkit import contents, positions, sources
from digivuosi.domain.toolkit.checking import examine, suggested_calendars
from digivuosi.domain.toolkit.checks.materials import ALLOWED
from digivuosi.domain.toolkit.contents import HEAD_FILE, LIST_FILES
from digivuosi.domain.toolkit.schema import schema
from digivuosi.domain.toolkit.toolkit import RoleKind
from tests.domain.toolkit.packages import found, zipped

PAGE = (Path(__file__).parents[3] / "docs" / "toolkit-package.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^```(?:yaml|markdown)\n(?:# |<!-- )(\S+?)(?: -->)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MEASURE = "measures/autumn-survey.yaml"
FILES = dict(EXAMPLE.findall(PAGE))


def test_the_examples_are_a_sound_package() -> None:
    examined = examine(zipped(FILES), suggested_calendars(2026))
    assert examined.findings == ()
    assert examined.package is not None
    assert [measure.key for measure in examined.package.toolkit.measures] == ["autumn-survey", "survey-summary"]


def test_every_example_is_read() -> None:
    assert len(FILES) == len(re.findall(r"^```(?:yaml|markdown)$", PAGE, re.MULTILINE))
    assert {HEAD_FILE, *LIST_FILES} <= set(FILES)


def test_the_example_of_the_checkers_words_is_true() -> None:
    files = {**FILES, MEASURE: FILES[MEASURE].replace("theme: needs", "theme: need")}
    (finding,) = found(files)
    assert finding.shown("fi") in PAGE


def test_every_field_of_the_schema_is_told_of() -> None:
    fields = {name for part in schema()["$defs"].values() for name in part.get("properties", ())}
    assert {name for name in fields if f"`{name}`" not in PAGE and f"{name}:" not in PAGE} == set()


def test_kinds_and_file_types_are_told_of() -> None:
    assert {kind.value for kind in RoleKind if f"`{kind.value}`" not in PAGE} == set()
    assert {suffix for suffix in ALLOWED if f"`{suffix}`" not in PAGE} == set()


def test_the_limits_are_the_programs() -> None:
    table = PAGE.split("| What | At most |\n|---|---|\n")[1].split("\n\n")[0]
    limits = [row.split("|")[2].strip() for row in table.split("\n")]
    assert limits == [
        f"{sources.MAX_TOTAL // sources.MB} MB",
        f"{sources.MAX_TEXT // sources.MB} MB",
        f"{sources.MAX_MATERIAL // sources.MB} MB",
        str(sources.MAX_FILES),
        str(positions.MAX_VALUES),
        str(contents.MAX_VALUES),
        str(contents.MAX_ITEMS),
        str(positions.MAX_DEPTH),
    ]
    assert f"tighter than {sources.MAX_RATIO} to 1" in PAGE
