"""Editions never change; the draft goes on without them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digivuosi.apps.toolkit import actions, queries
from digivuosi.apps.toolkit.actions.packages import own_copy
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.toolkit import Span
from tests.apps.toolkit.test_draft_actions import KEY, last_event, measure, version
from tests.cast import Municipality
from tests.toolkits import starter


def change(town: Municipality, **fields: object) -> None:
    new = replace(measure(town), **fields)  # type: ignore[arg-type]
    by = town.people["coordinator"]
    actions.change_measure(by=by, provider=town.provider, key=KEY, measure=new, version=version(town))


def test_an_edition_has_the_hash_of_its_content(with_toolkit: Municipality) -> None:
    edition, toolkit = queries.current_edition(with_toolkit.provider), queries.toolkit_of(with_toolkit.provider)
    assert edition is not None
    assert toolkit is not None
    assert (edition.number, edition.name, toolkit.edition) == (1, "2026-1", "2026-1")
    assert edition.content_hash == content_hash(toolkit)
    assert toolkit == replace(own_copy(starter().toolkit, with_toolkit.provider), edition="2026-1")
    assert last_event(with_toolkit).verb == "edition.publish"


def test_an_edition_stays_when_the_draft_changes(with_toolkit: Municipality) -> None:
    before = queries.toolkit_of(with_toolkit.provider)
    change(with_toolkit, title=Text.of(fi="Toinen"))
    assert queries.toolkit_of(with_toolkit.provider) == before
    by = with_toolkit.people["coordinator"]
    actions.publish(by=by, provider=with_toolkit.provider, name="2026-2", notes="Uusi nimi.")
    first = queries.edition_named(with_toolkit.provider, "2026-1")
    assert first is not None
    assert queries.toolkit_in(first) == before
    now = queries.toolkit_of(with_toolkit.provider)
    assert now is not None
    assert now.measure(KEY) == measure(with_toolkit)


@pytest.mark.parametrize("name", ["2026-1", "", "a b", "x" * 41, "../x", "<b>"])
def test_a_bad_or_taken_name_is_refused(with_toolkit: Municipality, name: str) -> None:
    change(with_toolkit, title=Text.of(fi="Toinen"))
    with pytest.raises(actions.Refused):
        actions.publish(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider, name=name)


def test_nothing_new_is_refused(with_toolkit: Municipality) -> None:
    with pytest.raises(actions.Refused):
        actions.publish(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider, name="2026-2")
    assert len(queries.editions_of(with_toolkit.provider)) == 1


def test_mistakes_are_refused_in_words(with_toolkit: Municipality) -> None:
    change(with_toolkit, window=Span("october", "september"))
    with pytest.raises(actions.NotSound) as refused:
        actions.publish(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider, name="2026-2")
    assert any(finding.key == KEY for finding in refused.value.findings)
