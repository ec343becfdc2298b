"""What was changed, what is kept and what must be chosen, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.merging import wording
from digivuosi.domain.toolkit.merging.aligning import KEY
from digivuosi.domain.toolkit.merging.differences import Change, by_item, changed_lines, diff
from digivuosi.domain.toolkit.merging.merge import Merge
from digivuosi.domain.toolkit.merging.places import (
    FILE,
    HEAD,
    HEAD_WORDS,
    OWN_LANGUAGE,
    PEOPLE,
    TEXTS,
    Place,
)
from digivuosi.domain.toolkit.merging.showing import LONGEST, Names, part_words, value_words
from digivuosi.domain.toolkit.merging.units import units_of
from digivuosi.domain.toolkit.merging.values import Conflict
from digivuosi.domain.toolkit.merging.wording import Verb
from digivuosi.domain.toolkit.toolkit import StaleTranslation, Toolkit

IDENTITY = frozenset({*HEAD_WORDS, OWN_LANGUAGE, "lineage"})


@dataclass(frozen=True)
class Told:
    """What is said of one item."""

    kind: str
    key: str
    title: str
    """What it is and what it is called: `toimenpide ”Syyskysely”`."""
    sentences: tuple[str, ...]
    beside: str = ""
    """What of one's own stays beside it, as the end of the sentence; empty when there is nothing."""


def diff_in_words(before: Toolkit, after: Toolkit, changes: tuple[Change, ...], language: str) -> tuple[Told, ...]:
    """Tell of changes by item and field, as lines under a heading."""
    names = Names((after, before), language)
    return tuple(
        Told(kind, key, title_of(kind, key, names), tuple(change_line(change, names) for change in group))
        for (kind, key), group in by_item(in_reading_order(changes, language)).items()
    )


def changes_in_words(merged: Merge, language: str) -> tuple[Told, ...]:
    """Tell what came from the other side and is taken in, and what of one's own stands beside it.

    Conflicts are not among them: `conflict_in_words` tells each.
    """
    ours, theirs = merged.ours.toolkit, merged.theirs.toolkit
    names = Names((merged.result.toolkit, theirs, ours, merged.base.toolkit), language)
    disputed = {conflict.place for conflict in merged.conflicts}
    mine = by_item(diff(merged.base, merged.ours))
    told = []
    for (kind, key), group in by_item(in_reading_order(diff(merged.base, merged.theirs), language)).items():
        own = mine.get((kind, key), ())
        new = [
            one
            for one in group
            if one not in own and not _is_disputed(one.place, disputed) and not _is_own_name(one.place, merged)
        ]
        if not new:
            continue
        who = other_name(merged, language)
        sentence = f"{who[:1].upper()}{who[1:]} {listed([phrase(one, names) for one in new], names)}"
        kept = [one for one in own if one not in group and not _is_disputed(one.place, disputed)]
        beside = _beside(kept, names) if kept else ""
        whole = f"{sentence}; {beside}" if beside else sentence
        told.append(Told(kind, key, title_of(kind, key, names), (whole,), beside))
    return tuple(told)


def in_reading_order(changes: Iterable[Change], language: str) -> tuple[Change, ...]:
    """Return changes with each text in the reader's language first; all else stays in its order."""
    groups = groupby(changes, key=lambda change: (change.place.kind, change.place.key, change.place.field))
    return tuple(
        change for _at, group in groups for change in sorted(group, key=lambda one: _rank(one.place, language))
    )


def conflict_in_words(merged: Merge, conflict: Conflict, language: str) -> str:
    """Tell of one place that both sides changed, with the values that are short enough."""
    names = Names((merged.ours.toolkit, merged.theirs.toolkit, merged.base.toolkit), language)
    place, who = conflict.place, other_name(merged, language)
    title = title_of(place.kind, place.key, names)
    if not place.field:
        words = wording.THEY_REMOVED if conflict.theirs is None else wording.YOU_REMOVED
        return f"{title}: {names.say(words, who=who)}"
    thing = place_words(place, names, label=True)
    if place.field == FILE or (place.field in TEXTS and is_long(conflict)):
        return f"{title}: {names.say(wording.TEXT_CONFLICT, thing=thing, who=who)}"
    values = {name: value_words(place, getattr(conflict, name), names) for name in ("base", "ours", "theirs")}
    return f"{title}: {names.say(wording.CONFLICT, thing=thing, who=who, **values)}"


def stale_in_words(toolkit: Toolkit, mark: StaleTranslation, language: str) -> str:
    """Tell of one translation that is older than its text."""
    names = Names((toolkit,), language)
    thing = wording.FIELDS[mark.field].label
    words = names.say(wording.STALE, thing=thing, language=names.language_name(mark.language))
    return f"{title_of(mark.kind, mark.key, names)}: {words}"


def other_name(merged: Merge, language: str) -> str:
    """Return what the other side is called: its publisher, when that tells the two apart."""
    publisher = merged.theirs.toolkit.publisher
    return publisher if publisher != merged.ours.toolkit.publisher else wording.THE_OTHER.get(language, "en")


def title_of(kind: str, key: str, names: Names) -> str:
    label = names.say(wording.KINDS[kind].label)
    return label if kind == HEAD else names.say(wording.NAMED, thing=label, name=names.title(kind, key))


