"""Giving a change back to the publisher: suggested, considered, taken by the real merge, or answered with words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.networks.models import OPEN_STATES, IncomingLetter, SentSuggestion, Suggestion, SuggestionState
from digivuosi.apps.networks.queries.suggestions import merged_into
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of, new_secret
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.toolkit.actions import add_item, change_item
from digivuosi.apps.toolkit.actions.drafts import open_draft, undo_draft
from digivuosi.domain.toolkit.checking import check_toolkit
from digivuosi.domain.toolkit.merging.merge import Merge
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.merging.values import Choice
from digivuosi.domain.toolkit.suggestions import Suggestion as Suggested
from digivuosi.domain.toolkit.suggestions import SuggestionProblem, fingerprint_of, is_something, read_suggestion

MOST_UNANSWERED = 100
"""Suggestions of a provider that wait; more are not taken in until some are answered."""
MOST_KEPT = 500
KEPT_FOR = timedelta(days=2 * 365)
LONGEST_ANSWER = 4_000
MOVED_ON = _("The draft has changed since you looked. Look at the suggestion again; nothing was taken.")


def take_in(
    *,
    provider: Provider,
    content: bytes,
    by: User | None = None,
    sender: Provider | None = None,
    letter: IncomingLetter | None = None,
    name: str = "",
) -> str:
    """Keep what came, unread; return the secret by which the sender asks for the answer. Raises Refused.

    The same suggestion again is the same one; its sender gets a new secret, and the old one counts no more. What came
    in a signed letter, of somebody called `name`, is asked about with the secret of the letter.
    """
    try:
        suggested = read_suggestion(content)
    except SuggestionProblem as problem:
        raise Refused(problem.message.get(current())) from problem
    if not is_something(suggested):
        raise Refused(_("The suggestion changes nothing."))
    secret = new_secret()
    token = letter.token_hash if letter is not None else hash_of(secret)
    with transaction.atomic(), scope(provider=provider):
        _forget_old(provider)
        print_ = fingerprint_of(suggested)
        there = Suggestion.objects.select_for_update().filter(provider=provider, fingerprint=print_).first()
        if there is not None:
            there.token_hash = token
            there.sender_address = letter.sender if letter is not None else there.sender_address
            there.save(update_fields=["token_hash", "sender_address"])
            return secret
        if Suggestion.objects.filter(provider=provider, state__in=OPEN_STATES).count() >= MOST_UNANSWERED:
            raise Refused(_("There are too many suggestions waiting already. Send it again later."))
        row = Suggestion(
            provider=provider,
            document=suggested.to_document(),
            fingerprint=print_,
            sender_name=name or (sender.name if sender else suggested.author),
            sender=sender,
            sender_address=letter.sender if letter is not None else "",
            token_hash=token,
            came_at=clock.now(),
        )
        try:
            row.save()
        except IntegrityError as problem:
            raise Refused(_("It has just been sent already.")) from problem
        record(by=by, provider=provider, verb="suggestion.came", about=row, title=_title(row.sender_name, suggested))
    return secret


def mark_read(*, by: User, suggestion: Suggestion) -> None:
    """Somebody has looked; the sender sees that it is being considered."""
    with scope(provider=suggestion.provider):
        unread = Suggestion.objects.filter(pk=suggestion.pk, state=SuggestionState.UNREAD)
        if unread.update(state=SuggestionState.READ):
            suggestion.state = SuggestionState.READ


def take(
    *,
    by: User,
    suggestion: Suggestion,
    version: int,
    without: Collection[Place] = (),
    choices: Mapping[Place, Choice] | None = None,
    answer: str = "",
) -> Merge:
    """Merge a suggestion into the draft, whole or without some places. Raises Refused; then nothing has changed.

    `version` is the draft's when it was looked at: when others have changed it since, it is shown anew first.
    """
    provider = suggestion.provider
    with transaction.atomic(), scope(provider=provider):
        row = _open_row(suggestion)
        draft = open_draft(provider)
        if draft.row.version != version:
            raise Refused(MOVED_ON)
        merged = merged_into(draft.row, row, without, choices)
        if merged.open:
            raise Refused(_("Choose first what is to stand where both have changed something."))
        before = {_name(one) for one in check_toolkit(draft.toolkit) if one.is_error}
        wrong = [one for one in check_toolkit(merged.result.toolkit) if one.is_error and _name(one) not in before]
        if wrong:
            raise Refused(wrong[0].message.get(current()))
        last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        written = _write(by, provider, row, merged)
        if not written:
            raise Refused(_("Nothing of it would change the draft. Answer the sender instead."))
        changes = Event.objects.filter(provider=provider, pk__gt=last, verb__startswith="draft.", by=by)
        row.taken_events = list(changes.order_by("pk").values_list("pk", flat=True))
        _answer(by, row, SuggestionState.TAKEN, answer, {"items": written, "left": [str(one) for one in without]})
    return merged


def decline(*, by: User, suggestion: Suggestion, answer: str) -> None:
    """Answer a suggestion with words and leave the draft as it is."""
    if not answer.strip():
        raise Refused(_("Write a few words to those who suggested it."))
    with transaction.atomic(), scope(provider=suggestion.provider):
        _answer(by, _open_row(suggestion), SuggestionState.DECLINED, answer, {})


def undo_take(*, by: User, event: Event) -> None:
    """Take a suggestion out of the draft again, whole; it is open once more, and its sender sees that. Raises Refused.

    The words of the answer are gone with it: they spoke of what is no more.
    """
    provider = event.provider
    with transaction.atomic(), scope(provider=provider):
        row = Suggestion.objects.select_for_update().filter(provider=provider, pk=event.about_id).first()
        if row is None or row.state != SuggestionState.TAKEN or not row.taken_events:
            raise Refused(_("It has been changed since, so it cannot be taken back."))
        for change in Event.objects.filter(provider=provider, pk__in=row.taken_events).order_by("-pk"):
            undo_draft(by=by, event=change)
        record(by=by, provider=provider, verb="suggestion.take.undo", about=row, title=event.about_title, undoes=event)


def hear_of_undoing(event: Event, **_rest: Any) -> None:
    """A change of the draft was taken back: a suggestion of which nothing is left there is open again."""
    taken = Suggestion.objects.select_for_update().filter(provider=event.provider, state=SuggestionState.TAKEN)
    row = next((one for one in taken if event.pk in one.taken_events), None)
    if row is None:
        return
    row.taken_events = [pk for pk in row.taken_events if pk != event.pk]
    if not row.taken_events:
        row.state, row.answer, row.answered_at, row.answered_by = SuggestionState.READ, "", None, None
        record(by=None, provider=row.provider, verb="suggestion.open", about=row, title=row.sender_name)
        _hurry(row)
    row.save()


def _hurry(row: Suggestion) -> None:
    """A sender on this server hears of it at the next round, not tomorrow."""
    if row.sender_id is not None:
        with scope(provider=row.sender_id):
            sent = SentSuggestion.objects.filter(provider=row.sender_id, receiver=row.provider_id)
            sent.filter(next_at__gt=clock.now()).update(next_at=clock.now())


def _write(by: User, provider: Provider, row: Suggestion, merged: Merge) -> list[str]:
    """Save the items that the merge changed by the draft's own verbs, so that each can be taken back in the history."""
    written = []
    version = open_draft(provider).row.version
    # What is new comes first: a measure must not name a theme that is not there yet.
    for one in sorted(_items(row), key=lambda pair: pair[0] == "measures"):
        kind, key = one
        old, new = merged.ours.items(kind).get(key), merged.result.items(kind).get(key)
        if new is None or new == old:
            continue
        if old is None:
            version = add_item(by=by, provider=provider, kind=kind, item=new).version
        else:
            version = change_item(by=by, provider=provider, kind=kind, key=key, item=new, version=version).version
        written.append(f"{kind}/{key}")
    return written


