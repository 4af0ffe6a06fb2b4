"""A server on this machine that answers for any site, and a network that leads all sites to it."""

from __future__ import annotations

import datetime as dt
import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from framing.fetching.fetch import Bounds, Net, Result, _fetch

#: A number that anybody reaches; what it stands for in tests is the server here.
OPEN = "93.184.215.14"
URL = "http://courier.example/a"
BOUNDS = Bounds(size=200_000, connect=5, read=5, total=10)

Reply = bytes | Callable[[socket.socket], None]


def reply(body: bytes | str = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Write an answer as it goes over the wire; underscores of a header's name become hyphens."""
    body = body.encode() if isinstance(body, str) else body
    named = {"Content_Type": "text/html; charset=utf-8", "Content_Length": str(len(body)), **headers}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in named.items() if value]
    return "\r\n".join([f"HTTP/1.1 {status}", *lines, "", ""]).encode("latin-1") + body


def moved(location: str, status: str = "302 Found") -> bytes:
    """Write an answer that sends elsewhere."""
    return reply(status=status, Location=location)


@dataclass
class Clock:
    """A clock that only waiting moves, so that no test waits."""

    time: float = 1000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@dataclass
class World:
    """What stands on the web of a test.

    Attributes
    ----------
    pages : dict
        By ``host/path``; what is missing is answered 404.
    names : dict
        What hosts stand for, look-up by look-up, the last for good; others stand for `OPEN`.
    asked : list of (float, str, dict)
        Time of the clock, ``host/path`` and headers of each request.
    connected : list of str
        The numbers connected to.
    """

    port: int
    pages: dict[str, Reply] = field(default_factory=dict)
    names: dict[str, list[Sequence[str]]] = field(default_factory=dict)
    asked: list[tuple[float, str, dict[str, str]]] = field(default_factory=list)
    connected: list[str] = field(default_factory=list)
    looked_up: list[str] = field(default_factory=list)
    clock: Clock = field(default_factory=Clock)

    def look_up(self, host: str, port: int, seconds: float) -> Sequence[str]:
        self.looked_up.append(host)
        told = self.names.get(host, [[OPEN]])
        return told.pop(0) if len(told) > 1 else told[0]

    def reach(self, number: str, port: int) -> tuple[str, int]:
        self.connected.append(number)
        return "127.0.0.1", self.port

    def net(self, **more: object) -> Net:
        now = dt.datetime(2026, 1, 15, 8, 30, tzinfo=dt.UTC)
        known = {"look_up": self.look_up, "reach": self.reach, "clock": self.clock, "now": lambda: now}
        return Net(**{**known, "sleep": self.clock.sleep, **more})  # type: ignore[arg-type]

    def fetch(
        self, urls: Sequence[str], folder: Path, *, again: bool = False, bounds: Bounds = BOUNDS
    ) -> list[Result]:
        return list(
            _fetch(urls, folder, again=again, agent="framing/0 (tests)", net=self.net(), bounds=bounds)
        )

    @property
    def paths(self) -> list[str]:
        """What was asked for, without the rules of sites."""
        return [path for _, path, _ in self.asked if not path.endswith("/robots.txt")]


@contextmanager
def world() -> Iterator[World]:
    """Run the server for as long as the block lasts."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data = b""
            while b"\r\n\r\n" not in data and (part := self.request.recv(65536)):
                data += part
            first, *lines = data.decode("latin-1").split("\r\n")
            headers = dict(line.split(": ", 1) for line in lines if ": " in line)
            place = headers.get("Host", "") + first.split(" ")[1]
            here.asked.append((here.clock(), place, headers))
            answer = here.pages.get(place) or reply("gone", "404 Not Found")
            try:
                if callable(answer):
                    answer(self.request)
                else:
                    self.request.sendall(answer)
            except OSError:
                pass  # Who asked has hung up.

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        here = World(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield here
        finally:
            server.shutdown()
            thread.join()


def one(web: World, tmp_path: Path, url: str = URL, bounds: Bounds = BOUNDS) -> Result:
    """Fetch one page and return what became of it; what is said of it is one line."""
    (result,) = web.fetch([url], tmp_path / "pages", bounds=bounds)
    assert result.detail.isprintable()
    assert len(result.detail) < 300
    return result


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def refused(web: World, tmp_path: Path, *words: str, url: str = URL, outcome: str = "refused") -> None:
    """Nothing is saved, and the line says why."""
    result = one(web, tmp_path, url)
    assert result.outcome == outcome
    assert all(word in result.detail for word in words), result.detail
    assert files(tmp_path / "pages") == ["fetch.jsonl"]
