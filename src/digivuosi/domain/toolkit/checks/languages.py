"""Whether every text is there in every language that the toolkit promises."""

from __future__ import annotations

from collections.abc import Iterator

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, Severity
from digivuosi.domain.toolkit.surveys import STEPS

TEXT_FIELDS = ("title", "purpose", "description", "text", "steps", "done_when", *STEPS, "unknown")

OWN_MISSING = Text.of(
    fi="kentän ”{name}” teksti puuttuu paketin omalla kielellä ({language})",
    sv="fältet ”{name}” saknar text på verktygslådans eget språk ({language})",
    en="the field “{name}” has no text in the toolkit's own language ({language})",
)
MISSING = Text.of(
    fi="kentän ”{name}” teksti puuttuu kielillä: {languages}",
    sv="fältet ”{name}” saknar text på: {languages}",
    en="the field “{name}” has no text in: {languages}",
)
NOT_PROMISED = Text.of(
    fi="kentässä ”{name}” on kieli, jota toolkit.yaml ei luettele: {languages}",
    sv="fältet ”{name}” har ett språk som toolkit.yaml inte räknar upp: {languages}",
    en="the field “{name}” has a language that toolkit.yaml does not list: {languages}",
)


def check_languages(contents: Contents) -> Iterator[Finding]:
    """Compare each text's languages with the toolkit's."""
    if "languages" not in contents.head.value:
        return
    languages = contents.languages
    for item in (contents.head, *contents.items):
        for name in TEXT_FIELDS:
            if name in item.value:
                yield from _check_text(item, name, languages)
        yield from _check_lessons(item, languages)


def _check_text(item: Item, name: str, languages: tuple[str, ...]) -> Iterator[Finding]:
    value = item.value[name]
    held = (
        {language for language, words in value.items() if words.strip()} if isinstance(value, dict) else {languages[0]}
    )
    if languages[0] not in held:
        yield item.finding(OWN_MISSING.filled(name=name, language=languages[0]), "own-language-missing", name)
    if missing := [language for language in languages[1:] if language not in held]:
        message = MISSING.filled(name=name, languages=", ".join(missing))
        yield item.finding(message, "language-missing", name, severity=Severity.WARNING)
    if more := sorted(held - set(languages)):
        message = NOT_PROMISED.filled(name=name, languages=", ".join(more))
        yield item.finding(message, "language-not-listed", name, more[0], severity=Severity.WARNING)


def _check_lessons(item: Item, languages: tuple[str, ...]) -> Iterator[Finding]:
    """Look at what was learnt: those who learnt it wrote in their own language, so none is missing."""
    for number, lesson in enumerate(item.value.get("learnt", ())):
        text = lesson["text"]
        more = sorted(set(text) - set(languages)) if isinstance(text, dict) else []
        if more:
            message = NOT_PROMISED.filled(name="learnt", languages=", ".join(more))
            path = ("learnt", number, "text", more[0])
            yield item.finding(message, "language-not-listed", *path, severity=Severity.WARNING)
