"""YAML with the line of every value, and without YAML's tricks.

One pass over the parser's events builds plain values and remembers their lines. Only what a package needs is
allowed: no anchors, aliases, tags or merge keys, no key twice, no deep nesting. Words stay words: a number or a
truth value is read as such only in the fields that hold one, so that `edition: 2026.10` and the language `no`
are what their writer meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.findings import Finding, Severity

Path = tuple[str | int, ...]

MAX_DEPTH = 12
MAX_VALUES = 20_000

NUMBER_FIELDS = frozenset({"hours", "days", "colour", "gap_days", "minutes", "place"})
TRUTH_FIELDS = frozenset({"recommended", "guess"})

NUMBER = re.compile(r"[-+]?(\d{1,9}|\d{0,9}\.\d{1,9})")
NOTHING = frozenset({"", "~", "null"})
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

# libyaml answers in English; the mistakes people make most are said in the reader's language.
SYNTAX = (
    (
        "mapping values are not allowed",
        Text.of(
            fi="tässä ei voi olla kaksoispistettä: kirjoita koko teksti lainausmerkkeihin tai tarkista sisennys",
            sv="här får det inte stå ett kolon: skriv hela texten inom citattecken eller kontrollera indraget",
            en="a colon cannot stand here: put the whole text in quotes or check the indentation",
        ),
    ),
    (
        "cannot start any token",
        Text.of(
            fi="rivi alkaa merkillä, jolla arvo ei voi alkaa (sarkain, @, %, `): "
            "käytä välilyöntejä tai lainausmerkkejä",
            sv="raden börjar med ett tecken som inget värde kan börja med (tabb, @, %, `): "
            "använd mellanslag eller citattecken",
            en="the line starts with a character no value can start with (tab, @, %, `): use spaces or quotes",
        ),
    ),
    (
        "could not find expected ':'",
        Text.of(
            fi="kentän nimen jälkeen puuttuu kaksoispiste",
            sv="det saknas ett kolon efter fältets namn",
            en="the colon after the field's name is missing",
        ),
    ),
    (
        "did not find expected key",
        Text.of(
            fi="sisennys ei täsmää edellisiin riveihin tai lainausmerkki katkaisee tekstin",
            sv="indraget passar inte ihop med raderna före, eller ett citattecken bryter av texten",
            en="the indentation does not match the lines before, or a quotation mark cuts the text",
        ),
    ),
    (
        "unexpected end of stream",
        Text.of(
            fi="lainausmerkki tai sulku jää auki",
            sv="ett citattecken eller en parentes lämnas öppen",
            en="a quotation mark or a bracket is left open",
        ),
    ),
)
OTHER_SYNTAX = Text.of(
    fi="tiedosto ei ole YAMLia ({problem})",
    sv="filen är inte YAML ({problem})",
    en="the file is not YAML ({problem})",
)
NOT_UTF8 = Text.of(
    fi="tiedosto ei ole UTF-8-tekstiä: tallenna se UTF-8-muodossa",
    sv="filen är inte text i UTF-8: spara den som UTF-8",
    en="the file is not UTF-8 text: save it as UTF-8",
)
CONTROL_CHARACTER = Text.of(
    fi="tekstissä on ohjausmerkki U+{code}, jota ei sallita",
    sv="texten innehåller styrtecknet U+{code}, som inte är tillåtet",
    en="the text holds the control character U+{code}, which is not allowed",
)
TRICKS = Text.of(
    fi="YAMLin ankkureita, viittauksia, tageja ja <<-yhdistämistä ei käytetä: kirjoita arvo näkyviin ({what})",
    sv="YAMLs ankare, alias, taggar och <<-sammanslagning används inte: skriv ut värdet ({what})",
    en="anchors, aliases, tags and << merging of YAML are not used: write the value out ({what})",
)
TOO_DEEP = Text.of(
    fi="rakenne on liian syvä (yli {limit} tasoa)",
    sv="strukturen är för djup (över {limit} nivåer)",
    en="the structure is too deep (over {limit} levels)",
)
TOO_MANY = Text.of(
    fi="tiedostossa on liikaa arvoja (yli {limit})",
    sv="filen har för många värden (över {limit})",
    en="the file holds too many values (over {limit})",
)
ONE_DOCUMENT = Text.of(
    fi="tiedostossa on useampi YAML-dokumentti (---): vain yksi sallitaan",
    sv="filen har fler än ett YAML-dokument (---): bara ett är tillåtet",
    en="the file holds more than one YAML document (---): only one is allowed",
)
KEY_NOT_WORDS = Text.of(
    fi="kentän nimen pitää olla sana",
    sv="fältets namn ska vara ett ord",
    en="the name of a field must be a word",
)
SAME_FIELD_TWICE = Text.of(
    fi="kenttä ”{name}” on tässä kahdesti (ensin rivillä {first})",
    sv="fältet ”{name}” finns här två gånger (först på rad {first})",
    en="the field “{name}” is here twice (first on line {first})",
)


@dataclass(frozen=True)
class Parsed:
    """The values of one file, the line of each, and what was wrong."""

    value: object
    lines: Mapping[Path, int]
    findings: tuple[Finding, ...] = ()

    def line(self, path: Path) -> int:
        """Return the line of a value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1 if self.lines else 0)


class _Refused(Exception):
    def __init__(self, line: int, message: Text, code: str) -> None:
        self.line, self.message, self.code = line, message, code


@dataclass
class _Open:
    """A mapping or list that is being read."""

    container: dict[str, object] | list[object]
    path: Path
    name: str
    """The field the values belong to; a list's values belong to the list's field."""
    key: str | None = None
    seen: dict[str, int] = field(default_factory=dict)


