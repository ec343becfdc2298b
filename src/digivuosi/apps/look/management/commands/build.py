"""Make what the pages need and the repository does not hold: web fonts, compiled messages, static files."""

from __future__ import annotations

import time
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from digivuosi.apps.look import building


class Command(BaseCommand):
    help = "Make web fonts, compiled messages and static files; skips what is fresh."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--force", action="store_true", help="make everything again")

    def handle(self, *args: Any, force: bool = False, **options: Any) -> None:
        begun = time.monotonic()
        for step in building.steps(collect=self._collect):
            if not force and not step.stale():
                continue
            self.stdout.write(f"{step.name} … ", ending="")
            self.stdout.flush()
            step.make()
            self.stdout.write(f"{time.monotonic() - begun:.1f} s")

    def _collect(self) -> None:
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
