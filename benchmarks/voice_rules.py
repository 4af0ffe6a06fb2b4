"""Attribution by hand-written contexts of cue words: the baseline that the tagger is measured against.

It is also what marks an article before a person reads and corrects it. It may
use the package's tokens and cue words, and nothing that was estimated on labels.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

import numpy as np

from framing.text.quotes import quote_spans
from framing.text.tokens import tokenize
from framing.text.voices.words import cues

Span = tuple[int, int]

_SUBJECT_STOP = frozenset(
    "what how why where who that which while when as because but although though if whether since and or "
    "until before after".split()
)
_TIME = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today tonight in on at during "
    "earlier later last this afternoon morning night evening week month year during recently then also "
    "too again there of to by from for".split()
)
_BE = frozenset("is are was were be been being 's 're has have had 've isn't aren't wasn't weren't".split())
_DETERMINERS = frozenset(
    "a an the his her its their our my your this that these those any no some every each of in for "
    "with".split()
)
_NEVER = frozenset(
    "like name rule set put need use see read find found call cast point count rate rank time state "
    "report help order issue sign support back play found try tried trying allow allows allowed direct "
    "set term title put text post mail lead long mean means open target force require required meant".split()
)
#: Bare forms that are a verb of a speaker more often than a noun or an infinitive.
_PLAIN = frozenset(
    "say want think believe know hope fear expect argue claim told said agree insist worry feel suggest "
    "warn note deny consider oppose intend acknowledge admit allege contend concede see".split()
)


@dataclass
class Attribution:
    """Where somebody's words stand, who is said to say them, and the words that say so; in code points."""

    content: list[Span] = field(default_factory=list)
    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)


@dataclass
class _Text:
    text: str
    start: list[int]
    end: list[int]
    low: list[str]
    sentence: list[Span]
    paragraph: list[int]
    quoted: np.ndarray
    quotes: list[Span]

    def gap(self, i: int) -> str:
        """What stands between word i and the next."""
        after = self.start[i + 1] if i + 1 < len(self.start) else len(self.text)
        return self.text[self.end[i] : after]


def attributions(text: str) -> list[Attribution]:
    """Return the attributions of a text, in order."""
    t = _read(text)
    found: list[Attribution] = []
    taken = np.zeros(len(t.start), bool)
    last: Attribution | None = None
    last_paragraph = -1
    for low, high in t.sentence:
        here = _sentence(t, low, high, taken)
        first = here[0] if here else None
        # A quotation without a speaker of its own is that of the one before, in this paragraph or the last.
        loose = [
            q
            for q in t.quotes
            if q[0] < high and q[1] > low and not taken[max(q[0], low) : min(q[1], high)].any()
        ]
        for q in loose:
            span = _chars(t, max(q[0], low), min(q[1], high))
            owner = first if first and q[0] < high else last
            near = t.paragraph[low] - last_paragraph <= 1
            if owner is not None and (owner is first or near):
                owner.content.append(span)
            else:
                found.append(Attribution(content=[span]))
                here = here or [found[-1]]
            taken[max(q[0], low) : min(q[1], high)] = True
        found.extend(a for a in here if a not in found)
        if here or loose:
            last, last_paragraph = (here[-1] if here else last), t.paragraph[low]
    for a in found:
        a.content.sort()
    return sorted(found, key=lambda a: min(a.content + a.cue))


def _read(text: str) -> _Text:
    tokens = tokenize([text])
    start, end = (x.tolist() for x in tokens.spans(np.arange(len(tokens.ids))))
    bounds = [*tokens.sentences.tolist(), len(tokens.ids)]
    begin, stop = quote_spans(tokens)
    mask = np.zeros(len(tokens.ids), bool)
    for b, e in zip(begin, stop, strict=True):
        mask[b:e] = True
    paragraph = (np.searchsorted(tokens.paragraphs, np.arange(len(tokens.ids)), side="right") - 1).tolist()
    low = [text[s:e].lower().replace("’", "'") for s, e in zip(start, end, strict=True)]
    sentence = [(a, b) for a, b in itertools.pairwise(bounds) if b > a]
    return _Text(
        text,
        start,
        end,
        low,
        sentence,
        paragraph,
        mask,
        list(zip(begin.tolist(), stop.tolist(), strict=True)),
    )


def _chars(t: _Text, i: int, j: int) -> Span:
    """Return the characters of words i to j, with the marks of quotation about them."""
    s, e = t.start[i], t.end[j - 1]
    while s > 0 and t.text[s - 1] in "\"“'‘([$£€#@":
        s -= 1
    while e < len(t.text) and t.text[e] in "\"”'’)]%" + (",.?!…" if t.quoted[j - 1] else ""):
        e += 1
    if t.text[e - 1] == "," and t.text[e : e + 1] in ('"', "”", "'", "’"):
        e += 1
    return s, e


def _sentence(t: _Text, low: int, high: int, taken: np.ndarray) -> list[Attribution]:
    known, found = cues(), []
    i = low
    while i < high:
        if t.quoted[i]:
            i += 1
            continue
        made = None
        if t.low[i : i + 2] == ["according", "to"] and i + 2 <= high:
            made = _according(t, low, high, i, 2)
        elif t.low[i] in known:
            made = _verb(t, low, high, i, known[t.low[i]])
        if made:
            attribution, words = made
            if not taken[words[0] : words[1]].all():
                found.append(attribution)
                taken[words[0] : words[1]] = True
                i = max(i + 1, words[1]) if words[0] > i else i + 1
                continue
        i += 1
    return found


_CLAUSE = re.compile(r"[,;:—–()]|--|\s-\s")


