"""Layouts of the databases' exports as lines, and documents that are such exports or written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from framing.corpus import lines, pasted
from framing.corpus.html import trees
from framing.corpus.lines import Para
from framing.corpus.records import Fault, Item, Note, Source
from framing.corpus.streams import Archive, Damaged, TooLarge

#: So many bytes a paragraph takes at least, on average: empty ones pack too well to be bounded by bytes.
_LEAST = 256


def read_document(
    paras: Iterable[Para],
    source: Source,
    carrier: str,
    data: Callable[[], Mapping[str, str]],
    told: Callable[[], Iterable[Note]] = tuple,
) -> Iterator[Item]:
    """Yield the articles of an export, or of a document by hand; what stops the reading is a fault behind.

    Parameters
    ----------
    paras : iterable of Para
    carrier : str
        What they come in: docx, rtf.
    data : function
        Gives what the document says of itself.
    told : function
        Gives what is to be said of what was left out.

    Raises
    ------
    TooLarge
        There are more paragraphs than any honest document within the limits has.
    """
    most = source.limits.whole_bytes // _LEAST
    found: list[Para] = []
    broken = ""
    try:
        for para in paras:
            if len(found) > most:
                raise TooLarge(f"holds more than {most:,} paragraphs (limit whole_bytes)")
            found.append(para)
    except trees.Refused as error:
        broken = str(error)
    layout = lines.choose(found)
    if layout is not None:
        yield from layout.read(found, source, carrier)
    elif sum(len(para.text) for para in found) > source.limits.record_bytes:
        yield Fault("too_large", "longer than one article may be (limit record_bytes); split it")
    elif found or not broken:
        raw = "\n".join(para.text for para in found).encode("utf-8", "surrogatepass")
        yield from pasted.articles(found, raw, data())
    yield from told()
    if broken:
        yield Fault("unreadable", f"the document's text {broken}; what stands before the fault was read")


def read_data(archive: Archive, part: str, columns: Mapping[str, str], source: Source) -> dict[str, str]:
    """Return what a document says of itself, in a part of its archive: names of elements to columns."""
    try:
        root = trees.xml(archive.read(part), source.limits)
    except (KeyError, Damaged, trees.Refused):
        return {}
    data: dict[str, str] = {}
    for element in root.iter(*(f"{{*}}{name}" for name in columns)):
        text = " ".join((element.text or "").split())[:300]
        data.setdefault(columns[element.tag.rpartition("}")[2]], text)
    return data


def count_noun(count: int, noun: str) -> str:
    """Return a number and its noun.

    >>> count_noun(1, "footnote"), count_noun(1200, "footnote")
    ('1 footnote', '1,200 footnotes')
    """
    return f"{count:,} {noun}{'s' * (count != 1)}"
