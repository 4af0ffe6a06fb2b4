"""What callers may give by mistake: every public function answers with one line that names the argument."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import as_integer, brief, several

ARTICLES = pd.DataFrame(
    {
        "id": ["a", "b"],
        "outlet": ["x", "y"],
        "text": ["It may rain. Perhaps.", "It rains."],
        "desks": [["world"], ["home"]],
        "hits": [1, 2],
    }
)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fr.score(ARTICLES, 3), "measures: 3 is neither a name nor a list of them"),
        (lambda: fr.score(ARTICLES, [["hedges"]]), "is neither a name nor a Lexicon"),
        (lambda: fr.score(ARTICLES, Path("my.toml")), r"neither a name nor a Lexicon.*Lexicon\.read"),
        (lambda: fr.score(ARTICLES, ["threat*"]), r"measure 'threat\*' is not known.*\{'name': \['word'"),
        (lambda: fr.score(fr.load(ARTICLES)), r"got Loaded; give its \.articles;"),
        (lambda: fr.score(ARTICLES, voices=ARTICLES), r"voices: column 'article' .* is missing"),
        (lambda: fr.score(ARTICLES, keep=3), "keep: 3 is neither a name nor a list"),
        (lambda: fr.score(ARTICLES, keep="desk"), "keep 'desk' is not known; did you mean 'desks'"),
        (lambda: fr.score(ARTICLES, keep=[["desks"]]), "keep .* is not known"),
        (lambda: fr.score(ARTICLES, keep="hits"), "scores have a column 'hits' of their own; rename yours"),
        (lambda: fr.score("texts"), "articles: expected a pandas DataFrame, got str"),
        (lambda: fr.evidence(ARTICLES, limit=True), "limit True should be a whole number"),
        (lambda: fr.evidence(ARTICLES, 3), "measures: 3 is neither"),
        (lambda: fr.words.kwic(ARTICLES, None), "pattern None is no text"),
        (lambda: fr.compare(ARTICLES), r"scores: column 'article' \(id\) is missing"),
        (lambda: fr.compare(fr.score(ARTICLES), by="side"), r"by 'side' is not known.* keep=\['side'\]"),
        (lambda: fr.load(None), "paths: no files given"),
        (lambda: fr.load(3), "paths: 3 is neither a name nor a list"),
        (lambda: fr.load([3]), "paths: 3 is no path"),
        (lambda: fr.load(".", outlets=3), "outlets: 3 is no mapping, path or name"),
        (lambda: fr.load(".", outlets=["x"]), r"outlets: \['x'\] is no mapping, path or name"),
        (lambda: fr.load(".", columns=["text"]), r"columns: \['text'\] is no mapping of field to column"),
        (lambda: fr.load(".", columns="text"), "columns: 'text' is no mapping"),
        (lambda: fr.load("conftest.py", cache=3), "cache: 3 is no path"),
        (lambda: fr.Lexicon.read(None), "lexicon: None is no path"),
    ],
)
def test_a_wrong_kind_of_argument_is_one_line(
    call: Callable[[], Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(__file__).parent)
    with pytest.raises(fr.FramingError, match=said) as error:
        call()
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 500


@pytest.mark.medium
def test_one_name_is_as_good_as_a_list_of_one() -> None:
    pd.testing.assert_frame_equal(fr.score(ARTICLES, keep="desks"), fr.score(ARTICLES, keep=["desks"]))
    pd.testing.assert_frame_equal(fr.evidence(ARTICLES, limit=1), fr.evidence(ARTICLES, limit=np.int64(1)))


def test_several_takes_any_list_of_names() -> None:
    assert several("x", (name for name in "ab")) == ("a", "b")
    assert several("x", pd.Index(["a", "b"])) == ("a", "b")


def test_whole_numbers_and_what_only_looks_like_one() -> None:
    assert [as_integer(value) for value in (0, -3, np.int64(5), np.uint8(7))] == [0, -3, 5, 7]
    assert [as_integer(value) for value in (None, "3", 3.0, True, np.bool_(True), [3])] == [None] * 6


def test_a_value_is_shown_on_one_line() -> None:
    assert brief("two\nlines") == r"'two\nlines'"
    assert len(brief(ARTICLES)) == 80
    assert "\n" not in brief(ARTICLES)
