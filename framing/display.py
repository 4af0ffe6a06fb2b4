"""How an outlet, or an event, is called where people read it: in figures, printed tables and the report.

Tables inside the program carry keys (``global_times``). What is shown carries
names, and a name whose text was invented says so, wherever it stands.
"""

from __future__ import annotations

import html
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from framing import plugins
from framing.errors import brief

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "APART",
    "INVENTED",
    "brief_of",
    "day_name",
    "display",
    "event_name",
    "event_words",
    "headline",
    "lines",
    "page",
    "shown",
    "still",
]


# What a notebook shows of results: outside words stay words there too.

# Embeddings, overrides and isolates: they can turn what stands behind them in a line.
_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def still(page: str) -> str:
    """Return HTML, escaped already, in which a notebook takes no $ for the start of a formula.

    Formulas can hold links, and links can hold scripts; words of articles are neither.

    >>> still("<p>$x$</p>")
    '<div class="tex2jax_ignore mathjax_ignore"><p>$x$</p></div>'
    """
    return f'<div class="tex2jax_ignore mathjax_ignore">{page}</div>'


def brief_of(result: Any) -> str:
    """Return what a result of several tables is where there is no HTML: one line, tables by their size.

    >>> from typing import NamedTuple
    >>> import pandas as pd
    >>> class Pair(NamedTuple):
    ...     left: pd.DataFrame
    ...     notes: tuple[str, ...]
    >>> brief_of(Pair(pd.DataFrame({"a": [1, 2]}), ()))
    'Pair(left: 2 rows × 1 column, notes: ())'
    """
    fields = [f"{name}: {_sized(getattr(result, name))}" for name in result._fields]
    return f"{type(result).__name__}({', '.join(fields)})"


def _sized(value: Any) -> str:
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        size = [f"{shape[0]:,} row{'s' * (shape[0] != 1)}"]
        size += [f"{shape[1]:,} column{'s' * (shape[1] != 1)}"] if len(shape) > 1 else []
        return " × ".join(size)
    return f"{{{', '.join(map(str, value))}}}" if isinstance(value, Mapping) else brief(value)


def page(tables: Mapping[str, Any], head: str = "") -> str:
    """Return tables as HTML under their names and sizes, twenty rows each at most; empty columns left out.

    Parameters
    ----------
    tables : mapping of str to pandas.DataFrame
    head : str, optional
        A line above them, as plain text.
    """
    parts = [f"<p>{html.escape(head)}</p>"] if head else []
    for name, table in tables.items():
        shown = table.dropna(axis="columns", how="all")
        parts.append(f"<p><strong>{html.escape(name)}</strong>, {_sized(table)}</p>")
        parts.append(shown.to_html(index=False, max_rows=20, float_format="%.3g"))
    return still("\n".join(parts))


def lines(text: str) -> str:
    """Return plain text as HTML that keeps its lines; marks that turn what follows are shown as escapes.

    >>> lines("a < b")
    '<div class="tex2jax_ignore mathjax_ignore"><pre>a &lt; b</pre></div>'
    """
    said = _MARKS.sub(lambda mark: f"\\u{ord(mark[0]):04x}", text)
    return still(f"<pre>{html.escape(said)}</pre>")


#: Measures with figures and sections of their own: the first part of their names, and what they are called.
APART = {"stance": "stance", "frame": "frame indicators"}

#: Put behind the name of an outlet whose articles were written for this project.
INVENTED = " (invented text)"

#: Longest headline that stands for an event, in characters.
_HEADLINE = 60

_COLUMNS = ("outlet", "group", "a", "b", "a_outlet", "b_outlet")

#: Of our own: strftime would follow the machine's language.
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_DAY = re.compile(r"(\d{4}|-)-(\d\d)(?:-(\d\d))?")
#: What the program calls an event that it found: three words, and a number where another is called so too.
_FOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+){2}(?:-\d)?")


@cache
def _names() -> dict[str, str]:
    package = "framing.corpus.outlets"
    return {
        key: str(tomllib.loads(file.read_text("utf8")).get("name", key))
        for key, file in plugins.files(package).items()
    }


