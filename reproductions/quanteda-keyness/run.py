"""The example of quanteda's keyness: counts, chi-squared, and what permuting addresses says of them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import framing as fr
from framing.comparison.wording.association import chi_squared

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
        ``inaugural.csv`` and ``published.json``.
    rows : sequence of mapping
        All are computed.

    Returns
    -------
    dict of str to dict
        For each row a number a term.
    """
    example = json.loads(files["published.json"].read_text("utf8"))["quanteda_keyness_chi2"]
    printed = pd.DataFrame(example["rows"], columns=example["columns"]).set_index("term")
    sizes = (example["n_target"], example["n_reference"])
    found = keyness(files["inaugural.csv"])
    words = [term for term in printed.index if term.isalpha()]
    marks = [term for term in printed.index if not term.isalpha()]
    here = found.loc[words]
    placed = here["chi2"].rank(ascending=False)
    return {
        "Chi-squared of the printed counts": _each(_chi(printed, *sizes)),
        "Count from 1945 on": _each(here["count"]),
        "Count before 1945": _each(here["count_rest"]),
        # No row: a mark is no term.
        "Punctuation marks from 1945 on": _each(found["count"].reindex(marks)),
        "Punctuation marks before 1945": _each(found["count_rest"].reindex(marks)),
        "Chi-squared of words, from the addresses": _each(here["chi2"]),
        "Place of words among these seventeen, from the addresses": _each(placed),
        "Chi-squared of words, sizes with punctuation": _each(
            pd.Series(chi_squared(here["count"], here["count_rest"], *sizes), here.index)
        ),
        "p where addresses, not words, are permuted": _each(here["p"]),
    }


def keyness(path: Path) -> pd.DataFrame:
    """Return the table of `framing.keyness` for the later addresses, by term."""
    addresses = pd.read_csv(path).query("id != @_LATER")
    sides = addresses.assign(outlet=np.where(addresses["year"] >= _SINCE, "later", "earlier"))
    found = fr.keyness(sides, intervals=0, draws=_DRAWS)
    return found[found["group"] == "later"].set_index("term")


def _chi(printed: pd.DataFrame, n: int, n_rest: int) -> pd.Series:
    return pd.Series(
        chi_squared(printed["count_target"], printed["count_reference"], n, n_rest), printed.index
    )


def _each(values: pd.Series) -> dict[str, float]:
    return {str(term): float(value) for term, value in values.items()}


if __name__ == "__main__":
    from reproductions.run import main

    sys.exit(main([Path(__file__).resolve().parent.name]))
