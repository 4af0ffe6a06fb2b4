"""`fr.words.tokens`: articles as words, for programs that count by rules of their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, collect_articles
from framing.schema import check
from framing.text.tokens import tokenize


def tokens(articles: Articles) -> pd.DataFrame:
    """List every word of articles, as measures count them, for other programs; `kwic` finds words in context.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `outlet` and `text`, as everywhere.

    Returns
    -------
    pandas.DataFrame
        The table `tokens`, a row a word, in the order of the articles and of reading; no punctuation.

    Raises
    ------
    FramingError
        A column that is not what it should be.

    Examples
    --------
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It rains. It doesn't stop."]})
    >>> tokens(articles)[["sentence", "start", "token"]].values.tolist()
    [[1, 0, 'It'], [1, 3, 'rains'], [2, 10, 'It'], [2, 13, "doesn't"], [2, 21, 'stop']]
    """
    frame = check(collect_articles(articles, "tokens"), "articles")
    found = []
    for part, column in (("headline", "title"), ("text", "text")):
        words = tokenize(frame[column].fillna("").astype("str").tolist())
        at = np.arange(len(words.ids))
        row, (start, end) = words.doc_of(at), words.spans(at)
        first = np.searchsorted(words.sentences, words.docs[row], side="right")
        sentence = np.searchsorted(words.sentences, at, side="right") - first + 1
        forms = words.forms.take(words.ids).to_pylist()
        columns = {"row": row, "part": part, "sentence": sentence, "start": start, "end": end, "token": forms}
        found.append(pd.DataFrame(columns))
    table = pd.concat(found, ignore_index=True).sort_values("row", kind="stable", ignore_index=True)
    table.insert(0, "article", frame["id"].to_numpy()[table.pop("row").to_numpy(np.int64)])
    return check(table, "tokens")