def display(key: str, provenance: str = "published") -> str:
    """Return the name to show for an outlet's key.

    Parameters
    ----------
    key : str
        As in the `outlet` column; a key without a file of its own is shown with
        its underscores turned into spaces.
    provenance : {"published", "illustrative"}
        Illustrative text is marked as invented.

    Examples
    --------
    >>> display("the_harbour_courier", "illustrative")
    'The Harbour Courier (invented text)'
    """
    name = _names().get(key) or (key.replace("_", " ").title() if key.islower() and "_" in key else key)
    return name + INVENTED if provenance == "illustrative" and not name.endswith(INVENTED) else name


def event_name(event: str, titles: Iterable[str] | None = None) -> str:
    """Return what to call an event: its own name, or of one that was found the words that make its key.

    Parameters
    ----------
    event : str
        As in the `event` column.
    titles : iterable of str, optional
        Headlines of its articles, of an event that the program found and so has no name of its own: the
        nearest to all of them stands in where its key has no words.

    Examples
    --------
    >>> event_name("visit_2026"), event_name("ferry-harbour-talks-2", [])
    ('visit 2026', 'ferry, harbour, talks (2)')
    >>> event_name("7", ["Ferry talks open", "Ferry talks open late", "Fog on the coast"])
    '“Ferry talks open”'
    """
    if titles is None:
        return event.replace("_", " ")
    words = [part for part in event.split("-") if part]
    number = f" ({words.pop()})" if len(words) > 1 and words[-1].isdigit() else ""
    if words and words != ["event"] and not any(letter.isdigit() for word in words for letter in word):
        return ", ".join(words) + number
    return headline(titles) or event.replace("_", " ")


def event_words(event: str) -> str:
    """Return what to call an event of which the key alone is at hand.

    >>> event_words("ferry-harbour-talks"), event_words("visit_2026"), event_words("spring-fair-2026")
    ('ferry, harbour, talks', 'visit 2026', 'spring fair 2026')
    """
    if _FOUND.fullmatch(event):
        return event_name(event, [])
    plain = event.replace("_", " ")
    return plain if " " in plain else plain.replace("-", " ")


def day_name(day: str) -> str:
    """Write a day, a month or a day of no year as people do; anything else stays as it is.

    >>> day_name("2025-05-22"), day_name("2025-05"), day_name("--05-22"), day_name("Monday")
    ('22 May 2025', 'May 2025', '22 May', 'Monday')
    """
    found = _DAY.fullmatch(day)
    if not found or not 1 <= int(found[2]) <= 12:
        return day
    year = "" if found[1] == "-" else found[1]
    parts = [str(int(found[3])) if found[3] else "", _MONTHS[int(found[2]) - 1], year]
    return " ".join(filter(None, parts))


def headline(titles: Iterable[str]) -> str:
    """Return the headline that has most words in common with the others, in quotation marks; or nothing."""
    known = sorted({" ".join(title.split()) for title in titles if title.strip()})
    if not known:
        return ""
    words = [set(title.casefold().split()) for title in known]
    tally = Counter(word for some in words for word in some)
    # Whole numbers alone decide, so that no rounding can; of equals the first in order of letters.
    best = max(
        range(len(known)),
        key=lambda i: (Fraction(sum(tally[w] for w in words[i]), len(words[i])), -len(known[i])),
    )
    title = known[best]
    short = title if len(title) <= _HEADLINE else title[: _HEADLINE + 1].rsplit(" ", 1)[0] + " …"
    return f"“{short}”"


def shown(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a table as people should see it: names instead of keys in the columns that hold outlets."""
    result = frame.copy()
    provenance = frame["provenance"].astype(str) if "provenance" in frame else None
    for column in _COLUMNS:
        if column in frame.columns:
            values = frame[column].astype(str)
            if provenance is None:
                result[column] = [display(value) for value in values]
            else:
                result[column] = [display(v, p) for v, p in zip(values, provenance, strict=True)]
    return result
