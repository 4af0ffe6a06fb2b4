"""Whose page it is, and its record read by that outlet's layouts, once or again when more is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from framing.corpus import outlets
from framing.corpus.columns import FIELDS
from framing.corpus.html.layout import Layout
from framing.corpus.html.page import Page, read
from framing.corpus.outlets import Outlet
from framing.corpus.records import Note, Record

__all__ = ["Document", "guess", "names", "record_of", "settled"]


@dataclass(frozen=True)
class Document:
    """The page behind a record, and how the record was read from it.

    Attributes
    ----------
    page : Page
    key : str
        Outlet by whose layouts it was read; empty where none was known.
    layouts : tuple of Layout
        Those tried.
    layout : str, optional
        The one that fitted.
    credits : tuple of str
        Lines that say whom the text is from, cut from it.
    holders : tuple of str
        Whom the page's data name as source or owner of the text.
    removed : tuple of Note
        What was cut from the text, and the stamps from beside it.
    notes : tuple of Note
        What the reader decided before any outlet was known.
    """

    page: Page
    key: str = ""
    layouts: tuple[Layout, ...] = ()
    layout: str | None = None
    credits: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    removed: tuple[Note, ...] = ()
    notes: tuple[Note, ...] = ()


def guess(page: Page) -> Outlet | None:
    """Return the shipped outlet whose page it is by its address, or by the name it gives its site."""
    book, said = outlets.book(), page.about
    keys = [book.by_url(said.url) if said.url else None, *(book.resolve(name) for name in said.names)]
    return next((book.entries[key] for key in keys if key in book.entries), None)


def settled(record: Record, outlet: Outlet) -> Record:
    """Return a page's record as this outlet's layouts read it; any other record as it is."""
    document = record.document
    if not isinstance(document, Document) or document.layouts == outlet.layouts == ():
        return record
    if (document.key, document.layouts) == (outlet.key, outlet.layouts):
        return record
    return record_of(document.page, outlet, record.raw, document.notes)


def names(record: Record, known: Mapping[str, str]) -> dict[str, str]:
    """Return which of a record's fields is which of ours, where a page has given it under our own names."""
    return {**{name: name for name in FIELDS if name in record.fields}, **known}


def record_of(page: Page, outlet: Outlet | None, raw: bytes, notes: tuple[Note, ...]) -> Record:
    """Return the record that a page gives when it is this outlet's."""
    reading = read(page, outlet)
    document = Document(
        page,
        outlet.key if outlet else "",
        outlet.layouts if outlet else (),
        reading.layout,
        tuple(reading.credits),
        tuple(reading.holders),
        (*reading.removed, *(Note("removed", "stamp", line) for line in reading.stamps)),
        notes,
    )
    return Record(
        reading.fields,
        raw,
        blocks=reading.blocks,
        page="title" not in reading.fields,
        notes=(*notes, *reading.notes),
        document=document,
    )
