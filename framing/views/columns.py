"""What a view of a table is made of: columns, the choice of rows, groups that stand beside one another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeGuard

from framing.views import numbers
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd


# A table as it is printed, plain words in rows, whatever form it is written in.


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
class TextTable:
    """A title, heads, rows of words, and the note that stands below.

    `table` is the table's name in the program.
    """

    table: str
    title: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""
    number: int | None = None

    @property
    def caption(self) -> str:
        """The number and the title in one line."""
        return self.title if self.number is None else f"Table {self.number}. {self.title}"

    @property
    def widths(self) -> tuple[int, ...]:
        """Of each column, the characters of its longest cell, and of the longest word of its head."""
        return tuple(
            max([max(map(len, head.words.split()), default=1), *(len(row[place]) for row in self.rows)])
            for place, head in enumerate(self.heads)
        )


Row = Mapping[str, Any]
Frame = Any
#: A value and its row in, words out; or the name of one of `FORMS`.
Form = str | Callable[[Any, Row], str]

#: Marks behind a number: it rests on few articles or hits; one article gives more than a quarter.
FRAGILE, ONE = "†", "‡"
#: Above this an article gives so much of a cell that the cell is marked.
LARGE = 0.25


def is_there(value: Any) -> TypeGuard[Any]:
    """Say whether a cell holds something."""
    return value is not None and value == value


def is_level(row: Row) -> bool:
    """Say whether a row is of one group and can't be negative, so that its estimates have no sign."""
    return not isinstance(row.get("other"), str) and row["measure"] != "stance.net"


def in_unit(value: Any, row: Row) -> str:
    """Write an estimate in the unit of its row, no further than what the measure can be."""
    if row["measure"] == "stance.net":
        value = min(max(value, -1.0), 1.0)
    return numbers.estimate(value, str(row["unit"]))


def on_scale(value: Any, row: Row) -> str:
    """Write a number on the scale of its row; a difference has its sign, a ratio has none."""
    if row["scale"] == "ratio":
        return numbers.ratio(value)
    if str(row.get("unit", "")).startswith("share") and is_there(value):
        return f"{'+' * (value > 0)}{numbers.percent(value)}"
    places = numbers.places_of(str(row.get("unit", "")))
    if places is None:
        # Where no unit tells, all numbers of a row go by the size of its estimate.
        size = row.get("estimate")
        places = 1 if is_there(size) and abs(size) >= 10 else 2
    return numbers.signed(value, places)


#: How a value is written, by a word.
FORMS: dict[str, Callable[[Any, Row], str]] = {
    "count": lambda value, row: numbers.count(value),
    "plain": lambda value, row: numbers.plain(value),
    "plain1": lambda value, row: numbers.plain(value, 1),
    "plain2": lambda value, row: numbers.plain(value, 2),
    "signed1": lambda value, row: numbers.signed(value, 1),
    "signed2": lambda value, row: numbers.signed(value, 2),
    "percent": lambda value, row: numbers.percent(value),
    "ratio": lambda value, row: numbers.ratio(value),
    "p": lambda value, row: numbers.p_value(value),
    "level": lambda value, row: numbers.plain(value, 2) if is_level(row) else numbers.signed(value, 2),
    "unit": in_unit,
    "scale": on_scale,
}


def writer(form: Form) -> Callable[[Any, Row], str]:
    """Return what writes values; a missing one is a dash."""
    how = FORMS[form] if isinstance(form, str) else form
    return lambda value, row: how(value, row) if is_there(value) else numbers.DASH


def flags(row: Row) -> str:
    """Return the marks that belong behind a row's estimate."""
    note, large = row.get("note"), row.get("largest_share")
    said = note if isinstance(note, str) else ""
    one = "one article gives" in said or bool(is_there(large) and large > LARGE)
    return FRAGILE * ("fragile" in said) + ONE * one


@dataclass(frozen=True)
class Column:
    """A column of a view.

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
    """

    head: str | Callable[[Frame], str]
    write: Callable[[Row, Names], str]
    numeric: bool = True
    symbol: bool = False
    fold: str = ""
    needs: str = ""

    def heading(self, frame: pd.DataFrame) -> Head:
        """Return its head over a frame."""
        return Head(self.head if isinstance(self.head, str) else self.head(frame), self.numeric, self.symbol)


