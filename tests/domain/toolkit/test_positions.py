"""YAML is read with its lines, and without its tricks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.toolkit.positions import MAX_DEPTH, parse_yaml


def test_every_value_has_its_line() -> None:
    parsed = parse_yaml(b"key: a\nafter:\n  - measure: b\n    gap_days: 2\n  - measure: c\n", "a.yaml")
    assert parsed.value == {"key": "a", "after": [{"measure": "b", "gap_days": 2}, {"measure": "c"}]}
    assert parsed.line(("after", 0, "gap_days")) == 4
    assert parsed.line(("after", 1)) == 5
    assert parsed.line(("after", 1, "of")) == 5
    assert parsed.line(("nothing",)) == 1


def test_words_stay_words() -> None:
    written = b"edition: 2026.10\ntitle: {no: no, fi: 007}\nday: 2026-10-01\nrecommended: yes\n"
    assert parse_yaml(written, "a").value == {
        "edition": "2026.10",
        "title": {"no": "no", "fi": "007"},
        "day": "2026-10-01",
        "recommended": "yes",
    }


def test_numbers_and_truth_stand_in_their_own_fields_only() -> None:
    written = b"hours: 2.5\ndays: 3\nrecommended: false\nguess: 'true'\nx: true\ncolour: '1'\n"
    assert parse_yaml(written, "a").value == {
        "hours": 2.5,
        "days": 3,
        "recommended": False,
        "guess": "true",
        "x": "true",
        "colour": "1",
    }


def test_an_empty_field_counts_as_left_out() -> None:
    assert parse_yaml(b"a:\nb: ~\nc: ''\n", "a").value == {"c": ""}


@pytest.mark.parametrize(
    ("written", "line", "code"),
    [
        (b"a: 1\nb: &x 1\n", 2, "yaml-trick"),
        (b"a: &a [x, *a]\n", 1, "yaml-trick"),
        (b"a: 1\nb: *x\n", 2, "yaml-trick"),
        (b"a: !!python/object/apply:os.system [x]\n", 1, "yaml-trick"),
        (b"a: !!str x\n", 1, "yaml-trick"),
        (b"x: 1\n<<: {a: 1}\n", 2, "yaml-trick"),
        (b"a: 1\nb: 2\na: 3\n", 3, "field-twice"),
        (b"[" * 100_000, 1, "yaml-depth"),
        (b"{a: " * 50_000, 1, "yaml-depth"),
        (b"- " * 50_000, 1, "yaml-depth"),
        (b"[" + b"1," * 60_000 + b"]", 1, "yaml-size"),
        (b"a: 1\n---\nb: 2\n", 2, "yaml-documents"),
        (b"? [a]\n: 1\n", 1, "field-name"),
        (b"a: 1\nb: c: d\n", 2, "yaml"),
        (b"a: 'x\n", 2, "yaml"),
        (b"a: 1\n\tb: 2\n", 2, "yaml"),
        (b"a: 1\nb: \xe4\n", 2, "not-utf-8"),
        ("a: 1\n".encode("utf-16"), 1, "not-utf-8"),
        (b"a: 1\nb: x\x00\n", 2, "control-character"),
        (b'a: "\\x1b[31m"\n', 1, "control-character"),
    ],
)
def test_tricks_and_slips_are_told_with_their_line(written: bytes, line: int, code: str) -> None:
    (finding,) = parse_yaml(written, "a.yaml").findings
    assert (finding.file, finding.line, finding.code) == ("a.yaml", line, code)
    assert finding.message.languages == ("en", "fi", "sv")


def test_ten_levels_are_enough_for_anyone() -> None:
    written = b"a: " + b"[" * (MAX_DEPTH - 1) + b"]" * (MAX_DEPTH - 1)
    assert parse_yaml(written, "a").findings == ()


@given(st.binary(max_size=200) | st.text("[]{}:,-?&*!|>'\"%@ \n\tab<#", max_size=80).map(str.encode))
def test_anything_at_all_is_read_or_refused(written: bytes) -> None:
    parsed = parse_yaml(written, "a")
    assert parsed.findings or parsed.value is None or isinstance(parsed.value, str | list | dict)
