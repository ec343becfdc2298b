"""A round as an anonymous research dataset: one row for each respondent, and a codebook that explains the columns.

A row can be tied to a person only by what others may know of that person: the unit and the grade. So these stand in a
row only where at least five rows share them, as in the released figures, and what is hidden there is empty here. What
only some are asked (by grade or subject), free texts, and the order of answering are left out: each would tell more of
who answered than of what was answered.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from digivuosi.domain.needs.answering import UNKNOWN, AnswerSheet
from digivuosi.domain.needs.counting import group_of
from digivuosi.domain.needs.hiding import LEAST, POOL, WHOLE, Hidden, Release, is_enough
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import BranchKind
from digivuosi.domain.toolkit.toolkit import Toolkit

UNIT, GROUP = "unit", "grade"
SMALL = "small"
"""In the place of a unit: one of the units under five."""
NOT_TOLD = ""
"""An answer that was not given or may not be shown."""

ABOUT = {
    UNIT: Text.of(
        fi="Vastausyksikkö (koulu tai yhdistetyt koulut) arvotulla tunnuksella; ”small” on pienet yksiköt yhdessä.",
        sv="Svarsenhet (en eller flera skolor) med en slumpmässig kod; ”small” är de små enheterna tillsammans.",
        en="Answering unit (a school or joined schools) under a random code; “small” is the small units together.",
    ),
    GROUP: Text.of(
        fi="Vastaajan luokka-aste; tyhjä, jos jokin ryhmä yksikössä on alle viisi.",
        sv="Den svarandes årskurs; tom om någon grupp i enheten är mindre än fem.",
        en="The respondent's grade; empty where some group of the unit is smaller than five.",
    ),
}
EMPTY_MEANS = Text.of(
    fi="ei vastausta tai ei saa näyttää", sv="inget svar eller får inte visas", en="no answer, or not to be shown"
)
TERMS = Text.of(
    fi="Jokainen rivi on yhden vastaajan. Älkää julkaisko lukuja, joissa on alle viisi vastausta, älkääkä yhdistäkö "
    "aineistoa muihin tietoihin henkilöistä.",
    sv="Varje rad är en svarandes. Publicera inga siffror som bygger på färre än fem svar, och koppla inte materialet "
    "till andra uppgifter om personer.",
    en="Each row is one respondent's. Publish no figures from fewer than five answers, and do not join the data with "
    "other data about people.",
)


OUTSIDE_TERMS = Text.of(
    fi="outside.csv: muiden välineiden (SELFIE, Opeka …) tulokset, keskiarvo asteikolla 0–100 vähintään viidestä "
    "koulusta. Yksittäisen koulun tulosta siinä ei ole: tunnettu tulos kertoisi, minkä koulun tunnus on.",
    sv="outside.csv: resultat från andra verktyg (SELFIE, Opeka …), medelvärdet på skalan 0–100 av minst fem skolor. "
    "En enskild skolas resultat finns inte där: ett känt resultat skulle avslöja vilken skola en kod hör till.",
    en="outside.csv: results of other tools (SELFIE, Opeka …), the mean from 0 to 100 of at least five schools. No "
    "single school's result is there: a known result would tell which school a code stands for.",
)


@dataclass(frozen=True)
class Column:
    """A column as the codebook tells it."""

    name: str
    about: Text
    need: str = ""
    values: tuple[tuple[str, Text], ...] = ()
    """Codes and their words; a unit has none."""


@dataclass(frozen=True)
class Dataset:
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    """Sorted by their values, so that their order tells nothing."""
    left_out: int
    """Sheets of units that are too few even together."""


def dataset(toolkit: Toolkit, released: Release, answers: Iterable[tuple[str, AnswerSheet]], secret: bytes) -> Dataset:
    """Return the dataset of a closed round.

    `answers` are the sheets that the release was counted from, each with its unit; `secret` makes the codes of units,
    and the same secret gives a unit the same code in every round.
    """
    statements = [key for key in released.steps if _is_for_all(toolkit, key)]
    held = list(answers)
    codes = _codes(released, statements, secret)
    told = _told_groups(toolkit, released, statements, held)
    shown = {unit: _shown_statements(released, unit, codes, statements) for unit in codes}
    rows = []
    for unit, sheet in held:
        if unit in codes:
            group = group_of(toolkit, sheet) if unit in told else NOT_TOLD
            steps = dict(sheet.steps)
            row = [str(steps[key]) if key in steps and key in shown[unit] else NOT_TOLD for key in statements]
            rows.append((codes[unit], group, *row))
    columns = (*_heads(toolkit), *(_column(toolkit, key) for key in statements))
    return Dataset(columns, tuple(sorted(rows)), len(held) - len(rows))


def _is_for_all(toolkit: Toolkit, key: str) -> bool:
    statement = toolkit.statement(key)
    if statement is None or statement.branches:
        return False
    return not any(section.branches for section in toolkit.sections if section.key == statement.section)


def _codes(released: Release, statements: Sequence[str], secret: bytes) -> dict[str, str]:
    """Return the code of each unit that has rows: its own, or that of the small ones."""
    small = [unit for unit in released.units if not _is_shown(released, unit, statements)]
    sheets = [released.sheets[unit] for unit in small]
    codes = {unit: _code(unit, secret) for unit in released.units if unit not in small}
    if is_enough(sheets) and _is_shown(released, POOL, statements):
        codes.update(dict.fromkeys(small, SMALL))
    return codes


def _is_shown(released: Release, unit: str, statements: Sequence[str]) -> bool:
    return any((unit, WHOLE, key) in released.shown for key in statements)


def _code(unit: str, secret: bytes) -> str:
    return f"u{hmac.digest(secret, unit.encode(), 'sha256').hex()[:8]}"


def _told_groups(
    toolkit: Toolkit, released: Release, statements: Sequence[str], held: Sequence[tuple[str, AnswerSheet]]
) -> set[str]:
    """Return the units whose rows may tell the grade: every group has five rows and is shown for every statement."""
    sizes = Counter((unit, group_of(toolkit, sheet)) for unit, sheet in held)
    told = {unit for unit, _ in sizes}
    for (unit, group), rows in sizes.items():
        shown = all((unit, group, key) in released.shown for key in statements if (unit, WHOLE, key) in released.shown)
        if rows < LEAST or not shown:
            told.discard(unit)
    return told


def _shown_statements(released: Release, unit: str, codes: Mapping[str, str], statements: Sequence[str]) -> set[str]:
    """Return the statements whose answers may stand in a unit's rows.

    In the rows of small units only where the pool is just those units: were one in it that has rows of its own, the
    pool less the small ones' rows would tell its answers.
    """
    if codes[unit] != SMALL:
        return {key for key in statements if (unit, WHOLE, key) in released.shown}
    small = {one for one, code in codes.items() if code == SMALL}
    found = set()
    for key in statements:
        few = {one for one in released.units if released.hidden.get((one, WHOLE, key)) is Hidden.FEW}
        if (POOL, WHOLE, key) in released.shown and unit in few and few <= small:
            found.add(key)
    return found


def _heads(toolkit: Toolkit) -> tuple[Column, Column]:
    grades = sorted((one for one in toolkit.branches if one.kind is BranchKind.GRADE), key=lambda one: one.place)
    several = Text.of(fi="useita luokka-asteita", sv="flera årskurser", en="several grades")
    none = Text.of(fi="ei kerrottu", sv="inte berättat", en="not told")
    values = (*((one.key, one.title) for one in grades), ("several", several), ("none", none), (NOT_TOLD, EMPTY_MEANS))
    return Column(UNIT, ABOUT[UNIT], values=()), Column(GROUP, ABOUT[GROUP], values=values)


def _column(toolkit: Toolkit, key: str) -> Column:
    statement = toolkit.statement(key)
    assert statement is not None  # noqa: S101 - the keys come from this toolkit
    scale = toolkit.scale(statement.scale)
    steps = tuple((str(number), step) for number, step in enumerate(scale.steps if scale else (), 1))
    unknown = ((str(UNKNOWN), scale.unknown),) if scale is not None and scale.unknown else ()
    return Column(key, statement.text, statement.need, (*steps, *unknown, (NOT_TOLD, EMPTY_MEANS)))
