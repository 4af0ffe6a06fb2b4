"""Fetch pages: each address checked, its site's rules asked, its host given time, its page saved whole."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import unicodedata
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from protego import Protego

from framing.corpus import columns, encoding, manifest
from framing.corpus.manifest import LISTING
from framing.errors import FramingError
from framing.fetching.request import (
    Address,
    Answer,
    Bounds,
    Failed,
    Net,
    Refused,
    join_location,
    parse_address,
    request_page,
)
from framing.io import files

__all__ = ["LONGEST", "TOKEN", "Bounds", "Net", "Result", "fetch", "format_agent", "parse_robots"]


# The URLs of a file: one a line, or a column of a table, as a list from Media Cloud is.

_LARGEST_LIST = 256 * 1024 * 1024


def read_urls(path: Path) -> list[str]:
    """Return the URLs that a file lists, in order.

    Parameters
    ----------
    path : pathlib.Path
        One URL a line, where blank lines and those that begin with # don't count; or a
        CSV, TSV or JSONL file with a column ``url``, or one that is called as such a column often is.

    Raises
    ------
    FramingError
        The file can't be read, has no such column, or lists nothing.
    """
    try:
        if path.stat().st_size > _LARGEST_LIST:
            raise FramingError(f"{path}: longer than {_LARGEST_LIST // 1024**2} MB; split the list")
        data = path.read_bytes()
    except OSError as error:
        said = (error.strerror or str(error)).casefold()
        raise FramingError(f"{path}: can't be read ({said}); name a file with one URL a line") from None
    text = encoding.decode(data)[0].lstrip("\ufeff")
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    first = lines[0] if lines else ""
    if "://" in first.split(",")[0].split("\t")[0] or first.startswith("#"):
        found = [line for line in lines if not line.startswith("#")]
    else:
        found = _read_column("\n".join(lines), path) if lines and "\0" not in text else []
    if not found:
        raise FramingError(f"{path}: lists no URL; give one a line, or a CSV or JSONL file with a column url")
    return found


def _read_column(text: str, path: Path) -> list[str]:
    """Return the column of URLs of a table."""
    import pandas as pd

    try:
        if text.startswith("{"):
            table = pd.read_json(io.StringIO(text), lines=True, dtype=False)
        else:
            mark = max(",\t;|", key=text.partition("\n")[0].count)
            table = pd.read_csv(io.StringIO(text), sep=mark, dtype="str", index_col=False)
    except ValueError as error:
        said = _shown(" ".join(str(error).split()))
        raise FramingError(f"{path}: is no table that can be read ({said}); give one URL a line") from None
    column = columns.guess([str(name) for name in table.columns])[0].get("url")
    if column is None:
        listed = _shown(", ".join(" ".join(str(name).split()) for name in table.columns))[:120]
        raise FramingError(f"{path}: no column url among {listed}; name one so, or give one URL a line")
    return [one.strip() for one in table[column] if isinstance(one, str) and one.strip()]


def _shown(name: str) -> str:
    """Return a name of a file's as a message may hold it: without codes that a terminal would obey."""
    return "".join(char if char.isprintable() else " " if char.isspace() else "?" for char in name)


#: Seconds between the starts of two requests to one host, robots.txt among them.
EVERY = 1.0


