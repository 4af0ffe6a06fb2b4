"""HTML without the one thing that libxml2 never comes back from: a tag with thousands of attributes.

Each attribute is compared with all before it, so that two megabytes of them
take minutes, in a library that can't be interrupted. No page has such a tag.
"""

from __future__ import annotations

import re

__all__ = ["calm"]

#: Shorter texts, and shorter tags, do no harm.
_TEXT, _TAG = 65_536, 8_192
#: A tag of so many words beside what stands in quotation marks keeps its name alone.
_WORDS = 5_000

# What is in a script is no tag. Nothing here is tried twice: possessive throughout.
_TAGS = re.compile(
    r"""<script\b[^<]*+(?:<(?!/script)[^<]*+)*+|<[a-z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+""", re.IGNORECASE
)
_QUOTED = re.compile(r""""[^"]*+"|'[^']*+'""")
_NAME = re.compile(r"<[^\s/>]{1,50}")


def calm(text: str) -> str:
    """Return HTML in which a tag with thousands of attributes has none.

    >>> calm("<p title='a > b'>Talks end</p>")
    "<p title='a > b'>Talks end</p>"
    >>> calm("<p " + " ".join(f"a{n}=1" for n in range(20_000)) + ">Talks end</p>")
    '<p>Talks end</p>'
    """
    if len(text) < _TEXT:
        return text
    kept: list[str] = []
    at = 0
    for found in _TAGS.finditer(text):
        start, end = found.span()
        if end - start > _TAG and text[start : start + 7].lower() != "<script" and _crowded(found[0]):
            name = _NAME.match(text, start)
            kept += (text[at:start], name[0] if name else "<p")
            at = end
    return "".join((*kept, text[at:]))


def _crowded(tag: str) -> bool:
    bare = _QUOTED.sub(" ", tag)
    return len(bare.split()) + bare.count("/") > _WORDS or bare.count("=") > _WORDS
