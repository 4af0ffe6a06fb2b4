"""How output reaches the disk: written aside, then moved into place, so that what was there stays whole.

A run that is cut off, by Ctrl-C, a full disk or a lost machine, leaves the old
output as it was. Nothing that framing didn't write is ever deleted.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from framing.errors import FramingError, brief, unknown

if TYPE_CHECKING:
    import pandas as pd


# Text in tables for spreadsheets: a cell that a spreadsheet would take for a formula is written as text.

#: What is put in front of a cell that would be taken for a formula.
SAFE = "'"
# White space and quotation marks in front are passed over by some programs. All of these, and the signs, in
# the width of Chinese and Japanese letters too.
_BEFORE = " \t\r\n\v\f\u00a0\u2007\u202f\u3000\ufeff'\"\u2018\u2019\u201c\u201d\uff02\uff07"
_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
_BREAKS = "\t\r\n"
# What a cell begins with that may be one; in most columns there is none.
_MAYBE = f"^[{re.escape(_BEFORE + _SIGNS)}]"
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)*|\.\d+)(?:[eE][+-]?\d+)?%?", re.ASCII)


def decode_sheet(data: bytes) -> tuple[str, str]:
    """Return the text of a table as spreadsheets save it, and the sign between its cells.

    Examples
    --------
    >>> decode_sheet(b"unit;value")
    ('unit;value', ';')
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            # Excel saves "CSV" in the machine's own letters.
            text = data.decode("cp1252", "replace")
    return text, max(",;\t", key=text.partition("\n")[0].count)


def is_formula(cell: str) -> bool:
    """Say whether a spreadsheet may take a text for a formula; a number with a sign is a number.

    Examples
    --------
    >>> [is_formula(cell) for cell in ("=1+1", " '+A1", "@user", "-0.5", "a = b", "'quoted'")]
    [True, True, True, False, False, False]
    """
    if not cell:
        return False
    if cell.lstrip(SAFE)[:1] in tuple(_BREAKS):
        return True
    bare = cell.lstrip(_BEFORE)
    return bare[:1] in tuple(_SIGNS) and not _NUMBER.fullmatch(cell)


def safe(cell: str) -> str:
    """Return a text so that a spreadsheet shows it; `undone` gives it back.

    Examples
    --------
    >>> safe("=1+1"), safe("'=1+1"), safe("plain")
    ("'=1+1", "''=1+1", 'plain')
    """
    return SAFE + cell if is_formula(cell) else cell


def undone(cell: str) -> str:
    """Return a text as it was before `safe` made it safe.

    It takes away one apostrophe where what is left would be taken for a formula. With another
    apostrophe in front that is still so, so that no text is left as it is that looks like a safe one.

    Examples
    --------
    >>> undone("'=1+1"), undone("''=1+1"), undone("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    return cell[1:] if cell.startswith(SAFE) and is_formula(cell[1:]) else cell


def safe_table(table: Any) -> Any:
    """Return an Arrow table whose texts and names of columns are safe; numbers and dates stay what they are.

    Parameters
    ----------
    table : pyarrow.Table

    Returns
    -------
    pyarrow.Table
        With as many columns, in the same order.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in table.columns:
        text = pa.types.is_string(column.type) or pa.types.is_large_string(column.type)
        if text and pc.any(pc.match_substring_regex(column, _MAYBE)).as_py():
            cells = [None if cell is None else safe(cell) for cell in column.to_pylist()]
            column = pa.chunked_array([pa.array(cells, column.type)])
        columns.append(column)
    return pa.table(columns, names=[safe(str(name)) for name in table.column_names])


# One output in the place of another: in one step where the system can, and by one run at a time.


def swap(aside: Path, target: Path) -> None:
    """Put one folder or file in the place of another, and remove the other.

    Where the system can exchange two names in one step (Linux, macOS) there is no
    moment at which `target` is neither the old nor the new one; elsewhere that moment
    is mended by the next run (`recover`).
    """
    if not target.exists():
        os.rename(aside, target)
        return
    if _exchanged(aside, target):
        _remove(aside)
        return
    old = aside.with_name(f".{target.name}.{os.getpid()}.old")
    os.rename(target, old)
    try:
        os.rename(aside, target)
    except BaseException:
        with suppress(OSError):
            os.rename(old, target)
        raise
    _remove(old)


