"""The command `digivuosi toolkit` works on files alone: it needs no database."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.schoolyear.files import write_calendar
from tests.domain.toolkit.packages import SMALL, as_bytes, zipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kuusela"
    for path, content in as_bytes(SMALL).items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(content)
    return made


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Return the exit code, the output and what was said beside it."""
    out, beside = StringIO(), StringIO()
    try:
        call_command("toolkit", *map(str, arguments), stdout=out, stderr=beside)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), beside.getvalue()
    except CommandError as problem:
        return problem.returncode, out.getvalue(), str(problem)
    return 0, out.getvalue(), beside.getvalue()


def break_theme(folder: Path) -> None:
    survey = folder / "measures/survey.yaml"
    survey.write_text(survey.read_text("utf-8").replace("theme: needs", "theme: need"), "utf-8")


def test_a_sound_package_is_clean(folder: Path) -> None:
    assert run("check", folder) == (0, "", f"{folder}: kunnossa\n")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "tuntematon teema ”need”: tarkoititko ”needs”?"),
        ("sv", "okänt tema ”need”: menade du ”needs”?"),
        ("en", "unknown theme “need”: did you mean “needs”?"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, language: str, words: str) -> None:
    break_theme(folder)
    code, out, _ = run("check", folder, "--lang", language)
    assert (code, out) == (1, f"measures/survey.yaml:4: {words}\n")


def test_notes_alone_are_no_failure(folder: Path) -> None:
    (folder / "notes.txt").write_text("x")
    code, out, beside = run("check", folder)
    assert (code, beside) == (0, f"{folder}: virheitä 0, huomioita 1\n")
    assert out.startswith("notes.txt: huomio: ")


def test_broken_files_are_findings_too(folder: Path) -> None:
    (folder / "themes.yaml").write_text("- key: [\n")
    break_theme(folder)
    assert run("check", folder)[0] == 1
    assert run("show", folder)[0] == 1
    assert run("pack", folder)[0] == 1
    assert not Path(f"{folder}.zip").exists()


@pytest.mark.parametrize(("content", "found"), [("- a\n- b\n", "lista"), ("42\n", "”42”"), ("hello\n", "”hello”")])
def test_a_file_that_is_another_thing_is_told_plainly(folder: Path, content: str, found: str) -> None:
    (folder / "toolkit.yaml").write_text(content)
    code, out, _ = run("check", folder)
    assert (code, out) == (1, f"toolkit.yaml:1: tässä pitää olla kenttiä nimineen, mutta tässä on {found}\n")


@pytest.mark.parametrize(("language", "words"), [("fi", "on jo olemassa"), ("sv", "finns redan")])
def test_what_cannot_be_packed_there_is_told_and_leaves_nothing(folder: Path, language: str, words: str) -> None:
    target = folder.parent / "there"
    target.mkdir()
    code, _, told = run("pack", folder, "-o", target, "--lang", language)
    assert (code, words in told) == (2, True)
    code, _, told = run("pack", folder, "-o", folder.parent / "none" / "x.zip", "--lang", language)
    assert code == 2
    assert told.startswith(f"{folder.parent / 'none' / 'x.zip'}: "), "not the name of a file in the making"
    assert "No such file" not in told
    assert sorted(one.name for one in folder.parent.iterdir()) == sorted([folder.name, "there"])


@pytest.mark.parametrize("verb", ["check", "show", "pack", "unpack"])
def test_what_is_no_package_is_unreadable(tmp_path: Path, verb: str) -> None:
    (tmp_path / "x.zip").write_text("not a zip")
    assert run(verb, tmp_path / "x.zip")[0] == 2
    assert run(verb, tmp_path / "nothing")[0] == 2
    (tmp_path / "empty").mkdir()
    code, _, told = run(verb, tmp_path / "empty", "--lang", "en")
    assert (code, told) == (2, "toolkit.yaml: the file is missing: this is not the folder of a toolkit")


def test_a_window_is_held_against_the_calendar_that_is_given(folder: Path, tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text(write_calendar(suggested_year(2026, 42, 10)), "utf-8")
    assert run("check", folder, "--calendar", calendar)[0] == 0
    survey = folder / "measures/survey.yaml"
    survey.write_text(survey.read_text("utf-8").replace("week 45", "week 10"), "utf-8")
    code, out, _ = run("check", folder, "--calendar", calendar)
    assert code == 1
    assert "measures/survey.yaml:11: suositusaika" in out


def test_show_tells_windows_and_with_a_year_dates(folder: Path, tmp_path: Path) -> None:
    code, out, _ = run("show", folder, "--lang", "sv")
    assert code == 0
    assert "Höstenkät  [survey]" in out
    assert "2026–" not in out
    assert "1.10.2026–30.11.2026" in run("show", folder, "--year", "2026")[1]
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text(write_calendar(suggested_year(2027)), "utf-8")
    assert "1.10.2027–30.11.2027" in run("show", folder, "--calendar", calendar)[1]
    assert run("show", folder, "--calendar", calendar, "--year", "2026")[0] == 2
    calendar.write_text("school_year: never\n")
    code, _, told = run("show", folder, "--calendar", calendar)
    assert code == 2
    assert told.startswith("calendar.yaml:1: ")


def test_pack_and_unpack_give_the_folder_back(folder: Path, tmp_path: Path) -> None:
    assert run("pack", folder)[0] == 0
    first = Path(f"{folder}.zip").read_bytes()
    assert run("pack", folder, "-o", tmp_path / "again.zip")[0] == 0
    assert (tmp_path / "again.zip").read_bytes() == first
    assert run("unpack", tmp_path / "again.zip")[0] == 0
    back = {
        path.relative_to(tmp_path / "again").as_posix(): path.read_bytes()
        for path in (tmp_path / "again").rglob("*")
        if path.is_file()
    }
    assert back == as_bytes(SMALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "again.zip", "kuusela", "kuusela.zip"]


def test_unpack_writes_nothing_over(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped(SMALL))
    (tmp_path / "a").mkdir()
    (tmp_path / "a/mine.txt").write_text("precious")
    code, _, told = run("unpack", tmp_path / "a.zip", "--lang", "en")
    assert (code, told) == (2, f"{tmp_path / 'a'}: exists already: nothing is written over")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["mine.txt"]


def test_a_place_that_cannot_be_written_is_told(folder: Path) -> None:
    assert run("pack", folder, "-o", folder / "nothing/here.zip")[0] == 2


@pytest.mark.parametrize("arguments", [(), ("check",), ("wash", "x"), ("show", "x", "--year", "99")])
def test_a_wrong_call_is_told(arguments: tuple[str, ...]) -> None:
    with pytest.raises((CommandError, SystemExit)):
        call_command("toolkit", *arguments)
