"""Headlines of one story: articles of several outlets, a day apart at most, whose openings say the same."""

from __future__ import annotations

import heapq
from hashlib import sha256

import numpy as np
import pandas as pd

from framing.comparison.reuse.finding import texts_of
from framing.engine.parts import Articles, check_articles, metadata
from framing.errors import FramingError, warn
from framing.features.neural.encoder import sentence_vectors
from framing.schema import check, empty
from framing.text.voices.table import foreign

#: Of 80 pairs read, of two outlets and a day apart at most, 31 are so much alike: 30 were on one story.
ALIKE = 0.65
#: Any two of a story are so much alike, and on average a third one with two; titles less alike aren't looked
#: at further. Of 25 such thirds read 21 were on the story, and told it otherwise than the nearest ones.
_LOOSE, _KIN, _TITLES = 0.5, 0.57, 0.3
#: Characters of a text that are read beside its title: what the encoder reads.
_OPENING = 400
#: Days apart; days over which articles are spread where those without a date may be of any.
_DAYS, _SPREAD = 1, 7
#: Words of a title; articles that are read, those of the days with most outlets.
_WORDS, _READ = 3, 300
#: Outlets more than these make no story better.
_ENOUGH = 4


def headlines(articles: Articles, *, progress: bool | None = None) -> pd.DataFrame:
    """Put articles of outlets on one story together, for their headlines; `side_by_side` pairs sentences.

    Of each outlet one article stands for it. Opinion, reprints of agencies, other languages than English and
    headlines that two outlets print alike are left out.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet`, `title` and `text`. Those without a date are left out where the others are spread
        over more than a week, and else may be of any day.
    progress : bool, optional
        As in `load`.

    Returns
    -------
    pandas.DataFrame
        The table `headlines`, a row an article: stories of four outlets or more first, then of three and
        two, and of these first whose titles differ most for how alike the articles open. `likeness` is the
        mean cosine of titles, and of titles with 400 characters of the text, over the pairs of the story.
        Empty, with a warning, where the encoder can't run.

    Raises
    ------
    FramingError
        A table that is not one of articles.

    Examples
    --------
    >>> titles = ["Marlow council reopens Quay bridge", "Quay bridge in Marlow opens again, two years late"]
    >>> articles = pd.DataFrame({
    ...     "id": ["x", "y"], "outlet": ["courier", "herald"], "title": titles,
    ...     "text": ["The Quay bridge in Marlow was reopened.", "Marlow's Quay bridge is open again."],
    ... })
    >>> headlines(articles)["title"].tolist() == titles
    True
    """
    held = check_articles(articles)
    frame = metadata(held)
    titles = frame["title"].astype("str").fillna("").str.split().str.join(" ")
    read = (titles.str.count(" ") + 1 >= _WORDS) & ~frame["genre"].isin(["opinion", "editorial"])
    # A reprint may have the agency's headline.
    read &= frame["wire_role"].astype(str) != "full_reprint"
    rows = np.flatnonzero(read & ~foreign(frame[["language"]].astype("str")))
    when = pd.to_datetime(frame["published"], utc=True)
    if when.max() - when.min() > pd.Timedelta(days=_SPREAD):
        rows = rows[when.notna().to_numpy()[rows]]
    rows = _choose(rows, frame["outlet"], when.dt.floor("D"))
    if not len(rows):
        return empty("headlines")
    outlet = pd.factorize(frame["outlet"].iloc[rows].astype("str"), sort=True)[0]
    days = ((when.iloc[rows] - pd.Timestamp(0, tz="UTC")) / pd.Timedelta(days=1)).to_numpy(np.float64)
    words = titles.iloc[rows].tolist()
    near = (outlet[:, None] != outlet) & ~(np.abs(np.floor(days)[:, None] - np.floor(days)) > _DAYS)
    printed = pd.factorize(titles.iloc[rows].str.casefold())[0]
    near &= printed[:, None] != printed
    try:
        vectors = sentence_vectors(words, progress=progress)
    except FramingError as error:
        warn(f"headlines: no story is looked for: {error}")
        return empty("headlines")
    cosine = vectors @ vectors.T
    near &= cosine >= _TITLES
    some = np.flatnonzero(near.any(axis=1))
    texts = texts_of(held, rows[some])["text"].astype("str")
    begun = [
        f"{words[at]}. {' '.join(text.split())[:_OPENING]}" for at, text in zip(some, texts, strict=True)
    ]
    opened = sentence_vectors(begun, progress=progress)
    alike = np.zeros_like(cosine)
    alike[np.ix_(some, some)] = (cosine[np.ix_(some, some)] + opened @ opened.T) / 2
    alike[~near] = 0
    found = []
    for rank, (members, likeness) in enumerate(_group(alike.round(4), cosine.round(4), outlet), 1):
        mine = frame.iloc[rows[members]].sort_values(["outlet", "id"])
        story = sha256("\n".join(sorted(mine["id"])).encode()).hexdigest()[:16]
        shown = mine[["id", "outlet", "published", "title", "provenance"]].rename(columns={"id": "article"})
        found.append(shown.assign(story=story, likeness=round(likeness, 4), rank=rank, outlets=len(mine)))
    return check(pd.concat(found, ignore_index=True), "headlines") if found else empty("headlines")


def _choose(rows: np.ndarray, outlet: pd.Series, day: pd.Series) -> np.ndarray:
    """Return so many rows as are read: those of the days with most outlets."""
    if len(rows) <= _READ:
        return rows
    some = pd.DataFrame({"outlet": outlet.iloc[rows].astype("str"), "day": day.iloc[rows]})
    many = some.groupby("day")["outlet"].transform("nunique").fillna(0)
    return rows[np.sort(np.lexsort((some["day"], -many))[:_READ])]


def _group(alike: np.ndarray, titles: np.ndarray, outlet: np.ndarray) -> list[tuple[list[int], float]]:
    """Return stories: those of most outlets first, then whose titles differ most beside their openings."""
    used: set[int] = set()

    def around(centre: int) -> tuple[tuple[int, float], float, list[int]] | None:
        members = [centre]
        for at in np.lexsort((np.arange(len(alike)), -alike[centre])).tolist():
            own = alike[at, members]
            if (own < _LOOSE).any() or at in used or outlet[at] in outlet[members]:
                continue
            if alike[centre, at] >= ALIKE or (len(members) > 1 and own.mean() >= _KIN):
                members.append(at)
        if len(members) < 2:
            return None
        pairs = np.ix_(members, members)
        likeness, same = (of[pairs][np.triu_indices(len(members), 1)].mean() for of in (alike, titles))
        return (-min(len(members), _ENOUGH), float(same - likeness)), float(likeness), members

    waiting = [(made[0], at, *made[1:]) for at in range(len(alike)) if (made := around(at))]
    heapq.heapify(waiting)
    stories = []
    while waiting:
        _, centre, likeness, members = heapq.heappop(waiting)
        if used.isdisjoint(members):
            stories.append((members, likeness))
            used |= set(members)
        elif centre not in used and (made := around(centre)):
            heapq.heappush(waiting, (made[0], centre, *made[1:]))
    return stories
