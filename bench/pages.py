"""Figures of the pages of a school's year: median milliseconds, queries, bytes.

    python bench/pages.py [--rounds 30] [--schools 2000]

A school with 60 placements, alone in the database and then among 2,000 schools with 60 each. The pages are asked in
this process through the whole of Django, so the figures are of the program, without network and server. It makes
a database of its own in a temporary folder; with DATABASE_URL set, it asks for an empty database there.
"""

from __future__ import annotations

import argparse
import gzip
import os
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

if TYPE_CHECKING:
    from django.test import Client

    from digivuosi.apps.schools.models import School
    from digivuosi.domain.toolkit.package import Package

PLACEMENTS = 60
PER_PROVIDER = 7
PAGES = ("now", "wheel", "list", "line", "month")


@dataclass(frozen=True)
class Figures:
    milliseconds: float
    queries: int
    bytes: int
    zipped: int


def start(folder: str) -> None:
    """Bring up Django over an empty database."""
    os.environ["DIGIVUOSI_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "digivuosi.config.settings"
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("messages", "compile", verbosity=0)


def make_school() -> tuple[School, Client]:
    """Make a municipality through the actions, with a school of 60 placements, and its tutor's browser."""
    from django.test import Client
    from django_scopes import scope

    from digivuosi.apps.look import clock
    from digivuosi.apps.people.actions import make_user
    from digivuosi.apps.responsibilities.actions import name_holder
    from digivuosi.apps.schools.actions import add_member, add_school, start_provider
    from digivuosi.apps.schools.queries import school_year_now
    from digivuosi.apps.toolkit.actions import publish, start_from
    from digivuosi.apps.wheel.actions import take_all_recommended
    from digivuosi.apps.wheel.models import Placement

    starts = school_year_now(clock.today())
    by = make_user(email="bench@example.org", name="Kerttu Koordinaattori", language="fi")
    tutor = make_user(email="tutor@example.org", name="Taina Tutor", language="fi")
    provider = start_provider(by=by, name="Mittala", slug="mittala", language="fi")
    with scope(provider=provider):
        start_from(by=by, provider=provider, package=starter_of_sixty())
        publish(by=by, provider=provider, name=f"{starts}-1")
        school = add_school(by=by, provider=provider, name="Mittalan koulu")
    add_member(by=by, provider=provider, user=tutor, kind="team", school=school)
    with scope(provider=provider, school=school):
        for kind in ("digital-team", "pedagogical-support"):
            name_holder(by=by, school=school, year=starts, kind=kind, user=tutor)
        take_all_recommended(by=by, school=school, year=starts)
        extra = list(Placement.objects.values_list("pk", flat=True))[PLACEMENTS:]
        Placement.objects.filter(pk__in=extra).delete()
        assert Placement.objects.count() == PLACEMENTS
    browser = Client(headers={"accept-encoding": "gzip"})
    browser.force_login(tutor, backend="django.contrib.auth.backends.ModelBackend")
    return school, browser


def starter_of_sixty() -> Package:
    """The starter toolkit with its measures for schools written twice more under other keys."""
    from digivuosi.domain.toolkit.package import read_package
    from digivuosi.domain.toolkit.toolkit import Level

    package = read_package(ROOT / "starter")
    measures = package.toolkit.measures
    ours = [measure for measure in measures if Level.SCHOOL in measure.levels]
    more = [replace(m, key=f"{m.key}-{turn}", recommended=True, after=()) for turn in (2, 3) for m in ours]
    return replace(package, toolkit=replace(package.toolkit, measures=(*measures, *more)))


def fill_country(like: School, count: int) -> None:
    """Put `count` schools beside the first, each with the same placements."""
    from django_scopes import scopes_disabled

    from digivuosi.apps.schools.models import Provider, School
    from digivuosi.apps.wheel.models import Placement

    with scopes_disabled():
        rows = list(Placement.objects.filter(school=like))
        providers = Provider.objects.bulk_create(
            Provider(name=f"Kunta {n}", slug=f"kunta-{n}") for n in range(count // PER_PROVIDER + 1)
        )
        schools = School.objects.bulk_create(
            School(provider=providers[n // PER_PROVIDER], slug=f"koulu-{n}", name=f"Koulu {n}") for n in range(count)
        )
        for place in range(0, count, 100):
            Placement.objects.bulk_create(
                copy_of(row, school) for school in schools[place : place + 100] for row in rows
            )
            print(f"\r  {min(place + 100, count)} schools", end="", flush=True, file=sys.stderr)
    print(file=sys.stderr)


def copy_of(row: Any, school: School) -> Any:
    names = ("year", "measure_key", "occurrence", "first", "last", "status")
    return type(row)(school=school, **{name: getattr(row, name) for name in names})


def measured(browser: Client, address: str, rounds: int) -> Figures:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser.get(address)
    with CaptureQueriesContext(connection) as queries:
        answer = browser.get(address)
    asked = len(queries)
    assert answer.status_code == 200, address
    body = gzip.decompress(answer.content) if answer.headers.get("Content-Encoding") == "gzip" else answer.content
    times = []
    for _ in range(rounds):
        began = perf_counter()
        browser.get(address)
        times.append((perf_counter() - began) * 1000)
    return Figures(median(times), asked, len(body), len(gzip.compress(body, 6)))


def tell(school: School, browser: Client, rounds: int) -> None:
    print(f"  {'page':<8}{'median ms':>10}{'queries':>9}{'bytes':>9}{'gzip':>8}")
    for page in PAGES:
        found = measured(browser, f"/{school.provider.slug}/{school.slug}/{page}/", rounds)
        print(f"  {page:<8}{found.milliseconds:>10.1f}{found.queries:>9}{found.bytes:>9}{found.zipped:>8}")


def main() -> None:
    told = argparse.ArgumentParser(description="Figures of the pages of a school's year.")
    told.add_argument("--rounds", type=int, default=30)
    told.add_argument("--schools", type=int, default=2000)
    given = told.parse_args()
    with tempfile.TemporaryDirectory(prefix="digivuosi-bench-") as folder:
        start(folder)
        school, browser = make_school()
        print(f"A school with {PLACEMENTS} placements, alone:")
        tell(school, browser, given.rounds)
        fill_country(school, given.schools)
        print(f"The same among {given.schools} schools with {PLACEMENTS} placements each:")
        tell(school, browser, given.rounds)


if __name__ == "__main__":
    main()
