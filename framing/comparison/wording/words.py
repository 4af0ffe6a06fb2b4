"""Articles made ready for comparing their words: which count, under which group and event, copies once.

Everything that compares outlets by terms starts here, so that what is left out, and what is said about
it, is the same everywhere. No statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from framing.batch.parts import Articles, Parts, checked, kept, light, whole
from framing.comparison.codes import Flags, Ints, coded
from framing.comparison.treatment import collapses, known, left_out
from framing.comparison.wording.own_names import own_names
from framing.errors import FramingError, FramingWarning, among, unknown
from framing.features.choice import APART, Choice
from framing.features.term_blocks import Spread, counted
from framing.features.terms import Counted
from framing.tables import schema
from framing.text import copies

__all__ = ["GENRES", "Kinds", "Words", "chosen", "copies_said", "families", "repeated", "words"]

#: Kinds of article that are compared each with its like; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live", "all")

#: What must be known of each article, beside its group.
_ABOUT = ("id", "event", "copy_group", "provenance", "_base")


@dataclass(frozen=True)
class Kinds:
    """Rows that are alike: of one group and event, of the baseline or not. What sides are made of.

    `of` is each row's kind, -1 where it has no words or counts no more; the others have an item a kind.
    """

    of: Ints
    group: Ints
    base: Flags
    event: Ints
    rows: Ints
    illustrative: Flags

    def mask(self, kinds: Flags) -> Flags:
        """Return the mask of the rows of some kinds."""
        return np.asarray(np.append(kinds, False)[self.of], bool)


@dataclass(frozen=True)
class Words:
    """Counts of terms in articles, and what each row is.

    `group` is a code into `groups`, -1 for a copy that counts no more; `event` into `events`;
    `family` is shared by copies of one text; `base` marks rows of a baseline. Rows stand by group, event
    and id, whatever the order they were given in. `said` holds what a note must say; `own` the words of
    each outlet's own name and datelines, where outlets are compared.
    """

    counted: Counted | Spread
    groups: tuple[str, ...]
    events: tuple[str, ...]
    group: Ints
    event: Ints
    family: Ints
    ids: list[str]
    base: Flags
    illustrative: Flags
    said: tuple[str, ...]
    own: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, group: int, base: bool = False) -> Flags:
        """Return which rows are a group's and have words."""
        rows = (self.group == group) & (self.base == base) & (self.counted.tokens > 0)
        return np.asarray(rows, bool)

    @cached_property
    def kinds(self) -> Kinds:
        """The kinds of rows there are, by group, baseline and event."""
        live = np.flatnonzero((self.group >= 0) & (self.counted.tokens > 0))
        key = (self.group[live] * 2 + self.base[live]) * max(len(self.events), 1) + self.event[live]
        found, first, of_live = np.unique(key, return_index=True, return_inverse=True)
        of = np.full(len(self.group), -1, np.int64)
        of[live] = of_live
        rows = live[first]
        return Kinds(
            of,
            self.group[rows],
            self.base[rows],
            self.event[rows],
            np.bincount(of_live, minlength=len(found)),
            np.bincount(of_live, self.illustrative[live], len(found)) > 0,
        )


