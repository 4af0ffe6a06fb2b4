"""Which cells of tables repeat words of articles: so many in a row that they are the article's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

__all__ = ["repeated"]

# A letter of a script that is written without spaces is a word here.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_]+")


def repeated(cells: Iterable[str], texts: Iterable[str], length: int) -> set[str]:
    """Return the cells of which so many words in a row stand in one of the texts.

    >>> sorted(repeated(["a storm on the coast", "a storm"], ["It was A storm, on the coast."], 5))
    ['a storm on the coast']
    """
    known: dict[str, list[str]] = {}
    for value in cells:
        for run in _runs(value, length):
            known.setdefault(run, []).append(value)
    if not known:
        return set()
    # Few words begin such a run: of most places of a text no more is asked.
    firsts = {run.partition(" ")[0] for run in known}
    found = (known[run] for text in texts for run in _runs(text, length, firsts) if run in known)
    return {value for values in found for value in values}


def _runs(text: str, length: int, firsts: Collection[str] | None = None) -> Iterator[str]:
    """Yield so many words in a row from each place, or from those alone where one of some words stands."""
    words = _WORD.findall(text.casefold())
    for place in range(len(words) - length + 1):
        if firsts is None or words[place] in firsts:
            yield " ".join(words[place : place + length])
