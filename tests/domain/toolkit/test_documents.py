"""A toolkit and its document say the same, whatever the order of anything."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import DocumentProblem, content_hash, from_document, to_document
from digivuosi.domain.toolkit.package import package_of, read_package, write_zip
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.domain.toolkit.drawn import every_toolkit, untidy
from tests.domain.toolkit.packages import SMALL, as_bytes, zipped

ORDER_MEANS_SOMETHING = {"languages", "authors", "lineage"}


@every_toolkit
def test_a_document_gives_its_toolkit_back(toolkit: Toolkit) -> None:
    assert from_document(to_document(toolkit)) == toolkit


def test_a_document_is_plain_json() -> None:
    for toolkit in untidy():
        document = to_document(toolkit)
        assert json.loads(json.dumps(document)) == document


def shuffled(value: Any, random: Random, name: str = "") -> Any:
    if isinstance(value, dict):
        names = sorted(value)
        random.shuffle(names)
        return {one: shuffled(value[one], random, one) for one in names}
    if isinstance(value, list) and name not in ORDER_MEANS_SOMETHING:
        mixed = [shuffled(one, random) for one in value]
        random.shuffle(mixed)
        return mixed
    return value


@every_toolkit
def test_order_never_matters(toolkit: Toolkit) -> None:
    random = Random(content_hash(toolkit))  # noqa: S311 - nothing secret
    mixed = from_document(shuffled(to_document(toolkit), random))
    assert mixed == toolkit
    assert content_hash(mixed) == content_hash(toolkit)


@every_toolkit
def test_files_give_the_toolkit_back(toolkit: Toolkit) -> None:
    assert read_package(write_zip(package_of(toolkit))).toolkit == toolkit


def test_what_is_said_changes_the_hash() -> None:
    toolkit = read_package(zipped(SMALL)).toolkit
    assert content_hash(replace(toolkit, title=Text.of(fi="Toinen"))) != content_hash(toolkit)


def test_a_material_file_is_in_the_hash() -> None:
    before = read_package(zipped(SMALL)).toolkit
    after = read_package(zipped({**SMALL, "materials/agenda.sv.md": "# Annan\n"})).toolkit
    assert content_hash(before) != content_hash(after)
    again = package_of(before, as_bytes(SMALL)).toolkit
    assert content_hash(again) == content_hash(before)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"format": "digivuosi-toolkit/2"}, "toolkit.format"),
        ({"id": 5}, "toolkit.id"),
        ({"themes": {}}, "toolkit.themes"),
        ({"themes": [{"key": "a", "title": 5}]}, "toolkit.themes[0].title"),
        ({"themes": [{"key": "a", "title": "A"}, {"key": "a", "title": "A"}]}, "toolkit.themes"),
        ({"wheels": []}, "toolkit"),
        ({"roles": [{"key": "a", "title": "A", "kind": "king"}]}, "toolkit.roles[0].kind"),
        ({"themes": [{"key": "a", "title": "A", "colour": True}]}, "toolkit.themes[0].colour"),
    ],
)
def test_what_is_no_toolkit_is_refused(change: dict[str, Any], where: str) -> None:
    document = {"format": "digivuosi-toolkit/1", "id": "a", "edition": "1", "title": "A", "publisher": "A"}
    assert from_document({**document, "languages": ["fi"]}).id == "a"
    with pytest.raises(DocumentProblem) as problem:
        from_document({**document, "languages": ["fi"], **change})
    assert problem.value.where == where
    assert problem.value.message.languages == ("en", "fi", "sv")
