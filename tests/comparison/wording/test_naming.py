"""Namings: counts by hand, and statistics that are those of `compare`."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest

import framing as fr
from framing import schema
from framing.errors import FramingError, FramingWarning

SET = {
    "Taiwan": {"aliases": ["Taiwan", "China's Taiwan"], "descriptions": ["the island"]},
    "Ruiz": {"aliases": ["Ana Ruiz", "Ruiz"]},
}


def articles(n: int = 6) -> pd.DataFrame:
    """Two outlets that call one thing by two names, with a few exceptions."""
    rows = []
    for i in range(n):
        plain = "Taiwan voted. The island grew." if i % 3 else "Taiwan voted. Taiwan won. Taiwan grew."
        loyal = "China's Taiwan voted. The island grew." if i % 3 else "Taiwan grew. China's Taiwan shrank."
        rows.append({"id": f"a{i}", "outlet": "courier", "text": f"{plain} No {i}."})
        rows.append({"id": f"b{i}", "outlet": "herald", "text": f"{loyal} No {i}. Ruiz left."})
    return pd.DataFrame(rows)


def naming(frame: pd.DataFrame, **options) -> pd.DataFrame:
    return fr.words.naming(frame, SET, **{"voices": None, "split": (), **options})


def test_counts_and_shares_by_hand():
    table = naming(articles()).set_index(["group", "referent", "form"])
    assert table.loc[("courier", "Taiwan", "Taiwan"), ["count", "mentions", "articles"]].tolist() == [
        10,
        14,
        6,
    ]
    assert table.loc[("courier", "Taiwan", "the island"), ["count", "mentions", "articles"]].tolist() == [
        4,
        14,
        4,
    ]
    assert table.loc[("courier", "Taiwan", "China's Taiwan"), "count"] == 0
    assert table.loc[("herald", "Taiwan", "China's Taiwan"), ["count", "first_mentions"]].tolist() == [6, 4]
    assert table.loc[("herald", "Taiwan", "Taiwan"), "first_mentions"] == 2
    assert table.loc[("herald", "Taiwan", "China's Taiwan"), "share"] == pytest.approx(float(Fraction(6, 12)))
    assert table.groupby(["group", "referent"])["share"].sum().round(12).eq(1).all()


def test_first_mentions_are_one_an_article():
    table = naming(articles())
    for (_, _), part in table.groupby(["group", "referent"]):
        assert part["first_mentions"].sum() == part["articles_naming"].iloc[0]
        assert part["count"].sum() == part["mentions"].iloc[0]


def test_statistics_are_those_of_compare():
    """Scores made by hand, a share of hits, through `compare`."""
    frame = articles(8)
    mentions = fr.words.mentions(frame, SET, voices=None)
    mentions = mentions[mentions["referent"] == "Taiwan"]
    hits = mentions.groupby("article").size()
    form = mentions[mentions["form"] == "Taiwan"].groupby("article").size().reindex(hits.index, fill_value=0)
    outlet = frame.set_index("id")["outlet"]
    scores = pd.DataFrame(
        {"article": hits.index, "outlet": outlet[hits.index].to_numpy(), "part": "all", "voice": "all",
         "measure": "m", "unit": "share", "hits": hits.to_numpy(), "weight": form.to_numpy(),
         "tokens": hits.to_numpy()}
    )  # fmt: skip
    expected = fr.compare(scores)
    table = naming(frame)
    mine = table[(table["form"] == "Taiwan")].set_index("group")
    for row in expected.profile.itertuples():
        got = mine.loc[row.group, ["share", "low", "high"]].astype(float).tolist()
        assert got == pytest.approx([row.estimate, row.low, row.high], nan_ok=True)
    (pair,) = expected.contrast.itertuples()
    assert mine.loc[pair.a, "p"] == mine.loc[pair.b, "p"] == pytest.approx(pair.p)
    assert mine.loc[pair.a, "ratio"] == pytest.approx(pair.estimate)
    assert mine.loc[pair.b, "ratio"] == pytest.approx(1 / pair.estimate)
    assert mine.loc[pair.b, "ratio_low"] == pytest.approx(1 / pair.high)


def test_one_article_with_all_mentions_is_no_evidence():
    rows = [{"id": f"a{i}", "outlet": "courier", "text": "Taiwan grew. The island grew."} for i in range(5)]
    rows += [{"id": f"b{i}", "outlet": "herald", "text": "Taiwan grew."} for i in range(4)]
    rows.append({"id": "b9", "outlet": "herald", "text": "Taiwan grew. " + "The island grew. " * 60})
    frame = pd.DataFrame(rows)
    frame["copy_group"] = frame["id"]
    table = fr.words.naming(frame, {"Taiwan": SET["Taiwan"]}, voices=None, split=())
    row = table[(table["group"] == "herald") & (table["form"] == "the island")].iloc[0]
    assert row["share"] > 0.9
    assert pd.isna(row["p"])
    assert "all hits in one article" in row["note"]


def test_copies_count_once():
    long = "Taiwan grew. " + " ".join(f"Word{i} followed other words here." for i in range(20))
    rows = [{"id": f"a{i}", "outlet": "courier", "text": long} for i in range(4)]
    rows.append({"id": "a9", "outlet": "courier", "text": "The island grew, and Taiwan with it, it is said."})
    with pytest.warns(FramingWarning):
        table = fr.words.naming(pd.DataFrame(rows), SET, voices=None, split=()).set_index("form")
    assert (table.loc["Taiwan", "count"], table.loc["Taiwan", "mentions"]) == (2, 3)
    assert table.loc["Taiwan", "share"] == pytest.approx(2 / 3)
    with pytest.warns(FramingWarning):
        table = fr.words.naming(pd.DataFrame(rows), SET, voices=None, split=(), wire="keep").set_index("form")
    assert table.loc["Taiwan", "count"] == 5
    assert table.loc["Taiwan", "share"] == pytest.approx(5 / 6)


def test_parts_and_voices_are_kept_apart_on_request():
    frame = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "y"], "title": ["Taiwan votes", "The island votes in Taiwan"],
         "text": ["Taiwan grew.\n\n“The island grew,” he said."] * 2}
    )  # fmt: skip
    table = fr.words.naming(frame, {"Taiwan": SET["Taiwan"]}, voices="quotes", split=("voice", "part"))
    kept = table[table["count"] > 0]
    assert set(kept["part"]) == {"headline", "lead", "body"}
    assert set(kept.loc[kept["form"] == "the island", "voice"]) == {"outlet", "quoted"}


@pytest.mark.medium
def test_three_outlets_are_each_set_against_the_rest():
    more = articles().assign(outlet=lambda f: f["outlet"] + (f.index % 4 == 3).astype(str))
    table = naming(more)
    assert set(table["against"].dropna()) == {"rest"}
    assert (table["family"].dropna() == "exploratory").all()
    assert naming(more, primary="Taiwan")["family"].dropna().str.startswith("primary").any()


@pytest.mark.medium
def test_order_of_articles_changes_nothing():
    frame = articles()
    pd.testing.assert_frame_equal(naming(frame), naming(frame.iloc[::-1]))


def test_one_outlet_is_said_in_one_line():
    frame = articles()[lambda f: f["outlet"] == "herald"]
    with pytest.warns(FramingWarning, match="only one outlet, 'herald'") as caught:
        table = naming(frame)
    assert [str(w.message) for w in caught] == [
        "naming: only one outlet, 'herald': shares, and nothing to compare with"
    ]
    assert table["p"].isna().all()
    assert table["share"].notna().all()


def test_nothing_named_is_said_in_one_line():
    with pytest.warns(FramingWarning, match="'Taiwan', 'Ruiz' named nowhere"):
        table = naming(pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["It rains."]}))
    assert table.empty
    assert list(schema.schema("naming").columns) == list(table.columns)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"by": "outlets"}, "by 'outlets' is not known"),
        ({"split": "genre"}, "split 'genre' is not known"),
        ({"primary": "Tiwan"}, "primary 'Tiwan' is not known; did you mean 'Taiwan'"),
        ({"voices": "ful"}, "voices 'ful' is not known"),
        ({"draws": 3}, "draws: 3 will not do"),
    ],
)
def test_wrong_arguments_are_one_line(options, said):
    with pytest.raises(FramingError, match=said) as caught:
        naming(articles(), **options)
    assert "\n" not in str(caught.value)


def test_a_shipped_set_may_name_what_is_not_there():
    frame = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "y"], "text": ["Ottawa agreed.", "Beijing agreed."]}
    )
    table = fr.words.naming(frame, "visits", voices=None, split=())
    assert set(table["referent"]) == {"government of Canada", "government of China"}


@pytest.mark.medium
@pytest.mark.parametrize("wire", ["collapse", "keep", "drop"])
def test_counts_are_those_of_the_articles_that_count(wire: str) -> None:
    story = (
        "Envoy Ana Ruiz spoke. Ruiz left the port by noon, and the envoy said no more on the matter to the "
        "press that had come."
    )
    texts = [story, story, "Ms. Ruiz ran.", "Ana Ruiz ran. Ruiz won.", "The envoy slept.", story]
    articles = pd.DataFrame(
        {
            "id": list("abcdef"),
            "outlet": ["x", "x", "x", "y", "y", "y"],
            "text": texts,
            "wire_role": ["full_reprint", "full_reprint", "none", "none", "partly_based", "full_reprint"],
        }
    )
    names = {"Ruiz": ["Ana Ruiz", "Ruiz", "the envoy"]}
    table = fr.words.naming(articles, names, split=(), voices=None, wire=wire)
    assert (table["count"] / table["mentions"]).tolist() == pytest.approx(table["share"].tolist())
    told = table.groupby("group")["articles_naming"].first().to_dict()
    assert told == {"collapse": {"x": 2, "y": 3}, "keep": {"x": 3, "y": 3}, "drop": {"x": 1, "y": 2}}[wire]
