"""Articles without their texts: how they come in, and how long they are, counted where texts were at hand.

Of very many articles the texts never are in memory together; what shows a study works from the other columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing import schema
from framing.errors import FramingError

if TYPE_CHECKING:
    import pandas as pd


#: Words of an article's text, without its headline, and words of its lead.
COUNTS = ("n_words", "n_words_lead")

#: Most rows of a table that is written as CSV too: more are of no use to a reader, and a spreadsheet holds
#: a million.
CSV_ROWS = 200_000

#: Columns that light articles lack.
_TEXT = ("text", "blocks")


def checked(articles: pd.DataFrame) -> pd.DataFrame:
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
    >>> "text" in checked(pd.DataFrame({"id": ["a"], "outlet": ["x"]}))
    False
    """
    import pandas as pd

    if not isinstance(articles, pd.DataFrame) or "text" in articles.columns or "id" not in articles.columns:
        return schema.check(articles, "articles")
    # The door wants texts: one value for all costs a byte a row.
    bare = pd.Categorical.from_codes([0] * len(articles), [""])
    return schema.check(articles.assign(text=bare), "articles").drop(columns=list(_TEXT))


def file_of(name: str, rows: int) -> str:
    """Return the file of an output folder in which people find a table of so many rows.

    >>> file_of("profile", 26_404), file_of("coverage", 1_025_708)
    ('tables/profile.csv', 'tables/coverage.parquet')
    """
    return f"tables/{name}.{'csv' if rows <= CSV_ROWS else 'parquet'}"


def counted(articles: pd.DataFrame) -> pd.DataFrame:
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
    >>> counted(pd.DataFrame({"text": ["Talks\\n\\nThey met.\\n\\nIt rained all day."], "blocks": ["hpp"]}))
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
        return counted(articles)
    if not set(COUNTS) <= set(articles.columns):
        raise FramingError(
            f"articles: neither texts nor the columns {' and '.join(COUNTS)} are here, so there is no length "
            "to show; put them in as framing.io.metadata.counted returns them"
        )
    return articles[list(COUNTS)].astype("int64")


@dataclass(frozen=True)
class Lengths:
    """The task that counts the words of a part's articles: `lengths`, with `row`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return `row`, `n_words` and `n_words_lead`."""
        found = counted(frame).reset_index(drop=True)
        return {"lengths": found.assign(row=range(len(found)))}
