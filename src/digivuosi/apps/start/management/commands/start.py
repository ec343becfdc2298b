from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from digivuosi.apps.look import clock
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.people.queries import user_by_email
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.start.actions import begin, place_everywhere
from digivuosi.apps.start.forms import StartForm
from digivuosi.apps.start.queries import Beginning
from digivuosi.domain.schoolyear.calendar import CalendarProblem
from digivuosi.domain.schoolyear.files import read_calendar


class Command(BaseCommand):
    help = "Start a provider of your own from the starter toolkit, a calendar and a list of schools."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="name of the municipality or other education provider")
        parser.add_argument("--coordinator", required=True, metavar="EMAIL", help="who runs the development work")
        parser.add_argument(
            "--schools", required=True, type=Path, help="text file: a school on a line, `name; pupils; languages`"
        )
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="fi")
        parser.add_argument("--calendar", type=Path, help="calendar file (default: a suggested calendar)")
        parser.add_argument("--year", type=int, help="year in which the school year starts (default: this one)")
        parser.add_argument("--autumn-break", type=int, default=42, metavar="WEEK")
        parser.add_argument("--winter-break", type=int, default=9, metavar="WEEK")

    def handle(self, **options: Any) -> None:
        with translation.override(options["language"]):
            beginning = self._beginning(options)
            by = self._coordinator(options["coordinator"], options["language"])
            try:
                provider = begin(by=by, beginning=beginning)
            except ValidationError as problem:
                raise CommandError("; ".join(problem.messages)) from problem
        made = place_everywhere(by=by, provider=provider, starts=beginning.calendar.starts, told=self._tell_progress)
        for warning in beginning.calendar.warnings():
            self.stdout.write(f"note: {warning.get(options['language'])}")
        self.stdout.write(f"{provider.name}: {len(beginning.schools)} schools, {made} measures placed.")
        self.stdout.write(f"Its pages are at /{provider.slug}/ ; {by.email} signs in by a link in the mail.")

    def _beginning(self, options: dict[str, Any]) -> Beginning:
        schools = _read(options["schools"]).decode("utf-8-sig", errors="replace")
        form = StartForm(
            {
                "name": options["name"],
                "language": options["language"],
                "contact": options["coordinator"],
                "year": str(options["year"] or school_year_now(clock.today())),
                "autumn_break": str(options["autumn_break"]),
                "winter_break": str(options["winter_break"]),
                "schools": schools,
            }
        )
        if not form.is_valid():
            words = [f"{name}: {word}" for name, errors in form.errors.items() for word in errors]
            raise CommandError("nothing was made:\n  " + "\n  ".join(words))
        beginning = form.beginning()
        if options["calendar"]:
            try:
                calendar = read_calendar(_read(options["calendar"]), str(options["calendar"]))
            except CalendarProblem as problem:
                raise CommandError(
                    "nothing was made:\n" + "\n".join(problem.messages(options["language"]))
                ) from problem
            beginning = Beginning(**{**vars(beginning), "calendar": calendar})
        return beginning

    def _coordinator(self, email: str, language: str) -> User:
        found = user_by_email(email)
        return found or make_user(email=email, name="", language=language, is_verified=True)

    def _tell_progress(self, done: int, total: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\rwheels filled: {done}/{total}", ending="\n" if done == total else "")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise CommandError(f"{path}: {problem.strerror}; nothing was made") from problem
