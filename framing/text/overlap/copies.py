"""`copies`: articles in, the pairs that share text out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, SomeArticles, assign_columns, check_articles, metadata
from framing.errors import warn
from framing.schema import check, empty
from framing.text.overlap import articles as gathering
from framing.text.overlap.articles import STORIES, Counts, Ranges, bounded, components, counted, in_stories
from framing.text.overlap.passages import KINDS, LEAST_PASSAGE, Measures, kinds, measured, one_story, passages
from framing.text.overlap.shingles import COMMON, Flags, Hashes, Ints, Meetings, Pairs, Shingles, postings

# From distinct texts to the pairs that share text, each with its kind: the steps in their order.

#: Distinct shingles that two texts must share before they are looked at: fewer only where the shorter has but
#: so many times as many words.
_LEAST, _SOME, _FEW = 5, 10, 10

#: Odd; turns one shingle into as many as there are outlets.
_APART = np.uint64(0xA24BAED4963EE407)


@dataclass(frozen=True)
class Texts:
    """The distinct texts of some articles, in an order of their own: no result hangs on that of rows.

    Attributes
    ----------
    rows : int64 array, one item an article
        Row of the articles, by time and id.
    text : int64 array, one item an article in that order
        Index of its text; -1 where it is too short to be anybody's copy. Texts are numbered by first reading.
    prints : uint64 array, one item a text
        Its fingerprint, as `framing.text.overlap.shingles.fingerprints` gives it.
    found : Ranges
        The shingles of the texts.
    quoted : int64 array, one item a text
        Words that stand in quotation marks.
    """

    rows: Ints
    text: Ints
    prints: Hashes
    found: Ranges
    quoted: Ints


class Shared(NamedTuple):
    """Pairs of texts that share some, and how.

    `kind` indexes `rules.KINDS`. `crowded` masks the texts most of whose shared words stand in very many
    texts: such texts are paired with the first of them alone. `bounded` says what was left out
    where too much recurs.
    """

    pairs: Pairs
    measures: Measures
    kind: np.ndarray
    crowded: Flags
    bounded: str


def distinct(articles: Articles) -> Texts:
    """Read checked articles; a text that several have is told once."""
    reading = gathering.read(articles)
    rows = gathering.in_time(metadata(articles))
    told = reading.prints[rows]
    text = np.full(len(rows), -1, np.int64)
    some = np.flatnonzero(told != 0)
    text[some], prints = pd.factorize(told[some])
    first = rows[some[np.unique(text[some], return_index=True)[1]]]
    return Texts(rows, text, np.asarray(prints, np.uint64), Ranges(reading, first), reading.quoted[first])


def find(texts: Texts, outlets: Sequence[object]) -> Shared:
    """Return the pairs of distinct texts that share some.

    Parameters
    ----------
    texts : Texts
    outlets : sequence
        The outlet of each article, in the order of the articles.
    """
    known = texts.found
    # Each text once for each outlet that has a name and prints it, and the outlet.
    outlet = gathering.numbered(outlets)[texts.rows]
    printed = (texts.text >= 0) & (outlet >= 0)
    many = int(outlet.max(initial=0)) + 1
    key = np.unique(texts.text[printed] * many + outlet[printed])
    stories, versions = _stories(known, key // many, key % many)
    own, crowds = _Own(known), _Crowds(len(known))
    meetings = Meetings(len(known), known.number)
    for found, some in zip(known.each(), stories, strict=True):
        plain = some.of(found) >= STORIES
        own.less(found.only(plain))
        own_words = found.only(~plain)
        posted = postings(own_words)
        crowds.add(*posted)
        meetings.add(own_words, posted)
    sizes = own.sizes()
    pairs = meetings.pairs(_LEAST)
    pairs = pairs.only(
        (pairs.shared >= _SOME) | (_FEW * pairs.shared >= np.minimum(sizes[pairs.a], sizes[pairs.b]))
    )
    least = known.bound(pairs)
    pairs = pairs.only(pairs.shared >= least)
    kept, measures, kind = [pairs.only(slice(0, 0))], [], [np.zeros(0, np.int8)]
    for group in known.groups(pairs, gathering.looked_up(stories)):
        plain = group.numbers >= STORIES
        again = np.zeros(int(group.found.words[-1]), np.int8)
        for number in range(2, STORIES):
            told = group.found.only(group.numbers == number)
            for place in range(told.n):
                again[told.first + place] = number
        same = passages(group.found.only(~plain), group.pairs, least=LEAST_PASSAGE)
        quoted = known.masked("quoted", group.rows)
        of = measured(same, group.pairs, group.found, sizes[group.texts], quoted, again)
        which = kinds(of)
        kept.append(group.pairs.among(group.texts).only(which > 0))
        measures.append(of.only(which > 0))
        kind.append(which[which > 0])
    return Shared(
        Pairs.joined(kept),
        Measures.joined(measures),
        np.concatenate(kind),
        crowds.crowded(),
        bounded(max(meetings.bounded, versions), least),
    )


def _stories(known: Ranges, text: Ints, outlet: Ints) -> tuple[list[Counts], int]:
    """Return of how many stories of one outlet each shingle is, by range, and by which sample that was found.

    Versions of a story count once. A text that several outlets print stands once for each.
    """
    # Each outlet by itself, so that a story printed everywhere ties the versions of every outlet together.
    apart = outlet.astype(np.uint64) * _APART
    meetings = Meetings(len(text), known.number)
    for found in known.each():
        printed = found.of(text)
        meetings.add(replace(printed, hashes=printed.hashes ^ apart[printed.doc()]))
    pairs = meetings.pairs(_LEAST)
    shorter = np.minimum(known.sizes[text][pairs.a], known.sizes[text][pairs.b])
    pairs = pairs.only(4 * pairs.shared >= shorter)
    pairs = pairs.only(pairs.shared >= known.bound(pairs.among(text)))
    same = [np.zeros(0, bool)]
    for group in known.groups(pairs.among(text)):
        told = passages(group.found, group.pairs, least=LEAST_PASSAGE)
        same.append(one_story(measured(told, group.pairs, group.found, known.sizes[group.texts])))
    number = components(pairs.only(np.concatenate(same)), len(text))
    return [
        counted(*in_stories(found.of(text), outlet, number), least=2, most=STORIES) for found in known.each()
    ], meetings.bounded


class _Own:
    """How many words of each text are in no outlet's boilerplate, added up while ranges come."""

    def __init__(self, known: Ranges) -> None:
        self._words, self._n = known.words, 0
        self._begins = np.zeros(int(known.words[-1]) + 1, bool)

    def less(self, plain: Shingles) -> None:
        """Note the boilerplate of a range."""
        self._begins[plain.first] = True
        self._n = plain.n

    def sizes(self) -> Ints:
        """Return the words of each text that count."""
        covered, size = self._begins.copy(), np.diff(self._words)
        # No shingle reaches over the end of its text.
        for back in range(1, self._n):
            covered[back:] |= self._begins[:-back]
        return size - np.where(size > 0, np.add.reduceat(covered, self._words[:-1], dtype=np.int64), 0)


