"""What the figures of words draw: the numbers of their tables, the right way round, labels apart."""

from __future__ import annotations

import probe
import pytest
import word_examples
from matplotlib.colors import to_hex

from framing.errors import FramingError
from framing.plotting import registry


def bars(panel):
    return [(p.get_y() + p.get_height() / 2, p.get_x() + p.get_width(), p) for p in panel.patches]


def rows_of(panel):
    return [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]


def test_a_shift_draws_its_strongest_terms_and_all_of_them_in_the_sum():
    table = word_examples.shift()
    ax = registry.function("word_shift")(table, top=5)
    order = table.assign(size=table["contribution"].abs()).sort_values("size", ascending=False)
    assert rows_of(ax) == order["term"].head(5).tolist()
    assert [width for _, width, _ in bars(ax)] == pytest.approx(order["contribution"].head(5).tolist())
    by_kind = table.groupby("kind")["contribution"].sum()
    said = probe.words(ax).replace("\n", " ")
    for value in [*by_kind, table["difference"].iloc[0]]:
        assert f"{value:+.3g}".replace("-", "−") in said
    assert "a: Global Times, 900 words" in said
    assert "b: Xinhua, 1,200 words" in said


def test_the_title_has_numbers_for_people():
    table = word_examples.shift().assign(value_a=-0.0038461, value_b=5.43219)
    title = registry.function("word_shift")(table).get_title()
    assert "Global Times −0.004, Xinhua 5.432" in title.replace("\n", " ")


def test_colour_and_sign_tell_the_kind_of_contribution():
    table = word_examples.shift()
    ax = registry.function("word_shift")(table)
    drawn = dict(zip(rows_of(ax), bars(ax), strict=True))
    kind = dict(zip(table["term"], table["kind"], strict=True))
    looks = {}
    for term, (_, _, bar) in drawn.items():
        looks.setdefault(kind.get(term, kind.get(term.replace(" ", " "))), set()).add(
            to_hex(bar.get_facecolor())
        )
    assert all(len(colours) == 1 for colours in looks.values())
    assert len({next(iter(colours)) for colours in looks.values()}) == len(looks)


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


def test_house_style_is_not_drawn_among_the_terms():
    table = word_examples.terms(outlets=("xinhua",)).assign(style=False)
    first = table.loc[table["term"] != "trade"].sort_values("z", ascending=False)["term"].iloc[0]
    drawn = probe.words(registry.function("keyness")(table))
    assert first in drawn
    table.loc[table["term"] == first, "style"] = True
    assert first not in probe.words(registry.function("keyness")(table))


def test_bars_are_the_terms_a_group_has_more_of():
    table = word_examples.terms(outlets=("xinhua",))
    (panel,) = probe.panels(registry.function("keyness")(table, top=6))
    most = table[table["log_odds"] > 0].sort_values("z", ascending=False).head(6)
    assert rows_of(panel) == most["term"].tolist()
    assert [width for _, width, _ in bars(panel)] == pytest.approx(most["log_odds"].tolist())
