"""What came of a run made again, as the terminal shows it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from framing.study.reproduce import BESIDE, GOOD, Verdict

__all__ = ["bad", "said"]

_DEEP = " " * 11
_COLOURS = {**dict.fromkeys(GOOD, "green"), **dict.fromkeys(BESIDE, "yellow")}


def bad(verdicts: Sequence[Verdict]) -> int:
    """Return how many files came out another way."""
    return sum(one.verdict not in (*GOOD, *BESIDE) for one in verdicts)


def _beside(verdicts: Sequence[Verdict], style: Callable[..., str]) -> list[str]:
    """Return those that say nothing together, by why: they are many, and alike."""
    groups: dict[tuple[str, str], list[str]] = {}
    for one in verdicts:
        if one.verdict in BESIDE:
            groups.setdefault((one.verdict, one.note), []).append(one.file)
    lines = []
    for (verdict, note), names in groups.items():
        stems = list(dict.fromkeys(name.rpartition(".")[0] for name in names))
        head = f"{style(f'{verdict:<10}', fg=_COLOURS[verdict])} {len(names)} files: {note}"
        lines += [head, textwrap.fill(", ".join(stems), 100, initial_indent=_DEEP, subsequent_indent=_DEEP)]
    return lines


def said(verdicts: Sequence[Verdict], style: Callable[..., str]) -> str:
    """Return a line a file, and one for all.

    >>> print(said([Verdict("tables/profile.csv", "identical")], lambda text, **how: text))
    identical  tables/profile.csv
    <BLANKLINE>
    1 of 1 came out the same
    """
    lines = [
        f"{style(f'{one.verdict:<10}', fg=_COLOURS.get(one.verdict, 'red'))} {one.file}"
        + (f"  ({one.note})" if one.note else "")
        for one in verdicts
        if one.verdict not in BESIDE
    ]
    lines += _beside(verdicts, style)
    aside = sum(one.verdict in BESIDE for one in verdicts)
    tried = len(verdicts) - aside
    more = f"; {aside} could not be tried without the articles or the file" if aside else ""
    return "\n".join([*lines, "", f"{tried - bad(verdicts)} of {tried} came out the same{more}"])
