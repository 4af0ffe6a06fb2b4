"""What may be told of small made-up articles: what was put into them, and no more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.stats

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.schema import check, schema

pytestmark = pytest.mark.filterwarnings("ignore:compare. no two values of")

_WORDS = [
    a + b for a in ("bar", "cor", "dam", "fen", "gul") for b in ("bet", "dal", "gan", "lom", "nor", "pex")
]
#: The same claim, each time hedged by another term.
_HEDGED = [
    "It may fail before the summer comes", "It might fail before the summer comes",
    "It could fail before the summer comes", "Perhaps it fails before the summer comes",
    "It would probably fail before the summer comes",
]  # fmt: skip
_FLAT = "It fails before the summer comes"
_MEASURES = ["hedges", "boosters"]


def articles(said: Mapping[str, Sequence[str]], **columns: Callable[[int], Any]) -> pd.DataFrame:
    """Return an article for each sentence of each outlet, in words that no list has."""
    rng = np.random.default_rng(5)
    rows = []
    for outlet, own in said.items():
        for number, sentence in enumerate(own):
            filler = [f"{' '.join(rng.choice(_WORDS, 12)).capitalize()}." for _ in range(8)]
            rows.append(
                {
                    "id": f"{outlet}{number:02}", "outlet": outlet, "event": "visit", "genre": "news",
                    "title": f"{' '.join(rng.choice(_WORDS, 4)).capitalize()}",
                    "published": f"2026-01-{10 + number % 9:02}T08:00:00Z",
                    "text": "\n\n".join([" ".join(filler[:4]), " ".join([sentence, *filler[4:]])]),
                    **{name: make(number) for name, make in columns.items()},
                }
            )  # fmt: skip
    return check(pd.DataFrame(rows), "articles")


def told(
    frame: pd.DataFrame, *, by: str = "outlet", given: pd.DataFrame | None = None, **settings: Any
) -> pd.DataFrame:
    keep = () if by == "outlet" else (by,)
    result = fr.compare(fr.score(frame, measures=_MEASURES, keep=keep), by=by)
    beside = frame if given is None else given
    return fr.findings(result, beside, **{"measures": _MEASURES, "draws": 999, **settings})


def scores(counts: Mapping[str, Sequence[int]], measure: str = "hedges", tokens: int = 400) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"article": f"{outlet}{k:02}", "outlet": outlet, "measure": measure, "part": "all",
             "voice": "outlet", "hits": hits, "weight": hits, "tokens": tokens}
            for outlet, own in counts.items() for k, hits in enumerate(own)
        ]
    )  # fmt: skip


def of(found: pd.DataFrame, measure: str, voice: str | None = None) -> dict[str, Any]:
    own = found[(found["measure"] == measure) & (True if voice is None else found["voice"] == voice)]
    assert len(own) == 1
    return {str(name): value for name, value in own.iloc[0].items()}


@pytest.fixture(scope="module")
def hedged() -> pd.DataFrame:
    """Nine articles with a hedge each, by five terms in turn, and nine without."""
    return articles(
        {
            "lantern": [f"{_HEDGED[k % 5]}, the paper thought." for k in range(9)],
            "post": [f"{_FLAT}, the paper thought." for _ in range(9)],
        },
        desk=lambda k: ("home", "abroad")[k % 2],
    )


@pytest.fixture(scope="module")
def found(hedged: pd.DataFrame) -> pd.DataFrame:
    return told(hedged)


def test_none_against_many_is_significant_by_the_articles_that_have_any(found: pd.DataFrame) -> None:
    row = of(found, "hedges", "outlet")
    assert (row["certainty"], row["clear"], row["rests_on"]) == ("significant", True, "")
    assert (row["a"], row["b"], row["unit"]) == ("lantern", "post", "articles")
    assert (row["estimate_a"], row["n_a"], row["estimate_b"], row["n_b"]) == (1.0, 9, 0.0, 9)
    # Newcombe's method 10 at 9 of 9 and 0 of 9.
    z2 = scipy.stats.norm.ppf(0.975) ** 2
    assert row["low"] == pytest.approx(1 - np.sqrt(2) * z2 / (9 + z2))
    # No other arrangement of nine and nine says as much: p is the least that the draws can give.
    assert row["p"] <= 0.002
    assert found["shuffled"].nunique() == 1
    assert 0 < row["shuffled"] <= 0.05


def test_words_are_counted_and_sentences_copied_from_the_articles(
    found: pd.DataFrame, hedged: pd.DataFrame
) -> None:
    text = {row["id"]: f"{row['title']}\n{row['text']}" for row in hedged.to_dict("records")}
    outlet = dict(zip(hedged["id"], hedged["outlet"], strict=True))
    seen = 0
    for row in found.to_dict("records"):
        for side in "ab":
            if not row[f"sentence_{side}"]:
                continue
            seen += 1
            assert row[f"sentence_{side}"] in " ".join(text[row[f"article_{side}"]].split())
            assert outlet[row[f"article_{side}"]] == row[side]
    assert seen >= 2
    own = " ".join(text[key] for key, name in outlet.items() if name == "lantern").lower()
    terms = {"may": 2, "might": 2, "could": 2, "perhaps": 2, "probably": 1}
    assert {term: len(re.findall(rf"\b{term}\b", own)) for term in terms} == terms
    shares = dict(re.findall(r"(\w+) (\d+) %", of(found, "hedges", "outlet")["words_a"]))
    assert shares == {term: f"{100 * n / 9:.0f}" for term, n in terms.items()}


def test_a_word_that_one_side_never_wrote_is_counted_in_articles() -> None:
    own = [f"{_FLAT}. The canola harvest froze in the cold week {k}." for k in range(9)]
    rows = told(articles({"lantern": [f"{_FLAT}."] * 9, "post": own})).set_index("measure")
    row = rows.loc[["words"]].iloc[0]
    assert (row["kind"], row["certainty"]) == ("says and never says", "significant")
    assert (row["a"], row["b"], row["estimate_a"], row["estimate_b"]) == ("post", "lantern", 1.0, 0.0)
    items = re.findall(r"(\w+) 9 of 9 \(lantern 0 of 9\)", row["words_a"])
    assert items == ["canola", "cold", "froze", "harvest"]
    assert row["item"] == "canola"
    assert row["sentence_a"] == "The canola harvest froze in the cold week 0."
    assert row["others"] == "post 9 of 9, lantern 0 of 9"
    # A passage that an outlet prints under every article is one.
    again = articles({"lantern": [f"{_FLAT}."] * 9, "post": [own[0]] * 9})
    assert "significant" not in set(told(again)["certainty"])


def test_a_name_in_another_form_is_no_name_that_others_never_print() -> None:
    said = {"lantern": "Then al-Sorb left for Odra", "post": "Then Ana al-Sorb left for Odra"}
    frame = articles({one: [f"{text} at {k}." for k in range(9)] for one, text in said.items()})
    items = fr.facts.entities(frame).iloc[:0]
    found = [
        {**dict.fromkeys(items.columns), "article": one, "part": "body", "start": 0, "end": 1, "item": name,
         "form": name, "kind": "person"}
        for one, name in zip(frame["id"], ["al-Sorb"] * 9 + ["Ana al-Sorb"] * 9, strict=True)
    ]  # fmt: skip
    rows = told(frame, items=pd.DataFrame(found))
    named = rows[(rows["matter"] == "names and figures") & (rows["certainty"] == "significant")]
    assert named["item"].tolist() == ["Ana al-Sorb"]


def test_whom_demands_are_on_and_whose_doing_things_are_is_counted_in_articles() -> None:
    ask, blame = "Ruritania must lift the fee", "The fee was caused by Odra"
    frame = articles({"lantern": [f"{ask}. {blame}."] * 10, "post": [f"{blame}."] * 2 + [f"{_FLAT}."] * 8})
    demands, causes = fr.frames.demands(frame), fr.frames.causes(frame)
    found = told(frame, demands=demands, causes=causes)
    for measure, item, n, sentence in (("demands", "Ruritania", 0, ask), ("causes", "Odra", 2, blame)):
        row = of(found, measure)
        assert (row["certainty"], row["a"], row["b"]) == ("significant", "lantern", "post")
        assert (row["item"], row["words_a"]) == (item, f"{item} 10 of 10 (post {n} of 10)")
        assert (row["estimate_a"], row["estimate_b"], row["n_a"], row["n_b"]) == (1.0, n / 10, 10, 10)
        assert row["sentence_a"] == f"{sentence}."
    # Nine cases are too few to be sure of who was meant.
    few = told(frame, demands=demands[demands["article"] != "lantern00"])
    assert (of(few, "demands")["certainty"], of(few, "demands")["rests_on"]) == ("nominal", "few hits")
    # Without the tables there is none of either, and what is denied counts for nobody.
    assert not set(told(frame)["measure"]) & {"demands", "causes"}
    denied = told(frame, causes=causes.assign(negated=True))
    assert "significant" not in set(denied.loc[denied["measure"] == "causes", "certainty"])


@pytest.mark.parametrize("speaker", [None, "Ana Marlow"])
def test_a_share_of_demands_is_told_unless_it_is_one_speakers(speaker: str | None) -> None:
    ask, other = "Ruritania must lift the fee. ", "Odra must lift the fee. "
    said = {
        "lantern": [ask * (3 - k % 3) + other * (k % 3 > 0) for k in range(9)],
        "post": [other * (3 - k % 3) + ask * (k % 3 > 0) for k in range(9)],
    }
    frame = articles(said)
    demands = fr.frames.demands(frame)
    lantern = demands[demands["outlet"] == "lantern"]
    share = (lantern["addressee"] == "Ruritania").mean()
    result = fr.compare(fr.frames.score_claims(demands.assign(voice="all"), frame))
    # Without these a third of an outlet's own are left, against a quarter of the other's.
    hers = demands["outlet"].eq("lantern") == demands["addressee"].eq("Ruritania")
    hers &= demands["article"].str[-1].astype(int) % 3 < 2
    found = fr.findings(
        result, frame, demands=demands.assign(speaker=np.where(hers, speaker, None)), draws=999
    )
    row = of(found, "demands.of")
    assert (row["estimate_a"], row["estimate_b"]) == pytest.approx((share, 1 - share))
    assert row["target"] == ("Ruritania" if row["a"] == "lantern" else "Odra")
    assert row["words_a"] == "lift 100 %"
    assert row["rests_on"] == (f"speaker: {speaker}" if speaker else "")
    assert row["certainty"] == ("nominal" if speaker else "significant")


def test_what_one_term_brings_about_is_that_term(hedged: pd.DataFrame) -> None:
    frame = hedged.copy()
    for k in range(9):
        one, other = (
            frame.index[frame["id"] == f"lantern{k:02}"][0],
            frame.index[frame["id"] == f"post{k:02}"][0],
        )
        frame.loc[one, "text"] = frame.loc[one, "text"].replace(
            _HEDGED[k % 5], "It may fail, and may fail soon"
        )
        if k % 3:
            for place in (one, other):
                frame.loc[place, "text"] += "\n\nPerhaps so."
    row = of(told(frame), "hedges", "outlet")
    assert (row["a"], row["certainty"], row["clear"], row["rests_on"]) == (
        "lantern", "nominal", False, "term: may"
    )  # fmt: skip
    # As 18 "may" and 6 "perhaps" in lantern's articles, 6 "perhaps" in the post's.
    assert row["words_a"] == "may 75 %, perhaps 25 %"
    assert row["words_b"] == "perhaps 100 %"


@pytest.mark.parametrize("speakers", [1, 9])
def test_what_one_speaker_brings_about_is_that_speaker(speakers: int) -> None:
    names = ["Ana Ruiz", "Tom Berg", "Eva Lund", "Jon Hale", "Mia Kerr", "Max Voss", "Ida Holm", "Leo Strand",
             "Una Pryce"][:speakers]  # fmt: skip
    frame = articles(
        {
            "lantern": [f"“{_HEDGED[k % 5]},” the lawyer {names[k % speakers]} said." for k in range(9)],
            "post": [f"“{_FLAT},” the lawyer Ben Mott said." for _ in range(9)],
        }
    )
    row = of(told(frame), "hedges", "quoted")
    wanted = ("nominal", "speaker: Ana Ruiz") if speakers == 1 else ("significant", "")
    assert (row["certainty"], row["rests_on"]) == wanted


def _interval(a: Sequence[float], b: Sequence[float], tokens: float = 400) -> tuple[float, float]:
    """Return the interval of a ratio of rates: linearised variance of the logarithm, Welch's t."""
    gap, parts = 0.0, []
    for sign, counts in ((1, a), (-1, b)):
        x = np.asarray(counts, float)
        rate = x.mean() / tokens
        gap += sign * np.log(rate)
        variance = x.var(ddof=1) / len(x) / (rate * tokens) ** 2
        parts.append((variance, variance**2 / (len(x) - 1)))
    total = sum(v for v, _ in parts)
    half = scipy.stats.t.ppf(0.975, total**2 / sum(w for _, w in parts)) * np.sqrt(total)
    return float(np.exp(gap - half)), float(np.exp(gap + half))


