"""Figures of the year wheel: names as a real browser shows them, and the time a drawing takes.

    python bench/wheel.py [--seeds 5] [--quick]

Needs a Chromium. "Touching" is counted between the turned boxes of letters, as high as the font's lines.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

from playwright.sync_api import sync_playwright  # noqa: E402

from bench.glyphs import Measured, measure  # noqa: E402
from bench.wheel_entries import RINGS, crowded, wild  # noqa: E402
from digivuosi.domain.schoolyear.calendar import suggested_year  # noqa: E402
from digivuosi.domain.wheel.drawing import draw  # noqa: E402
from digivuosi.domain.wheel.svg import file_svg, page_svg  # noqa: E402
from tests.chromium import FLAGS, find_chromium  # noqa: E402

YEAR = suggested_year(2026)


def told(label: str, seen: Measured) -> str:
    return (
        f"{label:<38} whole {seen.whole:>3} of {seen.names:<3} upright {seen.upright:>3}  inside {seen.inside:>3}  "
        f"touching {len(seen.touching)}  crossed by a line {len(seen.crossed)}  in the list {seen.listed:>3}  "
        f"smallest {seen.smallest:.1f} pt"
    )


def milliseconds(work: Callable[[], Any], rounds: int = 60) -> float:
    for _ in range(5):
        work()
    times = []
    for _ in range(rounds):
        begun = perf_counter()
        work()
        times.append((perf_counter() - begun) * 1000)
    return median(times)


def names(page: Any, seeds: int) -> bool:
    """Print what the browser shows of each wheel; return whether all is as promised."""
    good = True
    for count in (60, 120):
        for seed in range(1, seeds + 1):
            for orientation in ("landscape", "portrait"):
                entries = crowded(count, seed)
                svg = file_svg(draw(entries, YEAR, RINGS, orientation=orientation, title="Vuosikello"))
                seen = measure(page, svg, {entry.row: entry.title for entry in entries})
                print(told(f"A3 {orientation}, {count} names, seed {seed}", seen), flush=True)
                good &= seen.good and seen.smallest >= 6.5
    for seed in range(seeds * 2):
        entries, rings = wild(seed)
        orientation = ("landscape", "portrait")[seed % 2]
        svg = file_svg(draw(entries, YEAR, rings, orientation=orientation, title="Vuosikello"))
        seen = measure(page, svg, {entry.row: entry.title for entry in entries})
        print(told(f"A3 {orientation}, wild set {seed}", seen), flush=True)
        good &= seen.good
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="only the times")
    options = parser.parse_args()
    good = True
    if not options.quick:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_chromium() or None, args=FLAGS)
            good = names(browser.new_page(), options.seeds)
            browser.close()
    for count in (60, 120):
        entries = crowded(count)
        for kind, write in (("file", file_svg), ("page", page_svg)):
            took = milliseconds(lambda e=entries, w=write: w(draw(e, YEAR, RINGS, title="Vuosikello")))
            print(f"drawing {count} as SVG for a {kind}: {took:.1f} ms (median)")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
