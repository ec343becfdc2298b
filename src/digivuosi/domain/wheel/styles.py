"""The style sheet of a wheel: the same classes in a file of its own and in a page."""

from __future__ import annotations

from functools import lru_cache

from digivuosi.domain.wheel import palette
from digivuosi.domain.wheel.fonts import STACK


@lru_cache(maxsize=1)
def css() -> str:
    """Return the style sheet; a page may override the custom properties, for a dark ground for example."""
    rules = [
        f".wheel text{{font-family:{STACK};font-weight:400;fill:{palette.INK}}}",
        ".wheel .bold{font-weight:600}",
        f".wheel .paper{{fill:{palette.PAPER}}}",
        f".wheel .gap{{fill:{palette.WEDGE}}}",
        f".wheel .ring{{fill:none;stroke:{palette.FAINT};stroke-width:.6}}",
        f".wheel .spoke{{fill:none;stroke:{palette.FAINT};stroke-width:.6}}",
        f".wheel .week-cells{{fill:none;stroke:{palette.FAINT};stroke-width:.5}}",
        f".wheel .week{{fill:{palette.LINE}}}",
        ".wheel .week.quiet{opacity:.65}",
        ".wheel .wedge{fill:none;stroke:none}",
        f".wheel .cell{{fill:{palette.WEDGE};stroke:{palette.PAPER};stroke-width:1.2}}",
        f".wheel .month.lit .cell{{fill:{palette.INK}}}",
        f".wheel .month.lit text{{fill:{palette.WHITE}}}",
        f".wheel .month.lit .wedge{{fill:{palette.FAINT}}}",
        f".wheel .rim{{fill:none;stroke:{palette.LINE};stroke-width:.5}}",
        f".wheel .letter,.wheel .above{{fill:{palette.LINE}}}",
        f".wheel .today{{fill:none;stroke:{palette.INK};stroke-width:.9}}",
        f".wheel .today-mark{{fill:{palette.INK}}}",
        ".wheel text,.wheel .leader,.wheel .casing,.wheel .dot{pointer-events:none}",
        f".wheel .leader{{fill:none;stroke:{palette.LINE};stroke-width:.5}}",
        f".wheel .casing{{fill:none;stroke:{palette.PAPER};stroke-width:1.7;stroke-opacity:.75}}",
        f".wheel .pin{{fill:{palette.PAPER};stroke:{palette.INK};stroke-width:.5}}",
        f".wheel .tick{{fill:none;stroke:{palette.INK};stroke-width:1.1}}",
        f".wheel .tick-ground{{fill:{palette.PAPER}}}",
        f".wheel .arc{{stroke:{palette.PAPER};stroke-width:.8}}",
        ".wheel .strike{text-decoration:line-through}",
        ".wheel .dimmed{opacity:.22}",
        f".wheel .selected .arc{{stroke:{palette.INK};stroke-width:2}}",
    ]
    rules += _themes()
    rules += [
        f".wheel .postponed .on-arc,.wheel .cancelled .on-arc,.wheel .ghost .on-arc{{fill:{palette.INK}}}",
        ".wheel .ghost .arc{stroke-width:1;stroke-dasharray:3 2}",
        ".wheel .postponed .arc{stroke-width:.9;stroke-dasharray:1 2}",
        f".wheel .in-progress .arc{{stroke:{palette.INK};stroke-width:1.3}}",
    ]
    return "\n".join(rules)


def _themes() -> list[str]:
    """The colours of the themes; the two light ones get an edge, to be seen on paper."""
    rules = []
    for number, colour in enumerate(palette.THEMES, start=1):
        edge = palette.LINE if number >= 7 else colour
        rules += [
            f".wheel .theme-{number} .arc,.wheel .theme-{number} .dot{{fill:{colour}}}",
            f".wheel .theme-{number} .on-arc{{fill:{palette.text_on(colour)}}}",
            f".wheel .theme-{number}.postponed .arc,.wheel .theme-{number}.cancelled .arc"
            f"{{fill:{palette.mixed(colour, 0.14)};stroke:{edge}}}",
            f".wheel .theme-{number}.ghost .arc{{fill:{palette.mixed(colour, 0.1)};stroke:{edge}}}",
            f".wheel .theme-{number} .hatch{{fill:none;stroke:{edge};stroke-width:.7}}",
        ]
        if number >= 7:
            rules.append(f".wheel .theme-{number} .dot{{stroke:{palette.LINE};stroke-width:.4}}")
    return rules
