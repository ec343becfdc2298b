"""Figures of the three-way merge: conflicts that are none, silent wrong merges, lost edits, times; git beside it.

    python bench/merge.py [--triples 1000] [--git 1000] [--jobs 2]

Each triple is a toolkit of 60 measures made of the starter toolkit; upstream makes 15 edits, adds 4 measures and
removes 2; the municipality makes 20 edits, and its toolkit is then sorted by role and written in another form. Half
of the edits fall on eight measures, so that edits meet. What must come of it is known from the edits
(merge_edits.py), not from merging. `git merge-file` gets the same triples as one YAML and one JSON file: as they are,
and once more with all three written in the same form. Where it marks a conflict, ours is taken, as in our own result.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parents[1] / "src")]

import yaml  # noqa: E402

from bench.merge_edits import (  # noqa: E402
    Document,
    Edit,
    Editor,
    Plain,
    applied,
    document_of,
    meeting,
    place_of,
    plain_of,
    restyled,
)
from digivuosi.domain.toolkit.documents import from_document, to_document  # noqa: E402
from digivuosi.domain.toolkit.merging.merge import Merge, merge  # noqa: E402
from digivuosi.domain.toolkit.merging.places import Side, side_of  # noqa: E402
from digivuosi.domain.toolkit.package import read_package  # noqa: E402
from digivuosi.domain.toolkit.positions import parse_yaml  # noqa: E402

STARTER = Path(__file__).parents[1] / "starter"
MEASURES, UPSTREAM, ADDED, REMOVED, LOCAL, HOT = 60, 15, 4, 2, 20, 8


@dataclass(frozen=True)
class Triple:
    """Three documents, who did what, and what must come of it."""

    base: Document
    ours: Document
    """Sorted by role and in another form."""
    ours_in_form: Document
    theirs: Document
    expected: Plain
    places: frozenset[str]
    """Where both sides did something different to the same thing."""
    edits: tuple[Edit, ...]
    """Local edits."""


def starter(count: int) -> Document:
    """Return the starter toolkit's document with so many measures."""
    document = to_document(read_package(STARTER).toolkit)
    own = document["measures"]
    for number in range(count - len(own)):
        like = deepcopy(own[number % 47])
        like["key"] = f"{like['key'][:50]}-{number // 47 + 2}"
        like["title"] = {language: f"{words} {number // 47 + 2}" for language, words in like["title"].items()}
        own.append(like)
    document["measures"] = sorted(own[:count], key=lambda measure: str(measure["key"]))
    return document


@cache
def parted(count: int) -> tuple[Document, Plain, Document, Side]:
    """Return the starter toolkit in so many measures: its head, its measures, the whole document, and it as a side."""
    document = starter(count)
    head = {name: value for name, value in document.items() if name != "measures"}
    plain = plain_of(document)
    whole = document_of(head, plain)
    return head, plain, whole, side_of(from_document(whole))


def triple(seed: int, measures: int = MEASURES) -> Triple:
    random = Random(seed)  # noqa: S311 - nothing secret: the same triples every time
    head, base, document, _ = parted(measures)
    keys = sorted(base)
    hot, removed = random.sample(keys, HOT), random.sample(keys, REMOVED)
    upstream, local = (Editor(head, base, random, hot) for _ in range(2))
    upstream.edit(UPSTREAM, besides=frozenset(removed))
    for number in range(ADDED):
        upstream.add(f"new-{number}", random.choice(keys))
    upstream.remove(*removed)
    local.edit(LOCAL)
    met = meeting(local.edits, upstream.edits)
    lost = {id(other) for _, other in met}
    theirs = [edit for edit in upstream.edits if id(edit) not in lost]
    alike = {(edit.measure, edit.address) for edit in theirs} & {(edit.measure, edit.address) for edit in local.edits}
    theirs = [edit for edit in theirs if (edit.measure, edit.address) not in alike]
    in_form = document_of(head, applied(base, local.edits))
    return Triple(
        document,
        restyled(in_form, random),
        in_form,
        document_of(head, applied(base, upstream.edits)),
        applied(base, [*theirs, *local.edits]),
        frozenset(place_of(own, other) for own, other in met),
        tuple(local.edits),
    )


