"""Whether needs shrank beside measures, without saying why."""

from __future__ import annotations

from digivuosi.domain.needs.following import BESIDE_MANY, BESIDE_ONE, Followed, follow, together
from digivuosi.domain.needs.summarising import Change, Verdict
from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.needs.rounds import round_of, varied

HELP = "technical-help"
CAUSES = ("ansiosta", "vuoksi pieneni", "tack vare", "thanks to", "because of")


def test_a_measures_needs_are_followed(starter: Toolkit) -> None:
    before = round_of(starter, {"north": varied(HELP, *[1, 2] * 6)})
    after = round_of(starter, {"north": varied(HELP, *[4, 5] * 6)})
    (key, *_) = (one.key for one in starter.measures if one.needs == (HELP,))
    (found,) = follow(starter, "north", [key, "gone"], before, after)
    assert (found.measure, found.need, found.change.verdict) == (key, HELP, Verdict.BETTER)
    assert "Tarve on pienentynyt." in found.words.get("fi")


def test_what_is_not_shown_is_not_followed(starter: Toolkit) -> None:
    before = round_of(starter, {"small": varied(HELP, 1, 2, 3)})
    after = round_of(starter, {"small": varied(HELP, 4, 5, 4, 5, 5)})
    assert follow(starter, "small", [one.key for one in starter.measures], before, after) == ()


def change(low: float, high: float) -> Change:
    return Change(50, 50 + (low + high) / 2, low, high)


def test_over_all_schools_five_or_more_only() -> None:
    held = (
        [Followed("m", "n", change(1, 9))] * 3
        + [Followed("m", "n", change(-9, 3))]
        + [Followed("other", "n", change(1, 9))] * 4
    )
    assert together(held) == ()
    (one,) = together([*held, Followed("m", "n", change(-9, -1))])
    assert (one.measure, one.schools, one.better, one.worse, one.unsure) == ("m", 5, 3, 1, 1)
    assert "teki 5 koulua" in one.words.get("fi")


def test_no_word_says_that_it_was_because() -> None:
    for text in (*BESIDE_ONE.values(), BESIDE_MANY):
        assert set(text.languages) == set(LANGUAGES)
        assert not any(cause in words.casefold() for _, words in text for cause in CAUSES)
