"""What came of the studies, for people: lines on a terminal, tables in the pages, one file of all values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from reproductions.study import HERE, Study
from reproductions.verdicts import VERDICTS

if TYPE_CHECKING:
    from reproductions.run import Outcome

__all__ = ["conclusions", "pages", "report", "summary", "table", "values"]

#: Between these lines of a page stands what a run wrote.
_BEGIN, _END = "<!-- from the run: {} -->", "<!-- end -->"
_NUMBER = re.compile(r"\{([^{}|]+)\|([^{}|:]+)(?::([^{}]+))?\}")
#: Digits of a number that is held against nothing.
_DIGITS = 4
_PAGES = (HERE / "README.md", HERE.parent / "docs" / "reproductions.md")


def report(outcome: Outcome) -> str:
    """Write what came of a study for a terminal."""
    study = outcome.study
    head = f"{study.folder.name}: {study.title}"
    if outcome.table is None:
        return f"{head}\n  skipped: {outcome.skipped}"
    lines = [head, f"  {study.published}; met within {study.tolerance:g} unless a row says otherwise", ""]
    lines += [f"  note: {note}" for note in outcome.notes]
    lines.append(f"    {'':40} {'published':>11} {'here':>11}")
    for row, part in outcome.table.groupby("row", sort=False):
        lines += _row(str(row), part, study)
    for left in study.not_attempted:
        lines.append(f"  not attempted: {', '.join(left['rows'])}: {left['reason']}")
    for can, text in conclusions(study, outcome.table):
        lines.append(f"  {'can be said' if can else 'can not be said'}: {text}")
    lines.append(f"  {counted(outcome.table, study)}")
    if outcome.missed:
        lines.append(f"  NOT AS THE STUDY FILE SAYS: {', '.join(outcome.missed)}")
    return "\n".join(lines)


def _row(row: str, part: pd.DataFrame, study: Study) -> Iterator[str]:
    shown, rest = _shown(part, study)
    yield f"  {row}"
    for line in shown.itertuples():
        ends = _ends(line)
        numbers = f"{_short(line.published):>11} {_found(line):>11}{f' ({ends})' * bool(ends)}"
        yield f"    {line.statistic:40} {numbers}  {line.verdict}"
    for said, about, verdict in _more(rest, len(shown) > 0):
        yield f"    {said}{f', {about}' * bool(about)}: {verdict}"
    if reason := _reason(part):
        yield f"    why: {reason}"


def _shown(part: pd.DataFrame, study: Study) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part a row's lines into those that are listed and those that are only counted."""
    if (part["verdict"] == "not attempted").all():
        return part.iloc[:0], part
    row = next(row for row in study.rows if row["row"] == part["row"].iloc[0])
    show = row.get("show", study.show)
    listed = (part["verdict"] == "not met") | part["statistic"].isin(show) | (not show)
    return part[listed], part[~listed]


def _more(rest: pd.DataFrame, further: bool) -> Iterator[tuple[str, str, str]]:
    """Say of lines that are only counted how many they are, what of them, and their verdict."""
    for verdict, part in rest.groupby("verdict", sort=False):
        most = part["difference"].max()
        about = "" if verdict != "met" else f"difference at most {most:.0e}" if most else "the same"
        yield f"{len(part)} {'more' if further else 'values'}", about, str(verdict)


def _reason(part: pd.DataFrame) -> str:
    told = part["verdict"].isin(["not met", "not attempted"]).any()
    return str(part["reason"].iloc[0]) if told else ""


def _short(value: float, digits: int | None = None) -> str:
    """Return a number at six decimals at most, or at so many digits; a dash for none."""
    if value != value:
        return "–"
    if digits and not value.is_integer():
        return f"{value:.{digits}g}"
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _found(line: Any) -> str:
    """Return what was found: as exactly as it was printed, or at four digits where nothing was."""
    return _short(line.found, _DIGITS if line.verdict == "new" else None)


def _ends(line: Any) -> str:
    return f"{_short(line.low, _DIGITS)} to {_short(line.high, _DIGITS)}" if line.low == line.low else ""


def counted(table: pd.DataFrame, study: Study | None = None) -> str:
    """Say how many values have each verdict, and how many of those met hang on numbers as printed.

    >>> counted(pd.DataFrame({"verdict": ["met", "met", "not met"]}))
    '3 values: 2 met, 1 not met'
    """
    counts = table["verdict"].value_counts()
    told = [f"{counts[name]} {name}" for name in VERDICTS if name in counts]
    if study is not None and (alone := _by_formula(table, study)):
        told[0] += f" ({counts['met'] - alone} from the data, {alone} by formula from numbers as printed)"
    return f"{len(table)} values: {', '.join(told)}"


def _by_formula(table: pd.DataFrame, study: Study) -> int:
    """Return how many values are met by a formula alone: what goes into it was printed, not counted here."""
    rows = [row["row"] for row in study.rows if row.get("formula")]
    return int((table["row"].isin(rows) & (table["verdict"] == "met")).sum())


