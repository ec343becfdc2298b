from __future__ import annotations

import time
import webbrowser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from digivuosi.apps.look import clock
from digivuosi.apps.people.demo import demo_people
from digivuosi.apps.start.actions import make_demo
from digivuosi.apps.start.processes import (
    digivuosi,
    port_is_free,
    port_number,
    run_together,
    usual_workers,
    web_server,
)

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Start the demo municipality: set up once, then the web server and the worker until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port_number, default=8000, help="port (default: %(default)s)")
        # Read by __main__ before the settings are: the database lies there.
        parser.add_argument("--data", metavar="DIR", help="folder for the database and all else that is kept")
        parser.add_argument("--no-browser", action="store_true", help="do not open the browser")

    def handle(self, *, port: int, no_browser: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("the demo signs people in with one click; it was turned off with DIGIVUOSI_DEMO")
        if not port_is_free(HOST, port):
            raise CommandError(f"port {port} is taken by another program; choose one with --port")
        address = f"http://localhost:{port}/"
        self._set_up(address)
        code = run_together(
            [web_server(HOST, port, usual_workers()), digivuosi("work")],
            health_url=f"http://{HOST}:{port}/health/",
            when_ready=lambda: self._say_where(address, open_browser=not no_browser),
            environment={"DIGIVUOSI_DEMO": "true", "DIGIVUOSI_DATA": str(settings.DATA_DIR)},
            tell=self.stderr.write,
        )
        if code:
            raise CommandError("the demo stopped by itself", returncode=code)
        self.stdout.write("Stopped. The data is kept; the next start goes on from here.")

    def _set_up(self, address: str) -> None:
        call_command("build", verbosity=0)
        call_command("migrate", verbosity=0, interactive=False)
        if demo_people():
            return
        begun = time.monotonic()
        self.stdout.write("Making the demo municipality …")
        make_demo(today=clock.today(), say=lambda words: self.stdout.write(f"  {words} …"), origin=address)
        self.stdout.write(f"  done in {time.monotonic() - begun:.0f} s")

    def _say_where(self, address: str, *, open_browser: bool) -> None:
        self.stdout.write(f"\nDigivuosi is at {address}\n\nOn its front page you can be, with one click:")
        for person in demo_people():
            self.stdout.write(f"  {person.user.name}, {person.title}")
        self.stdout.write("\nCtrl-C stops everything.")
        self.stdout.flush()
        if open_browser:
            webbrowser.open(address)
