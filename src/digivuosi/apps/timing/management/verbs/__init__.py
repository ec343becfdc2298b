"""The verbs of `digivuosi timing`, each in a module of its own.

A verb has `HELP`, `add_arguments(parser)`, and `run(options, out, err)`, which returns whether all is well; `err` gets
what is not the answer itself. A new verb is added to `VERBS`.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.core.management.base import CommandParser, OutputWrapper

from digivuosi.apps.timing.management.verbs import export, generate, judge, solve, why


class Verb(Protocol):
    """What a module of this folder offers."""

    HELP: str

    def add_arguments(self, parser: CommandParser) -> None: ...

    def run(self, options: dict[str, Any], out: OutputWrapper, err: OutputWrapper) -> bool: ...


VERBS: dict[str, Verb] = {"judge": judge, "why": why, "solve": solve, "generate": generate, "export": export}
