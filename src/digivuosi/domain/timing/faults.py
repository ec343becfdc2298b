"""What is wrong with a problem file or a plan file: all of it at once, in words, with its place."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.texts import Text

MOST = 20
"""So many faults are told; who has more will look at these first."""
_MORE = Text.of(
    fi="Muitakin virheitä on; korjaa ensin nämä.",
    sv="Det finns fler fel; rätta först de här.",
    en="There are more faults; put these right first.",
)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, or worth knowing."""

    text: Text
    where: str = ""
    """The place in the file, such as `items[3].window.earliest`."""
    key: str = ""
    """The id of the item, person or school there, as far as it is known."""
    of_shape: bool = True
    """Whether the JSON Schema says so too; references, order and circles it cannot express."""

    def message(self, language: str = "fi") -> str:
        """Return `items[3].window.earliest (s01/survey): words`."""
        place = f"{self.where} ({self.key})" if self.where and self.key else self.where or self.key
        words = self.text.get(language)
        return f"{place}: {words}" if place else words


class TimingProblem(ValueError):
    """A file that cannot be taken; `faults` says what is wrong with it, `MOST` at most."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__(*faults)
        self.faults = faults[:MOST]
        self.more = len(faults) > MOST

    def messages(self, language: str = "fi") -> tuple[str, ...]:
        """Return each fault with its place; a last line when there are more."""
        told = tuple(fault.message(language) for fault in self.faults)
        return (*told, _MORE.get(language)) if self.more else told

    def __str__(self) -> str:
        return "\n".join(self.messages("en"))
