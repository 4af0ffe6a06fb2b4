"""What became of everything that was found, counted as it comes: what a terminal shows of an audit."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

import pandas as pd

from framing.corpus.audit import LOST, Counts
from framing.terminal.glance import flow
from framing.terminal.running import optioned
from framing.views.text import for_terminal

#: Lines of one kind that are told before only their number is, and places that each names.
_TOLD, _PLACES = 4, 3
#: Different lines of one kind that are told apart; of more, that there are more.
_APART = 100_000
#: Kinds of which each line is told: a guess may be wrong, and what was checked is what a user should know.
_SPOKEN = ("guessed", "checked")
#: Files that were not read and are named one by one; of more, the number is said.
_LISTED = 10


class _Key(NamedTuple):
    kind: str
    rule: str


class _Places:
    """Where one thing was told of: the first places, and how many there are."""

    def __init__(self) -> None:
        self.first: list[str] = []
        self.number = 0

    def __str__(self) -> str:
        more = self.number - len(self.first)
        return ", ".join(self.first) + (f" and {more:,} more" if more else "")


class Tally:
    """Articles and decisions of one load, which may come in pieces.

    Attributes
    ----------
    kept : int
        Articles.
    lost : list of (str, str)
        The first of what was skipped or failed: where, and why.
    """

    def __init__(self) -> None:
        self.kept = 0
        self.lost: list[tuple[str, str]] = []
        self._lines: Counter[_Key] = Counter()
        self._told: dict[_Key, dict[str, _Places]] = {}

    def add(self, articles: pd.DataFrame, decisions: pd.DataFrame) -> None:
        """Count a piece."""
        self.kept += len(articles)
        for (kind, rule), part in decisions.groupby(["kind", "rule"], sort=True):
            self._lines[_Key(str(kind), str(rule))] += len(part)
            if kind in _SPOKEN:
                self._tell(_Key(str(kind), str(rule)), part)
        missed = decisions[decisions["kind"].isin(LOST[1:])].head(_LISTED - len(self.lost))
        self.lost += zip(missed["source"], missed["detail"], strict=True)

    def _tell(self, key: _Key, part: pd.DataFrame) -> None:
        told = self._told.setdefault(key, {})
        for source, detail in zip(part["source"], part["detail"], strict=True):
            if len(told) >= _APART and str(detail) not in told:
                continue
            places = told.setdefault(str(detail), _Places())
            places.number += 1
            if len(places.first) < _PLACES:
                places.first.append(str(source))

    @property
    def counts(self) -> Counts:
        """The flow of records: found = kept + duplicate + skipped + failed."""
        lost = [sum(n for key, n in self._lines.items() if key.kind == kind) for kind in LOST]
        return Counts(self.kept + sum(lost), self.kept, *lost)

    def text(self) -> str:
        """Return the flow, and how often each rule was used; of guesses and checks, what was found where."""
        lines = [flow(self.counts)]
        for key in sorted(self._lines):
            said = key.rule.replace("_", " ")
            if key.kind not in _SPOKEN:
                lines.append(f"{key.kind}: {said} ({self._lines[key]})")
                continue
            told = list(self._told[key].items())
            lines += [f"{key.kind} {said}: {optioned(detail)} ({places})" for detail, places in told[:_TOLD]]
            many = "more than " * (len(told) >= _APART)
            lines += [f"{key.kind} {said}: {many}{len(told) - _TOLD} more" for _ in told[_TOLD : _TOLD + 1]]
        return for_terminal("\n".join(" ".join(line.split()) for line in lines))
