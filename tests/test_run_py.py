"""run.py: what it starts, and how it sees what is in .venv. Installing itself is seen by every fresh clone."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def run(tmp_path: Path) -> Any:
    """run.py as a module that believes to lie in an empty folder."""
    spec = importlib.util.spec_from_file_location("digivuosi_run", ROOT / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT = tmp_path
    module.VENV = tmp_path / ".venv"
    module.PYTHON = module.VENV / "bin" / "python"
    module.INSTALLED = module.VENV / "digivuosi-installed.json"
    module.UNFINISHED = module.VENV / "digivuosi-unfinished"
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    (tmp_path / "constraints.txt").write_text("django==5.2.19\n")
    return module


def make_sound(run: Any, parts: list[str]) -> Path:
    """A .venv as a finished installation leaves it; returns the folder of its packages."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(run.VENV)], check=True)
    packages = next(run.VENV.glob("lib/python3.*/site-packages"))
    (packages / "django").mkdir()
    (packages / "django-5.2.dist-info").mkdir()
    record = {"fingerprint": run.fingerprint(), "parts": parts, "packages": sorted(run.installed_names())}
    run.write_whole(run.INSTALLED, json.dumps(record))
    return Path(packages)


def ready(run: Any, *parts: str) -> bool:
    return bool(run.usable() and run.holds(run.fingerprint(), list(parts)))


def test_nothing_is_there_at_first(run: Any) -> None:
    assert not ready(run, "runtime")


def test_a_finished_installation_is_kept(run: Any) -> None:
    make_sound(run, ["runtime"])
    assert ready(run, "runtime")
    assert not ready(run, "runtime", "test")


def test_changed_pins_are_installed(run: Any) -> None:
    make_sound(run, ["runtime"])
    (run.ROOT / "constraints.txt").write_text("django==5.2.20")
    assert not ready(run, "runtime")
    assert not run.lost_packages()


def test_settings_of_tools_are_nothing_to_install(run: Any) -> None:
    make_sound(run, ["runtime"])
    with (run.ROOT / "pyproject.toml").open("a") as file:
        file.write("[tool.ruff]\nline-length = 99\n")
    assert ready(run, "runtime")


def test_a_lost_package_is_seen(run: Any) -> None:
    (make_sound(run, ["runtime"]) / "django").rmdir()
    assert not ready(run, "runtime")
    assert run.lost_packages()


def test_notes_of_versions_do_not_matter(run: Any) -> None:
    (make_sound(run, ["runtime"]) / "django-5.2.dist-info").rmdir()
    assert ready(run, "runtime")


@pytest.mark.parametrize("words", ["", "{", "[]", '{"fingerprint": 1}'])
def test_a_broken_record_is_no_record(run: Any, words: str) -> None:
    make_sound(run, ["runtime"])
    run.INSTALLED.write_text(words)
    assert not ready(run, "runtime")
    assert run.lost_packages()


def test_an_installation_cut_off_is_seen(run: Any) -> None:
    make_sound(run, ["runtime"])
    run.UNFINISHED.touch()
    assert not run.usable()


def test_a_python_that_is_gone_or_broken_is_seen(run: Any) -> None:
    make_sound(run, ["runtime"])
    run.PYTHON.unlink()
    assert not run.usable()
    run.PYTHON.write_text("no program")
    assert not run.usable()


def test_a_python_without_venv_is_told_in_one_line(
    run: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(run, "uv", lambda: None)
    assert run.main([]) == 1
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 1
    assert "apt install python3-venv" in told[0]


def test_where_uv_cannot_be_had_pip_does_the_work(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A .venv without pip, as far as fetching uv is concerned, is a network without uv."""
    make_sound(run, ["runtime"])
    assert run.own_uv() is None
    called: list[list[str]] = []
    monkeypatch.setattr(run, "uv", lambda: None)
    monkeypatch.setattr(run, "own_uv", lambda: None)
    monkeypatch.setattr(run, "run_quietly", lambda command, _watch=None: called.append(command))
    run.install(["runtime"])
    assert [command[:4] for command in called] == [[str(run.PYTHON), "-m", "pip", "install"]]
    assert called[0][-2:] == ["--editable", str(run.ROOT)]


def test_only_a_uv_of_ones_own_has_a_store_elsewhere(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(run, "run_quietly", lambda command, _watch=None: called.append(command))
    for program in (str(run.VENV / "bin" / "uv"), "/usr/bin/uv"):
        monkeypatch.setattr(run, "uv", lambda program=program: program)
        run.install(["runtime"])
    assert ["--no-cache" in command for command in called] == [True, False]


@pytest.mark.parametrize(
    ("given", "started"),
    [
        ([], ["-P", "-m", "digivuosi", "demo"]),
        (["--port", "9000"], ["-P", "-m", "digivuosi", "demo", "--port", "9000"]),
        (["demo", "--no-browser"], ["-P", "-m", "digivuosi", "demo", "--no-browser"]),
        (["toolkit", "check", "x"], ["-P", "-m", "digivuosi", "toolkit", "check", "x"]),
        (["help"], ["-P", "-m", "digivuosi", "help"]),
        (["test", "-k", "wheel"], ["tests/run_all.py", "-k", "wheel"]),
    ],
)
def test_what_it_starts(run: Any, monkeypatch: pytest.MonkeyPatch, given: list[str], started: list[str]) -> None:
    parts: list[list[str]] = []
    commands: list[list[str]] = []

    def note(command: list[str]) -> int:
        commands.append(command)
        return 0

    monkeypatch.setattr(run, "set_up", parts.append)
    monkeypatch.setattr(run, "become", note)
    monkeypatch.setattr(os, "environ", {})
    assert run.main(given) == 0
    assert parts == [["runtime", "test"] if given[:1] == ["test"] else ["runtime"]]
    assert commands == [
        [str(run.PYTHON), *(str(run.ROOT / part) if part.endswith(".py") else part for part in started)]
    ]


def test_its_help_installs_nothing(run: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    assert "python3 run.py test" in capsys.readouterr().out
    assert not run.VENV.exists()
