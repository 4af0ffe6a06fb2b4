"""A paper's name as a database prints it: a place, an edition or a medium behind the name.

"The Guardian (London)" is The Guardian and "The Guardian (Charlottetown)" another paper, so what
stands behind a name is dropped only where it is a word for a medium or an edition, or the outlet's
own: one of its places, its country, another of its names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator

__all__ = ["bare", "behind", "town"]

#: Characters; a longer name is no name of a paper with something behind it.
_LONGEST = 160
#: Things behind a name, one behind the other: "National Post (f/k/a The Financial Post) (Canada)".
_DEEPEST = 4

_BRACKET = re.compile(r"\s*[(（\[［]\s*([^()（）\[\]［］]*?)\s*[)）\]］]\s*$")
_DASH = re.compile(r"(?:\s+[-–—]{1,2}|\s*--|\s*[|:])\s*((?:[^-–—|:]|(?<=\w)-(?=\w))+)$")
_TURNED = re.compile(r"(.+),\s+(the|le|la|les|der|die|das|el|il)$", re.I)
_BREAK = re.compile(r"\s*([,;])\s*([^,;]+)$")
_FEED = re.compile(r"(?<=\.[a-z]{2})\s+feed$|(?<=\.[a-z]{3})\s+feed$", re.I)
#: What it was once called, and what comes with it: "(f/k/a The Financial Post)", "(inkl. Regionalausgaben)".
_ASIDE = re.compile(
    r"(?:f/?k/?a|a/?k/?a|formerly|früher|ehemals|vormals|anciennement|antes|inkl|incl|including|y compris)\b",
    re.I,
)
# ProQuest: "(1923-Current file)", "(pre-1997 Fulltext)".
_YEARS = re.compile(
    r"(?:(?:pre|post)-?\s?)?\d{4}\s*(?:[-–]\s*(?:\d{4}|current|present)?)?\s*(?:file|full\s?text)?", re.I
)
_PARTS = re.compile(r"\s*(?:[,;/&+]|\s[-–]\s|\band\b|\bund\b|\bet\b)\s*", re.I)
_WORD = re.compile(r"\b(?:editions?|éditions?|ausgaben?|edición|edizione|editie|ed\.)(?=\W|$)|版$", re.I)
_JUNK = re.compile(r"[\W_]+")

#: What a text came by, or how much of it: says nothing about whose it is.
_MEDIA = frozenset(
    """
    online onlineonly print printonly web website websites internet digital electronic site siteweb
    sitewebréf réf sitioweb sitoweb versiónweb webseite app mobile blog blogs weblog weblogs epaper
    newspaper journal feed newsfeed wire newswire news webnews onlinenews breakingnews nouvelles
    actualités opinion editorial world latest current international english englishlanguage inenglish
    englisch anglais enanglais french frenchlanguage français enfrançais german deutsch spanish chinese
    abstracts abs fulltext text pdf archive archives archiv transcript transcripts toutes
    toutesleséditions regionalausgaben
    """.split()
)
#: Behind these stands the part of the site: "(site web) - Canada".
_SITES = frozenset(("site", "siteweb", "website", "sitewebréf", "sitioweb", "sitoweb"))
#: With the word for an edition only: "US Edition" is of any paper, a paper "(US)" may be another.
_EDITIONS = frozenset(
    """
    us usa american uk british eu european europe asia asian asiapacific africa african middleeast
    latinamerica northamerican canada canadian indian australian hongkong overseas global national
    nationale nacional regional local city metro suburban state home main standard regular special east
    west eastern western central northern southern midwest northeast first second third fourth final
    latefinal citifinal early earlybird late 1 2 3 4 5 1st 2nd 3rd 4th 5th morning afternoon evening
    daily weekly weekday weekdays weekend monday tuesday wednesday thursday friday saturday sunday du
    matin soir gesamt simplifiedchinese
    """.split()
)
#: How databases write the country of an outlet.
_COUNTRIES = {
    "AE": "uae unitedarabemirates",
    "AT": "austria österreich autriche",
    "AU": "australia australie australien aus",
    "BE": "belgium belgique",
    "CA": "canada kanada can",
    "CH": "switzerland suisse schweiz",
    "CN": "china chine prc peoplesrepublicofchina volksrepublikchina 中国",
    "DE": "germany deutschland allemagne",
    "ES": "spain españa espagne spanien",
    "FR": "france frankreich",
    "GB": "uk unitedkingdom greatbritain gb britain england royaumeuni großbritannien grandebretagne 英国",
    "HK": "hongkong hongkongsar china 香港",
    "ID": "indonesia indonésie indonesien",
    "IE": "ireland irlande irland",
    "IL": "israel israël",
    "IN": "india inde indien",
    "IR": "iran",
    "IT": "italy italia italie italien",
    "JP": "japan japon 日本",
    "KP": "northkorea",
    "KR": "southkorea korea corée koreasouth südkorea",
    "MY": "malaysia malaisie",
    "NZ": "newzealand",
    "PK": "pakistan",
    "QA": "qatar",
    "RU": "russia russie russland russianfederation россия",
    "SG": "singapore singapour singapur 新加坡",
    "TR": "turkey türkiye turquie türkei",
    "TW": "taiwan taïwan 台湾 台灣",
    "UA": "ukraine",
    "US": "us usa unitedstates unitedstatesofamerica étatsunis 美国",
    "ZA": "southafrica",
}


def bare(name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the name with less and less behind it, and what was behind, the last first.

    An article behind a name comes before it: "Monde, Le" is "Le Monde".

    >>> list(bare("National Post (f/k/a Courier) (Canada)"))[-1]
    ('National Post', ('Canada', 'f/k/a Courier'))
    >>> list(bare("Harbour Courier"))
    []
    """
    name = name.strip()
    if len(name) <= _LONGEST:
        yield from _bare(name, (), _DEEPEST)