def recover(target: Path, home: Path) -> None:
    """Clear up in a folder behind runs to a target that were cut off; who calls has it alone."""
    # Names with a process in them: what a user called so himself is not ours.
    ours = re.compile(rf"\.{re.escape(target.name)}\.\d+\.(old|partial)(?:\..*)?")
    for path in sorted(home.iterdir()):
        if found := ours.fullmatch(path.name):
            if found[1] == "old" and not target.exists():
                os.rename(path, target)
            else:
                _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def alone(target: Path, given: str, home: Path) -> Iterator[None]:
    """Have a target to oneself; the lock is the process's, and gone with it however it ends.

    Parameters
    ----------
    target : pathlib.Path
    given : str
        How the user called it.
    home : pathlib.Path
        Where the lock stands, and what is on its way to the target.

    Raises
    ------
    FramingError
        Another run writes to it.
    """
    path = home / f".{target.name}.lock"
    with path.open("a+b") as file:
        if not _locked(file):
            raise FramingError(
                f"{given}: another run is writing to it; wait until that is done, or name another folder"
            )
        try:
            recover(target, home)
            yield
        finally:
            # Removed while it is still ours: whoever opened it meanwhile finds that it is no longer the lock.
            with suppress(OSError):
                path.unlink()


def _locked(file: IO[bytes]) -> bool:
    """Lock a file, and say whether that was possible."""
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        locking: Any = msvcrt
        try:
            locking.locking(file.fileno(), locking.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # Some file systems know no locks: better to go on than to refuse all work there.
        return error.errno not in (errno.EWOULDBLOCK, errno.EACCES)
    try:
        return os.fstat(file.fileno()).st_ino == os.stat(file.name).st_ino
    except FileNotFoundError:
        return False


# <linux/fs.h>: RENAME_EXCHANGE; <sys/stdio.h> of macOS: RENAME_SWAP.
_EXCHANGE = 2
_AT_FDCWD = -100


def _exchanged(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system can't, and nothing was done."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        names = ctypes.c_char_p(os.fsencode(one)), ctypes.c_char_p(os.fsencode(other))
        if sys.platform == "linux":
            return int(library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)) == 0
        return sys.platform == "darwin" and int(library.renamex_np(*names, _EXCHANGE)) == 0
    except (OSError, AttributeError, TypeError):
        return False


# The one door for addresses: of a scheduler of dask; everything else is a path or is refused.

_SCHEDULER = re.compile(r"(?:tcp|tls)://(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?/?")


def is_address(where: object) -> bool:
    """Say whether a place is an address, as s3://bucket/folder or memory://folder, and no path.

    >>> is_address("memory://store"), is_address("store/"), is_address("C:/store")
    (True, False, False)
    """
    return isinstance(where, (str, os.PathLike)) and "://" in str(os.fspath(where))


def check_local(where: object, *, named: str = "", remedy: str = "name a file or folder") -> None:
    """Refuse an address where only a path of this machine will do.

    Parameters
    ----------
    where : path or str
    named : str, optional
        What names it (a file, a key, an argument), put in front.
    remedy : str, optional
        What to do instead.
    """
    if is_address(where):
        front = f"{named}: " if named else ""
        raise FramingError(f"{front}{brief(where)} is an address, which is not opened here; {remedy}")


def check_scheduler(address: object) -> str:
    """Return the address of a scheduler of dask, or "local".

    Raises
    ------
    FramingError
        It is neither tcp:// nor tls:// with a host.

    Examples
    --------
    >>> check_scheduler("tcp://head:8786")
    'tcp://head:8786'
    >>> check_scheduler("inproc://x")
    Traceback (most recent call last):
    framing.errors.FramingError: dask: 'inproc://x' is neither 'local' nor the address of a scheduler, as \
tcp://host:8786 or tls://host:8786
    """
    if isinstance(address, str) and (address == "local" or _SCHEDULER.fullmatch(address)):
        return address
    raise FramingError(
        f"dask: {brief(address)} is neither 'local' nor the address of a scheduler, as tcp://host:8786 or "
        "tls://host:8786"
    )


#: Rows that Parquet's writer puts in one group.
_STRETCH = 1 << 20

#: The file by which an output folder is known to be one of ours; it lists the files that came with it.
MARK = "provenance.json"


@contextmanager
def replaced_folder(
    destination: str | os.PathLike[str], *, ours: Callable[[Path], set[str]] | None = None
) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of `destination`.

    Files in `destination` that an earlier run didn't write are carried over.
    If the block raises, `destination` is left as it was. It is exchanged in one step where
    the system can, except for a mounted folder and the current one: those are exchanged
    item by item, so that a run that is killed just then leaves old items beside new ones.

    Parameters
    ----------
    destination : path
        The output folder; it and its parents are made where they don't exist.
    ours : callable, optional
        Returns what an earlier run wrote into a folder, by its name there, or raises `OSError` where it is
        none of ours; None asks the record of a run (`MARK`).

    Yields
    ------
    pathlib.Path
        The folder to write into, beside `destination`.

    Raises
    ------
    FramingError
        `destination` is a file, can't be written, as on a full disk, or holds files but no output of ours.
    """
    check_output(destination)
    target = Path(os.path.abspath(destination))
    # A mounted folder, or the one that a shell stands in, can't be exchanged as a whole.
    fixed = target.is_dir() and (os.path.ismount(target) or target.samefile(Path.cwd()))
    with _alone(target, destination, target if fixed else target.parent) as home:
        kept = _foreign(target, str(destination), ours or _recorded)
        aside = home / f".{target.name}.{os.getpid()}.partial"
        with _said(destination):
            aside.mkdir()
        try:
            with _own(destination, aside, target):
                yield aside
            with _said(destination):
                for relative in kept:
                    if not (aside / relative).exists():
                        (aside / relative).parent.mkdir(parents=True, exist_ok=True)
                        shutil.copy2(target / relative, aside / relative, follow_symlinks=False)
                if not fixed:
                    swap(aside, target)
                for item in sorted(aside.iterdir()) if fixed else ():
                    # What the one folder holds takes the place of what the other holds, item by item.
                    place = target / item.name
                    (os.replace if place.is_file() or not place.exists() else swap)(item, place)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def check_output(destination: str | os.PathLike[str]) -> None:
    """Refuse a name of output that is an address, or that no text can hold.

    Raises
    ------
    FramingError
        One line that shows the name with escapes.
    """
    check_local(destination, remedy="name a folder or file of this machine")
    try:
        os.fspath(destination).encode("utf-8")
    except UnicodeEncodeError:
        raise FramingError(
            f"{brief(os.fspath(destination))}: holds bytes that are no text in UTF-8, so that nothing could "
            "name it; give another"
        ) from None


def replaceable(destination: str | os.PathLike[str], ours: Callable[[Path], set[str]] | None = None) -> None:
    """Refuse what `replaced_folder` would refuse, before there is anything to write; raises as it does."""
    check_output(destination)
    _foreign(Path(os.path.abspath(destination)), str(destination), ours or _recorded)


@contextmanager
def _alone(target: Path, destination: str | os.PathLike[str], home: Path) -> Iterator[Path]:
    """Have a target to oneself; gives the folder in which to write aside."""
    with ExitStack() as stack:
        with _said(destination):
            home.mkdir(parents=True, exist_ok=True)
            stack.enter_context(alone(target, str(destination), home))
        yield home


@contextmanager
def replaced_file(destination: str | os.PathLike[str]) -> Iterator[Path]:
    """Give a path to write to; when the block ends well, the file takes the place of `destination`."""
    check_output(destination)
    target = Path(os.path.abspath(destination))
    if target.is_dir():
        raise FramingError(
            f"{destination}: is a folder; name a file, as {Path(destination) / 'articles.parquet'}"
        )
    with _alone(target, destination, target.parent) as home:
        aside = home / f".{target.name}.{os.getpid()}.partial{target.suffix}"
        with _said(destination):
            aside.touch()
        try:
            with _own(destination, aside, target):
                yield aside
            with _said(destination):
                os.replace(aside, target)
        finally:
            aside.unlink(missing_ok=True)


def write_table(frame: pd.DataFrame, path: Path) -> None:
    """Write a table as its suffix says: .parquet, .csv, .tsv or .jsonl.

    Parquet holds no trace of who wrote it beyond the format itself; CSV and
    TSV are UTF-8 with a header row, missing values empty; a text that a spreadsheet would
    take for a formula has an apostrophe in front, as `framing.io.formulas` says.

    Raises
    ------
    FramingError
        The suffix is none of these.
    """
    write_parts([frame], path)


#: How Parquet is packed: half the size of the library's default for tables of words.
_PACKED: Mapping[str, Any] = {"compression": "zstd", "compression_level": 9}


def write_parts(frames: Iterable[pd.DataFrame], path: Path) -> None:
    """Write a table that comes in parts, as `write_table` does; no more than one part is held.

    There must be one part at least, which may be empty; all have the same columns.
    """
    import pyarrow as pa
    from pyarrow import csv, parquet

    suffix = writable(path)
    options = csv.WriteOptions(delimiter="," if suffix == ".csv" else "\t")
    with named(path), ExitStack() as stack:
        writer: Any = None
        schema: Any = None
        for frame in frames:
            plain = frame.astype({c: "str" for c in frame.columns if str(frame[c].dtype) == "category"})
            if suffix == ".jsonl":
                writer = writer or stack.enter_context(path.open("w", encoding="utf8", newline="\n"))
                if not plain.empty:
                    plain.to_json(writer, orient="records", lines=True, force_ascii=False, date_format="iso")
                continue
            table = pa.Table.from_pandas(plain, schema=schema, preserve_index=False)
            # As strings are kept in memory is no matter of a file.
            kinds = [pa.large_string() if pa.types.is_string(one) else one for one in table.schema.types]
            schema = pa.schema(list(zip(table.schema.names, kinds, strict=True)))
            table = table.cast(schema)
            table = table if suffix == ".parquet" else safe_table(table)
            if writer is None and suffix == ".parquet":
                writer = stack.enter_context(parquet.ParquetWriter(path, table.schema, **_PACKED))
            elif writer is None:
                writer = stack.enter_context(csv.CSVWriter(path, table.schema, write_options=options))
            writer.write_table(table)


def writable(path: Path) -> str:
    """Return the suffix of a file that a table can be written to; raises `FramingError` for any other."""
    suffix = path.suffix.lower()
    if suffix not in {".parquet", ".csv", ".tsv", ".jsonl"}:
        raise FramingError(f"{path.name}: can't write {suffix or 'that'}; use .parquet, .csv, .tsv or .jsonl")
    return suffix


def write_tables(
    folder: Path,
    tables: Mapping[str, pd.DataFrame],
    provenance: Mapping[str, str],
    csv: Collection[str] = (),
) -> None:
    """Write each table as Parquet with the outlets' keys, and what people open as CSV with their names too.

    A table of over `framing.schema.CSV_ROWS` rows is written as Parquet alone, and so are those of
    `framing.schema.OF_PROGRAMS`, unless `csv` names them.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it doesn't exist.
    tables : mapping of str to pandas.DataFrame
        By the name of the file, without suffix.
    provenance : mapping of str to str
        Of each article by its id, so that invented text is marked in tables that don't carry it themselves.
        An article that isn't here is published; those that aren't will do.
    csv : collection of str
        Tables that are written as CSV too whoever opens them; "all" for every one.
    """
    from framing.schema import CSV_ROWS, OF_PROGRAMS
    from framing.views.vocabulary import name_outlets

    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        write_parts(_sliced(frame), folder / f"{name}.parquet")
        if (len(frame) > CSV_ROWS or name in OF_PROGRAMS) and not {name, "all"} & set(csv):
            continue
        marked = frame
        if "provenance" not in frame.columns and "article" in frame.columns:
            own = frame["article"].map(provenance).astype("str").fillna("published")
            marked = frame.assign(provenance=own)
        write_table(name_outlets(marked)[list(frame.columns)], folder / f"{name}.csv")


#: Characters of a cell of Excel.
_CELL = 32_767


def save_tables(path: str | os.PathLike[str], tables: Mapping[str, pd.DataFrame]) -> Path:
    """Write tables as one workbook of Excel, or into a folder as Parquet and CSV.

    Parameters
    ----------
    path : path
        Ends in .xlsx (a sheet a table, outlets by name, times in UTC), or is a folder.
    tables : mapping of str to pandas.DataFrame

    Raises
    ------
    FramingError
        Another suffix, a text longer than a cell of Excel holds, or the file can't be written.
    """
    import pandas as pd

    from framing.views.vocabulary import name_outlets

    path = Path(path)
    if path.suffix == "":
        write_tables(path, tables, {}, csv=("all",))
        return path
    if path.suffix.lower() != ".xlsx":
        raise unknown("suffix", path.suffix, (".xlsx", "none: a folder"), where=str(path))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "nan_inf_to_errors": True}
    with (
        replaced_file(path) as aside,
        pd.ExcelWriter(aside, engine="xlsxwriter", engine_kwargs={"options": options}) as book,
    ):
        book.book.set_properties({"created": dt.datetime(1980, 1, 1)})
        for name, table in tables.items():
            sheet = name_outlets(table)[list(table.columns)]
            for column in sheet.select_dtypes("datetimetz"):
                sheet[column] = sheet[column].dt.tz_convert("UTC").dt.tz_localize(None)
            for column in sheet.select_dtypes(["object", "string"]):
                if (long := sheet[column].astype("str").str.len() > _CELL).any():
                    raise FramingError(
                        f"{path}: {name}, column {column!r}, row {int(long.argmax())}: a cell of Excel holds "
                        f"{_CELL:,} characters; save into a folder, as Parquet and CSV"
                    )
            sheet.to_excel(book, sheet_name=name, index=False, freeze_panes=(1, 0))
    return path


def write_by_part(folder: Path, frames: Iterable[pd.DataFrame]) -> int:
    """Write a table that comes in parts as a folder of Parquet files, and return how many.

    Parameters
    ----------
    folder : pathlib.Path
        Made where it doesn't exist; gets part-00000.parquet and so on.
    frames : iterable of pandas.DataFrame
        As `Found.each` gives them; no more than one is held. Its column `row`, which counts articles of a
        run, is left out.
    """
    folder.mkdir(parents=True, exist_ok=True)
    number = -1
    for number, frame in enumerate(frames):
        own = frame.drop(columns="row", errors="ignore")
        write_table(own, folder / f"part-{number:05}.parquet")
    return number + 1


def _sliced(frame: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield a table in stretches as Parquet groups its rows, so that no more is held twice."""
    # What type a column of objects has, all of it says.
    whole = any(frame[name].dtype == object for name in frame.columns) or len(frame) <= _STRETCH
    for start in range(0, max(len(frame), 1), max(len(frame), 1) if whole else _STRETCH):
        yield frame if whole else frame.iloc[start : start + _STRETCH]


def _recorded(target: Path) -> set[str]:
    """Return what the record of a run says that it wrote."""
    record = json.loads((target / MARK).read_text("utf8"))
    return {MARK, *record["outputs"], *record.get("beside", ())}


def _foreign(target: Path, given: str, ours: Callable[[Path], set[str]]) -> list[str]:
    """List the files of an output folder that no earlier run wrote."""
    if not target.exists():
        return []
    if not target.is_dir():
        raise FramingError(f"{given}: is a file; name a folder to write to")
    found = [f for f in target.rglob("*") if f.is_symlink() or not f.is_dir()]
    lock = f".{target.name}.lock"
    present = sorted(f.relative_to(target).as_posix() for f in found if f.name != lock)
    if not present:
        return []
    try:
        written = ours(target)
    except (OSError, ValueError, KeyError, TypeError):
        raise FramingError(
            f"{given}: holds files that framing did not write ({present[0]}); name a new or an empty folder"
        ) from None
    return [name for name in present if name not in written]


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Have what the file system refuses name the file that is written; not all libraries say it."""
    try:
        yield
    except OSError as error:
        if error.filename is not None or not error.errno:
            raise
        raise OSError(error.errno, os.strerror(error.errno), str(path)) from None


@contextmanager
def _said(destination: str | os.PathLike[str]) -> Iterator[None]:
    """Turn a refusal of the file system into one line that says what to do."""
    try:
        yield
    except OSError as error:
        raise FramingError(f"{destination}: {_why(error)}") from None


@contextmanager
def _own(destination: str | os.PathLike[str], aside: Path, target: Path) -> Iterator[None]:
    """Do the same for what is written aside, whose path is no user's; what is read speaks for itself."""
    stays = "; the old output is as it was" if target.exists() else ""
    try:
        yield
    except OSError as error:
        # Of the folder that is written, in it, or a part of it beside it.
        inner = error.filename is not None and os.path.abspath(str(error.filename)).startswith(str(aside))
        if not inner and (error.filename is not None or error.errno not in _FULL):
            raise
        raise FramingError(f"{destination}: {_why(error)}{stays}") from None
    except FramingError as error:
        if not str(error).startswith(str(aside)):
            raise
        # Said by whoever wrote it, who knew no other path.
        cause = error.__context__
        said = _why(cause) if isinstance(cause, OSError) else str(error).partition(": ")[2]
        raise FramingError(f"{destination}: {said}{stays}") from None


#: What a disk, a quota or a bound of the process says once nothing more goes in; reading says none of it.
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


def _why(error: OSError) -> str:
    if error.errno == errno.ENOSPC:
        return "the disk is full; free some space or name another folder"
    reason = os.strerror(error.errno) if error.errno else str(error)
    more = "free some space or " if error.errno in _FULL else ""
    return f"can't be written ({reason.lower()}); {more}name another folder"
