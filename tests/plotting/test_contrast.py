"""The contrast is a forest plot of the table's ratios and differences, without a verdict in colour."""

from __future__ import annotations

import math

import examples
import numpy as np
import probe
import pytest
from matplotlib.colors import to_hex

from framing import plotting
from framing.errors import FramingError


def test_ratios_on_a_log_axis_at_1_and_differences_on_their_own_at_0(contrast):
    ax = plotting.contrast(contrast, pairs=[("global_times", "xinhua")], panels="pair")
    scales = [panel.get_xscale() for panel in probe.panels(ax)]
    assert scales == ["log", "linear", "linear", "linear"]
    lines = [probe.values(panel, "_reference") for panel in probe.panels(ax)]
    assert lines == [[1], [0], [0], [0]]


def test_marks_stand_at_the_estimates(contrast):
    ax = plotting.contrast(contrast, panels="measure")
    assert len(probe.panels(ax)) == len(examples.MEASURES)
    for panel, measure in zip(probe.panels(ax), examples.MEASURES, strict=True):
        rows = contrast[contrast["measure"] == measure].sort_values(["a", "b"], kind="stable")
        assert probe.values(panel, "_estimate") == pytest.approx(list(rows["estimate"]))


def test_fewer_panels_are_chosen(contrast):
    one = contrast[contrast["measure"] == "hedges"]
    assert len(probe.panels(plotting.contrast(one))) == 1
    assert len(probe.panels(plotting.contrast(one, panels="pair"))) == 3
    with pytest.raises(FramingError, match="give 'pair' or 'measure'"):
        plotting.contrast(one, panels="both")


@pytest.mark.medium
def test_pairs_are_named_and_numbers_of_articles_stand_beside(contrast):
    ax = plotting.contrast(contrast.assign(n_a=14, n_b=25))
    said = probe.words(ax).replace("\n", " ")
    assert "Global Times (invented text) against National Post (invented text)" in said
    assert said.count("14 / 25") == len(contrast)


@pytest.mark.medium
def test_p_changes_no_ink(contrast):
    from framing.plotting import theme

    sure = contrast.assign(p=0.0001, p_adjusted=0.001)
    assert theme.to_svg(plotting.contrast(sure)) == theme.to_svg(plotting.contrast(contrast))


def test_all_marks_are_of_one_colour_within_a_voice(contrast):
    ax = plotting.contrast(contrast)
    edges = {
        to_hex(m.get_markeredgecolor()) for panel in probe.panels(ax) for m in probe.marks(panel, "_estimate")
    }
    assert len(edges) == 1


@pytest.mark.medium
def test_fragile_rows_and_missing_intervals_are_marked(contrast):
    table = contrast.assign(note="")
    table.loc[0, "note"] = "fragile"
    table.loc[1, ["low", "high"]] = math.nan
    ax = plotting.contrast(table)
    assert sum("†" in text for text, _ in probe.texts(ax)) == 2
    hollow = [
        m
        for panel in probe.panels(ax)
        for m in probe.marks(panel, "_estimate")
        if to_hex(m.get_markerfacecolor()) == "#ffffff"
    ]
    assert len(hollow) == 1


def test_a_ratio_of_nothing_is_written_at_the_edge(contrast):
    table = contrast[contrast["measure"] == "hedges"].reset_index(drop=True)
    table.loc[0, "estimate"], table.loc[1, "estimate"] = 0.0, math.inf
    table.loc[[0, 1], ["low", "high"]] = math.nan
    ax = plotting.contrast(table)
    low, high = probe.panels(ax)[0].get_xlim()
    assert sorted(probe.values(probe.panels(ax)[0], "_edge")) == pytest.approx([low, high])
    assert "none in the first" in probe.words(ax)
    assert "none in the second" in probe.words(ax)
    assert np.isfinite([low, high]).all()


def test_a_pair_that_is_not_there_is_refused(contrast):
    with pytest.raises(FramingError, match="is not in the table"):
        plotting.contrast(contrast, pairs=[("xinhua", "global_times")])


@pytest.mark.medium
def test_all_others_together_and_further_splits_have_words(contrast):
    rest = contrast[contrast["b"] == "xinhua"].assign(b="rest")
    table = examples.pd.concat([rest.assign(section=name) for name in ("front", "world")], ignore_index=True)
    for panels in ("pair", "measure"):
        ax = plotting.contrast(table, panels=panels)
        said = probe.words(ax).replace("\n", " ")
        assert "all others together" in said
        assert "(invented text)" in said
        assert "world" in said
        assert sum(len(probe.marks(panel, "_estimate")) for panel in probe.panels(ax)) == len(table)
        assert not probe.overlapping(ax)


@pytest.mark.medium
@pytest.mark.parametrize("factor", [1.0, 1.5, 6.0, 40.0, 2000.0])
def test_ticks_of_any_range_are_apart(contrast, factor):
    table = (
        contrast[contrast["scale"] == "ratio"]
        .assign(estimate=1.0, low=1 / factor, high=factor)
        .reset_index(drop=True)
    )
    table.loc[0, "estimate"], table.loc[1, "estimate"] = factor, 1 / factor
    for columns in (1, 3):
        ax = plotting.contrast(table, columns=columns)
        assert not probe.overlapping(ax)
        assert len(probe.panels(ax)[0].get_xticks()) >= (2 if columns == 1 else 1)


@pytest.mark.medium
def test_pairs_side_by_side_share_the_rows_of_their_measures(contrast):
    one, three = (plotting.contrast(contrast, panels="pair", columns=n) for n in (1, 3))
    assert three.get_figure().get_size_inches()[1] < one.get_figure().get_size_inches()[1]
    assert len(probe.panels(three)) == len(probe.panels(one)) == 12
    assert [_labelled(panel) for panel in probe.panels(three)] == [True, False, False] * 4
    drawn = [
        sorted(v for panel in probe.panels(ax) for v in probe.values(panel, "_estimate")) for ax in (one, three)
    ]
    assert drawn[0] == drawn[1]
    assert not probe.cut(three)
    assert not probe.overlapping(three)


@pytest.mark.medium
def test_pairs_that_do_not_fill_a_row_leave_its_end_empty(contrast):
    ax = plotting.contrast(contrast, panels="pair", columns=2)
    assert not probe.overlapping(ax)
    lefts = [round(panel.get_position().x0, 3) for panel in probe.panels(ax)]
    assert lefts == [lefts[0], lefts[1]] * 4 + [lefts[0]] * 4
    assert [_labelled(panel) for panel in probe.panels(ax)] == [True, False] * 4 + [True] * 4


def _labelled(panel):
    return any(label.get_text() for label in panel.get_yticklabels())
