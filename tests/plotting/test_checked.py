"""Figures of what was checked draw what their tables say."""

from __future__ import annotations

import checked_examples as made
import numpy as np
import pandas as pd
import probe
import pytest

from framing import plotting
from framing.errors import FramingError
from framing.plotting import marks
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
        for panel, name in zip(probe.panels(ax)[::2], self.names, strict=True):
            points = sorted(placed(panel, "_estimate"))
            assert [x for x, _ in points] == list(range(1, 73))
            np.testing.assert_allclose([y for _, y in points], self.one(name)["estimate"])

    def test_the_ring_is_the_comparison_as_the_study_made_it(self):
        panel = probe.panels(plotting.specifications(self.table, columns=1))[0]
        own = self.one(self.names[0])
        ((x, y),) = placed(panel, "_baseline")
        assert own.loc[own["baseline"], "estimate"].tolist() == [pytest.approx(y)]
        assert own.index[own["baseline"]].tolist() == [x - 1]

    def test_a_stroke_for_each_option_of_each_specification(self):
        panel = probe.panels(plotting.specifications(self.table, columns=1))[1]
        strokes = [c for c in panel.collections if c.get_label() == "_chosen"]
        assert sum(len(c.get_segments()) for c in strokes) == 72 * len(made.CHOICES)
        rows = [label.get_text() for label in panel.get_yticklabels()]
        assert rows[:3] == ["voices: full", "voices: none", "voices: quotes"]
        assert len(rows) == sum(map(len, made.CHOICES.values()))

    def test_beside_an_option_stands_how_many_with_it_stand(self):
        ax = plotting.specifications(self.table, contrasts=self.names[1])
        own = self.one(self.names[1])
        own = own[own["specification"].str.contains("wire=drop")]
        assert f"{own['stands'].sum()} of {len(own)}" in probe.words(probe.panels(ax)[1].figure.axes[0])

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
        opened, _ = marks.opened(many, "specifications", "specifications")
        curve = specifications.made(opened[opened["contrast"] == self.names[0]])
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


def test_pairs_are_named_with_what_is_done_to_them():
    assert "Global Times / National Post" in probe.words(plotting.specifications(made.specifications()))
    assert marks.counted(2, "difference") == "2 differences"


@pytest.mark.medium
def test_figures_of_what_was_checked_use_no_word_that_a_report_may_not():
    from framing.plotting import registry
    from tests import wording

    for name in ("specifications",):
        table = getattr(made, name)()
        said = f"{probe.words(getattr(plotting, name)(table))} {registry.text_of(name, table)}"
        assert wording.breaches(said) == [], name
