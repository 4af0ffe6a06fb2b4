"""Hide from a coder which outlet a text is from: names, agencies, addresses, bylines, datelines are one word.

Who knows the outlet codes the outlet. What is hidden is told by the outlets' files and by the article's own
authors; no outlet's name stands here. Places are kept, so that what a coder marks can be found in the text.
"""

from __future__ import annotations

import os
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import pandas as pd

from framing.corpus.outlets import Outlet, book, with_folder
from framing.errors import FramingError, brief

#: What stands for everything that is hidden.
TOKEN = "[outlet]"


Span = tuple[int, int]


# Abbreviations of so many letters are agencies' names only where a credit puts them.
_SHORT = 4


# Folded names of so many letters are looked for inside words, as in #harbourcourier.
_LONG = 7


_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”]{1,400}|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}",
    re.IGNORECASE,
)


_WORD = re.compile(r"[@#]?\w{3,}")


_WORDS = re.compile(r"\w+")


_CHINESE = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")


_SIGNED = re.compile(
    # A line that says who wrote: By Ana Ruiz and Li Ma, Harbour Courier
    r"^(?:By|BY)[ \xa0][A-Z][^\n!?]{2,90}$"
    r"|^(?:Editors?|Reporting by|Additional reporting by|Editing by|Writing by):?[ \xa0][A-Z][^\n!?]{2,120}$"
    r"|[(（](?:Reporting|Editing|Writing|Additional reporting)(?: and \w{2,12})? by [^()（）\n]{2,160}[)）]"
    r"|[(（【](?:本报|[^()（）【】\n]{0,12})(?:记者|編輯|编辑|通讯员|責任編輯|责任编辑)[^()（）【】\n]{0,40}[)）】]"
    r"|[(（](?:Reporters?|Correspondents?|Editors?):? [A-Z][^()（）\n]{2,80}[)）]"
    r"|(?:责任编辑|責任編輯|责编|编辑|編輯)[:：][ ]?[^\s()（）]{1,12}",
    re.MULTILINE,
)


