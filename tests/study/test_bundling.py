"""A comparison put into one archive: no words of articles in it, and what it makes again."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from framing import schema
from framing.commands.comparing import tell_verdicts
from framing.errors import FramingError
from framing.study import bundle
from framing.study.config import Study
from framing.study.reproduce import reproduce
from framing.study.steps import measures
from tests.house import call, coverage


@pytest.fixture
def output(whole_study: Path) -> Path:
    return whole_study


@pytest.fixture
def texts(whole_study: Path) -> Path:
    return whole_study.parent / "texts"


@pytest.fixture(scope="module")
def archive(whole_study: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(bundle.bundle(whole_study, tmp_path_factory.mktemp("bundle") / "visit.zip").path)


def runs(text: str, length: int = 6) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[place : place + length]) for place in range(len(words) - length + 1)}


@pytest.mark.medium
def test_no_sentence_of_an_article_is_in_it(archive: Path, texts: Path) -> None:
    theirs = {run for file in texts.iterdir() for run in runs(file.read_text("utf8"))}
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            if name.endswith((".csv", ".json", ".toml", ".txt", ".bib", ".md")):
                shared = runs(opened.read(name).decode("utf8")) & theirs
                assert not shared, (name, sorted(shared)[:3])
            elif name.endswith(".parquet"):
                frame = pd.read_parquet(io.BytesIO(opened.read(name)))
                for column in frame.select_dtypes(["str", "object"]).columns:
                    for value in frame[column].dropna().unique():
                        assert not runs(str(value)) & theirs, (name, column, value)


def test_what_finds_an_article_again_is_in_it(archive: Path, output: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        held = pd.read_parquet(io.BytesIO(opened.read("tables/articles.parquet")))
    whole = pd.read_parquet(output / "tables" / "articles.parquet")
    finding = ["id", "outlet", "published", "url", "sha256", "source"]
    assert held[finding].equals(whole[finding])
    assert not {"title", "text"} & set(held.columns)


@pytest.mark.medium
def test_titles_come_along_when_asked(output: Path, tmp_path: Path) -> None:
    path = bundle.bundle(output, tmp_path / "titled.zip", titles=True).path
    with zipfile.ZipFile(path) as opened:
        held = pd.read_parquet(io.BytesIO(opened.read("tables/articles.parquet")))
    assert held["title"].str.startswith("Headline").all()
    assert "text" not in held.columns


@pytest.mark.medium
def test_the_same_folder_gives_the_same_bytes(output: Path, archive: Path, tmp_path: Path) -> None:
    again = bundle.bundle(output, tmp_path / "visit.zip")
    assert Path(again.path).read_bytes() == archive.read_bytes()


def test_nothing_of_this_machine_is_named(archive: Path, texts: Path) -> None:
    with zipfile.ZipFile(archive) as opened:
        for name in opened.namelist():
            assert str(texts.parent).encode() not in opened.read(name), name
        study = opened.read("study.toml").decode("utf8")
        assert 'articles = ["texts"]' in study
        pins = opened.read("constraints.txt").decode("utf8")
    assert re.search(r"^numpy==\d", pins, re.MULTILINE)


@pytest.mark.medium
def test_without_the_articles_what_rests_on_counts_is_made_again(archive: Path) -> None:
    verdicts = {one.file: one for one in reproduce(archive)}
    for name in ("profile", "contrast"):
        assert verdicts[f"tables/{name}.parquet"].verdict == "identical"
        assert verdicts[f"tables/{name}.csv"].verdict == "identical"
    assert verdicts["figures/profile.svg"].verdict == "identical"
    assert verdicts["tables/voices.parquet"].verdict == "not made"
    assert verdicts["report.html"].verdict == "not made"
    assert tell_verdicts(list(verdicts.values()))[1] == 0


@pytest.mark.slow
def test_with_the_articles_every_file_is_held_against_its_hash(archive: Path, texts: Path) -> None:
    verdicts = reproduce(archive, [texts])
    assert {one.verdict for one in verdicts} == {"identical"}
    assert "report.html" in {one.file for one in verdicts}


@pytest.mark.slow
def test_with_other_articles_it_says_what_differs(archive: Path, texts: Path, tmp_path: Path) -> None:
    changed = tmp_path / "texts"
    changed.mkdir()
    for file in texts.iterdir():
        (changed / file.name).write_text(file.read_text("utf8").replace("perhaps", "surely"), "utf8")
    verdicts = {one.file: one.verdict for one in reproduce(archive, [changed])}
    assert "differs" in {verdict for file, verdict in verdicts.items() if file.startswith("input ")}
    assert verdicts["tables/scores.parquet"] == "differs"
    assert verdicts["report.html"] == "not held"


@pytest.mark.slow
def test_counts_that_were_changed_are_told(archive: Path, output: Path, tmp_path: Path) -> None:
    """A number of the profile that doesn't follow from the scores is found out, though its hash is right."""
    with zipfile.ZipFile(archive) as opened:
        contents = {name: opened.read(name) for name in opened.namelist()}
    profile = pd.read_parquet(io.BytesIO(contents["tables/profile.parquet"]))
    target = io.BytesIO()
    profile.assign(estimate=profile["estimate"] * 2).to_parquet(target, index=False)
    contents["tables/profile.parquet"] = target.getvalue()
    said = json.loads(contents["bundle.json"])
    said["files"]["tables/profile.parquet"] = hashlib.sha256(target.getvalue()).hexdigest()
    contents["bundle.json"] = json.dumps(said).encode()
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as written:
        for name, data in contents.items():
            written.writestr(name, data)
    verdicts = {one.file: one.verdict for one in reproduce(tmp_path / "other.zip")}
    assert verdicts["tables/profile.parquet"] == "differs"
    assert verdicts["tables/contrast.parquet"] == "identical"


