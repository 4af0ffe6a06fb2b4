"""`fr.facts.coverage`: counts, findings, examples, and what bad input comes to."""

from __future__ import annotations

import re
import tomllib
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing import schema
from framing.comparison.coverage import table as table_module
from framing.comparison.coverage import table as trimming
from framing.comparison.coverage import testing
from framing.comparison.coverage.testing import RECALL
from framing.comparison.coverage.testing import recall as measured
from framing.errors import FramingError, FramingWarning

SIZES = {"courier": 9, "herald": 8, "star": 10}
WORDS = {"dredger": (0, 7, 9), "ferry": (5, 4, 6), "crane": (1, 8, 9), "buoy": (0, 1, 1), "pier": (0, 0, 10)}


@pytest.fixture
def articles(corpus) -> pd.DataFrame:
    return corpus(SIZES, WORDS)


def found(articles: pd.DataFrame, **options: object) -> pd.DataFrame:
    there = [word for word in WORDS if articles["text"].str.contains(word).any()]
    given = {"levels": "term", "terms": there, "voices": None} | options
    return fr.facts.coverage(articles, **given)


def row(table: pd.DataFrame, item: str, outlet: str) -> pd.Series:
    (one,) = table[(table["item"] == item) & (table["outlet"] == outlet)].to_dict("records")
    return pd.Series(one)


# ---- counts and findings --------------------------------------------------------


def test_articles_and_those_of_the_others_are_counted(articles: pd.DataFrame) -> None:
    table = found(articles)
    assert len(table) == len(WORDS) * len(SIZES)
    for word, counts in WORDS.items():
        for place, (outlet, n) in enumerate(SIZES.items()):
            one = row(table, word, outlet)
            assert (one["articles"], one["n_articles"], one["mentions"]) == (counts[place], n, counts[place])
            assert one["share"] == counts[place] / n
            assert one["others"] == sum(counts) - counts[place]
            assert one["n_others"] == sum(SIZES.values()) - n
            assert one["outlets_with"] == sum(x > 0 for x in counts) - (counts[place] > 0)


def test_none_where_it_would_be_surprising_is_a_finding_and_few_articles_are_none(
    articles: pd.DataFrame,
) -> None:
    table = found(articles)
    gap = row(table, "dredger", "courier")
    assert gap["finding"] == "not_found"
    # Others alike, a detector that finds all: Fisher's exact test.
    exact = scipy.stats.fisher_exact([[0, 9], [16, 2]], alternative="less").pvalue
    assert gap["p"] == pytest.approx(exact)
    assert gap["p_min"] == pytest.approx(exact)
    assert gap["expected"] == pytest.approx(9 * 16 / 18)
    assert row(table, "buoy", "courier")["finding"] == "too_few"
    assert np.isnan(row(table, "buoy", "courier")["p"])
    assert row(table, "buoy", "courier")["p_min"] > 0.05
    assert row(table, "ferry", "courier")["finding"] == "found"


def test_few_where_many_were_to_be_expected_are_marked(articles: pd.DataFrame) -> None:
    one = row(found(articles), "crane", "courier")
    assert (one["finding"], bool(one["fewer"])) == ("found", True)
    exact = scipy.stats.fisher_exact([[1, 8], [17, 1]], alternative="less").pvalue
    assert one["p"] == pytest.approx(exact)
    assert one["note"] == "fewer than expected: 1 of 9, 8.5 expected"


def test_what_one_outlet_alone_has_is_no_gap_of_the_others(articles: pd.DataFrame) -> None:
    for outlet in ("courier", "herald"):
        one = row(found(articles), "pier", outlet)
        assert one["finding"] == "too_few"
        assert one["overdispersion"] > 0.5
        assert one["note"].startswith("fewer than two other groups have it")


def test_of_two_outlets_the_other_is_enough(corpus) -> None:
    table = found(corpus({"x": 12, "y": 12}, {"dredger": (0, 10)}))
    assert row(table, "dredger", "x")["finding"] == "not_found"


