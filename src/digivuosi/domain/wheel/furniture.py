"""What stands on the wheel besides the entries: months, weeks, breaks, rings, title and legend."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from digivuosi.domain.wheel import words
from digivuosi.domain.wheel.arcnames import ArcLine
from digivuosi.domain.wheel.entries import Theme, Year
from digivuosi.domain.wheel.fonts import BOLD, X_MIDDLE, ems, width
from digivuosi.domain.wheel.geometry import SEAM, Dial, at, degrees_of, upright
from digivuosi.domain.wheel.rings import Band as LaidBand
from digivuosi.domain.wheel.shapes import Band, Gap, Key, Month, Sector, WeekMark, Words
from digivuosi.domain.wheel.wrapping import evened

WEEK_RING = 12.0
MONTH_RING = 24.0
SPACE = 4.0


FORMS = ((False, 11.0), (False, 10.0), (False, 9.2), (False, 8.5), (True, 10.0), (True, 9.0), (True, 8.0), (True, 7.0))
"""How the months may be written: shortened or not, and the size; the best first."""


def months(dial: Dial, hub: float, begin: float, rim: float, language: str) -> tuple[Month, ...]:
    """Return the twelve months; their names stand in the ring between `hub` and `hub + MONTH_RING`.

    All are written in the same form, but for narrow ones (June and July), which may be shorter.
    """
    starts = [dial.first]
    for _ in range(12):
        starts.append((starts[-1].replace(day=28) + timedelta(days=4)).replace(day=1))
    angles = [*(dial.start(day) for day in starts[:12]), dial.edges[-1]]
    cells = [Sector(*ends, hub, hub + MONTH_RING) for ends in pairwise(angles)]
    written = [
        [_curved(day.month, language, form, cell) for day, cell in zip(starts, cells, strict=False)] for form in FORMS
    ]
    chosen = next((i for i, lines in enumerate(written) if sum(map(bool, lines)) >= 9), len(FORMS) - 1)
    return tuple(
        Month(
            day.month,
            words.month_name(day.month, language),
            Sector(cell.start, cell.end, begin, rim),
            cell,
            next((lines[i] for lines in written[chosen:] if lines[i]), None),
        )
        for i, (day, cell) in enumerate(zip(starts, cells, strict=False))
    )


def _curved(month: int, language: str, form: tuple[bool, float], cell: Sector) -> ArcLine | None:
    short, size = form
    text = words.short_month_name(month, language) if short else words.month_name(month, language)
    middle = (cell.start + cell.end) / 2
    radius = (cell.inner + cell.outer) / 2
    room = cell.end - cell.start - 2
    clockwise = upright(middle)
    base = radius - X_MIDDLE * size if clockwise else radius + X_MIDDLE * size
    reach = degrees_of(ems(text, BOLD) * size, base)
    return ArcLine(text, size, base, middle, room, clockwise, reach) if reach <= room else None


def weeks(year: Year, dial: Dial, inner: float) -> tuple[WeekMark, ...]:
    """Return the ISO weeks as a narrow ring that begins at the radius."""
    found = []
    for week in year.weeks:
        start, end = dial.start(week.monday), dial.end(week.sunday)
        if end - start < 0.3:
            continue
        middle, radius = (start + end) / 2, inner + WEEK_RING / 2
        size = 6.4 if week.school_days else 5.0
        number = None
        if degrees_of(width(str(week.number), size) + 1.5, inner) < end - start:
            x, y = at(middle, radius)
            turn = middle if upright(middle) else middle - 180
            turn = turn - 360 if turn > 180 else turn
            number = Words(str(week.number), x, y, size, "middle", turn=turn)
        found.append(WeekMark(week.number, Sector(start, end, inner, inner + WEEK_RING), number, not week.school_days))
    return tuple(found)


def gaps(year: Year, dial: Dial, inner: float, rim: float, language: str) -> tuple[Gap, ...]:
    """Return the breaks as wedges over all rings."""
    return tuple(
        Gap(
            gap.key,
            words.BREAKS.get(gap.key, words.HOLIDAY).get(language),
            Sector(dial.start(gap.first), dial.end(gap.last), inner, rim),
        )
        for gap in year.breaks
        if gap.first <= year.last_day and gap.last >= year.first_day
    )


def bands(laid: Sequence[LaidBand]) -> tuple[Band, ...]:
    """Return the rings with their letters in the seam at the top."""
    found = []
    for band in laid:
        radius = (band.inner + band.outer) / 2
        size = min(10.0, (band.outer - band.inner) * 0.75)
        room = radius * SEAM / 57.3 - 2
        letter = None
        if size >= 5 and width(band.letter, size, BOLD) <= room:
            letter = Words(band.letter, 0.0, -radius + 0.35 * size, size, "middle", True)
        found.append(Band(band.ring.key, band.ring.title, band.ring.theme, band.inner, band.outer, letter))
    return tuple(found)


def today_angle(dial: Dial, today: date | None) -> float | None:
    """Return the angle of today's line; None when today is in another year."""
    if today is None or not 0 <= (today - dial.first).days < dial.days:
        return None
    return dial.middle(today)


def title_words(title: str, subtitle: str, x: float, y: float, room: float) -> tuple[tuple[Words, ...], float]:
    """Return the title over its subtitle from the top left corner, and the height they take."""
    found: list[Words] = []
    here = y
    for text, sizes, bold in ((title, (26.0, 22.0, 18.0), True), (subtitle, (12.0, 10.5), False)):
        if not text:
            continue
        for size in sizes:
            lines = evened(text, room / size * 0.92)
            if len(lines) <= 2:
                break
        for line in lines[:4]:
            here += size * (1.03 if found else 0.9)
            found.append(Words(line, x, here, size, bold=bold))
            here += size * 0.28
    return tuple(found), here - y


ROW = 15.0
SWATCH = 15.0
SIZE = 8.5


def legend(
    laid: Sequence[LaidBand],
    themes: Sequence[Theme],
    statuses: Sequence[str],
    language: str,
    room: float,
) -> tuple[list[Key], int]:
    """Return the legend in rows that fill `room`, placed from (0, 0), and the number of rows.

    Rings that have a theme of their own stand once, as a letter with a swatch.
    """
    items = [("ring", f"{band.letter}:{band.ring.theme or ''}", band.ring.title) for band in laid]
    shown = {band.ring.theme for band in laid}
    items += [("theme", str(theme.number), theme.title) for theme in themes if theme.number not in shown]
    items += [
        ("status", status, (words.PROPOSED if status == "ghost" else words.STATUS[status]).get(language))
        for status in statuses
    ]
    found: list[Key] = []
    x, row = 0.0, 0
    for kind, value, text in items:
        lead = SWATCH + (width(value.split(":")[0], SIZE, BOLD) + 4 if kind == "ring" else 0)
        wide = lead + width(text, SIZE) + 14
        if x and x + wide - 14 > room:
            x, row = 0.0, row + 1
        base = row * ROW + ROW * 0.7
        found.append(Key(kind, value, x, base, Words(text, x + lead, base, SIZE)))
        x += wide
    return found, row + 1 if found else 0
