"""Make the weights by which articles without a mark are told to be news or opinion, and their card.

    python training/genre.py            what outlets that were held out show
    python training/genre.py --write    and write the file

Learned from how outlets file their articles (`allsides`): by address, label and name. An outlet files columns
under news now and then, so that articles whose label a model of other outlets finds all but impossible are left
out (Northcutt, Jiang and Chuang 2021). Outlets are held out whole; each counts as no more than sixty articles
of a kind. Coverage of the visits that are kept for evaluation is never read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.corpus.genre import signs
from training.evaluation import calibration_error, folds

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
SEED, FOLDS, MOST, REGULAR = 1, 10, 60, 0.03
#: From and until when: the visits and talks that are kept.
KEPT = [
    ("2013-11-20", "2013-12-05"),
    ("2015-07-10", "2015-07-31"),
    ("2015-09-10", "2015-10-05"),
    ("2018-07-08", "2018-07-25"),
    ("2019-02-20", "2019-03-08"),
    ("2019-05-01", "2019-08-31"),
]
_OPINION = re.compile(
    r"/(?:opinions?|commentary|commentisfree|editorials?|op-?eds?|columns?|columnists|posteverything)[/-]",
    re.I,
)
_LABEL = re.compile(r"(?:opinions?|commentary|op-ed|column|editorial|perspective)\b\s*:", re.I)
_COLUMNS = re.compile(r"guest writer|opinion|editorial", re.I)
_NEWS = re.compile(
    r"/(?:news|politics|world|us|us-news|usa|business|national|article|homenews|international)[/-]", re.I
)
#: Outlets of reports, whatever an address says; and those whose reports and columns have one kind of address.
REPORTS = {
    "Reuters",
    "Associated Press",
    "Politico",
    "The Hill",
    "Christian Science Monitor",
    "CBN",
    "NPR Online News",
}
MIXED = {
    "Townhall",
    "National Review",
    "Reason",
    "Salon",
    "Vox",
    "Daily Kos",
    "Slate",
    "HotAir",
    "The Atlantic",
}
#: Of log odds for the other kind, with which an article is left out.
DOUBT = 2.0
#: Of the articles of a visit that are opinion, as the probabilities suppose.
SHARE = 1 / 6


def filed(article: dict[str, str]) -> int | None:
    """Return 1 where an article is filed as opinion, 0 as news, None where neither shows."""
    outlet, address, title = (article[name] or "" for name in ("outlet", "url", "title"))
    if outlet != "NPR Online News" and (_COLUMNS.search(outlet) or _OPINION.search(address)):
        return 1
    if _LABEL.match(title):
        return 1
    report = outlet in REPORTS or (outlet not in MIXED and _NEWS.search(address))
    return 0 if report and not re.match("analysis|[A-Z]{4,}:", title) else None


def read() -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Return the names of the signs, the signs of each article, whether it is opinion, its outlet."""
    rows, opinion, outlet, names = [], [], [], []
    with gzip.open(DATA, "rt", encoding="utf8") as stream:
        for article in map(json.loads, stream):
            day, kind = (article["date"] or "")[:10], filed(article)
            if kind is None or not day or any(first <= day <= last for first, last in KEPT):
                continue
            if found := signs(article["text"].split("\n")):
                names = list(found)
                rows.append(list(found.values()))
                opinion.append(kind)
                outlet.append(article["outlet"])
    return names, np.array(rows), np.array(opinion), np.array(outlet)


def fitted(x: np.ndarray, y: np.ndarray, weight: np.ndarray) -> LogisticRegression:
    """Return a model for which both kinds weigh the same."""
    weight = weight * np.where(y == 1, weight[y == 0].sum() / weight[y == 1].sum(), 1.0)
    return LogisticRegression(C=REGULAR, max_iter=500).fit(x, y, sample_weight=weight)


def held_out(
    x: np.ndarray, y: np.ndarray, weight: np.ndarray, fold: np.ndarray, kept: np.ndarray
) -> np.ndarray:
    """Return the log odds of each article by a model of other outlets."""
    out = np.zeros(len(y))
    for held in range(FOLDS):
        rest = (fold != held) & kept
        out[fold == held] = fitted(x[rest], y[rest], weight[rest]).decision_function(x[fold == held])
    return out


