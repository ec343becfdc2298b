"""The suggested calendar's own dates, against the dates that were."""

from __future__ import annotations

from datetime import date

import pytest

from digivuosi.domain.schoolyear.calendar import suggested_year


@pytest.mark.parametrize(
    "day",
    [date(2021, 2, 9), date(2022, 2, 8), date(2023, 2, 7), date(2024, 2, 6), date(2025, 2, 11), date(2026, 2, 10)],
)
def test_safer_internet_day_is_suggested_where_it_was(day: date) -> None:
    (found,) = suggested_year(day.year - 1).own_dates_of("safer-internet-day")
    assert (found.first, found.last) == (day, day)
