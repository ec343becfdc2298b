"""What `digivuosi toolkit diff`, `merge` and `log` do with packages that have been read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.findings import Finding, PackageProblem
from digivuosi.domain.toolkit.merging.conflict_file import LARGEST, conflict_file, files_to_save, read_choices
from digivuosi.domain.toolkit.merging.differences import diff
from digivuosi.domain.toolkit.merging.lineage import taken_in
from digivuosi.domain.toolkit.merging.merge import Merge, merge, resolve
from digivuosi.domain.toolkit.merging.places import Side, side_of
from digivuosi.domain.toolkit.merging.telling import (
    Told,
    changes_in_words,
    conflict_in_words,
    diff_in_words,
    stale_in_words,
)
from digivuosi.domain.toolkit.package import EXISTS, Package, write_folder, write_zip
from digivuosi.domain.toolkit.toolkit import Toolkit

SAME = Text.of(fi="Paketit sanovat saman.", sv="Paketen säger samma sak.", en="The packages say the same.")
EDITION = Text.of(
    fi="{id} {edition} ({publisher}), tiiviste {hash}",
    sv="{id} {edition} ({publisher}), hashvärde {hash}",
    en="{id} {edition} ({publisher}), hash {hash}",
)
CAME_FROM = Text.of(fi="peritty: {line}", sv="ärvd från: {line}", en="came from: {line}")
SINCE = Text.of(
    fi="Muutokset julkaisuversiosta {edition}:",
    sv="Ändringar sedan utgåva {edition}:",
    en="Changes since edition {edition}:",
)
CONFLICT_WORD = Text.of(fi="ristiriita", sv="konflikt", en="conflict")
OURS_KEPT = Text.of(
    fi="Avoimia ristiriitoja {count}: tulokseen jäi toistaiseksi oma arvonne.",
    sv="Öppna konflikter {count}: ert eget värde står tills vidare i resultatet.",
    en="Open conflicts {count}: for the time being your own value stands in the result.",
)
TOO_BIG = Text.of(fi="tiedosto on liian suuri", sv="filen är för stor", en="the file is too big")


OTHER_TOOLKIT = Text.of(
    fi="tämä on työkalupaketti {theirs}, mutta pohja on työkalupaketti {base}. Antakaa järjestyksessä: "
    "julkaisuversio, jonka kopioitte; oma paketti; saman lähteen uusi julkaisuversio",
    sv="det här är verktygslådan {theirs}, men basen är verktygslådan {base}. Ge i ordning: utgåvan som ni kopierade; "
    "ert eget paket; samma källas nya utgåva",
    en="this is the toolkit {theirs}, but the base is the toolkit {base}. Give in this order: the edition that you "
    "copied; your own package; the new edition of the same source",
)
TAKEN_ALREADY = Text.of(
    fi="julkaisuversio {edition} on jo otettu omaan pakettiinne, eikä pohja ole se. Antakaa järjestyksessä: "
    "julkaisuversio, jonka kopioitte; oma paketti; uusi julkaisuversio",
    sv="utgåvan {edition} har redan tagits in i ert eget paket, och basen är en annan. Ge i ordning: utgåvan som ni "
    "kopierade; ert eget paket; den nya utgåvan",
    en="the edition {edition} has been taken into your own package already, and the base is another. Give in this "
    "order: the edition that you copied; your own package; the new edition",
)
SAME_PLACE = Text.of(
    fi="tulos ja ristiriidat eivät mahdu samaan paikkaan: antakaa niille eri nimet",
    sv="resultatet och konflikterna ryms inte på samma plats: ge dem olika namn",
    en="the result and the conflicts cannot stand in one place: give them different names",
)


def refuse_wrong_order(base: Toolkit, ours: Toolkit, theirs: Toolkit, path: Path) -> None:
    """Raise PackageProblem when the three cannot be base, ours and theirs in this order; `path` is that of theirs."""
    if theirs.id != base.id:
        told = OTHER_TOOLKIT.filled(theirs=theirs.id, base=base.id)
        raise PackageProblem.about(str(path), told, "other-toolkit")
    from_there = [line for line in ours.lineage if line.id == base.id and line.hash]
    newest = from_there[-1].hash if ours.id != base.id and from_there else ""
    if newest and newest == content_hash(theirs) != content_hash(base):
        raise PackageProblem.about(str(path), TAKEN_ALREADY.filled(edition=theirs.edition), "taken-already")


@dataclass(frozen=True)
class Merging:
    """A merge as the command asks for it: where things go, and what has been chosen."""

    output: Path
    conflicts: Path | None
    choices: Path | None
    language: str

    @property
    def beside(self) -> Path | None:
        """The folder of files that the file of conflicts cannot hold."""
        return self.conflicts.with_name(f"{self.conflicts.name}.files") if self.conflicts else None

    def refuse_what_exists(self) -> None:
        """Raise PackageProblem before anything is written when something would be written over."""
        if self.conflicts is not None and self.output.resolve() in (self.conflicts.resolve(), self.beside):
            raise PackageProblem.about(str(self.conflicts), SAME_PLACE, "same-place")
        for path in (self.output, self.conflicts, self.beside):
            if path is not None and path.exists() and not (path.is_dir() and not any(path.iterdir())):
                raise PackageProblem.about(str(path), EXISTS, "exists")

    def merged(self, base: Package, ours: Package, theirs: Package) -> Merge:
        """Return the merge with the choices made, as the next state of ours."""
        done = merge(side_of(base), side_of(ours), side_of(theirs))
        if self.choices is not None:
            with self.choices.open("rb") as opened:
                content = opened.read(LARGEST + 1)
            if len(content) > LARGEST:
                raise PackageProblem.about(str(self.choices), TOO_BIG, "too-big")
            done = resolve(done, read_choices(content, self.choices.name, done))
        return replace(done, result=taken_in(done.result, ours.toolkit, theirs.toolkit))

    def write(self, done: Merge) -> None:
        """Write the result, and the conflicts where they are asked for."""
        if self.output.suffix.lower() == ".zip":
            self.output.write_bytes(write_zip(done.package()))
        else:
            write_folder(done.package(), self.output)
        if self.conflicts is None or self.beside is None or not done.conflicts:
            return
        saved = {}
        for held, (name, content) in files_to_save(done).items():
            self.beside.mkdir(exist_ok=True)
            (self.beside / name).write_bytes(content)
            saved[held] = f"{self.beside.name}/{name}"
        told = conflict_file(done, lambda one: conflict_in_words(done, one, self.language), saved, self.language)
        self.conflicts.write_bytes(told)


def merge_lines(done: Merge, findings: Sequence[Finding], language: str) -> Iterator[str]:
    """Tell what was taken in, what is in conflict, which translations are stale and what is wrong with the result."""
    yield from told_lines(changes_in_words(done, language))
    for conflict in done.open:
        yield f"{CONFLICT_WORD.get(language)}: {conflict_in_words(done, conflict, language)}"
    for mark in done.stale:
        yield stale_in_words(done.result.toolkit, mark, language)
    for finding in findings:
        yield finding.shown(language)


def new_findings(done: Merge, calendars: Sequence[SchoolYear]) -> tuple[Finding, ...]:
    """Return the errors of the result, and the notes that ours did not have; stale translations are told apart."""
    known = {
        (finding.code, finding.key, finding.message)
        for finding in replace(done, result=done.ours).findings(calendars)
        if not finding.is_error
    }
    return tuple(
        finding
        for finding in done.findings(calendars)
        if (finding.code, finding.key, finding.message) not in known and finding.code != "stale-translation"
    )


def diff_lines(before: Package | Side, after: Package | Side, language: str) -> Iterator[str]:
    """Tell what makes one package of the other, by item and field."""
    old, new = (side if isinstance(side, Side) else side_of(side) for side in (before, after))
    changes = diff(old, new)
    if not changes:
        yield SAME.get(language)
    yield from told_lines(diff_in_words(old.toolkit, new.toolkit, changes, language))


def log_lines(packages: Sequence[Package], language: str) -> Iterator[str]:
    """Tell of each package, newest first: what it is, where it came from, what changed since the next older one."""
    for number, package in enumerate(packages):
        if number:
            yield ""
        yield from _edition_lines(package.toolkit, language)
        if number + 1 < len(packages):
            older = packages[number + 1]
            yield SINCE.filled(edition=older.toolkit.edition).get(language)
            yield from (f"  {line}" for line in diff_lines(older, package, language))


def told_lines(told: Sequence[Told]) -> Iterator[str]:
    for one in told:
        yield one.title
        for sentence in one.sentences:
            yield from (f"  {line}" for line in sentence.split("\n"))


def _edition_lines(toolkit: Toolkit, language: str) -> Iterator[str]:
    told = EDITION.filled(
        id=toolkit.id, edition=toolkit.edition, publisher=toolkit.publisher, hash=content_hash(toolkit)[:12]
    )
    yield told.get(language)
    for line in reversed(toolkit.lineage):
        words = f"{line.id} {line.edition}" + (f" ({line.publisher})" if line.publisher else "")
        yield f"  {CAME_FROM.filled(line=words).get(language)}"
