"""What the page on words says of its examples is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.text import sentences as rules
from framing.text.tokens import sentences, words

PAGE = (Path(__file__).parents[2] / "docs" / "words-and-sentences.md").read_text("utf8")


def rows(heading: str) -> list[list[str]]:
    """The rows of the table under a first line."""
    table = PAGE.split(f"| {heading} |")[1].split("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]


@pytest.mark.parametrize(("text", "wanted"), rows("in the text | words"))
def test_words_of_the_table(text: str, wanted: str) -> None:
    assert words(text.strip("| `")) == wanted.strip("| ").split(", ")


def test_endings_of_the_table() -> None:
    found = {ending.strip("| "): rule for ending, rule in rows("ending | is the end of a sentence if")}
    never, starter = list(found)[:2]
    assert {re.sub(r"\.$", "", word).lower() for word in re.findall(r"\*([^*]+)\*", never)} <= rules.TITLES
    for word in re.findall(r"\*([^*]+)\*", starter):
        assert len(sentences(f"It is {word} The rest is here.")) == 2
        assert len(sentences(f"It is {word} Smith is here.")) == 1
    assert len(sentences("It is Mr. The rest is here.")) == 1


def test_speech_of_the_page() -> None:
    assert sentences('"Is it so?" he asked.') == ['"Is it so?" he asked.']
    assert sentences('"It is." He left.') == ['"It is."', "He left."]
    assert sentences("policy.The rest") == ["policy.", "The rest"]
