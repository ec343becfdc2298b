"""What is wrong with a package, in words, with file and line: every kind of check at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checks.languages import check_languages
from digivuosi.domain.toolkit.checks.materials import check_links, check_materials, check_services
from digivuosi.domain.toolkit.checks.order import check_circles
from digivuosi.domain.toolkit.checks.references import check_colours, check_people, check_references
from digivuosi.domain.toolkit.checks.stale import check_stale
from digivuosi.domain.toolkit.checks.surveys import check_surveys
from digivuosi.domain.toolkit.checks.times import check_times, suggested_calendars
from digivuosi.domain.toolkit.contents import Contents, contents_of, read_contents
from digivuosi.domain.toolkit.documents import to_document
from digivuosi.domain.toolkit.findings import Finding, PackageProblem, Severity, in_order
from digivuosi.domain.toolkit.package import Package, package_from
from digivuosi.domain.toolkit.sources import read_files
from digivuosi.domain.toolkit.toolkit import Toolkit

__all__ = [
    "Examined",
    "Finding",
    "PackageProblem",
    "Severity",
    "check",
    "check_toolkit",
    "examine",
    "suggested_calendars",
]

CHECKS = (
    check_references,
    check_people,
    check_colours,
    check_circles,
    check_surveys,
    check_languages,
    check_stale,
    check_materials,
    check_services,
    check_links,
)


MOST_FINDINGS = 1_000
AND_MORE = Text.of(
    fi="virheitä on yli {count}; loput kerrotaan, kun näitä on korjattu",
    sv="det finns över {count} fel; resten berättas när några är rättade",
    en="there are over {count} mistakes; the rest is told when some are mended",
)


@dataclass(frozen=True)
class Examined:
    """Everything that is wrong with a package, and the package when it can be used at all."""

    package: Package | None
    findings: tuple[Finding, ...]

    @property
    def is_sound(self) -> bool:
        return not any(finding.is_error for finding in self.findings)


def examine(source: Path | str | bytes, calendars: Sequence[SchoolYear] = ()) -> Examined:
    """Read a package and check all of it, also when some of its files are broken.

    Raises PackageProblem only for what is no package at all, or a hostile one.
    """
    contents = read_contents(read_files(source))
    package = package_from(contents) if contents.is_sound else None
    return Examined(package, _check(contents, calendars))


def check(package: Package, calendars: Sequence[SchoolYear] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a package; with calendars, also what they cannot meet."""
    return _check(package.contents, calendars)


def check_toolkit(toolkit: Toolkit, calendars: Sequence[SchoolYear] = ()) -> tuple[Finding, ...]:
    """Return what is wrong with a toolkit that stands in no files, such as a draft; findings have no lines.

    Its material files are not at hand, so nothing is said about them.
    """
    return tuple(finding for finding in check_held(toolkit, {}, calendars) if finding.code != "no-file")


def check_held(
    toolkit: Toolkit, files: Mapping[str, bytes], calendars: Sequence[SchoolYear] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong with a toolkit that was put together here, with the files of its materials."""
    return _check(contents_of(to_document(toolkit), files), calendars)


def _check(contents: Contents, calendars: Sequence[SchoolYear]) -> tuple[Finding, ...]:
    checks = (*(one(contents) for one in CHECKS), check_times(contents, calendars))
    found = list(islice(chain(contents.findings, *checks), MOST_FINDINGS + 1))
    if len(found) > MOST_FINDINGS:
        found[MOST_FINDINGS] = Finding("", 0, AND_MORE.filled(count=MOST_FINDINGS), Severity.ERROR, "and-more")
    return in_order(found)
