"""XML and HTML as trees, without what makes them dangerous: no entities, DTD or network, bounded depth."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from framing.corpus.calm import calm
from framing.corpus.limits import Limits

__all__ = ["Refused", "events", "html", "lacking", "xml"]

# A document type with definitions of its own: what could make a page of a line, or fetch a file.
_DEFINES = re.compile(rb"<!DOCTYPE[^>\[]{0,2000}\[|<!ENTITY", re.IGNORECASE)
_LOOK = 65536


class Refused(ValueError):
    """XML that defines entities, nests too deeply, or is broken; says which."""


# 55296 to 57343, or D800 to DFFF.
_HALF = re.compile(
    rb"&#(?:0*(?:5529[6-9]|55[3-9]\d\d|56\d\d\d|57[0-2]\d\d|573[0-3]\d|5734[0-3])|[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2});"
)


def _parser_options(recover: bool) -> dict[str, Any]:
    # huge_tree lifts libxml2's bound on the length of one text, which articles of 10 MB exceed; depth is
    # looked at here, and entities, which the bound is against, are never resolved.
    return {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "dtd_validation": False,
        "recover": recover,
        "huge_tree": True,
        "remove_comments": True,
        "remove_pis": True,
    }


def xml(data: bytes, limits: Limits, *, recover: bool = False) -> Any:
    """Return the root of some XML.

    Parameters
    ----------
    data : bytes
    limits : Limits
        Of which `nesting` bounds the depth.
    recover : bool
        Go on behind what is broken, as far as libxml2 can.

    Raises
    ------
    Refused
        It defines entities, nests too deeply, or is no XML.
    """
    from lxml import etree

    _look(data)
    if recover:
        # Numbers of halves of characters, for which libxml2 would make bytes that are no text.
        data = _HALF.sub(b"&#xFFFD;", data)
    depth = 0
    root = None
    try:
        for event, element in etree.iterparse(
            io.BytesIO(data), events=("start", "end"), **_parser_options(recover)
        ):
            if event == "start":
                root = element if root is None else root
                depth += 1
                _deep(depth, limits)
            else:
                depth -= 1
    except etree.XMLSyntaxError as error:
        lacking(error)
        raise Refused(_said(error)) from None
    if root is None:
        raise Refused("holds no XML")
    return root


def events(
    stream: BinaryIO, tag: str | Iterable[str], limits: Limits, *, recover: bool = False
) -> Iterator[Any]:
    """Yield each element of some names as it ends; it is emptied then, so that a long file needs no memory.

    Parameters
    ----------
    stream : binary file
    tag : str or iterable of str
        Names with their namespace, as ``{uri}name`` or ``{*}name``.

    Raises
    ------
    Refused
        As in `xml`.
    """
    from lxml import etree

    head = stream.read(_LOOK)
    _look(head)
    parser = etree.XMLPullParser(
        events=("end",), tag=tag if isinstance(tag, str) else list(tag), **_parser_options(recover)
    )
    try:
        data = head
        while data:
            parser.feed(data)
            for _, element in parser.read_events():
                yield element
                _emptied(element)
            data = stream.read(_LOOK)
        parser.close()
        for _, element in parser.read_events():
            yield element
            _emptied(element)
    except etree.XMLSyntaxError as error:
        lacking(error)
        raise Refused(_said(error)) from None


def _emptied(element: Any) -> None:
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]


def html(text: str) -> Any | None:
    """Return the root of some HTML, or None where there is none; libxml2 leaves out what nests too deeply."""
    from lxml import etree
    from lxml import html as lxml_html

    try:
        # Bytes in a declared encoding: a text that declares another one would be refused.
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=False, no_network=True)
        return lxml_html.document_fromstring(calm(text).encode("utf-8", "surrogatepass"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        lacking(error)
        return None


def lacking(error: Exception) -> None:
    """Raise that memory lacks where libxml2 says so: to it a page is broken by that."""
    from lxml import etree

    if isinstance(error, etree.LxmlError) and getattr(error, "code", 0) == etree.ErrorTypes.ERR_NO_MEMORY:
        raise MemoryError from error


def _look(data: bytes) -> None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data[:4]:
        data = data.replace(b"\x00", b"")
    if _DEFINES.search(data[:_LOOK]):
        raise Refused("defines entities of its own, which is never read; save it without a document type")


def _deep(depth: int, limits: Limits) -> None:
    if depth > limits.nesting:
        raise Refused(f"nests elements more than {limits.nesting} deep (limit nesting)")


def _said(error: Exception) -> str:
    said = " ".join(str(error).split())[:120]
    if "depth" in said:
        return "nests elements too deeply to be honest; export it again"
    return f"is no whole XML ({said}); export it again"
