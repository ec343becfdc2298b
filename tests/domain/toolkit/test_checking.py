"""What is wrong is said all at once, with file, line and words in three languages."""

from __future__ import annotations

from pathlib import Path
from string import Formatter

import pytest

from digivuosi.domain.texts import LANGUAGES
from digivuosi.domain.toolkit.checking import check, check_toolkit, examine, suggested_calendars
from digivuosi.domain.toolkit.findings import PackageProblem, Severity
from digivuosi.domain.toolkit.package import read_package
from digivuosi.domain.toolkit.toolkit import fingerprint
from tests.domain.toolkit.packages import SMALL, Texts, as_bytes, codes, found, zipped

YEARS = suggested_calendars(2026)
SURVEY, SUMMARY = "measures/survey.yaml", "measures/summary.yaml"


def test_a_sound_package_has_no_findings(small: Texts) -> None:
    assert found(small, YEARS) == ()


MISTAKES = [
    # file, what stands there, what is put in its place, line, code, some Finnish words
    (SURVEY, "theme: needs", "theme: need", 4, "unknown-themes", "tuntematon teema ”need”: tarkoititko ”needs”?"),
    (SURVEY, "[teachers]", "[teacher]", 5, "unknown-audiences", "tarkoititko ”teachers”"),
    (SURVEY, "{role: mentor,", "{role: menttori,", 7, "unknown-roles", "tuntematon rooli ”menttori”"),
    (SURVEY, "{role: principal,", "{role: x,", 9, "unknown-roles", "tuntematon rooli ”x”"),
    (SURVEY, "[resources]", "[money]", 13, "unknown-needs", "tuntematon tarve"),
    (SURVEY, "[agenda, site]", "[agenda, sites]", 14, "unknown-materials", "tarkoititko ”site”"),
    (SUMMARY, "measure: survey", "measure: surveys", 9, "unknown-measures", "tuntematon toimenpide"),
    ("responsibilities.yaml", "actor: principal", "actor: king", 3, "unknown-actors", "ei rooli eikä kohderyhmä"),
    ("responsibilities.yaml", "about: devices", "about: money", 5, "unknown-areas", "tuntematon vastuualue"),
    ("responsibilities.yaml", "[survey]", "[nothing]", 7, "unknown-measures", "tuntematon toimenpide"),
    (SURVEY, "role: principal", "role: mentor", 9, "role-twice", "kahdesti"),
    (SUMMARY, "responsible:\n- {role: mentor}\n", "", 1, "nobody-responsible", "ei ole vastuuroolia"),
    ("themes.yaml", "colour: 5", "colour: 2", 6, "same-colour", "sama väri 2"),
    (SUMMARY, "measure: survey", "measure: summary", 9, "circle", "ympyrässä: summary ← summary"),
    (SURVEY, ", sv: Höstenkät", "", 2, "language-missing", "puuttuu kielillä: sv"),
    (SURVEY, "fi: Syyskysely, ", "", 2, "own-language-missing", "omalla kielellä (fi)"),
    (SURVEY, "sv: Höstenkät", "sv: Höstenkät, en: Survey", 2, "language-not-listed", "ei luettele: en"),
    ("materials/agenda.sv.md", None, None, 3, "no-file", "materials/agenda.sv.md ei ole paketissa"),
    ("materials.yaml", "path: agenda", "path: materials/agenda", 3, "from-materials", "jätä alusta pois"),
    ("materials.yaml", "path: agenda.{language}.md", "path: ../toolkit.yaml", 3, "bad-path", "ei pysy"),
    ("materials.yaml", "path: agenda.{language}.md\n", "\n", 1, "no-path", "pitää olla ”path”"),
    ("materials.yaml", "agenda.{language}.md", "agenda.{language}.svg", 3, "bad-type", "”.svg” ei sallita"),
    ("materials.yaml", "https://example.org/kysely", "javascript:alert(1)", 7, "bad-address", "alkaa https://"),
    ("materials.yaml", "https://example.org/kysely", "https://", 7, "bad-address", "alkaa https://"),
    ("materials.yaml", "https://example.org/", "https://me:word@example.org/", 7, "bad-address", "https://"),
    ("materials.yaml", "https://example.org/", "http://example.org/", 7, "plain-http", "suojaamaton"),
    ("materials.yaml", "  address: https://example.org/kysely\n", "", 5, "no-address", "”address”"),
    ("materials.yaml", "path: agenda", "address: https://a.fi/\n  path: agenda", 3, "wrong-field", "ei kuulu"),
    ("materials/agenda.fi.md", "Avaus", "[Liite](liite.md)", 3, "no-file", "materials/liite.md"),
    ("materials/agenda.fi.md", "Avaus", "[x](javascript:x)", 3, "bad-address", "javascript:x"),
    ("materials/agenda.fi.md", "Avaus", "\x1b[31m", 3, "control-character", "U+001B"),
    (SURVEY, "fi: Tiedämme mitä", 'fi: "[a](materials/b.md)", en: "mitä', 0, "yaml", ""),
    (SURVEY, "from: october", "from: octobr", 10, "no-own-date", "tarkoititko ”october”?"),
    (SURVEY, "recommended_time: week 45", "recommended_time: wek 45", 11, "bad-rule", "wek 45"),
    (SURVEY, "days: 5", "repeat: sometimes", 12, "bad-repeat", "sometimes"),
    (SURVEY, "from: october", "from: december", 10, "never", "mikään kalenteri ei voi täyttää tätä"),
    (SURVEY, "from: october", "from: school-strat", 10, "no-own-date", "tarkoititko ”school-start”?"),
    (SURVEY, "week 45", "week 10", 11, "outside-window", "suositusaika 15.3.2027"),
    (SURVEY, "days: 5", "days: 60", 12, "too-long-for-window", "60 koulupäivää ei mahdu"),
    (SUMMARY, "{from: november, to: december}", "september", 9, "after-too-late", "”survey” alkaa vasta"),
    (SURVEY, "{from: october, to: november}", "2026-11-06", 10, "not-always", "lukuvuonna 2027"),
    (SURVEY, "from: october", "from: 1 + 1", 10, "bad-rule", "1 + 1"),
    (SURVEY, "purpose:", "purpos:", 3, "unknown-field", "tarkoititko ”purpose”?"),
    (SURVEY, "theme: needs\n", "", 1, "missing-field", "pakollinen tieto puuttuu: theme"),
    (SURVEY, "days: 5", "days: viisi", 12, "wrong-type", "pitää olla kokonaisluku, mutta tässä on ”viisi”"),
    (SURVEY, "days: 5", "days: 2.5", 12, "wrong-type", "kokonaisluku"),
    (SURVEY, "[teachers]", "teachers", 5, "wrong-type", "pitää olla lista"),
    (SURVEY, "days: 5", "recommended: yes", 12, "wrong-type", "true tai false"),
    (SURVEY, "hours: 8", "hours: 500", 7, "out-of-range", "arvo 500 ei ole sallitulla välillä 0–400"),
    (SURVEY, "hours: 8", "hours: -1", 7, "out-of-range", "arvo -1"),
    (SURVEY, "days: 5", "days: 0", 12, "out-of-range", "1–200"),
    (SURVEY, "days: 5", "levels: [class]", 12, "not-allowed", "valitse administration, school, community"),
    ("roles.yaml", "kind: principal", "kind: principel", 6, "not-allowed", "tarkoititko ”principal”?"),
    (SURVEY, "key: survey", "key: Syyskysely", 1, "bad-key", "vain a–z"),
    (SURVEY, "key: survey", "key: surveys", 1, "other-name", "tiedoston nimi ”survey”"),
    (SURVEY, "key: survey", "key: own-survey", 1, "reserved-key", "varattu koulujen omille"),
    ("themes.yaml", "key: support", "key: needs", 4, "key-twice", "kahdesti (myös themes.yaml:1)"),
    (SURVEY, "{fi: Syyskysely,", "{suomi: Syyskysely,", 2, "bad-language", "ei ole kielitunnus"),
    (SURVEY, "{fi: Syyskysely,", "{fi: '',", 2, "empty", "tyhjä"),
    (SURVEY, "Syyskysely", "S" * 201, 2, "too-long", "liian pitkä (201, enintään 200)"),
    (SURVEY, "days: 5", "days: 5\ndays: 6", 13, "field-twice", "ensin rivillä 12"),
    ("toolkit.yaml", "toolkit/1", "toolkit/9", 1, "other-format", "lukee muodon digivuosi-toolkit/1"),
    ("toolkit.yaml", "[fi, sv]", "[]", 6, "empty", "tyhjä"),
    ("toolkit.yaml", "id: kuusela", "id: [", 0, "yaml", ""),
]


