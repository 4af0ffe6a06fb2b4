"""The articles with voices marked: whose words each passage is, to be read and to be filtered.

The page holds texts and the ends of their spans; what is seen of them is made by the page's script.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from framing.report.material import Material, safe_url
from framing.views import numbers as numbers
from framing.views import vocabulary

#: Where it stands on the page.
PLACE = 235
ANCHOR = "articles"
#: What the page calls the data of `pack`.
PACKED = "marked"
TITLE = "Articles with voices marked"
TEMPLATE = "marked.html"

#: Most articles on the page, most characters of all of them, and of one.
ARTICLES, CHARACTERS, LONGEST = 60, 400_000, 30_000
VOICES = ("outlet", "quoted", "reported")


def content(material: Material) -> dict[str, Any] | None:
    """Return the list of articles on the page, or None where voices weren't told apart in full."""
    rows = _chosen(material)
    if not rows:
        return None
    groups: dict[str, list[tuple[int, str]]] = {}
    for number, row in enumerate(rows):
        group = material.names.outlet(str(row[material.by]), str(row["provenance"]))
        date = "undated" if pd.isna(row["published"]) else numbers.dates(row["published"], row["published"])
        title = str(row["title"]) or "(no headline)"
        groups.setdefault(group, []).append((number, f"{title} ({date})"))
    total = len(_known(material))
    return {
        "groups": sorted(groups.items()),
        "shown": numbers.count(len(rows)),
        "total": numbers.several(total, "article"),
        "left_out": total - len(rows),
    }


def pack(material: Material) -> dict[str, Any] | None:
    """Return what the page's script needs.

    Returns
    -------
    dict or None
        `people`: [name, kind, country]; `words`: cues and media; `articles`: {id, kinds, title, url,
        head, body, text, cut}, `kinds` being the numbers of outlet and genre, `head` and `body` spans [end,
        voice, person, cue, medium, attribution] in code points of title and text, a cue or medium of -1
        being none, and `cut` 1 where the text goes on.
    """
    rows = _chosen(material)
    if not rows:
        return None
    people: dict[tuple[str, str, str], int] = {}
    words: dict[str, int] = {}
    voices = material.tables["voices"]
    voices = voices[voices["article"].isin([row["id"] for row in rows])]
    spans = dict(iter(voices.groupby(voices["article"].astype(str))))
    articles = []
    for row in rows:
        own = spans[str(row["id"])].sort_values("start", kind="stable")
        head = own["part"].astype(str) == "headline"
        text = material.texts.text(str(row["id"]))
        articles.append(
            {
                "id": str(row["id"]),
                "kinds": material.facets.article(row),
                "title": str(row["title"]),
                "url": safe_url(row["url"]),
                "head": [*_spans(own[head], people, words)],
                "body": [*_spans(own[~head & (own["start"] < LONGEST)], people, words)],
                "text": text[:LONGEST],
                "cut": int(len(text) > LONGEST),
            }
        )
    return {"people": [list(person) for person in people], "words": list(words), "articles": articles}


def _spans(
    own: pd.DataFrame, people: dict[tuple[str, str, str], int], words: dict[str, int]
) -> Iterator[list[int]]:
    for row in own.to_dict("records"):
        voice = VOICES.index(str(row["voice"]))
        if not voice:
            yield [int(row["end"]), 0]
            continue
        name = _text(row["speaker_key"]) or _text(row["speaker"])
        kind = vocabulary.SPEAKER.get(_text(row["speaker_type"]), "")
        person = (name, kind, _text(row["speaker_country"]))
        yield [
            int(row["end"]),
            voice,
            people.setdefault(person, len(people)),
            _place(words, _text(row["cue"])),
            _place(words, _text(row["via"])),
            int(row["attribution"]),
        ]


def _place(words: dict[str, int], word: str) -> int:
    return words.setdefault(word, len(words)) if word else -1


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _known(material: Material) -> pd.DataFrame:
    """Return the articles that have spans and are no stubs."""
    if "voices" not in material.tables or material.tables["voices"].empty:
        return material.articles.iloc[:0]
    frame = material.articles
    spoken = frame["id"].isin(material.tables["voices"]["article"])
    return frame[spoken & (frame["status"].astype(str) == "full")]


def wanted(material: Material) -> set[str]:
    """Return the articles whose texts are read: those that stand on the page where there is room."""
    return set(material.once(_first)["id"].astype(str))


def _first(material: Material) -> pd.DataFrame:
    """Return as many articles as may be on the page: all, or of many one of each group in turn, by date.

    Those whose headlines stand side by side, and lead here, come first.
    """
    frame, headed = _known(material), material.table("headlines")
    frame = frame.assign(
        group=frame[material.by].astype(str), day=frame["published"].astype(str).fillna("9999"),
        rest=True if headed is None else ~frame["id"].isin(headed["article"]),
    ).sort_values(["group", "day", "id"], kind="stable")  # fmt: skip
    turn = frame.groupby(["rest", "group"], sort=False).cumcount()
    return frame.assign(turn=turn).sort_values(["rest", "turn", "group"], kind="stable").head(ARTICLES)


def list_shown(material: Material) -> set[str]:
    """Return the articles that stand on the page, each as `article-ID`."""
    return {str(row["id"]) for row in _chosen(material)}


def _chosen(material: Material) -> list[Mapping[str, Any]]:
    """Choose articles, until the page is full."""
    first = material.once(_first)
    size = [min(len(material.texts.text(key)), LONGEST) for key in first["id"].astype(str)]
    kept = first[np.cumsum(size) <= CHARACTERS]
    return kept.sort_values(["group", "day", "id"], kind="stable").to_dict("records")
