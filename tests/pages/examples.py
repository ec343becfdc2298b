"""What the addresses need beside the tenant, and how a municipality grows; a new page adds its line here."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.feeds.actions import make_address
from digivuosi.apps.feeds.models import FeedAddress
from digivuosi.apps.needs.actions.importing import import_outside
from digivuosi.apps.needs.actions.talking import set_target
from digivuosi.apps.needs.models import FreeText, Round
from digivuosi.apps.needs.queries.subjects import Subject
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.schools.actions import add_member, add_school
from digivuosi.apps.schools.models import Event, Membership
from digivuosi.apps.timing.actions import add_absence, ask_for_provider, ask_for_school
from digivuosi.apps.timing.models import Absence, Run
from digivuosi.apps.timing.queries.what import What
from digivuosi.apps.toolkit.actions import add_own_measure
from digivuosi.apps.toolkit.queries import local_changes_of, toolkit_of
from digivuosi.apps.toolkit.queries.sources import draft_source
from digivuosi.apps.wheel.actions import Move, move, move_together, take
from digivuosi.apps.wheel.models import Placement
from digivuosi.domain.needs.importing import OutsideScore
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import SurveyPart
from digivuosi.domain.toolkit.toolkit import Measure, Span
from digivuosi.domain.wheel.placing import WEEK, Place
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
from tests.cast import TODAY, YEAR, Municipality
from tests.pages import examples_networks
from tests.snapshots import once
from tests.toolkits import EDITION, give_toolkit

Example = Callable[[Municipality], dict[str, object]]


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


def membership(town: Municipality) -> dict[str, object]:
    return {"pk": Membership.objects.get(provider=town.provider, kind="teacher").pk}


def event(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = Event.objects.filter(school=town.school).order_by("pk").first()
        assert row is not None
        return {"pk": row.pk}


def holder(town: Municipality) -> dict[str, object]:
    with scope(school=town.school):
        return {"pk": RoleHolder.objects.get(kind="principal").pk}


def unit(town: Municipality) -> dict[str, object]:
    return {"unit": town.other_school.slug}


def spreadsheet(_town: Municipality) -> dict[str, object]:
    return {"kind": "xlsx"}


def placement(town: Municipality) -> dict[str, object]:
    with scope(school=town.school):
        row = Placement.objects.order_by("pk").first()
        assert row is not None
        return {"placement": row.pk}


def moving(town: Municipality) -> dict[str, object]:
    with scope(provider=town.provider):
        row = Event.objects.filter(school=town.school, verb__startswith="placement.").order_by("-pk").first()
        assert row is not None
        return {"event": row.pk}


def moved_together(town: Municipality) -> dict[str, object]:
    """A placement that was moved with others, and the event that tells of it."""
    by = town.people["principal"]
    with scope(provider=town.provider, school=town.school):
        row = Placement.objects.order_by("pk").last()
        assert row is not None
        to = Place(row.first + WEEK, row.last + WEEK)
        moves = [Move(row.pk, (row.first, row.last), to)]
        event = move_together(by=by, school=town.school, year=YEAR, moves=moves).event
        assert event is not None
        return {"placement": row.pk, "event": event.pk}


def run(town: Municipality) -> dict[str, object]:
    """A proposal of the first school."""
    with scope(provider=town.provider):
        row = Run.objects.filter(school=town.school).first()
    if row is None:
        row = ask_for_school(by=town.people["principal"], school=town.school, year=YEAR, what=What())
    return {"run": row.pk}


def provider_run(town: Municipality) -> dict[str, object]:
    """A proposal for all schools, in which what stands is kept unless it must move."""
    with scope(provider=town.provider):
        row = Run.objects.filter(school=None).first()
    if row is None:
        by = town.people["coordinator"]
        row = ask_for_provider(by=by, provider=town.provider, year=YEAR, what=What(keeps=True))
    return {"run": row.pk}


def taken_run(town: Municipality) -> dict[str, object]:
    """The same, with a step that was taken at the first school."""
    number, step = provider_run(town)["run"], moved_together(town)["event"]
    with scope(provider=town.provider):
        Run.objects.filter(pk=number).update(taken=[step])
    return {"run": number, "since": step}


def absence(town: Municipality) -> dict[str, object]:
    """The tutor is away for three weeks."""
    user, by = town.people["tutor"], town.people["principal"]
    with scope(provider=town.provider):
        row = Absence.objects.filter(user=user).first() or add_absence(
            by=by, provider=town.provider, user=user, from_week="2026-W45", to_week="2026-W47", kind="away"
        )
    return {"absence": row.pk}


def mentor_absence(town: Municipality) -> dict[str, object]:
    """The mentor is away for a week."""
    user, by = town.people["mentor"], town.people["coordinator"]
    with scope(provider=town.provider):
        row = Absence.objects.filter(user=user).first() or add_absence(
            by=by, provider=town.provider, user=user, from_week="2026-W49", to_week="2026-W49", kind="training"
        )
    return {"absence": row.pk}


def feed(town: Municipality) -> dict[str, object]:
    with scope(school=town.school, provider=town.provider):
        row = FeedAddress.objects.first()
        if row is None:
            by = town.people["principal"]
            row, _secret = make_address(by=by, school=town.school, scope="school", kind="", language="fi")
        return {"address": row.pk}


def own_measure(town: Municipality) -> dict[str, object]:
    """A measure of the first school's own; its key is made from its title."""
    key = "own-robottikerho"
    if all(one.key != key for one in local_changes_of(town.school).own):
        title, window = Text.of(fi="Robottikerho"), Span("november", "november")
        made = Measure("", title, Text.of(fi="Useampi innostuu."), "participation", window)
        add_own_measure(by=town.people["principal"], school=town.school, measure=made)
    return {"key": key}


