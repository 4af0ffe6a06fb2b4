"""Run the reproductions: what a study published against what this project gets from the same texts.

    python -m reproductions.run                      every study
    python -m reproductions.run van-atteveldt-2021   some

A study is a folder: ``study.toml`` (what, from where, within which tolerance),
``published.csv`` (a line a row of its table, a column a statistic), ``run.py``
with ``reproduce(data, study)``, and a README. Its data stand beside the
project in ``../shared/data``; without them it is skipped.

Exit status 1 if a row that should be met is not.
"""

from __future__ import annotations

import importlib.util
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

__all__ = ["Outcome", "compare", "main", "reproduce", "studies"]

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"


class Outcome(NamedTuple):
    """What came of one study: `table` as `compare` returns it, or why it was skipped."""

    study: Mapping[str, Any]
    table: pd.DataFrame | None
    skipped: str = ""

    @property
    def missed(self) -> list[str]:
        """Rows that should be met and are not."""
        if self.table is None:
            return []
        wrong = self.table[(self.table["verdict"] == "not met") & (self.table["expected"] == "met")]
        return list(dict.fromkeys(wrong["row"]))


def studies() -> list[Path]:
    """Return the folders that hold a study, in order of name."""
    return sorted(path.parent for path in HERE.glob("*/study.toml"))


def reproduce(folder: Path, data: Path = DATA) -> Outcome:
    """Run one study.

    Parameters
    ----------
    folder : Path
        Of the study.
    data : Path
        Folder that holds the study's own folder of data.

    Returns
    -------
    Outcome
    """
    study = tomllib.loads((folder / "study.toml").read_text("utf8"))
    source = data / study["data"]
    absent = [name for name in study["needs"] if not (source / name).is_file()]
    if absent:
        return Outcome(
            study,
            None,
            f"its data are not beside the project ({', '.join(absent)} in ../shared/data/{study['data']})",
        )
    published = pd.read_csv(folder / "published.csv", index_col="row")
    return Outcome(study, compare(study, published, _module(folder).reproduce(source, study)))


def compare(
    study: Mapping[str, Any], published: pd.DataFrame, found: Mapping[str, Mapping[str, float]]
) -> pd.DataFrame:
    """Set what was found beside what was published.

    Parameters
    ----------
    study : mapping
        With `tolerance` and `rows`; a row may name the published row it is held `against` and say that it is
        expected to be "not met", with the `reason`.
    published : DataFrame
        A row a row of the study's table, a column a statistic, missing where it printed none.
    found : mapping
        The same, as computed here.

    Returns
    -------
    DataFrame
        A line a row and statistic: `row`, `statistic`, `published`, `found`, `difference`, `verdict`
        (met, not met), `expected`, `reason`. A row is met when all its statistics are.
    """
    lines: list[dict[str, Any]] = []
    for spec in study["rows"]:
        row = spec["row"]
        printed = published.loc[spec.get("against", row)].dropna()
        differences = {name: abs(found[row][name] - value) for name, value in printed.items()}
        for name, value in printed.items():
            met = differences[name] <= study["tolerance"]
            lines.append(
                {
                    "row": row,
                    "statistic": name,
                    "published": value,
                    "found": found[row][name],
                    "difference": differences[name],
                    "verdict": "met" if met else "not met",
                    "expected": spec.get("expected", "met"),
                    "reason": spec.get("reason", ""),
                }
            )
    return pd.DataFrame(lines)


def report(folder: Path, outcome: Outcome) -> str:
    """Write what came of a study for people to read."""
    study = outcome.study
    head = f"{folder.name}: {study['title']}"
    if outcome.table is None:
        return f"{head}\n  skipped: {outcome.skipped}"
    lines = [head, f"  {study['published']}; met within {study['tolerance']:g}", ""]
    lines.append(f"  {'':52} {'':14} {'published':>11} {'reproduced':>11}")
    for row, part in outcome.table.groupby("row", sort=False):
        lines += _row(str(row), part, study["show"])
    for left in study.get("not_attempted", ()):
        lines.append(f"  not attempted: {', '.join(left['rows'])}: {left['reason']}")
    met, rows = (
        outcome.table.groupby("row", sort=False)["verdict"].agg(lambda v: (v == "met").all()),
        outcome.missed,
    )
    lines.append(
        f"  {int(met.sum())} of {len(met)} rows met"
        + (f"; should be met and are not: {', '.join(rows)}" if rows else "")
    )
    return "\n".join(lines)


def _row(row: str, part: pd.DataFrame, show: Sequence[str]) -> Iterable[str]:
    shown = part[part["statistic"].isin(show) | (part["verdict"] != "met")]
    rest = part.drop(shown.index)
    label = row
    for line in shown.itertuples():
        yield f"  {label:52} {line.statistic:14} {line.published:11.6f} {line.found:11.6f}  {line.verdict}"
        label = ""
    if len(rest):
        yield f"  {label:52} {len(rest)} more, the largest difference {rest['difference'].max():.1g}: met"
    if (part["verdict"] != "met").any() and (reason := part["reason"].iloc[0]):
        yield f"    why: {reason}"


def main(names: Sequence[str] = ()) -> int:
    """Run the studies named, or all; return the exit status."""
    known = {folder.name: folder for folder in studies()}
    for name in names:
        if name not in known:
            print(f"no study {name!r} here; there are: {', '.join(known)}", file=sys.stderr)
            return 1
    status = 0
    for name in names or known:
        outcome = reproduce(known[name])
        print(report(known[name], outcome), end="\n\n")
        status |= bool(outcome.missed)
    return status


def _module(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location(
        f"reproductions.{folder.name.replace('-', '_')}", folder / "run.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
