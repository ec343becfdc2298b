"""`digivuosi toolkit diff`, `merge` and `log`: on folders and zips, with no database."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from digivuosi.domain.toolkit.checking import examine
from digivuosi.domain.toolkit.package import read_package
from tests.apps.toolkit.test_toolkit_command import run
from tests.domain.toolkit.merging.examples import NEW, files
from tests.domain.toolkit.packages import as_bytes, zipped

COPY = (("id: kuusela", "id: metsala"), ("publisher: Kuusela", "publisher: Metsälä"))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def folder(name: str, *exchanges: tuple[str, str], **more: str) -> str:
    for path, content in as_bytes(files(*exchanges, **more)).items():
        target = Path(name) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return name


def packed(name: str, *exchanges: tuple[str, str]) -> str:
    Path(name).write_bytes(zipped(files(*exchanges)))
    return name


def three(ours: tuple[str, str], theirs: tuple[str, str]) -> tuple[str, str, str]:
    return folder("base"), folder("ours", *COPY, ours), packed("theirs.zip", ('"2026.1"', '"2027.1"'), theirs)


def test_a_clean_merge_writes_a_sound_package_and_tells_what_it_took() -> None:
    sides = three(("hours: 8", "hours: 10"), ("from: october", "from: september"))
    code, out, beside = run("merge", *sides, "-o", "out", "--conflicts", "c.yaml", "--lang", "en")
    assert (code, beside) == (0, "out: 12 files\n")
    assert out == (
        "measure “Syyskysely”\n  Kuusela moved the window from October–November to September–November; "
        "you had changed who is responsible; both are kept\n"
    )
    examined = examine(Path("out"))
    assert examined.findings == ()
    assert examined.package is not None
    assert [(line.id, line.edition) for line in examined.package.toolkit.lineage] == [("kuusela", "2027.1")]
    assert examined.package.toolkit.id == "metsala"
    assert not Path("c.yaml").exists(), "without conflicts there is nothing to choose"


def test_conflicts_are_told_kept_and_chosen() -> None:
    sides = three(("days: 5", "days: 6"), ("days: 5", "days: 7"))
    code, out, beside = run("merge", *sides, "-o", "out.zip", "--conflicts", "c.yaml")
    assert code == 1
    assert out == "ristiriita: toimenpide ”Syyskysely”: kesto koulupäivinä: ennen 5; teillä 6; Kuusela: 7\n"
    assert beside.startswith("Avoimia ristiriitoja 1: ")
    assert days("out.zip") == 6
    told = yaml.safe_load(Path("c.yaml").read_text("utf-8"))
    assert [(one["ours"], one["theirs"]) for one in told["conflicts"]] == [(6, 7)]
    Path("c.yaml").write_text(Path("c.yaml").read_text("utf-8").replace("choice: ours", "choice: theirs"), "utf-8")
    assert run("merge", *sides, "-o", "chosen", "--choices", "c.yaml")[0] == 0
    assert days("chosen") == 7
    Path("c.yaml").write_text(Path("c.yaml").read_text("utf-8").replace("choice: theirs", "choice: mine"), "utf-8")
    code, _, told_beside = run("merge", *sides, "-o", "never", "--choices", "c.yaml", "--lang", "sv")
    assert (code, told_beside) == (2, "c.yaml:10: valet ”mine” duger inte: ours, theirs, base eller own")
    assert not Path("never").exists()


def days(path: str) -> int:
    survey = read_package(Path(path)).toolkit.measure("survey")
    assert survey is not None
    return survey.days


def test_files_that_conflict_are_kept_beside_the_file_of_conflicts() -> None:
    plan = "- key: plan\n  kind: file\n  path: plan.pdf\n  title: {fi: Suunnitelma, sv: Plan}\n"
    for name, content in (("base", "one"), ("ours", "two"), ("theirs", "three")):
        folder(name, **{"materials.yaml": files()["materials.yaml"] + plan})
        (Path(name) / "materials/plan.pdf").write_text(content)
    assert run("merge", "base", "ours", "theirs", "-o", "out", "--conflicts", "c.yaml")[0] == 1
    assert Path("c.yaml.files/1-theirs.pdf").read_text() == "three"
    assert Path("out/materials/plan.pdf").read_text() == "two"


def test_a_result_that_is_not_sound_is_told_and_written() -> None:
    new = NEW.replace("role: mentor", "role: principal")
    folder("base")
    folder("ours", **{"measures/new.yaml": new})
    role = "- key: principal\n  kind: principal\n  title: {fi: Rehtori, sv: Rektor}\n"
    folder(
        "theirs",
        (role, ""),
        ("contributing:\n- {role: principal, hours: 0.5}\n", ""),
        ("actor: principal", "actor: mentor"),
    )
    code, out, _ = run("merge", "base", "ours", "theirs", "-o", "out", "--lang", "en")
    assert code == 1
    assert "measures/new.yaml: unknown role “principal”" in out
    assert Path("out/measures/new.yaml").exists()


def test_a_stale_translation_is_told_and_marked() -> None:
    sides = three(("Påminn efter", "Påminn vänligt efter"), ("Muistuta viikon", "Muistuta kuun"))
    code, out, _ = run("merge", *sides, "-o", "out")
    assert code == 0
    assert out.endswith("vaiheet (ruotsi): käännös on vanhempi kuin teksti, josta se tehtiin\n")
    assert "stale-translation" in {finding.code for finding in examine(Path("out")).findings}


@pytest.mark.parametrize("there", ["out", "c.yaml", "c.yaml.files"])
def test_nothing_is_written_over(there: str) -> None:
    sides = three(("days: 5", "days: 6"), ("days: 5", "days: 7"))
    if there.endswith("yaml"):
        Path(there).write_text("precious")
    else:
        Path(there).mkdir()
        (Path(there) / "precious").write_text("x")
    before = sorted(path.name for path in Path().iterdir())
    code, _, told = run("merge", *sides, "-o", "out", "--conflicts", "c.yaml", "--lang", "en")
    assert (code, told) == (2, f"{there}: exists already: nothing is written over")
    assert sorted(path.name for path in Path().iterdir()) == before


@pytest.mark.parametrize("hostile", [0, 1, 2])
def test_hostile_and_broken_packages_are_refused_as_by_check(hostile: int) -> None:
    sides = [folder("base"), folder("ours"), folder("theirs")]
    Path("bad.zip").write_bytes(zipped({**files(), "../escape": "x"}))
    sides[hostile] = "bad.zip"
    code, _, told = run("merge", *sides, "-o", "out", "--lang", "en")
    assert code == 2
    assert "does not stay inside the package's folder" in told
    assert told == run("check", "bad.zip", "--lang", "en")[2]
    (Path("theirs") / "themes.yaml").write_text("- key: [\n")
    assert run("diff", "base", "theirs")[0] == 1
    assert run("log", "theirs")[0] == 1
    assert run("merge", "base", "ours", "theirs", "-o", "out")[0] == 1
    assert not Path("out").exists()


def test_diff_tells_by_measure_and_field() -> None:
    folder("a")
    packed("b.zip", ("days: 5", "days: 6"), ("Kiitä kaikkia", "Kiitä"))
    code, out, beside = run("diff", "a", "b.zip", "--lang", "sv")
    assert (code, beside) == (0, "")
    assert out == (
        "åtgärden ”Höstenkät”\n  längd i skoldagar: 5 → 6\n"
        "  steg (finska):\n    förut: 3. Kiitä kaikkia.\n    nu: 3. Kiitä.\n"
    )
    assert run("diff", "a", "a", "--lang", "en")[1] == "The packages say the same.\n"


def test_log_tells_the_lineage_and_the_changes_between_editions() -> None:
    sides = three(("hours: 8", "hours: 10"), ("from: october", "from: september"))
    assert run("merge", *sides, "-o", "out")[0] == 0
    code, out, _ = run("log", "out", "theirs.zip", "base", "--lang", "en")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("metsala 2026.1 (Metsälä), hash ")
    assert lines[1] == "  came from: kuusela 2027.1 (Kuusela)"
    assert lines[2] == "Changes since edition 2027.1:"
    assert lines.count("") == 2
    assert "    window: October–November → September–November" in lines
    assert run("log", "base")[1].count("\n") == 1


@pytest.mark.parametrize("arguments", [("merge", "a", "b"), ("merge", "a", "b", "c"), ("diff", "a"), ("log",)])
def test_a_wrong_call_is_told(arguments: tuple[str, ...]) -> None:
    code, _, told = run(*arguments)
    assert code != 0
    assert told
    assert run("diff", "a", "b")[0] == 2


def test_another_toolkit_or_another_order_is_refused() -> None:
    base, new = folder("base"), folder("new", ('"2026.1"', '"2027.1"'), ("hours: 8", "hours: 10"))
    ours, other = folder("ours", *COPY), folder("other", ("id: kuusela", "id: salmi"))
    for order, told in (((base, ours, other), "salmi"), ((ours, base, new), "metsala"), ((base, new, ours), "metsala")):
        code, out, words = run("merge", *order, "-o", "out")
        assert (code, out) == (2, "")
        assert told in words
        assert "Antakaa järjestyksessä" in words
    assert run("merge", base, ours, new, "-o", "out")[0] == 0
    code, _, words = run("merge", base, "out", new, "-o", "out2", "--lang", "en")
    assert (code, "has been taken into your own package already" in words) == (2, True)
    assert not Path("out2").exists()


def test_the_result_and_the_conflicts_need_two_places() -> None:
    sides = three(("days: 5", "days: 6"), ("days: 5", "days: 7"))
    code, _, words = run("merge", *sides, "-o", "out", "--conflicts", "out")
    assert (code, "eri nimet" in words) == (2, True)
    assert not Path("out").exists()
