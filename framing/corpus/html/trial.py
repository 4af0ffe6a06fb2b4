"""What an outlet's file does to one saved page, line by line: so that writing one takes a few minutes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from framing.corpus import article, encoding, outlets, streams
from framing.corpus.article import Made, RowBuilder
from framing.corpus.columns import exact
from framing.corpus.html import fallback as fallback
from framing.corpus.html import layout as xpaths
from framing.corpus.html.layout import Layout
from framing.corpus.html.page import Page, Reading, make_record
from framing.corpus.limits import Limits
from framing.corpus.outlets import Book, Outlet
from framing.corpus.records import Record
from framing.errors import FramingError

_FIELDS = ("title", "published", "updated", "authors", "section", "genre", "wire", "url", "status")
_LETTERS = {"p": " ", "h": "#", "q": ">", "l": "-"}
_WIDEST = 160


def show(outlet_file: str | os.PathLike[str], page_path: str | os.PathLike[str]) -> str:
    """Return, as text for a terminal, what an outlet's rules keep of a page and what they cut.

    Parameters
    ----------
    outlet_file : path
        A TOML file, or the key of a shipped outlet.
    page_path : path
        A saved page, gzip or not.

    Returns
    -------
    str
        Which layout fits, and why the others don't; the fields; each paragraph kept (``#`` a
        subhead, ``-`` a list item, ``>`` a quotation); each piece cut, with its rule; and what rules for
        any page would keep that these don't.

    Raises
    ------
    FramingError
        A file isn't there, the rules are wrong, or the page holds no text.
    """
    book, outlet = _outlet(outlet_file)
    raw, shown = _bytes(page_path), os.fspath(page_path)
    source, notes = encoding.decode(raw)
    page = Page(source)
    if page.tree is None:
        raise FramingError(f"{shown!r} is no page: it holds no HTML; save the page itself")
    record = make_record(page, outlet, raw, notes)
    if not record.fields.get("text"):
        raise FramingError(f"{shown!r} holds no text of an article; save the page when it has loaded")
    builder = RowBuilder(book, {"": outlet.key, "*": outlet.key})
    made = builder.make(record, exact(record.fields)[0], {}, Path(shown).name)
    if not isinstance(made, Made):
        raise FramingError(f"{shown!r}: {made.detail}")
    return "\n".join(_written(outlet, page, record, made))


def _outlet(given: str | os.PathLike[str]) -> tuple[Book, Outlet]:
    path = Path(given)
    if path.is_file():
        book = outlets.with_folder(path)
        return book, book[path.stem]
    book = outlets.book()
    if str(given) in book.entries:
        return book, book[str(given)]
    raise FramingError(f"outlet {str(given)!r} is no file and no outlet that is shipped; give a TOML file")


def _bytes(page_path: str | os.PathLike[str]) -> bytes:
    most = (limits := Limits()).record_bytes
    try:
        with streams.open_bounded(Path(page_path), limits) as stream:
            raw = stream.read(most + 1)
    except (OSError, EOFError) as error:
        said = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FramingError(f"page {os.fspath(page_path)!r} can't be read ({said})") from None
    if len(raw) > most:
        raise FramingError(f"page {os.fspath(page_path)!r} is longer than {most // 1024**2} MB")
    return raw


def _written(outlet: Outlet, page: Page, record: Record, made: Made) -> Iterable[str]:
    document = record.document
    layout = document.layout if isinstance(document, Reading) else None
    yield f"{outlet.name}: " + (
        f"layout {layout!r} fits" if layout else "no layout fits; read as any page is"
    )
    for tried in outlet.layouts:
        if tried.name == layout:
            break
        yield f"  {tried.name!r}: {_why_not(tried, page)}"
    yield ""
    yield from (f"{name:10} {article.string(made.row.get(name)) or '-'}" for name in _FIELDS)
    paragraphs = str(made.row["text"]).split("\n\n")
    yield f"\nkept ({len(paragraphs):,}), # subhead, - list item, > quotation"
    for text, letter in zip(paragraphs, str(made.row["blocks"]), strict=True):
        yield f"  {_LETTERS.get(letter, ' ')} {_cut(text)}"
    removed = [note for note in made.notes if note.kind == "removed"]
    others = [note for note in made.notes if note.kind != "removed"]
    for head, notes in ((f"cut ({len(removed):,}), by rule", removed), ("noted", others)):
        if notes is removed or notes:
            yield f"\n{head}"
        yield from (f"  {note.rule:14} {_cut(note.detail)}" for note in notes)
    # What these rules neither keep nor cut shows that `body` may be too narrow.
    assert page.tree is not None
    known = "\n".join((*paragraphs, *(note.detail for note in made.notes)))
    missing = [line for line, _ in fallback.body(page.tree, page.source, page.about.url) if line not in known]
    if missing:
        yield f"\nneither kept nor cut here, but rules for any page would keep ({len(missing):,})"
        yield from (f"    {_cut(line)}" for line in missing)


def _why_not(layout: Layout, page: Page) -> str:
    tree = page.tree
    assert tree is not None
    if layout.when and not any(xpaths.finds(path, tree) for path in layout.when):
        return "nothing on the page meets its `when`"
    if layout.strategy == "jsonld":
        return "the page's JSON-LD holds no articleBody"
    if not any(xpaths.elements(path, tree) for path in layout.body):
        return "its `body` finds no element"
    return "what its `body` finds holds no text, or all of it is cut"


def _cut(text: str) -> str:
    width = min(shutil.get_terminal_size((100, 24)).columns, _WIDEST) - 20
    return text if len(text) <= width else f"{text[: width - 1]}…"