def _bare(name: str, dropped: tuple[str, ...], left: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    turned = _TURNED.fullmatch(name)
    if turned:
        yield f"{turned[2]} {turned[1]}", dropped
    for rest, piece in _splits(name) if left else ():
        if rest:
            yield rest, (*dropped, piece)
            yield from _bare(rest, (*dropped, piece), left - 1)


def _splits(name: str) -> Iterator[tuple[str, str]]:
    feed = _FEED.search(name)
    if feed:
        yield name[: feed.start()], "feed"
    found = _BRACKET.search(name)
    if found:
        yield name[: found.start()].rstrip(), found.group(1)
        return
    for pattern, group in ((_BREAK, 2), (_DASH, 1)):
        found = pattern.search(name)
        if found:
            yield name[: found.start()].rstrip(), found.group(group).strip()
    if _WORD.search(name[-12:]):
        # "China Daily European Edition" has no sign before it: one, two or three words may be the edition's.
        words = name.split()
        for count in range(2, min(5, len(words))):
            yield " ".join(words[:-count]), " ".join(words[-count:])


def town(piece: str) -> str:
    """Return the town of a place.

    >>> town("Harbour Town, Ont.")
    'Harbour Town'
    """
    return re.split(r"[,;/]", piece, maxsplit=1)[0].strip()


def behind(
    dropped: Collection[str], country: str | None, places: Collection[str], named: Callable[[str], bool]
) -> bool:
    """Say whether all that stood behind a name may be dropped for one outlet.

    Parameters
    ----------
    dropped : collection of str
        As `bare` gives it.
    country : str, optional
        Code of the outlet's.
    places : collection of str
        Of the outlet: where it is made, and what its editions are called.
    named : callable
        Whether a spelling is another name of the outlet.
    """
    own = {_plain(place) for place in places} | set(_COUNTRIES.get(country or "", "").split())
    medium = False
    for piece in reversed(tuple(dropped)):
        # Behind "(site web)" stands the part of the site.
        if not (medium or _allowed(piece, own, named)):
            return False
        medium = medium or _plain(piece) in _SITES
    return True


def _allowed(piece: str, own: set[str], named: Callable[[str], bool]) -> bool:
    if _ASIDE.match(piece) or _YEARS.fullmatch(piece) or named(piece) or _plain(piece) in own | _MEDIA:
        return True
    rest, count = _WORD.subn(" ", piece)
    known = own | _MEDIA | _EDITIONS if count else own | _MEDIA
    parts = [rest] if _plain(rest) in own else [part for part in _PARTS.split(rest) if part.strip()]
    return all(_plain(part) in known or named(part) for part in parts) and bool(parts or count)


def _plain(text: str) -> str:
    return _JUNK.sub("", text.casefold())