def main() -> None:
    names, x, y, outlet = read()
    scale = x.std(0)
    x = x / scale
    sizes = Counter(zip(outlet.tolist(), y.tolist(), strict=True))
    weight = np.array([min(1.0, MOST / sizes[key]) for key in zip(outlet.tolist(), y.tolist(), strict=True)])
    fold = folds(outlet, FOLDS, SEED)
    first = held_out(x, y, weight, fold, np.ones(len(y), bool))
    kept = ~(((y == 0) & (first > DOUBT)) | ((y == 1) & (first < -DOUBT)))
    out = held_out(x, y, weight, fold, kept)
    print(f"{len(y)} articles of {len(set(outlet))} outlets, {y.sum()} opinion; {(~kept).sum()} left out")
    print(
        f"area under the curve {roc_auc_score(y, out):.3f}, of those kept {roc_auc_score(y[kept], out[kept]):.3f}"
    )
    # Platt (1999), for the share of opinion that is supposed.
    rate = y[kept].mean()
    prior = np.where(y == 1, SHARE / rate, (1 - SHARE) / (1 - rate))
    platt = LogisticRegression(C=1e6).fit(out[kept, None], y[kept], sample_weight=prior[kept])
    chance = platt.predict_proba(out[:, None])[:, 1]
    for low, high in ((a, b) for a in (0.1, 0.15, 0.2, 0.25, 0.3) for b in (0.3, 0.4, 0.5, 0.6) if a <= b):
        told = shares(chance[kept], y[kept], low, high)
        print(f"   {low} {high}: " + ", ".join(f"{name} {value:.3f}" for name, value in told.items()))
    if "--write" in sys.argv:
        write(names, scale, fitted(x[kept], y[kept], weight[kept]), platt, chance, y, outlet, kept)


def shares(chance: np.ndarray, y: np.ndarray, low: float, high: float) -> dict[str, float]:
    """Return, for the share of opinion supposed, how many are told right and what is taken for what."""
    news, opinion = chance < low, chance >= high
    return {
        "known_and_right": (1 - SHARE) * news[y == 0].mean() + SHARE * opinion[y == 1].mean(),
        "opinion_taken_for_news": SHARE * news[y == 1].mean(),
        "news_taken_for_opinion": (1 - SHARE) * opinion[y == 0].mean(),
        "unknown": (1 - SHARE) * (~news & ~opinion)[y == 0].mean()
        + SHARE * (~news & ~opinion)[y == 1].mean(),
    }


#: Below the first an article is news, from the second on opinion; between them it is unknown. Below the third
#: no name before a headline's colon and no line on a writer makes it a column.
NEWS, OPINION, OPEN = 0.2, 0.4, 0.05


def write(
    names: list[str],
    scale: np.ndarray,
    model: LogisticRegression,
    platt: LogisticRegression,
    chance: np.ndarray,
    y: np.ndarray,
    outlet: np.ndarray,
    kept: np.ndarray,
) -> None:
    """Write the card, with the weights of signs as they are counted."""
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    weights = model.coef_[0] / scale * slope
    figures = shares(chance[kept], y[kept], NEWS, OPINION)
    figures["area_under_curve"] = roc_auc_score(y[kept], chance[kept])
    figures["area_under_curve_all"] = roc_auc_score(y, chance)
    figures["calibration_error"] = calibration_error(chance[kept], y[kept], bins=10)
    lines = f"""# Weights of the signs by which an article without a mark is told to be news or opinion, and how often that is
# wrong. Written by training/genre.py.
title = "Is an article opinion: logistic regression on classes of words and on who is given as source"
licence = "MIT"
data = ["Article-Bias-Prediction (Baly et al. 2020), Apache-2.0: articles as outlets file them; no text is kept"]
language = "en"
# Below the first it is news, from the second on opinion; between them it is unknown. Below the third it is so surely news
# that no name before a headline's colon and no line on a writer counts.
news = {NEWS}
opinion = {OPINION}
open = {OPEN}
bias = {float(model.intercept_[0]) * slope + shift:.4f}

[weights]
"""
    lines += "".join(f"{name} = {value:.4f}\n" for name, value in zip(names, weights, strict=True))
    lines += f"""
# Ten-fold, outlets held out whole; of {len(y)} articles {int((~kept).sum())} are left out whose filing seems wrong. Shares are those
# of all articles, with {SHARE:.3f} of them opinion.
[cross_validation]
articles = {len(y)}
outlets = {len(set(outlet))}
"""
    lines += "".join(f"{name} = {value:.3f}\n" for name, value in figures.items())
    (ROOT / "framing" / "corpus" / "genre_card.toml").write_text(lines, "utf8")


if __name__ == "__main__":
    main()
