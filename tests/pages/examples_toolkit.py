"""What the addresses of the toolkit need beside the tenant: measures, materials, and parts of the draft."""

from __future__ import annotations

from collections.abc import Callable

from digivuosi.apps.toolkit.actions import add_own_measure
from digivuosi.apps.toolkit.queries import local_changes_of
from digivuosi.apps.toolkit.queries.sources import draft_source
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import SurveyPart
from digivuosi.domain.toolkit.toolkit import Measure, Span
from tests.cast import Municipality
from tests.toolkits import EDITION

from .examples_wheel import MEASURES

Example = Callable[[Municipality], dict[str, object]]
MATERIAL = "action-plan-template"


def part_drafted(town: Municipality) -> SurveyPart:
    """The first section of the draft's first survey."""
    source = draft_source(town.provider)
    assert source is not None
    return source.toolkit.survey_parts(source.toolkit.surveys[0].key)[0]


def survey_drafted(town: Municipality) -> dict[str, object]:
    return {"survey": part_drafted(town).section.survey}


def section_drafted(town: Municipality) -> dict[str, object]:
    return {**survey_drafted(town), "key": part_drafted(town).section.key}


def statement_drafted(town: Municipality) -> dict[str, object]:
    return {**survey_drafted(town), "key": part_drafted(town).statements[0].key}


def new_statement(town: Municipality) -> dict[str, object]:
    return {**survey_drafted(town), "section": part_drafted(town).section.key}


def own_measure(town: Municipality) -> dict[str, object]:
    """A measure of the first school's own; its key is made from its title."""
    key = "own-robottikerho"
    if all(one.key != key for one in local_changes_of(town.school).own):
        title, window = Text.of(fi="Robottikerho"), Span("november", "november")
        made = Measure("", title, Text.of(fi="Useampi innostuu."), "participation", window)
        add_own_measure(by=town.people["principal"], school=town.school, measure=made)
    return {"key": key}


EXAMPLES: dict[str, Example] = {
    "toolkit:measure": lambda _town: {"key": MEASURES[0]},
    "toolkit:material": lambda _town: {"key": MATERIAL},
    "toolkit:material_file": lambda _town: {"key": MATERIAL},
    "toolkit:edition_toolkit": lambda _town: {"edition": EDITION},
    "toolkit:edition_measure": lambda _town: {"edition": EDITION, "key": MEASURES[0]},
    "toolkit:edition_material": lambda _town: {"edition": EDITION, "key": MATERIAL},
    "toolkit:edition_material_file": lambda _town: {"edition": EDITION, "key": MATERIAL},
    "toolkit:edition": lambda _town: {"edition": EDITION},
    "toolkit:edition_zip": lambda _town: {"edition": EDITION},
    "toolkit:edit_measure": lambda _town: {"key": MEASURES[0]},
    "toolkit:remove_measure": lambda _town: {"key": MEASURES[0]},
    "toolkit:draft_preview": lambda _town: {"key": MEASURES[0]},
    "toolkit:items": lambda _town: {"kind": "responsibilities"},
    "toolkit:item_new": lambda _town: {"kind": "materials"},
    "toolkit:item": lambda _town: {"kind": "themes", "key": "teaching"},
    "toolkit:item_remove": lambda _town: {"kind": "themes", "key": "teaching"},
    "toolkit:local": lambda _town: {"key": MEASURES[0]},
    "toolkit:own_edit": own_measure,
    "toolkit:own_remove": own_measure,
    "toolkit:draft_material": lambda _town: {"key": MATERIAL},
    "toolkit:draft_material_file": lambda _town: {"key": MATERIAL},
    **dict.fromkeys(
        [f"toolkit:survey{end}" for end in ("", "_about", "_copy", "_remove", "_order")] + ["toolkit:section_new"],
        survey_drafted,
    ),
    **dict.fromkeys(("toolkit:section", "toolkit:section_remove"), section_drafted),
    **dict.fromkeys(("toolkit:statement", "toolkit:statement_remove"), statement_drafted),
    "toolkit:statement_new": new_statement,
}
