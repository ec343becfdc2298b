"""Taking in a new edition of the source: what was chosen goes into the draft, all in one transaction."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.sharing.queries.forks import never_of
from digivuosi.apps.sharing.queries.offers import Answers, Offered, offered_to
from digivuosi.apps.toolkit.actions import bring_back, replace_draft
from digivuosi.apps.toolkit.actions.drafts import words_of
from digivuosi.apps.toolkit.actions.files import keep_files
from digivuosi.apps.toolkit.models import Draft
from digivuosi.domain.toolkit.documents import content_hash, to_document
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.offers import Answered, answer

STATE = ("edition", "content_hash", "base", "base_files", "never", "version")


class OutOfDate(Refused):
    """The draft or the source has changed since the offer was read; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("The draft or the source has changed meanwhile. Nothing was taken. Look at your answers below once more.")
        )


def take_in(*, by: User, provider: Provider, version: str, answers: Answers) -> Draft:
    """Take what was accepted of the newest edition into the draft. Raises OutOfDate, or Refused in words.

    The base moves on by what was answered; what waits is offered again.
    """
    with transaction.atomic(), scope(provider=provider):
        fork = Fork.objects.select_for_update().filter(provider=provider).first()
        if fork is None:
            raise Refused(_("The toolkit is nobody's copy."))
        fork.provider = provider
        offered = offered_to(fork)
        if offered is None or offered.version != version:
            raise OutOfDate
        if not answers:
            raise Refused(_("Choose first what to take, or what never to be asked again."))
        never = never_of(fork) | answers.never
        done = _answered(offered, answers, never)
        before = {name: getattr(fork, name) for name in STATE}
        replaced = replace_draft(
            by=by,
            provider=provider,
            toolkit=done.draft.toolkit,
            files=done.draft.files,
            version=offered.draft_version,
        )
        _move_on(fork, done, never)
        fork.edition, fork.content_hash = offered.theirs.toolkit.edition, offered.upstream.content_hash
        fork.save()
        record(
            by=by,
            provider=provider,
            verb="toolkit.update",
            about=fork,
            title=words_of(offered.theirs.toolkit.title, provider.language) + f" {offered.theirs.toolkit.edition}",
            before={**replaced.before, "fork": before},
            after={
                "hash": content_hash(replaced.toolkit),
                "fork": fork.version,
                "taken": len(answers.taken),
                "never": len(answers.never),
                "settled": len(done.merge.choices),
            },
        )
    return replaced.row


def undo_update(*, by: User, event: Event) -> None:
    """Bring back the draft and the base as they were before an edition was taken in, if neither has changed since."""
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        fork = Fork.objects.select_for_update().filter(provider=provider, pk=event.about_id).first()
        before: dict[str, Any] = event.before or {}
        after: dict[str, Any] = event.after or {}
        if fork is None or fork.version != after.get("fork") or "fork" not in before:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        bring_back(by=by, provider=provider, before=before, became=after["hash"])
        # The version too, so that the step before can be taken back next; the draft's own version only grows.
        for name in STATE:
            setattr(fork, name, before["fork"][name])
        fork.save()
        record(
            by=by,
            provider=provider,
            verb="toolkit.update.undo",
            about=fork,
            title=event.about_title,
            before=after,
            after={"fork": fork.version},
            undoes=event,
        )


def _answered(offered: Offered, answers: Answers, never: frozenset[Place]) -> Answered:
    """What the real merge makes of the answers; raises Refused for one that leaves a hole."""
    try:
        return answer(
            offered.base,
            offered.ours,
            offered.theirs,
            taken=answers.taken,
            never=never,
            choices=answers.choices,
        )
    except ValueError as problem:
        raise Refused(_("One of the choices would leave a place empty that cannot be empty.")) from problem


def _move_on(fork: Fork, done: Answered, never: frozenset[Place]) -> None:
    fork.base = to_document(done.base.toolkit)
    fork.base_files = keep_files(fork.provider, done.base.files)
    fork.never = sorted([place.kind, place.key, place.field, place.part] for place in never)
    fork.version += 1