def plan(town: Municipality) -> None:
    """Give the municipality a toolkit, and its first school a year with three measures, one of them moved."""
    give_toolkit(town)
    with scope(provider=town.provider, school=town.school):
        placements = [
            row
            for key in MEASURES[:3]
            for row in take(by=town.people["principal"], school=town.school, year=YEAR, measure_key=key)
        ]
        move(by=town.people["principal"], placement=placements[0], weeks=1)


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


MEASURES = ("autumn-survey", "code-week", "mid-year-check", "device-inventory", "digital-talk", "hour-of-code")
MATERIAL = "action-plan-template"
EXAMPLES: dict[str, Example] = {
    **examples_networks.EXAMPLES,
    "look:sample-error": lambda _town: {"status": 404},
    "wheel:placement": placement,
    "wheel:move": placement,
    "wheel:status": placement,
    "wheel:give": placement,
    "wheel:note": placement,
    "wheel:remove": placement,
    "wheel:undo": moving,
    "wheel:pin": placement,
    "wheel:move_back": moved_together,
    "timing:run": run,
    "timing:take": run,
    "timing:better": run,
    "timing:stop": run,
    "timing:progress": run,
    "timing:provider_run": provider_run,
    "timing:provider_progress": provider_run,
    "timing:provider_stop": provider_run,
    "timing:provider_take": provider_run,
    "timing:provider_back": taken_run,
    "timing:placement_load": placement,
    "timing:remove_absence": absence,
    "timing:remove_provider_absence": mentor_absence,
    "timing:save_mentor": lambda town: {"mentor": town.people["mentor"].pk},
    "wheel:decline": lambda _town: {"key": MEASURES[5]},
    "wheel:withdraw": lambda _town: {"key": MEASURES[5]},
    "wheel:overview_measure": lambda _town: {"key": MEASURES[0]},
    "wheel:poster_file": lambda _town: {"kind": "svg"},
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
    "needs:survey_preview": survey_drafted,
    "publishing:measure": lambda _town: {"key": MEASURES[0]},
    "publishing:material": lambda _town: {"key": MATERIAL},
    "publishing:file": lambda _town: {"key": MATERIAL},
    "publishing:statement": lambda _town: {"edition": EDITION},
    "publishing:package": lambda _town: {"edition": EDITION},
    "feeds:revoke": feed,
    "feeds:read": lambda _town: {"token": "no-such-token-" + "x" * 30},
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
    "schools:change": unit,
    "schools:close": unit,
    "schools:open": unit,
    "schools:import_template": spreadsheet,
    "schools:download_schools": spreadsheet,
    "schools:download_people": spreadsheet,
    "schools:member": membership,
    "schools:member_remove": membership,
    "schools:member_resend": membership,
    "schools:school_member": membership,
    "schools:school_member_remove": membership,
    "schools:school_member_resend": membership,
    "schools:undo": event,
    "schools:provider_undo": event,
    "schools:join": lambda _town: {"secret": "no-such-secret"},
    "people:use_link": lambda _town: {"secret": "no-such-secret"},
    "account_confirm_email": lambda _town: {"key": "no-such-key"},
    "account_reset_password_from_key": lambda _town: {"uidb36": "zz", "key": "no-such-key"},
    "responsibilities:remove": holder,
    "responsibilities:import_template": spreadsheet,
}
OWNED = {
    *examples_networks.OWNED,
    "schools:change", "schools:close", "schools:open", "schools:member", "schools:member_remove",
    "schools:member_resend", "schools:school_member", "schools:school_member_remove", "schools:school_member_resend",
    "schools:undo", "schools:provider_undo", "responsibilities:remove", "wheel:placement", "wheel:move",
    "wheel:status", "wheel:give", "wheel:note", "wheel:remove", "wheel:undo", "feeds:revoke",
    "wheel:pin", "wheel:move_back", "timing:run", "timing:take", "timing:better", "timing:stop", "timing:progress",
    "timing:placement_load", "timing:remove_absence", "timing:remove_provider_absence", "timing:save_mentor",
    "timing:provider_run", "timing:provider_progress", "timing:provider_stop", "timing:provider_take",
    "timing:provider_back", "needs:round", "needs:end", "needs:close", "needs:remind", "needs:summary", "needs:table",
    "needs:dataset", "needs:texts", "needs:text", "needs:why", "needs:ask", "needs:expected", "needs:code",
    "needs:school_summary", "needs:school_table", "needs:talk", "needs:save_talk", "needs:talk_file", "needs:target",
    "needs:remove_target", "needs:take_for_target", "needs:outside_summary", "needs:outside_table",
    "needs:outside_talk", "needs:outside_save_talk", "needs:outside_talk_file", "needs:outside_target",
    "needs:outside_remove_target", "needs:outside_take_for_target",
}  # fmt: skip
"""Addresses whose own argument names a row of a tenant; with another tenant's row they must not be found."""