def text(name: str, head: str, *, fold: str = "", words: Mapping[str, str] | None = None) -> Column:
    """Return a column of words as they stand, or as `words` calls them; a missing one is a dash."""

    def write(row: Row, names: Names) -> str:
        said = str(row[name]) if is_there(row[name]) else ""
        return (words or {}).get(said, said) or numbers.DASH

    return Column(head, write, numeric=False, fold=fold, needs=name)


def group(name: str, head: str, *, fold: str = "", words: Mapping[str, str] | None = None) -> Column:
    """Return a column of outlets, or of other groups, by their names; ``any`` is all of them."""
    known = {"any": "all groups", "all": "all together", **(words or {})}

    def write(row: Row, names: Names) -> str:
        if not is_there(row[name]):
            return numbers.DASH
        key = str(row[name])
        return known.get(key) or names.outlet(key, str(row.get("provenance", "published")))

    return Column(head, write, numeric=False, fold=fold, needs=name)


def measure(*, whom: bool = True) -> Column:
    """Return the measure, and toward or of whom unless that has a column of its own."""
    return Column(
        "Measure",
        lambda row, names: names.short(str(row["measure"]), row.get("target") if whom else None),
        numeric=False,
        fold="Measure: {}.",
    )


def toward() -> Column:
    """Return the target, where measures have one, for tables that give it a column of its own."""
    return text("target", "Toward", fold="Toward {}.")


def voice() -> Column:
    """Return the column that says whose words a row is of."""
    return Column(
        "Whose words",
        lambda row, names: names.whose(str(row["voice"])),
        numeric=False,
        fold="Whose words: {}.",
    )


def cell() -> tuple[Column, ...]:
    """Return the columns that say where a row's cell lies; each folds where it is one."""
    parts = {"all": "whole text", "lead": "first paragraph"}
    return (
        text("genre", "Kind", fold="Kind of article: {}."),
        text("part", "Part", fold="Part: {}.", words=parts),
        voice(),
    )


def pair() -> tuple[Column, ...]:
    """Return the two groups that are compared; each folds where it is one."""
    return group("a", "Group", fold="Group: {}."), group("b", "Compared with", fold="Compared with: {}.")


#: What a row of two groups compares, and how many articles each has.
COMPARISON = (measure(), *cell(), *pair())


def grouped(fold: str = "") -> Column:
    """Return the group of a column that `by` names, or of two: outlets and voices by their names."""

    def write(row: Row, names: Names) -> str:
        if str(row["group"]) == "all":
            return "all together"
        provenance = str(row.get("provenance") or "published")
        parts = zip(str(row["by"]).split(" × "), str(row["group"]).split(" × "), strict=False)
        said = [
            names.whose(value) if by == "voice" else names.outlet(value, provenance) for by, value in parts
        ]
        return ", ".join(said) or str(row["group"])

    return Column("Group", write, numeric=False, fold=fold)


def number(
    name: str,
    head: str | Callable[[Frame], str],
    form: Form = "plain",
    *,
    symbol: bool = False,
    flagged: bool = False,
    fold: str = "",
) -> Column:
    """Return a column of numbers, where `flagged` with the marks of their rows; a missing one is a dash."""
    how = writer(form)
    return Column(
        head,
        lambda row, names: how(row[name], row) + flags(row) * (flagged and is_there(row[name])),
        symbol=symbol,
        fold=fold,
        needs=name,
    )


def count(name: str, head: str, *, fold: str = "") -> Column:
    """Return a column of counts; `n` is a symbol."""
    return number(name, head, "count", symbol=head == "n", fold=fold)


#: Articles of either side.
SIZES = (count("n_a", "n"), count("n_b", "n compared"))


def p(name: str = "p", head: str = "p") -> Column:
    """Return a p without its zero."""
    return number(name, head, "p", symbol=head == "p")


def bracketed(low: Any, high: Any, row: Row, form: Form) -> str:
    """Return an interval in brackets; nothing where there is none."""
    how = writer(form)
    return f"[{how(low, row)},\N{NO-BREAK SPACE}{how(high, row)}]" if is_there(low) and is_there(high) else ""


