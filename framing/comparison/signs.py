"""The sign-flip test over events: whether a difference keeps its sign from event to event.

Under the null each event's difference could as well have had the other sign; with m events
2**m ways are listed, or drawn with a key where they are too many. Its
least p is 2 / 2**m, so that five events can't reach .05.
"""

from __future__ import annotations

import math

import numpy as np

from framing.comparison.chosen import chosen_sums, signs_drawn
from framing.comparison.codes import Floats
from framing.comparison.permute import EXACT, Verdict, seeded

__all__ = ["LEAST_EVENTS", "sign_flip"]

#: From this many events the test is made.
LEAST_EVENTS = 6

_TIE = 1e-9

#: Numbers held at once; changes nothing else.
_HELD = 1 << 20


def sign_flip(
    differences: Floats, key: tuple[str, ...], *, seed: int, draws: int, most: int | None = None
) -> Verdict:
    """Test whether weighted differences of events could as well have the other sign.

    Parameters
    ----------
    differences : array, events or events × comparisons
        In order of the events' names: weight × (a - b). Comparisons in the same events share their draws.
    key : tuple of str
        The events, for draws.
    seed, draws : int
        For draws, where ways are too many to list.
    most : int, optional
        How many are not too many; `permute.EXACT` by default.

    Returns
    -------
    Verdict
        Two-sided; `p` has a value a comparison.
    """
    table = np.ascontiguousarray(differences.reshape(len(differences), -1))
    m, size = table.shape
    floor = np.abs(table.sum(axis=0)) - _TIE * np.abs(table).sum(axis=0)
    count = np.zeros(size, dtype=np.int64)
    if 2**m <= (EXACT if most is None else most):
        step = max(1, _HELD >> (m - 1))
        for begin in range(0, size, step):
            part = slice(begin, begin + step)
            # With all signs turned a sum is as far from 0: half the ways will do.
            sums = table[:1, part]
            for gaps in table[1:, part]:
                sums = np.concatenate([sums + gaps, sums - gaps])
            count[part] = (np.abs(sums) >= floor[part]).sum(axis=0)
        return Verdict(2 * count / 2**m, 2.0 / 2**m, 2**m, True)
    stream = seeded(seed, ("signs", *key))
    total = table.sum(axis=0)
    # Eight draws are whole words, whatever the events: parts of eights are what all at once would be.
    step = max(8, _HELD // max(m, size) // 8 * 8)
    for begin in range(0, draws, step):
        turned = signs_drawn(stream, min(step, draws - begin), m)
        count += (np.abs(total - 2 * chosen_sums(turned, table)) >= floor).sum(axis=0)
    return Verdict((count + 1) / (draws + 1), max(math.ldexp(2.0, -m), 1 / (draws + 1)), draws, False)
