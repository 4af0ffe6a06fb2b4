"""Make the weights by which articles without a mark are told to be news or opinion, and their card.

    python training/genre.py            what outlets that were held out show
    python training/genre.py --write    and write the file

Learned from how outlets file their articles (`allsides`): by address, label and name. An outlet files columns
under news now and then, so that articles which a model of other outlets finds all but impossible where they
are filed are left out (Northcutt, Jiang and Chuang 2021). Outlets are held out whole; each counts as no more
than sixty articles of a kind. Words are those that many outlets use, under every topic about as much, and no
names. How much of what an outlet prints is opinion is told from how its articles read. Coverage of the
visits that are kept for evaluation is never read.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import textwrap
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from framing.corpus.genre import signs
from framing.corpus.outlets import book
from framing.corpus.outlets import outlets as shipped
from training.evaluation import calibration_error, folds

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
LABELS = ROOT / "benchmarks" / "news_labels" / "articles.csv"
SEED, FOLDS, MOST, REGULAR = 1, 10, 60, 0.01
#: Words to weigh stand in such a share of the articles and in so many outlets, and under no topic of so many
#: articles so many times as often as under all.
COMMON, OUTLETS, TOPIC, UNEVEN = 0.06, 60, 150, 2.5
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
#: Outlets of reports, whatever an address says; and those whose reports and columns have one address.
REPORTS = frozenset(
    "Reuters;Associated Press;Politico;The Hill;Christian Science Monitor;CBN;NPR Online News".split(";")
)
MIXED = frozenset("Townhall;National Review;Reason;Salon;Vox;Daily Kos;Slate;HotAir;The Atlantic".split(";"))
#: Of log odds for the other kind, with which an article is left out.
DOUBT = 2.0
#: Of the articles of a visit that are opinion, as the probabilities suppose.
SHARE = 1 / 6


#: Articles of an outlet from which on its own share of opinion is taken, never less nor more than these.
ENOUGH, LEAST_SHARE, MOST_SHARE, STEPS = 40, 0.05, 0.6, 200
#: So many of the columns are signs of structure.
STRUCTURE = 4
#: Below the first an article is news, from the second on opinion; between them it is unknown. Below the third
#: no line on who wrote makes it a column.
NEWS, OPINION, OPEN = 0.15, 0.45, 0.1


def filed(article: dict[str, str]) -> int | None:
    """Return 1 where an article is filed as opinion, 0 as news, None where neither shows."""
    outlet, address, title = (article[name] or "" for name in ("outlet", "url", "title"))
    if outlet != "NPR Online News" and (_COLUMNS.search(outlet) or _OPINION.search(address)):
        return 1
    if _LABEL.match(title):
        return 1
    report = outlet in REPORTS or (outlet not in MIXED and _NEWS.search(address))
    return 0 if report and not re.match("analysis|[A-Z]{4,}:", title) else None


def read() -> list[dict[str, str]]:
    """Return the articles, none of the visits that are kept."""
    found = []
    kept = set(pd.read_csv(LABELS, dtype={"article": str})["article"])
    with gzip.open(DATA, "rt", encoding="utf8") as stream:
        for article in map(json.loads, stream):
            day = (article["date"] or "")[:10]
            apart = article["id"] in kept or any(first <= day <= last for first, last in KEPT)
            if day and not apart:
                found.append(article)
    return found


def vocabulary(articles: list[dict[str, str]], words: list[dict[str, float]]) -> list[str]:
    """Return the words to weigh: of many articles and outlets, of no topic in particular, no names."""
    small, written, of, outlets = (
        Counter[str](),
        Counter[str](),
        Counter[str](),
        defaultdict[str, set[str]](set),
    )
    topics, by_topic = (
        Counter(article["topic"] for article in articles),
        defaultdict[str, Counter[str]](Counter),
    )
    for article, found in zip(articles, words, strict=True):
        of.update(found.keys())
        by_topic[article["topic"]].update(found.keys())
        for word in found:
            outlets[word].add(article["outlet"])
        for word in re.findall(r"[A-Za-z]+(?:'[a-z]+)?", article["text"].replace("’", "'")):
            written[word.lower()] += 1
            small[word.lower()] += word.islower()
    large = [topic for topic, size in topics.items() if size >= TOPIC]
    return sorted(
        word
        for word, count in of.items()
        if count >= COMMON * len(articles)
        and len(outlets[word]) >= OUTLETS
        and (small[word] >= written[word] / 2 or word.startswith("i'") or word == "i" or word.endswith("day"))
        and all(by_topic[t][word] / topics[t] <= UNEVEN * count / len(articles) for t in large)
        and not word[0].isdigit()
    )


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
    articles = read()
    read_as = [signs(article["text"].split("\n")) for article in articles]
    articles = [article for article, found in zip(articles, read_as, strict=True) if found]
    structure, words = zip(*filter(None, read_as), strict=True)
    kinds = [filed(article) for article in articles]
    told = np.array([kind is not None for kind in kinds])
    y = np.array([kind for kind in kinds if kind is not None])
    outlets = np.array([article["outlet"] for article in articles])
    outlet = outlets[told]
    labelled = [
        pair for pair, kind in zip(zip(articles, words, strict=True), kinds, strict=True) if kind is not None
    ]
    listed, names = vocabulary(*map(list, zip(*labelled, strict=True))), list(structure[0])
    rows = [
        [*map(by.get, names), *(found.get(word, 0.0) for word in listed)]
        for by, found in zip(structure, words, strict=True)
    ]
    every = np.array(rows)
    names += listed
    scale = every[told].std(0)
    every = every / scale
    x = every[told]
    sizes = Counter(zip(outlet.tolist(), y.tolist(), strict=True))
    weight = np.array([min(1.0, MOST / sizes[key]) for key in zip(outlet.tolist(), y.tolist(), strict=True)])
    fold = folds(outlet, FOLDS, SEED)
    first = held_out(x, y, weight, fold, np.ones(len(y), bool))
    kept = ~(((y == 0) & (first > DOUBT)) | ((y == 1) & (first < -DOUBT)))
    out = held_out(x, y, weight, fold, kept)
    print(f"{len(y)} articles of {len(set(outlet))} outlets, {y.sum()} opinion; {(~kept).sum()} left out")
    # Platt (1999), for the share of opinion that is supposed.
    rate = y[kept].mean()
    prior = np.where(y == 1, SHARE / rate, (1 - SHARE) / (1 - rate))
    platt = LogisticRegression(C=1e6).fit(out[kept, None], y[kept], sample_weight=prior[kept])
    chance = platt.predict_proba(out[:, None])[:, 1]
    for low, high in ((a, b) for a in (0.15, 0.2, 0.25, 0.3) for b in (0.3, 0.45, 0.6) if a <= b):
        told = shares(chance[kept], y[kept], low, high)
        print(f"   {low} {high}: " + ", ".join(f"{name} {value:.3f}" for name, value in told.items()))
    own = outlet_shares(chance, outlet)
    by_outlet = with_prior(chance, np.array([own.get(one, SHARE) for one in outlet]))
    told = shares(by_outlet[kept], y[kept], NEWS, OPINION)
    print(
        "   with the share of each outlet: "
        + ", ".join(f"{name} {value:.3f}" for name, value in told.items())
    )
    if "--write" not in sys.argv:
        return
    model = fitted(x[kept], y[kept], weight[kept])
    slope, shift = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    told = [f"{name} {value:.2f}" for name, value in zip(names, model.coef_[0] / scale * slope, strict=True)]
    words = "\n".join(textwrap.wrap(" ".join(told[STRUCTURE:]), 110))
    structure = "\n".join(f"{one.replace(' ', ' = ')}" for one in told[:STRUCTURE])
    keys = np.array([book().resolve(one) for one in outlets])
    chances = platt.predict_proba(model.decision_function(every)[:, None])[:, 1]
    own = outlet_shares(chances, keys)
    priors = "\n".join(f"{key} = {share:.2f}" for key, share in sorted(own.items()) if key in shipped())
    card = f"""# Weights by which an article without a mark is told to be news or opinion, and how often that
