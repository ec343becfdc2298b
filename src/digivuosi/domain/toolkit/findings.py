"""What is wrong with a package: one finding is one sentence at one place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from digivuosi.domain.texts import Text


class Severity(StrEnum):
    ERROR = "error"
    """The package cannot be used as it is."""
    WARNING = "warning"
    """It can, but someone should look at this."""


@dataclass(frozen=True)
class Finding:
    file: str
    line: int
    """From 1; 0 when the finding is about the whole file or the package."""
    message: Text
    severity: Severity = Severity.ERROR
    code: str = ""
    """Stable name of the kind of finding."""
    key: str = ""
    """Key of the item it is about, so that a page can lead there."""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    def shown(self, language: str) -> str:
        """Return the line that people and editors read: `file:line: words`."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = self.message.get(language)
        if not self.is_error:
            words = f"{WARNING_WORD.get(language)}: {words}"
        return f"{place}: {words}" if place else words


WARNING_WORD = Text.of(fi="huomio", sv="obs", en="note")


class PackageProblem(Exception):
    """The package was refused; the findings say why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("; ".join(finding.shown("en") for finding in self.findings))

    @classmethod
    def about(cls, file: str, message: Text, code: str, line: int = 0) -> PackageProblem:
        return cls([Finding(file, line, message, Severity.ERROR, code)])

    def shown(self, language: str) -> str:
        return "\n".join(finding.shown(language) for finding in self.findings)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file and line, each once."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.file, f.line, f.message.get("en"))))
