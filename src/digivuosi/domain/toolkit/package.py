"""The package of a toolkit: a folder or a zip that a person can read, and the toolkit that it holds."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, contents_of, read_contents
from digivuosi.domain.toolkit.documents import DocumentProblem, from_document, to_document
from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.sources import read_files, safe_path
from digivuosi.domain.toolkit.toolkit import MATERIALS, Material, Toolkit
from digivuosi.domain.toolkit.writing import package_files

OLD_DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest day a zip knows: the same files give the same bytes whenever they are packed."""
PLAIN_FILE = 0o100644 << 16

EXISTS = Text.of(
    fi="on jo olemassa: päälle ei kirjoiteta",
    sv="finns redan: ingenting skrivs över",
    en="exists already: nothing is written over",
)


@dataclass(frozen=True)
class Package:
    toolkit: Toolkit
    files: Mapping[str, bytes]
    """Every file by its path, as it was read."""
    contents: Contents = field(repr=False, compare=False)
    """What stands in the files, with lines; the checks read it."""

    @property
    def materials(self) -> dict[str, bytes]:
        """The files under `materials/`, by path."""
        return {path: held for path, held in self.files.items() if path.startswith(f"{MATERIALS}/")}


def read_package(source: Path | str | bytes) -> Package:
    """Read a folder, a zip file or a zip's bytes.

    Raises PackageProblem with every error of the form; `checking.check` then says whether it makes sense.
    """
    contents = read_contents(read_files(source))
    if not contents.is_sound:
        raise PackageProblem(finding for finding in contents.findings if finding.is_error)
    return package_from(contents)


def package_from(contents: Contents) -> Package:
    """Return the package of sound contents."""
    try:
        toolkit = from_document(contents.document())
    except DocumentProblem as problem:
        raise PackageProblem.about(problem.where, problem.message, "document") from problem
    return Package(with_hashes(toolkit, contents.files), contents.files, contents)


def package_of(toolkit: Toolkit, materials: Mapping[str, bytes] | None = None) -> Package:
    """Return the package of a toolkit that was not read from one; `materials` are bytes by path."""
    held = {safe_path(path): content for path, content in (materials or {}).items()}
    toolkit = with_hashes(toolkit, held)
    files = package_files(toolkit, held)
    return Package(toolkit, files, contents_of(to_document(toolkit), files))


def with_hashes(toolkit: Toolkit, files: Mapping[str, bytes]) -> Toolkit:
    """Return the toolkit with the hash of each material's files, where the files are at hand."""
    materials = tuple(_hashed(material, toolkit.languages, files) for material in toolkit.materials)
    return replace(toolkit, materials=materials, _by_key={})


def _hashed(material: Material, languages: tuple[str, ...], files: Mapping[str, bytes]) -> Material:
    found = file_hash(material, languages, files)
    return replace(material, sha256=found) if found else material


def file_hash(material: Material, languages: tuple[str, ...], files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of a material's file, or of the list of its files' hashes; empty when one is missing."""
    paths = material.files(languages)
    if not paths or any(path not in files for path in paths):
        return ""
    hashes = {path: hashlib.sha256(files[path]).hexdigest() for path in paths}
    if len(hashes) == 1:
        return hashes[paths[0]]
    return hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()


def write_folder(package: Package, folder: Path) -> None:
    """Write the package into a new folder, whole or not at all; raises PackageProblem when something is there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise PackageProblem.about(str(folder), EXISTS, "exists")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as made:
        inside = Path(made) / "package"
        inside.mkdir()
        for path, content in package.files.items():
            target = inside / safe_path(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        inside.rename(folder)


def write_zip(package: Package) -> bytes:
    """Return the package as a zip: the same files give the same bytes."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        for path in sorted(package.files):
            entry = zipfile.ZipInfo(safe_path(path), OLD_DAY)
            entry.create_system = 3
            entry.external_attr = PLAIN_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            opened.writestr(entry, package.files[path])
    return made.getvalue()