def test_what_is_significant_is_so_without_any_article_and_else_the_article_is_named() -> None:
    rng = np.random.default_rng(3)
    kinds = []
    for _ in range(10):
        counts = {
            "lantern": list(rng.negative_binomial(3, 0.35, 9)),
            "post": list(rng.negative_binomial(3, 0.6, 9)),
        }
        row = of(fr.findings(fr.compare(scores(counts)), draws=999), "hedges")
        kinds.append((row["certainty"], row["rests_on"].partition(": ")[0]))
        if (
            row["unit"] == "articles"
            or row["certainty"] in ("inconclusive", "not estimable")
            or row["low"] <= 1
        ):
            continue
        assert row["p"] <= 0.05
        a, b = counts[row["a"]], counts[row["b"]]
        lows = {f"{row['a']}{k:02}": _interval([*a[:k], *a[k + 1 :]], b)[0] for k in range(9)}
        lows |= {f"{row['b']}{k:02}": _interval(a, [*b[:k], *b[k + 1 :]])[0] for k in range(9)}
        if row["certainty"] == "significant":
            assert min(_interval(a, b)[0], *lows.values()) > 1
        else:
            assert row["rests_on"].startswith("article: ")
            assert lows[row["rests_on"].removeprefix("article: ")] <= 1 < _interval(a, b)[0]
    assert {("significant", ""), ("nominal", "article")} <= set(kinds)


