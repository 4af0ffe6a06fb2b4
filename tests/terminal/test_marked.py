"""Articles in the terminal: brackets alone say whose words, and nothing is lost or obeyed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.errors import FramingError
from framing.schema import check
from framing.terminal import tally
from tests.house import call, coverage

TITLE = "Port to close, union says"
TEXT = 'The port will close, Ana Ruiz said. "We had no choice," she added.\n\nIt rained.'


def article(**changes: Any) -> dict[str, Any]:
    row = {"id": "a1", "outlet": "the_harbour_courier", "title": TITLE, "text": TEXT, **changes}
    return dict(check(pd.DataFrame([row]), "articles").iloc[0])


def spans(title: str = TITLE, text: str = TEXT, name: str = "Ana Ruiz") -> pd.DataFrame:
    said, quote = text.index(", Ana"), text.index('"We')
    behind = text.index(" she added")
    rows = [
        ("headline", 0, len(title), "outlet", None),
        ("body", 0, said, "reported", name),
        ("body", said, quote, "outlet", None),
        ("body", quote, behind, "quoted", name),
        ("body", behind, len(text), "outlet", None),
    ]
    frame = pd.DataFrame(rows, columns=["part", "start", "end", "voice", "speaker_key"])
    return check(frame.assign(article="a1", speaker=frame["speaker_key"]), "voices")


def plain(text: str, **_: Any) -> str:
    return text


def test_brackets_say_whose_words_without_colour() -> None:
    said = tally.mark(article(), spans(), 200, plain)
    assert (
        '[Ana Ruiz: The port will close], Ana Ruiz said. {Ana Ruiz: "We had no choice,"} she added.' in said
    )
    assert "the outlet " in said.splitlines()[-1]
    assert re.search(r"Ana Ruiz \d+ %", said.splitlines()[-1])


def test_colour_repeats_what_brackets_say() -> None:
    used = set()

    def style(text: str, **how: Any) -> str:
        used.add((how.get("fg"), text[:1]))
        return text

    tally.mark(article(), spans(), 200, style)
    assert {("yellow", "["), ("cyan", "{")} <= used


@pytest.mark.medium
@given(st.integers(30, 140))
def test_no_line_is_wider_than_asked_and_no_word_is_lost(width: int) -> None:
    said = tally.mark(article(), spans(), width, plain)
    body = said.split("\n")[1:-1]
    assert all(len(line) <= width for line in body)
    words = re.sub(r"[\[{]Ana Ruiz:|[\]}]", "", " ".join(" ".join(body).split())).split()
    assert words == f"{TITLE} {TEXT}".split()


def test_codes_that_a_terminal_would_obey_are_not_written() -> None:
    bad = "Ana\x1b[31m Ruiz"
    said = tally.mark(article(title="Port\x1b]0;x"), spans(name=bad), 100, plain)
    assert "\x1b" not in said
    assert "\N{REPLACEMENT CHARACTER}" in said


def test_who_brought_the_words_is_said() -> None:
    table = spans().assign(via="Harbour Radio")
    assert "[Ana Ruiz via Harbour Radio: The port" in tally.mark(article(), table, 200, plain)


def test_an_id_may_be_shortened_and_a_wrong_one_is_one_line() -> None:
    frame = check(
        pd.DataFrame({"id": ["ab1", "ab2", "c"], "outlet": "x", "title": ["A", "B", "C"], "text": "It."}),
        "articles",
    )
    assert tally.select(frame, ("c", "ab1"), 1)["id"].tolist() == ["c", "ab1"]
    assert tally.select(frame, (), 2)["id"].tolist() == ["ab1", "ab2"]
    with pytest.raises(FramingError, match=r"'ab' begins 2 of them: ab1 \(A\), ab2 \(B\)"):
        tally.select(frame, ("ab",), 1)
    with pytest.raises(FramingError, match="'z' is none of them"):
        tally.select(frame, ("z",), 1)


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return coverage(tmp_path_factory.mktemp("coverage") / "texts")


def test_the_command_shows_some_articles_and_all_as_json(
    texts: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "voices", texts, "--most", "2")
    assert said.status == 0
    assert said.out.startswith(tally.LEGEND)
    assert said.out.count("the outlet ") >= 2
    found = json.loads(call(capsys, "voices", texts, "--json").out)
    for one in found:
        for title in (True, False):
            own = [span for span in one["voices"] if (span["part"] == "headline") == title]
            assert [span["start"] for span in own] == [0, *[span["end"] for span in own[:-1]]][: len(own)]
        assert "".join(s["words"] for s in one["voices"] if s["part"] == "headline") == one["title"]


@pytest.mark.slow
def test_the_table_it_writes_can_be_corrected_and_given_back(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "voices.csv"
    assert call(capsys, "voices", texts, "-o", file).status == 0
    table = pd.read_csv(file, dtype={"article": "str"})
    first = table["article"].iloc[0]
    mine = table[table["article"] == first].assign(voice="reported", speaker_key="Marlow", attribution=1)
    mine.to_csv(file, index=False)
    shown = call(capsys, "voices", texts, "--article", first, "--corrected", file)
    assert shown.status == 0
    assert "[Marlow:" in shown.out
    assert re.search(r"Marlow( \(\w+.*\))? 100 %", shown.out)
    out = tmp_path / "out"
    assert call(capsys, "compare", texts, "-o", out, "--corrected", file, "--measure", "hedges").status == 0
    scores = pd.read_parquet(out / "tables" / "scores.parquet")
    assert set(scores.loc[scores["article"] == first, "voice"]) == {"reported"}
    assert call(capsys, "reproduce", out).status == 0


@pytest.mark.medium
def test_a_corrected_table_with_a_gap_is_one_line(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "voices.csv"
    assert call(capsys, "voices", texts, "-o", file).status == 0
    pd.read_csv(file, dtype={"article": "str"}).iloc[1:].to_csv(file, index=False)
    said = call(capsys, "compare", texts, "-o", tmp_path / "out", "--corrected", file)
    assert said.status == 1
    assert re.fullmatch(r"framing: voices\.csv: .*\n", said.err.splitlines(keepends=True)[-1])
    said = call(capsys, "compare", texts, "-o", tmp_path / "o", "--corrected", file, "--voices", "quotes")
    assert said.status == 1
    assert "leave one of them out" in said.err
