"""The voice of every word, as measures count by it: from taggers, quotation marks, or a corrected table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing import schema
from framing.errors import FramingError
from framing.text.quotes import quoted_words
from framing.text.tokens import Tokens
from framing.text.voices import model
from framing.text.voices.attribute import attribute
from framing.text.voices.spans import pieces
from framing.text.voices.table import VOICES, silenced, speakers_of

__all__ = ["SPEAKER_COLUMNS", "Corrected", "Spoken", "by_marks", "by_taggers"]

#: Columns of the table `voices` that say who speaks.
SPEAKER_COLUMNS = ("speaker_key", "speaker_type", "speaker_country", "via")


@dataclass(frozen=True)
class Spoken:
    """Whose each word is.

    Attributes
    ----------
    voice : int8 array, one item a word
        Index into the names of the voices.
    who : int64 array, one item a word, or None
        Row of `people`; 0 is nobody.
    people : pandas.DataFrame or None
        The columns of `SPEAKER_COLUMNS` that were asked for.
    """

    voice: np.ndarray
    who: np.ndarray | None = None
    people: pd.DataFrame | None = None


def by_marks(tokens: Tokens) -> Spoken:
    """Return 1 for words in quotation marks, 0 for all others."""
    return Spoken(quoted_words(tokens).astype(np.int8))


def by_taggers(
    frame: pd.DataFrame, tokens: Tokens, foreign: np.ndarray, columns: Sequence[str] = ()
) -> Spoken:
    """Return the voices that `framing.voices` finds.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles; texts of `tokens` are their titles and then their texts.
    foreign : bool array
        Articles not in English.
    columns : sequence of str
        Of `SPEAKER_COLUMNS`: who speaks is worked out only if it is asked for.
    """
    size = len(frame)
    found = attribute(tokens, np.arange(len(tokens.ids)) < tokens.docs[size], model.read())
    if foreign.any():
        found = silenced(found, np.tile(foreign, 2))
    length = found.clauses.end - found.clauses.begin
    content = np.repeat(found.content, length)
    voice = np.where(found.words.quoted & content, 1, np.where(content, 2, 0)).astype(np.int8)
    if not columns:
        return Spoken(voice)
    speakers = speakers_of(frame, found, pieces(found), size)
    names = [name.removeprefix("speaker_") for name in columns]
    nobody = (None,) * len(columns)
    of = [nobody if one is None else tuple(getattr(one, name) for name in names) for one in (*speakers, None)]
    code, people = _people(of, columns)
    who = np.repeat(np.where(found.content, code[found.owner], 0), length)
    return Spoken(voice, who, people)


def _people(
    said: Sequence[tuple[str | None, ...]], columns: Sequence[str]
) -> tuple[np.ndarray, pd.DataFrame]:
    """Return a number for each speaker, and whom each number means: nobody is 0, the others in order.

    In an order of their own, so that it doesn't hang on which articles are read together.
    """
    distinct = sorted(
        {*said, (None,) * len(columns)}, key=lambda one: [(part is not None, part or "") for part in one]
    )
    index = {one: number for number, one in enumerate(distinct)}
    code = np.fromiter((index[one] for one in said), np.int64, len(said))
    return code, pd.DataFrame(distinct, columns=list(columns), dtype="str")


class Corrected:
    """A table of voices, corrected by hand or not, ready to be asked for the words of any article.

    Parameters
    ----------
    voices : pandas.DataFrame
        The table `voices`.
    articles : pandas.DataFrame
        Checked articles, each of which must be covered.

    Raises
    ------
    FramingError
        An article without spans; spans that overlap, leave a gap or end behind the text.
    """

    def __init__(self, voices: pd.DataFrame, articles: pd.DataFrame) -> None:
        table = schema.check(voices, "voices")
        table = table.assign(title=(table["part"] == "headline").to_numpy())
        table = table.sort_values(["article", "title", "start"], kind="stable").reset_index(drop=True)
        self._table = table
        code = table["article"].map({key: i for i, key in enumerate(articles["id"])})
        self._check(articles, table, code)
        self._known = code.fillna(-1).to_numpy(np.int64)

    @staticmethod
    def _check(articles: pd.DataFrame, table: pd.DataFrame, code: pd.Series) -> None:
        for title, column in ((True, "title"), (False, "text")):
            part = table[(table["title"] == title) & code.notna()]
            length = articles[column].str.len().to_numpy(np.int64)
            row = code[part.index].to_numpy(np.int64)
            start, end = part["start"].to_numpy(np.int64), part["end"].to_numpy(np.int64)
            first = np.append(True, row[1:] != row[:-1]) if len(row) else np.zeros(0, bool)
            due = np.where(first, 0, np.append(0, end[:-1])[: len(end)])
            wrong = np.flatnonzero((start != due) | (end <= start) | (end > length[row]))
            last = np.append(first[1:], True) if len(row) else first
            short = np.flatnonzero(last & (end < length[row]))
            place = min([*wrong[:1].tolist(), *short[:1].tolist()], default=None)
            if place is not None:
                raise FramingError(_fault(part.iloc[place], int(due[place]), int(length[row[place]]), column))
            bare = np.flatnonzero((length > 0) & ~np.isin(np.arange(len(length)), row))
            if len(bare):
                name = articles["id"].iloc[int(bare[0])]
                raise FramingError(
                    f"voices: {column} of article {name!r} has no span ({len(bare)} such articles); every "
                    "character must be in one, as fr.voices(articles) makes them"
                )

    def spoken(self, first: int, size: int, tokens: Tokens, columns: Sequence[str] = ()) -> Spoken:
        """Return whose the words of the articles ``first : first + size`` are."""
        inside = (self._known >= first) & (self._known < first + size)
        table = self._table[inside]
        row = self._known[inside] - first
        doc = np.where(table["title"].to_numpy(bool), row, row + size)
        order = np.lexsort((table["start"].to_numpy(), doc))
        lengths = np.zeros(2 * size, np.int64)
        np.maximum.at(lengths, doc, table["end"].to_numpy(np.int64))
        base = np.append(0, np.cumsum(lengths + 1))[:-1]
        places = np.arange(len(tokens.ids))
        start, _ = tokens.spans(places)
        at = base[tokens.doc_of(places)] + start
        span = np.searchsorted((base[doc] + table["start"].to_numpy(np.int64))[order], at, side="right") - 1
        codes = pd.Categorical(table["voice"], categories=list(VOICES)).codes[order]
        voice = codes[span].astype(np.int8) if len(span) else np.zeros(0, np.int8)
        if not columns:
            return Spoken(voice)
        people = table[list(columns)].iloc[order].astype("str").astype(object)
        number, distinct = _people(
            list(people.where(people.notna(), None).itertuples(index=False, name=None)), columns
        )
        # A word before any span is nobody's.
        return Spoken(voice, np.append(number, 0)[span], distinct)


def _fault(row: pd.Series, due: int, length: int, column: str) -> str:
    where = f"voices: {column} of article {row['article']!r}"
    if row["end"] > length:
        return f"{where}: a span ends at {row['end']}, behind the {column}'s end at {length}; shorten it"
    if row["start"] < 0:
        return f"{where}: a span begins at {row['start']}; the first character is 0"
    if row["start"] > due:
        return f"{where}: characters {due} to {row['start']} are in no span; add or lengthen one"
    if row["start"] < due:
        return f"{where}: two spans hold characters {row['start']} to {due}; shorten one"
    if row["end"] <= row["start"]:
        return f"{where}: the span at {row['start']} is empty; drop it"
    return f"{where}: characters {row['end']} to {length} are in no span; add or lengthen one"
