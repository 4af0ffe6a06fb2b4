"""`fr.robustness`: in how many reasonable ways of making a comparison does its difference hold.

The tables `specifications`, a row a way, and `robustness`, a row a comparison with what may be said of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from framing.comparison.adjust import measure_group
from framing.comparison.contrast import ANY
from framing.errors import FramingError, brief, several, unknown, whole
from framing.features.measures import Measure
from framing.labels import display
from framing.robust.choices import Made, Options, Row, alike, offered, varied
from framing.robust.counts import Counter, speakers
from framing.robust.curve import MOST, Curve, curve, main_effects
from framing.robust.joint import Joint, joint
from framing.robust.saying import called
from framing.robust.telling import p_value, sentence
from framing.tables import check, empty

__all__ = ["Robustness", "chosen", "specifications"]

#: Unasked, the clearest difference of so many groups of measures; of primary ones, so many.
_CLEAREST, _PRIMARY = 5, 20

#: Fewest arrangements of a joint test.
_DRAWS = 99

#: Up to so many articles voices are told apart in full where the study didn't.
_TAGGED = 1_000

#: What is said of comparisons that were chosen by their results.
AFTER = "after the fact"

_NAMED = ("a", "b", "genre", "part", "voice", "measure", "target")


class Robustness(NamedTuple):
    """A row a comparison (`robustness`), and a row for each way to make it (`specifications`)."""

    robustness: pd.DataFrame
    specifications: pd.DataFrame

    def __repr__(self) -> str:
        from framing.notebooks import brief_of

        return brief_of(self)

    def __str__(self) -> str:
        return "\n".join(self.robustness["sentence"]) or "robustness: no comparison to make in other ways"

    def _repr_html_(self) -> str:
        from framing.labels import shown
        from framing.notebooks import still

        columns = ["contrast", "m", "same_sign", "stand", "estimate", "median", "low", "high", "most",
                   "most_share", "p_joint", "sentence"]  # fmt: skip
        table = shown(self.robustness)[columns]
        return still(table.to_html(index=False, float_format="%.3g"))


def chosen(
    contrast: pd.DataFrame, wanted: Any = None, *, split: Sequence[str] = ("voice",)
) -> tuple[pd.DataFrame, str]:
    """Return the rows of a contrast table to look into, and why these.

    Parameters
    ----------
    contrast : pandas.DataFrame
        As `compare` gives it.
    wanted : optional
        Names of measures or of groups of them, mappings of columns to values (as ``{"measure": "hedges",
        "voice": "outlet"}``), or a table with rows of `contrast`; groups are called by their keys or as they
        are shown. None: the rows of primary measures, the 20 clearest at most; where there are none, the
        clearest row of each group of measures, five at most.
    split : sequence of str
        As in `compare`; its columns name a row too.

    Returns
    -------
    rows : pandas.DataFrame
    why : {"named", "primary", "after the fact"}

    Raises
    ------
    FramingError
        What is wanted is not in the table.
    """
    rows = contrast[(contrast["a"] != ANY) & contrast["estimate"].notna()]
    if wanted is not None:
        return _asked(rows, wanted, split), "named"
    clear = _by_clarity(rows[rows["low"].notna()])
    first = clear[clear["family"].astype("str").str.startswith("primary")]
    if len(first):
        return first.head(_PRIMARY).sort_index(), "primary"
    groups = clear["measure"].astype("str").map(measure_group)
    return clear[~groups.duplicated()].head(_CLEAREST), AFTER


def specifications(
    articles: pd.DataFrame,
    scores: pd.DataFrame,
    rows: pd.DataFrame,
    *,
    measures: Mapping[str, Measure],
    made: Made | None = None,
    voices: pd.DataFrame | None = None,
    why: str = "named",
    choices: Any = None,
    most: int = MOST,
    draws: int = 999,
    seed: int | None = None,
) -> Robustness:
    """Make comparisons in every way that reasonable choices allow.

    Parameters
    ----------
    articles : pandas.DataFrame
        As they were scored.
    scores : pandas.DataFrame
        Of the study.
    rows : pandas.DataFrame
        Rows of its table `contrast`, as `chosen` gives them.
    measures : mapping of str to Measure
        What can be counted again, by another rule for voices, without a mask or without regard to
        negation; of a measure that is not among them, only the choices of articles vary.
    made : Made, optional
        How the study made its comparisons.
    voices : pandas.DataFrame, optional
        The table of voices, where they were told apart in full.
    why : {"named", "primary", "after the fact"}
        Why these rows.
    choices : sequence of str or mapping, optional
        Names of the choices that may vary, or options of each; all by default.
    most : int
        Most specifications of one comparison; of more, so many are drawn at random, and said.
    draws : int
        Arrangements of labels in the joint test.
    seed : int, optional
        Of draws; the study's by default.

    Returns
    -------
    Robustness

    Raises
    ------
    FramingError
        An argument, a choice or an option is not known, or groups are not of articles.

    Notes
    -----
    The baseline's estimate and interval are the study's; p of one specification, the baseline too, is that of
    Welch's t where the study may permute. It and the intervals are adjusted for nothing, and are there to be
    counted. The joint test is explained in `joint`.
    """
    made = made or Made()
    seed = made.seed if seed is None else seed
    rounds, limit, start = whole(draws), whole(most), whole(seed)
    if rounds is None or rounds < _DRAWS:
        raise FramingError(f"draws: {brief(draws)} is too few; give a whole number of at least {_DRAWS}")
    if limit is None or limit < 1:
        raise FramingError(f"most: {brief(most)} is too few; give a whole number of at least 1, as {MOST}")
    if start is None:
        raise FramingError(f"seed: {brief(seed)} is no whole number; give one, as 1")
    table = check(scores, "scores")
    if made.by in ("voice", "part"):
        raise FramingError(
            f"robustness: by = {made.by!r} compares words inside articles; it is made for groups of articles"
        )
    told = _told(made, articles, voices)
    again = {} if speakers(made.split) else measures
    named = _rows(rows, made)
    same = alike(choices, named, again)
    could = [offered(row, made, again, told, same) for row in named]
    wanted: list[tuple[Row, Options]] = [
        (row, varied(options, choices, again)) for row, options in zip(named, could, strict=True)
    ]
    lone = _one_list(could, choices)
    counter = Counter(articles, table, again, voices, made)
    counter.prepare(wanted)
    parts, lines = [], []
    for (row, options), alone in zip(wanted, lone, strict=True):
        found = curve(row, made, counter, options, most=limit, seed=start)
        if found is None or not np.isfinite(found.table["estimate"].iloc[0]):
            continue
        tested = None
        if made.collection != "census":
            tested = joint(found, row.scale == "ratio", seed=start, draws=rounds)
        called_so = _shown(row, found)
        sheet = _sheet(row, found)
        parts.append(sheet.assign(**called_so))
        line = {**called_so, **_line(row, found, sheet, tested, made, why)}
        line["idle"] = "; ".join(filter(None, (line["idle"], alone)))
        lines.append({**line, "sentence": sentence(line, sheet["low"].iloc[0], sheet["high"].iloc[0])})
    for line in lines if why != AFTER and len(lines) > 1 else []:
        said = f"one of {len(lines)} comparisons looked into, and p_joint is not adjusted for the others"
        line["note"] = "; ".join(filter(None, (line["note"], said)))
    if not parts:
        return Robustness(empty("robustness"), empty("specifications"))
    return Robustness(
        check(pd.DataFrame(lines), "robustness"), check(pd.concat(parts, ignore_index=True), "specifications")
    )


def _one_list(could: Sequence[Options], choices: Any) -> list[str]:
    """Say of each comparison that no other word list is there to take its place, where lists might vary."""
    asked = choices is None or "lexicon" in (
        choices if isinstance(choices, Mapping) else several("choices", choices)
    )
    alone = "lexicon (no other list for this measure)"
    return [alone if asked and len(options["lexicon"]) == 1 else "" for options in could]


def _asked(rows: pd.DataFrame, wanted: Any, split: Sequence[str]) -> pd.DataFrame:
    if isinstance(wanted, pd.DataFrame):
        wanted = wanted[
            [name for name in dict.fromkeys((*_NAMED, *split)) if name in wanted.columns]
        ].to_dict("records")
    items = (wanted,) if isinstance(wanted, Mapping) else several("contrasts", wanted)
    keep = np.zeros(len(rows), dtype=bool)
    measure = rows["measure"].astype("str")
    for item in items:
        if isinstance(item, str):
            here = (measure == item) | (measure.map(measure_group) == item)
            if not here.any():
                raise unknown("contrasts", item, sorted({*measure, *measure.map(measure_group)}))
        elif isinstance(item, Mapping):
            here = _matching(rows, item)
        else:
            raise FramingError(
                f"contrasts: {brief(item)} names no comparison; give measures, or columns and values as "
                '{"measure": "hedges", "voice": "outlet"}'
            )
        keep |= here.to_numpy(dtype=bool)
    return rows[keep]


def _matching(rows: pd.DataFrame, item: Mapping[str, Any]) -> pd.Series[bool]:
    here = pd.Series(True, index=rows.index)
    for column, value in item.items():
        if column not in rows.columns:
            raise unknown("contrasts: column", column, rows.columns)
        cell = rows[column].astype("str")
        if column in ("a", "b"):
            # As files and figures call it, or by its key.
            here &= cell.map(lambda key, name=str(value): name in _names(key))
        else:
            here &= cell.isna() if pd.isna(value) else cell == str(value)
    if not here.any():
        said = ", ".join(f"{column} {value!r}" for column, value in item.items())
        raise FramingError(
            f"contrasts: no comparison has {said}; look into the table contrast for those there are"
        )
    return here


def _names(key: str) -> tuple[str, str, str]:
    return key, display(key), display(key, "illustrative")


def _by_clarity(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows, least adjusted p first, then the difference that is most of its interval."""
    ratio = rows["scale"] == "ratio"
    with np.errstate(divide="ignore", invalid="ignore"):
        gap = np.where(ratio, np.log(rows["estimate"]), rows["estimate"])
        width = np.where(ratio, np.log(rows["high"]) - np.log(rows["low"]), rows["high"] - rows["low"])
        clear = np.abs(gap) / width
    clear = np.where(np.isfinite(clear), clear, 0.0)
    order = np.lexsort((-np.round(clear, 9), rows["p_adjusted"].fillna(1.0).to_numpy()))
    return rows.iloc[order]


