"""Saved pages against what another project's parsers read off them, and fields that stand in odd places."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import framing as fr

LAYOUTS = Path(__file__).parent / "layouts"
READ_BY_OTHERS = [
    ("CBCNews_2024_08_08", "World"),
    ("FinancialPost_2026_06_06", "Economy"),
    ("NationalPost_2024_08_28", "News / Canada / World"),
    ("People_2024_04_24", "时政"),
]


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("name", "section"), READ_BY_OTHERS)
def test_nothing_is_lost_and_nothing_foreign(shared: Path, tmp_path: Path, name: str, section: str) -> None:
    folder = shared / "fixtures" / "html"
    page = tmp_path / f"{name}.html"
    page.write_bytes(gzip.decompress((folder / f"{name}.html.gz").read_bytes()))
    told = json.loads((folder / f"{name}.json").read_text("utf8"))
    row = fr.load(page, progress=False).articles.iloc[0]

    parts = [told["body"]["summary"]]
    for part in told["body"]["sections"]:
        parts += [part["headline"], part["paragraphs"]]
    wanted = [_plain(line) for part in parts for line in part]
    assert [_plain(line) for line in row["text"].split("\n") if line.strip()] == wanted
    assert told["title"].startswith(row["title"])
    assert list(row["authors"].split("; ")) == told["authors"]
    assert row["section"] == section
    stated = dt.datetime.fromisoformat(told["published"])
    if stated.tzinfo:
        assert row["published"] == stated.replace(second=0)
    else:
        # Their parser kept the day alone, and the page says 23:52 in Beijing.
        assert row["published"].tz_convert("Asia/Shanghai").date() == stated.date()
    assert row["published_precision"] == "minute"


def _changed(tmp_path: Path, layout: str, *changes: tuple[str, str]) -> pd.Series[Any]:
    content = (LAYOUTS / f"{layout}.html").read_text("utf8")
    for old, new in changes:
        assert old in content
        content = content.replace(old, new)
    (tmp_path / "a.html").write_text(content, "utf8")
    return fr.load(tmp_path / "a.html", progress=False).articles.iloc[0]


@pytest.mark.parametrize(
    ("title", "section", "genre"),
    [
        ("新码头启用--时政--人民网 ", "时政", "news"),
        ("新码头启用--观点--人民网", "观点", "opinion"),
        ("新码头--第二座--启用--国际--人民网", "国际", "news"),
        ("新码头启用--人民网", "", "unknown"),
        ("新码头启用-人民网", "", "unknown"),
    ],
)
def test_a_path_that_leads_nowhere(tmp_path: Path, title: str, section: str, genre: str) -> None:
    crumb = ("&gt;&gt;<a>地方</a>", "")
    row = _changed(
        tmp_path, "peoples_daily.rm_txt", crumb, ("<title>新码头启用--地方--人民网", f"<title>{title}")
    )
    assert (row["section"] if isinstance(row["section"], str) else "") == section
    assert row["genre"] == genre
    assert row["title"] == "新码头启用"


@pytest.mark.parametrize(
    ("said", "authors"),
    [
        ("（记者王小明）船长说，天气好就开船。", "王小明"),
        ("船长说，天气好就开船。（评论员 王小明 李四）", "王小明; 李四"),
        ("新华社港城11月2日电（新华社记者 王小明、李四）天气好就开船。", "王小明; 李四"),
        ("记者王小明说，天气好就开船。", ""),
        ("天气好就开船（2019年11月2日）。", ""),
    ],
)
def test_writers_in_brackets_stay_in_the_text(tmp_path: Path, said: str, authors: str) -> None:
    row = _changed(tmp_path, "xinhua.chinese_p_detail", ("船长说，天气好就开船。", said))
    assert (row["authors"] if isinstance(row["authors"], str) else "") == authors
    assert row["text"].endswith(said)


def test_who_took_a_picture_wrote_nothing(tmp_path: Path) -> None:
    photo = "</p><p>港口的起重机。（记者王小明摄）</p><p>"
    row = _changed(tmp_path, "xinhua.chinese_p_detail", ("船长说，", f"船长说。{photo}"))
    assert not isinstance(row["authors"], str)
    assert "起重机" not in row["text"]
