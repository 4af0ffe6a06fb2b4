"""What a notebook shows of articles that mean harm: text, and nothing that acts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from lxml import html

import framing as fr
from framing.views import text
from tests.corpus.made import LONG, MORE

HARM = (
    "</pre></td><script>harm=1</script><img src=x onerror=harm=1> $\\href{javascript:harm=1}{x}$ \u202eevil"
)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("texts")
    rows = [
        {"outlet": outlet, "title": f"{HARM} {number}", "url": "javascript:harm=1", "section": HARM,
         "event": HARM,
         "published": f"2026-01-{number + 10}", "text": f"{LONG} {HARM} It may be {number}.\n\n{MORE} {HARM}"}
        for outlet in (f"Courier {HARM}", "Herald") for number in range(4)
    ]  # fmt: skip
    pd.DataFrame(rows).to_json(folder / "a.jsonl", orient="records", lines=True)
    return folder


def is_inert(page: str | None) -> None:
    assert page is not None
    tree = html.fromstring(f"<html><body>{page}</body></html>")
    assert not tree.xpath("//script | //img | //a | //iframe | //svg")
    assert not [name for element in tree.iter() for name in element.attrib if name.startswith("on")]
    # Where a notebook looks for formulas, it is told to pass over all of this.
    assert "mathjax_ignore" in page[:60]
    assert "tex2jax_ignore" in page[:60]


def test_what_was_loaded_found_and_compared(texts: Path) -> None:
    loaded = fr.load(texts)
    assert len(loaded.articles) == 8
    is_inert(loaded._repr_html_())
    is_inert(fr.words.kwic(loaded.articles, "may")._repr_html_())
    scores = fr.score(loaded.articles, ["hedges"])
    is_inert(fr.compare(scores)._repr_html_())


def test_a_summary_keeps_its_lines() -> None:
    page = text.lines(f"first {HARM}\nsecond")
    is_inert(page)
    assert "\\u202eevil\nsecond" in html.fromstring(page).text_content()
