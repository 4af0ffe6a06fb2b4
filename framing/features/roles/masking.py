"""Sentences with an entity left out: a mask where its words stand, so that how it is written of is left.

What signs there are in such a sentence is the business of `signs`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from framing.features.roles.marks import MASK, SAME
from framing.text.tokens import sentence_spans, tokenize

__all__ = ["masked", "masked_mentions"]

#: A last word of so few letters is not looked for by itself.
_SHORT = 3


def masked(texts: Sequence[str], starts: Sequence[int], ends: Sequence[int]) -> list[list[str]]:
    """Return the sentences of each entity, that of the span first, with a mask wherever its words stand.

    So does the last word of a name: Ruiz, of Ana Ruiz.

    >>> masked(["Ruiz came. Rain fell. We met Ruiz."], [0], [4])[0][1].replace(MASK, "_")
    'We met _.'
    """
    by_text = _sentences(texts)
    found = []
    for text, start, end in zip(texts, starts, ends, strict=True):
        same = _same(text[start:end])
        own = [(b, e) for b, e in by_text[text] if b < end and start < e] or [(start, end)]
        sentences = [text[own[0][0] : start] + MASK + text[end : max(own[-1][1], end)]]
        sentences += [text[b:e] for b, e in by_text[text] if (b, e) not in own and same.search(text[b:e])]
        found.append([same.sub(MASK, sentence).strip() for sentence in sentences])
    return found


def _same(entity: str) -> re.Pattern[str]:
    """Return what an entity is found by: its words, or the last of them where it is a name."""
    spelt = re.escape(entity)
    words = re.findall(r"[\w'’-]+", entity)
    if len(words) > 1 and words[-1][:1].isupper() and len(words[-1]) > _SHORT:
        return re.compile(rf"(?<!\w)(?:(?i:{spelt})|{re.escape(words[-1])})(?!\w)")
    return re.compile(rf"(?<!\w){spelt}(?!\w)", re.I)


def masked_mentions(
    texts: Sequence[str], starts: Sequence[int], ends: Sequence[int], whose: Sequence[object]
) -> Iterator[tuple[str, str]]:
    """Yield the sentence of each mention, masked and as it is; other mentions of the same are masked too.

    Parameters
    ----------
    texts, starts, ends
        What each mention stands in, and where.
    whose
        Whom each names, in which article.

    >>> found = masked_mentions(["Rain. Ana met Ruiz."] * 2, [6, 14], [9, 18], ["R", "R"])
    >>> [one.replace(MASK, "_").replace(SAME, "") for one, _ in found]
    ['_ met .', ' met _.']
    """
    by_text = _sentences(texts)
    others: dict[tuple[str, object], list[tuple[int, int]]] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        others.setdefault((text, who), []).append((start, end))
    for mentions in others.values():
        mentions.sort()
    whole: dict[tuple[str, int, int], str] = {}
    for text, start, end, who in zip(texts, starts, ends, whose, strict=True):
        spans = by_text[text]
        at = max(bisect_right(spans, (start, len(text))) - 1, 0)
        begin, stop = spans[at] if spans else (0, len(text))
        begin, stop = min(begin, start), max(stop, end)
        pieces, last = [], begin
        mentions = others[text, who]
        for s, e in mentions[bisect_left(mentions, (begin, 0)) : bisect_left(mentions, (stop, 0))]:
            if last <= s and e <= stop:
                pieces += [text[last:s], MASK if s == start else SAME]
                last = e
        # One string a sentence, however many are named in it.
        said = whole.setdefault((text, begin, stop), text[begin:stop].strip())
        yield "".join([*pieces, text[last:stop]]).strip(), said


def _sentences(texts: Sequence[str]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans of the sentences of each text, each text cut once."""
    every = list(dict.fromkeys(texts))
    tokens = tokenize(every)
    docs = tokens.doc_of(tokens.sentences)
    spans = sentence_spans(tokens, [every[doc] for doc in docs.tolist()], tokens.sentences)
    found: dict[str, list[tuple[int, int]]] = {text: [] for text in every}
    for doc, span in zip(docs.tolist(), spans, strict=True):
        found[every[doc]].append(span)
    return found