def test_of_a_census_all_is_described_and_shuffled_labels_are_still_told(
    hedged: pd.DataFrame, found: pd.DataFrame
) -> None:
    census = told(hedged, collection="census")
    assert set(census["certainty"]) == {"described", "not estimable"}
    described = fr.compare(fr.score(hedged, measures=_MEASURES), collection="census")
    by_itself = fr.findings(described, hedged, measures=_MEASURES, draws=999)
    assert by_itself["certainty"].tolist() == census["certainty"].tolist()
    assert not census["clear"].any()
    assert census["shuffled"].unique().tolist() == found["shuffled"].unique().tolist()
    same = ["a", "b", "estimate", "words_a", "sentence_a", "sentence_b"]
    row, other = of(census, "hedges", "outlet"), of(found, "hedges", "outlet")
    assert [row[name] for name in same] == [other[name] for name in same]
    assert set(census.columns) == set(schema("findings").columns)


def test_what_is_named_beforehand_is_a_family_of_its_own_and_comes_first() -> None:
    rng = np.random.default_rng(8)
    every = pd.concat(
        scores({"lantern": list(rng.poisson(2 + size, 9)), "post": list(rng.poisson(2, 9))}, measure)
        for measure, size in (("hedges", 1.5), ("boosters", 3), ("necessity", 0), ("attitude", 0.5))
    )
    result = fr.compare(every)
    apart = fr.findings(result, primary="hedges", draws=999)
    row = of(apart, "hedges")
    assert (row["family"], row["family_size"], row["p_adjusted"]) == ("primary", 1, row["p"])
    others = apart[apart["family"] == "exploratory"]
    assert set(others["family_size"]) == {3} == {len(others)}
    wanted = scipy.stats.false_discovery_control(others["p"])
    assert others["p_adjusted"].to_numpy() == pytest.approx(wanted)
    beforehand = fr.compare(every, primary="hedges")
    pd.testing.assert_frame_equal(fr.findings(beforehand, draws=999), apart)
    together = fr.findings(beforehand, primary=(), draws=999)
    assert set(together["family"]) == {"exploratory"}
    order = [others["measure"].tolist().index(name) for name in others["measure"]]
    p = [of(together, name)["p"] for name in others["measure"]]
    assert p == others["p"].iloc[order].tolist()


