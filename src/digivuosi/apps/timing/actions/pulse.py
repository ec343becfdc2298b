"""A worker's sign of life, and its ear for "stop"."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.timing.models import Run, RunState

EVERY = 3.0
"""Seconds between two beats; `queries.runs.STALE` must be several of them."""


class Pulse:
    """Beats in a thread of its own while work is done, since a solver may be busy for long.

    `stopped` is set when somebody asked to stop, or when another worker has taken the run up.
    Inside a transaction (as in tests, where work is done at once) no thread could see the row: it beats only once.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self.stopped = Event()
        self._over = Event()
        self._thread: Thread | None = None
        self._more: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        if not connection.in_atomic_block:
            self._thread = Thread(target=self._live, name=f"pulse of run {self._run.pk}", daemon=True)
            self._thread.start()
        else:
            self.beat()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def also(self, more: Callable[[], None]) -> None:
        """Do this too at every beat, in the thread of the pulse and in the scope of the run's provider."""
        self._more = more

    def beat(self) -> None:
        """Say that the worker lives, and hear whether it is to go on."""
        with scope(provider=self._run.provider):
            mine = Run.objects.filter(pk=self._run.pk, attempt=self._run.attempt, state=RunState.RUNNING)
            if not mine.update(beat_at=clock.now()) or mine.filter(stop_asked=True).exists():
                self.stopped.set()
            self._more()

    def _live(self) -> None:
        try:
            while True:
                try:
                    self.beat()
                except DatabaseError:
                    # The database is busy or away for a moment: the next beat tries again.
                    connection.close()
                if self._over.wait(EVERY):
                    return
        finally:
            connection.close()
