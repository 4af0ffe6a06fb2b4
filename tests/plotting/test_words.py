"""What the figures of words draw: the numbers of their tables, the right way round, labels apart."""

from __future__ import annotations

import probe
import pytest
import word_examples
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_hex

from framing.errors import FramingError
from framing.plotting import registry, theme
from framing.plotting.figures.keyness import place_labels
from framing.plotting.theme import line_height, width_of


def bars(panel):
    return [(p.get_y() + p.get_height() / 2, p.get_x() + p.get_width(), p) for p in panel.patches]


def rows_of(panel):
    return [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]


def test_a_shift_draws_its_strongest_terms_and_all_of_them_in_the_sum():
    table = word_examples.shift()
    ax = registry.function("word_shift")(table, top=5)
    sums, terms, running, text = ax.child_axes
    order = table.assign(size=table["contribution"].abs()).sort_values("size", ascending=False)
    assert rows_of(terms) == order["term"].head(5).tolist()
    assert [width for _, width, _ in bars(terms)] == pytest.approx(order["contribution"].head(5).tolist())
    (line,) = [line for line in running.lines if line.get_label() == "_running"]
    assert line.get_xdata()[-1] == pytest.approx(table["contribution"].sum())
    assert [width for _, width, _ in bars(text)] == [900, 1200]
    by_kind = table.groupby("kind")["by_use"].sum()
    assert {round(width, 9) for _, width, _ in bars(sums)[:-1]} == {round(v, 9) for v in by_kind}
    assert bars(sums)[-1][1] == pytest.approx(table["difference"].iloc[0])
    said = probe.words(ax).replace("\n", " ")
    assert "Global Times (invented text)" in said
    assert "Xinhua (invented text)" in said


def test_colour_and_sign_tell_the_kind_of_contribution():
    table = word_examples.shift()
    ax = registry.function("word_shift")(table)
    drawn = dict(zip(rows_of(ax.child_axes[1]), bars(ax.child_axes[1]), strict=True))
    kind = dict(zip(table["term"], table["kind"], strict=True))
    looks = {}
    for term, (_, _, bar) in drawn.items():
        looks.setdefault(kind.get(term, kind.get(term.replace(" ", " "))), set()).add(
            to_hex(bar.get_facecolor())
        )
    assert all(len(colours) == 1 for colours in looks.values())
    assert len({next(iter(colours)) for colours in looks.values()}) == len(looks)


def test_of_a_divergence_each_term_points_to_the_outlet_that_uses_it_more():
    table = word_examples.shift(shift="jensen_shannon")
    ax = registry.function("word_shift")(table, colors={"global_times": "#112233", "xinhua": "#445566"})
    more = dict(zip(table["term"], table["share_b"] > table["share_a"], strict=True))
    for term, (_, width, bar) in zip(rows_of(ax.child_axes[1]), bars(ax.child_axes[1]), strict=True):
        assert (width > 0) == more[term]
        assert to_hex(bar.get_facecolor()) == ("#445566" if more[term] else "#112233")


@pytest.mark.medium
def test_two_scores_of_a_term_are_two_bars_that_end_at_its_contribution():
    table = word_examples.shift()
    table["by_score"] = 0.01
    table["contribution"] = table["by_use"] + 0.01
    panel = registry.function("word_shift")(table).child_axes[1]
    scored = [p for p in panel.patches if p.get_height() < 0.1]
    ends = sorted(p.get_x() + p.get_width() for p in scored)
    strongest = table["contribution"].iloc[table["contribution"].abs().argsort()[::-1]].head(25)
    assert ends == pytest.approx(sorted(strongest))


def test_a_pair_that_is_not_there_and_a_top_below_1():
    table = word_examples.shift()
    draw = registry.function("word_shift")
    with pytest.raises(
        FramingError, match=r"pair: .* is not in the shift table; there are: global_times, xinhua"
    ):
        draw(table, pair=("x", "y"))
    for name, frame in (("word_shift", table), ("keyness", word_examples.terms())):
        with pytest.raises(FramingError, match="top"):
            registry.function(name)(frame, top=0)


def terms_of(panel):
    return [line for line in panel.lines if line.get_label() == "_term"]


def test_keyness_puts_terms_at_their_frequency_and_log_odds():
    table = word_examples.terms(outlets=("xinhua",))
    (panel,) = registry.function("keyness")(table, form="scatter").child_axes
    drawn = {(round(x, 6), round(y, 6)) for line in terms_of(panel) for x, y in line.get_xydata().tolist()}
    rate = 1e4 * (table["count"] + table["count_rest"]) / (table["n"] + table["n_rest"])
    assert drawn == set(zip(rate.round(6), table["log_odds"].round(6), strict=True))


def test_hollow_points_are_terms_of_one_article():
    table = word_examples.terms(outlets=("xinhua",))
    (panel,) = registry.function("keyness")(table, form="scatter").child_axes
    white = [line for line in terms_of(panel) if line.get_markerfacecolor() == "white"]
    assert sum(len(line.get_xydata()) for line in white) == table["one_article"].sum()


