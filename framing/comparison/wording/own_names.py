"""Words that stand in an outlet's texts mostly as its own name or in a dateline: they mark house style alone.

Which words of which outlet; that they are left out of a table of terms is decided where terms are shown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.batch.found import Found
from framing.batch.parts import Articles, over
from framing.corpus.outlets import book
from framing.labels import display

__all__ = ["own_names"]

_WORD = re.compile(r"\w+(?:['’]\w+)*")
#: How much of a text's beginning may be a dateline, in characters.
_HEAD = 60


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
        outlets, number, tables = [], dict[str, int](), []
        for name, texts in frame.groupby(frame["outlet"].astype("str"))["text"]:
            inside, every = _counted(_patterns(str(name)), texts.fillna("").astype("str"))
            outlets.append(str(name))
            tables.append(
                pd.DataFrame(
                    {
                        "outlet": np.full(len(every), len(outlets) - 1, np.int32),
                        "word": np.array([number.setdefault(w, len(number)) for w in every], np.int32),
                        "inside": np.array([inside[word] for word in every], np.int32),
                        "every": np.array(list(every.values()), np.int32),
                    }
                )
            )
        columns = ("outlet", "word", "inside", "every")
        table = pd.concat(tables) if tables else pd.DataFrame(dict.fromkeys(columns, np.zeros(0, np.int32)))
        table["outlet"] = pd.Categorical.from_codes(table["outlet"], pd.Index(outlets, dtype="str"))
        return {"words": pd.DataFrame({"word": pd.Series(list(number), dtype="str")}), "times": table}


class _Patterns(NamedTuple):
    """What an outlet's name looks like, None where it has none that can be told; and its datelines."""

    own: re.Pattern[str] | None
    head: re.Pattern[str]


def _patterns(outlet: str) -> _Patterns:
    entries = book().entries
    entry = entries.get(book().resolve(outlet))
    names = {outlet, display(outlet)} if entry is None else {outlet, entry.name, *entry.aliases}
    # A key, or a group called by a common word, is no name in a text.
    names = {name for name in names if any(letter.isupper() for letter in name)}
    agencies = {name for one in entries.values() if one.agency for name in (one.name, *one.credits)}
    own = re.compile(rf"\b(?:{_any(names)})(?:['’]s)?(?!\w)") if _any(names) else None
    head = re.compile(rf"\s*[A-Z][^()\n]{{0,{_HEAD}}}\((?:{_any(names | agencies)})\)")
    return _Patterns(own, head)


def _counted(patterns: _Patterns, texts: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """Return how often words stand in names and datelines, and at all."""
    inside: Counter[str] = Counter()
    pieces: Counter[str] = Counter()
    for text in texts:
        # No word goes beyond white space, and most pieces between it come again and again.
        pieces.update(text.split())
        opened = patterns.head.match(text)
        if opened:
            inside.update(_words(opened.group()))
        for found in patterns.own.finditer(text, opened.end() if opened else 0) if patterns.own else ():
            inside.update(_words(found.group()))
    every: Counter[str] = Counter()
    for piece, times in pieces.items():
        for word in _words(piece):
            every[word] += times
    return inside, every


def _any(names: Iterable[str]) -> str:
    bare = {name.removeprefix("The ").strip() for name in names}
    return "|".join(re.escape(name) for name in sorted(bare, key=lambda name: (-len(name), name)) if name)


def _words(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _WORD.findall(text)]
