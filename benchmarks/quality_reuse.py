"""Reuse: passages planted in real articles, with one change of a known class, found again.

Three sentences of one outlet's article are put between two paragraphs of another outlet's, on another topic,
after one change; or in quotation marks, or behind a line that names the outlet. One half of the articles
(by topic and day) was looked at while the rules were written; the figures are of the other.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from quality_data import ABSENT, SOURCE

from framing.comparison.reuse.table import reuse
from framing.text.tokens import sentences

YEAR = re.compile(r"\b(?:in|since|until|by|from) ((?:19|20)\d\d)\b")
PERCENT = re.compile(r"\b(\d{1,2}(?:\.\d)?)(?: percent|%)")
FIGURE = re.compile(r"(?<![\d.,$-])(\d{2,3}|\d,\d{3})(?= [a-z]{4,}s\b)")
DATE = re.compile(r"\b(Monday|Tuesday|Wednesday|Thursday|Friday)\b")
NAME = re.compile(r"(?<=[a-z,] )([A-Z][a-z]{3,})(?= (?:said|told|and|of|in|was|is|has|to|will)\b)")
VERB = re.compile(r"(?<=\w )(said|told reporters|announced|added|noted|stated)(?= )")
AUXILIARY = re.compile(r"\b(will|would|could|should|was|were|is|are|has|have)(?= [a-z]{4,})")
FORM = re.compile(
    r"\b(\d{1,2}(?:\.\d)?) percent\b|\$(\d+(?:\.\d)?) (billion|million)\b|\b(\w{3,}iz(?:ed|ing|ation))\b"
)
WORD = re.compile(
    r"(?<=[a-z] )(large|small|new|major|recent|former|local|strong|early|many|important)(?= [a-z])"
)
_VERBS = ("claimed", "alleged", "insisted", "boasted", "admitted", "confirmed")
_WORDS = ("sizeable", "tiny", "vast", "notable", "fresh", "blunt", "quiet", "sturdy")
_NAMES = ("Marlow", "Ruizdale", "Oakhurst", "Pellworth", "Tannerly")
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
#: Least share of plants found, mean overlap of their spans, share of changes in the right class.
AIMS = {"recall": 0.95, "overlap": 0.95, "classes": 0.90}

Edit = Callable[[str, np.random.Generator], str | None]


def _swapped(pattern: re.Pattern[str], other: Callable[[str, np.random.Generator], str]) -> Edit:
    """Return an edit that changes one match of a pattern, chosen at random."""

    def edit(text: str, rng: np.random.Generator) -> str | None:
        found = list(pattern.finditer(text))
        if not found:
            return None
        match = found[int(rng.integers(len(found)))]
        group = next((n for n in range(1, (match.lastindex or 0) + 1) if match[n] is not None), 0)
        new = other(match[group] if pattern is not FORM else match.group(), rng)
        start, end = match.span() if pattern is FORM else match.span(group)
        return text[:start] + new + text[end:] if new else None

    return edit


def _number(text: str, rng: np.random.Generator) -> str:
    value = int(text.replace(",", "").partition(".")[0])
    return str(value + int(rng.integers(1, 9)))


def _one_of(words: Sequence[str]) -> Callable[[str, np.random.Generator], str]:
    def choose(text: str, rng: np.random.Generator) -> str:
        left = [word for word in words if word != text]
        return left[int(rng.integers(len(left)))]

    return choose


def _reformed(text: str, rng: np.random.Generator) -> str:
    if text.endswith("percent"):
        return text.replace(" percent", "%")
    if text.startswith("$"):
        return text.replace(" billion", "bn").replace(" million", "m")
    return re.sub("iz(?=ed$|ing$|ation$)", "is", text)


EDITS: dict[str, Edit] = {
    "year": _swapped(YEAR, _number),
    "percent": _swapped(PERCENT, _number),
    "figure": _swapped(FIGURE, _number),
    "date": _swapped(DATE, _one_of(_DAYS)),
    "name": _swapped(NAME, _one_of(_NAMES)),
    "verb": _swapped(VERB, _one_of(_VERBS)),
    "negation": _swapped(AUXILIARY, lambda text, rng: f"{text} not"),
    "form": _swapped(FORM, _reformed),
    "other": _swapped(WORD, _one_of(_WORDS)),
}
#: Edits that are changes of one class.
_FIGURES = {**dict.fromkeys(("year", "percent", "date"), "figure"), "verb": "other"}
MARKS = ("quoted", "credited")


def articles(half: int, size: int) -> pd.DataFrame | None:
    """Return the articles of one half; halves are cut by topic and day, so that no event is in both."""
    if not SOURCE.is_file():
        return None
    with gzip.open(SOURCE, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    frame = pd.DataFrame(rows)
    group = frame["topic"].astype("str") + "|" + frame["date"].astype("str")
    frame = frame[[int(hashlib.sha256(one.encode()).hexdigest(), 16) % 2 == half for one in group]]
    frame = frame.assign(published=frame["date"], published_precision="day", title=frame["title"].fillna(""))
    return (
        frame[["id", "outlet", "title", "published", "published_precision", "text"]]
        .iloc[:size]
        .reset_index(drop=True)
    )


def planted(frame: pd.DataFrame, each: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the articles with passages put into them, and a row for each passage."""
    rng = np.random.default_rng([seed, 3])
    order = rng.permutation(len(frame))
    texts, rows = frame["text"].tolist(), []
    free = order[len(order) // 2 :].tolist()
    wanted = Counter({name: each for name in (*EDITS, *MARKS)})
    for source in order[: len(order) // 2].tolist():
        kinds = [kind for kind, left in wanted.items() if left > 0]
        if not kinds:
            break
        kinds.sort(key=lambda kind: (-wanted[kind], kind))
        found = _edited(texts[source], kinds, rng)
        if found is None:
            continue
        kind, start, old, new = found
        taker = next((t for t in free if _fits(frame, source, t)), None)
        if taker is None:
            continue
        free.remove(taker)
        line, shown = _dressed(kind, new, frame["outlet"][source])
        at = _gap(texts[taker], rng)
        texts[taker] = texts[taker][:at] + line + shown + "\n\n" + texts[taker][at:]
        begin = at + len(line) + (kind == "quoted")
        end = begin + len(shown) - 2 * (kind == "quoted")
        rows.append((frame["id"][source], frame["id"][taker], start, start + len(old), begin, end, kind))
        wanted[kind] -= 1
    columns = ["source", "taker", "source_start", "source_end", "taker_start", "taker_end", "kind"]
    return frame.assign(text=texts), pd.DataFrame(rows, columns=columns)


def _edited(text: str, kinds: Sequence[str], rng: np.random.Generator) -> tuple[str, int, str, str] | None:
    """Return a kind, and three sentences in a row, of the outlet's own words, before and after its edit."""
    places = _places(text)
    for number in rng.permutation(len(places)).tolist():
        start, end = places[number]
        old = text[start:end]
        for kind in kinds:
            new = old if kind in MARKS else EDITS[kind](old, rng)
            if new is not None and (new != old or kind in MARKS):
                return kind, start, old, new
    return None


def _places(text: str) -> list[tuple[int, int]]:
    """Return where three sentences in a row stand that hold no quotation mark and no address."""
    said, at = [], 0
    for one in sentences(text):
        place = text.find(one, at)
        said.append((place, place + len(one)))
        at = place + len(one)
    runs = [(said[n][0], said[n + 2][1]) for n in range(len(said) - 2)]
    return [
        (start, end)
        for start, end in runs
        if 25 <= len(text[start:end].split()) <= 110 and not re.search(r"[\"“”@©]|https?:", text[start:end])
    ]


def _fits(frame: pd.DataFrame, source: int, taker: int) -> bool:
    return bool(
        frame["outlet"][source] != frame["outlet"][taker]
        and frame["published"][source] < frame["published"][taker]
    )


def _dressed(kind: str, passage: str, outlet: str) -> tuple[str, str]:
    """Return the line before a passage, and the passage as the taker prints it."""
    if kind == "quoted":
        # A quotation over several paragraphs opens each anew and closes once.
        return "", "“" + passage.replace("\n\n", "\n\n“") + "”"
    return (f"According to {outlet}, this is how it went. " if kind == "credited" else ""), passage


def _gap(text: str, rng: np.random.Generator) -> int:
    """Return where a paragraph begins, not the first."""
    places = [match.end() for match in re.finditer("\n\n", text)]
    return places[int(rng.integers(len(places)))] if places else 0


def measured(found: pd.DataFrame, truth: pd.DataFrame) -> pd.DataFrame:
    """Return for each plant whether it was found, how its spans overlap, and the classes of its changes."""
    pairs = defaultdict(list)
    for row in found.itertuples():
        pairs[row.a, row.b].append(row)
    rows = []
    for plant in truth.itertuples():
        best, score = None, 0.0
        for row in pairs.get((plant.source, plant.taker), []):
            here = min(
                _overlap(row.a_start, row.a_end, plant.source_start, plant.source_end),
                _overlap(row.b_start, row.b_end, plant.taker_start, plant.taker_end),
            )
            if here > score:
                best, score = row, here
        classes = re.findall(r"\((\w+)\)(?:;|$)", best.changes) if best else []
        shown = (best.kind, best.changes, best.why) if best else ("", "", "")
        rows.append((plant.source, plant.taker, plant.kind, score, classes, *shown))
    return pd.DataFrame(
        rows, columns=["source", "taker", "planted", "overlap", "classes", "kind", "changes", "why"]
    )


def _overlap(a: int, b: int, c: int, d: int) -> float:
    return (
        max(0, min(b, d) - max(a, c)) / max(b, d, 1)
        if b <= a
        else max(0, min(b, d) - max(a, c)) / (max(b, d) - min(a, c))
    )


def main() -> None:
    """Plant, find and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", type=int, default=1, choices=(0, 1), help="0 was looked at, 1 was not")
    options.add_argument("--size", type=int, default=3000, help="articles")
    options.add_argument("--each", type=int, default=40, help="plants of a kind")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", action="store_true", help="print what went wrong")
    given = options.parse_args()
    frame = articles(given.half, given.size)
    if frame is None:
        print(ABSENT)
        return
    whole, truth = planted(frame, given.each, given.seed)
    start = time.perf_counter()
    found = reuse(whole)
    took = time.perf_counter() - start
    print(f"   {len(whole)} articles, {len(truth)} plants, {len(found)} rows, {took:.1f} s")
    table = measured(found, truth)
    table["found"] = table["overlap"] >= 0.5
    table["right"] = [
        row.classes == ([_FIGURES.get(row.planted, row.planted)] if row.planted in EDITS else [])
        for row in table.itertuples()
    ]
    print(f"   {'planted':12s}{'n':>5s}{'found':>8s}{'overlap':>9s}{'class':>8s}  kinds given")
    for kind, part in table.groupby("planted", sort=False):
        here = part[part["found"]]
        given_kinds = ", ".join(f"{name} {n}" for name, n in Counter(here["kind"]).most_common())
        print(
            f"   {kind:12s}{len(part):5d}{part['found'].mean():8.3f}{here['overlap'].mean():9.3f}"
            f"{here['right'].mean():8.3f}  {given_kinds}"
        )
    here = table[table["found"]]
    figures = {
        "recall": table["found"].mean(),
        "overlap": here["overlap"].mean(),
        "classes": here["right"].mean(),
    }
    print("   " + ", ".join(f"{name} {value:.3f} (aim {AIMS[name]})" for name, value in figures.items()))
    wrong = ~(table["found"] & table["right"]) | ~table["kind"].isin(["unmarked", *MARKS])
    for row in table[wrong].itertuples() if given.show else ():
        print(
            f"   {row.planted}: {row.source} {row.taker} {row.overlap:.2f} {row.kind} "
            f"({row.why[:90]}) {row.changes[:200]}"
        )


if __name__ == "__main__":
    main()
