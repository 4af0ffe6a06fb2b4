"""Texts of made-up words, long enough to be copies and alike only where they are meant to be."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

Story = Callable[..., list[str]]
Frame = Callable[..., pd.DataFrame]


@pytest.fixture
def story() -> Story:
    """Make a text of so many words, none of which stands in a text of another number."""

    def made(number: int, words: int = 200) -> list[str]:
        rng = np.random.default_rng(number)
        return [f"w{number}x{int(word)}" for word in rng.integers(0, 10 * words, words)]

    return made


@pytest.fixture
def frame() -> Frame:
    """Make articles of lists of words; ids tell their order, outlets as given or one each."""

    def made(*texts: list[str] | str, outlets: list[str] | None = None, **columns: object) -> pd.DataFrame:
        return pd.DataFrame(
            {
                "id": [f"a{i:03d}" for i in range(len(texts))],
                "outlet": outlets or [f"outlet {i}" for i in range(len(texts))],
                "text": [text if isinstance(text, str) else " ".join(text) for text in texts],
                **columns,
            }
        )

    return made
