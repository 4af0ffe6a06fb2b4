"""Keys of work: the same in every process, another for whatever is another value."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from framing.engine.results import key_of, key_of_code
from framing.features.lexicon import Lexicon
from framing.features.measures import resolve


@dataclass(frozen=True)
class One:
    number: int = 1
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Other:
    number: int = 1
    words: frozenset[str] = frozenset()


VALUES = [
    None, True, 1, 1.0, "1", b"1", (1,), [1], {1}, {"1": 1}, {"1": "1"}, [[1], 2], [1, [2]], "", (), ["12"],
    ["1", "2"], One(), One(2), One(words=frozenset("ab")), Other(), np.arange(2),
    np.arange(2, dtype=np.int32),
    np.array(["a"], object), pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]}), pd.DataFrame({"a": ["1"]}),
    pd.DataFrame({"a": pd.Categorical(["x", "y"])}), re.compile("a"), re.compile("a", re.I), resolve, One,
    Other,
]  # fmt: skip


def test_values_that_differ_have_keys_that_differ() -> None:
    keys = [key_of(value) for value in VALUES]
    assert len(set(keys)) == len(VALUES)
    assert keys == [key_of(value) for value in VALUES]


@pytest.mark.slow
def test_measures_and_lexicons_have_the_same_key_in_another_process() -> None:
    script = (
        "from framing.engine.results import key_of, key_of_code\n"
        "from framing.features.measures import resolve\n"
        "print(key_of(tuple(resolve(None)), frozenset('abcdef')), key_of_code())"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for seed in ("1", "2")
    ]
    assert told[0] == told[1] == [key_of(tuple(resolve(None)), frozenset("abcdef")), key_of_code()]


def test_a_lexicon_of_ones_own_is_known_by_its_words(tmp_path: Path) -> None:
    keys = []
    for words in ("calm", "calm, warm", "calm"):
        file = tmp_path / "own.csv"
        file.write_text(
            "term,pole\n" + "".join(f"{word.strip()},good\n" for word in words.split(",")), "utf8"
        )
        keys.append(key_of(Lexicon.read(file)))
    assert keys[0] == keys[2] != keys[1]
