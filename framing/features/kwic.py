"""`fr.words.kwic`: key word in context, with whose words they are, in the order of the articles or sorted.

Places are found by `nodes`; a `Concordance` shows them as text or HTML.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, collect_articles, map_parts
from framing.errors import FramingError, as_integer, brief, refuse_unknown, several, warn
from framing.features.cells import PARTS, Cells, Voices, Way, cells, check_voices, names_speakers, way_of
from framing.features.measures import Wanted
from framing.features.nodes import Node, Sought, Window, around, check_window, node
from framing.features.scoring import prepared
from framing.schema import check, empty, schema
from framing.text.tokens import tokenize
from framing.views.text import Style, cut, grid, one_line, size, still, unstyled
from framing.views.vocabulary import display

# A concordance as people read it: put in order, aligned in a terminal, as a table in a notebook.


#: Ways to sort that are no columns.
_WAYS = ("position", "left", "right", "node")

#: Lines that a notebook or a prompt is shown; the rest is counted.
_SHOWN = 60

_NEEDED = frozenset(name for name, column in schema("kwic").columns.items() if column.required)


class Concordance(pd.DataFrame):  # type: ignore[misc]
    """The table `kwic`: a DataFrame like any other, but it shows itself with what was found in one column."""

    @property
    def _constructor(self) -> Callable[..., Concordance]:
        return Concordance

    def _is_whole(self) -> bool:
        return self.columns.is_unique and set(map(str, self.columns)) >= _NEEDED

    def __repr__(self) -> str:
        if not self._is_whole():
            return str(super().__repr__())
        more = f"… and {len(self) - _SHOWN:,} more\n" if len(self) > _SHOWN else ""
        return f"{listed(self[:_SHOWN], shutil.get_terminal_size((100, 24)).columns)}{more}{_count(self)}"

    def _repr_html_(self) -> str | None:
        if not self._is_whole():
            return super()._repr_html_()
        more = f"… and {len(self) - _SHOWN:,} more. " if len(self) > _SHOWN else ""
        page = (
            _beside(pd.DataFrame(self[:_SHOWN]), _NOTEBOOK)
            .style.hide(axis="index")
            .format(escape="html")
            .set_properties(subset=["left"], **{"text-align": "right"})
            .set_properties(subset=["node"], **{"font-weight": "bold"})
            .to_html(table_uuid="kwic")
        )
        return still(f"{page}<p>{more}{_count(self)}</p>")


#: Columns of each side in a notebook.
_NOTEBOOK = 80


def listed(lines: pd.DataFrame, columns: int, style: Style = unstyled) -> str:
    """Return lines aligned at what was found, for a terminal of so many columns; no lines, nothing."""
    if not len(lines):
        return ""
    told = _beside(lines, 0)
    room = max((columns - 2 * len(told.columns) - sum(max(map(size, told[c])) for c in told)) // 2, 8)
    told = _beside(lines, room)
    right = [name == "left" for name in told]
    return f"{grid(told.to_numpy().tolist(), list(told), columns, style, right)}\n\n"


def _beside(lines: pd.DataFrame, room: int) -> pd.DataFrame:
    """Return who, whose words, where, and both sides, cut to so many columns; 0 leaves these out."""
    known = lines["provenance"] if "provenance" in lines else ["published"] * len(lines)
    keys = lines["speaker_key"] if "speaker_key" in lines else [None] * len(lines)
    whose = zip(lines["voice"], keys, strict=True)
    said = pd.DataFrame({
        "outlet": [display(str(o), str(p)) for o, p in zip(lines["outlet"], known, strict=True)],
        "voice": [cut(one_line(f"{v}: {k}" if isinstance(k, str) else v), _VOICE) for v, k in whose],
        "part": lines["part"].to_numpy(),
        "left": [cut(one_line(text)[::-1], room)[::-1] if room else "" for text in lines["left"]],
        "node": [cut(one_line(text), _NOTEBOOK) for text in lines["node"]],
        "right": [cut(one_line(text), room) if room else "" for text in lines["right"]],
    })  # fmt: skip
    return said if (lines["voice"] != "all").any() else said.drop(columns="voice")


#: Columns that tell whose words they are.
_VOICE = 24


def _count(lines: pd.DataFrame) -> str:
    return say_count(len(lines), lines["article"].nunique())


def say_count(lines: int, articles: int) -> str:
    """Say how often something was found.

    >>> say_count(1, 1), say_count(1200, 3), say_count(0, 0)
    ('1 time in 1 article', '1,200 times in 3 articles', 'Not found.')
    """
    if not lines:
        return "Not found."
    return f"{lines:,} time{'s' * (lines != 1)} in {articles:,} article{'s' * (articles != 1)}"


# ---- order ----------------------------------------------------------------------


def sort_keys(sort: object) -> tuple[str, ...]:
    """Return how lines are to be sorted, or say which ways there are."""
    keys = several("sort", sort) or ("position",)
    allowed = dict.fromkeys([*_WAYS, *schema("kwic").columns])
    refuse_unknown(keys, allowed, argument="sort")
    return keys


def in_order(lines: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return lines by those keys; what is equal stays in its order."""
    if tuple(keys) == ("position",):
        return lines
    columns: dict[int, Any] = {}
    for nth, key in enumerate(keys):
        columns[nth] = lines[key].to_numpy() if key in lines else np.arange(len(lines))
        if key in ("left", "right", "node"):
            step = -1 if key == "left" else 1
            columns[nth] = [_words(text)[::step] for text in lines[key]]
    order = pd.DataFrame(columns).sort_values(list(columns), kind="stable", na_position="last")
    return lines.iloc[order.index]


