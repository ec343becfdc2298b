"""From a folder or a zip to files in memory, without trusting either.

Everything is bounded while it is read: sizes that a zip says of itself are never believed, a link or a path that
leads out of the folder is refused, and nothing is ever written to the disk here.
"""

from __future__ import annotations

import os
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.system_errors import in_words

Files = dict[str, bytes]

MB = 1_000_000
MAX_TOTAL = 20 * MB
MAX_TEXT = 2 * MB
MAX_MATERIAL = 10 * MB
MAX_FILES = 2_000
MAX_ZIP = MAX_TOTAL + 2 * MB
MAX_PATH = 200
MAX_PARTS = 8
MAX_RATIO = 100
RATIO_FROM = MB
"""A small file may be as repetitive as it likes; real text packs to a tenth, not to a hundredth."""
MAX_DIRECTORY = MAX_FILES * 600
"""Bytes of a zip's list of contents: names of 200 characters and their fields fit well."""

TEXT_SUFFIXES = frozenset({".yaml", ".yml", ".md", ".txt", ".csv"})
CHUNK = 64 * 1024
JUNK = frozenset({"__MACOSX", "Thumbs.db", "desktop.ini", "__pycache__"})
BAD_CHARACTERS = frozenset('\\:*?"<>|')
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10)})

NOT_FOUND = Text.of(
    fi="tällaista kansiota tai zip-tiedostoa ei ole",
    sv="det finns ingen sådan mapp eller zip-fil",
    en="there is no such folder or zip file",
)
NOT_READABLE = Text.of(fi="ei voi lukea ({why})", sv="går inte att läsa ({why})", en="cannot be read ({why})")
NOT_ZIP = Text.of(
    fi="ei ole kansio eikä ehjä zip-tiedosto",
    sv="är varken en mapp eller en hel zip-fil",
    en="is neither a folder nor a sound zip file",
)
ENCRYPTED = Text.of(
    fi="zip on suojattu salasanalla: tee se ilman salasanaa",
    sv="zip-filen är skyddad med lösenord: gör den utan lösenord",
    en="the zip is protected by a password: make it without one",
)
METHOD = Text.of(
    fi="zip on pakattu tavalla, jota ei tueta: käytä tavallista zip-pakkausta",
    sv="zip-filen är packad på ett sätt som inte stöds: använd vanlig zip",
    en="the zip is packed in a way that is not supported: use plain zip",
)
OUTSIDE = Text.of(
    fi="polku ”{path}” ei pysy paketin kansiossa tai siinä on kiellettyjä merkkejä",
    sv="sökvägen ”{path}” håller sig inte i paketets mapp eller har otillåtna tecken",
    en="the path “{path}” does not stay inside the package's folder or holds forbidden characters",
)
LINK = Text.of(
    fi="”{path}” on linkki tai muu erikoistiedosto: pakettiin kuuluu vain tavallisia tiedostoja",
    sv="”{path}” är en länk eller annan specialfil: ett paket har bara vanliga filer",
    en="“{path}” is a link or another special file: a package holds plain files only",
)
TWICE = Text.of(
    fi="tiedosto ”{path}” on paketissa kahdesti (isoja ja pieniä kirjaimia ei eroteta)",
    sv="filen ”{path}” finns två gånger i paketet (stora och små bokstäver räknas lika)",
    en="the file “{path}” is in the package twice (upper and lower case count as the same)",
)
FILE_TOO_BIG = Text.of(
    fi="tiedosto on liian suuri (yli {limit} Mt)",
    sv="filen är för stor (över {limit} MB)",
    en="the file is too big (over {limit} MB)",
)
TOTAL_TOO_BIG = Text.of(
    fi="paketti on liian suuri (yli {limit} Mt purettuna)",
    sv="paketet är för stort (över {limit} MB uppackat)",
    en="the package is too big (over {limit} MB unpacked)",
)
TOO_MANY_FILES = Text.of(
    fi="paketissa on liikaa tiedostoja (yli {limit})",
    sv="paketet har för många filer (över {limit})",
    en="the package holds too many files (over {limit})",
)
RATIO = Text.of(
    fi="tiedosto on pakattu epäilyttävän tiiviiksi: pakettia ei avata",
    sv="filen är misstänkt hårt packad: paketet öppnas inte",
    en="the file is packed suspiciously tight: the package is not opened",
)


def read_files(source: Path | str | bytes) -> Files:
    """Return every file of a folder, a zip file or a zip's bytes, by its path in the package.

    Raises PackageProblem.
    """
    if isinstance(source, bytes):
        return _read_zip(source, "")
    path = Path(source)
    try:
        if path.is_dir():
            return _collect(_folder_entries(path))
        if not path.exists():
            raise PackageProblem.about(str(source), NOT_FOUND, "not-found")
        if not path.is_file():
            raise PackageProblem.about(str(source), NOT_ZIP, "not-zip")
        with path.open("rb") as opened:
            content = opened.read(MAX_ZIP + 1)
    except OSError as error:
        why = NOT_READABLE.filled(why=in_words(error))
        raise PackageProblem.about(str(source), why, "not-readable") from error
    return _read_zip(content, path.name)


Entry = tuple[str, Callable[[], IO[bytes]], int]
"""Path in the package, how to open it, and its packed size (0 when it is not packed)."""


