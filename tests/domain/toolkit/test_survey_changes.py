"""What makes a statement another question, so that rounds are not compared; and what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_changes import Otherwise, asked_otherwise, ended_comparisons
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.toolkits import starter

KEY = "devices-at-hand"
OWN = "Saan oppilaille toimivat laitteet silloin, kun opetus niitä vaatii."
TOOLKIT = starter().toolkit


def statement(**changes: Any) -> Toolkit:
    statements = tuple(replace(one, **changes) if one.key == KEY else one for one in TOOLKIT.statements)
    return replace(TOOLKIT, statements=statements, _by_key={})


def scale(**changes: Any) -> Toolkit:
    scales = tuple(replace(one, **changes) if one.key == "agree" else one for one in TOOLKIT.scales)
    return replace(TOOLKIT, scales=scales, _by_key={})


def words(fi: str) -> Text:
    old = TOOLKIT.statement(KEY)
    assert old is not None
    return Text.from_mapping({**old.text.to_document(), "fi": fi})


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        (statement(text=words("Saan laitteita, kun pyydän.")), (Otherwise.WORDS,)),
        (statement(text=words("En saa oppilaille toimivia laitteita.")), (Otherwise.WORDS,)),
        (statement(scale="skill"), (Otherwise.SCALE,)),
        (statement(branches=("grades-1-2",)), (Otherwise.WHOM,)),
        (scale(step_5=Text()), (Otherwise.SCALE,)),
        (scale(step_1=Text.of(fi="Ei ikinä")), (Otherwise.SCALE,)),
        (scale(unknown=Text()), (Otherwise.SCALE,)),
        (statement(scale="skill", branches=("grades-1-2",)), (Otherwise.SCALE, Otherwise.WHOM)),
    ],
)
def test_other_words_steps_or_answerers_are_another_question(changed: Toolkit, why: tuple[Otherwise, ...]) -> None:
    assert asked_otherwise(TOOLKIT, changed, KEY) == why
    assert asked_otherwise(changed, TOOLKIT, KEY) == why


@pytest.mark.parametrize(
    "changed",
    [
        statement(text=words("saan oppilaille toimivat laitteet silloin kun opetus niitä vaatii")),
        statement(text=Text.from_mapping({**words(OWN).to_document(), "sv": "En annan översättning"})),
        statement(need="resources", place=900, frameworks=(), description=Text.of(fi="Huomio")),
        scale(title=Text.of(fi="Toinen nimi")),
    ],
)
def test_a_comma_a_translation_or_where_it_leads_asks_the_same(changed: Toolkit) -> None:
    assert asked_otherwise(TOOLKIT, changed, KEY) == ()


def test_a_changed_section_or_audience_is_another_group_for_each_of_its_statements() -> None:
    sections = tuple(
        replace(one, branches=("grades-1-2",)) if one.key == "everyday-tools" else one for one in TOOLKIT.sections
    )
    changed = replace(TOOLKIT, sections=sections, _by_key={})
    inside = {one.key for one in TOOLKIT.statements if one.section == "everyday-tools"}
    assert ended_comparisons(TOOLKIT, changed) == dict.fromkeys(inside, (Otherwise.WHOM,))
    surveys = tuple(replace(one, audience="digital-teams") for one in TOOLKIT.surveys)
    for why in ended_comparisons(TOOLKIT, replace(TOOLKIT, surveys=surveys, _by_key={})).values():
        assert why == (Otherwise.WHOM,)


def test_a_toolkit_ends_nothing_against_itself_and_new_statements_have_nothing_to_end() -> None:
    assert ended_comparisons(TOOLKIT, TOOLKIT) == {}
    assert asked_otherwise(replace(TOOLKIT, statements=(), _by_key={}), TOOLKIT, KEY) == ()
