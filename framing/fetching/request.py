"""Ask for one page: how its address must be written, what numbers it may stand for, and one bounded answer.

A page on the web can name any address, also one inside the network that the
command runs in. So a URL is taken only in its plain form, which no two
programs read in two ways, and every number that a name stands for must be one
that anybody on the internet reaches.
"""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import queue
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.response import HTTPResponse

_PORTS = {"http": 80, "https": 443}
_LONGEST = 4000
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_LAST = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}", re.ASCII)
#: Names that stand for something near by, whatever a look-up says (RFC 6761, RFC 6762, RFC 7686, RFC 8375).
_NEAR = ("localhost", "localdomain", "local", "internal", "intranet", "lan", "home", "corp", "private",
         "home.arpa", "in-addr.arpa", "ip6.arpa", "onion", "invalid")  # fmt: skip

#: What the standard library takes for everybody's, or did in earlier versions, though no site stands there:
#: a cloud's own service, protocols, relays, tunnels, documentation.
_CLOSED = [
    ipaddress.ip_network(block)
    for block in ("168.63.129.16/32", "192.0.0.0/24", "192.88.99.0/24", "2001::/23", "2002::/16",
                  "2620:4f:8000::/48", "3fff::/20")
]  # fmt: skip
#: Where addresses of single machines that anybody reaches are given out (RFC 4291).
_GLOBAL = ipaddress.IPv6Network("2000::/3")
#: An IPv4 address as networks that have only IPv6 write it (RFC 6052).
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class Refused(ValueError):
    """An address that is not asked, and why; the message is one line."""


@dataclass(frozen=True)
class Address:
    """Where a page is.

    Attributes
    ----------
    scheme : str
        http or https.
    host : str
        In small letters; a number of version 6 without its brackets.
    port : int
        80 or 443.
    target : str
        Path and query as they are sent.
    """

    scheme: str
    host: str
    port: int
    target: str

    @property
    def authority(self) -> str:
        """Host as it stands in a URL and in a request, with its port where that is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def site(self) -> str:
        """Where the rules for robots of this page stand: scheme, host and port."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole address, without what stands behind #."""
        return f"{self.site}{self.target}"


def parse_address(url: str) -> Address:
    """Return where a URL leads, if it is written plainly.

    Raises
    ------
    Refused
        Another scheme than http and https; another port than 80 and 443; a user's name
        in it; a host that is no full name or no plain number; characters that no URL has.

    Examples
    --------
    >>> parse_address("HTTPS://Courier.Example/a b?q=1#top").url
    'https://courier.example/a%20b?q=1'
    >>> parse_address("http://0x7f.1/")
    Traceback (most recent call last):
    framing.fetching.request.Refused: the host '0x7f.1' is no full name; give it as www.example.org
    """
    url = url.strip(" ")
    if len(url) > _LONGEST:
        raise Refused(f"longer than {_LONGEST:,} characters, which no page's address is")
    if not url.replace(" ", "").isprintable() or "\\" in url or any(mark in url for mark in '<>"`'):
        raise Refused("holds a character that no address has; copy it again from the browser")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused(f"is no address ({_brief(error)}); copy it again from the browser") from None
    if parts.scheme not in _PORTS:
        said = f"{parts.scheme[:20]}: is not fetched" if parts.scheme else "no scheme"
        raise Refused(f"{said}; only http and https are, as https://www.example.org/page")
    if "@" in parts.netloc:
        raise Refused("holds a user's name or password; leave out all up to the @")
    port = _PORTS[parts.scheme] if port is None else port
    if port not in _PORTS.values() or re.search(r":0\d", parts.netloc.rsplit("]", 1)[-1]):
        raise Refused(f"port {port} is not asked; only 80 and 443 are")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~[]|^{}")
    query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~?[]|^{}' + chr(39))}" if parts.query else ""
    return Address(parts.scheme, _host(parts.netloc, parts.hostname or ""), port, path + query)


def join_location(base: Address, location: str) -> str:
    """Return the URL that a redirect names, which may be relative to where it was met.

    Parameters
    ----------
    base : Address
    location : str
        The header as read, a byte a character.
    """
    try:
        location = location.encode("latin-1").decode("utf-8")
    except UnicodeError:
        location = quote(location, safe="/%:@!$&'()*+,;=~?#[]", encoding="latin-1", errors="replace")
    try:
        return urljoin(base.url, location.strip(" \t"))
    except ValueError as error:
        raise Refused(f"redirects to what is no address ({_brief(error)})") from None


