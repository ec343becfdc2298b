"""A package is read and written, as folder and as zip, without losing anything."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from digivuosi.domain.toolkit.documents import to_document
from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.package import package_of, read_package, write_folder, write_zip
from digivuosi.domain.toolkit.schema import SCHEMA_FILE, schema
from digivuosi.domain.toolkit.toolkit import After, Level, Part, Span
from tests.domain.toolkit.packages import Texts, as_bytes, zipped

ROOT = Path(__file__).parents[3]


def test_a_package_is_read_with_its_defaults(small: Texts) -> None:
    package = read_package(zipped(small))
    survey = package.toolkit.measure("survey")
    summary = package.toolkit.measure("summary")
    assert survey is not None
    assert summary is not None
    assert package.toolkit.edition == "2026.1"
    assert package.toolkit.language == "fi"
    assert survey.responsible == (Part("mentor", 8.0),)
    assert survey.window == Span("october", "november")
    assert survey.recommended_time == Span("week 45", "week 45")
    assert survey.levels == (Level.SCHOOL,)
    assert survey.recommended
    assert summary.after == (After("survey", gap_days=2),)
    assert summary.days == 1


def test_materials_are_at_hand_and_hashed(small: Texts) -> None:
    package = read_package(zipped(small))
    agenda = package.toolkit.material("agenda")
    assert agenda is not None
    assert agenda.files(package.toolkit.languages) == ("materials/agenda.fi.md", "materials/agenda.sv.md")
    assert set(package.materials) == {"materials/agenda.fi.md", "materials/agenda.sv.md"}
    assert len(agenda.sha256) == 64


def test_a_zip_has_the_same_bytes_every_time(small: Texts) -> None:
    package = read_package(zipped(small))
    backwards = read_package(zipped(dict(reversed(small.items()))))
    assert write_zip(package) == write_zip(backwards) == write_zip(read_package(write_zip(package)))


def test_a_folder_keeps_every_byte(tmp_path: Path, small: Texts) -> None:
    small["themes.yaml"] = "# our themes\n" + small["themes.yaml"]
    small["README.md"] = "About\n"
    package = read_package(zipped(small))
    write_folder(package, tmp_path / "new/folder")
    again = read_package(tmp_path / "new/folder")
    assert again.toolkit == package.toolkit
    assert again.files == as_bytes(small)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["folder"]


def test_nothing_is_written_over(tmp_path: Path, small: Texts) -> None:
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(PackageProblem):
        write_folder(read_package(zipped(small)), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_written_toolkit_is_readable(small: Texts) -> None:
    package = read_package(zipped(small))
    files = package_of(package.toolkit, package.materials).files
    assert files["measures/summary.yaml"].decode() == (
        "key: summary\n"
        "title:\n  fi: Koonti\n  sv: Sammanställning\n"
        "purpose:\n  fi: Luvuista tulee puhetta.\n  sv: Siffrorna blir samtal.\n"
        "theme: support\n"
        "levels: [school]\n"
        "recommended: true\n"
        "responsible:\n- {role: mentor}\n"
        "window:\n  from: november\n  to: december\n"
        "days: 1\n"
        "repeat: every year\n"
        "after:\n- {measure: survey, gap_days: 2}\n"
    )
    assert b"sha256" not in files["materials.yaml"]


def test_every_error_of_the_form_is_in_the_problem(small: Texts) -> None:
    small["themes.yaml"] += "- key: [x]\n"
    small["measures/survey.yaml"] += "colour: red\n"
    with pytest.raises(PackageProblem) as problem:
        read_package(zipped(small))
    assert [(finding.file, finding.line) for finding in problem.value.findings] == [
        ("measures/survey.yaml", 15),
        ("themes.yaml", 7),
        ("themes.yaml", 7),
    ]
    assert "measures/survey.yaml:15: tuntematon kenttä ”colour”" in problem.value.shown("fi")


def test_the_published_schema_is_the_one_that_is_used() -> None:
    published = ROOT / "docs/schemas" / SCHEMA_FILE
    assert json.loads(published.read_text(encoding="utf-8")) == schema()
    Draft202012Validator.check_schema(schema())


def test_a_whole_document_fits_the_schema(small: Texts) -> None:
    Draft202012Validator(schema()).validate(to_document(read_package(zipped(small)).toolkit))
