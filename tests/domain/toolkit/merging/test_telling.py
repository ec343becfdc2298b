"""Changes, conflicts and stale translations in sentences."""

from __future__ import annotations

import pytest

from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.merging import wording
from digivuosi.domain.toolkit.merging.differences import changed_lines, diff
from digivuosi.domain.toolkit.merging.merge import Merge, merge
from digivuosi.domain.toolkit.merging.places import CLASSES, HEAD, Side, head_leaves, leaves_of
from digivuosi.domain.toolkit.merging.telling import (
    changes_in_words,
    conflict_in_words,
    diff_in_words,
    stale_in_words,
)
from tests.domain.toolkit.merging.examples import BASE, NEW, edited, renamed, with_files, without

STEPS_SV_FI = ["steg (svenska)", "steg (finska)"]
COPY = (("id: kuusela", "id: metsala"), ("publisher: Kuusela", "publisher: Metsälä"))


def sentences(merged: Merge, language: str) -> list[str]:
    return [sentence for told in changes_in_words(merged, language) for sentence in told.sentences]


def lines(before: Side, after: Side, language: str = "en") -> list[str]:
    told = diff_in_words(before.toolkit, after.toolkit, diff(before, after), language)
    return [line for one in told for line in (one.title, *one.sentences)]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "fi",
            "Kuusela siirsi aikaikkunan (ennen loka–marraskuu, nyt syys–marraskuu); te olitte muuttaneet "
            "vastuurooleja; molemmat säilyvät",
        ),
        (
            "sv",
            "Kuusela flyttade tidsfönstret från oktober–november till september–november; ni hade ändrat vem som "
            "ansvarar; båda är kvar",
        ),
        (
            "en",
            "Kuusela moved the window from October–November to September–November; you had changed who is responsible; "
            "both are kept",
        ),
    ],
)
def test_a_change_that_was_taken_in_is_told_beside_ones_own(language: str, sentence: str) -> None:
    merged = merge(BASE, edited(*COPY, ("hours: 8", "hours: 10")), edited(("from: october", "from: september")))
    assert sentences(merged, language) == [sentence]


def test_several_changes_make_one_sentence_of_each_item() -> None:
    theirs = edited(
        ("days: 5", "days: 6"),
        ("[agenda, site]", "[site]"),
        ("hours: 8", "hours: 9"),
        ("theme: needs", "theme: support"),
    )
    (told,) = changes_in_words(merge(BASE, edited(*COPY), theirs), "en")
    assert (told.kind, told.key, told.title) == ("measures", "survey", "measure “Syyskysely”")
    assert told.sentences == (
        "Kuusela changed the length from 5 to 6, removed the material “Esityslista”, changed the hours of the role "
        "“Digimentori” from 8 h to 9 h and moved the theme from “Tarpeet” to “Tuki”",
    )


def test_what_came_and_went_whole_is_told() -> None:
    assert sentences(merge(BASE, edited(*COPY), with_files({"measures/new.yaml": NEW})), "fi") == [
        "Kuusela lisäsi toimenpiteen"
    ]
    assert sentences(merge(BASE, edited(*COPY), without("measures/summary.yaml")), "sv") == [
        "Kuusela tog bort åtgärden"
    ]
    assert sentences(merge(BASE, edited(*COPY), renamed()), "en")[-1] == "Kuusela changed the key from survey to poll"


def test_two_states_of_one_toolkit_are_told_apart_without_names() -> None:
    assert sentences(merge(BASE, BASE, edited(("days: 5", "days: 6"))), "fi") == [
        "Toinen osapuoli muutti keston (ennen 5, nyt 6)"
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fi", "toimenpide ”Syyskysely”: kesto koulupäivinä: ennen 5; teillä 6; Kuusela: 7"),
        ("sv", "åtgärden ”Höstenkät”: längd i skoldagar: förut 5; hos er 6; Kuusela: 7"),
        ("en", "measure “Syyskysely”: length in school days: before 5; with you 6; Kuusela: 7"),
    ],
)
def test_a_conflict_is_told_with_all_three_values(language: str, words: str) -> None:
    merged = merge(BASE, edited(*COPY, ("days: 5", "days: 6")), edited(("days: 5", "days: 7")))
    assert [conflict_in_words(merged, one, language) for one in merged.conflicts] == [words]
    assert not changes_in_words(merged, language), "a conflict is no change that was taken in"


