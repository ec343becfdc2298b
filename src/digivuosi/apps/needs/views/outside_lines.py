"""Results of other tools as lines of a page and rows of a spreadsheet, each with its tool, day and scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from digivuosi.apps.look import dates
from digivuosi.apps.needs.queries.outside import outside_at, source_slug
from digivuosi.apps.needs.views.addresses import of_school
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.domain.needs.outside import OutsideSummary, decimal
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Need, Toolkit


@dataclass(frozen=True)
class OutsideLine:
    """One area of one tool; what may not be shown has words only."""

    need: Need
    source: str
    measured: date
    own: Text | None
    low: Text | None
    high: Text | None
    score: int | None
    answers: int | None
    words: Text
    change: Text | None


def lines_of(toolkit: Toolkit, found: Iterable[OutsideSummary]) -> list[OutsideLine]:
    """The areas of some tools' results, in their order."""
    lines = []
    for summary in found:
        for area in summary.areas:
            need, now = toolkit.need(area.need), area.now
            if need is not None:
                lines.append(
                    OutsideLine(
                        need=need,
                        source=summary.source,
                        measured=summary.measured,
                        own=decimal(now.own) if now else None,
                        low=decimal(now.low) if now else None,
                        high=decimal(now.high) if now else None,
                        score=round(now.score) if now else None,
                        answers=now.answers if now else None,
                        words=area.words,
                        change=area.change,
                    )
                )
    return lines


def rows_of(toolkit: Toolkit, found: Iterable[OutsideSummary], language: str) -> list[Sequence[Any]]:
    """One row an area; a figure that may not be shown has the reason in place of the change."""
    rows: list[Sequence[Any]] = []
    for line in lines_of(toolkit, found):
        about = [line.need.title.get(language), line.source, dates.full(line.measured)]
        if line.own is None or line.low is None or line.high is None:
            rows.append([*about, "", "", "", "", "", line.words.get(language)])
            continue
        change = line.change.get(language) if line.change else ""
        scale = [one.get(language) for one in (line.own, line.low, line.high)]
        rows.append([*about, *scale, line.score, "" if line.answers is None else line.answers, change])
    return rows


def rows_beside(toolkit: Toolkit, found: Iterable[OutsideSummary], width: int, language: str) -> list[Sequence[Any]]:
    """Rows under a survey's own: area, the score in words with its tool, day and scale; no counts, a mean, the change.

    The last two columns are the survey's mean and change, and the third from the end its answers.
    """
    rows: list[Sequence[Any]] = []
    for line in lines_of(toolkit, found):
        answers = "" if line.answers is None else line.answers
        score = "" if line.score is None else line.score
        change = line.change.get(language) if line.change else ""
        rows.append(
            [line.need.title.get(language), line.words.get(language), *[""] * (width - 5), answers, score, change]
        )
    return rows


def address_of(request: AccessRequest, name: str, found: OutsideSummary) -> str:
    """The address of a page about a tool's results at this school."""
    return of_school(request, name, source=source_slug(found.source), day=found.measured.isoformat())


def outside_lists(request: AccessRequest) -> list[dict[str, Any]]:
    """What each tool has measured at the school, the newest first, with the ways to read and to talk."""
    return [
        {
            "found": one,
            "summary_url": address_of(request, "outside_summary", one),
            "talk_url": address_of(request, "outside_talk", one),
        }
        for one in outside_at(request.access.here)
    ]
