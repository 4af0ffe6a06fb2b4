"""Figures of what was checked draw what their tables say."""

from __future__ import annotations

import checked_examples as made
import numpy as np
import pandas as pd
import probe
import pytest
from matplotlib.colors import to_hex

from framing import plotting
from framing.errors import FramingError
from framing.plotting import marks, rows, theme
from framing.plotting.figures import specifications


def placed(panel, label):
    """The x and y of all points drawn under a label."""
    return [
        point for line in panel.lines if line.get_label() == label for point in line.get_xydata().tolist()
    ]


def bars(panel, label="_band"):
    return [bar for some in panel.containers if some.get_label() == label for bar in some.patches]


class TestSpecifications:
    table = made.specifications()
    names = sorted(set(table["contrast"]))

    def one(self, name):
        own = self.table[self.table["contrast"] == name]
        return own.sort_values(["estimate", "specification"], ignore_index=True)

    @pytest.mark.medium
    def test_estimates_stand_in_order_of_size_each_once(self):
        ax = plotting.specifications(self.table, columns=1)
        for panel, name in zip(ax.child_axes[::2], self.names, strict=True):
            points = sorted(placed(panel, "_estimate"))
            assert [x for x, _ in points] == list(range(1, 73))
            np.testing.assert_allclose([y for _, y in points], self.one(name)["estimate"])

    def test_the_ring_is_the_comparison_as_the_study_made_it(self):
        panel = plotting.specifications(self.table, columns=1).child_axes[0]
        own = self.one(self.names[0])
        ((x, y),) = placed(panel, "_baseline")
        assert own.loc[own["baseline"], "estimate"].tolist() == [pytest.approx(y)]
        assert own.index[own["baseline"]].tolist() == [x - 1]

    def test_a_stroke_for_each_option_of_each_specification(self):
        panel = plotting.specifications(self.table, columns=1).child_axes[1]
        strokes = [c for c in panel.collections if c.get_label() == "_chosen"]
        assert sum(len(c.get_segments()) for c in strokes) == 72 * len(made.CHOICES)
        rows = [label.get_text() for label in panel.get_yticklabels()]
        assert rows[:3] == ["voices: full", "voices: none", "voices: quotes"]
        assert len(rows) == sum(map(len, made.CHOICES.values()))

    def test_beside_an_option_stands_how_many_with_it_stand(self):
        ax = plotting.specifications(self.table, contrasts=self.names[1])
        own = self.one(self.names[1])
        own = own[own["specification"].str.contains("wire=drop")]
        assert f"{own['stands'].sum()} of {len(own)}" in probe.words(ax.child_axes[1].figure.axes[0])

    @pytest.mark.medium
    def test_a_choice_that_never_varies_has_no_row(self):
        still = self.table.assign(specification=self.table["specification"] + "; unit=sums")
        assert "unit" not in probe.words(plotting.specifications(still))

    @pytest.mark.medium
    def test_very_many_are_drawn_in_part_and_counted_in_full(self):
        many = pd.concat(
            [self.table.assign(specification=self.table["specification"] + f"; draw={k}") for k in range(5)]
        )
        many["baseline"] &= many["specification"].str.endswith("draw=3")
        curve = specifications.made(many[many["contrast"] == self.names[0]])
        assert curve.total == 360
        assert 240 <= len(curve.rows) <= 241
        assert curve.rows["baseline"].sum() == 1
        assert "of 360 intervals exclude equality on this side" in curve.under
        assert "Of very many specifications" in probe.words(plotting.specifications(many))

    @pytest.mark.medium
    def test_the_key_says_what_is_excluded_and_names_only_what_is_drawn(self):
        own = self.one(self.names[0]).assign(stands=True, low=1.2, high=1.9, scale="ratio", estimate=1.5)
        assert "interval excludes 1 (equal rates)" in probe.words(plotting.specifications(own))
        assert "interval reaches" not in probe.words(plotting.specifications(own))
        other = own.assign(scale="difference")
        assert "interval excludes 0" in probe.words(plotting.specifications(other))
        two = [own.assign(contrast="one"), other.assign(contrast="two")]
        assert "excludes equality (1 or 0)" in probe.words(plotting.specifications(pd.concat(two)))

    def test_ratios_of_nothing_have_no_place_and_without_others_it_is_said(self):
        none = self.table.assign(estimate=np.where(self.table["baseline"], 0.0, np.nan))
        from framing.plotting import registry

        assert not registry.drawable("specifications", none)
        with pytest.raises(FramingError, match="none has an estimate to draw"):
            plotting.specifications(none)
        with pytest.raises(FramingError, match="contrast 'x'"):
            plotting.specifications(self.table, contrasts="x")