def test_the_order_of_articles_changes_nothing(hedged: pd.DataFrame, found: pd.DataFrame) -> None:
    turned = hedged.sample(frac=1, random_state=4).reset_index(drop=True)
    pd.testing.assert_frame_equal(told(turned), found)


def test_outlets_with_an_article_or_two_are_never_told_apart(hedged: pd.DataFrame) -> None:
    more = articles(
        {"one": [f"{_HEDGED[0]}, the paper thought."], "two": [_FLAT, f"{_HEDGED[1]}, it thought."]}
    )
    both = told(pd.concat([hedged, more], ignore_index=True))
    row = of(both, "hedges", "outlet")
    assert (row["a"], row["b"], row["certainty"]) == ("lantern", "post", "significant")
    sure = both[both["certainty"].isin(["significant", "nominal"])]
    assert "two" not in {*sure["a"], *sure["b"]}
    alone = told(more)
    assert set(alone["certainty"]) == {"not estimable"}
    with pytest.warns(FramingWarning, match="only one outlet"):
        assert told(hedged[hedged["outlet"] == "post"]).empty


def test_groups_may_be_of_another_column(hedged: pd.DataFrame) -> None:
    frame = hedged.assign(desk=hedged["outlet"].map({"lantern": "north", "post": "south"}), outlet="gazette")
    row = of(told(frame, by="desk"), "hedges", "outlet")
    assert (row["a"], row["b"], row["certainty"]) == ("north", "south", "significant")
    assert set(frame.loc[frame["id"] == row["article_a"], "desk"]) == {"north"}
    # By what has nothing to do with it.
    row = of(told(hedged, by="desk"), "hedges", "outlet")
    assert row["certainty"] == "inconclusive"


