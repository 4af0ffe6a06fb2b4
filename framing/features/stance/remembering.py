"""A judge that is asked for each target once: scores and evidence ask for the same, and so do copies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from framing.features.stance.judges import CLASSES, Card, Judge
from framing.features.stance.judges import judge as judge_of

__all__ = ["Remembering"]

#: Targets remembered at most, some 100 bytes each.
_MOST = 1 << 20


class Remembering:
    """What another judge said, kept.

    Sent to another process it takes along whom to ask and nothing of what was said: of a judge that comes
    with the package only the name.

    Parameters
    ----------
    judge : str or Judge
        Who is asked for what wasn't asked before.
    """

    def __init__(self, judge: str | Judge) -> None:
        self.__setstate__({"judge": judge})

    def __getstate__(self) -> dict[str, str | Judge]:
        return {"judge": self._given}

    def __setstate__(self, state: dict[str, str | Judge]) -> None:
        self._given = state["judge"]
        self.judge = judge_of(self._given)
        self.card: Card = self.judge.card
        self.batch = int(getattr(self.judge, "batch", 1024))
        self._known: dict[bytes, np.ndarray] = {}

    def probabilities(self, texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> np.ndarray:
        """Return a row for each target, a column for each class."""
        if len(self._known) + len(texts) > _MOST:
            self._known.clear()
        keys = [_key(*place) for place in zip(texts, starts, ends, strict=True)]
        new = {key: at for at, key in enumerate(keys) if key not in self._known}
        if new:
            at = sorted(new.values())
            found = self.judge.probabilities(
                [texts[k] for k in at], [starts[k] for k in at], [ends[k] for k in at]
            )
            self._known |= {keys[k]: row for k, row in zip(at, found, strict=True)}
        return np.array([self._known[key] for key in keys]).reshape(len(keys), len(CLASSES))


def _key(text: str, start: int, end: int) -> bytes:
    said = f"{start} {end} {text}".encode("utf8", "surrogatepass")
    return hashlib.blake2b(said, digest_size=16).digest()