class _Crowds:
    """Of each text, how many of its shingles others have, and how many of these stand in very many texts."""

    def __init__(self, size: int) -> None:
        self._all, self._common = np.zeros(size, np.int64), np.zeros(size, np.int64)

    def add(self, docs: Ints, starts: Ints) -> None:
        """Count a range's, as `postings` gives them."""
        size = len(self._all)
        self._all += np.bincount(docs, minlength=size)
        often = np.repeat(np.diff(starts) > COMMON, np.diff(starts))
        self._common += np.bincount(docs[often], minlength=size)

    def crowded(self) -> Flags:
        """Mask the texts of which half or more do."""
        return np.asarray(2 * self._common >= np.maximum(self._all, 1), bool)


# `group_copies`: articles in, `copy_group` filled: exact and near copies share one, partial reuse doesn't.

#: Of the pairs of texts across two groups, the share that must be near copies for them to become one.
ACROSS = 2 / 3


def group_copies(articles: SomeArticles) -> SomeArticles:
    """Fill `copy_group`, so that prints of one text count once; `copies` lists the pairs.

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
    given = check_articles(articles)
    texts = distinct(given)
    shared = find(texts, metadata(given)["outlet"])
    return assign_columns(given, copy_group=find_groups(texts, shared, metadata(given)["copy_group"]))


def find_groups(texts: Texts, shared: Shared, given: pd.Series) -> pd.Series:
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


#: Up to so many articles with one text are each paired with each; more, with the earliest alone.
EACH = 50

#: What is listed of a pair as it was measured.
_MEASURES = ("words", "longest_run", "longest_passage", "passages", "quoted")


def copies(articles: Articles) -> pd.DataFrame:
    """List the pairs of articles that share text, whole or in part; `facts.reuse` lists the passages.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `published` tells which came first.

    Returns
    -------
    pandas.DataFrame
        The table `copies`, a row a pair, by the time and id of `a` and then of `b`. *exact*: the texts have
        the same words, whatever the headline. *near*: nearly all of the shorter stands in the longer, and is
        most of it or its beginning (an edited story, a tail cut off). *part*: one holds a long passage of the
        other, or a good share of it.

    Raises
    ------
    FramingError
        The table is not what it should be.

    Warns
    -----
    FramingWarning
        A text stands in so many articles that these are paired with the earliest alone.

    Notes
    -----
    Found by shared runs of five words through an inverted index, so that time and memory go by the articles,
    not by their pairs. What an outlet prints in four stories or more (versions of one story count once) is
    its boilerplate and no shared text. Articles under 20 words are nobody's copies. Words that both texts
    have in quotation marks count for less: both may have them from who said them; they are told as `quoted`.
    In scripts that write no spaces each letter counts as a word.

    Examples
    --------
    >>> story = "The ship left port at dawn on Monday with grain for the towns along the northern coast. " * 2
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": [story, story.upper()]})
    >>> copies(articles)[["a", "b", "kind", "share_b"]].values.tolist()
    [['a', 'b', 'exact', 1.0]]
    """
    given = check_articles(articles)
    texts = distinct(given)
    return _pairs(metadata(given), texts, find(texts, metadata(given)["outlet"]))


def copies_and_groups(articles: Articles) -> tuple[pd.DataFrame, Articles]:
    """Return what `copies` and `group_copies` give, by one search: the pairs, and the articles filled in."""
    given = check_articles(articles)
    texts = distinct(given)
    shared = find(texts, metadata(given)["outlet"])
    filled = assign_columns(given, copy_group=find_groups(texts, shared, metadata(given)["copy_group"]))
    return _pairs(metadata(given), texts, shared), filled


def _pairs(frame: pd.DataFrame, texts: Texts, shared: Shared) -> pd.DataFrame:
    # The articles (places in reading order) of all texts end to end, and where each text's begin.
    order = np.argsort(texts.text, kind="stable")
    order = order[texts.text[order] >= 0]
    starts = np.searchsorted(texts.text[order], np.arange(len(texts.prints) + 1))
    size = np.diff(starts)
    said = []
    if (most := int(size.max(initial=0))) > EACH:
        said.append(f"{most:,} articles have one text; more than {EACH} are paired with the earliest alone")
    if shared.crowded.any():
        said.append(
            f"{int(shared.crowded.sum()):,} texts share most of their words with more than {COMMON} "
            "others; each is paired with the first of these alone"
        )
    if shared.bounded:
        said.append(f"{shared.bounded}; pairs may be missing, those listed were read in full")
    for line in said:
        warn(f"copies: {line}")
    # Pairs of articles with one text.
    same = [np.zeros((3, 0), np.int64)]
    for text in np.flatnonzero(size > 1).tolist():
        of = order[starts[text] : starts[text + 1]]
        alone = np.zeros(len(of) - 1, np.int64), np.arange(1, len(of))
        one, two = np.triu_indices(len(of), 1) if len(of) <= EACH else alone
        same.append(np.stack([of[one], of[two], np.full(len(one), text)]))
    first, second, which = np.concatenate(same, axis=1)
    words = texts.found.sizes[which]
    runs = dict.fromkeys(("words", "longest_run", "longest_passage"), words)
    exact = {"first": first, "second": second, "share_first": 1.0, "share_second": 1.0, **runs}
    exact |= {"kind": "exact", "passages": 1, "quoted": texts.quoted[which]}
    # Pairs of articles whose texts share words.
    few = np.where(size <= EACH, size, 1)
    a, b = shared.pairs.a, shared.pairs.b
    times = few[a] * few[b]
    row = np.repeat(np.arange(len(a)), times)
    within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
    others = {
        "first": order[starts[a[row]] + within // few[b[row]]],
        "second": order[starts[b[row]] + within % few[b[row]]],
        "kind": np.array(KINDS, dtype=object)[shared.kind[row]],
        "share_first": shared.measures.share_a[row],
        "share_second": shared.measures.share_b[row],
        **{name: getattr(shared.measures, name)[row] for name in _MEASURES},
    }
    found = pd.concat([pd.DataFrame(exact), pd.DataFrame(others)], ignore_index=True)
    if found.empty:
        return empty("copies")
    # The earlier of the two is `a`.
    place = found[["first", "second"]].to_numpy(copy=True)
    share = found[["share_first", "share_second"]].to_numpy(copy=True)
    swapped = _swapped(frame, *texts.rows[place.T])
    place[swapped], share[swapped] = place[swapped, ::-1], share[swapped, ::-1]
    a, b = texts.rows[place.T]
    ids, outlets, titles = (frame[name].astype("str").to_numpy(object) for name in ("id", "outlet", "title"))
    titles = np.array([" ".join(str(title).casefold().split()) for title in titles], dtype=object)
    table = found.assign(
        a=ids[a], b=ids[b], a_outlet=outlets[a], b_outlet=outlets[b], share_a=share[:, 0],
        share_b=share[:, 1], same_title=(titles[a] == titles[b]) & (titles[a] != ""),
    )  # fmt: skip
    table = table.drop(columns=["first", "second", "share_first", "share_second"])
    return check(table.iloc[np.lexsort(place.T[::-1])], "copies")


def _swapped(frame: pd.DataFrame, first: Ints, second: Ints) -> Flags:
    """Mask the pairs of which the second is `a`: earlier, as far as both times tell, else first by id."""
    when = frame["published"]
    at = when.to_numpy("datetime64[us]")
    known = when.notna().to_numpy(bool)
    days = at.astype("datetime64[D]")
    # A time known to the day alone says nothing about another of the same day.
    coarse = (frame["published_precision"] == "day").to_numpy(bool) | (days == at)
    by_day = coarse[first] | coarse[second]
    one = np.where(by_day, days[first].astype("datetime64[us]"), at[first])
    two = np.where(by_day, days[second].astype("datetime64[us]"), at[second])
    told = known[first] & known[second] & (one != two)
    ids = frame["id"].astype("str").to_numpy(dtype=object)
    return np.asarray(np.where(told, two < one, ids[second] < ids[first]), bool)
