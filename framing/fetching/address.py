"""Which addresses may be asked at all: how a URL must be written, and what a number stands for.

A page on the web can name any address, also one inside the network that the
command runs in. So a URL is taken only in its plain form, which no two
programs read in two ways, and every number that a name stands for must be one
that anybody on the internet reaches.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

__all__ = ["Address", "Refused", "address", "joined", "private"]

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


def address(url: str) -> Address:
    """Return where a URL leads, if it is written plainly.

    Raises
    ------
    Refused
        Another scheme than http and https; another port than 80 and 443; a user's name
        in it; a host that is no full name or no plain number; characters that no URL has.

    Examples
    --------
    >>> address("HTTPS://Courier.Example/a b?q=1#top").url
    'https://courier.example/a%20b?q=1'
    >>> address("http://0x7f.1/")
    Traceback (most recent call last):
    framing.fetching.address.Refused: the host '0x7f.1' is no full name; give it as www.example.org
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


def joined(base: Address, location: str) -> str:
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


def private(number: str) -> str | None:
    """Return what a number on the network is set aside for, or None where anybody on the internet reaches it.

    Addresses of version 6 that hold one of version 4 are what the inner one is where networks
    really write it so (NAT64), and refused where only tunnels do.

    Examples
    --------
    >>> private("169.254.169.254"), private("::ffff:10.0.0.1"), private("8.8.8.8")
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
            return private(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
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
    what = private(number)
    if what:
        raise Refused(f"{number} is set aside for {what}; only sites on the open web are asked")
    return number


def _cut(host: str) -> str:
    return host if len(host) <= 60 else f"{host[:59]}…"


def _brief(error: Exception) -> str:
    return " ".join(str(error).split())[:80]
