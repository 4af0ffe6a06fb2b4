"""Articles of our own words that show how voices are told apart."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

import framing as fr


class Span(NamedTuple):
    """A span of the table, with its words."""

    part: str
    voice: str
    speaker: str | None
    text: str
    attribution: int


def frame(*texts: str, titles: tuple[str, ...] = (), **columns: object) -> pd.DataFrame:
    """Return articles of the given texts."""
    names = [f"a{i}" for i in range(len(texts))]
    return pd.DataFrame(
        {
            "id": names,
            "outlet": "harbour_courier",
            "title": list(titles) or [""] * len(texts),
            "text": list(texts),
            **columns,
        }
    )


def spans(text: str, title: str = "") -> list[Span]:
    """Return the spans of one article."""
    table = fr.sources.voices(frame(text, titles=(title,)))
    return [
        Span(
            r.part,
            r.voice,
            r.speaker if isinstance(r.speaker, str) else None,
            (title if r.part == "headline" else text)[r.start : r.end],
            r.attribution,
        )
        for r in table.itertuples()
    ]


def voiced(text: str, title: str = "") -> list[tuple[str, str]]:
    """Return what is somebody's, with its voice, stripped of the space about it."""
    return [(s.voice, s.text.strip()) for s in spans(text, title) if s.voice != "outlet"]
