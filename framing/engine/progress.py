"""How far work is, for who waits: what is done, its rate, the time left; silence where nobody looks."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager


def shows_bar(progress: bool | None) -> bool:
    """Say whether a bar is shown: as asked, else on a terminal and in a notebook."""
    if progress is None:
        return sys.stderr.isatty() or "ipykernel" in sys.modules
    return bool(progress)


@contextmanager
def bar(
    size: int, progress: bool | None, *, unit: str = "B", doing: str = "reading"
) -> Iterator[Callable[[int], object]]:
    """Give a function that is told how many bytes, or other units, more are done.

    Parameters
    ----------
    size : int
        Bytes in all, or whatever `unit` says.
    progress : bool, optional
        As in `load`.
    """
    if not shows_bar(progress):
        yield lambda done: None
        return
    with warnings.catch_warnings():
        # Without ipywidgets a notebook gets the bar of a terminal, which will do.
        warnings.filterwarnings("ignore", "IProgress not found")
        from tqdm.auto import tqdm

    # Shown from the second on in which someone begins to wonder.
    with tqdm(
        total=size, unit=unit, unit_scale=unit == "B", desc=doing, delay=0 if progress else 0.5, leave=False
    ) as shown:
        yield shown.update