def _according(t: _Text, low: int, high: int, i: int, n: int) -> tuple[Attribution, Span] | None:
    j = i + n
    while j < high and not _CLAUSE.search(t.gap(j)) and j + 1 < high:
        j += 1
    source, cue = [_chars(t, i + n, min(j + 1, high))], [(t.start[i], t.end[i + n - 1])]
    words = (j + 1, high) if i == low or (j + 1 < high and i - low < 2) else (low, i)
    if words[1] <= words[0] or i + n >= high:
        return None
    return Attribution([_chars(t, *words)], source, cue), words


def _verb(t: _Text, low: int, high: int, i: int, cue: object) -> tuple[Attribution, Span] | None:
    frames, shape = cue.frames, cue.shape  # type: ignore[attr-defined]
    before = t.low[i - 1] if i > low else ""
    after = t.low[i + 1] if i + 1 < high else ""
    if shape in ("noun", "adjective") or before in _DETERMINERS or (t.low[i] in _NEVER and after != "that"):
        plain = shape == "adjective" and before in _BE and after in ("that", "to", "about")
        if not plain:
            return None
    if t.text[t.start[i]].isupper() and i > low:
        return None
    if shape == "base" and t.low[i] not in _PLAIN:
        return None
    left_gap, right_gap = (t.gap(i - 1) if i > low else ""), t.gap(i)
    span = [(t.start[i], t.end[i])]
    clause = "say" in frames or "think" in frames or "show" in frames
    # "...," he said.  "...," said Ruiz, a lawyer.
    if clause and shape in ("ed", "s", "base", "ing") and "say" in frames:
        subject = _subject(t, low, i)
        opening = subject[0] if subject else i
        gap = t.gap(opening - 1) if opening > low else ""
        if opening > low and re.search(r"[,”\"?!]", gap) and (t.quoted[opening - 1] or _tail(t, i, high)):
            words = (_clause_start(t, low, opening), opening)
            source = (
                [_chars(t, *subject)]
                if subject
                else [_chars(t, i + 1, _noun_end(t, i + 1, high))]
                if i + 1 < high
                else []
            )
            return Attribution([_chars(t, *words)], source, span), words
    subject = _subject(t, low, i)
    if "want" in frames and after == "to" and subject:
        return Attribution([_chars(t, i + 1, _clause_end(t, i + 1, high))], [_chars(t, *subject)], span), (
            i + 1,
            _clause_end(t, i + 1, high),
        )
    if clause and subject and i + 1 < high:
        begin = i + 1
        if after != "that":
            for k in range(i + 1, min(i + 7, high)):
                if (
                    t.low[k] == "that"
                    and "say" in frames
                    and not _CLAUSE.search(" ".join(t.gap(x) for x in range(i, k - 1)))
                ):
                    begin = k
                    break
        if (
            t.low[begin] == "that"
            or t.quoted[begin]
            or ("say" in frames and t.low[i] in ("said", "says", "say", "told"))
            or (
                "think" in frames
                and re.search(r"[a-z]", after)
                and after in ("he", "she", "they", "it", "the", "there", "we", "i", "this")
            )
        ):
            return Attribution([_chars(t, begin, high)], [_chars(t, *subject)], span), (begin, high)
    if (
        frames & {"discuss"}
        and subject
        and shape in ("ed", "s")
        and not left_gap.strip()
        and not right_gap.strip()
    ):
        end = _clause_end(t, i + 1, high)
        if end > i + 1 and cue.stance != "neutral":  # type: ignore[attr-defined]
            return Attribution([_chars(t, i + 1, end)], [_chars(t, *subject)], span), (i + 1, end)
    return None


def _subject(t: _Text, low: int, i: int) -> Span | None:
    """Return the words before a verb back to the clause's start, without its auxiliaries."""
    j = i
    while j > low and t.low[j - 1] in _BE | frozenset(
        "not never also had has have would will could may might did do does still later then".split()
    ):
        j -= 1
    stop, k = j, j
    while (
        k > low
        and not _CLAUSE.search(t.gap(k - 1))
        and not t.quoted[k - 1]
        and t.low[k - 1] not in _SUBJECT_STOP
    ):
        k -= 1
    if k == stop and k > low and t.gap(k - 1).strip() == ",":
        # Ruiz, a lawyer, said
        k -= 1
        while k > low and not _CLAUSE.search(t.gap(k - 1)):
            k -= 1
        while (
            k > low
            and not t.quoted[k - 1]
            and not _CLAUSE.search(t.gap(k - 2) if k - 1 > low else ",")
            and t.low[k - 1] not in _SUBJECT_STOP
        ):
            k -= 1
        if k > low:
            k -= 1
    return (k, stop) if stop > k and stop - k <= 25 else None


def _tail(t: _Text, i: int, high: int) -> bool:
    """Whether a verb and its speaker end the sentence or stand between commas."""
    if i + 1 >= high or re.search(r"[,.;]", t.gap(i)):
        return True
    return (
        t.low[i + 1] in _TIME
        or t.text[t.start[i + 1]].isupper()
        or t.low[i + 1] in ("the", "a", "an", "one", "his", "her", "reporters")
    )


def _noun_end(t: _Text, i: int, high: int) -> int:
    j = i
    while j < high:
        if t.low[j] in ("in", "on", "during", "at", "after") and j > i:
            return j
        if _CLAUSE.search(t.gap(j)) and not (
            t.gap(j).strip() == ","
            and j + 1 < high
            and t.low[j + 1] in ("a", "an", "the", "who", "chief", "director", "president", "senior")
        ):
            return j + 1
        j += 1
    return high


def _clause_start(t: _Text, low: int, i: int) -> int:
    return low


def _clause_end(t: _Text, i: int, high: int) -> int:
    j = i
    while j < high and not re.search(r"[,;:—–]|--", t.gap(j)):
        j += 1
    return min(j + 1, high)
