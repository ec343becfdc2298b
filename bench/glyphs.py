"""What a real browser shows of a wheel: the box of every letter, turned as the letter is, and what it touches.

Used by `bench/wheel.py` and by the browser test of the wheel's names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

ASCENT, DESCENT = 1.025, 0.275

MEASURE = """
async ({ascent, descent}) => {
  await document.fonts.ready;
  const svg = document.querySelector('svg');
  const view = svg.viewBox.baseVal;
  const points = svg.width.baseVal.value / 96 * 72 / view.width;
  const texts = [];
  const owner = (node) => {
    if (node.dataset.legend) return 'entry ' + node.dataset.legend;
    const group = node.closest('[data-entry]');
    if (group && node.classList.contains('name')) return 'entry ' + group.dataset.entry;
    return group ? 'number ' + group.dataset.entry : 'text ' + texts.length;
  };
  for (const node of svg.querySelectorAll('text')) {
    const size = parseFloat(getComputedStyle(node).fontSize);
    const matrix = node.getCTM(), base = svg.getCTM().inverse();
    const m = base.multiply(matrix);
    const quads = [], boxes = [], turns = [];
    let lost = 0;
    for (let i = 0; i < node.getNumberOfChars(); i++) {
      const from = node.getStartPositionOfChar(i), to = node.getEndPositionOfChar(i);
      const extent = node.getExtentOfChar(i);
      const turn = node.getRotationOfChar(i) * Math.PI / 180;
      const run = Math.hypot(to.x - from.x, to.y - from.y);
      if (extent.width === 0 && extent.height === 0) { lost += 1; continue; }
      if (!run) continue;
      const cos = Math.cos(turn), sin = Math.sin(turn);
      const corner = (along, up) => {
        const x = from.x + along * cos + up * sin, y = from.y + along * sin - up * cos;
        return [m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f];
      };
      const quad = [corner(0, ascent * size), corner(run, ascent * size),
                    corner(run, -descent * size), corner(0, -descent * size)];
      quads.push(quad);
      turns.push((Math.atan2(quad[1][1] - quad[0][1], quad[1][0] - quad[0][0]) * 180 / Math.PI));
    }
    texts.push({owner: owner(node), content: node.textContent, size: size * points,
                name: node.classList.contains('name'), legend: node.dataset.legend || null,
                quads, turns, lost});
  }
  const leaders = [...svg.querySelectorAll('.leader')].map((line) => {
    const length = line.getTotalLength(), found = [];
    for (let at = 0; at <= length; at += 1.5) { const p = line.getPointAtLength(at); found.push([p.x, p.y]); }
    const bends = line.getAttribute('d').slice(1).split('L').map((pair) => pair.split(' ').map(Number));
    return {owner: 'entry ' + line.closest('[data-entry]').dataset.entry, points: found, bends};
  });
  const family = [...document.fonts].filter((face) => face.status === 'loaded').length;
  return JSON.stringify({
    width: view.width, height: view.height, texts, leaders, fonts: family,
    entries: [...svg.querySelectorAll('[data-entry]')].map((g) => g.dataset.entry)});
}
"""

Quad = tuple[tuple[float, float], ...]


@dataclass
class Measured:
    """What was seen on one page."""

    names: int = 0
    whole: int = 0
    upright: int = 0
    inside: int = 0
    listed: int = 0
    smallest: float = 99.0
    touching: set[tuple[str, str]] = field(default_factory=set)
    touching_upright_boxes: set[tuple[str, str]] = field(default_factory=set)
    crossed: set[tuple[str, str]] = field(default_factory=set)
    crossings: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.touching and not self.crossed and self.whole == self.upright == self.inside == self.names


def measure(page: Any, svg: str, titles: Mapping[int, str]) -> Measured:
    """Show the SVG in the page and return what is seen of the names of `titles` (by row)."""
    page.set_content(f'<!doctype html><body style="margin:0">{svg}')
    # As one text: playwright takes two seconds to read a hundred thousand numbers one by one.
    return judged(json.loads(page.evaluate(MEASURE, {"ascent": ASCENT, "descent": DESCENT})), titles)


def judged(seen: Mapping[str, Any], titles: Mapping[int, str]) -> Measured:
    """Judge what the browser said."""
    found = Measured(names=len(titles))
    for row, title in titles.items():
        mine = [t for t in seen["texts"] if t["owner"] == f"entry {row}"]
        if "".join(t["content"] for t in mine) == title and not any(t["lost"] for t in mine):
            found.whole += 1
        else:
            found.wrong.append(f"{row}: {[t['content'] for t in mine]}")
        found.listed += any(t["legend"] for t in mine)
        found.upright += all(abs(turn) <= 90.01 for t in mine for turn in t["turns"])
        corners = [corner for t in mine for quad in t["quads"] for corner in quad]
        found.inside += bool(corners) and all(0 <= x <= seen["width"] and 0 <= y <= seen["height"] for x, y in corners)
        found.smallest = min([found.smallest, *(t["size"] for t in mine)])
    letters = [(t["owner"], tuple(map(tuple, quad))) for t in seen["texts"] for quad in t["quads"]]
    found.touching = _pairs(letters, _meet)
    found.touching_upright_boxes = _pairs(letters, lambda a, b: True)
    found.crossed = _crossed(letters, seen["leaders"])
    found.crossings = _crossings([line["bends"] for line in seen["leaders"]])
    return found


def _bounds(quad: Quad) -> tuple[float, float, float, float]:
    xs, ys = [p[0] for p in quad], [p[1] for p in quad]
    return min(xs), min(ys), max(xs), max(ys)


def _pairs(letters: list[tuple[str, Quad]], meet: Any) -> set[tuple[str, str]]:
    cells: dict[tuple[int, int], list[int]] = {}
    bounds = [_bounds(quad) for _, quad in letters]
    found = set()
    for index, (owner, quad) in enumerate(letters):
        left, top, right, bottom = bounds[index]
        for cell in _cells(bounds[index]):
            for other in cells.setdefault(cell, []):
                name, shape = letters[other]
                box = bounds[other]
                if (
                    name != owner
                    and left < box[2] - 0.01
                    and box[0] < right - 0.01
                    and top < box[3] - 0.01
                    and box[1] < bottom - 0.01
                    and meet(quad, shape)
                ):
                    found.add((name, owner))
            cells[cell].append(index)
    return found


def _cells(box: tuple[float, float, float, float], size: float = 12.0) -> Iterable[tuple[int, int]]:
    for x in range(int(box[0] // size), int(box[2] // size) + 1):
        for y in range(int(box[1] // size), int(box[3] // size) + 1):
            yield x, y


def _meet(one: Quad, other: Quad) -> bool:
    """Return whether two turned boxes overlap: no side of either keeps them apart."""
    for quad in (one, other):
        for i in range(2):
            (ax, ay), (bx, by) = quad[i], quad[i + 1]
            nx, ny = ay - by, bx - ax
            a = [nx * x + ny * y for x, y in one]
            b = [nx * x + ny * y for x, y in other]
            slack = 0.01 * (nx * nx + ny * ny) ** 0.5
            if max(a) <= min(b) + slack or max(b) <= min(a) + slack:
                return False
    return True


def _crossed(letters: list[tuple[str, Quad]], leaders: list[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Return which names a leader line passes over."""
    cells: dict[tuple[int, int], list[int]] = {}
    for index, (_, quad) in enumerate(letters):
        for cell in _cells(_bounds(quad)):
            cells.setdefault(cell, []).append(index)
    found = set()
    for leader in leaders:
        for x, y in leader["points"]:
            for index in cells.get((int(x // 12), int(y // 12)), ()):
                owner, quad = letters[index]
                if owner != "number " + leader["owner"][6:] and _within(x, y, quad):
                    found.add((leader["owner"], owner))
    return found


def _within(x: float, y: float, quad: Quad) -> bool:
    signs = set()
    for (ax, ay), (bx, by) in zip(quad, (*quad[1:], quad[0]), strict=True):
        signs.add((bx - ax) * (y - ay) - (by - ay) * (x - ax) > 0)
    return len(signs) == 1


def _crossings(lines: list[list[tuple[float, float]]]) -> int:
    """Return how many pairs of leader lines truly cross."""
    parts = [(number, a, b) for number, line in enumerate(lines) for a, b in pairwise(line)]
    cells: dict[tuple[int, int], list[int]] = {}
    found = set()
    for index, (number, a, b) in enumerate(parts):
        box = _bounds((a, b))
        for cell in _cells(box):
            for other in cells.setdefault(cell, []):
                mate, c, d = parts[other]
                if mate != number and _cut(a, b, c, d):
                    found.add((mate, number))
            cells[cell].append(index)
    return len(found)


def _side(a: tuple[float, float], b: tuple[float, float], p: tuple[float, float]) -> float:
    return (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0])


def _cut(a: Any, b: Any, c: Any, d: Any) -> bool:
    return _side(a, b, c) * _side(a, b, d) < -1e-6 and _side(c, d, a) * _side(c, d, b) < -1e-6
