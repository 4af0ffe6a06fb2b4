"""What a made-up corpus was built to hold, set against what was found of it.

A planted.toml beside a manifest.toml lists it. Real coverage has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from framing.errors import FramingError
from framing.plugins import parse_toml
from framing.views.vocabulary import INVENTED, display

NAME = "planted.toml"

#: What is said of a kind of planted thing that no measure looks for.
UNSOUGHT = "not looked for yet"

#: What is said where the study left out the measure or the voices.
UNCOMPARED = "not compared in this study"

Tables = Mapping[str, pd.DataFrame]
Row = Mapping[str, Any]


def recovered(paths: Sequence[str], tables: Tables) -> tuple[dict[str, str], ...]:
    """Return a row for each thing planted: `what`, `planted`, `recovered`.

    `recovered` begins with "yes", with "in direction" where a difference goes the right way but its
    interval doesn't leave out that there is none, with "no", or says that nothing looks for it yet.

    Parameters
    ----------
    paths : sequence of str
        The folders and files that were read; what lies above them counts, as for a manifest.
    tables : mapping of str to pandas.DataFrame
        `articles`, `profile` and `contrast`; `reuse` and `coverage`, where they were sought.

    Raises
    ------
    FramingError
        A planted.toml that can't be read or lacks a key.
    """
    said = []
    for file in _files(paths):
        try:
            rows = parse_toml(file.read_bytes(), file.name)["planted"]
            said += [_judged(row, tables) for row in rows]
        except KeyError as error:
            raise FramingError(f"{file.name}: an entry of [[planted]] lacks {error}; add it") from None
    return tuple(said)


def _files(paths: Sequence[str]) -> list[Path]:
    found: dict[Path, None] = {}
    for path in paths:
        whole = Path(path).absolute()
        for folder in (whole, *whole.parents[:4]):
            if (folder / NAME).is_file() and (folder / "manifest.toml").is_file():
                found[folder / NAME] = None
    return sorted(found)


def _judged(row: Row, tables: Tables) -> dict[str, str]:
    judge = _JUDGES.get(row["kind"])
    planted, found = judge(row, tables) if judge else (str(row["kind"]), UNSOUGHT)
    return {"what": _marked(row["what"], tables["articles"]), "planted": planted, "recovered": found}


def _contrast(row: Row, tables: Tables) -> tuple[str, str]:
    """Judge a difference between outlets by the sign of the estimate; the interval says how sure it is."""
    a, b = row["a"], row["b"]
    planted = f"{row['measure']} {row['direction']}"
    here = _cell(tables["contrast"], row["measure"])
    here = here[here["voice"] == row["voice"]]
    straight = here[(here["a"] == a) & (here["b"] == b)]
    turned = here[(here["a"] == b) & (here["b"] == a)]
    if straight.empty and turned.empty:
        # Where a side has no hit no ratio can be stated, and the contrast has no row.
        known = {a, b} <= set(_cell(tables["profile"], row["measure"])["group"])
        return planted, _one_sided(row, tables) if known else UNCOMPARED
    cell = (straight if len(straight) else turned).iloc[0]
    ratio = cell["scale"] == "ratio"
    ends = [float(cell[key]) for key in ("estimate", "low", "high")]
    if straight.empty:
        ends = [_turned(ends[i], ratio) for i in (0, 2, 1)]
    none = 1 if ratio else 0
    there = ends[0] < none if row["direction"] == "lower" else ends[0] > none
    estimate, low, high = (f"{end:.2f}" if ratio else f"{end:+.2f}" for end in ends)
    size = f"{estimate} times" if ratio else estimate
    if pd.isna(ends[1]):
        return planted, f"{'in direction' if there else 'no'}: {size} (no interval)"
    sure = not ends[1] <= none <= ends[2]
    verdict = ("yes" if sure else "in direction") if there else "no"
    return planted, f"{verdict}: {size} (95 % interval {low} to {high})"


def _one_sided(row: Row, tables: Tables) -> str:
    """Judge a difference that no ratio states, since one side has no hit, by both sides' own numbers."""
    here = _cell(tables["profile"], row["measure"]).loc[lambda frame: frame["voice"] == row["voice"]]
    own = here.drop_duplicates("group").set_index("group")["estimate"]
    a, b = (float(own.get(row[side], float("nan"))) for side in ("a", "b"))
    if pd.isna(a) or pd.isna(b):
        return "no: no number on one side"
    size = f"{a:.2f} against {b:.2f}"
    if not a and not b:
        return f"no: {size}, no hit on either side"
    there = a < b if row["direction"] == "lower" else a > b
    return f"{'in direction' if there else 'no'}: {size}, no hit on one side and so no ratio"