@pytest.mark.parametrize(("file", "before", "after", "line", "code", "words"), MISTAKES)
def test_each_mistake_is_told(
    small: Texts, file: str, before: str | None, after: str | None, line: int, code: str, words: str
) -> None:
    if before is None or after is None:
        del small[file]
        file = "materials.yaml"
    else:
        assert before in small[file]
        small[file] = small[file].replace(before, after, 1)
    told = [finding for finding in found(small, YEARS) if finding.code == code]
    assert told, found(small, YEARS)
    assert told[0].file == file
    assert line in (0, told[0].line)
    assert words in told[0].shown("fi")
    for language in LANGUAGES:
        shown = told[0].shown(language)
        assert shown.startswith(f"{file}:{told[0].line}: ")
        assert not [name for _, name, _, _ in Formatter().parse(shown.replace("{language}", "")) if name]


def test_everything_is_told_at_once(small: Texts) -> None:
    small["themes.yaml"] = small["themes.yaml"].replace("key: support", "key: Support")
    small[SURVEY] = "key: [broken\n"
    small[SUMMARY] = small[SUMMARY].replace("mentor", "mentr").replace("from: november", "from: novembr")
    small["materials/extra.pdf"] = "x"
    small["notes.txt"] = "x"
    small["measures/more.yml"] = "key: more\n"
    small["measures/empty.yaml"] = ""
    assert [(finding.file, finding.code) for finding in found(small, YEARS)] == [
        ("materials/extra.pdf", "left-over"),
        ("measures/empty.yaml", "empty-file"),
        ("measures/more.yml", "misplaced"),
        (SUMMARY, "unknown-themes"),
        (SUMMARY, "unknown-roles"),
        (SUMMARY, "no-own-date"),
        (SURVEY, "yaml"),
        ("notes.txt", "not-part"),
        ("themes.yaml", "bad-key"),
    ]


