"""A page of three hundred articles stays under three megabytes, however much there is to show."""

from __future__ import annotations

import random

import pandas as pd
import pytest

from framing.report import material
from framing.report.build import build
from framing.report.sections import pictures
from framing.schema import check
from tests.report import examples, opening

pytestmark = pytest.mark.medium

ARTICLES, LEAST_WORDS = 300, 700


def _words(draw: random.Random) -> list[str]:
    """Return made-up words, the first the commonest, so that a text packs about as a real one does."""
    return [
        "".join(draw.choice("bcdfglmnprst") + draw.choice("aeiou") for _ in range(draw.randint(1, 4)))
        for _ in range(6000)
    ]


@pytest.fixture(scope="module")
def tables() -> dict[str, pd.DataFrame]:
    """Return tables as full as a page takes: three hundred long articles, each cell with its hits."""
    draw = random.Random(1)
    words = _words(draw)
    weights = [1 / (place + 3) for place in range(len(words))]
    frame = examples.articles(ARTICLES).assign(status="full", wire=None, wire_role="none", copy_group=None)
    texts, hits = [], []
    for article in frame.to_dict("records"):
        sentences = [
            " ".join(draw.choices(words, weights, k=22)).capitalize() + "." for _ in range(LEAST_WORDS // 22)
        ]
        text = " ".join(sentences)
        texts.append(text)
        for number in range(15):
            said = sentences[number * 2]
            start = text.index(said)
            hits.append(
                {
                    "article": article["id"],
                    "outlet": article["outlet"],
                    "part": "body",
                    "voice": "outlet" if number % 2 else "quoted",
                    "measure": ("hedges", "boosters", "tone.net")[number % 3],
                    "target": f"Place {draw.randrange(28)}",
                    "start": start,
                    "end": start + len(said.split()[0]),
                    "term": said.split()[0],
                    "weight": 1_000_000,
                    "negated": False,
                    "sentence": said,
                }
            )
    tables = {
        **examples.tables(),
        "articles": check(frame.assign(text=texts), "articles"),
        "evidence": check(pd.DataFrame(hits), "evidence"),
    }
    for name in ("profile", "contrast"):
        copies = material.ROWS // len(tables[name]) + 2
        many = [tables[name].assign(target=f"Place {number}") for number in range(copies)]
        tables[name] = check(pd.concat([tables[name], *many], ignore_index=True), name)
    return tables


def _figure(points: int) -> str:
    dots = "".join(f'<circle cx="{n * 7 % 599}.25" cy="{n * 13 % 199}.75" r="2.5"/>' for n in range(points))
    return examples.figure().replace("</g></svg>", f"{dots}</g></svg>")


def test_three_hundred_articles_take_less_than_three_megabytes(tables: dict[str, pd.DataFrame]) -> None:
    figures = {f"figure {number}": _figure(700) for number in range(18)} | {"large": _figure(8000)}
    page = build(tables, figures, examples.settings())
    data = opening.data(page)
    assert len(data["tables"]["contrast"]["rows"]) == material.ROWS
    assert sum(len(cell["hits"]) for cell in data["cells"].values()) > 2000
    assert len(page.encode()) < 3_000_000


def test_a_large_figure_is_packed_and_a_small_one_is_seen_without_scripts() -> None:
    figures = {"small": _figure(20), "large": _figure(8000)}
    page = build(examples.tables(), figures, examples.settings())
    assert page.count("data-packed") == 1 + page.split("<script>")[1].count("data-packed")
    assert page.count('src="data:image/svg+xml,') == 1
    (drawing,) = opening.data(page)["figures"]
    assert len(drawing) > pictures.LARGE
    assert drawing.count("<circle") == 8000
    assert "the folder figures/ beside this page holds it" in page


def test_the_same_tables_give_the_same_packed_bytes(tables: dict[str, pd.DataFrame]) -> None:
    some = {**tables, "profile": tables["profile"].head(16), "contrast": tables["contrast"].head(6)}
    assert build(some, {}, examples.settings()) == build(some, {}, examples.settings())