PARTS_ONLY = {
    "look:sample-progress",
    "toolkit:preview_time",
    "timing:progress",
    "timing:provider_progress",
    "timing:city_count",
    "sharing:schools_progress",
}
"""Addresses that answer with a part of a page whoever asks."""


def grow(town: Municipality, number: int) -> None:
    """One more of everything that pages list: a school, a person with roles there and at the first school."""
    by = town.people["coordinator"]
    school = add_school(by=by, provider=town.provider, name=f"Uusi koulu {number}")
    user = make_user(email=f"uusi{number}@{town.provider.slug}.example", name=f"Uusi {number}", language="fi")
    for place in (school, town.school):
        for kind in ("team", "mentor"):
            add_member(by=by, provider=town.provider, user=user, kind=kind, school=place)
        for kind in ("digital-team", "mentor", "technical-support"):
            name_holder(by=by, school=place, year=YEAR, kind=kind, user=user)
    examples_networks.grow(town, number)
    add_absence(by=by, provider=town.provider, user=user, from_week="2026-W50", to_week="2026-W51", kind="away")
    if toolkit_of(town.provider) is not None:
        for place, key in ((town.school, MEASURES[2 + number]), (school, MEASURES[0])):
            with scope(provider=town.provider, school=place):
                take(by=by, school=place, year=YEAR, measure_key=key)
