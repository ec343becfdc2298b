"""Three-way merge of small packages, case by case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.merging.lineage import live_marks, taken_in
from digivuosi.domain.toolkit.merging.merge import Merge, merge, resolve
from digivuosi.domain.toolkit.merging.places import Place, Side, side_of
from digivuosi.domain.toolkit.merging.values import Own, Taken
from digivuosi.domain.toolkit.package import package_of, read_package, write_zip
from digivuosi.domain.toolkit.toolkit import After, Measure, Part, Span, fingerprint
from tests.domain.toolkit.merging.examples import BASE, FILES, NEW, edited, with_files, without
from tests.domain.toolkit.packages import zipped


def survey(merged: Merge) -> Measure:
    found = merged.result.toolkit.measure("survey")
    assert found is not None
    return found


def places(merged: Merge) -> list[str]:
    return [str(conflict.place) for conflict in merged.conflicts]


def test_edits_of_different_fields_are_both_kept() -> None:
    merged = merge(
        BASE, edited(("hours: 8", "hours: 10")), edited(("week 45", "week 44"), ("theme: needs", "theme: support"))
    )
    assert not merged.conflicts
    assert survey(merged).responsible == (Part("mentor", 10.0),)
    assert survey(merged).recommended_time == Span("week 44", "week 44")
    assert survey(merged).theme == "support"
    assert merged.findings() == ()


def test_a_window_is_one_value() -> None:
    merged = merge(
        BASE,
        edited(("from: october, to: november", "from: october, to: december")),
        edited(("from: october", "from: september")),
    )
    (conflict,) = merged.conflicts
    assert conflict.place == Place("measures", "survey", "window")
    assert (conflict.base, conflict.ours, conflict.theirs) == (
        Span("october", "november"),
        Span("october", "december"),
        Span("september", "november"),
    )
    assert survey(merged).window == conflict.ours
    assert survey(resolve(merged, {conflict.place: Taken.THEIRS})).window == conflict.theirs
    assert survey(resolve(merged, {conflict.place: Taken.BASE})).window == conflict.base
    own = resolve(merged, {conflict.place: Own(Span("week 40", "week 48"))})
    assert survey(own).window == Span("week 40", "week 48")
    assert own.open == ()


def test_hours_are_one_value_and_other_roles_are_other_places() -> None:
    merged = merge(BASE, edited(("hours: 8", "hours: 9")), edited(("hours: 8", "hours: 7"), ("hours: 0.5", "hours: 1")))
    assert places(merged) == ["measures/survey/people/mentor"]
    assert survey(merged).contributing == (Part("principal", 1.0),)


def test_a_role_that_moves_against_new_hours_is_asked_about_once() -> None:
    moved = edited(
        ("contributing:\n- {role: principal, hours: 0.5}\n", ""),
        ("- {role: mentor, hours: 8}", "- {role: mentor, hours: 8}\n- {role: principal, hours: 0.5}"),
    )
    merged = merge(BASE, moved, edited(("hours: 0.5", "hours: 2")))
    assert places(merged) == ["measures/survey/people/principal"]
    assert [part.role for part in (*survey(merged).responsible, *survey(merged).contributing)] == [
        "mentor",
        "principal",
    ]


def test_a_removal_against_an_edit_is_asked_about_and_against_none_is_taken() -> None:
    gone = without("measures/summary.yaml")
    assert merge(BASE, BASE, gone).result.toolkit.measure("summary") is None
    assert merge(BASE, edited(("hours: 8", "hours: 9")), gone).result.toolkit.measure("summary") is None
    merged = merge(BASE, edited(("to: december", "to: january")), gone)
    (conflict,) = merged.conflicts
    assert conflict.is_removal
    assert (conflict.place, conflict.theirs) == (Place("measures", "summary"), None)
    assert merged.result.toolkit.measure("summary") == conflict.ours
    assert resolve(merged, {conflict.place: Taken.THEIRS}).result.toolkit.measure("summary") is None
    assert resolve(merged, {conflict.place: Taken.BASE}).result.toolkit.measure("summary") == conflict.base
    turned = merge(BASE, gone, edited(("to: december", "to: january")))
    assert turned.result.toolkit.measure("summary") is None
    assert resolve(turned, {conflict.place: Taken.THEIRS}).result.toolkit.measure("summary") == conflict.ours


def test_a_text_only_wrapped_anew_does_not_stand_against_a_removal() -> None:
    wrapped = edited(
        (
            "purpose: {fi: Luvuista tulee puhetta., sv: Siffrorna blir samtal.}",
            "purpose:\n  fi: |\n    Luvuista\n    tulee puhetta.\n  sv: Siffrorna blir samtal.",
        )
    )
    merged = merge(BASE, wrapped, without("measures/summary.yaml"))
    assert (merged.result.toolkit.measure("summary"), merged.conflicts) == (None, ())


def test_both_add_under_one_key() -> None:
    new, other = {"measures/new.yaml": NEW}, {"measures/new.yaml": NEW.replace("november", "may")}
    assert not merge(BASE, with_files(new), with_files(new)).conflicts
    merged = merge(BASE, with_files(new), with_files(other))
    assert places(merged) == ["measures/new/window"]


def test_both_sides_together_can_make_a_circle_and_the_findings_say_so() -> None:
    words = NEW.replace("key: new", "key: third")
    third = {"measures/third.yaml": words}
    base = with_files(third)
    theirs = with_files({"measures/third.yaml": f"{words}after:\n- {{measure: summary}}\n"})
    ours = with_files(third, ("days: 5", "days: 5\nafter:\n- {measure: third}"))
    merged = merge(base, ours, theirs)
    assert not merged.conflicts
    (finding,) = [finding for finding in merged.findings() if finding.is_error]
    assert (
        finding.message.get("en") == "the measures wait for each other in a circle: summary ← survey ← third ← summary"
    )


def test_a_role_that_one_side_took_away_and_the_other_uses_anew_is_told() -> None:
    role = "- key: principal\n  kind: principal\n  title: {fi: Rehtori, sv: Rektor}\n"
    gone = edited(
        (role, ""), ("contributing:\n- {role: principal, hours: 0.5}\n", ""), ("actor: principal", "actor: mentor")
    )
    merged = merge(BASE, edited(("- {role: mentor}", "- {role: mentor}\n- {role: principal}")), gone)
    (finding,) = [finding for finding in merged.findings() if finding.is_error]
    assert (finding.code, finding.key) == ("unknown-roles", "summary")


def test_sets_never_conflict_and_levels_keep_their_order() -> None:
    ours = edited(
        ("days: 5", "days: 5\nlevels: [administration, school]"), ("materials: [agenda, site]", "materials: [site]")
    )
    theirs = edited(("days: 5", "days: 5\nlevels: [school, community]"), ("audiences: [teachers]\n", ""))
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts
    assert [str(level) for level in survey(merged).levels] == ["administration", "school", "community"]
    assert (survey(merged).materials, survey(merged).audiences) == (("site",), ())


def test_the_first_language_and_the_order_of_authors_are_kept() -> None:
    base = edited(("languages: [fi, sv]", "languages: [fi, sv]\nauthors: [Aino, Beata]"))
    ours = edited(("languages: [fi, sv]", "languages: [sv, fi]\nauthors: [Beata, Aino, Cecilia]"))
    theirs = edited(("languages: [fi, sv]", "languages: [fi, sv, en]\nauthors: [Aino, Dani, Beata]"))
    merged = merge(base, ours, theirs).result.toolkit
    assert merged.languages in (("sv", "fi", "en"), ("sv", "en", "fi"))
    assert merged.language == "sv"
    assert [one for one in merged.authors if one != "Dani"] == ["Beata", "Aino", "Cecilia"]
    assert "Dani" in merged.authors


def test_long_texts_merge_by_line_and_the_rest_of_a_conflict_is_not_lost() -> None:
    merged = merge(
        BASE,
        edited(("Lähetä kutsu", "Lähetä kirje"), ("Tacka alla", "Tacka alla hjärtligt")),
        edited(("Lähetä kutsu", "Lähetä viesti"), ("Muistuta viikon", "Muistuta kuun")),
    )
    assert places(merged) == ["measures/survey/steps/fi"]
    assert survey(merged).steps.get("fi").split("\n") == [
        "1. Lähetä kirje.",
        "2. Muistuta kuun kuluttua.",
        "3. Kiitä kaikkia.",
    ]
    taken = resolve(merged, {merged.conflicts[0].place: Taken.THEIRS})
    assert survey(taken).steps.get("fi").startswith("1. Lähetä viesti.\n2. Muistuta kuun")
    assert "hjärtligt" in survey(taken).steps.get("sv")


def test_a_text_taken_away_against_an_edit_is_asked_about() -> None:
    merged = merge(
        BASE, edited((", sv: Siffrorna blir samtal.", "")), edited(("Siffrorna blir", "Siffrorna blir mycket"))
    )
    (conflict,) = merged.conflicts
    assert (conflict.place.part, conflict.ours, conflict.is_removal) == ("sv", None, True)


def test_a_translation_made_beside_the_old_text_is_marked_and_kept() -> None:
    ours, theirs = edited(("Påminn efter", "Påminn vänligt efter")), edited(("Muistuta viikon", "Muistuta kuun"))
    merged = merge(BASE, ours, theirs)
    (mark,) = merged.stale
    assert (mark.kind, mark.key, mark.field, mark.language) == ("measures", "survey", "steps", "sv")
    assert mark.words == fingerprint(survey(merged).steps.get("sv"))
    assert "vänligt" in survey(merged).steps.get("sv")
    assert merged.result.toolkit.stale == (mark,)
    (finding,) = merged.findings()
    assert (finding.code, finding.key, finding.is_error) == ("stale-translation", "survey", False)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (("Påminn efter", "Påminn vänligt efter"), ("Påminn efter", "Påminn efter")),
        (("Påminn efter", "Påminn vänligt efter"), ("Skicka inbjudan", "Skicka brevet")),
        (("Muistuta viikon", "Muistuta kuun"), ("Kiitä kaikkia", "Kiitä")),
    ],
)
def test_a_translation_is_not_marked_when_its_text_is_the_one_it_was_made_from(
    ours: tuple[str, str], theirs: tuple[str, str]
) -> None:
    assert merge(BASE, edited(ours), edited(theirs)).stale == ()


def test_what_is_chosen_decides_whether_a_translation_is_stale() -> None:
    ours = edited(("Muistuta viikon", "Muistuta päivän"), ("Påminn efter en vecka", "Påminn efter en dag"))
    merged = merge(BASE, ours, edited(("Muistuta viikon", "Muistuta kuun")))
    assert merged.stale == ()
    assert [mark.language for mark in resolve(merged, {merged.conflicts[0].place: Taken.THEIRS}).stale] == ["sv"]


def test_a_mark_is_written_read_and_silent_once_the_translation_is_mended() -> None:
    merged = merge(BASE, edited(("Påminn efter", "Påminn vänligt efter")), edited(("Muistuta viikon", "Muistuta kuun")))
    again = read_package(write_zip(merged.package()))
    assert again.toolkit.stale == merged.stale
    measure = survey(merged)
    mended = replace(measure, steps=Text.of(fi=measure.steps.get("fi"), sv="1. Påminn efter en månad."))
    others = tuple(one for one in again.toolkit.measures if one.key != "survey")
    toolkit = replace(again.toolkit, measures=(*others, mended), _by_key={})
    assert (live_marks(again.toolkit), live_marks(toolkit)) == (merged.stale, ())


PLAN = """\
- key: plan
  kind: file
  path: plan.pdf
  title: {fi: Suunnitelma, sv: Plan}
