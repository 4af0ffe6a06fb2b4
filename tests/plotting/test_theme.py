"""One look, settled colours, nothing left behind, and the same bytes each time."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import examples
import matplotlib as mpl
import probe
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from framing import plotting
from framing.errors import FramingError, FramingWarning
from framing.plotting import layout, registry, theme

keys = st.lists(st.text("abcdefgh_", min_size=1, max_size=8), min_size=1, max_size=20)


@given(keys)
def test_colours_follow_the_set_of_outlets_not_their_order(names):
    assert theme.colors(names) == theme.colors(list(reversed(names)))
    assert len(set(theme.colors(names).values())) == len(set(names))


@given(keys)
def test_given_colours_are_kept_and_not_given_twice(names):
    found = theme.colors(names, {names[0]: "#d55e00"})
    assert found[names[0]] == "#D55E00"
    assert list(found.values()).count("#D55E00") == 1


def test_a_colour_that_is_none_is_refused():
    with pytest.raises(FramingError, match="'bleu' for 'a' is not a colour"):
        theme.colors(["a"], {"a": "bleu"})


@pytest.mark.medium
def test_an_outlet_keeps_its_colour_over_all_figures(tables):
    drawn = {d.name: d.ax for d in registry.draw_all(tables)}
    seen = {
        "profile": [probe.panels(drawn["profile"])[0].lines[1].get_color()],
        "keyness": [probe.panels(drawn["keyness"])[0].patches[0].get_facecolor()],
    }
    assert {to_hex(colour).upper() for found in seen.values() for colour in found} == {theme.PALETTE[0]}


def test_the_first_colours_differ_in_lightness_or_hue_for_the_colour_blind():
    # Viénot, Brettel and Mollon (1999): linear RGB as a deuteranope and a protanope see it.
    deutan = [[0.29275, 0.70725, 0.0], [0.29275, 0.70725, 0.0], [-0.02234, 0.02234, 1.0]]
    protan = [[0.11238, 0.88762, 0.0], [0.11238, 0.88762, 0.0], [0.00401, -0.00401, 1.0]]
    for matrix in (deutan, protan):
        seen = []
        for colour in theme.PALETTE[:6]:
            linear = [
                ((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92 for c in mpl.colors.to_rgb(colour)
            ]
            seen.append([sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix])
        nearest = min(
            sum((a - b) ** 2 for a, b in zip(one, two, strict=True)) ** 0.5
            for i, one in enumerate(seen)
            for two in seen[i + 1 :]
        )
        assert nearest > 0.05


@pytest.mark.medium
def test_settings_are_as_before_and_those_of_the_user_dont_leak_in(profile):
    plain = theme.to_svg(plotting.profile(profile))
    with mpl.rc_context(
        {"font.size": 30, "axes.facecolor": "black", "svg.fonttype": "none", "lines.linewidth": 9}
    ):
        before = dict(mpl.rcParams)
        assert theme.to_svg(plotting.profile(profile)) == plain
        assert dict(mpl.rcParams) == before


@pytest.mark.slow
def test_pyplot_is_not_touched(profile):
    code = (
        "import sys, examples; from framing import plotting; from framing.plotting import theme;"
        "theme.to_svg(plotting.profile(examples.profile(examples.scores())));"
        "sys.exit('matplotlib.pyplot' in sys.modules)"
    )
    assert run(code).returncode == 0


def run(code, **more):
    here = Path(__file__).parent
    paths = os.pathsep.join([str(here), str(here.parent.parent)])
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths, **more},
    )


CODE = """
import sys, hashlib, tempfile, pathlib, examples, every_table
from framing.plotting import registry, theme
scores = examples.scores(); profile = examples.profile(scores)
for d in registry.draw_all(every_table.of(scores, profile, examples.contrast(profile))):
    for suffix in ("svg", "png", "pdf"):
        path = theme.save(d.ax, pathlib.Path(tempfile.mkdtemp()) / f"x.{suffix}", dpi=60)
        print(d.name, suffix, hashlib.sha256(path.read_bytes()).hexdigest())
