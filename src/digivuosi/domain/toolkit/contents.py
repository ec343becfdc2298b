"""What stands in the files of a package, item by item and with lines, before it is a toolkit.

Every item is kept, also one of the wrong form (without its spoilt fields), so that the checks that follow can say
everything that is wrong at once and do not call an item unknown that is only misspelt inside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import LISTS
from digivuosi.domain.toolkit.findings import Finding, PackageProblem, Severity
from digivuosi.domain.toolkit.positions import Parsed, Path, parse_yaml
from digivuosi.domain.toolkit.shape import KINDS, WRONG_TYPE, shape_problems
from digivuosi.domain.toolkit.toolkit import KEY_PATTERN, MATERIALS

HEAD_FILE = "toolkit.yaml"
MEASURES = "measures"
SURVEYS = "surveys"
INSIDE = ("sections", "statements")
"""Lists that stand inside each other in the file of a survey."""
LIST_FILES = {f"{name}.yaml": name for name in LISTS if name not in (MEASURES, SURVEYS, *INSIDE)}
PARTS = {
    "toolkit": "toolkitFile",
    "themes": "theme",
    "audiences": "audience",
    "needs": "need",
    "areas": "area",
    "roles": "role",
    "responsibilities": "responsibility",
    "materials": "material",
    "services": "service",
    "measures": "measure",
    "frameworks": "framework",
    "scales": "scale",
    "branches": "branch",
    "surveys": "survey",
    "sections": "section",
    "statements": "statement",
}
"""The part of the schema that an item of each list is."""
BESIDE = ("readme", "license", "licence", "changelog", "authors")
"""Files for people that may lie beside the toolkit's own."""

MAX_VALUES = 200_000
"""In all YAML files together: more than a hundred times the starter toolkit's."""
MAX_ITEMS = 1_000
PLACE_STEP = 10
"""Between the places of inner items that name none, so that one can be put between two later."""

NO_TOOLKIT = Text.of(
    fi="tiedosto puuttuu: tämä ei ole työkalupaketin kansio",
    sv="filen saknas: det här är inte en mapp med en verktygslåda",
    en="the file is missing: this is not the folder of a toolkit",
)
KEY_TWICE = Text.of(
    fi="avain ”{key}” on käytetty kahdesti (myös {other})",
    sv="nyckeln ”{key}” används två gånger (också {other})",
    en="the key “{key}” is used twice (also {other})",
)
OTHER_NAME = Text.of(
    fi="avain ”{key}” ei ole sama kuin tiedoston nimi ”{name}”",
    sv="nyckeln ”{key}” är inte densamma som filens namn ”{name}”",
    en="the key “{key}” is not the same as the file's name “{name}”",
)
MISPLACED = Text.of(
    fi="tiedostoa ei lueta: oikea paikka on {folder}/AVAIN.yaml",
    sv="filen läses inte: den rätta platsen är {folder}/NYCKEL.yaml",
    en="the file is not read: its place is {folder}/KEY.yaml",
)
NOT_PART = Text.of(
    fi="tiedosto ei kuulu paketin muotoon, eikä sitä lueta",
    sv="filen hör inte till formatet och läses inte",
    en="the file is not part of the format and is not read",
)
TOO_MUCH = Text.of(
    fi="paketissa on liikaa arvoja (yli {limit})",
    sv="paketet har för många värden (över {limit})",
    en="the package holds too many values (over {limit})",
)
TOO_MANY_ITEMS = Text.of(
    fi="liian monta kohtaa (enintään {limit})",
    sv="för många punkter (högst {limit})",
    en="too many items (at most {limit})",
)
EMPTY_FILE = Text.of(fi="tiedosto on tyhjä", sv="filen är tom", en="the file is empty")


@dataclass(frozen=True)
class Item:
    """One theme, role, measure … as its file has it."""

    kind: str
    key: str
    file: str
    value: Mapping[str, Any]
    """Its fields, without those of the wrong form."""
    lines: Parsed = field(repr=False, compare=False)
    path: Path = ()
    """The way to it in the file."""
    sound: bool = True

    def line(self, *path: str | int) -> int:
        return self.lines.line((*self.path, *path))

    def finding(self, message: Text, code: str, *path: str | int, severity: Severity = Severity.ERROR) -> Finding:
        """Return a finding at a place inside this item."""
        return Finding(self.file, self.line(*path), message, severity, code, self.key)


