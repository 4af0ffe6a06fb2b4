"""Quality of finding copies: copies planted in real articles, found again; passages against difflib.

    python benchmarks/quality_copies.py [--half held] [--sources 500] [--outlets 0] [--background]

Articles are halved by a hash of their id: rules were chosen on the half "developed"; "held" is what
figures are quoted from. Of each source there are planted, each with an outlet drawn by lot: the text
itself; its first half; its first five paragraphs; 3 and 10 per cent of its words changed; the text with
another source's behind it; three paragraphs of it inside an article that is not in the corpus. Real
articles stand in ``../shared``; where they are absent the run says so and ends.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import hashlib
import json
import re
import time
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

import framing as fr

SOURCE = Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "allsides" / "articles.jsonl.gz"
HALVES = {"developed": 0, "held": 1}
KINDS = ("exact", "half", "five", "changed3", "changed10", "merged", "inserted")
#: What is aimed at.
RECALL, INSERTED, PRECISION, OVERLAP = 0.98, 0.92, 0.97, 0.99


class Planted(NamedTuple):
    """Sources and plants as articles; for each article the sources whose text it holds."""

    articles: pd.DataFrame
    holds: dict[str, frozenset[str]]
    truth: list[tuple[str, str, str]]


def real(half: str) -> pd.DataFrame:
    """Return the articles of one half."""
    with gzip.open(SOURCE, "rt", encoding="utf8") as stream:
        frame = pd.DataFrame([json.loads(line) for line in stream])
    side = frame["id"].map(lambda id_: hashlib.sha256(str(id_).encode()).digest()[0] % 2)
    frame = frame[side == HALVES[half]].reset_index(drop=True)
    return frame.assign(id=frame["id"].astype(str))[["id", "outlet", "title", "text"]]


def paragraphs(text: str) -> list[str]:
    """Cut a text at blank lines."""
    return [part for part in re.split(r"\n\s*\n", text) if part.strip()]


def changed(text: str, share: float, words: list[str], rng: np.random.Generator) -> str:
    """Put other words for a share of a text's words."""
    parts = re.split(r"(\s+)", text)
    at = [i for i in range(0, len(parts), 2) if parts[i]]
    for i in rng.choice(len(at), max(1, round(share * len(at))), replace=False).tolist():
        parts[at[i]] = words[int(rng.integers(len(words)))]
    return "".join(parts)


