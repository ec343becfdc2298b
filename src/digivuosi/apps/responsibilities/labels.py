"""The usual words for each kind of role; a provider may call them otherwise."""

from __future__ import annotations

from digivuosi.domain.texts import Text

DEFAULT_LABELS: dict[str, Text] = {
    "coordinator": Text.of(
        fi="kehittämistyön koordinaattori", sv="utvecklingskoordinator", en="development coordinator"
    ),
    "mentor": Text.of(fi="digimentori", sv="digimentor", en="digital mentor"),
    "principal": Text.of(fi="rehtori", sv="rektor", en="principal"),
    "digital-team": Text.of(fi="digitiimi", sv="digiteam", en="digital team"),
    "pedagogical-support": Text.of(
        fi="pedagoginen tukihenkilö", sv="pedagogisk stödperson", en="pedagogical support person"
    ),
    "technical-support": Text.of(fi="tekninen tukihenkilö", sv="teknisk stödperson", en="technical support person"),
    "teachers": Text.of(fi="opettajat", sv="lärare", en="teachers"),
    "it-administration": Text.of(fi="tietohallinto", sv="dataadministration", en="IT administration"),
}
SCHOOL_KINDS = ("principal", "digital-team", "pedagogical-support", "technical-support", "mentor")
"""The roles that every school should have someone for; a vacancy of these is shown."""
ADMINISTRATION_KINDS = ("coordinator", "it-administration")
"""The same for the administration."""


def kinds_at(*, is_administration: bool) -> tuple[str, ...]:
    """The roles to be held at such a unit, in the order they are shown."""
    return ADMINISTRATION_KINDS if is_administration else SCHOOL_KINDS


def as_heading(label: Text) -> Text:
    """The label with a capital letter, in every language."""
    return Text.from_mapping({language: words[:1].upper() + words[1:] for language, words in label})
