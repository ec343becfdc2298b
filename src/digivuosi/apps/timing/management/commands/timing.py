"""`digivuosi timing VERB`: time a year's work from files, without a database where the verb needs none."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digivuosi.apps.timing.management.files import FileProblem
from digivuosi.apps.timing.management.verbs import VERBS
from digivuosi.domain.texts import LANGUAGES


class Command(BaseCommand):
    help = "Time measures in a school year: judge, explain or find a plan for a problem file."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="|".join(VERBS))
        for name, verb in VERBS.items():
            one = verbs.add_parser(name, help=verb.HELP)
            verb.add_arguments(one)
            one.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the words (fi)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            well = VERBS[options["verb"]].run(options, self.stdout, self.stderr)
        except FileProblem as problem:
            raise CommandError(problem.told(options["lang"]), returncode=problem.returncode) from problem
        if not well:
            sys.exit(1)
