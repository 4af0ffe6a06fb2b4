"""What each outlet calls the same person, state or event: shares of forms, with the article as unit.

Mentions become a table of scores (the unit is a share: this form, of all mentions of the referent) and
`compare` does the rest; nothing is estimated here.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from framing.comparison.compare import Comparison, compare
from framing.comparison.sums import counted
from framing.comparison.testing import REST, check_compared
from framing.engine.parts import Articles, check_articles, metadata
from framing.errors import FramingWarning, brief, check_choice, refuse_unknown, several, warn
from framing.features.cells import Voices
from framing.features.naming.mentions import found_mentions
from framing.features.naming.referents import Given, shipped
from framing.schema import check, empty

#: The group of measures that namings are, and what their families of tests are called.
GROUP = "naming"
_SPLIT = ("voice", "part")


def naming(
    articles: Articles,
    referents: Given,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    voices: Voices = "full",
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    primary: str | Sequence[str] = (),
    weights: str = "mantel-haenszel",
    draws: int = 9999,
    compared: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Compare what groups call the same referents; `mentions` lists the places.

    Parameters
    ----------
    articles, referents, voices
        As for `mentions`.
    by : str
        Column of the articles whose values are compared.
    split : str or sequence of str
        "voice" and "part", or one of them, or none: what is kept apart.
    seed, wire, collection, weights, draws
        As for `compare`.
    primary : str or sequence of str
        Referents named before anything was counted; all others are exploratory.
    compared : sequence of str, optional
        Groups that are tested, all by default; the others count among the rest, and have shares alone.

    Returns
    -------
    pandas.DataFrame
        The table `naming`: a row a group × referent × form × voice, forms without a mention there too, so
        that it says what one group has and another not. `p` is of the group against the other one, or
        with three groups or more against the rest of them.

    Raises
    ------
    FramingError
        An argument, the articles or the referents are not what they should be.

    Warns
    -----
    FramingWarning
        A referent of your own is named nowhere, or there is one group and nothing to compare with.

    Notes
    -----
    `share` is a ratio of sums, its interval the jackknife's of its logarithm, deleting an article at a
    time; `p` a permutation of articles on the studentised difference, as `compare` makes them. Mentions in
    one article hang together: a test over mentions would take forty of them for forty observations.

    Examples
    --------
    >>> articles = pd.DataFrame({
    ...     "id": list("ab"), "outlet": ["x", "y"],
    ...     "text": ["Taiwan voted. Taiwan won.", "China's Taiwan voted."],
    ... })
    >>> set_ = {"Taiwan": {"aliases": ["Taiwan", "China's Taiwan"]}}
    >>> found = naming(articles, set_, split=(), voices=None)
    >>> found[["group", "form", "count", "share"]].values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['x', 'Taiwan', 2, 1.0], ['x', "China's Taiwan", 0, 0.0],
     ['y', 'Taiwan', 0, 0.0], ['y', "China's Taiwan", 1, 1.0]]
    """
    split, primary = several("split", split), several("primary", primary)
    refuse_unknown(split, _SPLIT, argument="split")
    articles = check_articles(articles)
    frame = metadata(articles)
    check_choice("by", by, list(frame.columns))
    found, wanted = found_mentions(articles, referents, voices)
    refuse_unknown(primary, wanted.names, argument="primary")
    if by not in found.columns:
        found[by] = found["article"].map(frame.set_index("id")[by])
    lost = found[by].isna()
    if lost.any():
        warn(f"naming: {found.loc[lost, 'article'].nunique()} articles have no {by} and are left out")
        found = found[~lost].reset_index(drop=True)
    named = set(found["referent"].unique())
    absent = [name for name in wanted.names if name not in named]
    # A shipped set is for many events: that some of it is not in this one goes without saying.
    if absent and (found.empty or not (isinstance(referents, str) and referents in shipped())):
        said = ", ".join(map(brief, absent[:5])) + (f" and {len(absent) - 5} more" if len(absent) > 5 else "")
        warn(f"naming: {said} named nowhere in these articles")
    if found.empty:
        return empty("naming")
    forms = _forms(found, wanted.names)
    for name in _SPLIT:
        if name not in split:
            found[name] = "all"
    scores = _scores(found, forms, by)
    groups = found[by].nunique()
    pairs: str | list[tuple[str, str]] | None = "rest" if groups > 2 else None
    if (tested := check_compared(compared, frame[by])) is not None:
        there = sorted(tested & set(found[by]))
        pairs = [(a, REST) for a in there] if groups > 2 else list(combinations(there, 2))
    if groups == 1:
        alone = brief(found[by].iloc[0])
        warn(f"naming: only one {by}, {alone}: shares, and nothing to compare with")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="compare: (only one|no two)", category=FramingWarning)
        result = compare(
            scores,
            by=by,
            split=split,
            seed=seed,
            wire=wire,
            collection=collection,
            primary=[f"{GROUP}.{name}" for name in primary],
            weights=weights,
            draws=draws,
            pairs=pairs,
        )
    return check(_table(found[counted(found, by, wire)], forms, result, by), "naming")


