"""The free texts of a round, for the provider only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django_scopes import scope

from digivuosi.apps.needs.models import FreeText, Round, TextState
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.results import release_of
from digivuosi.domain.needs.hiding import LEAST
from digivuosi.domain.texts import Text


@dataclass(frozen=True)
class AskedText:
    """A free text with the question it answers."""

    text: FreeText
    question: Text


def texts_of(one: Round, *states: TextState) -> list[AskedText]:
    """The texts of a round in these states, by question, in an order by chance."""
    titles = {statement.key: statement.text for statement in questions_of(one).statements}
    with scope(provider=one.provider):
        rows = list(FreeText.objects.filter(round=one, state__in=states).select_related("provider", "round"))
    rows.sort(key=lambda row: (row.question, row.pk))
    return [AskedText(row, titles.get(row.question, Text.of(fi=row.question))) for row in rows]


def has_few(one: Round) -> bool:
    """Whether so few answered the round that nobody may read their texts: the words would be those of one of four."""
    released = release_of(one)
    return released is None or sum(released.sheets.values()) < LEAST


def waiting(one: Round) -> list[AskedText]:
    return [] if has_few(one) else texts_of(one, TextState.WAITING)


def shown(one: Round) -> list[AskedText]:
    return [] if has_few(one) else texts_of(one, TextState.SHOWN)


def waiting_text(texts: Iterable[AskedText], pk: int) -> FreeText | None:
    """The text with this key, when it still waits."""
    return next((one.text for one in texts if one.text.pk == pk), None)
