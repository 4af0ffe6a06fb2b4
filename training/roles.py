"""Learn who is cast as hero, villain or victim from annotated news, and write weights with their card.

    python training/roles.py            cross-validate by document, then write weights and card
    python training/roles.py --measure  cross-validate alone

The strength of the prior and what each block of signs weighs are chosen inside each fold; documents that
share passages are on one side of it. The data lie beside the project (../shared).
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy import linalg, sparse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.roles.casting import JUDGES, ROLES, Block, Weights, leaning, scaled, signs_of, table
from training.evaluation import folds, macro_f1, temperature
from training.weights import write_roles

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "narrative_frames"
FOLDS, SEED, SEEDS = 5, 1, (1, 2, 3)
#: A place that fewer entities have says nothing.
LEAST = 2
#: What the leaning of acts counts: as much as costs next to nothing here, since it is for other fields.
PRIOR = {"words": 0.0, "sentence": 1.0, "both": 0.8}
#: Share of runs of five words that makes a family of two documents.
SHARED = 0.3
#: Bounds of the logarithm of what sums are divided by.
WIDE = (-4.0, 2.0)
_SMALL = frozenset("the a an of and for in on to its his her their our".split())


class Choice(NamedTuple):
    """The strength of the prior, and what each block weighs as a whole."""

    strength: float
    weigh: dict[str, float]


def choices(by: str) -> list[Choice]:
    """Return what is chosen from inside a fold."""
    if by == "words":
        return [Choice(strength, {"words": 1.0}) for strength in (1.5, 3.0)]
    near = {"near": 1.0, "wide": 1.0, "effects": 0.3}
    if by == "both":
        return [Choice(1.0, {"words": words, **near, "likeness": 0.5}) for words in (1.0, 2.0)]
    return [
        Choice(strength, {**near, "likeness": alike}) for strength, alike in product((1.0, 2.0), (0.5, 1.0))
    ]


class Cast(NamedTuple):
    """Entities with a role: texts, spans, roles by number, documents."""

    texts: list[str]
    starts: list[int]
    ends: list[int]
    role: np.ndarray
    document: np.ndarray
    missing: int


def read(folder: Path = DATA) -> Cast:
    """Return the entities whose words, or whose longest word, stand in their article."""
    with (folder / "articles.tsv").open(encoding="utf8", newline="") as lines:
        texts = {row["ID"]: row["text"] for row in csv.DictReader(lines, delimiter="\t")}
    with (folder / "roles.tsv").open(encoding="utf8", newline="") as lines:
        rows = dict.fromkeys((r["ID"], r["entity"], r["role"]) for r in csv.DictReader(lines, delimiter="\t"))
    kept: list[tuple[str, int, int, int, int]] = []
    missing = 0
    for document, entity, role in rows:
        span = found(texts.get(document, ""), entity)
        if span is None:
            missing += 1
            continue
        kept.append((texts[document], *span, ROLES.index(role), int(document)))
    columns = list(zip(*kept, strict=True))
    return Cast(
        list(columns[0]),
        list(columns[1]),
        list(columns[2]),
        np.array(columns[3]),
        np.array(columns[4]),
        missing,
    )


def found(text: str, entity: str) -> tuple[int, int] | None:
    """Return where an entity first stands: as written, without an article, or its longest words."""
    for spelt in _spellings(entity):
        match = re.search(rf"(?<!\w){re.escape(spelt)}(?!\w)", text, re.I)
        if match:
            return match.span()
    return None


def _spellings(entity: str) -> Iterator[str]:
    bare = re.sub(r"['’]s?$", "", re.sub(r"^(?:the|an?) ", "", entity.strip(), flags=re.I))
    yield from (entity.strip(), bare)
    words = [word for word in re.findall(r"[\w'-]+", bare) if word.lower() not in _SMALL]
    if len(words) > 2:
        yield from (" ".join(words[-2:]), " ".join(words[:2]))
    yield from (word for word in sorted(words, key=len, reverse=True)[:3] if len(word) > 2)


def families(data: Cast) -> np.ndarray:
    """Return one number for all documents that share passages: they must be on one side of a fold."""
    texts = dict(zip(data.document.tolist(), data.texts, strict=True))
    names = sorted(texts)
    words = [texts[name].lower().split() for name in names]
    runs = [{" ".join(w[k : k + 5]) for k in range(len(w) - 4)} for w in words]
    family = list(range(len(names)))
    for one in range(len(names)):
        for other in range(one):
            shared = len(runs[one] & runs[other])
            if shared > SHARED * max(1, min(len(runs[one]), len(runs[other]))):
                old, new = family[one], family[other]
                family = [new if number == old else number for number in family]
    of = dict(zip(names, family, strict=True))
    return np.array([of[name] for name in data.document.tolist()])


def split(family: np.ndarray, count: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield training and test rows; all of a family of documents are on one side."""
    fold = folds(family, count, seed)
    for k in range(count):
        yield np.flatnonzero(fold != k), np.flatnonzero(fold == k)


