"""The ground: errors that name the remedy, tables with one door, units, names as people read them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing import schema as tables
from framing.corpus.outlets import outlets
from framing.errors import FramingError, FramingWarning, nearest, unknown
from framing.schema import MILLION, UNITS
from framing.views.vocabulary import INVENTED, display, name_outlets
from tests.cases import for_each

ARTICLE = {"id": "a", "outlet": "x", "text": "Words."}
SCORE = {
    "article": "a",
    "outlet": "x",
    "part": "body",
    "voice": "all",
    "measure": "hedges",
    "hits": 1,
    "weight": 1.0,
    "tokens": 9,
}


# -- errors --


@for_each(
    ("value", "allowed", "guess"),
    [
        ("hegdes", ["hedges", "boosters"], "hedges"),
        ("HEDGES", ["hedges", "boosters"], "hedges"),
        ("outlets", ["Outlet", "text"], "Outlet"),
        ("tone.nett", ["tone.net", "tone.negative"], "tone.net"),
        ("fox", ["cnn", "fox_news"], "fox_news"),
        ("country", ["copy_group", "causes"], None),
        ("leaning", ["language"], None),
        ("xyz", ["hedges", "boosters"], None),
        ("", ["hedges"], None),
        (3, ["hedges"], None),
        (None, [], None),
    ],
)
def test_the_nearest_name(value: object, allowed: list[str], guess: str | None) -> None:
    assert nearest(value, allowed) == guess


def test_an_unknown_name_says_what_where_and_what_else() -> None:
    error = unknown("column", "txet", ["text", "id"], where="my.csv")
    assert str(error) == "my.csv: column 'txet' is not known; did you mean 'text'? Allowed: id, text"
    assert str(unknown("unit", 3, ["a"])) == "unit 3 is not known. Allowed: a"
    assert str(unknown("unit", "a", [])) == "unit 'a' is not known. Allowed: nothing"


@given(st.text(), st.lists(st.text(), max_size=5))
def test_an_unknown_name_lists_all_that_is_allowed(value: str, allowed: list[str]) -> None:
    said = str(unknown("name", value, allowed))

    assert repr(value)[:79] in said
    # What is said is one line, whatever names hold.
    assert len(said.splitlines()) == 1
    assert all(name in said for name in allowed if name.isprintable())
    guess = nearest(value, allowed)
    assert guess is None or guess in allowed


def test_errors_are_of_the_kinds_that_callers_catch() -> None:
    assert issubclass(FramingError, ValueError)
    assert issubclass(FramingWarning, UserWarning)


# -- tables --


@pytest.mark.medium
@for_each("name", tables.names())
def test_every_schema_loads_and_an_empty_table_passes_its_own_check(name: str) -> None:
    schema = tables.schema(name)
    assert schema.name == name
    assert schema.row
    assert schema.columns
    assert set(schema.key) <= set(schema.columns)
    for column in schema.columns.values():
        assert column.meaning, column.name
        assert column.type in {"string", "int", "float", "bool", "time"}
        assert column.default is None or not column.values or column.default in column.values
        # What is left out must be fillable: a column that allows no gap has a default or a zero.
        assert (
            column.required or column.missing or column.default is not None or column.type in {"int", "bool"}
        ), column.name
    empty = tables.empty(name)
    pd.testing.assert_frame_equal(tables.check(empty, name), empty)


def test_an_unknown_table_lists_those_there_are() -> None:
    with pytest.raises(
        FramingError, match=r"^table 'score' is not known; did you mean 'scores'\? Allowed: .*articles"
    ):
        tables.schema("score")
    with pytest.raises(FramingError, match="did you mean 'articles'"):
        tables.check(pd.DataFrame(), "article")


@for_each(
    ("name", "make", "said"),
    [
        (
            "articles",
            lambda: [ARTICLE],
            "articles: expected a pandas DataFrame, got list; columns needed: id, outlet, text",
        ),
        (
            "articles",
            lambda: pd.DataFrame([{"id": "a", "outlet": "x", "body": "W."}]),
            r"articles: column 'text' \(paragraphs .*\) is missing; columns given: id, outlet, body. "
            "Rename yours to 'text', or add it",
        ),
        (
            "articles",
            lambda: pd.DataFrame([{**ARTICLE, "genre": "newz"}]),
            "articles: column 'genre': value 'newz' is not known; did you mean 'news'",
        ),
        (
            "articles",
            lambda: pd.DataFrame([ARTICLE, ARTICLE]),
            "articles: id 'a' stands in more than one row; each id may stand once",
        ),
        (
            "articles",
            lambda: pd.DataFrame([ARTICLE, {**ARTICLE, "id": None}]),
            "articles: column 'id' has no value in row 1; every row needs one",
        ),
        ("articles", lambda: pd.DataFrame([{**ARTICLE, "text": 3}]), None),
        (
            "articles",
            lambda: pd.DataFrame([{**ARTICLE, "text": ["W."]}]),
            r"articles: column 'text' should be string .*row 0 holds list",
        ),
        (
            "articles",
            lambda: pd.DataFrame([{**ARTICLE, "published": 20200102}]),
            "articles: column 'published' should be time .*numbers are not dates",
        ),
        (
            "articles",
            lambda: pd.DataFrame([{**ARTICLE, "published": "soon"}]),
            "articles: column 'published' should be time .*row 0 holds 'soon'; write dates as 2026-01-15",
        ),
        (
            "articles",
            lambda: pd.DataFrame([["a", "x", "W.", "V."]], columns=["id", "outlet", "text", "text"]),
            "articles: column 'text' stands twice; rename or drop one of them",
        ),
        (
            "scores",
            lambda: pd.DataFrame([{**SCORE, "hits": 1.5}]),
            "scores: column 'hits' should be int .*not a whole number",
        ),
        ("scores", lambda: pd.DataFrame([{**SCORE, "hits": "many"}]), "scores: column 'hits' should be int"),
        (
            "scores",
            lambda: pd.DataFrame([{**SCORE, "tokens": None}]),
            "scores: column 'tokens' should be int",
        ),
        (
            "scores",
            lambda: pd.DataFrame([{**SCORE, "part": "title"}]),
            "scores: column 'part': value 'title' is not known",
        ),
        (
            "scores",
            lambda: pd.DataFrame([SCORE, SCORE]),
            "scores: article 'a', part 'body', voice 'all', measure 'hedges'.* stands in more than one row",
        ),
        (
            "audit",
            lambda: pd.DataFrame([{"source": "f", "kind": "removed", "rule": "r", "datail": "d"}]),
            "did you mean 'detail'",
        ),
    ],
)
def test_what_is_wrong_with_a_table_is_said_in_one_line(
    name: str, make: Callable[[], Any], said: str | None
) -> None:
    if said is None:
        assert tables.check(make(), name)["text"].tolist() == ["3"]
        return
    with pytest.raises(FramingError, match=said) as error:
        tables.check(make(), name)
    assert "\n" not in str(error.value)


def test_optional_columns_are_added_at_their_defaults() -> None:
    row = tables.check(pd.DataFrame([ARTICLE]), "articles").iloc[0]
    assert row[["title", "genre", "wire_role", "published_precision", "provenance", "status"]].tolist() == [
        "",
        "unknown",
        "none",
        "none",
        "published",
        "full",
    ]
    assert row[["event", "published", "copy_group"]].isna().all()
    bare = tables.check(pd.DataFrame([ARTICLE]), "articles", fill=False)
    assert list(bare.columns) == ["id", "outlet", "text"]


def test_columns_come_in_the_schema_s_order_then_others_and_rows_anew() -> None:
    frame = pd.DataFrame([{"desk": "Asia", "text": "W.", "outlet": "x", "id": "a"}], index=[7])
    found = tables.check(frame, "articles", fill=False)
    assert list(found.columns) == ["id", "outlet", "text", "desk"]
    assert found.index.tolist() == [0]


def test_types_are_brought_to_those_of_the_schema() -> None:
    frame = pd.DataFrame([{**SCORE, "hits": 2.0, "weight": "3", "tokens": np.int8(4)}]).astype(
        {"measure": "category"}
    )
    found = tables.check(frame, "scores")
    assert found[["hits", "weight", "tokens"]].dtypes.astype(str).tolist() == ["int64", "float64", "int64"]
    assert found.loc[0, ["hits", "weight", "tokens"]].tolist() == [2, 3, 4]
    dated = tables.check(pd.DataFrame([{**ARTICLE, "published": "2026-01-15T23:48:00+08:00"}]), "articles")
    assert dated["published"][0] == pd.Timestamp("2026-01-15 15:48", tz="UTC")


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": st.text("abc0", min_size=1, max_size=4),
            "outlet": st.sampled_from("xy"),
            "text": st.text(max_size=8),
        },
        optional={
            "genre": st.sampled_from(["news", "opinion"]),
            "event": st.one_of(st.none(), st.just("visit")),
            "published": st.one_of(st.none(), st.datetimes().map(lambda d: d.replace(year=2020).isoformat())),
            "desk": st.one_of(st.none(), st.integers(0, 3)),
        },
    ),
    max_size=5,
    unique_by=lambda row: row["id"],
)


def test_a_missing_truth_is_the_default_and_not_true() -> None:
    of = {"string": "near", "int": 1, "float": 0.5}
    columns = tables.schema("copies").columns
    row = {name: of[column.type] for name, column in columns.items() if column.required} | {"b": "other"}
    frame = pd.DataFrame([row, row | {"b": "another"}])
    found = tables.check(frame.assign(same_title=[None, True]), "copies")
    assert found["same_title"].tolist() == [False, True]


@pytest.mark.medium
@given(ROWS, st.booleans())
def test_check_is_idempotent_and_leaves_what_it_is_given(rows: list[dict[str, Any]], category: bool) -> None:
    frame = pd.DataFrame(rows, columns=["id", "outlet", "text"]) if not rows else pd.DataFrame(rows)
    if "genre" in frame:
        frame["genre"] = frame["genre"].fillna("unknown")
    if category:
        frame = frame.astype({"outlet": "category"})
    before = frame.copy(deep=True)
    once = tables.check(frame, "articles")
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(tables.check(once, "articles"), once)
    assert once["id"].tolist() == [row["id"] for row in rows]
    assert once["text"].tolist() == [row["text"] for row in rows]


# -- units --


def test_units_say_how_sums_become_a_number() -> None:
    sums = {"hits": 3, "weight": 2.0, "tokens": 500, "headlines": 6}
    made = {name: unit.number(pd.DataFrame([sums]))[0] for name, unit in UNITS.items()}
    assert made == pytest.approx(
        {"per_1000": 6.0, "net_per_1000": 4.0, "mean": 2 / 3, "share": 2 / 3, "share_of_headlines": 0.5}
    )
    assert {name for name, unit in UNITS.items() if unit.ratio} == {"per_1000"}
    assert all(unit.label for unit in UNITS.values())


def test_a_sum_of_weights_is_that_of_whole_millionths() -> None:
    weights = pd.Series([0.1, 0.2, -0.3] * 7 + [1.406])
    turned = weights.iloc[::-1]
    unit = UNITS["net_per_1000"]
    sums = pd.DataFrame({"weight": [weights.sum(), turned.sum()], "tokens": 7})
    assert unit.number(sums).tolist() == [1000 / MILLION * 1_406_000 / 7] * 2


def test_the_units_of_scores_are_those_there_are() -> None:
    assert set(tables.schema("scores").columns["unit"].values) == set(UNITS)


# -- names --


@pytest.mark.parametrize(
    ("key", "provenance", "name"),
    [
        ("global_times", "published", "Global Times"),
        ("global_times", "illustrative", "Global Times (invented text)"),
        ("the_harbour_courier", "published", "The Harbour Courier"),
        ("The Daily X", "published", "The Daily X"),
        ("x", "published", "x"),
        ("Global Times (invented text)", "illustrative", "Global Times (invented text)"),
    ],
)
def test_an_outlet_is_shown_by_name(key: str, provenance: str, name: str) -> None:
    assert display(key, provenance) == name


@for_each("key", outlets())
def test_every_outlet_is_shown_by_the_name_in_its_file(key: str) -> None:
    assert display(key) == outlets()[key].name
    assert display(key, "illustrative") == outlets()[key].name + INVENTED


def test_a_table_is_shown_with_names_and_stays_as_it_is() -> None:
    frame = pd.DataFrame(
        {
            "a": ["global_times", "x"],
            "b": ["xinhua", "y"],
            "provenance": ["illustrative", "published"],
            "n": [1, 2],
        }
    )
    before = frame.copy()
    found = name_outlets(frame)
    assert found["a"].tolist() == ["Global Times (invented text)", "x"]
    assert found["b"].tolist() == ["Xinhua (invented text)", "y"]
    assert found["n"].tolist() == [1, 2]
    pd.testing.assert_frame_equal(frame, before)
    assert name_outlets(frame[["a", "n"]])["a"].tolist() == ["Global Times", "x"]


def test_a_missing_value_of_an_optional_column_is_its_default() -> None:
    given = pd.DataFrame(
        [{**ARTICLE, "genre": None, "title": None}, {**ARTICLE, "id": "b", "genre": "opinion"}]
    )
    found = tables.check(given, "articles")
    assert found["genre"].tolist() == ["unknown", "opinion"]
    assert found["title"].tolist()[0] == ""
    assert given["genre"].isna().tolist() == [True, False]


def test_categories_that_are_one_string_are_one() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "outlet": pd.Categorical([1, "1"]), "text": ["W.", "V."]})
    assert tables.check(frame, "articles")["outlet"].tolist() == ["1", "1"]