def test_without_articles_there_are_numbers_and_no_words(hedged: pd.DataFrame, found: pd.DataFrame) -> None:
    result = fr.compare(fr.score(hedged, measures=_MEASURES))
    bare = fr.findings(result, draws=999)
    assert set(bare["measure"]) == set(_MEASURES)
    row, other = of(bare, "hedges", "outlet"), of(found, "hedges", "outlet")
    assert [row[name] for name in ("a", "b", "estimate", "p", "certainty")] == [
        other[name] for name in ("a", "b", "estimate", "p", "certainty")
    ]
    for name, column in schema("findings").columns.items():
        if column.words:
            assert set(bare[name]) == {""}


@pytest.mark.filterwarnings("ignore:compare. more than")
def test_of_more_than_six_groups_each_is_told_against_all_others() -> None:
    rng = np.random.default_rng(2)
    counts = {f"paper{n}": list(rng.poisson(20 if n == 3 else 5, 9)) for n in range(7)}
    found = fr.findings(fr.compare(scores(counts)), draws=999)
    row = of(found, "hedges")
    assert (row["a"], row["b"], row["certainty"]) == ("paper3", "rest", "significant")
    rest = [n for outlet, own in counts.items() if outlet != "paper3" for n in own]
    assert row["estimate_a"] == pytest.approx(1000 * np.mean(counts["paper3"]) / 400)
    assert row["estimate_b"] == pytest.approx(1000 * np.mean(rest) / 400)
    assert row["n_b"] == len(rest)
    assert row["others"].startswith("paper3 ")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"level": 1.5}, "between 0 and 1"),
        ({"collection": "some"}, "collection"),
        ({"draws": 5}, "draws"),
        ({"primary": "hegdes"}, "hegdes"),
    ],
)
def test_what_is_not_an_argument_is_named(wrong: dict[str, Any], said: str) -> None:
    result = fr.compare(scores({"lantern": [1] * 9, "post": [2] * 9}))
    with pytest.raises(FramingError, match=said):
        fr.findings(result, **wrong)


def test_a_difference_of_groups_that_one_outlet_makes_says_so() -> None:
    """Three outlets a group; of the first group one outlet alone hedges, and is named."""
    own = {name: [_FLAT] * 4 for name in ("ash", "elm", "fir", "oak", "yew")}
    hedging = [f"{_HEDGED[k % 5]}, {_HEDGED[(k + 1) % 5].lower()}." for k in range(9)]
    frame = articles({**own, "sorb": hedging})
    frame["group"] = frame["outlet"].map(lambda name: "east" if name in ("ash", "elm", "sorb") else "west")
    row = of(told(frame, by="group"), "hedges", "outlet")
    assert (row["a"], row["b"]) == ("east", "west")
    assert (row["certainty"], row["rests_on"]) == ("nominal", "outlet: sorb")
    # Where the others of the group hedge too, it is the group's.
    also = articles({**{k: v for k, v in own.items() if k not in ("ash", "elm")}, "sorb": hedging,
                     "ash": hedging[:5], "elm": hedging[2:7]})  # fmt: skip
    also["group"] = also["outlet"].map(lambda name: "east" if name in ("ash", "elm", "sorb") else "west")
    row = of(told(also, by="group"), "hedges", "outlet")
    assert (row["certainty"], row["rests_on"]) == ("significant", "")


def test_numbers_in_digits_are_told_only_where_they_were_named() -> None:
    frame = articles(
        {
            "north": [f"Some 2{n} of 3{n} ships and 4{n} boats left" for n in range(9)],
            "south": ["Some of the ships and boats left"] * 9,
        }
    )
    result = fr.compare(fr.score(frame, measures=["hedges", "figures"]))
    unasked = fr.findings(result, frame, draws=199)
    named = fr.findings(result, frame, primary="figures", draws=199)
    assert "figures" not in set(unasked["matter"].str.split("|").str[-1])
    assert named.loc[named["measure"] == "figures", "certainty"].tolist()[0] == "significant"
