"""The columns that several printed tables share, each a head and how a row's words are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeGuard

from framing.views import numbers as numbers
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FRAGILE",
    "ONE",
    "Column",
    "Head",
    "Row",
    "Sheet",
    "across",
    "article_count",
    "beside",
    "bracket",
    "cell",
    "columns",
    "count",
    "difference",
    "flags",
    "group",
    "grouped",
    "marks_in",
    "measure",
    "number",
    "p",
    "pair",
    "percent",
    "plain",
    "scaled",
    "spread",
    "text",
    "toward",
    "voice",
    "voiced",
    "words",
]


# A table as it is printed: plain words in rows, whatever form it is written in.


def plain(words: str) -> str:
    r"""Return words in one line, without what a form can't hold or a reader can't see.

    >>> plain("a\x00b\nc")
    'a b c'
    """
    return "".join(c if c.isprintable() or c == "\N{NO-BREAK SPACE}" else " " for c in words)


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, whether numbers stand below, whether it is a statistic's symbol."""

    words: str
    number: bool = True
    symbol: bool = False


@dataclass(frozen=True)
class Sheet:
    """A title, heads, rows of words, and the note that stands below.

    `table` is the table's name in the program; `meanings` are what the columns of the numbers behind mean,
    and their units.
    """

    table: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    number: int | None = None
    meanings: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    @property
    def caption(self) -> str:
        """The number and the title in one line."""
        return self.title if self.number is None else f"Table {self.number}. {self.title}"

    @property
    def widths(self) -> tuple[int, ...]:
        """Of each column, the characters of its longest cell, and of the longest word of its head."""
        found = []
        for place, head in enumerate(self.heads):
            least = max(map(len, head.words.split()), default=1)
            found.append(max([least, *(len(row[place]) for row in self.rows)]))
        return tuple(found)


Row = Mapping[str, Any]
Write = Callable[[Row, Names], str]

#: Marks behind a number: it rests on few articles or hits; one article gives more than a quarter.
FRAGILE, ONE = "†", "‡"


@dataclass(frozen=True)
class Column:
    """A column of a printed table.

    Parameters
    ----------
    head : str or callable
        The words above, or what gives them for a frame.
    write : callable
        A row and the names in, words out.
    numeric, symbol : bool
        How it is set: to the right, and its head in italics.
    fold : str
        Where all rows say the same, the column is left out and this stands in the note, with ``{}`` for what
        they say; empty: it always stands.
    needs : str
        A column of the frame without whose values it is left out.
    reads : tuple of str
        Columns of the frame that `write` looks at.
    """

    head: str | Callable[[pd.DataFrame], str]
    write: Write
    numeric: bool = True
    symbol: bool = False
    fold: str = ""
    needs: str = ""
    reads: tuple[str, ...] = ()

    def heading(self, frame: pd.DataFrame) -> Head:
        """Return its head over a frame."""
        return Head(self.head if isinstance(self.head, str) else self.head(frame), self.numeric, self.symbol)


def _there(value: Any) -> TypeGuard[Any]:
    return value is not None and value == value


def flags(row: Row) -> str:
    """Return the marks that belong behind a row's estimate."""
    said = row.get("note")
    note = said if isinstance(said, str) else ""
    large = row.get("largest_share")
    one = "one article gives" in note or bool(_there(large) and large > 0.25)
    return FRAGILE * ("fragile" in note) + ONE * one


#: What tables call all groups, and how that is said.
_TOGETHER = {"any": "all groups", "all": "all together"}


def marks_in(words: str) -> set[str]:
    """Return the marks that stand behind a number in the words of a cell; those in names are none.

    >>> sorted(marks_in("10.6†‡ [5.7, 20]")), marks_in("The Dagger † Post")
    (['†', '‡'], set())
    """
    number = words.partition(" [")[0]
    bare = number.rstrip(FRAGILE + ONE)
    return set(number[len(bare) :]) if bare and bare[-1] in "0123456789%∞" else set()


def text(name: str, head: str, *, fold: str = "", words: Mapping[str, str] | None = None) -> Column:
    """Return a column of words as they stand, or as `words` calls them; a missing one is a dash."""
    known = words or {}
    return Column(
        head,
        lambda row, names: (
            known.get(str(row[name]), str(row[name]))
            if _there(row[name]) and row[name] != ""
            else numbers.DASH
        ),
        numeric=False,
        fold=fold,
        needs=name,
        reads=(name,),
    )