def rarity(signs: sparse.csr_array) -> np.ndarray:
    """Return how rare each place is among rows: 0 where fewer than `LEAST` have it."""
    count = np.diff(sparse.csc_array(signs).indptr)
    found: np.ndarray = np.where(
        count >= LEAST, np.log(signs.shape[0] / np.maximum(count, 1)) + 0.3, 0.0
    ).astype(np.float16)
    return found.astype(np.float64)


class Grams(NamedTuple):
    """Inner products of training rows, and of test rows with them, a block a matrix."""

    train: dict[str, np.ndarray]
    test: dict[str, np.ndarray]


def grams(tables: Mapping[str, sparse.csr_array], train: np.ndarray, test: np.ndarray) -> Grams:
    """Return the inner products of rows whose signs are weighed by how rare they are in training."""
    inside, across = {}, {}
    for name, signs in tables.items():
        scale = rarity(signs[train])
        mine, other = scaled(signs[train], scale), scaled(signs[test], scale)
        inside[name], across[name] = (mine @ mine.T).toarray(), (other @ mine.T).toarray()
    return Grams(inside, across)


def summed(blocks: Mapping[str, np.ndarray], weigh: Mapping[str, float]) -> np.ndarray:
    """Return the inner products over all blocks, each as a whole weighed, and a place that all rows have."""
    return 1.0 + sum(weight * blocks[name] for name, weight in weigh.items())


def solved(gram: np.ndarray, role: np.ndarray, strength: float) -> np.ndarray:
    """Return what each training row counts for each role: ridge regression, roles weigh alike."""
    size = np.bincount(role, minlength=len(ROLES))
    target = np.eye(len(ROLES), dtype=np.float32)[role] * 2 - 1
    square = gram.astype(np.float32)
    square[np.diag_indices(len(role))] += strength * size[role] * len(ROLES) / len(role)
    return linalg.solve(square, target, assume_a="pos", overwrite_a=True).astype(np.float64)


def best(found: Grams, role: np.ndarray, family: np.ndarray, by: str) -> Choice:
    """Return the choice that does best on folds of the training rows."""
    scores = []
    for choice in choices(by):
        gram = summed(found.train, choice.weigh)
        guess = np.zeros(len(role), int)
        for train, test in split(family, 3, SEED):
            counts = solved(gram[np.ix_(train, train)], role[train], choice.strength)
            guess[test] = (gram[np.ix_(test, train)] @ counts).argmax(axis=1)
        scores.append(macro_f1(role, guess))
    return choices(by)[int(np.argmax(scores))]


class Measured(NamedTuple):
    """Macro-F1 over all and in the mean of repeated folds, recall by role, and sums out of fold."""

    f1: list[float]
    recall: np.ndarray
    sums: np.ndarray


def measured(data: Cast, seeds: Sequence[int] = (SEED,)) -> dict[str, Measured]:
    """Cross-validate by family of documents, with all that is chosen chosen inside each fold."""
    signs, acts = tables(data)
    family = families(data)
    f1: dict[str, list[float]] = {by: [] for by in JUDGES}
    sums = {by: np.zeros((len(data.role), len(ROLES))) for by in JUDGES}
    first = {}
    for seed in seeds:
        for train, test in split(family, FOLDS, seed):
            found = grams(signs, train, test)
            for by in JUDGES:
                choice = best(found, data.role[train], family[train], by)
                counts = solved(summed(found.train, choice.weigh), data.role[train], choice.strength)
                sums[by][test] = summed(found.test, choice.weigh) @ counts + PRIOR[by] * acts[test]
        for by in JUDGES:
            f1[by].append(macro_f1(data.role, sums[by].argmax(axis=1)))
        first = first or {by: values.copy() for by, values in sums.items()}
    return {by: Measured(f1[by], _recall(data.role, first[by]), first[by]) for by in JUDGES}