def conclusions(study: Study, found: pd.DataFrame) -> list[tuple[bool, str]]:
    """Return what can be concluded and what can't, with the run's numbers in their places.

    A place is ``{row|statistic}`` or ``{row|statistic:.2f}``; ``{row|statistic.low}`` is an interval's end.
    """
    values = {
        (line.row, name): value
        for line in found.itertuples()
        for name, value in zip(
            (line.statistic, f"{line.statistic}.low", f"{line.statistic}.high"),
            (line.found, line.low, line.high),
            strict=True,
        )
    }  # fmt: skip

    def fill(match: re.Match[str]) -> str:
        value = values[match[1], match[2]]
        return format(value, match[3]) if match[3] else _short(value)

    return [(bool(said["can"]), _NUMBER.sub(fill, said["text"])) for said in study.conclusions]


def table(outcome: Outcome) -> str:
    """Write a study's values as a Markdown table: a line a value listed, one for those only counted."""
    assert outcome.table is not None
    intervals = outcome.table["low"].notna().any()
    head = [
        "row",
        "value",
        "published",
        "where",
        "here",
        *(["95 % interval"] if intervals else []),
        "verdict",
    ]
    lines = [_cells(head), _cells(["---"] * len(head))]
    for row, part in outcome.table.groupby("row", sort=False):
        shown, rest = _shown(part, outcome.study)
        label = str(row)
        for line in shown.itertuples():
            ends = [_ends(line)] * bool(intervals)
            numbers = [_short(line.published), line.place or "–", _found(line)]
            verdict = f"**{line.verdict}**" if line.verdict == "not met" else line.verdict
            lines.append(_cells([label, line.statistic, *numbers, *ends, verdict]))
            label = ""
        where = ", ".join(dict.fromkeys(rest["place"]))
        for said, about, verdict in _more(rest, len(shown) > 0):
            lines.append(_cells([label, said, "", where, about, *[""] * bool(intervals), verdict]))
            label = ""
    reasons: dict[str, list[str]] = {}
    for row, part in outcome.table.groupby("row", sort=False):
        if reason := _reason(part):
            reasons.setdefault(reason, []).append(str(row))
    left_out = [f"- {'; '.join(rows)}: {reason}." for reason, rows in reasons.items()]
    left_out += [
        f"- Not attempted: {', '.join(left['rows'])}: {left['reason']}."
        for left in outcome.study.not_attempted
    ]
    concluded = conclusions(outcome.study, outcome.table)
    return "\n".join(
        [
            f"{counted(outcome.table, outcome.study)}.", "", *lines,
            *(["", "Why not:", "", *left_out] if left_out else []),
            *_listed("What can be said:", [text for can, text in concluded if can]),
            *_listed("What can't be concluded:", [text for can, text in concluded if not can]),
        ]
    )  # fmt: skip


def _listed(title: str, texts: Sequence[str]) -> list[str]:
    return ["", title, "", *[f"- {text}" for text in texts]] if texts else []


def _cells(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def values(outcome: Outcome) -> str:
    """Write every value as CSV, numbers at six decimals."""
    assert outcome.table is not None
    numbers = ["published", "found", "low", "high"]
    kept = outcome.table.drop(columns="difference")
    kept[numbers] = kept[numbers].map(lambda value: "" if value != value else _short(value))
    return str(kept.to_csv(index=False, lineterminator="\n"))


def summary(outcomes: Sequence[Outcome], linked: bool = True) -> str:
    """Write a line a study: what is done again, and how many values have each verdict."""
    heads = ["met from the data", "met by formula alone", *VERDICTS[1:]]
    lines = [_cells(["study", "what is done again", *heads]), _cells(["---", "---", *["---:"] * len(heads)])]
    for outcome in outcomes:
        assert outcome.table is not None
        counts = outcome.table["verdict"].value_counts()
        name = outcome.study.folder.name
        link = f"[{name}]({name}/README.md)" if linked else f"`{name}`"
        alone = _by_formula(outcome.table, outcome.study)
        told = [counts.get("met", 0) - alone, alone, *(counts.get(v, 0) for v in VERDICTS[1:])]
        lines.append(_cells([link, outcome.study.published, *map(str, told)]))
    return "\n".join(lines)


def pages(outcomes: Sequence[Outcome]) -> dict[Path, str]:
    """Return the pages as they should be after a run: each study's README and values, and the overviews.

    Studies that were skipped keep their pages; the overviews are made anew when all studies ran.
    """
    ran = [outcome for outcome in outcomes if outcome.table is not None]
    made: dict[Path, str] = {}
    for outcome in ran:
        path = outcome.study.folder / "README.md"
        made[path] = _put(path.read_text("utf8"), "table", table(outcome))
        made[outcome.study.folder / "verdicts.csv"] = values(outcome)
    if len(ran) == len(list(HERE.glob("*/study.toml"))):
        for path in _PAGES:
            inside = path.parent == HERE
            lines = summary(ran, linked=inside)
            made[path] = _put(path.read_text("utf8"), "summary", lines)
    return made


def _put(page: str, name: str, text: str) -> str:
    begin = _BEGIN.format(name)
    before, found, rest = page.partition(begin)
    if not found or _END not in rest:
        raise ValueError(f"a page has no place for the run's {name}; it goes between {begin} and {_END}")
    return f"{before}{begin}\n\n{text}\n\n{_END}{rest.partition(_END)[2]}"
