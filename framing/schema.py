"""The one door for tables: what columns they have, of what type, in what unit.

One TOML file a table in ``schemas/``. Every public function checks what it is
given with :func:`check`; nothing is hidden in attributes of a frame. Articles may come without their
texts (metadata): of very many the texts never are in memory together.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.errors import FramingError, check_choice, refuse_unknown, torn, unknown

if TYPE_CHECKING:
    import pandas as pd


# How a measure's counts become a number: the units, their formula and their label.

#: Weights are added up as whole millionths, so that sums are exact in any order.
MILLION = 1_000_000


def millionths(weights: Any) -> Any:
    """Return weights as a table has them, or sums of them, in whole millionths."""
    return (weights * MILLION).round()


@dataclass(frozen=True)
class Unit:
    """One way to turn sums into an estimate: ``scale * numerator / denominator``.

    `numerator` and `denominator` name columns of the scores table; `weight` is
    added up in millionths and brought back by `scale`. `ratio` says that the
    estimate can't be negative and that two of them compare as a ratio;
    otherwise they compare as a difference.
    """

    label: str
    numerator: str
    denominator: str
    scale: float
    ratio: bool

    def number(self, sums: pd.DataFrame) -> pd.Series:
        """Return the estimate of each row of sums, missing where there is nothing to divide by.

        Where headlines were not summed, words stand in their place.
        """
        above = millionths(sums["weight"]) if self.numerator == "weight" else sums[self.numerator]
        below = sums[self.denominator if self.denominator in sums.columns else "tokens"].astype("float64")
        return self.scale * above / below.where(below > 0)


UNITS: dict[str, Unit] = {
    "per_1000": Unit("hits per 1,000 words", "hits", "tokens", 1000.0, True),
    "net_per_1000": Unit(
        "positive minus negative hits per 1,000 words", "weight", "tokens", 1000.0 / MILLION, False
    ),
    "mean": Unit("mean weight a hit", "weight", "hits", 1.0 / MILLION, False),
    "share": Unit("share of hits", "weight", "hits", 1.0 / MILLION, False),
    "share_of_headlines": Unit("share of headlines with at least one hit", "hits", "headlines", 1.0, False),
}


_DTYPES = {
    "string": "str",
    "int": "int64",
    "float": "float64",
    "bool": "bool",
    "time": "datetime64[us, UTC]",
}


@dataclass(frozen=True)
class Column:
    """One column: its name, type, unit and meaning, and what it may hold.

    `words` says that it holds words as an article printed them, which may not be given on with the numbers.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    required: bool = False
    missing: bool = True
    default: Any = None
    values: tuple[str, ...] = ()
    words: bool = False


@dataclass(frozen=True)
class Schema:
    """One table: what a row is, its key, its columns, and whether others may be added.

    `split` says that added columns tell rows apart, and so belong to the key.
    """

    name: str
    row: str
    key: tuple[str, ...]
    open: bool
    split: bool
    columns: Mapping[str, Column]


@cache
def names() -> tuple[str, ...]:
    """Return the names of all tables.

    >>> "scores" in names()
    True
    """
    return tuple(plugins.files("framing.schemas"))


@cache
def schema(name: str) -> Schema:
    """Return the schema of a table; an unknown name lists the tables there are."""
    check_choice("table", name, names())
    raw = tomllib.loads(plugins.files("framing.schemas")[name].read_text("utf8"))
    columns = {
        key: Column(name=key, **spec | {"values": tuple(spec.get("values", ()))})
        for key, spec in raw["columns"].items()
    }
    return Schema(
        name, raw["row"], tuple(raw.get("key", ())), raw.get("open", False), raw.get("split", False), columns
    )


def empty(name: str) -> pd.DataFrame:
    """Return a table of that name with all its columns and no rows.

    >>> len(empty("audit"))
    0
    """
    import pandas as pd

    return pd.DataFrame({c.name: pd.Series([], dtype=_DTYPES[c.type]) for c in schema(name).columns.values()})