class Pace:
    """When each host may be asked again.

    Parameters
    ----------
    clock : callable
        Seconds on a clock that is never set back.
    sleep : callable
        Waits for so many seconds.
    """

    def __init__(self, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        self._clock, self._sleep = clock, sleep
        self._last: dict[str, float] = {}
        self._every: dict[str, float] = {}
        self._held: dict[str, float] = {}

    def slow(self, host: str, every: float) -> None:
        """Keep so many seconds between requests to a host, where that is more than the usual."""
        self._every[host] = max(every, self._every.get(host, EVERY))

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds, as it asked."""
        self._held[host] = self._clock() + seconds

    def ready(self, host: str) -> float:
        """Return at what time of the clock a host may be asked next."""
        last = self._last.get(host)
        due = self._clock() if last is None else last + self._every.get(host, EVERY)
        return max(due, self._held.get(host, due))

    def wait(self, host: str) -> None:
        """Wait until a host may be asked, and take it as asked now."""
        while (left := self.ready(host) - self._clock()) > 0:
            self._sleep(left)
        self._last[host] = self._clock()


# What a site lets robots ask for: its robots.txt, read by protego as RFC 9309 says.

#: So many bytes of a file are read; a crawler must read at least these (RFC 9309, 2.5).
LONGEST = 500 * 1024
#: By what name rules can speak to this program.
TOKEN = "framing"
_AGENT = re.compile(r"\s*user(?:-|\s*)agent\b[\s:]*(\*|[a-z_-]*).*", re.I | re.S)


def parse_robots(data: bytes) -> Protego:
    """Return what a robots.txt says to this program, or to all where it doesn't speak to it.

    Parameters
    ----------
    data : bytes
        Read as UTF-8; what is behind `LONGEST` doesn't count.

    Examples
    --------
    >>> rules = parse_robots(b"User-agent: *\\nDisallow: /private/\\nCrawl-delay: 5")
    >>> rules.can_fetch("http://courier.example/private/a", TOKEN), rules.crawl_delay(TOKEN)
    (False, 5.0)
    """

    def plain(line: re.Match[str]) -> str:
        # Rules for others are held once: a file of many names and many rules would be held their product.
        name = line[1].casefold()
        return f"user-agent: {name if name in (TOKEN, '*') else 'other'}"

    text = data[:LONGEST].decode("utf-8", "replace").removeprefix("\ufeff")
    return Protego.parse("\n".join(_AGENT.sub(plain, line, count=1) for line in text.splitlines()))


# Where a page is put, and the file beside it that says how it came: whole files or none.

#: Media types that are saved, and the name's ending of each: what can be read as coverage.
KINDS = {
    "text/html": ".html",
    "application/xhtml+xml": ".xhtml",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/rdf+xml": ".rdf",
    "application/xml": ".xml",
    "text/xml": ".xml",
}
_LONGEST = 80
_DIGITS = 10
# Names that are devices on one system or another, whatever their ending.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.I)
#: Cookies are neither sent nor kept.
_DROPPED = {"set-cookie", "set-cookie2"}


def name_page(where: Address) -> str:
    """Return folder and name, without its ending, for the page of an address.

    The host is the folder; the name is made of the path, and ends with ten hexadecimal
    digits of the whole address, so that no two addresses share one.

    Examples
    --------
    >>> from framing.fetching.request import parse_address
    >>> name_page(parse_address("https://www.courier.example/2026/01/15/Talks%20open.html?id=7"))
    'www.courier.example/2026-01-15-talks-open-id-7-ef86b762e5'
    """
    path, _, query = where.target.partition("?")
    path = re.sub(r"\.(?:x?html?|php|aspx?|jsp)$", "", unquote(path), flags=re.I)
    said = unicodedata.normalize("NFKD", f"{path} {unquote(query)}")
    name = re.sub(r"[^a-z0-9]+", "-", said.encode("ascii", "ignore").decode().casefold()).strip("-")
    name = name[:_LONGEST].rstrip("-") or "index"
    digits = hashlib.sha256(where.url.encode()).hexdigest()[:_DIGITS]
    host = re.sub(r"[^a-z0-9._-]+", "-", where.authority).strip("-_.")
    host = f"{host}-site" if _DEVICES.fullmatch(host.split(".")[0]) else host
    return f"{host}/{name}-{digits}"


def find_saved(folder: Path, where: Address) -> Path | None:
    """Return the page that an earlier run saved from an address, if it is there whole."""
    stem = folder / name_page(where)
    for ending in dict.fromkeys(KINDS.values()):
        page = stem.with_name(stem.name + ending)
        if page.is_file() and manifest.place(page).is_file():
            return page
    return None


def save_page(folder: Path, where: Address, ending: str, body: bytes, known: Mapping[str, Any]) -> Path:
    """Write a page and what is known of it, and return where the page is.

    The page comes last and whole: a run that is ended between leaves a description
    without a page, which the next run writes again.

    Raises
    ------
    OSError
        The folder can't be written to.
    """
    stem = folder / name_page(where)
    stem.parent.mkdir(parents=True, exist_ok=True)
    page = stem.with_name(stem.name + ending)
    described = _written_aside(manifest.place(page), _toml(known).encode())
    with described as description, _written_aside(page, body) as fetched:
        os.replace(description, manifest.place(page))
        os.replace(fetched, page)
    before = [stem.with_name(stem.name + other) for other in dict.fromkeys(KINDS.values()) if other != ending]
    for old in before:
        # The address gave a page of another kind the last time; both would be read.
        if (known_of := manifest.place(old)).is_file() and old.is_file():
            old.unlink()
            known_of.unlink()
    return page


@contextmanager
def _written_aside(file: Path, data: bytes) -> Iterator[Path]:
    """Write a file aside, to be moved into place; what is left of it goes."""
    aside = file.with_name(f".{file.name[-120:]}.{os.getpid()}.partial")
    try:
        # "x" makes the file: a link that somebody laid at this name is not written through.
        with open(aside, "xb") as out:
            out.write(data)
        yield aside
    finally:
        aside.unlink(missing_ok=True)


def drop_cookies(sent: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return headers as they are kept: all but cookies."""
    return [[name, value] for name, value in sent if name.casefold() not in _DROPPED]


def _toml(known: Mapping[str, Any]) -> str:
    lines = ["# How this page was fetched; framing load takes url and fetched from here."]
    for key, value in known.items():
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"  {_value(item)}," for item in value), "]"]
        else:
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """Write strings, numbers and lists, which TOML and JSON write alike but for one character."""
    return json.dumps(value).replace("\x7f", "\\u007f")