def _cell(frame: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rows of a measure over news and the whole text."""
    return frame[(frame["measure"] == measure) & (frame["genre"] == "news") & (frame["part"] == "all")]


def _turned(value: float, ratio: bool) -> float:
    if ratio:
        return 1 / value if value else float("inf")
    return -value


def _voices(row: Row, tables: Tables) -> tuple[str, str]:
    """Judge a difference between the voices of one outlet."""
    here = _cell(tables["profile"], row["measure"])
    here = here[here["group"] == row["outlet"]].set_index("voice")["estimate"]
    planted = f"{row['measure']} higher in {row['higher']} than in {row['lower']}"
    if not {row["higher"], row["lower"]} <= set(here.index):
        return planted, UNCOMPARED
    high, low = float(here[row["higher"]]), float(here[row["lower"]])
    if pd.isna(high) or pd.isna(low):
        return planted, "no: no number in one of these voices"
    return planted, f"{'yes' if high > low else 'no'}: {high:+.2f} against {low:+.2f}"


def _article(row: Row, tables: Tables) -> tuple[str, str]:
    """Judge one article by what its row says."""
    frame, kind = tables["articles"], str(row["kind"])
    here = frame[frame["source"].fillna("").str.contains(row["file"], regex=False)]
    if "title" in row:
        here = here[here["title"] == row["title"]]
    if here.empty:
        return kind, "article not among those read"
    article = here.iloc[0]
    if kind == "wire":
        planted = f"{row['wire']}, {row['wire_role']}"
        found = ", ".join(str(article[key]) for key in ("wire", "wire_role") if pd.notna(article[key]))
        right = found == planted
    elif kind == "opinion":
        planted, found = "opinion or editorial", str(article["genre"])
        right = found in ("opinion", "editorial")
    else:
        planted, right = "no date", bool(pd.isna(article["published"]))
        found = planted if right else f"{article['published']:%Y-%m-%d}"
    return planted, f"{'yes' if right else 'no'}: {found}"


def _reuse(row: Row, tables: Tables) -> tuple[str, str]:
    """Judge a passage taken over: whether it was found between the two, unmarked, with what was changed."""
    planted = f"unmarked, {row['changes']}"
    if "reuse" not in tables:
        return planted, UNCOMPARED
    found, frame = tables["reuse"], tables["articles"]
    taker = frame[frame["source"].fillna("").str.contains(row["file"], regex=False)]
    source = frame[frame["source"].fillna("").str.contains(row["original"], regex=False)]
    first, second = ([found[side].isin(each["id"]) for side in ("a", "b")] for each in (taker, source))
    here = found[(first[0] & second[1]) | (first[1] & second[0])]
    if here.empty:
        return planted, "no: no passage found between the two"
    best = here.sort_values("words", ascending=False).iloc[0]
    same = best["kind"] == "unmarked" and row["changes"] in best["changes"]
    said = f"{best['words']} words, {best['kind']}, {best['changes'] or 'nothing changed'}"
    return planted, f"{'yes' if same else 'in direction'}: {said}"


def _gap(row: Row, tables: Tables) -> tuple[str, str]:
    """Judge what one outlet was made to lack: whether an item of it is not found there, and surprisingly.

    Planted too seldom in the others, it can't be surprising: then `finding = "too_few"` is right.
    """
    wanted = row.get("finding", "not_found")
    planted = f"not found in {display(row['outlet'])}" + ", too few to tell" * (wanted == "too_few")
    if "coverage" not in tables:
        return planted, UNCOMPARED
    table = tables["coverage"]
    named = table["label"].fillna("").where(table["label"].fillna("") != "", table["item"])
    here = table[(table["outlet"] == row["outlet"]) & named.str.contains(row["pattern"]).to_numpy()]
    here = here[(here["articles"] == 0) & (here["level"] != "statement")]
    here = here.sort_values(["p_adjusted", "p", "item"], na_position="last")
    if here.empty:
        return planted, "no: no such item is among those compared"
    best = here.iloc[0]
    said = best["label"] or best["item"]
    size = f"{said}: 0 of {best['n_articles']} articles, {best['expected']:.1f} expected"
    verdict = "yes" if best["finding"] == wanted else "in direction"
    found = f"adjusted p {best['p_adjusted']:.3f}" if best["finding"] == "not_found" else "too few to tell"
    return planted, f"{verdict}: {size} ({found})"


_JUDGES: Mapping[str, Callable[[Row, Tables], tuple[str, str]]] = {
    "contrast": _contrast,
    "voices": _voices,
    "wire": _article,
    "opinion": _article,
    "undated": _article,
    "reuse": _reuse,
    "gap": _gap,
}


def _marked(text: str, articles: pd.DataFrame) -> str:
    """Mark outlets' names in a sentence as they are marked everywhere else."""
    invented = articles.loc[articles["provenance"] == "illustrative", "outlet"].unique()
    for name in sorted((display(key) for key in invented), key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b(?!{re.escape(INVENTED)})", name + INVENTED, text)
    return text
