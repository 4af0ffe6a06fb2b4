"""What kind of article it is: news, opinion, editorial or live, by what an outlet prints and how it reads.

The marks that outlets print come first; where there are none, a linear judge goes by words and structure.
The marks are data (``genre.toml``); the judge's weights and error stand in ``genre_card.toml``.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase
from functools import cache
from itertools import chain
from typing import Any

from framing.corpus.outlets import Outlet
from framing.plugins import toml

# News, opinion, editorial or live: from what an outlet prints, else unknown. Words: ``genre.toml``.

_MARKED = ("editorial", "live", "opinion")
#: So many paragraphs that begin with the time of day make a live page.
_ENTRIES = 4
#: Letters of the longest line of a byline.
_SHORT = 60
#: Words of a name, at most: "Shift in Marlow : Radio Rye" opens with none.
_NAME = 4


@cache
def _words() -> dict[str, Any]:
    """Return ``genre.toml``: words with their genre, weak words, cues, and patterns by where they stand."""
    raw = toml("framing.corpus", "genre")
    weak, headline, cues = raw["said"].pop("weak"), raw["headline"], raw["text"].pop("cues")
    anywhere = {"live": headline.pop("live_anywhere")}
    return {
        "said": {word: genre for genre, words in raw["said"].items() for word in words},
        "weak": frozenset(weak),
        "cues": cues,
        "entry": re.compile(raw["entry"], re.I),
        "columnist": re.compile("|".join(raw["byline"]["opinion"]), re.I),
        "writer": re.compile(raw["writer"]["form"].replace("{role}", "|".join(raw["writer"]["roles"]))),
        "attribution": frozenset(raw["writer"]["attribution"]),
        "headline": {genre: _marks(words, anywhere.get(genre, ())) for genre, words in headline.items()},
        **{
            where: {genre: re.compile("|".join(words), re.I) for genre, words in raw[where].items()}
            for where in ("section", "address", "text")
        },
    }


def _marks(words: Iterable[str], anywhere: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for a mark in front of a headline or behind it."""
    any_of = "|".join(words)
    dash = r"\s*[:：|｜]\s*|\s+[–—-]+\s+|[–—]"
    before = rf"^[\[【(（]?(?:{any_of})(?:[\]】)）]|{dash})"
    behind = rf"(?:{dash}|[\[【(（])(?:{any_of})[\]】)）]?$"
    return re.compile("|".join([before, behind, *anywhere]), re.IGNORECASE)


def said(value: str) -> str | None:
    """Return the genre that a word of a file or page means, or None where it means none of ours.

    >>> said("Op-Ed"), said("LiveBlogPosting"), said("recipe")
    ('opinion', 'live', None)
    >>> said("NewsArticle")
    'news'
    """
    word = re.sub(r"^https?://schema\.org/", "", " ".join(value.split()).casefold())
    known: str | None = _words()["said"].get(word)
    return known or ("news" if word in _words()["weak"] else None)


def is_marked(title: str) -> bool:
    """Say whether a headline has a word for its kind in front of it or behind it.

    >>> is_marked("Opinion: Who pays"), is_marked("Video | Who pays"), is_marked("The quay: who pays")
    (True, True, False)
    """
    return any(form.search(title) for form in _words()["headline"].values())


def is_weak(value: str) -> bool:
    """Say whether a word is said of nearly every article, as schema.org's NewsArticle is of opinion too."""
    return value.strip().casefold().rsplit("/", 1)[-1] in _words()["weak"]