def test_p_is_adjusted_over_items_and_outlets_that_could_be_findings(articles: pd.DataFrame) -> None:
    table = found(articles)
    tested = table[table["p"].notna()]
    assert set(tested["family"]) == {"coverage: term × 1 event × 3 groups"}
    assert (tested["family_size"] == len(tested)).all()
    assert (table.loc[table["p"].isna(), "family"] == "").all()
    assert (tested["p_min"] <= 0.05).all()
    assert (table.loc[table["p"].isna(), "p_min"] > 0.05).all()
    assert (tested["p_adjusted"] >= tested["p"]).all()


def test_items_in_exactly_the_same_articles_are_one_test(corpus) -> None:
    once = found(corpus(SIZES, {"dredger": (0, 7, 9), "ferry": (5, 4, 6)}))
    twice = found(corpus(SIZES, {"dredger": (0, 7, 9), "pier": (0, 7, 9), "ferry": (5, 4, 6)}))
    a, b = (row(t, "dredger", "courier") for t in (once, twice))
    assert (a["p_adjusted"], a["family_size"]) == (b["p_adjusted"], b["family_size"])
    assert set(twice.loc[twice["item"].isin(["dredger", "pier"]), "alike"]) == {1}


def test_items_in_as_many_but_other_articles_are_two_tests(articles: pd.DataFrame) -> None:
    moved = articles.assign(
        text=[f"{text} A winch." if n % 2 else text for n, text in enumerate(articles["text"])]
    )
    table = found(moved, terms=["winch", "ferry"])
    assert table["alike"].tolist() == table["rank"].tolist()


@pytest.mark.medium
def test_recall_weakens_a_finding(articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = row(found(articles), "dredger", "courier")
    monkeypatch.setitem(RECALL, "term", 0.4)
    weak = row(found(articles), "dredger", "courier")
    assert weak["recall"] == 0.4
    assert weak["expected"] == pytest.approx(0.4 * plain["expected"])
    assert weak["p"] > plain["p"]


# ---- order ----------------------------------------------------------------------


def test_gaps_come_first_then_fewer_then_what_may_be_gaps(articles: pd.DataFrame) -> None:
    order = found(articles).drop_duplicates("rank")["item"].tolist()
    assert order[:2] == ["dredger", "crane"]
    assert order.index("buoy") < order.index("ferry")


def test_rows_in_any_order_give_the_same_table(articles: pd.DataFrame) -> None:
    mixed = articles.sample(frac=1, random_state=4)
    pd.testing.assert_frame_equal(found(articles), found(mixed))


# ---- places ---------------------------------------------------------------------


def test_the_example_is_a_sentence_of_the_article_at_its_offsets(articles: pd.DataFrame) -> None:
    texts = articles.set_index("id")["text"]
    some = found(articles).dropna(subset=["example"])
    assert len(some) == (np.array(list(WORDS.values())) > 0).sum()
    for one in some.to_dict("records"):
        text = texts[one["example_article"]]
        assert text[one["example_start"] : one["example_end"]] == one["example"]
        assert text[one["mention_start"] : one["mention_end"]] == one["item"]
        assert one["example"] == f"Nobody at the harbour had yet seen a {one['item']} there."
    none = found(articles).query("articles == 0")
    assert none["example_article"].isna().all()
    assert (none["example_start"] == -1).all()


def test_the_example_is_of_the_earliest_article(articles: pd.DataFrame) -> None:
    days = pd.date_range("2026-03-01", periods=len(articles), tz="UTC")[::-1]
    one = row(found(articles.assign(published=days)), "dredger", "herald")
    assert one["example_article"] == "herald06"


def test_position_is_the_mean_of_first_mentions_and_a_headline_is_nought() -> None:
    text = "A ferry came. " + "Nothing went by. " * 5 + "The ferry left."
    frame = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "x"], "title": ["The ferry", ""], "text": [text, f"{text} Late."]}
    )
    with pytest.warns(FramingWarning, match="all articles are of one outlet"):
        one = row(found(frame, terms="ferry"), "ferry", "x")
    assert one["first_position"] == pytest.approx((0 + 2 / (len(text) + 6)) / 2)
    assert one["mentions"] == 5
    assert (one["example"], one["example_part"]) == ("The ferry", "headline")


