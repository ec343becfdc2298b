from __future__ import annotations

import os
import sys
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digivuosi.apps.start.processes import port_is_free, port_number, usual_workers, web_server


class Command(BaseCommand):
    help = "Run the web server until it is stopped (Ctrl-C or SIGTERM)."
    requires_system_checks = []  # `digivuosi check` asks; starting should not wait for it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen at (default: %(default)s)")
        parser.add_argument("--port", type=port_number, default=8000, help="port (default: %(default)s)")
        parser.add_argument(
            "--workers",
            type=worker_count,
            default=usual_workers(),
            help="processes that answer, one page at a time each (default: %(default)s)",
        )

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        try:
            free = port_is_free(host, port)
        except OSError as problem:
            raise CommandError(f"cannot listen at {host}: {problem.strerror}") from problem
        if not free:
            raise CommandError(f"port {port} is taken by another program; choose one with --port")
        self.stdout.flush()
        # The server takes this process's place, so that whoever started it talks to the server itself.
        os.execv(sys.executable, list(web_server(host, port, workers).command))  # noqa: S606


def worker_count(given: str) -> int:
    if given.isdecimal() and 1 <= int(given) <= 64:
        return int(given)
    raise ArgumentTypeError(f"{given} is no number of workers; it goes from 1 to 64")
