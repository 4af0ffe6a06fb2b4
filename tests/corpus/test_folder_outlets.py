"""A folder that is called by a known outlet's name says whose its articles are, where nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from framing.corpus.load import load
from framing.errors import FramingError
from tests.corpus.exports.made_documents import packed
from tests.corpus.made import LONG


def story(file: Path, number: int = 1, head: str = "") -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"{head}Title: Round {number}\nDate: 2026-01-15\n\n{LONG} It was {number}.\n", "utf8")


@pytest.mark.parametrize("name", ["toronto_star", "Toronto Star", "The Toronto Star", "thestar.com"])
def test_key_name_and_alias(name: str, tmp_path: Path) -> None:
    story(tmp_path / name / "a.txt")
    story(tmp_path / name / "2026" / "b.txt", 2)
    loaded = load(tmp_path)
    assert set(loaded.articles["outlet"]) == {"toronto_star"}
    told = loaded.audit[loaded.audit["rule"] == "outlet"]["detail"].tolist()
    assert told == [f"toronto_star, from the name of the folder {name!r}"]


def test_the_folder_given_and_that_of_a_file_given(tmp_path: Path) -> None:
    story(tmp_path / "toronto_star" / "2026" / "a.txt")
    story(tmp_path / "toronto_star" / "b.txt", 2)
    home = tmp_path / "toronto_star"
    for given in (home, home / "b.txt", str(home / "*.txt")):
        assert set(load(given).articles["outlet"]) == {"toronto_star"}
    assert load(home).articles["source"][0] == "2026/a.txt"


@pytest.mark.medium
def test_archives_and_their_folders(tmp_path: Path) -> None:
    said = f"Title: Round 1\nDate: 2026-01-15\n\n{LONG}"
    (tmp_path / "a.zip").write_bytes(packed({"xinhua/a.txt": said}))
    (tmp_path / "toronto_star.zip").write_bytes(packed({"b.txt": said}))
    assert load(tmp_path).articles["outlet"].tolist() == ["xinhua", "toronto_star"]


def test_the_nearest_counts_and_what_the_article_says_counts_more(tmp_path: Path) -> None:
    story(tmp_path / "xinhua" / "toronto_star" / "a.txt")
    story(tmp_path / "xinhua" / "b.txt", 2, "Outlet: CBC News\n")
    story(tmp_path / "xinhua" / "globe_and_mail_2026-01-15_c.txt", 3)
    loaded = load(tmp_path)
    assert loaded.articles["outlet"].tolist() == ["cbc", "globe_and_mail", "toronto_star"]


def test_a_folder_of_any_other_name_says_nothing(tmp_path: Path) -> None:
    story(tmp_path / "harbour_courier" / "a.txt")
    with pytest.raises(FramingError, match="no outlet is named"):
        load(tmp_path)
    outlets = tmp_path / "outlets"
    outlets.mkdir()
    (outlets / "harbour_courier.toml").write_text('name = "Harbour Courier"\n', "utf8")
    loaded = load(tmp_path / "harbour_courier", outlets=outlets)
    assert loaded.articles["outlet"].tolist() == ["harbour_courier"]
    assert "_folder" not in loaded.articles.columns


def test_a_folder_renamed_is_read_again(tmp_path: Path) -> None:
    """What was kept of a file holds for the name that its folder had."""
    story(tmp_path / "xinhua" / "a.txt")
    assert load(tmp_path / "xinhua", cache=tmp_path / "kept").articles["outlet"].tolist() == ["xinhua"]
    (tmp_path / "xinhua").rename(tmp_path / "toronto_star")
    found = load(tmp_path / "toronto_star", cache=tmp_path / "kept").articles
    assert found["outlet"].tolist() == ["toronto_star"]


@pytest.mark.parametrize(
    ("name", "outlet"),
    [
        ("Toronto Star quay talks.txt", "toronto_star"),
        ("quay_talks_toronto_star.txt", "toronto_star"),
        ("talks (the Toronto Star, copy).txt", "toronto_star"),
    ],
)
def test_a_name_of_two_words_within_a_file_name(name: str, outlet: str, tmp_path: Path) -> None:
    story(tmp_path / name)
    assert load(tmp_path).articles["outlet"].tolist() == [outlet]


@pytest.mark.parametrize("name", ["Toronto Star beside National Post.txt", "a star over Toronto.txt"])
def test_two_names_or_words_of_one_are_no_name(name: str, tmp_path: Path) -> None:
    story(tmp_path / name)
    with pytest.raises(FramingError, match="no outlet is named"):
        load(tmp_path)


def test_a_name_of_two_words_within_that_of_a_folder(tmp_path: Path) -> None:
    story(tmp_path / "Toronto Star articles" / "a.txt")
    assert load(tmp_path).articles["outlet"].tolist() == ["toronto_star"]
