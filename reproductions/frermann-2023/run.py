"""Frames that coders found in articles on climate change, by leaning; and what indicators find of them.

Every share is a ratio of sums that `framing.compare` takes with its jackknife:
a row an article, one hit, and the weight of one where the article has what
is counted. With a row an outlet the same function leaves out outlets.
"""

from __future__ import annotations

import hashlib
import sys
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import framing as fr
from reproductions.verdicts import Value

#: The codes of the data, their names, and the frame of our generic codebook.
FRAMES = {
    "RE": ("resolution", "resolution"),
    "HI": ("human interest", "human_interest"),
    "CO": ("conflict", "conflict"),
    "MO": ("morality", "morality"),
    "EC": ("economic", "economic_consequences"),
}
#: Whom the data cast as villain most, by their names for stakeholders.
CAST = {
    "governments and politicians": "GOVERNMENTS_POLITICIANS_POLIT.ORGS",
    "industry": "INDUSTRY_EMISSIONS",
    "environmental organisations": "ENV.ORGS_ACTIVISTS",
}
LEFT, RIGHT = "left_bias", "right_bias"
_LEANING = "mbfc"
_HOLDS = 0.05

Found = dict[str, Mapping[str, Value]]


def reproduce(files: Mapping[str, Path], rows: Sequence[Mapping[str, Any]]) -> Found:
    """Compute rows of ``study.toml``.

    Parameters
    ----------
    files : mapping of str to Path
        ``articles.tsv`` and ``roles.tsv``.
    rows : sequence of mapping
        All are computed.

    Returns
    -------
    dict of str to dict
        For each row its statistics; shares and differences as (estimate, low, high).
    """
    articles = _read(files["articles.tsv"])
    as_given = articles[list(FRAMES)] == "True"
    roles = _read(files["roles.tsv"])
    coded = completed(articles, roles)
    published: Found = {
        "Articles": {"articles": len(articles)},
        "Articles with the frame, as articles.tsv has them": _counts(as_given),
        "Articles with the frame, article 405 from roles.tsv": _counts(coded),
    }
    table = pd.DataFrame(
        {"article": articles["ID"], "outlet": articles["source"], "leaning": articles[_LEANING]}
    )
    found = by_leaning(table, coded) | {"Outlets": outlets(table)} | villains(table, roles)
    found |= indicators(table, articles["text"], coded)
    return published | {_rated(row): statistics for row, statistics in found.items()}


def _rated(row: str) -> str:
    """Name a row that sets leanings apart by whose labels they are: neither coders' nor ours."""
    return row if row.startswith("Found by") else f"{row} (leaning: a rating site's label)"


def completed(articles: pd.DataFrame, roles: pd.DataFrame) -> pd.DataFrame:
    """Return the labels, those of articles that have none taken from the file of roles."""
    empty = (articles[list(FRAMES)] == "").all(axis=1)
    other = roles.drop_duplicates("ID").set_index("ID")[list(FRAMES)]
    labels = articles[list(FRAMES)].copy()
    labels.loc[empty] = other.loc[articles.loc[empty, "ID"]].to_numpy()
    return labels == "True"


def by_leaning(table: pd.DataFrame, coded: pd.DataFrame) -> Found:
    """Return shares of articles with each frame by leaning, and what left less right is."""
    shares = {f"frame.{code}": (table, coded[code]) for code in FRAMES}
    compared, of_outlets = compare(shares), compare(shares, unit="outlet")
    found: Found = {}
    for code, (name, _) in FRAMES.items():
        profile = compared.profile[compared.profile["measure"] == f"frame.{code}"]
        found[f"Share with {code}, {name}"] = {line.group: _interval(line) for line in profile.itertuples()}
    pairs, pairs_of_outlets = _left_less_right(compared), _left_less_right(of_outlets)
    found["Left less right, difference of shares"] = {code: _interval(pairs.loc[code]) for code in FRAMES}
    found["Left less right, adjusted p"] = {code: float(pairs.loc[code, "p_adjusted"]) for code in FRAMES}
    found["Left less right, an outlet left out at a time"] = {
        code: _interval(pairs_of_outlets.loc[code]) for code in FRAMES
    }
    found["Pairs of leanings"] = {
        "tested": float(compared.contrast.query("a != 'any'")["p"].notna().sum()),
        "adjusted p under .05": float((compared.contrast.query("a != 'any'")["p_adjusted"] < _HOLDS).sum()),
    }
    return found


def _left_less_right(compared: fr.Comparison, prefix: str = "frame.") -> pd.DataFrame:
    pairs = compared.contrast.query("a == @LEFT and b == @RIGHT")
    return pairs.set_index(pairs["measure"].str.removeprefix(prefix))


