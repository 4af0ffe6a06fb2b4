"""Small files of settings that lie among coverage, which may be strangers': read within a bound, or not."""

from __future__ import annotations

import os
import stat
from pathlib import Path

__all__ = ["MOST", "NotOurs", "read"]

#: No settings are longer, in bytes.
MOST = 1024**2


class NotOurs(OSError):
    """It is a link, a pipe, a device, or longer than settings are; says which."""


def read(file: Path, most: int = MOST) -> bytes:
    """Return the bytes of a file that is one: a link may lead anywhere, and a pipe never ends.

    Raises
    ------
    NotOurs
        It is none, or is longer than `most`.
    OSError
        It can't be read.
    """
    if file.is_symlink():
        raise NotOurs("a link, which is not followed: put the file itself there")
    # Without waiting: to open a pipe would wait for whoever writes into it.
    handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise NotOurs("a pipe or a device, and no file")
        data = stream.read(most + 1)
    if len(data) > most:
        raise NotOurs(f"longer than {most // 1024:,} KB, which no settings are")
    return data