def _recall(role: np.ndarray, sums: np.ndarray) -> np.ndarray:
    guess = sums.argmax(axis=1)
    return np.array([(guess[role == k] == k).mean() for k in range(len(ROLES))])


def tables(data: Cast) -> tuple[dict[str, sparse.csr_array], np.ndarray]:
    """Return the signs of all entities, a block a table, and the leaning of their acts."""
    signs = signs_of("both", data.texts, data.starts, data.ends)
    acts = leaning(signs.pop("acts"))
    return {name: table(rows) for name, rows in signs.items()}, acts


def trained(data: Cast, found: Mapping[str, Measured]) -> Weights:
    """Return the weights that all entities give."""
    (signs, _), family = tables(data), families(data)
    every = np.arange(len(data.role))
    products = grams(signs, every, every[:0])
    scales = {name: rarity(one) for name, one in signs.items()}
    of: dict[str, dict[str, np.ndarray]] = {name: {} for name in signs}
    bias = {}
    for by, names in JUDGES.items():
        choice = best(products, data.role, family, by)
        counts = solved(summed(products.train, choice.weigh), data.role, choice.strength)
        for name in names:
            of[name][by] = choice.weigh[name] * (scaled(signs[name], scales[name]).T @ counts)
        bias[by] = counts.sum(axis=0)
    blocks = {name: Block(scales[name], of[name]) for name in signs}
    divisors = {by: round(temperature(found[by].sums, data.role, WIDE), 3) for by in JUDGES}
    return Weights(blocks, bias, divisors, PRIOR)


def main() -> int:
    """Cross-validate, and write weights and card unless only measures are asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measure", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print("skipped: the annotated articles (../shared/data) are not beside the project")
        return 0
    data = read()
    print(f"{len(data.role)} entities in {len(np.unique(data.document))} articles, {data.missing} not found")
    found = measured(data, SEEDS)
    for by, one in found.items():
        told = ", ".join(f"{role} {value:.2f}" for role, value in zip(ROLES, one.recall, strict=True))
        print(f"{by}: macro-F1 {', '.join(f'{value:.3f}' for value in one.f1)}; recall {told}", flush=True)
    if arguments.measure:
        return 0
    folder = Path(__file__).resolve().parents[1] / "framing" / "features" / "roles"
    whole = trained(data, found)
    (folder / "cast.toml").write_text(card(data, found, whole, write_roles(folder, whole)), "utf8")
    return 0


def card(data: Cast, found: Mapping[str, Measured], whole: Weights, digest: str) -> str:
    """Return what the weights are and how well they do, as a file."""
    lines = [
        "# What the weights in cast.npz are, and how well they do; written by training/roles.py.",
        'model = "ridge regression on hashed signs in blocks, by how rare they are; roles weigh alike"',
        'data = "heroes, villains and victims in English news of climate change (Frermann et al. 2023, '
        f'ACL): {len(data.role)} entities in {len(np.unique(data.document))} articles"',
        'licence = "MIT (data: MIT as its repository states; the news text is its publishers\')"',
        'limits = "Each entity in the data has a role, so that one without gets one too. By its words it '
        'mostly tells who is cast, not how: in other fields only the sentence says anything."',
        f"seed = {SEED}",
        f'sha256 = "{digest}"',
        "",
        f"# Macro-F1 of three roles, {FOLDS} folds by document, mean of {len(SEEDS)} runs; documents that",
        "# share passages are on one side, the strength of the prior and the blocks' weights chosen inside.",
        "[measured]",
        *(f"{by} = {np.mean(one.f1):.4f}" for by, one in found.items()),
        "",
        "# What sums are divided by before they are made probabilities.",
        "[temperature]",
        *(f"{by} = {value}" for by, value in whole.temperature.items()),
        "",
        "# What it counts that somebody helps, harms, is harmed or praised, where a sentence says so.",
        "[prior]",
        *(f"{by} = {value}" for by, value in whole.prior.items()),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
