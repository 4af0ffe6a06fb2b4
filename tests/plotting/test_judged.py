"""The figures of stance, frames and actors: what is drawn, not how it looks."""

from __future__ import annotations

import math

import judged_examples as made
import numpy as np
import pandas as pd
import probe
import pytest

from framing import plotting, schema
from framing.errors import FramingError
from framing.plotting import network, registry
from framing.plotting.figures import actors as actors_module


def estimates(panel):
    return sorted(round(value, 9) for value in probe.values(panel, "_estimate"))


def said(ax):
    return probe.words(ax).replace("\n", " ")


# -- stance --


def test_shares_stand_left_and_right_as_counted_and_as_corrected():
    table = made.corrected()
    counted, corrected = plotting.stance(table, targets="Ana Ruiz").child_axes
    rows = table[(table["target"] == "Ana Ruiz") & table["other"].isna()]
    for panel, column in ((counted, "raw"), (corrected, "corrected")):
        left = -rows.loc[rows["measure"] == "stance.negative", column].dropna()
        right = rows.loc[rows["measure"] == "stance.positive", column].dropna()
        assert estimates(panel) == pytest.approx(sorted([*left, *right]))


def test_net_is_one_mark_a_voice_and_differences_are_left_out():
    table = made.corrected()
    counted, _ = plotting.stance(table, targets="Ana Ruiz", net=True).child_axes
    rows = table[(table["target"] == "Ana Ruiz") & (table["measure"] == "stance.net")]
    assert estimates(counted) == pytest.approx(sorted(rows["raw"]))
    assert 0.9 not in estimates(plotting.stance(table, targets="Ana Ruiz").child_axes[0])


def test_who_does_not_mention_a_target_says_so():
    table = made.corrected()
    assert "not mentioned" in said(plotting.stance(table, targets="the island"))
    assert "not mentioned" not in said(plotting.stance(table, targets="Ana Ruiz"))


def test_mentions_and_the_error_of_the_model_are_told():
    table = made.corrected()
    row = table[table["n_mentions"] >= 8].iloc[0]
    text = said(plotting.stance(table))
    assert f"{row['n_mentions']} in {row['n_articles']}" in text
    assert (
        "the model found 60 % of the negative and 60 % of the positive; 70 % of those called negative" in text
    )


def test_where_a_correction_is_no_nearer_the_count_has_a_sign():
    table = made.corrected().assign(note="so few mentions that raw is on average as near")
    assert "‡ so few mentions" in said(plotting.stance(table))
    assert "‡" not in said(plotting.stance(made.corrected()))


def test_a_profile_shows_what_was_counted_alone():
    ax = plotting.stance(made.stance(), targets="Ana Ruiz")
    (panel,) = ax.child_axes
    table = made.corrected()
    rows = table[(table["target"] == "Ana Ruiz") & table["other"].isna()]
    left = -rows.loc[rows["measure"] == "stance.negative", "raw"]
    assert estimates(panel) == pytest.approx(
        sorted([*left, *rows.loc[rows["measure"] == "stance.positive", "raw"]])
    )
    assert "corrected" not in said(ax)


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


def test_each_frame_has_a_mark_an_outlet_and_its_hits():
    table = made.frames()
    ax = plotting.frames(table, codebooks="talks", voice="outlet")
    (panel,) = ax.child_axes
    rows = table[table["measure"].str.startswith("frame.talks.") & (table["voice"] == "outlet")]
    assert estimates(panel) == pytest.approx(sorted(rows["estimate"]))
    text = said(ax)
    assert "indicators per 1,000 words" in text
    for hits in rows["n_hits"]:
        assert str(hits) in text


def test_voices_stand_side_by_side_and_frames_in_order_of_their_hits():
    table = made.frames()
    ax = plotting.frames(table, codebooks="talks")
    assert len(ax.child_axes) == 2
    rows = table[table["measure"].str.startswith("frame.talks.")]
    order = rows.groupby("measure")["n_hits"].sum().sort_values(ascending=False).index
    heights = {t.get_text(): t.xy[1] for t in ax.child_axes[0].texts if t.get_weight() == "bold"}
    wanted = [name.split(".")[2].replace("_", " ") for name in order]
    assert sorted(heights, key=heights.get) == wanted


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
    with pytest.raises(FramingError, match="most: 0 frames"):
        plotting.frames(made.frames(), most=0)
    twice = pd.concat([made.frames().assign(section=s) for s in ("home", "world")], ignore_index=True)
    with pytest.raises(FramingError, match="split by more than voice"):
        plotting.frames(twice)


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


