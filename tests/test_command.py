"""The command `digivuosi` from outside: help, exit codes, and how it tells what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import BaseCommand

from digivuosi.__main__ import be_a_demo, main


def digivuosi(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", "-m", "digivuosi", *arguments]
    environment = {**os.environ, "DIGIVUOSI_DATA": str(folder / "data")}
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment, check=False)


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["help"]])
def test_help_groups_the_commands(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert told.index("Try it") < told.index("  demo") < told.index("Run it") < told.index("Django's own")
    assert max(len(line) for line in told.splitlines()) <= 100


def test_help_needs_neither_settings_nor_data(tmp_path: Path) -> None:
    answer = digivuosi("--help", folder=tmp_path)
    assert answer.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_no_command_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "usage: digivuosi COMMAND" in capsys.readouterr().err


def test_an_unknown_command_is_a_wrong_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serv"]) == 2
    assert capsys.readouterr().err == (
        "digivuosi: there is no command serv. Did you mean serve? `digivuosi --help` lists them.\n"
    )


@pytest.fixture
def own_options(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command of ours hides Django's options for the rest of the process; the next test has them again."""
    monkeypatch.setattr(BaseCommand, "suppressed_base_arguments", BaseCommand.suppressed_base_arguments)


def test_a_wrong_option_is_a_wrong_call(own_options: None, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--port", "many"])
    assert ended.value.code == 2
    assert "many is no port" in capsys.readouterr().err


def test_a_problem_is_one_line(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["loaddata", "nothing-here"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("digivuosi loaddata: No fixture named 'nothing-here' found.")
    assert "Traceback" not in told


def test_a_problem_has_its_traceback_when_asked_for(tmp_path: Path) -> None:
    answer = digivuosi("messages", "check", "--app", "nothing-here", "--traceback", folder=tmp_path)
    assert answer.returncode == 1
    assert "Traceback" in answer.stderr


def test_a_database_without_tables_says_what_to_do(tmp_path: Path) -> None:
    answer = digivuosi("work", "--once", folder=tmp_path)
    assert answer.returncode == 1
    assert "digivuosi migrate" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("Digivuosi 0.")


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    line = f"{sys.executable} -P -m digivuosi diffsettings --all | head -n 1"
    environment = {**os.environ, "DIGIVUOSI_DATA": str(tmp_path / "data")}
    answer = subprocess.run(line, shell=True, capture_output=True, text=True, env=environment, check=False)  # noqa: S602
    assert answer.stderr == ""


@pytest.mark.parametrize(
    "options", [["--data", "here"], ["--data=here", "--port", "9"], ["--no-browser", "--data", "here"]]
)
def test_the_demos_data_is_known_before_the_settings(
    options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DIGIVUOSI_DATA", "elsewhere")
    monkeypatch.setenv("DIGIVUOSI_DEMO", "false")
    be_a_demo(options)
    assert os.environ["DIGIVUOSI_DATA"] == str(tmp_path / "here")
    assert os.environ["DIGIVUOSI_DEMO"] == "false"
