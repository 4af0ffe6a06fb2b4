"""Compare how news outlets frame the same event.

What a first study needs is here, ``fr.load`` to ``fr.side_by_side``; the rest stands in rooms, one for each
subject, as ``fr.words.kwic``. Each name is imported when it is first used.
"""

from functools import reduce as _reduce
from sys import modules as _modules
from typing import Any as _Any

import lazy_loader as _lazy

from framing import rooms as _rooms

__version__ = "0.1.0"

_find, _, _known = _lazy.attach_stub(__name__, __file__)
#: Can be had here too, in rooms or of use to few: not among the names that are shown.
_QUIET = (
    "Comparison", "Limits", "Parts", "coverage", "example", "group_events", "kwic", "naming", "over_time",
    "reuse", "voices", "word_shift",
)  # fmt: skip
__all__ = [*sorted({*_known} - {*_QUIET}), "__version__"]


def __getattr__(name: str) -> _Any:
    if name in _rooms.MOVED:
        _rooms.warn_moved(name, _rooms.MOVED[name])
        return _reduce(getattr, _rooms.MOVED[name].split("."), _modules[__name__])
    if name not in _rooms.ROOMS:
        return _find(name)
    globals()[name] = room = _rooms.open_room(name)
    return room


def __dir__() -> list[str]:
    return __all__
