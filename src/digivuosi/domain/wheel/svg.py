"""Writing a drawing as SVG: into a page, or as a file of its own with style sheet and font."""

from __future__ import annotations

import html
import re
from math import cos, radians, sin

from digivuosi.domain.wheel import fonts, styles
from digivuosi.domain.wheel.arcnames import TICK_ROOM, ArcLine
from digivuosi.domain.wheel.geometry import at, degrees_of
from digivuosi.domain.wheel.shapes import Arc, Drawing, Key, Point, Sector, Words

NOT_IN_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


def escape(words: str) -> str:
    """Return the words as they may stand in XML; letters that XML cannot hold at all are left out."""
    return html.escape(NOT_IN_XML.sub("", words))


def page_svg(drawing: Drawing, *, prefix: str = "wheel", role: str = "button") -> str:
    """Return the SVG for a page: a group that says what it shows, each entry focusable by script.

    It has no inline style and no fonts of its own; the page brings `styles.css()` and the narrow cut of the font.
    """
    return _Writer(drawing, prefix, role).written(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wheel{" small" if drawing.small else ""}" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" role="group" '
        f'aria-label="{escape(drawing.label)}" lang="{drawing.language}">'
    )


def file_svg(drawing: Drawing, *, font: bool = True) -> str:
    """Return the SVG as a file of its own; `font` puts the font into it, as the poster's renderer does not need."""
    millimetre = drawing.scale * 25.4 / 72
    face = fonts.font_face(_rare_letters(drawing)) if font else ""
    return _Writer(drawing, "n", None).written(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="wheel" width="{_n(drawing.width * millimetre)}mm" '
        f'height="{_n(drawing.height * millimetre)}mm" '
        f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" role="img" xml:lang="{drawing.language}" '
        f'lang="{drawing.language}">\n<title>{escape(drawing.label)}</title>\n'
        f"<style>{face}{styles.css()}</style>\n"
        f'<rect class="paper" width="{_n(drawing.width)}" height="{_n(drawing.height)}"/>'
    )


def _rare_letters(drawing: Drawing) -> frozenset[str]:
    letters = set("".join([arc.entry.title for arc in drawing.arcs] + [text.text for text in drawing.texts]))
    return frozenset(letter for letter in letters if ord(letter) not in fonts.BASE_LETTERS)


