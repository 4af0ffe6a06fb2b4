"""Learn what tells that two sentences say the same, from pairs read by hand, and write it into the package.

    python training/statements.py                    counts of words, then weights without the encoder
    python training/statements.py --weights          weights without the encoder
    python training/statements.py --beside FOLDER    weights beside the encoder

What the encoder says of a labelled pair comes from FOLDER, where `sentences_encoder` leaves what models say
that have not learnt from it.
Words are counted in, and pairs labelled on, the news beside the project (../shared/data/allsides) but for the
events kept back (`kept_back`). Figures of the fit are cross-validated over events.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.naming.referents import is_verb
from framing.features.neural.encoder import Encoder, sentence_vectors
from framing.features.statements import reading
from framing.features.statements.finding import SEEN, Said, day_of, probability, weights
from framing.features.statements.likeness import (
    FEATURES,
    LEAST,
    LEAST_SEEN,
    RARITY_STEP,
    PairSigns,
    index,
    named,
    pairs,
    sentences_of,
)
from framing.features.statements.likeness import sentences as read
from framing.schema import check
from framing.text.tokens import tokenize
from training.weights import write_background

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent / "framing" / "features" / "statements"
SOURCE = HERE.parents[1] / "shared" / "data" / "allsides" / "articles.jsonl.gz"
NEWSWCL = SOURCE.parents[1] / "newswcl50" / "events_0_5.jsonl"
LABELS = HERE.parent / "benchmarks" / "statement_labels"
#: A term is counted from so many articles on; it is a verb from so large a share of verbal endings on.
LEAST_ARTICLES, VERBAL = 4, 0.35
#: Inverse strength of the ridge, folds, and the least mean probability inside a statement.
RIDGE, RIDGE_SEEN, FOLDS, THRESHOLD, THRESHOLD_SEEN = 0.05, 0.02, 10, 0.6, 0.5
#: Those that words alone don't count, and those of them that the encoder tells.
_NEW = {"terms", "place", "ahead", "weekday", "days", "aligned", "less_aligned", "vector"}
ALIGNED = ["aligned", "less_aligned", "vector"]
#: Words of the sentences that are read of pairs of articles read in full, at least and at most.
SHORT, LONG = 5, 70
#: So many sentences of an event count for their mean as much as knowing nothing does.
FEW = 10
#: Bins of probability over which labelled pairs are weighed up to all pairs.
BINS = np.array([0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01])


def news() -> pd.DataFrame:
    """Return the articles, with events, in order."""
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        articles = pd.DataFrame([json.loads(line) for line in stream])
    articles["event"] = articles["topic"] + "|" + articles["date"]
    articles["published"] = pd.to_datetime(articles["date"], utc=True)
    frame = check(articles[["id", "outlet", "title", "text", "event", "published"]], "articles")
    return frame.sort_values(["event", "id"], ignore_index=True)


def wcl() -> pd.DataFrame:
    """Return events 0 to 5 of NewsWCL50, their words put together to text again."""
    rows = []
    with NEWSWCL.open(encoding="utf8") as stream:
        for line in stream:
            article = json.loads(line)
            lines = " ".join(article["sentences"]).replace("\\n", "\n").split("\n")
            paragraphs = [paragraph for paragraph in (_plain(one).strip() for one in lines) if paragraph]
            rows.append({
                "id": article["id"],
                "outlet": article["outlet"],
                "event": article["event"],
                "title": "",
                "text": "\n\n".join(paragraphs),
            })  # fmt: skip
    return pd.DataFrame(rows)


def _plain(text: str) -> str:
    """Return words parted by spaces as they are printed: marks at their words, quotation marks in pairs."""
    text = re.sub(r" ([,.;:!?%)\]])", r"\1", text)
    text = re.sub(r"([(\[$]) ", r"\1", text)
    text = re.sub(r" (n't|'s|'re|'ve|'ll|'d|'m)\b", r"\1", text)
    text = re.sub(r" - ", "-", text)
    first, *parts = text.split('"')
    for k, part in enumerate(parts):
        if k % 2 == 0:
            first = first.rstrip(" ") + (" " if first.strip() else "") + '"' + part.lstrip(" ")
        else:
            first = first.rstrip(" ") + '"' + (part if part[:1] in " .,;" or not part else " " + part)
    return first


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
            verbal[term] += n * (
                is_verb(form) or (form.lower() in reading._lists().irregular) or form[3:].endswith("ing")
            )
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
    """Fit the weights on the labelled pairs, without and with the encoder; write them with their card."""
    aligned = None
    if "--beside" in sys.argv[1:]:
        folder = Path(sys.argv[sys.argv.index("--beside") + 1])
        aligned = pd.concat(map(pd.read_parquet, sorted(folder.glob("aligned_*.parquet"))))
    figures = {}
    written = []
    for seen in (False, True):
        if seen != (aligned is not None):
            kept = weights()["with_vectors"] if seen else weights()
            end = "_with_vectors" if seen else ""
            names = ("auc", "average_precision", "pairs", "same")
            figures[seen] = {name: weights()["card"][f"{name}{end}"] for name in names}
            written.append((np.array([kept["weights"].get(name, 0) for name in FEATURES]), kept["bias"]))
            continue
        used = read_sets(frame) if seen else read_sets(frame)[:1]
        labelled, same, every = (
            np.concatenate(column)
            for column in zip(*((s.labelled, s.same, s.every) for s in used), strict=True)
        )
        if aligned is not None:
            at = pd.concat([s.table[s.taught] for s in used])[["a_text", "b_text"]]
            said = at.merge(aligned.drop_duplicates(["a_text", "b_text"]), how="left")
            labelled[:, -len(ALIGNED) :] = said[ALIGNED].to_numpy()
        count = np.cumsum([0, *(int(s.event.max()) + 1 for s in used)])
        events = np.concatenate([s.event + first for s, first in zip(used, count, strict=False)])
        values, bias, fit = _fitted(labelled, same, every, events, seen)
        figures[seen] = {**fit, "pairs": len(same), "same": int(same.sum())}
        written.append((values, bias))
        print(f"{'with' if seen else 'without'} the encoder: {figures[seen]}")
    _write(written, figures)


def read_sets(frame: pd.DataFrame) -> list[Read]:
    """Return what is learnt from: pairs by words alone first, those beside the encoder then."""
    own = pd.read_csv(LABELS / "pairs.csv", dtype={"a": str, "b": str})
    facts = pd.read_csv(LABELS / "facts.csv", dtype={"a": str, "b": str})
    facts = facts[(facts["set"] != "kept") & (facts["reader"] == "A")]
    full = pd.read_csv(LABELS / "facts_full.csv", dtype={"a": str, "b": str}).query("set == 'dev'")
    return [
        read_pairs(frame, own, LEAST),
        read_pairs(frame, facts[facts["set"] == "train"], LEAST_SEEN),
        *(
            read_pairs(news_of_days(frame, some), some, LEAST_SEEN)
            for some in (facts[facts["set"] == "dev"], facts[facts["set"] == "active"], full)
        ),
    ]


def training_pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs that the encoder learns from, with those of one text and its events under one `group`.

    Of pairs of articles read in full all pairs of sentences are here, `full`; `near` are those that words
    alone find near enough, `cosine` is that of their mean vectors.
    """
    table = pd.concat([s.table for s in read_sets(frame)], ignore_index=True)
    # Articles that stand in several sets are learnt from in one fold.
    size, codes = len(table), pd.factorize(pd.concat([table["a"], table["b"]]))[0]
    graph = coo_array((np.ones(size), (codes[:size], codes[size:])), shape=(codes.max() + 1,) * 2)
    return table.assign(group=connected_components(graph, directed=False)[1][codes[:size]])


