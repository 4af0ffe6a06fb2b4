"""Headlines of one story: who stands in it, who doesn't, and what a page says of them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.comparison.events import headlines as module
from framing.engine.parts import Parts
from framing.errors import FramingError, FramingWarning
from framing.report.headlines import list_headlines
from framing.report.material import Material

#: One story in four outlets, and two articles on others.
STORY = {
    "courier": "Council of Marlow reopens the Quay bridge after two years",
    "herald": "Quay bridge in Marlow opens again, far behind schedule",
    "lantern": "Marlow's Quay bridge reopens to traffic as council boasts of repairs",
    "post": "Marlow council opens Quay bridge at last",
}
OTHERS = {
    "gazette": "Wheat prices fall for a third month",
    "tribune": "Nurses vote to strike over night shifts",
}


def articles(**changes: object) -> pd.DataFrame:
    """Return an article an outlet, all of one day."""
    listed = [
        {
            "id": f"id_{outlet}", "outlet": outlet, "title": title, "published": "2026-05-05T08:00:00Z",
            "genre": "news", "text": f"{title}, it was announced on Tuesday morning in the town.",
        }
        for outlet, title in {**STORY, **OTHERS}.items()
    ]  # fmt: skip
    return pd.DataFrame(listed).assign(**changes)


def outlets(table: pd.DataFrame) -> list[list[str]]:
    """Return the outlets of each story, those that report the happening."""
    return [own["outlet"].tolist() for _, own in table[table["same"]].groupby("story", sort=False)]


def test_a_story_and_nothing_else() -> None:
    found = fr.facts.headlines(articles())
    assert outlets(found) == [sorted(STORY)]
    assert found["title"].tolist() == [STORY[name] for name in sorted(STORY)]
    assert (found["outlets"] == 4).all()
    assert found["probability"].between(module.LEAST, 1).all()


def test_it_is_the_same_in_any_order_and_over_parts() -> None:
    given = articles()
    found = fr.facts.headlines(given)
    turned = given.sample(frac=1, random_state=3).reset_index(drop=True)
    pd.testing.assert_frame_equal(found, fr.facts.headlines(turned))
    pd.testing.assert_frame_equal(found, fr.facts.headlines(Parts.of(given)))


@pytest.mark.parametrize(
    "change",
    [
        {"genre": "opinion"},
        {"genre": "editorial"},
        {"wire_role": "full_reprint"},
        {"published": "2026-05-08T08:00:00Z"},
        {"language": "fr"},
        {"title": "Bridge"},
        {"title": "Why Marlow council opens Quay bridge at last"},
        {"title": "Five things: Marlow council opens Quay bridge, explained"},
        {"title": "Marlow council opens Quay bridge: 7 big things to know"},
    ],
    ids=lambda change: " ".join(map(str, change.values()))[:12],
)
def test_who_is_left_out(change: dict[str, str]) -> None:
    given = articles(language="en", wire_role="none")
    given.loc[given["outlet"] == "post", list(change)] = list(change.values())
    assert outlets(fr.facts.headlines(given)) == [sorted(STORY.keys() - {"post"})]


@pytest.mark.parametrize(
    ("change", "there"),
    [
        ({"title": "Why Marlow council opens Quay bridge at last"}, True),
        # Two days apart, of unknown kind among those known, or on another matter.
        ({"title": "Why Marlow council opens Quay bridge", "published": "2026-05-07T08:00:00Z"}, False),
        ({"title": "Why Marlow council opens Quay bridge at last", "genre": "unknown"}, False),
        ({"title": "Why wheat is dear", "text": "Wheat is dear, farmers of the plain say."}, False),
    ],
    ids=lambda change: " ".join(map(str, change.values()))[:20] if isinstance(change, dict) else "",
)
def test_what_is_on_the_event_stands_beside_the_reports(change: dict[str, str], there: bool) -> None:
    given = articles()
    given.loc[given["outlet"] == "post", list(change)] = list(change.values())
    found = fr.facts.headlines(given)
    assert (found["outlet"].tolist() == sorted(STORY)) == there
    assert found.loc[~found["same"], "outlet"].tolist() == ["post"] * there
    assert found["outlets"].unique().tolist() == [3 + there]


def test_an_event_without_a_happening_comes_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LEAST", 1.1)
    found = fr.facts.headlines(articles())
    assert found["outlet"].tolist() == sorted(STORY)
    assert not found["same"].any()


def test_a_number_of_people_makes_no_list() -> None:
    given = articles()
    given.loc[given["outlet"] == "post", "title"] = "49 walk first as Marlow council opens Quay bridge"
    assert outlets(fr.facts.headlines(given)) == [sorted(STORY)]


def test_one_headline_stands_once() -> None:
    given = articles()
    given.loc[given["outlet"] == "post", "title"] = STORY["courier"].upper()
    found = fr.facts.headlines(given)
    assert len(found) == 3
    assert found["title"].str.casefold().is_unique


def test_one_article_of_an_outlet_stands_for_it() -> None:
    given = articles()
    second = given[given["outlet"] == "post"].assign(
        id="second", title="Bridge news: what Marlow drivers should know"
    )
    found = fr.facts.headlines(pd.concat([second, given], ignore_index=True))
    assert found["outlet"].tolist() == sorted(STORY)


def test_undated_articles_may_be_of_any_day() -> None:
    assert outlets(fr.facts.headlines(articles(published=None))) == [sorted(STORY)]
    given = articles()
    given.loc[given["outlet"] == "post", "published"] = None
    assert outlets(fr.facts.headlines(given)) == [sorted(STORY)]
    # Not where the others are spread over weeks.
    given.loc[given["outlet"] == "tribune", "published"] = "2026-05-25T08:00:00Z"
    assert outlets(fr.facts.headlines(given)) == [sorted(STORY.keys() - {"post"})]


def test_nothing_to_find() -> None:
    assert fr.facts.headlines(articles().iloc[:1]).empty
    assert fr.facts.headlines(articles().iloc[:0]).empty
    assert fr.facts.headlines(articles(title="")).empty


def test_without_the_encoder_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise FramingError("the encoder is missing")

    monkeypatch.setattr(module, "sentence_vectors", fail)
    with pytest.warns(FramingWarning, match="encoder is missing"):
        assert fr.facts.headlines(articles()).empty


def test_of_very_many_the_days_of_most_outlets_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_READ", 3)
    outlet = pd.Series(["a", "a", "b", "c", "a", "b"])
    day = pd.Series(
        pd.to_datetime(["2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-03", None])
    )
    assert module._choose(np.arange(6), outlet, day).tolist() == [1, 2, 3]


def test_a_page_names_each_outlet_and_its_article() -> None:
    given = articles(published=["2026-05-04T08:00:00Z", *["2026-05-05T08:00:00Z"] * 5])
    found = fr.facts.headlines(given)
    told = list_headlines(Material.of({"articles": given, "headlines": found}, {}, {}))
    assert [(one["when"], [*one["days"].values()]) for one in told] == [
        ("4 to 5 May 2026", ["4 May 2026", "5 May 2026"])
    ]
    put = {key: ref.title for _, ref, key, _ in told[0]["rows"] if key in told[0]["put"]}
    assert put == {f"id_{name}": title for name, title in STORY.items()}
    assert [day for *_, day in told[0]["rows"]] == sorted(day for *_, day in told[0]["rows"])
