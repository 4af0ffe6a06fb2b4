"""Make an SVG small without changing what is seen, so that a page with many figures stays light.

matplotlib writes six decimals, a name for each group, the same style again and
again, and letters as shapes. Two decimals of a point are finer than any screen; names that nothing
refers to, comments and white space go; styles become classes; paths run in
relative steps; words become words (see `lettering`). What can't be parsed is left as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from itertools import groupby, pairwise
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape

__all__ = ["compact"]


# Write the words of a figure as words: matplotlib draws each letter as a shape, most of a figure's bytes.

#: DejaVu is what was measured; Verdana has its widths, and one of both is on most machines.
FAMILY = "'DejaVu Sans',Verdana,sans-serif"

_HREF = "{http://www.w3.org/1999/xlink}href"
_GLYPH = re.compile(r"#(?:.*-)?DejaVuSans(|-Bold|-Oblique|-BoldOblique)-[0-9a-f]+")
_PLACE = re.compile(r"translate\((-?[\d.]+) (-?[\d.]+)\)( rotate\(-?[\d.]+\))? scale\((-?[\d.]+) -?[\d.]+\)")
_SHIFT_LETTERING = re.compile(r"translate\((-?[\d.]+) 0\)")
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
        shift = _SHIFT_LETTERING.fullmatch(use.get("transform", "translate(0 0)"))
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


_WORDS = {"text", "tspan", "style", "title", "desc"}
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SHIFT = re.compile(r"translate\(([-.\d]+)[ ,]+([-.\d]+)\)")
_STEPS = {"M": 1, "L": 1, "Q": 2, "C": 3}


def compact(svg: str) -> str:
    """Return the drawing in fewer bytes.

    Parameters
    ----------
    svg : str
        A whole SVG, as matplotlib saves it.

    Returns
    -------
    str
        From ``<svg`` on; attributes in single quotes.

    Examples
    --------
    >>> compact('<svg xmlns="http://www.w3.org/2000/svg"><g id="a"><path d="M 1.2345 2 L 3 4.0"/></g></svg>')
    "<svg xmlns='http://www.w3.org/2000/svg'><path d='M1.23 2l1.77 2'/></svg>"
    """
    start = svg.find("<svg")
    text = svg[max(start, 0) :].strip()
    try:
        told = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
        root = ElementTree.fromstring(text, told)
    except ElementTree.ParseError:
        return text
    letter(root)
    for parent in list(root.iter()):
        for child in list(parent):
            if _name(child.tag) == "metadata":
                parent.remove(child)
    _shorten_ids(root)
    for element in root.iter():
        _round(element)
        _as_circle(element)
    styles = _classes(root)
    _share(root)
    _flatten(root)
    _join(root)
    return "".join(_written(root, styles, top=True))


def _name(tag: str) -> str:
    return tag.rsplit("}", 1)[-1]


def _shorten_ids(root: ElementTree.Element) -> None:
    """Drop the ids that nothing refers to, and number the others."""
    used = set(re.findall(r"#([\w.:-]+)", " ".join(v for e in root.iter() for v in e.attrib.values())))
    new: dict[str, str] = {}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in used and name is not None:
            element.set("id", new.setdefault(name, f"i{len(new)}"))
    for element in root.iter():
        for key, value in element.attrib.items():
            if "#" in value:
                element.set(key, re.sub(r"#([\w.:-]+)", lambda m: f"#{new.get(m[1], m[1])}", value))


def _round(element: ElementTree.Element) -> None:
    for key, value in element.attrib.items():
        if key == "d":
            element.set(key, _path(value))
        elif key in {"x", "y"} and _name(element.tag) == "use":
            element.set(key, _short(round(float(value), 1)))
        elif key in {"x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "points"}:
            element.set(key, _NUMBER.sub(lambda m: _short(float(m[0])), value))
        elif key == "transform" and _name(element.tag) == "use" and (shift := _SHIFT.fullmatch(value)):
            # Letters of a word are moved, nothing else: a place says the same in fewer bytes.
            del element.attrib["transform"]
            for axis, amount in zip("xy", map(float, shift.groups()), strict=True):
                if round(amount, 1):
                    element.set(axis, _short(round(amount, 1)))
            return
        elif key == "transform":
            # A scale of glyphs needs all its digits; a shift needs two.
            element.set(key, re.sub(r"translate\([^)]*\)", lambda m: _NUMBER.sub(_two, m[0]), value))


def _two(match: re.Match[str]) -> str:
    return _short(float(match[0]))


def _short(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return "0" if text in {"-0", ""} else text


def _path(d: str) -> str:
    """Write absolute moves, lines and curves as relative steps; any other path with shorter numbers."""
    parts = re.findall(r"([A-Za-z])([^A-Za-z]*)", d)
    if any(command not in "MLQCZz" for command, _ in parts):
        return " ".join(_NUMBER.sub(_two, d).split())
    said: list[str] = []
    x = y = x0 = y0 = 0.0
    for command, body in parts:
        if command in "Zz":
            said.append("z")
            x, y = x0, y0
            continue
        values = [float(v) for v in _NUMBER.findall(body)]
        size = 2 * _STEPS[command]
        for begin in range(0, len(values) - size + 1, size):
            own = values[begin : begin + size]
            points = list(zip(own[::2], own[1::2], strict=True))
            if command == "M" and begin == 0:
                x, y = (round(v, 2) for v in points[0])
                x0, y0 = x, y
                said.append(f"M{_short(x)} {_short(y)}")
                continue
            steps = [round(v, 2) for px, py in points for v in (px - x, py - y)]
            # From the place as it was written, so that rounding does not add up along the path.
            x, y = x + steps[-2], y + steps[-1]
            said.append(("l" if command == "M" else command.lower()) + " ".join(map(_short, steps)))
    return "".join(said).replace(" -", "-")


def _as_circle(element: ElementTree.Element) -> None:
    """Write a point as the circle it is: matplotlib draws one as eight curves."""
    steps = re.findall(r"[a-z][^a-z]*", element.get("d", "")[1:])
    if [step[0] for step in steps] != ["c"] * 8 + ["z"] or element.get("transform"):
        return
    x, y = (float(v) for v in _NUMBER.findall(element.attrib["d"])[:2])
    ends = []
    for step in steps[:8]:
        *_, dx, dy = (float(v) for v in _NUMBER.findall(step))
        x, y = x + dx, y + dy
        ends.append((x, y))
    cx, cy = (sum(axis) / 8 for axis in zip(*ends, strict=True))
    radii = [((px - cx) ** 2 + (py - cy) ** 2) ** 0.5 for px, py in ends]
    if max(radii) - min(radii) < 0.05:
        element.tag = "circle"
        del element.attrib["d"]
        for key, value in (("cx", cx), ("cy", cy), ("r", sum(radii) / 8)):
            element.set(key, _short(value))


def _share(root: ElementTree.Element) -> None:
    """Draw a word that stands more than once from its first place: a panel's labels are those of the next."""
    words: dict[tuple[tuple[str, ...], ...], list[ElementTree.Element]] = {}
    for group in root.iter():
        letters = [child for child in group if _name(child.tag) == "use"]
        if len(letters) > 2 and all(_name(child.tag) in {"use", "defs"} for child in group):
            key = tuple(tuple(f"{k}={v}" for k, v in sorted(letter.attrib.items())) for letter in letters)
            words.setdefault(key, []).append(group)
    for number, groups in enumerate(groups for groups in words.values() if len(groups) > 1):
        for place, group in enumerate(groups):
            letters = [child for child in group if _name(child.tag) == "use"]
            for use in letters:
                group.remove(use)
            if place == 0:
                word = ElementTree.SubElement(group, "g", {"id": f"w{number}"})
                word.extend(letters)
            else:
                ElementTree.SubElement(group, "use", {"href": f"#w{number}"})