def words(name: str, head: str, *, numeric: bool = False, symbol: bool = False) -> Column:
    """Return a column whose words the layout has made already; what is missing is a dash."""
    return Column(
        head,
        lambda row, names: str(row[name]) if _there(row[name]) else numbers.DASH,
        numeric=numeric,
        symbol=symbol,
        reads=(name,),
    )


def group(name: str, head: str, *, fold: str = "") -> Column:
    """Return a column of outlets, or of other groups, by their names; ``any`` is all of them."""
    return Column(
        head,
        lambda row, names: (
            _TOGETHER[str(row[name])]
            if row[name] in _TOGETHER
            else names.outlet(str(row[name]), str(row.get("provenance", "published")))
            if _there(row[name])
            else numbers.DASH
        ),
        numeric=False,
        fold=fold,
        reads=(name,),
    )


def measure(*, whom: bool = True) -> Column:
    """Return the measure, and toward or of whom unless that has a column of its own."""
    return Column(
        "Measure",
        lambda row, names: names.short(str(row["measure"]), row.get("target") if whom else None),
        numeric=False,
        fold="Measure: {}.",
        reads=("measure", "target"),
    )


def cell() -> tuple[Column, ...]:
    """Return the columns that say where a row's cell lies; each folds where it is one."""
    parts = {"all": "whole text", "lead": "first paragraph"}
    return (
        text("genre", "Kind", fold="Kind of article: {}."),
        text("part", "Part", fold="Part: {}.", words=parts),
        voice(),
    )


#: Voices told apart by all cues, in as few words as a column has room for.
_SHORT = {
    "the outlet's own voice": "outlet's own",
    "direct quotation": "quoted",
    "reported speech": "reported",
}


def voiced(voice: str, names: Names) -> str:
    """Return a voice in as few words as a column has room for."""
    said = names.voice(voice).removeprefix("in ") or "all words"
    return _SHORT.get(said, said)


def voice() -> Column:
    """Return the column that says whose words a row is of."""
    return Column(
        "Whose words",
        lambda row, names: voiced(str(row["voice"]), names),
        numeric=False,
        fold="Whose words: {}.",
        reads=("voice",),
    )


def grouped(row: Row, names: Names) -> str:
    """Return a group of a column that `by` names, or of two: outlets and voices by their names."""
    if str(row["group"]) == "all":
        return "all together"
    provenance = str(row.get("provenance") or "published")
    parts = zip(str(row["by"]).split(" × "), str(row["group"]).split(" × "), strict=False)
    said = [voiced(value, names) if by == "voice" else names.outlet(value, provenance) for by, value in parts]
    return ", ".join(said) or str(row["group"])


def pair() -> tuple[Column, ...]:
    """Return the two groups that are compared; each folds where it is one."""
    other = group("b", "Compared with", fold="Compared with: {}.")

    def against(row: Row, names: Names) -> str:
        # The omnibus test is of all groups, each against the others.
        return "one another" if row["b"] == "any" else other.write(row, names)

    return group("a", "Group", fold="Group: {}."), replace(other, write=against)


def count(name: str, head: str, *, symbol: bool = False, fold: str = "") -> Column:
    """Return a column of counts."""
    return Column(head, lambda row, names: numbers.count(row[name]), symbol=symbol, fold=fold, reads=(name,))


def toward() -> Column:
    """Return the target, where measures have one, for tables that give it a column of its own."""
    return text("target", "Toward", fold="Toward {}.")


def article_count(name: str = "n_articles", head: str = "n") -> Column:
    """Return a number of articles, under its symbol."""
    return count(name, head, symbol=True)


def number(
    name: str,
    head: str | Callable[[pd.DataFrame], str],
    write: Callable[[Any], str] = numbers.plain,
    *,
    symbol: bool = False,
) -> Column:
    """Return a column of numbers; one that is missing is a dash."""
    return Column(head, lambda row, names: write(row[name]), symbol=symbol, needs=name, reads=(name,))


