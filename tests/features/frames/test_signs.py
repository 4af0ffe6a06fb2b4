"""What a classifier of frames reads of a text: counts of indicators, vectors."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.features.frames.classifier import IndicatorCounts


def test_counts_of_indicators_are_those_of_the_table() -> None:
    text = "The two sides clashed over tariffs. Ministers accused their critics of stoking the dispute."
    table = fr.frames(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})).set_index("frame")
    counts = IndicatorCounts("frame.generic").fit([text])
    row = dict(zip(counts.get_feature_names_out(), counts.transform(["", text])[1], strict=True))
    weight = table.loc["conflict", "weight"]
    assert row["frame.generic.conflict"] == pytest.approx(np.log1p(weight))
    rate = 1000 * weight / table.loc["conflict", "tokens"]
    assert row["frame.generic.conflict per 1,000"] == pytest.approx(np.log1p(rate))
    assert not counts.transform([""]).any()