"""


def test_text_files_merge_by_line_and_other_files_are_one_value() -> None:
    more = {"materials.yaml": FILES["materials.yaml"] + PLAN, "materials/plan.pdf": "one"}
    base = with_files(more)
    ours = with_files({**more, "materials/plan.pdf": "two"}, ("1. Avaus", "1. Avaus ja esittely"))
    theirs = with_files({**more, "materials/plan.pdf": "three"}, ("# Esityslista", "# Kokouksen esityslista"))
    merged = merge(base, ours, theirs)
    assert merged.result.files["materials/agenda.fi.md"].decode() == "# Kokouksen esityslista\n\n1. Avaus ja esittely\n"
    assert places(merged) == ["materials/plan/file/materials/plan.pdf"]
    (conflict,) = merged.conflicts
    assert merged.content(conflict.theirs) == b"three"
    assert merged.result.files["materials/plan.pdf"] == b"two"
    assert resolve(merged, {conflict.place: Taken.THEIRS}).result.files["materials/plan.pdf"] == b"three"
    own = resolve(merged, {conflict.place: Own(b"four")})
    assert own.result.files["materials/plan.pdf"] == b"four"
    assert own.findings() == ()


def test_a_file_goes_with_its_material_and_stays_with_it() -> None:
    theirs = edited(
        ("- key: agenda\n  kind: file\n  path: agenda.{language}.md\n  title: {fi: Esityslista, sv: Dagordning}\n", ""),
        ("[agenda, site]", "[site]"),
    )
    gone = Side(theirs.toolkit, {})
    assert merge(BASE, BASE, gone).result.files == {}
    merged = merge(BASE, edited(("1. Avaus", "1. Alku")), gone)
    assert places(merged) == ["materials/agenda"]
    assert merged.result.files["materials/agenda.fi.md"] == b"# Esityslista\n\n1. Alku\n"
    assert sorted(merged.result.files) == ["materials/agenda.fi.md", "materials/agenda.sv.md"]


def test_a_readme_beside_the_toolkit_travels_too() -> None:
    base, ours = with_files({"README.md": "Eka\n\nToka\n"}), with_files({"README.md": "Eka\n\nToinen\n"})
    merged = merge(base, ours, with_files({"README.md": "Ensimmäinen\n\nToka\n"}))
    assert merged.package().files["README.md"].decode() == "Ensimmäinen\n\nToinen\n"


def test_toolkits_without_files_compare_the_hashes_of_their_materials() -> None:
    sides = [edited(), edited(("1. Avaus", "1. Alku")), edited(("1. Avaus", "1. Loppu"))]
    merged = merge(*(side_of(side.toolkit) for side in sides))
    assert places(merged) == ["materials/agenda/sha256"]
    assert merged.findings() == ()


def test_what_the_other_side_did_can_be_left_out_place_by_place() -> None:
    theirs = edited(("week 45", "week 44"), ("days: 5", "days: 9"), ("to: december", "to: january"))
    merged = merge(
        BASE, BASE, theirs, without=[Place("measures", "survey", "days"), Place("measures", "summary", "window")]
    )
    assert (survey(merged).days, survey(merged).recommended_time) == (5, Span("week 44", "week 44"))
    assert merged.result.toolkit.measure("summary") == BASE.toolkit.measure("summary")
    gone = without("measures/summary.yaml")
    assert merge(BASE, BASE, gone, without=[Place("measures", "summary")]).result.toolkit == BASE.toolkit
    assert merge(gone, gone, BASE, without=[Place("measures", "summary")]).result.toolkit == gone.toolkit


def test_a_copy_stays_itself_and_its_lineage_gets_the_edition_that_it_took_in() -> None:
    theirs = edited(('edition: "2026.1"', 'edition: "2027.1"'), ("week 45", "week 44"))
    ours = edited(
        ("id: kuusela", "id: metsala"),
        ("publisher: Kuusela", "publisher: Metsälä"),
        ('edition: "2026.1"', 'edition: "5"'),
    )
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts, "each toolkit names its own editions"
    toolkit = taken_in(merged.result, ours.toolkit, theirs.toolkit).toolkit
    assert (toolkit.id, toolkit.edition, toolkit.publisher) == ("metsala", "5", "Metsälä")
    assert [(line.id, line.edition, len(line.hash)) for line in toolkit.lineage] == [("kuusela", "2027.1", 64)]
    again = taken_in(merged.result, ours.toolkit, theirs.toolkit).toolkit
    assert again.lineage == toolkit.lineage


def test_the_editions_name_of_one_toolkit_is_a_value_like_any_other() -> None:
    ours, theirs = edited(('edition: "2026.1"', 'edition: "2"')), edited(('edition: "2026.1"', 'edition: "3"'))
    assert places(merge(BASE, ours, theirs)) == ["toolkit/edition"]
    assert taken_in(theirs, ours.toolkit, theirs.toolkit).toolkit.lineage == ()


def test_a_school_day_between_measures_and_last_years_measure_are_places_of_their_own() -> None:
    ours = edited(("gap_days: 2", "gap_days: 3"))
    theirs = edited(
        ("- {measure: survey, gap_days: 2}", "- {measure: survey, gap_days: 2}\n- {measure: survey, of: last-year}")
    )
    merged = merge(BASE, ours, theirs)
    summary = merged.result.toolkit.measure("summary")
    assert summary is not None
    assert {(one.of.value, one.gap_days) for one in summary.after} == {("this-year", 3), ("last-year", 0)}
    assert After("survey", gap_days=3) in summary.after


def test_the_result_is_written_and_read_back_the_same() -> None:
    merged = merge(
        BASE, edited(("hours: 8", "hours: 10")), edited(("Muistuta viikon", "Muistuta kuun"), ("1. Avaus", "1. Alku"))
    )
    again = read_package(write_zip(merged.package()))
    assert again.toolkit == package_of(merged.result.toolkit, merged.result.files).toolkit
    assert side_of(again).files == merged.result.files
    assert zipped({path: held.decode() for path, held in again.files.items()})
