"""Hand checks: what share of a lexicon's hits in real news mean what the list says.

Each file of lexicon_hits/ holds hits drawn at random and a verdict on each: corpus, article,
start_hint, term, right (1, 0, or empty where it could not be told). No text is kept.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from scipy.stats import binomtest

FOLDER = Path(__file__).resolve().parent / "lexicon_hits"

#: The share that is aimed at.
AIM = 0.9


def shares(simulations: int, seed: int) -> bool | None:
    """Print the share of right hits, with an exact interval, for each list and corpus."""
    files = sorted(FOLDER.glob("*.csv")) if FOLDER.is_dir() else []
    if not files:
        print("skipped: no hand checks in benchmarks/lexicon_hits")
        return None
    met = True
    print(
        f"   {'':24s}{'corpus':12s}{'hits':>6s}{'right':>8s}{'95 % interval':>18s}   terms most often wrong"
    )
    for file in files:
        table = pd.read_csv(file, dtype=str)
        verdict = (
            table["right"]
            .str.strip()
            .str.lower()
            .map(
                {"1": 1, "0": 0, "yes": 1, "no": 0, "true": 1, "false": 0, "y": 1, "n": 0, "1.0": 1, "0.0": 0}
            )
        )
        for corpus, rows in [("all", verdict), *verdict.groupby(table["corpus"])]:
            known = rows.dropna()
            if not len(known):
                continue
            right = int(known.sum())
            ends = binomtest(right, len(known)).proportion_ci(method="exact")
            wrong = (
                table.loc[known.index[known == 0], "term"]
                .value_counts()
                .sort_index()
                .sort_values(ascending=False, kind="stable")
            )
            listed = ", ".join(f"{term} {count}" for term, count in wrong.head(3).items())
            share, interval = right / len(known), f"{ends.low:.2f} to {ends.high:.2f}"
            print(f"   {file.stem:24s}{corpus:12s}{len(known):6d}{share:8.2f}{interval:>18s}   {listed}")
            met &= corpus != "all" or share >= AIM
    return met