@pytest.mark.medium
def test_the_voice_is_that_in_which_it_stands_most_often(articles: pd.DataFrame) -> None:
    said = ' "The dredger is late," the mayor said. "No dredger came," the mayor said.'
    frame = articles.assign(text=[text + said for text in articles["text"]])
    assert row(found(frame, voices="full"), "dredger", "star")["voice"] == "quoted"
    assert row(found(frame, voices="quotes"), "ferry", "star")["voice"] == "outlet"
    assert row(found(articles, voices="full"), "dredger", "courier").isna()["voice"]
    assert row(found(frame), "dredger", "star")["voice"] == "all"


# ---- events ---------------------------------------------------------------------


def test_articles_are_compared_within_events(corpus) -> None:
    """An outlet with most of its articles on another event lacks nothing of this one."""
    a = corpus({"x": 2, "y": 10, "z": 10}, {"dredger": (0, 8, 8)}, "a")
    b = corpus({"x": 20, "y": 2, "z": 2}, {}, "b")
    table = found(pd.concat([a, b]))
    one = row(table, "dredger", "x")
    assert (one["n_articles"], one["event"], one["finding"]) == (2, "a", "too_few")
    assert row(found(pd.concat([a, b]).assign(event=None)), "dredger", "x")["finding"] == "not_found"


def test_events_are_added_up(corpus) -> None:
    counts = {"a": (0, 3, 4), "b": (0, 4, 3), "c": (0, 4, 4)}
    frame = pd.concat([corpus({"x": 4, "y": 4, "z": 4}, {"dredger": n}, e) for e, n in counts.items()])
    pooled = row(found(frame), "dredger", "x")
    assert (pooled["n_events"], pooled["n_articles"], pooled["finding"]) == (3, 12, "not_found")
    assert pd.isna(pooled["event"])
    alone = [row(found(part), "dredger", "x")["p"] for _, part in frame.groupby("event")]
    exact = [
        scipy.stats.fisher_exact([[0, 4], [sum(n), 8 - sum(n)]], alternative="less").pvalue
        for n in counts.values()
    ]
    assert alone == pytest.approx(exact)
    # None in all three at once: the product, since nothing is found in any.
    assert pooled["p"] == pytest.approx(np.prod(exact), rel=0.1)
    assert pooled["family"] == "coverage: term × 3 events × 3 groups"


def test_an_event_that_one_outlet_covers_is_counted_and_not_tested(corpus) -> None:
    frame = pd.concat(
        [corpus({"x": 5, "y": 6, "z": 6}, {"ferry": (0, 5, 6)}, "a"), corpus({"x": 7}, {"ferry": (7,)}, "b")]
    )
    one = row(found(frame), "ferry", "x")
    assert (one["articles"], one["n_articles"]) == (7, 12)
    assert bool(one["fewer"])
    assert one["note"] == (
        "fewer than expected: 0 of 5, 4.6 expected; 7 articles on events of no other group not tested"
    )
    exact = scipy.stats.fisher_exact([[0, 5], [11, 1]], alternative="less").pvalue
    assert one["p"] == pytest.approx(exact)


# ---- copies ---------------------------------------------------------------------

STORY = (
    "The harbour board chose the dredger again on Monday after a long debate on what the channel needs. " * 3
)


