"""Progress of a long search on the command line: one line that is rewritten, or plain lines now and then."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from time import monotonic
from types import FrameType

from django.core.management.base import OutputWrapper

from digivuosi.domain.texts import Text
from digivuosi.domain.timing.cities import gap_of
from digivuosi.domain.timing.saying import number_text

REWRITTEN, PLAIN = 0.2, 5.0
"""Seconds between two lines, on a terminal and elsewhere."""
LINE = Text.of(
    fi="{seconds} s   pisteitä {cost}   ero alarajaan {gap}   ilman päivää {missing}",
    sv="{seconds} s   poäng {cost}   avstånd till nedre gränsen {gap}   utan dag {missing}",
    en="{seconds} s   points {cost}   gap to the lower bound {gap}   without a day {missing}",
)
UNKNOWN = "–"


def gap_text(cost: float, bound: float | None, language: str) -> str:
    """Return a gap such as `1,2 %`."""
    gap = gap_of(cost, bound)
    return UNKNOWN if gap is None else f"{number_text(round(100 * gap, 2)).get(language)} %"


class Live:
    """Says how a search goes, on standard error."""

    def __init__(self, err: OutputWrapper, language: str) -> None:
        self.err = err
        self.language = language
        self.began = monotonic()
        self.told = float("-inf")
        self.terminal = err.isatty()
        self.width = 0

    @property
    def seconds(self) -> float:
        """Since it began."""
        return monotonic() - self.began

    def tell(self, cost: float | None, bound: float | None, missing: int) -> None:
        """Say how things stand, unless it was said a moment ago."""
        if self.seconds - self.told < (REWRITTEN if self.terminal else PLAIN):
            return
        self.told = self.seconds
        points = UNKNOWN if cost is None else number_text(cost).get(self.language)
        gap = UNKNOWN if cost is None else gap_text(cost, bound, self.language)
        facts = {"seconds": f"{self.seconds:.0f}", "cost": points, "gap": gap, "missing": missing}
        line = LINE.filled(**facts).get(self.language)
        if self.terminal:
            self.err.write(f"\r{line:<{self.width}}", ending="")
            self.width = len(line)
            self.err.flush()
        else:
            self.err.write(line)

    def end(self) -> None:
        """Leave the line."""
        if self.width:
            self.err.write("\r" + " " * self.width + "\r", ending="")
            self.err.flush()


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether Ctrl-C was pressed; a second Ctrl-C ends the program as usual."""
    pressed = False

    def press(number: int, frame: FrameType | None) -> None:
        nonlocal pressed
        pressed = True
        signal.signal(signal.SIGINT, before)

    if current_thread() is not main_thread():
        # Only the main thread may listen to signals.
        yield lambda: False
        return
    before = signal.signal(signal.SIGINT, press)
    try:
        yield lambda: pressed
    finally:
        signal.signal(signal.SIGINT, before)
