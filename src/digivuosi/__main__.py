"""The command `digivuosi`.

It exits with 0 when all went well, 1 when something was wrong with what it worked on, and 2 when it could not begin:
it was called in a way it does not understand, or what it was given cannot be opened.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Sequence

OWN_COMMANDS = {
    "Try it": {
        "demo": "start the demo municipality in the browser: set-up, web server and worker in one",
    },
    "Run it": {
        "build": "make what the pages need: fonts, translations, static files",
        "migrate": "make or bring up to date the tables of the database",
        "start": "start a provider of your own from a toolkit, a calendar and a list of schools",
        "serve": "run the web server",
        "work": "run the worker, which does what takes longer than a page may",
        "subscriptions": "look at the toolkits that are followed on other servers",
        "retention": "remove what is past its time, as data_retention.yaml says",
    },
    "Make and check content": {
        "toolkit": "check, show, pack or unpack a toolkit package",
        "calendar": "show, check or suggest a school year's calendar",
        "wheel": "draw a year wheel from a plain table of entries, as SVG, PDF or PNG",
    },
    "Time a year": {
        "timing": "judge, explain, find or make up a plan of a school's or a whole city's year",
    },
    "Work on Digivuosi": {
        "messages": "update, check or compile the translations",
    },
}
"""Our commands with a line each. Written out, so that help needs no start of Django; a test compares."""


DJANGOS_OPTIONS = {
    *("--version", "--verbosity", "--settings", "--pythonpath", "--traceback"),
    *("--no-color", "--force-color", "--skip-checks"),
}
"""Options that every command takes from Django; left out of the help of ours, where they would hide our own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `digivuosi ARGUMENTS` and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digivuosi.config.settings")
    if given[:1] == ["demo"]:
        surroundings_of_demo(given)
    try:
        if not given:
            print(help_text(), file=sys.stderr)
            return 2
        if given in (["-h"], ["--help"], ["help"]):
            print(help_text())
            return 0
        if given == ["--version"]:
            print(f"Digivuosi {version()}")
            return 0
        if given[0] == "demo":
            be_a_demo(given[1:])
        return run(given)
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130
    except BrokenPipeError:
        # Whoever read our words (`head`, say) has had enough; the interpreter must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def surroundings_of_demo(given: Sequence[str]) -> None:
    """Say what the settings must know before they are read: that this is the demo, and where its data lies."""
    os.environ.setdefault("DIGIVUOSI_DEMO", "true")
    for place, word in enumerate(given):
        if word == "--data" and place + 1 < len(given):
            os.environ["DIGIVUOSI_DATA"] = given[place + 1]
        elif word.startswith("--data="):
            os.environ["DIGIVUOSI_DATA"] = word.removeprefix("--data=")


def be_a_demo(options: Sequence[str]) -> None:
    """Set what the demo's settings must know before Django reads them: that it is one, and where its data lies."""
    parser = argparse.ArgumentParser("digivuosi demo", add_help=False, allow_abbrev=False)
    parser.add_argument("--data", metavar="DIR")
    data = parser.parse_known_args(options)[0].data
    os.environ.setdefault("DIGIVUOSI_DEMO", "true")
    if data:
        os.environ["DIGIVUOSI_DATA"] = os.path.abspath(data)


def run(given: list[str]) -> int:
    """Run one command; a problem of the user's is told in a line, a fault of ours with its traceback."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import BaseCommand, CommandError, ManagementUtility
    from django.db import OperationalError

    # Django prints a CommandError under its class name and stops; with --traceback it hands it to us.
    to_us = [] if given[0].startswith("-") or given[0] == "help" else ["--traceback"]
    try:
        if to_us and not known(given[0]):
            return unknown(given[0])
        if given[0] in own_names():
            BaseCommand.suppressed_base_arguments = DJANGOS_OPTIONS
        ManagementUtility(["digivuosi", given[0], *to_us, *given[1:]]).execute()
    except CommandError as problem:
        if "--traceback" in given:
            raise
        print(f"digivuosi {given[0]}: {problem}", file=sys.stderr)
        return problem.returncode
    except ImproperlyConfigured as problem:
        print(f"digivuosi: the settings do not fit together: {problem}", file=sys.stderr)
        return 1
    except OperationalError as problem:
        if "--traceback" in given:
            raise
        print(
            f"digivuosi {given[0]}: the database cannot do this: {problem}\n"
            "If its tables were never made or are older than the program: digivuosi migrate",
            file=sys.stderr,
        )
        return 1
    return 0


def known(command: str) -> bool:
    import django
    from django.core.management import get_commands

    django.setup()
    return command in get_commands()


def unknown(command: str) -> int:
    from difflib import get_close_matches

    from django.core.management import get_commands

    close = get_close_matches(command, get_commands(), n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    print(f"digivuosi: there is no command {command}.{hint} `digivuosi --help` lists them.", file=sys.stderr)
    return 2


def help_text() -> str:
    """All commands: ours in groups with a line each, Django's by name below."""
    lines = ["Digivuosi: from a toolkit for digital development to every school's own year wheel.", ""]
    lines += ["usage: digivuosi COMMAND [options]      (digivuosi COMMAND --help tells more)", ""]
    for group, commands in OWN_COMMANDS.items():
        lines += [group, *(f"  {name:<13} {line}" for name, line in commands.items()), ""]
    lines += ["Django's own", *wrapped([name for name in djangos_commands() if name not in own_names()])]
    lines += ["", "Exit codes: 0 all well; 1 something is wrong with what was given; 2 called the wrong way."]
    return "\n".join(lines)


def own_names() -> set[str]:
    return {name for commands in OWN_COMMANDS.values() for name in commands}


def wrapped(names: Sequence[str]) -> list[str]:
    import textwrap

    return textwrap.wrap(", ".join(names), width=90, initial_indent="  ", subsequent_indent="  ")


def djangos_commands() -> list[str]:
    """The names of Django's commands, read from its folder: help should not wait for Django to start."""
    django = importlib.util.find_spec("django")
    if django is None or not django.submodule_search_locations:
        return []
    folder = os.path.join(django.submodule_search_locations[0], "core", "management", "commands")
    return sorted(module.name for module in pkgutil.iter_modules([folder]) if not module.name.startswith("_"))


def version() -> str:
    from importlib.metadata import version as of_package

    return of_package("digivuosi")


if __name__ == "__main__":
    sys.exit(main())
