"""The summary tells a toolkit in lines."""

from __future__ import annotations

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.toolkit.package import read_package
from digivuosi.domain.toolkit.summary import summary
from tests.domain.toolkit.packages import Texts, zipped
from tests.domain.toolkit.test_surveys import FILES


def test_a_summary_goes_by_theme(small: Texts) -> None:
    lines = list(summary(read_package(zipped(small)).toolkit, "sv"))
    assert lines[0] == "Kuusela verktygslåda, utgåva 2026.1 (Kuusela, CC-BY-4.0)"
    assert [line for line in lines if line and not line.startswith(" ")][2:] == ["Behov", "Stöd"]
    assert lines[lines.index("Behov") + 1] == "  Höstenkät  [survey]"
    assert "5 skoldagar" in lines[lines.index("Behov") + 2]
    assert lines[lines.index("Behov") + 3] == "    Digimentor 8 h"


def test_a_calendar_adds_dates(small: Texts) -> None:
    toolkit = read_package(zipped(small)).toolkit
    assert "2026" not in "\n".join(list(summary(toolkit, "fi"))[2:])
    assert "1.10.2026–30.11.2026" in "\n".join(summary(toolkit, "fi", suggested_year(2026)))


def test_what_cannot_be_met_is_said(small: Texts) -> None:
    small["measures/survey.yaml"] = small["measures/survey.yaml"].replace("from: october", "from: december")
    small["measures/summary.yaml"] = small["measures/summary.yaml"].replace("from: november", "from: 1 + 1")
    told = "\n".join(summary(read_package(zipped(small)).toolkit, "en", suggested_year(2026)))
    assert "not possible this school year" in told
    assert "1 + 1 – december" in told


def test_surveys_stand_at_the_end() -> None:
    lines = list(summary(read_package(zipped(FILES)).toolkit, "fi", suggested_year(2026)))
    assert lines[-3:] == ["", "Kysely ”Kysely”  [teachers]: Opettajat, 2 kohtaa, enintään 10 min", lines[-1]]
    assert lines[-1].endswith("(1.10.2026–30.10.2026)")
