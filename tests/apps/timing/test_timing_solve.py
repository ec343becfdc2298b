"""`digivuosi timing solve`: what is written and said when there is a plan, when there is none, and on Ctrl-C.

The search itself is asked in tests/domain/timing; here an exact one stands in for it.
"""

from __future__ import annotations

import io
import json
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import OutputWrapper

from digivuosi.apps.timing.management import progress, searching
from digivuosi.apps.timing.management.progress import Live, gap_text, interruptible
from digivuosi.domain.timing.generating import generate
from digivuosi.domain.timing.grid import Grid
from digivuosi.domain.timing.judging import judge
from digivuosi.domain.timing.proposing import Proposal
from digivuosi.domain.timing.reading import read_plan
from digivuosi.domain.timing.solving.conflicts import feasible
from digivuosi.domain.timing.writing import write_problem

PROBLEM = generate(schools=1, measures=20, seed=1)


def exact(grid: Grid, **_: object) -> Proposal:
    starts = feasible(grid)
    missing = tuple(key for key in grid.items if key not in starts)
    return Proposal(starts, judge(grid, starts).cost or 0, missing, 1)


@pytest.fixture(autouse=True)
def _exact(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "propose", exact)
    monkeypatch.setattr(searching, "ITEMS_A_SECOND", 1)


