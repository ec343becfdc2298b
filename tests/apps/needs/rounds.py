"""A small survey and its rounds, made through the real actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django_scopes import scope

from digivuosi.apps.needs.actions.answering import store_many
from digivuosi.apps.needs.actions.rounds import close_round, open_round
from digivuosi.apps.needs.models import Round, SchoolRound
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.schools.models import School
from digivuosi.apps.toolkit.actions import publish, start_from
from digivuosi.apps.toolkit.models import Draft
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.needs.answering import AnswerSheet, read_sheet
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document, to_document
from digivuosi.domain.toolkit.surveys import (
    Branch,
    BranchKind,
    Scale,
    Section,
    Statement,
    StatementKind,
    Survey,
)
from digivuosi.domain.toolkit.toolkit import Span, Toolkit
from tests.cast import TODAY, Municipality
from tests.snapshots import once
from tests.toolkits import EDITION, starter

SURVEY, TEAM_SURVEY = "small-survey", "small-team-survey"
END = date(2026, 10, 20)
NEEDS = ("technical-help", "pedagogical-help", "resources")


def text(words: str) -> Text:
    return Text.of(fi=words, sv=f"{words} (sv)", en=f"{words} (en)")


def with_surveys(toolkit: Toolkit) -> Toolkit:
    """The toolkit with two small surveys instead of its own: for teachers, by grade, and for the digital team."""
    steps = {f"step_{number}": text(f"Askel {number}") for number in range(1, 6)}
    surveys = (
        Survey(SURVEY, text("Pieni kysely"), text("Mitä tarvitaan"), "teachers", Span("october", "november")),
        Survey(
            TEAM_SURVEY, text("Tiimin kysely"), text("Mitä tarvitaan"), "digital-teams", Span("october", "november")
        ),
    )
    sections = (
        Section("all", SURVEY, text("Kaikille"), 1),
        Section("small-ones", SURVEY, text("Alkuopetus"), 2, branches=("grades-1-2",)),
        Section("bigger-ones", SURVEY, text("Ylemmät luokat"), 3, branches=("grades-3-6",)),
        Section("team", TEAM_SURVEY, text("Tiimille"), 1),
    )
    statements = tuple(
        Statement(f"s{place}", "all", text(f"Väite {place}"), place, scale="agree", need=need)
        for place, need in enumerate(NEEDS, 1)
    )
    more = (
        Statement("s4", "small-ones", text("Vain alkuopetukselle"), 1, scale="agree", need=NEEDS[1]),
        Statement("s5", "bigger-ones", text("Vain ylemmille"), 1, scale="agree", need=NEEDS[1]),
        Statement("words", "all", text("Sana on vapaa"), 9, StatementKind.FREE_TEXT),
        Statement("t1", "team", text("Tiimin väite"), 1, scale="agree", need=NEEDS[0]),
    )
    return replace(
        toolkit,
        frameworks=(),
        scales=(Scale("agree", text("Sama mieltä"), unknown=text("En osaa sanoa"), **steps),),
        branches=(
            Branch("grades-1-2", BranchKind.GRADE, text("1–2"), 1),
            Branch("grades-3-6", BranchKind.GRADE, text("3–6"), 2),
        ),
        surveys=surveys,
        sections=sections,
        statements=tuple(sorted((*statements, *more), key=lambda one: one.key)),
    )


def give_surveys(town: Municipality) -> Municipality:
    package = starter()
    by = town.people["coordinator"]
    start_from(by=by, provider=town.provider, package=replace(package, toolkit=with_surveys(package.toolkit)))
    publish(by=by, provider=town.provider, name=EDITION)
    return town


def give_surveys_again(town: Municipality) -> None:
    """A further edition with the small surveys, for a municipality that has a toolkit already."""
    toolkit = toolkit_of(town.provider)
    if toolkit is None or toolkit.survey(SURVEY) is not None:
        return
    with scope(provider=town.provider):
        draft = Draft.objects.get()
        draft.document = to_document(with_surveys(from_document(draft.document)))
        draft.save()
        publish(by=town.people["coordinator"], provider=town.provider, name="2026-2")


@pytest.fixture
def surveyed(kuusela: Municipality) -> Municipality:
    """Kuusela with an edition that has two small surveys."""
    return once("surveyed", lambda: give_surveys(kuusela))


def opened(town: Municipality, survey: str = SURVEY, opens: date = TODAY, closes: date = END) -> Round:
    """A round open at both schools."""
    with everything(town):
        return open_round(
            by=town.people["coordinator"],
            provider=town.provider,
            survey_key=survey,
            opens=opens,
            closes=closes,
            schools=[town.school, town.other_school],
        )


def asked(town: Municipality, one: Round, school: School | None = None) -> SchoolRound:
    with everything(town):
        rows = SchoolRound.objects.select_related("school__provider", "round__provider")
        return rows.get(round=one, school=school or town.school)


def sheet(one: Round, steps: dict[str, int], branches: tuple[str, ...] = (), **texts: str) -> AnswerSheet:
    return read_sheet(questions_of(one), one.survey_key, branches, {**steps, **texts})


def answer(town: Municipality, one: Round, steps: list[dict[str, int]], school: School | None = None) -> None:
    """Answers of a school, one for each mapping of statements to steps."""
    store_many(asked=asked(town, one, school), sheets=[sheet(one, given) for given in steps])


def closed(town: Municipality, one: Round, on: date = TODAY) -> Round:
    with everything(town):
        close_round(by=town.people["coordinator"], one=one, on=on)
    return one


def everything(town: Municipality) -> object:
    return scope(provider=town.provider, school=[town.administration, town.school, town.other_school])