def villains(table: pd.DataFrame, roles: pd.DataFrame) -> Found:
    """Return to whom the role of villain is given, by leaning: shares of these roles, the article as unit."""
    cast = roles[roles["role"] == "villain"]
    counts = cast.groupby("ID")["group"].value_counts().unstack(fill_value=0)
    of_all = table.assign(hits=table["article"].map(counts.sum(axis=1)))
    kept = of_all[of_all["hits"].notna()].astype({"hits": int})
    given = {name: counts[code].reindex(kept["article"]).set_axis(kept.index) for name, code in CAST.items()}
    shares = {f"villain.{name}": (kept, count) for name, count in given.items()}
    compared = compare(shares)
    found: Found = {}
    for name in CAST:
        profile = compared.profile[compared.profile["measure"] == f"villain.{name}"]
        found[f"Of roles of villain, share of {name}"] = {
            line.group: _interval(line) for line in profile.itertuples()
        }
    pairs = _left_less_right(compared, "villain.")
    pairs_of_outlets = _left_less_right(compare(shares, unit="outlet"), "villain.")
    found["Villains, left less right"] = {name: _interval(pairs.loc[name]) for name in CAST}
    found["Villains, left less right, adjusted p"] = {
        name: float(pairs.loc[name, "p_adjusted"]) for name in CAST
    }
    found["Villains, left less right, an outlet left out at a time"] = {
        name: _interval(pairs_of_outlets.loc[name]) for name in CAST
    }
    return found


def compare(shares: Mapping[str, tuple[pd.DataFrame, pd.Series]], unit: str = "article") -> fr.Comparison:
    """Compare leanings in shares of articles.

    Parameters
    ----------
    shares : mapping of str to (DataFrame, Series)
        For each measure the articles that it is a share of, and which of them have it; or, where the articles
        have `hits`, what it is a share of in each, and how many of these are what is counted.
    unit : {"article", "outlet"}
        What is left out at a time.
    """
    parts = []
    for measure, (table, has) in shares.items():
        part = table.assign(measure=measure, weight=has.astype(int), tokens=1)
        part["hits"] = table.get("hits", 1)
        if unit == "outlet":
            # Names are written in two ways: "The Guardian" and "theguardian".
            key = part["outlet"].str.lower().str.replace(" ", "")
            part = part.groupby([key, "leaning", "measure"], as_index=False)[
                ["hits", "weight", "tokens"]
            ].sum()
            part = part.assign(article=part["outlet"])
        parts.append(part)
    rows = pd.concat(parts, ignore_index=True).assign(part="all", voice="all", unit="share", genre="news")
    return fr.compare(rows, by="leaning", split=(), primary=tuple(shares), collection="sample")


def outlets(table: pd.DataFrame) -> dict[str, float]:
    """Return how many outlets make each leaning, and the largest outlet's share of its articles."""
    key = table["outlet"].str.lower().str.replace(" ", "")
    each = table.groupby(["leaning", key]).size()
    counts = {str(name): float(count) for name, count in each.groupby("leaning").size().items()}
    largest = each.groupby("leaning").max() / each.groupby("leaning").sum()
    return counts | {f"largest share, {name}": float(share) for name, share in largest.items()}


def indicators(table: pd.DataFrame, texts: pd.Series, coded: pd.DataFrame) -> Found:
    """Hold the generic codebook's frame indicators against the coders, where no indicator was chosen."""
    fresh = ~table["article"].map(_chosen_on)
    articles = pd.DataFrame(
        {"id": table["article"], "outlet": table["outlet"], "text": texts, "language": "en"}
    )
    said = fr.frames(articles[fresh], "generic").pivot(index="article", columns="frame", values="present")
    kept, truth = table[fresh], coded[fresh]
    shares = {}
    for code, (_, frame) in FRAMES.items():
        present = kept["article"].map(said[frame]).fillna(False).astype(bool)
        shares[f"{code} precision"] = (kept[present], truth.loc[present, code])
        shares[f"{code} recall"] = (kept[truth[code]], present[truth[code]])
    found: Found = {}
    for statistic in ("precision", "recall"):
        whole = _alone({code: shares[f"{code} {statistic}"] for code in FRAMES})
        found[f"Found by indicators: {statistic}"] = {code: whole[code] for code in FRAMES}
        each = compare({"of": shares[f"CO {statistic}"]}).profile
        found[f"{statistic.capitalize()} of conflict by leaning"] = {
            line.group: _interval(line) for line in each.itertuples()
        }
    return found


def _alone(shares: Mapping[str, tuple[pd.DataFrame, pd.Series]]) -> dict[str, tuple[float, float, float]]:
    """Return shares over all articles, by measure."""
    with warnings.catch_warnings():
        # One group has a profile and nothing to contrast, which is what is asked for.
        warnings.simplefilter("ignore", fr.FramingWarning)
        profile = compare(
            {name: (part.assign(leaning="all"), has) for name, (part, has) in shares.items()}
        ).profile
    return {line.measure: _interval(line) for line in profile.itertuples()}


def _chosen_on(article: str) -> bool:
    """Say whether indicators were chosen on an article, as benchmarks/quality_frames.py parts them."""
    return hashlib.sha256(article.encode()).digest()[0] % 2 == 0


def _interval(line: Any) -> tuple[float, float, float]:
    return float(line.estimate), float(line.low), float(line.high)


def _counts(labels: pd.DataFrame) -> dict[str, float]:
    return {str(code): float(count) for code, count in labels.sum().items()}


def _read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, sep="\t", dtype=str, keep_default_na=False)


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
