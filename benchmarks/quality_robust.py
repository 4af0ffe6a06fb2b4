"""Specification curves where there is no difference: how often the joint test says p <= .05.

    python benchmarks/quality_robust.py                      all designs
    python benchmarks/quality_robust.py --simulations 200    quicker and coarser

Articles of real news (../shared; skipped where it is absent) get outlets by lot, in one event or several,
some of them opinion, reprints and copies: then no choice makes a difference. And counts are made up of short
items against long ones with one rate, where a test that isn't studentised gives false alarms. Last, a
difference is planted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing import schema
from framing.comparison.sums import Floats, Ints
from framing.features.measures import resolve
from framing.robust.choices import Counter, Made, Marks, Options, Row, offered, varied
from framing.robust.table import Curve, curve, joint

SOURCE = Path(__file__).resolve().parents[2] / "shared" / "data" / "allsides" / "articles.jsonl.gz"
ABSENT = "   skipped: the articles (../shared/data/allsides) are not beside the project"

#: Articles that samples are drawn from, those of each outlet in each event, and arrangements in each test.
POOL, DRAWS = 1500, 199
DESIGNS: dict[str, tuple[tuple[int, int], ...]] = {
    "8 v 8": ((8, 8),), "5 v 20": ((5, 20),), "8 v 30": ((8, 30),), "30 v 30": ((30, 30),),
    "3 events": ((4, 8), (6, 3), (5, 5)), "12 events, single articles": ((1, 1), (1, 2), (3, 1)) * 4,
}  # fmt: skip
MEASURES = ("attitude.positive", "hedges", "tone.negative")
AIM = (3.0, 7.0)
LEVEL = 0.05


class Pool:
    """Real articles, counted once by every rule."""

    def __init__(self, measure: str) -> None:
        with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
            lines = [json.loads(line) for line, _ in zip(stream, range(POOL), strict=False)]
        articles = pd.DataFrame(lines)[["id", "title", "text"]].assign(outlet="a")
        self.measures = {one.name: one for one in resolve([measure])}
        self.made = Made(voices="quotes")
        self.scores = fr.score(articles, list(self.measures.values()), voices="quotes")
        self.row = Row("a", "b", "news", "all", "outlet", measure, None, "per_1000", "ratio")
        options = offered(self.row, self.made, self.measures, ("quotes", "none"))
        self.options: Options = varied(options, None, self.measures)
        counter = Counter(articles, self.scores, self.measures, None, self.made)
        counter.prepare([(self.row, self.options)])
        # Days are drawn too, and a third of the articles have none.
        rng = np.random.default_rng(0)
        days = pd.Series(
            pd.Timestamp("2026-03-01", tz="UTC") + pd.to_timedelta(rng.integers(0, 9, len(articles)), "D")
        )
        articles = articles.assign(published=days.where(rng.random(len(articles)) > 1 / 3))
        self.again, self.articles = counter.again, articles
        self.scores = self.scores.astype({"article": "str", "outlet": "str", "event": "str"})
        self.by_article = self.scores.groupby("article", observed=True).indices
        self.ids = np.array(sorted(self.by_article))

    def curve(self, design: tuple[tuple[int, int], ...], rng: np.random.Generator) -> Curve | None:
        """Return the curve of articles dealt to two outlets by lot."""
        total = sum(map(sum, design))
        # One text in ten stands in two versions; all that a text is, is drawn apart from its outlet.
        texts = np.repeat(np.arange(total), 1 + (rng.random(total) < 0.1))
        ids = rng.choice(self.ids, len(texts), replace=False)
        genre = rng.choice(["news", "unknown", "opinion"], total, p=[0.6, 0.2, 0.2])
        role = rng.choice(["none", "full_reprint"], total, p=[0.9, 0.1])
        outlet = np.concatenate([np.repeat(["a", "b"], sizes) for sizes in design])
        event = np.repeat([f"e{k:02d}" for k in range(len(design))], [sum(sizes) for sizes in design])
        about = pd.DataFrame({
            "article": ids, "outlet": outlet[texts], "event": event[texts], "genre": genre[texts],
            "wire_role": role[texts], "copy_group": [f"g{text}" for text in texts],
        })  # fmt: skip
        rows = np.concatenate([self.by_article[key] for key in ids])
        table = self.scores.iloc[rows].drop(columns=[n for n in about.columns if n != "article"])
        table = schema.check(table.merge(about, on="article"), "scores")
        counter = Counter(self.articles, table, self.measures, None, self.made)
        counter.again = self.again
        return curve(self.row, self.made, counter, self.options, most=300, seed=1)


def made_up(sizes: tuple[int, int], words: tuple[int, int], ratio: float, rng: np.random.Generator) -> Curve:
    """Return a curve of made-up counts: one rate (times `ratio` on the first side), items of unlike length.

    Eight specifications: hits struck out in two ways or not, in part of the words or all, as sums or means.
    """
    n = sum(sizes)
    label = np.repeat([0, 1], sizes)
    tokens = rng.poisson(np.where(label == 0, *words) * rng.gamma(4.0, 0.25, n)) + 30.0
    rate = 0.008 * rng.gamma(2.5, 0.4, n) * np.where(label == 0, ratio, 1.0)
    hits = rng.poisson(rate * tokens)
    part = np.floor(0.6 * tokens)
    inside = rng.binomial(hits, part / tokens)
    x: list[Floats] = []
    d: list[Floats] = []
    for counted, of in ((hits, tokens), (inside, part)):
        for kept in (counted, rng.binomial(counted, 0.7)):
            x += [kept.astype(np.float64), kept / of]
            d += [of, np.ones(n)]
    nothing: Ints = np.zeros(n, dtype=np.int64)
    names = tuple(f"{k:03d}" for k in rng.permutation(n))
    order = np.arange(n)
    marks = Marks(label, label, nothing, order, nothing, np.zeros(n, dtype=bool), names, ("e",))
    return Curve(
        pd.DataFrame(), {}, (), (), 8, np.zeros((8, 0), dtype=np.int64), np.zeros(8, dtype=bool),
        np.ones(8, dtype=bool),
        np.stack(x), np.stack(d), marks, False,
    )  # fmt: skip


def said(name: str, p: list[float], about: str) -> float:
    """Print the share of p at .05 or under, and return it."""
    values = np.array(p)
    share = 100 * float((values <= LEVEL).mean()) if len(values) else float("nan")
    error = 100 * float(np.sqrt(LEVEL * (1 - LEVEL) / max(len(values), 1)))
    print(f"   {name:44s}{share:8.1f} %   ({len(values)} tests, +-{2 * error:.1f}; {about})", flush=True)
    return share


def by_lot(simulations: int, seed: int) -> list[float]:
    """Print false alarms of real articles whose outlets were drawn by lot."""
    if not SOURCE.exists():
        print(ABSENT)
        return []
    shares = []
    for number, measure in enumerate(MEASURES):
        pool = Pool(measure)
        for place, (name, design) in enumerate(DESIGNS.items()):
            rng = np.random.default_rng([seed, number, place])
            p, sizes = [], []
            for k in range(simulations):
                found = pool.curve(design, rng)
                if found is not None:
                    tested = joint(found, True, seed=k, draws=DRAWS)
                    sizes.append(len(found.x))
                    p += [tested.p_joint] if tested.draws else []
            about = f"{int(np.median(sizes))} specifications"
            shares.append(said(f"{measure}, {name}", p, about))
    return shares


def unlike(simulations: int, seed: int) -> list[float]:
    """Print false alarms where one side has short items and the other long ones."""
    shares = []
    for sizes in ((8, 8), (5, 20), (8, 30), (30, 30)):
        for words in ((700, 700), (200, 1200), (1200, 200)):
            rng = np.random.default_rng([seed, 7, *sizes, *words])
            curves = (made_up(sizes, words, 1.0, rng) for _ in range(simulations))
            p = [joint(one, True, seed=k, draws=DRAWS).p_joint for k, one in enumerate(curves)]
            name = f"made up, {sizes[0]} v {sizes[1]}, {words[0]} v {words[1]} words"
            shares.append(said(name, p, "8 specifications"))
    return shares


def planted(simulations: int, seed: int) -> None:
    """Print how often a ratio of two is found."""
    for sizes in ((8, 8), (11, 11), (30, 30)):
        rng = np.random.default_rng([seed, 8, *sizes])
        curves = (made_up(sizes, (700, 700), 2.0, rng) for _ in range(simulations))
        p = [joint(one, True, seed=k, draws=DRAWS).p_joint for k, one in enumerate(curves)]
        said(f"planted ratio 2, {sizes[0]} v {sizes[1]}", p, "found")


def section(simulations: int, seed: int) -> bool:
    """Run the designs as a section of `quality.py`: a sixth as many, since each draws every specification."""
    return main(["--simulations", str(max(50, simulations // 6)), "--seed", str(seed)]) == 0


def main(arguments: list[str] | None = None) -> int:
    """Run all designs; return 1 if false alarms miss the aim."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--simulations", type=int, default=1000, help="for each design (default 1000)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--part", choices=("lot", "unlike", "planted"), help="only this (default: all)")
    options = parser.parse_args(arguments)
    began = time.perf_counter()
    wanted = (options.part,) if options.part else ("lot", "unlike", "planted")
    lot = by_lot(options.simulations, options.seed) if "lot" in wanted else []
    other = unlike(options.simulations, options.seed) if "unlike" in wanted else []
    if "planted" in wanted:
        planted(options.simulations, options.seed)
    # What so few simulations leave open.
    noise = 200 * float(np.sqrt(LEVEL * (1 - LEVEL) / options.simulations))
    met = all(AIM[0] - noise <= share <= AIM[1] + noise for share in lot) and all(
        share <= AIM[1] + noise for share in other
    )
    print(f"   aim: {AIM[0]:.0f} to {AIM[1]:.0f} % by lot, {AIM[1]:.0f} at most for unlike items: met: {met}")
    print(f"   ({time.perf_counter() - began:.0f} s)")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