def _items(row: Suggestion) -> list[tuple[str, str]]:
    return [(str(one["kind"]), str(one["after"]["key"])) for one in row.document["items"]]


def _answer(by: User, row: Suggestion, state: SuggestionState, answer: str, after: dict[str, Any]) -> None:
    row.state, row.answer = state, answer.strip()[:LONGEST_ANSWER]
    row.answered_at, row.answered_by = clock.now(), by
    row.save()
    _hurry(row)
    verb = "suggestion.take" if state == SuggestionState.TAKEN else "suggestion.decline"
    record(by=by, provider=row.provider, verb=verb, about=row, title=row.sender_name, after=after)


def _open_row(suggestion: Suggestion) -> Suggestion:
    row = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if not row.is_open:
        raise Refused(_("It has been answered already."))
    return row


def _forget_old(provider: Provider) -> None:
    answered = Suggestion.objects.filter(provider=provider).exclude(state__in=OPEN_STATES)
    answered.filter(answered_at__lt=clock.now() - KEPT_FOR).delete()
    Suggestion.objects.filter(pk__in=list(answered.values_list("pk", flat=True)[MOST_KEPT:])).delete()


def _title(name: str, suggested: Suggested) -> str:
    return f"{name}: {suggested.title.get(current())}"


def _name(finding: Any) -> tuple[str, str, str]:
    return finding.code, finding.key, finding.message.get("en")
