"""Figures for papers: so wide as a column or a page, letters that can be read, fonts that are embedded."""

from __future__ import annotations

import inspect
import re
import zlib

import matplotlib as mpl
import probe
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from test_figures import SIZES, made

from framing import plotting
from framing.errors import FramingError
from framing.plotting import layout, registry, theme

NAMES = registry.names()
#: Millimetres, as Nature's guide to authors gives them.
PAPER = {"single": 89, "double": 183}


@pytest.fixture(scope="module", params=[("eight outlets", "single"), ("long names", "double")], ids=" ".join)
def sized(request):
    size, width = request.param
    return made(**SIZES[size]), width


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_as_wide_as_paper_nothing_cut_on_another_or_too_small(name, sized):
    tables, width = sized
    table = tables[registry.figures()[name].TABLE]
    if not registry.drawable(name, table):
        pytest.skip("one outlet has no contrast, one measure no tone")
    ax = registry.function(name)(table, width=width)
    assert ax.get_figure().get_size_inches()[0] * 25.4 == pytest.approx(PAPER[width])
    assert not probe.cut(ax)
    assert not probe.overlapping(ax, 0.7)
    assert probe.smallest_text(ax) == pytest.approx(6.0)
    assert probe.smallest_text(ax) >= 5.5


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_takes_a_width(name):
    assert inspect.signature(registry.function(name)).parameters["width"].default is None


@pytest.mark.parametrize("width", [0, 2.9, 21, "column", True, None])
def test_a_width_that_is_none_is_refused_in_one_line(width, profile):
    if width is None:
        width = [89]
    with pytest.raises(FramingError, match="width") as caught:
        plotting.profile(profile, width=width)
    assert "\n" not in str(caught.value)


def test_axes_and_a_width_dont_go_together(profile):
    with pytest.raises(FramingError, match="give ax or width, not both"):
        plotting.profile(profile, ax=Figure().subplots(), width="single")


def test_a_width_in_inches_and_columns_that_fit_it(profile):
    ax = plotting.profile(profile, width=6)
    assert ax.get_figure().get_size_inches()[0] == pytest.approx(6)
    lefts = {round(panel.get_position().x0, 3) for panel in probe.panels(ax)}
    assert len(lefts) == 2
    assert layout.columns_for([9.0] * 9, width="single") == 1


@pytest.mark.medium
@pytest.mark.parametrize("width", PAPER)
def test_a_pdf_is_as_wide_and_holds_its_fonts_whole(width, profile, tmp_path):
    path = plotting.save(plotting.profile(profile, width=width), tmp_path / "x.pdf")
    data = path.read_bytes()
    box = re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", data)
    assert float(box[1]) / 72 * 25.4 == pytest.approx(PAPER[width], abs=0.01)
    fonts = re.findall(rb"/BaseFont /(\S+)", data)
    assert fonts
    assert b"/Subtype /Type3" not in data
    assert (
        len(re.findall(rb"/FontFile2 \d+ 0 R", data)) == len(re.findall(rb"/Type /FontDescriptor", data)) > 0
    )
    # Its text is text: set in those fonts, not drawn as outlines.
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, flags=re.DOTALL)
    said = b"".join(zlib.decompressobj().decompress(some) for some in streams if some[:1] == b"x")
    assert b" Tj" in said or b" TJ" in said


@pytest.mark.medium
def test_a_png_has_the_dots_asked_for(profile, tmp_path):
    from matplotlib.image import imread

    path = plotting.save(plotting.profile(profile, width="single"), tmp_path / "x.png", dpi=300)
    assert imread(path).shape[1] == pytest.approx(89 / 25.4 * 300, abs=1)


def test_the_theme_serves_figures_of_ones_own():
    with plotting.theme.context("single"):
        figure = Figure()
        ax = figure.subplots()
        ax.plot([0, 1], [0, 1])
        assert figure.get_size_inches()[0] == pytest.approx(89 / 25.4)
        assert ax.xaxis.get_major_ticks()[0].label1.get_fontsize() == pytest.approx(6)
        (line,) = (artist for artist in ax.lines if isinstance(artist, Line2D))
        assert line.get_color() == theme.PALETTE[0]
    assert mpl.rcParams["figure.figsize"] != [89 / 25.4, 0.62 * 89 / 25.4]


def test_save_and_theme_are_offered_beside_the_figures():
    assert plotting.save is theme.save
    assert plotting.theme is theme
    assert {"save", "theme"} <= set(dir(plotting))