def _collect(entries: Iterable[Entry]) -> Files:
    """Read the entries one by one and stop at the first limit that is passed."""
    files: Files = {}
    seen: set[str] = set()
    total = 0
    for path, open_entry, packed in entries:
        if len(files) >= MAX_FILES:
            raise PackageProblem.about("", TOO_MANY_FILES.filled(limit=MAX_FILES), "too-many-files")
        if path.casefold() in seen:
            raise PackageProblem.about("", TWICE.filled(path=path), "file-twice")
        seen.add(path.casefold())
        with open_entry() as opened:
            content = _read_bounded(opened, path, min(limit_of(path), MAX_TOTAL - total), packed)
        total += len(content)
        files[path] = content
    return files


def limit_of(path: str) -> int:
    """Return how many bytes a file may hold: texts less than other materials."""
    inside = path.startswith("materials/") and PurePosixPath(path).suffix.lower() not in TEXT_SUFFIXES
    return MAX_MATERIAL if inside else MAX_TEXT


def _read_bounded(opened: IO[bytes], path: str, limit: int, packed: int) -> bytes:
    content = bytearray()
    while chunk := opened.read(CHUNK):
        content += chunk
        if packed and len(content) > RATIO_FROM and len(content) > packed * MAX_RATIO:
            raise PackageProblem.about(path, RATIO, "too-tight")
        if len(content) > limit:
            if limit < limit_of(path):
                raise PackageProblem.about("", TOTAL_TOO_BIG.filled(limit=MAX_TOTAL // MB), "too-big")
            raise PackageProblem.about(path, FILE_TOO_BIG.filled(limit=limit // MB), "file-too-big")
    return bytes(content)


def safe_path(name: str) -> str:
    """Return a path inside the package in its one normal form; raises PackageProblem for any other."""
    path = unicodedata.normalize("NFC", name)
    parts = path.split("/")
    sound = (
        0 < len(path) <= MAX_PATH
        and len(parts) <= MAX_PARTS
        and not any(c in BAD_CHARACTERS or unicodedata.category(c) in {"Cc", "Cs"} for c in path)
        and all(part.strip(" ") == part and part.rstrip(".") == part and part for part in parts)
        and not any(part.split(".")[0].lower() in DEVICES for part in parts)
    )
    if not sound:
        shown = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name[:80])
        raise PackageProblem.about("", OUTSIDE.filled(path=shown), "bad-path")
    return path


def is_junk(path: str) -> bool:
    """Whether a path is something that systems and editors leave behind, or a version control's own."""
    return any(part in JUNK or (part.startswith(".") and part.strip(".")) for part in path.split("/"))


def _folder_entries(folder: Path) -> Iterator[Entry]:
    for here, folders, names in os.walk(folder, onerror=_raise):
        inside = Path(here).relative_to(folder)
        folders[:] = sorted(name for name in folders if not is_junk(name))
        for name in (*folders, *sorted(names)):
            path = (inside / name).as_posix()
            if is_junk(path):
                continue
            full = Path(here) / name
            mode = full.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise PackageProblem.about("", LINK.filled(path=path), "link")
            if stat.S_ISREG(mode):
                yield safe_path(path), lambda full=full: full.open("rb"), 0  # type: ignore[misc]


def _raise(error: OSError) -> None:
    raise error


def _read_zip(content: bytes, name: str) -> Files:
    if len(content) > MAX_ZIP:
        raise PackageProblem.about(name, TOTAL_TOO_BIG.filled(limit=MAX_TOTAL // MB), "too-big")
    _check_directory(content, name)
    try:
        with zipfile.ZipFile(BytesIO(content)) as opened:
            return _without_top_folder(_collect(_zip_entries(opened)))
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError, struct.error) as error:
        raise PackageProblem.about(name, NOT_ZIP, "not-zip") from error


def _check_directory(content: bytes, name: str) -> None:
    """Refuse a list of contents that would itself fill the memory, before `zipfile` reads it."""
    end = len(content) - 22
    if content[end : end + 4] != b"PK\x05\x06" or content[-2:] != b"\0\0":
        end = content.rfind(b"PK\x05\x06", max(0, len(content) - 65_557))
    if end < 0 or end + 22 > len(content):
        raise PackageProblem.about(name, NOT_ZIP, "not-zip")
    (size,) = struct.unpack_from("<L", content, end + 12)
    if size > MAX_DIRECTORY or content[max(0, end - 20) : end].startswith(b"PK\x06\x07"):
        raise PackageProblem.about(name, TOO_MANY_FILES.filled(limit=MAX_FILES), "too-many-files")


def _zip_entries(opened: zipfile.ZipFile) -> Iterator[Entry]:
    for info in opened.infolist():
        name = info.orig_filename
        if info.is_dir() and "\\" not in name:
            safe_path(name.rstrip("/"))
            continue
        mode = info.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
            raise PackageProblem.about("", LINK.filled(path=name[:80]), "link")
        path = safe_path(name)
        if is_junk(path):
            continue
        if info.flag_bits & 0x1:
            raise PackageProblem.about(path, ENCRYPTED, "encrypted")
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackageProblem.about(path, METHOD, "zip-method")
        yield path, lambda info=info: opened.open(info), max(1, info.compress_size)  # type: ignore[misc]


def _without_top_folder(files: Files) -> Files:
    """Take away the one folder that everything is in, as when a person zips a folder."""
    tops = {path.split("/")[0] for path in files}
    if len(tops) != 1 or any("/" not in path for path in files):
        return files
    (top,) = tops
    return {path[len(top) + 1 :]: content for path, content in files.items()}
