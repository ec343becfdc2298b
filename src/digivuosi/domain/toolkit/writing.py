"""A toolkit as files that a person can read and keep in version control."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from digivuosi.domain.toolkit.contents import HEAD_FILE, INSIDE, LIST_FILES, MEASURES, PARTS, SURVEYS
from digivuosi.domain.toolkit.documents import to_document
from digivuosi.domain.toolkit.schema import field_names
from digivuosi.domain.toolkit.toolkit import MATERIALS, Toolkit

WIDTH = 110
FOLD_FROM = 80
ON_ONE_LINE = frozenset(
    {"responsible", "contributing", "after", "audiences", "levels", "needs", "materials", "measures", "languages"}
    | {"stale", "branches", "frameworks"}
)
"""Fields whose items are short: written `[a, b]` and `- {role: x, hours: 2}`."""


class _OneLineMap(dict[str, Any]):
    pass


class _OneLineList(list[Any]):
    pass


class _Dumper(yaml.CSafeDumper):
    """Our own, so that the styles below stay ours."""


def _words(dumper: yaml.CSafeDumper, words: str) -> yaml.ScalarNode:
    """Write long words over several lines; the emitter quotes what would not come back the same."""
    style = None
    if "\n" in words:
        style = "|"
    elif len(words) > FOLD_FROM and words.isprintable() and "  " not in words:
        style = ">"
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Dumper.add_representer(str, _words)
_Dumper.add_representer(
    _OneLineMap, lambda d, m: d.represent_mapping("tag:yaml.org,2002:map", m.items(), flow_style=True)
)
_Dumper.add_representer(_OneLineList, lambda d, m: d.represent_sequence("tag:yaml.org,2002:seq", m, flow_style=True))


def package_files(toolkit: Toolkit, materials: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of the toolkit's package; `materials` are the bytes by path (`materials/…`)."""
    document = to_document(toolkit)
    files = {path: content for path, content in materials.items() if path.startswith(f"{MATERIALS}/")}
    held = {
        material.key
        for material in toolkit.materials
        if (paths := material.files(toolkit.languages)) and all(path in files for path in paths)
    }
    for item in document.get("materials", ()):
        if item["key"] in held:
            item.pop("sha256", None)
    for file, kind in LIST_FILES.items():
        if items := document.pop(kind, None):
            files[file] = b"\n".join(yaml_of([_ordered(item, kind, toolkit)]) for item in items)
    for measure in document.pop(MEASURES, ()):
        files[f"{MEASURES}/{measure['key']}.yaml"] = yaml_of(_ordered(measure, MEASURES, toolkit))
    files.update(_survey_files(document, toolkit))
    files[HEAD_FILE] = yaml_of(_ordered(document, "toolkit", toolkit))
    return dict(sorted(files.items()))


def _survey_files(document: dict[str, Any], toolkit: Toolkit) -> dict[str, bytes]:
    """Take the surveys out of the document, each with its sections and their statements inside it.

    What names a survey or section that is not there has no file to stand in; the checks refuse such a toolkit.
    """
    surveys = document.pop(SURVEYS, ())
    inner = {
        section["key"]: {**_ordered(section, INSIDE[0], toolkit), INSIDE[1]: []}
        for section in sorted(document.pop(INSIDE[0], ()), key=_by_place)
    }
    for statement in sorted(document.pop(INSIDE[1], ()), key=_by_place):
        if statement["section"] in inner:
            inner[statement["section"]][INSIDE[1]].append(_ordered(statement, INSIDE[1], toolkit))
            del inner[statement["section"]][INSIDE[1]][-1]["section"]
    files: dict[str, bytes] = {}
    for survey in surveys:
        sections = [section for section in inner.values() if section["survey"] == survey["key"]]
        written = [{name: value for name, value in one.items() if value and name != "survey"} for one in sections]
        whole = {**_ordered(survey, SURVEYS, toolkit), **({INSIDE[0]: written} if written else {})}
        files[f"{SURVEYS}/{survey['key']}.yaml"] = yaml_of(whole)
    return files


def _by_place(item: Mapping[str, Any]) -> tuple[int, str]:
    return item.get("place", 0), item["key"]


def _ordered(item: Mapping[str, Any], kind: str, toolkit: Toolkit) -> dict[str, Any]:
    """Put the fields in the order that people read them, and the toolkit's own language first."""
    return {name: _readable(name, item[name], toolkit.languages) for name in field_names(PARTS[kind]) if name in item}


def _readable(name: str, value: Any, languages: tuple[str, ...]) -> Any:
    if isinstance(value, dict):
        return {part: value[part] for part in sorted(value, key=[*languages, *sorted(value)].index)}
    if name not in ON_ONE_LINE:
        return value
    if all(isinstance(item, str) for item in value):
        return _OneLineList(value)
    return [_OneLineMap(item) for item in value]


def yaml_of(value: object) -> bytes:
    """Return a value as YAML in the manner of a package's files."""
    words: str = yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        width=WIDTH,
        default_flow_style=False,
    )
    return words.encode()
