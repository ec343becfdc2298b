"""The worker's clock: a thread that does what comes round again and again, beside the tasks on the queue."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.db import close_old_connections, connections

from digivuosi.apps.look.periodic import Periodic, registered

log = logging.getLogger(__name__)


def do_once(jobs: Sequence[Periodic] | None = None) -> None:
    """Do every job now. One that fails is logged and keeps none of the others from being done."""
    for one in registered() if jobs is None else jobs:
        try:
            one.job()
        except Exception:
            log.exception("Periodic work %s failed; it is tried again at its next time", one.name)


class Ticker:
    """Knows which jobs are due; every job is due at first."""

    def __init__(self, jobs: Sequence[Periodic], now: Callable[[], float] = time.monotonic) -> None:
        self._jobs, self._now = jobs, now
        self._next = dict.fromkeys((one.name for one in jobs), now())

    def tick(self) -> float:
        """Do what is due; return the seconds until there is something to do again."""
        due = [one for one in self._jobs if self._next[one.name] <= self._now()]
        do_once(due)
        for one in due:
            self._next[one.name] = self._now() + one.seconds
        return max(0.0, min(self._next.values(), default=self._now() + 60.0) - self._now())


@contextmanager
def ticking() -> Iterator[None]:
    """Let the jobs come round in a thread of their own while the worker works."""
    stop = threading.Event()
    ticker = Ticker(registered())

    def run() -> None:
        while not stop.is_set():
            wait = ticker.tick()
            # The thread's own connection to the database: not held while there is nothing to do.
            close_old_connections()
            connections.close_all()
            stop.wait(wait)

    thread = threading.Thread(target=run, name="ticker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=5)
