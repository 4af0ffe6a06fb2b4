"""The example of quanteda's keyness: counts, chi-squared, and what permuting addresses says of them."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import framing as fr
from framing.comparison.wording.association import chi_squared
from reproductions.study import read

#: The example compares addresses from here on with earlier ones.
_SINCE = 1945
#: An address that quanteda's own corpus got after the example was printed.
_LATER = "2025-Trump"
_DRAWS = 1999


def reproduce(files: Mapping[str, Path], rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """Compute rows of ``study.toml``.

    Parameters
    ----------
    files : mapping of str to Path
        ``inaugural.csv``.
    rows : sequence of mapping
        All are computed; two have `sizes`, in tokens, from 1945 on and before.

    Returns
    -------
    dict of str to dict
        For each row a number a term.
    """
    printed, found = _printed(), keyness(files["inaugural.csv"])
    sizes = {row["row"]: row["sizes"] for row in rows if "sizes" in row}
    words = [term for term in printed.index if term.isalpha()]
    marks = [term for term in printed.index if not term.isalpha()]
    here = found.loc[words]
    alone, same = "Chi-squared of the printed counts", "Chi-squared of words, sizes with punctuation"
    return {
        alone: _each(_chi(printed["count"], printed["count_rest"], *sizes[alone])),
        "Count from 1945 on": _each(here["count"]),
        "Count before 1945": _each(here["count_rest"]),
        # No row: a mark is no term.
        "Punctuation marks from 1945 on": _each(found["count"].reindex(marks)),
        "Punctuation marks before 1945": _each(found["count_rest"].reindex(marks)),
        "Chi-squared of words, from the addresses": _each(here["chi2"]),
        "Place of words among these seventeen, from the addresses": _each(here["chi2"].rank(ascending=False)),
        same: _each(_chi(here["count"], here["count_rest"], *sizes[same])),
        "p where addresses, not words, are permuted": _each(here["p"]),
    }


def keyness(path: Path) -> pd.DataFrame:
    """Return the table of `framing.keyness` for the later addresses, by term."""
    addresses = pd.read_csv(path).query("id != @_LATER")
    sides = addresses.assign(outlet=np.where(addresses["year"] >= _SINCE, "later", "earlier"))
    found = fr.keyness(sides, intervals=0, draws=_DRAWS, stop=None, least_articles=0, full=True)
    return found[found["group"] == "later"].set_index("term")


def _printed() -> pd.DataFrame:
    """Return the counts of the example, words and marks, by term: `count` and `count_rest`."""
    printed = read(Path(__file__).resolve().parent).printed
    sides = {"from 1945 on": "count", "before 1945": "count_rest"}
    ends = {row: name for row in printed["row"] for side, name in sides.items() if row.endswith(side)}
    kept = printed[printed["row"].isin(ends)].assign(side=printed["row"].map(ends))
    sides_of_terms = kept.pivot(index="statistic", columns="side", values="value")
    return sides_of_terms.reindex(printed["statistic"].drop_duplicates())


def _chi(count: pd.Series, count_rest: pd.Series, n: int, n_rest: int) -> pd.Series:
    return pd.Series(chi_squared(count, count_rest, n, n_rest), count.index)


def _each(values: pd.Series) -> dict[str, float]:
    return {str(term): float(value) for term, value in values.items()}


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
