"""What a coder sees of each unit, masked, and the key that is kept from them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import numpy as np
import pandas as pd

from framing.coding.cutting import BETWEEN
from framing.coding.masking import TOKEN, Mask, Span, join, masked, packed, people_of, shown, split

__all__ = ["ids", "key", "units", "with_masks"]

#: Characters of a sentence that stands before or after, for context.
_CONTEXT = 600
_WORD = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af]+|[\u2e80-\u9fff\uac00-\ud7af]{1,2}")
_CARRIED = (
    "id", "outlet", "event", "copy_group", "provenance", "third", "score", "stratum", "articles_in_stratum",
    "articles_drawn", "probability_article",
)  # fmt: skip


def with_masks(cut: pd.DataFrame, drawn: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    """Return units with their words as a coder sees them, their id, and what is known of their article.

    Parameters
    ----------
    cut : pandas.DataFrame
        As `framing.coding.cutting` makes it.
    drawn : pandas.DataFrame
        The articles, by the numbers in `row`.
    mask : Mask

    Returns
    -------
    pandas.DataFrame
        With `shown`, the text; `masks`, spans in title or text; `words`, those left to be read; `before` and
        `after`, the units on either side of it in title or text.
    """
    spans: dict[tuple[int, str], list[Span]] = {}
    sources: dict[tuple[int, str], str] = {}
    for row, record in enumerate(drawn.to_dict("records")):
        people = people_of(record)
        title, text = str(record["title"]), str(record["text"])
        sources[row, "headline"], sources[row, "body"] = title, text
        spans[row, "headline"], spans[row, "body"] = mask.spans(title, people), mask.spans(text, people)
        shift = len(title) + len(BETWEEN) * (title != "")
        sources[row, "all"] = title + BETWEEN * (title != "") + text
        both = [*spans[row, "headline"], *((s + shift, e + shift) for s, e in spans[row, "body"])]
        spans[row, "all"] = join(both, sources[row, "all"])
    place = cut["part"].where(cut["part"].isin(["headline", "all"]), "body")
    where = list(
        zip(cut["row"].tolist(), place.tolist(), cut["start"].tolist(), cut["end"].tolist(), strict=True)
    )
    masks = [split(spans[row, part], start, end) for row, part, start, end in where]
    words = [
        masked(sources[row, part][start:end], [(s - start, e - start) for s, e in own])
        for (row, part, start, end), own in zip(where, masks, strict=True)
    ]
    known = drawn[[name for name in _CARRIED if name in drawn.columns]].iloc[cut["row"].to_numpy(np.int64)]
    found = pd.concat([cut.reset_index(drop=True), known.reset_index(drop=True)], axis=1)
    found["shown"], found["masks"] = words, masks
    found["words"] = [len(_WORD.findall(text.replace(TOKEN, " "))) for text in words]
    found["before"], found["after"] = _around(found)
    return found


def _around(found: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return what stands before and after each unit; a long sentence is cut where it is far away."""
    document = [found["row"], found["part"] == "headline"]
    before, after = (found.groupby(document)["shown"].shift(by).fillna("") for by in (1, -1))
    long = "…"
    return (
        before.where(before.str.len() <= _CONTEXT, long + before.str[-_CONTEXT:]),
        after.where(after.str.len() <= _CONTEXT, after.str[:_CONTEXT] + long),
    )


def ids(found: pd.DataFrame) -> list[str]:
    """Return an id for each unit that stays the same in another draw, and names nothing."""
    columns = ["id", "part", "start", "end", "target", "mention_start", "mention_end"]
    rows = found[[name for name in columns if name in found.columns]].astype("str").fillna("")
    # A letter in front: a spreadsheet takes 123456789012 and 12345678e901 for numbers.
    return [
        "u" + hashlib.sha256("\x1f".join(row).encode("utf8", "surrogatepass")).hexdigest()[:12]
        for row in rows.itertuples(index=False)
    ]


def key(taken: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the key of the units drawn: where each is from, and how probable it was."""
    columns = [
        "unit", "outlet", "event", "copy_group", "provenance", "part", "voice", "start", "end", "score",
        "third", "stratum", "articles_in_stratum", "articles_drawn", "units_in_article",
        "probability_article", "probability_unit", "hit",
    ]  # fmt: skip
    found = taken[columns].assign(
        article=taken["id"],
        kind=kind,
        probability=taken["probability_article"] * taken["probability_unit"],
        masked=[packed(spans) for spans in taken["masks"]],
    )
    for name in ("target", "mention_start", "mention_end"):
        if name in taken.columns:
            found[name] = taken[name]
    return found.sort_values("unit", ignore_index=True)


def units(taken: pd.DataFrame, kind: str, order: Callable[[str], float]) -> pd.DataFrame:
    """Return the units as coders see them, in a drawn order.

    Parameters
    ----------
    taken : pandas.DataFrame
        Units drawn.
    kind : str
    order : callable
        From a unit's id to the number by which it is put in order.
    """
    rows = []
    for row in taken.to_dict("records"):
        found = {"unit": row["unit"], "kind": kind, "before": row["before"], "text": row["shown"]}
        found["after"] = row["after"]
        spans = [(s - row["start"], e - row["start"]) for s, e in row["masks"]]
        if kind == "article":
            found["title_end"] = shown(spans, row["title_end"])
        if kind == "mention":
            begin, end = (shown(spans, row[name] - row["start"]) for name in ("mention_start", "mention_end"))
            # A mention that is hidden is marked as it is shown.
            found |= {"mark_start": begin, "mark_end": end if end > begin else begin + len(TOKEN)}
            found["target"] = row["target"]
        rows.append(found)
    table = pd.DataFrame(rows).sort_values("unit", key=lambda column: column.map(order), ignore_index=True)
    table.insert(1, "number", np.arange(1, len(table) + 1))
    return table
