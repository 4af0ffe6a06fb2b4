"""Articles in, sentences out: where each stands, what terms and figures it holds, who says it.

Sentences are rows of sparse matrices over one list of terms. Nothing is compared here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.corpus.bar import bar
from framing.features.cells import Cells, Voices, cells
from framing.features.naming.wordclasses import classes
from framing.features.statements import forms
from framing.features.statements.titles import titled
from framing.text.tokens import Tokens, sentence_spans, tokenize

__all__ = ["LEAST_TERMS", "Sentences", "read", "spelt"]

#: A sentence of fewer terms ("He agreed.") says too little by itself to be known again.
LEAST_TERMS = 3
#: A term is a name where so large a share of its occurrences inside sentences has a capital.
_NAME_SHARE = 0.6
#: A dateline has fewer words.
_DATELINE_WORDS = 20


@dataclass(frozen=True)
class Sentences:
    """The sentences of some articles.

    Attributes
    ----------
    row, part, order : int arrays, one item a sentence
        Row of its article, index of its part, place among the sentences of its article (0 is the headline).
    first, after : int64 arrays
        Its words in the tokens of its chunk.
    words : int64 array
        How many words it has.
    text_start, text_end : int64 arrays
        Code points.
    turned : int64 array
        The marks of `forms.TURNS`.
    quoted : float array
        Share of its words that stand in quotation marks.
    speaker : int64 array
        Number of who speaks it, -1 for the outlet or nobody known.
    hash : uint64 array
        The same for the same words in the same order.
    sentence, term : int64 arrays, one item a term of a sentence
        Sorted by sentence, then place.
    marked : bool array, one item a term of a sentence
        Stands in quotation marks.
    tells : int64 array, one item a term of a sentence
        0 for a name and in somebody's title, 1 for another word with a capital, 2 for what tells the fact.
    terms : list of str
    name, number : bool arrays, one item a term
    """

    row: np.ndarray
    part: np.ndarray
    order: np.ndarray
    words: np.ndarray
    start: np.ndarray
    end: np.ndarray
    turned: np.ndarray
    quoted: np.ndarray
    speaker: np.ndarray
    hash: np.ndarray
    sentence: np.ndarray
    term: np.ndarray
    marked: np.ndarray
    tells: np.ndarray
    terms: list[str]
    name: np.ndarray
    number: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


class _Terms:
    """Terms as numbers, given out as they are met."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def code(self, term: str | None) -> int:
        return -1 if term is None else self.index.setdefault(term, len(self.index))


def read(frame: pd.DataFrame, voices: Voices, progress: bool | None = False) -> Sentences:
    """Return the sentences of checked articles, row by row, the headline before the text."""
    terms, people = _Terms(), _Terms()
    named = isinstance(voices, pd.DataFrame) or voices == "full"
    speakers = ("speaker_key",) if named else ()
    size = frame["text"].str.len().to_numpy(np.int64)
    parts = []
    with bar(int(size.sum()), progress) as done:
        for chunk in cells(frame, voices, speakers):
            parts.append(_chunk(frame, chunk, terms, people))
            done(int(size[chunk.first : chunk.first + chunk.size].sum()))
    columns: dict[str, np.ndarray] = {}
    at = np.cumsum([0, *(len(part["row"]) for part in parts)])
    for key in _COLUMNS:
        listed = [part[key] + (at[i] if key == "sentence" else 0) for i, part in enumerate(parts)]
        columns[key] = np.concatenate(listed) if listed else np.zeros(0, np.int64)
    names = list(terms.index)
    total, capital = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
    for part in parts:
        total[: len(part["total"])] += part["total"]
        capital[: len(part["capital"])] += part["capital"]
    number = np.array([name.startswith("#") for name in names], bool)
    place = np.array([name.startswith("@") for name in names], bool)
    name = place | ((capital > 0) & (capital >= _NAME_SHARE * total) & ~number)
    columns["tells"] = columns["tells"] * ~name[columns["term"]]
    return Sentences(**columns, terms=names, name=name, number=number)


_COLUMNS = (
    "row", "part", "order", "words", "start", "end", "turned", "quoted", "speaker", "hash", "sentence",
    "term", "marked", "tells",
)  # fmt: skip


