"""How often a whole report calls a difference clear: one outlet's articles dealt to sham outlets, real pairs.

    python benchmarks/quality_report.py                 some 20 reports a size and kind of split
    python benchmarks/quality_report.py --reports 60

Each report is made by `fr.compare` and `fr.findings` as users call them. Dealt at random there is nothing to
find. Dealt by length, topic or period, what differs is no outlet's: a clear finding is wrong unless it says
in what else the articles differ. The share of reports is given with Wilson's interval, beside what one
Benjamini-Hochberg over all tests of `contrast`, and one over the tests of each group of measures, would tell.
"""

from __future__ import annotations

import argparse
import sys
import time
import warnings
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import numpy as np
import pandas as pd
import quality_data
from scipy.stats import false_discovery_control

import framing as fr
from framing.comparison.intervals import wilson
from framing.comparison.permute import measure_group
from framing.study.steps.measures import select_common

#: Sham outlets and articles each.
SIZES = ((2, 8), (2, 15), (2, 30), (3, 8), (3, 15), (3, 30))
SPLITS = ("random", "length", "topic", "period")

#: Outlets with most articles, and articles of each that are scored.
OUTLETS, POOL = 8, 240


@cache
def pool() -> dict[str, Any] | None:
    """Return articles of some outlets with voices, scores and names, made once."""
    if not quality_data.SOURCE.exists():
        return None
    home = quality_data.CACHE / "report"
    names = ("articles", "voices", "scores", "items", "demands", "causes")
    if not all((home / f"{name}.parquet").exists() for name in names):
        home.mkdir(parents=True, exist_ok=True)
        articles = fr.load(quality_data.SOURCE, progress=False).articles
        raw = pd.read_json(quality_data.SOURCE, lines=True, dtype={"id": "str"})
        topics = dict(zip(raw["url"], raw["topic"], strict=True))
        articles["topic"] = articles["url"].map(topics).astype("str")
        largest = articles["outlet"].value_counts().index[:OUTLETS]
        kept = articles[articles["outlet"].isin(largest)]
        kept = kept.sort_values("id").groupby("outlet").head(POOL).reset_index(drop=True)
        kept = kept.assign(event=None, genre="news")
        voices = fr.sources.voices(kept)
        made = {
            "articles": kept,
            "voices": voices,
            "scores": fr.score(kept, voices=voices),
            "items": fr.facts.entities(kept),
            "demands": fr.frames.demands(kept, voices=voices),
            "causes": fr.frames.causes(kept, voices=voices),
        }
        for name, table in made.items():
            table.to_parquet(home / f"{name}.parquet")
    return {name: pd.read_parquet(home / f"{name}.parquet") for name in names}


def deal(split: str, sham: int, size: int, rng: np.random.Generator, outlet: str) -> pd.Series | None:
    """Return the ids of some articles of an outlet and the sham outlet of each; None where it has too few."""
    own = pool()["articles"]
    own = own[own["outlet"] == outlet]
    n = sham * size
    if split == "topic":
        often = own["topic"].value_counts()
        topics = rng.permutation(often.index[often >= size])[:sham]
        if len(topics) < sham:
            return None
        picked = [own[own["topic"] == one].sample(size, random_state=rng)["id"] for one in topics]
        ids = np.concatenate(picked)
    else:
        drawn = own.sample(n, random_state=rng)
        if split == "length":
            drawn = drawn.iloc[np.argsort(drawn["text"].str.len().to_numpy(), kind="stable")]
        if split == "period":
            drawn = drawn.sort_values("published", kind="stable")
        ids = drawn["id"].to_numpy()
    return pd.Series(np.repeat([f"sham_{k}" for k in range(sham)], size), index=ids)


