"""Who holds which role, and what the roles are called here."""

from __future__ import annotations

from collections.abc import Iterable

from django_scopes import scope

from digivuosi.apps.look.languages import current
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.apps.responsibilities.models import RoleHolder, RoleLabel
from digivuosi.apps.schools.models import Event, Membership, MembershipKind, Provider, School
from digivuosi.apps.schools.queries import call_as_invited
from digivuosi.domain.texts import Text

__all__ = [
    "DEFAULT_LABELS",
    "Holders",
    "holder_of",
    "holders_of",
    "holders_of_schools",
    "kinds_of",
    "label_rows",
    "role_label",
    "role_labels",
    "role_of_event",
]

Holders = dict[str, list[RoleHolder]]


def holders_of(school: School, year: int) -> Holders:
    """The holders of each role at a school; a kind that is missing is vacant."""
    return holders_of_schools([school], year)[school.pk]


def holders_of_schools(schools: Iterable[School], year: int) -> dict[int, Holders]:
    """The holders at many schools of a provider, in two queries; every school asked for is in the answer."""
    asked = list(schools)
    found: dict[int, Holders] = {school.pk: {} for school in asked}
    with scope(school=asked):
        for holder in RoleHolder.objects.filter(year=year, user__is_active=True).select_related("user"):
            found[holder.school_id].setdefault(holder.kind, []).append(holder)
    if asked:
        every = (holder.user for kinds in found.values() for rows in kinds.values() for holder in rows)
        call_as_invited(asked[0].provider, every)
    return found


def holder_of(school: School, pk: int) -> RoleHolder | None:
    """One holder's row of this school."""
    with scope(school=school):
        holder = RoleHolder.objects.filter(pk=pk).select_related("user", "school", "school__provider").first()
    if holder is not None:
        call_as_invited(school.provider, [holder.user])
    return holder


def role_labels(provider: Provider) -> dict[str, Text]:
    """What the provider calls each kind of role, the usual words where it has none of its own."""
    with scope(provider=provider):
        own = dict(RoleLabel.objects.values_list("kind", "label"))
    return {
        kind: Text.from_mapping({**usual.to_document(), **_words(own.get(kind))})
        for kind, usual in DEFAULT_LABELS.items()
    }


def _words(label: object) -> dict[str, str]:
    return {k: v for k, v in label.items() if v} if isinstance(label, dict) else {}


def role_label(provider: Provider, kind: str, language: str) -> str:
    """One label; for many, ask `role_labels` once."""
    labels = role_labels(provider)
    return labels[kind].get(language) if kind in labels else kind


def kinds_of(user: User, school: School, year: int) -> set[str]:
    """The roles that a person has at a school; someone who is there as a teacher is always one of the teachers."""
    with scope(school=school):
        kinds = set(RoleHolder.objects.filter(user=user, year=year).values_list("kind", flat=True))
    if Membership.objects.filter(user=user, school=school, kind=MembershipKind.TEACHER).exists():
        kinds.add("teachers")
    return kinds


def label_rows(provider: Provider) -> dict[str, dict[str, str]]:
    """The provider's own labels only, by kind and language."""
    with scope(provider=provider):
        return {row.kind: _words(row.label) for row in RoleLabel.objects.all()}


def role_of_event(event: Event) -> str:
    """Which role an event of a holder is about, by its usual name."""
    state = event.after or event.before or {}
    label = DEFAULT_LABELS.get(str(state.get("kind", "")))
    return label.get(current()) if label else ""
