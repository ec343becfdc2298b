"""Suggestions that came and that were sent, and what one would do to the draft."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django_scopes import scope, scopes_disabled

from digivuosi.apps.networks.models import IncomingLetter, SentSuggestion, Suggestion
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.publishing.models import OpenToolkit
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries import toolkit_in_draft, toolkit_of
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.merging.differences import Change, diff
from digivuosi.domain.toolkit.merging.merge import Merge, merge
from digivuosi.domain.toolkit.merging.places import Place, Side
from digivuosi.domain.toolkit.merging.values import Choice
from digivuosi.domain.toolkit.suggestions import Suggestion as Suggested
from digivuosi.domain.toolkit.suggestions import is_something, sides, suggest, suggestion_from
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit


def suggestions_of(provider: Provider) -> list[tuple[Suggestion, Suggested]]:
    """What has been suggested to a provider, the newest first."""
    with scope(provider=provider):
        rows = Suggestion.objects.filter(provider=provider).select_related("answered_by", "sender")
        return [(row, suggestion_from(row.document)) for row in rows[:200]]


def suggestion_in(provider: Provider, pk: int) -> Suggestion | None:
    with scope(provider=provider):
        rows = Suggestion.objects.filter(provider=provider, pk=pk)
        return rows.select_related("provider", "answered_by", "sender").first()


def sent_by(provider: Provider) -> list[tuple[SentSuggestion, Suggested]]:
    """What a provider has suggested to its publisher, the newest first."""
    with scope(provider=provider):
        rows = SentSuggestion.objects.filter(provider=provider).select_related("sent_by")
        return [(row, suggestion_from(row.document)) for row in rows[:200]]


def letter_by_token(provider_slug: str, token: str) -> IncomingLetter | None:
    """The letter that a sender asks about."""
    with scopes_disabled():
        return IncomingLetter.objects.filter(provider__slug=provider_slug, token_hash=hash_of(token)).first()


def suggestion_by_token(provider_slug: str, token: str) -> Suggestion | None:
    """The suggestion that a sender asks about."""
    with scopes_disabled():
        rows = Suggestion.objects.filter(provider__slug=provider_slug, token_hash=hash_of(token))
        return rows.exclude(token_hash="").first()


def takes_suggestions(slug: str) -> Provider | None:
    """The provider of that address, when its toolkit is open to anyone: then anyone may also suggest changes."""
    with scopes_disabled():
        row = OpenToolkit.objects.filter(provider__slug=slug, is_open=True).select_related("provider").first()
    return row.provider if row else None


def merged_into(
    draft: Draft, row: Suggestion, without: Collection[Place] = (), choices: Mapping[Place, Choice] | None = None
) -> Merge:
    """Merge a suggestion into a draft; nothing is written."""
    toolkit = toolkit_in_draft(draft)
    ours = Side(toolkit, {})
    base, theirs = sides(ours, suggestion_from(row.document))
    return merge(base, ours, theirs, choices, without)


def changes_of(merged: Merge) -> tuple[Change, ...]:
    """What the suggestion changes, place by place."""
    return diff(merged.base, merged.theirs)


@dataclass(frozen=True)
class Own:
    """What a provider could suggest: its copy, where it came from, and the measures that are different there."""

    fork: Fork
    base: Toolkit
    toolkit: Toolkit
    measures: tuple[Measure, ...]


def to_suggest(provider: Provider) -> Own | None:
    """The published measures of a copy that are different from its source's; None when the toolkit is no copy."""
    fork, toolkit = fork_of(provider), toolkit_of(provider)
    if fork is None or toolkit is None:
        return None
    base = from_document(fork.base)
    old = {one.key: one for one in base.measures}
    changed = (one for one in toolkit.measures if one != old.get(one.key))
    return Own(fork, base, toolkit, tuple(one for one in changed if _is_new(base, toolkit, one.key)))


def suggestion_about(own: Own, key: str, *, author: str, contact: str = "", words: str = "") -> Suggested | None:
    """The suggestion of one measure, not sent yet; None when there is nothing different in it."""
    if own.toolkit.measure(key) is None:
        return None
    made = suggest(own.base, own.toolkit, key, author=author, contact=contact, words=words)
    return made if is_something(made) else None


def _is_new(base: Toolkit, toolkit: Toolkit, key: str) -> bool:
    return is_something(suggest(base, toolkit, key, author="x"))


def difference(before: Side, after: Side) -> tuple[Change, ...]:
    """What makes one side of the other, place by place."""
    return diff(before, after)
