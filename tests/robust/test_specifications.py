"""Each specification is what `compare` says when all is changed by hand; the counts over them add up."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError
from framing.features.lexicon import Lexicon
from framing.robust.choices import ORDER, Made, Row, offered, voicings
from framing.robust.table import Robustness, chosen, main_effects, specifications
from tests.robust.coverage import compared, coverage, measured

NAMED = ["a", "b", "genre", "part", "voice", "measure"]


def made_of(articles: pd.DataFrame, *names: str, made: Made | None = None, **options: Any) -> Robustness:
    measures = measured(*names)
    scores, contrast = compared(articles, measures, made)
    wanted = options.pop("contrasts", None)
    rows, why = chosen(contrast, wanted or [{"measure": names[0], "genre": "news"}])
    return specifications(articles, scores, rows, measures=measures, made=made, why=why, **options)


@pytest.fixture(scope="module")
def found() -> Robustness:
    return made_of(coverage(events=2), "hedges", "tone.net")


def parsed(specification: str) -> dict[str, str]:
    return dict(pair.split("=", 1) for pair in specification.split("; "))


def by_hand(articles: pd.DataFrame, row: dict[str, Any], spec: dict[str, str]) -> pd.Series[Any]:
    """Return the row of `compare` after doing to articles, lexicon and scores what a specification says."""
    wanted = measured(row["measure"])[row["measure"]]
    lexicon = wanted.finder
    if spec.get("mask") == "off":
        entries = tuple(dataclasses.replace(entry, mask=()) for entry in lexicon.entries)
        lexicon = dataclasses.replace(lexicon, mask=(), entries=entries)
    if spec.get("negation") == "off":
        lexicon = dataclasses.replace(lexicon, negation="ignore")
    if spec.get("genre") == "known news":
        articles = articles[articles["genre"] != "unknown"]
    if spec.get("genre") == "news and opinion":
        articles = articles.assign(genre="news")
    if spec.get("window") == "middle days":
        middle = articles[articles["genre"] != "opinion"]
        # The window is about all articles that are read, whatever their genre.
        middle = articles.groupby("event")["published"].transform("median")
        articles = articles[(articles["published"] - middle).abs() <= pd.Timedelta(days=2)]
    rule = spec.get("voices", "full")
    scores = fr.score(
        articles, [dataclasses.replace(wanted, finder=lexicon)], voices=None if rule == "none" else rule
    )
    parts = {"body": ["body"], "without headline": ["lead", "body"]}.get(spec.get("parts", "all"))
    scores = scores if parts is None else scores[scores["part"].isin(parts)]
    contrast = fr.compare(
        scores.reset_index(drop=True),
        split=() if rule == "none" else ("voice",),
        wire=spec.get("wire", "collapse"),
        weights=spec.get("weights", "mantel-haenszel"),
    ).contrast
    voice = "all" if rule == "none" else row["voice"]
    here = contrast[
        (contrast["voice"] == voice) & (contrast["genre"] == "news") & (contrast["a"] == row["a"])
    ]
    return here.iloc[0]


@pytest.mark.medium
def test_a_specification_is_what_compare_says_when_all_is_changed_by_hand(found: Robustness) -> None:
    articles = coverage(events=2)
    table = found.specifications
    table = table[~table["specification"].str.contains("unit=articles") & (table["voice"] == "outlet")]
    assert set(table["measure"]) == {"hedges"}
    picked = table.sample(9, random_state=3)
    seen: dict[str, set[str]] = {}
    for row in picked.to_dict("records"):
        spec = parsed(row["specification"])
        right = by_hand(articles, row, spec)
        for name in ("estimate", "low", "high"):
            assert row[name] == pytest.approx(right[name], rel=1e-12, nan_ok=True), row["specification"]
        assert (row["n_a"], row["n_b"], row["n_events"]) == (right["n_a"], right["n_b"], right["n_events"])
        for name, option in spec.items():
            seen.setdefault(name, set()).add(option)
    assert len(seen["wire"]) == len(seen["voices"]) == len(seen["parts"]) == 3
    assert all(len(options) > 1 for options in seen.values() if options != {"sums"})


@pytest.mark.medium
def test_negation_is_minded_or_not() -> None:
    articles = coverage()
    table = made_of(articles, "tone.net", choices=["negation", "mask"]).specifications
    assert table["specification"].str.contains("negation=off").any()
    for row in table.to_dict("records"):
        right = by_hand(articles, row, parsed(row["specification"]))
        assert row["estimate"] == pytest.approx(right["estimate"], rel=1e-12)


def test_the_baseline_is_the_study(found: Robustness) -> None:
    _, contrast = compared(coverage(events=2), measured("hedges", "tone.net"))
    base = found.specifications[found.specifications["baseline"]].merge(
        contrast, on=NAMED, suffixes=("", "_c")
    )
    assert len(base) == len(found.robustness)
    for name in ("estimate", "low", "high", "n_a", "n_b", "n_events"):
        np.testing.assert_array_equal(base[name], base[f"{name}_c"])
    assert (found.specifications.groupby("contrast")["baseline"].sum() == 1).all()


def test_a_mean_of_articles_is_the_mean_of_their_rates() -> None:
    articles = coverage().assign(wire_role="none", copy_group=None)
    table = made_of(articles, "hedges", choices=["unit"]).specifications
    row = table[table["specification"].str.contains("articles") & (table["voice"] == "outlet")].iloc[0]
    scores = fr.score(articles[articles["genre"] != "opinion"], "hedges")
    sums = (
        scores[scores["voice"] == "outlet"]
        .groupby(["outlet", "article"], observed=True)[["hits", "tokens"]]
        .sum()
    )
    means = (sums["hits"] / sums["tokens"]).groupby("outlet").mean()
    assert row["estimate"] == pytest.approx(means["courier"] / means["herald"], rel=1e-12)


def test_the_summary_counts_the_specifications(found: Robustness) -> None:
    for line in found.robustness.to_dict("records"):
        rows = found.specifications[found.specifications["contrast"] == line["contrast"]]
        base = rows.loc[rows["baseline"], "estimate"].item()
        above = base > 1
        known = rows[rows["estimate"].notna()]
        assert line["tried"] == len(rows) <= line["of"]
        assert line["m"] == len(known)
        side = (known["estimate"] > 1) if above else (known["estimate"] < 1)
        assert line["same_sign"] == (0 if base == 1 else int(side.sum()))
        if base == 1:
            assert line["stand"] == 0
            continue
        clear = known["low"] > 1 if above else known["high"] < 1
        assert line["stand"] == int(clear.sum()) == int(rows["stands"].sum())
        assert line["against"] == int((known["high"] < 1 if above else known["low"] > 1).sum())
        assert line["low"] == known["estimate"].min()
        assert line["high"] == known["estimate"].max()
        assert line["median"] == pytest.approx(known["estimate"].median())
        assert sorted(known["rank"]) == list(range(1, len(known) + 1))
        assert known.sort_values("rank")["estimate"].is_monotonic_increasing
        shares = parsed(line["shares"])
        assert line["most"] == next(iter(shares))
        assert sum(map(float, shares.values())) <= 1.005


@pytest.mark.medium
def test_options_that_change_nothing_are_dropped_and_named() -> None:
    plain = coverage().assign(genre="news", wire_role="none", copy_group=None, published=pd.NaT)
    line = made_of(plain, "hedges", contrasts=[{"measure": "hedges", "voice": "outlet"}]).robustness.iloc[0]
    assert {"wire", "genre", "window", "weights"} <= set(line["idle"].split("; "))
    assert not {"wire", "genre", "window", "weights"} & set(parsed(line["shares"]))


@pytest.mark.medium
def test_without_another_list_the_choice_of_lexicon_is_named_as_idle() -> None:
    contrasts, alone = [{"measure": "hedges", "voice": "outlet"}], "lexicon (no other list for this measure)"
    line = made_of(coverage(), "hedges", contrasts=contrasts).robustness.iloc[0]
    assert alone in line["idle"].split("; ")
    few = made_of(coverage(), "hedges", contrasts=contrasts, choices=["wire"]).robustness.iloc[0]
    assert "lexicon" not in few["idle"]


@pytest.mark.medium
def test_a_large_crossing_is_sampled_with_the_baseline_in_it() -> None:
    articles = coverage(events=2)
    contrasts = [{"measure": "hedges", "voice": "outlet", "genre": "news"}]
    some = made_of(articles, "hedges", contrasts=contrasts, most=40)
    line = some.robustness.iloc[0]
    assert line["tried"] == 40 < line["of"]
    assert "40 of" in line["note"]
    every = made_of(articles, "hedges", contrasts=contrasts)
    both = some.specifications.merge(every.specifications, on="specification", suffixes=("", "_all"))
    assert len(both) == 40
    np.testing.assert_array_equal(both["estimate"], both["estimate_all"])
    assert some.specifications["baseline"].sum() == 1


@pytest.mark.medium
def test_nothing_hangs_on_the_order_of_rows_and_names_turn_the_ratio_over(found: Robustness) -> None:
    articles = coverage(events=2)
    measures = measured("hedges")
    scores, contrast = compared(articles, measures)
    rows, why = chosen(contrast, [{"measure": "hedges", "voice": "outlet", "genre": "news"}])
    one = specifications(articles, scores, rows, measures=measures, why=why)
    shuffled = scores.sample(frac=1, random_state=1).reset_index(drop=True)
    turned = articles.sample(frac=1, random_state=2).reset_index(drop=True)
    two = specifications(turned, shuffled, rows, measures=measures, why=why)
    pd.testing.assert_frame_equal(one.specifications, two.specifications)
    pd.testing.assert_frame_equal(one.robustness, two.robustness)
    swapped = rows.assign(a=rows["b"], b=rows["a"])
    other = specifications(articles, scores, swapped, measures=measures, why=why)
    np.testing.assert_allclose(
        np.sort(other.specifications["estimate"]), np.sort(1 / one.specifications["estimate"]), rtol=1e-9
    )
    for name in ("stand", "same_sign"):
        assert other.robustness[name].item() == one.robustness[name].item()


@pytest.mark.medium
def test_a_list_of_the_users_stands_beside_tone(tmp_path: Any) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("term,category\ngood,positive\nfine,positive\njoy,positive\nloss,negative\n", "utf8")
    from framing.features.measures import measures_of

    own = measures_of(Lexicon.read(file))
    assert {"mine.positive", "mine.negative"} <= set(own)
    articles = coverage()
    measures = measured("tone.positive", "attitude.positive") | {"mine.positive": own["mine.positive"]}
    scores, contrast = compared(articles, measures)
    rows, why = chosen(contrast, [{"measure": "tone.positive", "voice": "quoted", "genre": "news"}])
    found = specifications(articles, scores, rows, measures=measures, why=why)
    lists = {parsed(s)["lexicon"] for s in found.specifications["specification"]}
    assert lists == {"tone.positive", "mine.positive"}
    _, plain = compared(articles, measures)
    right = plain[
        (plain["measure"] == "mine.positive") & (plain["voice"] == "quoted") & (plain["genre"] == "news")
    ]
    table = found.specifications
    changed = table.loc[table["baseline"], "specification"].item().replace("tone.positive", "mine.positive")
    mine = table.loc[table["specification"] == changed, "estimate"].item()
    assert mine == pytest.approx(right["estimate"].item(), rel=1e-12)


@pytest.mark.medium
def test_measures_stand_for_one_another_if_the_user_says_so() -> None:
    articles = coverage()
    names = ["tone.negative", "attitude.negative", "hedges", "tone.valence_per_hit"]
    measures = measured(*names)
    scores, contrast = compared(articles, measures)
    wanted = [{"measure": name, "voice": "all", "genre": "news"} for name in names[:3]]
    contrast = fr.compare(scores, split=(), draws=99).contrast
    rows, _ = chosen(contrast, wanted)
    made = Made(split=())

    def curves(lexicons: list[str]) -> Robustness:
        choices = {"lexicon": lexicons}
        return specifications(articles, scores, rows, measures=measures, made=made, choices=choices)

    found = curves(["tone.negative", "attitude.negative"]).specifications
    by_measure = found.groupby("measure")["specification"].agg(lambda s: {one.split("=")[1] for one in s})
    assert (
        by_measure["tone.negative"]
        == by_measure["attitude.negative"]
        == {"tone.negative", "attitude.negative"}
    )
    assert len(by_measure["hedges"]) == 1
    other = found[(found["measure"] == "tone.negative") & ~found["baseline"]]["estimate"].item()
    own = rows.loc[rows["measure"] == "attitude.negative", "estimate"].item()
    assert other == pytest.approx(own, rel=1e-12)
    for lexicons, said in (
        (["tone.negative", "tone.valence_per_hit"], "name measures of one unit"),
        (["tone.negativ"], "did you mean 'tone.negative'"),
    ):
        with pytest.raises(FramingError, match=said):
            curves(lexicons)
    rows = rows[rows["measure"] == "hedges"]
    with pytest.raises(FramingError, match="is looked into; these are: hedges"):
        curves(["tone.negative"])


@pytest.mark.parametrize(
    ("voice", "voices", "ways"),
    [
        ("outlet", "full", ["full", "quotes", "none"]),
        ("outlet", "quotes", ["quotes", "full", "none"]),
        ("quoted", "full", ["full", "quotes", "attributed"]),
        ("reported", "full", ["full", "attributed"]),
        ("all", "none", ["none", "full", "quotes"]),
    ],
)
def test_voice_rules_that_fit_a_row(voice: str, voices: str, ways: list[str]) -> None:
    row = Row("a", "b", "news", "all", voice, "hedges", None, "per_1000", "ratio")
    made = Made(voices=voices)
    assert list(voicings(row, made)) == ways
    options = offered(row, made, measured("hedges"), ("full", "quotes", "none"))
    assert options["voices"] == tuple(ways)
    assert list(options) == [name for name in ORDER if name in options]


def test_main_effects_are_the_r2_of_each_choice_alone() -> None:
    rng = np.random.default_rng(1)
    picks = np.array([[i, j, k] for i in range(3) for j in range(2) for k in range(2)])
    y = rng.normal(size=12) + 2 * picks[:, 0]
    found = main_effects(picks, {"wire": ("a", "b", "c"), "unit": ("a", "b"), "mask": ("on", "off")}, y)
    for place, name in enumerate(("wire", "unit", "mask")):
        dummies = np.eye(3)[picks[:, place]]
        fitted = dummies @ np.linalg.lstsq(dummies, y, rcond=None)[0]
        right = 1 - ((y - fitted) ** 2).sum() / ((y - y.mean()) ** 2).sum()
        assert found[name] == pytest.approx(right)
    assert next(iter(found)) == "wire"
