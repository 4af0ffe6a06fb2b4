"""Bars of evidence count hits and articles as plain pandas does."""

from __future__ import annotations

import examples
import pandas as pd
import probe
import pytest

from framing import plotting
from framing.errors import FramingError
from framing.plotting import registry
from framing.schema import MILLION


def test_bars_are_hits_and_articles_stand_beside():
    table = examples.evidence()
    ax = plotting.keyness(table, measure="hedges", top=3)
    assert len(ax.child_axes) == 3
    here = table[(table["measure"] == "hedges") & (table["outlet"] == "global_times")]
    counts = here["term"].value_counts()
    panel = ax.child_axes[0]
    assert [bar.get_width() for bar in panel.patches] == list(counts.head(3))
    terms = [label.get_text() for label in panel.get_yticklabels()]
    assert [counts[term] for term in terms] == list(counts.head(3))
    articles = [str(here[here["term"] == term]["article"].nunique()) for term in terms]
    assert [text.get_text() for text in panel.texts] == ["articles", *articles]


def test_equal_terms_stand_in_order_of_articles_then_alphabet():
    rows = [("a1", "may"), ("a2", "may"), ("a1", "could"), ("a1", "could"), ("a1", "about"), ("a2", "about")]
    table = pd.DataFrame(
        [
            dict(
                article=a,
                outlet="xinhua",
                part="body",
                voice="all",
                measure="hedges",
                start=i,
                end=i + 1,
                term=t,
                weight=1,
                sentence=t,
            )
            for i, (a, t) in enumerate(rows)
        ]
    )
    panel = plotting.keyness(table).child_axes[0]
    assert [label.get_text() for label in panel.get_yticklabels()] == ["about", "may", "could"]


@pytest.mark.medium
def test_the_most_frequent_measure_is_drawn_unless_told():
    table = examples.evidence()
    ax = plotting.keyness(table)
    assert "Leading terms of hedges" in probe.words(ax)
    assert len(ax.child_axes) == 3
    both = plotting.keyness(table, measure=["hedges", "boosters"])
    said = probe.words(both)
    assert said.index("hedges") < said.index("boosters")
    assert len(both.child_axes) == 6
    assert "Leading terms of boosters" in probe.words(plotting.keyness(table, measure="boosters"))
    with pytest.raises(FramingError, match="did you mean 'boosters'"):
        plotting.keyness(table, measure="booster")
    with pytest.raises(FramingError, match="top: 0 is not possible"):
        plotting.keyness(table, top=0)


def test_what_mixes_two_signs_or_counts_a_base_leads_to_no_one_thing():
    table = examples.evidence(("xinhua",))
    half = [MILLION, -MILLION] * (len(table) // 2)
    mixed = table.assign(measure="tone.net", weight=half)
    base = table.assign(measure="loaded", weight=[MILLION, 0] * (len(table) // 2))
    fewer = table.head(12).assign(measure="hedges")
    drawn = probe.words(plotting.keyness(pd.concat([mixed, base, fewer], ignore_index=True)))
    assert "Leading terms of hedges" in drawn
    # Nothing else there: then what there is.
    assert "Leading terms of tone.net" in probe.words(plotting.keyness(mixed))


def test_heading_counts_hits_articles_and_what_is_not_shown():
    table = examples.evidence(("xinhua",), count=40).assign(measure="hedges")
    said = probe.words(plotting.keyness(table, top=2))
    assert f"40 hits in {table['article'].nunique()} articles" in said
    assert f"{table['term'].nunique() - 2} more terms" in said


@pytest.mark.medium
def test_articles_say_how_many_there_are_and_what_is_invented():
    table = examples.evidence().drop(columns="provenance")
    assert "invented" not in probe.words(plotting.keyness(table))
    said = probe.words(plotting.keyness(table, articles=examples.articles()))
    assert "Global Times (invented text)" in said
    assert "of 9 articles" in said
    assert "(invented text)" in registry.text_of("keyness", table, articles=examples.articles(), scores=None)


def test_rows_are_of_one_height_however_many_a_neighbour_has():
    table = examples.evidence(("global_times", "xinhua"))
    table = table[table["measure"] == "hedges"]
    one = table.loc[table["outlet"] == "xinhua", "term"].iloc[0]
    few = table[(table["outlet"] != "xinhua") | (table["term"] == one)]
    ax = plotting.keyness(few, columns=2)
    assert not probe.overlapping(ax)
    many, one = ax.child_axes
    assert len(many.patches) > len(one.patches)
    heights = {round(panel.get_position().height / panel.get_ylim()[0], 6) for panel in (many, one)}
    assert len(heights) == 1
