"""News, opinion, editorial or live: from what an outlet prints, else unknown. Words: ``genre.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

from framing.corpus.outlets import Outlet

__all__ = ["is_weak", "of", "said"]

_MARKED = ("editorial", "live", "opinion")
_NEWS_URL = re.compile(
    r"https?://[^/]+/(?:\d{4}/\d\d/\d\d/|20\d\d/|[a-z]{2}/|article/|articles/)?"
    r"(?:news|world|politics|us|us-news|uk|uk-news|china|canada|business|economy|technology|tech|science|health|"
    r"asia|asia-pacific|europe|africa|americas|middle-east|national|international|markets|companies|money|"
    r"environment)(?:/|-)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Forms:
    said: dict[str, str]
    weak: frozenset[str]
    headline: dict[str, re.Pattern[str]]
    section: dict[str, re.Pattern[str]]
    address: dict[str, re.Pattern[str]]
    cues: tuple[str, ...]
    text: dict[str, re.Pattern[str]]


@cache
def _forms() -> _Forms:
    raw: dict[str, Any] = tomllib.loads((resources.files("framing.corpus") / "genre.toml").read_text("utf8"))
    weak, headline, cues = raw["said"].pop("weak"), raw["headline"], raw["text"].pop("cues")
    anywhere = {"live": headline.pop("live_anywhere")}
    return _Forms(
        said={word: genre for genre, words in raw["said"].items() for word in words},
        weak=frozenset(weak),
        headline={genre: _marks(words, anywhere.get(genre, ())) for genre, words in headline.items()},
        section={genre: _any(words) for genre, words in raw["section"].items()},
        address={genre: _any(words) for genre, words in raw["address"].items()},
        cues=tuple(cues),
        text={genre: _any(words) for genre, words in raw["text"].items()},
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


def _marks(words: Iterable[str], anywhere: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for a mark in front of a headline or behind it."""
    any_of = "|".join(words)
    dash = r"\s*[:：|｜]\s*|\s+[–—-]+\s+|[–—]"
    return re.compile(
        "|".join(
            [
                rf"^[\[【(（]?(?:{any_of})(?:[\]】)）]|{dash})",
                rf"(?:{dash}|[\[【(（])(?:{any_of})[\]】)）]?$",
                *anywhere,
            ]
        ),
        re.IGNORECASE,
    )


def said(value: str) -> str | None:
    """Return the genre that a word of a file or page means, or None where it means none of ours.

    >>> said("Op-Ed"), said("LiveBlogPosting"), said("recipe")
    ('opinion', 'live', None)
    >>> said("NewsArticle")
    'news'
    """
    word = (
        " ".join(value.split())
        .casefold()
        .removeprefix("https://schema.org/")
        .removeprefix("http://schema.org/")
    )
    return _forms().said.get(word) or ("news" if word in _forms().weak else None)


def is_weak(value: str) -> bool:
    """Say whether a word is said of nearly every article, as schema.org's NewsArticle is of opinion too."""
    return value.strip().casefold().rsplit("/", 1)[-1] in _forms().weak


def of(
    title: str,
    section: str | None,
    url: str | None,
    outlet: Outlet,
    *,
    authors: Sequence[str] = (),
    bylines: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
) -> tuple[str, str]:
    """Return the genre of an article and what shows it.

    The outlet's own list of sections comes first, then marks in headline and
    byline, the section's words, the address, what the text says of itself, and
    last what is usual for news; ``unknown`` where nothing shows it.

    Parameters
    ----------
    title : str
    section, url : str, optional
    outlet : Outlet
    authors : sequence of str
        Persons: a headline that opens with its author's name is a column.
    bylines : sequence of str
        As printed: "Opinion by Ana Ruiz".
    paragraphs : sequence of str
        The text, whose first and last lines may say what it is.

    Examples
    --------
    >>> of("China will answer: Global Times editorial", None, None, Outlet("x", "X"))[0]
    'editorial'
    >>> of("Ana Ruiz: The port must grow", None, None, Outlet("x", "X"), authors=["Ana Ruiz"])
    ('opinion', "headline opens with its author's name")
    """
    claims = (
        _listed(title, section, outlet),
        _headline(title, authors),
        _byline(bylines),
        _by("section", section, _forms().section),
        _by("address", url, _forms().address),
        _text(paragraphs),
    )
    for claim in claims:
        for genre, evidence in claim:
            return genre, evidence
    if _forms().headline["news"].search(title):
        return "news", f"headline {title!r}"
    if section and _forms().section["news"].search(section):
        return "news", f"section {section!r}"
    if url and _NEWS_URL.match(url):
        return "news", f"address {url}"
    return "unknown", ""


def _listed(title: str, section: str | None, outlet: Outlet) -> Iterator[tuple[str, str]]:
    """Yield what the outlet's file says of a section, or of a column named before a headline's colon."""
    if not outlet.sections:
        return
    # "Harbour View: why the port must grow" carries the name of its column before the colon.
    column = title.partition(":")[0] if ":" in title[:40] else None
    for genre in ("editorial", "opinion", "live", "news"):
        for where, name in (("section", section), ("headline", column if genre != "news" else None)):
            folded = " ".join((name or "").split()).upper()
            if folded and any(
                fnmatchcase(folded, pattern.upper()) for pattern in outlet.sections.get(genre, ())
            ):
                yield genre, f"{where} {name!r}"


def _headline(title: str, authors: Sequence[str]) -> Iterator[tuple[str, str]]:
    for genre in _MARKED:
        if _forms().headline[genre].search(title):
            yield genre, f"headline {title!r}"
    before, colon, _ = title.partition(":")
    if colon and before.strip().casefold() in {author.casefold() for author in authors}:
        yield "opinion", "headline opens with its author's name"


_BY = re.compile(r"\W*(?P<what>[^\W\d_]+(?: [^\W\d_]+)?) by\b", re.IGNORECASE)


def _byline(bylines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in bylines:
        found = _BY.match(line)
        genre = _forms().said.get(found["what"].casefold()) if found else None
        if genre:
            yield genre, f"byline {line[:80]!r}"


def _by(where: str, value: str | None, forms: dict[str, re.Pattern[str]]) -> Iterator[tuple[str, str]]:
    for genre in _MARKED if value else ():
        if forms[genre].search(value or ""):
            yield genre, f"{where} {value if where == 'address' else repr(value)}"


def _text(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    forms = _forms()
    for line in (*paragraphs[:1], *paragraphs[1:][-2:]):
        shown = line if len(line) <= 300 else line[-240:]
        lowered = shown.lower()
        if not any(cue in lowered for cue in forms.cues):
            continue
        for genre, form in forms.text.items():
            found = form.search(shown)
            if found:
                yield genre, f"text {found.group()!r}"
