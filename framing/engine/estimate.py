"""How long a run would take, and how much memory: from what it is to read, and rates that were measured.

The rates stand in ``rates.toml``, which ``benchmarks/speed_rates.py`` writes. A step has a share that is
done for each part, and is shared out between those who work, and one that is done once, over what came
of all parts. How quick this machine is beside the one they were measured on shows in a quarter of a
second of work of the same kind.
"""

from __future__ import annotations

import math
import os
import re
import time
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from framing.engine.parts import EACH
from framing.errors import unknown

if TYPE_CHECKING:
    import pandas as pd

    from framing.engine.parts import Parts


#: A run that takes so much of a machine's memory is warned of.
_MUCH = 0.8


class Size(NamedTuple):
    """What is to be read.

    Attributes
    ----------
    articles : int
    bytes : int
        Of text.
    """

    articles: int
    bytes: int

    @classmethod
    def of(cls, articles: pd.DataFrame | Parts) -> Size:
        """Return the size of articles, held or in parts."""
        given: Any = articles
        size = given["text"].str.len().sum() if hasattr(given, "columns") else given.size
        return cls(len(articles), int(size))


class Step(NamedTuple):
    """What one step takes.

    Attributes
    ----------
    shared : float
        Seconds a megabyte of text, done for each part.
    once : float
        Seconds an article, done over what came of all parts.
    begin : float
        Seconds, whatever the size.
    most : float
        Articles up to which it is done unasked.
    """

    shared: float
    once: float
    begin: float
    most: float = math.inf


class Rates(NamedTuple):
    """What was measured on one machine.

    Attributes
    ----------
    steps : mapping of str to Step
    yardstick : float
        Seconds of `yardstick` there.
    base, worker : float
        Bytes of a process that has read nothing; of one that works on parts, beside its part.
    part : float
        Bytes held for each byte of text of the part that is worked on.
    article : float
        Bytes held for each article where results are put together.
    """

    steps: Mapping[str, Step]
    yardstick: float
    base: float
    worker: float
    part: float
    article: float


@dataclass(frozen=True)
class Estimate:
    """About how many seconds, and bytes in all processes together."""

    seconds: float
    memory: float


@cache
def rates() -> Rates:
    """Return the rates that were measured."""
    found: dict[str, Any] = tomllib.loads(
        resources.files(__package__).joinpath("rates.toml").read_text("utf8")
    )
    steps = {name: Step(**step) for name, step in found["steps"].items()}
    return Rates(steps, found["yardstick"], **found["memory"])


def estimate_run(
    size: Size, steps: Collection[str], workers: int = 1, *, slower: float = 1.0, known: Rates | None = None
) -> Estimate:
    """Estimate the time and the memory of a run.

    Parameters
    ----------
    size : Size
    steps : collection of str
        What is done, by the names in ``rates.toml``; of more articles than a step's `most` it isn't.
    workers : int
        How many share the work on parts.
    slower : float
        How many times as long this machine takes as the one measured; see `speed`.
    known : Rates, optional
        Those to go by.

    Raises
    ------
    FramingError
        There is no such step.
    """
    known = known or rates()
    shared = once = 0.0
    for name in steps:
        if name not in known.steps:
            raise unknown("step", name, known.steps)
        step = known.steps[name]
        if size.articles > step.most:
            continue
        shared += step.shared * size.bytes / 1e6
        once += step.begin + step.once * size.articles
    parts = max(1, math.ceil(size.articles / EACH))
    busy = min(workers, parts)
    # Whole parts are shared out: of five, one of two does three.
    share = math.ceil(parts / busy) / parts if busy > 1 else 1.0
    held = known.part * size.bytes / parts
    working = known.worker + held
    memory = known.base + known.article * size.articles + (held if workers == 1 else busy * working)
    return Estimate(slower * (shared * share + once), memory)


def yardstick() -> float:
    """Return the processor seconds of a little work of the kind that is done: text, numbers, tables."""
    import numpy as np
    import pandas as pd

    draw = np.random.default_rng(1)
    words = np.array([f"w{n:x}" for n in range(5_000)])
    text = " ".join(words[np.minimum(draw.zipf(1.3, 60_000), 5_000) - 1].tolist())
    best = math.inf
    for _ in range(3):
        begin = time.process_time()
        pieces = re.findall(r"\w+", text)
        counts = Counter(pieces)
        codes, _ = pd.factorize(np.array(pieces, dtype=object))
        table = pd.DataFrame({"word": codes, "row": np.arange(len(codes)) // 700})
        table.groupby(["row", "word"]).size().sort_values()
        sorted(counts, key=lambda word: (-counts[word], word))
        best = min(best, time.process_time() - begin)
    return best


def speed(known: Rates | None = None) -> float:
    """Return how many times as long this machine takes for the same work as the one measured."""
    return yardstick() / (known or rates()).yardstick


def say_estimate(
    size: Size,
    steps: Collection[str],
    *,
    what: str = "framing compare",
    workers: int | None = None,
    slower: float | None = None,
    known: Rates | None = None,
    memory: int | None = None,
) -> str:
    """Return in words what a run would take here.

    Parameters
    ----------
    size, steps, known
        As in `estimated`.
    what : str
        The command.
    workers : int, optional
        Of the second figure; by default one for each processor.
    slower : float, optional
        As in `estimated`; measured by default.
    memory : int, optional
        Bytes of this machine; asked by default.

    Examples
    --------
    >>> some = Rates({"score": Step(0.1, 0.0, 2.0)}, 1.0, 2e8, 3e8, 10, 1000)
    >>> size, room = Size(20_000, 90_000_000), 8_000_000_000
    >>> say_estimate(size, ["score"], workers=2, slower=1.0, known=some, memory=room)
    'framing compare would take about 11 s and 400 MB here; with --workers 2 about 7 s and 1.2 GB'
    """
    from framing.engine.pool import available, say_time

    count = available() if workers is None else workers
    slower = speed(known) if slower is None else slower
    alone = estimate_run(size, steps, slower=slower, known=known)
    said = f"{what} would take about {say_time(alone.seconds)} and {_bytes(alone.memory)} here"
    if count > 1 and size.articles > EACH:
        more = estimate_run(size, steps, count, slower=slower, known=known)
        said += f"; with --workers {count} about {say_time(more.seconds)} and {_bytes(more.memory)}"
    room = _room() if memory is None else memory
    if room and alone.memory > _MUCH * room:
        said += f"; this machine has {_bytes(room)}: take a larger one, or fewer articles"
    return said


def _bytes(size: float) -> str:
    """Return a size of memory in two digits or so.

    >>> _bytes(4.3e8), _bytes(1.24e9), _bytes(2.4e10)
    ('400 MB', '1.2 GB', '24 GB')
    """
    if size < 9.5e8:
        return f"{max(1, round(size / 1e8)) * 100:.0f} MB"
    return f"{size / 1e9:.1f} GB" if size < 9.95e9 else f"{size / 1e9:.0f} GB"


def _room() -> int:
    """Return the memory of this machine; 0 where it doesn't say."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return 0
