"""Article-level counts of real news for the simulations: a few word sets, from very frequent to rare.

Counting is simple on purpose, so that the simulations don't hang on the lexicons under
development. Counts are kept under out/ (ignored by git); delete the file to count again.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
CACHE = ROOT / "out" / "quality" / "counts.npz"

#: Mean hits an article fall from about 30 to 1.
SETS = {
    "function words": "and but or so because while although",
    "reporting": "said says told added asked announced reported claimed argued warned insisted noted",
    "modals": "could would might may must should can",
    "positive": "good great support help win strong best better success love hope free safe peace agree",
    "negative": "against attack crisis fear threat kill killed war fail failed wrong bad worst illegal",
    "hedges": "perhaps possibly likely apparently reportedly seems seemed suggest suggests appear appears",
    "boosters": "clearly certainly indeed obviously undoubtedly definitely absolutely never always",
}

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Counts:
    """Counts: `hits` has a row an article and a column a set; `tokens` an article's words."""

    names: list[str]
    hits: Floats
    tokens: Floats
    outlet: npt.NDArray[np.str_]

    def column(self, name: str) -> Floats:
        """Return one set's hits."""
        return self.hits[:, self.names.index(name)]


def load() -> Counts | None:
    """Return the counts, or None where the articles are not there."""
    if CACHE.exists():
        with np.load(CACHE) as kept:
            if list(kept["names"]) == list(SETS):
                return Counts(list(SETS), kept["hits"], kept["tokens"], kept["outlet"])
    if not SOURCE.exists():
        return None
    column = {word: number for number, words in enumerate(SETS.values()) for word in words.split()}
    token = re.compile(r"[a-z0-9]+(?:['\u2019-][a-z0-9]+)*")
    hits, tokens, outlet = [], [], []
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        for line in stream:
            record = json.loads(line)
            found = token.findall(record["text"].lower())
            row = [0] * len(SETS)
            for word in found:
                if word in column:
                    row[column[word]] += 1
            hits.append(row)
            tokens.append(len(found))
            outlet.append(record["outlet"])
    counts = Counts(list(SETS), np.array(hits, float), np.array(tokens, float), np.array(outlet))
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        CACHE, names=np.array(counts.names), hits=counts.hits, tokens=counts.tokens, outlet=counts.outlet
    )
    return counts
