"""When an article was published: which place counts, what is told, and nothing from today."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from framing.corpus import dates
from framing.corpus.load import Loaded, load

BODY = (
    "The two sides agreed on Thursday to open the northern port to more ships, officials said on Friday.\n\n"
    "A second round of talks is planned for the spring, when the ministers are to meet again."
)


def read(folder: Path, name: str = "a.jsonl", **fields: object) -> Loaded:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"outlet": "Global Times", "title": "Talks", "text": BODY, **fields}), "utf8")
    return load(path)


def told(loaded: Loaded, rule: str) -> list[str]:
    return loaded.audit.loc[loaded.audit["rule"] == rule, "detail"].tolist()


def test_the_minute_and_whose_zone(tmp_path: Path) -> None:
    loaded = read(tmp_path, date="Jan 15, 2026 11:48 PM")
    row = loaded.articles.iloc[0]
    assert (row["published"], row["published_precision"]) == (pd.Timestamp("2026-01-15T15:48Z"), "minute")
    assert told(loaded, "zone") == ["clock time taken as Asia/Shanghai, the zone of Global Times"]
    assert told(read(tmp_path, date="2026-01-15T23:48+08:00"), "zone") == []
    assert told(read(tmp_path, date="2026-01-15 23:48", outlet="Harbour Courier"), "zone") == [
        "clock time taken as UTC: neither page nor outlet names a zone"
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("03/04/2026", "'03/04/2026' may be day 3 or day 4"),
        ("2026-02-30", "'2026-02-30' is no day of the calendar"),
        ("January 15", "'January 15' has no year"),
        ("2 hours ago", "'2 hours ago' says how long ago"),
        (0, "'0' is what programs write"),
    ],
)
def test_what_is_refused_is_one_line(tmp_path: Path, written: object, said: str) -> None:
    loaded = read(tmp_path, date=written)
    assert loaded.articles["published"].isna().all()
    assert loaded.articles["published_precision"].tolist() == ["none"]
    (line,) = told(loaded, "date")
    assert line.startswith(said)
    assert line.endswith("; left undated")


def test_unix_time(tmp_path: Path) -> None:
    for value in (1768491780, 1768491780000, "1768491780"):
        assert read(tmp_path, date=value).articles["published"].tolist() == [
            pd.Timestamp("2026-01-15T15:43Z")
        ]


def test_dates_that_contradict(tmp_path: Path) -> None:
    loaded = read(tmp_path, "global_times_2026-03-01_talks.jsonl", date="2026-01-15 08:00")
    assert loaded.articles["published"].tolist() == [pd.Timestamp("2026-01-15T00:00Z")]
    (line,) = told(loaded, "dates_differ")
    assert line.startswith("record 2026-01-15 00:00Z, folder or file name 2026-03-01: more than a day apart")
    assert (
        told(read(tmp_path, "global_times_2026-01-16_talks.jsonl", date="2026-01-15 08:00"), "dates_differ")
        == []
    )


def test_an_update_before_the_publication(tmp_path: Path) -> None:
    loaded = read(tmp_path, date="2026-01-15", updated="2026-01-02")
    assert told(loaded, "dates_differ") == [
        "updated 2026-01-02 is before published 2026-01-15; both are kept"
    ]


def test_a_stamp_among_the_lines(tmp_path: Path) -> None:
    page = f"Talks\nBy Ana Ruiz\nPublished: Jan 15, 2026 11:48 PM Updated: Jan 17, 2026 08:05 AM\n{BODY}"
    path = tmp_path / "page.txt"
    path.write_text(page, "utf8")
    row = load(path, outlets="Global Times").articles.iloc[0]
    assert row["published"] == pd.Timestamp("2026-01-15T15:48Z")
    assert row["updated"] == pd.Timestamp("2026-01-17T00:05Z")


def test_a_stamp_gives_the_minute_of_the_day_that_is_stated(tmp_path: Path) -> None:
    page = f"Talks\nBy Ana Ruiz\nPublished: Jan 15, 2026 11:48 PM\n{BODY}"
    row = read(tmp_path, text=page, date="2026-01-15").articles.iloc[0]
    assert (row["published"], row["published_precision"]) == (pd.Timestamp("2026-01-15T15:48Z"), "minute")


def test_a_blank_stays_blank_where_there_is_a_column(tmp_path: Path) -> None:
    page = f"Talks\nBy Ana Ruiz\nPublished: Jan 15, 2026 11:48 PM Updated: Jan 17, 2026 08:05 AM\n{BODY}"
    row = read(tmp_path, text=page, date="").articles.iloc[0]
    assert pd.isna(row["published"])
    assert pd.isna(row["updated"])


def test_a_date_in_the_future(tmp_path: Path) -> None:
    late = f"{dates.horizon().year + 36}-01-15"
    lines = [
        json.dumps({"id": str(number), "outlet": "Global Times", "text": f"{number} {BODY}", "date": date})
        for number, date in enumerate(("2026-01-15", late, "2026-01-16"))
    ]
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), "utf8")
    loaded = load(path)
    (line,) = told(loaded, "date_ahead")
    assert line.startswith(f"published {late} is later than")
    assert loaded.articles["published"].notna().all()
    path.write_text("\n".join(lines[1:2]), "utf8")
    assert len(told(load(path), "date_ahead")) == 1
