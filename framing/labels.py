"""How an outlet, or an event, is called where people read it: in figures, printed tables and the report.

Tables inside the program carry keys (``global_times``). What is shown carries
names, and a name whose text was invented says so, wherever it stands.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from framing import plugins

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["INVENTED", "display", "event_name", "shown"]

#: Put behind the name of an outlet whose articles were written for this project.
INVENTED = " (invented text)"

#: Longest headline that stands for an event, in characters.
_HEADLINE = 60

_COLUMNS = ("outlet", "group", "a", "b", "a_outlet", "b_outlet")


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


def event_name(event: str, titles: Iterable[str] = ()) -> str:
    """Return what to call an event: its own name, or the headline nearest to all headlines about it.

    Parameters
    ----------
    event : str
        As in the `event` column; shown with its underscores turned into spaces where there is no headline.
    titles : iterable of str
        Headlines of its articles, of an event that the program found and so has no name.

    Examples
    --------
    >>> event_name("visit_2026")
    'visit 2026'
    >>> event_name("e7", ["Ferry talks open", "Ferry talks open late", "Fog on the coast"])
    '“Ferry talks open”'
    """
    known = sorted({" ".join(title.split()) for title in titles if title.strip()})
    if not known:
        return event.replace("_", " ")
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
