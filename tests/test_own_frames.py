"""A frame of one's own, with outlet and text alone, under names as people write them, goes in everywhere."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from framing.schema import check
from tests.cases import for_each

STORIES = (
    "The port of Marlow may open on 5 May, Ana Ruiz said. “It is a good deal,” the minister added.",
    "Perhaps the port of Marlow will open on 5 May. Critics claimed that it must wait for 12 new ships.",
    "The talks in Marlow failed because of the strike, officials said. Ana Ruiz urged both sides to return.",
    "Ana Ruiz, the trade minister, won a great prize on Monday, and clearly the town was glad of it.",
)
BARE = pd.DataFrame(
    {
        "outlet": np.repeat(["Fox News", "CNN"], 4),
        "text": [f"{story} {where}" for where in ("It rained.", "It snowed.") for story in STORIES],
    }
)
READ = functools.partial(pd.read_excel, engine="openpyxl")
WHO = {"Ruiz": ["Ana Ruiz"]}

#: Every public function of articles, by its shortest call.
CALLS: dict[str, Any] = {
    "check": lambda a: fr.check(a).outlets,
    "score": lambda a: fr.score(a, ["hedges", "tone.net"]),
    "score of a dict": lambda a: fr.score(a, {"sea": ["port*", "ships"]}, voices=None),
    "evidence": lambda a: fr.evidence(a, "hedges"),
    "keyness": lambda a: fr.keyness(a, draws=99),
    "side_by_side": lambda a: fr.side_by_side(a, vectors=None),
    "sources.voices": fr.sources.voices,
    "sources.score_sources": fr.sources.score_sources,
    "words.kwic": lambda a: fr.words.kwic(a, "port"),
    "words.tokens": fr.words.tokens,
    "words.mentions": lambda a: fr.words.mentions(a, WHO),
    "words.naming": lambda a: fr.words.naming(a, WHO, draws=99),
    "words.word_shift": lambda a: fr.words.word_shift(a, "Fox News", "CNN"),
    "wire.find_wire": fr.wire.find_wire,
    "wire.fill_wire": lambda a: fr.wire.fill_wire(a)[["outlet", "wire_role"]],
    "wire.copies": fr.wire.copies,
    "wire.group_copies": lambda a: fr.wire.group_copies(a)[["outlet", "copy_group"]],
    "facts.coverage": lambda a: fr.facts.coverage(a, levels="named"),
    "facts.entities": fr.facts.entities,
    "facts.group_events": lambda a: fr.facts.group_events(a)[["outlet", "event"]],
    "facts.reuse": fr.facts.reuse,
    "facts.statements": lambda a: fr.facts.statements(a, vectors=None),
    "frames": lambda a: fr.frames(a),
    "frames.demands": fr.frames.demands,
    "frames.causes": fr.frames.causes,
    "checks.comparability": lambda a: fr.checks.comparability(a, draws=99),
}


@pytest.mark.filterwarnings("ignore::framing.FramingWarning")
@for_each("name", CALLS)
def test_a_frame_of_outlet_and_text_is_enough_and_left_as_it_was(name: str) -> None:
    given = BARE.copy()
    found = CALLS[name](given)
    pd.testing.assert_frame_equal(given, BARE)
    # Each function makes the same ids, so that its tables fit those of the others.
    named = BARE.assign(id=check(BARE, "articles")["id"].tolist())
    pd.testing.assert_frame_equal(pd.DataFrame(found), pd.DataFrame(CALLS[name](named)))


def test_ids_hang_on_what_an_article_is_and_not_on_its_row() -> None:
    ids = check(BARE, "articles").set_index("text")["id"]
    assert ids.is_unique
    assert ids.str.fullmatch("[0-9a-f]{16}").all()
    turned = check(BARE.iloc[::-1].assign(mine=1), "articles").set_index("text")["id"]
    assert turned[ids.index].equals(ids)
    twice = check(pd.concat([BARE, BARE]), "articles")["id"]
    assert twice.is_unique
    assert set(ids) < set(twice)
    assert check(BARE.assign(outlet="x"), "articles")["id"].isin(ids).sum() == 0


def test_what_is_missing_is_still_told() -> None:
    with pytest.raises(FramingError, match="column 'outlet'"):
        fr.score(BARE[["text"]].assign(id=list("abcdefgh")), "hedges")
    with pytest.raises(FramingError, match="column 'id'"):
        fr.score(BARE[["text"]], "hedges")


OWN = BARE.rename(columns={"outlet": "Paper", "text": "Body"}).assign(
    when=pd.to_datetime(["2026-01-02", None] * 4), party=list("aabbaabb")
)


def test_a_frame_is_loaded_as_its_file_is(tmp_path: Path) -> None:
    OWN.to_parquet(tmp_path / "own.parquet")
    columns = {"outlet": "Paper", "text": "Body", "published": "when"}
    made, audit = fr.load(OWN, columns=columns)
    read, told = fr.load(tmp_path / "own.parquet", columns=columns, progress=False)
    skip = ["source"]
    pd.testing.assert_frame_equal(made.drop(columns=skip), read.drop(columns=skip))
    pd.testing.assert_frame_equal(audit.drop(columns=skip), told.drop(columns=skip))
    assert set(made["outlet"]) == {"fox_news", "cnn"}
    assert made["party"].tolist() == OWN["party"].tolist()
    assert made["published"].notna().tolist() == OWN["when"].notna().tolist()
    again, _ = fr.load(made)
    assert again["id"].tolist() == made["id"].tolist()


@for_each(
    ("frame", "said"),
    [
        (pd.DataFrame({"x": []}), "frame: holds no articles"),
        (pd.concat([OWN, OWN["Body"]], axis=1), "column 'Body' stands twice"),
        (pd.DataFrame({"outlet": ["x"], "number": [1]}), "text"),
    ],
)
def test_a_frame_without_articles_is_told(frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(FramingError, match=said) as told:
        fr.load(frame)
    assert "\n" not in str(told.value)


@for_each("names", [("fox_news", "cnn"), ("foxnews.com", "CNN")])
def test_outlets_go_by_any_of_their_names(names: tuple[str, str]) -> None:
    keys = BARE.replace({"outlet": {"Fox News": "fox_news", "CNN": "cnn"}})
    third = BARE.assign(outlet="x", text=BARE["text"] + " It hailed.")
    for frame, (a, b) in ((BARE, ("Fox News", "CNN")), (keys, ("fox_news", "cnn"))):
        wide = pd.concat([frame, third], ignore_index=True)
        scores = fr.score(wide, "hedges", voices=None)
        for call in (
            lambda x, y: fr.compare(scores, pairs=[(x, y)], draws=99).contrast,  # noqa: B023
            lambda x, y: fr.keyness(wide, compared=[x, y], against="pairs", draws=99),  # noqa: B023
            lambda x, y: fr.words.word_shift(wide, x, y),  # noqa: B023
            lambda x, y: fr.side_by_side(wide, x, y, vectors=None),  # noqa: B023
            lambda x, y: fr.words.naming(wide, WHO, compared=[x, y], draws=99),  # noqa: B023
        ):
            pd.testing.assert_frame_equal(pd.DataFrame(call(*names)), pd.DataFrame(call(a, b)))
    with pytest.raises(FramingError, match="'Fax News' is not known; did you mean 'Fox News'"):
        fr.words.word_shift(BARE, "Fax News", "CNN")


def test_a_figure_takes_names_too() -> None:
    terms = fr.keyness(BARE.replace({"outlet": {"Fox News": "fox_news", "CNN": "cnn"}}), draws=99)
    one, other = fr.plotting.keyness(terms, group="Fox News"), fr.plotting.keyness(terms, group="fox_news")
    assert [t.get_text() for t in one.texts] == [t.get_text() for t in other.texts]


def test_words_of_ones_own_as_a_dict_are_counted_by_hand() -> None:
    own = {"sea": ["port*", "ships"], "doubt": ["may", "it seems", "perhaps"]}
    scores = fr.score(BARE, own, voices=None)
    texts = BARE["text"].str.lower()
    counted = scores.groupby("measure")["hits"].sum()
    assert counted["sea"] == texts.str.count(r"\bport|\bships\b").sum()
    # The month is written May, and a word in a list is any case unless it says otherwise.
    assert counted["doubt"] == texts.str.count(r"\bmay\b|\bit seems\b|\bperhaps\b").sum()
    lexicon = fr.Lexicon.from_dict(own)
    pd.testing.assert_frame_equal(fr.score(BARE, lexicon, voices=None), scores)
    assert set(fr.score(BARE, [own, "hedges"], voices=None)["measure"]) == {"sea", "doubt", "hedges"}
    assert set(fr.evidence(BARE, own)["measure"]) == {"sea", "doubt"}
    assert len(fr.words.kwic(BARE, measure=own)) == counted.sum()
    assert fr.Lexicon.from_dict({"a": {"b": ["no", "2008"], "c": "yes"}}).measures.keys() == {"a.b", "a.c"}


def test_terms_of_a_dict_are_written_as_in_a_file(tmp_path: Path) -> None:
    terms = [
        "town*",
        "strike|deal",
        "on_5",
        "the * of",
        {"term": "ships", "weight": 2.5, "mask": ["new ships"]},
    ]
    written = ", ".join(
        '{ term = "ships", weight = 2.5, mask = ["new ships"] }' if isinstance(t, dict) else f'"{t}"'
        for t in terms
    )
    (tmp_path / "sea.toml").write_text(f"[poles.words]\nterms = [{written}]\n", "utf8")
    given, read = fr.Lexicon.from_dict({"words": terms}), fr.Lexicon.read(tmp_path / "sea.toml")
    assert given.entries == read.entries
    hits = fr.evidence(BARE, {"words": terms}, voices=None)
    ours = hits.loc[hits["measure"] == "words", ["article", "start", "term", "weight"]]
    same = fr.evidence(BARE, read, voices=None)[["article", "start", "term", "weight"]]
    pd.testing.assert_frame_equal(ours.reset_index(drop=True), same)
    assert set(ours["term"]) == {"town*", "strike|deal", "on_5", "the * of"}


@for_each(
    ("given", "said"),
    [
        ("word", "no dict"),
        ({}, "no term that can be used"),
        ({"a": [3]}, "'a': 3 is no word or phrase"),
        ({"a": {"crisis": 2}}, "'crisis': 2 is neither a name nor a list"),
    ],
)
def test_what_is_no_dict_of_words_is_refused(given: Any, said: str) -> None:
    with pytest.raises(FramingError, match=said.replace("*", r"\*")) as told:
        fr.Lexicon.from_dict(given)
    assert "\n" not in str(told.value)


def test_results_are_saved_as_a_workbook_and_as_a_folder(tmp_path: Path) -> None:
    loaded = fr.load(OWN, columns={"outlet": "Paper", "text": "Body", "published": "when"})
    result = fr.compare(fr.score(loaded.articles, "hedges", voices=None), draws=99)
    assert result.save(tmp_path / "out") == tmp_path / "out"
    for name, table in result._asdict().items():
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / "out" / f"{name}.parquet"), table)
        assert (tmp_path / "out" / f"{name}.csv").exists()
    sheets = READ(result.save(tmp_path / "out.xlsx"), sheet_name=None)
    assert list(sheets) == ["profile", "contrast"]
    assert set(sheets["profile"]["group"]) == {"Fox News", "CNN"}
    np.testing.assert_allclose(sheets["contrast"]["estimate"], result.contrast["estimate"], rtol=1e-12)
    # Times are UTC in a cell that has no zone.
    held = READ(loaded.save(tmp_path / "texts.xlsx"), sheet_name="articles")
    assert held["published"].tolist()[0] == pd.Timestamp("2026-01-02")
    assert held["text"].tolist() == loaded.articles["text"].tolist()
    printed = fr.paper(result.contrast).save(tmp_path / "table.xlsx")
    assert len(READ(printed)) == len(result.contrast)
    with pytest.raises(FramingError, match=r"suffix '.ods' is not known"):
        result.save(tmp_path / "out.ods")


def test_a_cell_of_excel_is_no_formula_and_holds_no_book(tmp_path: Path) -> None:
    sly = fr.load(pd.DataFrame({"outlet": ["x"], "text": ["=1+1 is what the port said on Monday of it."]}))
    assert READ(sly.save(tmp_path / "a.xlsx"))["text"][0].startswith("=1+1")
    long = fr.load(pd.DataFrame({"outlet": ["x"], "text": ["The port may open. " * 2_000]}))
    with pytest.raises(FramingError, match=r"articles, column 'text', row 0: a cell of Excel holds 32,767"):
        long.save(tmp_path / "b.xlsx")
    assert not (tmp_path / "b.xlsx").exists()