# is wrong. Written by training/genre.py.
title = "Is an article opinion: logistic regression on common words outside quotations, signs of structure"
licence = "MIT"
data = ["Article-Bias-Prediction (Baly et al. 2020), Apache-2.0: how outlets file articles; no text is kept"]
language = "en"
# Below the first it is news, from the second on opinion; between them it is unknown. Below the third no
# line on who wrote makes it a column.
news = {NEWS}
opinion = {OPINION}
open = {OPEN}
share = {SHARE:.4f}
bias = {float(model.intercept_[0]) * slope + shift:.4f}

words = """
    card += f'"""\n{words}\n"""\n\n[signs]\n{structure}\n'
    card += f"\n# The share of opinion in an outlet's articles, as they read; of others it is {SHARE:.3f}.\n"
    card += f"[outlets]\n{priors}\n"
    for name, which in (("as_filed", np.ones(len(y), bool)), ("without_doubtful", kept)):
        card += (
            f"\n# Ten-fold, outlets held out whole; shares of all articles, {SHARE:.3f} of them opinion.\n"
        )
        card += f"[{name}]\narticles = {which.sum()}\noutlets = {len(set(outlet[which]))}\n"
        figures = shares(chance[which], y[which], NEWS, OPINION)
        figures["area_under_curve"] = roc_auc_score(y[which], chance[which])
        figures["calibration_error"] = calibration_error(chance[which], y[which], bins=10)
        card += "".join(f"{key} = {value:.3f}\n" for key, value in figures.items())
    (ROOT / "framing" / "corpus" / "genre_card.toml").write_text(card, "utf8")


def with_prior(chance: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """Return probabilities for other shares of opinion than `SHARE`."""
    chance = np.clip(chance, 1e-9, 1 - 1e-9)
    odds = chance / (1 - chance) * share / (1 - share) * (1 - SHARE) / SHARE
    return odds / (1 + odds)


def outlet_shares(chance: np.ndarray, outlet: np.ndarray) -> dict[str, float]:
    """Return of outlets with enough articles the share that is opinion, from how these read, by no label.

    Saerens, Latinne and Decaestecker (2002).
    """
    found = {}
    for one, size in Counter(outlet.tolist()).items():
        if size >= ENOUGH:
            own, share = np.clip(chance[outlet == one], 1e-4, 1 - 1e-4), SHARE
            for _ in range(STEPS):
                share = min(max(float(with_prior(own, share).mean()), LEAST_SHARE), MOST_SHARE)
            found[one] = share
    return found


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


if __name__ == "__main__":
    main()