def _told(made: Made, articles: pd.DataFrame, voices: pd.DataFrame | None) -> tuple[str, ...]:
    """Return the rules by which voices can be told apart: in full only where that is done, or soon done."""
    full = voices is not None or made.voices == "full" or len(articles) <= _TAGGED
    return ("full", "quotes", "none") if full else ("quotes", "none")


def _rows(rows: pd.DataFrame, made: Made) -> list[Row]:
    more = [name for name in made.split if name not in ("voice", "part", "genre", "target")]
    found = []
    for line in rows.to_dict("records"):
        values = {name: None if pd.isna(line.get(name)) else str(line[name]) for name in (*_NAMED, *more)}
        cell = tuple((name, values[name]) for name in more)
        names = {name: values[name] or "" for name in _NAMED if name != "target"}
        found.append(
            Row(**names, target=values["target"], unit=str(line["unit"]), scale=str(line["scale"]), more=cell)
        )
    return found


def _shown(row: Row, found: Curve) -> dict[str, Any]:
    """Return what names a comparison, and what it is called."""
    provenance = "illustrative" if found.illustrative else "published"
    cell = {name: getattr(row, name) for name in _NAMED}
    said = [called({**cell, "provenance": provenance}), *(value or "none" for _, value in row.more)]
    return {
        "contrast": ", ".join(said),
        **cell,
        **dict(row.more),
        "provenance": provenance,
    }


