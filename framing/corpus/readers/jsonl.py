"""JSON lines, and JSON files that hold one article or a list of them."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from framing.corpus import encoding
from framing.corpus.limits import Limits
from framing.corpus.records import Fault, Note, Record, Source
from framing.corpus.streams import TooLarge

SUFFIXES = (".jsonl", ".ndjson", ".json", ".jl")
#: A file holds many articles, and to read them is quick: their cleaning may be shared out.
MANY = True

# Where a JSON file wraps its list of articles in an object: under one of these.
_WRAPPERS = (
    "articles",
    "data",
    "results",
    "docs",
    "documents",
    "items",
    "records",
    "response",
    "hits",
    "rows",
)


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
    bound, which = _line(source.limits)
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


def _line(limits: Limits) -> tuple[int, str]:
    """Return how long a line may be, which is a record too, and the limits that say so."""
    line, record = limits.line_bytes, limits.record_bytes
    if line == record:
        return line, "limits line_bytes and record_bytes"
    return min((line, "limit line_bytes"), (record, "limit record_bytes"))


def _rest(first: bytes, stream: BinaryIO, limits: Limits) -> bytes:
    data = first + stream.read(limits.whole_bytes)
    if len(data) > limits.whole_bytes:
        raise TooLarge("too long to be held as a whole (limit whole_bytes); write it as JSON lines")
    return data


def _unmarked(data: bytes) -> bytes:
    return data[3:] if data.startswith(codecs.BOM_UTF8) else data


def _is_whole(first: bytes) -> bool:
    """Say whether the file is one value over many lines: its first line is not a value by itself."""
    start = first.strip()
    if start.startswith(b"["):
        return True
    if start not in (b"{",) and start.endswith(b"}"):
        try:
            value = _value(start)
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
            yield Fault(
                "too_large", f"longer than one article may be ({which}); split or drop the line", number
            )
            continue
        raw = line.strip()
        if raw:
            yield _record(raw, number, notes)


def _record(raw: bytes, number: int, notes: tuple[Note, ...]) -> Record | Fault:
    try:
        value = _value(raw)
    except UnicodeDecodeError:
        text, told = encoding.decode(raw)
        notes = (*notes, *told)
        try:
            value = _value(text)
        except ValueError as error:
            return _broken(error, number)
    except ValueError as error:
        return _broken(error, number)
    except RecursionError:
        return Fault("bad_json", "nested too deeply to be an article; check how the file was made", number)
    if not isinstance(value, dict):
        return Fault(
            "bad_json",
            f'holds a {_kind(value)}, not an object with named values such as {{"text": ...}}',
            number,
        )
    return Record(value, raw, number, notes=notes)


def _value(text: str | bytes) -> Any:
    """Return what some JSON says; a number with more digits than Python makes one of stays as written."""
    try:
        return json.loads(text)
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise
    except ValueError:
        return json.loads(text, parse_int=_number)


def _number(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


def _broken(error: ValueError, number: int) -> Fault:
    said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
    place = f" at character {error.pos + 1}" if isinstance(error, json.JSONDecodeError) else ""
    return Fault(
        "bad_json", f"not whole JSON ({said}{place}); the line may be cut off: save the file again", number
    )


def _whole(data: bytes) -> Iterator[Record | Fault]:
    text, notes = encoding.decode(data)
    try:
        value = _value(text)
    except RecursionError:
        yield Fault("bad_json", "nested too deeply to hold articles; check how the file was made")
        return
    except ValueError as error:
        said = error.msg if isinstance(error, json.JSONDecodeError) else str(error)
        line = f" in line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        yield Fault("bad_json", f"not whole JSON ({said}{line}); the file may be cut off: save it again")
        return
    items = value if isinstance(value, list) else _wrapped(value) if isinstance(value, dict) else None
    if items is None and isinstance(value, dict):
        yield Record(value, text.encode(), 0, notes=notes)
        return
    if not items:
        yield Fault("empty", "holds no articles", kind="skipped")
        return
    for number, item in enumerate(items, 1):
        if isinstance(item, dict):
            yield Record(
                item,
                json.dumps(item, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass"),
                number,
                notes=notes,
            )
        else:
            yield Fault("bad_json", f"holds a {_kind(item)}, not an object with named values", number)


def _wrapped(value: dict[str, Any]) -> list[Any] | None:
    for name in _WRAPPERS:
        inner = value.get(name)
        if isinstance(inner, list) and inner and all(isinstance(item, dict) for item in inner):
            return inner
        if isinstance(inner, dict) and (deeper := _wrapped(inner)) is not None:
            return deeper
    return None


def _kind(value: object) -> str:
    return {
        list: "list",
        str: "string",
        int: "number",
        float: "number",
        bool: "true or false",
        type(None): "null",
    }.get(type(value), "value")
