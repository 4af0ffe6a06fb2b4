"""The sign-flip test over events: whether a difference keeps its sign from event to event.

Under the null each event's difference could as well have had the other sign; with m events
2**m ways are listed, or drawn with a key where they are too many. Its
least p is 2 / 2**m, so that five events can't reach .05.
"""

from __future__ import annotations

import numpy as np

from framing.comparison.codes import Floats
from framing.comparison.permute import EXACT, Verdict, seeded

__all__ = ["LEAST_EVENTS", "sign_flip"]

#: From this many events the test is made.
LEAST_EVENTS = 6

_TIE = 1e-9


def sign_flip(
    differences: Floats, key: tuple[str, ...], *, seed: int, draws: int, most: int | None = None
) -> Verdict:
    """Test whether weighted differences of events could as well have the other sign.

    Parameters
    ----------
    differences : array
        One an event, in order of the events' names: weight × (a - b).
    key : tuple of str
        The events, for draws.
    seed, draws : int
        For draws, where ways are too many to list.
    most : int, optional
        How many are not too many; `permute.EXACT` by default.

    Returns
    -------
    Verdict
        Two-sided; `p` has one value.
    """
    m = len(differences)
    floor = abs(differences.sum()) - _TIE * np.abs(differences).sum()
    if 2**m <= (EXACT if most is None else most):
        bits = (np.arange(2**m)[:, None] >> np.arange(m)) & 1
        sums = np.where(bits == 1, -differences, differences).sum(axis=1)
        return Verdict(np.array([np.mean(np.abs(sums) >= floor)]), 2.0 / 2**m, 2**m, True)
    signs = 1 - 2 * seeded(seed, ("signs", *key)).integers(0, 2, size=(draws, m), dtype=np.int8)
    count = int((np.abs((signs * differences).sum(axis=1)) >= floor).sum())
    return Verdict(np.array([(count + 1) / (draws + 1)]), max(2.0 / 2.0**m, 1 / (draws + 1)), draws, False)