def _sheet(row: Row, found: Curve) -> pd.DataFrame:
    """Return the specifications with what is counted of each."""
    table = found.table.copy()
    none = 1.0 if row.scale == "ratio" else 0.0
    base = np.sign(table["estimate"].iloc[0] - none)
    table["baseline"] = np.arange(len(table)) == 0
    table["unit"], table["scale"] = row.unit, row.scale
    table["same_sign"] = (np.sign(table["estimate"] - none) == base) & (base != 0)
    side = np.where(base > 0, table["low"] > none, table["high"] < none)
    table["stands"] = table["same_sign"] & side
    table["rank"] = table["estimate"].rank(method="first").fillna(0).astype("int64")
    return table


def _line(
    row: Row, found: Curve, sheet: pd.DataFrame, tested: Joint | None, made: Made, why: str
) -> dict[str, Any]:
    estimates = sheet["estimate"]
    none = 1.0 if row.scale == "ratio" else 0.0
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.log(estimates) if row.scale == "ratio" else estimates
    effects = main_effects(found.picks, found.options, values.replace([np.inf, -np.inf], np.nan).to_numpy())
    most = next((name for name, share in effects.items() if share > 0), None)
    known = estimates[estimates.notna()]
    against = np.where(estimates.iloc[0] > none, sheet["high"] < none, sheet["low"] > none)
    notes = ["chosen once results were seen, and p_joint is not adjusted for that"] if why == AFTER else []
    if found.bare:
        notes.append(f"left out, since under 3 articles would be left on a side: {', '.join(found.bare)}")
    if len(sheet) < found.of:
        notes.append(f"{len(sheet):,} of {found.of:,} specifications, drawn at random")
    if made.collection == "census":
        notes.append("census: describes")
    elif tested is not None and not tested.draws:
        notes.append(f"no joint test: the least p these articles allow is {p_value(tested.p_min)}")
    p = {name: np.nan for name in ("p_median", "p_share", "p_stouffer", "p_joint", "p_min")}
    return {
        "chosen": why, "m": len(known), "tried": len(sheet), "of": found.of,
        "same_sign": int(sheet["same_sign"].sum()), "stand": int(sheet["stands"].sum()),
        "against": int(against.sum()),
        "scale": row.scale, "estimate": float(estimates.iloc[0]),
        "median": float(known.median()), "low": float(known.min()), "high": float(known.max()),
        "most": most, "most_share": effects[most] if most else np.nan,
        "shares": "; ".join(f"{name}={share:.3f}" for name, share in effects.items()),
        "idle": "; ".join(found.idle),
        **p, **({} if tested is None else tested._asdict()),
        "note": "; ".join(notes),
    }  # fmt: skip
