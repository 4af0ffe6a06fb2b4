"""How agency copy and copies are treated, one rule for all that compares outlets: ``wire=``.

``collapse``: copies of one text inside one group and event share one weight; ``keep``: each
counts; ``drop``: full reprints of an agency, which are no outlet's wording, are left out first, and copies
share one weight. Sharing is the mean of the copies where counts are added up (`sums`), and the copy of the
least id where words are listed (`wording.words`): the same for the same text. Nothing is counted here.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.comparison.codes import Flags
from framing.errors import among, unknown

__all__ = ["WIRE", "collapses", "counted", "dropped", "known", "left_out"]

#: The treatments, the default first.
WIRE = ("collapse", "keep", "drop")


def known(wire: str) -> str:
    """Return the treatment asked for, or raise the error that lists them.

    >>> known("drop")
    'drop'
    """
    if not among(wire, WIRE):
        raise unknown("wire", wire, WIRE)
    return wire


def left_out(wire_role: pd.Series[str], wire: str) -> Flags:
    """Return which rows a treatment leaves out: full reprints, with drop.

    What is partly an agency's is the outlet's writing too, and an agency's own items are its own: both stay.

    >>> left_out(pd.Series(["full_reprint", "partly_based", None]), "drop").tolist()
    [True, False, False]
    """
    if wire != "drop":
        return np.zeros(len(wire_role), dtype=bool)
    return np.asarray((wire_role == "full_reprint").to_numpy(dtype=bool, na_value=False))


def collapses(wire: str) -> bool:
    """Say whether copies inside one group and event share one weight."""
    return wire != "keep"


def counted(table: pd.DataFrame, by: str, wire: str) -> Flags:
    """Return which rows count, of a table with a row a hit: those of no dropped article and of no copy.

    Parameters
    ----------
    table : pandas.DataFrame
        With `article`, `event`, `copy_group`, `wire_role` and `by`.
    by : str
        Column whose values are compared: of the copies inside one of them and one event, that of the least
        id counts.
    wire : str
        The treatment.

    Examples
    --------
    >>> hits = pd.DataFrame({"article": ["b", "a", "b", "c"], "outlet": "x", "event": None,
    ...                      "copy_group": ["w", "w", "w", None], "wire_role": "none"})
    >>> counted(hits, "outlet", "collapse").tolist()
    [False, True, False, True]
    """
    out = left_out(table["wire_role"], wire)
    if not collapses(wire):
        return ~out
    columns = [by, *(["event"] if by != "event" else []), "copy_group"]
    about = table.loc[~out, ["article", *columns]].astype(object)
    copies = about[about["copy_group"].notna()]
    least = copies.groupby(columns, dropna=False)["article"].transform("min")
    again = pd.Series(False, index=table.index)
    again[copies.index] = copies["article"] != least
    return np.asarray(~out & ~again.to_numpy(dtype=bool))


def dropped(reprints: int) -> str:
    """Say how many full reprints were left out.

    >>> dropped(1)
    '1 full reprint dropped'
    """
    return f"{reprints} full reprint{'' if reprints == 1 else 's'} dropped"
