"""A school's answers to what a new edition proposes: each one or all, and each with a way back."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, School
from digivuosi.apps.sharing.models import Answer, Proposal, ProposalKind
from digivuosi.apps.sharing.queries.proposals import Asked, Proposed, asked_of
from digivuosi.apps.toolkit.actions import change_locally
from digivuosi.apps.wheel.actions import Move, move_together, remove, take_chosen
from digivuosi.domain.toolkit.changes import difference
from digivuosi.domain.toolkit.merging.places import Side, item_of, leaves_of
from digivuosi.domain.toolkit.toolkit import Measure


def take_proposals(*, by: User, school: School, year: int, proposals: Collection[int]) -> int:
    """Take proposals (by their numbers) into the school's year, all of them or none. Return how many.

    Raises Refused when one of them can no longer be taken as it was shown.
    """
    with transaction.atomic(), scope(provider=school.provider, school=school):
        asked, chosen = _chosen(school, year, proposals)
        _take_new(by, asked, [one for one in chosen if one.row.kind == ProposalKind.NEW])
        _take_moves(by, asked, [one for one in chosen if one.row.kind == ProposalKind.MOVED])
        for one in chosen:
            if one.row.kind == ProposalKind.GONE:
                for placement in one.standing:
                    remove(by=by, placement=placement)
            elif one.row.kind == ProposalKind.DISPUTED:
                _take_theirs(by, asked, one)
        for one in chosen:
            _answer(one.row, Answer.TAKEN, by)
    return len(chosen)


def leave_proposals(*, by: User, school: School, year: int, proposals: Collection[int]) -> int:
    """Leave it as it is: these are not asked again this year, whatever a later edition says of them."""
    with transaction.atomic(), scope(provider=school.provider, school=school):
        asked, chosen = _chosen(school, year, proposals)
        for one in chosen:
            _answer(one.row, Answer.LEFT, by)
            _tell(by, asked.school, "proposal.left", one)
    return len(chosen)


def reopen_proposal(*, by: User, school: School, year: int, proposal: int) -> None:
    """Ask again what was left."""
    with transaction.atomic(), scope(provider=school.provider, school=school):
        asked = asked_of(school, year, current())
        found = next((one for one in asked.answered if one.row.pk == proposal), None)
        if found is None or found.row.answer != Answer.LEFT:
            raise Refused(_("There is nothing to ask again."))
        _reopen(found.row)
        _tell(by, school, "proposal.reopened", found)


def undo_left(*, by: User, event: Event) -> None:
    """Take back that a proposal was left: it is asked again."""
    school = event.school
    with transaction.atomic(), scope(provider=event.provider, school=school):
        row = Proposal.objects.select_for_update().filter(school=school, pk=event.about_id).first()
        if row is None or row.answer != Answer.LEFT:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        _reopen(row)
        record(
            by=by,
            provider=event.provider,
            school=school,
            verb="proposal.left.undo",
            about=row,
            title=event.about_title,
            undoes=event,
        )


def _chosen(school: School, year: int, proposals: Collection[int]) -> tuple[Asked, list[Proposed]]:
    # The school's row is the lock: two people may answer at once.
    School.objects.select_for_update().get(pk=school.pk)
    asked = asked_of(school, year, current())
    chosen = [one for one in asked.open if one.row.pk in proposals]
    if not chosen or len(chosen) != len(set(proposals)):
        raise Refused(_("The proposals have changed meanwhile. Look at them as they are now."))
    return asked, chosen


def _take_new(by: User, asked: Asked, chosen: list[Proposed]) -> None:
    if not chosen:
        return
    keys = [one.measure.key for one in chosen]
    taken = take_chosen(by=by, school=asked.school, year=asked.year, measure_keys=keys)
    for text in taken.refused.values():
        raise Refused(text.get(current()))


def _take_moves(by: User, asked: Asked, chosen: list[Proposed]) -> None:
    moves = [
        Move(move.placement.pk, (move.placement.first, move.placement.last), move.to)
        for one in chosen
        for move in one.moves
    ]
    if moves and move_together(by=by, school=asked.school, year=asked.year, moves=moves).kept:
        raise Refused(_("The proposals have changed meanwhile. Look at them as they are now."))


def _take_theirs(by: User, asked: Asked, one: Proposed) -> None:
    """Give up the school's own value at the places in question; its other changes of the measure stay."""
    toolkit = asked.toolkit
    citys = toolkit.measure(one.measure.key) if toolkit else None
    if toolkit is None or citys is None:
        raise Refused(_("The measure is not in the toolkit any more."))
    side = Side(toolkit, {})
    mine, theirs = leaves_of(one.measure, side), leaves_of(citys, side)
    for disputed in one.disputed:
        at = (disputed.place.field, disputed.place.part)
        mine.pop(at, None)
        if at in theirs:
            mine[at] = theirs[at]
    wanted = item_of("measures", citys.key, mine)
    assert isinstance(wanted, Measure)  # noqa: S101  (an item of the measures)
    change_locally(by=by, school=asked.school, key=citys.key, fields=difference(citys, wanted))


def _answer(row: Proposal, answer: Answer, by: User) -> None:
    row.answer, row.answered_by, row.answered_at = answer, by, clock.now()
    row.save()


def _reopen(row: Proposal) -> None:
    row.answer, row.answered_by, row.answered_at = Answer.OPEN, None, None
    row.save()


def _tell(by: User, school: School, verb: str, one: Proposed) -> None:
    title = one.measure.title.get(school.provider.language)
    record(by=by, provider=school.provider, school=school, verb=verb, about=one.row, title=title)
