"""What browser tests of surveys have in common: a round of the demo, its answers, and what a device keeps."""

from __future__ import annotations

from datetime import date

from django_scopes import scope, scopes_disabled
from playwright.sync_api import Page, expect

from digivuosi.apps.needs.actions.answering import store_many
from digivuosi.apps.needs.actions.rounds import close_round, open_round
from digivuosi.apps.needs.models import Answer, Round, SchoolRound
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.domain.needs.answering import read_sheet
from tests.cast import Municipality

SURVEY, AREA = "autumn-teachers", "technical-help"
TAKEN = ("student-agents", "devices-collected")
SCHOOL = "/kuusela/kivelan-koulu/needs"
OFFLINE = "|".join(
    [
        "ERR_INTERNET_DISCONNECTED",
        "Failed to fetch",
        "error occurred when fetching the script",
        # The browser asks for the icon of the tab when it likes, also after the line was cut.
        r"ERR_FAILED \(\S+/mark\S*\.svg\)",
    ]
)


def the_round() -> Round:
    with scopes_disabled():
        return Round.objects.select_related("provider").filter(survey_key=SURVEY).latest("pk")


def asked(town: Municipality, one: Round) -> SchoolRound:
    with scopes_disabled():
        rows = SchoolRound.objects.select_related("school__provider", "round__provider")
        return rows.get(round=one, school=town.school)


def answers(town: Municipality, one: Round) -> list[dict[str, object]]:
    with scopes_disabled():
        return [row.values for row in Answer.objects.filter(asked=asked(town, one))]


def opened_for(town: Municipality, opens: date = date(2026, 10, 6), closes: date = date(2026, 10, 20)) -> Round:
    with scope(provider=town.provider, school=[town.school, town.other_school]):
        return open_round(
            by=town.people["coordinator"],
            provider=town.provider,
            survey_key=SURVEY,
            opens=opens,
            closes=closes,
            schools=[town.school, town.other_school],
        )


def many(town: Municipality, one: Round, step: int, count: int) -> None:
    """Answers of colleagues: technical help is at this step for all, the rest near the top."""
    questions = questions_of(one)
    kinds = {s.key: (step + n % 2 if s.need == AREA else 4) for n, s in enumerate(questions.statements) if s.scale}
    sheets = [read_sheet(questions, SURVEY, ["grades-3-6"], dict(kinds)) for _person in range(count)]
    store_many(asked=asked(town, one), sheets=sheets)


def finish(town: Municipality, one: Round, on: date) -> None:
    with scope(provider=town.provider, school=[town.school, town.other_school]):
        close_round(by=town.people["coordinator"], one=one, on=on)


def wait_until(page: Page, holds: str) -> None:
    """Wait until an async function of the page says yes. Playwright's own waiting takes the promise for a yes."""
    page.evaluate(
        f"""async () => {{
            const holds = {holds};
            for (let tries = 0; !(await holds()); tries += 1) {{
                if (tries > 450) throw new Error("it never came to hold");
                await new Promise((resolve) => setTimeout(resolve, 100));
            }}
        }}"""
    )


def put_aside(page: Page) -> None:
    """Wait until the empty form and all its files are on the device."""
    wait_until(
        page,
        """async () => {
            const marks = "link[rel=stylesheet], link[rel=preload], link[rel=icon], script[src], use[href]";
            const files = [...document.querySelectorAll(marks)].map((one) => one.getAttribute("href") ?? one.src);
            const urls = [location.pathname, ...files].map((file) => new URL(file, location.href).href.split("#")[0]);
            const kept = await Promise.all(urls.map((url) => caches.match(url, { ignoreVary: true })));
            const worker = await navigator.serviceWorker.getRegistration("/answer/");
            return worker?.active?.state === "activated" && kept.every(Boolean);
        }""",
    )


def left_behind(page: Page) -> list[object]:
    """What a shared device still has of answering."""
    return list(
        page.evaluate(
            """async () => [
                ...Object.keys(localStorage), ...await caches.keys(),
                ...(await navigator.serviceWorker.getRegistrations()).map((one) => one.scope),
            ]"""
        )
    )


def take_both(page: Page) -> None:
    """Take the measures into the year, on the page of a target; each brings the same page anew, with the same words."""
    for key in TAKEN:
        with page.expect_navigation():
            page.locator("form", has=page.locator(f"input[value={key}]")).get_by_role("button").click()
        expect(page.get_by_text("Toimenpide on vuosikellossa perusteluineen.")).to_be_visible()


def choose(page: Page, statement: int, step: int) -> None:
    page.locator("fieldset.answer-statement:visible").nth(statement).get_by_role("radio").nth(step).check()
