"""The words of a source phrase, each with what the lexicon knows of it; phrases go before words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from framing.text.voices.speakers.lexicon import Entry, lexicon, plain

__all__ = ["PRONOUNS", "Item", "tag", "unknown"]

#: Masculine, feminine, plural, bodies, first person, relative, nobody.
PRONOUNS = {
    **dict.fromkeys("he him his himself".split(), "m"),
    **dict.fromkeys("she her hers herself".split(), "f"),
    **dict.fromkeys("they them their".split(), "p"),
    **dict.fromkeys("it its".split(), "b"),
    **dict.fromkeys("i me my myself we us our".split(), "i"),
    **dict.fromkeys("who whom whose which".split(), "r"),
    **dict.fromkeys("you your".split(), "n"),
}


class Item(NamedTuple):
    """A word or phrase.

    `kind` is the entry's, or one of cap (capitalised and unknown), particle, word, number, determiner,
    preposition, verb, relative, pronoun, comma, paren, close. `text` is without a possessive mark.
    """

    kind: str
    begin: int
    end: int
    text: str
    entry: Entry | None = None
    possessive: bool = False


_Phrases = tuple[tuple[tuple[str, ...], tuple[str, ...] | None, Entry], ...]


class _Word(NamedTuple):
    """What is known of a word wherever it stands; `kind` as the first of a phrase, `later` elsewhere."""

    form: str
    plain: str
    possessive: bool
    kind: str
    later: str
    phrases: _Phrases


_TOKEN = re.compile(r"\w[\w.&’'/-]*|[$%]|[,;:()\[\]—–…]|--")
_MARKS = {"(": "paren", "[": "paren", ")": "close", "]": "close", "$": "word", "%": "word"}


@lru_cache(maxsize=1 << 15)
def _word(raw: str) -> _Word:
    if not raw[0].isalnum() and raw[0] != "_":
        kind = _MARKS.get(raw, "comma")
        return _Word(raw, raw, False, kind, kind, ())
    form, owner = raw, False
    if form[-1] in "'’":
        owner, form = True, form[:-1]
    elif form[-2:] in ("'s", "’s", "’S", "'S"):
        owner, form = True, form[:-2]
    form = form.rstrip("-") or raw
    low = plain(form)
    for prefix in ("ex-", "then-", "now-"):
        if low.startswith(prefix) and low[len(prefix) :] in lexicon().phrases:
            form, low = form[len(prefix) :], low[len(prefix) :]
    for suffix in ("-based", "-born", "-backed", "-led", "-run"):
        if low.endswith(suffix) and low.removesuffix(suffix) in lexicon().phrases:
            form, low = form[: -len(suffix)], low.removesuffix(suffix)
    return _Word(
        form, low, owner, _kind(form, low, True), _kind(form, low, False), lexicon().phrases.get(low, ())
    )


def _kind(form: str, low: str, first: bool) -> str:
    words = lexicon().words
    if low in words["determiner"] and low != "both":
        return "determiner"
    if low in ("who", "whom", "whose", "which", "that"):
        return "relative" if not first else "word" if low == "that" else "pronoun"
    if form[0].isupper() and not (first and (low in words["opening"] or low in words["leading"])):
        return "pronoun" if low in PRONOUNS else "cap"
    for kind in ("preposition", "verb", "particle"):
        if low in words[kind]:
            return kind
    return "pronoun" if low in PRONOUNS else "number" if form[0].isdigit() else "word"


def unknown(raw: str) -> bool:
    """Whether a capitalised word is nothing but a name, as far as is known."""
    word = _word(raw)
    known = word.phrases or word.possessive or word.plain in lexicon().words["never"]
    return word.kind == "cap" and not known


def tag(phrase: str) -> list[Item]:
    """Return the items of a phrase."""
    places = [match.span() for match in _TOKEN.finditer(phrase)]
    words = [_word(phrase[begin:end]) for begin, end in places]
    out: list[Item] = []
    at, size = 0, len(words)
    while at < size:
        word = words[at]
        begin, end = places[at]
        found = _longest(words, at) if word.phrases else None
        if found:
            n, entry = found
            last = words[at + n - 1]
            stop = places[at + n - 1][1]
            text = word.form if n == 1 else phrase[begin : places[at + n - 1][0]] + last.form
            out.append(Item(entry.kind, begin, stop, text, entry, last.possessive))
            at += n
            continue
        kind = word.later if at else word.kind
        if kind == "pronoun" and word.form[0].isupper() and at + 1 < size and words[at + 1].form[0].isupper():
            # "He" before a capital is a family name.
            kind = "cap"
        out.append(Item(kind, begin, end, word.form, None, word.possessive))
        at += 1
    return out


def _longest(words: list[_Word], at: int) -> tuple[int, Entry] | None:
    """Return how many words from a place are an entry together, and the entry."""
    size = len(words)
    first = words[at]
    for spelling, cased, entry in first.phrases:
        n = len(spelling)
        if n > 1:
            if at + n > size or first.possessive:
                continue
            for k in range(1, n):
                other = words[at + k]
                if other.plain != spelling[k] or (other.possessive and k < n - 1):
                    break
            else:
                if cased is None or all(map(_spelt, cased, (word.form for word in words[at : at + n]))):
                    return n, entry
            continue
        if cased is not None and not _spelt(cased[0], first.form):
            continue
        if entry.kind == "medium" and not _medium(words, at):
            continue
        return 1, entry
    return None


def _spelt(due: str, form: str) -> bool:
    """Whether a name has its capitals; in small letters it is another word."""
    if due == form:
        return True
    bare = form.replace(".", "").replace("’", "'")
    if due.replace("’", "'") == bare:
        return True
    return not due.isupper() and (bare[0].isupper() or not due[0].isupper())


def _medium(words: list[_Word], at: int) -> bool:
    """Whether a medium's name of one word is meant so: it stands alone, behind "the" or before its desk."""
    form = words[at].form
    if form.isupper() or form in _SURE:
        return True
    if at + 1 < len(words) and words[at + 1].plain in _DESKS:
        return True
    alone = at + 1 == len(words) or not words[at + 1].form[0].isalnum()
    return alone and (at == 0 or (at == 1 and words[0].plain == "the"))


_SURE = frozenset("Reuters Xinhua Politico Axios Newsweek Yonhap Interfax Tass HuffPost BuzzFeed".split())
_DESKS = frozenset(
    "magazine newspaper newspapers reporter correspondent columnist editor journalist contributor website "
    "review analysis investigation survey reporters editorial report story host anchor article network "
    "agency news poll".split()
)
