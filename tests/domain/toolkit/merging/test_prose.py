"""Long texts: by paragraph and line, and what is only form is no difference."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digivuosi.domain.toolkit.merging.differences import changed_lines
from digivuosi.domain.toolkit.merging.prose import MOST_UNITS, merge_prose
from digivuosi.domain.toolkit.merging.units import renumbered, says_the_same, text_of, units_of

STEPS = "1. Lähetä kutsu.\n2. Muistuta viikon kuluttua.\n3. Kiitä kaikkia."


def clean(base: str, ours: str, theirs: str) -> str:
    merged = merge_prose(base, ours, theirs)
    assert not merged.conflicts
    assert merged.with_ours == merged.with_theirs == merged.with_base
    return merged.with_ours


def test_edits_of_steps_side_by_side_do_not_conflict() -> None:
    ours = STEPS.replace("kutsu", "kutsu ajoissa")
    theirs = STEPS.replace("viikon", "kahden viikon")
    assert clean(STEPS, ours, theirs) == ours.replace("viikon", "kahden viikon")


def test_a_step_put_in_renumbers_the_rest_and_lets_edits_of_them_be() -> None:
    ours = "1. Päätä kysymykset.\n2. Lähetä kutsu.\n3. Muistuta viikon kuluttua.\n4. Kiitä kaikkia."
    theirs = STEPS.replace("kaikkia", "kaikkia vastaajia") + "\n4. Kerro tuloksista."
    assert clean(STEPS, ours, theirs) == (
        "1. Päätä kysymykset.\n2. Lähetä kutsu.\n3. Muistuta viikon kuluttua.\n4. Kiitä kaikkia vastaajia.\n"
        "5. Kerro tuloksista."
    )


def test_lists_numbered_with_ones_stay_so() -> None:
    base = STEPS.replace("2.", "1.").replace("3.", "1.")
    assert clean(base, base.replace("kutsu", "kirje"), f"{base}\n1. Kerro.").count("1.") == 4


def test_a_step_reworded_and_another_put_in_beside_it_are_two_edits() -> None:
    ours = "1. Lähetä kutsu.\n2. Muistuta ystävällisesti viikon kuluttua.\n3. Soita vielä.\n4. Kiitä kaikkia."
    theirs = "1. Lähetä kutsu.\n2. Tarkista osoitteet.\n3. Muistuta viikon kuluttua.\n4. Kiitä kaikkia."
    assert clean(STEPS, ours, theirs) == (
        "1. Lähetä kutsu.\n2. Tarkista osoitteet.\n3. Muistuta ystävällisesti viikon kuluttua.\n4. Soita vielä.\n"
        "5. Kiitä kaikkia."
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (STEPS.replace("kutsu", "kirje"), STEPS.replace("kutsu", "viesti")),
        (STEPS.replace("1. Lähetä kutsu.\n", ""), STEPS.replace("kutsu", "kirje")),
        (f"{STEPS}\n4. Soita.", f"{STEPS}\n4. Kirjoita."),
        ("Aivan muuta.", STEPS.replace("kutsu", "kirje")),
    ],
)
def test_the_same_step_edited_twice_is_a_conflict(ours: str, theirs: str) -> None:
    merged = merge_prose(STEPS, ours, theirs)
    assert merged.conflicts == 1
    assert says_the_same(merged.with_ours, ours)
    assert merged.with_ours != merged.with_theirs


def test_where_it_conflicts_both_still_have_all_the_rest() -> None:
    ours = STEPS.replace("kutsu", "kirje").replace("kaikkia", "kaikkia meitä")
    theirs = STEPS.replace("kutsu", "viesti").replace("viikon", "kuun")
    merged = merge_prose(STEPS, ours, theirs)
    assert merged.with_ours == "1. Lähetä kirje.\n2. Muistuta kuun kuluttua.\n3. Kiitä kaikkia meitä."
    assert merged.with_theirs == "1. Lähetä viesti.\n2. Muistuta kuun kuluttua.\n3. Kiitä kaikkia meitä."
    assert merged.with_base == "1. Lähetä kutsu.\n2. Muistuta kuun kuluttua.\n3. Kiitä kaikkia meitä."


def test_paragraphs_and_code_keep_their_form() -> None:
    base = "# Otsikko\n\nEka kappale\non tässä.\n\n```\nkoodi   1\n\nkoodi 2\n```\n\nToka."
    merged = clean(base, base.replace("Toka", "Toinen"), base.replace("Eka", "Ensimmäinen"))
    assert merged == base.replace("Toka", "Toinen").replace("Eka", "Ensimmäinen")
    assert not says_the_same(base, base.replace("koodi   1", "koodi 1")), "spaces in code are said"


@pytest.mark.parametrize(
    "base",
    ["\n".join(f"- rivi {number}" for number in range(MOST_UNITS + 1)), "\n".join(["- a", "- b"] * 60)],
)
def test_a_text_that_would_take_long_to_compare_is_one_value(base: str) -> None:
    merged = merge_prose(base, f"{base} a", f"- alku\n{base}")
    assert (merged.conflicts, merged.with_ours) == (1, f"{base} a")
    assert changed_lines(base, f"{base} a") == (("-", base), ("+", f"{base} a"))


def test_a_long_guide_still_merges_by_paragraph() -> None:
    base = "\n\n".join(f"Kappale {number} kertoo asiasta." for number in range(900))
    ours, theirs = base.replace("Kappale 17 ", "Kappale XVII "), base.replace("Kappale 18 ", "Kappale XVIII ")
    assert clean(base, ours, theirs) == ours.replace("Kappale 18 ", "Kappale XVIII ")


@pytest.mark.parametrize("other", [STEPS.replace("2.", "1."), textwrap.fill("Eka kappale on tässä.", 8)])
def test_form_is_no_difference(other: str) -> None:
    text = STEPS if other.startswith("1.") else "Eka kappale on tässä."
    assert says_the_same(text, other)
    assert says_the_same(text, other.replace("\n", "\r\n"))
    assert not says_the_same(text, f"{other} x")
    assert not says_the_same(text, None)


def test_nested_lists_are_counted_each_by_itself() -> None:
    text = "1. A\n   1. a\n   5. b\n- c\n7. B\n7. C"
    assert text_of(renumbered(units_of(text))) == "1. A\n   1. a\n   2. b\n- c\n7. B\n8. C"


lines = st.lists(st.sampled_from(["- a", "- b", "- c", "- d", "1. e", "para", "", "# h"]), max_size=7).map("\n".join)
some = settings(max_examples=200, deadline=None)


@some
@given(lines, lines, lines)
def test_nothing_is_lost_and_nothing_is_made_up(base: str, ours: str, theirs: str) -> None:
    if says_the_same(base, ours) or says_the_same(base, theirs):
        return
    merged = merge_prose(base, ours, theirs)
    held = [[unit.key for unit in units_of(text)] for text in (base, ours, theirs, merged.with_ours)]
    assert set(held[3]) <= {*held[0], *held[1], *held[2]}
    for key in set(held[1]) - set(held[0]):
        assert held[3].count(key) >= 1, "what we put in is there"
    if not merged.conflicts:
        for key in set(held[2]) - set(held[0]):
            assert held[3].count(key) >= 1, "what they put in is there"
        for key in set(held[0]) & set(held[3]):
            assert key in held[1] or key in held[2], "what both took out is gone"


@some
@given(lines, lines, lines)
def test_to_swap_the_sides_of_a_text_swaps_what_conflicts(base: str, ours: str, theirs: str) -> None:
    one, other = merge_prose(base, ours, theirs), merge_prose(base, theirs, ours)
    assert one.conflicts == other.conflicts
    assert says_the_same(one.with_ours, other.with_theirs)
    assert says_the_same(one.with_theirs, other.with_ours)
    assert says_the_same(one.with_base, other.with_base)


@some
@given(lines, lines)
def test_an_edit_merges_with_none(base: str, ours: str) -> None:
    assert clean(base, ours, base) == clean(base, base, ours) == clean(base, ours, ours)
    assert says_the_same(clean(base, ours, base), ours)
