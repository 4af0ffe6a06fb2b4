"""Whose words: every style of quotation mark worked out by hand, and what must hold of any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.load import load
from framing.text.quotes import SCARE_WORDS, quote_spans, quoted_words
from framing.text.tokens import tokenize
from tests.cases import for_each

CASES = tomllib.loads((Path(__file__).parent / "quotes.toml").read_text("utf8"))["case"]


def marked(text: str) -> str:
    """Put brackets about the words that are read as quoted speech."""
    tokens = tokenize([text])
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    shown, last = "", 0
    for first, after in zip(*quote_spans(tokens), strict=True):
        low, high = int(start[first]), int(end[after - 1])
        shown, last = f"{shown}{text[last:low]}⟦{text[low:high]}⟧", high
    return shown + text[last:]


def at_words(text: str) -> str:
    """Move the brackets of a case to the edges of the words, so that only words are compared."""
    plain = re.sub("[⟦⟧]", "", text)
    tokens = tokenize([plain])
    start, end = (side.tolist() for side in tokens.spans(np.arange(len(tokens.ids))))
    shown, last = "", 0
    for found in re.finditer("⟦([^⟧]*)⟧", text):
        before = len(re.sub("[⟦⟧]", "", text[: found.start()]))
        inside = [i for i, place in enumerate(start) if before <= place < before + len(found[1])]
        low, high = start[inside[0]], end[inside[-1]]
        shown, last = f"{shown}{plain[last:low]}⟦{plain[low:high]}⟧", high
    return shown + plain[last:]


@pytest.mark.medium
@for_each("case", CASES, ids=lambda case: case["what"])
def test_case(case: dict[str, str]) -> None:
    assert marked(re.sub("[⟦⟧]", "", case["text"])) == at_words(case["text"])


@pytest.mark.medium
@for_each("case", CASES, ids=lambda case: case["what"])
def test_case_among_other_texts(case: dict[str, str]) -> None:
    """Nothing of one text, not even a mark left open, reaches into the next."""
    text = re.sub("[⟦⟧]", "", case["text"])
    alone = quoted_words(tokenize([text])).tolist()
    unclosed = "He said: “We agree and we sign"
    tokens = tokenize([unclosed, text, unclosed])
    low, high = tokens.docs[1], tokens.docs[2]
    assert quoted_words(tokens)[low:high].tolist() == alone


def test_the_reference_article(shared: Path) -> None:
    """Seven passages in double marks are quoted, and two words of the headline, which says whose they are."""
    articles, _ = load(shared / "fixtures" / "text" / "global_times_2026-01-15.txt")
    text, title = articles["text"][0], articles["title"][0]
    assert re.findall("⟦(.*?)⟧", marked(title)) == ["turning point"]
    tokens = tokenize([text])
    start, end = tokens.spans(np.arange(len(tokens.ids)))
    found = [text[start[a] : end[b - 1]] for a, b in zip(*quote_spans(tokens), strict=True)]
    wanted = [passage for passage in re.findall(r'"([^"\n]+)"', text) if len(passage.split()) > SCARE_WORDS]
    assert len(found) == len(wanted) == 7
    assert found == [passage.rstrip(",.") for passage in wanted]


def test_the_bundled_corpus_closes_its_quotations() -> None:
    """Each stretch stands between marks, so no mark was taken for another's."""
    articles, _ = load(Path(__file__).parents[2] / "corpora" / "carney-beijing-2026")
    texts = articles["text"].tolist()
    tokens = tokenize(texts)
    first, after = quote_spans(tokens)
    low, high = tokens.spans(first)[0].tolist(), tokens.spans(after - 1)[1].tolist()
    around = [
        (texts[d][a - 1], texts[d][b : b + 2])
        for d, a, b in zip(tokens.doc_of(first), low, high, strict=True)
    ]
    assert len(around) > 50
    assert [pair for pair in around if not (pair[0] in "\"“‘'[(…" and re.search("[\"”’']", pair[1]))] == []


MARKS = st.sampled_from(
    "\" “ ” ' ‘ ’ '' « » said, “We \"We agree,” agree,\" no.” 'tis workers' Canada's the deal . , : "
    "He —“We ”said".split()
)
SPACES = st.sampled_from([" "] * 8 + ["\n\n", "", "\u00a0"])
TEXTS = st.lists(st.tuples(MARKS, SPACES), max_size=30).map(lambda items: "".join(map("".join, items)))


@pytest.mark.medium
@given(st.lists(TEXTS, max_size=4))
def test_stretches_are_in_order_apart_and_inside_one_text(texts: list[str]) -> None:
    tokens = tokenize(texts)
    first, after = quote_spans(tokens)
    edges = np.stack([first, after], axis=1).reshape(-1).tolist()
    assert edges == sorted(edges)
    assert (first < after).all()
    assert (tokens.doc_of(first) == tokens.doc_of(after - 1)).all()
    quoted = quoted_words(tokens)
    assert quoted.tolist() == [
        any(a <= i < b for a, b in zip(first, after, strict=True)) for i in range(len(tokens.ids))
    ]


@pytest.mark.medium
@given(TEXTS)
def test_a_further_paragraph_of_narration_changes_no_voice_before_it(text: str) -> None:
    before = quoted_words(tokenize([text]))
    after = quoted_words(tokenize([f"{text}\n\nThe envoys left the hall at noon."]))
    assert after.tolist() == [*before.tolist(), *[False] * 7]


@given(TEXTS)
def test_without_marks_nothing_is_quoted(text: str) -> None:
    assert not quoted_words(tokenize([re.sub("[\"“”'‘’«»`]", "", text)])).any()


@pytest.mark.slow
@pytest.mark.parametrize("mark", list("\"'“”‘"))
def test_a_row_of_marks_without_end_is_passed_over_once(mark: str) -> None:
    # Read mark by mark from the start each time, this would take hours.
    tokens = tokenize([f"{mark * 300_000} It may rain, she said."])
    assert len(quoted_words(tokens)) == 5