def find_reservation(number: str) -> str | None:
    """Return what a number on the network is set aside for, or None where anybody on the internet reaches it.

    Addresses of version 6 that hold one of version 4 are what the inner one is where networks
    really write it so (NAT64), and refused where only tunnels do.

    Examples
    --------
    >>> find_reservation("169.254.169.254"), find_reservation("::ffff:10.0.0.1"), find_reservation("8.8.8.8")
    ('the link this machine is on', 'local use', None)
    """
    try:
        ip = ipaddress.ip_address(number)
    except ValueError:
        return "nothing that can be read"
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.scope_id:
            return "the link this machine is on"
        if ip in _NAT64:
            return find_reservation(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _GLOBAL:
            return "many machines at once" if ip.is_multicast else "local use"
        if (int(ip) >> 32) & 0xFDFFFFFF == 0x00005EFE:
            return "tunnels"  # ISATAP: an address of version 4 stands in the last four bytes (RFC 5214)
    if ip.is_loopback:
        return "this machine"
    if ip.is_link_local:
        return "the link this machine is on"
    if ip.is_multicast:
        return "many machines at once"
    if not ip.is_global or any(ip in block for block in _CLOSED):
        return "use within networks"
    return None


def _host(netloc: str, host: str) -> str:
    if netloc.startswith("["):
        try:
            plain = str(ipaddress.IPv6Address(host))
        except ValueError:
            raise Refused(f"the host [{_cut(host)}] is no number of a machine") from None
        return _public(plain)
    if not host:
        raise Refused("names no host; give the whole address, as https://www.example.org/page")
    if not host.isascii():
        raise Refused("the host has letters outside a-z; give its ASCII form (xn--...), as browsers copy it")
    try:
        return _public(str(ipaddress.IPv4Address(host)))
    except ipaddress.AddressValueError:
        pass
    labels = host.split(".")
    if len(host) > 253 or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise Refused(f"the host {_cut(host)!r} is no full name; give it as www.example.org")
    if not _LAST.fullmatch(labels[-1]):
        raise Refused(f"the host {_cut(host)!r} is no full name; give it as www.example.org")
    near = next((name for name in _NEAR if host == name or host.endswith(f".{name}")), None)
    if near:
        raise Refused(f"the host {_cut(host)!r} is inside a network, not on the web")
    return host


def _public(number: str) -> str:
    what = find_reservation(number)
    if what:
        raise Refused(f"{number} is set aside for {what}; only sites on the open web are asked")
    return number


def _cut(host: str) -> str:
    return host if len(host) <= 60 else f"{host[:59]}…"


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


# One request and its answer, within bounds of bytes and seconds: one look-up, every number checked, and a
# connection to a checked number itself, so that a name that stands for another machine the next time gains
# nothing. Proxies of the environment are not used; certificates are always checked.


class Failed(OSError):
    """A page that could not be had, and why; the message is one line that says what to do."""


def _look_up(host: str, port: int, seconds: float) -> list[str]:
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


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


@dataclass(frozen=True)
class Net:
    """How the network is reached, and the clocks.

    Only tests put other functions here, in order to lead names to a server of
    their own; no setting, option or variable of the environment does.

    Attributes
    ----------
    look_up : callable
        Host, port and seconds to the numbers it stands for.
    reach : callable
        Number and port to those that are connected to: themselves.
    trust : callable
        Gives the certificates that are believed.
    clock, sleep : callable
        Seconds that only grow, and the wait for some.
    now : callable
        The time of day, with its zone.
    """

    look_up: Callable[[str, int, float], Sequence[str]] = _look_up
    reach: Callable[[str, int], tuple[str, int]] = lambda number, port: (number, port)
    trust: Callable[[], ssl.SSLContext] = _trust
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], object] = time.sleep
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)


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


