"""A bound on how long something may take in this very process, where Python can be interrupted.

What runs in a library that doesn't come back can't be ended from here: that
is done in a process of its own, which can (`workers`).
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

__all__ = ["Late", "possible", "within"]

#: What was interrupted and goes on all the same is interrupted again, so many seconds later.
_AGAIN = 1.0
#: So many seconds later it is looked again whether a module has been imported.
_IMPORTED = 0.05
#: A longer bound is none.
_LONGEST = 1e6


class Late(BaseException):
    """It took too long. No `Exception`, so that nothing which catches those takes it for a broken value."""


def possible() -> bool:
    """Say whether what runs here can be interrupted: in the first thread, on systems that have alarms."""
    return hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise `Late` in the block when so many seconds are over; an alarm set by others rings as it would have.

    Parameters
    ----------
    seconds : float
        Infinite for no bound.
    """
    if seconds > _LONGEST or not possible():
        yield
        return
    theirs, interval = signal.getitimer(signal.ITIMER_REAL)
    if 0 < theirs <= seconds:
        # Someone bounds this already, and more tightly.
        yield
        return
    ringing, outer = [True], sys._getframe(2)

    def ring(number: int, frame: FrameType | None) -> None:
        if not ringing:
            return
        # A module that is cut off half way through its import can't be imported again.
        inside = _imports(frame, outer)
        signal.setitimer(signal.ITIMER_REAL, _IMPORTED if inside else _AGAIN)
        if not inside:
            raise Late

    before = signal.signal(signal.SIGALRM, ring)
    begun = time.monotonic()
    try:
        try:
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
        finally:
            ringing.clear()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL if before is None else before)
        if theirs:
            left = max(theirs - (time.monotonic() - begun), 1e-3)
            signal.setitimer(signal.ITIMER_REAL, left, interval)


def _imports(frame: FrameType | None, outer: FrameType) -> bool:
    """Say whether a module is being imported by what began in the outer frame."""
    machinery = sys.modules["_frozen_importlib"].__dict__
    while frame is not None and frame is not outer:
        if frame.f_globals is machinery:
            return True
        frame = frame.f_back
    return False
