"""What van Atteveldt, van der Velden and Boukes (2021) measured on their headlines, done again.

How each row is computed stands in ``study.toml``: from the headlines and a
dictionary, from the coders' values, from a value a headline that the study
stored, or as correlations between these.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import scipy.stats
from sklearn.metrics import precision_recall_fscore_support

import framing as fr
from framing.coding.agreement import agreement
from framing.features.lexicon import Lexicon, Measure, Pole
from reproductions.agreement import krippendorff
from reproductions.r_sample import order
from reproductions.verdicts import Value

SIGNS = {"pos": 1, "neut": 0, "neg": -1}
#: The study calls a value positive or negative from here on; only its stored scores have fractions.
_CLEAR = 0.5

Row = Mapping[str, Any]


def reproduce(files: Mapping[str, Path], rows: Sequence[Row]) -> dict[str, Mapping[str, Value]]:
    """Compute rows of ``study.toml``.

    Parameters
    ----------
    files : mapping of str to Path
        The study's files by name.
    rows : sequence of mapping
        `rows` of ``study.toml`` whose files are there.

    Returns
    -------
    dict of str to dict
        For each row the statistics of `performance`; of a dictionary also `same_counts`, how many of the 300
        headlines have the study's count; for rows that correlate, a correlation each.
    """
    gold = _values(pd.read_csv(files["gold.csv"], dtype={"id": str}))
    stored = pd.read_csv(files["dictionary_output_quanteda.csv"], dtype={"id": str})
    stored = stored.pivot(index="id", columns="variable", values="value")
    headlines = pd.read_csv(files["gold_sentences.csv"], dtype={"id": str}).set_index("id")
    counts = {
        row["row"]: count(headlines[row["text"]], read(files[row["lexicon"]], row))
        for row in rows
        if "lexicon" in row
    }
    found: dict[str, Mapping[str, Value]] = {}
    for row in rows:
        name = row["row"]
        if name in counts:
            same = counts[name] == stored[row["variable"]].reindex(counts[name].index)
            found[name] = {**performance(gold, counts[name]), "same_counts": int(same.sum())}
        elif "variable" in row:
            found[name] = performance(gold, stored[row["variable"]])
        elif "agreement" in row:
            found[name] = among(pd.read_csv(files[row["agreement"]], dtype={"id": str}))
        elif "codes" in row:
            codes = pd.read_csv(files[row["codes"]], dtype={"id": str})
            found[name] = mean_performance(gold, _CODED[row["taken"]](codes, row))
    signs = {
        row["code"]: _signs(counts.get(row["row"], stored[row["variable"]])).reindex(gold.index)
        for row in rows
        if "code" in row
    }
    for row in rows:
        if "correlates" in row:
            found[row["row"]] = correlations(row, gold, signs)
        elif "beyond" in row:
            found[row["row"]] = beyond(row["beyond"], gold, signs)
    return found


def read(path: Path, spec: Row) -> Lexicon:
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
    return weight.reindex(texts.index, fill_value=0).astype(int)


def performance(gold: pd.Series, values: pd.Series) -> dict[str, float]:
    """Return the statistics of the study's table: accuracy, ordinal alpha, precision, recall and F1.

    Headlines without a value are left out.
    """
    signs = _signs(values)
    both = gold.index.intersection(signs.index)
    truth, predicted = gold.loc[both], signs.loc[both]
    found = {
        "acc": float((truth == predicted).mean()),
        "alpha": krippendorff([truth.to_list(), predicted.to_list()], "ordinal"),
    }
    for name, sign in SIGNS.items():
        scores = precision_recall_fscore_support(truth, predicted, labels=[sign], zero_division=0)
        for statistic, value in zip(("precision", "recall", "f1"), scores, strict=False):
            found[f"{name}_{statistic}"] = float(value[0])
    return found


def mean_performance(gold: pd.Series, repetitions: Iterator[pd.Series]) -> dict[str, float]:
    """Return the mean of each statistic over repetitions, as the study prints it where there are several."""
    each = pd.DataFrame([performance(gold, values) for values in repetitions])
    return {str(name): float(value) for name, value in each.mean().items()}


def single(codes: pd.DataFrame, row: Row) -> Iterator[pd.Series]:
    """Give each headline the code of the first of its coders, in the study's random order."""
    yield _values(_ordered(codes, row).drop_duplicates("id"))


def voted(codes: pd.DataFrame, row: Row) -> Iterator[pd.Series]:
    """Give each headline that enough coders coded what most of the first of them say; a tie is neutral."""
    ordered = _ordered(codes, row)
    size = ordered.groupby("id")["value"].transform("size")
    first = ordered[(size >= row["coders"]) & (ordered.groupby("id").cumcount() < row["coders"])]
    yield majority(first, row["coders"])


