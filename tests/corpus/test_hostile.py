"""Text made to hold our patterns up: whatever field it stands in, an article is cleaned in bounded time.

The bound is a hundred times what is needed where work grows as the text does,
and far below what it takes where it grows as its square.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from framing.corpus import files, outlets, parts
from framing.corpus.article import RowBuilder
from framing.corpus.files import FoundFile
from framing.corpus.jobs import Settings
from framing.corpus.records import Record, Source
from framing.engine import process
from tests.cases import for_each
from tests.corpus.made import LONG

pytestmark = pytest.mark.slow

SIZE = 40_000
SECONDS = 10

PIECES = (
    " ", "a", "A", "1", ".", "-", "— ", "“", '"', "“a ”b ", "(a", "[a", "<a ", "&#1", "a, ", "a: ", "A. ",
    "_", "1,", "word ", "Word ", "By A ", " \n", "\n\n", "\t", "\xa0", "中", "a.b@", "http://a.", "a-",
    "*", "/", "12 March 2020 ", "(Reuters) - ", "LONDON ", '"a," he said. ', "Updated ", "said ", "=",
)  # fmt: skip


def run_of(piece: str) -> str:
    return piece * (SIZE // len(piece))


@pytest.fixture(scope="module")
def builder() -> RowBuilder:
    return Settings(outlets.book()).make_tools()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> FoundFile:
    path = tmp_path_factory.mktemp("hostile") / "a.jsonl"
    path.write_text("{}", "utf8")
    return files.find(path)[0]


@for_each("field", ["text", "line", "title", "authors", "published", "section", "page", "url"])
def test_an_article_of_anything_is_cleaned_in_time(builder: RowBuilder, file: FoundFile, field: str) -> None:
    made = 0
    for piece in PIECES:
        run = run_of(piece)
        fields: dict[str, Any] = {"outlet": "Xinhua", "title": "Talks end", "text": LONG}
        if field == "text":
            fields["text"] = f"{LONG}\n\n{run} end."
        elif field == "line":
            fields["text"] = f"{LONG}\n\n{run}\n\n{run[: SIZE // 2]}!{run[: SIZE // 4]}"
        elif field == "page":
            fields = {"outlet": "Xinhua", "text": f"{run} end\n{LONG}"}
        else:
            fields[field] = f"{run} end"
        record = Record(fields, b"raw", 1, page=field == "page")
        with process.limit_time(SECONDS):
            part = parts.read_records([record], file, builder, None)
        made += sum(entry.row is not None for entry in part.entries)
    assert made > len(PIECES) // 2


HEADS = {
    "nexis.txt": "1 of 2 DOCUMENTS\n\n\nHarbour Courier\n\nJanuary 15, 2026 Thursday\n\nTalks end\n\n"
    "BYLINE: Ana Ruiz\n\nLENGTH: 20 words\n\n",
    "proquest.txt": "_" * 60 + "\n\nTalks end: Ministers agree\n\nAuthor: Ruiz, Ana\n\n"
    "Publication info: Harbour Courier ; Harbour [Harbour]15 Jan 2026: A.1.\n\nFull text: ",
    "page.html": "<html><head><title>Talks end</title></head><body><h1>Talks end</h1><p>",
    "table.csv": "outlet,title,text\nHarbour Courier,Talks end,",
    "rich.rtf": r"{\rtf1\ansi Talks end\par ",
}  # fmt: skip


@for_each("name", HEADS)
def test_a_file_of_anything_is_read_in_time(name: str) -> None:
    found = 0
    for piece in PIECES:
        run = run_of(piece)
        for data in (f"{HEADS[name]}{run}\n{LONG}\n", f"{HEADS[name]}{LONG}\n{run} end"):
            with process.limit_time(SECONDS):
                found += sum(
                    1 for _ in parts.items(lambda data=data: io.BytesIO(data.encode()), Source(name))
                )
    assert found >= len(PIECES)


def test_an_outlet_s_own_pattern_that_runs_for_ever_is_stopped(tmp_path: Path) -> None:
    from framing.corpus.load import load
    from framing.errors import FramingError

    (tmp_path / "a.txt").write_text(f"{'a' * 200}\n\n{LONG}\n", "utf8")
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "harbour.toml").write_text('name = "Harbour Courier"\nmarks = ["(a+)+b"]\n', "utf8")
    with pytest.raises(FramingError, match="limit seconds=1") as caught:
        load(tmp_path / "a.txt", outlets=rules, limits={"seconds": 1})
    assert "\n" not in str(caught.value)
