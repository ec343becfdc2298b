"""A toolkit is copied: lineage, roles, services, and the first wheel at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django_scopes import scope

from digivuosi.apps.responsibilities.queries import label_rows
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.sharing.actions import (
    agree_service,
    close_toolkit,
    copy_toolkit,
    disagree_service,
    keep_incoming,
    open_toolkit,
)
from digivuosi.apps.sharing.actions.copying import undo_copy
from digivuosi.apps.sharing.models import Incoming, SourceKind
from digivuosi.apps.sharing.queries.forks import fork_of, services_to_agree
from digivuosi.apps.sharing.queries.upstream import from_package, from_provider, incoming_of, open_toolkits
from digivuosi.apps.toolkit.actions import start_from
from digivuosi.apps.toolkit.queries import current_edition, toolkit_of
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.package import package_of, write_zip
from digivuosi.domain.toolkit.toolkit import Material, MaterialKind
from tests.apps.sharing.copies import SURVEY, change, copied, drafted, put_out
from tests.cast import YEAR, Municipality
from tests.toolkits import starter

NO_SECOND = pytest.mark.one_database(
    "test_an_untouched_draft_is_replaced_and_can_be_brought_back writes the same rows on both"
)

pytestmark = pytest.mark.django_db


def test_a_copy_keeps_where_it_came_from(with_toolkit: Municipality, lahela: Municipality) -> None:
    fork = copied(with_toolkit, lahela)
    source = toolkit_of(with_toolkit.provider)
    assert source is not None
    assert (fork.kind, fork.source, fork.edition) == (SourceKind.SERVER, with_toolkit.provider, source.edition)
    assert fork.content_hash == content_hash(source)
    assert (fork.licence, tuple(fork.authors)) == (source.licence, source.authors)
    mine = drafted(lahela.provider)
    assert (mine.id, mine.publisher) == ("lahela", "Lähelä")
    assert mine.lineage[-1].hash == content_hash(source)
    assert (mine.licence, mine.authors) == (source.licence, source.authors)
    assert mine.measures == source.measures
    assert len(mine.materials) == len(source.materials)


def test_the_first_wheel_of_every_school_is_there_at_once(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    for unit in (lahela.school, lahela.other_school, lahela.administration):
        with scope(provider=lahela.provider, school=unit):
            assert Placement.objects.filter(year=YEAR).count() > 10


def test_only_what_its_owner_opened_can_be_copied(with_toolkit: Municipality, lahela: Municipality) -> None:
    assert from_provider("kuusela") is None
    by = with_toolkit.people["coordinator"]
    open_toolkit(by=by, provider=with_toolkit.provider)
    assert [one.provider.slug for one in open_toolkits(lahela.provider)] == ["kuusela"]
    assert open_toolkits(with_toolkit.provider) == []
    close_toolkit(by=by, provider=with_toolkit.provider)
    assert from_provider("kuusela") is None


def test_an_untouched_draft_is_replaced_and_can_be_brought_back(
    with_toolkit: Municipality, lahela: Municipality
) -> None:
    by, source = lahela.people["coordinator"], with_toolkit.people["coordinator"]
    change(with_toolkit, SURVEY, lambda _m: {"days": 7})
    put_out(with_toolkit, "2026-2")
    start_from(by=by, provider=lahela.provider, package=starter())
    before = drafted(lahela.provider)
    open_toolkit(by=source, provider=with_toolkit.provider)
    upstream = from_provider("kuusela")
    assert upstream is not None
    copy_toolkit(by=by, provider=lahela.provider, upstream=upstream)
    survey = drafted(lahela.provider).measure(SURVEY)
    assert survey is not None
    assert survey.days == 7

    with scope(provider=lahela.provider):
        event = Event.objects.get(verb="toolkit.copy")
    undo_copy(by=by, event=event)
    assert drafted(lahela.provider) == before
    assert fork_of(lahela.provider) is None


@NO_SECOND
def test_a_draft_with_changes_of_its_own_is_not_replaced(with_toolkit: Municipality, lahela: Municipality) -> None:
    by = lahela.people["coordinator"]
    start_from(by=by, provider=lahela.provider, package=starter())
    change(lahela, SURVEY, lambda _m: {"days": 9})
    before = drafted(lahela.provider)
    with pytest.raises(Refused, match=r"omia muutoksia"):
        copy_toolkit(by=by, provider=lahela.provider, upstream=from_package(package_of(drafted(with_toolkit.provider))))
    assert drafted(lahela.provider) == before
    assert fork_of(lahela.provider) is None


@NO_SECOND
def test_nobody_copies_twice_or_from_themselves(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    upstream = from_provider("kuusela")
    assert upstream is not None
    with pytest.raises(Refused, match="jo kopio"):
        copy_toolkit(by=lahela.people["coordinator"], provider=lahela.provider, upstream=upstream)
    with pytest.raises(Refused, match="sama tunniste"):
        copy_toolkit(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider, upstream=upstream)


@NO_SECOND
def test_roles_are_called_as_here(with_toolkit: Municipality, lahela: Municipality) -> None:
    open_toolkit(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider)
    upstream = from_provider("kuusela")
    assert upstream is not None
    labels = {"pedagogical-support": Text.of(fi="digitutor")}
    copy_toolkit(by=lahela.people["coordinator"], provider=lahela.provider, upstream=upstream, labels=labels)
    assert label_rows(lahela.provider)["pedagogical-support"] == {"fi": "digitutor"}


def test_services_are_flagged_until_somebody_ticks_them(with_toolkit: Municipality, lahela: Municipality) -> None:
    toolkit = starter().toolkit
    link = Material("board", MaterialKind.LINK, Text.of(fi="Taulu"), address="https://www.boards.example/x?y=1")
    measure = replace(toolkit.measures[0], materials=("board",), steps=Text.of(fi="Avatkaa https://chat.example/a."))
    toolkit = replace(
        toolkit,
        materials=(*toolkit.materials, link),
        measures=(measure, *toolkit.measures[1:]),
        _by_key={},
    )
    by, provider = lahela.people["coordinator"], lahela.provider
    package = package_of(toolkit, starter().materials)
    copy_toolkit(by=by, provider=provider, upstream=from_package(package))
    flagged = {row.service.name: row for row in services_to_agree(provider) if row.agreed is None}
    assert {"boards.example", "chat.example"} <= set(flagged)
    assert flagged["boards.example"].service.measures == (measure.key,)
    assert flagged["boards.example"].service.materials == ("board",)

    agree_service(by=by, provider=provider, host="boards.example")
    rows = {row.service.name: row for row in services_to_agree(provider)}
    agreed = rows["boards.example"].agreed
    assert agreed is not None
    assert agreed.by == by
    assert rows["chat.example"].agreed is None
    with pytest.raises(Refused):
        agree_service(by=by, provider=provider, host="elsewhere.example")
    disagree_service(by=by, provider=provider, host="boards.example")
    assert all(row.agreed is None for row in services_to_agree(provider))


def test_a_copy_is_made_from_a_file(lahela: Municipality) -> None:
    by, provider = lahela.people["coordinator"], lahela.provider
    keep_incoming(by=by, provider=provider, name="aloitus.zip", content=write_zip(starter()))
    row = incoming_of(provider)
    assert row is not None
    fork = copy_toolkit(by=by, provider=provider, upstream=from_package(starter()))
    assert (fork.kind, fork.source, fork.toolkit_id) == (SourceKind.FILE, None, starter().toolkit.id)
    assert incoming_of(provider) is None, "it has been copied"
    assert current_edition(provider) is None, "nobody asked to publish"
    assert set(fork.base_files) == set(starter().materials)


@NO_SECOND
def test_a_copy_takes_only_editions_of_its_own_source_from_files(
    with_toolkit: Municipality, lahela: Municipality
) -> None:
    by, provider = lahela.people["coordinator"], lahela.provider
    copy_toolkit(by=by, provider=provider, upstream=from_package(starter()))
    other = package_of(drafted(with_toolkit.provider), starter().materials)
    with pytest.raises(Refused, match="kuusela"):
        keep_incoming(by=by, provider=provider, name="muu.zip", content=write_zip(other))
    with scope(provider=provider):
        assert not Incoming.objects.exists()
