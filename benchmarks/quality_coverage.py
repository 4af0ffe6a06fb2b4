"""Whether gaps in coverage are found, and none where there is none: labels shuffled, gaps planted.

    python benchmarks/quality_coverage.py                      all of it
    python benchmarks/quality_coverage.py --simulations 20     quicker and coarser

Shuffled: real articles of one topic (allsides) dealt to three outlets at random: every finding is false.
Planted: articles made of the sentences of one event (newswcl50), dealt to three outlets; from one of them
every sentence with an item is deleted, all is looked for anew, and what is called not found is set against
the plants. Bundled: the gaps that corpora/carney-beijing-2026 was written with, and what else is found there.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tomllib
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import framing as fr
from framing.comparison.coverage.sightings import LEVELS, texts
from framing.comparison.coverage.sightings import seen as seen_of
from framing.engine.parts import check_articles
from framing.features.cells import PARTS
from framing.text.tokens import sentences

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
BUNDLED = ROOT / "corpora" / "carney-beijing-2026"
SIZES = (5, 8, 13, 30)
OUTLETS = ("one", "two", "three")

#: An article that is made of others' sentences has so many of the event's core, each in a share of its own of
#: the articles, and so many more.
CORE, REACH, MORE = 12, (0.2, 0.9), 8

#: Items are planted that the others have in so large a share of their articles.
SHARES = ((0.2, 0.4), (0.4, 0.6), (0.6, 1.01))

#: Findings of all that may be false.
FALSE = 0.05

Frame = pd.DataFrame


# ---- articles -------------------------------------------------------------------


@cache
def topics(least: int = 120, most: int = 400) -> tuple[Frame, Frame] | None:
    """Return articles of topics with many, in order of date, and the items in them; None where absent."""
    source = DATA / "allsides" / "articles.jsonl.gz"
    if not source.exists():
        return None
    with gzip.open(source, "rt", encoding="utf8") as lines:
        frame = pd.DataFrame(map(json.loads, lines))
    size = frame["topic"].value_counts()
    frame = frame[frame["topic"].isin(sorted(size.index[size >= least])[:12])]
    frame = frame.sort_values(["topic", "date", "id"]).groupby("topic").head(most)
    frame = frame[["id", "outlet", "topic", "title", "text"]].assign(genre="news").reset_index(drop=True)
    return frame, fr.facts.entities(frame)


@cache
def events() -> list[list[str]]:
    """Return the sentences of each event, its articles' together; none where the file is absent."""
    source = DATA / "newswcl50" / "events_0_5.jsonl"
    if not source.exists():
        return []
    found: dict[str, list[str]] = {}
    for line in source.read_text("utf8").splitlines():
        one = json.loads(line)
        for sentence in one["sentences"]:
            text = re.sub(r"\s+([,.;:!?%’)]|'s\b|n't\b)", r"\1", sentence.replace("\\n", " "))
            text = re.sub(r"([($“])\s+", r"\1", re.sub(r"\s+-\s+", "-", " ".join(text.split())))
            if 6 <= len(text.split()) <= 60 and text[-1] in ".!?":
                found.setdefault(one["event"], []).append(text)
    return list(found.values())


def dealt(n: int, rng: np.random.Generator) -> Frame:
    """Return 3 n articles made of sentences of one event, three to a paragraph, dealt to three outlets."""
    pool = events()[int(rng.integers(len(events())))]
    order = rng.permutation(len(pool))
    core, reach = order[:CORE], rng.uniform(*REACH, CORE)
    rows = []
    for number in range(3 * n):
        has = core[rng.random(CORE) < reach]
        some = rng.permutation(np.append(has, rng.choice(order[CORE:], MORE, replace=False)))
        text = paragraphs([pool[k] for k in some])
        rows.append({"id": f"a{number:03}", "outlet": OUTLETS[number % 3], "text": text})
    return pd.DataFrame(rows).assign(genre="news")


def paragraphs(some: Sequence[str]) -> str:
    return "\n\n".join(" ".join(some[k : k + 3]) for k in range(0, len(some), 3))


# ---- labels shuffled ------------------------------------------------------------