def test_a_measure_of_the_wrong_form_is_still_known(small: Texts) -> None:
    """What comes after it must not be called unknown as well."""
    small[SURVEY] = small[SURVEY].replace("days: 5", "days: many")
    assert codes(small) == ["wrong-type"]
    small[SURVEY] = "- a list\n"
    assert codes(small) == ["wrong-type"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [("- {key: needs", "yaml"), ("needs: Tarpeet", "wrong-type"), ("- &one {key: needs}", "yaml-trick")],
)
def test_the_items_of_an_unreadable_file_are_not_called_unknown(small: Texts, broken: str, code: str) -> None:
    small["themes.yaml"] = small["roles.yaml"] = broken
    (one, other) = found(small)
    assert {one.file, other.file} == {"themes.yaml", "roles.yaml"}
    assert one.code == other.code == code
    small["themes.yaml"] = ""
    assert "unknown-themes" in codes(small), "an empty file was read: it has no themes"


def chain(small: Texts, *edges: tuple[str, str, str]) -> Texts:
    keys = sorted({key for edge in edges for key in edge[:2]})
    for key in keys:
        after = [f"- {{measure: {before}, of: {of}}}\n" for one, before, of in edges if one == key]
        small[f"measures/{key}.yaml"] = small[SUMMARY].split("after:")[0].replace("key: summary", f"key: {key}") + (
            "after:\n" + "".join(after) if after else ""
        )
    return small


def test_a_circle_is_told_once(small: Texts) -> None:
    this = "this-year"
    chain(small, ("c", "b", this), ("b", "a", this), ("a", "c", this), ("d", "a", this))
    circles = [finding for finding in found(small) if finding.code == "circle"]
    assert [(circle.file, circle.line) for circle in circles] == [("measures/a.yaml", 9)]
    assert circles[0].message.get("en").endswith("a ← c ← b ← a")


def test_two_circles_are_told_both(small: Texts) -> None:
    this = "this-year"
    chain(small, ("a", "b", this), ("b", "a", this), ("c", "d", this), ("d", "c", this))
    assert codes(small).count("circle") == 2


def test_last_years_measure_closes_no_circle(small: Texts) -> None:
    chain(small, ("b", "a", "this-year"), ("a", "b", "last-year"), ("a", "a", "last-year"))
    assert "circle" not in codes(small)


def test_links_inside_texts_lead_into_the_package(small: Texts) -> None:
    steps = "steps:\n  fi: |\n    1. [Lista](agenda.fi.md) `[x](y)`\n  sv: |\n    1. [Lista](materials/agenda.sv.md)\n"
    small[SURVEY] += steps
    assert codes(small) == []
    small[SURVEY] = small[SURVEY].replace("(agenda.fi.md)", "(nothing.md)")
    (finding,) = found(small)
    assert (finding.line, finding.code) == (16, "no-file")


def test_a_hash_that_was_written_is_compared(small: Texts) -> None:
    small["materials.yaml"] = small["materials.yaml"].replace("kind: file", f"kind: file\n  sha256: {'0' * 64}")
    assert codes(small) == ["other-hash"]


