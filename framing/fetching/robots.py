"""What a site lets robots ask for: its robots.txt, read as RFC 9309 says.

The longest rule that fits decides, and where an allowing and a forbidding rule
are equally long the allowing one does; ``*`` stands for any characters and a
``$`` at the end for the end. The standard library's reader takes the first
rule instead and knows neither sign.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote_from_bytes, unquote_to_bytes

__all__ = ["LONGEST", "TOKEN", "Rules", "everything", "nothing", "parse"]

#: So many bytes of a file are read; a crawler must read at least these (RFC 9309, 2.5).
LONGEST = 500 * 1024
#: By what name rules can speak to this program.
TOKEN = "framing"

_AGENT = re.compile(r"[a-z_-]+", re.I)
_SAFE = "/*$-._~!'()&+,;=:@?"


@dataclass(frozen=True)
class Rules:
    """The rules of one site that hold for this program.

    Attributes
    ----------
    rules : tuple of (str, bool)
        Path as normalised, and whether it may be asked for.
    delay : float, optional
        Seconds to keep between requests (Crawl-delay).
    why : str
        Where all is forbidden because there are no rules to be had: why.
    """

    rules: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None
    why: str = ""

    def allows(self, target: str) -> bool:
        """Say whether a path with its query may be asked for."""
        if self.why:
            return False
        path = _normal(target)
        best, allowed = -1, True
        if path == "/robots.txt":
            return True
        for rule, allow in self.rules:
            if len(rule) >= best and _fits(path, rule):
                allowed = allow or (allowed and len(rule) == best)
                best = len(rule)
        return allowed


everything = Rules()


def nothing(why: str) -> Rules:
    """Return rules that forbid all, with the reason."""
    return Rules(why=why)


@dataclass
class _Group:
    agents: list[str] = field(default_factory=list)
    rules: list[tuple[str, bool]] = field(default_factory=list)
    delay: float | None = None
    begun: bool = False


def parse(data: bytes) -> Rules:
    """Return what a robots.txt says to this program, or to all where it doesn't speak to it.

    Parameters
    ----------
    data : bytes
        Read as UTF-8; what is behind `LONGEST` doesn't count.

    Examples
    --------
    >>> rules = parse(b"User-agent: *\\nDisallow: /private/\\nAllow: /private/*.html$\\nCrawl-delay: 5")
    >>> rules.allows("/private/a"), rules.allows("/private/a.html"), rules.delay
    (False, True, 5.0)
    """
    groups: list[_Group] = []
    text = data[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    for line in re.split(r"\r\n|\n|\r", text):
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().casefold(), value.strip()
        if not colon:
            continue
        if key in ("user-agent", "useragent"):
            if not groups or groups[-1].begun:
                groups.append(_Group())
            groups[-1].agents.append(_agent(value))
        elif key in ("allow", "disallow", "crawl-delay") and groups:
            groups[-1].begun = True
            if key == "crawl-delay":
                groups[-1].delay = _seconds(value, groups[-1].delay)
            elif value:
                groups[-1].rules.append((_normal(value), key == "allow"))
    for wanted in (TOKEN, "*"):
        ours = [group for group in groups if wanted in group.agents]
        if ours:
            rules = tuple(dict.fromkeys(rule for group in ours for rule in group.rules))
            return Rules(rules, max((g.delay for g in ours if g.delay is not None), default=None))
    return everything


def _agent(value: str) -> str:
    if value.startswith("*"):
        return "*"
    found = _AGENT.match(value)
    return found[0].casefold() if found else ""


def _seconds(value: str, before: float | None) -> float | None:
    if not re.fullmatch(r"\d{1,9}(?:\.\d{0,9})?|\.\d{1,9}", value, re.ASCII):
        return before
    return max(float(value), before or 0.0)


def _normal(path: str) -> str:
    """Write a path so that two spellings of one are the same: each byte plain or as %XX."""
    parts = re.split(r"(%[0-9A-Fa-f]{2})", path)
    done = []
    for part in parts:
        if len(part) == 3 and part[0] == "%":
            byte = unquote_to_bytes(part)
            # A reserved sign written as %2F is not the sign itself.
            plain = byte.isalnum() or byte in (b"-", b".", b"_", b"~")
            done.append(byte.decode("ascii") if plain and byte.isascii() else part.upper())
        else:
            done.append(quote_from_bytes(part.encode("utf-8", "surrogatepass"), safe=_SAFE))
    return "".join(done)


def _fits(path: str, rule: str) -> bool:
    """Say whether a rule fits the beginning of a path; each part is looked for once, from left to right."""
    ends = rule.endswith("$")
    first, *others = (rule[:-1] if ends else rule).split("*")
    if not path.startswith(first):
        return False
    if not others:
        return not ends or path == first
    place = len(first)
    last = others.pop() if ends else None
    for part in others:
        found = path.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return last is None or (path.endswith(last) and len(path) - len(last) >= place)
