"""Words of an outlet's own that judge what it tells, each with the words about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from itertools import takewhile

from framing.features.terms import stop_words
from framing.plugins import word_lists
from framing.report.material import Material
from framing.text.voices.speakers.lexicon import plain

#: So many of an article are told: loaded words first, then appreciation and praise (Martin and White 2005).
#: Of words of blame a reader held half to be somebody else's, or what was charged.
_MOST, _LOADED = 3, "loaded"
_POLES = ("appreciation_negative", "appreciation_positive", "judgement_positive", _LOADED)
#: How far a phrase goes on, in characters and words, and behind how many links; where it ends before.
_NEAR, _REACH, _LEADS = 120, 3, 2
#: So close before a name of a thing stands who else calls it so.
_CLOSE = 30
_LINKS = frozenset(("a", "an", "at", "his", "her", "its", "of", "the", "their", "with"))
#: A verb, which says little without its object: "lashed out", "slamming".
_VERB = re.compile(r"(?:ed|ing|out|into|against)$")
#: What tells before a judgement that it is somebody else's, or isn't made.
_THEIRS = re.compile(
    r"(?i)\b(?:accus|attribut|believ|blam|blast|brand|call|complain|condemn|consider|convinc|critic|denounc"
    r"|describ|dub|hail|label|laud|look|paint|pann|portra|prais|reject|saw|see|talk|tout|view)\w*"
    r"|(?:\bnot|n['’]t|\bnever)(?: \w+)?\s*$|\bno (?:evidence|sign)s? (?:of|that)\b"
)
#: That somebody is told to have attacked another, however strongly, is no judgement of either.
_ATTACKS = re.compile(r"(?i)(?:bash|blast|lash|rail|rip|slam)")
#: "It was a sham, one of the officials said."
_LATER = re.compile(r", (?:[\w’'.-]+ ){1,9}(?:said|says|added|adds|argued|wrote)\W*$")
#: First persons, and the part of them in all words from which a text is taken for a speech, printed whole.
_FIRST, _SPEECH = re.compile(r"\b(?:i|me|my|our|us|we)\b"), 0.05
_MARKS = set("\"“”'‘’")
#: What is cut of "Sen. Marlow" and "U.N.".
_SHORT = re.compile(r"[A-Z][a-z]{0,2}$")
#: What is no part of a phrase: a figure, and ahead of an adjective a verb, "included unfounded claims".
_NO_LEFT = re.compile(r"^\d|^(?:hundred|thousand|million|billion)s?$|[a-z]ed$")
#: What a phrase ends before: "the junta seized", "flaws directly", "destructive overnight Tuesday".
_ENDS = re.compile(r"[a-z]{2}ed$|(?:al|ct|en|ing|ive|le|te|us)ly$|day$|^overnight$")
_STOP, _WORD = re.compile(r"[^\w\s’'-]|\n"), re.compile(r"\w[\w’'-]*")


def list_evaluations(material: Material, texts: Mapping[str, str]) -> dict[str, dict[str, int]]:
    """Return phrases in which reports themselves judge, at most three of each, and none that all have.

    With each stands how often the report has it.

    Those of fewest reports come first, loaded words among them, then in the order of the text. Feelings and
    blame aren't told, nor what stands behind *said* or *called* in its sentence, in quotation marks, or in
    a speech that is printed whole.

    Parameters
    ----------
    texts
        Of reports that stand side by side, by the article's id.
    """
    hits = material.evidence
    hits = hits[hits["article"].isin(list(texts))]
    # Behind "said" a judgement may be whose it was.
    cues = hits[hits["measure"].str.startswith("reporting.")]
    said = cues.groupby(["article", "sentence"])["start"].min().to_dict()
    hits = hits[
        (hits["voice"] == "outlet")
        & (hits["part"] != "headline")
        & hits["pole"].isin(_POLES)
        & ~hits["negated"].fillna(False).astype(bool)
        & hits["target"].isna()
    ]
    low = {key: text.lower() for key, text in texts.items()}
    spoken = {key for key, text in low.items() if len(_FIRST.findall(text)) > _SPEECH * len(text.split())}
    hits = hits[~hits["article"].isin(spoken)]
    found: dict[str, dict[str, tuple[int, bool, int, str]]] = {}
    places: dict[tuple[str, str], set[int]] = {}
    columns = ("article", "pole", "start", "end", "sentence")
    for key, pole, start, end, sentence in zip(*(hits[name] for name in columns), strict=True):
        text = texts[key]
        word = text[start:end]
        opens = max(text.rfind(sentence, 0, start + len(sentence)), 0)
        # "Lauded Ruiz" tells of somebody's praise.
        # What a thing is called is the outlet's choice, whoever is told to have announced or weighed it.
        named = pole == _LOADED and not _VERB.search(word)
        theirs = _THEIRS.search(text, max(opens, start - _CLOSE) if named else opens, start)
        later = said.get((key, sentence), start) < start and not named
        if (
            theirs
            or later
            or _THEIRS.match(word)
            or (pole == _LOADED and _ATTACKS.match(word))
            or _LATER.search(sentence)
        ):
            continue
        # A capital is a name's or a heading's, but for one that opens a sentence.
        loud = word.isupper() or (word[:1].isupper() and text[:start].rstrip()[-1:] not in ".!?")
        if not word or loud or _root(word) in _quiet():
            continue
        phrase = _cut(text, start, end)
        places.setdefault((key, phrase), set()).add(int(start))
        others = sum(_root(word) in own for other, own in low.items() if other != key)
        all_have = others == len(texts) - 1 > 0
        # "Have slammed the material" reads as if the outlet slammed it.
        headless = pole == _LOADED and not named and phrase.startswith(word)
        if phrase and not headless and (named or phrase != word) and not all_have:
            # One of each word, and of a phrase that holds two.
            told = (others, pole != _LOADED, int(start), phrase)
            own = found.setdefault(key, {})
            own[_root(word)] = min(told, own.get(_root(word), told))
    return {
        key: {phrase: len(places[key, phrase]) for *_, phrase in sorted(own.values())[:_MOST]}
        for key, own in found.items()
    }


@cache
def _quiet() -> frozenset[str]:
    return frozenset(map(_root, word_lists("framing.features.statements", "words")["wording"]["quiet"]))


def _root(word: str) -> str:
    """Return a word without its ending, so far as that matters here."""
    return word.lower()[: max(5, len(word) - 3)]


def _cut(text: str, start: int, end: int) -> str:
    """Return a word with the content words about it in its clause.

    Nothing is told of what a quotation mark is beside, and of a verb without its object.

    >>> text = "It was a humiliating rejection by voters, a 'disgrace'. They lashed out."
    >>> _cut(text, 9, 20), _cut(text, 45, 53), _cut(text, 61, 71)
    ('humiliating rejection', '', '')
    """
    stops = stop_words("content")
    before = _STOP.split(text[max(start - _NEAR, 0) : start])[-1]
    after = _STOP.split(text[end : end + _NEAR], maxsplit=1)[0]
    ahead = list(_WORD.finditer(before))
    last = [word for word in ahead[-1:] if plain(word[0]) not in stops and not re.search(_NO_LEFT, word[0])]
    # A name is whole: "European Union bureaucrats".
    name = list(takewhile(lambda word: word[0][0].isupper(), reversed(ahead))) if last else []
    left = before[(name or last)[-1].start() :] if last else ""
    words = list(_WORD.finditer(after))
    leads = sum(1 for _ in takewhile(lambda word: word[0].lower() in _LINKS, words))
    run = list(
        takewhile(lambda word: not _ENDS.search(word[0]) and plain(word[0]) not in stops, words[leads:])
    )
    run = run[:_REACH]
    run = run[:-1] if run and _SHORT.match(run[-1][0]) else run
    # "Illegal immigrants living inside" is a noun by itself.
    verb = _VERB.search(text[start:end])
    whole = not run or leads > _LEADS or (" " in text[start:end] and not verb)
    right = "" if whole else after[: run[-1].end()]
    about = text[start - len(left) - 1 : start - len(left)] + text[end + len(right) : end + len(right) + 1]
    if (verb and not right) or set(about) & _MARKS:
        return ""
    return " ".join(f"{left}{text[start:end]}{right}".split())