# -- actors --


def acts(*rows):
    """Actions from (outlet, actor, target, kind), more columns in a mapping."""
    filled = [
        dict(
            article="a", outlet=outlet, part="body", voice="outlet", actor=actor, action="meet", target=target
        )
        | dict(kind=kind, start=n, end=n + 1, sentence="Marlow met Ruiz.", negated=False)
        | (more[0] if more else {})
        for n, (outlet, actor, target, kind, *more) in enumerate(rows)
    ]
    return schema.check(pd.DataFrame(filled), "actions")


def lines(panel):
    return [line for line in panel.lines if line.get_label() == "_link"]


def test_an_arrow_leads_to_whom_it_is_done_and_is_as_thick_as_it_is_frequent():
    rows = [("x", "Ruiz", "Marlow", "cooperative")] * 11 + [("x", "Marlow", "Ruiz", "conflictual")] * 6
    (panel,) = plotting.actors(acts(*rows)).child_axes
    heads = [patch for patch in panel.patches if patch.get_label() == "_head"]
    places = {text.get_text().split("\n")[0]: text.get_position() for text in panel.texts}
    thick, thin = sorted(lines(panel), key=lambda line: -line.get_linewidth())
    assert (thick.get_linewidth() - 1) / (thin.get_linewidth() - 1) == pytest.approx(11 / 6)
    for head, color in ((heads[0], thick.get_color()), (heads[1], thin.get_color())):
        tip, goal = head.get_xy()[0], "Marlow" if color == thick.get_color() else "Ruiz"
        other = "Ruiz" if goal == "Marlow" else "Marlow"
        assert math.dist(tip, places[goal]) < math.dist(tip, places[other])


def test_classes_are_told_apart_without_colour():
    kinds = ("cooperative", "conflictual", "other")
    (panel,) = plotting.actors(acts(*[("x", "Ruiz", "Marlow", kind) for kind in kinds])).child_axes
    assert len({str(line._dash_pattern) for line in lines(panel)}) == 3
    assert len({line.get_color() for line in lines(panel)}) == 3


def test_what_is_said_not_to_happen_and_other_voices_are_left_out_and_counted():
    table = acts(
        ("x", "Ruiz", "Marlow", "cooperative"),
        ("x", "Ruiz", "Marlow", "conflictual", {"negated": True}),
        ("x", "Marlow", "Ruiz", "conflictual", {"voice": "quoted"}),
        ("x", "Ruiz", None, "other", {"modality": "possible"}),
    )
    ax = plotting.actors(table)
    text = said(ax)
    assert len(lines(ax.child_axes[0])) == 1
    assert "1 action said not to happen; quoted" in text
    assert "1 of 2 actions are said to be possible" in text
    assert "2 / 0" in text
    assert len(lines(plotting.actors(table, voice=["outlet", "quoted"]).child_axes[0])) == 2


def test_actors_stand_in_the_same_places_in_every_outlet():
    panels = plotting.actors(made.actions(("x", "y", "z"))).child_axes
    spots = [
        [
            (float(line.get_xdata()[0]), float(line.get_ydata()[0]))
            for line in panel.lines
            if line.get_label() == "_node"
        ]
        for panel in panels
    ]
    assert all(np.allclose(spots[0], other) for other in spots[1:])


def test_where_lines_would_hide_each_other_the_two_classes_are_drawn():
    names = ("a", "b", "c", "d")
    rows = [
        ("x", one, two, kind) for one in names for two in names if one < two for kind in actors_module.KINDS
    ]
    ax = plotting.actors(acts(*rows))
    assert len(lines(ax.child_axes[0])) == 12
    assert "6 actions neither cooperative nor conflictual not drawn" in said(ax)
    assert len(lines(plotting.actors(acts(*rows), kinds="other").child_axes[0])) == 6


def test_nobody_acting_on_another_is_one_line():
    table = acts(("x", "Ruiz", "Ruiz", "other"), ("x", "Ruiz", None, "other"))
    assert not registry.drawable("actors", table)
    with pytest.raises(FramingError, match="nobody in the table acts on another"):
        plotting.actors(table)
    with pytest.raises(FramingError, match="actor 'Marlo' is not known"):
        plotting.actors(made.actions(), actors="Marlo")


def test_round_weights_of_the_key_are_not_above_the_most():
    assert [network.round_weight(most) for most in (1, 7, 10, 49, 50, 730)] == [1, 7, 10, 20, 50, 500]
