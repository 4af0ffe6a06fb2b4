"""Articles as the report looks them up: a row of any, and the texts of the few whose words it shows.

Of very many articles the texts lie in parts. What is going to be shown is announced first, so that they are
asked for once; a text that nobody announced is asked for by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

__all__ = ["Lookup", "Rows", "Texts"]

#: From ids to `id` and `text` (more columns don't matter) of these articles.
Lookup = Callable[[Sequence[str]], pd.DataFrame]


class Rows(Mapping[str, Mapping[str, Any]]):
    """Each article's row by its id, without its text; a row is made when it is first asked for.

    Examples
    --------
    >>> Rows(pd.DataFrame({"id": ["a"], "title": ["Talks"]}))["a"]["title"]
    'Talks'
    """

    def __init__(self, articles: pd.DataFrame) -> None:
        ids = articles["id"].astype(str)
        self._places = {key: place for place, key in enumerate(ids)}
        self._columns = {
            str(name): articles[name].array for name in articles.columns if name not in ("text", "blocks")
        }
        self._known: dict[str, dict[str, Any]] = {}

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        if key not in self._known:
            place = self._places[key]
            self._known[key] = {name: values[place] for name, values in self._columns.items()}
        return self._known[key]

    def __contains__(self, key: object) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Texts:
    """The title and the text of an article by its id.

    Examples
    --------
    >>> rows = Rows(pd.DataFrame({"id": ["a"], "title": ["Talks"]}))
    >>> asked = []
    >>> def lookup(ids):
    ...     asked.append(list(ids))
    ...     return pd.DataFrame({"id": ids, "text": ["They met."] * len(ids)})
    >>> texts = Texts(rows, lookup)
    >>> texts.want(["a"])
    >>> texts["a"]["text"], texts["a"]["title"], asked
    ('They met.', 'Talks', [['a']])
    """

    def __init__(self, rows: Rows, lookup: Lookup) -> None:
        self._rows = rows
        self._lookup = lookup
        self._wanted: set[str] = set()
        self._known: dict[str, str] = {}

    def want(self, ids: Iterable[str]) -> None:
        """Announce articles whose words will be shown."""
        self._wanted |= {key for key in ids if key in self._rows}

    def __getitem__(self, key: str) -> Mapping[str, str]:
        return {"title": str(self._rows[key]["title"]), "text": self.text(key)}

    def text(self, key: str) -> str:
        """Return an article's text."""
        if key not in self._known:
            asked = sorted({*self._wanted, key} - self._known.keys())
            found = self._lookup(asked)
            self._known |= dict(zip(found["id"].astype(str), map(str, found["text"]), strict=True))
        return self._known[key]

    def of(self, key: str, part: object) -> str:
        """Return what offsets of a part count in: the title of a headline, else the text."""
        return str(self._rows[key]["title"]) if str(part) == "headline" else self.text(key)

    def frame(self, ids: Iterable[str]) -> pd.DataFrame:
        """Return `id` and `text` of some articles."""
        keys = list(dict.fromkeys(ids))
        return pd.DataFrame({"id": keys, "text": [self.text(key) for key in keys]}, dtype="str")
