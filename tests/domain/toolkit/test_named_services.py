"""Services that a toolkit names: by its list, in words with any ending, and by links."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checking import check_toolkit
from digivuosi.domain.toolkit.merging.differences import diff
from digivuosi.domain.toolkit.merging.merge import merge
from digivuosi.domain.toolkit.merging.places import Side
from digivuosi.domain.toolkit.named_services import listed_in, services_of
from digivuosi.domain.toolkit.suggestions import suggest
from digivuosi.domain.toolkit.toolkit import Service, Toolkit
from tests.toolkits import starter

KEY = "autumn-survey"
WILMA = Service("wilma", Text.of(fi="Wilma"), "https://www.wilma.example/login")
QT = Service("qt", Text.of(fi="Qt", en="Cutie"))


def toolkit(words: str, *services: Service) -> Toolkit:
    base = starter().toolkit
    steps = Text.of(fi=words, en="Do it.")
    measures = tuple(replace(one, steps=steps) if one.key == KEY else one for one in base.measures)
    return replace(base, measures=measures, services=services, _by_key={})


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Lähetä kutsu Wilmassa.", ["wilma.example"]),
        ("Wilma: viestit", ["wilma.example"]),
        ("Ks. https://wilma.example/ohje", ["wilma.example"]),
        ("Avaa Qt ja (Wilma).", ["wilma", "qt"]),
        ("Qtsta ei puhuta, eikä eWilmasta, eikä wilmasta.", []),
    ],
)
def test_a_listed_service_is_found_in_the_words_of_a_measure(words: str, names: list[str]) -> None:
    made = toolkit(words, WILMA, QT)
    found = {one.name: one for one in services_of(made)}
    named = {name for name, one in found.items() if KEY in one.measures} & {"wilma.example", "qt"}
    assert named == {"wilma.example" if one == "wilma" else one for one in names}
    assert {"wilma.example", "qt"} <= set(found), "what is listed is told of, named or not"
    assert found["wilma.example"].title == WILMA.title


def test_a_list_merges_by_key_and_field_and_is_checked() -> None:
    base = toolkit("x", WILMA)
    ours = toolkit("x", replace(WILMA, description=Text.of(fi="Viestit.")))
    theirs = toolkit("x", replace(WILMA, address="https://wilma.example/uusi"), QT)
    merged = merge(Side(base, {}), Side(ours, {}), Side(theirs, {}))
    assert not merged.conflicts
    both = replace(WILMA, description=Text.of(fi="Viestit."), address="https://wilma.example/uusi")
    assert merged.result.toolkit.services == (QT, both)
    assert [str(one.place) for one in diff(Side(base, {}), Side(theirs, {}))] == [
        "services/qt",
        "services/wilma/address",
    ]
    wrong = toolkit("x", replace(WILMA, address="javascript:alert(1)"))
    assert [one.code for one in check_toolkit(wrong) if one.key == "wilma" and one.is_error] == ["bad-address"]


def test_a_new_service_comes_along_with_the_measure_that_names_it() -> None:
    base, ours = toolkit("x"), toolkit("Kutsu Wilmaan.", WILMA, QT)
    measure = ours.measure(KEY)
    assert measure is not None
    assert listed_in(measure, ours.services) == ("wilma",)
    made = suggest(base, ours, KEY, author="Lähelä")
    assert [(one.kind, one.key) for one in made.items] == [("measures", KEY), ("services", "wilma")]
