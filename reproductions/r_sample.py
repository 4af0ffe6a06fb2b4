"""Random orders as R draws them, so that a study that set a seed in R can be done again to the last article.

Only what ``set.seed(n)`` and ``sample(x)`` do in R 3.6.0 and newer: the Mersenne Twister (Matsumoto and
Nishimura 1998) as R seeds it, and a number below n by rejection of bits, as R's documentation of `Random`
describes them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

__all__ = ["order"]

_BITS_32 = 0xFFFFFFFF
#: The multiplier by which R makes the twister's 624 numbers from a seed, and how often it turns it before.
_MULTIPLIER, _TURNS, _STATE = 69069, 50, 624
#: What a 32-bit number is multiplied by to lie between 0 and 1.
_SCALE = 2.3283064365386963e-10
#: So many bits a number from the twister gives where whole numbers are drawn.
_EACH = 16


def order(n: int, seed: int) -> list[int]:
    """Return 0 to n - 1 in the order of ``set.seed(seed); sample(n)``.

    Parameters
    ----------
    n, seed : int
        `n` of at least 1.

    Returns
    -------
    list of int

    Examples
    --------
    R gives 9 4 7 1 2 5 3 10 6 8 for ``set.seed(1); sample(10)``.

    >>> [place + 1 for place in order(10, 1)]
    [9, 4, 7, 1, 2, 5, 3, 10, 6, 8]
    """
    numbers = _uniform(seed)
    left, drawn = list(range(n)), []
    while left:
        place = _below(len(left), numbers)
        drawn.append(left[place])
        # The last one takes the place of the one drawn.
        left[place] = left[-1]
        left.pop()
    return drawn


def _uniform(seed: int) -> Iterator[float]:
    for _ in range(_TURNS + 1):
        seed = (_MULTIPLIER * seed + 1) & _BITS_32
    key = []
    for _ in range(_STATE):
        seed = (_MULTIPLIER * seed + 1) & _BITS_32
        key.append(seed)
    twister = np.random.MT19937()
    twister.state = {"bit_generator": "MT19937", "state": {"key": np.array(key, np.uint64), "pos": _STATE}}
    while True:
        yield int(twister.random_raw()) * _SCALE


def _below(n: int, numbers: Iterator[float]) -> int:
    bits = (n - 1).bit_length()
    while True:
        value = 0
        for _ in range(0, bits + 1, _EACH):
            value = (value << _EACH) + int(next(numbers) * (1 << _EACH))
        value &= (1 << bits) - 1
        if value < n:
            return value