def _n(value: float) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class _Writer:
    def __init__(self, drawing: Drawing, prefix: str, role: str | None) -> None:
        self.drawing, self.prefix, self.role = drawing, prefix, role
        self.x, self.y = drawing.centre
        self.out: list[str] = []

    def written(self, opening: str) -> str:
        self.out.append(opening)
        self._ground()
        # Outer entries first: the leader lines of inner ones pass over the arcs further out.
        for arc in sorted(self.drawing.arcs, key=lambda arc: -arc.sector.outer):
            self._arc(arc)
        self._front()
        self.out.append("</svg>\n")
        return "\n".join(self.out)

    # Geometry

    def point(self, angle: float, radius: float) -> str:
        turn = radians(angle)
        return f"{self.x + radius * sin(turn):.2f} {self.y - radius * cos(turn):.2f}"

    def sector(self, s: Sector) -> str:
        large = 1 if s.end - s.start > 180 else 0
        outer, inner = f"{s.outer:.2f}", f"{s.inner:.2f}"
        return (
            f"M{self.point(s.start, s.outer)}A{outer} {outer} 0 {large} 1 {self.point(s.end, s.outer)}"
            f"L{self.point(s.end, s.inner)}A{inner} {inner} 0 {large} 0 {self.point(s.start, s.inner)}Z"
        )

    def circle(self, radius: float, kind: str) -> str:
        return f'<circle class="{kind}" cx="{_n(self.x)}" cy="{_n(self.y)}" r="{_n(radius)}"/>'

    def line(self, points: tuple[Point, ...]) -> str:
        return "M" + "L".join(f"{self.x + x:.2f} {self.y + y:.2f}" for x, y in points)

    def text(self, words: Words, kind: str, extra: str = "") -> str:
        x, y = f"{self.x + words.x:.2f}", f"{self.y + words.y:.2f}"
        turned = ""
        if words.turn:
            # The middle of the letters, not their base line, stands at the point.
            y = f"{self.y + words.y + 0.34 * words.size:.2f}"
            turned = f' transform="rotate({_n(words.turn)} {x} {self.y + words.y:.2f})"'
        anchor = "" if words.anchor == "start" else f' text-anchor="{words.anchor}"'
        kinds = f"{kind} bold" if words.bold else kind
        return (
            f'<text class="{kinds}" x="{x}" y="{y}" font-size="{_n(words.size)}"{anchor}{turned}{extra}>'
            f"{escape(words.text)}</text>"
        )

    def curved(self, line: ArcLine, name: str, kind: str) -> str:
        """Write a line on an arc. The path is longer than the words, so that another font loses no letter."""
        half = min(max(line.reach * 0.62 + 1, line.reach / 2 + 0.5), 175.0)
        start, end = line.angle - half, line.angle + half
        large = 1 if half > 90 else 0
        radius = f"{line.radius:.2f}"
        if line.clockwise:
            path = f"M{self.point(start, line.radius)}A{radius} {radius} 0 {large} 1 {self.point(end, line.radius)}"
        else:
            path = f"M{self.point(end, line.radius)}A{radius} {radius} 0 {large} 0 {self.point(start, line.radius)}"
        return (
            f'<path id="{name}" d="{path}" fill="none"/>'
            f'<text class="{kind}" font-size="{_n(line.size)}" text-anchor="middle">'
            f'<textPath href="#{name}" startOffset="50%">{escape(line.words)}</textPath></text>'
        )

    # Parts

    def _ground(self) -> None:
        drawing, out = self.drawing, self.out
        out.append('<g class="ground" aria-hidden="true">')
        out += [f'<path class="gap" data-gap="{gap.key}" d="{self.sector(gap.sector)}"/>' for gap in drawing.gaps]
        for month in drawing.months:
            lit = " lit" if month.number == drawing.lit else ""
            out.append(f'<g class="month{lit}" data-month="{month.number}">')
            out.append(f'<path class="wedge" d="{self.sector(month.wedge)}"/>')
            out.append(f'<path class="cell" d="{self.sector(month.cell)}"/>')
            if month.line:
                out.append(self.curved(month.line, f"{self.prefix}-m{month.number}", "month-name bold"))
            out.append("</g>")
        inner = drawing.bands[-1].inner if drawing.bands else drawing.hub
        ends = [month.wedge.start for month in drawing.months] + [m.wedge.end for m in drawing.months[-1:]]
        if not drawing.small:
            spokes = "".join(f"M{self.point(a, inner)}L{self.point(a, drawing.rim)}" for a in ends)
            out.append(f'<path class="spoke" d="{spokes}"/>')
        edges = [radius for band in drawing.bands for radius in (band.outer, band.inner)]
        out += [self.circle(radius, "ring") for radius in edges or [drawing.rim]]
        if drawing.weeks:
            cells = "".join(
                f"M{self.point(w.cell.start, w.cell.inner + 2)}L{self.point(w.cell.start, w.cell.outer - 2)}"
                for w in drawing.weeks
            )
            out.append(f'<path class="week-cells" d="{cells}"/>')
        for week in drawing.weeks:
            if week.words:
                out.append(self.text(week.words, "week quiet" if week.quiet else "week"))
        out += [self.text(band.letter, "letter") for band in drawing.bands if band.letter]
        if drawing.today is not None:
            out.append(
                f'<path class="today" d="M{self.point(drawing.today, inner - 2)}'
                f'L{self.point(drawing.today, drawing.rim + 4)}"/>'
            )
        out.append("</g>")

    def _arc(self, arc: Arc) -> None:
        entry, out = arc.entry, self.out
        kinds = ["entry", f"theme-{arc.theme}", entry.status]
        kinds += [word for word in ("ghost", "dimmed", "selected") if getattr(entry, word)]
        opening = f'<g class="{" ".join(kinds)}" data-entry="{entry.row}"'
        if self.role:
            opening += (
                f' data-key="{escape(entry.key)}" tabindex="-1" role="{self.role}" aria-label="{escape(arc.label)}"'
            )
        out.append(opening + ">")
        out.append(f'<path class="arc" d="{self.sector(arc.sector)}"/>')
        if entry.status == "cancelled":
            out.append(self._hatch(arc.sector))
        if arc.leader:
            line = self.line(arc.leader)
            out.append(f'<path class="casing" d="{line}"/><path class="leader" d="{line}"/>')
            out.append(self.dot(arc.leader[0], 1.5, "pin"))
        out += self._name(arc)
        out.append("</g>")

    def _name(self, arc: Arc) -> list[str]:
        kind = "name strike" if arc.entry.status == "cancelled" else "name"
        found = [
            self.curved(line, f"{self.prefix}-{arc.entry.row}-{index}", f"{kind} on-arc")
            for index, line in enumerate(arc.on_arc)
        ]
        done = arc.entry.status == "done"
        if arc.dot:
            found.append(self.tick(arc.dot) if done else self.dot(arc.dot, 2.2, "dot"))
        elif done and arc.on_arc:
            middle = (arc.sector.inner + arc.sector.outer) / 2
            angle = arc.sector.start + degrees_of(TICK_ROOM / 2 + 1, middle)
            found.append(self.tick(at(angle, middle)))
        found += [self.text(line, kind) for line in arc.outside]
        if arc.number:
            found.append(self.text(arc.number, "number"))
        return found

    def dot(self, at_: Point, radius: float, kind: str) -> str:
        return f'<circle class="{kind}" cx="{self.x + at_[0]:.2f}" cy="{self.y + at_[1]:.2f}" r="{radius}"/>'

    def tick(self, at_: Point) -> str:
        x, y = self.x + at_[0], self.y + at_[1]
        return (
            f"{self.dot(at_, 3.4, 'tick-ground')}"
            f'<path class="tick" d="M{x - 2:.2f} {y:.2f}L{x - 0.5:.2f} {y + 1.7:.2f}L{x + 2.2:.2f} {y - 2:.2f}"/>'
        )

    def _hatch(self, s: Sector) -> str:
        step = 4 / max(s.outer, 1) * 57.3
        lean = min(step, (s.end - s.start) / 2)
        count = min(int((s.end - s.start - lean) / step) + 1, 400)
        lines = "".join(
            f"M{self.point(s.start + i * step, s.inner)}L{self.point(s.start + i * step + lean, s.outer)}"
            for i in range(count)
        )
        return f'<path class="hatch" d="{lines}"/>'

    def _front(self) -> None:
        """Write the list of names by number, the title and the legend."""
        drawing, out = self.drawing, self.out
        listed = [arc for arc in drawing.arcs if arc.listed]
        if listed:
            out.append('<g class="list">')
            for arc in listed:
                if arc.listed_number:
                    out.append(self.text(arc.listed_number, "list-number"))
                out.append(self._listed(arc))
            out.append("</g>")
        out += [self.text(text, "title" if text.size > 12 else "above") for text in drawing.texts]
        if drawing.keys:
            out.append('<g class="legend">')
            out += [self._key(key) for key in drawing.keys]
            out.append("</g>")

    def _listed(self, arc: Arc) -> str:
        first = arc.listed[0]
        spans = "".join(
            f'<tspan x="{self.x + line.x:.2f}" y="{self.y + line.y:.2f}">{escape(line.text)}</tspan>'
            for line in arc.listed
        )
        strike = " strike" if arc.entry.status == "cancelled" else ""
        return f'<text class="listed{strike}" data-legend="{arc.entry.row}" font-size="{_n(first.size)}">{spans}</text>'

    def _key(self, key: Key) -> str:
        x, y = self.x + key.x, self.y + key.y
        words = self.text(key.words, "key-words")
        box = f'<rect class="arc" x="{x:.2f}" y="{y - 6.6:.2f}" width="11" height="7.6"/>'
        if key.kind == "theme":
            return f'<g class="key theme-{key.value}">{box}{words}</g>'
        if key.kind == "ring":
            letter, _, theme = key.value.partition(":")
            kind, after = (f"key theme-{theme}", 15.0) if theme else ("key", 0.0)
            mark = self.text(Words(letter, key.x + after, key.y, key.words.size, "start", True), "key-letter")
            return f'<g class="{kind}">{box if theme else ""}{mark}{words}</g>'
        if key.value == "done":
            box = self.tick((key.x + 5.5, key.y - 2.8))
        elif key.value == "cancelled":
            box += f'<path class="hatch" d="M{x + 1:.2f} {y + 1:.2f}l4 -7.6m0 7.6l4 -7.6"/>'
        return f'<g class="key theme-5 {key.value}">{box}{words}</g>'
