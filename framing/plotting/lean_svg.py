"""An SVG as matplotlib writes it, in fewer bytes and with ids of its own, without a change to what is seen.

What goes is what nobody needs: names that nothing refers to, digits finer than any printer's, a style
repeated on each point of a cloud. Letters stay as they are, each a reference to its outline.
"""

from __future__ import annotations

import hashlib
import re

__all__ = ["alone", "lean"]

#: Where an SVG holds lengths, and what of them is finer than a hundredth of a point.
_PLACES = re.compile(r'\b(?:d|[xy][12]?)="[^"]*"|translate\([^)]*\)')
_FINE = re.compile(r"(\d\.\d\d)\d+")
_ZEROS = re.compile(r"(\d)\.0+(?=[ ,)\"])|(\.\d*?[1-9])0+(?=[ ,)\"])")
_REFERENCE = re.compile(r'(?<=href="#)[^"]+|(?<=url\(#)[^)]+')
_ID = re.compile(r' id="([^"]*)"')
#: A letter keeps the name of its font and its number: who would write words as words again needs them.
_LETTER = re.compile(r"DejaVuSans\S*$")
_SHIFTED = re.compile(r'(<use [^>]*?) transform="translate\(([-\d.]+) 0\)"')
_CLOUD = re.compile(r"<g>\n((?:<use [^>]*/>\n){2,})</g>")
_STYLE = re.compile(r' style="([^"]*)"')
_NAMES = "abcdefghijklmnopqrstuvwxyz0123456789"


def lean(svg: str) -> str:
    """Return the ``<svg>`` element alone, leaner, with ids that no other figure has.

    Parameters
    ----------
    svg : str
        A whole file, as matplotlib writes it.

    Examples
    --------
    >>> lean('<?xml?><svg><g id="b"><path id="a" d="M 1.2345 2.00"/></g><use href="#a" x="0.50"/></svg>')
    '<svg><g><path id="ffd2afaa" d="M 1.23 2"/></g><use href="#ffd2afaa" x="0.5"/></svg>'
    """
    svg = re.sub(r"\s*<metadata>.*?</metadata>", "", svg[svg.index("<svg") :], flags=re.DOTALL)
    svg = re.sub(r"\n +", "\n", _PLACES.sub(_short, svg))
    svg = _CLOUD.sub(_one_style, svg)
    own = "f" + hashlib.sha256(svg.encode()).hexdigest()[:6]
    names = enumerate(dict.fromkeys(_REFERENCE.findall(svg)))
    short = {name: own + (f"-{name}" if _LETTER.match(name) else _name(place)) for place, name in names}
    svg = _REFERENCE.sub(lambda found: short[found[0]], svg)
    return _ID.sub(lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", svg)


def alone(svg: str) -> str:
    """Return a figure of `lean` in fewer bytes still, for a file of its own: letters have short names too.

    >>> alone('<svg><!-- n --><use href="#fab-DejaVuSans-51" transform="translate(63.62 0)"/></svg>')
    '<svg><use href="#a" x="63.62"/></svg>'
    """
    svg = re.sub(r"<!--.*?-->\n?", "", svg, flags=re.DOTALL)
    svg = _SHIFTED.sub(r'\1 x="\2"', svg)
    short = {name: _name(place) for place, name in enumerate(dict.fromkeys(_REFERENCE.findall(svg)))}
    svg = _REFERENCE.sub(lambda found: short[found[0]], svg)
    return _ID.sub(lambda found: f' id="{short.get(found[1], found[1])}"', svg)


def _short(found: re.Match[str]) -> str:
    return _ZEROS.sub(lambda end: end[1] or end[2], _FINE.sub(r"\1", found[0]))


def _one_style(found: re.Match[str]) -> str:
    """Write the style of a cloud of points once."""
    styles = set(_STYLE.findall(found[1]))
    if len(styles) != 1 or found[1].count("style=") != found[1].count("<use "):
        return found[0]
    return f'<g style="{styles.pop()}">\n{_STYLE.sub("", found[1])}</g>'


def _name(place: int) -> str:
    """Return a short name; no two places have the same.

    >>> _name(0), _name(35), _name(36)
    ('a', '9', 'ba')
    """
    name = ""
    while True:
        place, rest = divmod(place, len(_NAMES))
        name = _NAMES[rest] + name
        if not place:
            return name