def of(
    title: str,
    section: str | None,
    url: str | None,
    outlet: Outlet,
    *,
    authors: Sequence[str] = (),
    bylines: Sequence[str] = (),
    paragraphs: Sequence[str] = (),
    labels: Sequence[str] = (),
    english: bool = True,
    agency: bool = False,
) -> tuple[str, str]:
    """Return the genre of an article and what shows it.

    The outlet's own list of sections comes first, then marks in headline and
    byline, the section's words, the address, what the text says of itself and
    of who wrote it, what is usual for news (unknown where it reads otherwise), and last how the text reads;
    ``unknown`` where nothing shows it.

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
    labels : sequence of str
        Lines of their own that were taken out of the text: "ANALYSIS/OPINION:", what tells of the author.
    english : bool
        Whether it may be judged by how it reads.
    agency : bool
        Whether an agency is credited with text in it.

    Examples
    --------
    >>> of("China will answer: Global Times editorial", None, None, Outlet("x", "X"))[0]
    'editorial'
    >>> of("RUIZ: The port must grow", None, None, Outlet("x", "X"), paragraphs=["Ana Ruiz lives in Rye."])[0]
    'opinion'
    >>> of("Ana Ruiz: The port must grow", None, None, Outlet("x", "X"), authors=["Ana Ruiz"])
    ('opinion', "headline opens with its author's name")
    """
    judged = chance(paragraphs, outlet.key) if english else None
    lines = (*bylines, *(text for text in paragraphs[:4] if len(text) <= _SHORT))
    claims = (
        _listed_genre(title, section, outlet),
        _headline(title, (*authors, *lines), paragraphs),
        _byline((*lines, *labels)),
        _by("section", section),
        _by("address", url),
        chain.from_iterable(_text((label,)) for label in labels),
        _text((title, *paragraphs)),
        _writer((*paragraphs, *labels)) if judged is None or judged >= card()["open"] else (),
    )
    if found := next(chain.from_iterable(claims), None):
        return found
    for where, value in (("headline", title), ("section", section), ("address", url)):
        if value and _words()[where]["news"].search(value):
            # Columns stand under "politics" too.
            if where != "headline" and judged is not None and judged >= card()["news"]:
                return "unknown", ""
            return "news", f"{where} {value if where == 'address' else repr(value)}"
    if judged is not None and not card()["news"] <= judged < card()["opinion"]:
        kind = "opinion" if judged >= card()["opinion"] else "news"
        return kind, f"reads like {kind}: {judged:.2f} for opinion"
    return ("news", "an agency's text") if agency else ("unknown", "")


def _listed_genre(title: str, section: str | None, outlet: Outlet) -> Iterator[tuple[str, str]]:
    """Yield what the outlet's file says of a section, or of a column named before a headline's colon."""
    if not outlet.sections:
        return
    # "Harbour View: why the port must grow" carries the name of its column before the colon.
    column = re.split(r"\s*[:|]", title)[0] if re.search("[:|]", title[:40]) else None
    for genre in ("editorial", "opinion", "live", "news"):
        patterns = [pattern.upper() for pattern in outlet.sections.get(genre, ())]
        for where, name in (("section", section), ("headline", column if genre != "news" else None)):
            folded = " ".join((name or "").split()).upper()
            if folded and any(fnmatchcase(folded, pattern) for pattern in patterns):
                yield genre, f"{where} {name!r}"