@pytest.mark.parametrize(
    ("name", "message"),
    [("../outside.txt", "is no bundle"), ("/outside.txt", "is no bundle"), ("tables/x.csv", "was changed")],
)
def test_an_archive_that_means_harm_writes_nothing_outside(tmp_path: Path, name: str, message: str) -> None:
    path = tmp_path / "bad.zip"
    digest = hashlib.sha256(b"data" if message == "is no bundle" else b"other").hexdigest()
    with zipfile.ZipFile(path, "w") as written:
        written.writestr(name, b"data")
        written.writestr("bundle.json", json.dumps({"files": {name: digest}}))
    home = tmp_path / "home" / "inside"
    home.mkdir(parents=True)
    with pytest.raises(FramingError, match=message):
        bundle.unpacked(path, home)
    assert [file for file in tmp_path.rglob("*") if file.is_file()] == [path]


@pytest.mark.slow
def test_files_named_by_headlines_are_named_by_nothing(tmp_path: Path) -> None:
    texts = coverage(tmp_path / "texts", each=4)
    headline = "Leaked memo shows ministers planned the duties long before winter"
    for number, file in enumerate(sorted(texts.glob("xinhua*"))[:2]):
        body = file.read_text("utf8").partition("\n")[2]
        name = f"xinhua_2026-01-1{number}_{headline.replace(' ', '_')}.txt"
        (texts / name).write_text(f"{headline}\n{body}", "utf8")
        file.unlink()
    zh = texts / "xinhua_2026-01-19_两国领导人在北京举行会谈并签署协议.txt"
    zh.write_text(
        "两国领导人在北京举行会谈并签署协议\n\nThe minister met the delegation on Monday.\n", "utf8"
    )
    Study(articles=(str(texts),), draws=99, robustness=False, figures=("profile",)).run(tmp_path / "out")
    path = bundle.bundle(tmp_path / "out", tmp_path / "b.zip").path
    with zipfile.ZipFile(path) as opened:
        for name in opened.namelist():
            data = opened.read(name)
            if name.endswith(".parquet"):
                data = pd.read_parquet(io.BytesIO(data)).to_csv().encode()
            said = data.decode("utf8").casefold().replace("_", " ")
            assert "memo shows ministers planned" not in said, name
            assert "两国领导人在北京" not in said, name
    # With the articles each is found again by its hash.
    verdicts = reproduce(path, [texts])
    assert [one for one in verdicts if one.verdict not in ("identical", "equal")] == []


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_bundle_is_one_line(
    tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    assert "is no bundle" in call(capsys, "reproduce", path).line


def test_a_folder_that_was_changed_is_refused(output: Path, tmp_path: Path) -> None:
    import shutil

    home = tmp_path / "out"
    shutil.copytree(output, home)
    (home / "tables" / "profile.csv").write_text("changed", "utf8")
    with pytest.raises(FramingError, match=r"was changed after it was written"):
        bundle.bundle(home)
    with pytest.raises(FramingError, match=r"ends in \.zip"):
        bundle.bundle(output, tmp_path / "visit.tar")


@pytest.mark.medium
def test_the_command_says_what_was_left_out(
    output: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "bundle", output, "-o", tmp_path / "b.zip")
    assert said.status == 0
    assert "columns with words of articles were left out" in said.out


def test_filled_gives_back_what_counted_left_out() -> None:
    rows = []
    for article, kinds in {"a": {"expert": 2}, "b": {}, "c": {"expert": 1, "official": 3}}.items():
        for kind in ("expert", "official"):
            weight = kinds.get(kind, 0) * 1_000_000
            rows.append((article, "sources.words", kind, "share", 5, weight, 5))
        rows.append((article, "sources.direct", None, "share", 2, 0, 9))
    columns = ["article", "measure", "target", "unit", "hits", "weight", "tokens"]
    whole = pd.DataFrame(rows, columns=columns)
    kept = measures.drop_absent(whole)
    assert len(kept) < len(whole)
    order = ["article", "measure", "target"]
    back = measures.fill_absent(kept).sort_values(order, ignore_index=True)
    assert back.equals(whole.sort_values(order, ignore_index=True))


def test_every_column_with_words_is_declared_a_string() -> None:
    for name in schema.names():
        for column in schema.schema(name).columns.values():
            assert not column.words or column.type == "string", (name, column.name)
