"""What the addresses of needs need beside the tenant: rounds, answers, talks, and what other tools measured."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.actions.talking import set_target
from digivuosi.apps.needs.models import FreeText, Round
from digivuosi.apps.needs.queries.subjects import Subject
from digivuosi.domain.needs.importing import OutsideScore
from tests.apps.needs.rounds import (
    NEEDS,
    SURVEY,
    TEAM_SURVEY,
    answer,
    asked,
    closed,
    give_surveys_again,
    opened,
)
from tests.cast import TODAY, Municipality
from tests.snapshots import once

from .examples_toolkit import survey_drafted
from .examples_wheel import MEASURES, placement

Example = Callable[[Municipality], dict[str, object]]


def a_round(town: Municipality, *, is_open: bool = False) -> dict[str, object]:
    """A round at both schools: closed with answers, or one of another survey that is open."""
    survey = TEAM_SURVEY if is_open else SURVEY
    with scope(provider=town.provider, school=[town.administration, town.school, town.other_school]):
        row = Round.objects.filter(survey_key=survey).first()
    return {"round": row.pk if row else once(f"{survey}-{town.provider.slug}", lambda: new_round(town, survey)).pk}


def new_round(town: Municipality, survey: str) -> Round:
    give_surveys_again(town)
    row = opened(town, survey)
    if survey == SURVEY:
        answer(town, row, [{"s1": 1 + number % 3, "s2": 4, "s3": 2} for number in range(7)])
        closed(town, row)
    return row


def survey_offered(town: Municipality) -> str:
    """A survey of the toolkit of which no round is open."""
    a_round(town)
    return SURVEY


def open_round(town: Municipality) -> dict[str, object]:
    return a_round(town, is_open=True)


def code(town: Municipality) -> dict[str, object]:
    """The code of an open survey."""
    one = Round.objects.with_scopes_disabled().get(pk=open_round(town)["round"])  # type: ignore[attr-defined]
    return {"code": asked(town, one).code}


def target(town: Municipality) -> dict[str, object]:
    """What the first school chose in its talk."""
    number = a_round(town)["round"]
    with scope(provider=town.provider, school=town.school):
        one = Round.objects.get(pk=number)
        set_target(by=town.people["principal"], school=town.school, about=Subject(one), area=NEEDS[0], goal="Apua heti",
                   sign="Kysytään keväällä", finding={})  # fmt: skip
    return {"round": number, "area": NEEDS[0]}


def measured(town: Municipality) -> dict[str, object]:
    """What another tool measured at the first school."""
    found = [OutsideScore(str(town.school.pk), NEEDS[0], 25, "SELFIE", 12, 1, 5)]
    with scope(provider=town.provider):
        by = town.people["coordinator"]
        import_outside(by=by, provider=town.provider, source="SELFIE", measured_on=TODAY, scores=found)
    return {"source": "selfie", "day": TODAY.isoformat()}


def outside_target(town: Municipality) -> dict[str, object]:
    """What the first school chose by the tool's results."""
    where = measured(town)
    with scope(provider=town.provider, school=town.school):
        set_target(by=town.people["principal"], school=town.school, about=Subject(source="SELFIE", measured_on=TODAY),
                   area=NEEDS[0], goal="Apua heti", sign="Kysytään keväällä", finding={})  # fmt: skip
    return {**where, "area": NEEDS[0]}


def talk(town: Municipality) -> dict[str, object]:
    return {"round": target(town)["round"]}


def free_text(town: Municipality) -> dict[str, object]:
    """A free text that nobody has read yet."""
    number = a_round(town)["round"]
    with scope(provider=town.provider):
        row = FreeText.objects.filter(round=number).first()
        if row is None:
            row = FreeText(provider=town.provider, round_id=number, question="words", words="Lisää aikaa")
            row.save(force_insert=True)
    return {"round": number, "text": row.pk}


EXAMPLES: dict[str, Example] = {
    "needs:survey_preview": survey_drafted,
    "needs:answer": code,
    "needs:answer_by_link": lambda _town: {"token": "no-such-link"},
    "needs:open": lambda town: {"survey": survey_offered(town)},
    "needs:round": open_round,
    "needs:end": open_round,
    "needs:close": open_round,
    "needs:remind": open_round,
    "needs:summary": a_round,
    "needs:table": lambda town: {**a_round(town), "kind": "csv"},
    "needs:dataset": a_round,
    "needs:texts": lambda town: {"round": free_text(town)["round"]},
    "needs:text": free_text,
    "needs:measure": lambda _town: {"key": MEASURES[0]},
    "needs:why": placement,
    "needs:ask": open_round,
    "needs:expected": open_round,
    "needs:code": open_round,
    "needs:school_summary": a_round,
    "needs:school_table": lambda town: {**a_round(town), "kind": "xlsx"},
    "needs:talk": talk,
    "needs:save_talk": talk,
    "needs:talk_file": talk,
    "needs:target": target,
    "needs:remove_target": target,
    "needs:take_for_target": target,
    **dict.fromkeys((f"needs:outside_{end}" for end in ("summary", "talk", "save_talk", "talk_file")), measured),
    "needs:outside_table": lambda town: {**measured(town), "kind": "csv"},
    **dict.fromkeys((f"needs:outside_{end}" for end in ("target", "remove_target", "take_for_target")), outside_target),
}
OWNED = {
    "needs:round", "needs:end", "needs:close", "needs:remind", "needs:summary", "needs:table", "needs:dataset",
    "needs:texts", "needs:text", "needs:why", "needs:ask", "needs:expected", "needs:code", "needs:school_summary",
    "needs:school_table", "needs:talk", "needs:save_talk", "needs:talk_file", "needs:target", "needs:remove_target",
    "needs:take_for_target", "needs:outside_summary", "needs:outside_table", "needs:outside_talk",
    "needs:outside_save_talk", "needs:outside_talk_file", "needs:outside_target", "needs:outside_remove_target",
    "needs:outside_take_for_target",
}  # fmt: skip
