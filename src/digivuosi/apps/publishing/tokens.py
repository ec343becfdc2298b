"""Resumption tokens: where a list goes on, signed so that nobody can write one, and good for a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing

from digivuosi.apps.publishing.queries.harvest import Place, Wanted
from digivuosi.domain.publishing.harvesting import Code, OaiProblem

LIVES = timedelta(days=1)
_SALT = "digivuosi.publishing.resumption"
WRONG = "the resumption token is wrong or too old"


@dataclass(frozen=True)
class Going:
    """A list on its way."""

    verb: str
    wanted: Wanted
    after: Place
    cursor: int
    """How many records have been given."""
    size: int


def token_of(going: Going) -> str:
    wanted, after = going.wanted, going.after
    told = [
        going.verb, wanted.prefix, wanted.set, _words(wanted.since), _words(wanted.until),
        after.changed_at.isoformat(), after.pk, going.cursor, going.size,
    ]  # fmt: skip
    return signing.dumps(told, salt=_SALT, compress=True)


def read_token(words: str, verb: str) -> Going:
    """Open a token of the same verb; raises OaiProblem."""
    try:
        told: list[Any] = signing.loads(words, salt=_SALT, max_age=LIVES)
    except signing.BadSignature:
        raise OaiProblem(Code.BAD_TOKEN, WRONG) from None
    said, prefix, spec, since, until, changed, pk, cursor, size = told
    if said != verb:
        raise OaiProblem(Code.BAD_TOKEN, "the resumption token is of another verb")
    wanted = Wanted(prefix, spec, _moment(since), _moment(until))
    return Going(said, wanted, Place(datetime.fromisoformat(changed), pk), cursor, size)


def _words(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(words: str) -> datetime | None:
    return datetime.fromisoformat(words) if words else None
