"""What makes one toolkit of another, as the pages of drafts and editions tell it."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.apps.toolkit.queries.differences import ALL_OTHERS, differences
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import LISTS
from tests.toolkits import starter


def test_changes_of_surveys_are_told() -> None:
    before = starter().toolkit
    first, second, *rest = before.statements
    text = Text.of(fi="Uusi sanamuoto.")
    after = replace(before, statements=(replace(first, text=text), *rest), surveys=before.surveys[1:], _by_key={})
    told = {str(one.label): one for one in differences(before, after).others}
    assert set(told) == {str(ALL_OTHERS["statements"]), str(ALL_OTHERS["surveys"])}
    statements = told[str(ALL_OTHERS["statements"])]
    assert (statements.changed, statements.removed, statements.added) == ((text,), (second.text,), ())
    assert told[str(ALL_OTHERS["surveys"])].removed == (before.surveys[0].title,)


def test_every_list_is_told_of() -> None:
    assert {*ALL_OTHERS, "measures"} == set(LISTS)
