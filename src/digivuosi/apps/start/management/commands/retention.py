from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from digivuosi.apps.look import clock
from digivuosi.apps.start.actions.retention import obey, rules


class Command(BaseCommand):
    help = "Remove the personal data that is past its time, as data_retention.yaml says."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="tell what would be removed, and remove nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        done = obey(clock.today(), only_tell=dry_run)
        for rule in rules():
            kept = f"{rule.days} days from {rule.ends['en']}" if rule.days is not None else f"until {rule.ends['en']}"
            number = f"{done[rule.remove]:6d}" if rule.remove else "     –"
            self.stdout.write(f"{number}  {rule.data['en']}: {kept}")