def each_coder(codes: pd.DataFrame, row: Row) -> Iterator[pd.Series]:
    """Take the coders, or repetitions, one after the other; all as one where none is named."""
    column = row.get("by", "coder")
    if column not in codes:
        yield _values(codes)
        return
    for _, part in codes.groupby(column):
        yield _values(part)


def each_vote(codes: pd.DataFrame, row: Row) -> Iterator[pd.Series]:
    """Let each choice of so many of the coders vote."""
    for chosen in combinations(sorted(codes["coder"].unique()), row["coders"]):
        yield majority(codes[codes["coder"].isin(chosen)], row["coders"])


def each_variable(codes: pd.DataFrame, row: Row) -> Iterator[pd.Series]:
    """Take one variable of a table that holds several."""
    yield _values(codes[codes["variable"] == row["named"]])


_CODED: dict[str, Callable[[pd.DataFrame, Row], Iterator[pd.Series]]] = {
    "single": single,
    "voted": voted,
    "each coder": each_coder,
    "each vote": each_vote,
    "one variable": each_variable,
}


def majority(codes: pd.DataFrame, coders: int) -> pd.Series:
    """Return what more than half of `coders` say of each headline, else 0.

    >>> majority(pd.DataFrame({"id": list("aaabbb"), "value": [1, 1, 0, 1, 0, -1]}), 3).to_dict()
    {'a': 1, 'b': 0}
    """
    counts = codes.groupby(["id", "value"]).size().unstack(fill_value=0)
    return counts.idxmax(axis=1).where(counts.max(axis=1) > coders / 2, 0)


def correlations(row: Row, gold: pd.Series, signs: Mapping[str, pd.Series]) -> dict[str, float]:
    """Return Pearson's correlation of a dictionary's signs with gold and with those of other dictionaries."""
    held = {"with gold": gold, **{f"with {code}": signs[code] for code in row["with"]}}
    own = signs[row["correlates"]]
    return {name: float(np.corrcoef(own, other)[0, 1]) for name, other in held.items()}


def among(codes: pd.DataFrame) -> dict[str, Value]:
    """Return how far the coders agree, with intervals by headline."""
    table = pd.DataFrame(
        {"unit": codes["id"], "article": codes["id"], "coder": codes["coder"].astype(str), "question": "tone"}
    ).assign(value=codes["value"].astype(str), level="ordinal")
    whole = agreement(table, order=["-1", "0", "1"]).query("category == 'all' and pair == 'all'")
    found: dict[str, Value] = {
        line.statistic: (line.estimate, line.low, line.high) for line in whole.itertuples()
    }
    return found | {"headlines": float(whole["units"].iloc[0]), "coders": float(whole["coders"].iloc[0])}


def beyond(constant: int, gold: pd.Series, signs: Mapping[str, pd.Series]) -> dict[str, Value]:
    """Return how much more often each dictionary is right than one value for all, headline by headline."""
    right = pd.DataFrame({code: (sign == gold).astype(float) for code, sign in signs.items()})
    found = {code: _paired(right[code] - (gold == constant)) for code in sorted(right)}
    wholly = float(sum(low > 0 for _, low, _ in found.values()))
    first, second = right.mean().nlargest(2).index
    pair = {f"{first} over {second}": _paired(right[first] - right[second])}
    share = float((gold == constant).mean())
    return {**found, **pair, "dictionaries wholly beyond": wholly, "every headline neutral": share}


def _paired(differences: pd.Series) -> tuple[float, float, float]:
    """Return the mean of differences and its interval by t."""
    mean = float(differences.mean())
    half = float(differences.sem() * scipy.stats.t.ppf(0.975, len(differences) - 1))
    return mean, mean - half, mean + half


def _ordered(codes: pd.DataFrame, row: Row) -> pd.DataFrame:
    """Put each headline's codes in the order in which the study drew its coders.

    It sorts by headline and, inside, by an id drawn for each code without putting it back.
    """
    drawn = codes["id"].astype(int).to_numpy()[order(len(codes), row["seed"])]
    keyed = codes.assign(number=codes["id"].astype(int), drawn=drawn)
    return keyed.sort_values(["number", "drawn"], kind="stable")


def _values(codes: pd.DataFrame) -> pd.Series:
    return codes.set_index("id")["value"]


def _signs(values: pd.Series) -> pd.Series:
    return (values > _CLEAR).astype(int) - (values < -_CLEAR).astype(int)


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
