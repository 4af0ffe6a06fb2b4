"""How well speakers are told: who, what kind, from where, through whom, against 220 that were judged by hand.

``voice_speakers/`` keeps ids and offsets, never text: `attributions.csv` has the sources given to the
resolver, `judged.csv` what a reader says of some of them (the key as a place in the article where it
stands). The first half was looked at while the resolver was written. The second was drawn with it and judged
before it was looked at for anything else; at that moment it had .911 keys, .847 types and .974 countries
right. "via" holds attributions drawn among those said to come through a medium. Only sources whose span is
right count.

    python -m benchmarks.quality_speakers
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framing.corpus.outlets import book
from framing.text.voices.speakers.reading import read
from framing.text.voices.speakers.resolving import Said, Speaker, resolve

HERE = Path(__file__).parent / "voice_speakers"
SHARED = Path(__file__).resolve().parents[2] / "shared"
ABSENT = "   skipped: the articles (../shared/data) are not beside the project"
_WORD = re.compile(r"[\w’'-]+")

Key = tuple[str, str]


def table() -> pd.DataFrame | None:
    """Return how often key, type, country and via are as judged; None where the articles are absent."""
    if not (SHARED / "data").is_dir():
        return None
    texts = _texts()
    given = _rows("attributions.csv")
    articles: dict[Key, list[dict[str, str]]] = defaultdict(list)
    for row in given:
        articles[row["corpus"], row["id"]].append(row)
    found: dict[Key, list[Speaker]] = {}
    for key, rows in articles.items():
        title, text = texts.get(key, ("", ""))
        if hashlib.sha256(f"{title}\n\n{text}".encode()).hexdigest()[:16] == rows[0]["sha256"]:
            found[key] = resolve(title, text, [_said(row, title, text) for row in rows], rows[0]["outlet"])
    counts: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for row in _rows("judged.csv"):
        key = row["corpus"], row["id"]
        if key in found:
            for what, right in _judged(found[key][int(row["nth"])], row, *texts[key]):
                counts[row["half"], what].append(right)
    shares = [(half, what, len(c), sum(c), sum(c) / len(c)) for (half, what), c in sorted(counts.items())]
    return pd.DataFrame(shares, columns=["half", "what", "n", "right", "share"])


def _judged(one: Speaker, row: dict[str, str], title: str, text: str) -> Iterator[tuple[str, bool]]:
    if row["half"] != "via":
        gold = None
        if row["key_part"]:
            whole = title if row["key_part"] == "title" else text
            gold = whole[int(row["key_start"]) : int(row["key_end"])]
        yield "key", one.key == gold or (gold is not None and one.key == read(gold).key)
        yield "type", (one.type or "") == row["type"]
        if one.country:
            yield "country where given", one.country == row["country"]
    if one.via or row["via"]:
        yield "via", (book().resolve(one.via) if one.via else "") == row["via"]


def _said(row: dict[str, str], title: str, text: str) -> Said:
    whole, place = title if row["part"] == "title" else text, int(row["place"])
    word = _WORD.match(whole, place) if row["cue"] == "1" else None
    return Said(
        row["part"],
        (int(row["start"]), int(row["end"])) if row["start"] else None,
        word.group().lower() if word else "",
        place,
        row["quoted"] == "1",
        int(row["inside"]) if row["inside"] else None,
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf8") as lines:
        return list(csv.DictReader(lines))


def _texts() -> dict[Key, tuple[str, str]]:
    """Return title and text of articles as their files have them."""
    found: dict[Key, tuple[str, str]] = {}
    with gzip.open(SHARED / "data/allsides/articles.jsonl.gz", "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            found["allsides", row["id"]] = row["title"] or "", row["text"] or ""
    with (SHARED / "data/huawei/articles.jsonl").open(encoding="utf8") as lines:
        for number, line in enumerate(lines):
            row = {str(k).lower(): v for k, v in json.loads(line).items()}
            found["huawei", str(row.get("id", number))] = row.get("title") or "", row.get("text") or ""
    return found


if __name__ == "__main__":
    shares = table()
    print(ABSENT if shares is None else shares.to_string(index=False, formatters={"share": "{:.3f}".format}))
