"""The words of a proposal after a change."""

from __future__ import annotations

from digivuosi.domain.texts import Text

MOVES = Text.of(
    fi="”{item}” siirtyy: {old} → {day}.", sv="”{item}” flyttas: {old} → {day}.", en="“{item}” moves: {old} → {day}."
)
NEW = Text.of(fi="”{item}” saa päivän {day}.", sv="”{item}” får dagen {day}.", en="“{item}” gets the day {day}.")
NO_SCHOOL_ANY_MORE = Text.of(
    fi="{day} ei ole enää koulupäivä.", sv="{day} är inte längre en skoldag.", en="{day} is no school day any more."
)
MAKES_ROOM = Text.of(fi="Tekee tilaa: {items}.", sv="Gör plats för {items}.", en="Makes room for {items}.")
