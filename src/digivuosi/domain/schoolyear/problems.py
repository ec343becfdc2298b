"""What is wrong with a calendar that somebody wrote, all of it at once."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.texts import Text


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, in words, and where."""

    text: Text
    path: tuple[str | int, ...] = ()
    """The way to it in the document, such as ("breaks", "christmas", "first")."""
    line: int | None = None
    """Line of the file, from 1; None for what came from no file."""


class CalendarProblem(ValueError):
    """A calendar that cannot be taken; `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...], name: str = "") -> None:
        super().__init__(name, *problems)
        self.problems = problems
        self.name = name

    def messages(self, language: str = "fi") -> tuple[str, ...]:
        """Return each problem as `name:line: words`, as far as name and line are known."""
        return tuple(self._message(problem, language) for problem in self.problems)

    def _message(self, problem: Problem, language: str) -> str:
        place = ":".join(part for part in (self.name, str(problem.line or "")) if part)
        words = problem.text.get(language)
        return f"{place}: {words}" if place else words

    def __str__(self) -> str:
        return "\n".join(self.messages("en"))