def check(frame: pd.DataFrame, name: str, *, fill: bool = True) -> pd.DataFrame:
    """Return the frame as the table it claims to be, or say what keeps it from being one.

    Parameters
    ----------
    frame : pandas.DataFrame
        Left untouched.
    name : str
        The table's name, as in `names()`.
    fill : bool
        Add the optional columns that are not there, at their default, which also stands for a value
        missing where none may be. Articles without `id` get one from outlet, headline and text.

    Returns
    -------
    pandas.DataFrame
        The schema's columns first and in its order, each of its type (a
        string column may be categorical), then any others; rows numbered anew.

    Raises
    ------
    FramingError
        A required column is absent, a value is of the wrong type or not
        allowed, a missing value stands where none may, or the key repeats.

    Examples
    --------
    >>> import pandas as pd
    >>> check(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["Words."]}), "articles")["genre"][0]
    'unknown'
    """
    import pandas as pd

    wanted = schema(name)
    if not isinstance(frame, pd.DataFrame):
        part = f"give its .{name}; " if isinstance(getattr(frame, name, None), pd.DataFrame) else ""
        raise FramingError(
            f"{name}: expected a pandas DataFrame, got {type(frame).__name__}; {part}"
            f"columns needed: {', '.join(c.name for c in wanted.columns.values() if c.required)}"
        )
    if name == "articles" and "id" not in frame.columns and {"outlet", "text"} <= {*frame.columns}:
        frame = frame.assign(id=_made_ids(frame))
    repeated = frame.columns[frame.columns.duplicated()]
    if len(repeated):
        raise FramingError(f"{name}: column {repeated[0]!r} stands twice; rename or drop one of them")
    numbered = frame.reset_index(drop=True)
    given = {key: numbered[key] for key in numbered.columns}
    columns: dict[str, pd.Series] = {}
    for column in wanted.columns.values():
        if column.name in given:
            columns[column.name] = _conform(given[column.name], column, name)
        elif column.required:
            have = ", ".join(map(str, frame.columns)) or "none"
            raise FramingError(
                f"{name}: column {column.name!r} ({column.meaning}) is missing; columns given: {have}. "
                f"Rename yours to {column.name!r}, or add it"
            )
        elif fill:
            columns[column.name] = _filled(column, len(frame))
    for other in given:
        if other not in columns:
            if not wanted.open:
                raise unknown("column", other, wanted.columns, where=name)
            columns[str(other)] = given[other]
    # Most tables come as they should be: to put one together again takes longer than to look at it.
    same = list(columns) == list(given) and all(columns[key] is given[key] for key in given)
    result = pd.DataFrame(numbered if same else columns)
    _check_key(result, wanted)
    return result


def _made_ids(articles: pd.DataFrame) -> list[str]:
    """Return what stands for each article wherever it is looked at; an exact repetition is numbered."""
    seen: Counter[str] = Counter()
    found = []
    for row in articles[[c for c in ("outlet", "title", "text") if c in articles.columns]].itertuples(
        index=False
    ):
        key = hashlib.sha256("\x00".join(map(str, row)).encode("utf8", "surrogatepass")).hexdigest()[:16]
        found.append(f"{key}-{seen[key] + 1}" if seen[key] else key)
        seen[key] += 1
    return found


def _filled(column: Column, size: int) -> pd.Series:
    import pandas as pd

    value = column.default
    if value is None:
        value = {"string": None, "int": 0, "float": float("nan"), "bool": False, "time": pd.NaT}[column.type]
    if column.type == "string" and value is not None:
        # One value for all rows: a category costs a byte a row where a string costs its length.
        return (
            pd.Series(pd.Categorical.from_codes([0] * size, [value]))
            if size > 100_000
            else pd.Series([value] * size, dtype="str")
        )
    return pd.Series([value] * size, dtype=_DTYPES[column.type])


def _conform(series: pd.Series, column: Column, table: str) -> pd.Series:
    import pandas as pd

    where = f"{table}: column {column.name!r}"
    series = _retyped(series, column, where)
    if not column.missing and not column.required and column.default is not None and series.isna().any():
        series = (series.astype("str") if column.type == "string" else series).fillna(column.default)
    if not column.missing and series.isna().any():
        row = int(series.isna().to_numpy().argmax())
        raise FramingError(f"{where} has no value in row {row}; every row needs one ({column.meaning})")
    if column.values:
        present = (
            series.cat.categories
            if isinstance(series.dtype, pd.CategoricalDtype)
            else series.dropna().unique()
        )
        refuse_unknown(present, column.values, where, argument="value")
    return series


