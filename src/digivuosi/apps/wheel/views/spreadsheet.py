"""The overview as a spreadsheet: one sheet as on the page, one with a row for every doing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.templatetags.look import STATUS_NAMES
from digivuosi.apps.wheel.queries.oversight import is_late

if TYPE_CHECKING:
    from digivuosi.apps.schools.models import School
    from digivuosi.apps.wheel.queries.oversight import Cell, MeasureRow

SAFE = {
    # Words that people wrote stay words: a title that begins with "=" is no formula, an address is no link.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}


def overview_workbook(
    rows: Sequence[MeasureRow], schools: Sequence[School], provider: str, starts: int, own_language: str, today: date
) -> bytes:
    """Write the table of all schools; what is late is said in words."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, SAFE)
    book.set_properties({"title": f"{provider} {dates.school_year(starts)}"})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "d.m.yyyy", "align": "left"})
    _table_sheet(book.add_worksheet(_("Measures and schools")[:31]), rows, schools, own_language, today, bold)
    _list_sheet(book.add_worksheet(_("One by one")[:31]), rows, own_language, today, bold, day)
    book.close()
    return stream.getvalue()


def _table_sheet(
    sheet: Any, rows: Sequence[MeasureRow], schools: Sequence[School], own: str, today: date, bold: Any
) -> None:
    heads = [_("Theme"), _("Measure"), _("Schools"), _("Done"), _("Declined"), *(school.name for school in schools)]
    for column, words in enumerate(heads):
        sheet.write_string(0, column, words, bold)
    for number, row in enumerate(rows, 1):
        sheet.write_string(number, 0, row.theme.title.get(current(), own) if row.theme else "")
        sheet.write_string(number, 1, row.measure.title.get(current(), own))
        for column, count in enumerate((row.taken_count, row.done_count, row.declined_count), 2):
            sheet.write_number(number, column, count)
        for column, cell in enumerate(row.cells, 5):
            sheet.write_string(number, column, _cell_words(cell, today))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 40)
    sheet.set_column(5, 4 + max(len(schools), 1), 18)
    sheet.freeze_panes(1, 2)


def _list_sheet(sheet: Any, rows: Sequence[MeasureRow], own: str, today: date, bold: Any, day: Any) -> None:
    heads = (_("School"), _("Theme"), _("Measure"), _("Week"), _("First day"), _("Last day"), _("Status"), _("Late"),
             _("Reason"))  # fmt: skip
    for column, words in enumerate(heads):
        sheet.write_string(0, column, words, bold)
    line = 1
    for row in rows:
        for cell in row.cells:
            start = [
                cell.school.name,
                row.theme.title.get(current(), own) if row.theme else "",
                row.measure.title.get(current(), own),
            ]
            for placement in cell.placements:
                _strings(sheet, line, start)
                sheet.write_number(line, 3, placement.first.isocalendar().week)
                sheet.write_datetime(line, 4, datetime.combine(placement.first, time()), day)
                sheet.write_datetime(line, 5, datetime.combine(placement.last, time()), day)
                sheet.write_string(line, 6, str(STATUS_NAMES[placement.status]))
                sheet.write_string(line, 7, _("late") if is_late(placement, today) else "")
                line += 1
            if not cell.placements:
                _strings(sheet, line, start)
                sheet.write_string(line, 6, _("Declined") if cell.decline else _("not taken"))
                sheet.write_string(line, 8, cell.decline.reason if cell.decline else "")
                line += 1
    sheet.set_column(0, 1, 24)
    sheet.set_column(2, 2, 40)
    sheet.set_column(4, 6, 14)
    sheet.set_column(8, 8, 60)
    sheet.freeze_panes(1, 0)
    if line > 1:
        sheet.autofilter(0, 0, line - 1, len(heads) - 1)


def _strings(sheet: Any, line: int, words: Sequence[str]) -> None:
    for column, text in enumerate(words):
        sheet.write_string(line, column, text)


def _cell_words(cell: Cell, today: date) -> str:
    state = cell.state
    if not state:
        return ""
    if state == "declined":
        return _("Declined")
    first, last = cell.placements[0], cell.placements[-1]
    count = len(cell.placements)
    when = dates.week(first.first) if count == 1 else f"{dates.weeks(first.first, last.first)} ({count})"
    told = [when, str(STATUS_NAMES[state])]
    return ", ".join([*told, _("late")] if cell.is_late(today) else told)