def reread(document: Document) -> Document:
    """Write a document as other programs do, and read it with our own reader."""
    words = yaml.dump(document, Dumper=yaml.CSafeDumper, width=60, default_style='"', allow_unicode=True)
    value = parse_yaml(words.encode(), "ours.yaml").value
    assert isinstance(value, dict)
    return _typed(value)


def _typed(value: Document) -> Document:
    """Numbers and truth values were written in quotes too, as some programs do; they come back as words."""
    for measure in value["measures"]:
        measure["days"] = int(measure.get("days", 1))
        for name in ("recommended", "guess"):
            if name in measure:
                measure[name] = measure[name] in (True, "true")
        for part in (*measure.get("responsible", ()), *measure.get("contributing", ())):
            part.update({"hours": float(part["hours"])} if "hours" in part else {})
        for one in measure.get("after", ()):
            one.update({"gap_days": int(one["gap_days"])} if "gap_days" in one else {})
    for theme in value["themes"]:
        theme["colour"] = int(theme["colour"])
    return value


def merged(one: Triple) -> Merge:
    """Merge a triple, of which ours has been written and read in its other form."""
    ours, theirs = (side_of(from_document(each)) for each in (reread(one.ours), one.theirs))
    return merge(parted(len(one.base["measures"]))[3], ours, theirs)


def wrong(found: Plain, expected: Plain) -> set[tuple[str, tuple[str, ...]]]:
    """Return the addresses that do not hold what they must."""
    return {
        (key, address)
        for key in found.keys() | expected.keys()
        for address in found.get(key, {}).keys() | expected.get(key, {}).keys() | {("there",)}
        if found.get(key, {}).get(address) != expected.get(key, {}).get(address) or (key in found) != (key in expected)
    }


def lost(found: Plain, edits: tuple[Edit, ...], expected: Plain) -> int:
    """Count the local edits that did not come through."""
    count = 0
    for edit in edits:
        held = found.get(edit.measure, {})
        if edit.address[0] in ("line", "behind"):
            lines = held.get(("steps", edit.address[1]), [])
            count += (
                edit.value not in lines if edit.value else lines != expected[edit.measure]["steps", edit.address[1]]
            )
        else:
            count += held.get(edit.address) != edit.value
    return count


def ours_figures(triples: int, told: Callable[[str], None]) -> bool:
    """Print the figures of our own merge; return whether all is as promised."""
    count: Counter[str] = Counter()
    for seed in range(triples):
        one = triple(seed)
        done = merged(one)
        places = {str(conflict.place) for conflict in done.conflicts}
        found = plain_of(to_document(done.result.toolkit))
        count["true"] += len(one.places)
        count["conflicts"] += len(places)
        count["not true"] += len(places - one.places)
        count["not told"] += len(one.places - places)
        count["wrong"] += bool(wrong(found, one.expected))
        count["lost"] += lost(found, one.edits, one.expected)
        count["local"] += len(one.edits)
        count["stale"] += len(done.stale)
    told(
        f"digivuosi                  true two-sided edits {count['true']}, conflicts {count['conflicts']}, "
        f"not true {count['not true']}, not told {count['not told']}, wrong results {count['wrong']}, "
        f"local edits lost {count['lost']} of {count['local']}, stale translations marked {count['stale']}"
    )
    return not any(count[name] for name in ("not true", "not told", "wrong", "lost"))


