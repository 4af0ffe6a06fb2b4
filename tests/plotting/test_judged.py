"""The figures of stance and frames: what is drawn, not how it looks."""

from __future__ import annotations

import judged_examples as made
import numpy as np
import pandas as pd
import probe
import pytest

from framing import plotting
from framing.errors import FramingError
from framing.plotting import registry


def estimates(panel):
    return sorted(round(value, 9) for value in probe.values(panel, "_estimate"))


def said(ax):
    return probe.words(ax).replace("\n", " ")


# -- stance --


def test_shares_stand_left_and_right_as_counted_and_as_corrected():
    table = made.corrected()
    counted, corrected = probe.panels(plotting.stance(table, targets="Ana Ruiz"))
    rows = table[(table["target"] == "Ana Ruiz") & table["other"].isna()]
    for panel, column in ((counted, "raw"), (corrected, "corrected")):
        left = -rows.loc[rows["measure"] == "stance.negative", column].dropna()
        right = rows.loc[rows["measure"] == "stance.positive", column].dropna()
        assert estimates(panel) == pytest.approx(sorted([*left, *right]))


def test_net_is_one_mark_a_voice_and_differences_are_left_out():
    table = made.corrected()
    counted, _ = probe.panels(plotting.stance(table, targets="Ana Ruiz", net=True))
    rows = table[(table["target"] == "Ana Ruiz") & (table["measure"] == "stance.net")]
    assert estimates(counted) == pytest.approx(sorted(rows["raw"]))
    assert 0.9 not in estimates(probe.panels(plotting.stance(table, targets="Ana Ruiz"))[0])


@pytest.mark.medium
def test_who_does_not_mention_a_target_says_so():
    table = made.corrected()
    assert "not mentioned" in said(plotting.stance(table, targets="the island"))
    assert "not mentioned" not in said(plotting.stance(table, targets="Ana Ruiz"))


@pytest.mark.medium
def test_mentions_and_the_error_of_the_model_are_told():
    table = made.corrected()
    row = table[table["n_mentions"] >= 8].iloc[0]
    text = said(plotting.stance(table))
    assert f"{row['n_mentions']} in {row['n_articles']}" in text
    assert (
        "the model found 60 % of the negative and 60 % of the positive; 70 % of those called negative" in text
    )


@pytest.mark.medium
def test_of_few_mentions_the_corrected_interval_is_a_line_alone():
    whole = made.corrected()
    ways = [plotting.stance(table) for table in (whole, whole.assign(corrected=np.nan))]
    assert ["A line without a mark" in said(ax) for ax in ways] == [False, True]
    (_, marked), (_, bare) = (probe.panels(ax)[:2] for ax in ways)
    assert len(estimates(marked)) > 0
    assert len(estimates(bare)) == 0
    assert len(bare.lines) > 0


def test_a_profile_shows_what_was_counted_alone():
    ax = plotting.stance(made.stance(), targets="Ana Ruiz")
    (panel,) = probe.panels(ax)
    table = made.corrected()
    rows = table[(table["target"] == "Ana Ruiz") & table["other"].isna()]
    left = -rows.loc[rows["measure"] == "stance.negative", "raw"]
    assert estimates(panel) == pytest.approx(
        sorted([*left, *rows.loc[rows["measure"] == "stance.positive", "raw"]])
    )
    assert "corrected" not in said(ax)


@pytest.mark.medium
def test_targets_and_outlets_with_most_mentions_are_drawn_and_the_rest_is_counted():
    ax = plotting.stance(made.corrected(tuple(f"paper_{n}" for n in range(10))))
    text = said(ax)
    assert "2 outlets with fewer mentions left to the table" in text
    assert "Toward Ana Ruiz" in text


def test_no_mention_at_all_is_not_drawn():
    table = made.corrected().assign(n_mentions=0)
    assert not registry.drawable("stance", table)
    with pytest.raises(FramingError, match="no outlet mentions a target"):
        plotting.stance(table)


# -- frames --


@pytest.mark.medium
def test_each_frame_has_a_mark_an_outlet_and_its_hits():
    table = made.frames()
    ax = plotting.frames(table, codebooks="talks", voice="outlet")
    (panel,) = probe.panels(ax)
    rows = table[table["measure"].str.startswith("frame.talks.") & (table["voice"] == "outlet")]
    assert estimates(panel) == pytest.approx(sorted(rows["estimate"]))
    text = said(ax)
    assert "indicators per 1,000 words" in text
    for hits in rows["n_hits"]:
        assert str(hits) in text


def test_voices_stand_side_by_side_and_frames_in_order_of_their_hits():
    table = made.frames()
    ax = plotting.frames(table, codebooks="talks")
    assert len(probe.panels(ax)) == 2
    rows = table[table["measure"].str.startswith("frame.talks.")]
    order = rows.groupby("measure")["n_hits"].sum().sort_values(ascending=False).index
    heights = {t.get_text(): t.xy[1] for t in probe.panels(ax)[-1].texts if t.get_weight() == "bold"}
    wanted = [name.split(".")[2].replace("_", " ") for name in order]
    assert sorted(heights, key=heights.get) == wanted


@pytest.mark.medium
def test_what_has_no_indicator_and_what_is_not_drawn_is_said():
    table = made.frames()
    none = table["measure"].eq("frame.talks.conflict")
    silent = table.assign(n_hits=table["n_hits"].mask(none, 0), estimate=table["estimate"].mask(none, 0.0))
    assert "No indicator found of conflict" in said(plotting.frames(silent))
    assert "2 frames with fewer indicators not drawn" in said(plotting.frames(table, most=1))


def test_frames_need_their_rows_and_one_number_each():
    with pytest.raises(FramingError, match="no rows of frame indicators"):
        plotting.frames(made.stance())
    assert not registry.drawable("frames", made.stance())
    with pytest.raises(FramingError, match="did you mean 'talks'"):
        plotting.frames(made.frames(), codebooks="talk")
    with pytest.raises(FramingError, match="most: 0 is not possible"):
        plotting.frames(made.frames(), most=0)
    twice = pd.concat([made.frames().assign(section=s) for s in ("home", "world")], ignore_index=True)
    with pytest.raises(FramingError, match="split by more than voice"):
        plotting.frames(twice)


@pytest.mark.medium
@pytest.mark.parametrize("name", ["profile", "contrast"])
def test_stance_and_frames_stand_elsewhere_only_where_they_are_named(name, tables):
    table = tables["profile"]
    if name == "contrast":
        own = table[table["measure"].str.startswith("frame.") & (table["group"] == "xinhua")]
        row = tables["contrast"].iloc[[0]]
        more = [row.assign(measure=measure) for measure in own["measure"].unique()]
        table = pd.concat([tables["contrast"], *more], ignore_index=True)
    draw = getattr(plotting, name)
    text = said(draw(table))
    assert "frame.talks" not in text
    assert "rame indicators" in text
    assert "frame.talks.conflict" in said(draw(table, measures=["frame.talks.conflict"]))