def percent(name: str, head: str) -> Column:
    """Return a column of shares as percentages."""
    return number(name, head, numbers.percent)


def bracket(
    low: str = "low",
    high: str = "high",
    write: Callable[[Any, Row], str] | None = None,
    head: str = "95 % CI",
) -> Column:
    """Return an interval in brackets."""
    how = write or (lambda value, row: numbers.plain(value))

    def written(row: Row, names: Names) -> str:
        if not (_there(row[low]) and _there(row[high])):
            return numbers.DASH
        return f"[{how(row[low], row)},\N{NO-BREAK SPACE}{how(row[high], row)}]"

    return Column(head, written, needs=low, reads=(low, high))


def p(name: str = "p", head: str = "p") -> Column:
    """Return a p without its zero."""
    return Column(
        head, lambda row, names: numbers.p_value(row[name]), symbol=head == "p", needs=name, reads=(name,)
    )


def difference(
    name: str = "estimate", head: str | Callable[[pd.DataFrame], str] | None = None, *, flagged: bool = True
) -> Column:
    """Return a comparison on its scale: a ratio as it is, a difference with its sign."""
    return Column(
        head or scale_head,
        lambda row, names: scaled(row[name], row) + (flags(row) if flagged and _there(row[name]) else ""),
        needs=name,
        reads=(name, "scale"),
    )


def scale_head(frame: pd.DataFrame) -> str:
    """Return what a column of comparisons is called."""
    scales = set(frame["scale"].dropna().astype(str))
    return (
        {"ratio": "Ratio", "difference": "Difference"}[scales.pop()]
        if len(scales) == 1
        else "Ratio or difference"
    )


def scaled(value: Any, row: Row) -> str:
    """Write a number on the scale of its row; a difference has its sign, a ratio has none."""
    if not _there(value):
        return numbers.DASH
    if row["scale"] == "ratio":
        return numbers.ratio(value)
    places = numbers.places_of(str(row.get("unit", "")))
    if places is None:
        # Where no unit tells, all numbers of a row go by the size of its estimate.
        size = row.get("estimate")
        places = 1 if _there(size) and abs(size) >= 10 else 2
    return numbers.signed(value, places)


# From a row a group to a column a group: how long tables become ones that fit a page.

_HEADS = "_beside"


def beside(frame: pd.DataFrame) -> bool:
    """Say whether the rows of a frame were put side by side."""
    return _HEADS in frame.columns


def columns(frame: pd.DataFrame) -> tuple[Column, ...]:
    """Return a column each value that was spread."""
    heads = frame[_HEADS].iloc[0] if len(frame) else ()
    return tuple(words(_place(at), head, numeric=True) for at, head in enumerate(heads))


def _place(number: int) -> str:
    """Return the column that holds the words of a value, by its number."""
    return f"@{number}"


def across(frame: pd.DataFrame, name: str) -> list[str]:
    """Return the values that become columns, in order of first appearance."""
    return [str(value) for value in dict.fromkeys(frame[name].astype(str))]


def spread(
    frame: pd.DataFrame,
    rows: Sequence[str],
    name: str,
    write: Callable[[Mapping[str, Any]], str],
    heads: Mapping[str, str],
) -> pd.DataFrame:
    """Return a row each cell of `rows`, with a column of words a value of `name`.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row each cell and value.
    rows : sequence of str
        Columns that tell cells apart; the others are as in the cell's first row.
    name : str
        The column whose values become columns, one each.
    write : callable
        A row in, its words out.
    heads : mapping of str to str
        The values that become columns, in order, and what they are called.
    """
    import pandas as pd

    number = {value: _place(at) for at, value in enumerate(heads)}
    cells: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in frame.to_dict("records"):
        # A missing value is not equal to itself, and would make each row a cell of its own.
        key = tuple(None if row[column] != row[column] else row[column] for column in rows)
        own = cells.setdefault(key, {**{str(c): v for c, v in row.items()}, **dict.fromkeys(number.values())})
        if (column := number.get(str(row[name]))) is not None:
            own[column] = write({str(key): value for key, value in row.items()})
    made = pd.DataFrame(list(cells.values()), columns=[*map(str, frame.columns), *number.values()])
    return made.assign(**{_HEADS: [tuple(heads.values())] * len(made)})
