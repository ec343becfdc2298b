"""Opening and closing a round, codes for walls and links that work once."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.needs.models import (
    CODE_LENGTH,
    CODE_LETTERS,
    LONGEST_ROUND,
    MOST_EXPECTED,
    MOST_LINKS,
    MOST_TIMES,
    Answer,
    AnswerLink,
    FreeText,
    Round,
    SchoolRound,
    Unfinished,
)
from digivuosi.apps.needs.models import random_key as new_key
from digivuosi.apps.needs.queries.questions import asked_document, survey_of
from digivuosi.apps.needs.queries.results import release_of_answers
from digivuosi.apps.needs.queries.rounds import is_over, rounds_past, running_round
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.schools.tenant import guard_all
from digivuosi.apps.toolkit.queries import toolkit_of

Row = TypeVar("Row", Answer, FreeText)


def new_code() -> str:
    return "".join(secrets.choice(CODE_LETTERS) for _number in range(CODE_LENGTH))


@transaction.atomic
def open_round(
    *, by: User | None, provider: Provider, survey_key: str, opens: date, closes: date, schools: Iterable[School]
) -> Round:
    """Open a survey at these schools between two days, both included. Raises Refused in words.

    The questions are kept with the round, as they stand in the current edition.
    """
    toolkit = toolkit_of(provider)
    asked = [school for school in schools if school.provider_id == provider.pk and not school.is_administration]
    if toolkit is None or all(survey.key != survey_key for survey in toolkit.surveys):
        raise Refused(_("The toolkit has no such survey."))
    if not asked:
        raise Refused(_("Choose at least one school."))
    _check_days(opens, closes)
    if running_round(provider, survey_key) is not None:
        raise Refused(_("This survey is open already. Close it before you open it again."))
    one = Round(
        provider=provider,
        year=school_year_now(opens),
        survey_key=survey_key,
        document=asked_document(toolkit, survey_key),
        opens=opens,
        closes=closes,
    )
    one.save()
    rows = [SchoolRound(round=one, school=school, code=new_code()) for school in asked]
    guard_all(rows)
    SchoolRound.objects.bulk_create(rows)
    record(by=by, provider=provider, verb="round.open", about=one, title=_title(one), after=_state(one, asked))
    return one


@transaction.atomic
def change_end(*, by: User, one: Round, closes: date) -> None:
    """Give more time, or less. Raises Refused when it is over: what has been shown must not grow by single answers."""
    today = clock.today()
    if is_over(one, today):
        raise Refused(_("The round is over. Open a new one instead."))
    _check_days(one.opens, closes)
    before = _state(one)
    one.closes = max(closes, today)
    one.save(update_fields=["closes"])
    record(by=by, provider=one.provider, verb="round.end", about=one, title=_title(one), before=before,
           after=_state(one))  # fmt: skip


@transaction.atomic
def close_round(*, by: User | None, one: Round, on: date | None = None) -> None:
    """Close a round for good. What may be shown is counted, once; unfinished answers and links go; the answers are
    written anew in an order by chance. Closing it again does nothing."""
    if one.closed_on is not None:
        return
    before = _state(one)
    one.closed_on = on or clock.today()
    one.closes = max(min(one.closes, one.closed_on), one.opens)
    # Of all schools, whoever closes it: a mentor sees only some, and the figures must not depend on that.
    with scope(provider=one.provider, school=list(School.objects.filter(provider=one.provider))):
        one.summary = release_of_answers(one).to_document()
        one.save(update_fields=["closed_on", "closes", "summary"])
        Unfinished.objects.filter(asked__round=one).delete()
        AnswerLink.objects.filter(asked__round=one).delete()
        _shuffle(one)
        record(by=by, provider=one.provider, verb="round.close", about=one, title=_title(one), before=before,
               after=_state(one))  # fmt: skip


def close_when_past(one: Round, today: date) -> None:
    """Close a round whose last day has gone by, when nobody has: whoever looks at it first does it."""
    if one.closed_on is None and is_over(one, today):
        close_round(by=None, one=one, on=today)


def close_past(provider: Provider, today: date) -> int:
    """Close every round whose last day has gone by; return how many."""
    past = rounds_past(provider, today)
    for one in past:
        close_when_past(one, today)
    return len(past)


def _shuffle(one: Round) -> None:
    """Give every answer and free text a new key and a new place, so that their order tells nothing even to someone
    who reads the database's own files."""
    answers = _in_new_order(list(Answer.objects.filter(asked__round=one)))
    Answer.objects.filter(asked__round=one).delete()
    Answer.objects.bulk_create(answers)
    texts = _in_new_order(list(FreeText.objects.filter(round=one)))
    FreeText.objects.filter(round=one).delete()
    FreeText.objects.bulk_create(texts)


def _in_new_order(rows: list[Row]) -> list[Row]:
    random.SystemRandom().shuffle(rows)
    for row in rows:
        row.pk = new_key()
    return rows


@transaction.atomic
def set_expected(*, by: User, asked: SchoolRound, expected: int | None) -> None:
    """Tell how many people are asked at the school, so that answers given twice are noticed."""
    if expected is not None and not 0 < expected <= MOST_EXPECTED:
        raise Refused(_("Give a number from 1 to %(most)d.") % {"most": MOST_EXPECTED})
    before, asked.expected = asked.expected, expected
    asked.save(update_fields=["expected"])
    _note(by, asked, "round.expect", before=before, after=expected)


@transaction.atomic
def change_code(*, by: User, asked: SchoolRound) -> None:
    """A new code for the wall; the old one works no more. Unfinished answers are kept."""
    asked.code = new_code()
    asked.save(update_fields=["code"])
    _note(by, asked, "round.code")


@transaction.atomic
def make_links(*, by: User, asked: SchoolRound, count: int) -> list[str]:
    """Make links that work once each and return their secrets, which are kept nowhere. Raises Refused."""
    if not 0 < count <= MOST_LINKS:
        raise Refused(_("Give a number from 1 to %(most)d.") % {"most": MOST_LINKS})
    if AnswerLink.objects.filter(asked=asked).count() + count > MOST_LINKS * MOST_TIMES:
        raise Refused(_("There are too many links of this round at this school already."))
    tokens = [new_secret() for _number in range(count)]
    rows = [AnswerLink(school=asked.school, asked=asked, token_hash=hash_of(token)) for token in tokens]
    guard_all(rows)
    AnswerLink.objects.bulk_create(rows)
    _note(by, asked, "round.links", after=count)
    return tokens


def _check_days(opens: date, closes: date) -> None:
    if closes < opens:
        raise Refused(_("The last day is before the first."))
    if (closes - opens).days > LONGEST_ROUND:
        raise Refused(_("A round may be open for at most %(days)d days.") % {"days": LONGEST_ROUND})


def _title(one: Round) -> str:
    return survey_of(one).title.get(one.provider.language)


def _state(one: Round, schools: Iterable[School] = ()) -> dict[str, object]:
    days = {"opens": one.opens.isoformat(), "closes": one.closes.isoformat()}
    closed = one.closed_on.isoformat() if one.closed_on else None
    return {**days, "closed_on": closed, **({"schools": [school.pk for school in schools]} if schools else {})}


def _note(by: User, asked: SchoolRound, verb: str, before: object = None, after: object = None) -> None:
    school = asked.school
    record(by=by, provider=school.provider, school=school, verb=verb, about=asked, title=_title(asked.round),
           before=before, after=after)  # fmt: skip