def words(
    articles: Articles,
    wanted: Choice,
    *,
    by: str,
    genre: str = "news",
    wire: str = "collapse",
    baseline: Articles | None = None,
    what: str = "keyness",
    counter: Callable[[pd.DataFrame, Choice, str | None], Counted] | None = None,
) -> Words:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`.
    wanted : Choice
        Which words, as `choice` makes it.
    by : str
        Column of the articles, or one of `choice.APART`, whose values are compared.
    genre : str
        One of `GENRES`.
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints are left out first.
    baseline : pandas.DataFrame or Parts, optional
        Further articles; those that are among `articles` too are left out of it.
    what : str
        Named in messages.
    counter : callable, optional
        Counts something else in the same words, as entries of a lexicon, in all articles at once.

    Raises
    ------
    FramingError
        An argument or a column is not known, or nothing is left.

    Warns
    -----
    FramingWarning
        Something is left out.
    """
    some, said = chosen(articles, by, genre, wire, what)
    sources, about = [some], [light(some).assign(_base=False)]
    if baseline is not None:
        try:
            more, others = chosen(baseline, by, genre, wire, f"{what}, baseline")
        except FramingError as error:
            raise FramingError(str(error).replace("articles:", "baseline:", 1)) from None
        again = light(more)["id"].isin(about[0]["id"]).to_numpy(bool)
        if again.any():
            _warn(
                f"{what}: {int(again.sum())} articles of the baseline are among the articles and are left out"
            )
        sources.append(kept(more, ~again))
        about.append(light(sources[1]).assign(_base=True))
        said += [f"baseline: {text}" for text in others]
    apart = by if by in APART else None
    columns = list(dict.fromkeys([*_ABOUT, *([] if apart else [by])]))
    frame = pd.concat([table[columns] for table in about], ignore_index=True)
    keys = ["id"] if apart else [by, "event", "id"]
    frame = frame.sort_values([*keys, "_base"], key=_as_text, kind="stable")
    order = frame.index.to_numpy()
    frame = frame.reset_index(drop=True)
    own = own_names(sources) if by == "outlet" else {}
    if counter:
        texts = pd.concat([whole(source, what) for source in sources], ignore_index=True)
        texts = texts.iloc[order].reset_index(drop=True)
        return _told(frame, counter(texts, wanted, apart), by, wire, said, own)
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    ranks = np.split(rank, [len(about[0])])[: len(sources)]
    found = counted(sources, ranks, wanted, apart=apart, what=what)
    return _told(frame, found, by, wire, said, own)


def chosen(articles: Articles, by: str, genre: str, wire: str, what: str) -> tuple[Articles, list[str]]:
    """Return the articles that count, and what a note must say of the others; raises as `words` does."""
    known(wire)
    if not among(genre, GENRES):
        raise unknown("genre", genre, GENRES)
    every = checked(articles)
    frame = light(every)
    columns = [name for name in frame.columns if name not in ("id", "text", "title", "blocks")]
    if not among(by, [*columns, *APART]):
        raise unknown("by", by, [*columns, *APART])
    if by in frame and frame[by].dtype == object and not all(isinstance(v, Hashable) for v in frame[by]):
        raise FramingError(f"articles: column {by!r} holds lists or the like, which make no groups")
    left: list[tuple[str, pd.Series]] = [
        ("too short to be whole", frame["status"] == "stub"),
        ("without text", frame["status"] == "metadata"),
    ]
    if by not in APART:
        left.append((f"without {by}", frame[by].isna()))
    kind = frame["genre"].astype("str").replace("unknown", "news")
    if genre != "all" and by != "genre":
        left.append((f"not {genre}", kind != genre))
    left.append(("full reprints of an agency", pd.Series(left_out(frame["wire_role"], wire))))
    gone = np.zeros(len(frame), bool)
    said = []
    for why, mask in left:
        here = mask.to_numpy(bool) & ~gone
        if here.any():
            said.append(f"{int(here.sum())} {why} left out")
            gone |= here
    if said:
        _warn(f"{what}: of {len(frame)} articles, {', '.join(said)}")
    if gone.all():
        raise FramingError(f"articles: none is left of {len(articles)} ({', '.join(said) or 'none given'})")
    some = kept(every, ~gone)
    unsure = int((light(some)["genre"] == "unknown").sum())
    if unsure and genre == "news" and by != "genre":
        said.append(f"{unsure} of unknown genre counted as news")
    if isinstance(some, Parts):
        return some, said
    columns = [
        *schema("articles").columns,
        *([by] if by not in (*schema("articles").columns, *APART) else []),
    ]
    return some[columns], said


def families(prints: np.ndarray, frame: pd.DataFrame) -> Ints:
    """Return a number for each article that copies of one text share."""
    copied = coded(copies.groups(prints, frame["copy_group"]))
    alone = np.array([label is None for label in copied.labels], bool)[copied.codes]
    return np.where(alone, len(copied.labels) + np.arange(len(frame)), copied.codes)


def repeated(*keys: Ints | Flags) -> Flags:
    """Mask the rows whose keys have stood in an earlier row."""
    again = np.ones(len(keys[0]), bool)
    if len(again):
        again[np.unique(np.stack(keys), axis=1, return_index=True)[1]] = False
    return again


def copies_said(number: int) -> str:
    """Say how many articles count no more.

    >>> copies_said(1)
    '1 copy inside a group counted once with its like'
    """
    return (
        "1 copy inside a group counted once with its like"
        if number == 1
        else f"{number} copies inside a group counted once with their like"
    )


def _as_text(column: pd.Series) -> pd.Series:
    return column if column.dtype == bool else column.astype("str").fillna("\U0010ffff")


def _told(
    frame: pd.DataFrame,
    found: Counted | Spread,
    by: str,
    wire: str,
    said: Sequence[str],
    own: Mapping[str, frozenset[str]],
) -> Words:
    value = frame[by].iloc[found.row] if found.value is None else pd.Series(found.value, dtype="str")
    groups = coded(value.reset_index(drop=True))
    group = groups.codes.copy()
    # What an outlet's own coverage elsewhere is about is no event of the comparison.
    event = coded(frame["event"].where(~frame["_base"]) if by != "event" else frame["id"].isna().map(str))
    family = families(found.prints, frame)
    base = frame["_base"].to_numpy(bool)[found.row]
    said = [*said, *([f"an article counts once in each {by} it has"] if by in APART else [])]
    of_row, event_of_row = family[found.row], event.codes[found.row]
    if collapses(wire):
        again = repeated(group, base, event_of_row, of_row)
        if again.any():
            said.append(copies_said(len(np.unique(found.row[again]))))
            group[again] = -1
    return Words(
        counted=found,
        groups=tuple(str(label) for label in groups.labels),
        events=tuple(str(label) for label in event.labels),
        group=group,
        event=event_of_row,
        family=of_row,
        ids=frame["id"].iloc[found.row].astype("str").tolist(),
        base=base,
        illustrative=(frame["provenance"] == "illustrative").to_numpy(bool)[found.row],
        said=tuple(said),
        own=own,
    )


def _warn(message: str) -> None:
    warnings.warn(message, FramingWarning, stacklevel=5)
