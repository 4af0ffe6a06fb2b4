"""The main promise: what comes out of files, and that found = kept + duplicate + skipped + failed."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.corpus.load import Loaded, load
from framing.corpus.merge import counts
from framing.errors import FramingError, FramingWarning
from tests.corpus.made import page

LONG = (
    "The two sides agreed on Thursday to open the northern port to more ships, and officials of both "
    "countries said that the first of them would sail before the end of the month."
)
MORE = (
    "A second round of talks is planned for the spring, when the ministers are to meet again in the "
    "capital, and the question of fees is to be settled there at last."
)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*records: dict[str, object]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def record(outlet: str = "The Harbour Courier", text: str = LONG, **more: object) -> dict[str, object]:
    return {"outlet": outlet, "title": "Ministers meet in the old port", "text": text, **more}


@pytest.fixture(scope="module")
def loaded(shared: Path) -> Loaded:
    """The reference article of the whole project."""
    return load(shared / "fixtures" / "text" / "global_times_2026-01-15.txt")


class TestReferenceArticle:
    def test_fields(self, loaded: Loaded) -> None:
        row = loaded.articles.iloc[0]
        assert len(loaded.articles) == 1
        assert row["outlet"] == "global_times"
        assert row["section"] == "CHINA / DIPLOMACY"
        assert row["published"] == pd.Timestamp("2026-01-15 15:48", tz="UTC")
        assert row["published_precision"] == "minute"
        assert row["genre"] == "news"
        assert row["language"] == "en"
        assert row["source"] == "global_times_2026-01-15.txt"

    def test_title_keeps_its_quotation_marks(self, loaded: Loaded, shared: Path) -> None:
        file = shared / "fixtures" / "text" / "global_times_2026-01-15.txt"
        title = file.read_text("utf8").splitlines()[1].strip()
        assert {"\u2018", "'", "\u2019"} <= set(title)
        assert loaded.articles["title"][0] == title

    def test_paragraphs_and_subheads(self, loaded: Loaded) -> None:
        blocks = loaded.articles["blocks"][0]
        paragraphs = loaded.articles["text"][0].split("\n\n")
        assert (blocks.count("p"), blocks.count("h"), len(blocks)) == (23, 2, len(paragraphs))
        assert [p for p, b in zip(paragraphs, blocks, strict=True) if b == "h"] == [
            "Pragmatic cooperation",
            "'A turning point'",
        ]

    def test_what_was_removed(self, loaded: Loaded) -> None:
        removed = loaded.audit[loaded.audit["kind"] == "removed"]
        assert removed["rule"].value_counts().to_dict() == {"caption": 2, "stamp": 1}
        assert set(removed["detail"]) == {"China and Canada Photo: VCG", "Published: Jan 15, 2026 11:48 PM"}
        assert set(removed["article"]) == {loaded.articles["id"][0]}

    def test_xinhua_is_cited_not_reprinted(self, loaded: Loaded) -> None:
        assert (loaded.articles["wire"][0], loaded.articles["wire_role"][0]) == ("xinhua", "cites")

    def test_known_by_its_marks_under_any_name(self, loaded: Loaded, shared: Path, tmp_path: Path) -> None:
        raw = (shared / "fixtures" / "text" / "global_times_2026-01-15.txt").read_bytes()
        again = load(write(tmp_path / "saved.txt", raw))
        assert again.articles["id"][0] == loaded.articles["id"][0]
        assert "marks in the text" in again.audit.loc[again.audit["rule"] == "outlet", "detail"].iloc[0]

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
    def test_same_words_in_other_encodings(
        self, loaded: Loaded, shared: Path, tmp_path: Path, encoding: str
    ) -> None:
        text = (shared / "fixtures" / "text" / "global_times_2026-01-15.txt").read_text("utf-8")
        again = load(write(tmp_path / "global_times_2026-01-15.txt", text.encode(encoding)))
        assert again.articles["text"][0] == loaded.articles["text"][0]
        assert again.articles["title"][0] == loaded.articles["title"][0]

    def test_windows_encoding_is_guessed_and_told(self, loaded: Loaded, shared: Path, tmp_path: Path) -> None:
        text = (shared / "fixtures" / "text" / "global_times_2026-01-15.txt").read_text("utf-8")
        again = load(write(tmp_path / "global_times_2026-01-15.txt", text.encode("cp1252")))
        assert again.articles["text"][0] == loaded.articles["text"][0]
        assert "cp1252" in again.audit.loc[again.audit["rule"] == "encoding", "detail"].iloc[0]


class TestFlow:
    def test_every_record_is_accounted_for(self, tmp_path: Path) -> None:
        good = record()
        untitled = {"outlet": "x", "text": ""}
        content = lines(good, good, untitled, record(outlet="")) + '{"outlet": "x", "text": "cut o\n'
        path = write(tmp_path / "a.jsonl", content)
        with pytest.warns(FramingWarning, match="1 articles kept, 2 skipped and 1 failed"):
            loaded = load(path)
        flow = counts(*loaded)
        assert (flow.found, flow.kept, flow.duplicate, flow.skipped, flow.failed) == (5, 1, 1, 2, 1)
        lost = loaded.audit[loaded.audit["kind"].isin(["duplicate", "skipped", "failed"])]
        assert lost["source"].tolist() == ["a.jsonl:2", "a.jsonl:3", "a.jsonl:4", "a.jsonl:5"]

    def test_same_text_under_other_records_is_no_duplicate(self, tmp_path: Path) -> None:
        loaded = load(
            write(tmp_path / "a.jsonl", lines(record(), record(outlet="Other Paper"), record(note="x")))
        )
        assert len(loaded.articles) == 3
        assert loaded.articles["copy_group"].isna().all()
        assert loaded.articles["sha256"].nunique() == 1

    def test_tables_pass_their_schemas(self, tmp_path: Path) -> None:
        loaded = load(write(tmp_path / "a.jsonl", lines(record())))
        pd.testing.assert_frame_equal(schema.check(loaded.articles, "articles"), loaded.articles)
        pd.testing.assert_frame_equal(schema.check(loaded.audit, "audit"), loaded.audit)
        assert "1 found = 1 kept" in loaded._repr_html_()

    def test_what_nothing_could_be_read_from_is_an_error(self, tmp_path: Path) -> None:
        with pytest.raises(
            FramingError, match=r"nothing could be read\. a\.jsonl:1: no column holds the text"
        ):
            load(write(tmp_path / "a.jsonl", lines({"outlet": "x", "words": "y"})))

    def test_order_of_paths_changes_nothing(self, tmp_path: Path) -> None:
        one = write(tmp_path / "one.jsonl", lines(record(), record(note="a")))
        two = write(tmp_path / "two.jsonl", lines(record(note="b")))
        first, second = load([one, two]), load([two, one, one])
        pd.testing.assert_frame_equal(first.articles, second.articles)
        pd.testing.assert_frame_equal(first.audit, second.audit)
        assert first.articles["source"].tolist() == ["one.jsonl:1", "one.jsonl:2", "two.jsonl:1"]

    def test_sources_never_hold_a_machine_path(self, tmp_path: Path) -> None:
        write(tmp_path / "x" / "deep" / "a.jsonl", lines(record()))
        loaded = load(tmp_path / "x")
        assert loaded.articles["source"].tolist() == ["deep/a.jsonl:1"]
        assert not loaded.audit["source"].str.contains(tmp_path.name).any()

    def test_files_of_one_name_stay_apart(self, tmp_path: Path) -> None:
        paths = [write(tmp_path / folder / "a.jsonl", lines(record(note=folder))) for folder in ("x", "y")]
        assert load(paths).articles["source"].tolist() == ["x/a.jsonl:1", "y/a.jsonl:1"]


class TestIdentity:
    def test_id_comes_from_outlet_and_record(self, tmp_path: Path) -> None:
        loaded = load(write(tmp_path / "a.jsonl", lines(record())))
        again = load(write(tmp_path / "b" / "other.jsonl", lines(record(note="x"), record())))
        assert len(loaded.articles["id"][0]) == 16
        assert loaded.articles["id"][0] == again.articles["id"][1] != again.articles["id"][0]

    def test_own_ids_are_kept_and_must_be_unique(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.jsonl", lines(record(id="k1"), record(id="k1", text=MORE)))
        with pytest.warns(FramingWarning, match=r"id 'k1' is that of a\.jsonl:1"):
            loaded = load(path)
        assert loaded.articles["id"].tolist() == ["k1"]
        assert counts(*loaded).failed == 1


class TestOutlets:
    def test_two_spellings_become_one(self, tmp_path: Path) -> None:
        loaded = load(
            write(
                tmp_path / "a.jsonl",
                lines(record("The Guardian"), record("Guardian"), record("theguardian.com")),
            )
        )
        assert loaded.articles["outlet"].tolist() == ["guardian"] * 3

    def test_unknown_name_becomes_a_key(self, tmp_path: Path) -> None:
        loaded = load(
            write(tmp_path / "a.jsonl", lines(record("The Harbour Courier"), record("Harbour Courier")))
        )
        assert loaded.articles["outlet"].tolist() == ["harbour_courier"] * 2

    def test_mapping_fills_a_blank_and_renames(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.jsonl", lines(record(""), record("HC"), record("Reuters")))
        loaded = load(path, outlets={"": "Fox News", "HC": "Harbour Courier"})
        assert loaded.articles["outlet"].tolist() == ["fox_news", "harbour_courier", "reuters"]

    def test_pattern_of_files(self, tmp_path: Path) -> None:
        write(tmp_path / "x" / "a.txt", f"Ministers meet in the old port\n\n{LONG}\n\n{MORE}")
        assert load(tmp_path, outlets={"x/*": "CBC News"}).articles["outlet"].tolist() == ["cbc"]

    def test_one_name_for_all(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.txt", f"Ministers meet in the old port\n\n{LONG}")
        assert load(path, outlets="National Post").articles["outlet"].tolist() == ["national_post"]

    def test_address_names_it(self, tmp_path: Path) -> None:
        loaded = load(write(tmp_path / "a.jsonl", lines({"url": "https://www.cbc.ca/news/1", "text": LONG})))
        assert loaded.articles["outlet"].tolist() == ["cbc"]
        assert loaded.articles["genre"].tolist() == ["news"]

    def test_folder_of_rules_adds_and_wins(self, tmp_path: Path) -> None:
        write(
            tmp_path / "rules" / "harbour.toml",
            'name = "Harbour Daily"\naliases = ["HD"]\nzone = "Asia/Tokyo"\n',
        )
        write(tmp_path / "data" / "a.jsonl", lines(record("HD", published="2026-01-15 09:00")))
        loaded = load(tmp_path / "data", outlets=tmp_path / "rules")
        assert loaded.articles["outlet"][0] == "harbour"
        assert loaded.articles["published"][0] == pd.Timestamp("2026-01-15", tz="UTC")

    def test_rules_that_are_not_there(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.jsonl", lines(record()))
        with pytest.raises(FramingError, match="isn't there; give a folder"):
            load(path, outlets=tmp_path / "none.toml")


class TestColumns:
    def test_guesses_are_told(self, tmp_path: Path) -> None:
        content = f'Newspaper,Headline,Body,pub_date,Ref\nHarbour,Ministers meet,"{LONG}",2026-01-15,7\n'
        loaded = load(write(tmp_path / "a.csv", content))
        row = loaded.articles.iloc[0]
        assert (row["outlet"], row["title"], row["text"], row["Ref"]) == (
            "harbour",
            "Ministers meet",
            LONG,
            "7",
        )
        told = loaded.audit.loc[loaded.audit["rule"] == "columns", "detail"].item()
        assert "text from 'Body'" in told
        assert "outlet from 'Newspaper'" in told

    def test_said_by_the_user(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.jsonl", lines({"outlet": "x", "text": "only a teaser", "Words": LONG}))
        loaded = load(path, columns={"text": "Words"})
        assert loaded.articles["text"][0] == LONG
        assert "Words" not in loaded.articles

    def test_wrong_field(self, tmp_path: Path) -> None:
        path = write(tmp_path / "a.jsonl", lines(record()))
        with pytest.raises(FramingError, match="columns 'titel' is not known; did you mean 'title'"):
            load(path, columns={"titel": "x"})
        with pytest.raises(FramingError, match="'datum' is not known; did you mean 'published'"):
            load(path, columns={"datum": "x"})


class TestDates:
    def test_blank_in_a_table_with_dates_stays_blank(self, tmp_path: Path) -> None:
        stamped = f"Ministers meet in the old port\nPublished: Jan 15, 2026 11:48 PM\n\n{LONG}"
        rows = [record("Global Times", stamped, date=""), record("Global Times", stamped, date="2026-01-14")]
        loaded = load(write(tmp_path / "a.jsonl", lines(*rows)))
        assert loaded.articles["published"].isna().tolist() == [True, False]
        assert loaded.articles["published_precision"].tolist() == ["none", "day"]

    def test_stamp_speaks_where_there_is_no_column(self, tmp_path: Path) -> None:
        stamped = f"Ministers meet in the old port\nPublished: Jan 15, 2026 11:48 PM\n\n{LONG}"
        loaded = load(write(tmp_path / "a.jsonl", lines(record("Global Times", stamped))))
        assert loaded.articles["published"][0] == pd.Timestamp("2026-01-15 15:48", tz="UTC")

    def test_what_no_form_reads_is_left_and_told(self, tmp_path: Path) -> None:
        loaded = load(write(tmp_path / "a.jsonl", lines(record(date="03/04/2026"), record(date="soon"))))
        assert loaded.articles["published"].isna().all()
        assert (loaded.audit["rule"] == "date").sum() == 2


class TestFolders:
    def test_manifest_fills_what_content_lacks(self, tmp_path: Path) -> None:
        write(
            tmp_path / "manifest.toml",
            'title = "Talks"\nevent = "talks-2026"\nprovenance = "illustrative"\n'
            '[[files]]\npath = "post/*.txt"\noutlet = "National Post"\ngenre = "opinion"\n'
            "published = 2026-01-17\nwave = 2\n"
            '[[files]]\npath = "*.jsonl"\nevent = "other"\n',
        )
        write(tmp_path / "post" / "b.txt", f"A port is no toy\n\n{LONG}\n\n{MORE}")
        write(tmp_path / "c.jsonl", lines(record(provenance="published")))
        articles = load(tmp_path).articles.set_index("source")
        b = articles.loc["post/b.txt"]
        assert (b["outlet"], b["genre"], b["event"], b["title"]) == (
            "national_post",
            "opinion",
            "talks-2026",
            "A port is no toy",
        )
        assert (b["published"], b["published_precision"], b["wave"]) == (
            pd.Timestamp("2026-01-17", tz="UTC"),
            "day",
            2,
        )
        assert articles.loc["c.jsonl:1", "event"] == "other"
        assert set(articles["provenance"]) == {"illustrative"}

    def test_wrong_key_in_a_manifest(self, tmp_path: Path) -> None:
        write(tmp_path / "manifest.toml", 'evnt = "x"\n')
        write(tmp_path / "c.jsonl", lines(record()))
        with pytest.raises(FramingError, match="key 'evnt' is not known; did you mean 'event'"):
            load(tmp_path)

    def test_file_name_fills_in(self, tmp_path: Path) -> None:
        write(tmp_path / "harbour_courier_2026-01-15_talks.txt", f"Ministers meet in the old port\n\n{LONG}")
        row = load(tmp_path).articles.iloc[0]
        assert (row["outlet"], row["published"]) == ("harbour_courier", pd.Timestamp("2026-01-15", tz="UTC"))

    def test_settings_and_notes_are_no_coverage(self, tmp_path: Path) -> None:
        for name in ("planted.toml", "README.md", "LICENSE", ".hidden.txt"):
            write(tmp_path / name, "x = 1\n")
        write(tmp_path / "a.jsonl", lines(record()))
        assert counts(*load(tmp_path)).found == 1

    @pytest.mark.medium
    def test_glob_and_gzip(self, tmp_path: Path) -> None:
        write(tmp_path / "a.jsonl.gz", gzip.compress(lines(record()).encode()))
        write(tmp_path / "a.csv", "x")
        assert load(str(tmp_path / "*.jsonl*")).articles["source"].tolist() == ["a.jsonl.gz:1"]

    @pytest.mark.parametrize(
        ("given", "said"),
        [("none", "isn't there"), ("*.txt", "nothing matches"), ("empty", "holds no files")],
    )
    def test_paths_that_lead_nowhere(self, tmp_path: Path, given: str, said: str) -> None:
        (tmp_path / "empty").mkdir()
        with pytest.raises(FramingError, match=said):
            load(tmp_path / given)

    def test_no_paths(self) -> None:
        with pytest.raises(FramingError, match="no files given"):
            load([])


def test_saved_articles_come_back_the_same(tmp_path: Path) -> None:
    whole = record(text=f"{LONG}\n\nA turning point\n\n{MORE}", date="2026-01-15", section="Ports", event="e")
    first = load(write(tmp_path / "a.jsonl", lines(record(date="2026-01-15T09:30:00Z", beat="ports"), whole)))
    first.articles.to_parquet(tmp_path / "b.parquet")
    again = load(tmp_path / "b.parquet")
    pd.testing.assert_frame_equal(
        again.articles.drop(columns="source"), first.articles.drop(columns="source")
    )


def test_progress_can_be_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(write(tmp_path / "a.jsonl", lines(record())), progress=True)
    assert "reading" in capsys.readouterr().err
    load(tmp_path / "a.jsonl")
    assert capsys.readouterr().err == ""


def test_progress_tells_rate_and_time_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(40):
        write(tmp_path / f"harbour_2026-01-15_{number}.txt", f"Round {number} of talks\n\n{LONG} {number}")
    load(tmp_path, progress=True)
    said = capsys.readouterr().err
    assert re.search(r"\d+%.*\[\d\d:\d\d<[\d:?]+, .*B/s\]", said), said


def test_a_saved_table_comes_back_from_csv(tmp_path: Path) -> None:
    whole = record(text=f"{LONG}\n\nA turning point\n\n{MORE}", date="2026-01-15", section="Ports", event="e")
    first = load(write(tmp_path / "a.jsonl", lines(record(wire="Reuters", genre="opinion"), whole))).articles
    first.to_csv(tmp_path / "b.csv", index=False)
    again = load(tmp_path / "b.csv").articles
    for column in set(first.columns) - {"source", "provenance"}:
        pd.testing.assert_series_equal(again[column], first[column])


def test_bodies_that_sign_stand_beside_the_persons(tmp_path: Path) -> None:
    first, second = record(authors="Ana Ruiz; Reuters"), record(1, authors="Li Ma", organisations="The union")
    rows = load(write(tmp_path / "a.jsonl", lines(first, second))).articles
    assert rows["authors"].tolist() == ["Ana Ruiz", "Li Ma"]
    # In a table of somebody's own the column is that one's affair, and makes no agency copy.
    assert rows["organisations"].tolist() == ["Reuters", "The union"]
    assert rows["wire_role"].tolist() == ["full_reprint", "none"]


@pytest.mark.parametrize(
    ("outlet", "key"),
    [("Guest Writer - Left", "reuters"), ("Ana Ruiz", "reuters"), ("The Harbour Courier", "harbour_courier")],
)
def test_a_writer_is_no_outlet_where_an_address_says_whose_it_is(
    tmp_path: Path, outlet: str, key: str
) -> None:
    whole = record(outlet=outlet, url="https://www.reuters.com/world/port-2026-01-15/")
    assert load(write(tmp_path / "a.jsonl", lines(whole))).articles["outlet"].tolist() == [key]


def test_a_subhead_that_is_quoted_below_it_stays(tmp_path: Path) -> None:
    head = "There is only one place for the old lamp of the north rock"
    said = f"“{head}, and it is the rock,” he said of the lamp, which had gone out on Monday."
    text = f"{LONG}\n{head}\n{said}\n{MORE}"
    whole = record(text=text, blocks="phpp")
    assert head in load(write(tmp_path / "a.jsonl", lines(whole))).articles["text"][0].split("\n\n")


def test_a_reporter_and_an_agency_in_a_pages_data_are_equals(tmp_path: Path) -> None:
    both = '[{"@type": "Person", "name": "Ana Ruiz"}, {"@type": "Organization", "name": "Reuters"}]'
    alone = '[{"@type": "Organization", "name": "Reuters"}]'
    for name, authors in (("a", both), ("b", alone)):
        source = page(1, words=f"{LONG} That was in harbour {name}.")
        source = source.replace('[{"@type": "Person", "name": "Ana Ruiz"}]', authors)
        write(tmp_path / f"{name}.html", source)
    rows = load(tmp_path).articles.sort_values("source")
    assert rows["wire_role"].tolist() == ["partly_based", "full_reprint"]
    assert rows["organisations"].tolist() == ["Reuters", "Reuters"]
