"""States of the demo that pages are opened in: each makes what is missing and tells the words of the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.feeds.actions import make_address
from digivuosi.apps.needs.models import Round, SchoolRound
from digivuosi.apps.people.actions import ask_for_link, make_user
from digivuosi.apps.publishing.actions import close_to_world
from digivuosi.apps.schools.actions import close_school, invite, start_provider
from digivuosi.apps.schools.models import Membership, School
from digivuosi.apps.sharing.actions import copy_toolkit, keep_incoming, open_toolkit
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.sharing.queries.upstream import from_package
from digivuosi.apps.start.queries import provider_slugs
from digivuosi.apps.timing.actions import ask_for_provider, ask_for_school
from digivuosi.apps.timing.models import Run, RunState
from digivuosi.apps.timing.queries.what import Choice, What
from digivuosi.apps.toolkit.actions import change_locally, change_measure, publish, start_from
from digivuosi.apps.toolkit.models import Draft, Edition
from digivuosi.apps.toolkit.queries import draft_of, edition_named
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.changes import MeasureChanges
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.package import package_of, read_package, write_zip
from digivuosi.domain.toolkit.toolkit import Material, MaterialKind, Span
from tests.cast import PASSWORD, Municipality
from tests.demo import placed

Words = Mapping[str, object]
Needs = Callable[[Municipality], Words]
BOARD = "https://boards.example/kuusela"


def of_edition(**words: str) -> Needs:
    def needs(town: Municipality) -> Words:
        with scope(provider=town.provider):
            return {"edition": Edition.objects.earliest("pk").name, **words}

    return needs


def placement(town: Municipality) -> Words:
    return {"placement": placed(town, "autumn-survey").pk}


def proposal(town: Municipality) -> Words:
    """A proposal for the year of the first school, worked out once."""
    for known in _runs(town, school=town.school):
        return {"run": known.pk}
    run = ask_for_school(by=town.people["principal"], school=town.school, year=2026, what=What())
    return {"run": run.pk}


def city_proposal(town: Municipality) -> Words:
    """A proposal for the mentors' visits at all schools, worked out once; Anna is away when she should be at one."""
    for known in _runs(town, school=None):
        return {"run": known.pk}
    what = What(Choice.ROUNDS, keeps=True)
    run = ask_for_provider(by=town.people["coordinator"], provider=town.provider, year=2026, what=what)
    return {"run": run.pk}


def _runs(town: Municipality, school: School | None) -> list[Run]:
    with scope(provider=town.provider):
        return list(Run.objects.filter(school=school, state=RunState.DONE))


def opened_neighbour(_town: Municipality) -> Words:
    """Another municipality lets the demo's copy its toolkit."""
    if provider_slugs() & {"naapuri"}:
        return {}
    by = make_user(email="naapuri@naapuri.example", name="Naapuri Koordinaattori", language="fi", is_verified=True)
    neighbour = start_provider(by=by, name="Naapuri", slug="naapuri", language="fi")
    start_from(by=by, provider=neighbour, package=read_package(Path(settings.STARTER_DIR)))
    publish(by=by, provider=neighbour, name="2026-1")
    open_toolkit(by=by, provider=neighbour)
    return {}


def copy_with_an_offer(town: Municipality) -> Words:
    """The demo's toolkit is a copy of the starter toolkit, whose next edition meets a change of one's own."""
    by, provider = town.people["coordinator"], town.provider
    if fork_of(provider) is not None:
        return {}
    with scope(provider=provider):
        # As if the demo had changed nothing of its own: only such a draft gives way to a copy.
        Draft.objects.update(touched={})
    starter = read_package(Path(settings.STARTER_DIR))
    link = Material("board", MaterialKind.LINK, Text.of(fi="Taulu", sv="Tavla", en="Board"), address=BOARD)
    first = replace(starter.toolkit, materials=(*starter.toolkit.materials, link), _by_key={})
    copy_toolkit(by=by, provider=provider, upstream=from_package(package_of(first, starter.materials)))
    change_survey(town, days=8)
    measures = [
        replace(one, days=12, window=Span("october", "week 46"), recommended_time=None)
        if one.key == "autumn-survey"
        else one
        for one in first.measures
    ]
    second = replace(first, edition="2027-1", measures=tuple(measures), _by_key={})
    content = write_zip(package_of(second, starter.materials))
    keep_incoming(by=by, provider=provider, name="aloitus.zip", content=content)
    return {}