def shuffled(simulations: int, seed: int) -> bool | None:
    """Print how many corpora have a finding where every finding is false."""
    known = topics()
    if known is None:
        print("   skipped: the articles (../shared/data/allsides) are not beside the project")
        return None
    frame, found = known
    rng = np.random.default_rng(seed)
    met = True
    print(f"   {simulations} corpora each, three outlets; corpora with a gap, gaps, with an item in too few")
    for n in SIZES:
        with_gap = gaps = fewer = tests = 0
        for _ in range(simulations):
            some = frame[frame["topic"] == rng.choice(sorted(frame["topic"].unique()))]
            some = some.iloc[rng.choice(len(some), min(3 * n, len(some)), replace=False)]
            corpus = some.assign(outlet=[OUTLETS[k % 3] for k in range(len(some))])
            table = fr.facts.coverage(
                corpus, levels="named", items=found[found["article"].isin(corpus["id"])], voices=None
            )
            none = int((table["finding"] == "not_found").sum())
            gaps, with_gap = gaps + none, with_gap + (none > 0)
            fewer, tests = fewer + bool(table["fewer"].any()), tests + int(table["family_size"].max())
        print(
            f"   {n:3} articles an outlet: {with_gap / simulations:.3f} {gaps:4} {fewer / simulations:.3f}  "
            f"({tests / simulations:.0f} tests a corpus)"
        )
        met &= (with_gap + fewer) / simulations <= 2 * FALSE
    return met


# ---- gaps planted ---------------------------------------------------------------


@dataclass
class Score:
    """Of a level: plants by the share of the others' articles, those found, and what else was called so."""

    planted: dict[tuple[float, float], int] = field(default_factory=lambda: dict.fromkeys(SHARES, 0))
    found: dict[tuple[float, float], int] = field(default_factory=lambda: dict.fromkeys(SHARES, 0))
    beside: int = 0
    false: int = 0
    shares: list[float] = field(default_factory=list)

    def close(self, before: tuple[int, int]) -> None:
        """Note what share of a corpus's gaps is false; `before` is right and false ones until then."""
        right, false = self.counts[0] - before[0], self.counts[1] - before[1]
        self.shares.append(false / (right + false) if false else 0.0)

    @property
    def counts(self) -> tuple[int, int]:
        return sum(self.found.values()) + self.beside, self.false

    def said(self) -> str:
        each = [f"{self.found[s]:3}/{self.planted[s]:<3}" for s in SHARES]
        hits, all_ = sum(self.found.values()), sum(self.planted.values())
        right, false = self.counts
        precision = f"{right / (right + false):.3f}" if right + false else "    -"
        return (
            f"precision {precision} (false in a corpus {np.mean(self.shares):.3f}), recall "
            f"{hits / max(all_, 1):.2f}: {each[0]} {each[1]} {each[2]}"
        )


