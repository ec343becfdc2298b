"""A school's placements as an iCalendar feed (RFC 5545).

All events are whole days: DTSTART and DTEND are DATEs, and DTEND is the day after the last one. A feed has no
METHOD (that would make it an invitation). The UID of an event is the same for ever, and its SEQUENCE and
LAST-MODIFIED tell what changed, so that a moved placement moves in people's calendars instead of doubling.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Digivuosi//year wheel//FI"
REFRESH = timedelta(hours=6)
"""How often a reader is asked to look again."""
_STATUS = {"done": "CONFIRMED", "cancelled": "CANCELLED", "postponed": "TENTATIVE"}


@dataclass(frozen=True)
class FeedEntry:
    """One event of a feed; the words are already in the reader's language."""

    uid: str
    title: str
    first: date
    last: date
    changed_at: datetime
    """When the placement last changed, with a time zone."""
    description: str = ""
    address: str = ""
    category: str = ""
    status: str = "planned"


@dataclass(frozen=True)
class Feed:
    """A finished feed: its bytes, and the tag that is the same as long as nothing in it changed."""

    content: bytes
    tag: str


def feed_of(name: str, entries: Iterable[FeedEntry], *, language: str) -> Feed:
    """Write the feed; entries may come in any order and the bytes depend on what they say only."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name, parameters={"LANGUAGE": language})
    calendar.add("name", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    for entry in sorted(entries, key=lambda entry: entry.uid):
        calendar.add_component(_event(entry, language))
    content = calendar.to_ical()
    return Feed(content, tag_of(content))


def tag_of(content: bytes) -> str:
    """The tag of a feed's bytes, for ETag."""
    return hashlib.sha256(content).hexdigest()[:32]


def _event(entry: FeedEntry, language: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("summary", entry.title, parameters={"LANGUAGE": language})
    event.add("dtstart", entry.first)
    event.add("dtend", entry.last + timedelta(days=1))
    # DTSTAMP tells when this state was made, not when it was asked for: the bytes must not change by themselves.
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", int(entry.changed_at.timestamp()) % 2_000_000_000)
    event.add("transp", "TRANSPARENT")
    event.add("status", _STATUS.get(entry.status, "CONFIRMED"))
    if entry.description:
        event.add("description", entry.description)
    if entry.address:
        event.add("url", entry.address)
    if entry.category:
        event.add("categories", [entry.category])
    return event
