"""Events from articles to table: what must be together, what must stay, what order and form can't change."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.events.finding import find
from framing.errors import FramingError, FramingWarning
from framing.schema import check
from tests.comparison.events.made import STORIES, article, groups, news

ALL = sorted(STORIES)


def gold(frame: pd.DataFrame) -> set[frozenset[str]]:
    return {frozenset(rows) for rows in frame.groupby("gold")["id"].agg(list)}


def test_articles_on_one_story_are_together() -> None:
    frame = news(ALL)
    assert groups(fr.facts.group_events(frame)) == gold(frame)


def test_without_titles_too() -> None:
    frame = news(ALL)
    assert groups(fr.facts.group_events(frame.drop(columns="title"))) == gold(frame)
    some = frame.assign(title=[t if i % 3 else "" for i, t in enumerate(frame["title"])])
    assert groups(fr.facts.group_events(some)) == gold(frame)


def test_where_no_two_are_on_one_event_all_stand_alone() -> None:
    found = fr.facts.group_events(news(ALL, per=1))
    assert found["event"].is_unique
    assert (found["event_confidence"] > 0.5).all()


def test_one_article_is_an_event() -> None:
    found = fr.facts.group_events(news(["ferry"], per=1))
    assert found["event"].notna().all()
    assert found["event_confidence"].tolist() == [1.0]


def test_no_articles() -> None:
    found = fr.facts.group_events(news(["ferry"]).iloc[:0])
    assert len(found) == 0
    assert {"event", "event_confidence"} <= set(found.columns)


@pytest.mark.medium
@pytest.mark.parametrize("seed", range(3))
def test_order_of_rows_changes_nothing(seed: int) -> None:
    frame = news(ALL, per=4)
    other = frame.sample(frac=1, random_state=seed)
    one, two = (
        fr.facts.group_events(f).set_index("id")[["event", "event_confidence"]] for f in (frame, other)
    )
    pd.testing.assert_frame_equal(one, two.loc[one.index])


def test_the_frame_comes_back_as_it_was() -> None:
    frame = news(ALL).set_index(pd.Index(range(100, 118)))
    before = frame.copy()
    found = fr.facts.group_events(frame)
    pd.testing.assert_frame_equal(frame, before)
    pd.testing.assert_frame_equal(found[list(frame.columns)], before)
    assert check(found, "articles")["event"].notna().all()


def test_a_given_event_stays_and_others_may_join_it() -> None:
    frame = news(ALL)
    given = frame.assign(
        event=[g if i % 3 == 0 and g in ("bank", "film") else None for i, g in enumerate(frame["gold"])]
    )
    found = fr.facts.group_events(given)
    assert groups(found) == gold(frame)
    assert set(found.loc[found["gold"] == "bank", "event"]) == {"bank"}
    assert (found["event_confidence"][given["event"].notna()] == 1).all()


def test_given_events_are_never_joined_or_split() -> None:
    frame = news(["ferry", "bank"])
    odd = ["one", "two", "one", "one", "two", None]
    found = fr.facts.group_events(frame.assign(event=odd))
    assert found["event"].tolist()[:5] == odd[:5]
    assert found["event"][5] in ("one", "two") or found["event"].value_counts()[found["event"][5]] == 1


def test_articles_further_apart_than_the_window_are_not_linked() -> None:
    frame = news(ALL, per=2)
    days = pd.to_datetime(["2026-01-01", "2026-01-09"] * len(ALL), utc=True)
    found = fr.facts.group_events(frame.assign(published=days))
    assert found["event"].is_unique
    assert groups(fr.facts.group_events(frame.assign(published=days), window="10D")) == gold(frame)
    assert groups(fr.facts.group_events(frame.assign(published=days), window=None)) == gold(frame)
    assert groups(fr.facts.group_events(frame.assign(published=days), window=8)) == gold(frame)


def test_the_last_day_of_the_window_is_inside_it() -> None:
    frame = news(["ferry"], per=2).assign(published=pd.to_datetime(["2026-01-01", "2026-01-04"], utc=True))
    late = pd.to_datetime(["2026-01-01T22:00:01", "2026-01-04T23:00:00"], utc=True)
    assert fr.facts.group_events(frame)["event"].nunique() == 1
    assert fr.facts.group_events(frame.assign(published=late))["event"].nunique() == 2
    # Of a day nobody knows the hour, so that days count.
    assert (
        fr.facts.group_events(frame.assign(published=late, published_precision=["day", "minute"]))[
            "event"
        ].nunique()
        == 1
    )


@pytest.mark.parametrize(
    "dates",
    [
        [None] * 18,
        ["2026-01-15"] * 18,
        ["2026-01-15", None, "2026-01-15T17:40:00"] * 6,
    ],
)
def test_no_dates_one_date_and_mixed_dates(dates: list[str | None]) -> None:
    frame = news(ALL)
    found = fr.facts.group_events(frame.assign(published=pd.to_datetime(dates, utc=True, format="ISO8601")))
    assert groups(found) == gold(frame)


def test_names_say_what_an_event_is_and_tell_events_apart() -> None:
    found = fr.facts.group_events(news(ALL))
    assert all(
        any(word in name for word in ("ferry", "marlow", "port"))
        for name in found["event"][found["gold"] == "ferry"]
    )
    taken = fr.facts.group_events(news(["ferry"]))["event"][0]
    other = news(["ferry", "bank"]).assign(event=[None] * 3 + [taken] * 3)
    assert fr.facts.group_events(other)["event"][0] != taken


@pytest.mark.parametrize("window", ["soon", 0, -3, True, float("nan"), [3]])
def test_a_window_that_is_none(window: object) -> None:
    with pytest.raises(FramingError, match=r"window .* is no length of time; give one as '3D'"):
        fr.facts.group_events(news(["ferry"]), window)


def test_a_column_that_is_missing() -> None:
    with pytest.raises(FramingError, match=r"column 'outlet' .* is missing"):
        fr.facts.group_events(news(["ferry"]).drop(columns="outlet"))


def test_other_languages_are_grouped_and_said() -> None:
    french = (
        "Le traversier a coulé au large du port lundi soir, a dit le capitaine Ruiz aux gens de la ville. "
    )
    other = "La banque centrale relève son taux directeur pour freiner la hausse des prix, selon elle. "
    frame = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "outlet": ["x", "y", "z"],
            "text": [french * 3, french * 2 + "Deux blessés.", other * 3],
        }
    )
    with pytest.warns(FramingWarning, match="of 3 articles, 3 don't read as English"):
        found = fr.facts.group_events(frame)
    assert found["event"][0] == found["event"][1] != found["event"][2]


def test_chinese_without_spaces() -> None:
    ferry = "渡轮周一在马洛港附近沉没，海岸警卫队救起二十一名乘客，船长鲁伊斯说引擎在暴风雨中失灵。"
    again = "马洛港附近一艘渡轮周一沉没，二十一名乘客被海岸警卫队救起。船长鲁伊斯说暴风雨中引擎失灵。"
    bank = "中央银行上调基准利率以抑制通货膨胀，行长表示工资增长过快，经济学家预计明年还会再次加息。"
    frame = pd.DataFrame({"id": ["a", "b", "c"], "outlet": ["x", "y", "z"], "text": [ferry, again, bank]})
    with pytest.warns(FramingWarning, match="read as English"):
        found = fr.facts.group_events(frame)
    assert found["event"][0] == found["event"][1] != found["event"][2]


def test_articles_of_five_words() -> None:
    texts = [
        "Ferry sinks off Port Marlow",
        "Port Marlow ferry sinks today",
        "Bank lifts rates once more",
        "",
        "Ferry sinks off Port Marlow",
    ]
    frame = pd.DataFrame({"id": list("abcde"), "outlet": list("xyzxz"), "text": texts})
    with pytest.warns(FramingWarning, match="of 5 articles, 5 have fewer than 12 words"):
        found = fr.facts.group_events(frame)
    assert found["event"].notna().all()
    assert found["event"][0] == found["event"][4] != found["event"][2]


@pytest.mark.slow
def test_ten_thousand_copies_are_one() -> None:
    title, text = article("ferry", 0)
    copies = pd.DataFrame(
        {"id": [f"{i:05}" for i in range(10_000)], "outlet": "x", "title": title, "text": text}
    )
    frame = pd.concat([copies, news(["bank", "ferry"])], ignore_index=True)
    found = fr.facts.group_events(frame)
    assert found["event"][:10_000].nunique() == 1
    assert len(find(check(frame, "articles"), "3D", False).pairs.a) < 100
    assert found["event"][found["gold"] == "bank"].nunique() == 1


def test_copies_on_far_days_are_not_linked() -> None:
    title, text = article("ferry", 0)
    frame = pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "title": title, "text": text,
                          "published": pd.to_datetime(["2026-01-01", "2026-02-01"], utc=True)})  # fmt: skip
    assert fr.facts.group_events(frame)["event"].nunique() == 2


def test_one_giant_event_and_another() -> None:
    frame = news(["ferry"], per=200)
    found = fr.facts.group_events(pd.concat([frame, news(["bank"])], ignore_index=True))
    assert found["event"][found["gold"] == "ferry"].value_counts().iloc[0] == 200
    assert found["event"][found["gold"] == "bank"].nunique() == 1


@pytest.mark.medium
def test_the_bundled_visit_is_one_event(corpus_dir: Path) -> None:
    articles, _ = fr.load(corpus_dir)
    bare = articles.assign(event=None)
    found = fr.facts.group_events(bare)
    assert found["event"].nunique() == 1
    assert fr.facts.group_events(bare.assign(published=pd.NaT))["event"].nunique() == 1
    assert found["event_confidence"].median() > 0.5
    # Some of it beside other news is still one event, and other news none of it.
    other = pd.concat([bare.iloc[::3], news(["bank", "film"], per=1)], ignore_index=True)
    again = fr.facts.group_events(other)
    assert again["event"].iloc[:13].nunique() == 1
    assert again["event"].nunique() == 3


def test_real_events_in_five_outlets(shared: Path) -> None:
    lines = (shared / "data" / "newswcl50" / "events_0_5.jsonl").read_text("utf8").splitlines()
    rows = [json.loads(line) for line in lines]
    said = [r["sentences"] if isinstance(r["sentences"], str) else " ".join(r["sentences"]) for r in rows]
    frame = pd.DataFrame({"id": [r["id"] for r in rows], "outlet": [r["outlet"] for r in rows]})
    frame["text"] = [text.replace("\\n", "\n") for text in said]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        found = fr.facts.group_events(frame)
    truth = np.array([r["event"] for r in rows])
    i, j = np.triu_indices(len(rows), 1)
    ours, theirs = found["event"].to_numpy(object), truth
    together, same = ours[i] == ours[j], theirs[i] == theirs[j]
    assert (together & ~same).sum() == 0
    assert (together & same).sum() / same.sum() > 0.7
