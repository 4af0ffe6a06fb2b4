"""Learn verdicts on stance from coded mentions in international news, and write them into the package.

    python training/stance_verdicts.py            cross-validate, fit, write
    python training/stance_verdicts.py --only     cross-validate alone

The mentions are in `benchmarks/stance_labels`; texts of other corpora stay where they are. The layer learns
from what a judge read, so train it again where clauses or voices are found in another way.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from sklearn.decomposition import PCA
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing.engine.parts import check_articles
from framing.features.cells import cells
from framing.features.stance.judges import CLASSES, classes_of
from framing.features.stance.neural import clause_signs, evidence_signs, shipped_judge, softmax
from framing.features.stance.targets import read_clauses

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
LABELS = ROOT / "benchmarks" / "stance_labels" / "labels.csv"
PACKAGE = ROOT / "framing" / "features" / "stance"
FOLDS, RIDGE, PARTS = 10, 0.005, 60
#: Signs are few and plain: they may weigh so much more than parts of vectors.
PLAIN = 2
#: What a reader who leans to neutral would also take is worth so much.
LEANS = 0.4
CODES = {"-": 0, "0": 1, "+": 2}
MARKS = {CLASSES[code]: mark for mark, code in CODES.items()}


def texts() -> Iterator[tuple[str, str, str, str]]:
    """Yield source, id, title and text of all articles that mentions were coded in."""
    with gzip.open(SHARED / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as stream:
        for row in map(json.loads, stream):
            yield "allsides", row["id"], row["title"] or "", row["text"]
    for line in (SHARED / "huawei" / "articles.jsonl").read_text("utf8").splitlines():
        row = json.loads(line)
        yield "huawei", row["id"], row["title"] or "", row["text"]
    ours = fr.load(fr.example("carney-beijing-2026"), progress=False).articles
    for row in ours.itertuples():
        yield "corpus", row.id, row.title, row.text


class Coded(NamedTuple):
    """Coded mentions as a judge reads them: clause, span, voice; how often each stands for others."""

    table: pd.DataFrame
    texts: list[str]
    starts: np.ndarray
    ends: np.ndarray
    voices: np.ndarray
    weight: np.ndarray
    soft: np.ndarray


def coded() -> Coded:
    """Return the coded mentions whose text is still the same."""
    table = pd.read_csv(LABELS, dtype={"code": "str", "article": "str"})
    wanted = set(zip(table["source"], table["article"], strict=True))
    known = {(source, key): (title, text) for source, key, title, text in texts() if (source, key) in wanted}
    frame = pd.DataFrame(
        [(f"{source}/{key}", "x", *both) for (source, key), both in known.items()],
        columns=["id", "outlet", "title", "text"],
    )
    rows = []
    checked = check_articles(frame)
    place = {key: at for at, key in enumerate(checked["id"].tolist())}
    table = table.assign(row=(table["source"] + "/" + table["article"]).map(place))
    body = np.where(
        table["part"] == "title", checked["title"].loc[table["row"]], checked["text"].loc[table["row"]]
    )
    same = [
        hashlib.sha256(text.encode()).hexdigest()[:16] == sha
        for text, sha in zip(body, table["sha256"], strict=True)
    ]
    if lost := len(same) - sum(same):
        print(f"{lost} mentions of texts that have changed are left out")
    table = table[same]
    for chunk in cells(checked, "full"):
        tokens = chunk.tokens
        mine = table[(table["row"] >= chunk.first) & (table["row"] < chunk.first + chunk.size)]
        doc = (mine["row"] - chunk.first + np.where(mine["part"] == "title", 0, chunk.size)).to_numpy(
            np.int64
        )
        begin, end = tokens.spans(np.arange(len(tokens.ids)))
        first, last = (
            np.array([
                low + np.searchsorted(ends[low:high], at, side="right") if side else
                low + np.searchsorted(ends[low:high], at, side="left") - 1
                for low, high, at in zip(tokens.docs[doc], tokens.docs[doc + 1], where, strict=True)
            ])
            for ends, where, side in ((end, mine["start"], True), (begin, mine["end"], False))
        )  # fmt: skip
        said, starts, ends = read_clauses(tokens, first, last, chunk.voice)
        rows.append(mine.assign(clause=said, s=starts, e=ends, voice=chunk.voice[first]))
    found = pd.concat(rows, ignore_index=True)
    soft = np.zeros((len(found), len(CLASSES)))
    for row, code in enumerate(found["code"]):
        leaning = [CODES[mark] for mark in code[1:]]
        soft[row, CODES[code[0]]] = 1 - LEANS * bool(leaning)
        soft[row, leaning] = LEANS / max(len(leaning), 1)
    return Coded(
        found, found["clause"].tolist(), 
        *(found[name].to_numpy() for name in ("s", "e", "voice", "weight")),
        soft,
    )  # fmt: skip


def fitted(signs: np.ndarray, found: Coded, rows: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Return weights of all signs and the bias, learned from some rows; vectors by their main components."""
    middle, scale = signs[rows].mean(axis=0), (signs[rows].std(axis=0) + 1e-9) / PLAIN
    parts = PCA(PARTS, random_state=0).fit(vectors[rows])
    size = parts.transform(vectors[rows]).std(axis=0)
    inside = np.concatenate([(signs - middle) / scale, parts.transform(vectors) / size], axis=1)
    at = np.repeat(rows, len(CLASSES))
    gold = np.tile(np.arange(len(CLASSES)), len(rows))
    worth = found.soft[rows].reshape(-1) * found.weight[at]
    used = worth > 0
    model = LogisticRegression(C=RIDGE, max_iter=3000).fit(
        inside[at][used], gold[used], sample_weight=worth[used]
    )
    own = model.coef_.T[: signs.shape[1]] / scale[:, None]
    bias = model.intercept_ - middle @ own
    of_vectors = parts.components_.T @ (model.coef_.T[signs.shape[1] :] / size[:, None])
    return np.concatenate([own, of_vectors, [bias - parts.mean_ @ of_vectors]])


