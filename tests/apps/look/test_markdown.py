from __future__ import annotations

import pytest

from digivuosi.apps.look.markdown import render


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "[press](data:text/html,<script>alert(1)</script>)",
        "![spy](https://elsewhere.example/pixel.png)",
        '<a href="https://a.example" onclick="x()">a</a>',
        "<style>p{}</style>",
        '<p style="color:red">',
    ],
)
def test_nothing_hostile_comes_through(hostile: str) -> None:
    html = render(hostile)
    for mark in ("<script", "<img", "<style", 'href="javascript', 'href="data', "<p style", "<a href"):
        assert mark not in html


def test_steps_become_a_list() -> None:
    assert render("1. Varaa aika\n2. Käy läpi") == "<ol>\n<li>Varaa aika</li>\n<li>Käy läpi</li>\n</ol>\n"


def test_links_do_not_tell_where_they_come_from() -> None:
    html = render("[opas](https://example.org/opas)")
    assert '<a href="https://example.org/opas" rel="noopener noreferrer">opas</a>' in html


@pytest.mark.parametrize("top", ["#", "##", "###"])
def test_the_highest_heading_stands_below_those_of_the_page(top: str) -> None:
    assert render(f"{top} Ylin\n\n{top}# Alempi") == "<h3>Ylin</h3>\n<h4>Alempi</h4>\n"


def test_tables() -> None:
    assert "<td>2 h</td>" in render("| Kuka | Aika |\n|---|---|\n| Rehtori | 2 h |")
