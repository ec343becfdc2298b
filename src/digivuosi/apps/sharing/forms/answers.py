"""What was answered on the page of an offer, read into places; nothing that the page did not show is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import current
from digivuosi.apps.sharing.queries.offers import Answers, Offered
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.merging.differences import Change
from digivuosi.domain.toolkit.merging.places import FILE, TEXTS, Place
from digivuosi.domain.toolkit.merging.showing import Names, value_words
from digivuosi.domain.toolkit.merging.telling import changes_in_words, in_reading_order, place_words
from digivuosi.domain.toolkit.merging.values import Choice, Conflict, Own, Taken
from digivuosi.domain.toolkit.offers import Offer, offer_in_words

LONGEST_TEXT = 50_000
TAKE, LATER, NEVER, OURS, THEIRS, BASE, OWN = "take", "later", "never", "ours", "theirs", "base", "own"
WAYS = ((TAKE, _("Take")), (LATER, _("Not now")), (NEVER, _("Never ask again")))
SETTLING: dict[str, Any] = {
    LATER: _("Decide later"),
    OURS: _("Keep ours"),
    THEIRS: _("Take theirs"),
    BASE: _("As it was before both"),
    OWN: _("A text of our own"),
    NEVER: _("Keep ours, and never ask again"),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One place of an offer, to take, to leave or to settle."""

    name: str
    """Of its field in the form: of the place, so that an answer finds its place again when others came between."""
    place: Place
    words: str
    options: tuple[Option, ...]
    conflict: Conflict | None = None
    before: str = ""
    ours: str = ""
    theirs: str = ""
    own: str | None = None
    """What stands in the field of one's own text; None where there is no such field."""
    wrong: str = ""
    about: str = ""
    """Of an item that came: what it is for."""

    @property
    def chosen(self) -> str:
        return next((option.value for option in self.options if option.chosen), LATER)


@dataclass(frozen=True)
class Item:
    """One item of the offer: a measure, a role, the toolkit itself."""

    title: str
    beside: str
    """What of one's own stays beside what comes."""
    lines: tuple[Line, ...]
    also: tuple[str, ...] = ()
    """What else goes with the one answer to a whole item."""
    places: tuple[Place, ...] = ()
    """All of the item's places, where one answer is for all of them."""


class AnswersForm:
    """The page of an offer, and what came back from it."""

    def __init__(self, offered: Offered, data: Mapping[str, str] | None = None, *, settles: bool = True) -> None:
        """With answers of another state (`settles` is false) each side's value may be another one: what was written is
        kept, and between the sides it is chosen again."""
        self.offered, self.data, self.settles = offered, data or {}, settles
        self.is_bound = data is not None
        language = current()
        self.names = Names((offered.ours.toolkit, offered.theirs.toolkit, offered.base.toolkit), language)
        self.told = {(one.kind, one.key): one for one in changes_in_words(offered.merged, language)}
        self.items = [self._item(offer) for offer in offered.offers]

    @property
    def is_valid(self) -> bool:
        return not any(line.wrong for item in self.items for line in item.lines)

    def answers(self, *, everything: bool = False) -> Answers:
        """What was chosen; with `everything`, all that meets no change of one's own is taken."""
        taken: set[Place] = set()
        never: set[Place] = set()
        choices: dict[Place, Choice] = {}
        for item in self.items:
            for line in item.lines:
                way = TAKE if everything and line.conflict is None else line.chosen
                places = item.places or (line.place,)
                if way == NEVER:
                    never.update((line.place, *places))
                elif way != LATER:
                    taken.update(places)
                if line.conflict is not None and way in (OURS, THEIRS, BASE):
                    choices[line.place] = Taken(way)
                elif way == OWN:
                    choices[line.place] = Own(line.own or None)
        return Answers(frozenset(taken), frozenset(never), choices)

    def _item(self, offer: Offer) -> Item:
        offer = replace(offer, changes=in_reading_order(offer.changes, current()))
        told = offer_in_words(offer, self.offered.base.toolkit, self.offered.theirs.toolkit, current())
        came = self.told.get((offer.kind, offer.key))
        whole = next((one for one in offer.conflicts if not one.place.field), None)
        if whole is not None:
            return Item(told.title, "", (self._conflict_line(whole, None),), told.sentences, offer.places)
        conflicts = {one.place: one for one in offer.conflicts}
        lines = tuple(
            self._conflict_line(conflicts[change.place], change)
            if change.place in conflicts
            else self._line(change, came.sentences[0] if came and not change.place.field else words)
            for change, words in zip(offer.changes, told.sentences, strict=True)
        )
        return Item(told.title, came.beside if came else "", lines)

    def _line(self, change: Change, words: str) -> Line:
        name = _name("a", change.place)
        chosen, wrong = self._chosen(name, dict(WAYS), TAKE)
        options = tuple(Option(value, label, value == chosen) for value, label in WAYS)
        return Line(name, change.place, words, options, wrong=wrong, about=self._about(change))

    def _about(self, change: Change) -> str:
        """What an item that came is for, when it says so."""
        item = None if change.place.field else change.after
        text = getattr(item, "purpose", None) or getattr(item, "description", None)
        return text.get(current(), self.offered.theirs.toolkit.language) if isinstance(text, Text) else ""

    def _conflict_line(self, conflict: Conflict, change: Change | None) -> Line:
        place = conflict.place
        name = _name("c", place)
        is_text = place.field in TEXTS
        ways = {
            value: label
            for value, label in SETTLING.items()
            if _is_possible(value, conflict) and (value != OWN or is_text)
        }
        chosen, wrong = self._chosen(name, ways, LATER)
        own = self._own(name, conflict) if is_text else None
        if own is not None and len(own) > LONGEST_TEXT:
            wrong = str(_("The text is too long."))
        elif own is not None and chosen == OWN and not own.strip():
            wrong = str(_("Write the text of your own, or choose otherwise."))
        elif own is not None and chosen == LATER and own.strip() != str(conflict.with_ours or "").strip():
            wrong = str(_("You have written a text of your own. Choose it, or one of the others."))
        return Line(
            name,
            place,
            place_words(place, self.names, label=True) if place.field else "",
            tuple(Option(value, label, value == chosen) for value, label in ways.items()),
            conflict,
            self._shown(place, conflict.base),
            self._shown(place, conflict.ours),
            self._shown(place, conflict.theirs),
            own,
            wrong,
        )

    def _chosen(self, name: str, ways: Mapping[str, Any], usual: str) -> tuple[str, str]:
        found = self.data.get(name, usual)
        if found in (OURS, THEIRS, BASE) and not self.settles:
            return usual, ""
        if found in ways:
            return found, ""
        return usual, str(_("Choose one of these."))

    def _own(self, name: str, conflict: Conflict) -> str:
        written = self.data.get(f"{name}-own")
        if written is None:
            return str(conflict.with_ours or "")
        return written.replace("\r\n", "\n").strip("\n")

    def _shown(self, place: Place, value: object) -> str:
        """The whole of a text; of a file only that it is there; everything else as people say it."""
        if place.field == FILE:
            return "" if value is None else place.part
        return value if place.field in TEXTS and isinstance(value, str) else value_words(place, value, self.names)


def _name(kind: str, place: Place) -> str:
    told = "/".join((place.kind, place.key, place.field, place.part))
    return f"{kind}-{sha256(told.encode()).hexdigest()[:16]}"


def _is_possible(way: str, conflict: Conflict) -> bool:
    """A choice that would leave a hole is not offered."""
    if way not in (OURS, THEIRS, BASE):
        return True
    return not replace(conflict, choice=Taken(way)).is_hole
