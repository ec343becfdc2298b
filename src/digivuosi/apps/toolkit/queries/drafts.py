"""What the editing pages ask of the draft: what is wrong with it, what has changed since the last edition."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from digivuosi.apps.look import clock
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.queries import calendar_of, school_year_now
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.apps.toolkit.queries.toolkits import Kept, editions_of, toolkit_of
from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.toolkit.checking import Finding, check_toolkit, suggested_calendars
from digivuosi.domain.toolkit.toolkit import Toolkit

CHECKS = 40
"""How many drafts' findings are kept in memory."""
_findings: Kept[tuple[Finding, ...]] = Kept(CHECKS)


def calendars_for(provider: Provider) -> tuple[SchoolYear, SchoolYear]:
    """This school year and the next one, as the provider has them."""
    starts = school_year_now(clock.today())
    return calendar_of(provider, starts), calendar_of(provider, starts + 1)


def findings_of(source: Source) -> tuple[Finding, ...]:
    """What is wrong with a draft, by the provider's own calendars and the usual ones; checked once per content."""
    own = calendars_for(source.provider)
    told = json.dumps([year.to_document() for year in own], sort_keys=True, default=str)
    name = f"{source.content_hash}/{sha256(told.encode()).hexdigest()}"
    kept = _findings.get(name)
    if kept is None:
        calendars = (*own, *suggested_calendars(own[0].starts))
        kept = _findings.put(name, check_toolkit(source.toolkit, calendars))
    return kept


def published_toolkit(provider: Provider) -> Toolkit | None:
    """The toolkit that the draft is compared with."""
    return toolkit_of(provider)


def next_name(provider: Provider) -> str:
    """The next free name of an edition: 2026-1, 2026-2 …"""
    year = clock.today().year
    numbers = [
        int(found[1])
        for edition in editions_of(provider)
        if (found := re.fullmatch(rf"{year}-(\d{{1,4}})", edition.name))
    ]
    return f"{year}-{max(numbers, default=0) + 1}"
