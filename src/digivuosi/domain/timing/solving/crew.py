"""Parts solved side by side in processes of their own; with one worker in this very process.

The processes end when the work is over, when it is stopped, and when the process that began them is gone.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from threading import Thread
from types import TracebackType
from typing import Self

from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.solving.matrix import Row
from digivuosi.domain.timing.solving.proving import Answer, Limits, improve
from digivuosi.domain.timing.solving.relaxing import Priced, priced

ASKED_EVERY = 0.1
"""Seconds between two questions whether to stop."""


@dataclass(frozen=True)
class Task:
    kind: str
    number: int
    """Of the school; -1 for what ties schools together."""
    part: Part
    known: list[int] | None
    limits: Limits
    prices_for: frozenset[int] = frozenset()
    """Blocks whose starts are to be priced: then the part is relaxed only."""
    cuts: tuple[Row, ...] = ()


_halted: Event | None = None
_lengths: Sequence[int] = ()


def _begin(halted: Event, lengths: Sequence[int]) -> None:
    global _halted, _lengths
    _halted, _lengths = halted, lengths
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Answer | Priced:
    halted = _halted
    return do(task, _lengths, lambda: halted is not None and halted.is_set())


def do(task: Task, lengths: Sequence[int], stopped: Callable[[], bool]) -> Answer | Priced:
    """Do one task in this process."""
    if task.prices_for:
        return priced(task.part, lengths, task.prices_for, task.cuts, task.limits.seconds)
    return improve(task.part, lengths, task.known, task.limits, stopped=stopped)


class Crew:
    """A context in which tasks are done; leaving it ends the processes."""

    def __init__(self, workers: int, lengths: Sequence[int], stopped: Callable[[], bool]) -> None:
        self.workers, self.lengths, self.stopped = workers, lengths, stopped
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        if self.workers > 1:
            context = multiprocessing.get_context("spawn")
            self._halted = context.Event()
            self._pool = ProcessPoolExecutor(
                self.workers, mp_context=context, initializer=_begin, initargs=(self._halted, self.lengths)
            )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._halted.set()
            self._pool.shutdown(wait=True, cancel_futures=True)

    def done(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Answer | Priced]]:
        """Do the tasks, as many at a time as there are workers; each is asked for when there is a worker for it."""
        if self._pool is None:
            for task in tasks:
                yield task, do(task, self.lengths, self.stopped)
                if self.stopped():
                    return
            return
        running: dict[Future[Answer | Priced], Task] = {}
        more = True
        while more or running:
            while more and len(running) < self.workers and not self.stopped():
                asked = next(tasks, None)
                if asked is None:
                    more = False
                else:
                    running[self._pool.submit(_work, asked)] = asked
            if self.stopped():
                self._halted.set()
                more = False
            finished, _ = wait(running, timeout=ASKED_EVERY, return_when=FIRST_COMPLETED)
            for future in finished:
                yield running.pop(future), future.result()