"""


@pytest.mark.slow
def test_same_bytes_twice_and_in_fresh_processes(tables, tmp_path):
    here = []
    for d in registry.draw_all(tables):
        for suffix in ("svg", "png", "pdf"):
            path = theme.save(d.ax, tmp_path / f"x.{suffix}", dpi=60)
            again = theme.save(d.ax, tmp_path / f"y.{suffix}", dpi=60)
            assert path.read_bytes() == again.read_bytes()
            here.append(f"{d.name} {suffix} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    fresh = run(CODE, PYTHONHASHSEED="1" if os.environ.get("PYTHONHASHSEED") != "1" else "2")
    assert fresh.returncode == 0, fresh.stderr.decode()
    assert fresh.stdout.decode().split("\n")[:-1] == here


@pytest.mark.medium
def test_svg_is_well_formed_has_no_date_and_what_two_call_alike_is_the_same(profile, contrast):
    drawn = []
    for svg in (theme.to_svg(plotting.profile(profile)), theme.to_svg(plotting.contrast(contrast))):
        root = ElementTree.fromstring(svg)
        assert svg.startswith("<svg ")
        assert "<metadata" not in svg
        named = {e.get("id"): ElementTree.tostring(e) for e in root.iter() if e.get("id")}
        wanted = set(re.findall(r'(?:href="#|url\(#)([^")]+)', svg))
        assert wanted <= set(named)
        drawn.append({key: named[key].strip() for key in wanted})
    shared = drawn[0].keys() & drawn[1].keys()
    assert shared
    assert all(drawn[0][key] == drawn[1][key] for key in shared)


def test_svg_carries_a_text_alternative(profile):
    svg = theme.to_svg(plotting.profile(profile), alt='Rates of "hedges" & more')
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == 'Rates of "hedges" & more'


def test_save_refuses_other_suffixes_and_folders_that_are_not_there(profile, tmp_path):
    ax = plotting.profile(profile)
    with pytest.raises(FramingError, match=r"suffix '\.gif' is not known"):
        theme.save(ax, tmp_path / "x.gif")
    with pytest.raises(FramingError, match="can't be written"):
        theme.save(ax, tmp_path / "absent" / "x.svg")
    assert not list(tmp_path.iterdir())


def test_a_notebook_shows_a_figure_made_here(profile):
    data, shape = plotting.profile(profile)._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert shape["image/png"]["width"] == round(96 * theme.WIDTHS[1])


@pytest.mark.medium
def test_text_is_not_read_as_mathematics(profile):
    ax = plotting.profile(profile.replace({"group": {"xinhua": "a $5 and $6 paper"}}))
    assert "a $5 and $6" in " ".join(label.get_text() for label in probe.panels(ax)[0].get_yticklabels())
    assert theme.to_svg(ax).startswith("<svg")


def test_letters_without_a_font_are_one_warning_of_ours(profile):
    ax = plotting.profile(profile.replace({"group": {"xinhua": "𒀀𒀁"}}))
    with pytest.warns(FramingWarning, match="no installed font"):
        theme.to_svg(ax)


@given(st.text("ab \N{NO-BREAK SPACE}", max_size=60), st.floats(0.3, 3))
def test_wrapped_lines_fit_and_lose_no_word(text, width):
    lines = theme.wrap(text, width)
    assert all(theme.width_of(line) <= width or len(line) == 1 for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "").replace("\N{NO-BREAK SPACE}", "")


@given(st.floats(0.001, 0.99), st.floats(1.01, 1000), st.floats(1, 6))
def test_ratio_ticks_hold_1_and_are_symmetric(low, high, width):
    ticks = layout.ratio_ticks(low, high, width)
    assert 1 in ticks
    assert all(low <= tick <= high for tick in ticks)
    # A hair inside, since 1 / (1 / x) need not be x.
    inner = min(high, 1 / low) * (1 - 1e-9)
    assert {round(1 / t, 9) for t in ticks if 1 / inner <= t <= inner} == {
        round(t, 9) for t in ticks if 1 / inner <= t <= inner
    }


def test_numbers_are_short():
    assert [layout.number(x) for x in (0.0, 0.25, -10, 12345, -1e-12)] == ["0", "0.25", "−10", "12,345", "0"]


def test_examples_are_what_a_study_makes(tables):
    assert examples.schema.check(tables["profile"], "profile").equals(tables["profile"])
