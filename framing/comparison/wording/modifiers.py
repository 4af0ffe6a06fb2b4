"""Which words stand beside a referent in one outlet and not in others: keyness of what stands there.

The words beside the mentions of an article are taken for a text of their own, and `keyness` does the rest.
"""

from __future__ import annotations

import warnings

import pandas as pd

from framing.comparison.adjust import adjusted
from framing.comparison.wording.keyness import keyness
from framing.engine.parts import Articles, checked, light
from framing.errors import FramingError, FramingWarning, among, brief, unknown
from framing.features.cells import Voices
from framing.features.naming.mentions import CARRIED, found_mentions
from framing.features.naming.referents import SEPARATOR, Given
from framing.schema import check, empty, schema

__all__ = ["modifiers"]

#: What is between two words, so that they are two sentences and no one reads them as a phrase.
_APART = ".\n\n"


def modifiers(
    articles: Articles,
    referents: Given,
    *,
    by: str = "outlet",
    voice: str | None = None,
    voices: Voices = "full",
    seed: int = 1,
    wire: str = "collapse",
    collection: str = "unknown",
    draws: int = 9999,
) -> pd.DataFrame:
    """Say which adjectives and nouns stand before each referent, and which verbs behind, by group.

    Parameters
    ----------
    articles, referents, voices
        As for `mentions`.
    by : str
        Column of the articles whose values are compared.
    voice : {"outlet", "quoted", "reported"}, optional
        Only mentions in that voice; all by default.
    seed, wire, collection, draws
        As for `keyness`.

    Returns
    -------
    pandas.DataFrame
        The table `modifiers`: a row a group × referent × side × word, strongest first for each.

    Raises
    ------
    FramingError
        An argument, the articles or the referents are not what they should be, or there is one group only.

    Warns
    -----
    FramingWarning
        Beside a referent there are words in one group only.

    Notes
    -----
    Articles are what is drawn again and permuted, as in `keyness`. Words are told by closed lists and
    endings: what may be something else than a modifier or a verb is left out, so that counts are low.

    Examples
    --------
    >>> texts = ["The embattled Ana Ruiz resigned.", "Popular Ana Ruiz has resigned."]
    >>> articles = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": texts})
    >>> found = modifiers(articles, {"Ruiz": ["Ana Ruiz"]}, voices=None)
    >>> found = found.loc[found["count"] > 0, ["group", "side", "term", "count"]]
    >>> found.values.tolist()  # doctest: +NORMALIZE_WHITESPACE
    [['x', 'before', 'embattled', 1], ['y', 'before', 'popular', 1],
     ['x', 'after', 'resigned', 1], ['y', 'after', 'resigned', 1]]
    """
    articles = checked(articles)
    frame = light(articles)
    if not among(by, list(frame.columns)):
        raise unknown("by", by, frame.columns)
    found, wanted = found_mentions(articles, referents, voices)
    if voice is not None:
        if voice not in schema("mentions").columns["voice"].values:
            raise unknown("voice", voice, schema("mentions").columns["voice"].values)
        found = found[found["voice"] == voice]
    if by not in found.columns:
        found[by] = found["article"].map(frame.set_index("id")[by])
    groups = found[by].dropna().unique()
    if len(groups) < 2:
        have = f"only {brief(str(groups[0]))}" if len(groups) else "none"
        raise FramingError(f"modifiers: of {by}, {have} names a referent; give articles of two at least")
    parts, alone = [], []
    for referent in wanted.names:
        for side in ("before", "after"):
            texts = _texts(found[found["referent"] == referent], side, by)
            if texts.empty:
                continue
            if texts[by].nunique() < 2:
                alone.append(f"{side} {referent}")
                continue
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", FramingWarning)
                table = keyness(
                    texts,
                    by=by,
                    genre="all",
                    voices=None,
                    seed=seed,
                    wire=wire,
                    collection=collection,
                    draws=draws,
                )
            parts.append(table.assign(referent=referent, side=side))
    if alone:
        more = f" and {len(alone) - 5} more" if len(alone) > 5 else ""
        said = f"modifiers: words in one {by} only, and none to compare with: {', '.join(alone[:5])}{more}"
        warnings.warn(said, FramingWarning, stacklevel=2)
    if not parts:
        return empty("modifiers")
    table = pd.concat(parts, ignore_index=True)
    table["family"] = f"exploratory: modifiers × {len(parts)} tables"
    table["p_adjusted"], table["family_size"] = adjusted(table["p"], table["family"])
    return check(table, "modifiers")


def _texts(found: pd.DataFrame, side: str, by: str) -> pd.DataFrame:
    """Return a text an article: the words on one side of its mentions."""
    found = found.dropna(subset=[side, by])
    kept = list(dict.fromkeys(["outlet", *CARRIED, by]))
    first = found.drop_duplicates("article").set_index("article")[kept]
    words = found.groupby("article", sort=False)[side].agg(SEPARATOR.join)
    first["text"] = words.str.replace(SEPARATOR, _APART, regex=False) + "."
    return first.reset_index(names="id")
