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
from framing.views.paper import paper


def estimates(panel):
    return sorted(round(value, 9) for value in probe.values(panel, "_estimate"))


def said(ax):
    return probe.words(ax).replace("\n", " ")


# -- stance --


def test_a_row_has_one_mark_with_its_interval():
    table = made.stance()
    panel = plotting.stance(table, targets="Ana Ruiz")
    rows = table[(table["target"] == "Ana Ruiz") & (table["measure"] == "stance.net")]
    assert estimates(panel) == pytest.approx(sorted(rows["estimate"]))
    known = rows[rows["low"].notna()]
    drawn = sorted(tuple(map(float, line.get_xdata())) for line in probe.marks(panel, "_interval"))
    low, high = panel.get_xlim()
    wanted = sorted(zip(known["low"].clip(low, high), known["high"].clip(low, high), strict=True))
    assert drawn == [pytest.approx(ends) for ends in wanted]


@pytest.mark.medium
def test_who_does_not_mention_a_target_says_so():
    table = made.stance()
    assert "not mentioned" in said(plotting.stance(table, targets="the island"))
    assert "not mentioned" not in said(plotting.stance(table, targets="Ana Ruiz"))


@pytest.mark.medium
def test_mentions_and_articles_stand_beside():
    table = made.stance()
    row = table[table["n_hits"] >= 8].iloc[0]
    assert f"{row['n_hits']} in {row['n_articles']}" in said(plotting.stance(table))


@pytest.mark.medium
def test_targets_and_outlets_with_most_mentions_are_drawn_and_the_rest_is_counted():
    ax = plotting.stance(made.stance(tuple(f"paper_{n}" for n in range(10))))
    text = said(ax)
    assert "8 of 10 groups (most mentions)" in text
    assert "Toward Ana Ruiz" in text


def test_no_mention_at_all_is_not_drawn():
    table = made.stance().assign(n_hits=0)
    assert not registry.drawable("stance", table)
    with pytest.raises(FramingError, match="nobody mentions a target"):
        plotting.stance(table)


# -- frames --


@pytest.mark.medium
def test_frames_are_measures_of_a_profile_named_alone_or_as_a_group():
    table = made.frames()
    drawn = plotting.profile(table[table["voice"] == "outlet"], measures="frame.talks")
    rows = table[table["measure"].str.startswith("frame.talks.") & (table["voice"] == "outlet")]
    assert len(drawn.axes_dict) == rows["measure"].nunique() == 3
    assert sorted(v for panel in probe.panels(drawn) for v in estimates(panel)) == pytest.approx(
        sorted(rows["estimate"].round(9))
    )
    with pytest.raises(FramingError, match=r"measure 'frame\.talk' is not known"):
        plotting.profile(table, measures="frame.talk")


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
    assert "conflict" not in text
    assert "rame indicators" in text
    assert "Frame indicators of conflict" in said(draw(table, measures=["frame.talks.conflict"]))


# -- findings --


def test_each_finding_has_a_row_with_either_side_and_none_twice():
    table = made.findings()
    ax = plotting.findings(table)
    text = said(ax)
    assert len(ax.get_yticks()) == 3
    for part in ("“harbour”", "10 of 11 Global Times", "0 of 22 all others together", "24.5", "hollow"):
        assert part.casefold() in text.casefold()
    assert text.count("24.5") == 1
    assert "“harbour” (Global Times 10 of 11, all others together 0 of 22 articles)" in text
    faces = [mark.get_markerfacecolor() for mark in probe.marks(ax, "_estimate")]
    # Of the nominal finding alone the marks are hollow.
    assert [face == "white" for face in faces] == [False] * 4 + [True] * 2
    assert len(plotting.findings(table, top=1).get_yticks()) == 1


def test_agency_copy_is_said_in_plain_words():
    table = made.findings().query("unit == 'articles'").assign(measure="copies", item="agency copy")
    text = said(plotting.findings(table))
    assert "articles that credit an agency, for all or part (Global Times 10 of 11" in text
    assert "“" not in text
    assert "with it" not in text


