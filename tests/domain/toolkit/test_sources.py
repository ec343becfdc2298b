"""Hostile packages are refused with words, and nothing is trusted that they say of themselves."""

from __future__ import annotations

import os
import stat
import struct
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.sources import MAX_FILES, MAX_TEXT, MB, read_files, safe_path
from tests.domain.toolkit.packages import SMALL, Texts, as_bytes, zipped


def refused(source: Path | bytes) -> str:
    with pytest.raises(PackageProblem) as problem:
        read_files(source)
    (finding,) = problem.value.findings
    assert finding.message.languages == ("en", "fi", "sv")
    return finding.code


def one_entry(name: str, content: bytes = b"x", mode: int = 0, method: int = ZIP_STORED) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w") as opened:
        entry = ZipInfo(name)
        entry.external_attr = mode << 16
        entry.compress_type = method
        opened.writestr(entry, content)
    return made.getvalue()


def folder_of(files: dict[str, bytes], folder: Path) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    return folder


def test_a_folder_and_its_zip_hold_the_same(tmp_path: Path, small: Texts) -> None:
    folder = folder_of(as_bytes(small), tmp_path / "small")
    archive = tmp_path / "small.zip"
    archive.write_bytes(zipped(small))
    assert read_files(folder) == read_files(archive) == read_files(str(archive)) == as_bytes(small)


def test_a_zip_of_the_folder_itself_is_the_same(small: Texts) -> None:
    assert read_files(zipped({f"kuusela/{path}": text for path, text in small.items()})) == as_bytes(small)


def test_what_systems_leave_behind_is_passed_by(tmp_path: Path, small: Texts) -> None:
    junk = {".git/config": b"", ".DS_Store": b"\0", "__MACOSX/x": b"", "materials/.hidden": b"", "Thumbs.db": b""}
    assert read_files(folder_of({**as_bytes(small), **junk}, tmp_path)) == as_bytes(small)
    assert read_files(zipped({**as_bytes(small), **junk})) == as_bytes(small)


@pytest.mark.parametrize(
    "name",
    [
        *("../x", "a/../../x", "/etc/passwd", "a//b", "./a", "a/.", "C:/x", "a\\b", "..\\x", "x\n", "a/\x1b"),
        *("con", "materials/aux.txt", "a. ", " a", "a./b", "x" * 201, "a/" * 9 + "b", "a|b", "a?"),
    ],
)
def test_paths_out_of_the_folder_are_refused(name: str) -> None:
    assert refused(one_entry(name)) == "bad-path"


def test_a_name_cut_by_a_null_is_refused() -> None:
    content = one_entry("abcd").replace(b"abcd", b"ab\0d")
    assert refused(content) == "bad-path"


def test_names_are_kept_in_one_normal_form() -> None:
    assert safe_path("materials/a\u0308iti.md") == "materials/äiti.md"


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR])
def test_links_in_a_zip_are_refused(kind: int) -> None:
    assert refused(one_entry("materials/x", b"/etc/passwd", kind | 0o777)) == "link"


def test_links_in_a_folder_are_refused(tmp_path: Path) -> None:
    folder_of({"toolkit.yaml": b""}, tmp_path / "one")
    (tmp_path / "one/x.yaml").symlink_to("/etc/passwd")
    assert refused(tmp_path / "one") == "link"
    (tmp_path / "two").mkdir()
    (tmp_path / "two/materials").symlink_to(tmp_path / "one", target_is_directory=True)
    assert refused(tmp_path / "two") == "link"
    (tmp_path / "three").mkdir()
    os.mkfifo(tmp_path / "three/pipe")
    assert refused(tmp_path / "three") == "link"


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_name_twice_is_refused() -> None:
    made = BytesIO()
    with ZipFile(made, "w") as opened:
        opened.writestr("toolkit.yaml", "a")
        opened.writestr("toolkit.yaml", "b")
    assert refused(made.getvalue()) == "file-twice"
    assert refused(zipped({"materials/A.md": "", "materials/a.md": ""})) == "file-twice"


def test_a_locked_zip_is_refused() -> None:
    content = bytearray(one_entry("toolkit.yaml"))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + place] |= 1
    assert refused(bytes(content)) == "encrypted"


def test_an_unusual_packing_is_refused() -> None:
    assert refused(one_entry("toolkit.yaml", method=ZIP_BZIP2)) == "zip-method"


def test_a_zip_bomb_is_refused_while_it_is_read() -> None:
    assert refused(one_entry("materials/x.pdf", b"\0" * 9 * MB, method=ZIP_DEFLATED)) == "too-tight"


def test_a_zip_that_lies_about_its_sizes_is_refused() -> None:
    content = bytearray(one_entry("materials/x.pdf", b"\0" * 9 * MB, method=ZIP_DEFLATED))
    for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<L", content, content.index(mark) + place, 10)
    assert refused(bytes(content)) == "not-zip"


def test_too_big_files_are_refused(tmp_path: Path) -> None:
    text = os.urandom(MAX_TEXT + 1)
    assert refused(zipped({"measures/a.yaml": text})) == "file-too-big"
    assert refused(zipped({"materials/a.md": text})) == "file-too-big"
    assert refused(folder_of({"themes.yaml": text}, tmp_path)) == "file-too-big"
    assert len(read_files(zipped({"materials/a.pdf": text}))) == 1


def test_a_hundred_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    with (tmp_path / "toolkit.yaml").open("wb") as opened:
        opened.truncate(100 * MB)
    assert refused(tmp_path) == "file-too-big"
    with (tmp_path / "big.zip").open("wb") as opened:
        opened.truncate(100 * MB)
    assert refused(tmp_path / "big.zip") == "too-big"


def test_too_much_in_all_is_refused() -> None:
    part = os.urandom(1_900_000)
    assert refused(zipped({f"materials/{n}.pdf": part for n in range(11)})) == "too-big"


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    many = {f"materials/{n}.md": b"" for n in range(MAX_FILES + 1)}
    assert refused(zipped(many)) == "too-many-files"
    assert refused(folder_of(many, tmp_path)) == "too-many-files"


def test_a_list_of_contents_that_would_fill_the_memory_is_refused() -> None:
    content = bytearray(one_entry("toolkit.yaml"))
    struct.pack_into("<L", content, len(content) - 22 + 12, 0x7FFFFFFF)
    assert refused(bytes(content)) == "too-many-files"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", zipped(SMALL)[:-30], b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_zip_is_refused(content: bytes) -> None:
    assert refused(content) in ("not-zip", "too-many-files")


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    assert refused(tmp_path / "nothing") == "not-found"
    assert refused(tmp_path / ("x" * 300)) in ("not-found", "not-readable")


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_damaged_zip_is_read_or_refused(place: int, value: int) -> None:
    content = bytearray(SMALL_ZIP)
    content[place % len(content)] = value
    with suppress(PackageProblem):
        assert read_files(bytes(content))


SMALL_ZIP = zipped(SMALL)
