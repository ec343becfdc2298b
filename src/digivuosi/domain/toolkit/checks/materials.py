"""Materials: files that are missing or left over, links that lead nowhere or nowhere good."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, PackageProblem, Severity
from digivuosi.domain.toolkit.package import file_hash
from digivuosi.domain.toolkit.positions import decoded, text_problem
from digivuosi.domain.toolkit.sources import TEXT_SUFFIXES, safe_path
from digivuosi.domain.toolkit.toolkit import MATERIALS, Material, MaterialKind

ALLOWED = (
    *(".md", ".txt", ".csv", ".pdf", ".docx", ".xlsx", ".pptx"),
    *(".odt", ".ods", ".odp", ".png", ".jpg", ".jpeg", ".webp"),
)
"""Documents and pictures that carry no program; SVG and HTML can, so they stay out."""
MARKDOWN_FIELDS = ("description", "purpose", "steps", "done_when", "text")
LINK = re.compile(r"\]\(\s*<?([^\s)>]*)")
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.DOTALL | re.MULTILINE)

NEEDS_PATH = Text.of(
    fi="tiedostolla pitää olla ”path” (polku materials-kansiossa)",
    sv="en fil ska ha ”path” (sökvägen i mappen materials)",
    en="a file must have a “path” (inside the folder materials)",
)
NEEDS_ADDRESS = Text.of(
    fi="linkillä ja videolla pitää olla ”address”",
    sv="en länk eller video ska ha ”address”",
    en="a link or video must have an “address”",
)
NOT_BOTH = Text.of(
    fi="kenttä ”{name}” ei kuulu materiaalin lajiin ”{kind}”",
    sv="fältet ”{name}” hör inte till materialslaget ”{kind}”",
    en="the field “{name}” does not belong to the kind “{kind}”",
)
FROM_MATERIALS = Text.of(
    fi="polku alkaa materials-kansiosta: jätä alusta pois ”materials/”",
    sv="sökvägen börjar i mappen materials: lämna bort ”materials/”",
    en="the path starts in the folder materials: leave out “materials/”",
)
BAD_PATH = Text.of(
    fi="polku ”{path}” ei pysy materials-kansiossa",
    sv="sökvägen ”{path}” håller sig inte i mappen materials",
    en="the path “{path}” does not stay in the folder materials",
)
NO_FILE = Text.of(
    fi="tiedostoa {path} ei ole paketissa",
    sv="filen {path} finns inte i paketet",
    en="there is no file {path} in the package",
)
BAD_TYPE = Text.of(
    fi="tiedostotyyppiä ”{suffix}” ei sallita: käytä jotakin näistä: {allowed}",
    sv="filtypen ”{suffix}” är inte tillåten: använd någon av {allowed}",
    en="the file type “{suffix}” is not allowed: use one of {allowed}",
)
OTHER_HASH = Text.of(
    fi="tiedosto ei ole se, jonka tiiviste on kirjattu: jätä ”sha256” pois, jos muutit tiedostoa",
    sv="filen är inte den vars hashvärde är antecknat: lämna bort ”sha256” om du ändrade filen",
    en="the file is not the one whose hash is written: leave “sha256” out if you changed the file",
)
BAD_ADDRESS = Text.of(
    fi="osoite ”{address}” ei käy: osoite alkaa https://",
    sv="adressen ”{address}” duger inte: en adress börjar med https://",
    en="the address “{address}” will not do: an address starts with https://",
)
PLAIN_HTTP = Text.of(
    fi="osoite ”{address}” on suojaamaton (http): käytä https-osoitetta",
    sv="adressen ”{address}” är oskyddad (http): använd https",
    en="the address “{address}” is not protected (http): use https",
)
LEFT_OVER = Text.of(
    fi="tiedostoa ei mainita materials.yaml-tiedostossa: sitä ei näytetä kenellekään",
    sv="filen nämns inte i materials.yaml: den visas för ingen",
    en="the file is not in materials.yaml: nobody will see it",
)


def check_materials(contents: Contents) -> Iterator[Finding]:
    """Check each material and each file in the folder."""
    used: set[str] = set()
    for item in contents.of("materials"):
        kind = item.value.get("kind")
        if kind == MaterialKind.FILE:
            yield from _check_file(item, contents, used)
        elif kind is not None:
            yield from _check_address(item, kind)
    for path, content in sorted(contents.files.items()):
        if not path.startswith(f"{MATERIALS}/"):
            continue
        if path not in used and "languages" in contents.head.value:
            yield Finding(path, 0, LEFT_OVER, Severity.WARNING, "left-over")
        if PurePosixPath(path).suffix.lower() in TEXT_SUFFIXES and (problem := text_problem(content, path)):
            yield problem


def _check_file(item: Item, contents: Contents, used: set[str]) -> Iterator[Finding]:
    if "address" in item.value:
        yield item.finding(NOT_BOTH.filled(name="address", kind="file"), "wrong-field", "address")
    path = item.value.get("path")
    if path is None:
        if item.sound:
            yield item.finding(NEEDS_PATH, "no-path")
        return
    material = Material(item.key, MaterialKind.FILE, Text(), path)
    paths = material.files(contents.languages)
    missing = [one for one in paths if one not in contents.files]
    used.update(paths)
    if not _is_safe(f"{MATERIALS}/{path}"):
        yield item.finding(BAD_PATH.filled(path=path), "bad-path", "path")
    elif missing and path.startswith(f"{MATERIALS}/"):
        yield item.finding(FROM_MATERIALS, "from-materials", "path")
    else:
        for one in missing:
            yield item.finding(NO_FILE.filled(path=one), "no-file", "path")
    suffix = PurePosixPath(path).suffix.lower()
    if suffix not in ALLOWED:
        yield item.finding(BAD_TYPE.filled(suffix=suffix, allowed=", ".join(ALLOWED)), "bad-type", "path")
    written, found = item.value.get("sha256"), file_hash(material, contents.languages, contents.files)
    if written and found and written != found:
        yield item.finding(OTHER_HASH, "other-hash", "sha256")


def _is_safe(path: str) -> bool:
    try:
        return safe_path(path) == path
    except PackageProblem:
        return False


def _check_address(item: Item, kind: str) -> Iterator[Finding]:
    if "path" in item.value:
        yield item.finding(NOT_BOTH.filled(name="path", kind=kind), "wrong-field", "path")
    address = item.value.get("address")
    if address is None:
        if item.sound:
            yield item.finding(NEEDS_ADDRESS, "no-address")
        return
    if problem := _address_problem(address):
        message, code, severity = problem
        yield item.finding(message, code, "address", severity=severity)


def _address_problem(address: str) -> tuple[Text, str, Severity] | None:
    try:
        parts = urlsplit(address)
        host, scheme = parts.hostname, parts.scheme
        sound = bool(host) and parts.username is None and (parts.port or 1) > 0
    except ValueError:
        sound, scheme = False, ""
    if not sound or scheme not in ("http", "https") or any(c.isspace() for c in address):
        return BAD_ADDRESS.filled(address=address[:80]), "bad-address", Severity.ERROR
    if scheme == "http":
        return PLAIN_HTTP.filled(address=address[:80]), "plain-http", Severity.WARNING
    return None


def check_services(contents: Contents) -> Iterator[Finding]:
    """Check the address of each service in the list."""
    for item in contents.of("services"):
        address = item.value.get("address")
        if address is not None and (problem := _address_problem(address)):
            message, code, severity = problem
            yield item.finding(message, code, "address", severity=severity)


def check_links(contents: Contents) -> Iterator[Finding]:
    """Check the links inside texts and Markdown materials: within the package they must lead to a file."""
    for item in (contents.head, *contents.items):
        for name in MARKDOWN_FIELDS:
            value = item.value.get(name)
            texts = value.items() if isinstance(value, dict) else [("", value)] if value else []
            for language, words in texts:
                place = (name, language) if language else (name,)
                for message, code, severity in _link_problems(words, ("", MATERIALS), contents.files):
                    yield item.finding(message, code, *place, severity=severity)
    for path, content in contents.files.items():
        if path.startswith(f"{MATERIALS}/") and path.endswith(".md") and not text_problem(content, path):
            for number, line in enumerate(_without_code(decoded(content)).split("\n"), 1):
                for message, code, severity in _link_problems(line, (posixpath.dirname(path),), contents.files):
                    yield Finding(path, number, message, severity, code)


def _link_problems(words: str, folders: Iterable[str], files: Iterable[str]) -> Iterator[tuple[Text, str, Severity]]:
    for found in LINK.finditer(_without_code(words)):
        target = unquote(found[1])
        if not target or target.startswith(("#", "mailto:")):
            continue
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", target) or target.startswith("//"):
            if problem := _address_problem(target):
                yield problem
            continue
        path = target.split("#")[0].split("?")[0]
        places = [posixpath.normpath(posixpath.join(folder, path)) for folder in folders]
        if not any(place in files for place in places):
            yield NO_FILE.filled(path=places[-1][:80]), "no-file", Severity.ERROR


def _without_code(words: str) -> str:
    """Blank out code, in which brackets are no links, and keep the lines."""
    return CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), words)
