"""`digivuosi timing`: from files to words and files, without a database; and its exit codes."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from digivuosi.domain.timing.generating import generate_with_plan
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.writing import write_plan, write_problem


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A made-up school, and a plan that keeps every rule."""
    problem, plan = generate_with_plan(schools=1, measures=20, seed=1)
    (tmp_path / "problem.json").write_bytes(write_problem(problem))
    (tmp_path / "plan.json").write_bytes(write_plan(plan))
    return str(tmp_path / "problem.json"), str(tmp_path / "plan.json")


def changed(path: str, change: dict[str, object]) -> None:
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    document.get("starts", document).update(change)
    Path(path).write_text(json.dumps(document), encoding="utf-8")


def exit_code(*arguments: str) -> int | str | None:
    try:
        call_command("timing", *arguments)
    except SystemExit as end:
        return end.code
    except CommandError as problem:
        return problem.returncode
    return 0


# --- judge -------------------------------------------------------------------------------------------------


def test_a_valid_plan_gets_its_points_and_exit_code_0(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code("judge", *files, "--lang", "en") == 0
    told = capsys.readouterr().out
    problem, plan = generate_with_plan(schools=1, measures=20, seed=1)
    cost = judge(Grid(problem), plan).cost
    assert told.startswith("The plan is valid: no rule is broken.\n")
    assert [line.split()[0] for line in told.splitlines()[3:]] == ["W1", "W2", "W3", "W4", "Total"]
    assert told.splitlines()[-1].split() == ["Total", f"{cost:g}"]


def test_a_broken_plan_is_told_rule_by_rule_with_exit_code_1(
    files: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    changed(files[1], {"s001/m02": "2026-10-10", "s001/m03": None})
    assert exit_code("judge", *files) == 1
    told = capsys.readouterr().out
    assert "R1  Aikaikkunan sisällä ja koulupäivinä" in told
    assert "”s001/m02” alkaisi la 10.10.2026, jolloin ei ole koulua." in told
    assert "”s001/m03”: päivä puuttuu." in told
    assert "Suunnitelma rikkoo sääntöjä 2 kohdassa." in told
    assert told.splitlines()[-1].strip() == "Sääntöjä rikkovalla suunnitelmalla ei ole pistemäärää."


def test_reasons_tell_where_points_come_from(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("judge", *files, "--reasons", "--lang", "sv") == 0
    assert "s001/tutor: den fullaste veckan är" in capsys.readouterr().out


def test_a_plan_may_come_from_standard_input(files: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    content = Path(files[1]).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert exit_code("judge", files[0], "-") == 0
    assert exit_code("judge", "-", "-") == 2


def test_mistakes_in_a_file_are_told_with_its_name_and_give_1(files: tuple[str, str]) -> None:
    changed(files[1], {"nothing": "2026-10-12", "s001/m02": "soon"})
    with pytest.raises(CommandError) as caught:
        call_command("timing", "judge", *files, "--lang", "en")
    assert caught.value.returncode == 1
    assert f"{files[1]}: starts.nothing: There is no item “nothing” in the list items." in str(caught.value)
    assert f"{files[1]}: starts.s001/m02: “soon” is no day." in str(caught.value)


def test_a_missing_file_is_a_wrong_call(files: tuple[str, str], tmp_path: Path) -> None:
    assert exit_code("judge", files[0], str(tmp_path / "none.json")) == 2


def test_a_typo_is_warned_of_on_standard_error(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    changed(files[0], {"limit": {}})
    assert exit_code("judge", *files, "--lang", "en") == 0
    assert "limit: The field “limit” is not known" in capsys.readouterr().err


# --- why ----------------------------------------------------------------------------------------------------


def test_why_tells_of_one_item_or_of_all(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("why", *files, "s001/m02") == 0
    one = capsys.readouterr().out
    assert one.startswith("”s001/m02” alkaa ")
    assert "\n  Miksi ei aiemmin:\n    " in one
    assert exit_code("why", *files) == 0
    every = capsys.readouterr().out
    assert one.strip() in every
    assert every.count("Miksi ei aiemmin:") == 20


def test_why_tells_of_an_item_without_a_day(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    changed(files[1], {"s001/m02": None})
    assert exit_code("why", *files, "s001/m02", "--lang", "en") == 0
    assert capsys.readouterr().out.startswith("“s001/m02” got no day.\n  Why nowhere:\n")


def test_why_knows_close_ids(files: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match=r"Did you mean: .*s001/m02") as caught:
        call_command("timing", "why", *files, "s001/mo2", "--lang", "en")
    assert caught.value.returncode == 2


# --- generate ----------------------------------------------------------------------------------------------


def test_what_is_made_up_has_a_plan_and_is_the_same_again(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("a.json", "plan.json", "b.json")]
    assert exit_code("generate", "--schools", "3", "--seed", "7", "-o", paths[0], "--plan", paths[1]) == 0
    assert exit_code("generate", "--schools", "3", "--seed", "7", "-o", paths[2]) == 0
    assert Path(paths[0]).read_bytes() == Path(paths[2]).read_bytes()
    assert exit_code("judge", paths[0], paths[1]) == 0


def test_without_a_name_it_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code("generate", "--measures", "10") == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) >= 10


def test_a_file_that_cannot_be_written_is_told_at_once(tmp_path: Path) -> None:
    assert exit_code("generate", "-o", str(tmp_path / "no" / "folder.json")) == 2
    assert exit_code("generate", "-o", str(tmp_path)) == 2
    with pytest.raises(CommandError, match="a whole number from 1 to 3000"):
        call_command("timing", "generate", "--schools", "0")
