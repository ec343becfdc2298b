"""Parts solved side by side in processes of their own; with one worker in this very process.

The processes end when the work is over, when it is stopped, and when the process that began them is gone.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from math import inf
from multiprocessing.synchronize import Event
from threading import Thread
from types import TracebackType
from typing import Self

from digivuosi.domain.timing.annealing import annealed
from digivuosi.domain.timing.parts import Part
from digivuosi.domain.timing.solving.outlook import Outlook, look_out
from digivuosi.domain.timing.solving.proving import Answer, Limits, improve

ASKED_EVERY = 0.1
"""Seconds between two questions whether to stop."""


@dataclass(frozen=True)
class Task:
    """A part to be improved by the solver, unless it says something else."""

    part: Part
    known: list[int] | None
    limits: Limits
    changes: int = 0
    """For each block, at the most, of the instant search; then the solver is not asked."""
    homes: Mapping[int, tuple[int, ...]] | None = None
    """For an outlook, see there: the part is relaxed only."""
    share: int | None = None
    """Of which share the answer's lower bound is; its plan is of no use then."""
    outlooks: int = 0
    """For a bound: how many outlooks had set prices when it was asked for."""


Found = Answer | Outlook


_halted: Event | None = None
_lengths: Sequence[int] = ()


def _begin(halted: Event, lengths: Sequence[int]) -> None:
    global _halted, _lengths
    _halted, _lengths = halted, lengths
    Thread(target=_end_with_parent, daemon=True).start()


def _nothing() -> None:
    pass


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Found:
    halted = _halted
    return do(task, _lengths, lambda: halted is not None and halted.is_set())


def do(task: Task, lengths: Sequence[int], stopped: Callable[[], bool]) -> Found:
    """Do one task in this process."""
    if task.homes is not None:
        return look_out(task.part, lengths, task.homes, task.limits.seconds)
    if task.changes and task.known is not None:
        return _annealed(task, task.known, stopped)
    return improve(task.part, lengths, task.known, task.limits, stopped=stopped)


def _annealed(task: Task, known: list[int], stopped: Callable[[], bool]) -> Answer:
    part, limits = task.part, task.limits
    seconds = limits.seconds if limits.deterministic is None else None
    at = annealed(part, known, task.changes, seed=limits.seed, seconds=seconds, stopped=stopped)
    starts = {number: o[place].start for number, o, place in zip(part.blocks, part.options, at, strict=True)}
    return Answer(starts if at != known else None, part.cost(at), -inf)


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
            for _ in range(self.workers):
                # Loading the solvers takes a second; it is over when the first task comes.
                self._pool.submit(_nothing)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._halted.set()
            self._pool.shutdown(wait=True, cancel_futures=True)

    def done(self, tasks: Iterator[Task]) -> Iterator[tuple[Task, Found]]:
        """Do the tasks, as many at a time as there are workers; each is asked for when there is a worker for it."""
        if self._pool is None:
            for task in tasks:
                yield task, do(task, self.lengths, self.stopped)
                if self.stopped():
                    return
            return
        running: dict[Future[Found], Task] = {}
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
