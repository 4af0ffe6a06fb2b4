"""How often a host is asked: never more than one request a second, and less where its rules say so."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["EVERY", "Pace"]

#: Seconds between the starts of two requests to one host, robots.txt among them.
EVERY = 1.0


class Pace:
    """When each host may be asked again.

    Parameters
    ----------
    clock : callable
        Seconds on a clock that is never set back.
    sleep : callable
        Waits for so many seconds.
    """

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock, self._sleep = clock, sleep
        self._last: dict[str, float] = {}
        self._every: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def slow(self, host: str, every: float) -> None:
        """Keep so many seconds between requests to a host, where that is more than the usual."""
        self._every[host] = max(every, self._every.get(host, EVERY))

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds, as it asked."""
        self._held[host] = self._clock() + seconds

    def ready(self, host: str) -> float:
        """Return at what time of the clock a host may be asked next."""
        last = self._last.get(host)
        due = self._clock() if last is None else last + self._every.get(host, EVERY)
        return max(due, self._held.get(host, due))

    def wait(self, host: str) -> None:
        """Wait until a host may be asked, and take it as asked now."""
        while (left := self.ready(host) - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()
