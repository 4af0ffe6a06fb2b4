"""Numbers of a study made again from its tables, by code that imports nothing of the package.

    python benchmarks/recompute.py out/demo

Each line gives a number as the study wrote it and as docs/methods.md says how to make it. Exact ones agree to
1e-6; p of shuffled labels within what chance leaves of so many draws.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import scipy.stats as st

NEWS = ("news", "unknown")


def main(folder: str) -> int:
    """Print each number twice; return how many differ."""
    tables = {path.stem: pd.read_parquet(path) for path in Path(folder, "tables").glob("*.parquet")}
    scores, profile, contrast = tables["scores"], tables["profile"], tables["contrast"]
    wrong = 0

    def say(what: str, written: float, made: float, within: float = 1e-6) -> None:
        nonlocal wrong
        good = bool(abs(written - made) <= within * max(1.0, abs(written)))
        wrong += not good
        print(f"{'same' if good else 'DIFFERS':8} {what:62} {written:.6g} {made:.6g}")

    def cell(measure: str, voice: str) -> pd.DataFrame:
        """Return hits, weights and words by article, copies of one outlet as one: their mean."""
        own = scores[(scores["measure"] == measure) & scores["genre"].isin(NEWS)]
        own = own[own["voice"] == voice]
        own = own.groupby(["outlet", "article", "copy_group"], dropna=False, observed=True)
        own = own[["hits", "weight", "tokens"]].sum().reset_index()
        own = own[own["tokens"] > 0]
        own["family"] = own["copy_group"].astype(object).where(own["copy_group"].notna(), own["article"])
        return (
            own.groupby(["outlet", "family"], observed=True)[["hits", "weight", "tokens"]]
            .mean()
            .reset_index()
        )

    def jackknife(x: np.ndarray, d: np.ndarray, scale: str) -> tuple[float, float, float, int]:
        """Return estimate, variance on the scale, and n: delete one cluster at a time."""
        turn = {"log": np.log, "logit": lambda v: np.log(v / (1 - v)), "plain": lambda v: v}[scale]
        n = len(x)
        left = turn((x.sum() - x) / (d.sum() - d))
        return x.sum() / d.sum(), (n - 1) / n * ((left - left.mean()) ** 2).sum(), turn(x.sum() / d.sum()), n

    # 1 to 4: a rate, its interval, a ratio of two, its interval.
    rows = profile[
        (profile["measure"] == "hedges") & (profile["voice"] == "outlet") & (profile["genre"] == "news")
    ]
    rows = rows[rows["low"].notna()].sort_values("n_hits", ascending=False)
    groups = rows["group"].tolist()
    made = {}
    for group in groups[:2]:
        own = cell("hedges", "outlet")
        own = own[own["outlet"] == group]
        value, variance, log, n = jackknife(own["hits"].to_numpy(), own["tokens"].to_numpy(), "log")
        made[group] = (log, variance, n)
        row = rows[rows["group"] == group].iloc[0]
        half = st.t.ppf(0.975, n - 1) * variance**0.5
        say(f"hedges per 1,000 of {group}", row["estimate"], 1000 * value)
        say("  upper end of its interval", row["high"], 1000 * np.exp(log + half))
    a, b = sorted(groups[:2])
    pair = contrast[(contrast["a"] == a) & (contrast["b"] == b) & (contrast["measure"] == "hedges")]
    pair = pair[(pair["voice"] == "outlet") & (pair["genre"] == "news")].iloc[0]
    (la, va, na), (lb, vb, nb) = made[a], made[b]
    df = (va + vb) ** 2 / (va**2 / (na - 1) + vb**2 / (nb - 1))
    half = st.t.ppf(0.975, df) * (va + vb) ** 0.5
    say(f"ratio of {a} to {b}", pair["estimate"], np.exp(la - lb))
    say("  upper end of its interval", pair["high"], np.exp(la - lb + half))

    # 5: its p, all arrangements or many.
    own = cell("hedges", "outlet")
    own = own[own["outlet"].isin([a, b])]
    x, d, first = own["hits"].to_numpy(float), own["tokens"].to_numpy(float), (own["outlet"] == a).to_numpy()

    def statistic(mask: np.ndarray) -> float:
        gap, noise = 0.0, 0.0
        for side, sign in ((mask, 1), (~mask, -1)):
            n, rate = side.sum(), x[side].sum() / d[side].sum()
            if rate == 0:
                return np.inf
            gap += sign * np.log(rate)
            noise += n / (n - 1) * ((x[side] - rate * d[side]) ** 2).sum() / d[side].sum() ** 2 / rate**2
        return gap**2 / noise

    seen, rng = statistic(first), np.random.default_rng(9)
    drawn = np.array([statistic(rng.permutation(first)) for _ in range(20_000)])
    p = ((drawn >= seen * (1 - 1e-9)).sum() + 1) / 20_001
    say("  its p (within chance)", pair["p"], p, 4 * (pair["p"] * (1 - pair["p"]) / 10_000) ** 0.5 + 2e-4)

    # 6: Benjamini and Hochberg over all exploratory tests.
    tests = contrast[(contrast["family"] == "exploratory") & contrast["p"].notna()]
    again = st.false_discovery_control(tests["p"])
    say(f"least adjusted p of {len(tests)} tests", tests["p_adjusted"].min(), again.min())
    say("sum of adjusted p", tests["p_adjusted"].sum(), again.sum())

    # 7: a share and its interval on the logit.
    shares = profile[(profile["unit"] == "share") & profile["low"].notna() & (profile["genre"] == "news")]
    shares = shares[shares["measure"].isin(scores["measure"].unique()) & (shares["voice"] == "outlet")]
    shares = shares[shares["target"].isna()]
    row = shares.sort_values("n_hits", ascending=False).iloc[0]
    own = cell(str(row["measure"]), "outlet")
    own = own[(own["outlet"] == row["group"]) & (own["hits"] > 0)]
    value, variance, logit, n = jackknife(own["weight"].to_numpy(), own["hits"].to_numpy(float), "logit")
    end = logit + st.t.ppf(0.975, n - 1) * variance**0.5
    say(f"{row['measure']} of {row['group']}", row["estimate"], value)
    say("  upper end of its interval", row["high"], 1 / (1 + np.exp(-end)))

    # 8: findings: a family of matters, and Newcombe's interval of two shares of articles.
    found = tables["findings"]
    matters = found[found["p_adjusted"].notna()].drop_duplicates(["matter", "family"])
    say("matters tested", int(found["family_size"].max()), len(matters[matters["family"] == "exploratory"]))
    row = found[(found["unit"] == "articles") & found["low"].notna()].iloc[0]
    ends = {}
    for side in "ab":
        k, n = round(row[f"estimate_{side}"] * row[f"n_{side}"]), row[f"n_{side}"]
        ends[side] = st.binomtest(k, n).proportion_ci(method="wilson")
    gap = row["estimate_a"] - row["estimate_b"]
    low = gap - np.hypot(row["estimate_a"] - ends["a"].low, ends["b"].high - row["estimate_b"])
    say(f"lower end of {row['measure']} {row['item']}, {row['a']} and {row['b']}", row["low"], low)

    # 9: in how many articles a word stands in an outlet's own words.
    words = found[(found["matter"] == "words") & found["item"].notna() & (found["a"] != "rest")]
    if len(words):
        row = words.iloc[0]
        articles, voices = tables["articles"].set_index("id"), tables["voices"]
        mine = articles[(articles["outlet"] == row["a"]) & articles["genre"].isin(NEWS)]
        k = 0
        for _, copies in mine.groupby(
            mine["copy_group"].astype(object).where(mine["copy_group"].notna(), mine.index)
        ):
            spans = voices[voices["article"].isin(copies.index) & (voices["voice"] == "outlet")]
            said = " ".join(
                (mine.loc[one.article, "title"] if one.part == "headline" else mine.loc[one.article, "text"])[
                    one.start : one.end
                ]
                for one in spans.itertuples()
            )
            k += bool(re.search(rf"\b{re.escape(row['item'])}\b", said, re.IGNORECASE))
        say(f"articles of {row['a']} with {row['item']!r}", round(row["estimate_a"] * row["n_a"]), k)

    # 10: coverage's p from the weighted counts in its table.
    rows = tables["coverage"]
    rows = rows[rows["p"].notna() & (rows["overdispersion"] == 0) & (rows["n_events"] == 1)]
    if len(rows):
        row = rows.sort_values("p").iloc[0]
        size, share = 1 / row["correlation"] - 1, row["chance"]
        made_p = st.betabinom.cdf(row["tested"], row["n_tested"], share * size, (1 - share) * size)
        say(f"p of {row['label']} in {row['outlet']}", row["p"], made_p)

    # 11: how unlike two outlets' articles are in length: the median of words.
    row = tables["comparability"].iloc[0]
    own = tables["articles"][tables["articles"]["outlet"] == row["a"]]
    words = own.drop_duplicates("text")["text"].str.split().str.len()
    say(f"median words of {row['a']} (words cut at spaces)", row["words_a"], words.median(), 0.03)
    return wrong


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1] if len(sys.argv) > 1 else "out/demo"))
