"""Figures of calendar feeds: the milliseconds of a school's feed of 60 placements.

    python bench/feeds.py [--rounds 50]

Asked in this process through the whole of Django, as bench/pages.py asks for pages: the feed as a calendar program
first reads it, and the answer 304 that it gets as long as nothing has changed. Beside them the time of writing the
same 60 entries as iCalendar alone. It makes a database of its own in a temporary folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from bench.pages import PLACEMENTS, make_school, start  # noqa: E402


def milliseconds(work: Callable[[], Any], rounds: int) -> float:
    work()
    times = []
    for _ in range(rounds):
        began = perf_counter()
        work()
        times.append((perf_counter() - began) * 1000)
    return median(times)


def writing(rounds: int) -> float:
    """Write 60 entries with the texts of the starter toolkit."""
    from digivuosi.domain.feeds.calendar import FeedEntry, feed_of
    from digivuosi.domain.toolkit.package import read_package

    measures = read_package(ROOT / "starter").toolkit.measures
    first = datetime(2026, 8, 10, tzinfo=UTC)
    entries = []
    for number in range(PLACEMENTS):
        measure = measures[number % len(measures)]
        day = (first + timedelta(days=4 * number)).date()
        entries.append(
            FeedEntry(
                uid=f"placement-{number}@digivuosi",
                title=measure.title.get("fi"),
                first=day,
                last=day + timedelta(days=number % 5),
                changed_at=first,
                description=f"{measure.purpose.get('fi')}\n\n{measure.done_when.get('fi')}",
                address=f"https://digivuosi.example.fi/kunta/koulu/placements/{number}/",
            )
        )
    return milliseconds(lambda: feed_of("Mittalan koulu", entries, language="fi"), rounds)


def main() -> None:
    told = argparse.ArgumentParser(description="Figures of calendar feeds.")
    told.add_argument("--rounds", type=int, default=50)
    rounds = told.parse_args().rounds
    with tempfile.TemporaryDirectory(prefix="digivuosi-bench-") as folder:
        start(folder)
        from django.test import Client
        from django_scopes import scope

        from digivuosi.apps.feeds.actions import make_address
        from digivuosi.apps.people.models import User

        school, _tutors = make_school()
        with scope(provider=school.provider, school=school):
            by = User.objects.get(email="tutor@example.org")
            _address, secret = make_address(by=by, school=school, scope="school", kind="", language="fi")
        reader, address = Client(), f"/feeds/{secret}.ics"
        answer = reader.get(address)
        same = {"if-none-match": answer.headers["ETag"]}
        figures = {
            "writing iCalendar alone": writing(rounds),
            "the request, 200": milliseconds(lambda: reader.get(address), rounds),
            "the request, 304": milliseconds(lambda: reader.get(address, headers=same), rounds),
        }
        codes = answer.status_code, reader.get(address, headers=same).status_code
    print(f"A feed of {PLACEMENTS} placements: {len(answer.content)} bytes, answers {codes[0]} and {codes[1]}")
    for name, took in figures.items():
        print(f"  {name:<26}{took:>8.1f} ms (median)")


if __name__ == "__main__":
    main()
