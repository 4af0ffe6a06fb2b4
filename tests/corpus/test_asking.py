"""Why a sentence isn't there: asked of a row, an id, a table or all; with the audit or from the file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing.corpus.load import Loaded
from framing.errors import FramingError
from tests.corpus.made import LONG, MORE, lines, page, record

CAPTION = "The old harbour at dawn. Photo: Ana Ruiz/Harbour Courier"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "harbour_courier_2026-01-15_a.txt").write_text(
        f"Ministers meet in the old port\nPublished: Jan 15, 2026 11:48 PM\n\n"
        f"{LONG}\n\n{CAPTION}\n\n{MORE}\n",
        "utf8",
    )
    (folder / "b.jsonl").write_text(lines(record(1), record(2)), "utf8")
    (folder / "c.html").write_text(
        page(5).replace("Menu", "<a href='/x'>Ferry timetable for all</a>"), "utf8"
    )
    return folder


@pytest.fixture
def loaded(texts: Path) -> Loaded:
    return fr.load(texts)


def row_of(loaded: Loaded, source: str) -> pd.Series:
    return loaded.articles[loaded.articles["source"] == source].iloc[0]


def test_exactly_as_one_would_write_it(loaded: Loaded, texts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row alone: its file is found below the folder one stands in, and read again."""
    monkeypatch.chdir(texts.parent)
    article = row_of(loaded, "harbour_courier_2026-01-15_a.txt")
    found = fr.audit_of(article, "old harbour at dawn")
    assert found[["kind", "rule"]].to_numpy().tolist() == [["removed", "caption"]]
    assert found["article"].tolist() == [article["id"]]
    assert found["detail"].tolist() == [CAPTION]


@pytest.mark.parametrize("how", ["row", "id", "all", "mapping", "tuple", "one-row table", "root"])
def test_every_way_of_asking_says_the_same(how: str, loaded: Loaded, texts: Path) -> None:
    row = row_of(loaded, "harbour_courier_2026-01-15_a.txt")
    table = loaded.articles[loaded.articles["id"] == row["id"]]
    asked: dict[str, tuple[object, dict[str, object]]] = {
        "row": (row, {"audit": loaded.audit}),
        "id": (row["id"], {"audit": loaded}),
        "all": (loaded, {}),
        "mapping": (row.to_dict(), {"audit": loaded}),
        "tuple": (next(table.itertuples(index=False)), {"audit": loaded}),
        "one-row table": (table, {"audit": loaded}),
        "root": (row, {"root": texts}),
    }
    article, more = asked[how]
    found = fr.audit_of(article, "Photo: Ana Ruiz", **more)  # type: ignore[arg-type]
    assert found[["source", "kind", "rule"]].to_numpy().tolist() == [
        ["harbour_courier_2026-01-15_a.txt", "removed", "caption"]
    ]


@pytest.mark.parametrize(
    ("words", "kind", "rule"),
    [
        ("open the  NORTHERN port", "kept", "paragraph 1"),
        ("to be settled there", "kept", "paragraph 2"),
        ("ministers meet in the old", "kept", "title"),
        ("before the end of the month. A second round", "kept", "over paragraphs"),
        ("Jan 15, 2026", "removed", "stamp"),
        ("a herd of reindeer", "absent", "nowhere"),
    ],
)
def test_where_words_stand(words: str, kind: str, rule: str, loaded: Loaded) -> None:
    found = fr.audit_of(row_of(loaded, "harbour_courier_2026-01-15_a.txt"), words, audit=loaded)
    assert found[["kind", "rule"]].to_numpy().tolist() == [[kind, rule]]


def test_marks_dashes_and_white_space_make_no_difference(tmp_path: Path) -> None:
    text = f"{LONG} He said “win–win\u00a0talks” are Ana’s aim.\n\n{MORE}"
    loaded = fr.load(_written(tmp_path / "a.jsonl", lines(record(1, text=text))))
    assert fr.audit_of(loaded, '"Win-win talks" are Ana\'s aim')["kind"].tolist() == ["kept"]


def _written(path: Path, content: str) -> Path:
    path.write_text(content, "utf8")
    return path


def test_a_record_of_many_is_read_alone(loaded: Loaded, texts: Path) -> None:
    found = fr.audit_of(row_of(loaded, "b.jsonl:2"), "It was round 2", root=texts)
    assert found[["source", "kind"]].to_numpy().tolist() == [["b.jsonl:2", "kept"]]
    assert fr.audit_of(row_of(loaded, "b.jsonl:2"), "It was round 1", root=texts)["kind"].tolist() == [
        "absent"
    ]


def test_what_stands_around_the_article_is_said_to_stand_there(loaded: Loaded, texts: Path) -> None:
    found = fr.audit_of(row_of(loaded, "c.html"), "Ferry timetable", root=texts)
    assert set(found["kind"]) <= {"outside", "removed"}
    assert len(found) == 1


def test_what_is_wrong_is_one_line(loaded: Loaded, texts: Path, tmp_path: Path) -> None:
    row = row_of(loaded, "b.jsonl:1")
    for arguments, more, said in (
        ((row, " "), {}, "words: ' ' holds no words"),
        ((row, 3), {}, "words: 3 holds no words"),
        ((row["id"], "port"), {}, "an id alone does not say where it was read; give the audit too"),
        (("nobody", "port"), {"audit": loaded}, "no article has this id"),
        ((loaded.articles, "port"), {}, "a table of 4 articles needs its audit, as audit=loaded"),
        ((row[["id", "text"]], "port"), {}, "it has no 'source'; give a whole row"),
        ((3, "port"), {}, "article: 3 is none; give a row such as articles.iloc"),
        ((row, "port"), {"root": tmp_path / "none"}, "b.jsonl isn't found below 'none'; give the audit"),
    ):
        with pytest.raises(FramingError, match=r"\A[^\n]+\Z") as caught:
            fr.audit_of(*arguments, **more)  # type: ignore[arg-type]
        assert said in str(caught.value)
    (texts / "b.jsonl").write_text(lines(record(8), record(9)), "utf8")
    with pytest.raises(FramingError, match=r"b\.jsonl has another article there now"):
        fr.audit_of(row, "port", root=texts)
