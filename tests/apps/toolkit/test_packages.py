"""Packages through the pages: out as a zip, in after a look, hostile ones refused."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from digivuosi.apps.look import clock
from digivuosi.apps.toolkit import queries
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.package import package_of, read_package, write_zip
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.cast import Municipality, Someone
from tests.toolkits import starter

NO_SECOND = pytest.mark.one_database(
    "test_a_package_is_shown_before_it_takes_the_drafts_place stores on both; this asks of the package"
)

FREE = "hour-of-code"
"""A measure that nothing else builds on."""


def url(name: str) -> str:
    return reverse(f"toolkit:{name}", kwargs={"provider": "kuusela"})


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def toolkit(town: Municipality) -> Toolkit:
    row = queries.draft_of(town.provider)
    assert row is not None
    return from_document(row.document)


def send(client: Someone, content: bytes, name: str = "paketti.zip") -> Any:
    return client.post(url("upload"), {"file": SimpleUploadedFile(name, content, "application/zip")})


def changed_zip(client: Someone) -> bytes:
    """The draft's package with a measure renamed, one taken out and one added."""
    package = read_package(b"".join(client.get(url("draft_zip"))))
    measures = {one.key: one for one in package.toolkit.measures}
    free = measures.pop(FREE)
    measures["code-week"] = replace(measures["code-week"], title=Text.of(fi="Ohjelmointiviikko", sv="Kod", en="Code"))
    measures["robots"] = replace(free, key="robots", title=Text.of(fi="Robotit", sv="Robotar", en="Robots"))
    made = replace(package.toolkit, measures=tuple(measures[key] for key in sorted(measures)), _by_key={})
    return write_zip(package_of(made, package.materials))


def zip_of(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def test_the_draft_goes_out_and_comes_back_the_same(with_toolkit: Municipality, coordinator: Someone) -> None:
    answer = coordinator.get(url("draft_zip"))
    assert answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    content = b"".join(answer)
    assert content == b"".join(coordinator.get(url("draft_zip")))
    package = read_package(content)
    assert package.toolkit.measures == toolkit(with_toolkit).measures
    assert package.materials


def test_a_package_is_shown_before_it_takes_the_drafts_place(with_toolkit: Municipality, coordinator: Someone) -> None:
    before = toolkit(with_toolkit)
    assert send(coordinator, changed_zip(coordinator)).headers["Location"] == url("upload_review")
    page = coordinator.get(url("upload_review"))
    change = page.context["change"]
    assert [one.key for one in change.added] == ["robots"]
    assert [one.key for one in change.removed] == [FREE]
    assert [one.measure.key for one in change.changed] == ["code-week"]
    assert "<ins>Ohjelmointiviikko</ins>" in words(page)
    assert toolkit(with_toolkit) == before
    version = page.context["form"]["version"].value()
    assert coordinator.post(url("upload_review"), {"version": version, "verb": "take"}).status_code == 302
    now = toolkit(with_toolkit)
    assert now.measure("robots")
    assert now.measure(FREE) is None
    assert queries.upload_of(with_toolkit.provider, coordinator.user) is None


@NO_SECOND
def test_a_package_can_be_left(with_toolkit: Municipality, coordinator: Someone) -> None:
    before = toolkit(with_toolkit)
    send(coordinator, changed_zip(coordinator))
    assert "paketti.zip" in words(coordinator.get(url("upload")))
    assert coordinator.post(url("upload_review"), {"verb": "leave"}).status_code == 302
    assert toolkit(with_toolkit) == before
    assert coordinator.get(url("upload_review")).status_code == 302


@NO_SECOND
def test_a_draft_that_moved_on_is_looked_at_again(with_toolkit: Municipality, coordinator: Someone) -> None:
    send(coordinator, changed_zip(coordinator))
    version = coordinator.get(url("upload_review")).context["form"]["version"].value()
    answer = coordinator.post(url("upload_review"), {"version": version - 1, "verb": "take"})
    assert answer.status_code == 409
    assert toolkit(with_toolkit).measure(FREE)
    assert queries.upload_of(with_toolkit.provider, coordinator.user)
    assert coordinator.post(url("upload_review"), {"version": "x", "verb": "take"}).status_code == 422
    again = answer.context["form"]["version"].value()
    assert coordinator.post(url("upload_review"), {"version": again, "verb": "take"}).status_code == 302


def test_a_package_does_not_wait_for_ever_nor_for_others(
    with_toolkit: Municipality, coordinator: Someone, stranger: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(coordinator, changed_zip(coordinator))
    assert stranger.get(url("upload_review")).status_code == 404
    later = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert coordinator.get(url("upload_review")).status_code == 302


def test_without_a_draft_a_package_begins_one(kuusela: Municipality, coordinator: Someone) -> None:
    assert send(coordinator, write_zip(starter())).status_code == 302
    page = coordinator.get(url("upload_review"))
    assert page.context["is_first"]
    assert coordinator.post(url("upload_review"), {"version": 0, "verb": "take"}).status_code == 302
    assert len(toolkit(kuusela).measures) == 47


def bomb() -> bytes:
    return zip_of(**{"toolkit.yaml": b"a: b", "materials/big.md": b"0" * 30_000_000})


@NO_SECOND
@pytest.mark.parametrize(
    "content",
    [
        b"this is no zip",
        b"PK\x03\x04 half a zip",
        zip_of(),
        zip_of(**{"toolkit.yaml": b"format: digivuosi-toolkit/1\n", "../outside.md": b"x"}),
        zip_of(**{"/etc/passwd": b"x"}),
        zip_of(**{"toolkit.yaml": b"a: &a [*a]\nb: *a"}),
        zip_of(**{"toolkit.yaml": b"\xff\xfe broken"}),
        zip_of(**{"toolkit.yaml": b"format: other/9\n"}),
        bomb(),
    ],
    ids=["rubbish", "half", "empty", "escape", "absolute", "tricks", "broken", "other-format", "bomb"],
)
def test_hostile_and_broken_packages_are_refused_in_words(
    with_toolkit: Municipality, coordinator: Someone, content: bytes
) -> None:
    before = toolkit(with_toolkit)
    answer = send(coordinator, content)
    assert answer.status_code == 422
    assert answer.context["refused"]
    assert answer.context["findings"]
    assert toolkit(with_toolkit) == before
    assert queries.upload_of(with_toolkit.provider, coordinator.user) is None


@NO_SECOND
def test_mistakes_are_told_with_file_and_line(with_toolkit: Municipality, coordinator: Someone) -> None:
    package = read_package(b"".join(coordinator.get(url("draft_zip"))))
    files = dict(package.files)
    files["measures/code-week.yaml"] = files["measures/code-week.yaml"].replace(b"theme: teaching", b"theme: no-such")
    answer = send(coordinator, zip_of(**files))
    assert answer.status_code == 422
    assert re.search(r"measures/code-week\.yaml:\d+", words(answer))
    assert "no-such" in words(answer)


@NO_SECOND
def test_a_file_that_is_too_large_is_not_even_read(
    with_toolkit: Municipality, coordinator: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("digivuosi.apps.toolkit.forms.packages.MAX_ZIP", 1000)
    monkeypatch.setattr("digivuosi.apps.toolkit.views.packages.examine", lambda *_: pytest.fail("it was read"))
    answer = send(coordinator, b"0" * 2000)
    assert answer.status_code == 422
    assert answer.context["form"].errors["file"]
    assert not answer.context["refused"]
    assert send(coordinator, b"").status_code == 422
    assert coordinator.post(url("upload")).status_code == 422
