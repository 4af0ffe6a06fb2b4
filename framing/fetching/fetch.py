"""Fetch pages: each address checked, its site's rules asked, its host given time, its page saved whole.

The driver; what may be asked, how often and how is said in the modules beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from framing import folders
from framing.corpus.beside import LISTING
from framing.errors import FramingError
from framing.fetching import robots, saving
from framing.fetching.address import Address, Refused, address, joined
from framing.fetching.net import Failed, Net
from framing.fetching.pace import Pace
from framing.fetching.talk import Answer, Bounds, ask

__all__ = ["Result", "agent", "fetch"]

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


def agent(contact: str = "") -> str:
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
    >>> agent("https://lab.example/press").split("; ")[1]
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
        As `agent` takes it.

    Raises
    ------
    FramingError
        The folder can't be written to, or another run writes to it.
    """
    yield from _fetch(urls, folder, again=again, agent=agent(contact), net=Net(), bounds=Bounds())


def _fetch(
    urls: Iterable[str], folder: Path, *, again: bool, agent: str, net: Net, bounds: Bounds
) -> Generator[Result, None, None]:
    """Do what `fetch` says; `net` is another in tests alone."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (
            folders.alone(folder, str(folder), folder),
            (folder / LISTING).open("a", encoding="utf8", newline="\n") as listing,
        ):
            run = _Run(folder, agent, net, bounds)
            for result in run.results(urls, again):
                if result.outcome != "there":
                    listing.write(_line(result))
                    listing.flush()
                yield result
    except (Failed, Refused):
        raise
    except OSError as error:
        said = (error.strerror or str(error)).casefold()
        raise FramingError(f"{folder}: can't be written ({said}); choose another folder") from None


def _line(result: Result) -> str:
    said = {
        "url": result.url,
        "outcome": result.outcome,
        "detail": result.detail,
        "file": result.file,
        **{key: result.known.get(key) for key in ("final", "status", "fetched", "bytes", "sha256")},
    }
    said["final"] = result.known.get("url")
    return json.dumps(said, ensure_ascii=False).encode("utf8", "replace").decode("utf8") + "\n"


class _Run:
    """One run: what it knows of hosts, for as long as it lasts."""

    def __init__(self, folder: Path, agent: str, net: Net, bounds: Bounds) -> None:
        self._folder, self._agent, self._net, self._bounds = folder, agent, net, bounds
        self._pace = Pace(net.clock, net.sleep)
        self._rules: dict[str, robots.Rules] = {}
        self._resting: dict[str, str] = {}

    def results(self, urls: Iterable[str], again: bool) -> Generator[Result, None, None]:
        waiting: dict[str, deque[tuple[str, Address]]] = {}
        seen: set[str] = set()
        for url in urls:
            try:
                where = address(url)
            except Refused as error:
                if url not in seen:
                    yield Result(url, "refused", str(error))
                seen.add(url)
                continue
            if where.url in seen:
                continue
            seen.add(where.url)
            page = None if again else saving.kept(self._folder, where)
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
        ending = _ending(answer)
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
            "headers": saving.headers(answer.headers),
        }
        page = saving.save(self._folder, where, ending, answer.body, known)
        return Result(url, "saved", file=page.relative_to(self._folder).as_posix(), known=known)

    def _page(self, where: Address) -> tuple[Answer, Address, list[list[object]]]:
        """Follow redirects to a page; each hop is checked as the first was."""
        chain: list[list[object]] = []
        met = {where.url}
        while True:
            self._allowed(where)
            answer = self._ask(where, self._bounds, _wanted)
            if answer.status == 200:
                return answer, where, chain
            if answer.status not in _REDIRECTS or not answer.header("location"):
                raise Failed(self._refusal(where, answer))
            chain.append([where.url, answer.status])
            where = _next(where, answer)
            if where.url in met:
                raise Failed("redirects in a circle; the site may want cookies: save it from a browser")
            met.add(where.url)
            if len(chain) > self._bounds.redirects:
                raise Failed(f"redirects more than {self._bounds.redirects} times; save it from a browser")

    def _ask(
        self, where: Address, bounds: Bounds, wanted: Callable[[Answer], None], cut: bool = False
    ) -> Answer:
        if why := self._resting.get(where.host):
            raise Failed(why)
        self._pace.wait(where.host)
        return ask(where, self._net, bounds, self._agent, wanted=wanted, cut=cut)

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
        if rules.delay is not None:
            if rules.delay > _LONGEST_DELAY:
                raise Refused(f"robots.txt wants {rules.delay:,.0f} s between pages; save it from a browser")
            self._pace.slow(where.host, rules.delay)
        if not rules.allows(where.target):
            said = f"robots.txt of {where.host} forbids it; ask the outlet, or save it from a browser"
            raise Refused(rules.why or said)

    def _asked(self, where: Address) -> robots.Rules:
        asked = replace(where, target="/robots.txt")
        bounds = replace(self._bounds, size=robots.LONGEST)
        try:
            for _ in range(_ROBOTS_REDIRECTS + 1):
                answer = self._ask(asked, bounds, lambda answer: None, cut=True)
                if answer.status == 200:
                    return robots.parse(answer.body)
                if answer.status in _REDIRECTS and answer.header("location"):
                    asked = _next(asked, answer)
                elif 400 <= answer.status < 500 and answer.status != 429:
                    return robots.everything
                else:
                    return robots.nothing(_unknown(where, f"the site answers {answer.status}"))
        except (Refused, Failed) as error:
            return robots.nothing(_unknown(where, str(error).split(";")[0]))
        return robots.nothing(_unknown(where, f"redirects more than {_ROBOTS_REDIRECTS} times"))


def _unknown(where: Address, why: str) -> str:
    return f"robots.txt of {where.host} can't be had ({why}), so nothing there is asked; try again later"


def _next(where: Address, answer: Answer) -> Address:
    url = joined(where, answer.header("location"))
    try:
        return address(url)
    except Refused as error:
        shown = "".join(char if char.isprintable() else "?" for char in url)
        raise Refused(f"redirects to {shown[:80]}{'…' if len(shown) > 80 else ''}: {error}") from None


def _wanted(answer: Answer) -> None:
    _ending(answer)


def _ending(answer: Answer) -> str:
    media = answer.media or "text/html"
    if media not in saving.KINDS:
        shown = "".join(char if char.isprintable() else "?" for char in media)[:60]
        raise Refused(f"is {shown}, no page or text; only HTML, plain text, XML feeds and PDF are saved")
    return saving.KINDS[media]
