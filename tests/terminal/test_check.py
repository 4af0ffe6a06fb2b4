"""framing check: what is in a corpus and what is wanting, for people, for programs, and as an exit status."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pandas as pd
import pytest

import framing as fr
from framing import schema
from framing.commands.tally import Tally, show_corpus
from framing.corpus.overview import FEW, Overview, check
from framing.views.text import grid
from tests.corpus.made import LONG, lines, page, record
from tests.house import call, coverage

Capture = pytest.CaptureFixture[str]
ANSI = re.compile(r"\x1b\[")


@pytest.fixture(scope="module")
def untidy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Coverage with one of each gap."""
    folder = tmp_path_factory.mktemp("untidy") / "texts"
    folder.mkdir()
    (folder / "a.jsonl").write_text(
        lines(
            *(record(n, outlet="Global Times", section="China / Diplomacy") for n in range(9)),
            record(3, outlet="Global Times", section="China / Diplomacy"),
            record(20, outlet="CBC News", date="", title="", section="Opinion"),
            record(
                21,
                outlet="CBC News",
                date="2019-05-01",
                section="Opinion",
                text=f"{LONG}\n\nContinue reading",
            ),
            record(22, outlet=""),
        ),
        "utf8",
    )
    (folder / "b.html").write_text(page(1), "utf8")
    (folder / "c.html").write_text(page(1, advertisement="<aside>Buy a boat</aside>"), "utf8")
    (folder / "d.csv").write_bytes(
        f'outlet,date,text\nLe Port,2026-01-03,"Le "Ministère dit. {LONG}"\n'.encode("cp1252")
    )
    (folder / "e.bin").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture(scope="module")
def seen(untidy: Path) -> Overview:
    with pytest.warns(fr.FramingWarning):
        return check(*fr.load(untidy))


class TestNumbers:
    def test_each_outlet(self, seen: Overview) -> None:
        rows = seen.outlets.set_index("outlet")
        gt = rows.loc["global_times"]
        assert (gt["articles"], gt["minute"], gt["day"], gt["undated"]) == (9, 0, 9, 0)
        assert (gt["first"], gt["last"]) == (
            pd.Timestamp("2026-01-01", tz="UTC"),
            pd.Timestamp("2026-01-09", tz="UTC"),
        )
        assert (gt["news"], gt["unknown"], gt["same_record"]) == (9, 0, 1)
        cbc = rows.loc["cbc"]
        assert (cbc["articles"], cbc["undated"], cbc["stubs"], cbc["opinion"]) == (2, 1, 1, 2)
        assert rows.loc["harbour_courier", "same_page"] == 1
        assert rows.loc["harbour_courier", "minute"] == 1

    def test_words_and_shares_by_hand(self) -> None:
        articles = pd.DataFrame(
            {
                "id": ["a", "b"],
                "outlet": "x",
                "text": ["one two three", "中国总理在北京"],
                "language": ["en", "zh"],
                "sha256": ["1", "1"],
                "wire_role": ["cites", "none"],
            }
        )
        audit = pd.DataFrame(
            {
                "source": "f",
                "article": ["a", "a", "b", None],
                "kind": ["removed", "removed", "repaired", "removed"],
                "rule": ["caption", "moved", "declared_encoding", "caption"],
                "detail": ["0123456789", "headline", "not UTF-8; read as gb18030", "of nobody"],
            }
        )
        row = check(articles, audit).outlets.iloc[0]
        assert (row["words"], row["words_median"]) == (3 + 7, 5.0)
        assert (row["removed"], row["removed_share"]) == (10, 10 / (10 + 13 + 7))
        assert (row["exact_copies"], row["cites"], row["encodings"]) == (2, 1, "gb18030 1")

    def test_everything_adds_up(self, seen: Overview) -> None:
        rows = seen.outlets
        assert rows["articles"].sum() == seen.flow.kept
        assert (rows["minute"] + rows["day"] + rows["undated"] == rows["articles"]).all()
        assert (
            rows[["news", "opinion", "editorial", "live", "unknown"]].sum(axis=1) == rows["articles"]
        ).all()

    def test_gaps(self, seen: Overview) -> None:
        found = {
            (row.outlet if isinstance(row.outlet, str) else None, row.gap) for row in seen.gaps.itertuples()
        }
        assert {
            (None, "outlet unknown"),
            (None, "not read"),
            ("cbc", "few articles"),
            ("cbc", "undated"),
            ("cbc", "no title"),
            ("cbc", "stubs"),
            ("cbc", "one genre only"),
            ("cbc", "no shared dates"),
        } <= found
        assert not [gap for outlet, gap in found if outlet == "global_times"]

    def test_nothing_at_all(self) -> None:
        empty = check(schema.empty("articles"), schema.empty("audit"))
        assert len(empty.outlets) == 0
        assert "0 found" in show_corpus(empty)
        json.dumps(empty.as_dict())


