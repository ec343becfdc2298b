"""What docs/copying.md shows is what the program says and reads."""

from __future__ import annotations

import re
from pathlib import Path

from digivuosi.domain.toolkit.merging.conflict_file import read_choices
from digivuosi.domain.toolkit.merging.merge import merge
from digivuosi.domain.toolkit.merging.telling import changes_in_words, conflict_in_words
from digivuosi.domain.toolkit.merging.values import Taken
from tests.domain.toolkit.merging.examples import edited

PAGE = (Path(__file__).parents[4] / "docs" / "copying.md").read_text("utf-8")
WINDOW = "window: {from: october, to: november}"
COPY = (("id: kuusela", "id: metsala"), ("publisher: Kuusela", "publisher: Metsälä"))


def test_the_sentence_is_the_programs() -> None:
    base = edited((WINDOW, "window: {from: week 36, to: week 39}"))
    ours = edited(*COPY, (WINDOW, "window: {from: week 36, to: week 39}"), ("hours: 8", "hours: 9"))
    theirs = edited((WINDOW, "window: {from: week 35, to: week 38}"))
    (told,) = changes_in_words(merge(base, ours, theirs), "en")
    assert f"\n> {told.sentences[0]}\n" in PAGE


def test_the_file_of_conflicts_is_the_programs() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    sides = [
        edited(("days: 5", f"days: {days}"), ("{fi: Syyskysely, sv: Höstenkät}", "{en: Autumn survey, fi: S}"), *more)
        for days, more in ((10, ()), (8, COPY), (12, ()))
    ]
    merged = merge(*sides)
    (conflict,) = merged.conflicts
    assert f"words: '{conflict_in_words(merged, conflict, 'en')}'" in example
    written = example.replace("autumn-survey", "survey").replace("choice: ours", "choice: theirs")
    assert read_choices(written.encode(), "conflicts.yaml", merged) == {conflict.place: Taken.THEIRS}
