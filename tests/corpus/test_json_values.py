"""What values of JSON may be beside texts: lists of paragraphs, and numbers longer than any."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import framing as fr

STORY = [
    "The council voted on Monday to enlarge the quay.",
    "The work could begin in spring, the mayor said.",
]
ARTICLE = {
    "title": "Council votes to enlarge the quay",
    "outlet": "Harbour Courier",
    "published": "2026-01-15",
    "authors": ["Ana Ruiz", "Li Ma"],
}


def loaded(path: Path, text: str) -> fr.corpus.load.Loaded:
    path.write_text(text, "utf8")
    return fr.load(path, workers=1)


@pytest.mark.parametrize("text", [STORY, [STORY[0], "", [STORY[1]]]], ids=["a list", "lists in it"])
def test_a_list_of_paragraphs_is_a_text(tmp_path: Path, text: list[object]) -> None:
    row = loaded(tmp_path / "a.jsonl", json.dumps(ARTICLE | {"text": text})).articles.iloc[0]
    assert row["text"].split("\n\n") == STORY
    assert list(row["authors"].split("; ")) == ARTICLE["authors"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.json", "wrapped.json"])
def test_a_number_of_very_many_digits_costs_no_article(tmp_path: Path, name: str) -> None:
    digits = "7" * 6000
    text = json.dumps(ARTICLE | {"text": "\n".join(STORY), "count": 12, "key": 0})
    text = text.replace('"key": 0', f'"key": {digits}')
    if name != "a.jsonl":
        text = f"[{text}]" if name == "a.json" else f'{{"articles": [{text}]}}'
    found = loaded(tmp_path / name, text)
    assert found.articles["key"].tolist() == [digits]
    assert found.articles["count"].tolist() == [12]


def test_a_broken_line_is_told_without_the_names_of_functions(tmp_path: Path) -> None:
    good = json.dumps(ARTICLE | {"text": "\n".join(STORY)})
    with pytest.warns(fr.FramingWarning, match="a.jsonl:2: not whole JSON"):
        found = loaded(tmp_path / "a.jsonl", good + "\n" + '{"key": ' + "7" * 6000)
    assert not found.audit["detail"].str.contains("sys.").any()
