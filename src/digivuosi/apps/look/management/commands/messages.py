"""Translations: `messages update` after writing, `messages check` before committing, `messages compile` to use them."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digivuosi.apps.look import messages


class Command(BaseCommand):
    help = "Update, check or compile the Finnish and Swedish messages of the apps."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=("update", "check", "compile"))
        parser.add_argument("--app", default="", help="only this app")

    def handle(self, *args: Any, verb: str, app: str = "", **options: Any) -> None:
        if app and not messages.apps(only=app):
            raise CommandError(f"there is no app {app}", returncode=2)
        if verb == "update":
            self._update(app)
        elif verb == "check":
            self._check(app)
        else:
            for file in messages.compile_all(only=app):
                self.stdout.write(str(file.relative_to(messages.APPS)))

    def _update(self, only: str) -> None:
        for app in messages.apps(only=only):
            for language in messages.LANGUAGES:
                empty = messages.update(app, language)
                if empty:
                    self.stdout.write(f"{app.name} {language}: {empty} to translate")

    def _check(self, only: str) -> None:
        mistakes = messages.check(only=only)
        for mistake in mistakes:
            self.stdout.write(str(mistake))
        if mistakes:
            raise CommandError(f"{len(mistakes)} mistakes in the translations", returncode=1)
        self.stdout.write("All messages are translated.")
