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


def test_of_one_pair_ratios_on_a_log_axis_at_1_and_differences_on_their_own_at_0(contrast):
    panels = probe.panels(plotting.contrast(contrast, between=[("global_times", "xinhua")]))
    assert [panel.get_xscale() for panel in panels] == ["log", "linear", "linear", "linear"]
    assert [probe.values(panel, "_reference") for panel in panels] == [[1], [0], [0], [0]]
    rows = contrast[(contrast["a"] == "global_times") & (contrast["b"] == "xinhua")]
    assert sum(len(probe.marks(panel, "_estimate")) for panel in panels) == len(rows)


def test_marks_stand_at_the_estimates(contrast):
    drawn = plotting.contrast(contrast, measures=list(examples.MEASURES))
    assert list(drawn.axes_dict) == list(examples.MEASURES)
    for measure, panel in drawn.axes_dict.items():
        rows = contrast[contrast["measure"] == measure].sort_values(["a", "b"], kind="stable")
        assert probe.values(panel, "_estimate") == pytest.approx(list(rows["estimate"]))


def test_of_many_measures_the_six_clearest_are_drawn_and_it_is_said(contrast):
    pieces = []
    for place in range(9):
        table = contrast[contrast["measure"] == "hedges"].assign(measure=f"m{place}", estimate=2.0, low=1.9)
        # The wider the interval, the less clear.
        pieces.append(table.assign(high=2.1 + (place * 4 % 9)))
    table = examples.pd.concat(pieces, ignore_index=True)
    drawn = plotting.contrast(table)
    assert list(drawn.axes_dict) == ["m0", "m7", "m5", "m3", "m1", "m8"]
    assert "6 clearest of 9 measures" in probe.words(drawn)
    assert list(plotting.contrast(table, measures=["m2", "m1"]).axes_dict) == ["m2", "m1"]


def test_of_very_many_pairs_the_clearest_are_drawn(contrast):
    row = contrast[contrast["measure"] == "hedges"].iloc[[0]].assign(low=1.0, high=2.0)
    table = examples.pd.concat(
        [row.assign(a=f"p{k:02d}", b="x", estimate=1.0 + k / 10) for k in range(1, 16)], ignore_index=True
    )
    ax = plotting.contrast(table)
    shown = [label.get_text().split()[0] for label in ax.get_yticklabels()]
    assert shown == [f"p{k:02d}" for k in range(4, 16)]
    assert "12 clearest of 15 pairs" in probe.words(ax)


@pytest.mark.medium
def test_pairs_are_named_and_numbers_of_articles_stand_beside(contrast):
    said = probe.words(plotting.contrast(contrast.assign(n_a=14, n_b=25))).replace("\n", " ")
    assert "Global Times vs National Post" in said
    assert said.count("14 / 25") == len(contrast)
    one = plotting.contrast(contrast, between=[("global_times", "national_post")])
    assert "Global Times against National Post" in probe.words(one)


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
        plotting.contrast(contrast, between=[("xinhua", "global_times")])


@pytest.mark.medium
def test_pairs_are_asked_for_by_key_or_by_name(contrast):
    keys = plotting.contrast(contrast, between=[("national_post", "xinhua")])
    names = plotting.contrast(contrast, between=[("National Post", "Xinhua")])
    assert "National Post against Xinhua" in probe.words(names)
    assert probe.words(names) == probe.words(keys)
    # By the first outlets, or by the second where the first isn't named.
    panel = next(iter(plotting.contrast(contrast, order=["Xinhua", "National Post"]).axes_dict.values()))
    rows = [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]
    assert rows == ["Global Times vs Xinhua", "Global Times vs National Post", "National Post vs Xinhua"]
    only = plotting.contrast(contrast, order=["Xinhua"], measures="hedges")
    assert len(only.get_yticklabels()) == 2


def test_a_difference_below_nought_is_said_to_lie_below(contrast):
    row = contrast[contrast["measure"] == "tone.net"].iloc[[0]].assign(estimate=-3.25, low=-4.0, high=-2.0)
    assert "3.25 below" in probe.words(plotting.contrast(row))


@pytest.mark.medium
def test_all_others_together_and_further_splits_have_words(contrast):
    rest = contrast[contrast["b"] == "xinhua"].assign(b="rest")
    table = examples.pd.concat([rest.assign(section=name) for name in ("front", "world")], ignore_index=True)
    for pairs in (None, [("global_times", "rest")]):
        drawn = plotting.contrast(table, between=pairs)
        said = probe.words(drawn).replace("\n", " ")
        assert "all others together" in said
        assert "(invented text)" in said
        assert "world" in said
        wanted = table if pairs is None else table[table["a"] == "global_times"]
        assert sum(len(probe.marks(panel, "_estimate")) for panel in probe.panels(drawn)) == len(wanted)
        assert not probe.overlapping(drawn)


@pytest.mark.medium
@pytest.mark.parametrize("factor", [1.0, 1.5, 6.0, 40.0, 2000.0])
def test_ticks_of_any_range_are_apart(contrast, factor):
    table = (
        contrast[contrast["scale"] == "ratio"]
        .assign(estimate=1.0, low=1 / factor, high=factor)
        .reset_index(drop=True)
    )
    table.loc[0, "estimate"], table.loc[1, "estimate"] = factor, 1 / factor
    ax = plotting.contrast(table)
    assert not probe.overlapping(ax)
    assert len(probe.panels(ax)[0].get_xticks()) >= 1
