"""Headlines of one happening, a day apart at most, and of what else outlets print on the same event."""

from __future__ import annotations

import heapq
import re
from hashlib import sha256

import numpy as np
import pandas as pd
from scipy.special import expit

from framing.comparison.reuse.finding import texts_of
from framing.engine.parts import Articles, check_articles, metadata
from framing.errors import FramingError, warn
from framing.features.neural.encoder import sentence_vectors
from framing.schema import check, empty
from framing.text.voices.table import foreign

#: Logistic weights of two articles being news of one happening, learnt from 553 pairs that were read, 150 of
#: them so: cosine of titles, of titles with the first `_OPENING` characters of the text, words of titles and
#: first `_LEAD` characters that both have, by rarity, days apart, whether the first weekday named is one.
_BIAS, _WEIGHTS = -8.78, np.array([2.45, 6.82, 8.58, -0.9, 1.23])
_OPENING, _LEAD = 400, 1_200
#: How probable two are to be put together; what one more has with those that are, in the mean and at least.
LEAST, _LOOSE, _LOOSEST = 0.5, 0.4, 0.2
#: The same of articles on one event, at any stage; what two alone have at least, and what one more has with
#: one that reports it. Read in twenty collections: of those below, most were on other matters.
_EVENT, _PAIR, _NEAR = (0.2, 0.12, 0.05), 0.3, 0.12
#: Titles less alike, or with fewer words in common, aren't looked at further: of the 150 two were.
_TITLES, _COMMON = 0.25, 0.07
#: The rarity of words is reckoned as if there were so many articles more, one of them with the word.
_MORE, _ONE = 10, 1
#: Titles of what is no report: questions, lists, fact checks. Of 73 pairs with one 6 were of one happening.
FEATURE = re.compile(
    r"\?|^(?:what|why|how|who|when|where|is|are|can|here|fact|analysis|opinion|live|watch|video)\b"
    r"|\b\d+ (?:\w+ ){0,2}(?:things|ways|reasons|questions|takeaways|facts|moments|quotes|lessons)\b"
    r"|fact.?check|explain|analysis|timeline|everything|need to know|takeaways|recap",
    re.IGNORECASE,
)
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b")
_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
#: Days apart; days over which articles are spread where those without a date may be of any.
_DAYS, _SPREAD = 1, 7
#: Words of a title; articles that are read, those of the days with most outlets.
_WORDS, _READ = 3, 300
#: Headlines of a story at most.
_MOST = 6
#: Outlets more than these make no story better.
_ENOUGH = 4


