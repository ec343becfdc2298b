"""Whose feed an address is, and what stands in it."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from digivuosi.apps.feeds.models import FeedAddress, FeedScope
from digivuosi.apps.look import clock
from digivuosi.apps.look.markdown import plain
from digivuosi.apps.people.models import User
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.responsibilities.queries import role_label
from digivuosi.apps.schools.models import Membership, School
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.wheel.queries import PlacedMeasure, plan_version, year_of
from digivuosi.domain.feeds.calendar import Feed, FeedEntry, feed_of


def addresses_of(school: School, user: User, *, all_of_school: bool) -> list[FeedAddress]:
    """The addresses in use that a person may see: their own, or (who manages the school) all of them."""
    rows = FeedAddress.objects.filter(school=school, revoked_at=None).select_related("user")
    return list(rows if all_of_school else rows.filter(user=user))


def address_in(school: School, address_id: int, user: User, *, all_of_school: bool) -> FeedAddress | None:
    return next((a for a in addresses_of(school, user, all_of_school=all_of_school) if a.pk == address_id), None)


def address_by_token(token: str) -> FeedAddress | None:
    """Find a working address by its secret: not revoked, its maker still a member, its school still open."""
    with scopes_disabled():
        rows = FeedAddress.objects.select_related("school__provider", "user")
        address = rows.filter(token_hash=hash_of(token), revoked_at=None).first()
    if address is None or not address.school.is_active or not address.user.is_active:
        return None
    of_provider = Membership.objects.filter(user=address.user, provider=address.school.provider)
    is_member = any(row.school_id in (None, address.school_id) for row in of_provider)
    return address if is_member else None


def tag_of(address: FeedAddress) -> str:
    """The tag of the feed as it would be now, without writing it."""
    with scope(provider=address.school.provider, school=address.school):
        version = plan_version(address.school, _years())
    return hashlib.sha256(f"{version}/{address.pk}/{address.language}".encode()).hexdigest()[:32]


def feed_at(address: FeedAddress, base: str) -> Feed:
    """Write the feed of an address; `base` is the server's own address, for links."""
    school = address.school
    with translation.override(address.language), scope(provider=school.provider, school=school):
        entries = [
            _entry(one, address, base)
            for starts in _years()
            for one in year_of(school, starts, user=address.user).placed
            if _belongs(one, address)
        ]
        return feed_of(name_of(address), entries, language=address.language)


def name_of(address: FeedAddress) -> str:
    """What the calendar is called: the school, and whose part of its year it is."""
    words = [address.school.name]
    if address.scope == FeedScope.ROLE:
        words.append(role_label(address.school.provider, address.kind, address.language))
    elif address.scope == FeedScope.PERSON:
        words.append(_("my measures"))
    return " – ".join([*words, "Digivuosi"])


def _years() -> tuple[int, int, int]:
    """Last year stays readable, next year shows as soon as it is planned."""
    now = school_year_now(clock.today())
    return now - 1, now, now + 1


def _belongs(one: PlacedMeasure, address: FeedAddress) -> bool:
    if address.scope == FeedScope.SCHOOL:
        return True
    if address.scope == FeedScope.PERSON:
        return one.is_mine or one.concerns_me
    toolkit = one.year.toolkit
    parts = (*one.measure.responsible, *one.measure.contributing)
    kinds = {role.kind.value for part in parts if (role := toolkit.role(part.role))}
    return address.kind in kinds


def _entry(one: PlacedMeasure, address: FeedAddress, base: str) -> FeedEntry:
    language, toolkit = address.language, one.year.toolkit
    own = toolkit.language
    school = address.school
    path = reverse(
        "wheel:placement",
        kwargs={"provider": school.provider.slug, "school": school.slug, "placement": one.placement.pk},
    )
    who = ", ".join(str(person) for person in one.holders)
    vacant = ", ".join(role_label(school.provider, kind, language) for kind in one.vacant)
    lines = [
        plain(one.measure.purpose.get(language, own)),
        f"{_('Who')}: {who}" if who else "",
        f"{_('Vacant')}: {vacant}" if vacant else "",
        f"{_('Done when')}: {plain(one.measure.done_when.get(language, own))}" if one.measure.done_when else "",
        one.placement.note,
        f"{base}{path}",
    ]
    done = one.status == "done"
    return FeedEntry(
        uid=f"placement-{one.placement.pk}@{_domain()}",
        title=("✓ " if done else "") + one.measure.title.get(language, own),
        first=one.first,
        last=one.last,
        changed_at=one.placement.changed_at,
        description="\n\n".join(line for line in lines if line),
        address=f"{base}{path}",
        category=one.theme.title.get(language, own) if one.theme else "",
        status=one.status,
    )


def _domain() -> str:
    """A UID must not change with the address a reader came by, so it comes from the settings."""
    address = settings.PUBLIC_ADDRESS or "//digivuosi"
    return address.split("//", 1)[-1].split("/", 1)[0].split(":", 1)[0] or "digivuosi"
