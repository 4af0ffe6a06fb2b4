"""Write the words of a figure as words: matplotlib draws each letter as a shape, most of a figure's bytes.

A word keeps its place and its length, whatever font the reader's machine has: the browser fits its letters
into the length that it had. What is not plain words, as a formula, stays drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from xml.etree import ElementTree

__all__ = ["FAMILY", "letter"]

#: DejaVu is what was measured; Verdana has its widths, and one of both is on most machines.
FAMILY = "'DejaVu Sans',Verdana,sans-serif"

_HREF = "{http://www.w3.org/1999/xlink}href"
_GLYPH = re.compile(r"#(?:.*-)?DejaVuSans(|-Bold|-Oblique|-BoldOblique)-[0-9a-f]+")
_PLACE = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)( rotate\(-?[\d.]+\))? scale\((-?[\d.]+) -?[\d.]+\)")
_SHIFT = re.compile(r"translate\((-?[\d.]+) 0\)")
_STYLES = {"": "", "-Bold": "font-weight:bold", "-Oblique": "font-style:oblique"}
_STYLES["-BoldOblique"] = f"{_STYLES['-Bold']};{_STYLES['-Oblique']}"
#: Units of a glyph's path in one unit of the places of letters, and of these in the size of a font.
_UNITS, _SIZE = 64, 100


class _Word(NamedTuple):
    text: str
    letters: list[ElementTree.Element]
    offsets: list[float]
    styles: str


def letter(root: ElementTree.Element) -> None:
    """Replace drawn words by text, in place; comments, which tell what is drawn, go.

    Parameters
    ----------
    root : Element
        An SVG of matplotlib, parsed with its comments.
    """
    glyphs = {f"#{path.get('id')}": path for path in root.iter() if _is(path, "path") and path.get("id")}
    found = list(_words(root))
    widths = _widths(word for *_, word in found)
    for parent, place, group, word in found:
        parent[place] = _text(group, word, widths, glyphs)
    if found:
        root.set("font-family", FAMILY)
    for parent in list(root.iter()):
        for child in [c for c in parent if _is_comment(c)]:
            parent.remove(child)
    _keep(root, glyphs)


def _is(element: ElementTree.Element, name: str) -> bool:
    return isinstance(element.tag, str) and element.tag.rsplit("}", 1)[-1] == name


def _is_comment(element: ElementTree.Element) -> bool:
    # Of a comment the tag is the function that makes one.
    return not isinstance(element.tag, str)


def _href(element: ElementTree.Element) -> str:
    return element.get(_HREF) or element.get("href") or ""


def _words(
    root: ElementTree.Element,
) -> Iterator[tuple[ElementTree.Element, int, ElementTree.Element, _Word]]:
    for parent in list(root.iter()):
        children = list(parent)
        for place, (before, group) in enumerate(pairwise(children), 1):
            if _is_comment(before) and (word := _word(str(before.text), group)):
                yield parent, place, group, word


def _word(comment: str, group: ElementTree.Element) -> _Word | None:
    """Read a group as the word that the comment before it tells; None if it is no plain word."""
    text = unescape(comment.strip())
    # A comment can't hold two hyphens in a row, and markup folds spaces: there the drawing alone is exact.
    if not _is(group, "g") or not _PLACE.fullmatch(group.get("transform", "")):
        return None
    if not text or "- -" in text or text.endswith("-") or text != " ".join(text.split()):
        return None
    letters = [child for child in group if _is(child, "use")]
    fonts = {found[1] if (found := _GLYPH.fullmatch(_href(use))) else None for use in letters}
    if len(fonts) != 1 or None in fonts or not all(_is(c, "use") or _is(c, "defs") for c in group):
        return None
    offsets = []
    for use in letters:
        shift = _SHIFT.fullmatch(use.get("transform", "translate(0 0)"))
        if shift is None or set(use.attrib) - {_HREF, "href", "transform"}:
            return None
        offsets.append(float(shift[1]))
    if offsets != sorted(offsets):
        return None
    (font,) = fonts
    return _Word(text, letters, offsets, _STYLES[str(font)])


def _widths(words: Iterator[_Word]) -> dict[str, float]:
    """Return of each letter how far the one behind it stands, where one does."""
    widths: dict[str, float] = {}
    for word in words:
        for use, here, there in zip(word.letters, word.offsets, word.offsets[1:], strict=False):
            key = _href(use)
            widths[key] = max(widths.get(key, 0.0), there - here)
    return widths


def _text(
    group: ElementTree.Element,
    word: _Word,
    widths: Mapping[str, float],
    glyphs: Mapping[str, ElementTree.Element],
) -> ElementTree.Element:
    place = _PLACE.fullmatch(group.get("transform", ""))
    assert place is not None
    x, y, turn, scale = place.groups()
    size = float(scale)
    last = _href(word.letters[-1])
    length = size * (word.offsets[-1] + widths.get(last, _width(glyphs.get(last))))
    attributes = {"transform": f"translate({x} {y}){turn}"} if turn else {"x": x, "y": y}
    if len(word.text) > 1:
        attributes |= {"textLength": f"{length:.1f}", "lengthAdjust": "spacingAndGlyphs"}
    styles = [group.get("style", "").strip().rstrip(";"), f"font-size:{_SIZE * size:.4g}px", word.styles]
    attributes["style"] = ";".join(filter(None, styles))
    text = ElementTree.Element("text", attributes)
    text.text = word.text
    text.tail = group.tail
    return text


def _width(glyph: ElementTree.Element | None) -> float:
    """Guess how wide a letter is from its shape: as far behind as before."""
    steps = re.findall(r"[MLQ]([^A-Za-z]*)", glyph.get("d", "") if glyph is not None else "")
    places = [float(x) for step in steps for x in step.split()[::2]]
    return (max(places) + min(places)) / _UNITS if places else 0.0


def _keep(root: ElementTree.Element, glyphs: Mapping[str, ElementTree.Element]) -> None:
    """Bring back the shapes that what stays drawn refers to."""
    used = {_href(use) for use in root.iter() if _is(use, "use")}
    there = {f"#{path.get('id')}" for path in root.iter() if _is(path, "path")}
    if gone := [glyphs[key] for key in sorted(used & set(glyphs) - there)]:
        ElementTree.SubElement(root, "defs").extend(gone)