def headlines(articles: Articles, *, progress: bool | None = None) -> pd.DataFrame:
    """Put reports of one happening together, for their headlines; `side_by_side` pairs sentences.

    Of each outlet one article stands for it. Opinion, reprints of agencies, other languages than English,
    and headlines that two outlets print alike are left out. Headlines that ask, list or check facts report
    no happening; they stand beside reports of one, as what else is on the same event. Articles of unknown
    kind, where most are known, stand beside none.

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
        The table `headlines`, a row an article: first the happenings that are surest to be one, in most
        outlets (of four or more alike), with titles that differ most; then events without. `probability` is
        the mean, over the pairs of these, of being news of one happening, and of an article that isn't
        `same` the highest. Empty, with a warning, where the encoder can't run.

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
    read = titles.str.count(" ") + 1 >= _WORDS
    read &= ~frame["genre"].isin(["opinion", "editorial"])
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
    texts = texts_of(held, rows)["text"].astype("str").str.split().str.join(" ").tolist()
    try:
        signs, near = read_signs(words, texts, days, near, progress)
    except FramingError as error:
        warn(f"headlines: none are put together: {error}")
        return empty("headlines")
    chance = expit(_BIAS + np.tensordot(_WEIGHTS, signs, 1))
    chance[~near] = 0
    chance, alike = chance.round(4), signs[0].round(4)
    # Of few articles whose kind isn't known most comment.
    unknown = (frame["genre"] == "unknown").to_numpy()
    aside = unknown[rows] & (2 * unknown.sum() <= len(frame))
    feature = titles.iloc[rows].str.contains(FEATURE).to_numpy()
    told = _group(chance * ~(feature | feature[:, None]), alike, outlet, (LEAST, _LOOSE, _LOOSEST))
    used = {at for members, _ in told for at in members}
    around = _add_near(chance * ~aside[:, None], [members for members, _ in told], outlet, used)
    used |= {at for own in around for at in own}
    free = ~aside & ~feature & ~np.isin(np.arange(len(rows)), list(used))
    others = _group(chance * (free & free[:, None]), alike, outlet, _EVENT)
    others = [(members, sure) for members, sure in others if len(members) > 2 or sure >= _PAIR]
    stories = [(*one, near) for one, near in zip(told, around, strict=True)]
    stories += [([], sure, dict.fromkeys(members, sure)) for members, sure in others]
    found = []
    for rank, (members, sure, beside) in enumerate(stories, 1):
        likely = {**dict.fromkeys(members, sure), **beside}
        mine = frame.iloc[rows[list(likely)]].assign(same=[at not in beside for at in likely])
        mine = mine.assign(probability=np.round(list(likely.values()), 4)).sort_values(["outlet", "id"])
        story = sha256("\n".join(sorted(mine["id"])).encode()).hexdigest()[:16]
        shown = mine[["id", "outlet", "published", "title", "provenance", "same", "probability"]]
        shown = shown.rename(columns={"id": "article"})
        found.append(shown.assign(story=story, rank=rank, outlets=len(mine)))
    return check(pd.concat(found, ignore_index=True), "headlines") if found else empty("headlines")


def _add_near(
    chance: np.ndarray, stories: list[list[int]], outlet: np.ndarray, used: set[int]
) -> list[dict[int, float]]:
    """Return of each story what other outlets print on the same event: the nearest article of each, once.

    None has no chance with one that is there: days apart, or printed under the same headline.
    """
    found: list[dict[int, float]] = [{} for _ in stories]
    near = [(float(chance[at, members].max()), -nth, at) for nth, members in enumerate(stories)
            for at in range(len(chance)) if at not in used]  # fmt: skip
    taken: set[int] = set()
    for sure, nth, at in sorted(near, reverse=True):
        members, own = stories[-nth], found[-nth]
        there = [*members, *own]
        if sure < _NEAR or at in taken or len(there) >= _MOST or not chance[at, members].all():
            continue
        if outlet[at] not in outlet[there]:
            own[at] = sure
            taken.add(at)
    return found


def read_signs(
    titles: list[str], texts: list[str], days: np.ndarray, near: np.ndarray, progress: bool | None
) -> tuple[np.ndarray, np.ndarray]:
    """Return the five signs of each two articles, and which of those that are near are worth a look."""
    leads = [f"{title}. {text[:_LEAD]}".casefold() for title, text in zip(titles, texts, strict=True)]
    common = _compare_words(leads)
    vectors = sentence_vectors(titles, progress=progress)
    cosine = vectors @ vectors.T
    near = near & (common >= _COMMON) & (cosine >= _TITLES)
    some = np.flatnonzero(near.any(axis=1))
    opened = sentence_vectors([f"{titles[at]}. {texts[at][:_OPENING]}" for at in some], progress=progress)
    opening = np.zeros_like(cosine)
    opening[np.ix_(some, some)] = opened @ opened.T
    named = np.array([found.group() if (found := _WEEKDAY.search(lead)) else "" for lead in leads])
    same = (named[:, None] == named) & (named != "")
    apart = np.nan_to_num(np.abs(np.floor(days)[:, None] - np.floor(days)))
    return np.stack([cosine, opening, common, apart, same]), near


def _choose(rows: np.ndarray, outlet: pd.Series, day: pd.Series) -> np.ndarray:
    """Return so many rows as are read: those of the days with most outlets."""
    if len(rows) <= _READ:
        return rows
    some = pd.DataFrame({"outlet": outlet.iloc[rows].astype("str"), "day": day.iloc[rows]})
    many = some.groupby("day")["outlet"].transform("nunique").fillna(0)
    return rows[np.sort(np.lexsort((some["day"], -many))[:_READ])]


def _compare_words(leads: list[str]) -> np.ndarray:
    """Return how much of the words of two openings both have, each by its rarity in all of them."""
    held = [sorted(set(_WORD.findall(lead))) for lead in leads]
    term = pd.factorize(np.array([word for own in held for word in own], dtype=object))[0]
    there = np.zeros((len(leads), term.max(initial=-1) + 1), np.float32)
    there[np.repeat(np.arange(len(leads)), [len(own) for own in held]), term] = 1
    there *= np.sqrt(np.log((len(leads) + _MORE) / (there.sum(axis=0) + _ONE)))
    whole = np.sqrt((there**2).sum(axis=1))
    both: np.ndarray = there @ there.T / np.maximum(whole[:, None] * whole, 1e-9)
    return both


def _group(
    chance: np.ndarray, titles: np.ndarray, outlet: np.ndarray, least: tuple[float, float, float]
) -> list[tuple[list[int], float]]:
    """Return stories: first those that are surest, of most outlets, with titles that differ most.

    One more article has so high a chance `least` with one of them, in the mean, and with each.
    """
    used: set[int] = set()

    def around(centre: int) -> tuple[float, float, list[int]] | None:
        members = [centre]
        for at in np.lexsort((np.arange(len(chance)), -chance[centre])).tolist():
            own = chance[at, members]
            if at in used or outlet[at] in outlet[members]:
                continue
            if own.max() >= least[0] and own.mean() >= least[1] and own.min() >= least[2]:
                members.append(at)
        if len(members) < 2:
            return None
        pairs = np.ix_(members, members)
        sure, same = (of[pairs][np.triu_indices(len(members), 1)].mean() for of in (chance, titles))
        worth = sure * (1 - same) * np.sqrt(min(len(members), _ENOUGH))
        return -float(worth), float(sure), members

    waiting = [(made[0], at, *made[1:]) for at in range(len(chance)) if (made := around(at))]
    heapq.heapify(waiting)
    stories = []
    while waiting:
        _, centre, sure, members = heapq.heappop(waiting)
        if used.isdisjoint(members):
            stories.append((members, sure))
            used |= set(members)
        elif centre not in used and (made := around(centre)):
            heapq.heappush(waiting, (made[0], centre, *made[1:]))
    return stories