def test_a_text_counts_once_in_its_outlet_and_once_among_the_others(articles: pd.DataFrame) -> None:
    copies = pd.DataFrame(
        {"id": ["c1", "c2", "h1", "s1"], "outlet": ["herald", "herald", "herald", "star"], "text": STORY}
    )
    copies.loc[2, "text"] = "The herald adds a line of its own."
    frame = pd.concat([articles, copies], ignore_index=True)
    one = row(found(frame), "dredger", "herald")
    assert (one["articles"], one["n_articles"]) == (8, 10)
    assert "1 copy inside a group counted once with its like" in one["note"]
    # Of the others of the courier two printed one story: 7 + 9 + 1 texts of 19 + 1 in all.
    gap = row(found(frame), "dredger", "courier")
    assert gap["expected"] == pytest.approx(9 * 17 / (8 + 1 + 10 + 1))
    kept = row(found(frame, wire="keep"), "dredger", "herald")
    assert (kept["articles"], kept["n_articles"]) == (9, 11)


def test_p_is_made_again_from_the_table_alone(articles: pd.DataFrame, corpus) -> None:
    copies = pd.DataFrame({"id": ["h1", "s1"], "outlet": ["herald", "star"], "text": STORY})
    table = found(pd.concat([articles, copies], ignore_index=True))
    rows = table[table["p"].notna()]
    assert (rows["others_weighted"] < rows["others"]).any()
    assert {0.0} < set(rows["overdispersion"])
    for one in rows.to_dict("records"):
        mean = one["others_weighted"] / one["n_others_weighted"]
        worth = one["n_others_effective"]
        assert one["chance"] == pytest.approx(one["recall"] * mean * worth / (worth + 1))
        if not one["chance"]:
            assert one["p"] == 1
            continue
        precision = 1 / one["correlation"] - 1
        law = scipy.stats.betabinom(
            one["n_tested"], one["chance"] * precision, (1 - one["chance"]) * precision
        )
        assert one["p"] == pytest.approx(law.cdf(one["tested"]))
        if not one["overdispersion"]:
            # Where outlets don't differ by habit the counts alone do, with one more without it.
            without = one["n_others_weighted"] - one["others_weighted"] + 1
            law = scipy.stats.betabinom(one["n_tested"], one["others_weighted"], without)
            assert one["p"] == pytest.approx(law.cdf(one["tested"]))


def test_ten_thousand_copies_are_one_article(articles: pd.DataFrame) -> None:
    copies = pd.DataFrame({"id": [f"c{n:05}" for n in range(10_000)], "outlet": "herald", "text": STORY})
    one = row(found(pd.concat([articles, copies])), "dredger", "herald")
    assert (one["articles"], one["n_articles"]) == (8, 9)


def test_full_reprints_are_left_out_on_request(articles: pd.DataFrame) -> None:
    frame = articles.assign(
        wire_role=["full_reprint" if "herald" in name else "none" for name in articles["id"]]
    )
    with pytest.warns(FramingWarning, match="8 full reprints of an agency left out"):
        table = found(frame, wire="drop")
    assert set(table["outlet"]) == {"courier", "star"}


# ---- levels ---------------------------------------------------------------------


def seen(articles: pd.DataFrame, word: str, level: str, item: str) -> Iterator[dict[str, object]]:
    for one in articles.to_dict("records"):
        if (at := one["text"].find(word)) >= 0:
            yield {"article": one["id"], "item": item, "kind": "body", "level": level, "part": "body"} | {
                "start": at, "end": at + len(word)
            }  # fmt: skip


def test_sightings_at_hand_are_counted_like_those_found(articles: pd.DataFrame) -> None:
    given = pd.DataFrame([*seen(articles, "dredger", "named", "The Dredger")])
    table = found(articles, levels=("named", "term"), items=given, terms=["ferry"])
    assert row(table, "The Dredger", "courier")["finding"] == "not_found"
    assert row(table, "The Dredger", "courier")["recall"] < 1
    assert set(table["level"]) == {"named", "term"}
    same = pd.DataFrame([*seen(articles, "dredger", "term", "dredger")]).assign(kind="term", part="lead")
    again = found(articles, levels="term", terms=(), items=same)
    pd.testing.assert_frame_equal(again, found(articles, terms="dredger"))


