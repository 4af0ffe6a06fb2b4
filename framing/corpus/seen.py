"""What was seen before, and where: millions of keys in a few bytes each.

A dictionary of three million hashes takes more than a gigabyte. Here the
newest keys stand in a dictionary, and older ones in sorted arrays that are
merged as they grow, as in a log-structured index: 24 bytes a key.
"""

from __future__ import annotations

import hashlib

import numpy as np

__all__ = ["Places", "Seen", "key_of"]

#: So many of the newest keys stand in a dictionary.
_NEW = 50_000


def key_of(*parts: bytes | str) -> bytes:
    """Return 16 bytes that stand for some parts; that two differ and share them won't happen by chance."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.digest()


class Seen:
    """The first place of each key.

    Examples
    --------
    >>> seen = Seen(new=2)
    >>> [seen.first(key_of(word), place) for place, word in enumerate("abacbd")]
    [0, 1, 0, 3, 1, 5]
    """

    def __init__(self, *, new: int = _NEW) -> None:
        self._most = new
        self._new: dict[bytes, int] = {}
        #: Older keys: high and low half of each, in order, and its place; the longest run first.
        self._runs: list[tuple[np.ndarray, np.ndarray, np.ndarray]] = []

    def first(self, key: bytes, place: int) -> int:
        """Return where a key was seen first; it is remembered at this place if it never was."""
        before = self.before(key, place)
        return place if before is None else before

    def before(self, key: bytes, place: int) -> int | None:
        """Return where a key was seen before, or None if it never was; then it is remembered at this place.

        What two records of one place share was seen before too: a broken file may number two alike.
        """
        known = self.known(key)
        if known is not None:
            return known
        self._new[key] = place
        if len(self._new) >= self._most:
            self._settle()
        return None

    def known(self, key: bytes) -> int | None:
        """Return where a key was seen first, or None if it never was; nothing is remembered."""
        known = self._new.get(key)
        return self._older(key) if known is None and self._runs else known

    def _older(self, key: bytes) -> int | None:
        high, low = _halves(key)
        for highs, lows, places in self._runs:
            at = int(np.searchsorted(highs, high))
            while at < len(highs) and highs[at] == high:
                if lows[at] == low:
                    return int(places[at])
                at += 1
        return None

    def _settle(self) -> None:
        """Make a run of the newest keys, and one run of any that are about as long as it."""
        halves = np.frombuffer(b"".join(self._new), dtype=">u8").reshape(-1, 2)
        run = (halves[:, 0].astype(np.uint64), halves[:, 1].astype(np.uint64))
        places = np.fromiter(self._new.values(), np.int64, len(self._new))
        self._new = {}
        merged = _sorted(*run, places)
        while self._runs and len(self._runs[-1][0]) <= 2 * len(merged[0]):
            merged = _sorted(*(np.concatenate(pair) for pair in zip(self._runs.pop(), merged, strict=True)))
        self._runs.append(merged)


def _halves(key: bytes) -> tuple[np.uint64, np.uint64]:
    return np.uint64(int.from_bytes(key[:8], "big")), np.uint64(int.from_bytes(key[8:], "big"))


def _sorted(
    highs: np.ndarray, lows: np.ndarray, places: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    order = np.argsort(highs, kind="stable")
    return highs[order], lows[order], places[order]


class Places:
    """Names of places as numbers: the file once, the record's number beside it.

    Examples
    --------
    >>> places = Places()
    >>> places.name(places.number("a.jsonl:12")), places.name(places.number("page.html"))
    ('a.jsonl:12', 'page.html')
    """

    _BITS = 36

    def __init__(self) -> None:
        self._files: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, place: str) -> int:
        """Return the number of a place."""
        file, colon, last = place.rpartition(":")
        if not (colon and last.isascii() and last.isdigit() and last[0] != "0" and len(last) < 11):
            file, last = place, "0"
        known = self._numbers.get(file)
        if known is None:
            known = self._numbers[file] = len(self._files)
            self._files.append(file)
        return known << self._BITS | int(last)

    def name(self, number: int) -> str:
        """Return the name of a place, as it was given."""
        file, last = self._files[number >> self._BITS], number & ((1 << self._BITS) - 1)
        return f"{file}:{last}" if last else file