def _retyped(series: pd.Series, column: Column, where: str) -> pd.Series:
    import pandas as pd

    target = _DTYPES[column.type]
    if str(series.dtype) == target:
        return series
    if column.type == "string" and isinstance(series.dtype, pd.CategoricalDtype):
        if isinstance(series.cat.categories.dtype, pd.StringDtype) or not len(series.cat.categories):
            return series
        names = [str(value) for value in series.cat.categories]
        # 1 and "1" are two categories and one string.
        same = len(set(names)) < len(names)
        return series.astype("str") if same else series.cat.rename_categories(names)
    try:
        if column.type == "time":
            if pd.api.types.is_numeric_dtype(series) and series.notna().any():
                raise ValueError("numbers are not dates")
            return _times(series).astype(target)
        if column.type == "string":
            return series.astype("str") if series.dtype != object else _strings(series)
        if column.type == "int":
            whole = pd.to_numeric(series)
            if whole.isna().any() or (whole != whole.round()).any():
                raise ValueError("not a whole number")
            return whole.astype(target)
        if column.type == "bool":
            if not series.dropna().isin([True, False]).all():
                raise ValueError("not true or false")
            if series.isna().any():
                # A missing value would be true: it is not zero.
                if column.required or column.default is None:
                    raise ValueError("a value is missing")
                series = series.astype(object).where(series.notna(), column.default)
        return series.astype(target)
    except UnicodeEncodeError:
        row, said = torn(series) or (0, "holds what is no text")
        raise FramingError(f"{where}, row {row}: the text {said}") from None
    except (ValueError, TypeError, OverflowError) as error:
        said = str(error).splitlines()[0][:120]
        raise FramingError(f"{where} should be {column.type} ({column.meaning}), but: {said}") from None


def _times(series: pd.Series) -> pd.Series:
    """Return points in time, UTC where no zone is given; no form but ISO 8601 is guessed at."""
    import pandas as pd

    times = pd.to_datetime(series, utc=True, format="ISO8601", errors="coerce")
    # An empty cell of a table of text is no date, and no fault.
    wrong = series[times.isna() & series.notna() & (series.astype("str").str.strip() != "")]
    if len(wrong):
        raise ValueError(
            f"row {wrong.index[0]} holds {wrong.iloc[0]!r}; write dates as 2026-01-15 or with a time"
        )
    return times


def _strings(series: pd.Series) -> pd.Series:
    import pandas as pd

    wrong = series[~series.map(lambda v: isinstance(v, str) or v is None or v is pd.NaT or v != v)]
    if len(wrong):
        raise ValueError(f"row {wrong.index[0]} holds {type(wrong.iloc[0]).__name__} {wrong.iloc[0]!r}")
    return series.astype("str")


def _tells_apart(series: pd.Series) -> bool:
    """Say whether a column's values can be looked up: lists, as of a user's own column, can't."""
    return series.dtype != object or all(getattr(kind, "__hash__", None) for kind in set(map(type, series)))


def _check_key(frame: pd.DataFrame, wanted: Schema) -> None:
    key = [c for c in wanted.key if c in frame.columns]
    if wanted.split:
        key += [c for c in frame.columns if c not in wanted.columns and _tells_apart(frame[c])]
    if not key or frame.empty:
        return
    repeated = frame.duplicated(key)
    if repeated.any():
        row = frame.loc[repeated, key].head(1).to_dict("records")[0]
        said = ", ".join(f"{c} {row[c]!r}" for c in key)
        raise FramingError(
            f"{wanted.name}: {said} stands in more than one row; each {' × '.join(key)} may stand once"
        )


# Articles without their texts: how they come in, and how long they are, counted where texts were at hand.

#: Words of an article's text, without its headline, and words of its lead.
COUNTS = ("n_words", "n_words_lead")

