"""The dictionaries of van Atteveldt, van der Velden and Boukes (2021) on their headlines, by this engine.

How each row is computed stands in ``study.toml``. The study counts a
dictionary's terms in a headline's lemmas and takes the sign of positive minus
negative for its sentiment.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sklearn.metrics import precision_recall_fscore_support

import framing as fr
from framing.features.lexicon import Lexicon, Measure, Pole
from framing.units import MILLION
from reproductions.agreement import ordinal_alpha

SIGNS = {"pos": 1, "neut": 0, "neg": -1}


def reproduce(data: Path, study: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Compute every row of ``study.toml``.

    Parameters
    ----------
    data : Path
        The study's files.
    study : mapping
        ``study.toml``.

    Returns
    -------
    dict of str to dict
        For each row the statistics of `performance`, and `same_counts`: how many of the
        300 headlines have the study's count.
    """
    headlines = pd.read_csv(data / "gold_sentences.csv", dtype={"id": str}).set_index("id")
    gold = pd.read_csv(data / "gold.csv", dtype={"id": str}).set_index("id")["value"]
    own = pd.read_csv(data / "dictionary_output_quanteda.csv", dtype={"id": str})
    own = own.pivot(index="id", columns="variable", values="value")
    found = {}
    for spec in study["rows"]:
        counts = own[spec["variable"]]
        if "lexicon" in spec:
            counts = count(headlines[spec["text"]], read(data / spec["lexicon"], spec))
        same = counts == own[spec["variable"]].reindex(counts.index)
        signs = np.sign(counts.reindex(gold.index)).astype(int)
        found[spec["row"]] = {**performance(gold, signs), "same_counts": int(same.sum())}
    return found


def read(path: Path, spec: Mapping[str, Any]) -> Lexicon:
    """Read a dictionary and keep the terms that enough of its categories list, as positive or negative."""
    given = Lexicon.read(path)
    entries = []
    for side in ("positive", "negative"):
        listed = Counter(entry.term for entry in given.entries if entry.pole in spec[side])
        terms = [term for term, votes in listed.items() if votes >= spec.get("votes", 1)]
        # quanteda counts single words (a document-feature matrix), where no phrase is found.
        single = [term for term in terms if spec["reads"] == "engine" or len(term.split()) == 1]
        entries += [replace(given.entries[0], term=term, pole=side) for term in single]
    poles = {side: Pole(side) for side in ("positive", "negative")}
    net = Measure("net", "net_per_1000", {"positive": 1.0, "negative": -1.0})
    return replace(given, name=path.stem, entries=tuple(entries), poles=poles, measures={"net": net})


def count(texts: pd.Series, lexicon: Lexicon) -> pd.Series:
    """Return positive minus negative terms of each text."""
    articles = pd.DataFrame({"id": texts.index, "outlet": "headlines", "text": texts.to_numpy()})
    scores = fr.score(articles, measures=[lexicon], voices=None)
    weight = scores.groupby("article", observed=True)["weight"].sum()
    return (weight.reindex(texts.index, fill_value=0) // MILLION).astype(int)


def performance(gold: pd.Series, predicted: pd.Series) -> dict[str, float]:
    """Return the statistics of the study's table: accuracy, ordinal alpha, precision, recall and F1."""
    found = {
        "acc": float((gold == predicted).mean()),
        "alpha": ordinal_alpha([gold.to_list(), predicted.to_list()]),
    }
    for name, sign in SIGNS.items():
        scores = precision_recall_fscore_support(gold, predicted, labels=[sign], zero_division=0)
        for statistic, value in zip(("precision", "recall", "f1"), scores, strict=False):
            found[f"{name}_{statistic}"] = float(value[0])
    return found


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