def test_recall_of_names_and_figures_is_that_of_their_kind(articles: pd.DataFrame) -> None:
    kinds = {"dredger": "person", "crane": "document", "ferry": "boat"}
    given = pd.concat([pd.DataFrame(seen(articles, w, "named", w)).assign(kind=k) for w, k in kinds.items()])
    table = found(articles, levels="named", items=given).drop_duplicates("item").set_index("kind")["recall"]
    assert table["person"] == measured()["person"] != table["document"] == measured()["document"]
    assert table["boat"] == 0.95


def test_levels_have_families_of_their_own(articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECALL, "statement", 0.9)
    given = pd.DataFrame(
        [*seen(articles, "dredger", "named", "d"), *seen(articles, "crane", "statement", "c")]
    )
    table = found(articles, levels=("named", "term", "statement"), items=given, terms=())
    assert {name.split(" ×")[0] for name in table["family"] if name} == {
        "coverage: named",
        "coverage: statement",
    }
    assert row(table, "c", "courier")["recall"] == 0.9


def test_a_statement_is_shown_by_its_central_sentence(articles: pd.DataFrame) -> None:
    rows = []
    for one in articles.to_dict("records"):
        at = one["text"].find("Nobody at the harbour had yet seen a dredger")
        if at >= 0:
            place = {
                "article": one["id"],
                "outlet": one["outlet"],
                "part": "body",
                "start": at,
                "end": at + 20,
            }
            said = {"sentence": f"So says {one['id']}.", "similarity": 0.5 + len(rows) / 99}
            rows.append({"statement": "f" * 16} | place | said)
    table = found(articles, levels="statement", statements=pd.DataFrame(rows))
    assert set(table["label"]) == {"So says star08."}
    assert set(table["kind"]) == {"statement"}


def test_a_term_that_stands_inside_another_is_found_too(articles: pd.DataFrame) -> None:
    table = found(articles, terms=["dredger", "dredger there"])
    assert row(table, "dredger", "star")["articles"] == row(table, "dredger there", "star")["articles"] == 9


def test_terms_are_by_default_what_all_articles_together_are_about(articles: pd.DataFrame) -> None:
    table = found(articles, terms=None)
    assert {"dredger", "harbour"} <= set(table["item"])
    assert row(table, "dredger", "courier")["finding"] == "not_found"
    swapped = articles.assign(outlet=articles["outlet"].to_numpy()[::-1])
    assert set(found(swapped, terms=None)["item"]) == set(table["item"])


def test_a_mapping_names_patterns_that_are_one_item(articles: pd.DataFrame) -> None:
    table = found(articles, terms={"boats": ["ferry", "dredg*"], "crane": "crane"})
    assert row(table, "boats", "courier")["articles"] == 5
    assert row(table, "boats", "star")["mentions"] == 15


def named(articles: pd.DataFrame) -> dict[str, object]:
    """Return the words as items that nobody asked for."""
    listed = [seen(articles, word, "named", word) for word in WORDS]
    return {"levels": "named", "terms": None, "items": pd.DataFrame([one for some in listed for one in some])}


def test_what_stands_in_one_text_is_left_out(articles: pd.DataFrame) -> None:
    assert "buoy" in set(found(articles, **named(articles))["item"])
    once = articles.assign(
        text=articles["text"].where(articles["text"].str.contains("buoy").cumsum() < 2, "Rain.")
    )
    assert "buoy" not in set(found(once, **named(once))["item"])


def test_of_more_items_than_can_be_looked_at_the_rarest_are_left_out(
    articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_module, "MOST", 3)
    with pytest.warns(FramingWarning, match="items in fewer than 11 articles are left out"):
        assert set(found(articles, **named(articles))["item"]) == {"dredger", "crane", "ferry"}


