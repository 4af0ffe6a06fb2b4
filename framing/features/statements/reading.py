"""Articles in, sentences out, part by part: where each stands, what terms and figures it holds, who says it.

Nothing is compared here, and nothing decided that needs another article.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.features.cells import Cells, Way, cells
from framing.features.naming.wordclasses import Classes, classes
from framing.features.statements import forms
from framing.text.tokens import Tokens, sentence_spans, tokenize

__all__ = ["Reading", "spelt"]


# Words that say who somebody is, not what happened: names, and the titles beside them.

#: An apposition has at most so many words, a title before a name so many.
_APPOSITION, _BEFORE = 12, 3
_RELATIVE = frozenset(("who", "which", "whose"))
#: What a word ends with that says what somebody is.
_WHO = ("er", "or", "man", "woman", "ist", "ian", "chief", "head", "secretary", "president", "captain")


def titled(
    tokens: Tokens, flags: Classes, capital: np.ndarray, initial: np.ndarray, says: np.ndarray
) -> np.ndarray:
    """Mask the words of titles and appositions beside names; figures tell something wherever they stand.

    Parameters
    ----------
    tokens : Tokens
    flags : Classes
        Of the forms of these tokens.
    capital, initial : bool arrays, one item a word
        Begins with a capital; begins a sentence.
    says : bool array, one item a word
        Has a term of its own; days and ranks have none.

    Examples
    --------
    >>> from framing.features.naming.wordclasses import classes
    >>> from framing.text.tokens import tokenize
    >>> words = tokenize(["Lena Ostrow, commander of the coast guard, came."])
    >>> capital = np.array([1, 1, 0, 0, 0, 0, 0, 0], bool)
    >>> initial = np.array([1, 0, 0, 0, 0, 0, 0, 0], bool)
    >>> titled(words, classes(words), capital, initial, np.ones(8, bool)).astype(int).tolist()
    [0, 0, 1, 1, 1, 1, 1, 0]
    """
    size = len(tokens.ids)
    found = np.zeros(size, bool)
    if not size:
        return found
    listed: list[str] = tokens.forms.to_pylist()
    acts = np.array([form[:1].islower() and len(form) > 4 and form.endswith("ing") for form in listed], bool)
    acts = (acts | flags.verb | flags.auxiliary)[tokens.ids]
    relative = np.array([form in _RELATIVE for form in listed], bool)[tokens.ids]
    _appositions(tokens, found, capital & says, initial, acts, relative, flags.closing[tokens.ids])
    who = np.array([form[:1].islower() and form.endswith(_WHO) for form in listed], bool)[tokens.ids]
    plain = ~(flags.function[tokens.ids] | acts)
    rank = plain & ~says & ~capital
    _before(tokens, found, capital & ~initial, (who | rank) & plain, plain & ~(capital & ~initial))
    found[flags.figure[tokens.ids]] = False
    return found


def _appositions(
    tokens: Tokens,
    found: np.ndarray,
    name: np.ndarray,
    initial: np.ndarray,
    acts: np.ndarray,
    relative: np.ndarray,
    closing: np.ndarray,
) -> None:
    """Mark what stands between a comma behind a name and the next one, and tells nothing done."""
    size = len(found)
    begins = np.flatnonzero(tokens.breaks | initial)
    ends = np.append(begins[1:], size)
    count = np.add.reduceat(acts.astype(np.int64), begins)
    inside = ~initial[begins] & (begins > 0)
    closed = np.append(~initial[begins[1:]], False)
    idle = np.where(relative[begins], closed, (count == 0) & ~closing[begins])
    good = inside & idle & (ends - begins <= _APPOSITION)
    good[1:] &= name[begins[1:] - 1]
    for first, after in zip(begins[good].tolist(), ends[good].tolist(), strict=True):
        found[first:after] = True


def _before(tokens: Tokens, found: np.ndarray, name: np.ndarray, role: np.ndarray, plain: np.ndarray) -> None:
    """Mark the title that stands right before a name, with the words that belong to it."""
    at = np.flatnonzero(name[1:] & role[:-1] & ~tokens.breaks[1:])
    found[at] = True
    for step in range(1, _BEFORE):
        at = at[(at - step >= 0) & ~tokens.breaks[np.maximum(at - step + 1, 0)]]
        at = at[plain[at - step]]
        found[at - step] = True


#: A dateline has fewer words.
_DATELINE_WORDS = 20


class _Terms:
    """Terms as numbers, given out as they are met."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def code(self, term: str | None) -> int:
        return -1 if term is None else self.index.setdefault(term, len(self.index))


@dataclass(frozen=True)
class Reading:
    """Reads the sentences of a part.

    Its tables: `sentences`, a row a sentence, the headline first, by `row` and `order`; `held`, a row a term
    of one; `counts`, how often each term stands inside sentences of texts, and with a capital there.
    """

    way: Way
    speakers: bool

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        terms, people = _Terms(), _Terms()
        parts = [
            _chunk(frame, chunk, terms, people)
            for chunk in cells(frame, self.way.of(beside), ("speaker_key",) if self.speakers else ())
        ]

        def all_(name: str, dtype: type) -> np.ndarray:
            return np.concatenate([np.zeros(0, dtype), *(part[name] for part in parts)]).astype(dtype)

        names = pd.Series(list(terms.index), dtype="str")
        total, capital = np.zeros(len(names), np.int64), np.zeros(len(names), np.int64)
        for part in parts:
            total[: len(part["total"])] += part["total"]
            capital[: len(part["capital"])] += part["capital"]
        speaker = pd.Categorical.from_codes(
            all_("speaker", np.int32), pd.Series(list(people.index), dtype="str")
        )
        term = pd.Categorical.from_codes(all_("term", np.int32), names)
        return {
            "sentences": pd.DataFrame({name: all_(name, kind) for name, kind in _EACH.items()}).assign(
                speaker=speaker
            ),
            "held": pd.DataFrame({name: all_(f"held_{name}", kind) for name, kind in _HELD.items()}).assign(
                term=term
            ),
            "counts": pd.DataFrame({"term": names, "total": total, "capital": capital}),
        }


_EACH = {
    "row": np.int32, "part": np.int8, "order": np.int32, "words": np.int32, "start": np.int32,
    "end": np.int32, "turned": np.int32, "quoted": np.float64, "hash": np.uint64,
}  # fmt: skip
_HELD = {"row": np.int32, "order": np.int32, "marked": bool, "tells": np.int8}


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
        "held_row": row[sentence_of[held]] + chunk.first,
        "held_order": nth[sentence_of[held]],
        "term": code[held],
        "held_marked": quoted[held],
        "held_tells": tells[held],
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
    # Of two who speak as many words of a sentence the later by name, whoever was met first.
    names = list(people.index)
    rank = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__), np.int64))
    who = pairs % (len(names) + 1)
    order = np.lexsort((rank[who], counts))
    found[pairs[order] // (len(names) + 1)] = who[order]
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
