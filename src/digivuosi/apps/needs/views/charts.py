"""Bars and lines of a summary as shapes with words: readable in grey, in print and by a screen reader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from digivuosi.domain.needs.wording import change_words, not_shown_words

if TYPE_CHECKING:
    from digivuosi.domain.needs.counting import Distribution
    from digivuosi.domain.needs.hiding import Hidden
    from digivuosi.domain.needs.summarising import AreaFigure, Change, StatementFigure
    from digivuosi.domain.texts import Text
    from digivuosi.domain.toolkit.surveys import Statement
    from digivuosi.domain.toolkit.toolkit import Need, Toolkit

WIDTH = 100
SHADES = {2: (1, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}
"""Which of five shades the steps of a scale get: the worst is darkest, so that a need catches the eye in grey too."""


@dataclass(frozen=True)
class Piece:
    """A step's share of a bar. Numbers are words already, so that no language puts a comma into the picture."""

    x: str
    width: str
    shade: int
    count: int
    title: Text


@dataclass(frozen=True)
class ShownStatement:
    statement: Statement
    pieces: tuple[Piece, ...]
    words: str
    """The bar for those who do not see it."""
    unknown: int
    answers: int
    mean: int | None
    change: Text | None
    why_not: Text | None


@dataclass(frozen=True)
class ShownArea:
    need: Need
    mean: int | None
    before: int | None
    x: str
    before_x: str
    change: Text | None
    statements: tuple[ShownStatement, ...]
    is_strong: bool = False

    @property
    def told(self) -> list[ShownStatement]:
        """The statements of which something is shown."""
        return [one for one in self.statements if one.why_not is None]

    @property
    def hidden(self) -> list[ShownStatement]:
        return [one for one in self.statements if one.why_not is not None]


def shown_area(questions: Toolkit, figure: AreaFigure, *, is_strong: bool, language: str) -> ShownArea:
    need = questions.need(figure.need)
    assert need is not None  # noqa: S101  (the summary was made from these needs)
    change = figure.change
    return ShownArea(
        need=need,
        mean=_whole(figure.mean),
        before=_whole(change.before) if change else None,
        x=_number(figure.mean or 0),
        before_x=_number(change.before if change else 0),
        change=_change(change),
        statements=tuple(_statement(questions, one, language) for one in figure.statements),
        is_strong=is_strong,
    )


def _statement(questions: Toolkit, figure: StatementFigure, language: str) -> ShownStatement:
    statement = questions.statement(figure.statement)
    assert statement is not None  # noqa: S101  (the summary was made from these statements)
    found = figure.distribution
    scale = questions.scale(statement.scale)
    titles = scale.steps if scale else ()
    pieces = _pieces(found, titles) if found else ()
    words = "; ".join(f"{piece.title.get(language, questions.language)}: {piece.count}" for piece in pieces)
    return ShownStatement(
        statement=statement,
        pieces=pieces,
        words=words,
        unknown=found.unknown if found else 0,
        answers=found.answers if found else 0,
        mean=_whole(found.mean) if found else None,
        change=_change(figure.change),
        why_not=_why_not(figure.hidden),
    )


def _pieces(found: Distribution, titles: tuple[Text, ...]) -> tuple[Piece, ...]:
    at, pieces = 0.0, []
    shades = SHADES[len(found.counts)]
    for number, (count, title) in enumerate(zip(found.counts, titles, strict=True)):
        width = WIDTH * count / found.answers if found.answers else 0.0
        pieces.append(Piece(_number(at), _number(width), shades[len(shades) - 1 - number], count, title))
        at += width
    return tuple(pieces)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _number(value: float) -> str:
    return f"{value:.2f}"


def _change(change: Change | None) -> Text | None:
    return change_words(change) if change else None


def _why_not(hidden: Hidden | None) -> Text | None:
    return not_shown_words(hidden) if hidden is not None else None


def mean_words(area: ShownArea) -> str:
    """An area's line for those who do not see it."""
    if area.mean is None:
        return _("not shown")
    if area.before is None:
        return _("%(mean)d of a hundred") % {"mean": area.mean}
    return _("%(mean)d of a hundred, last time %(before)d") % {"mean": area.mean, "before": area.before}