Form = tuple[str, Callable[[Document], str], Callable[[str], Document]]
FORMS: tuple[Form, ...] = (
    (
        "YAML",
        lambda d: yaml.dump(d, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        lambda w: dict(yaml.load(w, yaml.CSafeLoader)),
    ),
    ("JSON", lambda d: json.dumps(d, ensure_ascii=False, indent=1), lambda w: dict(json.loads(w))),
)


Counts = dict[tuple[str, str], Counter[str]]


def git_figures(triples: int, told: Callable[[str], None], jobs: int) -> None:
    """Print what git makes of the same triples, and what that took; most of it is writing and reading YAML."""
    began = perf_counter()
    counts: Counts = {}
    with ProcessPoolExecutor(jobs) as pool:
        for number, found in enumerate(pool.map(git_triple, range(triples)), start=1):
            for name, count in found.items():
                counts.setdefault(name, Counter()).update(count)
            if number % 100 == 0:
                print(f"git: {number} of {triples} triples in {perf_counter() - began:.0f} s", file=sys.stderr)
    for (name, form), count in counts.items():
        told(
            f"git, {name}, {form:<16} true two-sided edits {count['true']}, conflicts {count['hunks']}, "
            f"triples with conflicts but no two-sided edit {count['for nothing']}, "
            f"wrong results {count['wrong']}, unreadable {count['unreadable']}, local edits lost {count['lost']}"
        )
    took = perf_counter() - began
    told(f"git: {triples} triples in {took:.0f} s, {1000 * took / triples:.0f} ms each, {jobs} at a time")


def git_triple(seed: int) -> Counts:
    """Count what git makes of one triple, in each form."""
    one, counts = triple(seed), {}
    with TemporaryDirectory() as folder:
        for name, write, read in FORMS:
            base, theirs = _base(name), write(one.theirs)
            for form, ours in (("as they are", one.ours), ("all in one form", one.ours_in_form)):
                count = counts[name, form] = Counter(true=len(one.places))
                hunks, words = _git(Path(folder), [write(ours), base, theirs])
                count["hunks"] += hunks
                count["for nothing"] += hunks > 0 and not one.places
                try:
                    found = plain_of(read(words))
                except Exception:
                    count["unreadable"] += 1
                    continue
                count["wrong"] += bool(wrong(found, one.expected))
                count["lost"] += lost(found, one.edits, one.expected)
    return counts


@cache
def _base(name: str) -> str:
    """The base in a form; it is the same in every triple."""
    return next(write for form, write, _read in FORMS if form == name)(parted(MEASURES)[2])


def _git(folder: Path, words: list[str]) -> tuple[int, str]:
    """Return how many conflicts git marks, and what it makes with ours in their place."""
    paths = [folder / name for name in ("ours", "base", "theirs")]
    for path, text in zip(paths, words, strict=True):
        path.write_text(text, "utf-8")
    command = ["git", "merge-file", "-p", "-q", "-L", "ours", "-L", "base", "-L", "theirs", *map(str, paths)]
    # Started as posix_spawn does it: forking a process of this size costs more than the merge.
    marked = subprocess.run(command, capture_output=True, check=False, close_fds=False).stdout.decode()  # noqa: S603
    return MARKED.subn(r"\1", marked)[::-1]


MARKED = re.compile(r"^<<<<<<< ours\n(.*?)^=======\n.*?^>>>>>>> theirs\n", re.MULTILINE | re.DOTALL)
"""What `git merge-file` writes around a conflict; nothing in a toolkit's text begins a line so."""


def times(counts: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """Time a merge and the check of its result, at several sizes, each so many times; in processor time."""
    for count, rounds in counts:
        one = triple(1, count)
        sides = [side_of(from_document(document)) for document in (one.base, one.ours, one.theirs)]
        took: dict[str, list[float]] = {"merge": [], "check": []}
        for _ in range(rounds):
            begun = process_time()
            done = merge(*sides)
            took["merge"].append((process_time() - begun) * 1000)
            begun = process_time()
            done.findings()
            took["check"].append((process_time() - begun) * 1000)
        yield (
            f"{count} measures: merge {median(took['merge']):.1f} ms, "
            f"checking the result {median(took['check']):.0f} ms (median of {rounds})"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--triples", type=int, default=1_000)
    parser.add_argument("--git", type=int, help="how many of them git merges too; else all")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="how many git merges at a time")
    options = parser.parse_args()

    def told(line: str) -> None:
        print(line, flush=True)

    good = ours_figures(options.triples, told)
    for line in times(((60, 25), (1_000, 7))):
        told(line)
    git_figures(options.triples if options.git is None else options.git, told, options.jobs)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