@pytest.fixture
def possible(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_bytes(write_problem(PROBLEM))
    return path


@pytest.fixture
def impossible(tmp_path: Path) -> Path:
    """One item is longer than its window."""
    last = PROBLEM.items[-1]
    window = replace(last.window, earliest=last.window.latest)
    items = (*PROBLEM.items[:-1], replace(last, days=2, window=window, pinned=None))
    path = tmp_path / "impossible.json"
    path.write_bytes(write_problem(replace(PROBLEM, items=items)))
    return path


def exit_code(*arguments: str) -> int | str | None:
    try:
        call_command("timing", "solve", *arguments)
    except SystemExit as end:
        return end.code
    except CommandError as problem:
        return problem.returncode
    return 0


def test_a_plan_is_written_and_judged(possible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = possible.with_name("plan.json")
    assert exit_code(str(possible), "-o", str(plan), "--no-solver", "--lang", "en") == 0
    assert judge(Grid(PROBLEM), read_plan(plan.read_bytes(), PROBLEM)).valid
    told = capsys.readouterr()
    assert told.out.startswith("The plan is valid: no rule is broken.")
    assert f"{plan}: 20 starts written, " in told.out
    assert "points" in told.err
    assert "without a day 0" in told.err


def test_to_standard_output_goes_the_plan_alone(possible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(str(possible), "-o", "-", "--no-solver") == 0
    told = capsys.readouterr()
    assert len(json.loads(told.out)["starts"]) == 20
    assert "Suunnitelma on kunnossa" in told.err


def test_the_search_gets_the_seed_and_as_many_restarts_as_the_seconds_are_worth(
    possible: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def remember(grid: Grid, **options: object) -> Proposal:
        assert options["restarts"] == 1
        asked.append(options["seed"])
        return exact(grid)

    monkeypatch.setattr(searching, "propose", remember)
    monkeypatch.setattr(searching, "ITEMS_A_SECOND", 60)
    plan = str(possible.with_name("plan.json"))
    assert exit_code(str(possible), "-o", plan, "--no-solver", "--seconds", "2", "--seed", "3") == 0
    # 60 items a second are 3 restarts of 20 items; 2 seconds are 6 of them.
    assert len(set(asked)) == 6
    first = list(asked)
    exit_code(str(possible), "-o", plan, "--no-solver", "--seconds", "2", "--seed", "3")
    assert asked[6:] == first
    exit_code(str(possible), "-o", plan, "--no-solver", "--seconds", "2", "--seed", "4")
    assert set(asked[12:]).isdisjoint(first)


def test_without_a_plan_the_conflict_and_ways_out_are_told(
    impossible: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = impossible.with_name("plan.json")
    assert exit_code(str(impossible), "-o", str(plan), "--no-solver", "--lang", "en") == 1
    told = capsys.readouterr().out
    key = PROBLEM.items[-1].id
    assert f"Why there is no plan: There is no room for “{key}” anywhere." in told
    assert f"    “{key}” takes 2 school days, and its time window is " in told
    assert "Ways out (each was tried: after it there is a plan):" in told
    assert f"  1. Widen the time window of “{key}” to " in told
    assert f"  2. Widen the time window of “{key}” to " in told
    assert "0 starts written" in told
    assert plan.exists()


def test_a_search_that_fails_without_a_conflict_says_that_it_does_not_know(
    possible: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(searching, "propose", lambda grid, **_: Proposal({}, 0, tuple(grid.items), 1))
    plan = str(possible.with_name("plan.json"))
    assert exit_code(str(possible), "-o", plan, "--no-solver", "--lang", "en") == 1
    told = capsys.readouterr().out
    assert told.startswith("20 have no day: ")
    assert "there may be a plan all the same" in told


def test_ctrl_c_writes_the_best_plan_so_far(
    possible: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = []

    def interrupted(grid: Grid, *, stopped: Callable[[], bool], **_: object) -> Proposal:
        calls.append(stopped())
        signal.raise_signal(signal.SIGINT)
        assert stopped()
        return exact(grid)

    monkeypatch.setattr(searching, "propose", interrupted)
    plan = possible.with_name("plan.json")
    assert exit_code(str(possible), "-o", str(plan), "--no-solver", "--seconds", "1000", "--lang", "en") == 0
    assert calls == [False]
    assert capsys.readouterr().out.startswith("Stopped: this is the best found so far.")
    assert len(json.loads(plan.read_text(encoding="utf-8"))["starts"]) == 20


@pytest.fixture
def usual_ctrl_c() -> Iterator[None]:
    """Whoever starts the tests in the background may have had Ctrl-C ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("usual_ctrl_c")
def test_a_second_ctrl_c_ends_at_once() -> None:
    with interruptible() as stopped:
        assert not stopped()
        signal.raise_signal(signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_nothing_is_searched_when_nothing_can_be_written(possible: Path, tmp_path: Path) -> None:
    assert exit_code(str(possible), "-o", str(tmp_path / "no" / "plan.json")) == 2


def test_the_same_call_gives_the_same_plan(possible: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the real search."""
    monkeypatch.undo()
    plans = [possible.with_name(name) for name in ("a.json", "b.json")]
    for plan in plans:
        assert exit_code(str(possible), "-o", str(plan), "--no-solver", "--seconds", "1", "--seed", "5") == 0
    assert plans[0].read_bytes() == plans[1].read_bytes()


def test_with_the_solver_the_gap_is_told(possible: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = possible.with_name("plan.json")
    assert exit_code(str(possible), "-o", str(plan), "--seconds", "2", "--lang", "en") == 0
    told = capsys.readouterr()
    assert "The gap to the proven lower bound is at most " in told.out
    assert "gap to the lower bound" in told.err
    assert judge(Grid(PROBLEM), read_plan(plan.read_bytes(), PROBLEM)).valid


# --- progress ------------------------------------------------------------------------------------------------


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_one_line_that_is_rewritten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "REWRITTEN", 0)
    terminal = Terminal()
    live = Live(OutputWrapper(terminal), "en")
    live.tell(1234.5, 1200, 0)
    live.tell(1210, 1200, 0)
    live.end()
    assert "\n" not in terminal.getvalue()
    assert terminal.getvalue().startswith("\r0 s   points 1234.5   gap to the lower bound 2.79 %   without a day 0")
    assert "points 1210   gap to the lower bound 0.83 %" in terminal.getvalue()


def test_elsewhere_lines_come_now_and_then() -> None:
    plain = io.StringIO()
    live = Live(OutputWrapper(plain), "fi")
    for _ in range(100):
        live.tell(None, None, 3)
    live.end()
    assert plain.getvalue() == "0 s   pisteitä –   ero alarajaan –   ilman päivää 3\n"


def test_a_gap_is_told_in_hundredths_of_a_per_cent() -> None:
    assert gap_text(200, 190, "fi") == "5 %"
    assert gap_text(300, 299, "en") == "0.33 %"
    assert gap_text(200, None, "fi") == "–"