def planted(simulations: int, seed: int) -> bool | None:
    """Print precision and recall of gaps made by deleting sentences."""
    if not events():
        print("   skipped: the articles (../shared/data/newswcl50) are not beside the project")
        return None
    met = True
    print("   plants found, where .2 to .4, .4 to .6 and more of the others' articles have the item")
    for n in SIZES:
        scores = {level: Score() for level in ("named", "term", "statement")}
        rng = np.random.default_rng(seed)
        for _ in range(max(simulations // max(n // 5, 1), 8)):
            _plant(dealt(n, rng), scores, rng)
        for level, score in scores.items():
            print(f"   {n:3} articles an outlet, {level:9}: {score.said()}")
            spare = 2 * np.std(score.shares) / len(score.shares) ** 0.5
            met &= bool(np.mean(score.shares) <= FALSE + spare)
    return met


def _plant(corpus: Frame, scores: dict[str, Score], rng: np.random.Generator) -> None:
    """Delete the sentences with an item of each level from one outlet's articles, and look for gaps."""
    terms = _words(corpus, rng)
    held = check_articles(corpus)
    found = seen_of(
        held, texts(held, prints=False), levels=LEVELS, terms=terms, voices=None, items=None, statements=None
    )
    seen = found.names.iloc[found.item].reset_index(drop=True)
    seen = seen.assign(
        article=held["id"].to_numpy(dtype=object)[found.row],
        part=np.array(PARTS, dtype=object)[found.part],
        start=found.start,
        end=found.end,
    )
    outlet = corpus.set_index("id")["outlet"]
    seen = seen.assign(outlet=seen["article"].map(outlet))
    target = OUTLETS[int(rng.integers(3))]
    mine = corpus["outlet"] == target
    others = seen[seen["outlet"] != target].drop_duplicates(["level", "item", "article"])
    share = others.groupby(["level", "item"]).size() / int((~mine).sum())
    both = others.groupby(["level", "item"])["outlet"].nunique() == 2
    gone: set[tuple[str, int, int]] = set()
    plants: dict[tuple[str, str], tuple[float, float]] = {}
    for level in scores:
        for bounds in SHARES:
            fit = [
                key
                for key in share.index[(share >= bounds[0]) & (share < bounds[1]) & both]
                if key[0] == level
            ]
            if fit:
                key = fit[int(rng.integers(len(fit)))]
                plants[key] = bounds
                here = seen[(seen["level"] == level) & (seen["item"] == key[1]) & (seen["outlet"] == target)]
                gone |= set(zip(here["article"], here["start"], here["end"], strict=True))
    left = corpus.assign(text=[_without(row, gone) for row in corpus.to_dict("records")])
    # Statements are those of the intact articles, their sentences deleted: a key is made of places.
    after = fr.facts.coverage(left, levels=("named", "term"), terms=terms, voices=None)
    kept = _moved(corpus, left, seen[seen["level"] == "statement"])
    if len(kept):
        told = fr.facts.coverage(left, levels="statement", items=kept, statements=None, voices=None)
        after = pd.concat([after, told])
    hit = after[(after["finding"] == "not_found")]
    called = {(row["level"], row["item"]) for row in hit[hit["outlet"] == target].to_dict("records")}
    until = {level: score.counts for level, score in scores.items()}
    for (level, item), bounds in plants.items():
        scores[level].planted[bounds] += 1
        scores[level].found[bounds] += (level, item) in called
    before = seen[seen["outlet"] == target].groupby(["level", "item"])["article"].nunique()
    now = after[after["outlet"] == target].set_index(["level", "item"])["articles"]
    for row in hit.to_dict("records"):
        key = (row["level"], row["item"])
        if row["outlet"] == target and key in plants:
            continue
        # What stood in none but deleted sentences is a gap like those meant.
        made = row["outlet"] == target and before.get(key, 0) > now.get(key, 0)
        if made:
            scores[row["level"]].beside += 1
        else:
            scores[row["level"]].false += 1
    for level, score in scores.items():
        score.close(until[level])


def _words(corpus: Frame, rng: np.random.Generator) -> list[str]:
    """Return twelve words in lower case that stand in at least a fifth of the articles."""
    counts = pd.Series(
        [word for text in corpus["text"] for word in sorted(set(re.findall(r"\b[a-z]{5,}\b", text)))]
    ).value_counts()
    often = sorted(counts.index[counts >= 0.2 * len(corpus)])
    return sorted(rng.choice(often, min(12, len(often)), replace=False).tolist())


def _spans(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for sentence in sentences(text):
        begin = text.index(sentence, at)
        at = begin + len(sentence)
        yield begin, at


def _without(row: dict[str, str], gone: set[tuple[str, int, int]]) -> str:
    places = [(start, end) for article, start, end in gone if article == row["id"]]
    if not places:
        return row["text"]
    kept = [
        row["text"][begin:end]
        for begin, end in _spans(row["text"])
        if not any(start < end and stop > begin for start, stop in places)
    ]
    return paragraphs(kept) or "Nothing was left here."


def _moved(corpus: Frame, left: Frame, seen: Frame) -> Frame:
    """Return sightings where their sentences now stand, without those deleted."""
    before, after = (frame.set_index("id")["text"] for frame in (corpus, left))
    rows = []
    for row in seen.to_dict("records"):
        words = before[row["article"]][row["start"] : row["end"]]
        at = after[row["article"]].find(words)
        if at >= 0:
            rows.append(row | {"start": at, "end": at + len(words), "part": "body"})
    return pd.DataFrame(rows)


# ---- the bundled corpus ---------------------------------------------------------


def bundled(simulations: int, seed: int) -> bool | None:
    """Print what becomes of the gaps that the bundled corpus was written with, and what else is a finding."""
    plants = [one for one in tomllib.loads((BUNDLED / "planted.toml").read_text("utf8"))["planted"]]
    plants = [one for one in plants if one["kind"] == "gap"]
    frame, _ = fr.load(BUNDLED)
    words = {one["what"]: re.sub(r"\(\?i\)|\\b", "", one["pattern"]) for one in plants}
    terms = {what: f"{word}*" if word.islower() else word for what, word in words.items()}
    table = fr.facts.coverage(frame, terms=terms)
    for one in plants:
        row = table[(table["item"] == one["what"]) & (table["outlet"] == one["outlet"])].iloc[0]
        named = table[
            table["label"].str.contains(words[one["what"]], case=False) & (table["level"] == "named")
        ]
        place = f", named: rank {named['rank'].min()}" if len(named) else ""
        print(
            f"   {one['what']}: {row['articles']} of {row['n_articles']}, others {row['others']} of "
            f"{row['n_others']}, p_min {row['p_min']:.3f}, {row['finding']}, rank {row['rank']} of "
            f"{table['rank'].max()}{place}"
        )
    others = table[(table["finding"] == "not_found") & (table["level"] != "term")]
    for row in others.to_dict("records"):
        print(
            f"   also: {row['label']} ({row['kind']}) not found in {row['outlet']}, p {row['p_adjusted']:.3f}"
        )
    return None


SECTIONS = {"bundled": bundled, "shuffled": shuffled, "planted": planted}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--section", action="append", choices=[*SECTIONS])
    parser.add_argument("--simulations", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    missed = []
    for name in options.section or SECTIONS:
        print(name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", fr.FramingWarning)
            if SECTIONS[name](options.simulations, options.seed) is False:
                missed.append(name)
    print(f"missed: {', '.join(missed)}" if missed else "aims met")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
