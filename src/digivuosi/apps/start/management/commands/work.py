from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from digivuosi.apps.start.processes import give_way
from digivuosi.apps.start.ticking import do_once, ticking


class Command(BaseCommand):
    help = "Run the worker: it does the background tasks until it is stopped (Ctrl-C or SIGTERM)."
    requires_system_checks = []  # `digivuosi check` asks; starting should not wait for it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is waiting, then end")

    def handle(self, *, once: bool, verbosity: int, **options: Any) -> None:
        if once:
            # Without tables this says so, once, before every periodic job logs the same.
            apps.get_model("django_tasks_database", "DBTaskResult").objects.exists()
            do_once()
        else:
            give_way()
        with nullcontext() if once else ticking():
            # Never with the reloader, which Django's debugging would turn on: it cuts tasks off in the middle. Many
            # workers that start together wait a moment, each another; one that ends again has no reason to.
            call_command(
                "db_worker",
                queue_name="*",
                reload=False,
                batch=once,
                startup_delay=not once,
                verbosity=max(0, verbosity - 1),
            )