class TestSeen:
    @pytest.mark.parametrize("width", [60, 80, 120, 200])
    def test_it_fits(self, width: int, seen: Overview) -> None:
        said = show_corpus(seen, width)
        assert max(map(len, said.splitlines())) <= width
        assert said.splitlines()[0].startswith(f"{seen.flow.found} found = ")
        assert "Global Times" in said
        for word in (
            "articles",
            "dates",
            "genres",
            "agency copy",
            "cut",
            "stubs",
            "languages",
            "Gaps",
            "undated",
        ):
            assert word in said

    def test_columns_are_aligned(self, seen: Overview) -> None:
        block = show_corpus(seen, 80).split("\n\n")[1].splitlines()
        start = block[0].index("dates")
        assert len({line[start - 2 : start] for line in block}) == 1

    def test_wide_signs_take_two_columns(self) -> None:
        said = grid([["海外网", 1], ["abc", 22]], ["who", "n"], 80).splitlines()
        assert said[1].index("1") + 3 == said[2].index("22") + 1

    def test_no_colour_where_nobody_looks(self, untidy: Path, capsys: Capture) -> None:
        said = call(capsys, "check", untidy)
        assert said.status == 0
        assert not ANSI.search(said.out)
        assert "Gaps" in said.out

    def test_colour_where_asked(self, seen: Overview) -> None:
        import click

        assert ANSI.search(show_corpus(seen, 80, click.style))

    def test_no_gap_is_said(self, tmp_path: Path, capsys: Capture) -> None:
        rows = [
            record(n, outlet=name, section="World news")
            for n in range(FEW + 1)
            for name in ("CBC News", "Global Times")
        ]
        (tmp_path / "a.jsonl").write_text(lines(*rows), "utf8")
        said = call(capsys, "check", tmp_path, "--strict")
        assert "No gaps found." in said.out
        assert said.status == 0

    @pytest.mark.medium
    def test_the_audit_on_request(self, untidy: Path, capsys: Capture) -> None:
        assert "guessed columns" not in call(capsys, "check", untidy).out
        assert "guessed columns" in call(capsys, "check", untidy, "--audit").out


class TestPrograms:
    def test_json_is_all_there_is_on_standard_output(self, untidy: Path, capsys: Capture) -> None:
        said = call(capsys, "check", untidy, "--json")
        found = json.loads(said.out)
        assert set(found) == {"flow", "outlets", "gaps"}
        assert found["flow"]["found"] == sum(
            found["flow"][k] for k in ("kept", "duplicate", "skipped", "failed")
        )
        by_key = {row["outlet"]: row for row in found["outlets"]}
        assert by_key["cbc"]["first"] == by_key["cbc"]["last"] == "2019-05-01T00:00:00+00:00"
        assert by_key["global_times"]["gaps"] == []
        assert {gap["gap"] for gap in found["gaps"]} == {"outlet unknown", "not read"}
        assert "NaN" not in said.out

    def test_every_key_is_documented(self, untidy: Path, capsys: Capture) -> None:
        said = (Path(__file__).parent.parent.parent / "docs" / "load.md").read_text("utf8")
        found = json.loads(call(capsys, "check", untidy, "--json").out)
        keys = {*found, *found["flow"], *found["outlets"][0], *found["gaps"][0]}
        keys |= {key for row in found["outlets"] for rule in row["rules"] for key in rule}
        assert [key for key in sorted(keys) if f"`{key}`" not in said] == []

    @pytest.mark.medium
    def test_strict(self, untidy: Path, capsys: Capture) -> None:
        assert call(capsys, "check", untidy, "--strict").status == 1
        assert call(capsys, "check", untidy).status == 0
        assert call(capsys, "check", untidy, "--strict", "--json").status == 1

    def test_nothing_to_read_is_one_line(self, tmp_path: Path, capsys: Capture) -> None:
        (tmp_path / "a.rar").write_bytes(b"Rar!\x1a\x07....")
        assert "a rar archive: unpack it" in call(capsys, "check", tmp_path).line


def test_workers_and_rules_of_ones_own(tmp_path: Path, capsys: Capture) -> None:
    texts = coverage(tmp_path / "texts", ("xinhua", "harbour"))
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "harbour.toml").write_text('name = "The Harbour Courier"\nlanguage = "en"\n', "utf8")
    said = call(capsys, "check", texts, "--workers", "2", "--outlets", rules, "--json")
    assert said.status == 0
    assert {row["outlet"] for row in json.loads(said.out)["outlets"]} == {"xinhua", "harbour"}
    assert "workers: 0 is no number of processes" in call(capsys, "check", texts, "--workers", "0").line


