"""How well mentions are found, against events 0 to 5 of NewsWCL50 (Hamborg et al. 2019), coded by hand.

A gold mention is met by a mention of the same concept that overlaps it, one by one, as many as can be. A
mention that meets none but lies inside a longer coded mention of another concept is left unscored: the
Trump of "the Trump administration". The names (``naming_sets.toml``) were written by us for these events.
Coders took a title before a name now for a mention of its own, now for a part of one; here it is a part, and
may meet a coded mention of its own.

    python benchmarks/quality.py --section naming
"""

from __future__ import annotations

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

import framing as fr

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "shared" / "data" / "newswcl50" / "events_0_5.jsonl"
ABSENT = "   skipped: the coded articles (../shared/data/newswcl50) are not beside the project"
KINDS = {"ACTOR": "actors", "COUNTRY": "countries", "GROUP": "groups"}


class Coded(NamedTuple):
    """A mention coded by hand: whose it is, and where it stands in its article's text."""

    kind: str
    concept: str
    start: int
    end: int


class Article(NamedTuple):
    """An article as one reads it, and what was coded in it."""

    id: str
    event: str
    outlet: str
    text: str
    coded: list[Coded]


_CLOSE = re.compile(r"(?<=\S) (?=(?:[,.;:!?%)\]]|'s\b|’s\b|n't\b|n’t\b|'(?:re|ve|ll|d|m)\b)(?:\s|$|[\"”]))")
_HYPHEN = re.compile(r"(?<=\w) ([-/]) (?=\w)")


def articles() -> list[Article]:
    """Return the coded articles, with the spaces taken out that stand before marks."""
    found = []
    with SOURCE.open(encoding="utf8") as lines:
        for line in lines:
            raw = json.loads(line)
            sentences = [_joined(sentence) for sentence in raw["sentences"]]
            starts = np.cumsum([0, *(len(sentence) + 1 for sentence in sentences)])
            coded = [
                Coded(code["code_type"], code["code_name"], int(starts[at] + begin), int(starts[at] + end))
                for code, at, begin, end in _placed(raw["codes"], sentences)
            ]
            found.append(Article(raw["id"], raw["event"], raw["outlet"], "\n".join(sentences), coded))
    return found


def _joined(sentence: str) -> str:
    text = " ".join(sentence.replace("\\n", " ").split())
    return _HYPHEN.sub(r"\1", _CLOSE.sub("", _CLOSE.sub("", text)))


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the letters, digits and points of a text, and where each stands."""
    kept = [(char.lower(), at) for at, char in enumerate(text) if not re.match(r"[\s`'\"“”‘’]", char)]
    return "".join(char for char, _ in kept), [at for _, at in kept]


def _placed(
    codes: list[dict[str, Any]], sentences: list[str]
) -> Iterator[tuple[dict[str, Any], int, int, int]]:
    """Yield each code with its sentence and its place there: coders numbered sentences otherwise."""
    folded = [_folded(sentence) for sentence in sentences]
    by_sentence: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for code in codes:
        by_sentence[int(code["sentence"])].append(code)
    shift, used = 0, set()
    for number, group in sorted(by_sentence.items()):
        near = [k for k in range(number + shift - 3, number + shift + 4) if 0 <= k < len(sentences)]
        if near:
            holds = {k: sum(_folded(code["code_mention"])[0] in folded[k][0] for code in group) for k in near}
            shift = max(near, key=lambda k: (holds[k], -abs(k - number - shift))) - number
        for code in sorted(group, key=lambda code: int(code["start"])):
            spots = [
                (
                    k != number + shift,
                    abs(sentences[k][:begin].count(" ") - int(code["start"])),
                    k,
                    begin,
                    end,
                )
                for k in (number + shift - 1, number + shift, number + shift + 1)
                if 0 <= k < len(sentences)
                for begin, end in _found(code["code_mention"], *folded[k])
                if (code["code_name"], k, begin) not in used and _whole(sentences[k], begin, end)
            ]
            if spots:
                _, _, k, begin, end = min(spots)
                used.add((code["code_name"], k, begin))
                yield code, k, begin, end


def _found(mention: str, text: str, where: list[int]) -> Iterator[tuple[int, int]]:
    """Yield where a mention stands in a folded text, in places of the text itself."""
    key = _folded(mention)[0]
    at = text.find(key) if key else -1
    while at >= 0:
        yield where[at], where[at + len(key) - 1] + 1
        at = text.find(key, at + 1)


def _whole(text: str, begin: int, end: int) -> bool:
    left = begin == 0 or not text[begin - 1].isalnum()
    return left and not text[end : end + 1].isalnum()


class Score(NamedTuple):
    """How many mentions were found, left unscored, right, and coded."""

    found: int
    right: int
    coded: int

    @property
    def precision(self) -> float:
        return self.right / max(self.found, 1)

    @property
    def recall(self) -> float:
        return self.right / max(self.coded, 1)


#: A mention as it is scored: where it stands, and the places that may be met by themselves (title and name).
Parts = list[tuple[int, int]]


def scored(article: Article, spans: Mapping[str, list[Parts]], kinds: Mapping[str, str]) -> dict[str, Score]:
    """Compare the mentions found of each concept of an article with those coded; by kind of concept."""
    total = {kind: Score(0, 0, 0) for kind in KINDS.values()}
    for concept, kind in kinds.items():
        gold = [(c.start, c.end) for c in article.coded if c.concept == concept and c.kind == kind]
        others = [c for c in article.coded if c.concept != concept and c.kind != "PROPERTY"]
        parts = spans.get(concept, [])
        met = iter(_met([part for mention in parts for part in mention], gold))
        found = right = 0
        for mention in parts:
            number = sum(next(met) >= 0 for _ in mention)
            s, e = mention[0][0], mention[-1][1]
            inside = any(c.start <= s and e <= c.end and c.end - c.start > e - s for c in others)
            right += number
            found += number or not inside
        old = total[KINDS[kind]]
        total[KINDS[kind]] = Score(old.found + found, old.right + right, old.coded + len(gold))
    return total


def _met(mine: list[tuple[int, int]], gold: list[tuple[int, int]]) -> list[int]:
    """Return which coded mention each found one meets, -1 for none: as many as can be met one by one."""
    if not mine or not gold:
        return [-1] * len(mine)
    met = np.array([[s < y and x < e for x, y in gold] for s, e in mine])
    found: list[int] = maximum_bipartite_matching(csr_array(met), perm_type="column").tolist()
    return found


def _concepts(coded: list[Article]) -> dict[str, dict[str, str]]:
    """Return the concepts of each event with their kind."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for article in coded:
        for code in article.coded:
            if code.kind in KINDS:
                found[article.event].setdefault(code.concept, code.kind)
    return found


