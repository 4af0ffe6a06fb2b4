"""Lines of a document, and which export's layout they have, whatever kind of file they came out of.

A database gives the same article as text, RTF, DOCX or PDF. What carries the
lines is the business of a reader; what they mean is that of a layout.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Protocol, runtime_checkable

from framing import plugins
from framing.corpus.records import Item, Source

__all__ = ["LOOK", "Layout", "Para", "choose", "layouts", "plain"]

#: So many first lines are shown to each layout.
LOOK = 400
#: A layout that is less sure than this is none.
_SURE = 50


class Para(NamedTuple):
    """One line or paragraph; an empty one is a blank line.

    Attributes
    ----------
    text : str
        Without line break.
    style : str
        Name of its style in the document: "Heading1", "Title", "List"; "" where there is none.
    bold : bool
        All of it is bold.
    size : float
        Of its letters, in points; 0 where unknown.
    """

    text: str
    style: str = ""
    bold: bool = False
    size: float = 0.0


@runtime_checkable
class Layout(Protocol):
    """A module that reads one database's export from its lines."""

    NAME: str

    def sniff(self, paras: Sequence[Para]) -> int:
        """Say from 0 to 100 how sure it is that some first lines are of its database."""

    def read(self, paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
        """Yield its articles; `carrier` is what the lines came in: txt, rtf, docx, odt, pdf, html."""


def layouts() -> dict[str, Any]:
    """Return the layouts there are, by name: the modules of ``corpus/layouts``, then entry points."""
    return plugins.modules("framing.corpus.layouts", "framing.layouts", ("NAME", "sniff", "read"))


def choose(paras: Sequence[Para]) -> Any | None:
    """Return the layout that is surest of some lines, or None where no layout knows them."""
    first = paras[:LOOK]
    sure = {name: module.sniff(first) for name, module in layouts().items()}
    best = max(sure, key=lambda name: sure[name], default=None)
    return layouts()[best] if best is not None and sure[best] >= _SURE else None


def plain(text: str) -> list[Para]:
    """Return the lines of a plain text.

    >>> [para.text for para in plain("One\\r\\n\\r\\ntwo")]
    ['One', '', 'two']
    """
    return [Para(line.rstrip()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
