"""Surveys in a package: read, written, checked and merged."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.checking import check_toolkit
from digivuosi.domain.toolkit.documents import content_hash, to_document
from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.merging.differences import diff
from digivuosi.domain.toolkit.merging.merge import merge
from digivuosi.domain.toolkit.merging.places import Place, side_of
from digivuosi.domain.toolkit.merging.telling import changes_in_words, diff_in_words
from digivuosi.domain.toolkit.offers import offers, with_named
from digivuosi.domain.toolkit.package import package_of, read_package, write_zip
from digivuosi.domain.toolkit.surveys import Statement
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.toolkit.packages import SMALL, found, zipped

SURVEY = "surveys/teachers.yaml"
FILES = {
    **SMALL,
    "scales.yaml": "- {key: agree, title: A, step_1: a, step_2: b, step_3: c}\n",
    "branches.yaml": "- {key: low, kind: grade, title: L}\n",
    SURVEY: """\
key: teachers
title: Kysely
purpose: Kysymme.
audience: teachers
window: october
sections:
- key: everyday
  title: Arki
  statements:
  - key: devices
    text: Laitteet toimivat.
    scale: agree
    need: resources
  - key: time
    text: Aikaa on.
    scale: agree
    need: resources
    branches: [low]
""",
}


def changed(old: str, new: str, file: str = SURVEY) -> dict[str, str]:
    assert old in FILES[file]
    return {**FILES, file: FILES[file].replace(old, new)}


def toolkit_of(files: dict[str, str]) -> Toolkit:
    return read_package(zipped(files)).toolkit


def test_a_survey_is_read_with_what_stands_inside_it() -> None:
    toolkit = toolkit_of(FILES)
    (part,) = toolkit.survey_parts("teachers")
    assert (part.section.key, part.section.survey, part.section.place) == ("everyday", "teachers", 10)
    assert [(one.key, one.section, one.place) for one in part.statements] == [
        ("devices", "everyday", 10),
        ("time", "everyday", 20),
    ]


def test_it_is_written_as_it_is_read() -> None:
    toolkit = toolkit_of(FILES)
    assert read_package(write_zip(package_of(toolkit))).toolkit.statements == toolkit.statements


def test_packages_without_surveys_keep_their_content_hash() -> None:
    toolkit = toolkit_of(SMALL)
    assert not {"surveys", "sections", "statements", "scales", "branches", "frameworks"} & to_document(toolkit).keys()
    assert content_hash(toolkit) != content_hash(toolkit_of(FILES))


def test_what_lost_its_section_is_written_and_refused_aloud() -> None:
    toolkit = replace(toolkit_of(FILES), sections=(), _by_key={})
    made = package_of(toolkit)
    assert b"Laitteet toimivat." in b"".join(made.files.values())
    with pytest.raises(PackageProblem) as problem:
        read_package(write_zip(made))
    assert "title" in problem.value.shown("en")


@pytest.mark.parametrize(
    ("files", "line", "words"),
    [
        (changed("need: resources\n  - key", "need: resource\n  - key"), 13, "unknown need “resource”"),
        (changed("scale: agree\n    need: resources\n    br", "need: resources\n    br"), 14, "must have “scale”"),
        (changed("branches: [low]", "branches: [high]"), 18, "unknown grade or subject “high”"),
        (changed("audience: teachers", "audience: teacher"), 4, "unknown target group “teacher”"),
        (changed("window: october", "window: octobre octobre"), 5, ""),
        (changed("key: time", "key: devices"), 14, "the key “devices” is used twice (also surveys/teachers.yaml:10)"),
        (changed("- key: everyday\n  title: Arki\n", "- key: everyday\n"), 7, "missing: title"),
        (changed("text: Aikaa on.", "txt: Aikaa on."), 14, "missing: text"),
        (changed("key: teachers\n", "key: teacher\n"), 1, "not the same as the file's name"),
        (
            changed("scale: agree\n    need: resources\n    br", "kind: free-text\n    scale: agree\n    br"),
            17,
            "no scale",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_line(files: dict[str, str], line: int, words: str) -> None:
    told = [(one.line, one.message.get("en")) for one in found(files) if one.file == SURVEY]
    assert any(at == line and words in message for at, message in told), told


def test_a_scale_with_a_hole_is_told() -> None:
    files = changed("step_2: b, step_3: c", "step_2: b, step_4: c", "scales.yaml")
    assert any("the scale lacks “step_3”" in one.message.get("en") for one in found(files))


def test_a_survey_that_takes_too_long_is_noted() -> None:
    toolkit = toolkit_of(changed("window: october", "window: october\nminutes: 1"))
    more = tuple(
        Statement(f"more-{number}", "everyday", Text.of(fi="Väite"), number, scale="agree", need="resources")
        for number in range(3)
    )
    codes = {one.code for one in check_toolkit(replace(toolkit, statements=(*toolkit.statements, *more), _by_key={}))}
    assert "survey-too-long" in codes
    assert "survey-too-long" not in {one.code for one in check_toolkit(toolkit)}


def test_a_need_that_no_measure_answers_is_noted() -> None:
    toolkit = toolkit_of(FILES)
    measures = tuple(replace(one, needs=()) for one in toolkit.measures)
    codes = [one.code for one in check_toolkit(replace(toolkit, measures=measures, _by_key={}))]
    assert codes.count("need-without-measure") == 1


def test_sections_that_are_no_list_are_told() -> None:
    head, _, _ = FILES[SURVEY].partition("sections:")
    assert any(one.code == "wrong-type" for one in found({**FILES, SURVEY: f"{head}sections: everyday\n"}))


def test_both_sides_put_a_statement_in_and_nobody_is_asked() -> None:
    """Both move what follows; that is no disagreement, and nothing is lost."""
    first = FILES[SURVEY].index("  - key: devices")
    second = FILES[SURVEY].index("  - key: time")
    ours, theirs = (
        FILES[SURVEY][:at]
        + f"  - {{key: {key}, text: Uusi {key}, scale: agree, need: resources}}\n"
        + FILES[SURVEY][at:]
        for at, key in ((first, "ours"), (second, "theirs"))
    )
    sides = [side_of(toolkit_of({**FILES, SURVEY: words})) for words in (FILES[SURVEY], ours, theirs)]
    merged = merge(*sides)
    assert merged.conflicts == ()
    (part,) = merged.result.toolkit.survey_parts("teachers")
    assert [one.key for one in part.statements] == ["ours", "devices", "theirs", "time"]


def test_a_merge_asks_where_both_sides_wrote_the_same_statement_anew() -> None:
    base, ours, theirs = (
        side_of(toolkit_of(changed("Aikaa on.", words))) for words in ("Aikaa on.", "Aikaa riittää.", "Ehdin.")
    )
    merged = merge(base, ours, theirs)
    assert [str(one.place) for one in merged.conflicts] == ["statements/time/text/fi"]


def test_changes_are_told_in_words() -> None:
    before, after = toolkit_of(FILES), toolkit_of(changed("branches: [low]", "branches: []"))
    (told,) = diff_in_words(before, after, diff(side_of(before), side_of(after)), "fi")
    assert told.title == "väittämä ”Aikaa on.”"
    assert told.sentences == ("luokka-aste tai aine ”L”: poistettu",)
    other = replace(after, publisher="Naapuri", _by_key={})
    merged = merge(side_of(before), side_of(before), side_of(other))
    assert any("luokka-asteen tai aineen ”L”" in one.sentences[0] for one in changes_in_words(merged, "fi"))


def test_a_new_survey_is_taken_with_all_that_is_inside_it() -> None:
    old, new = (side_of(toolkit_of(files)) for files in (SMALL, FILES))
    offered = offers(old, old, new)
    whole = {Place("sections", "everyday"), Place("statements", "devices"), Place("statements", "time")}
    scale, branch = Place("scales", "agree"), Place("branches", "low")
    survey = Place("surveys", "teachers")
    assert with_named([survey], offered) == {survey, scale, branch, *whole}
    assert with_named([Place("statements", "time")], offered) == {survey, scale, branch, *whole}
    assert with_named([scale], offered) == {scale}


def test_a_new_statement_of_a_survey_that_is_there_comes_alone() -> None:
    old = toolkit_of(FILES)
    old = replace(old, statements=(), _by_key={})
    offered = offers(side_of(old), side_of(old), side_of(toolkit_of(FILES)))
    assert with_named([Place("statements", "time")], offered) == {Place("statements", "time")}