def notes(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """An audit of lines about files and records that are no articles."""
    named = ["source", "kind", "rule", "detail"]
    return pd.DataFrame(rows, columns=named).assign(article=None)


def test_words_are_of_whole_texts_and_kinds_stand_apart() -> None:
    texts = {"full": "one two three four", "stub": "one two", "metadata": ""}
    kinds = ["full", "full", "stub", "metadata"]
    both = [("x", kind) for kind in kinds] + [("y", "metadata")] * 2
    articles = pd.DataFrame(
        {
            "id": [str(n) for n in range(len(both))],
            "outlet": [outlet for outlet, _ in both],
            "status": [kind for _, kind in both],
            "text": [texts[kind] for _, kind in both],
        }
    )
    seen = check(articles, schema.empty("audit"))
    x, y = (row for _, row in seen.outlets.iterrows())
    assert (x["articles"], x["full"], x["stubs"], x["metadata"]) == (4, 2, 1, 1)
    assert (x["words"], x["words_median"]) == (8, 4.0)
    assert (y["full"], y["words"]) == (0, 0)
    assert pd.isna(y["words_median"])
    assert pd.isna(y["removed_share"])
    said = show_corpus(seen, 200)
    assert "nan" not in said.lower()
    head, first, second = said.splitlines()[2:5]
    at = {name: head.index(name) + len(name) for name in ("whole", "stubs", "without text", "median")}
    cells = [{name: line[:end].split()[-1] for name, end in at.items()} for line in (first, second)]
    assert cells == [
        {"whole": "2", "stubs": "1", "without text": "1", "median": "4"},
        {"whole": "0", "stubs": "0", "without text": "2", "median": "–"},
    ]


def test_an_unknown_language_is_not_another() -> None:
    articles = pd.DataFrame(
        {"id": list("abc"), "outlet": "x", "text": "One two.", "language": ["en", None, "fr"]}
    )
    gaps = check(articles, schema.empty("audit")).gaps.set_index("gap")
    assert gaps.loc["not English", "articles"] == 1


def test_what_a_user_must_see_is_a_gap() -> None:
    audit = notes(
        ("a.xlsx:3", "guessed", "cell_cut", "'body' holds 32,767 characters"),
        ("a.xlsx", "checked", "hidden", "sheet 'Art': 2 rows are hidden in Excel"),
        ("b.html:9", "failed", "announced", "the file announces 9 articles"),
        ("c.txt", "failed", "broken", "is broken"),
    )
    articles = pd.DataFrame({"id": ["a"], "outlet": "x", "text": "One two."})
    said = " ".join(show_corpus(check(articles, audit), 100).split())
    for words in (
        "cut cells a.xlsx:3: as full as a cell can be",
        "hidden in Excel a.xlsx: sheet 'Art': 2 rows are hidden",
        "announced, not there a file announces what doesn't stand in it (b.html:9)",
        "not read c.txt",
        "framing load PATH -o articles.parquet --audit audit.csv lists them",
    ):
        assert words in said


def told(articles: pd.DataFrame, decisions: pd.DataFrame) -> str:
    tally = Tally()
    tally.add(articles, decisions)
    return tally.text()


def test_guesses_and_checks_are_told_with_their_places() -> None:
    audit = notes(
        *((f"a.xlsx:{n}", "guessed", "cell_cut", "'body' is full") for n in range(2, 7)),
        ("a.xlsx", "checked", "hidden", "sheet 'Art': 2 rows are hidden in Excel"),
    )
    said = told(schema.empty("articles"), audit).splitlines()
    assert "guessed cell cut: 'body' is full (a.xlsx:2, a.xlsx:3, a.xlsx:4 and 2 more)" in said
    assert "checked hidden: sheet 'Art': 2 rows are hidden in Excel (a.xlsx)" in said


def test_what_files_hold_gives_a_terminal_no_orders() -> None:
    red = "\x1b[31mred\x07"
    audit = notes((f"{red}.xlsx", "guessed", red, red), (f"{red}.csv", "failed", "broken", red))
    articles = pd.DataFrame({"id": ["a"], "outlet": red, "text": "One.", "language": red, "wire": red})
    shown = told(articles, audit) + show_corpus(check(articles, audit), 100)
    assert "red" in shown
    assert all(char.isprintable() or char == "\n" for char in shown)
