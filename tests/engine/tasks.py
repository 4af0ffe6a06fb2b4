"""Tasks as others write them, small ones and deadly ones, and articles for them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class Counting:
    """Words of each article, and who counted them."""

    least: int = 0

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        words = frame["text"].str.split().map(len).astype(np.int64)
        rows = np.flatnonzero(words >= self.least)
        counted = pd.DataFrame({"row": rows, "outlet": pd.Categorical(frame["outlet"].iloc[rows])})
        counted["words"] = words.iloc[rows].to_numpy()
        return {"words": counted, "who": pd.DataFrame({"process": [os.getpid()]})}


@dataclass(frozen=True)
class Failing:
    """Counts words, but does something else first where it meets an article; `times` in all.

    `marks` is a folder where each of these times is written down.
    """

    article: str
    how: str
    marks: str
    times: int = 1_000

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        folder = Path(self.marks)
        if self.article in set(frame["id"]) and len(list(folder.iterdir())) < self.times:
            (folder / f"{os.getpid()}-{time.monotonic_ns()}").touch()
            fail(self.how)
        return Counting()(frame, beside)


def fail(how: str) -> None:
    """Fail in a way."""
    if how == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "exits":
        os._exit(1)
    elif how == "memory":
        raise MemoryError
    elif how == "fault":
        raise ZeroDivisionError("no words\nat all")
    time.sleep(3600)


def articles(number: int = 60) -> pd.DataFrame:
    """Return articles of four outlets, of lengths that differ."""
    texts = [("Ministers met. " * (1 + n % 7)).strip() for n in range(number)]
    return pd.DataFrame(
        {
            "id": [f"a{n}" for n in range(number)],
            "outlet": [f"o{n % 4}" for n in range(number)],
            "text": texts,
        }
    )


def gone(pid: int) -> bool:
    """Whether a process ends within some seconds."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False