def test_a_draft_is_checked_without_files(small: Texts) -> None:
    toolkit = read_package(zipped(small)).toolkit
    assert check_toolkit(toolkit, YEARS) == ()
    small[SURVEY] = small[SURVEY].replace("theme: needs", "theme: need")
    (finding,) = check_toolkit(read_package(zipped(small)).toolkit)
    assert (finding.file, finding.line, finding.code, finding.key) == (SURVEY, 0, "unknown-themes", "survey")
    assert finding.shown("en").startswith(f"{SURVEY}: unknown theme")


def test_a_read_package_is_checked_like_its_files(small: Texts) -> None:
    small[SURVEY] = small[SURVEY].replace("theme: needs", "theme: need")
    assert check(read_package(zipped(small)), YEARS) == found(small, YEARS)


def test_what_fails_in_some_years_only_is_a_note(small: Texts) -> None:
    """Week 43 is the break in the second of the suggested years alone."""
    small[SURVEY] = (
        small[SURVEY].replace("{from: october, to: november}", "week 43 any day").replace("week 45", "week 43")
    )
    notes = found(small, YEARS)
    assert [(note.code, note.severity) for note in notes] == [("outside-window", Severity.WARNING)]
    assert "2027" in notes[0].shown("fi")


def test_hostile_packages_raise(small: Texts) -> None:
    del small["toolkit.yaml"]
    with pytest.raises(PackageProblem) as problem:
        examine(zipped(small))
    assert problem.value.shown("sv") == "toolkit.yaml: filen saknas: det här är inte en mapp med en verktygslåda"


def test_rubbish_is_told_in_bounded_words(small: Texts) -> None:
    small["themes.yaml"] = "- x\n" * 5_000
    assert codes(small).count("wrong-type") == 1_000 - 1
    assert {"and-more"} <= set(codes(small))
    for number in range(11):
        small[f"measures/m{number}.yaml"] = "[" + "x," * 19_000 + "]"
    with pytest.raises(PackageProblem) as problem:
        examine(zipped(small))
    assert [finding.code for finding in problem.value.findings] == ["too-many-values"]


def test_without_its_head_a_package_is_not_blamed_for_its_languages(small: Texts) -> None:
    small["toolkit.yaml"] = "id: [\n"
    assert codes(small) == ["yaml"]


def test_a_billion_laughs_stay_unheard(small: Texts) -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 10)]
    small["themes.yaml"] = "\n".join(lines)
    assert "yaml-trick" in codes(small)


def test_the_starter_toolkit_is_clean() -> None:
    starter = Path(__file__).parents[3] / "starter"
    examined = examine(starter, YEARS)
    assert [finding.shown("en") for finding in examined.findings] == []
    assert examined.package is not None
    assert len(examined.package.toolkit.measures) == 47


def test_the_small_package_is_what_the_tests_think() -> None:
    assert read_package(zipped(SMALL)).files == as_bytes(SMALL)


def stale(words: str, language: str = "sv", at: str = "measures/survey", field: str = "purpose") -> str:
    return f"stale:\n- {{at: {at}, field: {field}, language: {language}, words: {fingerprint(words)}}}\n"


def test_a_stale_translation_is_noted_where_it_stands(small: Texts) -> None:
    small["toolkit.yaml"] += stale("Vi vet vad lärarna behöver.")
    (finding,) = found(small)
    assert (finding.file, finding.line, finding.code, finding.is_error) == (
        "measures/survey.yaml",
        3,
        "stale-translation",
        False,
    )


@pytest.mark.parametrize(
    "mark",
    [
        stale("Andra ord."),
        stale("Vi vet vad lärarna behöver.", language="en"),
        stale("Vi vet vad lärarna behöver.", at="measures/gone"),
        stale("Vi vet vad lärarna behöver.", field="steps"),
    ],
)
def test_a_mark_of_other_words_says_nothing(small: Texts, mark: str) -> None:
    small["toolkit.yaml"] += mark
    assert codes(small) == []


def test_a_mark_of_the_toolkits_own_title(small: Texts) -> None:
    small["toolkit.yaml"] += stale("Kuusela verktygslåda", at="toolkit", field="title")
    assert codes(small) == ["stale-translation"]


@pytest.mark.parametrize(
    "mark", ["stale: yes", "stale: [x]", "stale:\n- {at: survey, field: steps}", stale("x").replace("purpose", "days")]
)
def test_a_mark_of_the_wrong_form_is_an_error(small: Texts, mark: str) -> None:
    small["toolkit.yaml"] += mark
    assert any(finding.is_error and finding.file == "toolkit.yaml" for finding in found(small))
