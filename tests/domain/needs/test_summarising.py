"""Summaries, honest changes, the strongest needs, and who thinks otherwise."""

from __future__ import annotations

import subprocess
import sys
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.needs.comparing import disagreements
from digivuosi.domain.needs.hiding import PROVIDER, Hidden
from digivuosi.domain.needs.intervals import Sample, difference
from digivuosi.domain.needs.strongest import strongest
from digivuosi.domain.needs.summarising import Change, Verdict, summarise
from digivuosi.domain.needs.wording import CHANGES, NOT_SHOWN, change_words, signed
from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.needs.rounds import answers_of, round_of, varied

HELP = "technical-help"


def test_an_area_tells_its_answers(starter: Toolkit) -> None:
    summary = summarise(starter, round_of(starter, {"north": varied(HELP, 1, 1, 2, 2, 3)}), "north")
    area = summary.area(HELP)
    assert area is not None
    assert area.mean == 20
    assert area.answers == 5, "two statements answered by five people are five answers, not ten"
    assert area.distribution is not None
    assert area.distribution.counts == (4, 4, 2, 0, 0)
    assert [area.need for area in summary.areas] == [need.key for need in starter.needs]
    assert summary.sheets == 5


def test_under_five_there_is_nothing_but_the_reason(starter: Toolkit) -> None:
    released = round_of(starter, {"small": varied(HELP, 1, 2, 3, 4)})
    summary = summarise(starter, released, "small")
    assert not summary.is_shown
    assert {one.hidden for area in summary.areas for one in area.statements} <= {Hidden.FEW, Hidden.NONE}
    assert strongest(starter, summary) == ()


@pytest.mark.parametrize(
    ("sizes", "told", "leaves_out"),
    [
        ((10, 5), 15, False),
        ((10, 3), 10, True),
        ((10, 4, 3), 10, True),
        ((10, 4, 3, 2), 19, False),
        ((4, 3), 0, True),
    ],
)
def test_how_many_answered_in_all_does_not_tell_how_many_at_a_small_school(
    starter: Toolkit, sizes: tuple[int, ...], told: int, leaves_out: bool
) -> None:
    released = round_of(starter, {f"u{n}": varied(HELP, *([1, 3] * size)[:size]) for n, size in enumerate(sizes)})
    summary = summarise(starter, released)
    assert (summary.sheets, summary.leaves_out_sheets) == (told, leaves_out)
    small = [unit for unit in released.units if released.sheets[unit] < 5]
    assert all(summarise(starter, released, unit).sheets == 0 for unit in small)


def test_a_change_is_told_when_it_is_sure(starter: Toolkit) -> None:
    last = round_of(starter, {"north": varied(HELP, *[1, 2, 1, 2, 1, 2, 1, 2])})
    now = round_of(starter, {"north": varied(HELP, *[4, 5, 4, 5, 4, 5, 4, 5])})
    area = summarise(starter, now, "north", last=last).area(HELP)
    assert area is not None
    assert area.change is not None
    assert area.change.verdict is Verdict.BETTER
    assert area.change.low < area.change.points == 75 < area.change.high
    assert "12" in change_words(area.change).get("fi")


def test_few_varied_answers_cannot_tell(starter: Toolkit) -> None:
    last = round_of(starter, {"north": varied(HELP, 1, 3, 5, 2, 4)})
    now = round_of(starter, {"north": varied(HELP, 2, 4, 5, 3, 4)})
    area = summarise(starter, now, "north", last=last).area(HELP)
    assert area is not None
    assert area.change is not None
    assert area.change.verdict is Verdict.UNSURE


def test_a_school_that_was_hidden_last_time_has_no_change(starter: Toolkit) -> None:
    last = round_of(starter, {"north": varied(HELP, 1, 2, 3)})
    now = round_of(starter, {"north": varied(HELP, 1, 2, 3, 4, 5)})
    assert {area.change for area in summarise(starter, now, "north", last=last).areas} == {None}


samples = st.lists(st.integers(0, 4), min_size=5, max_size=40)