def _words(text: str) -> tuple[str, ...]:
    """Return the words by which a context is sorted.

    >>> _words(", the “US–China” deal")
    ('the', 'us', 'china', 'deal')
    """
    return tuple(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text.casefold()))


def kwic(
    articles: Articles,
    pattern: Sought = None,
    window: Window = 8,
    *,
    case: bool = False,
    measure: Wanted = None,
    voices: Voices = "full",
    part: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    sort: str | Sequence[str] = "position",
    limit: int | None = None,
) -> Concordance:
    """List words, phrases or a lexicon in context; `evidence` lists the hits of measures with weights.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `title` is searched too where there is one.
    pattern : str, Lexicon, or list of str
        A word or a phrase, written as in a lexicon: ``*`` is any letters, ``a|b`` either word, ``#`` a
        number, ``_`` any one word; several in a list. Neither case nor a possessive 's matters. A phrase
        is not found across punctuation or the end of a sentence. Of hits that overlap the longest is listed.
    window : int or "sentence"
        Words to either side, 0 to 200, within title or text; or the rest of the sentence.
    case : bool
        Capitals matter: US is not us.
    measure : str, Measure, Lexicon, mapping, or several of them, optional
        In place of `pattern`: whatever these measures count, as in `evidence`.
    voices : {"full", "quotes", None} or pandas.DataFrame
        As for `score`. Only articles in which something was found are read for their voices; None is
        much the quickest.
    part, voice : str or list of str, optional
        Only lines of these.
    sort : str or sequence of str
        "position", "left" (the words before, from the last one back), "right" (the words behind), "node",
        or a column, as "outlet" or "voice"; several in turn.
    limit : int, optional
        At most so many lines, the first ones.

    Returns
    -------
    Concordance
        The table `kwic`, a DataFrame that shows itself aligned: `article`, `outlet`, `part`,
        `voice`, `speaker_key`, `speaker_type`, `start` and `end` (code points in title or text), `left`,
        `node`, `right`, `term` (the pattern or the lexicon's term), `published` and `provenance`.

    Raises
    ------
    FramingError
        A pattern that holds no word; an argument that is not what it should be.

    Warns
    -----
    FramingWarning
        Nothing was found.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["A win-win deal. Talks end."]})
    >>> kwic(articles, "win-win deal*", window=2)[["left", "node", "right"]].values.tolist()
    [['A', 'win-win deal', '. Talks end']]
    """
    most = as_integer(limit)
    if limit is not None and (most is None or most < 1):
        raise FramingError(f"limit: {brief(limit)} is no number of lines; give one from 1, or None for all")
    keys, names = sort_keys(sort), check_voices(voices)
    chosen = {"part": several("part", part), "voice": several("voice", voice)}
    for argument, allowed in (("part", PARTS), ("voice", names)):
        refuse_unknown(chosen[argument], allowed, argument=argument)
    window = check_window(window)
    sought = node(pattern, case=case, measure=measure)
    some = check_articles(articles)
    if sought.measures:
        some, _, _ = prepared(some, list(sought.measures), voices, ())
    way, beside = way_of(voices)
    first = most if keys == ("position",) else None
    listing = _Listing(sought, window, way, names_speakers(voices), chosen["part"], chosen["voice"], first)
    parts, lines = [], 0
    for table in map_parts(some, listing, what="kwic", beside=beside).each("kwic"):
        parts.append(table)
        lines += len(table)
        if first is not None and lines >= first:
            break
    if not lines:
        warn(
            f"kwic: {sought.said} occurs nowhere in {len(some):,} "
            f"article{'s' * (len(some) != 1)}; look at its spelling, or write * for other endings"
        )
        return Concordance(empty("kwic"))
    found = pd.concat([part for part in parts if len(part)], ignore_index=True)
    return Concordance(in_order(found, keys)[:most].reset_index(drop=True))


