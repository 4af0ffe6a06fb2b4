"""Articles in, where each group's words lie along axes of meaning out: the story of axes, one call a step."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from framing.comparison.adjust import adjusted
from framing.comparison.axes import vectors as of_words
from framing.comparison.axes.ends import Ends, ends
from framing.comparison.axes.reading import Asked, Axis, read
from framing.comparison.axes.testing import Tested, departure
from framing.comparison.wording.words import Words, words
from framing.errors import FramingError, brief, whole
from framing.features.choice import APART, choice
from framing.tables import check

__all__ = ["axes"]

#: Words shown at each end, and the articles of a group that must hold one where it has three.
_SHOWN, _HELD = 8, 2
#: Below so many articles a side a row is called fragile; with fewer than so many in all, that is said.
_FEW, _SMALL = 8, 60


def axes(
    articles: pd.DataFrame,
    axes: Asked = None,
    by: str = "outlet",
    *,
    vectors: of_words.Given | None = None,
    stop: str | Iterable[str] | None = "english",
    genre: str = "news",
    wire: str = "collapse",
    seed: int = 1,
    draws: int = 9999,
) -> pd.DataFrame:
    """Say where each group's words lie between two ends of meaning, against all other groups.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; events, where there are any, are strata.
    axes : mapping, or names, optional
        ``{"warm": ("friendly", "hostile")}``, the high end first, each end a word or a list of words; or
        names of shipped axes; by default all of those.
    by : str
        Column whose values are compared.
    vectors : path, or (path, words), optional
        A text file with a word and its numbers a line, or a .npy file and its words; by default vectors are
        learned from the articles themselves, all groups together.
    stop, genre, wire
        As for `keyness`.
    seed, draws : int
        For arrangements where more than 200,000 are possible.

    Returns
    -------
    pandas.DataFrame
        The table `axes`, a row a group and axis.

    Raises
    ------
    FramingError
        An argument is not known; there is one group only; the vectors lack a whole end of an axis given.

    Notes
    -----
    Bias is the mean over a group's words of their cosine with the axis, intensity that of the squared
    distance from the bias of all (Kwak, An, Jing and Ahn 2021, FrameAxis). There, words are drawn again;
    here articles are permuted within events (studentised), since words of one article are not independent,
    and intervals delete one article at a time; an event with one article of a side borrows the spread of the
    others. An axis of which the vectors know under three words of an end (of ends given in fewer: not all),
    or whose ends they don't keep apart, is not `readable`: it has no interval, no p, and is in no family.
    """
    asked = read(axes)
    numbers = [whole(seed), whole(draws)]
    if numbers[0] is None or (numbers[1] or 0) < 99:
        given = seed if numbers[0] is None else draws
        raise FramingError(f"seed and draws: {brief(given)} will not do; give whole numbers, draws from 99")
    if by in APART:
        raise FramingError(
            f"by: {by!r} tells words of one article apart; axes compare articles: give a column"
        )
    data = words(articles, choice(stop=stop), by=by, genre=genre, wire=wire, what="axes")
    if len(data.groups) < 2:
        raise FramingError(f"by: {by} has one value only; axes compare a group with all others")
    known = of_words.read(vectors) if vectors is not None else of_words.learned(_texts(articles, data))
    found = [ends(axis, known) for axis in asked]
    terms = data.counted.terms.to_pylist()
    place = known.of(terms)
    # Further digits hang on the machine.
    cosines = np.round(known.rows @ np.stack([each.direction for each in found], axis=1), 6)
    table = _rows(data, asked, found, place, cosines, terms, int(seed), int(draws))
    table["vectors"] = "corpus" if vectors is None else "file"
    table["wire"] = wire
    for name in ("", "intensity_"):
        table[f"{name}p_adjusted"], _ = adjusted(table[f"{name}p"], pd.Series("all", index=table.index))
    return check(table, "axes")


def _texts(articles: pd.DataFrame, data: Words) -> list[str]:
    """Return the texts of the articles that count, each once."""
    frame = check(articles, "articles").set_index(check(articles, "articles")["id"].astype("str"))
    some = frame.loc[[i for i, group in zip(data.ids, data.group.tolist(), strict=True) if group >= 0]]
    return [
        f"{title}.\n\n{text}" if isinstance(title, str) else text
        for title, text in zip(some["title"], some["text"], strict=True)
    ]


def _rows(
    data: Words,
    asked: list[Axis],
    found: list[Ends],
    place: np.ndarray,
    cosines: np.ndarray,
    terms: list[str],
    seed: int,
    draws: int,
) -> pd.DataFrame:
    used = np.flatnonzero(place >= 0)
    counts = data.counted.counts[:, used].tocsr().astype(np.float64)
    along = cosines[place[used]]
    d = np.asarray(counts.sum(axis=1)).ravel()
    here = (data.group >= 0) & (d > 0)
    x = counts @ along
    if not here.any():
        raise FramingError("axes: the vectors hold none of the articles' words; give those of their language")
    middle = x[here].sum(axis=0) / d[here].sum()
    squared = counts @ (along - middle) ** 2
    usable = np.flatnonzero(np.isfinite(middle))
    rows = []
    for g, group in enumerate(data.groups):
        mine, rest = here & (data.group == g), here & (data.group != g)
        sides = [side.nonzero()[0] for side in (mine, rest)]
        k = len(usable)
        test = departure(
            np.concatenate([x[:, usable], squared[:, usable]], axis=1)[here],
            d[here], mine[here], data.event[here], data.family[here],
            [data.ids[i] for i in np.flatnonzero(here).tolist()], seed, draws,
        )  # fmt: skip
        share = [np.asarray(counts[side].sum(axis=0)).ravel() / max(d[side].sum(), 1) for side in sides]
        held = np.asarray((counts[sides[0]] > 0).sum(axis=0)).ravel()
        lies = data.illustrative[here]
        for number, (axis, known) in enumerate(zip(asked, found, strict=True)):
            at = np.flatnonzero(usable == number)
            row: dict[str, object] = {
                "group": group, "axis": axis.name,
                "low_pole": ", ".join(known.low) or None, "high_pole": ", ".join(known.high) or None,
                "n_low": len(known.low), "n_low_given": len(axis.low),
                "n_high": len(known.high), "n_high_given": len(axis.high),
                "n_articles": len(sides[0]), "n_rest": len(sides[1]), "n_events": test.events,
                "tokens": int(d[sides[0]].sum()), "quality": known.quality, "readable": not known.why,
                "p_min": test.p_min, "draws": test.draws,
                "test": "permutation of articles, " + ("all" if test.exact else "drawn"),
                "provenance": "illustrative" if lies.all() else "mixed" if lies.any() else "published",
                "note": "; ".join(filter(None, [*_said(test, known), *data.said])),
            }  # fmt: skip
            if len(at):
                kinds = (("", "bias", x, int(at[0])), ("intensity_", "intensity", squared, int(at[0]) + k))
                for name, own, values, of in kinds:
                    row[own], row[f"{own}_rest"] = (
                        values[side, number].sum() / d[side].sum() if len(side) else np.nan for side in sides
                    )
                    row[f"{name}difference"] = test.difference[of]
                    if not known.why:
                        row[f"{name}low"], row[f"{name}high"] = test.low[of], test.high[of]
                        row[f"{name}p"] = test.p[of]
                pull = (share[0] - share[1]) * (along[:, number] - middle[number])
                pull[held < (_HELD if len(sides[0]) >= 3 else 1)] = 0.0
                row["words_low"], row["words_high"] = _behind(pull, [terms[i] for i in used.tolist()])
            rows.append(row)
    columns = ("p", "intensity_p")
    table = pd.DataFrame(rows)
    return table.assign(**{name: table.get(name, np.nan) for name in columns})


def _behind(pull: np.ndarray, terms: list[str]) -> tuple[str, str]:
    """Return the words that pull most toward the low end, and those toward the high one."""
    order = np.argsort(pull, kind="stable")
    low = [terms[i] for i in order[:_SHOWN].tolist() if pull[i] < 0]
    high = [terms[i] for i in order[::-1][:_SHOWN].tolist() if pull[i] > 0]
    return ", ".join(low), ", ".join(high)


def _said(test: Tested, known: Ends) -> list[str]:
    if known.why:
        return [known.why, known.said]
    said, sizes, p_min = [known.said], test.sizes, test.p_min
    if not sizes[0]:
        said.append("no event is covered by both sides, so that nothing is compared")
    elif min(sizes) < 3:
        said.append("under 3 articles a side: estimate only")
    elif p_min > 0.05:
        said.append(f"p can't go below {p_min:.2f} with so few articles")
    elif min(sizes) < _FEW:
        said.append("fragile: under 8 articles a side")
    if min(sizes) >= 3 and not np.isfinite(test.low).any():
        held = "a side has one article in each event, which shows" if test.single else "articles show"
        said.append(f"{held} no spread to measure: no interval")
    if sum(sizes) < _SMALL:
        said.append(f"under {_SMALL} articles: only large differences can be told")
    return said