class TestInfluence:
    table = made.influence()

    def test_what_moves_it_most_stands_first(self):
        ax = plotting.influence(self.table, most=3, measures="hedges")
        keys = ["a", "b", "measure", "target", "voice"]
        own = self.table[self.table["measure"] == "hedges"].sort_values([*keys[:2], "voice"], kind="stable")
        groups = [g for _, g in own.groupby(["a", "b", "voice"])]
        assert len(ax.child_axes) == len(groups)
        for panel, group in zip(ax.child_axes, groups, strict=True):
            wanted = [
                row.estimate
                for kind in ("article", "speaker")
                for row in group[group["kind"] == kind].nsmallest(3, "rank").itertuples()
            ]
            np.testing.assert_allclose(probe.values(panel, "_estimate"), wanted)
            assert probe.values(panel, "_found") == [pytest.approx(group["found"].iloc[0])]

    @pytest.mark.medium
    def test_another_reading_is_in_colour_and_in_words(self):
        ax = plotting.influence(self.table, measures="hedges")
        coloured = [
            line
            for panel in ax.child_axes
            for line in panel.lines
            if line.get_label() == "_estimate" and to_hex(line.get_color()) == theme.PALETTE[1].lower()
        ]
        drawn = self.table[(self.table["measure"] == "hedges") & (self.table["rank"] <= 5)]
        assert len(coloured) == (drawn["flips"] != "none").sum() > 0
        assert "other side" in probe.words(ax)
        assert "no longer clear" in probe.words(ax)

    @pytest.mark.medium
    def test_comparisons_that_rest_on_one_come_before_others(self):
        calm = self.table.assign(flips=self.table["flips"].where(self.table["measure"] == "hedges", "none"))
        headings = probe.words(plotting.influence(calm))
        assert "hedges, quoted" in headings

    def test_outlet_and_day_stand_before_a_title_that_is_cut(self):
        from framing.plotting.figures.influence import _name

        def name(text):
            return " ".join(_name(text)).replace("\N{NO-BREAK SPACE}", " ")

        long = "How a harbour came to have two lighthouses and no ships to look for them at all"
        said = name(f"“{long}” (Harbour Courier (invented text), 3 May 2026)")
        assert said.startswith("Harbour Courier, 3 May 2026: “How a harbour")
        assert said.endswith("…")
        assert name("“a clerk” in “Ships go” (Harbour Courier, 3 May)") == (
            "a clerk, Harbour Courier, 3 May: “Ships go”"
        )
        assert name("Ana Ruiz") == "Ana Ruiz"

    @pytest.mark.medium
    def test_long_titles_end_in_an_ellipsis(self):
        assert "…" in probe.words(plotting.influence(self.table))

    def test_bad_arguments(self):
        with pytest.raises(FramingError, match="most: 0"):
            plotting.influence(self.table, most=0)
        with pytest.raises(FramingError, match="nothing could be left out"):
            plotting.influence(self.table.assign(rank=0))


class TestAgreement:
    table = made.agreement()

    def test_each_coefficient_has_a_panel_and_each_answer_a_row(self):
        ax = plotting.agreement(self.table)
        assert len(ax.child_axes) == 4
        own = self.table[(self.table["by"] == "all") & self.table["statistic"].str.startswith("alpha")]
        own = own.sort_values(["question", "category"])
        found = probe.values(ax.child_axes[0], "_estimate")
        assert sorted(found) == pytest.approx(sorted(own["estimate"]))
        guides = probe.values(ax.child_axes[0], "_guide")
        assert guides == [0.667, 0.8]
        assert not probe.values(ax.child_axes[1], "_guide")

    def test_alpha_is_that_of_the_questions_level(self):
        wrong = self.table[self.table["statistic"] == "alpha_ordinal"].assign(
            statistic="alpha_nominal", estimate=0.01
        )
        both = pd.concat([wrong, self.table], ignore_index=True)
        drawn = probe.values(plotting.agreement(both).child_axes[0], "_estimate")
        assert drawn == probe.values(plotting.agreement(self.table).child_axes[0], "_estimate")

    def test_groups_have_the_colours_of_outlets(self):
        ax = plotting.agreement(self.table, by="outlet", questions="tone")
        colours = [to_hex(line.get_color()) for line in probe.marks(ax.child_axes[0], "_estimate")]
        assert colours == [marks.TONE, *(c.lower() for c in theme.PALETTE[:3])]
        with pytest.raises(FramingError, match="by: 'voice' is not in the table; there are all, outlet"):
            plotting.agreement(self.table, by="voice")

    def test_what_has_no_estimate_says_so(self):
        assert "no estimate" in probe.words(plotting.agreement(self.table))


class TestValidity:
    table = made.validity()

    @pytest.mark.medium
    def test_outlets_are_drawn_unless_voices_are_asked_for(self):
        unasked, voices = plotting.validity(self.table), plotting.validity(self.table, by="voice")
        assert "Xinhua (invented text)" in probe.words(unasked)
        assert "Xinhua" not in probe.words(voices)
        assert theme.VOICES["quoted"].name in probe.words(voices)
        assert len(probe.values(voices.child_axes[0], "_estimate")) == 2 * 3

    def test_differences_and_other_statistics_are_left_to_the_table(self):
        more = self.table[self.table["by"] == "outlet"].assign(other="rest", estimate=0.99)
        both = pd.concat([self.table, more], ignore_index=True)
        for one, two in zip(
            plotting.validity(both).child_axes, plotting.validity(self.table).child_axes, strict=True
        ):
            assert probe.values(one, "_estimate") == probe.values(two, "_estimate")
        assert len(plotting.validity(self.table).child_axes) == 3

    def test_a_measure_that_is_not_there(self):
        with pytest.raises(FramingError, match="measure 'x'"):
            plotting.validity(self.table, measures="x")


def test_pairs_are_named_with_what_is_done_to_them():
    row = next(made.influence().itertuples())
    assert rows.pair_name(row).replace("\N{NO-BREAK SPACE}", " ") == (
        "Global Times (invented text) / National Post (invented text)"
    )
    assert marks.counted(2, "difference") == "2 differences"


@pytest.mark.medium
def test_figures_of_what_was_checked_use_no_word_that_a_report_may_not():
    from framing.plotting import registry
    from tests import wording

    for name in ("specifications", "influence"):
        table = getattr(made, name)()
        said = f"{probe.words(getattr(plotting, name)(table))} {registry.text_of(name, table)}"
        assert wording.breaches(said) == [], name
