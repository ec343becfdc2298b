"""Work that comes round again and again: apps register it, the worker does it (apps/start/ticking.py).

Several workers may run at once, so each job must itself see to it that nothing is done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Job = Callable[[], object]


@dataclass(frozen=True)
class Periodic:
    name: str
    seconds: float
    """How long from one time to the next."""
    job: Job


_jobs: dict[str, Periodic] = {}


def register(name: str, *, seconds: float, job: Job) -> None:
    """Have the worker do a short job every so often; call it from AppConfig.ready. The same name replaces."""
    _jobs[name] = Periodic(name, seconds, job)


def registered() -> tuple[Periodic, ...]:
    return tuple(_jobs[name] for name in sorted(_jobs))