def _chunk(frame: pd.DataFrame, chunk: Cells, terms: _Terms, people: _Terms) -> dict[str, np.ndarray]:
    tokens, size = chunk.tokens, chunk.size
    total = len(tokens.ids)
    begin = tokens.sentences
    end = np.append(begin[1:], total)
    doc = tokens.doc_of(begin)
    order = np.lexsort((begin, doc >= size, doc % max(size, 1)))
    begin, end, doc = begin[order], end[order], doc[order]
    row = doc % max(size, 1)
    nth = _within(row)
    part = np.where(doc < size, 0, np.where(begin < chunk.lead[row, 1], 1, 2))
    code, turned, capital, initial = _terms(tokens, terms)
    code[_datelines(frame, chunk)] = -1
    # In headlines any word may have a capital.
    body = tokens.doc_of(np.arange(total)) >= size
    # A sentence that begins with two capitals begins with a name.
    ahead = np.append((capital & ~initial & ~tokens.breaks)[1:], False)
    tells = 2 - (body & capital & (~initial | ahead)).astype(np.int64)
    tells[body & titled(tokens, classes(tokens), capital, initial, code >= 0)] = 0
    # Words in order of their sentence.
    sentence_of = np.empty(total, np.int64)
    sentence_of[_ranges(begin, end)] = np.repeat(np.arange(len(begin)), end - begin)
    quoted = np.zeros(total, bool) if chunk.voice is None else chunk.voice == 1
    size_of = end - begin
    held = np.flatnonzero(code >= 0)
    held = held[np.argsort(sentence_of[held], kind="stable")]
    seen = held[~initial[held] & (tokens.doc_of(held) >= size)]
    start, stop = _placed(frame, chunk, begin, doc)
    return {
        "row": row + chunk.first,
        "part": part,
        "order": nth,
        "words": size_of,
        "start": start,
        "end": stop,
        "turned": _any(turned, sentence_of, len(begin)),
        "quoted": np.bincount(sentence_of, quoted, len(begin)) / np.maximum(size_of, 1),
        "speaker": _speakers(chunk, begin, end, people),
        "hash": _hashes(tokens, begin, end),
        "sentence": sentence_of[held],
        "term": code[held],
        "marked": quoted[held],
        "tells": tells[held],
        "total": np.bincount(code[seen], minlength=len(terms.index)),
        "capital": np.bincount(code[seen], capital[seen], minlength=len(terms.index)).astype(np.int64),
    }


def _datelines(frame: pd.DataFrame, chunk: Cells) -> np.ndarray:
    """Return the words of the place, day and agency that texts open with."""
    texts = frame["text"].iloc[chunk.first : chunk.first + chunk.size]
    stop = np.array([forms.dateline(text) for text in texts], np.int64)
    row = np.flatnonzero(stop)
    docs = chunk.tokens.docs
    first, after = docs[chunk.size + row], docs[chunk.size + row + 1]
    after = np.minimum(after, first + _DATELINE_WORDS)
    words = _ranges(first, after)
    _, end = chunk.tokens.spans(words)
    found: np.ndarray = words[end <= np.repeat(stop[row], after - first)]
    return found


def spelt(texts: Sequence[str]) -> list[dict[str, str]]:
    """Return for each sentence its terms as it prints them, the first time each.

    >>> spelt(["The United Kingdom paid $5 million."])
    [{'@GB': 'United Kingdom', '=pay': 'paid', '#5000000': '5 million'}]
    """
    terms = _Terms()
    tokens = tokenize(texts)
    code, *_ = _terms(tokens, terms)
    names = list(terms.index)
    at = np.flatnonzero(code >= 0)
    start, end = tokens.spans(at)
    doc = tokens.doc_of(at)
    found: list[dict[str, str]] = [{} for _ in texts]
    for k, s, e, d in zip(at.tolist(), start.tolist(), end.tolist(), doc.tolist(), strict=True):
        name, text = names[code[k]], texts[d]
        if name.startswith("#"):
            behind = re.match(r"\s(\w+)", text[e:])
            e += behind.end() if behind and forms.multiplier(behind[1]) else 0
        elif name.startswith("@"):
            before = re.search(r"(\w+)\s$", text[:s])
            s -= (
                len(before[0])
                if before and (before[1].lower(), text[s:e].lower()) in forms.pairs_of_countries()
                else 0
            )
        found[d].setdefault(name, re.sub("['’]s?$", "", text[s:e]))
    return found


def _terms(tokens: Tokens, terms: _Terms) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return each word's term (-1: none), its marks, its capital, and whether it begins a sentence."""
    listed: list[str] = tokens.forms.to_pylist()
    flags = classes(tokens)
    figures = [forms.figure(form) for form in listed]
    of_form = np.array(
        [
            -1 if value is not None or (function and not _kept(form)) else terms.code(forms.term(form))
            for form, value, function in zip(listed, figures, flags.function, strict=True)
        ],
        np.int64,
    )
    code = of_form[tokens.ids] if len(listed) else np.zeros(0, np.int64)
    turned = np.array([forms.turns(form) for form in listed], np.int64)
    initial = np.zeros(len(tokens.ids), bool)
    initial[tokens.sentences[tokens.sentences < len(initial)]] = True
    if not len(listed):
        return code, turned[tokens.ids], initial, initial
    capital = flags.capital[tokens.ids]
    # A given name before another name adds nothing to the family name behind it.
    given = flags.given[tokens.ids]
    follows = np.append((capital & ~tokens.breaks & ~initial & (code >= 0))[1:], False)
    code = np.where(given & follows, -1, code)
    _count_figures(tokens.ids, figures, listed, terms, code)
    _join_countries(tokens.ids, listed, terms, code)
    return code, turned[tokens.ids], capital, initial


def _kept(form: str) -> bool:
    # "US" is a country though "us" is a pronoun.
    return form.isupper() and forms.country(form) is not None