def decoded(content: bytes) -> str:
    """Return the words of a text file; raises UnicodeDecodeError."""
    return content.decode("utf-8").removeprefix("\ufeff")


def text_problem(content: bytes, file: str) -> Finding | None:
    """Return what keeps a file from being plain text: another encoding, or control characters."""
    try:
        text = decoded(content)
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        return Finding(file, line, NOT_UTF8, Severity.ERROR, "not-utf-8")
    if bad := CONTROL.search(text):
        message = CONTROL_CHARACTER.filled(code=f"{ord(bad[0]):04X}")
        line = text.count("\n", 0, bad.start()) + 1
        return Finding(file, line, message, Severity.ERROR, "control-character")
    return None


def parse_yaml(content: bytes, file: str) -> Parsed:
    """Read one YAML file; never raises: what is wrong comes back as findings, the value then is None."""
    if problem := text_problem(content, file):
        return Parsed(None, {}, (problem,))
    builder = _Builder(file)
    try:
        builder.build(yaml.parse(decoded(content), Loader=yaml.CSafeLoader))
    except _Refused as refused:
        finding = Finding(file, refused.line, refused.message, Severity.ERROR, refused.code)
        return Parsed(None, {}, (*builder.findings, finding))
    except yaml.YAMLError as error:
        return Parsed(None, {}, (*builder.findings, _syntax_finding(error, file)))
    return Parsed(builder.value, builder.lines, tuple(builder.findings))


def _syntax_finding(error: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "?")
    message = next((text for words, text in SYNTAX if words in problem), OTHER_SYNTAX.filled(problem=problem))
    return Finding(file, mark.line + 1 if mark else 1, message, Severity.ERROR, "yaml")


class _Builder:
    """Builds values from events with a stack of its own: depth is bounded before anything recurses."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.value: object = None
        self.lines: dict[Path, int] = {}
        self.findings: list[Finding] = []
        self.stack: list[_Open] = []
        self.count = 0
        self.documents = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        for event in events:
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event)
            elif isinstance(event, yaml.CollectionStartEvent):
                self._start(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self._close(self.stack.pop().container)
            elif isinstance(event, yaml.AliasEvent):
                raise _Refused(_line(event), TRICKS.filled(what=f"*{event.anchor}"), "yaml-trick")
            elif isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    raise _Refused(_line(event), ONE_DOCUMENT, "yaml-documents")

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._plain_only(event, event.tag if not any(event.implicit) else None)
        if bad := CONTROL.search(event.value):
            message = CONTROL_CHARACTER.filled(code=f"{ord(bad[0]):04X}")
            raise _Refused(_line(event), message, "control-character")
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            self._field(top, event)
            return
        path = self._next_path(event)
        name = str(path[-1]) if path and isinstance(path[-1], str) else (top.name if top else "")
        self.lines.setdefault(path, _line(event))
        self._close(_read(event, name))

    def _field(self, top: _Open, event: yaml.ScalarEvent) -> None:
        """Take a scalar as the name of the field whose value comes next."""
        if event.value == "<<" and event.implicit[0]:
            raise _Refused(_line(event), TRICKS.filled(what="<<"), "yaml-trick")
        top.key = event.value
        if event.value in top.seen:
            message = SAME_FIELD_TWICE.filled(name=event.value, first=top.seen[event.value])
            self.findings.append(Finding(self.file, _line(event), message, Severity.ERROR, "field-twice"))
        else:
            top.seen[event.value] = _line(event)
            self.lines[(*top.path, event.value)] = _line(event)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        self._plain_only(event, event.tag)
        top = self.stack[-1] if self.stack else None
        if top is not None and isinstance(top.container, dict) and top.key is None:
            raise _Refused(_line(event), KEY_NOT_WORDS, "field-name")
        path = self._next_path(event)
        if len(self.stack) >= MAX_DEPTH:
            raise _Refused(_line(event), TOO_DEEP.filled(limit=MAX_DEPTH), "yaml-depth")
        self.lines.setdefault(path, _line(event))
        name = str(path[-1]) if path and isinstance(path[-1], str) else (top.name if top else "")
        self.stack.append(_Open({} if isinstance(event, yaml.MappingStartEvent) else [], path, name))

    def _next_path(self, event: yaml.Event) -> Path:
        self.count += 1
        if self.count > MAX_VALUES:
            raise _Refused(_line(event), TOO_MANY.filled(limit=MAX_VALUES), "yaml-size")
        if not self.stack:
            return ()
        top = self.stack[-1]
        return (*top.path, len(top.container) if top.key is None else top.key)

    def _close(self, value: object) -> None:
        """Put a finished value where it belongs; an empty field counts as left out."""
        if not self.stack:
            self.value = value
            return
        top = self.stack[-1]
        if isinstance(top.container, list):
            top.container.append(value)
            return
        if top.key is not None and value is not None:
            top.container.setdefault(top.key, value)
        top.key = None

    def _plain_only(self, event: yaml.NodeEvent, tag: str | None) -> None:
        if event.anchor is not None:
            raise _Refused(_line(event), TRICKS.filled(what=f"&{event.anchor}"), "yaml-trick")
        if tag is not None:
            raise _Refused(_line(event), TRICKS.filled(what=tag), "yaml-trick")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _read(event: yaml.ScalarEvent, name: str) -> object:
    """Return the value of a scalar: words, except in the few fields that hold a number or a truth value."""
    words: str = event.value
    if not event.implicit[0]:
        return words
    if words.lower() in NOTHING:
        return None
    if name in NUMBER_FIELDS and NUMBER.fullmatch(words):
        return float(words) if "." in words else int(words)
    if name in TRUTH_FIELDS and words in ("true", "false"):
        return words == "true"
    return words
