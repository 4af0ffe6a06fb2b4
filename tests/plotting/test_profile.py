"""The profile draws the table's numbers, and says where there are none."""

from __future__ import annotations

import math

import examples
import numpy as np
import pandas as pd
import probe
import pytest
from matplotlib.colors import to_hex

from framing import plotting
from framing.errors import FramingError
from framing.schema import UNITS

#: How the measures of the examples read where nobody says what they mean.
WORDS = ("Hedges", "Tone: net", "Tone: valence per hit", "Reporting: distancing")


def test_a_panel_a_measure_with_its_name_and_unit(profile):
    ax = plotting.profile(profile)
    assert len(probe.panels(ax)) == len(examples.MEASURES)
    said = probe.words(ax)
    for unit, words in zip(examples.MEASURES.values(), WORDS, strict=True):
        assert words in said
        assert UNITS[unit].label in said


def test_marks_stand_at_the_estimates_and_lines_at_the_intervals(profile):
    ax = plotting.profile(profile)
    for panel, measure in zip(probe.panels(ax), examples.MEASURES, strict=True):
        rows = profile[profile["measure"] == measure].sort_values("group", kind="stable")
        assert probe.values(panel, "_estimate") == pytest.approx(list(rows["estimate"]))
        drawn = [tuple(map(float, line.get_xdata())) for line in probe.marks(panel, "_interval")]
        low, high = panel.get_xlim()
        wanted = list(zip(rows["low"].clip(low, high), rows["high"].clip(low, high), strict=True))
        assert drawn == [pytest.approx(ends) for ends in wanted]


def test_voices_differ_by_marker_and_colour_and_keep_the_outlets_hue(profile):
    panel = probe.panels(plotting.profile(profile))[0]
    own, quoted = probe.marks(panel, "_estimate")[:2]
    assert own.get_marker() != quoted.get_marker()
    assert to_hex(own.get_markerfacecolor()) != to_hex(quoted.get_markerfacecolor())
    assert to_hex(own.get_markeredgecolor()) == to_hex(quoted.get_markeredgecolor())


@pytest.mark.medium
def test_missing_interval_is_hollow_on_a_dotted_line(profile):
    table = profile.copy()
    table.loc[0, ["low", "high"]] = math.nan
    ax = plotting.profile(table)
    panel = probe.panels(ax)[0]
    first = probe.marks(panel, "_estimate")[0]
    assert to_hex(first.get_markerfacecolor()) == "#ffffff"
    assert len(probe.marks(panel, "_missing")) == 1
    assert len(probe.marks(panel, "_interval")) == len(probe.marks(panel, "_estimate")) - 1
    assert "no interval" in probe.words(ax)
    assert "no interval" not in probe.words(plotting.profile(profile))


def test_missing_estimate_is_written_not_drawn_at_zero(profile):
    table = profile.copy()
    table.loc[0, ["estimate", "low", "high"]] = math.nan
    ax = plotting.profile(table)
    assert len(probe.marks(probe.panels(ax)[0], "_estimate")) == 5
    assert probe.words(ax).count("no estimate") == 1


def test_n_stands_at_each_row_and_fragile_rows_are_marked(profile):
    table = profile.copy()
    table["n_articles"] = range(11, 11 + len(table))
    table["note"] = ""
    table.loc[3, "note"] = "fragile: under 8 articles"
    found = [text for text, _ in probe.texts(plotting.profile(table))]
    assert all(any(text.split()[0] == str(n) for text in found) for n in table["n_articles"])
    assert f"{table.loc[3, 'n_articles']} †" in found
    assert sum("†" in text for text in found) == 2


def test_an_endless_interval_stops_at_the_edge_with_an_arrowhead(profile):
    table = profile.copy()
    table.loc[0, "high"] = 1e6
    panel = probe.panels(plotting.profile(table))[0]
    assert panel.get_xlim()[1] < 100
    (arrow,) = [m for m in probe.marks(panel, "_beyond") if m.get_marker() == ">"]
    assert arrow.get_xdata()[0] == panel.get_xlim()[1]


def test_articles_are_drawn_at_their_own_rates(scores, profile):
    ax = plotting.profile(profile, scores=scores)
    cell = scores[
        (scores["outlet"] == "global_times") & (scores["voice"] == "outlet") & (scores["measure"] == "hedges")
    ]
    first = probe.marks(probe.panels(ax)[0], "_estimate")[0].get_ydata()[0]
    assert probe.dots(probe.panels(ax)[0], first) == pytest.approx(
        sorted(1000 * cell["hits"] / cell["tokens"])
    )


@pytest.mark.medium
def test_parts_are_summed_and_copies_are_one_dot(scores, profile):
    table = scores.assign(copy_group=scores["article"])
    table.loc[table["article"] == "global_times001", "copy_group"] = "global_times000"
    lead = table.assign(part="lead")
    both = plotting.profile(
        profile, scores=examples.schema.check(pd.concat([table.assign(part="body"), lead]), "scores")
    )
    panel = probe.panels(both)[0]
    dots = probe.dots(panel, probe.marks(panel, "_estimate")[0].get_ydata()[0])
    cell = table[
        (table["outlet"] == "global_times") & (table["voice"] == "outlet") & (table["measure"] == "hedges")
    ]
    sums = cell.groupby("copy_group")[["hits", "tokens"]].sum()
    assert len(dots) == 8
    assert dots == pytest.approx(sorted(1000 * sums["hits"] / sums["tokens"]))


