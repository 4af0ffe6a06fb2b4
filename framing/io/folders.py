"""One output in the place of another: in one step where the system can, and by one run at a time."""

from __future__ import annotations

import ctypes
import errno
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from framing.errors import FramingError


def swap(aside: Path, target: Path) -> None:
    """Put one folder or file in the place of another, and remove the other.

    Where the system can exchange two names in one step (Linux, macOS) there is no
    moment at which `target` is neither the old nor the new one; elsewhere that moment
    is mended by the next run (`recover`).
    """
    if not target.exists():
        os.rename(aside, target)
        return
    if _exchanged(aside, target):
        _remove(aside)
        return
    old = aside.with_name(f".{target.name}.{os.getpid()}.old")
    os.rename(target, old)
    try:
        os.rename(aside, target)
    except BaseException:
        with suppress(OSError):
            os.rename(old, target)
        raise
    _remove(old)


def recover(target: Path, home: Path) -> None:
    """Clear up in a folder behind runs to a target that were cut off; who calls has it alone."""
    # Names with a process in them: what a user called so himself is not ours.
    ours = re.compile(rf"\.{re.escape(target.name)}\.\d+\.(old|partial)(?:\..*)?")
    for path in sorted(home.iterdir()):
        if found := ours.fullmatch(path.name):
            if found[1] == "old" and not target.exists():
                os.rename(path, target)
            else:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def alone(target: Path, given: str, home: Path) -> Iterator[None]:
    """Have a target to oneself; the lock is the process's, and gone with it however it ends.

    Parameters
    ----------
    target : pathlib.Path
    given : str
        How the user called it.
    home : pathlib.Path
        Where the lock stands, and what is on its way to the target.

    Raises
    ------
    FramingError
        Another run writes to it.
    """
    path = home / f".{target.name}.lock"
    with path.open("a+b") as file:
        if not _locked(file):
            raise FramingError(
                f"{given}: another run is writing to it; wait until that is done, or name another folder"
            )
        try:
            recover(target, home)
            yield
        finally:
            # Removed while it is still ours: whoever opened it meanwhile finds that it is no longer the lock.
            with suppress(OSError):
                path.unlink()


def _locked(file: IO[bytes]) -> bool:
    """Lock a file, and say whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        locking: Any = msvcrt
        try:
            locking.locking(file.fileno(), locking.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some file systems know no locks: better to go on than to refuse all work there.
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    try:
        return os.fstat(file.fileno()).st_ino == os.stat(file.name).st_ino
    except FileNotFoundError:
        return False


# <linux/fs.h>: RENAME_EXCHANGE; <sys/stdio.h> of macOS: RENAME_SWAP.
_EXCHANGE = 2
_AT_FDCWD = -100


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system can't, and nothing was done."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        names = ctypes.c_char_p(os.fsencode(one)), ctypes.c_char_p(os.fsencode(other))
        if sys.platform == "linux":
            return int(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)) == 0
        return sys.platform == "darwin" and int(library.renamex_np(*names, _EXCHANGE)) == 0
    except (OSError, AttributeError, TypeError):
        return False
