"""Text that never ends a sentence: bounded memory, one line that says so, all else as ever."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing.text.tokens import LONGEST

WHO = {"Keller": ["Maria Keller", "Keller"]}
RUN = """
import resource, sys, warnings
import pandas as pd
import framing as fr

def made(text):
    return pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text], "language": ["en"]})

who = {"Keller": ["Maria Keller", "Keller"]}
asked = {
    "items": lambda articles: fr.facts.entities(articles),
    "stance": lambda articles: fr.score(articles, "stance", targets=who),
}[sys.argv[1]]
warnings.simplefilter("ignore")
asked(made("Maria Keller left. The minister praised Keller."))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
asked(made(sys.argv[2] * (50_000 // len(sys.argv[2]))))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def endless(**more: Any) -> pd.DataFrame:
    text = "Anna Stone met Keller. " + "Keller met the " * 1_000 + "man. Robert Stone left."
    return pd.DataFrame({"id": ["long"], "outlet": ["x"], "text": [text], "language": ["en"], **more})


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in other units elsewhere")
@pytest.mark.parametrize(("what", "words"), [("items", "Keller "), ("stance", "Keller met ")])
def test_memory_grows_with_the_text_and_not_with_its_square(what: str, words: str) -> None:
    run = subprocess.run([sys.executable, "-c", RUN, what, words], capture_output=True, text=True, check=True)
    assert int(run.stdout) < 150


@pytest.mark.slow
@pytest.mark.parametrize(
    "asked",
    [
        fr.facts.entities,
        fr.sources.voices,
        lambda articles: fr.words.mentions(articles, WHO),
        lambda articles: fr.score(articles, "stance", targets=WHO),
        lambda articles: fr.words.kwic(articles, "Keller"),
    ],
)
def test_it_is_said_which_articles_were_cut(asked: Any) -> None:
    with pytest.warns(fr.FramingWarning, match=rf"^'long': .* over {LONGEST:,} words"):
        asked(endless())


def test_it_is_said_in_one_line() -> None:
    two = pd.concat([endless(), endless().assign(id="other", outlet="y")], ignore_index=True)
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        fr.facts.coverage(two)
    said = {str(one.message) for one in heard if "words at a time" in str(one.message)}
    assert [line.partition(":")[0] for line in said] == ["'long', 'other'"]


def test_what_stands_before_and_behind_is_read_as_ever() -> None:
    with pytest.warns(fr.FramingWarning, match="words at a time"):
        found = fr.words.mentions(endless(), WHO)
    assert len(found) == 1_001
    with pytest.warns(fr.FramingWarning, match="words at a time"):
        items = fr.facts.entities(endless())
    assert {"Anna Stone", "Robert Stone"} <= set(items["form"])
