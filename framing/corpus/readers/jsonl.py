"""JSON lines, and JSON files that hold one article or a list of them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding, streams
from framing.corpus.limits import Limits
from framing.corpus.readers.parquet import make_row
from framing.corpus.records import Fault, Note, Record, Source

SUFFIXES = (".jsonl", ".ndjson", ".json", ".jl")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

# Where a JSON file wraps its list of articles in an object: under one of these.
_WRAPPERS = "articles data results docs documents items records response hits rows".split()
_KINDS = {
    list: "list",
    str: "string",
    int: "number",
    float: "number",
    bool: "true or false",
    type(None): "null",
}


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file holds JSON: it opens as an object or a list of objects does."""
    start = _unmarked(head).lstrip()[:200]
    if start.startswith(b"{") and start[1:].lstrip()[:1] in (b'"', b"}"):
        return 90
    if start.startswith(b"[") and start[1:].lstrip()[:1] in (b"{", b"]"):
        return 90
    return 50 if name.lower().endswith(SUFFIXES) and not encoding.is_binary(head) else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Record | Fault]:
    """Yield an article for each line or each object of one list; a broken one is named, the rest read."""
    # A line is a record too.
    limits = source.limits
    bound = min(limits.line_bytes, limits.record_bytes)
    named = [name for name in ("line_bytes", "record_bytes") if getattr(limits, name) == bound]
    which = f"limit{'s' * (len(named) - 1)} {' and '.join(named)}"
    first = stream.readline(bound + 1)
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in first[:100]:
        text, notes = encoding.decode(_rest(first, stream, source.limits))
        yield from _lines(iter(text.encode("utf-8").splitlines(keepends=True)), notes, bound, which)
        return
    first = _unmarked(first)
    if _is_whole(first):
        # One value is read as a whole.
        yield from _whole(_rest(first, stream, source.limits))
        return
    yield from _lines(_bounded(first, stream, bound), (), bound, which)


def _rest(first: bytes, stream: BinaryIO, limits: Limits) -> bytes:
    return first + streams.read_rest(stream, limits, "write it as JSON lines")


def _unmarked(data: bytes) -> bytes:
    return data[3:] if data.startswith(codecs.BOM_UTF8) else data


def _is_whole(first: bytes) -> bool:
    """Say whether the file is one value over many lines: its first line is not a value by itself."""
    start = first.strip()
    if start.startswith(b"["):
        return True
    if start not in (b"{",) and start.endswith(b"}"):
        try:
            value = json.loads(start, parse_int=_number)
        except (ValueError, RecursionError):
            return False
        return isinstance(value, dict) and _wrapped(value) is not None
    return start == b"{" or (start.startswith(b"{") and start.endswith((b",", b"[", b"{")))


def _bounded(first: bytes, stream: BinaryIO, bound: int) -> Iterator[bytes]:
    """Yield lines; of one that is too long only the start, the rest is passed over without being held."""
    line = first
    while line:
        yield line
        while len(line) > bound and not line.endswith(b"\n"):
            line = stream.readline(bound + 1)
            if len(line) <= bound:
                break
        line = stream.readline(bound + 1)


def _lines(
    lines: Iterator[bytes], notes: tuple[Note, ...], bound: int, which: str
) -> Iterator[Record | Fault]:
    for number, line in enumerate(lines, 1):
        if len(line) > bound:
            detail = f"longer than one article may be ({which}); split or drop the line"
            yield Fault("too_large", detail, number)
        elif raw := line.strip():
            value, told = parse_json(raw, "line", number)
            if isinstance(value, Fault):
                yield value
            elif isinstance(value, dict):
                yield Record(value, raw, number, notes=(*notes, *told))
            else:
                yield _not_named(value, number, ' such as {"text": ...}')


def _not_named(value: object, number: int, example: str = "") -> Fault:
    detail = f"holds a {_KINDS.get(type(value), 'value')}, not an object with named values{example}"
    return Fault("bad_json", detail, number)


def parse_json(raw: bytes, what: str, number: int = 0) -> tuple[Any, tuple[Note, ...]]:
    """Return what some JSON says, or the fault in it, and how it was decoded; `what` is a line or file."""
    notes: tuple[Note, ...] = ()
    try:
        try:
            return json.loads(raw, parse_int=_number), notes
        except UnicodeDecodeError:
            text, notes = encoding.decode(raw)
            return json.loads(text, parse_int=_number), notes
    except RecursionError:
        detail = f"nested too deeply to {'be an article' if number else 'hold articles'}"
        return Fault("bad_json", f"{detail}; check how the file was made", number), notes
    except ValueError as error:
        said = str(error)
        if isinstance(error, json.JSONDecodeError):
            place = f"at character {error.pos + 1}" if number else f"in line {error.lineno}"
            said = f"{error.msg.removesuffix(' at')} {place}"
        again = "save the file again" if number else "save it again"
        return Fault(
            "bad_json", f"not whole JSON ({said}); the {what} may be cut off: {again}", number
        ), notes


def _number(digits: str) -> int | str:
    """Return a number; one with more digits than Python makes one of stays as written."""
    try:
        return int(digits)
    except ValueError:
        return digits


def _whole(data: bytes) -> Iterator[Record | Fault]:
    text, notes = encoding.decode(data)
    value, _ = parse_json(text.encode("utf-8", "surrogatepass"), "file")
    if isinstance(value, Fault):
        yield value
        return
    items = value if isinstance(value, list) else _wrapped(value) if isinstance(value, dict) else None
    if items is None and isinstance(value, dict):
        yield Record(value, text.encode(), 0, notes=notes)
    elif not items:
        yield Fault("empty", "holds no articles", kind="skipped")
    for number, item in enumerate(items or (), 1):
        if isinstance(item, dict):
            yield make_row(item, number, notes)
        else:
            yield _not_named(item, number)


def _wrapped(value: dict[str, Any]) -> list[Any] | None:
    for name in _WRAPPERS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
        if isinstance(inner, dict) and (deeper := _wrapped(inner)) is not None:
            return deeper
    return None
