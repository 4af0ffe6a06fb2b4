"""What the names of elements say: the story's text, or something else. The words are in fallback.toml."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any

__all__ = [
    "CONTROLS",
    "DROPPED",
    "JUNK_TAGS",
    "NAMED",
    "PICTURES",
    "junk_word",
    "named_body",
    "named_head",
    "normal",
    "pattern",
    "split",
    "words",
]

#: Never text of the story, whatever is in them.
DROPPED = frozenset(
    "script style template svg math iframe frame frameset noframes select option textarea button "
    "input object embed video audio canvas map head title link meta base applet param source track "
    "picture img dialog datalist figcaption progress meter amp-img amp-ad amp-video amp-iframe amp-sidebar "
    "amp-social-share amp-analytics amp-consent amp-user-notification amp-embed".split()
)
#: Of these, what has a caption.
PICTURES = frozenset(("img", "picture", "video", "amp-img", "amp-video", "iframe", "embed", "object"))
#: Of these, what one clicks or fills in.
CONTROLS = frozenset(("button", "input", "select", "textarea"))
#: Not text of the story unless most of the page's text is in them.
JUNK_TAGS = frozenset("nav footer aside figure header form noscript menu".split())

_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_SHORT = frozenset("ad by in is my no of on or to up us we".split())
_LAYOUT = frozenset(
    "grid flex col cols column columns row center left right relative block inline clearfix container "
    "wrapper inner outer wide full width has text color background size mb mt my mx pb pt "
    "py px sm md lg xl is".split()
)
# WordPress writes an article's tags and categories into its class.
_FILED = frozenset(("hentry", "type-post", "post", "single-post", "status-publish"))
_JOINT = re.compile(r"[-_:./|,+ ]+")
_HASH = re.compile(r"(?=[a-zA-Z_-]*\d)[\w-]*\d\w*$|^css-|^sc-|^jsx-|^_|^Mui|^e[0-9a-z]{6,}$")

#: Attributes in which sites say what an element is.
NAMED = tuple(
    "class id itemprop property role aria-label data-component data-component-name data-testid data-qa "
    "data-area data-type data-name data-gu-name data-module data-block data-block-type data-role "
    "data-hook data-cy data-inset_type data-sara-component data-dtm-region data-region data-widget".split()
)


@cache
def words(table: str, name: str) -> frozenset[str]:
    """Return one list of ``fallback.toml``."""
    return frozenset(_lists()[table][name])


@cache
def pattern(table: str, name: str, form: str = "{}") -> re.Pattern[str]:
    """Return one list of ``fallback.toml`` as one expression; `form` says what stands around it."""
    return re.compile(form.format("|".join(_lists()[table][name])), re.IGNORECASE)


@cache
def _lists() -> dict[str, Any]:
    return tomllib.loads((resources.files("framing.corpus.pages") / "fallback.toml").read_text("utf8"))


@lru_cache(maxsize=20_000)
def split(name: str) -> tuple[str, ...]:
    """Return the words of one class name in lower case; what a build made up (``f98b1ad2``) is no word.

    >>> split("ArticleBody-relatedLinks__item2"), split("sc-f98b1ad2-0 hlAdQG")
    (('article', 'body', 'related', 'links', 'item'), ('sc',))
    """
    found: list[str] = []
    for part in _JOINT.split(name):
        bare = part.strip("0123456789")
        words = _PART.findall(bare)
        if "".join(words) != bare or (
            len(words) > 1 and any(len(word) < 3 and word.lower() not in _SHORT for word in words)
        ):
            continue
        found.extend(word.lower() for word in words)
    return tuple(found)


@lru_cache(maxsize=20_000)
def junk_word(names: str) -> str:
    """Return the word by which class names and the like name something that is not the story, or nothing.

    >>> junk_word("story-related"), junk_word("ad-free story"), junk_word("article-sign-up")
    ('related', '', 'sign-up')
    """
    junk, pairs, spared = words("names", "junk"), words("names", "pairs"), words("names", "spared")
    listed = names.split()
    filed = len(listed) > 3 and any(name in _FILED for name in listed)
    for name in listed:
        parts = split(name)
        if len(parts) > 8 or (filed and name.startswith(("tag-", "category-"))):
            continue
        for place, part in enumerate(parts):
            if part in junk and spared.isdisjoint(parts[max(0, place - 1) : place + 2]):
                return part
            if place and f"{parts[place - 1]}-{part}" in pairs:
                return f"{parts[place - 1]}-{part}"
    return ""


@lru_cache(maxsize=20_000)
def named_body(names: str) -> bool:
    """Say whether class names and the like name the story's text.

    >>> named_body("article__body"), named_body("story-body-text"), named_body("sidebar")
    (True, True, False)
    """
    body = pattern("names", "body")
    return any(body.search(name) for name in names.split())


@lru_cache(maxsize=20_000)
def named_head(names: str) -> bool:
    """Say whether class names name a subhead.

    >>> named_head("article-crosshead"), named_head("header")
    (True, False)
    """
    return bool(pattern("names", "heads").search(names))


@lru_cache(maxsize=20_000)
def normal(names: str) -> str:
    """Return class names without numbers and what builds make up, so that equal parts of a page are equal.

    >>> normal("paragraph-12 css-1a2b3c"), normal("story-text")
    ('paragraph-', 'story-text')
    """
    kept: set[str] = set()
    for name in names.split():
        bare = name.rstrip("0123456789")
        if bare and not _HASH.search(bare) and not _LAYOUT.issuperset(split(bare)):
            kept.add(bare)
    return " ".join(sorted(kept))
