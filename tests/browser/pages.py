"""Every page of the program, with what it needs to open on the demo; a new page adds its line here.

`who` is the person whom the page is made for. A name may stand twice: the page in another state.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from tests.browser.states import (
    Needs,
    answering,
    beside,
    city_proposal,
    copy_with_an_offer,
    mailed_invitation,
    mailed_link,
    mailed_reset,
    member,
    of_edition,
    opened_neighbour,
    placement,
    proposal,
    proposed_to_schools,
    survey_round,
    taken_back,
    these,
    unit,
)
from tests.cast import Municipality
from tests.demo import placed
from tests.pages import examples_networks

FILE = "a file, not a page"
PART = "only a part of a page"
FOR_PROGRAMS = "words for programs"
GALLERY = "tests/browser/test_gallery.py looks at it"


@dataclass(frozen=True)
class Page:
    """A page, whom it is for and how its address is made."""

    name: str
    who: str = ""
    """A person of the demo; empty for someone who has not signed in."""
    needs: Needs = lambda _town: {}
    query: str = ""
    status: int = 200
    ends: str = ""
    """How the address ends that it leads on to, when it does."""
    state: str = ""
    """What is different from the same page before, for the words of a failure."""
    less: bool = False
    """Shown before to someone who sees all of it and more: only the thorough run looks."""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.name, self.query, self.state, self.who)))

    def url(self, town: Municipality) -> str:
        words = {**town.here, **self.needs(town)}
        for kept in (words, {k: v for k, v in words.items() if k != "school"}, self.needs(town)):
            try:
                path = reverse(self.name, kwargs=dict(kept))
            except NoReverseMatch:
                continue
            query = self.query.format(placement=placed(town, "autumn-survey").pk)
            return f"{path}?{query}" if query else path
        raise LookupError(f"no address for {self.name} with {words}")


OPEN = [
    Page("start:home"),
    Page("account_login"),
    Page("account_signup"),
    Page("account_inactive"),
    Page("account_email_verification_sent"),
    Page("account_confirm_email", needs=these(key="no-such-key")),
    Page("account_reset_password"),
    Page("account_reset_password_done"),
    Page("account_reset_password_from_key", needs=mailed_reset, ends="-set-password/"),
    Page("account_reset_password_from_key", needs=these(uidb36="zz", key="no-such-key"), state="gone"),
    Page("account_reset_password_from_key_done"),
    Page("people:ask_for_link"),
    Page("people:link_sent"),
    Page("people:use_link", needs=mailed_link),
    Page("people:use_link", needs=these(secret="no-such-secret"), status=410, state="gone"),
    Page("schools:join", needs=mailed_invitation),
    Page("schools:join", needs=these(secret="no-such-secret"), status=410, state="gone"),
    Page("wheel:public"),
    Page("wheel:embed"),
    Page("look:accessibility"),
    Page("look:sample-error", needs=these(status=403)),
    Page("look:sample-error", needs=these(status=500)),
]
OWN = [
    Page("account_email", "principal"),
    Page("account_change_password", "principal"),
    Page("account_set_password", "teacher"),
    Page("account_reauthenticate", "principal"),
    Page("people:settings", "principal"),
    Page("schools:mine", "principal"),
    Page("start:new", "coordinator"),
    Page("start:ready", "coordinator"),
    Page("feeds:addresses", "principal"),
]
SCHOOLS = [
    Page("schools:overview", "coordinator"),
    Page("schools:overview", "mentor", less=True),
    Page("schools:overview", "principal"),
    Page("schools:settings", "coordinator"),
    Page("schools:schools", "coordinator"),
    Page("schools:add", "coordinator"),
    Page("schools:import", "coordinator"),
    Page("schools:change", "coordinator", unit),
    Page("schools:close", "coordinator", unit),
    Page("schools:people", "coordinator"),
    Page("schools:invite", "coordinator"),
    Page("schools:member", "coordinator", member),
    Page("schools:member_remove", "coordinator", member),
    Page("schools:calendar", "coordinator"),
    Page("schools:calendar", "teacher", less=True),
    Page("schools:calendar_edit", "coordinator"),
    Page("schools:calendar_text", "coordinator"),
    Page("schools:provider_history", "coordinator"),
    Page("schools:history", "principal"),
    Page("schools:school_settings", "principal"),
    Page("schools:school_people", "principal"),
    Page("schools:school_invite", "principal"),
    Page("schools:school_member", "principal", member),
    Page("schools:school_member_remove", "principal", member),
    Page("responsibilities:overview", "coordinator"),
    Page("responsibilities:labels", "coordinator"),
    Page("responsibilities:mentors", "coordinator"),
    Page("responsibilities:import_people", "coordinator"),
    Page("responsibilities:holders", "principal"),
    Page("responsibilities:holders", "teacher", less=True),
    Page("responsibilities:helpers", "teacher"),
]
MEASURE, MATERIAL = "autumn-survey", "action-plan-template"
TOOLKIT = [
    Page("toolkit:toolkit", "teacher"),
    Page("toolkit:toolkit", "coordinator", query="q=kysely"),
    Page("toolkit:measure", "principal", these(key=MEASURE)),
    Page("toolkit:material", "principal", these(key=MATERIAL)),
    Page("toolkit:matrix", "principal"),
    Page("toolkit:editions", "principal"),
    Page("toolkit:edition", "principal", of_edition()),
    Page("toolkit:edition_toolkit", "principal", of_edition()),
    Page("toolkit:edition_measure", "principal", of_edition(key=MEASURE)),
    Page("toolkit:edition_material", "principal", of_edition(key=MATERIAL)),
    Page("toolkit:own_new", "principal"),
    Page("toolkit:own_edit", "principal", these(key="own-robottikerho")),
    Page("toolkit:own_remove", "principal", these(key="own-robottikerho")),
    Page("toolkit:local", "principal", these(key=MEASURE)),
]
SURVEY, SECTION = "autumn-teachers", "everyday-tools"
ITEMS = {
    "responsibilities": "goals-coordinator",
    "areas": "leadership-and-goals",
    "roles": "coordinator",
    "themes": "leadership",
    "audiences": "teachers",
    "needs": "technology-in-use",
    "materials": MATERIAL,
    "scales": "agree",
    "branches": "grades-1-2",
    "frameworks": "selfie-c",
}
DRAFT = [
    Page("toolkit:draft", "coordinator"),
    Page("toolkit:draft_toolkit", "coordinator"),
    Page("toolkit:draft_preview", "coordinator", these(key=MEASURE)),
    Page("toolkit:draft_material", "coordinator", these(key=MATERIAL)),
    Page("toolkit:new_measure", "coordinator"),
    Page("toolkit:edit_measure", "coordinator", these(key=MEASURE)),
    Page("toolkit:remove_measure", "coordinator", these(key=MEASURE)),
    Page("toolkit:upload", "coordinator"),
    Page("toolkit:publish", "coordinator"),
    Page("toolkit:head", "coordinator"),
    *(Page("toolkit:items", "coordinator", these(kind=kind)) for kind in ("responsibilities", "themes", "materials")),
    *(Page("toolkit:item_new", "coordinator", these(kind=kind)) for kind in ("roles", "materials")),
    *(Page("toolkit:item", "coordinator", these(kind=kind, key=word)) for kind, word in ITEMS.items()),
    Page("toolkit:item_remove", "coordinator", these(kind="materials", key=MATERIAL)),
]
SURVEYS = [
    Page("toolkit:surveys", "coordinator"),
    Page("toolkit:survey_new", "coordinator"),
    *(
        Page(name, "coordinator", these(survey=SURVEY))
        for name in (
            "toolkit:survey",
            "toolkit:survey_about",
            "toolkit:survey_copy",
            "toolkit:survey_remove",
            "toolkit:section_new",
            "needs:survey_preview",
        )
    ),
    Page("toolkit:section", "coordinator", these(survey=SURVEY, key=SECTION)),
    Page("toolkit:section_remove", "coordinator", these(survey=SURVEY, key=SECTION)),
    Page("toolkit:statement_new", "coordinator", these(survey=SURVEY, section=SECTION)),
    Page("toolkit:statement", "coordinator", these(survey=SURVEY, key="devices-at-hand")),
    Page("toolkit:statement_remove", "coordinator", these(survey=SURVEY, key="devices-at-hand")),
]
YEAR = [
    Page("wheel:front", "principal"),
    Page("wheel:now", "principal"),
    Page("wheel:now", "teacher"),
    Page("wheel:wheel", "principal"),
    Page("wheel:wheel", "principal", query="selected={placement}"),
    Page("wheel:wheel", "teacher", query="rings=audience"),
    Page("wheel:line", "principal"),
    Page("wheel:list", "principal"),
    Page("wheel:list", "teacher", less=True),
    Page("wheel:month", "principal"),
    Page("wheel:placement", "principal", placement),
    Page("wheel:placement", "teacher", placement, less=True),
    Page("wheel:remove", "principal", placement),
]
PLANS = [
    Page("wheel:measures", "principal"),
    Page("wheel:decline", "principal", these(key=MEASURE)),
    Page("wheel:poster", "principal"),
    Page("wheel:publish", "principal"),
    Page("wheel:overview", "coordinator"),
    Page("wheel:overview", "coordinator", query="view=months"),
    Page("wheel:overview", "mentor", less=True),
    Page("wheel:overview_measure", "coordinator", these(key="hour-of-code")),
    Page("wheel:progress", "coordinator"),
]
TIMING = [
    Page("timing:propose", "principal"),
    Page("timing:run", "principal", proposal),
    Page("timing:run", "principal", proposal, query="plan=few"),
    Page("timing:hours", "principal"),
    Page("timing:hours", "mentor", less=True),
    Page("timing:provider_hours", "coordinator"),
    Page("timing:provider_hours", "mentor", less=True),
    Page("timing:city", "coordinator"),
    Page("timing:city", "mentor", query="weeks=year&numbers=on"),
    Page("timing:city_ask", "coordinator"),
    Page("timing:provider_run", "coordinator", city_proposal),
    Page("timing:provider_run", "coordinator", city_proposal, query="by=school"),
    Page("timing:provider_run", "mentor", city_proposal, less=True),
    Page("timing:load", "teacher"),
    Page("timing:placement_load", "principal", placement),
]
SHARING = [
    Page("sharing:copy", "coordinator", state="nobody's copy"),
    Page("sharing:look", "coordinator", opened_neighbour, query="from=naapuri"),
    Page("sharing:copy", "coordinator", copy_with_an_offer, state="a copy"),
    Page("sharing:offer", "coordinator", copy_with_an_offer),
    Page("sharing:roles", "coordinator", copy_with_an_offer),
    Page("sharing:services", "coordinator", copy_with_an_offer),
    Page("sharing:source", "coordinator", copy_with_an_offer),
    Page("sharing:panel", "coordinator", copy_with_an_offer),
    Page("sharing:schools", "coordinator", proposed_to_schools),
    Page("sharing:proposals", "principal", proposed_to_schools),
    Page("sharing:proposals", "teacher", proposed_to_schools, less=True),
    Page("sharing:school_panel", "principal", proposed_to_schools),
]
PUBLISHING = [
    Page("publishing:front"),
    Page("publishing:front", query="rings=theme"),
    Page("publishing:measure", needs=these(key=MEASURE)),
    Page("publishing:material", needs=these(key=MATERIAL)),
    Page("publishing:editions"),
    Page("publishing:publishing", "coordinator"),
    Page("publishing:publishing", "coordinator", taken_back, state="not open"),
    Page("publishing:key", "coordinator"),
]
NETWORKS = [
    Page("subscribing:sources", "coordinator"),
    Page("subscribing:sources", "coordinator", beside(examples_networks.source), state="with a source"),
    Page("subscribing:stop", "coordinator", examples_networks.source),
    Page("networks:suggestions", "coordinator"),
    Page("networks:suggestion", "coordinator", examples_networks.suggestion),
    Page("networks:suggest", "coordinator", examples_networks.own_change),
    Page("networks:provider_lessons", "coordinator"),
    Page("networks:write_lesson", "coordinator", these(key=MEASURE)),
    Page("networks:networks", "coordinator"),
    Page("networks:networks", "teacher", less=True),
    Page("networks:network", "coordinator", examples_networks.network),
    Page("networks:leave", "coordinator", examples_networks.network),
    Page("networks:member_toolkit", "coordinator", examples_networks.member),
    Page("networks:copies", "coordinator"),
    Page("networks:copies", "coordinator", beside(examples_networks.shown_remote_copy), state="with a copy elsewhere"),
    Page("networks:public_copies", needs=examples_networks.shown_copies),
    Page("networks:school_lessons", "principal"),
    Page("networks:school_lessons", "teacher", beside(examples_networks.lesson)),
]
SELFIE = {"school": "perakylan-koulu", "source": "selfie", "day": "2026-04-28"}
"""What the demo's smallest school has of another tool."""
NEEDS = [
    Page("needs:enter"),
    Page("needs:answer", needs=answering),
    Page("needs:answer", needs=these(code="NOSUCH22"), status=410, state="gone"),
    Page("needs:answer_by_link", needs=these(token="no-such-link"), status=410),
    Page("needs:rounds", "coordinator"),
    Page("needs:rounds", "mentor", less=True),
    Page("needs:open", "coordinator", these(survey="autumn-teachers")),
    Page("needs:round", "coordinator", survey_round("principals")),
    Page("needs:close", "coordinator", survey_round("principals")),
    Page("needs:summary", "coordinator", survey_round("autumn-teachers")),
    Page("needs:summary", "mentor", survey_round("digital-teams")),
    Page("needs:texts", "coordinator", survey_round("autumn-teachers")),
    Page("needs:outside", "coordinator"),
    Page("needs:outside_summary", "coordinator", these(**SELFIE)),
    Page("needs:outside_talk", "coordinator", these(**SELFIE)),
    Page("needs:outside_target", "coordinator", these(**SELFIE, area="teacher-competence")),
    Page("needs:school_rounds", "coordinator", these(school="perakylan-koulu"), state="measured elsewhere"),
    Page("needs:measure", "teacher", these(key="student-agents")),
    Page("needs:school_rounds", "teacher"),
    Page("needs:open_now", "teacher"),
    Page("needs:ask", "principal", survey_round("principals")),
    Page("needs:school_summary", "teacher", survey_round("autumn-teachers")),
    Page("needs:school_summary", "principal", survey_round("digital-teams"), state="a sheet to talk by"),
    Page("needs:talk", "principal", survey_round("autumn-teachers")),
    Page("needs:target", "principal", survey_round("autumn-teachers", area="technical-help")),
    Page("needs:why", "principal", placement),
]
GROUPS = {
    "open": OPEN, "own": OWN, "schools": SCHOOLS, "toolkit": TOOLKIT, "draft": DRAFT, "surveys": SURVEYS, "year": YEAR,
    "plans": PLANS, "timing": TIMING, "publishing": PUBLISHING, "sharing": SHARING, "networks": NETWORKS,
    "needs": NEEDS,
}  # fmt: skip
NO_PAGES = {
    "networks:answer": "words for programs",
    "networks:listed_copies": FOR_PROGRAMS,
    "account_logout": "signs out and leads on",
    "toolkit:upload_review": "opens only after a package was sent; its own tests look at it",
    "feeds:read": FILE,
    "responsibilities:import_template": FILE,
    "schools:calendar_file": FILE,
    "schools:import_template": FILE,
    "schools:download_schools": FILE,
    "schools:download_people": FILE,
    "toolkit:material_file": FILE,
    "toolkit:edition_material_file": FILE,
    "toolkit:draft_material_file": FILE,
    "toolkit:edition_zip": FILE,
    "toolkit:draft_zip": FILE,
    "publishing:file": FILE,
    "publishing:feed": FOR_PROGRAMS,
    "publishing:statement": FOR_PROGRAMS,
    "publishing:package": FILE,
    "publishing:keys": FOR_PROGRAMS,
    "publishing:metadata": FOR_PROGRAMS,
    "publishing:oai": FOR_PROGRAMS,
    "publishing:lrmi_schema": FOR_PROGRAMS,
    "wheel:poster_file": FILE,
    "wheel:overview_table": FILE,
    "start:health": FOR_PROGRAMS,
    "needs:table": FILE,
    "needs:school_table": FILE,
    "needs:dataset": FILE,
    "needs:talk_file": FILE,
    "needs:outside_table": FILE,
    "needs:outside_talk_file": FILE,
    "needs:answer_worker": FILE,
    "look:gallery": GALLERY,
    "look:sample-confirm": GALLERY,
    "look:sample-part": GALLERY,
    "look:sample-progress": PART,
    "toolkit:preview_time": PART,
    "timing:progress": PART,
    "timing:provider_progress": PART,
    "timing:city_count": PART,
    "sharing:schools_progress": PART,
}
"""Addresses that one can ask for but that are no pages, with the reason."""
