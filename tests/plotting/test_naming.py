"""The figures of naming: what is drawn, not how it looks."""

from __future__ import annotations

import naming_examples
import probe
import pytest

from framing import plotting
from framing.errors import FramingError


def test_each_form_has_a_mark_an_outlet_and_its_counts():
    table = naming_examples.naming()
    ax = plotting.naming(table, referents="the island")
    (panel,) = probe.panels(ax)
    drawn = [line for line in panel.lines if line.get_label() == "_estimate"]
    rows = table[(table["referent"] == "the island") & (table["voice"] == "outlet")]
    assert sorted(line.get_xdata()[0] for line in drawn) == pytest.approx(sorted(rows["share"]))
    said = probe.words(ax)
    for row in rows.to_dict("records"):
        assert f"{row['count']} of {row['mentions']}" in said


def test_referents_with_one_form_are_left_out_unless_asked_for():
    table = naming_examples.naming()
    assert "harbour" not in probe.words(plotting.naming(table))
    assert "harbour" in probe.words(plotting.naming(table, referents=["harbour"]))


def test_rarer_forms_are_counted_below():
    assert "all but 4 rarer forms" in probe.words(
        plotting.naming(naming_examples.naming(), referents="Ana Ruiz", forms=2)
    )


@pytest.mark.parametrize(
    ("draw", "table", "wrong", "said"),
    [
        (plotting.naming, naming_examples.naming(), {"referents": "Ana Ruis"}, "did you mean 'Ana Ruiz'"),
        (plotting.naming, naming_examples.naming(), {"voice": "reported"}, "voice 'reported' is not known"),
    ],
)
def test_wrong_names_are_one_line(draw, table, wrong, said):
    with pytest.raises(FramingError, match=said) as caught:
        draw(table, **wrong)
    assert "\n" not in str(caught.value)
