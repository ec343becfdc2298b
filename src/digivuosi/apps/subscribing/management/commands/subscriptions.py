"""`digivuosi subscriptions poll`: look at sources on other servers now, without waiting for the worker."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digivuosi.apps.look import clock
from digivuosi.apps.subscribing.actions import poll
from digivuosi.apps.subscribing.queries.subscriptions import due, every_subscription

FINE = frozenset({"new", "nothing-new", "unchanged", "busy", "stopped"})


class Command(BaseCommand):
    help = "Look at the toolkits that providers follow on other servers."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="poll")
        one = verbs.add_parser("poll", help="look at the sources whose time has come")
        one.add_argument("--all", action="store_true", help="look at every source, whether its time has come or not")
        one.add_argument("--most", type=int, default=1_000, help="look at so many at the most (1000)")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = every_subscription() if options["all"] else due(clock.now(), options["most"])
        results = [(pk, poll(pk)) for pk in list(numbers)[: options["most"]]]
        for pk, result in results:
            self.stdout.write(f"source {pk}: {result}")
        wrong = sum(result not in FINE for _pk, result in results)
        self.stdout.write(f"{len(results)} looked at, {wrong} with problems")
        if wrong:
            sys.exit(1)