@pytest.mark.parametrize("certainty", ["significant", "described", "nominal"])
def test_what_is_not_significant_is_not_called_the_surest(certainty):
    table = made.findings().assign(certainty=certainty)
    for text in (said(plotting.findings(table)), registry.text_of("findings", table)):
        assert ("urest" in text) == (certainty != "nominal")
        assert ("Not significant after adjustment: " in text) == (certainty == "nominal")


def test_an_axis_label_of_ones_own_has_room_above_the_note():
    ax = plotting.findings(made.findings())
    ax.set_xlabel("my own label")
    boxes = dict(probe.texts(ax))
    note = next(box for text, box in boxes.items() if text.startswith("Each row has"))
    assert boxes["my own label"].y0 >= note.y1


def test_a_row_is_scaled_from_nought_to_its_largest_end():
    table = made.findings().query("measure == 'hedges' and voice == 'outlet'")
    ax = plotting.findings(table)
    zero = probe.values(ax, "_zero")[0]
    high, low = probe.values(ax, "_estimate")
    assert zero == 0
    assert high / low == pytest.approx(24.5 / 1.8)
    ends = [float(line.get_xdata()[1]) for line in probe.marks(ax, "_interval")]
    assert max(ends) == pytest.approx(1, abs=0.05)
    assert ends[0] / high == pytest.approx(34.2 / 24.5)


def test_of_a_measure_in_the_profile_all_outlets_are_drawn(tables):
    outlets = ("global_times", "national_post", "xinhua")
    found = made.findings(outlets)
    profile = tables["profile"]
    alone, whole = plotting.findings(found), plotting.findings(found, profile=profile)
    assert len(probe.marks(whole, "_estimate")) == len(probe.marks(alone, "_estimate")) + 2
    row = profile.query("measure == 'hedges' and voice == 'outlet' and group == 'xinhua'").iloc[0]
    assert f"{row['estimate']:.1f} Xinhua" in said(whole)
    names = [t.get_text().split(" ", 1)[1] for t in sorted(whole.texts, key=lambda t: t.xy[1])]
    first = plotting.findings(found, profile=profile, order=["xinhua", "national_post", "global_times"])
    turned = [t.get_text().split(" ", 1)[1] for t in sorted(first.texts, key=lambda t: t.xy[1])]
    assert sorted(names) == sorted(turned)
    assert turned.index("Xinhua") < turned.index("National Post")


def test_a_name_whose_word_has_a_row_is_the_same_fact():
    table = made.findings()
    name = table.head(1).assign(matter="names and figures", measure="names", item="Port Harbour", rank=9)
    drawn = plotting.findings(pd.concat([table, name], ignore_index=True))
    assert "Port Harbour" not in said(drawn)
    assert "Port Harbour" in said(plotting.findings(pd.concat([table, name.assign(a="xinhua")])))


def test_without_any_finding_nothing_is_drawn():
    table = made.findings().assign(certainty="inconclusive")
    assert not registry.drawable("findings", table)
    with pytest.raises(FramingError, match="none is significant, described or nominal"):
        plotting.findings(table)
    with pytest.raises(FramingError, match="top: 0 will not do"):
        plotting.findings(made.findings(), top=0)


def test_what_goes_with_the_date_is_not_drawn_and_the_printed_table_says_so():
    goes = "nearly all of it goes with date"
    table = made.findings()
    told = table["certainty"].isin(["significant", "nominal"])
    null = np.where(table["scale"] == "ratio", 1.0, 0.0)
    gone = table.assign(goes_with=goes, adjusted=null, adjusted_low=null - 0.1, adjusted_high=null + 0.1)
    assert not registry.drawable("findings", gone)
    first, others = gone[told].head(1), table[told].iloc[1:]
    drawn = plotting.findings(pd.concat([first, others], ignore_index=True))
    marks = [estimates(ax) for ax in (drawn, plotting.findings(others.reset_index(drop=True)))]
    assert marks[0] == marks[1]
    printed = str(paper(pd.concat([first, others], ignore_index=True)))
    assert printed.count(goes) == 1
    # What stays with the date held is drawn all the same.
    assert registry.drawable("findings", gone.assign(adjusted_low=null + 0.05))
