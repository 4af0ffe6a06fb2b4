"""Articles made ready for comparing their words: which count, under which group and event, copies once.

Everything that compares outlets by terms starts here, so that what is left out, and what is said about
it, is the same everywhere. No statistic here.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags, Ints, coded
from framing.comparison.treatment import collapses, known, left_out
from framing.comparison.wording.own_names import own_names
from framing.errors import FramingError, FramingWarning, among, unknown
from framing.features.choice import APART, Choice
from framing.features.terms import Counted, count
from framing.tables import check, schema
from framing.text import copies

__all__ = ["GENRES", "Words", "chosen", "copies_said", "families", "repeated", "words"]

#: Kinds of article that are compared each with its like; unknown counts as news.
GENRES = ("news", "opinion", "editorial", "live", "all")


@dataclass(frozen=True)
class Words:
    """Counts of terms in articles, and what each row is.

    `group` is a code into `groups`, -1 for a copy that counts no more; `event` into `events`;
    `family` is shared by copies of one text; `base` marks rows of a baseline. Rows stand by group, event
    and id, whatever the order they were given in. `said` holds what a note must say; `own` the words of
    each outlet's own name and datelines, where outlets are compared.
    """

    counted: Counted
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


def words(
    articles: pd.DataFrame,
    wanted: Choice,
    *,
    by: str,
    genre: str = "news",
    wire: str = "collapse",
    baseline: pd.DataFrame | None = None,
    what: str = "keyness",
    counter: Callable[[pd.DataFrame, Choice, str | None], Counted] | None = None,
) -> Words:
    """Count terms by group.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`.
    wanted : Choice
        Which words, as `choice` makes it.
    by : str
        Column of the articles, or one of `choice.APART`, whose values are compared.
    genre : str
        One of `GENRES`.
    wire : {"collapse", "keep", "drop"}
        Copies in one group count once; each; or full reprints are left out first.
    baseline : pandas.DataFrame, optional
        Further articles; those that are among `articles` too are left out of it.
    what : str
        Named in messages.
    counter : callable, optional
        Counts something else in the same words, as entries of a lexicon.

    Raises
    ------
    FramingError
        An argument or a column is not known, or nothing is left.

    Warns
    -----
    FramingWarning
        Something is left out.
    """
    frame, said = chosen(articles, by, genre, wire, what)
    frame = frame.assign(_base=False)
    if baseline is not None:
        try:
            more, others = chosen(baseline, by, genre, wire, f"{what}, baseline")
        except FramingError as error:
            raise FramingError(str(error).replace("articles:", "baseline:", 1)) from None
        again = more["id"].isin(frame["id"])
        if again.any():
            _warn(
                f"{what}: {int(again.sum())} articles of the baseline are among the articles and are left out"
            )
        frame = pd.concat([frame, more[~again].assign(_base=True)], ignore_index=True)
        said += [f"baseline: {text}" for text in others]
    keys = ["id"] if by in APART else [by, "event", "id"]
    frame = frame.sort_values([*keys, "_base"], key=_as_text, kind="stable", ignore_index=True)
    apart = by if by in APART else None
    found = counter(frame, wanted, apart) if counter else count(frame, wanted, apart=apart)
    return _told(frame, found, by, wire, said)


def chosen(
    articles: pd.DataFrame, by: str, genre: str, wire: str, what: str
) -> tuple[pd.DataFrame, list[str]]:
    """Return the articles that count, and what a note must say of the others; raises as `words` does."""
    known(wire)
    if not among(genre, GENRES):
        raise unknown("genre", genre, GENRES)
    frame = check(articles, "articles")
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
    frame = frame[~gone].reset_index(drop=True)
    if frame.empty:
        raise FramingError(f"articles: none is left of {len(articles)} ({', '.join(said) or 'none given'})")
    unsure = int((frame["genre"] == "unknown").sum())
    if unsure and genre == "news" and by != "genre":
        said.append(f"{unsure} of unknown genre counted as news")
    return frame[
        [*schema("articles").columns, *([by] if by not in (*schema("articles").columns, *APART) else [])]
    ], said


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


def _told(frame: pd.DataFrame, found: Counted, by: str, wire: str, said: Sequence[str]) -> Words:
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
        own=_own(frame) if by == "outlet" else {},
    )


def _own(frame: pd.DataFrame) -> dict[str, frozenset[str]]:
    return {
        str(name): own_names(str(name), texts.fillna("").astype("str"))
        for name, texts in frame.groupby(frame["outlet"].astype("str"))["text"]
    }


def _warn(message: str) -> None:
    warnings.warn(message, FramingWarning, stacklevel=5)