def change_line(change: Change, names: Names) -> str:
    """Return one change as a line under its item's heading."""
    place = change.place
    if not place.field:
        return names.say((wording.ADDED if change.before is None else wording.REMOVED).past)
    label = place_words(place, names, label=True)
    if _is_element(place):
        return f"{label}: {names.say((wording.ADDED if change.before is None else wording.REMOVED).past)}"
    if place.field == FILE:
        return f"{label}: {names.say(_verb(change).past)}"
    if place.field in TEXTS and is_long(change):
        signs = {"-": names.say(wording.BEFORE), "+": names.say(wording.NOW)}
        lines = changed_lines(change.before or "", change.after or "")
        return "\n".join((f"{label}:", *(f"  {signs[sign]}: {text}" for sign, text in lines)))
    return f"{label}: {value_words(place, change.before, names)} → {value_words(place, change.after, names)}"


def phrase(change: Change, names: Names) -> str:
    """Return what somebody did, after that somebody's name, with the values that are short enough."""
    place, did = change.place, names.say(_verb(change).did)
    thing = place_words(place, names, label=False)
    if place.field == PEOPLE:
        return _people_phrase(change, names)
    if change.before is None or change.after is None or is_long(change) or not place.field or place.field == FILE:
        return f"{did} {thing}"
    before, after = (value_words(place, value, names) for value in (change.before, change.after))
    return f"{did} {names.say(wording.FROM_TO, thing=thing, before=before, after=after)}"


def _people_phrase(change: Change, names: Names) -> str:
    """Tell of one role: that it came or went, that it has another part, or only other hours."""
    before, after = change.before or (), change.after or ()
    same_part = [name for name, _ in before] == [name for name, _ in after]
    thing = names.say(wording.HOURS if same_part else wording.ROLE, name=names.title("roles", change.place.part))
    if same_part:
        told = [", ".join(f"{hours or 0:g} h" for _, hours in value) for value in (before, after)]
    else:
        told = [value_words(change.place, value, names) for value in (change.before, change.after)]
    did = names.say(_verb(change).did)
    if before and after:
        return f"{did} {names.say(wording.FROM_TO, thing=thing, before=told[0], after=told[1])}"
    return f"{did} {thing} ({told[1] if after else told[0]})"


def place_words(place: Place, names: Names, *, label: bool, short: bool = False) -> str:
    """Return what stands at a place: `aikaikkuna`, `vaiheet (ruotsi)`, `kohderyhmä ”Opettajat”`."""
    field = wording.FIELDS[place.field] if place.field else wording.KINDS[place.kind]
    thing = names.say(field.label if label else field.thing)
    if not place.part or short:
        return thing
    part = part_words(place, names)
    return names.say(
        wording.IN_LANGUAGE if place.field in TEXTS else wording.NAMED, thing=thing, language=part, name=part
    )


def is_long(held: Change | Conflict) -> bool:
    """Whether the values are texts that a sentence has no room for."""
    values = [held.before, held.after] if isinstance(held, Change) else [held.base, held.ours, held.theirs]
    texts = [value for value in values if isinstance(value, str)]
    return held.place.field in TEXTS and any(len(text) > LONGEST or len(units_of(text)) > 1 for text in texts)


def listed(phrases: Sequence[str], names: Names) -> str:
    """Return phrases as one list: `a, b ja c`."""
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} {names.say(wording.AND)} {phrases[-1]}"


def _rank(place: Place, language: str) -> int:
    known = [language, *(one for one in LANGUAGES if one != language)]
    return known.index(place.part) if place.field in TEXTS and place.part in known else len(known)


def _beside(kept: Sequence[Change], names: Names) -> str:
    """Return what of one's own stays beside what came."""
    return f"{names.say(wording.YOU_HAD, done=listed(_had(kept, names), names))}; {names.say(wording.BOTH_KEPT)}"


def _had(changes: Sequence[Change], names: Names) -> list[str]:
    """Return what one had done oneself, in short: each verb once, with all its things."""
    things: dict[str, dict[str, None]] = {}
    for change in changes:
        place = change.place
        verb = wording.CHANGED if place.field == PEOPLE else _verb(change)
        thing = place_words(place, names, label=False, short=True)
        things.setdefault(names.say(verb.had), {})[thing] = None
    return [f"{verb} {listed(list(held), names)}" for verb, held in things.items()]


def _verb(change: Change) -> Verb:
    if change.place.field == KEY:
        return wording.RENAMED
    if change.before is None:
        return wording.ADDED
    if change.after is None:
        return wording.REMOVED
    return wording.MOVED if change.place.field in ("window", "recommended_time", "theme") else wording.CHANGED


def _is_element(place: Place) -> bool:
    return bool(place.part) and place.field not in (*TEXTS, PEOPLE, "after", FILE)


def _is_disputed(place: Place, disputed: set[Place]) -> bool:
    return place in disputed or Place(place.kind, place.key) in disputed


def _is_own_name(place: Place, merged: Merge) -> bool:
    """Whether a place is how a toolkit names itself, which a copy does not take over."""
    different = merged.ours.toolkit.id != merged.theirs.toolkit.id
    return different and place.kind == HEAD and place.field in {"id", "edition", "publisher"}