def plant(pool: pd.DataFrame, sources: int, outlets: int, background: bool, seed: int) -> Planted:
    """Plant copies of some articles among them (and, as background, among all the others)."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(pool))
    some = pool.iloc[order[:sources]].reset_index(drop=True)
    hosts = pool.iloc[order[sources : 2 * sources]].reset_index(drop=True)
    rest = pool.iloc[order[2 * sources :]] if background else pool.iloc[:0]
    names = [f"outlet {i}" for i in range(outlets)] if outlets else sorted(pool["outlet"].unique())
    if outlets:
        some = some.assign(outlet=[names[int(rng.integers(outlets))] for _ in range(len(some))])
    words = [word for text in hosts["text"][:50] for word in text.split() if word.isalpha()]
    rows: list[dict[str, Any]] = []
    holds = {id_: frozenset([id_]) for id_ in some["id"]} | {id_: frozenset() for id_ in rest["id"]}
    truth = []
    for i, (id_, title, text) in enumerate(zip(some["id"], some["title"], some["text"], strict=True)):
        other = (i + 1) % len(some)
        cut, host = paragraphs(text), paragraphs(hosts["text"][i])
        begin, at = int(rng.integers(max(1, len(cut) - 2))), int(rng.integers(len(host) + 1))
        made = {
            "exact": text,
            "half": " ".join(text.split(" ")[: len(text.split(" ")) // 2]),
            "five": "\n\n".join(cut[:5]),
            "changed3": changed(text, 0.03, words, rng),
            "changed10": changed(text, 0.10, words, rng),
            "merged": f"{text}\n\n{some['text'][other]}",
            "inserted": "\n\n".join([*host[:at], *cut[begin : begin + 3], *host[at:]]),
        }
        for kind, planted in made.items():
            new = f"{hashlib.sha256(f'{seed}{kind}{id_}'.encode()).hexdigest()[:16]}"
            outlet = names[int(rng.integers(len(names)))]
            rows.append({"id": new, "outlet": outlet, "title": title, "text": planted})
            of = [id_, some["id"][other]] if kind == "merged" else [id_]
            holds[new] = frozenset(of)
            truth += [(source, new, kind) for source in of]
    frame = pd.concat([some, rest, pd.DataFrame(rows)], ignore_index=True)
    return Planted(frame, holds, truth)


def measure(planted: Planted) -> None:
    """Print recall by kind of plant, precision, and what became one group."""
    start = time.process_time()
    found = fr.wire.copies(planted.articles)
    seconds = time.process_time() - start
    kind = {frozenset(pair): kind for *pair, kind in found[["a", "b", "kind"]].itertuples(index=False)}
    grouped = fr.wire.group_copies(planted.articles).set_index("id")["copy_group"]
    print(f"   {len(planted.articles):,} articles, {len(found):,} pairs, {seconds:.1f} s")
    total = []
    for name in KINDS:
        pairs = [(a, b) for a, b, of in planted.truth if of == name]
        told = [kind.get(frozenset(pair)) for pair in pairs]
        total += told
        recall = np.mean([k is not None for k in told])
        same = np.mean([grouped[a] == grouped[b] for a, b in pairs])
        shares = " ".join(f"{k} {np.mean([t == k for t in told]):.2f}" for k in ("exact", "near", "part"))
        aim = INSERTED if name == "inserted" else RECALL
        print(f"   {name:<10} recall {recall:.3f} {_met(recall, aim)}  {shares}  one group {same:.3f}")
    recall = np.mean([k is not None for k in total])
    print(f"   all        recall {recall:.3f} {_met(recall, RECALL)}")
    right = np.array([bool(planted.holds[a] & planted.holds[b]) for a, b in found[["a", "b"]].to_numpy()])
    plain = {id_ for id_, of in planted.holds.items() if of == frozenset([id_]) or not of}
    real_pair = np.array([a in plain and b in plain for a, b in found[["a", "b"]].to_numpy()])
    direct = {frozenset((a, b)) for a, b, _ in planted.truth}
    hit = sum(pair in direct for pair in kind)
    # A pair of two real articles may share text in truth; strictly it counts as wrong.
    strict = float(right.mean())
    print(f"   precision, every pair that no plant explains wrong: {strict:.4f} {_met(strict, PRECISION)}")
    wrong = int((~right).sum())
    print(f"   the same over plants and their sources alone: {hit / (hit + wrong):.4f}")
    print(f"   of {wrong} pairs not explained, {int((~right & real_pair).sum())} are of two real articles")
    _chains(planted, grouped)


def _chains(planted: Planted, grouped: pd.Series) -> None:
    """Print how many groups hold two articles without a common source."""
    some = grouped.dropna()
    chained = 0
    for ids in some.groupby(some).groups.values():
        of = [planted.holds[id_] for id_ in ids if planted.holds[id_]]
        chained += bool(of) and not frozenset.intersection(*of)
    print(f"   {some.nunique()} groups, {chained} with articles that have no source in common")


def overlap(planted: Planted, pairs: int, seed: int) -> None:
    """Print how far passages agree with difflib, which reads word by word."""
    from framing.text.overlap.passages import GAP, passages
    from framing.text.overlap.shingles import Pairs
    from framing.text.tokens import tokenize

    rng = np.random.default_rng(seed)
    text = dict(zip(planted.articles["id"], planted.articles["text"], strict=True))
    some = [planted.truth[i] for i in rng.choice(len(planted.truth), pairs, replace=False)]
    tokens = tokenize([text[id_] for a, b, _ in some for id_ in (a, b)])
    keys = tokens.vocabulary.of_token
    first = 2 * np.arange(pairs)
    start = time.process_time()
    found = passages(tokens, Pairs(first, first + 1, np.zeros(pairs, np.int64)))
    seconds = time.process_time() - start
    both, either, by_kind = 0, 0, {name: [0, 0] for name in KINDS}
    for pair, (_, _, kind) in enumerate(some):
        begin_a, begin_b, end = tokens.docs[2 * pair : 2 * pair + 3].tolist()
        matcher = difflib.SequenceMatcher(
            None, keys[begin_a:begin_b].tolist(), keys[begin_b:end].tolist(), False
        )
        blocks: list[list[int]] = []
        for a, b, size in matcher.get_matching_blocks():
            if size < 5:
                continue
            near = blocks and a - blocks[-1][1] <= GAP and b - blocks[-1][2] <= GAP
            blocks[-1:] = (
                [[blocks[-1][0], a + size, b + size]] if near else [*blocks[-1:], [a, a + size, b + size]]
            )
        theirs = {i for s, e, _ in blocks for i in range(s, e)}
        here = found.pair == pair
        ours = {
            i - begin_a
            for s, e in zip(found.a_start[here].tolist(), found.a_end[here].tolist(), strict=True)
            for i in range(s, e)
        }
        by_kind[kind][0] += len(ours & theirs)
        by_kind[kind][1] += len(ours | theirs)
        both, either = both + len(ours & theirs), either + len(ours | theirs)
    print(
        f"   passages against difflib, {pairs} pairs: IoU {both / either:.4f} "
        f"{_met(both / either, OVERLAP)}, {1000 * seconds / pairs:.2f} ms a pair"
    )
    print("   " + "  ".join(f"{name} {b / max(e, 1):.4f}" for name, (b, e) in by_kind.items()))


def _met(value: float, aim: float) -> str:
    return f"(aim {aim:g}{'' if value >= aim else ', MISSED'})"


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--half", choices=sorted(HALVES), default="held")
    parser.add_argument("--sources", type=int, default=500)
    parser.add_argument("--outlets", type=int, default=0, help="share all articles out over so few outlets")
    parser.add_argument("--background", action="store_true", help="all other articles of the half stand by")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not SOURCE.is_file():
        print("skipped: the articles (../shared/data/allsides) are not beside the project")
        return
    warnings.simplefilter("ignore", fr.FramingWarning)
    planted = plant(real(options.half), options.sources, options.outlets, options.background, options.seed)
    print(f"Copies planted in real articles, half {options.half!r}, seed {options.seed}")
    measure(planted)
    overlap(planted, min(300, len(planted.truth)), options.seed)


if __name__ == "__main__":
    main()
