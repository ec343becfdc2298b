from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from digivuosi.apps.sharing import actions as sharing
from digivuosi.apps.start.ticking import do_once, ticking
from digivuosi.apps.timing import actions as timing


class Command(BaseCommand):
    help = "Run the worker: it does the background tasks until it is stopped (Ctrl-C or SIGTERM)."
    requires_system_checks = []  # `digivuosi check` asks; starting should not wait for it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is waiting, then end")

    def handle(self, *, once: bool, verbosity: int, **options: Any) -> None:
        # Work of a worker that was killed goes on at once if it is seen to be dead, else when it surely is.
        for one in (timing, sharing):
            one.take_up_again()
            one.look_after()
        if once:
            do_once()
        with nullcontext() if once else ticking():
            # Never with the reloader, which Django's debugging would turn on: it cuts tasks off in the middle.
            call_command("db_worker", queue_name="*", reload=False, batch=once, verbosity=max(0, verbosity - 1))