def test_a_term_asked_for_has_its_rows_however_few_have_it(articles: pd.DataFrame) -> None:
    table = found(articles, terms=["buoy", "dredger"])
    assert set(table["item"]) == {"buoy", "dredger"}
    assert table.loc[table["item"] == "buoy", "articles"].sum() == 2


def test_a_term_that_stands_nowhere_has_its_rows_and_one_line(articles: pd.DataFrame) -> None:
    frame = articles.assign(event="harbour")
    with pytest.warns(FramingWarning) as caught:
        table = found(frame, terms=["unicorn", "ferry"])
    assert [str(one.message) for one in caught] == ["coverage: 'unicorn' stands in none of the 27 articles"]
    rows = table[table["item"] == "unicorn"]
    assert rows[["outlet", "articles", "n_articles", "others"]].values.tolist() == [
        ["courier", 0, 9, 0], ["herald", 0, 8, 0], ["star", 0, 10, 0],
    ]  # fmt: skip
    assert rows["p"].isna().all()
    assert rows["finding"].eq("too_few").all()
    pd.testing.assert_frame_equal(
        table[table["item"] == "ferry"].reset_index(drop=True),
        found(frame, terms=["ferry"]),
    )


def test_of_terms_that_stand_nowhere_alone_there_is_a_table(articles: pd.DataFrame) -> None:
    frame = articles.assign(event=["a", "b", "c"] * 9)
    with pytest.warns(FramingWarning) as caught:
        table = found(frame, terms={"beasts": "unicorn*", "birds": ["roc", "phoenix"]})
    assert [str(one.message) for one in caught] == [
        "coverage: 'beasts', 'birds' stand in none of the 27 articles"
    ]
    assert len(table) == 6
    assert table["events"].eq("a; b; c").all()
    assert table.groupby("item")["n_articles"].sum().tolist() == [27, 27]


# ---- what can't be compared -----------------------------------------------------


def test_one_outlet_is_described_and_not_tested(corpus) -> None:
    with pytest.warns(
        FramingWarning, match="all articles are of one outlet \\(x\\): nothing to compare it with"
    ):
        table = found(corpus({"x": 5}, {"dredger": (3,)}))
    assert table[["articles", "n_articles"]].values.tolist() == [[3, 5]]
    assert table["p"].isna().all()
    assert table["p_min"].isna().all()
    assert table["note"].tolist() == ["one group: nothing to compare with"]


def test_no_item_at_all_is_one_line(articles: pd.DataFrame) -> None:
    with pytest.warns(FramingWarning, match=r"no item \(term\) stands in 2 or more of 27 articles"):
        assert found(articles, terms=()).empty


def test_articles_of_few_words_and_without_any(articles: pd.DataFrame) -> None:
    tiny = pd.DataFrame(
        {
            "id": [f"t{n}" for n in range(8)],
            "outlet": ["courier", "herald"] * 4,
            "text": "A dredger came by now.",
        }
    )
    tiny.loc[6:, "text"] = "…"
    table = found(pd.concat([articles, tiny], ignore_index=True))
    assert row(table, "dredger", "courier")["articles"] == 3


def test_other_languages_are_looked_through_all_the_same(articles: pd.DataFrame) -> None:
    foreign = articles.assign(language="fr")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        table = found(foreign, voices="full")
    assert row(table, "dredger", "courier")["finding"] == "not_found"


