"""The feed by an independent reader's eyes: vobject reads what icalendar wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import vobject
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.feeds.calendar import FeedEntry, feed_of

CHANGED = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)


def entry(number: int = 1, **words: object) -> FeedEntry:
    given_words = {
        "uid": f"placement-{number}@digivuosi.test",
        "title": "Syyskysely opettajille",
        "first": date(2026, 10, 5),
        "last": date(2026, 10, 9),
        "changed_at": CHANGED,
        **words,
    }
    return FeedEntry(**given_words)  # type: ignore[arg-type]


def read(content: bytes) -> vobject.base.Component:
    return vobject.readOne(content.decode())


def test_vobject_finds_the_feed_valid() -> None:
    feed = feed_of("Kivelän koulu", [entry(1), entry(2, title="Koodaus; viikko, ja \\ muuta\nrivi")], language="fi")
    calendar = read(feed.content)
    assert calendar.validate(raiseException=True)
    assert [event.summary.value for event in calendar.vevent_list] == [
        "Syyskysely opettajille",
        "Koodaus; viikko, ja \\ muuta\nrivi",
    ]


def test_days_are_whole_and_the_end_is_the_day_after() -> None:
    event = read(feed_of("x", [entry()], language="fi").content).vevent
    assert event.dtstart.value == date(2026, 10, 5)
    assert event.dtend.value == date(2026, 10, 10)
    assert b"DTSTART;VALUE=DATE:20261005" in feed_of("x", [entry()], language="fi").content
    assert b"DTEND;VALUE=DATE:20261010" in feed_of("x", [entry()], language="fi").content


def test_a_feed_is_no_invitation() -> None:
    assert b"METHOD" not in feed_of("x", [entry()], language="fi").content


def test_a_moved_placement_keeps_its_uid_and_raises_its_sequence() -> None:
    before = read(feed_of("x", [entry()], language="fi").content).vevent
    later = entry(first=date(2026, 10, 12), last=date(2026, 10, 16), changed_at=CHANGED + timedelta(seconds=1))
    after = read(feed_of("x", [later], language="fi").content).vevent
    assert after.uid.value == before.uid.value
    assert int(after.sequence.value) > int(before.sequence.value)


def test_the_tag_changes_with_what_the_feed_says_and_only_then() -> None:
    one = feed_of("x", [entry(1), entry(2)], language="fi")
    assert feed_of("x", [entry(2), entry(1)], language="fi") == one
    assert feed_of("x", [entry(1), entry(2, status="cancelled")], language="fi").tag != one.tag


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\x85"), max_size=300),
    st.dates(date(2026, 8, 1), date(2027, 7, 1)),
    st.integers(0, 30),
)
def test_any_words_and_days_come_back_as_they_were(title: str, first: date, days: int) -> None:
    last = first + timedelta(days=days)
    content = feed_of("x", [entry(title=title, first=first, last=last)], language="fi").content
    event = read(content).vevent
    assert event.summary.value == title
    assert (event.dtstart.value, event.dtend.value) == (first, last + timedelta(days=1))
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
