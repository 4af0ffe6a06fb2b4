"""Words that stand in an outlet's texts mostly as its own name or in a dateline: they mark house style alone.

Which words of which outlet; that they are left out of a table of terms is decided where terms are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import coo_array, csr_array

from framing.batch.found import Found
from framing.batch.parts import Articles, over
from framing.corpus.outlets import book
from framing.labels import display
from framing.text.bags import pieces

__all__ = ["own_names"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: How much of a text's beginning may be a dateline, in characters.
_HEAD = 60
#: What stands around words, and in none.
_MARKS = ' \t\r\n.,;:!?()[]"“”—–-'


def own_names(sources: Sequence[Articles]) -> dict[str, frozenset[str]]:
    """Return the words, in lower case, of which more than half stand in the outlet's name or in a dateline.

    A dateline opens a text, and ends in the name of the outlet or of an agency in brackets.

    Parameters
    ----------
    sources : sequence of Articles
        Checked. Of outlets that aren't known, the name is what they are called here.

    Returns
    -------
    dict of str to frozenset of str
        An item an outlet.

    Examples
    --------
    >>> from framing.tables import check
    >>> texts = ["Washington (CNN) -- It rains. CNN's Ana Ruiz saw the rain."]
    >>> articles = pd.DataFrame({"id": "a", "outlet": "cnn", "text": texts})
    >>> sorted(own_names([check(articles, "articles")])["cnn"])
    ['cnn', "cnn's", 'washington']
    >>> articles = pd.DataFrame({"id": "a", "outlet": "global_times",
    ...     "text": ["Global trade grew. They told the Global Times so."]})
    >>> sorted(own_names([check(articles, "articles")])["global_times"])
    ['times']
    """
    found = [over(articles, _Naming(), what="own names") for articles in sources]
    inside: dict[str, Counter[str]] = {}
    for outlet, words, times, _ in _each(found):
        some = times > 0
        _add(inside.setdefault(outlet, Counter()), words[some], times[some])
    every: dict[str, Counter[str]] = {outlet: Counter() for outlet in inside}
    for outlet, words, _, times in _each(found):
        some = pd.Index(words).isin(list(inside[outlet]))
        _add(every[outlet], words[some], times[some])
    return {
        outlet: frozenset(word for word, count in counts.items() if 2 * count > every[outlet][word])
        for outlet, counts in inside.items()
    }


def _add(total: Counter[str], words: np.ndarray, times: np.ndarray) -> None:
    """Add words up."""
    for word, count in zip(words.tolist(), times.tolist(), strict=True):
        total[word] += count


def _each(found: Iterable[Found]) -> Iterable[tuple[str, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield each outlet of each part: its words, how often they stand in names, and at all."""
    for one in found:
        for words, table in zip(one.each("words"), one.each("times"), strict=True):
            names = words["word"].to_numpy(dtype=object)
            for outlet, rows in table.groupby("outlet", sort=False, observed=True):
                word = names[rows["word"].to_numpy()]
                yield str(outlet), word, rows["inside"].to_numpy(), rows["every"].to_numpy()


