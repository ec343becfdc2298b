"""Kuusela with its toolkit open to anyone, through the real actions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django_scopes import scope

from digivuosi.apps.publishing.actions import publish_openly
from digivuosi.apps.toolkit.actions import change_measure, publish
from digivuosi.apps.toolkit.models import Edition
from digivuosi.apps.toolkit.queries import draft_of, toolkit_of
from digivuosi.domain.texts import Text
from tests.cast import Municipality
from tests.snapshots import once

ADDRESS = "http://testserver/open/kuusela/"
MEASURE = "code-week"
TITLE = "Koodausviikko koko koululle"


def open_up(town: Municipality) -> Municipality:
    address = ADDRESS.replace("kuusela", town.provider.slug)
    publish_openly(by=town.people["coordinator"], provider=town.provider, address=address)
    return town


def next_edition(town: Municipality, name: str = "2026-2", title: str = TITLE) -> Edition:
    """Change one measure and publish."""
    by, toolkit, draft = town.people["coordinator"], toolkit_of(town.provider), draft_of(town.provider)
    assert toolkit is not None
    assert draft is not None
    measure = toolkit.measure(MEASURE)
    assert measure is not None
    changed = replace(measure, title=Text.of(fi=title))
    change_measure(by=by, provider=town.provider, key=MEASURE, measure=changed, version=draft.version)
    return publish(by=by, provider=town.provider, name=name)


@pytest.fixture
def opened(with_toolkit: Municipality) -> Municipality:
    return once("opened-toolkit", lambda: open_up(with_toolkit))


def editions(town: Municipality) -> list[Edition]:
    with scope(provider=town.provider):
        return list(Edition.objects.order_by("number"))
