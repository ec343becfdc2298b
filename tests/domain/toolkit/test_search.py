"""Search finds Finnish and Swedish words, typed with and without dots."""

from __future__ import annotations

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.search import SearchIndex, search
from digivuosi.domain.toolkit.toolkit import Measure, Part, Role, RoleKind, Span, Theme, Toolkit


def measure(key: str, fi: str, purpose: str = "", sv: str = "") -> Measure:
    return Measure(
        key=key,
        title=Text.of(fi=fi, sv=sv),
        purpose=Text.of(fi=purpose),
        theme="devices",
        window=Span("october", "october"),
        responsible=(Part("mentor"),) if key == "survey" else (),
    )


TOOLKIT = Toolkit(
    id="a",
    edition="1",
    title=Text.of(fi="A"),
    publisher="A",
    languages=("fi", "sv"),
    themes=(Theme("devices", Text.of(fi="Laitteet ja tunnukset", sv="Enheter och konton")),),
    roles=(Role("mentor", RoleKind.MENTOR, Text.of(fi="Digimentori")),),
    measures=(
        measure("budget", "Määrärahat", "Rahaa sääreen ja laitteisiin", "Anslag till åren"),
        measure("island", "Saari ja satama", "", "Öar"),
        measure("shin", "Sääri kuntoon", "", "Aren"),
        measure("summary", "Koonti", "Syyskyselyn vastaukset kootaan"),
        measure("survey", "Syyskysely opettajille", "Mitä tarvitaan", "Höstenkät"),
    ),
)


def keys(query: str, language: str = "fi") -> list[str]:
    return [one.key for one in search(TOOLKIT, query, language)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("määräraha", ["budget"]),
        ("maararaha", ["budget"]),
        ("MÄÄRÄ", ["budget"]),
        ("ma\u0308a\u0308ra\u0308", ["budget"]),
        ("syys", ["survey", "summary"]),
        ("kysely", ["survey", "summary"]),
        ("opettaj syys", ["survey"]),
        ("opettaj koonti", []),
        ("digimentori", ["survey"]),
        ("Hostenkat", ["survey"]),
        ("hösten", ["survey"]),
        ("yskys", ["survey", "summary"]),
        ("ysk", []),
        ("", []),
        ("  ?!", []),
        ("x" * 10_000, []),
        ("budget", ["budget"]),
    ],
)
def test_words_are_found(query: str, found: list[str]) -> None:
    assert keys(query) == found


def test_what_is_written_exactly_so_comes_first() -> None:
    assert keys("saari") == ["island", "shin"]
    assert keys("sääri") == ["shin"]
    assert keys("sääre") == ["budget"]
    assert keys("aren", "sv") == ["shin", "budget"]


def test_dots_that_were_typed_are_meant() -> None:
    assert keys("såå") == []
    assert keys("öar", "sv") == ["island"]


def test_the_title_weighs_more_than_the_purpose() -> None:
    assert keys("syys") == ["survey", "summary"]


def test_a_measure_is_found_by_its_theme() -> None:
    assert len(keys("tunnukset")) == 5


def test_the_readers_language_weighs_more() -> None:
    hits = {language: SearchIndex(TOOLKIT).find("höstenkät", language) for language in ("fi", "sv")}
    assert hits["sv"][0].score > hits["fi"][0].score


def test_the_number_of_hits_is_bounded() -> None:
    assert len(search(TOOLKIT, "laitteet", limit=2)) == 2