def measured(chance: np.ndarray, found: Coded, least: dict[str, float]) -> tuple[list[str], np.ndarray]:
    """Return what verdicts are worth as lines of a card, and mentions by code (rows) and verdict."""
    given = classes_of(chance, least)
    code = found.table["code"].to_numpy(dtype=object)
    first = np.array([CODES[one[0]] for one in code])
    taken = np.array(
        [k < len(CLASSES) and k in [CODES[mark] for mark in one] for k, one in zip(given, code, strict=True)]
    )
    lines = []
    # Those of two sets were drawn from what reads like praise and blame.
    asked = ~found.table["set"].isin(["other", "spread"]).to_numpy()
    for name, mask in (("evaluating", (given == 0) | (given == 2)), ("neutral", given == 1)):
        weight = found.weight * mask * asked
        lines += [
            f"{name}_share = {weight.sum() / found.weight[asked].sum():.3f}",
            f"{name}_as_coded = {(weight * (first == given)).sum() / weight.sum():.3f}",
            f"{name}_acceptable = {(weight * taken).sum() / weight.sum():.3f}",
            f"{name}_read = {int((mask & asked).sum())}",
        ]
    clear = (given < len(CLASSES)) & asked
    place = first[clear] * len(CLASSES) + given[clear]
    counts = np.bincount(place, found.weight[clear], len(CLASSES) ** 2).reshape(len(CLASSES), -1)
    return lines, np.round(counts).astype(np.int64)


#: How probable a class has to be for a verdict.
LEAST = {"negative": 0.75, "neutral": 0.6, "positive": 0.7}


def main() -> None:
    """Train."""
    found = coded()
    everything, group = np.arange(len(found.texts)), found.table["article"].to_numpy()
    built = clause_signs(found.texts, found.starts, found.ends, found.voices)
    chance, vectors = shipped_judge().read(
        found.texts, found.starts.tolist(), found.ends.tolist(), "evidence", "vector"
    )
    signs = np.concatenate([evidence_signs(chance), built], axis=1)
    both = np.concatenate([signs, vectors], axis=1)
    held = np.zeros((len(signs), len(CLASSES)))
    for train, test in GroupKFold(FOLDS).split(signs, groups=group):
        weights = fitted(signs, found, train, vectors)
        held[test] = softmax(both[test] @ weights[:-1] + weights[-1])
    for least in (0.5, 0.55, 0.6, 0.65, 0.7, 0.75):
        for name in ("negative", "positive"):
            mine = held[:, CLASSES.index(name)] >= least
            codes = found.table["code"][mine]
            right, taken = (codes.str[:width].str.contains(MARKS[name], regex=False) for width in (1, None))
            told = f"{len(codes)} read, as coded {right.mean():.2f}, acceptable {taken.mean():.2f}"
            print(f"{name} from {least}: {told}")
    figures, counts = measured(held, found, LEAST)
    print(found.table.groupby("voice").size().to_dict())
    lines = [
        "", "[neural]", f"confusion.all = {counts.tolist()}",
        f"least = {{ {', '.join(f'{key} = {value}' for key, value in LEAST.items())} }}",
        "", "[neural.verdicts]", *figures,
    ]  # fmt: skip
    if "--only" in sys.argv:
        return
    stream = io.BytesIO()
    np.savez_compressed(stream, neural=fitted(signs, found, everything, vectors).astype(np.float32))
    (PACKAGE / "verdicts.npz").write_bytes(stream.getvalue())
    (PACKAGE / "verdicts.toml").write_text(
        "\n".join([
            "# What makes verdicts of what a judge reads, and how often they are right; "
                "by training/stance_verdicts.py.",
            f'data = "{len(found.texts)} mentions in news on visits and summits, coded from a guideline: '
                'benchmarks/stance_labels"',
            'licence = "MIT"',
            f'sha256 = "{hashlib.sha256(stream.getvalue()).hexdigest()}"',
            f"folds = {FOLDS}",
            *lines,
            "",
        ]),
        "utf8",
    )  # fmt: skip


if __name__ == "__main__":
    main()
