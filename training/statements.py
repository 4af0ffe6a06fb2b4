"""Learn what tells that two sentences say the same, from pairs read by hand, and write it into the package.

    python training/statements.py                counts of words, then weights
    python training/statements.py --weights      weights alone

Words are counted in, and pairs labelled on, the news beside the project (../shared/data/allsides) but for the
events kept back (`kept_back`). Figures of the fit are cross-validated over events.
"""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.naming.referents import is_verb
from framing.features.statements import reading
from framing.features.statements.likeness import FEATURES, PairSigns, index, named, pairs, sentences_of
from framing.features.statements.likeness import sentences as read
from framing.schema import check
from framing.text.tokens import tokenize
from training.weights import write_background

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "framing" / "features" / "statements"
SOURCE = HERE.parents[1] / "shared" / "data" / "allsides" / "articles.jsonl.gz"
LABELS = HERE.parent / "benchmarks" / "statement_labels"
#: A term is counted from so many articles on; it is a verb from so large a share of verbal endings on.
LEAST_ARTICLES, VERBAL = 4, 0.35
#: Inverse strength of the ridge, folds, and the least mean probability inside a statement.
RIDGE, FOLDS, THRESHOLD = 0.05, 10, 0.6
#: Bins of probability over which labelled pairs are weighed up to all pairs.
BINS = np.array([0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01])


def news() -> pd.DataFrame:
    """Return the articles, with events, in order."""
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        articles = pd.DataFrame([json.loads(line) for line in stream])
    articles["event"] = articles["topic"] + "|" + articles["date"]
    frame = check(articles[["id", "outlet", "title", "text", "event"]], "articles")
    return frame.sort_values(["event", "id"], ignore_index=True)


def kept_back(events: pd.Series) -> pd.Series:
    """Mask the articles of events that nothing is learnt from."""
    return events.map(lambda event: zlib.crc32(event.encode("utf8")) % 5 == 0)


def count(frame: pd.DataFrame) -> None:
    """Count how many articles hold each term and how often it ends as a verb; write both."""
    tokens = tokenize(frame["text"].tolist())
    times = np.bincount(tokens.ids, minlength=len(tokens.forms)).tolist()
    total: Counter[str] = Counter()
    verbal: Counter[str] = Counter()
    for form, n in zip(tokens.forms.to_pylist(), times, strict=True):
        term = reading.term(form) if form[:1].islower() else None
        if term is not None:
            total[term] += n
            verbal[term] += n * (is_verb(form) or reading.irregular(form) or form[3:].endswith("ing"))
    del tokens
    found = read(frame, None)
    sentences = next(sentences_of(found, [np.arange(len(frame))], named(found)))
    width = len(sentences.terms)
    held = np.unique(sentences.row[sentences.sentence] * width + sentences.term)
    articles = np.bincount(held % width, minlength=width)
    chosen = [
        k
        for k, term in enumerate(sentences.terms)
        if articles[k] >= LEAST_ARTICLES and not sentences.number[k] and "\n" not in term
    ]
    terms = [sentences.terms[k] for k in chosen]
    verbs = [total[term] > 0 and verbal[term] > VERBAL * total[term] for term in terms]
    write_background(PACKAGE, terms, [int(articles[k]) for k in chosen], verbs, len(frame))
    print(f"{len(terms)} terms of {len(frame)} articles, {sum(verbs)} of them verbs")


def learn(frame: pd.DataFrame) -> None:
    """Fit the weights on the labelled pairs and write them with their card."""
    labels = pd.read_csv(LABELS / "pairs.csv", dtype={"a": str, "b": str})
    events = set(frame.loc[frame["id"].isin({*labels["a"], *labels["b"]}), "event"])
    frame = frame[frame["event"].isin(events)].reset_index(drop=True)
    held = read(frame, "full")
    sentences = next(sentences_of(held, [np.arange(len(frame))], named(held)))
    stratum = frame["event"].astype("category").cat.codes.to_numpy().astype(np.int64) + 1
    found = index(sentences, stratum)
    size = len(found.at)
    code, label = _coded(frame, sentences, found.of, labels, size)
    listed = [np.zeros(0, np.int64), *(a * size + b for a, b in pairs(found))]
    every = np.union1d(np.concatenate(listed), code)
    a, b = every // size, every % size
    likeness = PairSigns(found, sentences)
    features = likeness.among(likeness.of(a, b), a, b)
    at = np.searchsorted(every, code)
    outlet = frame["outlet"].to_numpy()
    other = outlet[found.row[a]] != outlet[found.row[b]]
    same = (label == 2).astype(int)
    weights, bias, fit = _fitted(features[at], same, features[other], found.stratum[a[at]])
    _write(weights, bias, {**fit, "pairs": len(label), "same": int(same.sum()), "events": len(events)})
    print(f"{len(label)} pairs, {same.sum()} of them the same, of {len(events)} events: {fit}")