def test_very_many_articles_become_a_spread():
    scores = examples.scores(
        outlets=("xinhua",), measures={"hedges": "per_1000"}, voices=("all",), articles=200
    )
    panel = probe.panels(plotting.profile(examples.profile(scores), scores=scores))[0]
    assert not panel.collections
    rates = (1000 * scores["hits"] / scores["tokens"]).to_numpy()
    wide, half = (line.get_xdata() for line in probe.marks(panel, "_spread"))
    assert list(wide) == pytest.approx(np.percentile(rates, (5, 95)))
    assert list(half) == pytest.approx(np.percentile(rates, (25, 75)))


@pytest.mark.medium
def test_genres_parts_and_targets_are_told_apart(profile):
    opinion = profile.assign(genre="opinion")
    headline = profile.assign(part="headline", target="China")
    table = pd.concat([profile, opinion, headline], ignore_index=True)
    ax = plotting.profile(table, genres=["news", "opinion"])
    assert len(probe.panels(ax)) == 2 * len(examples.MEASURES)
    labels = [label.get_text() for label in probe.panels(ax)[0].get_yticklabels()]
    assert len(labels) == 6
    assert labels[1].endswith("opinion")
    assert "Hedges · toward China · headline" in probe.words(ax)


def test_measures_are_picked_and_ordered_and_a_wrong_one_is_refused(profile):
    ax = plotting.profile(profile, measures=["tone.net", "hedges"])
    assert len(probe.panels(ax)) == 2
    assert [*ax.axes_dict] == ["tone.net", "hedges"]
    assert probe.words(ax).index("Tone: net") < probe.words(ax).index("Hedges")
    with pytest.raises(FramingError, match="did you mean 'hedges'"):
        plotting.profile(profile, measures="hegdes")


def test_a_group_column_that_is_absent_is_named(scores, profile):
    with pytest.raises(FramingError, match="'section' is missing"):
        plotting.profile(profile, scores=scores, by="section")


def test_a_census_has_no_intervals_and_none_is_called_missing(profile):
    table = profile.assign(low=math.nan, high=math.nan, note="census: describes")
    ax = plotting.profile(table)
    assert "interval" not in probe.words(ax)
    for panel in probe.panels(ax):
        assert not probe.marks(panel, "_missing")
        assert all(to_hex(m.get_markerfacecolor()) != "#ffffff" for m in probe.marks(panel, "_estimate"))


@pytest.mark.medium
def test_cells_split_by_a_further_column_are_rows_of_their_own(profile, scores):
    table = pd.concat([profile.assign(section=name) for name in ("front", "world")], ignore_index=True)
    split = pd.concat(
        [scores.assign(section="front"), scores.assign(section="world", article=scores["article"] + "w")]
    )
    ax = plotting.profile(table, scores=split)
    assert len(probe.panels(ax)[0].get_yticklabels()) == 6
    assert len(probe.marks(probe.panels(ax)[0], "_estimate")) == 12
    assert not probe.overlapping(ax)
    rows = [mark.get_ydata()[0] for mark in probe.marks(probe.panels(ax)[0], "_estimate")]
    assert sum(len(probe.dots(probe.panels(ax)[0], y)) for y in rows) == 12 * 9


@pytest.mark.medium
def test_news_is_compared_with_news_unless_told(profile):
    table = pd.concat(
        [profile, profile.assign(genre="opinion"), profile.assign(genre="live")], ignore_index=True
    )
    ax = plotting.profile(table)
    assert len(probe.panels(ax)[0].get_yticklabels()) == 3
    assert "rows of opinion and live stand in the table" in probe.words(ax)
    assert len(probe.panels(plotting.profile(table, genres="opinion"))[0].get_yticklabels()) == 3
    assert "opinion" not in probe.words(plotting.profile(profile))
    assert len(probe.panels(plotting.profile(profile.assign(genre="opinion")))[0].get_yticklabels()) == 3
    with pytest.raises(FramingError, match="genre 'opinions' is not known"):
        plotting.profile(table, genres="opinions")


@pytest.mark.medium
def test_a_crowd_of_articles_becomes_spreads_too(monkeypatch):
    scores = examples.scores(outlets=("xinhua",), measures={"hedges": "per_1000"}, articles=30)
    profile = examples.profile(scores)
    assert probe.panels(plotting.profile(profile, scores=scores))[0].collections
    monkeypatch.setattr("framing.plotting.figures.profile._CROWD", 40)
    panel = probe.panels(plotting.profile(profile, scores=scores))[0]
    assert not panel.collections
    assert len(probe.marks(panel, "_spread")) == 4


@pytest.mark.medium
@pytest.mark.parametrize("name", ["profile", "contrast"])
def test_what_a_voice_is_called_does_not_hang_on_rows_that_were_left_out(name, profile, contrast):
    table = {"profile": profile, "contrast": contrast}[name]
    own, draw = table[table["voice"] == "outlet"], getattr(plotting, name)
    for some in (table, own):
        assert "outlet's own words" in probe.words(draw(some))
        said = probe.words(draw(some.assign(voices="quotes")))
        assert "outside quotation marks" in said
        assert "outlet's own words" not in said
