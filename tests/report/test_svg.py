"""A figure made small shows the same: points, words and lines stay where they were."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.report.svg import compact

SPACE = "{http://www.w3.org/2000/svg}"


def _drawn(inside: str) -> ElementTree.Element:
    return ElementTree.fromstring(compact(f'<svg xmlns="http://www.w3.org/2000/svg">{inside}</svg>'))


def _points(d: str) -> list[tuple[float, float]]:
    """Follow a path of relative lines and curves, and return where each step ends."""
    x = y = 0.0
    ends = []
    for command, body in re.findall(r"([MlqcZz])([^MlqcZz]*)", d):
        values = [float(v) for v in re.findall(r"-?\d*\.?\d+", body)]
        if command in "Zz":
            continue
        x, y = (values[0], values[1]) if command == "M" else (x + values[-2], y + values[-1])
        ends.append((x, y))
    return ends


@given(st.lists(st.tuples(st.floats(-500, 500), st.floats(-500, 500)), min_size=2, max_size=40))
def test_a_path_stays_within_a_hundredth_of_a_point(points: list[tuple[float, float]]) -> None:
    (x, y), *rest = points
    d = f"M {x:.6f} {y:.6f} " + " ".join(f"L {px:.6f} {py:.6f}" for px, py in rest)
    drawn = _points(str(_drawn(f'<path d="{d}"/>')[0].get("d")))
    assert len(drawn) == len(points)
    for (px, py), (qx, qy) in zip(points, drawn, strict=True):
        assert abs(px - qx) <= 0.0101
        assert abs(py - qy) <= 0.0101


def test_matplotlib_points_become_circles_of_the_same_place_and_size() -> None:
    plt = pytest.importorskip("matplotlib")
    plt.use("agg")
    from io import StringIO

    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 3))
    axes = figure.add_axes((0, 0, 1, 1))
    axes.scatter([0.25, 0.5], [0.5, 0.75], s=[16, 64])
    axes.set(xlim=(0, 1), ylim=(0, 1))
    axes.set_axis_off()
    text = StringIO()
    figure.savefig(text, format="svg")
    root = ElementTree.fromstring(compact(text.getvalue()))
    circles = [
        (float(c.get("cx", "")), float(c.get("cy", "")), float(c.get("r", "")))
        for c in root.iter(f"{SPACE}circle")
    ]
    assert circles == [
        (pytest.approx(54, abs=0.02), pytest.approx(108, abs=0.02), pytest.approx(2, abs=0.02)),
        (pytest.approx(108, abs=0.02), pytest.approx(54, abs=0.02), pytest.approx(4, abs=0.02)),
    ]
    assert len(compact(text.getvalue())) < 0.5 * len(text.getvalue())


def _lettered(*texts: str) -> ElementTree.Element:
    """Return a figure with texts, drawn by matplotlib and made small."""
    pytest.importorskip("matplotlib")
    from io import StringIO

    from matplotlib.figure import Figure

    figure = Figure(figsize=(6, 4))
    for number, text in enumerate(texts):
        figure.text(0.1, 0.9 - 0.1 * number, text, size=10, rotation=90 if text == "turned" else 0)
    saved = StringIO()
    figure.savefig(saved, format="svg")
    return ElementTree.fromstring(compact(saved.getvalue()))


def test_words_become_words_of_the_same_place_and_length() -> None:
    from matplotlib.textpath import TextPath

    said = ["Harbour Post", "affect & <b>", "95 % of 1,000", "turned", "x"]
    root = _lettered(*said)
    found = list(root.iter(f"{SPACE}text"))
    assert [text.text for text in found] == said
    assert "DejaVu Sans" in str(root.get("font-family"))
    for number, text in enumerate(found[:3]):
        assert float(text.get("x", "")) == pytest.approx(0.1 * 432, abs=0.02)
        assert float(text.get("y", "")) == pytest.approx(288 - (0.9 - 0.1 * number) * 288, abs=0.02)
        drawn = TextPath((0, 0), said[number], size=10).get_extents()
        # The length takes in the little room that stands after the last letter.
        assert 0 <= float(text.get("textLength", "")) - drawn.x1 < 1.6
    assert "rotate(-90)" in str(found[3].get("transform"))
    assert found[4].get("textLength") is None
    assert not list(root.iter(f"{SPACE}use"))


def test_what_is_no_plain_word_stays_drawn() -> None:
    root = _lettered("$10^{3}$", "a -- b", "two  spaces")
    assert not list(root.iter(f"{SPACE}text"))
    shapes = {f"#{path.get('id')}" for path in root.iter(f"{SPACE}path")}
    used = {use.get("href") for use in root.iter(f"{SPACE}use") if not str(use.get("href")).startswith("#w")}
    assert used
    assert used <= shapes


def test_neighbours_that_end_at_one_place_say_so_once() -> None:
    clip = "<defs><clipPath id='c'><rect width='5' height='5'/></clipPath></defs>"
    cut = "<path d='M 0 0 L 1 1' clip-path='url(#c)'/>"
    root = _drawn(clip + 2 * cut + "<path d='M 0 0 L 1 1'/>" + cut.replace("/>", " transform='scale(2)'/>"))
    group = next(root.iter(f"{SPACE}g"))
    assert [child.get("clip-path") for child in group] == [None, None]
    assert [path.get("clip-path") for path in root.findall(f"{SPACE}path")] == [None, group.get("clip-path")]


def test_names_that_are_used_are_kept_and_others_dropped() -> None:
    root = _drawn(
        '<defs><clipPath id="long-name"><rect width="5" height="5"/></clipPath></defs>'
        '<g id="unused" clip-path="url(#long-name)"><use href="#long-name"/></g>'
    )
    clip = next(root.iter(f"{SPACE}clipPath")).get("id")
    group = next(root.iter(f"{SPACE}g"))
    assert group.get("clip-path") == f"url(#{clip})"
    assert "id" not in group.attrib


def test_repeated_words_are_drawn_from_the_first() -> None:
    letters = '<use href="#a"/><use href="#b" transform="translate(60.25 0)"/><use href="#a" x="9"/>'
    word = f'<g transform="translate({{}} 1)">{letters}</g>'
    root = _drawn(
        '<defs><path id="a" d="M 0 0"/><path id="b" d="M 1 1"/></defs>' + word.format(1) + word.format(50)
    )
    first, second = (g for g in root if g.tag == f"{SPACE}g")
    assert [use.get("x") for use in first[0]] == [None, "60.2", "9"]
    assert second[0].get("href") == f"#{first[0].get('id')}"


def test_scales_keep_their_digits_and_repeated_styles_become_classes() -> None:
    root = _drawn(
        '<g transform="translate(1.23456 2) scale(0.015625)" style="fill: #fff"><path/></g>'
        '<g style="fill:#fff"><path/></g><g style="fill: none"><path/></g>'
    )
    style, *groups = root
    assert groups[0].get("transform") == "translate(1.23 2) scale(0.015625)"
    assert groups[0].get("class") == groups[1].get("class")
    assert f".{groups[0].get('class')}{{fill:#fff}}" in str(style.text)
    assert groups[2].get("style") == "fill:none"


def test_text_is_left_alone_and_what_is_no_xml_too() -> None:
    assert [t.text for t in _drawn("<text> a  &lt; b </text>")] == [" a  < b "]
    assert compact("<svg><g></svg>") == "<svg><g></svg>"
    assert "ENTITY" not in compact(
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>'
    )
