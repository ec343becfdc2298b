"""What is past its time goes, what is not stays, and every model stands in exactly one rule."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from django_scopes import scopes_disabled

from digivuosi.apps.needs.models import Answer, FreeText, Round, Unfinished
from digivuosi.apps.people.models import SignInLink
from digivuosi.apps.start.actions.retention import REMOVERS, obey, rules
from tests.apps.needs.rounds import answer, asked, closed, everything, opened, surveyed
from tests.architecture.repository import ROOT
from tests.cast import TODAY, Municipality

__all__ = ["surveyed"]

OTHERS = {"sessions.Session", "django_tasks_database.DBTaskResult"}
"""Models of other people's apps that hold something of people."""


def test_every_model_stands_in_one_rule() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("digivuosi.")} | OTHERS
    told = Counter(model for rule in rules() for model in rule.models)
    assert set(told) == ours
    assert [model for model, times in told.items() if times > 1] == []


def test_every_remover_is_named_and_every_name_known() -> None:
    assert sorted(rule.remove for rule in rules() if rule.remove) == sorted(REMOVERS)
    assert all((rule.days is None) == (not rule.remove) for rule in rules())


def days_of(remove: str) -> int:
    found = next(rule.days for rule in rules() if rule.remove == remove)
    assert found is not None
    return found


@pytest.mark.django_db
def test_answers_go_and_their_summary_stays(surveyed: Municipality) -> None:
    one = opened(surveyed)
    answer(surveyed, one, [{"s1": 1 + number % 3} for number in range(6)])
    closed(surveyed, one)
    kept = one.summary
    obey(TODAY + timedelta(days=days_of("old_answers")))
    with scopes_disabled():
        assert Answer.objects.count() == 6
    obey(TODAY + timedelta(days=days_of("old_answers") + 1))
    with scopes_disabled():
        assert Answer.objects.count() == 0
        assert Round.objects.get().summary == kept


@pytest.mark.django_db
def test_free_texts_and_links_go(surveyed: Municipality) -> None:
    one = opened(surveyed)
    with everything(surveyed):
        FreeText(provider=surveyed.provider, round=one, question="words", words="Sana").save(force_insert=True)
    closed(surveyed, one)
    SignInLink.objects.create(user=surveyed.people["tutor"], token_hash="x", created_at=timezone.now())
    # The clock of rows is the real one.
    done = obey(timezone.localdate() + timedelta(days=days_of("old_links") + 1))
    assert done["old_links"] == 1
    obey(TODAY + timedelta(days=days_of("old_texts") + 1))
    with scopes_disabled():
        assert not FreeText.objects.exists()


@pytest.mark.django_db
def test_a_survey_past_its_last_day_is_closed(surveyed: Municipality) -> None:
    one = opened(surveyed)
    row = asked(surveyed, one)
    with everything(surveyed):
        Unfinished(school=row.school, asked=row, secret_hash="h").save(force_insert=True)
    assert obey(one.closes)["close_past_rounds"] == 0
    assert obey(one.closes + timedelta(days=1), only_tell=True)["close_past_rounds"] == 1
    with scopes_disabled():
        assert Unfinished.objects.exists()
    assert obey(one.closes + timedelta(days=1))["close_past_rounds"] == 1
    with scopes_disabled():
        assert not Unfinished.objects.exists()
        assert Round.objects.get().closed_on == date(2026, 10, 21)


@pytest.mark.django_db
def test_the_command_tells_every_rule() -> None:
    out = StringIO()
    call_command("retention", "--dry-run", stdout=out)
    assert len(out.getvalue().splitlines()) == len(rules())


@pytest.mark.parametrize("language", ["fi", "en"])
def test_what_a_provider_reads_is_what_the_program_does(language: str) -> None:
    text = (ROOT / "docs" / f"data-protection.{language}.md").read_text(encoding="utf-8")
    table = text.split("|---|---|")[-1]
    told = sorted(
        int(number.replace(",", "").replace(" ", "")) for number in re.findall(r"\d[\d, ]*(?= päivää| days)", table)
    )
    assert told == sorted(rule.days for rule in rules() if rule.days)
