"""Article-level counts of real news for the simulations: the project's own measures on 13,077 articles.

Counts are kept under out/ (ignored by git) and made again when the measures change.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

import framing as fr

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
CACHE = ROOT / "out" / "quality"

#: Rates from frequent to rare, and one measure of each other kind of unit.
RATES = ("tone.negative", "hedges", "boosters", "necessity", "attitude.affect")
OTHERS = ("tone.net", "tone.valence_per_hit", "loaded")

#: Shares, small and large.
SHARES = ("reporting.distancing", "reporting.endorsing", "reporting.neutral")

#: A rate at which half the articles of a small corpus have no hit: hedges with hits struck out at random.
RARE, RARE_HITS = "rare", 1.0

ABSENT = "   skipped: the articles (../shared/data/allsides) are not beside the project"

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Hits, weights and tokens, a row an article; hits and weights by measure."""

    hits: dict[str, Floats]
    weights: dict[str, Floats]
    units: dict[str, str]
    tokens: Floats
    outlet: npt.NDArray[np.str_]
    article: npt.NDArray[np.str_]


def load() -> Counts | None:
    """Return the counts, or None where the articles are not there."""
    if not SOURCE.exists():
        return None
    names = (*RATES, *OTHERS, *SHARES)
    path = CACHE / f"sums-{_key(names)}.parquet"
    if path.exists():
        table = pd.read_parquet(path)
    else:
        table = _counted(names)
        CACHE.mkdir(parents=True, exist_ok=True)
        table.to_parquet(path)
    wide = {name: rows.set_index("article").sort_index() for name, rows in table.groupby("measure")}
    base = wide[names[0]]
    hits = {name: wide[name]["hits"].to_numpy(np.float64) for name in names}
    weights = {name: wide[name]["weight"].to_numpy(np.float64) for name in names}
    units = {name: str(wide[name]["unit"].iloc[0]) for name in names}
    rng = np.random.default_rng(0)
    thin = hits["hedges"].astype(np.int64)
    hits[RARE] = rng.binomial(thin, RARE_HITS / thin.mean()).astype(np.float64)
    weights[RARE], units[RARE] = hits[RARE], "per_1000"
    tokens, outlet, article = base["tokens"].to_numpy(np.float64), base["outlet"].to_numpy(str), base.index
    return Counts(hits, weights, units, tokens, outlet, article.to_numpy(str))


def _counted(names: tuple[str, ...]) -> pd.DataFrame:
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        articles = pd.DataFrame([json.loads(line) for line in stream])
    scores = fr.score(articles[["id", "outlet", "title", "text"]], measures=list(names), voices=None)
    keys = ["article", "outlet", "measure", "unit"]
    sums = scores.groupby(keys, observed=True)[["hits", "weight", "tokens"]].sum()
    return sums.reset_index().astype(dict.fromkeys(keys, "str"))


def _key(names: tuple[str, ...]) -> str:
    """Return what changes when the measures do: a hash of their names and of every lexicon."""
    digest = hashlib.sha256("\n".join(names).encode("utf8"))
    for path in sorted((ROOT / "framing" / "features" / "lexicons").glob("*.toml")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
