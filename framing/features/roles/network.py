"""Actions in, each outlet's counts of who acts on whom out; what an action is, `actions` says."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from framing.errors import several, unknown
from framing.schema import check, empty

__all__ = ["actor_network"]

_LINK = ["actor", "kind", "target"]
_VERBS = 3


def actor_network(
    actions: pd.DataFrame, *, by: str | Sequence[str] = "outlet", asserted: bool = False
) -> pd.DataFrame:
    """Count who is said to act on whom, by outlet and class of verb.

    Parameters
    ----------
    actions : pandas.DataFrame
        The table `actions`.
    by : str or sequence of str
        Columns whose values make a group: "outlet", ("outlet", "voice").
    asserted : bool
        Leave out what is said to come, or to be possible, necessary, conditional or wanted.

    Returns
    -------
    pandas.DataFrame
        The table `actor_network`, a row group × actor × class of verb × target, the most frequent first. What
        is said not to happen, what nobody is named to do or to suffer, and what one does to oneself are left
        out.

    Raises
    ------
    FramingError
        The table is no table of actions, or a column of `by` is not in it.

    Notes
    -----
    Counts of sentences, not of events: one act told twice counts twice. With few articles one article may
    give most of them; see `articles`.

    Examples
    --------
    >>> told = pd.DataFrame(
    ...     {
    ...         "article": ["a"] * 2,
    ...         "part": ["body"] * 2,
    ...         "voice": ["outlet"] * 2,
    ...         "outlet": ["x", "x"],
    ...         "actor": ["Ruiz"] * 2,
    ...         "action": ["praise", "meet"],
    ...         "target": ["Marlow"] * 2,
    ...         "kind": ["cooperative"] * 2,
    ...         "start": [0, 9],
    ...         "end": [4, 12],
    ...         "sentence": ["", ""],
    ...     }
    ... )
    >>> actor_network(told)[["group", "actor", "target", "count", "share", "verbs"]].values.tolist()
    [['x', 'Ruiz', 'Marlow', 2, 1.0, 'meet (1); praise (1)']]
    """
    columns = list(several("by", by))
    table = check(actions, "actions")
    for column in columns:
        if column not in table.columns:
            raise unknown("by", column, table.columns)
    table = table[table["actor"].notna() & table["target"].notna() & ~table["negated"]]
    table = table[table["actor"] != table["target"]]
    if asserted:
        table = table[table["modality"] == "asserted"]
    if not len(table):
        return empty("actor_network")
    group = table[columns].astype("str").agg(" | ".join, axis=1)
    table = table.assign(group=group)
    links = table.groupby(["group", *_LINK], sort=True)
    found = pd.DataFrame(
        {
            "count": links.size(),
            "articles": links["article"].nunique(),
            "verbs": links["action"].agg(_frequent),
        }
    ).reset_index()
    found["total"] = found.groupby("group")["count"].transform("sum")
    found["share"] = found["count"] / found["total"]
    order = found.sort_values(
        ["group", "count", *_LINK], ascending=[True, False, True, True, True], kind="stable"
    )
    return check(order, "actor_network")


def _frequent(verbs: pd.Series) -> str:
    count = verbs.value_counts()
    top = sorted(count.items(), key=lambda one: (-one[1], str(one[0])))[:_VERBS]
    return "; ".join(f"{verb} ({times})" for verb, times in top)