def proposed_to_schools(town: Municipality) -> Words:
    """The demo's next edition moves a measure, brings one and takes one away; the first school has own changes."""
    if edition_named(town.provider, "2026-9") is not None:
        return {}
    fields = MeasureChanges(days=4)
    change_locally(by=town.people["principal"], school=town.school, key="digital-talk", fields=fields)
    change_survey(town, window=Span("week 40", "week 50"), recommended_time=Span("week 47", "week 48"))
    change_survey(town, "digital-talk", days=2)
    publish(by=town.people["coordinator"], provider=town.provider, name="2026-9")
    return {}


def change_survey(town: Municipality, key: str = "autumn-survey", **fields: object) -> None:
    """Change a measure of the draft."""
    draft = draft_of(town.provider)
    assert draft is not None
    measure = from_document(draft.document).measure(key)
    assert measure is not None
    changed = replace(measure, **fields)  # type: ignore[arg-type]
    by = town.people["coordinator"]
    change_measure(by=by, provider=town.provider, key=key, measure=changed, version=draft.version)


def survey_round(survey: str, **words: str) -> Needs:
    """The latest round of a survey in the demo."""

    def needs(town: Municipality) -> Words:
        with scope(provider=town.provider):
            return {"round": Round.objects.filter(survey_key=survey).latest("opens").pk, **words}

    return needs


def answering(town: Municipality) -> Words:
    """The code of the survey that is open."""
    with scope(provider=town.provider, school=town.school):
        return {"code": SchoolRound.objects.get(school=town.school, round__closed_on=None).code}


def member(town: Municipality) -> Words:
    return {"pk": Membership.objects.get(provider=town.provider, school=town.school, user=town.people["tutor"]).pk}


def unit(town: Municipality) -> Words:
    return {"unit": town.other_school.slug}


def these(**words: object) -> Needs:
    return lambda _town: words


def beside(make: Needs) -> Needs:
    """Something that the page shows, but that does not stand in its address."""

    def needs(town: Municipality) -> Words:
        make(town)
        return {}

    return needs


def mailed_link(town: Municipality) -> Words:
    ask_for_link(email=town.people["tutor"].email)
    return {"secret": _last_mail(r"/accounts/link/([^/\s]+)/")[1]}


def mailed_invitation(town: Municipality) -> Words:
    by = town.people["coordinator"]
    invite(by=by, provider=town.provider, email="uusi@kuusela.example", name="Uusi Opettaja", kind="coordinator")
    return {"secret": _last_mail(r"/accounts/invitation/([^/\s]+)/")[1]}


def mailed_reset(town: Municipality) -> Words:
    Client().post(reverse("account_reset_password"), {"email": town.people["tutor"].email})
    found = _last_mail(r"/accounts/password/reset/key/([0-9A-Za-z]+)-([^/\s]+)/")
    return {"uidb36": found[1], "key": found[2]}


def _last_mail(pattern: str) -> re.Match[str]:
    found = re.search(pattern, str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found


def taken_back(town: Municipality) -> Words:
    """The demo's toolkit is open; here it is not."""
    close_to_world(by=town.people["coordinator"], provider=town.provider)
    return {}


def make_more(town: Municipality) -> None:
    """What the demo lacks for the pages to have something to show: a feed, a closed school, someone invited, and a
    principal with a password."""
    by, principal = town.people["coordinator"], town.people["principal"]
    principal.set_password(PASSWORD)
    principal.save()
    with scope(provider=town.provider, school=town.school):
        make_address(by=principal, school=town.school, scope="school", kind="", language="fi")
    closed = town.other_school.__class__.objects.get(provider=town.provider, slug="lammen-koulu")
    close_school(by=by, school=closed)
    invite(
        by=by,
        provider=town.provider,
        email="kutsuttu@kuusela.example",
        name="Kutsuttu Opettaja",
        kind="teacher",
        school=town.school,
    )
