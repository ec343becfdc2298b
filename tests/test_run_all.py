"""The runner of the checks: what it counts, and that it does not keep quiet about what it could not run."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import run_all
from tests.run_all import Counts, Outcome, Run

REPORT = """<?xml version="1.0" encoding="utf-8"?>
<testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="2" skipped="3" tests="10" /></testsuites>
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path, [])


def test_counts_come_from_the_report(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(REPORT)
    assert run_all.read_counts(report) == Counts(passed=4, failed=3, skipped=3)
    assert run_all.read_counts(tmp_path / "none.xml") == Counts()


def test_the_last_line_is_the_sum(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.outcomes = [Outcome("a", "", Counts(passed=3)), Outcome("b", "", Counts(passed=2, skipped=1))]
    assert run_all.summary(run) == 0
    assert capsys.readouterr().out.endswith("\n\n5 passed, 0 failed, 1 skipped\n")


def test_a_check_that_fails_fails_the_run(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run.outcomes = [Outcome("tests", "", Counts(passed=3))]
    # Any program of the environment that is called wrongly will do.
    run.check("lint", Path(sys.executable).name, "-c", "raise SystemExit(4)")
    assert "lint: FAILED (exit code 4)" in capsys.readouterr().out
    assert run_all.summary(run) == 1
    assert capsys.readouterr().out.endswith("\n3 passed, 1 failed, 0 skipped\n")


def test_checks_side_by_side_are_each_told_and_counted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    python = Path(sys.executable).name
    run.checks({"types": [python, "-c", "print('wrong here'); raise SystemExit(3)"], "lint": [python, "-c", ""]})
    told = capsys.readouterr().out
    assert "=== types ===\nwrong here\n--- types: FAILED (exit code 3)" in told
    assert "--- lint: passed" in told
    assert [outcome.counts.failed for outcome in run.outcomes] == [1, 0]
    assert run_all.summary(run) == 1


def test_what_needs_the_building_waits_for_it(run: Run, tmp_path: Path) -> None:
    python, built = Path(sys.executable).name, tmp_path / "built"
    build = [python, "-c", f"import pathlib, time; time.sleep(0.3); pathlib.Path({str(built)!r}).touch()"]
    look = [python, "-c", f"import pathlib; assert pathlib.Path({str(built)!r}).exists()"]
    run.checks({run_all.BUILD: build}, after={f"look {number}": look for number in range(run_all.CORES)})
    assert [outcome.words for outcome in run.outcomes] == ["passed"] * (run_all.CORES + 1)


def test_no_test_at_all_is_no_success(run: Run) -> None:
    assert run_all.summary(run) == 1


@pytest.mark.parametrize(("ci", "counts"), [("true", Counts(failed=1)), ("", Counts(skipped=1))])
def test_no_chromium_is_said_loudly(
    run: Run, ci: str, counts: Counts, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    run_all.tests_in_browser(run, None)
    assert "NOT RUN" in capsys.readouterr().out
    assert run.outcomes[0].counts == counts


def test_no_postgresql_is_said_loudly_and_counts(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none(folder: Path) -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(run_all, "postgresql", none)
    with ExitStack() as until:
        address = run_all.start_postgresql(run, until)
    run_all.tests_on_postgresql(run, address)
    assert "FAILED: no PostgreSQL: no room" in capsys.readouterr().out
    assert [outcome.counts for outcome in run.outcomes] == [Counts(failed=1)]


def test_settings_of_whoever_runs_the_tests_do_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIGIVUOSI_DEMO", "true")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///own.sqlite3")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    environment = Run(tmp_path, []).environment
    assert "PYTHONDONTWRITEBYTECODE" not in environment, "every program compiles everything"
    assert "DIGIVUOSI_DEMO" not in environment
    assert "DATABASE_URL" not in environment


@pytest.mark.parametrize(
    ("options", "chooses"), [([], False), (["--thorough"], False), (["--thorough", "-k", "x"], True)]
)
def test_asking_more_is_not_choosing(tmp_path: Path, options: list[str], chooses: bool) -> None:
    assert Run(tmp_path, options).chooses is chooses
