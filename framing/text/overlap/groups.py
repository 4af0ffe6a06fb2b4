"""`group_copies`: articles in, `copy_group` filled: exact and near copies share one, partial reuse doesn't.

A text that holds two stories must not make one group of them. Texts join where
most pairs across are near copies, the most alike first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, Parts, assigned, checked, light
from framing.text.overlap.pairs import Shared, Texts, distinct, find

__all__ = ["group_copies", "grouped"]

#: Of the pairs of texts across two groups, the share that must be near copies for them to become one.
ACROSS = 2 / 3


@overload
def group_copies(articles: Parts) -> Parts: ...
@overload
def group_copies(articles: pd.DataFrame) -> pd.DataFrame: ...
def group_copies(articles: Articles) -> Articles:
    """Fill `copy_group`: articles that print one text, exactly or edited and cut, share a group.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.

    Returns
    -------
    pandas.DataFrame or Parts
        The table `articles`, rows as given. Groups that are filled are kept, and copies of their articles
        join them; two that are given stay two. Missing where an article has no copy.

    Raises
    ------
    FramingError
        The table is not what it should be.

    Notes
    -----
    Copies as `copies` finds them, kinds exact and near. An article that holds two stories belongs to that
    which it resembles most. The name of a group hangs on its words alone, not on the order of rows; for
    exact copies it is the name that scoring gives them.

    Examples
    --------
    >>> story = "The ship left port at dawn on Monday with grain for the towns along the northern coast. " * 2
    >>> articles = pd.DataFrame({"id": [*"abc"], "outlet": [*"xyz"], "text": [story, story, "Rain."]})
    >>> group_copies(articles)["copy_group"].notna().tolist()
    [True, True, False]
    """
    given = checked(articles)
    texts = distinct(given)
    shared = find(texts, light(given)["outlet"])
    return assigned(given, copy_group=grouped(texts, shared, light(given)["copy_group"]))


def grouped(texts: Texts, shared: Shared, given: pd.Series) -> pd.Series:
    """Return the group of each article, in the order of the frame's rows."""
    said = given.astype("str").to_numpy(dtype=object)[texts.rows]
    named = [name if isinstance(name, str) and name.strip() else None for name in said]
    label: list[str | None] = [None] * len(texts.prints)
    for text, name in zip(texts.text.tolist(), named, strict=True):
        if text >= 0 and name is not None:
            # Of several given to one text, the first by name takes those who have none.
            label[text] = min(name, label[text] or name)
    group = _joined(shared, label)
    number = np.bincount(texts.text[texts.text >= 0], minlength=len(label))
    articles, least = np.zeros(len(label), np.int64), np.full(len(label), np.iinfo(np.uint64).max, np.uint64)
    np.add.at(articles, group, number)
    np.minimum.at(least, group, texts.prints)
    names: dict[int, str] = {}
    for text, one in enumerate(group.tolist()):
        if label[text] is not None:
            names[one] = min(label[text] or "", names.get(one, label[text] or ""))
    result = np.full(len(texts.rows), None, dtype=object)
    for place, (text, name) in enumerate(zip(texts.text.tolist(), named, strict=True)):
        if name is not None or text < 0:
            result[texts.rows[place]] = name
        elif (one := int(group[text])) in names:
            result[texts.rows[place]] = names[one]
        elif articles[one] > 1:
            result[texts.rows[place]] = f"{int(least[one]):016x}"
    return pd.Series(result, dtype="str")


class _Groups:
    """Texts in groups, with what is known of pairs across two groups."""

    def __init__(self, shared: Shared, label: Sequence[str | None]) -> None:
        self.of = list(range(len(label)))
        self.members = [[text] for text in self.of]
        self.label = list(label)
        self.crowded = shared.crowded.tolist()
        self.crowds = list(map(int, self.crowded))
        self.beside: list[dict[int, bool]] = [{} for _ in label]
        for a, b, kind in zip(
            shared.pairs.a.tolist(), shared.pairs.b.tolist(), shared.kind.tolist(), strict=True
        ):
            self.beside[a][b] = self.beside[b][a] = kind == 2

    def join(self, one: int, two: int) -> None:
        """Put two groups together."""
        if len(self.members[one]) < len(self.members[two]):
            one, two = two, one
        for text in self.members[two]:
            self.of[text] = one
        self.members[one] += self.members[two]
        self.members[two] = []
        self.crowds[one] += self.crowds[two]
        self.label[one] = self.label[one] or self.label[two]

    def alike(self, one: int, two: int) -> bool:
        """Say whether most pairs across are near copies."""
        few, many = sorted((one, two), key=lambda group: len(self.members[group]))
        near = told = 0
        for text in self.members[few]:
            for other, is_near in self.beside[text].items():
                if self.of[other] == many:
                    near += is_near
                    told += self.crowded[text] and self.crowded[other]
        # Two texts whose words stand in very many were never compared unless one is the first of these.
        across = (
            len(self.members[few]) * len(self.members[many]) - self.crowds[few] * self.crowds[many] + told
        )
        return near >= ACROSS * across


def _joined(shared: Shared, label: Sequence[str | None]) -> np.ndarray:
    """Return a number for each text that its group shares."""
    groups = _Groups(shared, label)
    first: dict[str, int] = {}
    for text, name in enumerate(label):
        if name is not None and first.setdefault(name, text) != text:
            groups.join(groups.of[first[name]], groups.of[text])
    near = np.flatnonzero(shared.kind == 2)
    alike = np.minimum(shared.measures.share_a, shared.measures.share_b)[near]
    for at in near[np.lexsort([shared.pairs.b[near], shared.pairs.a[near], -alike])].tolist():
        one, two = groups.of[shared.pairs.a[at]], groups.of[shared.pairs.b[at]]
        apart = groups.label[one] is not None and groups.label[two] is not None
        if one != two and not apart and groups.alike(one, two):
            groups.join(one, two)
    return np.array(groups.of, np.int64)
