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

    What names a survey or a section that is not there, as after a merge, stands under a stub of it: nothing is lost,
    and the checks say what the stub lacks.
    """
    surveys = {one["key"]: _ordered(one, SURVEYS, toolkit) for one in document.pop(SURVEYS, ())}
    sections = {
        one["key"]: {**_ordered(one, INSIDE[0], toolkit), INSIDE[1]: []}
        for one in sorted(document.pop(INSIDE[0], ()), key=_by_place)
    }
    for statement in sorted(document.pop(INSIDE[1], ()), key=_by_place):
        key = statement["section"]
        section = sections.setdefault(key, {"key": key, "survey": key, INSIDE[1]: []})
        section[INSIDE[1]].append(_without(_ordered(statement, INSIDE[1], toolkit), "section"))
    for section in sections.values():
        survey = surveys.setdefault(section["survey"], {"key": section["survey"]})
        survey.setdefault(INSIDE[0], []).append(_without(section, "survey"))
    return {f"{SURVEYS}/{key}.yaml": yaml_of(survey) for key, survey in surveys.items()}


def _without(item: Mapping[str, Any], owner: str) -> dict[str, Any]:
    """Leave out what the place of an inner item says already, and an empty list inside it."""
    return {name: value for name, value in item.items() if name != owner and value != []}


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