def bracket(form: Form = "plain", head: str = "95 % CI", of: str = "") -> Column:
    """Return a column of intervals in brackets, of the columns ``low`` and ``high`` that begin with `of`."""
    low, high = f"{of}low", f"{of}high"
    return Column(
        head, lambda row, names: bracketed(row[low], row[high], row, form) or numbers.DASH, needs=low
    )


def difference() -> Column:
    """Return a comparison on its scale: a ratio as it is, a difference with its sign."""

    def heading(frame: pd.DataFrame) -> str:
        scales = set(frame["scale"].dropna().astype(str))
        return scales.pop().capitalize() if len(scales) == 1 else "Ratio or difference"

    return number("estimate", heading, "scale", flagged=True)


def of(name: str, total: str, head: str) -> Column:
    """Return a column of counts of a total, as ``3 of 12``."""
    return Column(head, lambda row, names: f"{numbers.count(row[name])} of {numbers.count(row[total])}")


def shorten(words: object, most: int) -> str:
    """Return words in one line, cut behind a word where they are longer."""
    said = " ".join(str(words).split())
    return said if len(said) <= most else said[:most].rsplit(" ", 1)[0] + " …"


# Which rows of a table are printed, where nobody chose.


#: For `Rows.prefer`: what the outlets say themselves in news.
OWN_NEWS = "genre == 'news' and voice in ('outlet', 'all')"


@dataclass(frozen=True)
class Rows:
    """The rows that are printed of very many.

    Parameters
    ----------
    prefer : mapping
        Which rows are preferred, as `pandas.DataFrame.eval` reads it or by what takes a frame, and how that
        is said; what no row fits is passed over.
    sort : tuple of str or callable
        Columns in order, one with a minus from the greatest on; or what gives the values for a frame.
    each : tuple of str
        Columns that make a cell; of cells, not of rows, `most` are printed.
    within : tuple of str
        Columns in each of whose cells `most` rows are printed.
    most : int or callable
        How many where nobody said; or of a frame.
    cut : str
        What is said where rows were left out for their number, with ``{most}``; `said` is said always.
    then : tuple of str
        The order in which those chosen stand, where that is another.
    """

    prefer: Mapping[str | Callable[[Frame], Any], str] = field(default_factory=dict)
    sort: tuple[str | Callable[[Frame], Any], ...] = ()
    each: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    most: int | Callable[[Frame], int] = 30
    cut: str = ""
    said: str = ""
    then: tuple[str, ...] = ()

    def choose(self, frame: pd.DataFrame, top: int | None) -> tuple[pd.DataFrame, str]:
        """Return the rows to print, and the sentence that says which they are."""
        import numpy as np
        import pandas as pd

        said = []
        own: Any = frame
        for which, words in self.prefer.items():
            fits = own.eval(which, engine="python") if isinstance(which, str) else which(own)
            held = np.asarray(fits, bool)
            if held.any():
                own = own[held]
                said.append(words)
        if self.sort:
            order = pd.DataFrame(index=own.index)
            down = []
            for place, key in enumerate(self.sort):
                values = own[key.lstrip("-")] if isinstance(key, str) else key(own)
                down.append(isinstance(key, str) and key.startswith("-"))
                order[place] = values.to_numpy() if hasattr(values, "to_numpy") else values
            ranked = order.reset_index(drop=True).sort_values(
                list(order.columns), ascending=[not one for one in down], kind="stable", na_position="last"
            )
            own = own.iloc[ranked.index.to_numpy()]
        most = top or (self.most(own) if callable(self.most) else self.most)
        cells = own.groupby(list(self.each), sort=False, dropna=False).ngroup() if self.each else None
        if self.within:
            chosen = own.groupby(list(self.within), sort=False, observed=True).head(most)
        else:
            chosen = own.head(most) if cells is None else own[(cells < most).to_numpy()]
        if len(chosen) < len(own):
            said.append(self.cut.format(most=most))
        if self.then:
            chosen = chosen.sort_values(list(self.then), kind="stable")
        return chosen, " ".join(filter(None, [*said, self.said.format(most=most)]))


