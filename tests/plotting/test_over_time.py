"""The figure of measures over time: a dot for what there is, a gap for what there is not."""

from __future__ import annotations

import examples
import numpy as np
import pandas as pd
import probe
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from framing.errors import FramingError
from framing.plotting import layout, marks
from framing.plotting.figures import over_time as module
from framing.plotting.figures.over_time import describe, over_time


def drawn(panel, label):
    return [artist for artist in panel.get_children() if artist.get_label() == label]


def own_words(table, measure, group):
    rows = table[(table["measure"] == measure) & (table["group"] == group) & (table["voice"] == "outlet")]
    return rows.set_index(rows["period"].dt.tz_convert(None)).sort_index()


@pytest.mark.medium
def test_each_period_with_articles_has_a_dot_and_others_break_the_line():
    table = examples.over_time(examples.scores())
    assert module.IN_REPORT
    panel = over_time(table, measures="hedges")
    groups = sorted(table["group"].unique())
    days = pd.date_range(table["period"].min(), table["period"].max(), freq="D").tz_convert(None)
    for line, dots, group in zip(drawn(panel, "_line"), drawn(panel, "_estimate"), groups, strict=True):
        rows = own_words(table, "hedges", group)
        there = days.isin(rows.index)
        assert not there.all()
        assert np.isfinite(line.get_ydata()).tolist() == there.tolist()
        assert line.get_ydata()[there] == pytest.approx(rows["estimate"].to_numpy())
        # Beside its day by less than half of it, in the order of groups.
        assert np.abs(line.get_xdata() - date2num(days)).max() < 0.5
        sizes = dots.get_sizes()[there]
        assert (np.argsort(sizes, kind="stable") == np.argsort(rows["n_articles"], kind="stable")).all()


@pytest.mark.medium
def test_of_many_outlets_each_has_a_strip_on_one_scale():
    table = examples.over_time(examples.scores(outlets=examples.MORE))
    named = over_time(table, measures=["hedges", "tone.net"]).axes_dict
    names = [marks.name(group) for group in sorted(examples.MORE)]
    assert [*named] == [f"{one}, {name}" for name in names for one in ("hedges", "tone.net")]
    panels = [*named.values()]
    assert [panel.get_ylabel().replace("\n", " ") for panel in panels[::2]] == names
    for column in (panels[::2], panels[1::2]):
        assert len({panel.get_ylim() for panel in column}) == 1
        assert len({panel.get_xlim() for panel in column}) == 1
        assert all(len(drawn(panel, "_line")) == 1 for panel in column)


@pytest.mark.medium
def test_on_paper_one_column_wide_the_strips_of_measures_follow_each_other():
    table = examples.over_time(examples.scores(outlets=examples.MORE))
    named = over_time(table, measures=["hedges", "tone.net"], width="single").axes_dict
    half = len(examples.MORE)
    assert [name.split(",")[0] for name in named] == ["hedges"] * half + ["tone.net"] * half
    tops = [panel.get_position().y1 for panel in named.values()]
    assert tops == sorted(set(tops), reverse=True)
    assert all(panel.get_ylabel() for panel in named.values())


@pytest.mark.medium
def test_on_axes_that_are_given_four_outlets_share_a_panel_and_a_note_says_of_how_many():
    table = examples.over_time(examples.scores(outlets=examples.MORE))
    asked = sorted(examples.MORE, reverse=True)
    ax = Figure(figsize=(9, 5)).subplots()
    over_time(table, ax=ax, order=asked, measures="hedges")
    expected = [own_words(table, "hedges", group)["estimate"].to_list() for group in asked[:4]]
    lines = [line.get_ydata() for line in drawn(ax, "_line")]
    assert [line[np.isfinite(line)].tolist() for line in lines] == expected
    assert f"4 of {len(asked)} groups (the first)" in probe.words(ax)


@pytest.mark.medium
def test_a_line_of_ones_own_stands_on_its_day():
    panel = over_time(examples.over_time(examples.scores()), measures="hedges")
    ticks = {tick.get_text(): x for tick, x in zip(panel.get_xticklabels(), panel.get_xticks(), strict=True)}
    box = panel.axvline(pd.Timestamp("2026-01-15")).get_window_extent()
    assert box.x0 == pytest.approx(panel.transData.transform((ticks["15 Jan"], 0))[0])
    assert panel.bbox.x0 < box.x0 < panel.bbox.x1
    panel.set_ylabel("my own label")
    assert not probe.cut(panel)
    assert not probe.overlapping(panel)


@pytest.mark.medium
def test_intervals_that_go_on_beyond_the_axis_are_said_to_be_cut():
    table = examples.over_time(examples.scores()).query("measure == 'hedges' and voice == 'outlet'")
    low, high = over_time(table.assign(low=table["estimate"], high=table["estimate"])).get_ylim()
    assert low < table["estimate"].min() <= table["estimate"].max() < high
    for top, said in ((1.0, False), (9.0, True)):
        wide = table.assign(low=table["estimate"], high=table["estimate"] * top)
        assert ("cut off" in probe.words(over_time(wide))) == said


def test_the_measures_drawn_unasked_are_those_that_tell_outlets_apart():
    day = pd.date_range("2026-01-13", periods=4, tz="UTC")
    rows = [
        {"group": group, "period": when, "measure": measure, "voice": "outlet", "n_articles": 3,
         "n_tokens": 900, "n_hits": 20, "unit": "per_1000", "estimate": level + place % 2}
        for group, levels in {"x": (1, 5, 3), "y": (9, 5, 4)}.items()
        for measure, level in zip(("apart", "alike", "near"), levels, strict=True)
        for place, when in enumerate(day)
    ]  # fmt: skip
    table = pd.DataFrame(rows)
    assert module._chosen(module._checked(table), None, 3) == ["apart", "near", "alike"]
    assert module._chosen(module._checked(table), None, 1) == ["apart"]
    assert describe(table).startswith("Apart and near by day, 13 to 16 January 2026")
    several = over_time(table)
    assert [*several.axes_dict] == ["apart", "near"]
    assert "Largest differences: apart and near, day by day" in probe.words(several)
    assert "argest" not in probe.words(over_time(table, measures=["near", "apart"]))


def test_what_it_cannot_draw_is_said_in_a_line():
    table = examples.over_time(examples.scores())
    with pytest.raises(FramingError, match=r"hedgs.*hedges"):
        over_time(table, measures="hedgs")
    with pytest.raises(FramingError, match="no rows"):
        over_time(table.assign(estimate=np.nan))
    twice = pd.concat([table.assign(section="a"), table.assign(section="b")], ignore_index=True)
    with pytest.raises(FramingError, match="split"):
        over_time(twice)


@pytest.mark.parametrize("span", [0, 1, 3, 20, 60, 200, 900, 20_000])
@pytest.mark.parametrize("most", [1, 3, 8])
def test_ticks_are_few_in_order_and_inside(span, most):
    first = pd.Timestamp("2001-12-29")
    last = first + pd.Timedelta(days=span)
    found = [day for day, _ in layout.ticks(first, last, most)]
    assert 1 <= len(found) <= most
    assert found == sorted(set(found))
    assert all(first <= day <= last for day in found)
