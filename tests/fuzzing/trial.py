"""One input tried: what its reader yields becomes rows and lines of the audit, and never anything else."""

from __future__ import annotations

import io
import time
from importlib import import_module
from typing import Any

from framing.corpus import outlets, parts
from framing.corpus.article import RowBuilder
from framing.corpus.files import FoundFile
from framing.corpus.limits import Limits
from framing.corpus.merge import Merged
from framing.corpus.records import Fault, Item, Record, Source
from framing.engine import process
from framing.errors import FramingError

__all__ = ["OLD_OFFICE", "SECONDS", "Failed", "NoSettings", "tried"]

#: How workbooks before 2007 begin. Their library takes more memory than there is for some that are damaged,
#: and aborts; loads read them in a process beside, whose memory is bounded, and so they are tried.
OLD_OFFICE = b"\xd0\xcf\x11\xe0"

#: No input may take longer, of the processor.
SECONDS = 10.0
#: By the clock it may, where many things run beside it; by then it hangs.
_HANGS = 90.0
#: So many bytes of any one input: a bound that hostile ones meet.
_LIMITS = Limits.of({"unpacked_bytes": 64 * 1024**2, "whole_bytes": 32 * 1024**2, "seconds": SECONDS})
_BUILDER: list[RowBuilder] = []


class Failed(AssertionError):
    """A traceback, a hang, or silence; says which, of which input."""


class NoSettings:
    """What a process beside is told before it tries anything: nothing."""

    def make_tools(self) -> NoSettings:
        return self


class _Beside(process.Steps):
    """An input that is tried in a process which may end over it."""

    tries = 1
    seconds = _HANGS
    memory = _LIMITS.memory

    def __init__(self, reader: Any, name: str, data: bytes) -> None:
        self.reader, self.name, self.data = reader and reader.__name__, name, data

    def run(self, tools: Any, settings: Any) -> Any:
        try:
            return _tried(self.reader and import_module(self.reader), self.name, self.data)
        except Failed as failed:
            return str(failed)

    def late(self) -> Any:
        return f"{self.name}: took longer than {_HANGS:.0f} s"

    def ended(self) -> Any:
        # A load says so in one line.
        return 0, 1


def tried(reader: Any, name: str, data: bytes, beside: process.Process) -> tuple[int, int]:
    """Read an input with one reader, and return how many records and faults it gave.

    Without a reader (None) the one is chosen that is surest of it, as it is for files. A workbook before 2007
    is read in the process beside.

    Raises
    ------
    Failed
        The reader raised something that no reader may raise, took too long, or said nothing at all.
    """
    if not data.startswith(OLD_OFFICE):
        return _tried(reader, name, data)
    (found,) = beside.do([_Beside(reader, name, data)])
    if not isinstance(found, tuple):
        raise Failed(found or f"{name}: the trial itself stopped")
    return found


def _tried(reader: Any, name: str, data: bytes) -> tuple[int, int]:
    begun = time.process_time()
    try:
        with process.limit_time(_HANGS):
            items = list(_items(reader, name, data))
            rows, told = _made(items, name)
    except FramingError as error:
        raise Failed(f"{name}: it stops all that is loaded: {error}") from None
    except process.Late:
        raise Failed(f"{name}: took longer than {_HANGS:.0f} s") from None
    stopped = [item for item in items if isinstance(item, Fault) and "its reader stopped" in item.detail]
    if stopped:
        raise Failed(f"{name}: {stopped[0].detail}")
    records = [item for item in items if isinstance(item, Record)]
    faults = [item for item in items if isinstance(item, Fault)]
    if data and not records and not faults:
        raise Failed(f"{name}: neither an article nor a word why there is none")
    if rows + told != len(records) + len(faults):
        raise Failed(f"{name}: {len(records) + len(faults)} found, {rows} kept and {told} told of")
    for fault in faults:
        if not fault.detail or "\n" in fault.detail or len(fault.detail) > 1_000:
            raise Failed(f"{name}: a fault of no use: {fault.detail[:200]!r}")
    if time.process_time() - begun > SECONDS:
        raise Failed(f"{name}: took longer than {SECONDS:.0f} s")
    return len(records), len(faults)


def _items(reader: Any, name: str, data: bytes) -> Any:
    source = Source(name, limits=_LIMITS)
    if reader is None:
        return parts.items(lambda: io.BytesIO(data), source)
    return parts.items(lambda: io.BytesIO(data), source, reader=reader)


def _made(items: list[Item], name: str) -> tuple[int, int]:
    """Make the tables of what was found, and return how many articles and lost ones stand in them."""
    if not _BUILDER:
        _BUILDER.append(RowBuilder(outlets.book()))
    found = FoundFile(path=None, source=Source(name), said={"outlet": "Harbour Courier"}, columns={})  # type: ignore[arg-type]
    merged = Merged()
    merged.add([parts.read_records(items, found, _BUILDER[0], None)])
    articles = merged.table()
    lost = sum(line.kind in ("duplicate", "skipped", "failed") for line in merged.audit.lines)
    merged.audit.table()
    # A sheet without articles is one line, however many rows it has.
    for line in merged.audit.lines:
        if line.rule == "no_text_column" and line.kind == "skipped":
            rows = [
                item for item in items if isinstance(item, Record) and f"sheet {item.sheet!r} " in line.detail
            ]
            lost += len(rows) - 1
    return len(articles), lost
