"""Reminders: to all who hold a role at a school, because nobody can know who has not answered."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.background import task
from digivuosi.apps.needs.models import Round, SchoolRound
from digivuosi.apps.needs.queries.questions import survey_of
from digivuosi.apps.needs.queries.reminders import people_to_remind
from digivuosi.apps.needs.queries.rounds import is_open
from digivuosi.apps.people.addresses import absolute
from digivuosi.apps.people.mailing import mail_to
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record


@transaction.atomic
def remind(*, by: User, one: Round, origin: str = "") -> int:
    """Mail those who remind at each school of the round: principals, or the team itself when it is the team's survey.

    Returns how many people get a mail. Raises Refused when the round is not open.
    """
    if not is_open(one, clock.today()):
        raise Refused(_("The survey is not open now."))
    rows = list(SchoolRound.objects.filter(round=one).select_related("school", "school__provider"))
    found = people_to_remind(one, [row.school for row in rows])
    for row in rows:
        for user in found[row.school_id]:
            send_reminder.enqueue(user.pk, row.pk, origin)
    people = sum(len(users) for users in found.values())
    record(by=by, provider=one.provider, verb="round.remind", about=one, after=people,
           title=survey_of(one).title.get(one.provider.language))  # fmt: skip
    return people


@task
def send_reminder(user_id: int, asked_id: int, origin: str) -> None:
    """Mail one holder of a role at one school."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    rows = SchoolRound.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    names = ("school", "school__provider", "round", "round__provider")
    asked = rows.filter(pk=asked_id).select_related(*names).first()
    if user is None or asked is None or not is_open(asked.round, clock.today()):
        return
    slugs = {"provider": asked.school.provider.slug, "school": asked.school.slug, "round": asked.round_id}
    with scope(provider=asked.school.provider, school=asked.school):
        mail_to(
            user,
            "needs/mail/reminder.txt",
            survey=survey_of(asked.round).title.get(user.language),
            school=asked.school,
            closes=asked.round.closes,
            link=absolute(reverse("needs:ask", kwargs=slugs), origin),
            answer=absolute(reverse("needs:answer", kwargs={"code": asked.code}), origin),
        )