@dataclass(frozen=True)
class _Naming:
    """Counts the words of each outlet of a part, in its names and datelines, and at all.

    Gives the tables `words` (`word`) and `times` (`outlet`, `word`: a row of the other table, `inside`,
    `every`).
    """

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Count."""
        outlet = pd.Categorical(frame["outlet"].astype("str"))
        names = outlet.categories.tolist()
        inside: list[Counter[str]] = [Counter() for _ in names]
        texts = frame["text"].fillna("").astype("str")
        for code, text in zip(outlet.codes.tolist(), texts, strict=True):
            _add_named(inside[code], _patterns(names[code]), text)
        words, every = _by_outlet(texts, outlet.codes.astype(np.int64), len(names))
        number = {word: place for place, word in enumerate(words)}
        found = [
            (code, number.setdefault(word, len(number)), times)
            for code, counts in enumerate(inside)
            for word, times in counts.items()
        ]
        of, word, times = np.array(found, np.int64).reshape(-1, 3).T
        every = every.tocoo()
        key = np.concatenate([every.coords[0].astype(np.int64) * len(number) + every.coords[1],
                              of * len(number) + word])  # fmt: skip
        key, place = np.unique(key, return_inverse=True)
        size = len(every.data)
        table = pd.DataFrame(
            {
                "outlet": pd.Categorical.from_codes(key // max(len(number), 1), pd.Index(names, dtype="str")),
                "word": (key % max(len(number), 1)).astype(np.int32),
                "inside": np.bincount(place[size:], times, len(key)).astype(np.int32),
                "every": np.bincount(place[:size], every.data, len(key)).astype(np.int32),
            }
        )
        return {"words": pd.DataFrame({"word": pd.Series(list(number), dtype="str")}), "times": table}


def _by_outlet(texts: pd.Series, outlet: np.ndarray, outlets: int) -> tuple[list[str], csr_array]:
    """Return the words of texts, and how often each outlet has each, outlets × words."""
    array = pa.array(texts, pa.large_string(), from_pandas=True)
    cut = pieces(array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array)
    # No word goes beyond white space, and most of what stands between it is a bare word and its marks.
    cores = pc.utf8_trim(cut.distinct, characters=_MARKS).dictionary_encode()
    plain = pc.match_substring_regex(cores.dictionary, "^[A-Za-z]+$").to_numpy(zero_copy_only=False)
    odd = np.flatnonzero(~plain)
    others = [_words(core) for core in cores.dictionary.take(pa.array(odd)).to_pylist()]
    found = pa.concat_arrays(
        [
            pc.ascii_lower(cores.dictionary.filter(pa.array(plain))),
            pa.array([word for words in others for word in words], cores.dictionary.type),
        ]
    ).dictionary_encode()
    owner = np.concatenate([np.flatnonzero(plain), np.repeat(odd, [len(words) for words in others])])
    shape = len(cores.dictionary), len(found.dictionary)
    held = coo_array((np.ones(len(owner), np.int64), (owner, found.indices.to_numpy())), shape=shape)
    core = cores.indices.to_numpy()
    codes, owners = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
    for first, code, at in cut.blocks:
        codes.append(core[code])
        owners.append(np.repeat(outlet[first : first + len(at) - 1], np.diff(at)))
    code = np.concatenate(codes)
    shape = outlets, len(cores.dictionary)
    counts = coo_array((np.ones(len(code), np.int64), (np.concatenate(owners), code)), shape=shape)
    return found.dictionary.to_pylist(), csr_array(counts.tocsr() @ held.tocsr())


class _Patterns(NamedTuple):
    """What an outlet's name looks like, and its datelines; one of `names` stands wherever `own` is found."""

    names: tuple[str, ...]
    own: re.Pattern[str]
    head: re.Pattern[str]


@cache
def _patterns(outlet: str) -> _Patterns:
    entries = book().entries
    entry = entries.get(book().resolve(outlet))
    names = {outlet, display(outlet)} if entry is None else {outlet, entry.name, *entry.aliases}
    # A key, or a group called by a common word, is no name in a text.
    names = {name for name in names if any(letter.isupper() for letter in name)}
    agencies = {name for one in entries.values() if one.agency for name in (one.name, *one.credits)}
    own = re.compile(rf"\b(?:{_any(names)})(?:['’]s)?(?!\w)")
    head = re.compile(rf"\s*[A-Z][^()\n]{{0,{_HEAD}}}\((?:{_any(names | agencies)})\)")
    return _Patterns(tuple(_bare(names)), own, head)


def _add_named(inside: Counter[str], patterns: _Patterns, text: str) -> None:
    """Add the words that stand in the outlet's name or in the dateline of a text."""
    opened = patterns.head.match(text)
    if opened:
        inside.update(_words(opened.group()))
    if any(name in text for name in patterns.names):
        for found in patterns.own.finditer(text, opened.end() if opened else 0):
            inside.update(_words(found.group()))


def _any(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in _bare(names))


def _bare(names: Iterable[str]) -> list[str]:
    """Return names without the article, the longest first."""
    bare = {name.removeprefix("The ").strip() for name in names}
    return [name for name in sorted(bare, key=lambda name: (-len(name), name)) if name]


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
