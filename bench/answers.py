"""Figures of answering: the weight of the page, and many answers at once against a running server.

    pip install -e .[bench]; python bench/answers.py [--people 500] [--within 60] [--port 8765]

Makes the demo municipality in a temporary folder, opens its survey to teachers, starts the web server as `digivuosi
serve` does and lets locust play the people. Everyone sends twice, as a phone does that lost the first answer. It then
counts the rows: none may be lost, none doubled. First they come one after the other within a minute, which is a city's
staff at the same hour; then all at the same moment, which is the worst there is and no more than the processors can do.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]
SURVEY = "autumn-teachers"


def prepare(folder: str) -> list[str]:
    """A demo with an open survey; the codes of its schools."""
    os.environ |= {"DIGIVUOSI_DATA": folder, "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings"}
    import django

    django.setup()
    from django.core.management import call_command
    from django_scopes import scopes_disabled

    from digivuosi.apps.look import clock
    from digivuosi.apps.needs.actions.rounds import open_round
    from digivuosi.apps.needs.models import SchoolRound
    from digivuosi.apps.schools.models import School
    from digivuosi.apps.start.actions import make_demo

    call_command("build", verbosity=0)
    call_command("migrate", verbosity=0)
    today = clock.today()
    provider = make_demo(today=today)
    with scopes_disabled():
        schools = list(School.objects.filter(provider=provider).select_related("provider"))
        one = open_round(by=None, provider=provider, survey_key=SURVEY, opens=today, closes=today, schools=schools)
        return list(SchoolRound.objects.filter(round=one).values_list("code", flat=True))


def stored() -> int:
    from digivuosi.apps.needs.models import Answer

    rows = Answer.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    return int(rows.filter(asked__round__survey_key=SURVEY, asked__round__closed_on=None).count())


def wait_for(address: str) -> None:
    for _attempt in range(200):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server did not come up")


def weigh(address: str) -> None:
    with urllib.request.urlopen(address) as answer:  # noqa: S310 - our own server
        page = answer.read()
    own = ROOT / "src/digivuosi/apps/needs/static/needs"
    more = [own / "css/answer.css", own / "js/answer.js"]
    print(f"the page: {len(page)} bytes, {len(gzip.compress(page))} zipped")
    for path in more:
        content = path.read_bytes()
        print(f"{path.name}: {len(content)} bytes, {len(gzip.compress(content))} zipped")


def play(codes: list[str], people: int, within: float, host: str, folder: str) -> None:
    before, figures = stored(), Path(folder) / "figures"
    command = [sys.executable, "-m", "locust", "-f", str(ROOT / "bench/answers_users.py"), "--headless", "--host", host]
    command += ["--users", str(people), "--spawn-rate", str(people), "--csv", str(figures), "--only-summary"]
    command += ["--run-time", "300s", "--loglevel", "ERROR"]
    told = {"BENCH_CODES": ",".join(codes), "BENCH_PEOPLE": str(people), "BENCH_WITHIN": str(within)}
    subprocess.run(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - our own
    print(f"{people} people within {within:.0f} s, each sends twice; {stored() - before} answers stored")
    with Path(f"{figures}_stats.csv").open() as file:
        for row in csv.DictReader(file):
            name = row["Name"]
            times = f"median {row['50%']} ms, p95 {row['95%']} ms, longest {float(row['Max Response Time']):.0f} ms"
            print(f"  {name:12} {row['Request Count']:>5} asked, {row['Failure Count']} failed, {times}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=500)
    parser.add_argument("--within", type=float, default=60)
    parser.add_argument("--port", type=int, default=8765)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        codes = prepare(folder)
        host = f"http://127.0.0.1:{given.port}"
        serve = [sys.executable, "-P", "-m", "digivuosi", "serve", "--port", str(given.port)]
        server = subprocess.Popen(serve, env=dict(os.environ), stdout=subprocess.DEVNULL)  # noqa: S603 - our own
        try:
            wait_for(f"{host}/health/")
            weigh(f"{host}/answer/{codes[0]}/")
            for within in (given.within, 0):
                play(codes, given.people, within, host, folder)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
