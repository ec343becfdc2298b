"""`digivuosi toolkit …`: work on toolkit packages, folders or zips, without a database."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from digivuosi.apps.look import clock
from digivuosi.apps.toolkit.management.merging import (
    OURS_KEPT,
    Merging,
    diff_lines,
    log_lines,
    merge_lines,
    new_findings,
    refuse_wrong_order,
)
from digivuosi.domain.schoolyear.calendar import CalendarProblem, SchoolYear, suggested_year, year_of_school
from digivuosi.domain.schoolyear.files import read_calendar
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.toolkit.checking import examine, suggested_calendars
from digivuosi.domain.toolkit.contents import read_contents
from digivuosi.domain.toolkit.findings import Finding, PackageProblem
from digivuosi.domain.toolkit.package import EXISTS, Package, package_from, write_folder, write_zip
from digivuosi.domain.toolkit.sources import read_files
from digivuosi.domain.toolkit.summary import summary
from digivuosi.domain.toolkit.system_errors import in_words

Options = dict[str, Any]

FOUND = Text.of(
    fi="{{path}}: virheitä {errors}, huomioita {notes}",
    sv="{{path}}: fel {errors}, anmärkningar {notes}",
    en="{{path}}: errors {errors}, notes {notes}",
)
CLEAN = Text.of(fi="{path}: kunnossa", sv="{path}: i ordning", en="{path}: all well")
WRITTEN = Text.of(fi="{path}: {count} tiedostoa", sv="{path}: {count} filer", en="{path}: {count} files")
NOT_POSSIBLE = Text.of(
    fi="{path}: ei onnistu ({why})", sv="{path}: går inte ({why})", en="{path}: not possible ({why})"
)
OTHER_YEAR = Text.of(
    fi="{path} on lukuvuoden {found} kalenteri, ei vuoden {year}",
    sv="{path} är kalendern för läsåret {found}, inte {year}",
    en="{path} is the calendar of the school year {found}, not {year}",
)
LARGEST_CALENDAR = 200_000


class Command(BaseCommand):
    help = "Check, show, pack, unpack, compare or merge toolkit packages (folders or zips)."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="check|show|pack|unpack|diff|merge|log")
        check = verbs.add_parser("check", help="say what is wrong, as file:line: words; exit code 1 for errors")
        show = verbs.add_parser("show", help="a summary by theme with each measure's time")
        pack = verbs.add_parser("pack", help="make a zip of a folder; the same files give the same bytes")
        unpack = verbs.add_parser("unpack", help="make a folder of a zip; nothing is written over")
        diff = verbs.add_parser("diff", help="what makes the second package of the first, by measure and field")
        merge = verbs.add_parser("merge", help="three-way merge; exit code 1 for conflicts or a result with errors")
        log = verbs.add_parser("log", help="where a package came from, and what changed since the older ones")
        for verb in (check, show, pack, unpack, log):
            verb.add_argument("path", type=Path, help="the package: a folder or a zip file")
        log.add_argument("older", type=Path, nargs="*", help="older editions of it, the newest first")
        diff.add_argument("path", type=Path, help="the package before")
        diff.add_argument("other", type=Path, help="the package after")
        self._add_merge_arguments(merge)
        for verb in (check, show, pack, unpack, diff, merge, log):
            verb.add_argument("--lang", choices=LANGUAGES, default="fi", help="language of the words (fi)")
        for verb in (check, show, merge):
            verb.add_argument("--year", type=school_year, help="school year that begins in this year, such as 2026")
            verb.add_argument("--calendar", type=Path, help="calendar file of the school year (YAML)")
        for verb in (pack, unpack):
            verb.add_argument("-o", "--output", type=Path, help="what to make; else named after the package")

    def _add_merge_arguments(self, merge: CommandParser) -> None:
        merge.add_argument("base", type=Path, help="the edition that both came from")
        merge.add_argument("path", type=Path, metavar="ours", help="your own toolkit")
        merge.add_argument("theirs", type=Path, help="the new edition of the other")
        merge.add_argument("-o", "--output", type=Path, required=True, help="what to make: a folder or a .zip")
        merge.add_argument("--conflicts", type=Path, help="a file to write, with both values of each conflict")
        merge.add_argument("--choices", type=Path, help="such a file, in which somebody has chosen")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {
            "check": self.check_package,
            "show": self.show_package,
            "pack": self.pack_folder,
            "unpack": self.unpack_zip,
            "diff": self.tell_difference,
            "merge": self.merge_packages,
            "log": self.tell_lineage,
        }
        language = options["lang"]
        try:
            sound = verbs[options["verb"]](options, language)
        except PackageProblem as problem:
            raise CommandError(problem.shown(language), returncode=2) from problem
        except CalendarProblem as problem:
            raise CommandError("\n".join(problem.messages(language)), returncode=2) from problem
        except BrokenPipeError:
            raise
        except OSError as problem:
            told = NOT_POSSIBLE.filled(path=_place(problem, options), why=in_words(problem))
            raise CommandError(told.get(language), returncode=2) from problem
        if not sound:
            sys.exit(1)

    def check_package(self, options: Options, language: str) -> bool:
        """Print every finding; without a calendar, a few usual ones of the coming years are tried."""
        own = calendar_of(options)
        calendars = (own,) if own else suggested_calendars(year_of_school(clock.today()))
        examined = examine(options["path"], calendars)
        self._print_findings(examined.findings, options, language)
        return examined.is_sound

    def show_package(self, options: Options, language: str) -> bool:
        year = calendar_of(options)
        package = self._package(options, language)
        if package:
            for line in summary(package.toolkit, language, year):
                self.stdout.write(line)
        return package is not None

    def pack_folder(self, options: Options, language: str) -> bool:
        """Make a zip beside the folder; one that is there is replaced, since it is made from the folder."""
        package = self._package(options, language)
        if package:
            target = options["output"] or Path(f"{options['path'].resolve()}.zip")
            if target.is_dir():
                raise PackageProblem.about(str(target), EXISTS, "exists")
            with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as made:
                try:
                    made.write(write_zip(package))
                    os.chmod(made.name, 0o644)
                    os.replace(made.name, target)
                except BaseException:
                    os.unlink(made.name)
                    raise
            self._print(WRITTEN.filled(path=target, count=len(package.files)), language)
        return package is not None

    def unpack_zip(self, options: Options, language: str) -> bool:
        package = self._package(options, language)
        if package:
            target = options["output"] or options["path"].resolve().with_suffix("")
            write_folder(package, target)
            self._print(WRITTEN.filled(path=target, count=len(package.files)), language)
        return package is not None

    def tell_difference(self, options: Options, language: str) -> bool:
        packages = self._packages(options, language, options["path"], options["other"])
        if packages:
            self._write(diff_lines(packages[0], packages[1], language))
        return bool(packages)

    def tell_lineage(self, options: Options, language: str) -> bool:
        packages = self._packages(options, language, options["path"], *options["older"])
        self._write(log_lines(packages, language))
        return bool(packages)

    def merge_packages(self, options: Options, language: str) -> bool:
        """Write the result also when it has conflicts: ours stands in it, and the file of conflicts has all values."""
        merging = Merging(options["output"], options["conflicts"], options["choices"], language)
        merging.refuse_what_exists()
        packages = self._packages(options, language, options["base"], options["path"], options["theirs"])
        if not packages:
            return False
        base, ours, theirs = (package.toolkit for package in packages)
        refuse_wrong_order(base, ours, theirs, options["theirs"])
        done = merging.merged(packages[0], packages[1], packages[2])
        own = calendar_of(options)
        findings = new_findings(done, (own,) if own else suggested_calendars(year_of_school(clock.today())))
        merging.write(done)
        self._write(merge_lines(done, findings, language))
        if done.open:
            self._print(OURS_KEPT.filled(count=len(done.open)), language)
        self._print(WRITTEN.filled(path=merging.output, count=len(done.package().files)), language)
        return not done.open and not any(finding.is_error for finding in findings)

    def _packages(self, options: Options, language: str, *paths: Path) -> list[Package]:
        """Return all the packages, or none after telling what is wrong with the form of each."""
        found = [self._package({**options, "path": path}, language) for path in paths]
        sound = [package for package in found if package is not None]
        return sound if len(sound) == len(found) else []

    def _package(self, options: Options, language: str) -> Package | None:
        """Return the package, or None after telling what is wrong with its form."""
        contents = read_contents(read_files(options["path"]))
        if contents.is_sound:
            return package_from(contents)
        self._print_findings(tuple(finding for finding in contents.findings if finding.is_error), options, language)
        return None

    def _write(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.stdout.write(line)

    def _print_findings(self, findings: Sequence[Finding], options: Options, language: str) -> None:
        for finding in findings:
            self.stdout.write(finding.shown(language))
        errors = sum(finding.is_error for finding in findings)
        last = FOUND.filled(errors=errors, notes=len(findings) - errors) if findings else CLEAN
        self._print(last.filled(path=options["path"]), language)

    def _print(self, text: Text, language: str) -> None:
        """Say what was done beside the output, so that the output can be piped on."""
        self.stderr.write(text.get(language), lambda words: words)


def _place(problem: OSError, options: Options) -> str:
    """Return the path that a person knows: what is made first beside it has a name that nobody gave."""
    made: Path | None = options.get("output")
    name = str(problem.filename or options["path"])
    return str(made) if made is not None and Path(name).name.startswith(f".{made.name}-") else name


def school_year(words: str) -> int:
    """Read the year in which a school year begins."""
    if not (words.isascii() and words.isdecimal() and 2000 <= int(words[:9]) <= 2100):
        raise argparse.ArgumentTypeError(f"{words[:20]!r} is not a year between 2000 and 2100")
    return int(words)


def calendar_of(options: Options) -> SchoolYear | None:
    """Return the calendar that was asked for: a file, or the usual one of a year."""
    path: Path | None = options["calendar"]
    if path is None:
        return suggested_year(options["year"]) if options["year"] is not None else None
    with path.open("rb") as opened:
        calendar = read_calendar(opened.read(LARGEST_CALENDAR + 1), path.name)
    if options["year"] not in (None, calendar.starts):
        told = OTHER_YEAR.filled(path=path, year=options["year"], found=calendar.name)
        raise CommandError(told.get(options["lang"]), returncode=2)
    return calendar
