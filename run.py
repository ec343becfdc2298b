#!/usr/bin/env python3
"""Digivuosi in one command, with nothing but Python 3.11 or newer.

    python3 run.py                     sets up once, then starts the demo and opens it in the browser
    python3 run.py --port 9000         the same on another port; also --data DIR and --no-browser
    python3 run.py test                everything that is checked before a change goes in
    python3 run.py test -k wheel       only the tests, with options of pytest
    python3 run.py test --thorough     the same, and once more in other surroundings; takes much longer
    python3 run.py ANYTHING            the same as `digivuosi ANYTHING`; `help` lists what there is

What is installed goes into .venv beside this file, what is kept into data, and nothing elsewhere.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the very Python that is too old reads this line
    sys.exit("Digivuosi needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info[:2]))

import contextlib
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
INSTALLED = VENV / "digivuosi-installed.json"
UNFINISHED = VENV / "digivuosi-unfinished"
PIP_INSTALL = ["-m", "pip", "install", "--no-input", "--progress-bar", "off"]


class SetupFailed(Exception):
    """Setting up did not work; the words say why and what to do."""


def main(arguments: list[str]) -> int:
    if arguments[:1] in (["-h"], ["--help"]):
        print(__doc__.strip())
        return 0
    testing = arguments[:1] == ["test"]
    try:
        with one_at_a_time():
            set_up(["runtime", "test"] if testing else ["runtime"])
    except SetupFailed as problem:
        print(f"digivuosi: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ndigivuosi: stopped while setting up; the next start carries on.", file=sys.stderr)
        return 130
    if testing:
        return become([str(PYTHON), str(ROOT / "tests" / "run_all.py"), *arguments[1:]])
    if not arguments or (arguments[0].startswith("-") and arguments != ["--version"]):
        arguments = ["demo", *arguments]
    # The same data wherever it is called from: the second start should find what the first one kept.
    os.environ.setdefault("DIGIVUOSI_DATA", str(ROOT / "data"))
    # -P: a folder of the user's that happens to be called like one of our packages must not be imported.
    return become([str(PYTHON), "-P", "-m", "digivuosi", *arguments])


def interrupted(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def become(command: list[str]) -> int:
    """Turn into `command`, so that signals and exit codes are its own; Windows cannot, and waits."""
    sys.stdout.flush()
    if os.name == "nt":
        return subprocess.call(command)  # noqa: S603
    os.execv(command[0], command)  # noqa: S606
    raise AssertionError("execv returned")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a second start wait for the first one's setting up, where the system can lock a folder.

    The installer that this process starts inherits the lock: should this process be killed, the next start
    waits for what is still writing into .venv.
    """
    try:
        import fcntl
    except ImportError:
        yield
        return
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another start is setting up Digivuosi; waiting for it …", flush=True)
            fcntl.flock(folder, fcntl.LOCK_EX)
        inherited.append(folder)
        yield
    finally:
        inherited.clear()
        os.close(folder)


inherited: list[int] = []


# What is there


def set_up(parts: list[str]) -> None:
    """Bring .venv to what pyproject.toml and constraints.txt say; silent and offline when it is there."""
    wanted = fingerprint()
    if usable() and holds(wanted, parts):
        return
    started = time.monotonic()
    size = "about 1 GB with all that the tests need" if "test" in parts else "about 650 MB"
    print(f"Setting up Digivuosi in {VENV} (once; {size}) …", flush=True)
    make_environment()
    install(parts)
    record = {"fingerprint": wanted, "parts": parts, "packages": sorted(installed_names())}
    write_whole(INSTALLED, json.dumps(record))
    UNFINISHED.unlink()
    print(f"Ready in {time.monotonic() - started:.0f} s.\n", flush=True)


def fingerprint() -> str:
    """What is to be installed, and where: a moved folder has scripts that point to the old place."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    what = {part: project.get(part) for part in ("build-system", "project")}
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    return hashlib.sha256(json.dumps([str(ROOT), what, pins]).encode()).hexdigest()


def holds(wanted: str, parts: list[str]) -> bool:
    """Whether the last finished installation was this one and nothing of it has gone missing since."""
    try:
        record = json.loads(INSTALLED.read_text())
        same = record["fingerprint"] == wanted and set(parts) <= set(record["parts"])
        return same and installed_names() >= set(record["packages"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def usable() -> bool:
    """Whether .venv holds a Python that runs and is new enough, and no installation was cut off in it."""
    if UNFINISHED.exists() or not PYTHON.exists():
        return False
    probe = "import sys; sys.exit(sys.version_info < (3, 11) or sys.prefix == sys.base_prefix)"
    try:
        answer = subprocess.run([PYTHON, "-I", "-c", probe], check=False, capture_output=True, timeout=60)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def lost_packages() -> bool:
    """Whether installed packages are gone: pip goes by its own notes and would not bring them back."""
    try:
        return not installed_names() >= set(json.loads(INSTALLED.read_text())["packages"])
    except FileNotFoundError:
        return False
    except (OSError, ValueError, KeyError, TypeError):
        return True


def installed_names() -> set[str]:
    """What can be imported from .venv, by the names of files and folders; notes of versions do not matter."""
    folders = [VENV / "Lib" / "site-packages", *VENV.glob("lib/python3.*/site-packages")]
    names = {path.name for folder in folders if folder.is_dir() for path in folder.iterdir()}
    return {name for name in names if name != "__pycache__" and not name.endswith(".dist-info")}


def write_whole(path: Path, text: str) -> None:
    """Write so that a kill leaves the old file or the new one, never half of one."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text)
    os.replace(beside, path)


