"""News, opinion, editorial or live: from what the outlet itself prints, else unknown."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

from framing.corpus.outlets import Outlet

__all__ = ["of", "said"]

_SAID = {
    "news": (
        "news|news article|newsarticle|reportagenewsarticle|report|article|news report|hard news|"
        "straight news|news story|reporting|analysisnewsarticle"
    ),
    "opinion": (
        "opinion|opinions|op-ed|oped|opinionnewsarticle|opinion piece|commentary|column|columns|"
        "comment|comments|viewpoint|perspective|views|guest essay"
    ),
    "editorial": "editorial|editorials|leader|leading article|editorial board|our view",
    "live": "live|live blog|liveblog|live updates|liveblogposting|live news|rolling coverage",
}
_BY_WORD = {word: genre for genre, words in _SAID.items() for word in words.split("|")}
_TITLE = (
    (
        "editorial",
        re.compile(
            r"^editorial\s*[:|–-]|[:|–-]\s*(?:\w+ ){0,3}editorial$|^the .{2,40} view\b.{0,60}[:|]"
            r"|^(?:np|globe) (?:view|editorial)[:|]",
            re.I,
        ),
    ),
    (
        "live",
        re.compile(
            r"^live\s*[:|–-]|[–—|:-]\s*live(?: updates?| blog)?$|\blive updates\b|\bas it happened\b", re.I
        ),
    ),
    (
        "opinion",
        re.compile(
            r"^(?:opinion|op-ed|oped|commentary|comment|column|viewpoint|perspective)\s*[:|–-]"
            r"|[|–—-]\s*(?:opinion|comment|commentary)$",
            re.I,
        ),
    ),
)
_URL = (
    ("editorial", re.compile(r"/(?:editorials?|editorial-board|leaders)/", re.I)),
    ("live", re.compile(r"/(?:live|liveblog|live-news|live-updates)/", re.I)),
    (
        "opinion",
        re.compile(
            r"/(?:opinions?|commentisfree|op-?eds?|comment|columnists?|commentary|views|voices|ideas)/", re.I
        ),
    ),
)
_NEWS_URL = re.compile(
    r"https?://[^/]+/(?:\d{4}/\d\d/\d\d/|20\d\d/|[a-z]{2}/|article/|articles/)?"
    r"(?:news|world|politics|us|us-news|uk|uk-news|china|canada|business|economy|technology|tech|science|health|"
    r"asia|asia-pacific|europe|africa|americas|middle-east|national|international|markets|companies|money|"
    r"environment)(?:/|-)",
    re.I,
)
_SECTION = (
    ("editorial", re.compile(r"\beditorials?\b|\bour view\b|社评|社论", re.I)),
    ("live", re.compile(r"\blive (?:updates|blog)\b", re.I)),
    (
        "opinion",
        re.compile(
            r"\b(?:opinions?|op-?eds?|comments?|commentary|commentaries|columnists?|columns?|viewpoints?|views|"
            r"voices|ideas|letters|perspectives?)\b|评论|观点|时评",
            re.I,
        ),
    ),
    (
        "news",
        re.compile(
            r"\b(?:news|world|china|politics|diplomacy|national|canada|uk|us|u\.s\.|americas?|asia|europe|africa|"
            r"business|econom(?:y|ics)|markets?|international|society|military|tech|technology|science|health|law|industry|"
            r"companies|finance|trade|local|nation|local news|money|"
            r"energy|environment|climate|education|transport)\b|要闻|国际|国内|财经|时政|新闻",
            re.I,
        ),
    ),
)


def said(value: str) -> str | None:
    """Return the genre that a word of a file or page means, or None where it means none of ours.

    >>> said("Op-Ed"), said("NewsArticle"), said("recipe")
    ('opinion', 'news', None)
    """
    return _BY_WORD.get(" ".join(value.split()).casefold())


def of(title: str, section: str | None, url: str | None, outlet: Outlet) -> tuple[str, str]:
    """Return the genre of an article and what shows it.

    The outlet's own list of sections comes first, then marks in headline and
    address, then words common in section names; ``unknown`` where nothing shows it.

    >>> of("China will answer: Global Times editorial", None, None, Outlet("x", "X"))[0]
    'editorial'
    """
    # "Harbour View: why the port must grow" carries the name of its column before the colon.
    column = title.partition(":")[0] if ":" in title[:40] else None
    for genre in ("editorial", "opinion", "live", "news"):
        for where, name in (("section", section), ("headline", column if genre != "news" else None)):
            folded = " ".join((name or "").split()).upper()
            if folded and any(
                fnmatchcase(folded, pattern.upper()) for pattern in outlet.sections.get(genre, ())
            ):
                return genre, f"{where} {name!r}"
    for genre, mark in _TITLE:
        if mark.search(title):
            return genre, f"headline {title!r}"
    if section:
        for genre, mark in _SECTION[:3]:
            if mark.search(section):
                return genre, f"section {section!r}"
    if url:
        for genre, mark in _URL:
            if mark.search(url):
                return genre, f"address {url}"
    if section and _SECTION[3][1].search(section):
        return "news", f"section {section!r}"
    if url and _NEWS_URL.match(url):
        return "news", f"address {url}"
    return "unknown", ""
