"""Answering: nobody is `by`, no event is written, and nothing here knows a user or looks at a clock.

The secret is the answering browser's own. It joins the attempts of one browser to each other until the answer is sent;
the answer itself does not know it. So a second attempt over a bad connection is no second answer, and what was typed
can be taken up again; and nobody, not even whoever gave out a link, can open somebody's half-written answer.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django_scopes import scope

from digivuosi.apps.needs.models import Answer, AnswerLink, FreeText, SchoolRound, Unfinished
from digivuosi.apps.needs.queries.sheets import counted_of, document_of
from digivuosi.apps.people.secrets import hash_of
from digivuosi.domain.needs.answering import AnswerSheet

MOST_ANSWERS = 2000
"""At one school in one round: more than there are people at any; a flood ends here."""
MOST_UNFINISHED = 4000


class Full(Exception):
    """The school's round takes no more."""


class LinkUsed(Exception):
    """A link that works once has been used."""


def save_unfinished(*, asked: SchoolRound, secret: str, sheet: AnswerSheet) -> bool:
    """Keep what has been written so far. False when this browser has sent already: then nothing is kept."""
    with _inside(asked):
        return _write(asked, secret, values=document_of(sheet))


def send(*, asked: SchoolRound, secret: str, sheet: AnswerSheet, link: AnswerLink | None = None) -> bool:
    """Store the answer. False when this browser has sent already: the first one counts. Raises LinkUsed and Full.

    One short transaction: while it lasts, nobody else can write (SQLite)."""
    with _inside(asked), transaction.atomic():
        if not _write(asked, secret, values={}, is_sent=True):
            return False
        if link is not None and not AnswerLink.objects.filter(pk=link.pk, is_used=False).update(is_used=True):
            raise LinkUsed
        if Answer.objects.filter(asked=asked).count() >= MOST_ANSWERS:
            raise Full
        _store(asked, sheet)
    return True


@transaction.atomic
def store_many(*, asked: SchoolRound, sheets: list[AnswerSheet]) -> None:
    """Store the answers of many at once, as the demo and the bench need them."""
    with _inside(asked):
        answers = [Answer(school=asked.school, asked=asked, values=counted_of(sheet)) for sheet in sheets]
        Answer.objects.bulk_create(answers)
        FreeText.objects.bulk_create([row for sheet in sheets for row in _texts(asked, sheet)])


def _store(asked: SchoolRound, sheet: AnswerSheet) -> None:
    # Straight in: `save` would first look for the key that chance drew.
    Answer(school=asked.school, asked=asked, values=counted_of(sheet)).save(force_insert=True)
    for row in _texts(asked, sheet):
        row.save(force_insert=True)


def _texts(asked: SchoolRound, sheet: AnswerSheet) -> list[FreeText]:
    provider = asked.school.provider
    return [FreeText(provider=provider, round=asked.round, question=key, words=words) for key, words in sheet.texts]


def _write(asked: SchoolRound, secret: str, **what: Any) -> bool:
    """Write into this browser's row, which is made when there is none; False when it has sent already.

    Trying to write comes first: mostly the row is there, and whether it has sent is then asked and told in one
    statement. Of two attempts at the same moment one makes the row; the other waits for it and is told that it exists.
    """
    own = Unfinished.objects.filter(asked=asked, secret_hash=hash_of(secret))
    if own.filter(is_sent=False).update(**what):
        return True
    if own.exists():
        return False
    if Unfinished.objects.filter(asked=asked).count() >= MOST_UNFINISHED:
        raise Full
    row = Unfinished(school=asked.school, asked=asked, secret_hash=hash_of(secret), **what)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return bool(own.filter(is_sent=False).update(**what))
    return True


def _inside(asked: SchoolRound) -> Any:
    return scope(provider=asked.school.provider, school=asked.school)