# Making it


def make_environment() -> None:
    """Make .venv, or keep a sound one; it counts as unfinished until all is installed."""
    if VENV.is_symlink() or VENV.is_file():
        raise SetupFailed(f"{VENV} is not a folder; remove it and start again.")
    keep = usable() and not lost_packages() and (has_pip() or uv() is not None)
    if VENV.exists() and not keep:
        print("  what is in .venv is broken or half made: starting afresh", flush=True)
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    INSTALLED.unlink(missing_ok=True)
    if keep:
        return
    for path in VENV.iterdir():
        if path != UNFINISHED:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    needed = ["venv"] if uv() else ["venv", "ensurepip"]
    if any(importlib.util.find_spec(name) is None for name in needed):
        raise SetupFailed("this Python cannot make environments. On Debian and Ubuntu: apt install python3-venv")
    print("  making the environment", flush=True)
    # The Python below a .venv, should this file be run by the very .venv that is being made anew.
    base = getattr(sys, "_base_executable", None) or sys.executable
    run_quietly([base, "-m", "venv", *(["--without-pip"] if uv() else []), str(VENV)])


def has_pip() -> bool:
    asked = [str(PYTHON), "-m", "pip", "--version"]
    return subprocess.run(asked, check=False, capture_output=True).returncode == 0  # noqa: S603


def uv() -> str | None:
    return shutil.which("uv")


def install(parts: list[str]) -> None:
    """Install Digivuosi itself, changeable in place, with the pinned versions of all it needs."""
    target = f"{ROOT}[test]" if "test" in parts else str(ROOT)
    what = [*constrained(), "--editable", target]
    program = uv() or own_uv()
    if program:
        print("  installing with uv", flush=True)
        # What is ours to keep lies in .venv: only the uv of whoever starts this has a store of its own elsewhere.
        store = ["--no-cache"] if Path(program).is_relative_to(VENV) else []
        try:
            run_quietly([program, "pip", "install", *what, *store, "--python", str(PYTHON)], tell_of_uv)
            return
        except SetupFailed as problem:
            print(f"  {problem}\n  uv could not; trying pip", flush=True)
            if not has_pip():
                run_quietly([str(PYTHON), "-m", "ensurepip"])
    print("  installing with pip", flush=True)
    run_quietly([str(PYTHON), *PIP_INSTALL, *what], PipProgress().saw)


def own_uv() -> str | None:
    """Bring uv into .venv, where the system has none: it takes a sixth of the processor time of pip."""
    try:
        run_quietly([str(PYTHON), *PIP_INSTALL, *constrained(), "uv"])
    except SetupFailed:
        return None
    return shutil.which("uv", path=PYTHON.parent)


def constrained() -> list[str]:
    """The options that pin what is installed, for pip and uv alike."""
    return ["--constraint", str(ROOT / "constraints.txt")]


def run_quietly(command: list[str], saw: Callable[[str], None] = lambda line: None) -> None:
    """Run a step; its words are shown only when it fails, and then the last of them."""
    environment = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUNBUFFERED": "1"}
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
        text=True,
        errors="replace",
        pass_fds=inherited,
    ) as process:
        try:
            for line in process.stdout or ():
                said.append(line.rstrip())
                saw(line)
        except BaseException:
            process.terminate()
            raise
    if process.returncode != 0:
        tail = "\n    ".join(said[-12:])
        raise SetupFailed(f"this step failed: {' '.join(command)}\n    {tail}")


def tell_of_uv(line: str) -> None:
    """Tell how many packages uv looks for, and which large ones it fetches."""
    words = line.strip()
    if words.startswith(("Resolved ", "Downloading ", "Prepared ")):
        print(f"    {words}", flush=True)


class PipProgress:
    """Tells how far pip is: every tenth package it looked at, and when it starts to unpack them."""

    def __init__(self) -> None:
        self.packages = 0

    def saw(self, line: str) -> None:
        if line.startswith("Collecting "):
            self.packages += 1
            if self.packages % 10 == 0:
                print(f"    {self.packages} packages fetched", flush=True)
        elif line.startswith("Installing collected packages"):
            print(f"    unpacking {line.count(',') + 1} packages", flush=True)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, interrupted)
    sys.exit(main(sys.argv[1:]))