def _forms(found: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return the forms of each referent, in order of the set, then commonest first."""
    counts = found.groupby(["referent", "form"], sort=False).size().reset_index(name="all")
    place = counts["referent"].map({name: at for at, name in enumerate(names)})
    order = counts.assign(place=place).sort_values(["place", "all", "form"], ascending=[True, False, True])
    return order[["referent", "form"]].reset_index(drop=True)


_CELL = ["article", "voice", "part"]


def _scores(found: pd.DataFrame, forms: pd.DataFrame, by: str) -> pd.DataFrame:
    """Return a table of scores: for each cell that names a referent, each of its forms as a share."""
    carried = [name for name in ("outlet", "event", "genre", "copy_group", "wire_role", "provenance", by)]
    first = found.drop_duplicates("article").set_index("article")[list(dict.fromkeys(carried))]
    named = found.groupby([*_CELL, "referent"], sort=False).size().reset_index(name="hits")
    each = found.groupby([*_CELL, "referent", "form"], sort=False).size().reset_index(name="count")
    every = named.merge(forms, on="referent").merge(each, how="left", on=[*_CELL, "referent", "form"])
    scores = pd.DataFrame(
        {
            **{name: every[name] for name in _CELL},
            "measure": GROUP + "." + every["referent"].astype("str"),
            "target": every["form"],
            "unit": pd.Series(["share"] * len(every), dtype="str"),
            "hits": every["hits"],
            "weight": every["count"].fillna(0),
            "tokens": every["hits"],
        }
    )
    for name in first.columns:
        scores[name] = first[name].reindex(every["article"]).to_numpy(dtype=object)
    for name in ("event", "copy_group"):
        scores[name] = scores[name].astype("str")
    return scores


def _table(found: pd.DataFrame, forms: pd.DataFrame, result: Comparison, by: str) -> pd.DataFrame:
    """Put counts, shares and tests into one row a group and form."""
    profile, contrast = result
    table = profile.rename(columns={"target": "form", "estimate": "share"})
    table["referent"] = table["measure"].str.removeprefix(f"{GROUP}.")
    cell = ["group", "genre", "voice", "part", "referent"]
    genre = found["genre"].where(found["genre"] != "unknown", "news") if by != "genre" else "all"
    mine = found.assign(group=found[by].astype("str"), genre=genre)
    for name in ("voice", "part"):
        table[name] = table[name].astype("str")
    firsts = mine.drop_duplicates(["article", "group", "genre", "voice", "part", "referent"])
    wide = [
        (mine.groupby(cell).size().rename("mentions"), cell),
        (mine.groupby(cell)["article"].nunique().rename("articles_naming"), cell),
        (mine.groupby([*cell, "form"]).size().rename("count"), [*cell, "form"]),
        (mine.groupby([*cell, "form"])["article"].nunique().rename("articles"), [*cell, "form"]),
        (firsts.groupby([*cell, "form"]).size().rename("first_mentions"), [*cell, "form"]),
    ]
    for column, on in wide:
        table = table.merge(column.reset_index(), how="left", on=on)
        table[str(column.name)] = table[str(column.name)].fillna(0).astype(np.int64)
    table = table.merge(_tests(contrast), how="left", on=[*cell, "form"])
    table["family_size"] = table["family_size"].fillna(0).astype(np.int64)
    table["note"] = [_together(both) for both in zip(table["note"], table.pop("note_of_test"), strict=True)]
    place = forms.reset_index(names="place")
    table = table.merge(place, on=["referent", "form"])
    groups = {name: at for at, name in enumerate(sorted(set(table["group"])))}
    table["rank"] = table["group"].map(groups)
    voices = {"outlet": 0, "quoted": 1, "reported": 2, "all": 3}
    parts = {"headline": 0, "lead": 1, "body": 2, "all": 3}
    table = table.assign(v=table["voice"].map(voices), q=table["part"].map(parts))
    table = table.sort_values(["rank", "genre", "q", "v", "place"], kind="stable", ignore_index=True)
    gone = "measure unit n_articles n_tokens n_hits mean_of_articles method place rank v q".split()
    return table.drop(columns=gone)


def _together(notes: tuple[object, ...]) -> str:
    """Return several notes as one, each thing said once."""
    said = [part for note in notes if isinstance(note, str) for part in note.split("; ") if part]
    return "; ".join(dict.fromkeys(said))


def _tests(contrast: pd.DataFrame) -> pd.DataFrame:
    """Return the test of each group: of two, one test stands for both, its ratio turned round."""
    rows = contrast.copy()
    other = rows[rows["b"] != REST].copy()
    other[["a", "b"]] = other[["b", "a"]].to_numpy()
    other["estimate"], other["low"], other["high"] = (
        1 / other["estimate"].where(other["estimate"] > 0),
        1 / other["high"],
        1 / other["low"],
    )
    both = pd.concat([rows, other], ignore_index=True)
    both["referent"] = both["measure"].astype("str").str.removeprefix(f"{GROUP}.")
    both = both.rename(
        columns={"a": "group", "b": "against", "target": "form", "estimate": "ratio", "low": "ratio_low",
                 "high": "ratio_high", "note": "note_of_test"}
    )  # fmt: skip
    keys = ["group", "genre", "voice", "part", "referent", "form", "against"]
    values = "ratio ratio_low ratio_high p p_adjusted family family_size test note_of_test".split()
    return both[[*keys, *values]].astype(dict.fromkeys(keys, "str"))