_PART = 65536
_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,text/plain;q=0.9,application/xml;q=0.8,*/*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
#: Bits of a window of zlib, by the coding that a body is sent in.
_CODINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}


def request_page(
    where: Address,
    net: Net,
    bounds: Bounds,
    agent: str,
    *,
    wanted: Callable[[Answer], object] = lambda answer: None,
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
        One of the numbers that the host stands for is not on the open web, or `wanted` refused the answer.
    Failed
        No whole answer came within the bounds.
    """
    numbers = list(dict.fromkeys(net.look_up(where.host, where.port, bounds.connect)))
    for number in numbers:
        if what := find_reservation(number):
            said = f"{where.host} stands for {number}, set aside for {what}; only the open web is asked"
            raise Refused(said)
    why = "no number"
    for number in numbers[:4]:
        host, port = net.reach(number, where.port)
        connection = (
            HTTPConnection(host, port, timeout=bounds.connect)
            if where.scheme == "http"
            else HTTPSConnection(
                host, port, timeout=bounds.connect, ssl_context=net.trust(), server_hostname=where.host
            )
        )
        with closing(connection), _hung_up(connection, bounds.total) as over:
            try:
                connection.connect()
                connection.timeout = bounds.read
                fields = {"Host": where.authority, "User-Agent": agent, **_HEADERS}
                connection.request("GET", where.target, headers=fields, preload_content=False)
                response = connection.getresponse()
                answer = Answer(
                    response.status, _plain(response.reason or ""), tuple(response.headers.iteritems())
                )
                if answer.status == 200:
                    wanted(answer)
                    answer = replace(answer, body=_body(response, answer, bounds.size, cut))
            except (Failed, Refused):
                raise
            except (ConnectTimeoutError, NewConnectionError) as error:
                why = _said(error.__cause__ or error)
                continue
            except (OSError, http.client.HTTPException, HTTPError, ValueError) as error:
                if not over.is_set():
                    raise Failed(_failure(error.__cause__ or error, where, bounds)) from None
            if over.is_set():
                raise Failed(f"not whole after {bounds.total:g} s; try again later")
            return answer
    raise Failed(f"{where.host} doesn't answer ({why}); try again later")


@contextmanager
def _hung_up(connection: HTTPConnection, seconds: float) -> Iterator[threading.Event]:
    """End a connection when its time is over, however the bytes drip: each wait for some is bounded alone."""
    over = threading.Event()

    def hang_up() -> None:
        over.set()
        with suppress(OSError):
            if connection.sock is not None:
                # Not as TLS ends: the other thread is reading there.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield over
    finally:
        timer.cancel()


def _failure(error: BaseException, where: Address, bounds: Bounds) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        said = " ".join(str(error.verify_message).split())
        return f"the certificate of {where.host} is not to be trusted ({said}); not fetched"
    if isinstance(error, ssl.SSLError):
        return f"{where.host} can't be spoken to over TLS ({_said(error)}); try again later"
    if isinstance(error, TimeoutError):
        return f"no byte came for {bounds.read:g} s; try again later"
    if isinstance(error, http.client.IncompleteRead):
        return "the answer was cut short; try again later"
    if isinstance(error, (http.client.HTTPException, HTTPError, ValueError)):
        return f"the answer is no HTTP that can be read ({type(error).__name__})"
    return f"the connection broke ({_said(error)}); try again later"


def _said(error: BaseException) -> str:
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return " ".join(str(getattr(error, "strerror", None) or error).split())[:100].casefold()


def _body(response: HTTPResponse, answer: Answer, size: int, cut: bool) -> bytes:
    """Return the body without its coding; only one coding that can be undone within bounds is read."""
    coding = answer.header("content-encoding").casefold()
    if coding not in ("", "identity", *_CODINGS):
        raise Failed(f"sent in a coding that was not asked for ({_plain(coding)[:40]}); not fetched")
    # Ours, since urllib3 doesn't say whether what was packed came whole.
    unpack = zlib.decompressobj(_CODINGS[coding]) if coding in _CODINGS else None
    long = f"longer than {size / 1024**2:,.4g} MB, which no article's page is; save it from a browser"
    if not cut and (response.length_remaining or 0) > size:
        raise Failed(long)
    body = bytearray()
    try:
        while part := response.read(_PART, decode_content=False):
            while part:
                body += unpack.decompress(part, _PART) if unpack else part
                part = unpack.unconsumed_tail if unpack else b""
                if len(body) > size:
                    if cut:
                        return bytes(body[:size])
                    raise Failed(long)
    except zlib.error:
        raise Failed("what was packed for the way can't be unpacked; try again later") from None
    if unpack and not unpack.eof and body:
        raise Failed("the answer was cut short; try again later")
    return bytes(body)


def _plain(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).strip()