class Mask:
    """What gives away the outlets of one set of articles, compiled once.

    Parameters
    ----------
    entries : sequence of Outlet
        The outlets to hide, agencies among them.
    others : sequence of Outlet
        Agencies that none of these articles is known to come from: hidden by name, and by letters
        (AP) where a credit puts them.
    also : sequence of str
        Further words to hide, as they are written.
    """

    def __init__(
        self, entries: Sequence[Outlet], others: Sequence[Outlet] = (), also: Iterable[str] = ()
    ) -> None:
        names = [name for entry in entries for name in _names(entry)]
        plain = {name for entry in entries for name in entry.ordinary}
        foreign = [name for entry in others for name in _names(entry)]
        short = {name for name in foreign if name.isascii() and len(name) <= _SHORT} - set(names)
        told = [*names, *(name for name in foreign if name not in short)]
        # "the" is hidden along with an ordinary word: the Province, but Hubei Province.
        told = [f"the {name}" if name in plain else name for name in told]
        apart = [phrase for entry in (*entries, *others) for phrase in entry.unless]
        self._names = _Names({*told, *also}, apart)
        self._credit = re.compile(rf"(?<=[(（/\[])(?:{_either(short)})(?=[)）/\],])")
        domains = {
            name.casefold()
            for entry in entries
            for name in (*entry.domains, *filter(_is_domain, entry.aliases))
        }
        self._domain = re.compile(
            rf"(?<![\w.-])(?:[\w-]{{1,40}}\.){{0,4}}(?:{_either(domains)})(?![\w-])(?:/\S{{0,200}})?",
            re.IGNORECASE,
        )
        folded = {name: re.sub(r"\W|_", "", name.casefold()) for name in names if name.isascii()}
        # A single word may be part of any other: observers are no Observer.
        self._inside = re.compile(
            _either(fold for name, fold in folded.items() if len(name.split()) > 1 and len(fold) >= _LONG)
        )
        self._handle = re.compile(_either(fold for fold in folded.values() if len(fold) > 2))

    @classmethod
    def of(
        cls,
        articles: pd.DataFrame,
        *,
        outlets: str | os.PathLike[str] | None = None,
        also: Iterable[str] = (),
    ) -> Mask:
        """Return the mask of a table of articles: its outlets, its agencies, and all agencies by name.

        Parameters
        ----------
        articles : pandas.DataFrame
            With `outlet`; `wire` is used where it is.
        outlets : path, optional
            A file or folder of outlets of one's own, as for `load`.
        also : iterable of str
            Further words to hide.
        """
        if outlets is not None and not isinstance(outlets, str | os.PathLike):
            raise FramingError(f"outlets: {brief(outlets)} is no path; give a file or folder of outlets")
        also = tuple(also)
        if wrong := [word for word in also if not isinstance(word, str)]:
            raise FramingError(f"also: {brief(wrong[0])} is no word; give words to mask, as 'Harbour'")
        known = book() if outlets is None else with_folder(Path(outlets))
        columns = [
            articles[name].dropna().astype(str) for name in ("outlet", "wire") if name in articles.columns
        ]
        keys = sorted({key for column in columns for key in column})
        entries = [
            known.entries.get(key) or known.entries.get(known.resolve(key)) or known[key] for key in keys
        ]
        others = [entry for key, entry in sorted(known.entries.items()) if entry.agency and key not in keys]
        return cls(entries, others, also)

    def spans(self, text: str, people: Iterable[str] = ()) -> list[Span]:
        """Return what is to be hidden of a text, in order, in code points.

        Parameters
        ----------
        text : str
        people : iterable of str
            Who signed it: their names are hidden wherever they stand.
        """
        forms = (self._names, self._credit, self._domain, _ADDRESS, _SIGNED)
        found = [match.span() for form in forms for match in form.finditer(text)]
        # The sign of a handle is part of it.
        found = [(start - (text[start - 1 : start] in ("@", "#")), end) for start, end in found]
        for word in _WORD.finditer(text):
            form = self._handle if word[0][0] in "@#" else self._inside
            if form.search(word[0].casefold().replace("_", "")):
                found.append(word.span())
        if signed := sorted({name.strip() for name in people if len(name.strip()) > 1}):
            found += [match.span() for match in _any_of(tuple(signed)).finditer(text)]
        return join(found, text)

    def left(self, text: str) -> list[str]:
        """Return the names that still stand in a text; none of a masked one.

        >>> Mask([Outlet("harbour_courier", "Harbour Courier")]).left("the Harbour Courier said")
        ['Harbour Courier']
        """
        found = [*self._names.finditer(text), *self._domain.finditer(text), *self._credit.finditer(text)]
        return [match[0] for match in sorted(found, key=lambda match: match.start())]


def people_of(row: dict[str, object]) -> list[str]:
    """Return who signed an article: persons and bodies, as the table has them."""
    said = [row.get(name) for name in ("authors", "organisations")]
    return [part.strip() for one in said if isinstance(one, str) for part in one.split(";") if part.strip()]


def join(spans: Iterable[Span], text: str) -> list[Span]:
    """Return spans in order, none touching another; those with white space alone between them are one.

    >>> join([(4, 6), (0, 2), (1, 3)], "abc def")
    [(0, 6)]
    """
    joined: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        gap = text[joined[-1][1] : start] if joined else ""
        if joined and (start <= joined[-1][1] or (gap.isspace() and "\n" not in gap)):
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def masked(text: str, spans: Sequence[Span]) -> str:
    """Return a text with what is to be hidden replaced.

    >>> masked("The Harbour Courier said", [(4, 19)])
    'The [outlet] said'
    """
    kept, at = [], 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    return TOKEN.join([*kept, text[at:]])


