"""One fact in two outlets: which pairs are drawn, and which words are marked."""

from __future__ import annotations

import pair_examples
import pandas as pd
import probe
import pytest
from matplotlib.figure import Figure

from framing import plotting, schema
from framing.errors import FramingError
from framing.plotting import theme


def told(*facts, **more):
    """Pairs of (fact, sentence, framing, sentence, framing), those first whose wording differs most."""
    made = [
        dict(fact=fact, a=f"a{n}", b=f"b{n}", a_outlet="x", b_outlet="y", a_start=0, a_end=9, b_start=0)
        | dict(b_end=9, a_sentence=one, a_framing=own, b_sentence=other, b_framing=its)
        | dict(probability=0.9, framing=9.0 - n)
        for n, (fact, one, own, other, its) in enumerate(facts)
    ]
    return schema.check(pd.DataFrame(made).assign(**more), "pairs")


def bold(panel):
    """What is written in bold letters below the outlets, and how many lines are drawn under it."""
    heads = {label.get_text() for label in panel.get_yticklabels()} | {"x", "y"}
    found = [text for text in panel.texts if text.get_weight() == "bold" and text.get_text() not in heads]
    return [text.get_text() for text in found], len(probe.marks(panel, "_framing"))


def test_words_that_frame_a_fact_are_bold_and_underlined_and_no_others():
    one = "The regime, a regimented one, was hit by “a brutal” fee: the fee will surely rise."
    table = told(("f", one, "was hit; brutal; will surely", "The fee may rise.", "may"))
    panel = plotting.side_by_side(table)
    words, lines = bold(panel)
    assert words == ["was", "hit", "brutal", "will", "surely", "may"]
    assert lines == len(words)
    said = " ".join(text.get_text() for text in panel.texts)
    assert said.replace("“ ", "“").replace(" ”", "”").count("The regime, a regimented one,") == 1
    # Inside another word it is not the word.
    words, _ = bold(plotting.side_by_side(told(("f", "An island is land.", "land", "It is sea.", "sea"))))
    assert words == ["land", "sea"]


def test_a_row_a_fact_and_no_sentence_twice():
    table = told(
        ("f", "One.", "", "Two.", ""),
        ("f", "Three.", "", "Four.", ""),
        ("g", "Five.", "", "Two.", ""),
        ("h", "Six.", "", "Seven.", ""),
        ("i", "Eight.", "", "Nine.", ""),
        b_outlet=["y", "z", "y", "y", "y"],
    )
    ax = plotting.side_by_side(table, top=2)
    said = probe.words(ax)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "2"]
    assert all(word in said for word in ("One.", "Two.", "Six.", "Seven.", "2 more facts"))
    assert not any(word in said for word in ("Three.", "Five.", "Eight."))
    with pytest.raises(FramingError, match="top: 0 will not do"):
        plotting.side_by_side(table, top=0)


def test_the_title_counts_facts_and_no_label_says_what_a_wording_is():
    rows = [(f"f{n}", f"One {n}.", "", f"Two {n}.", "") for n in range(3)]
    table = told(*rows, kinds=["tone; trust", "tone", ""], tone=[-2.0, 3.0, 0.0], trust=[1.0, 0.0, 0.0])
    table = table.assign(a_voice=["quoted", "outlet", "all"], a_speaker=["Ana Marlow", "Ana Marlow", pd.NA])
    said = probe.words(plotting.side_by_side(table))
    assert "3 facts in the words of x and y" in said
    assert said.count("x, quoted: Ana Marlow") == 1 == said.count("Ana Marlow")
    assert not any(word in said for word in ("negative", "positive", "endorses", "tone"))


def test_where_the_first_has_no_room_the_next_that_has_is_drawn():
    long = "The ferry is late, and so is all else in the harbour. " * 12
    table = told(("f", long, "", long[:-1], ""), ("g", "One.", "", "Two.", ""))
    ax = Figure(figsize=(5, 3)).subplots()
    plotting.side_by_side(table, ax=ax)
    assert "One." in probe.words(ax)
    assert "harbour" not in probe.words(ax)
    assert not probe.overlapping(ax)


@pytest.mark.medium
@pytest.mark.parametrize("count", [2, 3, 8])
def test_four_facts_fit_half_a_page(count):
    table = pair_examples.pairs([f"the_{k}_th_gazette_of_the_coast" for k in range(count)])
    ax = plotting.side_by_side(table, width=6.3)
    assert len(ax.get_yticklabels()) == min(4, len(table))
    width, height = theme.root(ax).get_size_inches()
    assert width == pytest.approx(6.3)
    assert height <= 6
    assert not probe.overlapping(ax)
    assert not probe.cut(ax)


def test_a_word_longer_than_its_column_is_broken():
    ax = plotting.side_by_side(told(("f", f"See {'unbroken' * 30} here.", "here", "It is here.", "")))
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)
    assert bold(ax)[0] == ["here"]
