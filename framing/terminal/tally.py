"""What became of everything that was found, counted as it comes: what a terminal shows of an audit."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from framing.corpus.audit import LOST, Counts
from framing.terminal.glance import flow

__all__ = ["Tally"]

#: Guesses of one kind that are told before only their number is.
_TOLD = 4
#: Different guesses of one kind that are told apart; of more, that there are more.
_APART = 100_000
#: Files that were not read and are named one by one; of more, the number is said.
_LISTED = 10


class _Key(NamedTuple):
    kind: str
    rule: str


class Tally:
    """Articles and decisions of one load, which may come in pieces.

    Attributes
    ----------
    kept : int
        Articles.
    lost : list of str
        The first of what was skipped or failed, a line each.
    """

    def __init__(self) -> None:
        self.kept = 0
        self.lost: list[str] = []
        self._lines: Counter[_Key] = Counter()
        self._told: dict[str, dict[str, None]] = {}

    def add(self, articles: pd.DataFrame, decisions: pd.DataFrame) -> None:
        """Count a piece."""
        self.kept += len(articles)
        for (kind, rule), part in decisions.groupby(["kind", "rule"], sort=True):
            self._lines[_Key(str(kind), str(rule))] += len(part)
            if kind == "guessed":
                told = self._told.setdefault(str(rule), {})
                for detail in part["detail"] if len(told) < _APART else ():
                    told.setdefault(str(detail))
        missed = decisions[decisions["kind"].isin(LOST[1:])].head(_LISTED - len(self.lost))
        self.lost += [
            f"{source}: {detail}" for source, detail in zip(missed["source"], missed["detail"], strict=True)
        ]

    @property
    def counts(self) -> Counts:
        """The flow of records: found = kept + duplicate + skipped + failed."""
        lost = [sum(n for key, n in self._lines.items() if key.kind == kind) for kind in LOST]
        return Counts(self.kept + sum(lost), self.kept, *lost)

    def text(self) -> str:
        """Return the flow, and how often each rule was used."""
        lines = [flow(self.counts)]
        for key in sorted(self._lines):
            said = key.rule.replace("_", " ")
            if key.kind != "guessed":
                lines.append(f"{key.kind}: {said} ({self._lines[key]})")
                continue
            # A guess may be wrong, so each is told; of many alike, the first ones.
            told = list(self._told[key.rule])
            lines += [f"guessed {said}: {detail}" for detail in told[:_TOLD]]
            many = "more than " * (len(told) >= _APART)
            lines += [f"guessed {said}: {many}{len(told) - _TOLD} more" for _ in told[_TOLD : _TOLD + 1]]
        return "\n".join(lines)