def test_conflicts_of_long_texts_and_removals_are_told_without_the_text() -> None:
    merged = merge(BASE, edited(*COPY, ("Lähetä kutsu", "Lähetä kirje")), edited(("Lähetä kutsu", "Lähetä viesti")))
    assert [conflict_in_words(merged, one, "fi") for one in merged.conflicts] == [
        "toimenpide ”Syyskysely”: vaiheet (suomi): te ja Kuusela muutitte samaa kohtaa"
    ]
    gone, changed = without("measures/summary.yaml"), edited(*COPY, ("to: december", "to: january"))
    merged = merge(BASE, changed, gone)
    assert [conflict_in_words(merged, one, "en") for one in merged.conflicts] == [
        "measure “Koonti”: Kuusela removed this; you had changed it"
    ]
    merged = merge(BASE, gone, changed)
    assert [conflict_in_words(merged, one, "sv") for one in merged.conflicts] == [
        "åtgärden ”Sammanställning”: ni hade tagit bort det här; Metsälä ändrade det"
    ]


def test_a_stale_translation_is_told() -> None:
    merged = merge(BASE, edited(("Påminn efter", "Påminn vänligt efter")), edited(("Muistuta viikon", "Muistuta kuun")))
    assert [stale_in_words(merged.result.toolkit, mark, "sv") for mark in merged.stale] == [
        "åtgärden ”Höstenkät”: steg (svenska): översättningen är äldre än texten som den gjordes av"
    ]


def test_a_difference_is_told_by_item_and_field() -> None:
    after = edited(
        ("days: 5", "days: 6"),
        ("hours: 0.5", "hours: 1"),
        ("Kiitä kaikkia", "Kiitä"),
        ("audiences: [teachers]\n", ""),
        ("gap_days: 2", "gap_days: 3"),
        ("languages: [fi, sv]", "languages: [fi, sv, en]"),
    )
    assert lines(BASE, after) == [
        "the toolkit",
        "language “English”: added",
        "measure “Koonti”",
        "comes after “Syyskysely”: 2 → 3",
        "measure “Syyskysely”",
        "target group “Opettajat”: removed",
        "length in school days: 5 → 6",
        "role “Rehtori”: contributing 0.5 h → contributing 1 h",
        "steps (Finnish):\n  before: 3. Kiitä kaikkia.\n  now: 3. Kiitä.",
    ]
    assert lines(BASE, BASE) == []


def test_a_text_is_told_whole_and_in_the_readers_language_first() -> None:
    finnish, swedish = f"{'a' * 84} loppu.", f"{'b' * 84} slut."
    after = edited(("Lähetä kutsu", finnish), ("Skicka inbjudan", swedish), ("days: 5", "days: 6"))
    told = lines(BASE, after, "sv")
    assert [line.partition(":")[0] for line in told] == ["åtgärden ”Höstenkät”", "längd i skoldagar", *STEPS_SV_FI]
    assert "loppu." in told[-1], "nothing of it is cut"
    assert "slut." in told[-2], "nothing of it is cut"
    assert [line.partition(":")[0] for line in lines(BASE, after, "fi")][2:] == ["vaiheet (suomi)", "vaiheet (ruotsi)"]


def test_what_of_ones_own_stays_is_told_apart_too() -> None:
    merged = merge(BASE, edited(*COPY, ("hours: 8", "hours: 10")), edited(("from: october", "from: september")))
    assert [one.beside for one in changes_in_words(merged, "en")] == [
        "you had changed who is responsible; both are kept"
    ]
    assert [one.beside for one in changes_in_words(merge(BASE, BASE, edited(("days: 5", "days: 6"))), "en")] == [""]


def test_form_and_order_are_no_difference() -> None:
    wrapped = edited(
        ("[agenda, site]", "[site, agenda]"),
        ("    2. Muistuta viikon kuluttua.", "    1. Muistuta\n       viikon kuluttua."),
    )
    assert wrapped.toolkit != BASE.toolkit
    assert diff(BASE, wrapped) == ()


def test_lines_that_went_and_came() -> None:
    assert changed_lines("1. a\n2. b", "1. a\n2. c\n3. b") == (("+", "2. c"),)
    assert changed_lines("", "x") == (("+", "x"),)


def test_every_place_has_its_words_in_three_languages() -> None:
    fields = {field for field, _ in head_leaves(BASE)}
    for kind in CLASSES:
        for item in BASE.items(kind).values():
            fields |= {field for field, _ in leaves_of(item, BASE)}
    assert fields - wording.FIELDS.keys() == set()
    assert wording.KINDS.keys() == {HEAD, *CLASSES}
    texts = [text for one in (*wording.FIELDS.values(), *wording.KINDS.values()) for text in (one.label, one.thing)]
    assert all(text.languages == tuple(sorted(LANGUAGES)) for text in texts)
