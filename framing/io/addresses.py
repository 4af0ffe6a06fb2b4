"""The one door for addresses: which there may be, and where; everything else is a path or is refused.

An address opens connections, and those of fsspec's file systems that are chained, or described by a file,
run what that file says. So an address is one of a few plain kinds, holds no other address and no options, is
looked at before any library sees it, and is never taken from a file: only a person types one.
"""

from __future__ import annotations

import os
import re

from framing.errors import FramingError, brief

#: Where a store may lie beside the folders of this machine; `memory` is that of this very process.
SCHEMES = ("s3", "gs", "abfs", "az", "hdfs", "memory")

_PLAIN = re.compile(rf"(?:{'|'.join(SCHEMES)})://(?P<rest>[^\s/][^\x00-\x1f\x7f\\<>|^`{{}}?#*\[\]]*)")
_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?")


def is_address(where: object) -> bool:
    """Say whether a place is an address, as s3://bucket/folder or memory://folder, and no path.

    >>> is_address("memory://store"), is_address("store/"), is_address("C:/store")
    (True, False, False)
    """
    return isinstance(where, (str, os.PathLike)) and "://" in str(os.fspath(where))


def check_address(where: str) -> str:
    """Return an address if it may be opened.

    Raises
    ------
    FramingError
        Its kind is not one of `SCHEMES`, or it holds another address, options, patterns or ``..``.

    Examples
    --------
    >>> check_address("s3://bucket/store")
    's3://bucket/store'
    >>> check_address("ftp://host/store")
    Traceback (most recent call last):
    framing.errors.FramingError: 'ftp://host/store' may not be opened: an address is s3://, gs://, abfs://, \
az://, hdfs:// or memory:// and a plain name
    """
    found = _PLAIN.fullmatch(where)
    rest = found["rest"] if found else ""
    if not found or "::" in rest or "://" in rest or ".." in rest.split("/"):
        *most, last = (f"{scheme}://" for scheme in SCHEMES)
        raise FramingError(
            f"{brief(where)} may not be opened: an address is {', '.join(most)} or {last} and a plain name"
        )
    return where


def check_local(where: object, *, named: str = "", remedy: str = "name a file or folder") -> None:
    """Refuse an address where only a path of this machine will do.

    Parameters
    ----------
    where : path or str
    named : str, optional
        What names it (a file, a key, an argument), put in front.
    remedy : str, optional
        What to do instead.
    """
    if is_address(where):
        front = f"{named}: " if named else ""
        raise FramingError(f"{front}{brief(where)} is an address, which is not opened here; {remedy}")


def check_scheduler(address: object) -> str:
    """Return the address of a scheduler of dask, or "local".

    Raises
    ------
    FramingError
        It is neither tcp:// nor tls:// with a host.

    Examples
    --------
    >>> check_scheduler("tcp://head:8786")
    'tcp://head:8786'
    >>> check_scheduler("inproc://x")
    Traceback (most recent call last):
    framing.errors.FramingError: dask: 'inproc://x' is neither 'local' nor the address of a scheduler, as \
tcp://host:8786 or tls://host:8786
    """
    if isinstance(address, str) and (address == "local" or _SCHEDULER.fullmatch(address)):
        return address
    raise FramingError(
        f"dask: {brief(address)} is neither 'local' nor the address of a scheduler, as tcp://host:8786 or "
        "tls://host:8786"
    )
