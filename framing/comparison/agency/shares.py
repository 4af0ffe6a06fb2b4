"""`fr.agency_share`: how much of what each group prints is agency copy, and whose; selection by itself.

Which stories a paper leaves to an agency, and to which one, is a finding of its own beside how it writes.
No article is judged here; that is the business of `evidence`.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.comparison.agency.evidence import with_agency
from framing.comparison.intervals import wilson
from framing.comparison.profile import FIRM_ARTICLES, LEAST_ARTICLES
from framing.corpus.outlets import book
from framing.engine.parts import Articles, checked, kept, light, over
from framing.errors import FramingError, among, unknown
from framing.schema import check, schema
from framing.text.tokens import CHUNK_BYTES, chunks, tokenize

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["agency_share"]

#: What stands for all agencies, and for one that is not named.
ALL, UNNAMED = "all", "unnamed"
#: Roles that make an article agency copy, whole or in part.
_COPY = ("full_reprint", "partly_based")
_ROLES = ("copy", "full_reprint", "partly_based", "credited", "cites")
_COLLECTION = ("census", "sample", "unknown")


def agency_share(
    articles: Articles, by: str = "outlet", *, collection: str = "unknown", find: bool = True
) -> pd.DataFrame:
    """Count agency copy in each group: how many articles and words, from whom, and in which role.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`, as `load` gives them. Stubs are left out; every print counts,
        copies too.
    by : str
        Column whose values are the groups.
    collection : {"census", "sample", "unknown"}
        Whether the articles are all that was published. A census has no intervals.
    find : bool
        Fill in `wire` and `wire_role` first where they are missing, as `with_agency` does.

    Returns
    -------
    pandas.DataFrame
        A row a group × agency × role, as in ``schemas/agency_share.toml``; first those of all agencies
        together ("all"), of which ``copy`` (full reprints and partly based items) stands in every
        group, at zero too.

    Raises
    ------
    FramingError
        A table or an argument is not what it should be.

    Notes
    -----
    The interval of a share of articles is Wilson's (1927, Probable inference, the law of succession, and
    statistical inference, JASA 22), which holds where nothing or everything is agency copy; articles are
    taken as independent draws, so that a batch of stories put in together makes it too narrow.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": "harbour_courier", "wire": ["afp", None],
    ...                          "wire_role": ["full_reprint", "none"], "text": ["Rain fell.", "Sun shone."]})
    >>> agency_share(articles)[["wire", "wire_role", "articles", "n_articles"]].values.tolist()
    [['all', 'copy', 1, 2], ['all', 'full_reprint', 1, 2], ['afp', 'full_reprint', 1, 2]]
    """
    import pandas as pd

    if not among(collection, _COLLECTION):
        raise unknown("collection", collection, _COLLECTION)
    given = checked(articles)
    _check_by(light(given), by)
    if find:
        given = checked(with_agency(given))
    frame = light(given)
    left = {
        what: frame.loc[frame["status"] == status, by].astype("str").value_counts()
        for status, what in (("stub", "too short to be whole"), ("metadata", "without text"))
    }
    given = kept(given, (frame["status"] == "full") & frame[by].notna())
    counted = over(given, Words(), what="words").table("words")
    frame = light(given).assign(_words=0)
    frame.loc[counted["row"].to_numpy(), "_words"] = counted["words"].to_numpy()
    frame["_wire"] = _named(frame["wire"])
    rows: list[dict[str, Any]] = []
    for group, mine in sorted(
        frame.groupby(frame[by].astype("str"), observed=True), key=lambda part: str(part[0])
    ):
        out = {what: int(counts.get(str(group), 0)) for what, counts in left.items()}
        rows += _group_rows(str(group), mine, collection, out)
    table = pd.DataFrame(rows, columns=list(schema("agency_share").columns))
    strings = ("group", "wire", "wire_role", "method", "provenance", "note")
    return check(table.astype(dict.fromkeys(strings, "str")), "agency_share")


def _check_by(frame: pd.DataFrame, by: str) -> None:
    columns = [name for name in frame.columns if name not in ("id", "text", "title", "blocks")]
    if not among(by, columns):
        raise unknown("by", by, columns)
    if frame[by].dtype == object and not all(isinstance(value, Hashable) for value in frame[by]):
        raise FramingError(f"articles: column {by!r} holds lists or the like, which make no groups")


def _named(wire: pd.Series[str]) -> pd.Series[str]:
    """Return agencies by their keys, however a table spells them; one without a file stays as it is."""
    known = book()
    spelled = {str(name): known.resolve(str(name)) for name in wire.dropna().unique()}
    keys = {name: key if key in known.entries else name for name, key in spelled.items()}
    return wire.astype("str").map(keys).astype("str").fillna(UNNAMED)


@dataclass(frozen=True)
class Words:
    """Counts the words of each text of a part."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return `row` and `words`."""
        import pandas as pd

        return {"words": pd.DataFrame({"row": np.arange(len(frame)), "words": _words(frame)})}


def _words(frame: pd.DataFrame) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the words of each text, a chunk of text at a time."""
    sizes = frame["text"].str.len().to_numpy(np.int64)
    found = [np.diff(tokenize(frame["text"].iloc[i:j]).docs) for i, j in chunks(sizes, CHUNK_BYTES)]
    return np.concatenate(found) if found else np.zeros(0, np.int64)


def _group_rows(group: str, mine: pd.DataFrame, collection: str, out: dict[str, int]) -> list[dict[str, Any]]:
    """Return a group's rows: all agencies together, then each, the most articles first."""
    n, words = len(mine), int(mine["_words"].sum())
    copied = mine["wire_role"].isin(_COPY)
    by_agency = mine[mine["wire_role"].isin(_ROLES)].groupby("_wire", observed=True).size()
    named = sorted(by_agency.index, key=lambda wire: (wire == UNNAMED, -int(by_agency[wire]), str(wire)))
    own = sorted(
        {str(outlet) for outlet in mine["outlet"].unique() if book()[book().resolve(str(outlet))].agency}
    )
    rows = []
    for wire in [ALL, *map(str, named)]:
        of = mine["_wire"] == wire if wire != ALL else mine["_wire"].notna()
        for role in _ROLES:
            chosen = mine[of & (copied if role == "copy" else mine["wire_role"] == role)]
            # One role by itself needs no sum beside it.
            both = wire == ALL or mine.loc[of & copied, "wire_role"].nunique() > 1
            if (not len(chosen) and (wire, role) != (ALL, "copy")) or (role == "copy" and not both):
                continue
            k = len(chosen)
            low, high, method = _interval(k, n, collection)
            rows.append({
                "group": group, "wire": wire, "wire_role": role, "articles": k, "n_articles": n,
                "share": k / n, "low": low, "high": high,
                "words": int(chosen["_words"].sum()), "n_words": words,
                "share_of_words": int(chosen["_words"].sum()) / words if words else np.nan, "method": method,
                "provenance": "illustrative" if (mine["provenance"] == "illustrative").any() else "published",
                "note": "; ".join(_notes(n, collection, own, out)),
            })  # fmt: skip
    return rows


def _interval(k: int, n: int, collection: str) -> tuple[float, float, str | None]:
    """Return Wilson's interval of k of n, and what it is."""
    if collection == "census" or n < LEAST_ARTICLES:
        return np.nan, np.nan, "census: describes" if collection == "census" else None
    reading = "sample" if collection == "sample" else "completeness unknown"
    return *wilson(k / n, n), f"Wilson; {reading}"


def _notes(n: int, collection: str, own: list[str], out: dict[str, int]) -> list[str]:
    notes = []
    if collection != "census" and n < LEAST_ARTICLES:
        notes.append(f"under {LEAST_ARTICLES} articles: estimate only")
    elif collection != "census" and n < FIRM_ARTICLES:
        notes.append(f"fragile: {n} articles")
    if own:
        notes.append(f"{', '.join(own)}: an agency, whose own items are no agency copy")
    return notes + [f"{number} {what} left out" for what, number in out.items() if number]
