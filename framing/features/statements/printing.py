"""Sentences as printed, looked up where the texts are: nothing is read of articles that have none of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from framing.engine.parts import Articles, Parts, kept, light, over
from framing.features.statements.sentences import Sentences

__all__ = ["Printing", "Said"]


@dataclass(frozen=True)
class Printing:
    """Returns the words of places that come beside the articles: the table `said`, by `number`."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        places = beside["places"]
        row = pd.Series(np.arange(len(frame)), index=frame["id"]).loc[places["article"]].to_numpy()
        said = words_at(frame, row, places["headline"], places["start"], places["end"])
        return {"said": pd.DataFrame({"number": places["number"], "text": pd.Series(said, dtype="str")})}


def words_at(
    frame: pd.DataFrame,
    row: np.ndarray,
    headline: pd.Series | np.ndarray,
    start: pd.Series | np.ndarray,
    end: pd.Series | np.ndarray,
) -> list[str]:
    """Return what stands in titles, or else texts, from some characters to others."""
    titles, texts = frame["title"].to_numpy(dtype=object), frame["text"].to_numpy(dtype=object)
    return [
        (titles if title else texts)[r][begin:stop]
        for r, title, begin, stop in zip(
            row.tolist(), headline.tolist(), start.tolist(), end.tolist(), strict=True
        )
    ]


@dataclass
class Said:
    """Sentences of a block as printed, each asked for once.

    Attributes
    ----------
    articles : pandas.DataFrame or Parts
    rows : int64 array
        Those of the block's articles.
    sentences : Sentences
        Of the block.
    """

    articles: Articles
    rows: np.ndarray
    sentences: Sentences
    _known: dict[int, str] = field(default_factory=dict)

    def __call__(self, which: Sequence[int] | np.ndarray) -> list[str]:
        """Return some sentences, by their numbers."""
        listed = np.asarray(which, np.int64).tolist()
        new = np.array(sorted(set(listed) - self._known.keys()), np.int64)
        if len(new):
            self._known |= zip(new.tolist(), self._looked_up(new), strict=True)
        return [self._known[at] for at in listed]

    def _looked_up(self, at: np.ndarray) -> list[str]:
        sentences = self.sentences
        row = self.rows[sentences.row[at]]
        headline, start, end = sentences.part[at] == 0, sentences.start[at], sentences.end[at]
        if not isinstance(self.articles, Parts):
            return words_at(self.articles, row, headline, start, end)
        ids = light(self.articles)["id"].to_numpy(dtype=object)
        places = pd.DataFrame(
            {"article": ids[row], "number": at, "headline": headline, "start": start, "end": end}
        )
        mask = np.zeros(len(ids), bool)
        mask[row] = True
        found = over(kept(self.articles, mask), Printing(), what="wording", beside={"places": places})
        said = found.table("said").set_index("number")["text"]
        # Of a part that fails now, and did not when its sentences were read, nothing is known.
        texts: list[str] = said.reindex(at, fill_value="").tolist()
        return texts
