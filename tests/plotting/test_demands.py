"""Demands by outlet and addressee: dots and counts are those of the table."""

from __future__ import annotations

import claim_examples
import numpy as np
import probe
import pytest

from framing import plotting
from framing.errors import FramingError


def sizes(panel, label):
    return [one.get_sizes()[0] for one in panel.collections if one.get_label() == label]


def test_a_dot_goes_by_the_share_and_its_dark_part_by_own_words():
    table = claim_examples.demands(["a_post", "b_post"])
    table["voice"] = np.where(table["verb"] == "lift", "quoted", "outlet")
    panel = plotting.demands(table)
    counts = table.groupby(["outlet", "addressee"]).size()
    shares = counts / counts.groupby(level=0).transform("sum")
    every, own = sizes(panel, "_demands"), sizes(panel, "_own")
    assert np.allclose(np.array(every) / max(every), shares / shares.max())
    quoted = table[table["voice"] == "quoted"]["addressee"].unique()
    mine = [0.0 if name in quoted else size for (_, name), size in zip(counts.index, every, strict=True)]
    assert np.allclose(own, mine)
    said = [text.get_text() for text in panel.texts]
    assert [one for one in said if one.isdigit()] == [str(count) for count in counts]
    assert [one for one in said if one.endswith("demands")] == ["5 demands", "4 demands"]


def test_addressees_are_those_asked_for_and_as_many_as_there_is_room_for():
    table = claim_examples.demands(["a_post", "b_post"])
    said = probe.words(plotting.demands(table, addressees="Odra", order=["b_post"]))
    assert "Demands on Odra" in said
    assert "Ruritania" not in said
    assert "A Post" not in said
    with pytest.raises(FramingError, match="addressee"):
        plotting.demands(table, addressees="Odr")
    with pytest.raises(FramingError, match="names who is to act"):
        plotting.demands(table.assign(addressee=None))