def test_dates_titles_and_events_may_be_missing(articles: pd.DataFrame) -> None:
    bare = found(articles[["id", "outlet", "text", "genre"]])
    pd.testing.assert_frame_equal(bare, found(articles))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"levels": "names"}, "level 'names' is not known; did you mean 'named'"),
        ({"levels": ()}, "levels: the list is empty"),
        ({"by": "paper"}, "by 'paper' is not known"),
        ({"by": "voice"}, "by: coverage is of whole articles, not of voice"),
        ({"genre": "sport"}, "genre 'sport' is not known"),
        ({"wire": "fold"}, "wire 'fold' is not known"),
        ({"voices": "half"}, "voices 'half' is not known"),
        ({"terms": 5}, "terms: 5 is neither a name nor a list of them"),
        ({"terms": ["..."]}, "terms '...' holds no word"),
        ({"terms": pd.DataFrame({"term": ["a"]})}, "terms: a table is no list of words"),
        ({"items": 3}, "items: 3 is no table"),
        ({"items": pd.DataFrame({"article": ["x"]})}, "items: column 'item' is missing"),
    ],
)
def test_a_wrong_argument_is_one_clear_line(articles: pd.DataFrame, options: dict, said: str) -> None:
    with pytest.raises(FramingError) as error:
        found(articles, **options)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"end": 10_000}, "'d' at 0 to 10000 lies outside the body of article 'courier00'"),
        ({"start": -1}, "'d' at -1 to 5 lies outside"),
        ({"part": "foot"}, "items: part 'foot' is not known"),
        ({"level": "nmed"}, "items: level 'nmed' is not known; did you mean 'named'"),
        ({"item": None}, "items: row 0 lacks a value"),
        ({"start": "ten"}, "items: column 'start' should be whole numbers"),
    ],
)
def test_sightings_that_can_t_be_are_one_clear_line(articles: pd.DataFrame, change: dict, said: str) -> None:
    one = {
        "article": "courier00",
        "item": "d",
        "level": "named",
        "part": "body",
        "start": 0,
        "end": 5,
    } | change
    with pytest.raises(FramingError) as error:
        fr.facts.coverage(articles, items=pd.DataFrame([one]), levels="named")
    assert said in str(error.value)


# ---- the table ------------------------------------------------


def test_the_table_is_the_schema_s(articles: pd.DataFrame) -> None:
    table = found(articles)
    pd.testing.assert_frame_equal(table, schema.check(table, "coverage"))
    assert list(table.columns) == list(schema.schema("coverage").columns)


@pytest.mark.medium
def test_gaps_that_were_planted_are_found_where_so_few_articles_can_show_them(corpus_dir: Path) -> None:
    plants = tomllib.loads((corpus_dir / "planted.toml").read_text("utf8"))["planted"]
    plants = [one for one in plants if one["kind"] == "gap"]
    frame, _ = fr.load(corpus_dir)
    words = {one["what"]: re.sub(r"\(\?i\)|\\b", "", one["pattern"]) for one in plants}
    terms = {what: f"{word}*" if word.islower() else word for what, word in words.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        table = fr.facts.coverage(frame, levels="term", terms=terms, voices=None)
    assert plants
    for one in plants:
        gap = row(table, one["what"], one["outlet"])
        assert gap["articles"] == 0
        assert gap["outlets_with"] == len(one["found_in"])
        if gap["p_min"] < 0.01:
            assert gap["finding"] == "not_found"
        elif gap["p_min"] > 0.05:
            assert gap["finding"] == "too_few"
    assert (table["finding"] == "not_found").any()


# ---- other languages -----------------------------------------------------------


def bilingual(language: str | None) -> pd.DataFrame:
    rows = []
    for outlet in ("courier", "herald", "phare"):
        for number in range(9):
            said = f"On day {number} the ferry minister Odette Quillan spoke of $3 million for the old piers."
            if outlet == "phare":
                said = (
                    f"Le jour {number}, la ministre des ports a parlé de trois millions pour les vieux quais."
                )
            rows.append((f"{outlet}{number}", outlet, said, language if outlet == "phare" else "en"))
    return pd.DataFrame(rows, columns=["id", "outlet", "text", "language"]).assign(genre="news")


@pytest.mark.medium
@pytest.mark.parametrize("language", ["fr", None])
def test_what_cannot_be_read_is_never_not_found(language: str | None) -> None:
    with pytest.warns(FramingWarning, match="of 27 articles, 9 not in English left out"):
        table = fr.facts.coverage(bilingual(language), voices=None)
    assert set(table["outlet"]) == {"courier", "herald"}
    assert "not_found" not in set(table["finding"])
    assert table["note"].str.contains("9 not in English left out").all()


def test_terms_that_are_given_are_found_in_any_language() -> None:
    table = fr.facts.coverage(
        bilingual("fr"), levels="term", terms={"piers": ["piers", "quais"]}, voices=None
    )
    assert table["articles"].tolist() == [9, 9, 9]


def test_names_are_said_not_to_be_looked_for_where_no_article_is_in_english() -> None:
    articles = bilingual("fr")
    articles = articles[articles["outlet"] == "phare"].assign(outlet=["phare", "balise", "quai"] * 3)
    with pytest.warns(FramingWarning, match="none of the articles is in English"):
        table = fr.facts.coverage(articles, levels=["named", "term"], voices=None)
    assert set(table["level"]) == {"term"}


# ---- many articles ---------------------------------------------------------------


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trimming, "COMPLETE", 20)
    monkeypatch.setattr(table_module, "COMPLETE", 20)


