"""The messages of the pages in Finnish and Swedish: extracting, merging, compiling and checking, in pure Python.

English is the message itself. Each app keeps its own `locale/<language>/LC_MESSAGES/django.po`.
"""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

APPS = Path(__file__).resolve().parent.parent
LANGUAGES = ("fi", "sv")
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|(?<!\{)\{(\w*)\}(?!\})")

Id = tuple[str, str]
"""Context (or nothing) and the English words."""


@dataclass(frozen=True)
class Mistake:
    """Something wrong with a translation, as a person reads it."""

    app: str
    language: str
    words: str

    def __str__(self) -> str:
        return f"{self.app} {self.language}: {self.words}"


def apps(root: Path = APPS, only: str = "") -> list[Path]:
    """The folders of the apps, or of one."""
    found = sorted(folder for folder in root.iterdir() if (folder / "__init__.py").is_file())
    return [folder for folder in found if not only or folder.name == only]


def po_file(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


# --- extracting --------------------------------------------------------------------------------------------------


def extracted(app: Path) -> Catalog:
    """The messages that the Python files and templates of an app use, with the files that use them."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for file in _sources(app):
        source = file.read_text(encoding="utf-8")
        if file.suffix != ".py":
            source = _one_statement_a_line(templatize(source, origin=str(file)))
        where = file.relative_to(app).as_posix()
        try:
            found = list(extract("python", io.BytesIO(source.encode()), keywords=_KEYWORDS))
        except (tokenize.TokenError, SyntaxError) as problem:
            raise ValueError(f"{where} cannot be read: {problem}") from problem
        for _line, message, _comments, context in found:
            catalog.add(message, context=context, locations=[(where, 0)])
    return catalog


def _sources(app: Path) -> Iterator[Path]:
    for file in sorted(app.rglob("*")):
        inside = file.relative_to(app).parts
        if "migrations" in inside or "static" in inside or "locale" in inside:
            continue
        if file.suffix in {".py", ".html", ".txt"} and file.is_file():
            yield file


def _one_statement_a_line(code: str) -> str:
    # Django turns a template into calls between blanks; the blanks are no Python indentation.
    return "\n".join(line.strip() for line in code.splitlines()) + "\n"


# --- merging, compiling ------------------------------------------------------------------------------------------


def update(app: Path, language: str) -> int:
    """Bring an app's catalog up to date: new messages empty, unused ones set aside. Returns how many are empty."""
    template = extracted(app)
    file = po_file(app, language)
    if not len(template) and not file.is_file():
        return 0
    catalog = read(file, language)
    catalog.update(template, no_fuzzy_matching=True)
    write(file, catalog)
    return sum(1 for message in catalog if message.id and not _is_translated(message))


def read(file: Path, language: str) -> Catalog:
    """Read a catalog, an empty one when there is no file."""
    if not file.is_file():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with file.open("rb") as stream:
        return read_po(stream, locale=language)


def write(file: Path, catalog: Catalog) -> None:
    """Write a catalog without line numbers and dates, so that a change shows only what changed."""
    file.parent.mkdir(parents=True, exist_ok=True)
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=True, include_lineno=False, sort_output=True)
    plural = catalog.plural_forms
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {catalog.locale}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n'
        f'"Plural-Forms: {plural}\\n"\n\n'
    )
    file.write_bytes(header.encode() + out.getvalue())


def catalogs(root: Path = APPS, only: str = "") -> Iterator[tuple[Path, str, Path]]:
    """Every catalog that exists: app, language, file."""
    for app in apps(root, only):
        for language in LANGUAGES:
            file = po_file(app, language)
            if file.is_file():
                yield app, language, file


def stale(root: Path = APPS) -> bool:
    """Whether a compiled catalog is missing or older than its source."""
    return any(_is_stale(file) for _, _, file in catalogs(root))


def _is_stale(file: Path) -> bool:
    compiled = file.with_suffix(".mo")
    return not compiled.is_file() or compiled.stat().st_mtime < file.stat().st_mtime


def compile_all(root: Path = APPS, only: str = "") -> list[Path]:
    """Compile what is stale; return the files made."""
    made = []
    for _, language, file in catalogs(root, only):
        if not _is_stale(file):
            continue
        compiled = file.with_suffix(".mo")
        part = compiled.with_suffix(".part")
        with part.open("wb") as stream:
            write_mo(stream, read(file, language))
        part.replace(compiled)
        made.append(compiled)
    return made


# --- checking ----------------------------------------------------------------------------------------------------


def check(root: Path = APPS, only: str = "") -> list[Mistake]:
    """Everything wrong with the translations, by app and language."""
    found: list[Mistake] = []
    for app in apps(root, only):
        used = extracted(app)
        for language in LANGUAGES:
            kept = read(po_file(app, language), language)
            found.extend(Mistake(app.name, language, words) for words in _compared(used, kept))
    return found + _differing(root, only)


def _compared(used: Catalog, kept: Catalog) -> Iterator[str]:
    for message in used:
        if not message.id:
            continue
        mine = kept.get(_singular(message), message.context)
        if mine is None or not _is_translated(mine):
            yield f"missing: {_singular(message)!r}"
            continue
        if mine.fuzzy:
            yield f"fuzzy: {_singular(message)!r}"
        yield from _placeholder_mistakes(mine)
    for message in kept:
        if message.id and used.get(_singular(message), message.context) is None:
            yield f"unused: {_singular(message)!r}"


def _placeholder_mistakes(message: Message) -> Iterator[str]:
    ids = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
    strings = _strings(message)
    wanted = {name for words in ids for name in placeholders(words)}
    for words in strings:
        given = set(placeholders(words))
        if given != wanted and not (len(ids) > 1 and given <= wanted):
            yield f"placeholders differ: {_singular(message)!r} has {sorted(wanted)}, {words!r} has {sorted(given)}"


def placeholders(words: str) -> list[str]:
    """The places to fill in: `%(name)s` and `{name}`."""
    return [first or second for first, second in _PLACEHOLDER.findall(words)]


def _differing(root: Path, only: str) -> list[Mistake]:
    """The same English words said in two ways: the readers would meet whichever app comes first."""
    said: dict[tuple[str, Id], dict[str, str]] = {}
    for app, language, file in catalogs(root):
        for message in read(file, language):
            if message.id and _is_translated(message) and not message.fuzzy:
                key = (language, (message.context or "", _singular(message)))
                said.setdefault(key, {})[app.name] = _strings(message)[0]
    mistakes = []
    for (language, (_context, words)), by_app in sorted(said.items()):
        if len(set(by_app.values())) > 1 and (not only or only in by_app):
            ways = ", ".join(f"{app} {way!r}" for app, way in sorted(by_app.items()))
            mistakes.append(Mistake("+".join(sorted(by_app)), language, f"said differently: {words!r}: {ways}"))
    return mistakes


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else next(iter(message.id))


def _strings(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ())


def _is_translated(message: Message) -> bool:
    strings = _strings(message)
    return bool(strings) and all(strings)