# From a row a group to a column a group: how long tables become ones that fit a page.


@dataclass(frozen=True)
class Across:
    """The estimates of rows that differ in one column, beside one another.

    Parameters
    ----------
    key : tuple of str
        Columns that tell the new rows apart; the others are as in the first row of each.
    name : str
        The column whose values become columns, one each.
    heads : mapping, or callable
        The values in order and what they are called, those that the frame hasn't passed over; of a frame and
        the names, where that depends on them: without any the rows stay as they are.
    form : str or callable
        How estimates and the ends of their intervals are written; `forms` of some of the values.
    flagged : bool
        With the marks of their rows.
    columns : tuple of Column
        In place of the view's own, where rows were put side by side.
    """

    key: tuple[str, ...]
    name: str
    heads: Mapping[str, str] | Callable[[Frame, Names], Mapping[str, str]]
    form: Form = "plain"
    forms: Mapping[str, Form] = field(default_factory=dict)
    flagged: bool = False
    columns: tuple[Column, ...] = ()

    def spread(self, frame: pd.DataFrame, names: Names) -> tuple[pd.DataFrame, tuple[Column, ...]]:
        """Return a row a cell, a column of words a value, and these columns; none where that isn't done."""
        import pandas as pd

        if callable(self.heads):
            heads = self.heads(frame, names)
        else:
            there = set(frame[self.name].astype(str))
            heads = {value: head for value, head in self.heads.items() if value in there}
        if not heads:
            return frame, ()
        place = {value: f"@{number}" for number, value in enumerate(heads)}
        cells: dict[tuple[Any, ...], dict[str, Any]] = {}
        for row in frame.to_dict("records"):
            # A missing value is not equal to itself, and would make each row a cell of its own.
            key = tuple(row[column] if is_there(row[column]) else None for column in self.key)
            named = {str(column): value for column, value in row.items()}
            own = cells.setdefault(key, {**named, **dict.fromkeys(place.values())})
            if (column := place.get(str(row[self.name]))) is not None:
                form = self.forms.get(str(row[self.name]), self.form)
                said = writer(form)(row["estimate"], named)
                if is_there(row["estimate"]):
                    span = bracketed(row["low"], row["high"], named, form)
                    said = " ".join(filter(None, [said + flags(named) * self.flagged, span]))
                own[column] = said
        made = pd.DataFrame(list(cells.values()), columns=[*map(str, frame.columns), *place.values()])
        columns = (replace(text(place[value], head), numeric=True, needs="") for value, head in heads.items())
        return made, tuple(columns)


# A view, and what it may look at beside the table itself.


@dataclass(frozen=True)
class Given:
    """How things are called, the study's settings (empty where none were given), and its articles."""

    names: Names
    settings: Mapping[str, Any] = field(default_factory=dict)
    articles: pd.DataFrame | None = None


#: A sentence of a note, or what says it of a frame.
Note = str | Callable[[Frame], str]


@dataclass(frozen=True)
class View:
    """How a table is printed.

    Parameters
    ----------
    title : str
    columns : tuple of Column
    note : tuple of str or callable
        What stands behind the numbers: what n is, how intervals and tests were made.
    place : int
        Where it stands among the tables of a paper.
    rows : Rows
        Which rows are printed of very many.
    of : str
        The table that it is counted from, where that isn't the one of its name.
    made : callable
        Counts a table of a frame and `Given`.
    shape : callable
        Of a frame, its rows as they are printed.
    across : Across, optional
    copies : str
        How copies count, where the table or the settings don't say it.
    """

    title: str
    columns: tuple[Column, ...]
    note: tuple[Note, ...]
    place: int = 1000
    rows: Rows = Rows(most=60, cut="The first ones.")
    of: str = ""
    made: Callable[[Frame, Given], pd.DataFrame] | None = None
    shape: Callable[[Frame], pd.DataFrame] | None = None
    across: Across | None = None
    copies: str = ""

    def say(self, frame: pd.DataFrame) -> list[str]:
        """Return the sentences of its note."""
        return [said if isinstance(said, str) else said(frame) for said in self.note]
