"""One test over many cases, where `parametrize` makes a test of each: all that fail are named at once.

Thousands of cases of a millisecond take most of their time in being collected, set up and reported.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import numpy as np
import pytest

from framing.features.stance.judges import Card

Test = Callable[..., None]


def for_each(
    names: str | Collection[str],
    cases: Iterable[Any],
    ids: Collection[str] | Callable[[Any], str] | None = None,
) -> Callable[[Test], Test]:
    """Run a test for every case, given as ``pytest.mark.parametrize`` takes them, and list all that fail.

    Fixtures are shared by the cases of a test, so it is not for tests that write into `tmp_path`.
    """
    keys = [key.strip() for key in names.split(",")] if isinstance(names, str) else list(names)
    rows = [dict(zip(keys, [case] if len(keys) == 1 else case, strict=True)) for case in cases]
    if ids is None or callable(ids):
        show = ids or (lambda value: f"{value!r:.200}")
        labels = [", ".join(f"{key}={show(value)}" for key, value in row.items()) for row in rows]
    else:
        labels = list(ids)
    assert rows, "no cases"

    def over_cases(test: Test) -> Test:
        @functools.wraps(test)
        def run(*args: Any, **fixtures: Any) -> None:
            failed = []
            for label, row in zip(labels, rows, strict=True):
                try:
                    test(*args, **fixtures, **row)
                except (Exception, pytest.fail.Exception) as error:
                    failed.append((label, error))
            if failed:
                said = "\n".join(f"{label}: {type(error).__name__}: {error}" for label, error in failed)
                raise AssertionError(f"{len(failed)} of {len(rows)} cases fail\n{said}") from failed[0][1]

        signature = inspect.signature(test)
        left = [p for name, p in signature.parameters.items() if name not in keys]
        run.__signature__ = signature.replace(parameters=left)  # type: ignore[attr-defined]
        return run

    return over_cases


class ByWord:
    """Negative by "bad", positive by "good" or "praised" in the text, else neutral; keeps what it read."""

    card = Card("by word")

    def __init__(self) -> None:
        self.read: list[tuple[str, str]] = []

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        self.read.extend((text, text[s:e]) for text, s, e in zip(texts, starts, ends, strict=True))
        chance = np.full((len(texts), 3), 0.1)
        for row, text in enumerate(texts):
            chance[row, 0 if "bad" in text else 2 if "good" in text or "praised" in text else 1] = 0.8
        return chance
