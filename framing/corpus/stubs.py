"""Whether an article is whole, or only what a page shows of it: a teaser, its free part, a caption.

A text is a stub only where something says so: that it is short says nothing, since a news brief is whole.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

from framing.corpus import lines

FULL, STUB, METADATA = "full", "stub", "metadata"
#: With more words than this the text is there, whatever its page asks of the reader.
_FREE_PART = 350
#: Words of a text that ends in a link to the rest; of one that breaks off; of one beneath a video.
_LINKED, _BROKEN, _BENEATH = 150, 90, 60

# What collections of news put where they cut a text.
# A text's last letters, in which it is looked for how much more there is: blanks may be without end.
_END = 200
_COUNTED = re.compile(
    r"(?:…|\.{3})?\s*\[\s*\+?\s*[\d,]{1,9} (?:more )?(?:chars?|characters|words)\s*\]\W{0,3}\Z", re.I
)
_DOTS = re.compile(r"(?:…|\.{3}|\. \. \.|[\[(](?:…|\.{3})[\])])[\"'”’»\s]{0,3}\Z")
_VIDEO_URL = re.compile(r"/(?:videos?|watch|live-?tv|podcasts?|audio|clips?)(?:/|$)|[?&]v=", re.I)
_PICTURE_URL = re.compile(
    r"/(?:photos?|pictures|galler(?:y|ies)|slideshows?|in-pictures|photo-essay)(?:/|$)", re.I
)
_SENTENCE = (".", "…", "!", "?", "”", '"', "’", "'", "。", "»", ")", "]", ":", "-", "–", "—", "|")


class Verdict(NamedTuple):
    """Whether the text is whole, and what says that it isn't."""

    status: str
    reason: str = ""


@cache
def _words() -> dict[str, re.Pattern[str]]:
    """Return the patterns of ``stubs.toml``."""
    raw = tomllib.loads((resources.files("framing.corpus") / "stubs.toml").read_text("utf8"))

    def one_of(name: str) -> str:
        return "|".join(re.escape(word) for word in sorted(raw[name], key=len, reverse=True))

    def kind(name: str) -> re.Pattern[str]:
        said = one_of(name)
        return re.compile(
            rf"(?:{said})\s*[:：|—–-].*|.{{0,200}}(?:[\[(（]\s*(?:{said})\s*[\])）]|[|–—]\s*(?:{said}))",
            re.I | re.S,
        )

    link = re.compile(rf"(?<![^\W_])(?:{one_of('links')})[\s.…»›>→:\])]{{0,4}}\Z", re.I)
    return {"link": link, "pictures": kind("pictures"), "videos": kind("videos")}


def judge(
    title: str, paragraphs: Sequence[str], cut: Sequence[tuple[str, str]], *, url: str | None = None
) -> Verdict:
    """Return whether a text is the whole article.

    Parameters
    ----------
    title : str
    paragraphs : sequence of str
        What was kept.
    cut : sequence of (str, str)
        Rule and text of what was cut.
    url : str, optional

    Returns
    -------
    Verdict
        A stub has a reason, for the audit.

    Examples
    --------
    >>> judge("Ministers meet", ["The two sides met on Thursday and ..."], []).status
    'stub'
    >>> judge("Ministers meet", ["The two sides met on Thursday."], []).status
    'full'
    """
    size = 0
    for paragraph in paragraphs:
        size += lines.words(paragraph)
        if size > _FREE_PART:
            return Verdict(FULL)
    if not paragraphs:
        return Verdict(FULL)
    wall = next((text for rule, text in cut if rule == "paywall"), None)
    if wall:
        return Verdict(STUB, f"only the free part of an article: {_short(wall)}")
    last = paragraphs[-1]
    if found := _COUNTED.search(last[-_END:]):
        return Verdict(STUB, f"only the start of an article, which ends in {_short(found.group())}")
    if size <= _LINKED and len(paragraphs) <= 3 and (link := _link(last, cut)):
        return Verdict(STUB, f"only a teaser, which ends in {_short(link)}")
    if size <= _BROKEN and len(paragraphs) <= 2 and _DOTS.search(last):
        return Verdict(STUB, f"only a teaser, which breaks off at … {last[-60:]}")
    if size <= _BENEATH and len(paragraphs) <= 2:
        if _words()["videos"].fullmatch(title) or (url and _VIDEO_URL.search(url)):
            return Verdict(STUB, "only the lines beneath a video")
        if _words()["pictures"].fullmatch(title) or (url and _PICTURE_URL.search(url)):
            return Verdict(STUB, "only the lines beneath pictures")
    return Verdict(FULL)


def _link(last: str, cut: Sequence[tuple[str, str]]) -> str | None:
    """Return the link to the rest of an article in which a text ends, if it does."""
    found = _words()["link"].search(last)
    if found:
        before = last[: found.start()].rstrip()
        if not before or before.endswith(_SENTENCE):
            return found.group()
    for rule, text in cut:
        if rule == "teaser" and len(text) < 40 and _words()["link"].fullmatch(text.strip()):
            return text
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "..."
