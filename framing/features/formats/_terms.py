"""Which terms of other programs' lists the engine can match, and what is wrong with the others."""

from __future__ import annotations

import unicodedata

from framing.text import sentences

__all__ = ["MOST_CHARACTERS", "MOST_WORDS", "clean"]

#: A term longer than this is a sentence that slipped in.
MOST_WORDS, MOST_CHARACTERS = 20, 200
#: Marks beside a term's words that change nothing: a text loses them too.
_HARMLESS = frozenset(".,!'’‘\"“”„«»-‑–#@")
_PATTERN_SIGNS = frozenset("|^$()[]{}\\+?<>")


def clean(term: str) -> tuple[str, str]:
    """Return a term as the engine matches it, and what is wrong with it (nothing: an empty string).

    An underscore is read as a space, a ``*`` that stands alone as any one word.

    >>> clean(" NOT_good* "), clean("a * of relief")
    (('NOT good*', ''), ('a _ of relief', ''))
    >>> clean("un*able")[1], clean("(happy|glad)")[1], clean(":-)")[1]
    ('a * elsewhere than at the end of a word', 'signs of a pattern: ( | )', 'no word in it')
    """
    words = unicodedata.normalize("NFC", term).replace("_", " ").split()
    if not words:
        return "", "no term"
    if "\ufffd" in term:
        return "", "characters that no encoding explains"
    if len(words) > MOST_WORDS or len(term) > MOST_CHARACTERS:
        return "", f"longer than {MOST_WORDS} words or {MOST_CHARACTERS} characters"
    if all(word == "*" for word in words):
        return "", "a * with no word"
    for place, word in enumerate(words):
        if word != "*" and (fault := _fault(word, place > 0, place < len(words) - 1)):
            return "", fault
    return " ".join("_" if word == "*" else word for word in words), ""


def _fault(word: str, follows: bool, followed: bool) -> str:
    """Say what is wrong with one word of a term, which may follow others and be followed."""
    stem = word.removesuffix("*")
    if "*" in stem:
        return "a * elsewhere than at the end of a word"
    analysis = sentences.analyse(stem)
    found = analysis.words
    if not found:
        return "no word in it"
    inside = {i for start, end, _ in found for i in range(start, end)}
    left = [mark for i, mark in enumerate(stem) if i not in inside]
    if signs := [mark for mark in left if mark in _PATTERN_SIGNS]:
        return f"signs of a pattern: {' '.join(dict.fromkeys(signs))}"
    if word != stem and found[-1][1] < len(stem):
        return f"{stem[found[-1][1] :]!r} between a word and its *"
    parts = any(broken for _, _, broken in found)
    if parts or (follows and analysis.before) or (followed and analysis.after):
        return "punctuation inside that parts its words in a text, so that it never matches"
    if marks := [mark for mark in left if mark not in _HARMLESS]:
        return f"marks that no word has: {' '.join(dict.fromkeys(marks))}"
    return ""
