"""Why there is no plan, as a run keeps it: people stand there by number, so that no name is kept for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from digivuosi.apps.timing.queries.situations import TEACHERS_WORD, Situation
from digivuosi.domain.texts import LANGUAGES, Text
from digivuosi.domain.timing.saying import Kind, Names

SOMEONE = Text.of(fi="joku, joka ei ole enää mukana", sv="någon som inte längre är med", en="someone who has left")
_NUMBER = re.compile(r"⟨(\d+)⟩")


@dataclass(frozen=True)
class Deadlock:
    """A conflict in words, its parts, and the ways out."""

    conflict: Text
    details: list[Text] = field(default_factory=list)
    ways: list[Text] = field(default_factory=list)


def names_to_keep(situation: Situation) -> Names:
    """What ids are called in what a run keeps: measures with their school, people by number."""
    items = {item: _with_school(situation, item) for item in situation.items}
    people = {person: Text.of(fi=f"⟨{doer.user.pk}⟩") for person, doer in situation.doers.found.items()}
    schools = {one.school.slug: Text.of(fi=one.school.name) for one in situation.items.values()}
    audiences = dict.fromkeys(situation.problem.new_per_week, TEACHERS_WORD)
    return Names({Kind.ITEM: items, Kind.PERSON: people, Kind.SCHOOL: schools, Kind.AUDIENCE: audiences})


def deadlock_in(situation: Situation, document: Mapping[str, Any]) -> Deadlock | None:
    """Read what a run keeps, with the people's names of today; None when there is nothing."""
    if not document:
        return None
    people = {doer.user.pk: str(doer.user) for doer in situation.doers.found.values()}

    def read(one: Mapping[str, str]) -> Text:
        return Text.from_mapping({language: _named(words, language, people) for language, words in one.items()})

    return Deadlock(
        read(document["conflict"]),
        [read(one) for one in document.get("details", ())],
        [read(one) for one in document.get("ways", ())],
    )


def _named(words: str, language: str, people: Mapping[int, str]) -> str:
    return _NUMBER.sub(lambda found: people.get(int(found[1])) or SOMEONE.get(language), words)


def _with_school(situation: Situation, item: str) -> Text:
    """In a whole city the same measure stands at many schools."""
    title = situation.item_title(item)
    if situation.school is not None:
        return title
    school = situation.items[item].school.name
    return Text.from_mapping({language: f"{title.get(language)} ({school})" for language in LANGUAGES})
