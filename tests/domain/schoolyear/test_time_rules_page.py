"""The page docs/time-rules.md says what the program does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from digivuosi.domain.schoolyear.calendar import suggested_year
from digivuosi.domain.schoolyear.rules import RuleError, Unresolvable, parse_rule, print_rule, resolve

PAGE = (Path(__file__).parents[3] / "docs" / "time-rules.md").read_text(encoding="utf-8")
YEAR = suggested_year(2026, 42, 10)


def rows(heading: str) -> list[list[str]]:
    """Return the rows of the table with this heading row."""
    lines = PAGE.split(heading, 1)[1].lstrip("\n").splitlines()
    end = lines.index("") if "" in lines else None
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:end]]


@pytest.mark.parametrize(("rule", "first", "last", "said"), rows("| Rule | First | Last | Suomeksi |"))
def test_examples(rule: str, first: str, last: str, said: str) -> None:
    written = rule.strip("`")
    found = resolve(written, YEAR)
    assert (str(found.first), str(found.last)) == (first, last)
    assert print_rule(written, "fi") == said


@pytest.mark.parametrize(("rule", "words"), rows("| Rule | Why |"))
def test_what_cannot_be_met(rule: str, words: str) -> None:
    with pytest.raises(Unresolvable) as caught:
        resolve(rule.strip("`"), YEAR)
    assert caught.value.text.get("en") == words


@pytest.mark.parametrize(("rule", "words"), rows("| Written | Why |"))
def test_what_is_no_rule(rule: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        parse_rule(rule.strip("`"))
    assert caught.value.text.get("en") == words


def test_the_forms_on_the_page_are_rules() -> None:
    forms = [cell for form, _ in rows("| Form | Meaning |") for cell in re.findall(r"`([^`]+)`", form)]
    whole = [form for form in forms if not form.startswith((" ", "+", "-")) and "ANCHOR" not in form]
    assert len(whole) > 12
    for form in whole:
        assert resolve(form, YEAR)