def _count_figures(
    ids: np.ndarray, figures: list[float | None], listed: list[str], terms: _Terms, code: np.ndarray
) -> None:
    """Give figures their terms, with the word behind that multiplies them."""
    is_figure = np.array([value is not None for value in figures], bool)
    times = np.array([forms.multiplier(form) or 0.0 for form in listed])
    at = np.flatnonzero(is_figure[ids])
    behind = np.where(at + 1 < len(ids), times[ids[np.minimum(at + 1, len(ids) - 1)]], 0.0)
    value = np.array([0.0 if v is None else v for v in figures])[ids[at]]
    value = np.where(behind > 0, value * behind, value)
    code[at[behind > 0] + 1] = -1
    distinct, which = np.unique(value, return_inverse=True)
    number = np.array([terms.code(f"#{v:.12g}") for v in distinct.tolist()] or [0], np.int64)
    code[at] = number[which]


def _join_countries(ids: np.ndarray, listed: list[str], terms: _Terms, code: np.ndarray) -> None:
    """Give the names of countries in two words one term."""
    wanted = forms.pairs_of_countries()
    first = {one for one, _ in wanted}
    second = {two for _, two in wanted}
    lower = [form.lower().removesuffix("'s").removesuffix("’s") for form in listed]
    opens = np.array([form[:1].isupper() and low in first for form, low in zip(listed, lower, strict=True)])
    closes = np.array([form[:1].isupper() and low in second for form, low in zip(listed, lower, strict=True)])
    at = np.flatnonzero(opens[ids[:-1]] & closes[ids[1:]]) if len(ids) else np.zeros(0, np.int64)
    for place in at.tolist():
        name = wanted.get((lower[ids[place]], lower[ids[place + 1]]))
        if name:
            code[place], code[place + 1] = -1, terms.code(name)


def _speakers(chunk: Cells, begin: np.ndarray, end: np.ndarray, people: _Terms) -> np.ndarray:
    """Return who speaks most words of each sentence, -1 for nobody known."""
    found = np.full(len(begin), -1, np.int64)
    if chunk.who is None or chunk.people is None or not len(chunk.people):
        return found
    keys = chunk.people["speaker_key"]
    # The last word names a person in most outlets: "Ana Ruiz" is "Ruiz".
    short = [str(key).split()[-1].lower() if key == key and str(key).strip() else None for key in keys]
    number = np.array([people.code(key) for key in short], np.int64)[chunk.who]
    where = _ranges(begin, end)
    sentence = np.repeat(np.arange(len(begin)), end - begin)
    said = number[where]
    spoken = said >= 0
    pairs, counts = np.unique(sentence[spoken] * (len(people.index) + 1) + said[spoken], return_counts=True)
    order = np.argsort(counts, kind="stable")
    found[pairs[order] // (len(people.index) + 1)] = pairs[order] % (len(people.index) + 1)
    return found


def _hashes(tokens: Tokens, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Return a number for the words of each sentence, in their order."""
    vocabulary = tokens.vocabulary
    of_key = pd.util.hash_array(np.asarray(vocabulary.keys, dtype=object), categorize=False)
    size = end - begin
    where = _ranges(begin, end)
    place = np.arange(len(where), dtype=np.uint64) - np.repeat(np.cumsum(size) - size, size).astype(np.uint64)
    mixed = of_key[vocabulary.of_token[where]] * (place * np.uint64(2) + np.uint64(0x9E3779B97F4A7C15))
    mixed ^= mixed >> np.uint64(29)
    found = np.zeros(len(begin), np.uint64)
    if len(where):
        # Unsigned sums wrap around, which is as good as any other mixing and exact in any order.
        found[size > 0] = np.add.reduceat(mixed, (np.cumsum(size) - size)[size > 0])
    return found


def _placed(
    frame: pd.DataFrame, chunk: Cells, begin: np.ndarray, doc: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    if not len(begin):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    texts = (frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object))
    stands = [texts[0 if d < chunk.size else 1][chunk.first + d % chunk.size] for d in doc.tolist()]
    spans = np.array(sentence_spans(chunk.tokens, stands, begin), np.int64)
    return spans[:, 0], spans[:, 1]


def _any(bits: np.ndarray, group: np.ndarray, size: int) -> np.ndarray:
    found = np.zeros(size, np.int64)
    np.bitwise_or.at(found, group, bits)
    return found


def _ranges(begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Lay runs of numbers end to end."""
    size = end - begin
    base = np.repeat(begin - np.cumsum(size) + size, size)
    found: np.ndarray = base + np.arange(int(size.sum()))
    return found


def _within(group: np.ndarray) -> np.ndarray:
    """Count from 0 within each run of equal numbers."""
    new = np.append(True, group[1:] != group[:-1]) if len(group) else np.zeros(0, bool)
    first = np.flatnonzero(new)
    found: np.ndarray = np.arange(len(group)) - np.repeat(first, np.diff(np.append(first, len(group))))
    return found
