"""Files of weights that come with the package, held against the card beside them before anything is read.

What a file holds is the business of whoever asked for it; nothing is opened as numbers here.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from typing import Any

from framing.errors import FramingError

__all__ = ["AGAIN", "card_in", "checked", "file_in"]

#: What helps against a file that is missing or another one.
AGAIN = "install the package again"
_NOT_NAMED = "is not the file that its card names"


def file_in(folder: Traversable, name: str, of: str, *, remedy: str = AGAIN) -> bytes:
    """Return the bytes of a file of a folder.

    Parameters
    ----------
    folder : Traversable
    name : str
    of : str
        What stands before the name where the file is named to people, as ``"stance: "`` or ``"neural/"``.
    remedy : str

    Raises
    ------
    FramingError
        The file is missing or can't be read.
    """
    try:
        return (folder / name).read_bytes()
    except OSError:
        raise FramingError(f"{of}{name} is missing; {remedy}") from None


def card_in(folder: Traversable, name: str, of: str, *, remedy: str = AGAIN) -> dict[str, Any]:
    """Return the card of a folder's weights: see `file_in`."""
    return tomllib.loads(file_in(folder, name, of, remedy=remedy).decode("utf8"))


def checked(
    data: bytes,
    card: Mapping[str, Any],
    name: str,
    of: str,
    *,
    remedy: str = AGAIN,
    fault: str = _NOT_NAMED,
) -> bytes:
    """Return the bytes of a file of weights, once they are those that its card is of.

    Parameters
    ----------
    data : bytes
    card : mapping
        Its `sha256` is the hash of the one file that it is of, or a table: a hash for each file's name.
    name, of, remedy : str
        As in `file_in`.
    fault : str
        What is said of a file that is another one.

    Raises
    ------
    FramingError
        The card names another file, or none of that name.

    Examples
    --------
    >>> checked(b"", {"sha256": hashlib.sha256(b"").hexdigest()}, "a.npz", "part/")
    b''
    >>> checked(b"", {}, "a.npz", "part/")
    Traceback (most recent call last):
        ...
    framing.errors.FramingError: part/a.npz is not the file that its card names; install the package again
    """
    named = card.get("sha256")
    if isinstance(named, Mapping):
        named = named.get(name)
    if hashlib.sha256(data).hexdigest() != named:
        raise FramingError(f"{of}{name} {fault}; {remedy}")
    return data
