"""Scores of stance in, shares with the model's error taken out of them: the story, one call a step."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import pandas as pd

from framing.comparison.compare import ready
from framing.comparison.corrected.confusions import Given, confusions, of_model
from framing.comparison.corrected.counting import MEASURES, counted
from framing.comparison.corrected.rows import of_groups, of_pairs
from framing.comparison.pairs import Pairs, chosen
from framing.comparison.treatment import known
from framing.errors import FramingError, FramingWarning, among, several, unknown
from framing.tables import check, empty

__all__ = ["corrected"]

_COLLECTION = ("census", "sample", "unknown")
_WEIGHTS = ("mantel-haenszel", "equal")


def corrected(
    scores: pd.DataFrame,
    confusion: Given | None = None,
    *,
    by: str = "outlet",
    split: str | Sequence[str] = ("voice",),
    wire: str = "collapse",
    collection: str = "unknown",
    weights: str = "mantel-haenszel",
    pairs: Pairs = None,
) -> pd.DataFrame:
    """Say what shares of mentions speak ill or well of a target, corrected for the model's measured error.

    A model that takes a third of the critical mentions for neutral ones shows outlets as more alike, and
    milder, than they are. Where it is known how often each class is mistaken for which, the shares before the
    mistakes can be worked out.

    Parameters
    ----------
    scores : pandas.DataFrame
        A scores table with the rows `stance.negative`, `stance.neutral` and `stance.positive`, as
        ``score(articles, targets=..., model=...)`` makes it. Other measures are left aside.
    confusion : str, Judge, Card, table or mapping, optional
        How often the model mistakes which class for which. By default, or by name, that of the card of the
        model that made the scores, cross-validated on its training data; a judge of your own, or its card,
        must be given, since scores hold its name alone. Or your own, from mentions
        that you coded by hand: a 3 × 3 table of counts, rows the true class and columns the class given, in
        the order negative, neutral, positive (as `pandas.crosstab` makes it, in any order); a mapping of
        voices to such tables; or the coded mentions themselves, a row each, with columns `coded` (your
        class), `pole` or `label` (the model's), and where known `voice` and `article`.
    by : str
        Column whose values are compared.
    split : str or sequence of str
        Columns that are kept apart, beside genre and target. Voices always are, since their error differs.
    wire : {"collapse", "keep", "drop"}
        As for `compare`.
    collection : {"census", "sample", "unknown"}
        A census has no raw intervals; corrected ones tell the error of measuring alone.
    weights : {"mantel-haenszel", "equal"}
        How events are pooled in differences, as for `compare`.
    pairs : None, "all", "rest" or list of (str, str), optional
        Which differences are given, as for `compare`.

    Returns
    -------
    pandas.DataFrame
        The table `corrected`: a row a group, cell and measure (the three shares, and `stance.net`, positive
        less negative), and one a pair of groups for their difference, `other` being the second. Intervals
        are cut to the scale: -1 to 1 for the net and for differences of shares, -2 to 2 for those of nets.

    Raises
    ------
    FramingError
        An argument is not known, the scores hold no stance, or the confusion is none, or of another model
        than the one that made the scores.

    Warns
    -----
    FramingWarning
        Articles have no value of `by`, or no target is mentioned.

    Notes
    -----
    Adjusted classify and count (Forman 2008), with several classes as in Hopkins and King (2010): the shares
    on the simplex whose mistaken counts are nearest to what was counted. The confusion is that of the voice
    where each class has 30 coded mentions and the equations tell the classes apart, else that of all.
    Intervals hold both doubts: of the articles (delete-one-article jackknife, t), and of the confusion
    (multinomial rows, or the coded articles where they are known; delta method). A model's card is of other
    texts, and its rates are taken to be no surer than 50 coded mentions a class make them. Nothing is drawn,
    and nothing depends on the order of rows.

    What it rests on: each class is mistaken here as often as in the coded data; only the shares may differ.
    That can't be seen from the scores. To see it, code some mentions of your own: draw 200 at random by
    outlet and voice from ``evidence(articles, "stance.net", targets=...)`` (not by `pole`), write negative,
    neutral or positive in a column `coded` without looking at `pole`, and give that table as `confusion`:
    what it gives should agree with the model's card inside the intervals; where it doesn't, believe yours.
    On NewsMTSC's test split, where each sentence has several targets, shares that were corrected by
    the card were further off than raw ones (.10 against .03 for positive), those corrected by codes of half
    of its documents were not far off (.04), and both intervals held the truth (94 and 96 %).

    Examples
    --------
    >>> rows = [(f"{o}{k}", o, m, 4, n) for o, counts in (("a", (3, 1, 0)), ("b", (1, 1, 2)))
    ...         for k in range(4) for m, n in zip(("negative", "neutral", "positive"), counts)]
    >>> scores = pd.DataFrame(rows, columns=["article", "outlet", "measure", "hits", "weight"])
    >>> scores = scores.assign(part="body", voice="outlet", target="Ruiz", unit="share", tokens=90,
    ...                        measure="stance." + scores["measure"], weight=scores["weight"] * 1_000_000)
    >>> table = corrected(scores, [[80, 10, 10], [10, 80, 10], [10, 10, 80]], pairs=[])
    >>> table.loc[table["group"] == "b", "corrected"].round(3).tolist()
    [0.214, 0.214, 0.571, 0.357]
    """
    parts = several("split", split)
    parts = parts if "voice" in parts or by == "voice" else (*parts, "voice")
    known(wire)
    for name, value, allowed in (("collection", collection, _COLLECTION), ("weights", weights, _WEIGHTS)):
        if not among(value, allowed):
            raise unknown(name, value, allowed)
    table = _of_stance(scores)
    rates = confusions(of_model(confusion, table["model"]))
    if by in table.columns and (lost := table[by].isna()).any():
        count = table.loc[lost, "article"].nunique()
        warnings.warn(
            f"corrected: {count} articles have no {by} and are left out", FramingWarning, stacklevel=2
        )
        table = table[~lost].reset_index(drop=True)
    table = ready(table, by, parts)
    if not len(table) or not (table["hits"] > 0).any():
        lost = ", ".join(map(repr, table["target"].dropna().astype("str").unique()))
        warnings.warn(
            f"corrected: no target is mentioned in these scores{f' ({lost})' if lost else ''}; score with "
            'names that the articles write, as targets={"Ruiz": ["Ana Ruiz", "Ruiz"]}',
            FramingWarning,
            stacklevel=2,
        )
        return empty("corrected")
    data = counted(table, rates, by, parts, wire)
    which = chosen(pairs, data.raw[0].groups)
    rows = [of_groups(data, wire, collection), *of_pairs(data, which, weights, wire, collection)]
    return check(pd.concat(rows, ignore_index=True), "corrected")


def _of_stance(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the three shares."""
    table = check(scores, "scores")
    for name in MEASURES:
        if not (table["measure"] == name).any():
            raise FramingError(
                f"scores: no rows of {name}; the three shares are corrected together: make them with "
                "score(articles, measures='stance', targets=...)"
            )
    return table[table["measure"].isin(MEASURES)].reset_index(drop=True)