def shown(spans: Sequence[Span], place: int) -> int:
    """Return where a place of the original stands in the masked text; what is hidden begins at its mask.

    >>> shown([(4, 19)], 20), shown([(4, 19)], 10)
    (13, 4)
    """
    shift = 0
    for start, end in spans:
        if place < end:
            return min(place, start) + shift
        shift += len(TOKEN) - (end - start)
    return place + shift


def split(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Return what of the spans lies between two places, in the places of the whole.

    >>> split([(4, 19), (30, 35)], 10, 40)
    [(10, 19), (30, 35)]
    """
    first = bisect_right(spans, start, key=lambda span: span[1])
    found = []
    for s, e in spans[first:]:
        if s >= end:
            break
        found.append((max(s, start), min(e, end)))
    return found


def _is_domain(name: str) -> bool:
    return re.fullmatch(r"[\w-]+(?:\.[\w-]+)+", name) is not None and name.rpartition(".")[2].islower()


def _names(entry: Outlet) -> list[str]:
    """Return how an outlet is called, with and without what stands in brackets behind it."""
    found = []
    for name in (entry.name, *entry.aliases, *entry.credits, entry.key.replace("_", " ").title()):
        if _is_domain(name):
            continue
        found += [name, re.sub(r"\s*[(（][^()（）]*[)）]\s*$", "", name)]
    bare = [re.sub(r"^The\s+", "", name).strip() for name in found]
    return [name for name in dict.fromkeys(bare) if len(name) > 1]


class _Names:
    """Many names at once: of each text only those are sought whose first word stands in it.

    A name inside one of the phrases `apart` is none.
    """

    def __init__(self, names: Iterable[str], apart: Iterable[str] = ()) -> None:
        self._apart = _any_of(tuple(sorted(set(apart))))
        self._by_word: dict[str, list[str]] = {}
        self._unbounded = []
        for name in sorted(set(names)):
            words = _WORDS.findall(name)
            if words and not _CHINESE.search(name):
                self._by_word.setdefault(words[0].casefold(), []).append(name)
            elif words:
                self._unbounded.append(name)

    def finditer(self, text: str) -> Iterable[re.Match[str]]:
        other = [match.span() for match in self._apart.finditer(text)]
        for match in self._found(text):
            last = bisect_right(other, match.start(), key=lambda span: span[0]) - 1
            if last < 0 or match.end() > other[last][1]:
                yield match

    def _found(self, text: str) -> Iterable[re.Match[str]]:
        words = {word.casefold() for word in _WORDS.findall(text)} & self._by_word.keys()
        here = [name for word in words for name in self._by_word[word]]
        here += [name for name in self._unbounded if name in text]
        return _any_of(tuple(sorted(here))).finditer(text) if here else ()


@lru_cache(maxsize=4_000)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern for any of some names, the longest first.

    Each word counts as it is written and in capitals, since "foreign policy" and "the times" are no names;
    any space may stand between them; names in Chinese have no edges.
    """
    forms = []
    for name in sorted(set(names), key=lambda name: (-len(name), name)):
        words = [_cased(word) for word in re.split(r"[\s-]+", name) if word]
        if not words:
            continue
        form = r"[\s\xa0-]{1,3}".join(words)
        if not _CHINESE.search(name):
            form = rf"(?<!\w){form}(?!\w)"
        forms.append(form)
    return re.compile("|".join(forms) or "(?!)")


def _cased(word: str) -> str:
    """Return a pattern for a word as it is written, in capitals, and with its first letter large."""
    forms = dict.fromkeys((word, word.upper(), word[:1].upper() + word[1:]))
    return f"(?:{'|'.join(map(_loose, forms))})" if len(forms) > 1 else _loose(word)


def _loose(word: str) -> str:
    return re.sub("['’‘ʼ]", "['’‘ʼ]", re.escape(word))


def _either(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"
