"""One request and its answer, within bounds of bytes and seconds, however the answer comes.

A server may send without end, unpack to gigabytes, or send a byte a minute:
what came is counted as it came and as it unpacks, and every wait ends when
the time for the whole is over.
"""

from __future__ import annotations

import http.client
import io
import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from framing.fetching.address import Address, Refused
from framing.fetching.net import Failed, Net, opened

__all__ = ["Answer", "Bounds", "ask"]

_PART = 65536
#: What status line and headers may take beside the body.
_HEAD = 512 * 1024


@dataclass(frozen=True)
class Bounds:
    """What one page may take.

    Attributes
    ----------
    size : int
        Bytes, as sent and as unpacked.
    connect, read, total : float
        Seconds for each step of a connection, for each wait for bytes, and for the whole.
    redirects : int
        Followed at most.
    """

    size: int = 10 * 1024 * 1024
    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    redirects: int = 10


@dataclass(frozen=True)
class Answer:
    """What a server sent.

    Attributes
    ----------
    status : int
    reason : str
    headers : tuple of (str, str)
        As sent, in order; a byte a character.
    body : bytes
        Whole, without the coding it was sent in; empty unless the status is 200.
    """

    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    body: bytes = b""

    def header(self, name: str) -> str:
        """Return the first header of a name, or nothing."""
        return next((value for key, value in self.headers if key.casefold() == name), "").strip()

    @property
    def media(self) -> str:
        """The media type, without its parameters."""
        return self.header("content-type").split(";")[0].strip().casefold()


def ask(
    where: Address,
    net: Net,
    bounds: Bounds,
    agent: str,
    *,
    wanted: Callable[[Answer], None] = lambda answer: None,
    cut: bool = False,
) -> Answer:
    """Ask for one page and return what came.

    Parameters
    ----------
    where : Address
    net : Net
    bounds : Bounds
    agent : str
        How the program calls itself.
    wanted : callable
        Is given the answer before its body is read, and may refuse it.
    cut : bool
        A body that is too long is cut at the bound instead of being refused.

    Raises
    ------
    Refused
        The host is none that is asked, or `wanted` refused the answer.
    Failed
        No whole answer came within the bounds.
    """
    until = net.clock() + bounds.total
    with opened(where, net, bounds.connect, until) as sock:
        try:
            sock.settimeout(bounds.read)
            sock.sendall(_request(where, agent))
            response = http.client.HTTPResponse(
                cast(socket.socket, _Timed(sock, net, bounds, until)), method="GET"
            )
            response.begin()
            answer = Answer(response.status, _plain(response.reason), tuple(response.getheaders()))
            if answer.status != 200:
                return answer
            wanted(answer)
            body = _body(response, answer.header("content-encoding").casefold(), bounds.size, cut)
        except (Failed, Refused):
            raise
        except TimeoutError:
            raise Failed(f"no byte came for {bounds.read:g} s; try again later") from None
        except http.client.IncompleteRead:
            raise Failed("the answer was cut short; try again later") from None
        except (http.client.HTTPException, ValueError) as error:
            raise Failed(f"the answer is no HTTP that can be read ({type(error).__name__})") from None
        except OSError as error:
            said = (error.strerror or str(error)).casefold()
            raise Failed(f"the connection broke ({' '.join(said.split())[:100]}); try again later") from None
    return Answer(answer.status, answer.reason, answer.headers, body)


def _request(where: Address, agent: str) -> bytes:
    lines = (
        f"GET {where.target} HTTP/1.1",
        f"Host: {where.authority}",
        f"User-Agent: {agent}",
        "Accept: text/html,application/xhtml+xml,text/plain;q=0.9,application/xml;q=0.8,*/*;q=0.1",
        "Accept-Encoding: gzip",
        "Connection: close",
    )
    return ("\r\n".join(lines) + "\r\n\r\n").encode("ascii")


class _Timed(io.RawIOBase):
    """What a socket sends, counted, each wait no longer than what is left of the time."""

    def __init__(self, sock: socket.socket, net: Net, bounds: Bounds, until: float) -> None:
        self._sock, self._net, self._bounds, self._until = sock, net, bounds, until
        self._room = bounds.size + _HEAD

    def makefile(self, mode: str) -> io.BufferedReader:
        """Give itself as the file that http.client reads."""
        return io.BufferedReader(self, _PART)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        left = self._until - self._net.clock()
        if left <= 0:
            raise Failed(f"not whole after {self._bounds.total:g} s; try again later")
        self._sock.settimeout(min(self._bounds.read, left))
        try:
            count = self._sock.recv_into(buffer)
        except TimeoutError:
            if left < self._bounds.read:
                raise Failed(f"not whole after {self._bounds.total:g} s; try again later") from None
            raise
        self._room -= count
        if self._room < 0:
            raise _too_long(self._bounds.size)
        return count


def _body(response: http.client.HTTPResponse, coding: str, size: int, cut: bool) -> bytes:
    """Return the body without its coding; only one coding that can be undone within bounds is read."""
    if coding in ("", "identity"):
        unpack = None
    elif coding in ("gzip", "x-gzip"):
        unpack = zlib.decompressobj(31)
    elif coding == "deflate":
        unpack = zlib.decompressobj(15)
    else:
        raise Failed(f"sent in a coding that was not asked for ({_plain(coding)[:40]}); not fetched")
    if not cut and (response.length or 0) > size:
        raise _too_long(size)
    parts: list[bytes] = []
    held = 0
    try:
        while part := response.read(_PART):
            while part:
                done = unpack.decompress(part, _PART) if unpack else part
                part = unpack.unconsumed_tail if unpack else b""
                held += len(done)
                parts.append(done)
                if held > size:
                    if cut:
                        return b"".join(parts)[:size]
                    raise _too_long(size)
    except zlib.error:
        raise Failed("what was packed for the way can't be unpacked; try again later") from None
    if unpack and not unpack.eof and held:
        raise Failed("the answer was cut short; try again later")
    if response.length:
        raise Failed("the answer was cut short; try again later")
    return b"".join(parts)


def _too_long(size: int) -> Failed:
    return Failed(f"longer than {size / 1024**2:,.4g} MB, which no article's page is; save it from a browser")


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).strip()
