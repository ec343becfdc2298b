"""Files of problems and plans on the command line; `-` is standard input or output."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.domain.texts import Text
from digivuosi.domain.timing.faults import TimingProblem
from digivuosi.domain.timing.parsing import LARGEST
from digivuosi.domain.timing.problem import Problem, Starts
from digivuosi.domain.timing.reading import read_plan, read_problem

STANDARD = "-"
NOT_POSSIBLE = Text.of(
    fi="{path}: ei onnistu ({why})", sv="{path}: går inte ({why})", en="{path}: not possible ({why})"
)
ONE_INPUT = Text.of(
    fi="Vain toinen tiedostoista voi tulla syötteestä (-).",
    sv="Bara den ena filen kan komma från standardinmatningen (-).",
    en="Only one of the files can come from standard input (-).",
)


class FileProblem(Exception):
    """A file that cannot be used; what to say, and the command's exit code."""

    def __init__(self, text: Text | TimingProblem, returncode: int, path: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.path = path
        self.returncode = returncode

    def told(self, language: str) -> str:
        """Return what is wrong, a line for each fault."""
        if isinstance(self.text, Text):
            return self.text.get(language)
        return "\n".join(f"{self.path}: {line}" for line in self.text.messages(language))


def add_problem(parser: CommandParser) -> None:
    """Give a verb the argument PROBLEM."""
    parser.add_argument("problem", metavar="PROBLEM", help="problem file (digivuosi-timing/1), or - for standard input")


def add_plan(parser: CommandParser) -> None:
    """Give a verb the argument PLAN."""
    parser.add_argument("plan", metavar="PLAN", help="plan file (digivuosi-plan/1), or - for standard input")


def problem_from(options: dict[str, Any], err: OutputWrapper) -> Problem:
    """Read the problem; what is odd about its file is said on standard error."""
    path = options["problem"]
    if path == options.get("plan") == STANDARD:
        raise FileProblem(ONE_INPUT, 2)
    try:
        reading = read_problem(_content(path))
    except TimingProblem as problem:
        raise FileProblem(problem, 1, path) from problem
    for warning in reading.warnings:
        err.write(f"{path}: {warning.message(options['lang'])}")
    return reading.problem


def plan_from(options: dict[str, Any], problem: Problem) -> Starts:
    """Read the plan."""
    try:
        return read_plan(_content(options["plan"]), problem)
    except TimingProblem as fault:
        raise FileProblem(fault, 1, options["plan"]) from fault


def _content(path: str) -> bytes:
    try:
        if path == STANDARD:
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(path).open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as problem:
        raise _impossible(path, problem) from problem


def check_writable(path: str) -> None:
    """Say at once, not after minutes of work, that a file cannot be written."""
    if path == STANDARD:
        return
    try:
        with _beside(Path(path)) as made:
            os.unlink(made.name)
        if Path(path).is_dir():
            raise IsADirectoryError(21, os.strerror(21))
    except OSError as problem:
        raise _impossible(path, problem) from problem


def write(path: str, content: bytes, out: OutputWrapper) -> None:
    """Write a file, whole or not at all."""
    if path == STANDARD:
        out.write(content.decode(), ending="")
        return
    try:
        with _beside(Path(path)) as made:
            made.write(content)
        os.chmod(made.name, 0o644)
        os.replace(made.name, path)
    except OSError as problem:
        raise _impossible(path, problem) from problem


def _beside(target: Path) -> Any:
    return NamedTemporaryFile(dir=target.parent, prefix=f".{target.name[:100]}-", delete=False)


def _impossible(path: str, problem: OSError) -> FileProblem:
    return FileProblem(NOT_POSSIBLE.filled(path=path, why=problem.strerror or problem), 2)
