"""Calendars and rules for the property tests: anything that a provider or a toolkit could write."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from digivuosi.domain.schoolyear.calendar import DayOff, OwnDate, QuietWeek, SchoolYear, suggested_year
from digivuosi.domain.schoolyear.dates import MONTHS
from digivuosi.domain.texts import Text

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")), min_size=1, max_size=30
)
texts = st.dictionaries(st.sampled_from(("fi", "sv", "en", "se")), words, max_size=3).map(Text.from_mapping)
starts = st.integers(2015, 2050)
own_keys = st.sampled_from(("code-week", "safer-internet-day", "reading-week", "statistics-day", "theme-2"))

suggested_years = st.builds(suggested_year, starts, st.sampled_from((42, 43)), st.sampled_from((8, 9, 10)))


@st.composite
def calendars(draw: st.DrawFn) -> SchoolYear:
    """A calendar with everything in it, odd things too."""
    base = draw(suggested_years)
    days = st.integers(0, 364).map(lambda n: base.first_day + timedelta(days=n))
    weeks = st.sampled_from([f"{week.year}-W{week.number:02}" for week in base.weeks[1:-1]])
    spans = st.tuples(days, st.integers(0, 10)).map(lambda s: (s[0], min(s[0] + timedelta(days=s[1]), base.last_day)))
    own_dates = st.builds(
        lambda key, span, name: OwnDate(key, span[0], span[1], name), own_keys | words_as_keys, spans, texts
    )
    return SchoolYear(
        starts=base.starts,
        first_school_day=base.first_school_day,
        last_school_day=base.last_school_day,
        breaks=base.breaks[: draw(st.integers(0, 3))],
        days_off=tuple(draw(st.lists(st.builds(DayOff, days, texts), max_size=4))),
        school_saturdays=tuple(draw(st.lists(days, max_size=3))),
        in_service_days=tuple(draw(st.lists(days, max_size=3))),
        quiet_weeks=tuple(draw(st.lists(st.builds(QuietWeek, weeks, texts), max_size=3))),
        own_dates=tuple(draw(st.lists(own_dates, max_size=4))),
    )


words_as_keys = st.from_regex(r"x[a-z0-9]{0,8}(-[a-z0-9]{1,8}){0,2}", fullmatch=True)

# --- rules --------------------------------------------------------------------------------------------------

months = st.sampled_from(MONTHS)
year_anchors = st.sampled_from(
    (
        *("school-start", "school-end", "year-start", "year-end", "spring-start"),
        *("autumn-break", "christmas", "winter-break", "in-service"),
    )
)
anchors = year_anchors | own_keys
steps = st.builds(
    lambda sign, count, unit: f" {sign} {count} {unit}{'' if count == 1 else 's'}",
    st.sampled_from("+-"),
    st.integers(1, 6),
    st.sampled_from(("day", "school-day", "week", "month")),
)
shifts = st.lists(steps, max_size=2).map("".join)
dates = st.dates(date(2015, 8, 1), date(2051, 7, 31)).map(date.isoformat)
months_days = st.builds("{} {}".format, st.integers(1, 28), months)
beside = st.builds("{} {}".format, st.sampled_from(("before", "after")), anchors)


def points(bases: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{}{}".format, bases, shifts)


spans = st.one_of(
    months,
    st.builds("{} {}".format, st.sampled_from(("early", "mid", "late")), months),
    st.integers(1, 53).map("week {}".format),
    st.builds("week {} {} {}".format, st.integers(1, 6), st.sampled_from(("before", "after")), anchors),
    st.builds("{} {} weeks".format, st.sampled_from(("first", "last")), st.integers(2, 9)),
    st.builds("{} week of {}".format, st.sampled_from(("first", "last")), months),
    st.sampled_from(("autumn-term", "spring-term", "school-year")),
)
any_day = st.sampled_from(("", "", " any day"))
rules = st.builds("{}{}".format, spans | points(anchors | beside | months_days | dates), any_day)
repeats = st.sampled_from(("every year", "monthly", "each term", "every 2 years", "every 3 years", "own dates", "once"))

small_steps = st.sampled_from(
    [f" {sign} {step}" for sign in "+-" for step in ("1 month", "1 week", "5 weeks", "3 days", "20 school-days")]
)
lasting_rules = st.one_of(
    # What a toolkit may say and every year can meet: no dates of one year, steps that stay inside school time.
    st.sampled_from([month for month in MONTHS if month != "july"]),
    st.builds("{} {}".format, st.sampled_from(("early", "mid", "late")), st.sampled_from([*MONTHS[:5], *MONTHS[8:]])),
    st.sampled_from([*range(32, 54), *range(1, 23)]).map("week {}".format),
    st.builds(
        "week {} after {}".format, st.integers(1, 6), st.sampled_from(("school-start", "autumn-break", "winter-break"))
    ),
    st.builds(
        "week {} before {}".format, st.integers(1, 6), st.sampled_from(("christmas", "winter-break", "school-end"))
    ),
    st.builds("{} {} weeks".format, st.sampled_from(("first", "last")), st.integers(1, 9)),
    st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "before ", "after ")),
        st.sampled_from(("autumn-break", "winter-break", "code-week", "safer-internet-day")),
        small_steps,
    ),
    st.builds("school-start + {} weeks any day".format, st.integers(2, 20)),
    st.sampled_from(("in-service", "code-week", "safer-internet-day", "31 december any day", "july any day")),
)
