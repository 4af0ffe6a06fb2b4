"""Articles into units that can be coded: sentences, mentions with their sentence, or whole articles.

Every sentence has its place, its part, and the voice that most of it is in. Nothing is drawn here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.errors import FramingError, brief
from framing.text.tokens import sentence_spans, tokenize
from framing.text.voices.table import leads

__all__ = ["BETWEEN", "articles_whole", "mentions", "sentences"]

#: What stands between title and text where an article is shown whole.
BETWEEN = "\n\n"
_COLUMNS = ["row", "part", "start", "end", "words", "voice"]


def sentences(frame: pd.DataFrame, voices: pd.DataFrame | None) -> pd.DataFrame:
    """Return the sentences of titles and texts, in order of reading.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    voices : pandas.DataFrame, optional
        The table `voices`; without one all are of voice "all".

    Returns
    -------
    pandas.DataFrame
        `row` of the article in the frame, `part`, `start`, `end` (code points, in title where part is
        headline), `words`, and `voice`: whose words most of its characters are.
    """
    size = len(frame)
    documents = [*frame["title"].tolist(), *frame["text"].tolist()]
    tokens = tokenize(pa.array(documents, pa.large_string()))
    first = tokens.sentences[tokens.sentences < len(tokens.ids)]
    if not len(first):
        return pd.DataFrame({name: [] for name in _COLUMNS})
    document = tokens.doc_of(first)
    spans = np.array(sentence_spans(tokens, [documents[d] for d in document], first), np.int64)
    row, start, end = document % size, spans[:, 0], spans[:, 1]
    lead = leads(frame)[row]
    inside = (start >= lead[:, 0]) & (start < np.maximum(lead[:, 1], 1))
    part = np.where(document < size, "headline", np.where(inside, "lead", "body")).astype(object)
    found = pd.DataFrame(
        {
            "row": row,
            "part": part,
            "start": start,
            "end": end,
            "words": np.diff(np.append(first, len(tokens.ids))),
            "voice": "all",
        }
    )
    if voices is not None:
        found["voice"] = _voice_of(found, voices, frame["id"])
    order = np.lexsort([found["start"], (found["part"] != "headline"), found["row"]])
    return found.iloc[order].reset_index(drop=True)


def _voice_of(found: pd.DataFrame, voices: pd.DataFrame, ids: pd.Series) -> list[str]:
    """Return for each span the voice with most of its characters; of equals, the one that comes first."""
    numbers = pd.Series(np.arange(len(ids)), index=ids.to_numpy(dtype=object))
    spoken = voices[voices["article"].isin(ids)]
    place = (
        numbers.loc[spoken["article"].to_numpy(dtype=object)].to_numpy() * 2
        + (spoken["part"] != "headline").to_numpy()
    )
    order = np.lexsort([spoken["start"], place])
    starts = spoken["start"].to_numpy(np.int64)[order]
    ends = spoken["end"].to_numpy(np.int64)[order]
    named = spoken["voice"].to_numpy(dtype=object)[order]
    places = place[order]
    where = found["row"].to_numpy(np.int64) * 2 + (found["part"] != "headline").to_numpy()
    low, high = np.searchsorted(places, where, "left"), np.searchsorted(places, where, "right")
    result = []
    for s, e, i, j in zip(
        found["start"].tolist(), found["end"].tolist(), low.tolist(), high.tolist(), strict=True
    ):
        at = i + max(int(np.searchsorted(starts[i:j], s, "right")) - 1, 0)
        most: dict[str, int] = {}
        while at < j and starts[at] < e:
            most[named[at]] = most.get(named[at], 0) + max(0, min(e, int(ends[at])) - max(s, int(starts[at])))
            at += 1
        result.append(max(most, key=lambda voice: most[voice]) if most else "outlet")
    return result


def articles_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each article as one unit: its title, a blank line, and its text."""
    length = frame["title"].str.len() + len(BETWEEN) * (frame["title"] != "") + frame["text"].str.len()
    return pd.DataFrame(
        {
            "row": np.arange(len(frame)),
            "part": "all",
            "start": 0,
            "end": length.astype("int64"),
            "words": frame["text"].str.split().str.len().astype("int64"),
            "voice": "all",
            "title_end": frame["title"].str.len().astype("int64"),
        }
    )


def mentions(frame: pd.DataFrame, cut: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a unit for each mention: the sentence it stands in, and where in it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    cut : pandas.DataFrame
        Their `sentences`.
    table : pandas.DataFrame
        With `article`, `part`, `start`, `end`, as evidence and mentions have them; `target` or `referent`
        says of whom it is, `voice` whose words the mention is part of.

    Raises
    ------
    FramingError
        A column is missing.
    """
    for name in ("article", "part", "start", "end"):
        if name not in getattr(table, "columns", ()):
            raise FramingError(
                f"mentions, hits: column {name!r} is missing; give a table of framing.mentions or evidence"
            )
    numbers = {str(key): row for row, key in enumerate(frame["id"])}
    named = next((name for name in ("target", "referent", "term") if name in table.columns), None)
    if named == "target" and table["target"].isna().all():
        named = "term" if "term" in table.columns else None
    places = _places(cut)
    found: list[dict[str, Any]] = []
    columns = ["article", "part", "start", "end", *([named] if named else []), *_voice_column(table)]
    for given in table[columns].to_dict("records"):
        row = numbers.get(str(given["article"]))
        if row is None:
            continue
        starts, rows = places.get((row, given["part"] == "headline"), ([], []))
        at = int(np.searchsorted(starts, given["start"], "right")) - 1
        if at < 0 or given["end"] > cut["end"].iat[rows[at]]:
            raise FramingError(
                f"mentions: {brief(given['article'])}, {given['part']} {given['start']} to {given['end']} "
                "is in no sentence; was the table made from these articles?"
            )
        unit = cut.iloc[rows[at]].to_dict()
        voice = given.get("voice")
        found.append(
            unit
            | {
                "target": given[named] if named else None,
                "mention_start": given["start"],
                "mention_end": given["end"],
            }
            | ({"voice": voice} if isinstance(voice, str) else {})
        )
    return pd.DataFrame(found, columns=[*cut.columns, "target", "mention_start", "mention_end"])


def _voice_column(table: pd.DataFrame) -> list[str]:
    return ["voice"] if "voice" in table.columns and not (table["voice"] == "all").all() else []


def _places(cut: pd.DataFrame) -> dict[tuple[int, bool], tuple[Sequence[int], Sequence[int]]]:
    headline = cut["part"] == "headline"
    found: dict[tuple[int, bool], tuple[list[int], list[int]]] = {}
    for at, (row, title, start) in enumerate(zip(cut["row"], headline, cut["start"], strict=True)):
        starts, rows = found.setdefault((int(row), bool(title)), ([], []))
        starts.append(int(start))
        rows.append(at)
    return found  # type: ignore[return-value]