def report(label: pd.Series, seed: int) -> dict[str, float]:
    """Make one report, and return what it tells."""
    every = pool()
    articles = every["articles"][every["articles"]["id"].isin(label.index)]
    articles = articles.assign(outlet=articles["id"].map(label)).reset_index(drop=True)

    def of(name: str) -> pd.DataFrame:
        table = every[name][every[name]["article"].isin(label.index)].reset_index(drop=True)
        return table.assign(outlet=table["article"].map(label)) if "outlet" in table else table

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        claims = {name: of(name) for name in ("demands", "causes")}
        common = [
            select_common(fr.frames.score_claims(table.assign(voice="all"), articles), "outlet")
            for table in claims.values()
        ]
        result = fr.compare(pd.concat([of("scores"), *common]), seed=seed, draws=999)
        found = fr.findings(result, articles, voices=of("voices"), items=of("items"), seed=seed, **claims)
    contrast = result.contrast
    outside = np.where(contrast["scale"] == "ratio", 1.0, 0.0)
    outside = (contrast["low"] > outside) | (contrast["high"] < outside)
    tested = contrast["p"].notna()

    def told(family: pd.Series) -> bool:
        hit = False
        for _, rows in contrast[tested].groupby(family[tested]):
            small = false_discovery_control(rows["p"]) <= 0.05
            hit |= bool((small & outside[rows.index]).any())
        return hit

    clear = found[found["clear"]]
    unsaid = clear[(clear["warnings"] == "") & ~clear["goes_with"].str.contains("goes|turns")]
    return {
        "clear": len(clear) > 0, "unsaid": len(unsaid) > 0, "findings": len(clear),
        "significant": (found["certainty"] == "significant").any(),
        "one list": told(pd.Series("all", index=contrast.index)),
        "families": told(contrast["measure"].map(measure_group)),
    }  # fmt: skip


def one(task: tuple[str, int, int, int]) -> dict[str, Any] | None:
    """Make the report of a kind of split and size, by its number."""
    split, sham, size, number = task
    rng = np.random.default_rng([number, sham, size, (*SPLITS, "real").index(split)])
    outlets = sorted(pool()["articles"]["outlet"].unique())
    if split == "real":
        parts = [deal("random", 1, size, rng, name) for name in rng.permutation(outlets)[:sham]]
        label = pd.concat([part.map(lambda _, k=k: f"real_{k}") for k, part in enumerate(parts)])
    else:
        label = deal(split, sham, size, rng, outlets[number % len(outlets)])
    return None if label is None else {"split": split, "size": f"{sham} x {size}", **report(label, number)}


def section(reports: int, workers: int = 2) -> bool | None:
    """Print the table; say whether at most 5 % of random reports call something clear."""
    if pool() is None:
        print(quality_data.ABSENT)
        return None
    tasks = [(split, *size, k) for split in (*SPLITS, "real") for size in SIZES for k in range(reports)]
    start = time.perf_counter()
    with ProcessPoolExecutor(workers) as processes:
        rows = [row for row in processes.map(one, tasks, chunksize=2) if row is not None]
    table = pd.DataFrame(rows)
    print(f"   {len(table)} reports, {time.perf_counter() - start:.0f} s")
    print(
        "   split    size      n   clear, % (95 %)        clear and unsaid   findings   one list   families"
    )
    good = True
    for split in (*SPLITS, "real"):
        own = table[table["split"] == split]
        for size, part in [*own.groupby("size", sort=False), ("all", own)]:
            if not len(part):
                continue
            n, k, u = len(part), int(part["clear"].sum()), int(part["unsaid"].sum())
            spread = " to ".join(f"{100 * end:.0f}" for end in wilson(k / n, n))
            low = " to ".join(f"{100 * end:.0f}" for end in wilson(u / n, n))
            print(
                f"   {split:8} {size:7} {n:4}   {100 * k / n:5.1f} ({spread:9})"
                f"      {100 * u / n:5.1f} ({low:9})"
                f"   {part['findings'].mean():7.2f}   {100 * part['one list'].mean():7.1f}   "
                f"{100 * part['families'].mean():7.1f}",
                flush=True,
            )
        if split != "real" and len(own):
            good &= bool(own["clear" if split == "random" else "unsaid"].mean() <= 0.05)
    return good


def report_section(simulations: int, seed: int) -> bool | None:
    """Print the table with a report a size and split for each hundred simulations of the other sections."""
    return section(max(3, simulations // 100))


def main() -> None:
    """Run the section."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=18, help="reports a size and kind of split")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    print("== report: whole reports that call a difference clear")
    met = section(given.reports, given.workers)
    if met is not None:
        print(
            f"   {'met' if met else 'NOT met'}: at most 5 % at random, and at most 5 % "
            "without saying what it goes with"
        )


if __name__ == "__main__":
    main()
