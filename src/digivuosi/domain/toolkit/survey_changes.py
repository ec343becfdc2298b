"""Whether a statement still asks what it asked before: only then may two rounds' answers be compared.

The key of a statement stays when its words are mended, so that the last round is found again. What is asked is another
thing when the words, the steps to choose from, or those who are asked are others. Translations follow the toolkit's
own language, so its words alone decide; a comma or a capital letter asks nothing new.
"""

from __future__ import annotations

import re
from enum import StrEnum

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.surveys import Scale, Statement
from digivuosi.domain.toolkit.toolkit import Toolkit


class Otherwise(StrEnum):
    """What makes two questions of one key different."""

    WORDS = "words"
    SCALE = "scale"
    WHOM = "whom"


WHY = {
    Otherwise.WORDS: Text.of(fi="sanamuoto on toinen", sv="formuleringen är en annan", en="the wording is another"),
    Otherwise.SCALE: Text.of(
        fi="vastausvaihtoehdot ovat toiset", sv="svarsalternativen är andra", en="the steps to choose from are others"
    ),
    Otherwise.WHOM: Text.of(fi="vastaajat ovat toiset", sv="de som svarar är andra", en="those who answer are others"),
}


def asked_otherwise(before: Toolkit, after: Toolkit, key: str) -> tuple[Otherwise, ...]:
    """Return what is different in what a statement asks; nothing when it is missing from one of the toolkits."""
    old, new = before.statement(key), after.statement(key)
    if old is None or new is None:
        return ()
    language = after.language
    found = []
    if _said(old.text, language) != _said(new.text, language):
        found.append(Otherwise.WORDS)
    if old.kind is not new.kind or _steps(before, old, language) != _steps(after, new, language):
        found.append(Otherwise.SCALE)
    if _whom(before, old) != _whom(after, new):
        found.append(Otherwise.WHOM)
    return tuple(found)


def ended_comparisons(before: Toolkit, after: Toolkit) -> dict[str, tuple[Otherwise, ...]]:
    """Return the statements of `after`, by key, that no longer ask what they asked in `before`, and why."""
    found = {one.key: asked_otherwise(before, after, one.key) for one in after.statements}
    return {key: why for key, why in found.items() if why}


def _said(text: Text, language: str) -> str:
    """Return the words without case, punctuation and spacing; å, ä and ö are letters of their own."""
    return " ".join(re.findall(r"\w+", text.get(language, language).casefold()))


def _steps(toolkit: Toolkit, statement: Statement, language: str) -> tuple[str, ...]:
    scale: Scale | None = toolkit.scale(statement.scale)
    if scale is None:
        return ()
    unknown = ("",) if scale.unknown else ()
    return (*(_said(step, language) for step in scale.steps), *unknown)


def _whom(toolkit: Toolkit, statement: Statement) -> tuple[str, frozenset[str], frozenset[str]]:
    section = next((one for one in toolkit.sections if one.key == statement.section), None)
    survey = toolkit.survey(section.survey) if section else None
    of_section = frozenset(section.branches if section else ())
    return (survey.audience if survey else "", of_section, frozenset(statement.branches))