@pytest.mark.medium
def test_of_many_articles_rows_that_say_nothing_are_left_out_and_all_others_are_the_same(
    articles: pd.DataFrame, request: pytest.FixtureRequest
) -> None:
    frame = articles.assign(event=["a", "b"] * 13 + ["a"])
    given = named(articles) | {"voices": "full"}
    whole = found(frame, **given)
    request.getfixturevalue("many")
    with pytest.warns(FramingWarning, match="1 of 5 items have no rows"):
        few = found(frame, **given)
    kept = whole[((whole["articles"] > 0) | whole["p"].notna()) & (whole["item"] != "buoy")]
    told = ["item", "outlet", "event", "articles", "others", "p", "p_adjusted", "family_size", "finding"]
    told += ["example", "voice", "first_position", "n_events", "events", "overdispersion"]
    both = [t[told].sort_values(["item", "outlet", "event"], ignore_index=True) for t in (kept, few)]
    bare = both[0]["p"].isna()
    assert both[1].loc[bare, "overdispersion"].isna().all()
    both[0].loc[bare, "overdispersion"] = np.nan
    pd.testing.assert_frame_equal(*both)


def test_of_many_items_those_that_stand_out_are_shown(
    articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = found(articles, **named(articles))
    monkeypatch.setattr(table_module, "COMPLETE", 1)
    monkeypatch.setattr(table_module, "MOST_TRIMMING", 2)
    with pytest.warns(
        FramingWarning, match="3 of 5 items have no rows: at most 2 of a level.*, of 27 articles"
    ):
        few = found(articles, **named(articles))
    assert set(few["item"]) == set(whole.loc[whole["rank"] <= 2, "item"])
    assert set(few["rank"]) == {1, 2}
    assert few["family_size"].max() == whole["family_size"].max()


def test_of_many_articles_an_item_of_few_that_shows_nothing_has_no_rows(
    articles: pd.DataFrame, many: None
) -> None:
    with pytest.warns(FramingWarning, match="1 of 5 items have no rows"):
        assert "buoy" not in set(found(articles, **named(articles))["item"])
    assert "buoy" in set(found(articles)["item"])


@pytest.mark.medium
@pytest.mark.parametrize("cells", [1, 7])
def test_items_tested_a_few_at_a_time_are_the_same(
    articles: pd.DataFrame, monkeypatch: pytest.MonkeyPatch, cells: int
) -> None:
    frame = articles.assign(event=["a", "b", "c"] * 9)
    whole = found(frame, terms=[*WORDS, "line"])
    monkeypatch.setattr(table_module, "_CELLS", cells)
    monkeypatch.setattr(testing, "_LINES", cells)
    pd.testing.assert_frame_equal(whole, found(frame, terms=[*WORDS, "line"]), check_exact=True)
