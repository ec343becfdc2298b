"""The message tool, on an app made for the purpose."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from digivuosi.apps.look import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext_lazy
A = _("Year wheel")
B = ngettext("%(n)d hour", "%(n)d hours", 2)
C = pgettext_lazy("of a placement", "Done")
"""
TEMPLATE = """
{% load i18n look %}
  <p title="{% translate 'Who helps me' %}">It's "here" {# it's #}</p>
      {% button _("Save the measure") kind="primary" %}
  {% blocktranslate trimmed with name=x %}
    {{ name }} is
    vacant.
  {% endblocktranslate %}
{{ _("Now") }}
"""
PO = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("plan", "other"):
        (tmp_path / name / "templates").mkdir(parents=True)
        (tmp_path / name / "__init__.py").touch()
    (tmp_path / "plan" / "words.py").write_text(PYTHON, encoding="utf-8")
    (tmp_path / "plan" / "templates" / "page.html").write_text(TEMPLATE, encoding="utf-8")
    return tmp_path


def translated(root: Path, app: str, language: str, *pairs: tuple[str, str]) -> None:
    file = messages.po_file(root / app, language)
    file.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f'msgid "{words}"\nmsgstr "{said}"\n\n' for words, said in pairs)
    file.write_text(PO.format(language=language) + body, encoding="utf-8")


def told(root: Path, only: str = "") -> list[str]:
    return [str(mistake) for mistake in messages.check(root, only)]


def test_messages_are_found_in_python_and_in_templates(root: Path) -> None:
    found = {message.id for message in messages.extracted(root / "plan") if message.id}
    assert found == {
        "Year wheel",
        ("%(n)d hour", "%(n)d hours"),
        "Done",
        "Who helps me",
        "Save the measure",
        "%(name)s is vacant.",
        "Now",
    }


def test_updating_adds_what_is_missing_and_sets_aside_what_is_unused(root: Path) -> None:
    translated(root, "plan", "fi", ("Year wheel", "Vuosikello"), ("Gone", "Poissa"))
    assert messages.update(root / "plan", "fi") == 6
    text = messages.po_file(root / "plan", "fi").read_text(encoding="utf-8")
    assert 'msgid "Year wheel"\nmsgstr "Vuosikello"' in text
    assert 'msgid "Now"\nmsgstr ""' in text
    assert '#~ msgid "Gone"' in text
    messages.update(root / "plan", "fi")
    assert messages.po_file(root / "plan", "fi").read_text(encoding="utf-8") == text


def test_an_app_without_messages_gets_no_file(root: Path) -> None:
    assert messages.update(root / "other", "fi") == 0
    assert not messages.po_file(root / "other", "fi").exists()


def test_what_is_missing_unused_and_fuzzy_is_told(root: Path) -> None:
    translated(root, "plan", "fi", ("Year wheel", "Vuosikello"), ("Gone", "Poissa"))
    file = messages.po_file(root / "plan", "fi")
    file.write_text(file.read_text(encoding="utf-8") + '#, fuzzy\nmsgid "Now"\nmsgstr "Nyt"\n', encoding="utf-8")
    found = told(root)
    assert "plan fi: missing: 'Who helps me'" in found
    assert "plan fi: unused: 'Gone'" in found
    assert "plan fi: fuzzy: 'Now'" in found
    assert "plan sv: missing: 'Year wheel'" in found
    assert "plan fi: missing: 'Year wheel'" not in found


@pytest.mark.parametrize("said", ["Paikka on vapaa.", "%(nimi)s on vapaa.", "{name} ja %(toinen)s"])
def test_places_to_fill_in_must_be_the_same(root: Path, said: str) -> None:
    translated(root, "plan", "fi", ("%(name)s is vacant.", said))
    assert any("placeholders differ" in words for words in told(root))


def test_the_same_words_are_said_in_one_way(root: Path) -> None:
    (root / "other" / "words.py").write_text('from gettext import gettext as _\n_("Year wheel")\n', encoding="utf-8")
    translated(root, "plan", "fi", ("Year wheel", "Vuosikello"))
    translated(root, "other", "fi", ("Year wheel", "Vuosiympyrä"))
    assert [words for words in told(root) if "differently" in words] == [
        "other+plan fi: said differently: 'Year wheel': other 'Vuosiympyrä', plan 'Vuosikello'"
    ]
    assert any("differently" in words for words in told(root, only="other"))


def test_compiling_makes_what_gettext_reads_once(root: Path) -> None:
    translated(root, "plan", "fi", ("Year wheel", "Vuosikello"))
    assert messages.stale(root)
    (made,) = messages.compile_all(root)
    with made.open("rb") as stream:
        assert gettext.GNUTranslations(stream).gettext("Year wheel") == "Vuosikello"
    assert not messages.stale(root)
    assert messages.compile_all(root) == []


def test_a_template_that_cannot_be_read_is_named(root: Path) -> None:
    (root / "plan" / "broken.py").write_text('_("Year', encoding="utf-8")
    with pytest.raises(ValueError, match=r"broken\.py cannot be read"):
        messages.extracted(root / "plan")


def test_the_messages_of_this_app_are_whole() -> None:
    assert told(messages.APPS, only="look") == []


def test_the_command_refuses_an_unknown_app() -> None:
    with pytest.raises(CommandError) as problem:
        call_command("messages", "check", app="nonsense")
    assert problem.value.returncode == 2