def _headline(title: str, signed: Sequence[str], paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    for genre in _MARKED:
        if _words()["headline"][genre].search(title):
            yield genre, f"headline {title!r}"
    before, colon, _ = title.partition(":")
    name = re.compile(rf"\b{re.escape(before.strip())}$", re.IGNORECASE)
    named = colon and 1 <= len(before.split()) <= _NAME
    if named and any(name.search(line.strip()) for line in signed):
        yield "opinion", "headline opens with its author's name"
    # "PRUDEN: Who pays": a name that stands in the text once or twice, under it as a rule. "POLL" is a word,
    # "AHCA" an abbreviation.
    if colon and re.fullmatch(r"[A-Z]{4,}", before):
        there = [found[0] for text in paragraphs for found in re.finditer(rf"(?i)\b{before}\b", text)]
        if 1 <= len(there) <= 2 and {*there} == {before.title()}:
            yield "opinion", f"headline opens with a name: {before!r}"


def _writer(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield a line on who wrote, at the start or the end: a report tells more of those whom it names."""
    for at in sorted({0, *range(len(paragraphs))[-3:]} & {*range(len(paragraphs))}):
        if found := _words()["writer"].match(paragraphs[at][:400]):
            surname = re.compile(rf"\b{re.escape(found['name'].split()[-1])}\b", re.IGNORECASE)
            others = (text for place, text in enumerate(paragraphs) if place != at and len(text) > _SHORT)
            if not any(map(surname.search, others)):
                yield "opinion", f"text {found.group()[:80]!r}"


_BY = re.compile(r"\W*(?P<what>[^\W\d_]+(?: [^\W\d_]+)?) by\b", re.IGNORECASE)


def _byline(bylines: Sequence[str]) -> Iterator[tuple[str, str]]:
    for line in bylines:
        found = _BY.match(line)
        genre = _words()["said"].get(found["what"].casefold()) if found else None
        genre = genre or ("opinion" if _words()["columnist"].search(line) else None)
        if genre:
            yield genre, f"byline {line[:80]!r}"


def _by(where: str, value: str | None) -> Iterator[tuple[str, str]]:
    for genre in _MARKED if value else ():
        if _words()[where][genre].search(value or ""):
            yield genre, f"{where} {value if where == 'address' else repr(value)}"


def _text(paragraphs: Sequence[str]) -> Iterator[tuple[str, str]]:
    forms = _words()
    entries = sum(_words()["entry"].match(text) is not None for text in paragraphs)
    if entries >= max(_ENTRIES, len(paragraphs) / 8):
        yield "live", "entries with their times"
    for line in (*paragraphs[:2], *paragraphs[2:][-3:]):
        shown = line if len(line) <= 300 else line[-240:]
        lowered = shown.lower()
        if not any(cue in lowered for cue in forms["cues"]):
            continue
        for genre, form in forms["text"].items():
            found = form.search(shown)
            if found:
                yield genre, f"text {found.group()!r}"


# How an article reads where no mark says its kind. No weight stands here.

#: Of fewer words in the outlet's own voice nothing is judged.
LEAST = 50
_QUOTED = re.compile(r'"[^"]*(?:"|$)')
_TYPED = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "’": "'", "‘": "'"})
_TOKENS = re.compile(r"[a-z]+(?:'[a-z]+)?|\d[\d.,]*")
_PLACE = re.compile(r"[A-Z][A-Z.' ,/-]{2,40}(?:,? [A-Z][a-z]+\.?(?: \d+)?)?\s*(?:\([\w ]+\)\s*)?[-–—]")


def signs(paragraphs: Sequence[str]) -> tuple[dict[str, float], dict[str, float]] | None:
    """Return what tells report from opinion in an English text, or None where there is too little.

    Signs of structure, and the words outside quotation marks: square roots of their shares, which one more of
    a common word moves less than the first of a rare one.
    """
    typed = [text.translate(_TYPED) for text in paragraphs if text.strip()]
    own = [_QUOTED.sub(" ", text) for text in typed]
    words = [_TOKENS.findall(text.lower()) for text in own]
    counts = Counter(chain.from_iterable(words))
    size = counts.total()
    if size < LEAST:
        return None
    said = _words()["attribution"]
    last = [
        '"' in text or not said.isdisjoint(found) for text, found in zip(typed[-3:], words[-3:], strict=True)
    ]
    figures = sum(count for word, count in counts.items() if word[0].isdigit())
    return {
        "figures": math.sqrt(figures / size),
        "quoted": 1 - sum(map(len, own)) / sum(map(len, typed)),
        "sourced_last": sum(last) / len(last),
        "dateline": float(_PLACE.match(typed[0]) is not None),
    }, {word: math.sqrt(count / size) for word, count in counts.items()}


def chance(paragraphs: Sequence[str], outlet: str = "") -> float | None:
    """Return how probable it is that an English text is opinion, or None where it is too short.

    Of some outlets it is known how much of what they print reads as opinion; by that the odds are shifted
    (Saerens, Latinne and Decaestecker 2002).

    Examples
    --------
    >>> chance(["The port will open in May, the minister said on Monday."] * 10) < 0.1
    True
    """
    found = signs(paragraphs)
    if found is None:
        return None
    structure, words = found
    weights, total = card()["words"], card()["bias"]
    total += sum(card()["signs"][name] * value for name, value in structure.items())
    total += sum(weights[word] * value for word, value in words.items() if word in weights)
    usual = card()["share"]
    total += _log_odds(card()["outlets"].get(outlet, usual)) - _log_odds(usual)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


@cache
def card() -> dict[str, Any]:
    """Return what the judge was learned from, its weights, thresholds and error."""
    raw = toml("framing.corpus", "genre_card")
    pairs = raw["words"].split()
    return raw | {"words": dict(zip(pairs[::2], map(float, pairs[1::2]), strict=True))}
