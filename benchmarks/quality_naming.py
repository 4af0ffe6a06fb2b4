"""How well mentions are found, against events 0 to 5 of NewsWCL50 (Hamborg et al. 2019), coded by hand.

A gold mention is met by a mention of the same concept that overlaps it, one by one, as many as can be. A
mention that meets none but lies inside a longer coded mention of another concept is left unscored: the Trump
of "the Trump administration". The sets of names (``naming_sets.toml``) were written by us for these events.
"ticked" adds, from the list of `framing.suggest_aliases`, the phrases of which most occurrences are coded for
the concept, as somebody who ticks with the articles at hand would do.

    python benchmarks/quality_naming.py
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
    """Yield each code with its sentence and its place there: sentences were numbered otherwise by the coders."""
    folded = [_folded(sentence) for sentence in sentences]
    words = [len(sentence.split()) for sentence in sentences]
    before = np.cumsum([0, *words])
    by_sentence: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for code in codes:
        by_sentence[int(code["sentence"])].append(code)
    shift = 0
    used: set[tuple[str, int, int]] = set()
    for number in sorted(by_sentence):
        group = by_sentence[number]
        near = [k for k in range(number + shift - 3, number + shift + 4) if 0 <= k < len(sentences)]
        if near:
            holds = {k: sum(_folded(code["code_mention"])[0] in folded[k][0] for code in group) for k in near}
            shift = max(near, key=lambda k: (holds[k], -abs(k - number - shift))) - number
        for code in sorted(group, key=lambda code: int(code["start"])):
            key = _folded(code["code_mention"])[0]
            if not key:
                continue
            places = []
            for k in range(max(0, number + shift - 1), min(len(sentences), number + shift + 2)):
                text, where = folded[k]
                at = text.find(key)
                while at >= 0:
                    begin, end = where[at], where[at + len(key) - 1] + 1
                    if (code["code_name"], k, begin) not in used and _whole(sentences[k], begin, end):
                        token = sentences[k][:begin].count(" ")
                        line = before[min(max(number + shift, 0), len(words))]
                        far = abs(before[k] + token - line - int(code["start"]))
                        places.append((abs(k - number - shift) > 0, far, k, begin, end))
                    at = text.find(key, at + 1)
            if places:
                _, _, k, begin, end = min(places)
                used.add((code["code_name"], k, begin))
                yield code, k, begin, end


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


def scored(
    article: Article, spans: Mapping[str, list[tuple[int, int]]], kinds: Mapping[str, str]
) -> dict[str, Score]:
    """Compare the spans found for each concept of an article with those coded; by kind of concept."""
    total = {kind: Score(0, 0, 0) for kind in KINDS.values()}
    for concept, kind in kinds.items():
        gold = [(c.start, c.end) for c in article.coded if c.concept == concept and c.kind == kind]
        mine = spans.get(concept, [])
        right = _met(mine, gold)
        others = [c for c in article.coded if c.concept != concept and c.kind != "PROPERTY"]
        unscored = sum(
            at < 0 and any(c.start <= s and e <= c.end and c.end - c.start > e - s for c in others)
            for (s, e), at in zip(mine, right, strict=True)
        )
        number = sum(at >= 0 for at in right)
        old = total[KINDS[kind]]
        total[KINDS[kind]] = Score(
            old.found + len(mine) - unscored, old.right + number, old.coded + len(gold)
        )
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
        frame = pd.DataFrame({"id": [a.id for a in mine], "outlet": [a.outlet for a in mine],
                              "text": [a.text for a in mine]})  # fmt: skip
        found = fr.mentions(frame, referents, voices=None)
        for article in mine:
            spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
            for row in found[found["article"] == article.id].itertuples():
                spans[str(row.referent)].append((int(row.start), int(row.end)))
            for kind, score in scored(article, spans, concepts[event]).items():
                total[kind] = Score(*(a + b for a, b in zip(total[kind], score, strict=True)))
    rows = [(kind, *score, score.precision, score.recall) for kind, score in total.items()]
    return pd.DataFrame(rows, columns=["kind", "found", "right", "coded", "precision", "recall"])
