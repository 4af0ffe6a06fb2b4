"""Tables of events, coverage, reuse, pairs and agency copy, small and made up, for the tests of figures."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np
import pandas as pd

from framing import schema

ITEMS = {
    "named": (
        ("Ana Marlow", "person"),
        ("118.7 billion USD", "sum"),
        ("the Fishers' Union of the Northern Isles and of the Outer Banks", "body"),
        ("12 January", "date"),
    ),
    "term": (("win-win", "term"), ("concern*", "term")),
    "statement": (
        (
            "The two sides agreed to reopen the route by the first of March, said an official who had been "
            "in the room when the document was signed",
            "statement",
        ),
    ),
}


def events(
    count: int,
    outlets=("global_times", "national_post", "xinhua"),
    bare: float = 0.1,
    days: int = 20,
    seed: int = 1,
    provenance: str = "illustrative",
) -> pd.DataFrame:
    """Articles on so many events; the odd ones are covered by one outlet alone."""
    rng = np.random.default_rng(seed)
    rows = []
    for event in range(count):
        first = pd.Timestamp("2025-12-20", tz="UTC") + pd.Timedelta(days=int(rng.integers(0, days)))
        for outlet in outlets[: 1 if event % 2 else len(outlets)]:
            for _ in range(int(rng.integers(1, 4))):
                when = pd.NaT if rng.random() < bare else first + pd.Timedelta(hours=int(rng.integers(0, 60)))
                rows.append(
                    dict(
                        id=f"{len(rows):05d}",
                        outlet=outlet,
                        event=f"talks_{event:03d}",
                        title=f"Talks number {event} open in the harbour",
                        text=" ".join(["word"] * int(rng.integers(80, 900))),
                        published=when,
                        published_precision="none" if when is pd.NaT else "minute",
                        provenance=provenance,
                    )
                )
    return schema.check(pd.DataFrame(rows), "articles")


def coverage(outlets=("global_times", "xinhua"), provenance="illustrative", seed=4) -> pd.DataFrame:
    """Items of each level: some found in all outlets, some a gap, some in too few articles to tell."""
    rng = np.random.default_rng(seed)
    sizes = {outlet: 6 + 5 * (place % 4) for place, outlet in enumerate(outlets)}
    rows = []
    for level, items in ITEMS.items():
        for rank, (item, kind) in enumerate(items, 1):
            for place, outlet in enumerate(outlets):
                n = sizes[outlet]
                articles = 0 if (rank + place) % 3 == 0 else int(rng.integers(1, n + 1))
                found = "found" if articles else "not_found" if n > 8 else "too_few"
                row = dict(
                    item=item, kind=kind, level=level, label=item, rank=rank, outlet=outlet, event="talks"
                )
                row |= dict(articles=articles, n_articles=n, share=articles / n, finding=found, recall=0.9)
                row |= dict(fewer=articles == 1, provenance=provenance)
                rows.append(row)
    return schema.check(pd.DataFrame(rows), "coverage")


def reuse(outlets=("global_times", "xinhua"), provenance="illustrative", seed=5) -> pd.DataFrame:
    """Passages of every pair of outlets, of each kind and direction in turn, and one of boilerplate."""
    rng = np.random.default_rng(seed)
    kinds, ways = ("unmarked", "credited", "quoted", "shared_source"), ("a_to_b", "b_to_a", "unknown")
    rows = []
    for number, (a, b) in enumerate(permutations(outlets, 2)):
        for part in range(1 + number % 3):
            row = dict(a=f"{a}{part}", b=f"{b}{part}", a_outlet=a, b_outlet=b, a_start=0, a_end=9, b_start=3)
            row |= dict(b_end=12, words=int(rng.integers(12, 200)), kind=kinds[(number + part) % 4])
            row |= dict(direction=ways[(number + part) % 3], provenance=provenance, n_changes=part)
            rows.append(row)
    if rows:
        rows.append({**rows[0], "kind": "template"})
    return schema.check(pd.DataFrame(rows), "reuse") if rows else schema.empty("reuse")


#: Sentences of one fact each, and in each the words that frame it.
TOLD = (
    ("The regime of Odra slapped a fee of 40 crowns on every ferry.", "regime; slapped"),
    ("A fee of 40 crowns is to be raised on ferries, an official confirmed.", "confirmed"),
    (
        "Voters who were asked in the harbour towns on the second Sunday of the month said, by more than "
        "two to one and whatever their party, that closer ties with the north would perhaps be worth a "
        "try, though half of them would rather see the mayor, whom they called hopeless, talk of the "
        "price of bread, of the ferries that stay in port whenever it rains, and of the school.",
        "perhaps; hopeless",
    ),
    ("More than half of all voters back closer ties, a survey shows.", ""),
)


def pairs(outlets=("global_times", "xinhua"), provenance="illustrative") -> pd.DataFrame:
    """Two facts of every two outlets, the longer one quoted; the surer of the first differs more."""
    rows = []
    for number, (a, b) in enumerate(combinations(outlets, 2)):
        for fact in range(2):
            row = dict(fact=f"{2 * number + fact:016x}", event="talks", a=f"{a}1", b=f"{b}1", a_outlet=a)
            row |= dict(b_outlet=b, a_start=90 * fact, a_end=90 * fact + 80, b_start=7, b_end=80)
            for side, (sentence, framing) in zip("ab", TOLD[2 * fact : 2 * fact + 2], strict=True):
                # Of one more bridge each, so that no sentence stands twice.
                row[f"{side}_sentence"] = f"{sentence[:-1]}, at bridge {number}."
                row[f"{side}_framing"] = framing
            if fact:
                row |= dict(a_voice="quoted", a_speaker="the Fishers' Union of the Northern Isles")
            row |= dict(kinds="tone; sure" if fact else "loaded; trust", tone=-2.0 * fact, sure=-1.0 * fact)
            row |= dict(
                loaded=1.0 - fact, trust=-1.0 + fact, probability=0.9, framing=3.0 - fact - number / 99
            )
            rows.append(row | dict(provenance=provenance))
    return schema.check(pd.DataFrame(rows), "pairs") if rows else schema.empty("pairs")


def agency_share(outlets=("global_times", "xinhua"), provenance="illustrative") -> pd.DataFrame:
    """Two agencies and one unnamed; the first outlet has none of them."""
    rows = []
    for place, group in enumerate(outlets):
        n = 7 + 6 * place
        parts = [("afp", "full_reprint", place), ("reuters", "partly_based", place // 2)]
        parts += [("unnamed", "full_reprint", int(place > 1)), ("reuters", "cites", 1)]
        copied = sum(k for _, role, k in parts if role != "cites")
        whole = [("all", "copy", copied), ("all", "cites", 1)]
        for wire, role, count in [*whole, *(part for part in parts if part[2])]:
            row = dict(group=group, wire=wire, wire_role=role, articles=count, n_articles=n, share=count / n)
            row |= dict(words=300 * count, n_words=500 * n, share_of_words=0.6 * count / n)
            row |= dict(provenance=provenance, note="fragile: 7 articles" if n < 8 else "")
            bounds = dict(low=0.5 * count / n, high=min(1.0, (count + 2) / n)) if role == "copy" else {}
            rows.append(row | bounds)
    return schema.check(pd.DataFrame(rows), "agency_share")
