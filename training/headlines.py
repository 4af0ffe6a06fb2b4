"""Print the weights by which two articles are judged to be news of one happening.

    python training/headlines.py

Learned from pairs of articles of AllSides that were read (`benchmarks/event_labels/happenings.csv`, those
without a window), each beside the others of its topic and month, since words are weighed by how rare they are
among them. What stands in `framing.comparison.events.headlines` was learned from the very collections from
which the pairs were drawn, and is much the same.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.event_data import LABELS, articles
from framing.comparison.events.headlines import FEATURE, read_signs

SIGNS = ("titles", "openings", "words", "days apart", "one weekday")


def main() -> None:
    """Read the signs of all labelled pairs, and fit."""
    frame = articles().set_index("id", drop=False)
    frame["window"] = frame["topic"] + frame["date"].str[:7]
    labels = pd.read_csv(LABELS / "happenings.csv", dtype={"window": "str"})
    labels = labels[labels["window"].isna()]
    rows, same = [], []
    windows = labels["a"].map(frame["window"])
    for window, pairs in labels[windows == labels["b"].map(frame["window"])].groupby(windows):
        own = frame[(frame["window"] == window) & ~frame["title"].str.contains(FEATURE)]
        place = {key: at for at, key in enumerate(own["id"])}
        texts = own["text"].str.split().str.join(" ").tolist()
        near = np.ones((len(own), len(own)), bool)
        signs, near = read_signs(own["title"].tolist(), texts, own["day"].to_numpy(float), near, False)
        for a, b, label in pairs[["a", "b", "same"]].itertuples(index=False):
            if a in place and b in place and near[place[a], place[b]]:
                rows.append(signs[:, place[a], place[b]])
                same.append(label)
    model = LogisticRegression(C=10, max_iter=3_000).fit(np.array(rows), same)
    print(f"{len(same)} pairs, {sum(same)} of one happening; bias {model.intercept_[0]:.2f}")
    print(", ".join(f"{name} {weight:.2f}" for name, weight in zip(SIGNS, model.coef_[0], strict=True)))


if __name__ == "__main__":
    main()
