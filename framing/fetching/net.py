"""The way to a host: one look-up, every number checked, and a connection to a checked number itself.

Nothing between the check and the connection asks for the name again, so that
a name that stands for another machine the next time gains nothing. Proxies of
the environment are not used; certificates are always checked.
"""

from __future__ import annotations

import datetime as dt
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from framing.fetching.address import Address, Refused, private

__all__ = ["Failed", "Net", "opened"]


class Failed(OSError):
    """A page that could not be had, and why; the message is one line that says what to do."""


def _looked_up(host: str, port: int, seconds: float) -> list[str]:
    """Return the numbers that a name stands for; who answers may take a limited time."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, UnicodeError) as error:
            answers.put(error)

    # The system's look-up has no limit of its own; a thread can be left behind.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise Failed(f"the look-up of {host} took more than {seconds:g} s; try again later") from None
    if isinstance(answer, (OSError, UnicodeError)):
        said = getattr(answer, "strerror", None) or answer
        raise Failed(f"{host} is not known ({said}); check the address and the connection")
    return answer


def _connected(number: str, port: int, seconds: float) -> socket.socket:
    """Connect to a number, and to nothing else."""
    family = socket.AF_INET6 if ":" in number else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((number, port))
        reached = sock.getpeername()[0]
        if private(reached):
            raise Refused(f"{reached} answered, which is set aside for {private(reached)}")
    except BaseException:
        sock.close()
        raise
    return sock


@cache
def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


@dataclass(frozen=True)
class Net:
    """How the network is reached, and the clocks.

    Only tests put other functions here, in order to lead names to a server of
    their own; no setting, option or variable of the environment does.

    Attributes
    ----------
    look_up : callable
        Host, port and seconds to the numbers it stands for.
    connect : callable
        Number, port and seconds to a connected socket.
    trust : callable
        Gives the certificates that are believed.
    clock, sleep : callable
        Seconds that only grow, and the wait for some.
    now : callable
        The time of day, with its zone.
    """

    look_up: Callable[[str, int, float], Sequence[str]] = _looked_up
    connect: Callable[[str, int, float], socket.socket] = _connected
    trust: Callable[[], ssl.SSLContext] = _trust
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)


def opened(where: Address, net: Net, seconds: float, until: float) -> socket.socket:
    """Return a connection to a host, over TLS where its scheme says so.

    Parameters
    ----------
    where : Address
    net : Net
    seconds : float
        For each step: look-up, connection, handshake.
    until : float
        When all must be done, on the net's clock.

    Raises
    ------
    Refused
        One of the numbers that the name stands for is not on the open web.
    Failed
        No number answers, or its certificate is not the host's.
    """
    numbers = list(dict.fromkeys(net.look_up(where.host, where.port, _left(net, seconds, until))))
    for number in numbers:
        what = private(number)
        if what:
            raise Refused(
                f"{where.host} stands for {number}, set aside for {what}; only the open web is asked"
            )
    last: OSError | None = None
    for number in numbers[:4]:
        try:
            sock = net.connect(number, where.port, _left(net, seconds, until))
        except Failed:
            raise
        except OSError as error:
            last = error
            continue
        return sock if where.scheme == "http" else _secured(sock, where, net, _left(net, seconds, until))
    raise Failed(f"{where.host} doesn't answer ({_said(last) if last else 'no number'}); try again later")


def _left(net: Net, seconds: float, until: float) -> float:
    left = min(seconds, until - net.clock())
    if left <= 0:
        raise Failed("took too long in all; try again later")
    return left


def _secured(sock: socket.socket, where: Address, net: Net, seconds: float) -> socket.socket:
    try:
        sock.settimeout(seconds)
        return net.trust().wrap_socket(sock, server_hostname=where.host)
    except ssl.SSLCertVerificationError as error:
        sock.close()
        said = " ".join(str(error.verify_message).split())
        raise Failed(f"the certificate of {where.host} is not to be trusted ({said}); not fetched") from None
    except (OSError, ValueError) as error:
        sock.close()
        raise Failed(f"{where.host} can't be spoken to over TLS ({_said(error)}); try again later") from None
    except BaseException:
        sock.close()
        raise


def _said(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:100].casefold()