@dataclass(frozen=True)
class _Listing:
    """Lists the lines of a part, as the table ``kwic``; at most so many."""

    node: Node
    window: Window
    way: Way
    told: bool
    part: tuple[str, ...]
    voice: tuple[str, ...]
    most: int | None

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """List."""
        found, lines = [empty("kwic")], 0
        for table in self._lines(frame[self.node.candidates(frame)].reset_index(drop=True), beside):
            if len(table):
                found.append(table)
                lines += len(table)
            if self.most is not None and lines >= self.most:
                break
        table = pd.concat(found[1:], ignore_index=True) if lines else found[0]
        return {"kwic": table[: self.most]}

    def _lines(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
        """Yield the lines of each chunk of text."""
        voices = self.way.of(beside)
        for plain in cells(frame, None):
            if voices is None:
                yield self._table(frame, plain)
                continue
            # Voices cost ten times what words do, so they are told only where there is something to tell.
            here = self.node.find(frame, plain).doc % max(plain.size, 1) + plain.first
            some = frame.iloc[np.unique(here)].reset_index(drop=True)
            for chunk in cells(some, voices, ("speaker_key", "speaker_type") if self.told else ()):
                yield self._table(some, chunk)

    def _table(self, frame: pd.DataFrame, chunk: Cells) -> pd.DataFrame:
        found = self.node.find(frame, chunk)
        row = found.doc % max(chunk.size, 1)
        found = found.where(np.lexsort((found.end, found.start, found.doc >= chunk.size, row)))
        rows = frame.iloc[chunk.first : chunk.first + chunk.size]
        texts = [*rows["title"].fillna("").tolist(), *rows["text"].fillna("").tolist()]
        cell = chunk.of(found.first)
        columns: dict[str, Any] = {
            "part": np.array(PARTS, dtype=object)[chunk.part(cell)],
            "voice": np.array(chunk.voices, dtype=object)[chunk.spoken(cell)],
            **dict.fromkeys(("speaker_key", "speaker_type")),
        }
        if chunk.people is not None:
            known = chunk.columns(cell)
            columns |= {name: known[name] for name in ("speaker_key", "speaker_type")}
        mask = np.ones(len(cell), bool)
        for name in ("part", "voice"):
            if wanted := getattr(self, name):
                mask &= np.isin(columns[name].astype(str), wanted)
        kept = np.flatnonzero(mask)
        found = found.where(kept)
        row = found.doc % max(chunk.size, 1)
        left, middle, right = around(chunk.tokens, texts, found, self.window)
        terms = np.array(self.node.terms, dtype=object)
        table = pd.DataFrame(
            {
                "article": rows["id"].to_numpy(dtype=object)[row],
                "outlet": rows["outlet"].to_numpy(dtype=object)[row],
                **{name: None if values is None else values[kept] for name, values in columns.items()},
                "start": found.start,
                "end": found.end,
                "left": left,
                "node": middle,
                "right": right,
                "term": terms[found.term],
                "published": rows["published"].array[row],
                "provenance": rows["provenance"].to_numpy(dtype=object)[row],
            }
        )
        return check(table, "kwic")


def tokens(articles: Articles) -> pd.DataFrame:
    """List every word of articles, as measures count them, for other programs; `kwic` finds words in context.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `outlet` and `text`, as everywhere.

    Returns
    -------
    pandas.DataFrame
        The table `tokens`, a row a word, in the order of the articles and of reading; no punctuation.

    Raises
    ------
    FramingError
        A column that is not what it should be.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It rains. It doesn't stop."]})
    >>> tokens(articles)[["sentence", "start", "token"]].values.tolist()
    [[1, 0, 'It'], [1, 3, 'rains'], [2, 10, 'It'], [2, 13, "doesn't"], [2, 21, 'stop']]
    """
    frame = check(collect_articles(articles, "tokens"), "articles")
    found = []
    for part, column in (("headline", "title"), ("text", "text")):
        words = tokenize(frame[column].fillna("").astype("str").tolist())
        at = np.arange(len(words.ids))
        row, (start, end) = words.doc_of(at), words.spans(at)
        first = np.searchsorted(words.sentences, words.docs[row], side="right")
        sentence = np.searchsorted(words.sentences, at, side="right") - first + 1
        forms = words.forms.take(words.ids).to_pylist()
        columns = {"row": row, "part": part, "sentence": sentence, "start": start, "end": end, "token": forms}
        found.append(pd.DataFrame(columns))
    table = pd.concat(found, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
    table.insert(0, "article", frame["id"].to_numpy()[table.pop("row").to_numpy(np.int64)])
    return check(table, "tokens")
