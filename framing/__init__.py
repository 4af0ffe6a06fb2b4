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
    "Comparison", "coverage", "group_events", "kwic", "naming", "reuse", "voices", "word_shift",
)  # fmt: skip
__all__ = [*sorted({*_known} - {*_QUIET}), "__version__"]

for _name in _rooms.ROOMS:
    # A room is a module too: from framing.words import kwic.
    globals()[_name] = _modules[f"{__name__}.{_name}"] = _rooms.open_room(_name)


def __getattr__(name: str) -> _Any:
    if name in _rooms.MOVED:
        _rooms.warn_moved(name, _rooms.MOVED[name])
        return _reduce(getattr, _rooms.MOVED[name].split("."), _modules[__name__])
    for room in () if name in _known else _rooms.ROOMS:
        if name in dir(globals()[room]):
            raise AttributeError(f"fr has no {name!r}; it is fr.{room}.{name}")
    return _find(name)


def __dir__() -> list[str]:
    return __all__
