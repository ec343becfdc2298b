"""Translations that a merge has marked as older than the text they were made from."""

from __future__ import annotations

from collections.abc import Iterator

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, Severity
from digivuosi.domain.toolkit.toolkit import fingerprint

OLDER = Text.of(
    fi="kentän ”{name}” käännös ({language}) on vanhempi kuin teksti, josta se tehtiin: lue ja korjaa, "
    "tai poista merkintä toolkit.yaml-tiedostosta",
    sv="översättningen ({language}) av fältet ”{name}” är äldre än texten som den gjordes av: läs och rätta, "
    "eller ta bort märket i toolkit.yaml",
    en="the translation ({language}) of the field “{name}” is older than the text it was made from: read and mend "
    "it, or take the mark out of toolkit.yaml",
)


def check_stale(contents: Contents) -> Iterator[Finding]:
    """Tell of each mark whose translation is still the same; a mark of other words says nothing any more."""
    items = {(item.kind, item.key): item for item in contents.items}
    for mark in contents.head.value.get("stale", ()):
        kind, _, key = str(mark["at"]).partition("/")
        item = items.get((kind, key)) if key else contents.head
        language, name = str(mark["language"]), str(mark["field"])
        if item is not None and fingerprint(_words(item, name, language, contents)) == mark["words"]:
            message = OLDER.filled(name=name, language=language)
            yield item.finding(message, "stale-translation", name, language, severity=Severity.WARNING)


def _words(item: Item, name: str, language: str, contents: Contents) -> str:
    value = item.value.get(name)
    if isinstance(value, dict):
        return str(value.get(language, ""))
    return str(value) if value is not None and language == contents.languages[0] else ""