_REDIRECTS = (301, 302, 303, 307, 308)
#: A site that wants more time between two requests, or a longer rest, is one to ask by hand.
_LONGEST_DELAY, _LONGEST_REST = 300.0, 120.0
_ROBOTS_REDIRECTS = 5
#: A mail address, or a page with or without its scheme.
_REACHED = re.compile(r"(?:[^\s@/]+@|https?://)?(?:[\w-]+\.)+[\w-]+(?::\d+)?(?:/\S*)?")
_CONTACT = "contact: give a page or a mail address, as https://lab.example.org/press or me@lab.example.org"


@dataclass(frozen=True)
class Result:
    """What became of one URL.

    Attributes
    ----------
    url : str
        As asked for.
    outcome : str
        saved, there (an earlier run saved it), refused (it is not to be asked), failed.
    detail : str
        Why it was refused or failed; one line.
    file : str
        The page, relative to the folder.
    known : mapping
        What the file beside the page says: final url, fetched, status and so on.
    """

    url: str
    outcome: str
    detail: str = ""
    file: str = ""
    known: dict[str, Any] = field(default_factory=dict)


def format_agent(contact: str = "") -> str:
    """Return how the program calls itself: its name and version, and whom to write to.

    Parameters
    ----------
    contact : str
        A page or a mail address of whoever fetches.

    Raises
    ------
    FramingError
        The contact is neither a page nor a mail address, or no line of plain characters.

    Examples
    --------
    >>> format_agent("https://lab.example/press").split("; ")[1]
    '+https://lab.example/press)'
    """
    from framing import __version__

    contact = contact.strip()
    if not (contact.isascii() and contact.isprintable()) or set("()<>") & set(contact) or len(contact) > 200:
        raise FramingError(_CONTACT)
    if contact and not _REACHED.fullmatch(contact):
        raise FramingError(_CONTACT)
    return f"framing/{__version__} (newsframing, news research{f'; +{contact}' if contact else ''})"


def fetch(
    urls: Iterable[str], folder: Path, *, again: bool = False, contact: str = ""
) -> Generator[Result, None, None]:
    """Save pages into a folder, and yield what became of each URL as it is done.

    Parameters
    ----------
    urls : iterable of str
        Each is fetched once; they are taken host by host in turn, so that no host is
        asked more than once a second and none waits for another.
    folder : pathlib.Path
        Gets a folder for each host, and ``fetch.jsonl`` with a line for each URL done.
    again : bool
        Fetch also what is there.
    contact : str
        As `format_agent` takes it.

    Raises
    ------
    FramingError
        The folder can't be written to, or another run writes to it.
    """
    yield from _fetch(urls, folder, again=again, agent=format_agent(contact), net=Net(), bounds=Bounds())