def sets(level: str) -> dict[str, dict[str, Any]]:
    """Return the referents of each event: "exact" names alone, or "aliases" with all else they are called."""
    raw = tomllib.loads((HERE / "naming_sets.toml").read_text("utf8"))
    found: dict[str, dict[str, Any]] = {}
    for event, listed in raw.items():
        found[event] = {}
        for concept, spec in listed.items():
            spec = dict(spec)
            exact = spec.pop("exact")
            more = {**spec, "aliases": [*exact, *spec.get("aliases", ())]}
            found[event][concept] = {"aliases": exact} if level == "exact" else more
    return found


def measured(coded: list[Article], given: Mapping[str, dict[str, Any]]) -> pd.DataFrame:
    """Return precision and recall of a set of referents an event; a row a kind of concept."""
    total = {kind: Score(0, 0, 0) for kind in KINDS.values()}
    concepts = _concepts(coded)
    for event, referents in given.items():
        mine = [article for article in coded if article.event == event]
        frame = _frame(mine)
        found = fr.words.mentions(frame, referents, voices=None)
        for article in mine:
            spans: dict[str, list[Parts]] = defaultdict(list)
            for row in found[found["article"] == article.id].itertuples():
                start, end = int(row.start), int(row.end)
                cut = start + len(row.title) if isinstance(row.title, str) else start
                spans[str(row.referent)].append([(start, cut), (cut, end)] if cut > start else [(start, end)])
            for kind, score in scored(article, spans, concepts[event]).items():
                total[kind] = Score(*(a + b for a, b in zip(total[kind], score, strict=True)))
    rows = [(kind, *score, score.precision, score.recall) for kind, score in total.items()]
    return pd.DataFrame(rows, columns=["kind", "found", "right", "coded", "precision", "recall"])


def _frame(mine: list[Article]) -> pd.DataFrame:
    return pd.DataFrame(
        {"id": [a.id for a in mine], "outlet": [a.outlet for a in mine], "text": [a.text for a in mine]}
    )


#: Precision and recall to reach, by set of names and kind: those of an earlier trial on the same articles.
AIMS = {
    "exact": {"actors": (0.91, 0.81), "countries": (0.85, 0.33), "groups": (0.98, 0.15)},
    "aliases": {"actors": (0.93, 0.87), "countries": (0.70, 0.56), "groups": (0.84, 0.41)},
}


def naming(simulations: int, seed: int) -> bool | None:
    """Print precision and recall beside what is aimed at; return whether all is reached within .01."""
    if not SOURCE.exists():
        print(ABSENT)
        return None
    coded = articles()
    given = {"exact": sets("exact"), "aliases": sets("aliases")}
    met = True
    print(f"   {'names':8s} {'kind':10s} {'coded':>6s} {'found':>6s} {'P':>6s} {'R':>6s}   aims")
    for level, referents in given.items():
        for row in measured(coded, referents).itertuples():
            aim = AIMS[level][str(row.kind)]
            counts = f"{row.coded:6d} {row.found:6d} {row.precision:6.3f} {row.recall:6.3f}"
            print(f"   {level:8s} {row.kind:10s} {counts}   {aim[0]:.2f} {aim[1]:.2f}")
            met &= row.precision >= aim[0] - 0.01 and row.recall >= aim[1] - 0.01
    return met
