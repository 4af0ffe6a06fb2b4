"""Small corpora in which it is known what each outlet has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest

Corpus = Callable[..., pd.DataFrame]


@pytest.fixture
def corpus() -> Corpus:
    """Return a function that makes articles: by outlet how many, and by word in how many of each outlet's."""

    def make(
        sizes: Mapping[str, int], words: Mapping[str, Sequence[int]] = {}, event: str | None = None
    ) -> pd.DataFrame:
        rows = []
        for place, (outlet, size) in enumerate(sizes.items()):
            for number in range(size):
                own = [word for word, counts in words.items() if number < counts[place]]
                said = "".join(f" Nobody at the harbour had yet seen a {word} there." for word in own)
                text = f"{outlet} {number} opens in its own way {event or ''}.{said}\n\nThe last line of it."
                rows.append({"id": f"{event or ''}{outlet}{number:02}", "outlet": outlet, "text": text})
        return pd.DataFrame(rows).assign(event=event, genre="news")

    return make