def _classes(root: ElementTree.Element) -> dict[str, str]:
    """Replace styles that stand more than once by classes, and return the classes by style."""
    counts: Counter[str] = Counter()
    for element in root.iter():
        if "style" in element.attrib:
            rules = (rule.split(":", 1) for rule in element.attrib["style"].split(";") if ":" in rule)
            style = ";".join(f"{key.strip()}:{value.strip()}" for key, value in rules)
            element.set("style", style)
            counts[style] += 1
    names = {style: f"s{n}" for n, (style, count) in enumerate(sorted(counts.items())) if count > 1}
    for element in root.iter():
        if "class" not in element.attrib and element.get("style") in names:
            element.set("class", names[element.attrib.pop("style")])
    return names


def _flatten(root: ElementTree.Element) -> None:
    """Drop groups that say nothing and hold nothing, and put what they hold in their place."""
    for parent in list(root.iter()):
        kept: list[ElementTree.Element] = []
        waiting = list(parent)[::-1]
        while waiting:
            child = waiting.pop()
            if _name(child.tag) == "g" and not child.attrib:
                waiting += list(child)[::-1]
            elif _name(child.tag) not in {"g", "defs"} or len(child):
                kept.append(child)
        parent[:] = kept


def _join(root: ElementTree.Element) -> None:
    """Say once for neighbours where they end, what each of them says."""
    for parent in list(root.iter()):
        kept: list[ElementTree.Element] = []
        for clip, run in groupby(parent, key=_clip):
            own = list(run)
            if clip is None or len(own) == 1:
                kept += own
                continue
            group = ElementTree.Element("g", {"clip-path": clip})
            for child in own:
                del child.attrib["clip-path"]
            group.extend(own)
            kept.append(group)
        parent[:] = kept


def _clip(element: ElementTree.Element) -> str | None:
    # Where an element is turned or moved, so is what it is cut by.
    return None if "transform" in element.attrib else element.get("clip-path")


def _written(element: ElementTree.Element, styles: dict[str, str], *, top: bool = False) -> Iterator[str]:
    name = _name(element.tag)
    keep = name in _WORDS
    attributes = "".join(
        f" {_name(key)}='{escape(value, {chr(39): '&#39;'})}'" for key, value in element.attrib.items()
    )
    space = " xmlns='http://www.w3.org/2000/svg'" if top else ""
    inner = [escape(element.text)] if element.text and (keep or element.text.strip()) else []
    if top and styles:
        inner.append(f"<style>{''.join(f'.{c}{{{escape(s)}}}' for s, c in styles.items())}</style>")
    for child in element:
        inner += _written(child, styles)
        if child.tail and (keep or child.tail.strip()):
            inner.append(escape(child.tail))
    if inner:
        yield f"<{name}{space}{attributes}>"
        yield from inner
        yield f"</{name}>"
    else:
        yield f"<{name}{space}{attributes}/>"