def _coded(
    frame: pd.DataFrame, sentences: object, of: np.ndarray, labels: pd.DataFrame, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the labelled pairs as codes of two nodes, with their labels."""
    ids = frame["id"].tolist()
    place = {
        (ids[row], "headline" if part == 0 else "text", start): int(of[k])
        for k, (row, part, start) in enumerate(
            zip(sentences.row.tolist(), sentences.part.tolist(), sentences.start.tolist(), strict=True)  # type: ignore[attr-defined]
        )
    }
    known: dict[int, int] = {}
    for one in labels.itertuples():
        a = place.get((one.a, one.a_part, one.a_start), -1)
        b = place.get((one.b, one.b_part, one.b_start), -1)
        if a >= 0 and b >= 0 and a != b:
            known[min(a, b) * size + max(a, b)] = int(one.label)
    code = np.array(sorted(known), np.int64)
    return code, np.array([known[c] for c in code.tolist()])


def _fitted(
    labelled: np.ndarray, same: np.ndarray, every: np.ndarray, events: np.ndarray
) -> tuple[np.ndarray, float, dict[str, float]]:
    """Return weights on the features as they come, what is added, and cross-validated figures."""
    middle, spread = labelled.mean(axis=0), labelled.std(axis=0)
    spread[spread < 1e-6] = np.inf
    x = (labelled - middle) / spread
    weight = np.ones(len(same))
    for _ in range(3):
        model = LogisticRegression(C=RIDGE, max_iter=5000).fit(x, same, sample_weight=weight)
        # Probable pairs were read more often than others: the root of what each stands for evens it out.
        all_bins = np.histogram(model.predict_proba((every - middle) / spread)[:, 1], BINS)[0]
        own = model.predict_proba(x)[:, 1]
        stands = (all_bins / np.maximum(np.histogram(own, BINS)[0], 1))[np.digitize(own, BINS) - 1]
        weight = np.sqrt(np.minimum(stands, np.quantile(stands, 0.95)))
        weight /= weight.mean()
    fold = np.random.default_rng(0).integers(0, FOLDS, int(events.max()) + 1)[events]
    guess = np.zeros(len(same))
    for k in range(FOLDS):
        left = fold != k
        part = LogisticRegression(C=RIDGE, max_iter=5000).fit(x[left], same[left], sample_weight=weight[left])
        guess[~left] = part.predict_proba(x[~left])[:, 1]
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * middle).sum())
    figures = {
        "auc": round(float(roc_auc_score(same, guess)), 3),
        "average_precision": round(float(average_precision_score(same, guess)), 3),
    }
    return weights, bias, figures


def _write(weights: np.ndarray, bias: float, figures: dict[str, float]) -> None:
    lines = [
        "# Two sentences say the same: a logistic model on the signs that `likeness` counts.",
        f"bias = {bias:.4f}",
        f"threshold = {THRESHOLD}",
        "",
        "[weights]",
        *(f"{name} = {value:.4f}" for name, value in zip(FEATURES, weights, strict=True)),
        "",
        "[card]",
        'title = "Statements: whether two sentences about one event say the same"',
        'for = "English news; it was not made for other languages and genres"',
        'model = "logistic regression, ridge, on standardised features, folded back"',
        'data = "allsides (ramybaly/Article-Bias-Prediction), Apache-2.0, without kept-back events"',
        'labels = "benchmarks/statement_labels/pairs.csv, by the guidelines there; offsets, no text"',
        'licence = "MIT"',
        "seed = 0",
        f"pairs = {figures['pairs']}",
        f"same = {figures['same']}",
        f"events = {figures['events']}",
        f"cross_validated_auc = {figures['auc']}",
        f"cross_validated_average_precision = {figures['average_precision']}",
        'measured = "benchmarks/quality_statements.py on kept-back events"',
    ]
    (PACKAGE / "weights.toml").write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    if not SOURCE.exists():
        raise SystemExit("the articles (../shared/data/allsides) are not beside the project")
    everything = news()
    open_ = everything[~kept_back(everything["event"])].reset_index(drop=True)
    if "--weights" not in sys.argv[1:]:
        count(open_)
    learn(open_)
