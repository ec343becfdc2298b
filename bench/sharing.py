"""How long the schools of a large provider take to come over to a new edition, and what pages cost meanwhile.

    python bench/sharing.py [--schools 2000]

A provider with so many units (the administration is one of them), every recommended measure on every wheel, and own
changes at every fifth school. Its second edition moves six measures in time, changes ten in other ways and brings two.
A worker takes the schools over in a process of its own, while a principal's pages are asked of a real server, one
after the other. The same pages are asked before, when nothing else goes on. The worker gives way as the real one does.
"""

# ruff: noqa: S310, S603 - it calls its own server and its own commands only
from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
DIGIVUOSI = [sys.executable, "-P", "-m", "digivuosi"]
MOVED, CHANGED, OWN_AT = 6, 10, 5
PAGES = {"now": "", "proposals": "proposals/", "list": "list/"}
ASKED_BEFORE = 20
"""Times that each page is asked before the update."""


def make(units: int) -> tuple[str, str, int]:
    """Make the provider and publish its second edition; return a school's address, a session and the update."""
    from django.conf import settings
    from django.test import Client

    from digivuosi.apps.people.actions import make_user
    from digivuosi.apps.schools.actions import add_member, add_school, start_provider
    from digivuosi.apps.sharing.queries.updates import updates_of
    from digivuosi.apps.toolkit.actions import change_locally, publish, start_from
    from digivuosi.apps.wheel.actions import place_everywhere
    from digivuosi.domain.toolkit.changes import MeasureChanges
    from digivuosi.domain.toolkit.package import read_package

    by = make_user(email="bench@kuusela.example", name="Bench", language="fi", is_verified=True)
    provider = start_provider(by=by, name="Suuri", slug="suuri", language="fi")
    start_from(by=by, provider=provider, package=read_package(ROOT / "starter"))
    publish(by=by, provider=provider, name="2026-1")
    schools = [add_school(by=by, provider=provider, name=f"Koulu {number:04}") for number in range(1, units)]
    place_everywhere(by=by, provider=provider, starts=2026)
    for school in schools[::OWN_AT]:
        change_locally(by=by, school=school, key="autumn-survey", fields=MeasureChanges(days=4))
    add_member(by=by, provider=provider, user=by, kind="principal", school=schools[0])
    change_draft(by, provider)
    publish(by=by, provider=provider, name="2026-2")
    client = Client()
    client.force_login(by, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return f"/suuri/{schools[0].slug}/", f"{settings.SESSION_COOKIE_NAME}={session}", updates_of(provider)[0].pk


def change_draft(by: Any, provider: Any) -> None:
    """What the second edition changes."""
    from digivuosi.apps.toolkit.actions import add_measure, change_measure
    from digivuosi.apps.toolkit.queries import draft_of
    from digivuosi.domain.texts import Text
    from digivuosi.domain.toolkit.documents import from_document
    from digivuosi.domain.toolkit.toolkit import Level

    draft = draft_of(provider)
    assert draft is not None
    toolkit = from_document(draft.document)
    chosen = [one for one in toolkit.measures if one.recommended and Level.SCHOOL in one.levels]
    timed = [one for one in chosen if one.recommended_time is not None][:MOVED]
    others = [one for one in chosen if one not in timed][:CHANGED]
    version = draft.version
    for number, measure in enumerate((*timed, *others)):
        # Without a recommended time, a measure goes to the beginning of its window.
        title = {"title": Text.from_mapping({**measure.title.to_document(), "fi": f"Uusi nimi {number}"})}
        changed = replace(measure, **({"recommended_time": None} if measure in timed else title))
        version = change_measure(by=by, provider=provider, key=measure.key, measure=changed, version=version).version
    for number in range(2):
        add_measure(by=by, provider=provider, measure=replace(chosen[-1], key=f"fresh-{number}", after=()))


@contextmanager
def server(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = trial.getsockname()[1]
    command = [*DIGIVUOSI, "serve", "--port", str(port), "--workers", "1"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        address = f"http://127.0.0.1:{port}"
        try:
            for _ in range(200):
                try:
                    urllib.request.urlopen(f"{address}/health/", timeout=5).close()
                    break
                except OSError:
                    time.sleep(0.2)
            yield address
        finally:
            process.terminate()
            process.wait()


def ask(address: str, session: str) -> float:
    """Milliseconds until a page is there."""
    request = urllib.request.Request(address, headers={"Cookie": session})
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=60) as answer:
        answer.read()
        assert "accounts" not in answer.url, "signed out"
    return (time.perf_counter() - begun) * 1000


def told(name: str, found: list[float]) -> str:
    return f"  {name:<10} median {median(found):6.0f} ms   p95 {quantiles(found, n=20)[-1]:6.0f} ms   n {len(found)}"


def report(pk: int, units: int, seconds: float, pages: dict[str, dict[str, list[float]]]) -> None:
    """Print what was done, how long it took, and how the pages fared before and meanwhile."""
    from digivuosi.apps.sharing.queries.updates import answers_in, update_with

    update = update_with(pk)
    assert update is not None
    assert update.state == "done", update.state
    answers = answers_in(update.provider, 2026)
    print(f"update: {update.done} of {update.total} units in {seconds:.1f} s, {1000 * seconds / units:.1f} ms each")
    print(f"proposals: {sum(answers.values())}")
    for words, found in pages.items():
        print(f"pages {words}:")
        for name, times in found.items():
            print(told(name, times))


def main() -> None:
    parser = argparse.ArgumentParser(description="Update of many schools after one edition.")
    parser.add_argument("--schools", type=int, default=2000)
    units = parser.parse_args().schools
    with TemporaryDirectory() as folder:
        os.environ["DIGIVUOSI_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "digivuosi.config.settings"
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
        for verb in ("build", "migrate"):
            subprocess.run([*DIGIVUOSI, verb], env=environment, check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        from datetime import date

        from digivuosi.apps.look import clock

        clock.today = lambda: date(2026, 8, 3)
        begun = time.monotonic()
        place, session, pk = make(units)
        print(f"{units} units made in {time.monotonic() - begun:.0f} s", flush=True)
        with server(environment) as address:
            urls = {name: f"{address}{place}{path}" for name, path in PAGES.items()}
            before = {name: [ask(url, session) for _ in range(ASKED_BEFORE)] for name, url in urls.items()}
            worker_code = (
                "import django, resource; django.setup()\n"
                "from datetime import date\nfrom digivuosi.apps.look import clock\n"
                "clock.today = lambda: date(2026, 8, 3)\n"
                "from digivuosi.apps.start.processes import give_way\ngive_way()\n"
                f"from digivuosi.apps.sharing.actions.working import update_schools\nupdate_schools.call({pk})\n"
                "used = resource.getrusage(resource.RUSAGE_SELF)\n"
                f"print(f'worker: {{1000 * (used.ru_utime + used.ru_stime) / {units}:.1f}} ms of processor a unit')"
            )
            begun = time.monotonic()
            during: dict[str, list[float]] = {name: [] for name in urls}
            with subprocess.Popen([sys.executable, "-c", worker_code], env=environment) as worker:
                while worker.poll() is None:
                    for name, url in urls.items():
                        during[name].append(ask(url, session))
                    time.sleep(0.2)
            seconds = time.monotonic() - begun
        report(pk, units, seconds, {"before": before, "meanwhile": during})


if __name__ == "__main__":
    main()