@given(samples, samples)
def test_intervals_are_those_of_welch_or_wider(one: list[int], other: list[int]) -> None:
    # A second to load, which a process that runs other tests has no use for.
    from scipy import stats

    def sample(steps: list[int]) -> Sample:
        values = [25.0 * step for step in steps]
        return Sample(mean(values), stdev(values), len(values))

    low, high = difference(sample(one), sample(other))
    assert low <= high
    assert difference(sample(other), sample(one)) == pytest.approx((-high, -low))
    if min(sample(one).spread, sample(other).spread) > 25 / 12**0.5:
        found = stats.ttest_ind([25.0 * step for step in other], [25.0 * step for step in one], equal_var=False)
        interval = found.confidence_interval(0.95)
        assert (low, high) == pytest.approx((interval.low, interval.high), abs=0.05)


@given(st.floats(0, 100), st.integers(5, 200), st.integers(5, 200))
def test_more_answers_make_an_interval_narrower(middle: float, few: int, more: int) -> None:
    few, more = sorted((few, more))
    wide = difference(Sample(middle, 20, few), Sample(50, 20, few))
    narrow = difference(Sample(middle, 20, more), Sample(50, 20, more))
    assert narrow[1] - narrow[0] <= wide[1] - wide[0] + 1e-9


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [(1, 9, Verdict.BETTER), (-9, -1, Verdict.WORSE), (-4, 4, Verdict.STEADY), (-9, 9, Verdict.UNSURE)],
)
def test_verdicts(low: float, high: float, verdict: Verdict) -> None:
    assert Change(50, 50 + (low + high) / 2, low, high).verdict is verdict


def test_the_strongest_needs_come_with_their_reasons(starter: Toolkit) -> None:
    steps = {HELP: 1, "resources": 2, "pedagogical-help": 4, "technology-in-use": 5, "purposeful-environments": 5}
    held = [dict(steps, **{"teacher-competence": 5, "resources": 2 + number % 2}) for number in range(6)]
    summary = summarise(starter, round_of(starter, {"north": held}), "north")
    found = strongest(starter, summary)
    assert [one.need for one in found] == [HELP, "resources"]
    assert found[0].reason.get("fi").startswith("Keskiarvo on 0 sadasta, ja 100 % vastauksista")
    assert "Heikoin: ”Saan teknistä apua" in found[0].reason.get("fi")
    assert set(found[0].reason.languages) == set(LANGUAGES)


def test_where_all_is_well_there_is_no_need(starter: Toolkit) -> None:
    held = [{need.key: 4 + number % 2 for need in starter.needs} for number in range(8)]
    assert strongest(starter, summarise(starter, round_of(starter, {"north": held}))) == ()


def test_teachers_and_the_digital_team_are_compared(starter: Toolkit) -> None:
    teachers = round_of(starter, {"north": varied(HELP, *[1, 2] * 10)})
    team = round_of(starter, {f"school-{n}": varied(HELP, 4, 5) for n in range(6)}, "digital-teams")
    (found,) = disagreements(starter, summarise(starter, teachers), summarise(starter, team))
    assert found.need == HELP
    assert found.words.get("fi").startswith("Tekninen tuki: digitiimit näkevät tilanteen parempana")
    assert set(found.words.languages) == set(LANGUAGES)
    assert disagreements(starter, summarise(starter, teachers), summarise(starter, teachers)) == ()


def test_the_provider_hears_small_teams_together(starter: Toolkit) -> None:
    team = round_of(starter, {f"school-{n}": varied(HELP, 4, 5) for n in range(6)}, "digital-teams")
    assert summarise(starter, team, PROVIDER).is_shown
    assert not any(summarise(starter, team, unit).is_shown for unit in team.units)


def test_every_sentence_is_in_three_languages() -> None:
    for text in (*CHANGES.values(), *NOT_SHOWN.values()):
        assert set(text.languages) == set(LANGUAGES)
    assert (signed(3.2), signed(-3.2), signed(0.2)) == ("+3", "−3", "0")


def test_a_web_process_starts_without_the_statistics_library() -> None:
    program = "import sys, digivuosi.domain.needs.summarising; print('scipy' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "False"


def test_answers_of_a_round_are_as_many_as_respondents(starter: Toolkit) -> None:
    assert len(answers_of(starter, {"a": varied(HELP, 1, 2), "b": varied(HELP, 3)})) == 3