def _fetch(
    urls: Iterable[str], folder: Path, *, again: bool, agent: str, net: Net, bounds: Bounds
) -> Generator[Result, None, None]:
    """Do what `fetch` says; `net` is another in tests alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            files.alone(folder, str(folder), folder),
            (folder / LISTING).open("a", encoding="utf8", newline="\n") as listing,
        ):
            run = _Run(folder, agent, net, bounds)
            for result in run.results(urls, again):
                if result.outcome != "there":
                    listing.write(_format_line(result))
                    listing.flush()
                yield result
    except (Failed, Refused):
        raise
    except OSError as error:
        said = (error.strerror or str(error)).casefold()
        raise FramingError(f"{folder}: can't be written ({said}); choose another folder") from None


def _format_line(result: Result) -> str:
    said = {
        "url": result.url,
        "outcome": result.outcome,
        "detail": result.detail,
        "file": result.file,
        "final": result.known.get("url"),
        **{key: result.known.get(key) for key in ("status", "fetched", "bytes", "sha256")},
    }
    return json.dumps(said, ensure_ascii=False).encode("utf8", "replace").decode("utf8") + "\n"


class _Run:
    """One run: what it knows of hosts, for as long as it lasts."""

    def __init__(self, folder: Path, agent: str, net: Net, bounds: Bounds) -> None:
        self._folder, self._agent, self._net, self._bounds = folder, agent, net, bounds
        self._pace = Pace(net.clock, net.sleep)
        #: What each site says, or why nothing there is asked.
        self._rules: dict[str, Protego | str] = {}
        self._resting: dict[str, str] = {}

    def results(self, urls: Iterable[str], again: bool) -> Generator[Result, None, None]:
        waiting: dict[str, deque[tuple[str, Address]]] = {}
        seen: set[str] = set()
        for url in urls:
            try:
                where = parse_address(url)
            except Refused as error:
                if url not in seen:
                    yield Result(url, "refused", str(error))
                seen.add(url)
                continue
            if where.url in seen:
                continue
            seen.add(where.url)
            page = None if again else find_saved(self._folder, where)
            if page is not None:
                yield Result(url, "there", file=page.relative_to(self._folder).as_posix())
            else:
                waiting.setdefault(where.host, deque()).append((url, where))
        while waiting:
            host = min(waiting, key=self._pace.ready)
            url, where = waiting[host][0]
            if where.site not in self._rules:
                # Another host may have its turn before this one's first page.
                self._rules[where.site] = self._asked(where)
                continue
            waiting[host].popleft()
            if not waiting[host]:
                del waiting[host]
            yield self._result(url, where)

    def _result(self, url: str, where: Address) -> Result:
        try:
            answer, final, chain = self._page(where)
        except Refused as error:
            return Result(url, "refused", str(error))
        except Failed as error:
            return Result(url, "failed", str(error))
        ending = _choose_suffix(answer)
        known = {
            "url": final.url,
            "requested": url,
            "fetched": self._net.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "status": answer.status,
            "content_type": answer.header("content-type"),
            "bytes": len(answer.body),
            "sha256": hashlib.sha256(answer.body).hexdigest(),
            "user_agent": self._agent,
            "redirects": chain,
            "headers": drop_cookies(answer.headers),
        }
        page = save_page(self._folder, where, ending, answer.body, known)
        return Result(url, "saved", file=page.relative_to(self._folder).as_posix(), known=known)

    def _page(self, where: Address) -> tuple[Answer, Address, list[list[object]]]:
        """Follow redirects to a page; each hop is checked as the first was."""
        chain: list[list[object]] = []
        met = {where.url}
        while True:
            self._allowed(where)
            answer = self._ask(where, self._bounds, _choose_suffix)
            if answer.status == 200:
                return answer, where, chain
            if answer.status not in _REDIRECTS or not answer.header("location"):
                raise Failed(self._refusal(where, answer))
            chain.append([where.url, answer.status])
            where = _resolve_redirect(where, answer)
            if where.url in met:
                raise Failed("redirects in a circle; the site may want cookies: save it from a browser")
            met.add(where.url)
            if len(chain) > self._bounds.redirects:
                raise Failed(f"redirects more than {self._bounds.redirects} times; save it from a browser")

    def _ask(
        self, where: Address, bounds: Bounds, wanted: Callable[[Answer], object], cut: bool = False
    ) -> Answer:
        if why := self._resting.get(where.host):
            raise Failed(why)
        self._pace.wait(where.host)
        return request_page(where, self._net, bounds, self._agent, wanted=wanted, cut=cut)

    def _refusal(self, where: Address, answer: Answer) -> str:
        """Say what a status means for who asked, and leave a host alone that wants to be."""
        said = f"the site answers {answer.status} {answer.reason[:60]}".rstrip()
        rest = answer.header("retry-after")
        if answer.status in (429, 503):
            seconds = float(rest) if rest.isascii() and rest.isdigit() and len(rest) < 9 else 30.0
            if seconds > _LONGEST_REST:
                self._resting[where.host] = f"{where.host} wants {seconds:,.0f} s of rest; run again then"
            self._pace.hold(where.host, min(seconds, _LONGEST_REST))
            return f"{said}: it is asked too often; run again later"
        if answer.status in (401, 402, 403):
            return f"{said}: it doesn't give the page to programs; save it from a browser, if you may"
        if answer.status in (404, 410):
            return f"{said}: there is no such page; check the address"
        return f"{said}; try again later, or save it from a browser"

    def _allowed(self, where: Address) -> None:
        """Ask a site's rules once a run, and refuse what they forbid."""
        if where.site not in self._rules:
            self._rules[where.site] = self._asked(where)
        rules = self._rules[where.site]
        if isinstance(rules, str):
            raise Refused(rules)
        delay = rules.crawl_delay(TOKEN)
        if delay is not None:
            if delay > _LONGEST_DELAY:
                raise Refused(f"robots.txt wants {delay:,.0f} s between pages; save it from a browser")
            self._pace.slow(where.host, delay)
        if not rules.can_fetch(where.url, TOKEN):
            raise Refused(f"robots.txt of {where.host} forbids it; ask the outlet, or save it from a browser")

    def _asked(self, where: Address) -> Protego | str:
        asked = replace(where, target="/robots.txt")
        bounds = replace(self._bounds, size=LONGEST)
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                answer = self._ask(asked, bounds, lambda answer: None, cut=True)
                if answer.status == 200:
                    return parse_robots(answer.body)
                if answer.status in _REDIRECTS and answer.header("location"):
                    asked = _resolve_redirect(asked, answer)
                elif 400 <= answer.status < 500 and answer.status != 429:
                    return Protego()
                else:
                    return _explain_absence(where, f"the site answers {answer.status}")
        except (Refused, Failed) as error:
            return _explain_absence(where, str(error).split(";")[0])
        return _explain_absence(where, f"redirects more than {_ROBOTS_REDIRECTS} times")


def _explain_absence(where: Address, why: str) -> str:
    return f"robots.txt of {where.host} can't be had ({why}), so nothing there is asked; try again later"


def _resolve_redirect(where: Address, answer: Answer) -> Address:
    url = join_location(where, answer.header("location"))
    try:
        return parse_address(url)
    except Refused as error:
        shown = "".join(char if char.isprintable() else "?" for char in url)
        raise Refused(f"redirects to {shown[:80]}{'…' if len(shown) > 80 else ''}: {error}") from None


def _choose_suffix(answer: Answer) -> str:
    media = answer.header("content-type").split(";")[0].strip().casefold() or "text/html"
    if media not in KINDS:
        shown = "".join(char if char.isprintable() else "?" for char in media)[:60]
        raise Refused(f"is {shown}, no page or text; only HTML, plain text, XML feeds and PDF are saved")
    return KINDS[media]