#: Most rows of a table that is written as CSV too unless asked: nobody reads on, and with all terms of 14
#: outlets the files of 42 articles took 9 megabytes.
CSV_ROWS = 5_000

#: Tables of single articles, sentences and words, which programs read: written as Parquet alone unless asked.
OF_PROGRAMS = (
    "causes", "demands", "evidence", "frames", "items", "kwic", "mentions", "scores",
    "sources", "statements", "tokens", "voices",
)  # fmt: skip

#: Columns that light articles lack.
_TEXT = ("text", "blocks")


def check_metadata(articles: pd.DataFrame) -> pd.DataFrame:
    """Return articles as the table they claim to be; the column `text` may be missing.

    Parameters
    ----------
    articles : pandas.DataFrame
        Left untouched.

    Raises
    ------
    FramingError
        As `framing.schema.check`.

    Examples
    --------
    >>> import pandas as pd
    >>> "text" in check_metadata(pd.DataFrame({"id": ["a"], "outlet": ["x"]}))
    False
    """
    import pandas as pd

    if not isinstance(articles, pd.DataFrame) or "text" in articles.columns or "id" not in articles.columns:
        return check(articles, "articles")
    # The door wants texts: one value for all costs a byte a row.
    bare = pd.Categorical.from_codes([0] * len(articles), [""])
    return check(articles.assign(text=bare), "articles").drop(columns=list(_TEXT))


def name_table_file(name: str, rows: int) -> str:
    """Return the file of an output folder in which people find a table of so many rows.

    >>> name_table_file("profile", 2_640), name_table_file("coverage", 1_025_708)
    ('tables/profile.csv', 'tables/coverage.parquet')
    >>> name_table_file("scores", 10)
    'tables/scores.parquet'
    """
    return f"tables/{name}.{'parquet' if rows > CSV_ROWS or name in OF_PROGRAMS else 'csv'}"


def count_words(articles: pd.DataFrame) -> pd.DataFrame:
    """Count the words of each text and of its lead: what stands between spaces.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `text`. The lead is the first paragraph that is no subhead, quotation or list, as `blocks` says.

    Returns
    -------
    pandas.DataFrame
        `n_words` and `n_words_lead`, indexed as the articles.

    Examples
    --------
    >>> import pandas as pd
    >>> texts = ["Talks\\n\\nThey met.\\n\\nIt rained all day."]
    >>> count_words(pd.DataFrame({"text": texts, "blocks": ["hpp"]}))
       n_words  n_words_lead
    0        7             2
    """
    import numpy as np
    import pandas as pd

    counts = np.zeros((len(articles), 2), dtype=np.int64)
    blocks = (
        articles["blocks"].astype(object).where(articles["blocks"].notna(), "")
        if "blocks" in articles.columns
        else [""] * len(articles)
    )
    for place, (text, letters) in enumerate(zip(articles["text"], blocks, strict=True)):
        paragraphs = text.split("\n\n")
        lead = letters.find("p") if letters else 0
        first = len(paragraphs[lead].split()) if 0 <= lead < len(paragraphs) else 0
        counts[place] = len(text.split()), first
    return pd.DataFrame(counts, index=articles.index, columns=list(COUNTS))


def lengths(articles: pd.DataFrame) -> pd.DataFrame:
    """Return `n_words` and `n_words_lead` of each article: as they were put in, else counted from the texts.

    Raises
    ------
    FramingError
        There are neither texts nor counts.
    """
    if "text" in articles.columns:
        return count_words(articles)
    if not set(COUNTS) <= set(articles.columns):
        raise FramingError(
            f"articles: neither texts nor the columns {' and '.join(COUNTS)} are here, so there is no length "
            "to show; put them in as framing.schema.count_words returns them"
        )
    return articles[list(COUNTS)].astype("int64")


@dataclass(frozen=True)
class Lengths:
    """The task that counts the words of a part's articles: `lengths`, with `row`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return `row`, `n_words` and `n_words_lead`."""
        found = count_words(frame).reset_index(drop=True)
        return {"lengths": found.assign(row=range(len(found)))}
