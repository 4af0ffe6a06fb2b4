"""Learn who is cast as hero, villain or victim from annotated news, and write weights with their card.

    python benchmarks/roles_train.py            cross-validate by document, then write weights and card
    python benchmarks/roles_train.py --measure  cross-validate alone

The strength of the prior is chosen inside each fold. The data lie beside the project (../shared).
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.features.roles.casting import BY, ROLES, Weights, signs_of, written
from framing.features.roles.signs import table

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "narrative_frames"
FOLDS, SEED = 5, 1
STRENGTHS = (0.3, 1.0, 3.0)
#: A place that fewer entities have says nothing.
LEAST = 2
_SMALL = frozenset("the a an of and for in on to its his her their our".split())


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


def folds(document: np.ndarray, count: int, seed: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield training and test rows; all of a document are on one side."""
    names = np.unique(document)
    fold = dict(
        zip(
            np.random.default_rng(seed).permutation(names).tolist(),
            np.arange(len(names)) % count,
            strict=True,
        )
    )
    of_row = np.array([fold[name] for name in document.tolist()])
    for k in range(count):
        yield np.flatnonzero(of_row != k), np.flatnonzero(of_row == k)


def fitted(signs: Any, role: np.ndarray, strength: float) -> tuple[np.ndarray, np.ndarray]:
    """Return a weight for each place and role, and what each role has to begin with.

    Signs are scaled by how much commoner they are in a role than in the others before a logistic model is
    fitted to each role (Wang and Manning 2012, ACL): with few texts better than either alone.
    """
    from sklearn.linear_model import LogisticRegression

    used = np.flatnonzero(np.diff(sparse.csc_array(signs).indptr) >= LEAST)
    some = sparse.csr_matrix(signs)[:, used]
    weights, bias = np.zeros((signs.shape[1], len(ROLES))), np.zeros(len(ROLES))
    for k in range(len(ROLES)):
        mine = role == k
        inside, outside = (np.abs(np.asarray(some[which].sum(axis=0)).ravel()) + 1 for which in (mine, ~mine))
        ratio = np.log(inside / inside.sum() / (outside / outside.sum()))
        model = LogisticRegression(
            C=strength, max_iter=300, class_weight="balanced", solver="liblinear", random_state=SEED
        )
        model.fit(some.multiply(ratio).tocsr(), mine)
        weights[used, k], bias[k] = model.coef_[0] * ratio, model.intercept_[0]
    return weights, bias


def best(signs: Any, role: np.ndarray, document: np.ndarray, seed: int) -> float:
    """Return the strength that does best on folds of these rows."""
    scores = []
    for strength in STRENGTHS:
        guess = np.zeros(len(role), int)
        for train, test in folds(document, 3, seed):
            weights, bias = fitted(signs[train], role[train], strength)
            guess[test] = (signs[test] @ weights + bias).argmax(axis=1)
        scores.append(macro_f1(role, guess))
    return STRENGTHS[int(np.argmax(scores))]


def macro_f1(role: np.ndarray, guess: np.ndarray) -> float:
    """Return the mean of the F1 of the three roles."""
    each = []
    for k in range(len(ROLES)):
        right = int(((role == k) & (guess == k)).sum())
        each.append(2 * right / max(int((role == k).sum() + (guess == k).sum()), 1))
    return float(np.mean(each))


def measured(data: Cast, by: str) -> tuple[float, np.ndarray]:
    """Return macro-F1 and accuracy by role, cross-validated by document with the strength chosen inside."""
    signs = sparse.csr_matrix(table(signs_of(by, data.texts, data.starts, data.ends)))
    guess = np.zeros(len(data.role), int)
    for train, test in folds(data.document, FOLDS, SEED):
        strength = best(signs[train], data.role[train], data.document[train], SEED)
        weights, bias = fitted(signs[train], data.role[train], strength)
        guess[test] = (signs[test] @ weights + bias).argmax(axis=1)
    recall = np.array([(guess[data.role == k] == k).mean() for k in range(len(ROLES))])
    return macro_f1(data.role, guess), recall


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
    scores = {}
    for by in BY:
        scores[by], recall = measured(data, by)
        told = ", ".join(f"{role} {value:.2f}" for role, value in zip(ROLES, recall, strict=True))
        print(f"{by}: macro-F1 {scores[by]:.3f}; recall {told}", flush=True)
    if arguments.measure:
        return 0
    of, bias = {}, {}
    for by in BY:
        signs = sparse.csr_matrix(table(signs_of(by, data.texts, data.starts, data.ends)))
        of[by], bias[by] = fitted(signs, data.role, best(signs, data.role, data.document, SEED))
    folder = Path(__file__).resolve().parents[1] / "framing" / "features" / "roles"
    digest = written(folder, Weights(of, bias))
    (folder / "cast.toml").write_text(card(data, scores, digest), "utf8")
    return 0


def card(data: Cast, scores: dict[str, float], digest: str) -> str:
    """Return what the weights are and how well they do, as a file."""
    lines = [
        "# What the weights in cast.npz are, and how well they do; written by benchmarks/roles_train.py.",
        'model = "a logistic regression for each role on hashed signs, scaled by their log ratio; roles '
        'weigh alike"',
        'data = "heroes, villains and victims in English news of climate change (Frermann et al. 2023, '
        f'ACL): {len(data.role)} entities in {len(np.unique(data.document))} articles"',
        'licence = "MIT (data: MIT as its repository states; the news text is its publishers\')"',
        'limits = "Each entity in the data has a role, so that one without gets one too. By its words it '
        'mostly tells who is cast, not how: in other fields only the sentence says anything."',
        f"seed = {SEED}",
        f'sha256 = "{digest}"',
        "",
        f"# Macro-F1 of three roles, {FOLDS} folds by document, the prior's strength chosen inside each.",
        "[measured]",
        *(f"{by} = {scores[by]:.4f}" for by in BY),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