@dataclass(frozen=True)
class Contents:
    files: Mapping[str, bytes]
    head: Item
    """What toolkit.yaml says."""
    items: tuple[Item, ...]
    findings: tuple[Finding, ...]
    """What was wrong with the form of the files."""
    unread: frozenset[str] = frozenset()
    """Lists whose file could not be read at all: what names their items is not called unknown."""

    def of(self, kind: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.kind == kind)

    def keys(self, kind: str) -> frozenset[str]:
        return frozenset(item.key for item in self.items if item.kind == kind)

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.head.value.get("languages", ()))) or ("fi",)

    @property
    def is_sound(self) -> bool:
        return not any(finding.is_error for finding in self.findings)

    def document(self) -> dict[str, Any]:
        """Return the document of sound contents."""
        document = dict(self.head.value)
        for kind in LISTS:
            document[kind] = [dict(item.value) for item in self.of(kind)]
        return document


class _Gathering:
    """Collects items and findings, file by file."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.findings: list[Finding] = []
        self.seen: dict[tuple[str, str], Item] = {}
        self.unread: set[str] = set()
        self.values = 0

    def add(self, kind: str, value: object, parsed: Parsed, file: str, path: Path) -> Item:
        """Take one item in, whatever its form."""
        problems = shape_problems(value, PARTS[kind])
        fields = dict(value) if isinstance(value, dict) else {}
        key = fields.get("key")
        name = key if isinstance(key, str) else (PurePosixPath(file).stem if kind in (MEASURES, SURVEYS) else "")
        item = Item(kind, name, file, fields, parsed, path, sound=not problems)
        for problem in problems:
            self.findings.append(item.finding(problem.message, problem.code, *problem.path))
            fields.pop(problem.spoils, None)
        if kind != "toolkit" and name:
            self._once(item)
        self.items.append(item)
        return item

    def _once(self, item: Item) -> None:
        other = self.seen.setdefault((item.kind, item.key), item)
        if other is not item:
            line = other.line("key")
            place = f"{other.file}:{line}" if line else other.file
            self.findings.append(item.finding(KEY_TWICE.filled(key=item.key, other=place), "key-twice", "key"))

    def file(self, file: str, content: bytes) -> Parsed:
        parsed = parse_yaml(content, file)
        self.findings.extend(parsed.findings)
        self.values += len(parsed.lines)
        if self.values > MAX_VALUES:
            raise PackageProblem.about("", TOO_MUCH.filled(limit=MAX_VALUES), "too-many-values")
        return parsed

    def contents(self, files: Mapping[str, bytes], head: Item) -> Contents:
        items = tuple(item for item in self.items if item.kind != "toolkit")
        return Contents(files, head, items, tuple(self.findings), frozenset(self.unread))


def read_contents(files: Mapping[str, bytes]) -> Contents:
    """Read the files of a package; raises PackageProblem when they are no package at all."""
    if HEAD_FILE not in files:
        raise PackageProblem.about(HEAD_FILE, NO_TOOLKIT, "no-toolkit")
    gathering = _Gathering()
    parsed = gathering.file(HEAD_FILE, files[HEAD_FILE])
    head = _head(gathering, parsed)
    for file in sorted(files):
        if file in LIST_FILES:
            _read_list(gathering, file, files[file])
        elif PurePosixPath(file).parts[0] in (MEASURES, SURVEYS):
            _read_alone(gathering, file, files[file])
        elif file != HEAD_FILE and not _is_beside(file):
            gathering.findings.append(Finding(file, 0, NOT_PART, Severity.WARNING, "not-part"))
    return gathering.contents(files, head)


def _head(gathering: _Gathering, parsed: Parsed) -> Item:
    if parsed.value is None and parsed.findings:
        return Item("toolkit", "", HEAD_FILE, {}, parsed, sound=False)
    return gathering.add("toolkit", parsed.value if parsed.value is not None else {}, parsed, HEAD_FILE, ())


def _read_list(gathering: _Gathering, file: str, content: bytes) -> None:
    parsed = gathering.file(file, content)
    if not isinstance(parsed.value, list):
        if parsed.findings or parsed.value is not None:
            gathering.unread.add(LIST_FILES[file])
        if parsed.value is None:
            return
        message = WRONG_TYPE.filled(name=file, expected=KINDS["array"], found=KINDS["object"])
        gathering.findings.append(Finding(file, parsed.line(()), message, Severity.ERROR, "wrong-type"))
        return
    if len(parsed.value) > MAX_ITEMS:
        message = TOO_MANY_ITEMS.filled(limit=MAX_ITEMS)
        gathering.findings.append(Finding(file, parsed.line((MAX_ITEMS,)), message, Severity.ERROR, "too-many-items"))
    for number, value in enumerate(parsed.value[:MAX_ITEMS]):
        gathering.add(LIST_FILES[file], value, parsed, file, (number,))


def _read_alone(gathering: _Gathering, file: str, content: bytes) -> None:
    """Read the file of one measure or one survey."""
    path = PurePosixPath(file)
    kind = path.parts[0]
    if len(path.parts) != 2 or path.suffix != ".yaml":
        gathering.findings.append(Finding(file, 0, MISPLACED.filled(folder=kind), Severity.ERROR, "misplaced"))
        return
    parsed = gathering.file(file, content)
    if parsed.value is None:
        if not parsed.findings:
            gathering.findings.append(Finding(file, 0, EMPTY_FILE, Severity.ERROR, "empty-file"))
        # Its key stays known, so that what comes after it is not called unknown as well.
        gathering.items.append(Item(kind, path.stem, file, {}, parsed, sound=False))
        return
    if kind == SURVEYS:
        item = _read_survey(gathering, file, parsed)
    else:
        item = gathering.add(kind, parsed.value, parsed, file, ())
    if "key" in item.value and item.key != path.stem and KEY_PATTERN.fullmatch(item.key):
        message = OTHER_NAME.filled(key=item.key, name=path.stem)
        gathering.findings.append(item.finding(message, "other-name", "key"))


def _read_survey(gathering: _Gathering, file: str, parsed: Parsed) -> Item:
    """Take a survey out of its file, then its sections, then their statements: three flat lists."""
    fields, inner = _without_inner(parsed.value, INSIDE[0])
    survey = gathering.add(SURVEYS, fields, parsed, file, ())
    for number, section, path in _inner_items(gathering, inner, INSIDE[0], parsed, file, ()):
        fields, statements = _without_inner(_placed(section, "survey", survey.key, number), INSIDE[1])
        item = gathering.add(INSIDE[0], fields, parsed, file, path)
        for place, statement, way in _inner_items(gathering, statements, INSIDE[1], parsed, file, path):
            gathering.add(INSIDE[1], _placed(statement, "section", item.key, place), parsed, file, way)
    return survey


def _without_inner(value: object, name: str) -> tuple[object, object]:
    if not isinstance(value, dict):
        return value, None
    return {field: held for field, held in value.items() if field != name}, value.get(name)


def _placed(value: object, owner: str, key: str, number: int) -> object:
    """Say of an inner item where it stands, unless it says so itself."""
    return {"place": (number + 1) * PLACE_STEP, owner: key, **value} if isinstance(value, dict) else value


def _inner_items(
    gathering: _Gathering, values: object, name: str, parsed: Parsed, file: str, path: Path
) -> Iterator[tuple[int, object, Path]]:
    if values is not None and not isinstance(values, list):
        message = WRONG_TYPE.filled(name=name, expected=KINDS["array"], found=KINDS["object"])
        line = parsed.line((*path, name))
        gathering.findings.append(Finding(file, line, message, Severity.ERROR, "wrong-type"))
        return
    for number, value in enumerate(values or ()):
        if number == MAX_ITEMS:
            message = TOO_MANY_ITEMS.filled(limit=MAX_ITEMS)
            line = parsed.line((*path, name, number))
            gathering.findings.append(Finding(file, line, message, Severity.ERROR, "too-many-items"))
            return
        yield number, value, (*path, name, number)


def _is_beside(file: str) -> bool:
    return file.startswith(f"{MATERIALS}/") or ("/" not in file and file.lower().startswith(BESIDE))


def contents_of(document: Mapping[str, Any], files: Mapping[str, bytes] | None = None) -> Contents:
    """Return the contents of a document as if it stood in files; findings then have no lines."""
    gathering = _Gathering()
    nowhere = Parsed(None, {})
    head_fields = {name: value for name, value in document.items() if name not in LISTS}
    head = gathering.add("toolkit", head_fields, nowhere, HEAD_FILE, ())
    for kind, number, value in _items(document):
        key = value.get("key", "") if isinstance(value, dict) else ""
        file = f"{kind}.yaml" if f"{kind}.yaml" in LIST_FILES else f"{kind}/{key}.yaml"
        gathering.add(kind, value, nowhere, file, (number,) if file in LIST_FILES else ())
    return gathering.contents(files or {}, head)


def _items(document: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    for kind in LISTS:
        values = document.get(kind)
        for number, value in enumerate(values if isinstance(values, list) else ()):
            yield kind, number, value
