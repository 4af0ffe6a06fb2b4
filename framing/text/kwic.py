"""Key word in context: where a word or phrase stands, with the words around it.

Words end and phrases break as everywhere in the package (`rules`), so what is
listed here is what a lexicon entry of the same wording would count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from framing import tables
from framing.errors import FramingError, brief
from framing.text.tokens import Tokens, chunks, sentence_spans, tokenize
from framing.text.vocabulary import ANY, NUMBER, Vocabulary, split_pattern

__all__ = ["kwic"]

#: Widest window, in words: further away is not context but the article.
_WIDEST = 200


def kwic(articles: pd.DataFrame, pattern: str, window: int | str = 8) -> pd.DataFrame:
    """List every occurrence of a word or phrase with its context.

    Parameters
    ----------
    articles : pandas.DataFrame
        With `id`, `outlet` and `text`; `title` is searched too where there is one.
    pattern : str
        A word or a phrase, written as in a lexicon: ``x*`` is any ending, ``a|b`` either, ``#``
        a number, ``_`` any one word. Case doesn't matter, nor does a possessive 's. A phrase
        is not found across punctuation or the end of a sentence.
    window : int or "sentence"
        Words to either side, within title or text; or the rest of the sentence.

    Returns
    -------
    pandas.DataFrame
        The table `kwic`, in the order of the articles and of the text: `article`, `outlet`, `part`, `voice`,
        `start` and `end` (code points in title or text), `left`, `node`, `right`, and `provenance`,
        so that invented text is marked where it is shown.

    Raises
    ------
    FramingError
        The pattern holds no word, or `window` is neither a number nor "sentence".

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["A win-win deal. Talks end."]})
    >>> kwic(articles, "win-win deal*", window=2)[["left", "node", "right"]].values.tolist()
    [['A', 'win-win deal', '. Talks end']]
    """
    if isinstance(window, bool) or not (
        window == "sentence" or (isinstance(window, int) and 0 <= window <= _WIDEST)
    ):
        raise FramingError(
            f'window {window!r} is not known; give a number of words from 0 to {_WIDEST}, or "sentence"'
        )
    if not isinstance(pattern, str):
        raise FramingError(f"pattern {brief(pattern)} is no text; give a word or a phrase, as 'win-win'")
    wanted = split_pattern(pattern)
    if not any(re.search(r"\w", item.strip(ANY)) or item == NUMBER for item in wanted):
        raise FramingError(
            f"pattern {pattern!r} holds no word; give one, as 'win-win', 'trade deal', 'cooperat*'"
        )
    articles = tables.check(articles, "articles")
    found = [row for column in ("title", "text") for row in _rows(articles, column, wanted, window)]
    if not found:
        return tables.empty("kwic")
    order = sorted(found, key=lambda row: (row["row"], row["part"] != "headline", row["start"]))
    return tables.check(pd.DataFrame(order).drop(columns="row"), "kwic")


def _rows(
    articles: pd.DataFrame, column: str, wanted: tuple[str, ...], window: int | str
) -> Iterator[dict[str, object]]:
    texts = articles[column].fillna("").astype(str)
    ids, outlets, blocks, provenance = (
        articles[name].tolist() for name in ("id", "outlet", "blocks", "provenance")
    )
    for first, after in chunks(texts.str.len().to_numpy()):
        part = texts.iloc[first:after].tolist()
        tokens = tokenize(part)
        at = _places(tokens, wanted)
        docs = tokens.doc_of(at).tolist()
        starts = tokens.spans(at)[0].tolist()
        ends = tokens.spans(at + len(wanted) - 1)[1].tolist()
        around = _around(tokens, part, at, len(wanted), window)
        for doc, start, end, (left, right) in zip(docs, starts, ends, around, strict=True):
            row, text = first + doc, part[doc]
            yield {
                "row": row,
                "article": ids[row],
                "outlet": outlets[row],
                "part": "headline" if column == "title" else _part(text, blocks[row], start),
                "voice": "all",
                "start": start,
                "end": end,
                "left": " ".join(text[left:start].split()),
                "node": text[start:end],
                "right": " ".join(text[end:right].split()),
                "provenance": provenance[row],
            }


def _places(tokens: Tokens, wanted: tuple[str, ...]) -> np.ndarray:
    """Return the first word of each occurrence."""
    vocabulary = Vocabulary(tokens)
    at = np.arange(max(len(tokens.ids) - len(wanted) + 1, 0))
    for step, item in enumerate(wanted):
        allowed = vocabulary.ids(item)
        if allowed is not None:
            fits = np.zeros(len(vocabulary), bool)
            fits[allowed] = True
            at = at[fits[vocabulary.of_token[at + step]]]
        if step:
            at = at[~tokens.breaks[at + step]]
    return at


def _around(
    tokens: Tokens, texts: list[str], at: np.ndarray, size: int, window: int | str
) -> list[tuple[int, int]]:
    """Return where the context of each occurrence begins and ends in its text."""
    docs = tokens.doc_of(at)
    if isinstance(window, str):
        each = zip(at, docs.tolist(), strict=True)
        return [sentence_spans(tokens, [texts[doc]], np.array([position]))[0] for position, doc in each]
    first = np.maximum(at - window, tokens.docs[docs])
    last = np.minimum(at + size - 1 + window, tokens.docs[docs + 1] - 1)
    return list(zip(tokens.spans(first)[0].tolist(), tokens.spans(last)[1].tolist(), strict=True))


def _part(text: str, blocks: object, at: int) -> str:
    """Say if a place lies in the lead (first paragraph that is no subhead, quotation or list) or the body."""
    letters = blocks if isinstance(blocks, str) else ""
    paragraph = text.count("\n\n", 0, at)
    return "lead" if paragraph == max(letters.find("p"), 0) else "body"