def rarities(found: Encoder, frame: pd.DataFrame) -> np.ndarray:
    """Return how rare each word piece is in the sentences that may be learnt from, in natural logarithms."""
    held = next(sentences_of(whole := read(frame, "full"), [np.arange(len(frame))], named(whole)))
    said = set(Said(frame, np.arange(len(frame)), held)(np.arange(len(held))))
    times = np.zeros(found._tokenizer.get_vocab_size())
    for text in said:
        times[sorted(set(found.encode(text)))] += 1
    rare = np.log((len(said) + 1) / (times + 1))
    return np.asarray(np.round(rare / RARITY_STEP) * RARITY_STEP)


class Read(NamedTuple):
    """Signs of labelled pairs and of all of other outlets, which are the same, their events and texts.

    Of `table`, which has all pairs of sentences of articles read in full, the signs are of those `taught`.
    """

    labelled: np.ndarray
    same: np.ndarray
    every: np.ndarray
    event: np.ndarray
    table: pd.DataFrame
    taught: np.ndarray


def news_of_days(frame: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    """Return the articles of labels that go over several days, by the events that the labels name."""
    event = dict(zip([*facts["a"], *facts["b"]], [*facts["event"], *facts["event"]], strict=True))
    beside = pd.concat([frame, wcl(), huawei()])
    mine = beside[beside["id"].isin(event)].assign(event=lambda rows: rows["id"].map(event))
    return check(mine.drop_duplicates("id"), "articles").sort_values(["event", "id"], ignore_index=True)


def huawei() -> pd.DataFrame:
    """Return the articles on the ban of Huawei that have an outlet."""
    with (SOURCE.parents[1] / "huawei" / "articles.jsonl").open(encoding="utf8") as lines:
        table = pd.DataFrame([json.loads(line) for line in lines])
    return table.loc[table["outlet"].notna(), ["id", "outlet", "title", "text"]]


def read_pairs(frame: pd.DataFrame, labels: pd.DataFrame, least: float) -> Read:
    """Return the signs of labelled pairs, but for what the encoder says of them."""
    events = set(frame.loc[frame["id"].isin({*labels["a"], *labels["b"]}), "event"])
    frame = frame[frame["event"].isin(events)].reset_index(drop=True)
    held = read(frame, "full")
    sentences = next(sentences_of(held, [np.arange(len(frame))], named(held)))
    stratum = frame["event"].astype("category").cat.codes.to_numpy().astype(np.int64) + 1
    found = index(sentences, stratum)
    size, ids = len(found.at), frame["id"].to_numpy(dtype=object)
    known = _coded(frame, sentences, found.of, labels, size)
    listed = [np.zeros(0, np.int64), *(a * size + b for a, b in pairs(found, least))]
    near = np.concatenate(listed)
    full = "set" in labels and "reader" not in labels
    if full:
        # Read in full: what isn't named is not one fact; that of which the reader wasn't sure stays out.
        words = sentences.words[found.at]
        inside = [
            np.flatnonzero((ids[found.row] == one) & (words >= SHORT) & (words <= LONG))
            for two in sorted({tuple(sorted(two)) for two in zip(labels["a"], labels["b"], strict=True)})
            for one in two
        ]
        for one, other in zip(inside[::2], inside[1::2], strict=True):
            low, high = np.minimum.outer(one, other).ravel(), np.maximum.outer(one, other).ravel()
            known = {code: 0 for code in (low * size + high).tolist()} | known
        known = {code: label for code, label in known.items() if label != 1}
    code = np.array(sorted(known), np.int64)
    every = np.union1d(near, code)
    a, b = every // size, every % size
    likeness = PairSigns(found, sentences, day_of(frame))
    features = likeness.among(likeness.of(a, b), a, b)
    outlet = frame["outlet"].to_numpy()
    other = np.flatnonzero(outlet[found.row[a]] != outlet[found.row[b]])
    other = np.random.default_rng(0).permutation(other)[:3000]
    at = np.searchsorted(every, code)
    same = np.array([known[c] for c in code.tolist()]) == 2
    nodes, place = np.unique(np.concatenate([a[at], b[at]]), return_inverse=True)
    texts = np.array(Said(frame, np.arange(len(frame)), sentences)(found.at[nodes]), dtype=object)
    both = place[: len(at)], place[len(at) :]
    table = pd.DataFrame({
        "a": ids[found.row[a[at]]], "b": ids[found.row[b[at]]],
        "a_text": texts[both[0]], "b_text": texts[both[1]],
        "same": same, "full": full, "near": np.isin(code, near) & (probability(features[at]) >= SEEN),
        "cosine": _cosines(*both, texts.tolist(), found.stratum[nodes]),
    })  # fmt: skip
    taught = ~table["full"].to_numpy() | table["near"].to_numpy()
    return Read(
        features[at][taught],
        same[taught].astype(int),
        features[other],
        found.stratum[a[at]][taught],
        table,
        taught,
    )


def _cosines(a: np.ndarray, b: np.ndarray, texts: list[str], event: np.ndarray) -> np.ndarray:
    """Return the cosines of the vectors of pairs, less what the sentences of an event have in common."""
    rows = sentence_vectors(texts, progress=False).astype(np.float64)
    code, count = np.unique(event, return_inverse=True, return_counts=True)[1:]
    mean = np.zeros((len(count), rows.shape[1]))
    np.add.at(mean, code, rows)
    rows -= (mean / (count + FEW)[:, None])[code]
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return np.einsum("ij,ij->i", rows[a], rows[b])


def _coded(
    frame: pd.DataFrame, sentences: object, of: np.ndarray, labels: pd.DataFrame, size: int
) -> dict[int, int]:
    """Return the labels of pairs by the code of their two nodes."""
    ids = frame["id"].tolist()
    place = {
        (ids[row], "headline" if part == 0 else "text", start): int(of[k])
        for k, (row, part, start) in enumerate(
            zip(sentences.row.tolist(), sentences.part.tolist(), sentences.start.tolist(), strict=True)  # type: ignore[attr-defined]
        )
    }
    known: dict[int, int] = {}
    for one in labels.dropna(subset=["a_start"]).itertuples():
        a = place.get((one.a, one.a_part, one.a_start), -1)
        b = place.get((one.b, one.b_part, one.b_start), -1)
        if a >= 0 and b >= 0 and a != b:
            known[min(a, b) * size + max(a, b)] = int(one.label)
    return known


def _fitted(
    labelled: np.ndarray, same: np.ndarray, every: np.ndarray, events: np.ndarray, seen: bool
) -> tuple[np.ndarray, float, dict[str, float]]:
    """Return weights on the features as they come, what is added, and cross-validated figures."""
    labelled, every = labelled.copy(), every.copy()
    left = [k for k, name in enumerate(FEATURES) if not seen and name in _NEW]
    labelled[:, left] = every[:, left] = 0
    middle, spread = labelled.mean(axis=0), labelled.std(axis=0)
    spread[spread < 1e-6] = np.inf
    x = (labelled - middle) / spread
    weight, ridge = np.ones(len(same)), RIDGE_SEEN if seen else RIDGE
    for _ in range(3):
        model = LogisticRegression(C=ridge, max_iter=5000).fit(x, same, sample_weight=weight)
        if seen:
            # These labels are of pairs as probable as those that are asked for.
            break
        # Probable pairs were read more often than others: the root of what each stands for evens it out.
        all_bins = np.histogram(model.predict_proba((every - middle) / spread)[:, 1], BINS)[0]
        own = model.predict_proba(x)[:, 1]
        stands = (all_bins / np.maximum(np.histogram(own, BINS)[0], 1))[np.digitize(own, BINS) - 1]
        weight = np.sqrt(np.minimum(stands, np.quantile(stands, 0.95)))
        weight /= weight.mean()
    fold = np.random.default_rng(0).integers(0, FOLDS, int(events.max()) + 1)[events]
    guess = np.zeros(len(same))
    for k in range(FOLDS):
        rest = fold != k
        part = LogisticRegression(C=ridge, max_iter=5000).fit(x[rest], same[rest], sample_weight=weight[rest])
        guess[~rest] = part.predict_proba(x[~rest])[:, 1]
    weights = model.coef_[0] / spread
    bias = float(model.intercept_[0] - (weights * middle).sum())
    figures = {
        "auc": round(float(roc_auc_score(same, guess)), 3),
        "average_precision": round(float(average_precision_score(same, guess)), 3),
    }
    return weights, bias, figures


def _write(written: list[tuple[np.ndarray, float]], figures: dict[bool, dict[str, float]]) -> None:
    def signs(weights: np.ndarray, seen: bool) -> list[str]:
        listed = zip(FEATURES, weights, strict=True)
        return [f"{n} = {value:.4f}" for n, value in listed if seen or n not in _NEW]

    (plain, bias), (beside, bias_beside) = written
    lines = [
        "# Two sentences say the same: a logistic model on the signs that `likeness` counts.",
        f"bias = {bias:.4f}",
        f"threshold = {THRESHOLD}",
        "",
        "[weights]",
        *signs(plain, False),
        "",
        "[with_vectors]",
        f"bias = {bias_beside:.4f}",
        f"threshold = {THRESHOLD_SEEN}",
        "",
        "[with_vectors.weights]",
        *signs(beside, True),
        "",
        "[card]",
        'title = "Statements: whether two sentences about one event say the same"',
        'for = "English news; it was not made for other languages and genres"',
        'model = "logistic regression, ridge, on standardised features, folded back"',
        'data = "allsides (ramybaly/Article-Bias-Prediction), Apache-2.0, without kept-back events; with '
        'vectors newswcl50 and huawei too"',
        'labels = "benchmarks/statement_labels, by the guidelines there; offsets, no text"',
        'licence = "MIT"',
        "seed = 0",
        *(
            f"{name}{'_with_vectors' if seen else ''} = {value}"
            for seen in (False, True)
            for name, value in figures[seen].items()
        ),
        'measured = "benchmarks/quality_statements.py on kept-back events"',
    ]
    (PACKAGE / "weights.toml").write_text("\n".join(lines) + "\n", "utf8")


if __name__ == "__main__":
    if not SOURCE.exists():
        raise SystemExit("the articles (../shared/data/allsides) are not beside the project")
    everything = news()
    open_ = everything[~kept_back(everything["event"])].reset_index(drop=True)
    if not {"--weights", "--beside"} & set(sys.argv[1:]):
        count(open_)
    learn(open_)
