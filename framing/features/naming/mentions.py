"""Articles in, mentions out: where each referent is named, in what form and voice, beside which words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, checked, light, over
from framing.features.cells import PARTS, Cells, Voices, Way, cells, check_voices, way_of
from framing.features.columns import detailed, gathered, taken
from framing.features.naming.beside import beside
from framing.features.naming.finding import Found, find
from framing.features.naming.referents import Given, Referents, referents
from framing.features.naming.wordclasses import classes
from framing.schema import check, empty
from framing.text.overlap import shingles

__all__ = ["CARRIED", "found_mentions", "mentions"]

#: Columns of the articles that a comparison asks for.
CARRIED = ("event", "genre", "copy_group", "wire_role", "provenance")
#: Columns that are found in the text, and those of them that are numbers.
_FOUND = ("part", "voice", "referent", "form", "text", "title", "before", "after")
_NUMBERS = ("row", "start", "end")


def mentions(articles: Articles, referents: Given, *, voices: Voices = "full") -> pd.DataFrame:
    """List where each referent is named, and how.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; other columns as in the table `articles`.
    referents : str, path, mapping or pandas.DataFrame
        A shipped set ("visits"), a TOML or CSV file, ``{referent: {"aliases": [...], "exclude": [...]}}``, or
        a ticked table of `suggest_aliases`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`.

    Returns
    -------
    pandas.DataFrame
        The table `mentions`, a row a mention, in the order of the articles and of reading. `form` is the
        alias as the set writes it; `before` are adjectives and nouns in front, `after` a verb behind. Of
        more than 20,000 articles, columns of text are categories.

    Raises
    ------
    FramingError
        The table or the referents are not what they should be: an unknown set, a referent without alias,
        an alias of two.

    Notes
    -----
    The longest alias wins: "China's Taiwan", if it is an alias, is one mention. If it is none, the name of
    one referent in the possessive before that of another, with no noun behind, still is one mention, of the
    second ("China's" as an alias of the first parts them). A word of an alias in lower case may be written
    with capitals; capitals must stand, and initialisms count with points or without. A family name behind
    somebody else's given name doesn't count; where the set tells no given name of it, any may stand before it
    and is part of the mention, in the form of the alias. Nor does May in a date. Descriptions count for the
    nearest bearer named before them in the article, or behind where none is before.

    Examples
    --------
    >>> articles = pd.DataFrame(
    ...     {"id": ["a"], "outlet": ["x"], "text": ["Taiwan thanked Ana Ruiz. The island needs gas."]}
    ... )
    >>> set_ = {"Taiwan": {"aliases": ["Taiwan"], "descriptions": ["the island"]}}
    >>> mentions(articles, set_, voices=None)[["form", "text", "after"]].values.tolist()
    [['Taiwan', 'Taiwan', 'thanked'], ['the island', 'The island', 'needs']]
    """
    found, _ = found_mentions(articles, referents, voices)
    return found


def found_mentions(
    articles: Articles, given: Given, voices: Voices, *, words: bool = True
) -> tuple[pd.DataFrame, Referents]:
    """Return the mentions and what was looked for; without `words`, not what stands beside them."""
    wanted = referents(given)
    names = check_voices(voices)
    way, beside = way_of(voices)
    articles = checked(articles)
    frame = light(articles)
    parts = over(articles, Naming(wanted, way, names, words), what="mentions", beside=beside)
    found = gathered(parts.each("mentions"))
    row = found.pop("row").to_numpy(np.int64)
    groups = shingles.groups(shingles.prints_of(parts, len(frame)), frame["copy_group"])
    columns = {name: groups if name == "copy_group" else frame[name] for name in ("outlet", *CARRIED)}
    place = found["part"].map({part: i for i, part in enumerate(PARTS)}).to_numpy(np.int64)
    # The lead is not always the first paragraph: a subhead may stand before it.
    order = np.lexsort([found["start"].to_numpy(np.int64), place > 0, row])
    found, row = found.iloc[order].reset_index(drop=True), row[order]
    columns["article"] = frame["id"]
    for name, column in columns.items():
        found[name] = taken(column, row)
    return check(detailed(found, len(frame)), "mentions"), wanted


@dataclass(frozen=True)
class Naming:
    """Finds the mentions of referents in some articles: gives ``mentions``, and ``prints`` of all texts."""

    wanted: Referents
    way: Way
    voices: tuple[str, ...]
    words: bool

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the tables of these articles."""
        prints = [np.zeros(0, np.uint64)]
        parts: list[pd.DataFrame] = []
        for chunk in cells(frame, self.way.of(beside)):
            prints.append(shingles.fingerprints(chunk.tokens)[chunk.size :])
            parts.extend(self._rows(frame, chunk))
        found = pd.concat(parts, ignore_index=True) if parts else _none(self.words)
        told = [name for name in found.columns if name not in _NUMBERS]
        return {
            "mentions": found.astype(dict.fromkeys(told, "str")),
            "prints": shingles.as_table(np.concatenate(prints)),
        }

    def _rows(self, frame: pd.DataFrame, chunk: Cells) -> Iterator[pd.DataFrame]:
        tokens = chunk.tokens
        flags = classes(tokens)
        found = find(self.wanted, tokens, chunk.size, flags)
        if not len(found.start):
            return
        cell = chunk.of(found.start)
        row, part = chunk.row(cell), chunk.part(cell)
        begin, _ = tokens.spans(found.start)
        _, end = tokens.spans(found.start + found.length - 1)
        end = _without_possessive(tokens, found.start + found.length - 1, end, flags.possessive)
        texts = (frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object))
        columns: dict[str, Any] = {
            "part": np.array(PARTS, dtype=object)[part],
            "voice": np.array(self.voices, dtype=object)[chunk.spoken(cell)],
            "referent": np.array(self.wanted.names, dtype=object)[found.referent],
            "form": np.array(found.forms, dtype=object)[found.form],
            "text": [
                texts[0 if p == 0 else 1][r][s:e]
                for r, p, s, e in zip(row.tolist(), part.tolist(), begin.tolist(), end.tolist(), strict=True)
            ],
            "start": begin,
            "end": end,
            "title": _titles(tokens, found),
            "row": row,
        }
        if self.words:
            columns["before"], columns["after"] = beside(tokens, found.start, found.length, flags)
        yield pd.DataFrame(columns)


def _none(words: bool) -> pd.DataFrame:
    """Return no mentions, in the columns that some would have."""
    told = [name for name in _FOUND if words or name not in ("before", "after")]
    numbers = {name: np.zeros(0, np.int64) for name in _NUMBERS}
    return pd.DataFrame({**empty("mentions")[told], **numbers})


def _titles(tokens: Any, found: Found) -> list[str | None]:
    """Return the title that is part of each mention: "Prime Minister" of "Prime Minister Ana Ruiz"."""
    result: list[str | None] = [None] * len(found.start)
    for at in np.flatnonzero(found.title).tolist():
        ids = tokens.ids[found.start[at] : found.start[at] + found.title[at]]
        result[at] = " ".join(tokens.forms.take(ids).to_pylist())
    return result


def _without_possessive(tokens: Any, last: np.ndarray, end: np.ndarray, possessive: np.ndarray) -> np.ndarray:
    """Return where mentions end without a possessive ending."""
    ids = tokens.ids[last]
    cut = np.flatnonzero(possessive[ids])
    forms = tokens.forms.take(ids[cut]).to_pylist()
    end = end.copy()
    end[cut] -= np.array([2 if form[-1] in "sS" and form[-2] in "'’" else 1 for form in forms], np.int64)
    return end