def test_house_style_is_not_drawn_among_the_terms():
    table = word_examples.terms(outlets=("xinhua",)).assign(style=False)
    first = table.loc[table["term"] != "trade"].sort_values("z", ascending=False)["term"].iloc[0]
    drawn = probe.words(registry.function("keyness")(table))
    assert first in drawn
    table.loc[table["term"] == first, "style"] = True
    assert first not in probe.words(registry.function("keyness")(table))


def test_keyness_of_many_terms_draws_the_strongest_and_says_how_many_not():
    words = tuple(f"word{i}" for i in range(900))
    ax = registry.function("keyness")(word_examples.terms(outlets=("xinhua",), words=words), form="scatter")
    assert sum(len(line.get_xydata()) for line in terms_of(ax.child_axes[0])) == 300
    assert "600 weaker terms not drawn" in probe.words(ax).replace("\n", " ")
    assert not probe.overlapping(ax)
    assert not probe.cut(ax)


def test_bars_are_the_terms_a_group_has_more_of():
    table = word_examples.terms(outlets=("xinhua",))
    (panel,) = registry.function("keyness")(table, form="bars", top=6).child_axes
    most = table[table["log_odds"] > 0].sort_values("z", ascending=False).head(6)
    assert rows_of(panel) == most["term"].tolist()
    assert [width for _, width, _ in bars(panel)] == pytest.approx(most["log_odds"].tolist())


@pytest.mark.medium
def test_words_beside_an_expression_point_both_ways():
    table = word_examples.terms(outlets=("xinhua",)).assign(against="global_times")
    draw = registry.function("keyness")
    (panel,) = draw(table, top=4, colors={"xinhua": "#112233", "global_times": "#445566"}).child_axes
    widths = [width for _, width, _ in bars(panel)]
    assert widths[:4] == pytest.approx(table.nlargest(4, "z")["log_odds"].tolist())
    assert widths[4:] == pytest.approx(table.nsmallest(4, "z")["log_odds"].tolist()[::-1])
    assert "beside trade" in probe.words(draw(table)).replace("\n", " ")
    plain = draw(table.drop(columns="node"))
    assert "beside" not in probe.words(plain)
    assert all(width > 0 for _, width, _ in bars(plain.child_axes[0]))
    with pytest.raises(FramingError, match="did you mean 'both'"):
        draw(table, form="bot")


def test_dispersion_puts_a_stroke_where_the_term_stands():
    table = word_examples.dispersion(outlets=("xinhua",))
    ax = registry.function("dispersion")(table)
    (panel,) = ax.child_axes
    strokes = [c for c in panel.collections if c.get_label() in ("_outlet", "_quoted")]
    drawn = sorted(round(float(s[0][0]), 6) for c in strokes for s in c.get_segments())
    assert drawn == sorted(table["place"].round(6))
    assert rows_of(panel)[0] == "10 Jan 2026"
    assert rows_of(panel)[-1] == "undated"
    few = registry.function("dispersion")(table, top=2)
    assert len(rows_of(few.child_axes[0])) == 2
    assert "7 not drawn" in probe.words(few).replace("\n", " ")
    with pytest.raises(FramingError, match="top: 0 is not possible"):
        registry.function("dispersion")(table, top=0)


# -- labels --

POINTS = st.lists(st.tuples(st.floats(0, 3), st.floats(0, 3)), max_size=25)


@given(POINTS, POINTS)
def test_labels_stand_on_nothing_and_inside(points, others):
    dots = [(x, y, 0.05) for x, y in points]
    rest = [(x, y, 0.03) for x, y in others]
    texts = [f"label {i}" for i in range(len(dots))]
    found = place_labels(dots, texts, rest, 3.0, 3.0)
    assert found == place_labels(dots, texts, rest, 3.0, 3.0)
    high, boxes = line_height(theme.SMALL), []
    for index, at_x, at_y in found:
        wide = width_of(texts[index], theme.SMALL)
        box = (at_x - wide / 2, at_x + wide / 2, at_y - high / 2, at_y + high / 2)
        assert box[0] > -1e-9
        assert box[1] < 3 + 1e-9
        assert box[2] > -1e-9
        assert box[3] < 3 + 1e-9
        for other in boxes:
            assert (
                box[1] <= other[0]
                or other[1] <= box[0]
                or box[3] <= other[2] + 1e-9
                or other[3] <= box[2] + 1e-9
            )
        boxes.append(box)
        for place, (x, y, r) in enumerate([*dots, *rest]):
            if place != index:
                inside = box[0] < x + r and x - r < box[1] and box[2] < y + r and y - r < box[3]
                assert not inside or abs(max(box[0], x - r) - min(box[1], x + r)) < 0.02


def test_a_label_without_room_is_left_out():
    assert place_labels([(0.1, 0.1, 0.05)], ["far too long for this"], [], 0.3, 0.3) == []
