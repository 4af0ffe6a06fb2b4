"""Whom demands are on and who makes them, whose doing causes are: shares in each article, as scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, check_articles, metadata
from framing.errors import FramingError
from framing.features.cells import detailed, taken
from framing.features.scoring import CARRIED
from framing.schema import check, empty

#: Each measure: the column whose values are its targets, and the polarity that counts, if only one does.
MEASURES = {
    "demands.of": ("addressee", None),
    "demands.by": ("demander", None),
    "causes.by": ("agent", None),
    "causes.blame": ("agent", "blame"),
    "causes.credit": ("agent", "credit"),
}


def score_claims(
    table: pd.DataFrame, articles: Articles, *, least: int = 1, most: int | None = None
) -> pd.DataFrame:
    """Measure demands or causes as scores for `compare`; `demands` and `causes` list them.

    Parameters
    ----------
    table : pandas.DataFrame
        The table `demands` or `causes`; of causes those that are negated don't count.
    articles : pandas.DataFrame or Parts
        That it was made of.
    least : int
        Those who are named in fewer articles have no rows.
    most : int, optional
        Nor have others than so many, those who are named in most articles: of many articles with many
        named in them the table is very long.

    Returns
    -------
    pandas.DataFrame
        A table `scores`, of part "all", a row an article × voice × measure × target; `compare` takes it. Each
        is the share that a target has of those that name somebody, and `hits` is how many these are:

        ``demands.of``, ``demands.by``
            Share of demands by who is to act, and by who demands.
        ``causes.by``, ``causes.blame``, ``causes.credit``
            Share of causes by whose doing they are; of those with a bad effect, with a good one.

    Raises
    ------
    FramingError
        The table is neither, or of other articles.

    Examples
    --------
    >>> from framing.features.demands import demands
    >>> texts = ["Ottawa must act. Ottawa should talk. Paris must wait."]
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": texts})
    >>> scores = score_claims(demands(articles, voices=None), articles)
    >>> scores[["measure", "target", "hits", "weight"]].values.tolist()
    [['demands.of', 'Canada', 3, 2.0], ['demands.of', 'France', 3, 1.0]]
    """
    name = "demands" if isinstance(table, pd.DataFrame) and "addressee" in table.columns else "causes"
    table, frame = check(table, name), metadata(check_articles(articles))
    known = {key: row for row, key in enumerate(frame["id"])}
    place = table["article"].map(known)
    if place.isna().any():
        missing = table.loc[place.isna(), "article"].iloc[0]
        raise FramingError(
            f"{name}: article {missing!r} is not among the articles; give those it was made of"
        )
    table = table.assign(row=place.astype("int64"))
    found = []
    for measure, (column, polarity) in MEASURES.items():
        if measure.startswith(name):
            counted = select_claims(table, column, polarity)
            found.append(_shares(counted, column, least, most).assign(measure=measure))
    rows = pd.concat(found, ignore_index=True)
    if rows.empty:
        return empty("scores")
    row = rows.pop("row").to_numpy(np.int64)
    carried = {column: taken(frame[column], row) for column in CARRIED}
    rows = rows.assign(article=taken(frame["id"], row), **carried, part="all", unit="share")
    return check(detailed(rows, len(frame)), "scores")


def select_claims(table: pd.DataFrame, column: str, polarity: str | None = None) -> pd.DataFrame:
    """Return the rows of `demands` or `causes` that name somebody; of causes none that is denied.

    What is to be left undone is demanded all the same.
    """
    counted = table[column].notna()
    if "polarity" in table.columns:
        counted &= ~table["negated"]
    return table[counted & (table["polarity"] == polarity)] if polarity else table[counted]


def _shares(table: pd.DataFrame, column: str, least: int, most: int | None) -> pd.DataFrame:
    """Return how many of each article and voice name each target, zero where only others are named."""
    table = table.assign(voice=table["voice"].astype("str"), target=table[column].astype("str"))
    articles = table.drop_duplicates(["row", "target"])["target"].value_counts()
    order = sorted(articles.index[articles >= least], key=lambda name: (-articles[name], name))
    chosen = table[table["target"].isin(order[:most])]
    if chosen.empty:
        return pd.DataFrame({"row": [], "voice": [], "target": [], "hits": [], "weight": [], "tokens": []})
    total = table.groupby(["row", "voice"]).size()
    # Those whom nobody else names are left out before a column is made of each.
    counts = pd.crosstab([chosen["row"], chosen["voice"]], chosen["target"])
    long = counts.reindex(total.index, fill_value=0).stack().rename("count").reset_index()
    long.columns = pd.Index(["row", "voice", "target", "count"])
    hits = np.repeat(total.to_numpy(), counts.shape[1])
    return long.rename(columns={"count": "weight"}).assign(hits=hits, tokens=hits)
