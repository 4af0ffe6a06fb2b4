"""Which groups are compared: those with enough articles; others are shown, and small outlets go together."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.commands import common
from framing.comparison.wording.naming import naming
from framing.errors import FramingError, FramingWarning
from framing.report.material import Material
from framing.report.summary import summary
from framing.schema import check
from framing.study.config import Study
from framing.study.reproduce import GOOD, reproduce
from framing.study.steps import Context, groups, measures
from tests.comparison.examples import random_scores
from tests.house import call

#: Fifteen articles in three outlets, sixteen in seven small ones, as collections of one visit are.
SMALL = {"xinhua": 4, "china_daily": 3, "cctv": 2, "cbc": 3, "toronto_star": 2, "reuters": 1, "cnn": 1}


def frame(sizes: Mapping[str, int], **columns: object) -> pd.DataFrame:
    """Articles of outlets, each of its own words, some with hedges."""
    rng = np.random.default_rng(7)
    rows = []
    for outlet, size in sizes.items():
        for number in range(size):
            said = rng.choice(["perhaps", "talks", "trade", "canola", "may", "tariff", "envoys", "grain"], 60)
            text = f"The ministers met in {outlet} hall {number}. {' '.join(said)}. They spoke of quotas."
            rows.append({"id": f"{outlet}{number}", "outlet": outlet, "title": "Talks", "text": text})
    return check(pd.DataFrame(rows).assign(**columns), "articles")


def chosen(articles: pd.DataFrame, **options: Any) -> Context:
    context = Context(Study(articles=("x",), **options), articles=articles)
    groups.choose_groups(context)
    return context


def test_outlets_with_five_articles_are_compared_and_it_is_said() -> None:
    found = chosen(frame({"national_post": 12, "global_times": 9, "xinhua": 6, "cbc": 4, "cnn": 1}))
    assert found.compared == ("global_times", "national_post", "xinhua")
    assert found.study.by == "outlet"
    assert found.compared_how == (
        "3 outlets with 5 articles or more each (National Post 12, Global Times 9, Xinhua 6); 2 smaller ones "
        "are shown and not tested (groups by ownership or country put them together)"
    )
    assert "Compared: 3 outlets" in summary(
        Material.of({}, {}, {"title": "A visit", "compared": found.compared_how})
    )
    assert "Compared:" not in summary(Material.of({}, {}, {"title": "A visit", "compared": ""}))


def test_nothing_is_said_where_nothing_had_to_be_chosen() -> None:
    found = chosen(frame({"cbc": 5, "xinhua": 7}))
    assert (found.compared, found.compared_how, found.pairs(["cbc", "xinhua"])) == ((), "", None)


def test_of_more_than_six_each_is_told_against_all_others() -> None:
    found = chosen(frame({f"paper_{n}": 5 for n in range(7)} | {"cnn": 2}))
    assert found.pairs([*found.compared, "cnn"]) == [(f"paper_{n}", "rest") for n in range(7)]
    assert "each with all others together; 1 smaller one is shown and not tested" in found.compared_how


@given(sizes=st.lists(st.integers(1, 12), min_size=2, max_size=9), least=st.integers(1, 8))
def test_whoever_has_enough_is_compared_and_nobody_else(sizes: list[int], least: int) -> None:
    rows = [{"id": f"{n}-{k}", "outlet": f"paper {n}"} for n, size in enumerate(sizes) for k in range(size)]
    found = chosen(check(pd.DataFrame(rows).assign(text="A talk."), "articles"), least_articles=least)
    enough = {f"paper {n}" for n, size in enumerate(sizes) if size >= least}
    if len(enough) < 2 or len(enough) == len(sizes):
        assert found.compared == ()
    else:
        assert set(found.compared) == enough


def test_small_outlets_change_no_comparison_of_large_ones_and_no_family() -> None:
    """The oracle: the same comparison of articles among which there are no small outlets."""
    every = random_scores({"a": 9, "b": 7, "c": 6, "d": 4, "e": 2}, seed=3)
    of = every.drop_duplicates("article")[["article", "outlet"]].rename(columns={"article": "id"})
    context = chosen(check(of.assign(text="A talk."), "articles"), draws=199)
    context.counts = every
    found = measures.compare_groups(context)
    large = every[every["outlet"].isin(["a", "b", "c"])]
    alone = fr.compare(large, draws=199).contrast
    pd.testing.assert_frame_equal(found["contrast"], alone)
    assert set(found["profile"]["group"]) == set("abcde")


def test_small_outlets_go_into_groups_by_ownership() -> None:
    found = chosen(frame({"national_post": 5} | SMALL))
    assert found.study.by == "group"
    assert found.compared == ("Canadian media", "Chinese state media")
    held = found.articles.groupby("group")["outlet"].unique().map(set).to_dict()
    assert held == {
        "Canadian media": {"national_post", "cbc", "toronto_star"},
        "Chinese state media": {"xinhua", "china_daily", "cctv"},
        "reuters": {"reuters"},
        "cnn": {"cnn"},
    }
    assert found.compared_how.startswith(
        "2 groups of outlets with 5 articles or more each, since most articles stand in small outlets "
        "(Canadian media 10 of 3 outlets, Chinese state media 9 of 3 outlets); 2 smaller ones are shown and "
        "not tested"
    )
    assert "Articles of one outlet hang together" in found.compared_how


@pytest.mark.parametrize(
    "options", [{"groups": "none"}, {"outlets": (*SMALL, "national_post")}, {"by": "genre"}]
)
def test_whoever_says_what_is_compared_is_obeyed(options: dict[str, Any]) -> None:
    found = chosen(frame({"national_post": 5} | SMALL, genre="news"), **options)
    assert found.study.by == options.get("by", "outlet")
    assert found.compared == ()


def test_groups_that_would_be_as_small_are_not_made() -> None:
    found = chosen(frame({"xinhua": 3, "cbc": 2, "cnn": 2}))
    assert found.study.by == "outlet"
    assert (
        found.compared_how == "all 3 outlets; fewer than two have 5 articles or more, and little can be told"
    )


def test_one_group_of_nearly_all_is_no_side() -> None:
    outlets = ("cnn", "npr", "politico", "vox", "fox_news", "usa_today", "hill", "new_york_times")
    found = chosen(frame({**dict.fromkeys(outlets, 3), "reuters": 3, "associated_press": 2}))
    assert found.study.by == "outlet"
    assert (
        chosen(frame({**dict.fromkeys(outlets[:5], 3), "reuters": 4, "associated_press": 3})).study.by
        == "group"
    )


def test_what_files_of_outlets_say_makes_groups() -> None:
    names = "xinhua netease caixin_global reuters afp cbc guardian bbc no_such_paper".split()
    articles = frame(dict.fromkeys(names, 1))
    by_owner = dict(zip(names, groups.label_articles(articles, "ownership"), strict=True))
    assert by_owner == {
        "xinhua": "xinhua",
        "netease": "Other Chinese media",
        "caixin_global": "Other Chinese media",
        "reuters": "News agencies",
        "afp": "News agencies",
        "cbc": "cbc",
        "guardian": "British media",
        "bbc": "British media",
        "no_such_paper": "no_such_paper",
    }
    by_country = dict(zip(names, groups.label_articles(articles, "country"), strict=True))
    assert {name for name, group in by_country.items() if group == "Chinese media"} == set(names[:3])
    assert {name for name, group in by_country.items() if group == "British media"} == {
        "reuters",
        *names[6:8],
    }


def test_groups_that_are_named_are_compared_and_no_other() -> None:
    found = chosen(
        frame({"national_post": 6, "global_times": 9} | SMALL),
        groups={"State": ["Xinhua", "china_daily"], "Canada": ["cbc", "National Post"]},
    )
    assert found.compared == ("Canada", "State")
    # It has more articles than either, and nobody asked for it.
    assert (found.articles["group"] == "global_times").sum() == 9


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            {"groups": {"A": ["xinhau"], "B": ["cbc"]}},
            "groups: A: outlet 'xinhau' is not known; did you mean",
        ),
        ({"groups": {"A": ["cbc"], "B": ["cbc"]}}, "groups: 'cbc' stands in 'A' and in 'B'"),
    ],
)
def test_groups_of_other_outlets_are_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError) as caught:
        chosen(frame(SMALL), **given)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"groups": "contry"}, "groups 'contry' is not known; did you mean 'country'?"),
        ({"groups": {"A": "cbc"}}, "groups: name at least one outlet in each"),
        ({"groups": {}}, "groups: name at least one outlet in each"),
        ({"least_articles": 0}, "least_articles: 0 is no number of articles"),
    ],
)
def test_groups_that_are_none_are_refused_before_anything_is_read(given: dict[str, Any], said: str) -> None:
    with pytest.raises(FramingError) as caught:
        Study(articles=("x",), **given)
    assert said in str(caught.value)


def test_a_column_of_that_name_stays_the_user_s() -> None:
    articles = frame({"national_post": 5} | SMALL).assign(group="mine")
    assert chosen(articles).study.by == "outlet"
    with pytest.raises(FramingError, match="have a column 'group' already"):
        chosen(articles, groups="country")
    with pytest.raises(FramingError, match="by is 'genre'"):
        groups.check(Study(articles=("x",), groups="country", by="genre"))


class TestOnTheCommand:
    """`--groups`: a rule, a file, or names with outlets."""

    def test_what_it_says(self, tmp_path: Path) -> None:
        file = tmp_path / "groups.toml"
        file.write_text('Agencies = ["afp", "reuters"]', "utf8")
        for said in ("Agencies=afp,reuters", str(file)):
            assert common.study(("x",), {"groups": (said,)}).groups == {"Agencies": ["afp", "reuters"]}
        assert common.study(("x",), {"groups": ("country",)}).groups == "country"
        assert common.study(("x",), {"groups": ()}).groups == "auto"

    def test_what_can_t_be_read_is_a_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        (tmp_path / "wrong.toml").write_text("Agencies = [", "utf8")
        (tmp_path / "flat.toml").write_text('Agencies = "afp"', "utf8")
        for options, part in (
            (["--groups", "A=afp", "--groups", "reuters"], "write it as NAME=OUTLET,OUTLET"),
            (["--groups", str(tmp_path / "none.toml")], "can't be read"),
            (["--groups", str(tmp_path / "wrong.toml")], "not a TOML file"),
            (["--groups", str(tmp_path / "flat.toml")], "name at least one outlet in each"),
        ):
            said = call(capsys, "compare", tmp_path, "-o", tmp_path / "out", *options)
            assert said.status == 1
            assert part in said.line


# What is compared with `compared=`: others are counted and not tested.


def worded() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    rows = []
    for outlet, form, size in (("a", "Taiwan", 8), ("b", "China's Taiwan", 8), ("c", "Taiwan", 2)):
        for k in range(size):
            words = " ".join(rng.choice(["harbour", "ferry", "toll", "canal", "crane"], 20))
            rows.append(
                {"id": f"{outlet}{k}", "outlet": outlet, "text": f"{form} traded. {form} won. {words}."}
            )
    return pd.DataFrame(rows)


def test_names_are_counted_of_all_and_tested_of_those_compared() -> None:
    referents = {"Taiwan": {"aliases": ["Taiwan", "China's Taiwan"]}}
    options: dict[str, Any] = {"split": (), "voices": None, "draws": 199}
    every = naming(worded(), referents, **options)
    some = naming(worded(), referents, compared=["a", "b"], **options)
    assert set(some["group"]) == set("abc")
    assert some.loc[some["group"] == "c", "p"].isna().all()
    large = some["group"] != "c"
    pd.testing.assert_series_equal(some.loc[large, "p"], every.loc[large, "p"])
    assert some["family_size"].max() == some["p"].notna().sum()


def test_words_of_those_compared_are_set_against_all_others() -> None:
    every = fr.keyness(worded(), draws=199)
    some = fr.keyness(worded(), draws=199, compared=["a", "b"])
    assert set(some["group"]) == {"a", "b"}
    same = every[every["group"] != "c"].reset_index(drop=True)
    columns = ["group", "term", "count", "count_rest", "z", "p"]
    pd.testing.assert_frame_equal(some[columns], same[columns], check_categorical=False)


def test_gaps_of_those_compared_alone_are_tested() -> None:
    """The small outlet alone lacks the word, which is a finding where it is tested."""
    rows = [
        {"id": f"{outlet}{k}", "outlet": outlet, "text": "A canal." if outlet == "s" else "The toll."}
        for outlet, size in (("x", 8), ("y", 8), ("z", 8), ("s", 4))
        for k in range(size)
    ]
    options: dict[str, Any] = {"levels": "term", "terms": ["toll"], "voices": None}
    articles = pd.DataFrame(rows)
    some = fr.facts.coverage(articles, compared=["x", "y", "z"], **options).set_index("outlet")
    every = fr.facts.coverage(articles, **options).set_index("outlet")
    assert some["articles"].to_dict() == every["articles"].to_dict()
    assert every.loc["s", "finding"] == "not_found"
    assert (some.loc["s", "finding"], np.isnan(some.loc["s", "p"])) == ("too_few", True)
    assert "counted, not tested" in some.loc["s", "note"]
    assert some.loc["x", "p"] == every.loc["x", "p"]
    assert some.loc["x", "family_size"] == every.loc["x", "family_size"] - 1


def test_a_name_that_no_article_has_is_refused() -> None:
    with pytest.raises(FramingError, match="compared 'd' is not known"):
        fr.keyness(worded(), compared=["a", "d"])


@pytest.mark.slow
def test_a_study_of_groups_shows_outlets_inside_and_is_made_again(tmp_path: Path) -> None:
    articles = frame({"national_post": 5} | SMALL, language="en")
    articles.to_parquet(tmp_path / "articles.parquet")
    study = Study(
        articles=(str(tmp_path / "articles.parquet"),), draws=99, naming="none", coverage=False, reuse=False,
        figures=("profile", "contrast"),
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        result = study.run(tmp_path / "out")
    assert set(result.contrast["a"]) | set(result.contrast["b"]) == {"Canadian media", "Chinese state media"}
    assert {"reuters", "cnn"} <= set(result.profile["group"])
    assert set(result.terms["group"] if hasattr(result, "terms") else result.words["terms"]["group"]) == {
        "Canadian media",
        "Chinese state media",
    }
    told = " ".join(result.summary.split())
    assert "Compared: 2 groups of outlets" in told
    assert "(National Post 5, CBC News 3, Toronto Star 2)" in told
    page = (tmp_path / "out" / "report.html").read_text("utf8")
    assert "Xinhua 4, China Daily 3, CCTV 2" in page
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        made = {one.file: one.verdict for one in reproduce(tmp_path / "out")}
    for name in ("profile", "contrast", "power"):
        assert made[f"tables/{name}.parquet"] in GOOD


@given(extra=st.integers(1, 3), small=st.booleans())
def test_outlets_that_no_group_names_are_not_said_to_be_smaller(extra: int, small: bool) -> None:
    sizes = {"cbc": 9, "national_post": 2 if small else 9, "xinhua": 9, "china_daily": 9}
    sizes |= {f"paper {n}": 20 for n in range(extra)}
    named = {"State": ["xinhua"], "China": ["china_daily"], "Canada": ["cbc"], "Post": ["national_post"]}
    said = chosen(frame(sizes), groups=named).compared_how
    assert f"{extra} outlet{'s' * (extra > 1)} that no group names" in said
    assert ("1 smaller one and" in said) == small
    assert ("smaller" in said) == small
