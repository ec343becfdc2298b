"""The demo municipality: `demo/municipality.yaml` done through the same actions as the pages use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django_scopes import scope

from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.publishing.actions import publish_openly
from digivuosi.apps.publishing.queries.telling import public_address
from digivuosi.apps.responsibilities.actions import name_holder, set_mentor_schools, set_role_label
from digivuosi.apps.schools.actions import add_member
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.start.actions.demo_hours import Demo, plan_hours
from digivuosi.apps.start.actions.demo_needs import ask_needs
from digivuosi.apps.start.actions.demo_sharing import share_with_others
from digivuosi.apps.start.actions.starting import begin
from digivuosi.apps.start.queries import Beginning, SchoolRow
from digivuosi.apps.toolkit.actions import add_own_measure
from digivuosi.apps.wheel.actions import decline, move, move_to, place_everywhere, set_status, take, write_note
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.domain.schoolyear.calendar import QuietWeek, SchoolYear, suggested_year
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import measure_from_document

DOMAIN = "kuusela.example"
Told = Callable[[str], None]


@transaction.atomic
def make_demo(*, today: date, say: Told = lambda words: None, origin: str = "") -> Provider:
    """Make the demo municipality, dated relative to `today`; all of it or nothing.

    `origin` is where people reach the server.
    """
    told = yaml.safe_load((Path(settings.DEMO_DIR) / "municipality.yaml").read_text(encoding="utf-8"))
    say("people and schools")
    first = told["people"][0]
    coordinator = make_user(email=f"{first['email']}@{DOMAIN}", name=first["name"], language="fi", is_verified=True)
    begun = begin(by=coordinator, beginning=_beginning(told, school_year_now(today)), is_demo=True)
    demo = Demo(told, today, begun, coordinator, people={first["email"]: coordinator})
    units = {school.name: school for school in School.objects.filter(provider=begun).select_related("provider")}
    demo.units = {row["key"]: units[row["name"]] for row in told["schools"]}
    demo.units["hallinto"] = next(unit for unit in units.values() if unit.is_administration)
    with scope(provider=begun, school=list(units.values())):
        for kind, label in told["role_labels"].items():
            set_role_label(by=coordinator, provider=begun, kind=kind, label=Text.from_mapping(label))
        _people(demo)
        say("every recommended measure on every wheel")
        place_everywhere(by=coordinator, provider=begun, starts=demo.starts)
        say("the year so far")
        for key, story in told["year"].items():
            _live(demo, demo.units[key], story)
        say("hours, absences and what was agreed")
        plan_hours(demo)
        say("surveys of two autumns, and what was chosen from them")
        ask_needs(demo)
        say("the toolkit, open to anyone")
        publish_openly(by=coordinator, provider=begun, address=public_address(begun.slug, origin))
        say("what comes from others, and what was learnt")
        share_with_others(demo)
    return begun


def _beginning(told: dict[str, Any], starts: int) -> Beginning:
    given = told["provider"]
    return Beginning(
        name=given["name"],
        slug=given["slug"],
        language=given["language"],
        contact=given["contact"],
        calendar=_calendar(told["calendar"], starts),
        schools=tuple(SchoolRow(row["name"], row["pupils"], row["languages"]) for row in told["schools"]),
    )


def _calendar(given: dict[str, Any], starts: int) -> SchoolYear:
    year = suggested_year(starts, given["autumn_break_week"], given["winter_break_week"])
    quiet = [
        {"week": f"{starts if row['week'] > 30 else starts + 1}-W{row['week']:02}", "reason": row["reason"]}
        for row in given["quiet_weeks"]
    ]
    return replace(year, quiet_weeks=tuple(QuietWeek(q["week"], Text.from_mapping(q["reason"])) for q in quiet))


def _people(demo: Demo) -> None:
    for row in demo.told["people"]:
        user = demo.people.get(row["email"])
        if user is None:
            user = make_user(
                email=f"{row['email']}@{DOMAIN}",
                name=row["name"],
                language=row.get("language", "fi"),
                is_verified=True,
            )
            demo.people[row["email"]] = user
        schools = [demo.units[key] for key in row.get("schools", ())]
        if row["right"] == "mentor":
            set_mentor_schools(
                by=demo.coordinator, provider=demo.provider, mentor=user, schools=schools, year=demo.starts
            )
        elif row["right"] != "coordinator":
            for school in schools:
                add_member(by=demo.coordinator, provider=demo.provider, user=user, kind=row["right"], school=school)
        for key, kinds in row.get("roles", {}).items():
            for kind in kinds:
                hours = row.get("hours") if kind != "digital-team" else None
                name_holder(
                    by=demo.coordinator,
                    school=demo.units[key],
                    year=demo.starts,
                    kind=kind,
                    user=user,
                    hours_per_week=hours,
                )


def _live(demo: Demo, school: School, story: dict[str, Any]) -> None:
    """Let a school's year go as the story tells, up to today."""
    with scope(provider=demo.provider, school=school):
        by = _doer(demo, school)
        if "own" in story:
            add_own_measure(by=by, school=school, measure=measure_from_document(story["own"], "fi"))
            take(by=by, school=school, year=demo.starts, measure_key=story["own"]["key"])
        for key, reason in story.get("declined", {}).items():
            decline(by=by, school=school, year=demo.starts, measure_key=key, reason=reason)
        for placement in Placement.objects.filter(year=demo.starts).order_by("first"):
            placement.school = school
            _go_on(demo, placement, story, by)
        if story.get("public"):
            school.is_wheel_public = True
            school.save(update_fields=["is_wheel_public"])


def _go_on(demo: Demo, placement: Placement, story: dict[str, Any], by: User) -> None:
    key = placement.measure_key
    if key in story.get("days", {}):
        place_on = demo.day(story["days"][key][placement.occurrence - 1])
        move_to(by=by, placement=placement, first=place_on)
    if key in story.get("moved", {}):
        move(by=by, placement=placement, weeks=story["moved"][key])
    if key in story.get("notes", {}):
        write_note(by=by, placement=placement, note=story["notes"][key])
    status = Status.PLANNED
    if key in story.get("cancelled", ()):
        status = Status.CANCELLED
    elif key in story.get("postponed", ()):
        status = Status.POSTPONED
    elif placement.last < demo.today - timedelta(days=3) and key not in story.get("late", ()):
        status = Status.DONE
    elif placement.first <= demo.today:
        status = Status.IN_PROGRESS
    set_status(by=by, placement=placement, status=status)


def _doer(demo: Demo, school: School) -> User:
    """Who marks things at a school: its tutor teacher, else its principal."""
    for row in demo.told["people"]:
        if row["right"] in {"team", "principal"} and demo.units.get(*row.get("schools", [])[:1]) == school:
            return demo.people[row["email"]]
    return demo.coordinator
