"""Attention and lengths: every article is counted once, and what has no date is said."""

from __future__ import annotations

import examples
import pandas as pd
import probe
import pytest

from framing import plotting, schema
from framing.errors import FramingError


def bars(panel):
    """The height of each bar in the panel's own inches."""
    return [abs(bar.get_height()) for bar in panel.patches]


def frame(days, outlet="xinhua"):
    rows = [
        dict(
            id=f"{outlet}{i}",
            outlet=outlet,
            title="A title",
            text="One two three.",
            published=day,
            published_precision="day" if day else "none",
        )
        for i, day in enumerate(days)
    ]
    return pd.DataFrame(rows)


def test_a_bar_a_day_as_high_as_its_articles():
    table = frame(["2026-01-14", "2026-01-15", "2026-01-15", "2026-01-17"])
    panel = plotting.attention(table).child_axes[0]
    heights = bars(panel)
    assert [round(height / max(heights) * 2) for height in heights] == [1, 2, 0, 1]
    assert [t.get_text() for t in panel.texts] == ["1", "2", "1"]


def test_undated_are_counted_and_said():
    table = pd.concat([frame(["2026-01-14", None, None]), frame(["2026-01-15"], "reuters")])
    ax = plotting.attention(table)
    said = probe.words(ax)
    assert "n = 3, 2 undated" in said
    assert "2 of 4 articles have no date" in said
    assert "2 undated" in plotting_describe("attention", table)


def plotting_describe(name, table):
    from framing.plotting import registry

    return registry.text_of(name, table)


def test_no_dates_at_all_is_said_not_an_error():
    ax = plotting.attention(frame([None, None]))
    assert "no dated articles" in probe.words(ax)


@pytest.mark.parametrize(
    ("last", "step", "count"),
    [("2026-02-20", "day", 38), ("2026-12-31", "week", 51), ("2029-01-01", "month", 37)],
)
def test_step_follows_the_span(last, step, count):
    ax = plotting.attention(frame(["2026-01-14", last]))
    assert f"Articles a {step}" in probe.words(ax)
    assert len(ax.child_axes[0].patches) == count
    assert not probe.cut(ax)
    assert not probe.overlapping(ax)


def test_a_wrong_step_is_refused():
    with pytest.raises(FramingError, match="did you mean 'week'"):
        plotting.attention(frame(["2026-01-14"]), step="weeks")


def test_outlets_share_one_axis():
    ax = plotting.attention(examples.articles())
    assert len(ax.child_axes) == 3
    assert len({panel.get_xlim() for panel in ax.child_axes}) == 1


def test_lengths_counts_words_by_part():
    table = schema.check(
        pd.DataFrame(
            [
                dict(
                    id="a",
                    outlet="xinhua",
                    title="Two words",
                    text="Subhead\n\nOne two three\n\nFour five six seven",
                    blocks="hpp",
                )
            ]
        ),
        "articles",
    )
    top, bottom = plotting.lengths(table).child_axes
    (dots,) = top.collections
    assert dots.get_offsets()[0][0] == 10
    assert [round(bar.get_width(), 10) for bar in bottom.patches] == [0.2, 0.3, 0.5]


def test_lengths_has_a_row_an_outlet_and_genre_and_every_article():
    table = examples.articles()
    top, bottom = plotting.lengths(table).child_axes
    assert len(top.get_yticklabels()) == len(bottom.get_yticklabels()) == 6
    assert sum(len(dots.get_offsets()) for dots in top.collections) == len(table)
    medians = {label.get_text().split("\n")[0] for label in top.get_yticklabels()}
    assert len(medians) == 3


def test_shares_add_up_to_one():
    bottom = plotting.lengths(examples.articles()).child_axes[1]
    total = sum(bar.get_width() for bar in bottom.patches)
    assert total == pytest.approx(6)


def test_stubs_are_left_out_and_said():
    table = examples.articles()
    table.loc[:1, "status"] = "stub"
    ax = plotting.lengths(table)
    assert sum(len(dots.get_offsets()) for dots in ax.child_axes[0].collections) == len(table) - 2
    assert "2 stubs are left out" in probe.words(ax)
    with pytest.raises(FramingError, match="stubs or records without text only"):
        plotting.lengths(table.assign(status="stub"))


def test_an_article_without_words_is_a_dash():
    ax = plotting.lengths(pd.DataFrame([dict(id="a", outlet="xinhua", text="")]))
    assert "– / – / –" in probe.words(ax)
