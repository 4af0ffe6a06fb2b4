"""Codes of some, a measure of all: the published formulas, what must hold exactly, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from framing.coding.measured import measured_sentences
from framing.coding.powered import prediction_powered
from framing.coding.sampling import sample_for_coding
from framing.errors import FramingError, FramingWarning
from framing.features.evidence import evidence
from framing.features.scoring import score
from tests.cases import ByWord


def made(
    n: int = 60, coded: int = 20, each: int = 1, seed: int = 1
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return all units with a measure, codes of some, and the key of those: articles of two outlets."""
    rng = np.random.default_rng(seed)
    parts, keys = [], []
    for outlet, share in (("courier", 0.3), ("post", 0.5)):
        article = np.repeat(np.arange(n), each)
        true = rng.random(n * each) < share
        frame = pd.DataFrame(
            {"article": [f"{outlet}{a:03d}" for a in article], "outlet": outlet, "true": true}
        )
        frame["unit"] = [f"{outlet}{u:04d}" for u in range(len(frame))]
        frame["value"] = np.where(rng.random(len(frame)) < 0.8, true, ~true).astype(float)
        parts.append(frame)
        taken = frame[
            frame["article"].isin([f"{outlet}{a:03d}" for a in rng.choice(n, coded, replace=False)])
        ]
        keys.append(taken.assign(probability_article=coded / n, probability_unit=1.0, units_in_article=each))
    key = pd.concat(keys, ignore_index=True)
    codes = key[["unit"]].assign(coder="Ann", question="q", value=np.where(key["true"], "yes", "no"))
    return (
        pd.concat(parts, ignore_index=True).drop(columns="true"),
        codes,
        key.drop(columns=["true", "value"]),
    )


def of(table: pd.DataFrame, group: str, other: str | None = None) -> pd.Series[Any]:
    rows = table[
        (table["group"] == group) & (table["other"].isna() if other is None else table["other"] == other)
    ]
    return rows.iloc[0]


def test_it_is_prediction_powered_inference_as_published() -> None:
    """Angelopoulos and others (2023), PPI++: articles of one unit, a number as answer, one group."""
    rng = np.random.default_rng(2)
    n, every = 30, 150
    truth = rng.normal(size=every)
    measure = truth + rng.normal(size=every)
    unit = [f"u{k:03d}" for k in range(every)]
    table = pd.DataFrame({"unit": unit, "article": unit, "outlet": "courier", "value": measure})
    codes = pd.DataFrame(
        {"unit": unit[:n], "article": unit[:n], "coder": "Ann", "question": "q", "level": "interval"}
    )
    codes["value"] = [repr(float(value)) for value in truth[:n]]
    row = of(prediction_powered(table, codes), "courier")
    y, f, rest = truth[:n], measure[:n], measure[n:]
    weight = np.cov(y, f)[0, 1] / np.var(f, ddof=1) / (1 + n / (every - n))
    assert row["estimate"] == pytest.approx(y.mean() - weight * (f.mean() - rest.mean()), abs=1e-9)
    # Their variance, that of the measure taken from the coded; times (n - 1) / (n - 2) for the weight tuned
    # on them.
    variance = np.var(y - weight * f, ddof=1) / n + weight**2 * np.var(f, ddof=1) / (every - n)
    half = t.ppf(0.975, n - 1) * np.sqrt(variance * (n - 1) / (n - 2))
    assert row["high"] - row["estimate"] == pytest.approx(half, rel=1e-9)
    assert row["classical"] == pytest.approx(y.mean())
    assert row["classical_high"] - row["classical"] == pytest.approx(
        t.ppf(0.975, n - 1) * y.std(ddof=1) / np.sqrt(n)
    )
    assert row["width"] < 0.9


def test_a_measure_without_error_gives_the_share_of_all_units() -> None:
    units, codes, key = made(each=3)
    answers = codes.set_index("unit")["value"].eq("yes").astype(float)
    perfect = units.assign(value=units["unit"].map(answers).fillna(units["value"]))
    found = prediction_powered(perfect, codes, sample=key)
    for outlet, part in perfect.groupby("outlet"):
        assert of(found, str(outlet))["estimate"] == pytest.approx(part["value"].mean())
        assert of(found, str(outlet))["lambda"] == pytest.approx(1.0)
    difference = of(found, "courier", "post")
    assert difference["estimate"] == pytest.approx(
        of(found, "courier")["estimate"] - of(found, "post")["estimate"]
    )
    assert difference["n_events"] == 1


def test_the_scale_of_the_measure_does_not_matter_and_its_error_is_taken_off() -> None:
    units, codes, key = made(each=3)
    found = prediction_powered(units, codes, sample=key)
    other = prediction_powered(units.assign(value=7 - 100 * units["value"]), codes, sample=key)
    for name in ("estimate", "low", "high", "classical"):
        assert other[name].to_numpy() == pytest.approx(found[name].to_numpy(), abs=1e-9)
    assert other["lambda"].to_numpy() == pytest.approx(-found["lambda"].to_numpy() / 100)
    # What is added to all of one outlet's units is no difference of outlets.
    pushed = units.assign(value=units["value"] + 0.5 * (units["outlet"] == "post"))
    again = prediction_powered(pushed, codes, sample=key)
    assert again["estimate"].to_numpy() == pytest.approx(found["estimate"].to_numpy(), abs=1e-9)


def test_a_measure_that_says_nothing_leaves_the_codes() -> None:
    units, codes, key = made()
    found = prediction_powered(units.assign(value=1.0), codes, sample=key)
    assert (found["lambda"] == 0).all()
    assert found["estimate"].tolist() == found["classical"].tolist()
    assert found["low"].tolist() == found["classical_low"].tolist()
    assert found["method"].iloc[0].startswith("codes alone")


def test_a_census_with_everything_coded_is_certain() -> None:
    units, codes, key = made(n=20, coded=20, each=2)
    found = prediction_powered(units, codes, sample=key, collection="census")
    share = codes["value"].eq("yes").groupby(codes["unit"].str[:4]).mean()
    for outlet in ("courier", "post"):
        row = of(found, outlet)
        assert row["estimate"] == row["low"] == row["high"] == pytest.approx(share[outlet[:4]])
    sample = prediction_powered(units, codes, sample=key)
    assert (sample["high"] > sample["low"]).all()
    assert sample["reading"].eq("sample").all()


def test_articles_drawn_with_other_probabilities_are_weighted() -> None:
    """Ten articles of yes drawn all, ten of ninety of no: a share of .1."""
    unit = [f"u{k:03d}" for k in range(100)]
    units = pd.DataFrame({"unit": unit, "article": unit, "outlet": "post", "value": 0.0})
    key = units.iloc[:20][["unit", "article"]].assign(
        probability_article=[1.0] * 10 + [1 / 9] * 10, probability_unit=1.0, units_in_article=1
    )
    codes = key[["unit"]].assign(coder="Ann", question="q", value=["yes"] * 10 + ["no"] * 10)
    row = of(prediction_powered(units, codes, sample=key), "post")
    assert row["classical"] == row["estimate"] == pytest.approx(0.1)
    assert (row["n_coded"], row["n_articles"], row["n_units"]) == (20, 100, 20)


def test_two_coders_who_differ_count_by_halves() -> None:
    units, codes, key = made(n=20, coded=20)
    other = codes.assign(coder="Ben", value="no")
    found = prediction_powered(units, pd.concat([codes, other]), sample=key)
    alone = prediction_powered(units, codes, sample=key)
    assert found["classical"].to_numpy() == pytest.approx(alone["classical"].to_numpy() / 2)


def test_order_of_rows_and_names_of_groups_change_nothing() -> None:
    units, codes, key = made(each=2)
    found = prediction_powered(units, codes, sample=key)
    mixed = [table.sample(frac=1, random_state=k) for k, table in enumerate((units, codes, key))]
    pd.testing.assert_frame_equal(found, prediction_powered(mixed[0], mixed[1], sample=mixed[2]), rtol=1e-12)
    names = {"courier": "z", "post": "y"}
    renamed = units.assign(outlet=units["outlet"].map(names))
    turned = of(prediction_powered(renamed, codes, sample=key), "y", "z")
    row = of(found, "courier", "post")
    assert [turned["estimate"], turned["low"], turned["high"]] == pytest.approx(
        [-row["estimate"], -row["high"], -row["low"]]
    )


def test_differences_are_within_events() -> None:
    """Outlets that agree in each event and cover them in other numbers don't differ."""
    rows = []
    for outlet, sizes in (("courier", (60, 20)), ("post", (20, 60))):
        for event, n in enumerate(sizes):
            yes = n // 2 if event else n // 5
            rows += [(outlet, f"e{event}", k < yes) for k in range(n)]
    units = pd.DataFrame(rows, columns=["outlet", "event", "true"])
    units["unit"] = units["article"] = [f"u{k:03d}" for k in range(len(units))]
    codes = units[["unit", "article"]].assign(
        coder="Ann", question="q", value=np.where(units["true"], "yes", "no")
    )
    found = prediction_powered(units.assign(value=0.0), codes)
    assert of(found, "courier")["estimate"] < of(found, "post")["estimate"] - 0.1
    row = of(found, "courier", "post")
    assert row["estimate"] == pytest.approx(0, abs=1e-12)
    assert row["n_events"] == 2
    apart_ = prediction_powered(units.assign(value=0.0, event=units["outlet"]), codes)
    assert of(apart_, "courier", "post")["note"] == "no event holds both: no estimate"


def test_copies_are_one_article() -> None:
    units, codes, key = made(n=20, coded=20)
    copies = units.assign(copy_group=np.where(units["article"].isin(["post000", "post001"]), "w", None))
    found = prediction_powered(copies, codes, sample=key)
    assert of(found, "post")["n_articles"] == of(found, "post")["n_coded"] == 19
    assert of(prediction_powered(copies, codes, sample=key, wire="keep"), "post")["n_articles"] == 20
    gone = copies.assign(wire_role=np.where(copies["copy_group"].notna(), "full_reprint", "none"))
    assert of(prediction_powered(gone, codes, sample=key, wire="drop"), "post")["n_articles"] == 18


def test_answers_in_order_have_a_mean_and_each_a_share() -> None:
    units, codes, key = made(n=30, coded=30)
    value = ["negative", "neutral", "positive"]
    tone = codes.assign(value=[value[k % 3] for k in range(len(codes))], question="tone", level="ordinal")
    found = prediction_powered(units, tone, sample=key)
    rows = found[found["other"].isna() & (found["group"] == "post")].set_index("category")
    assert rows.index.tolist() == ["negative", "neutral", "positive", "mean"]
    assert rows["classical"].iloc[:3].sum() == pytest.approx(1)
    assert rows.loc["mean", "classical"] == pytest.approx(
        rows.loc["positive", "classical"] - rows.loc["negative", "classical"]
    )
    assert rows.loc["mean", "note"].startswith("mean of negative -1, neutral 0, positive 1")


def coverage(each: int = 16) -> pd.DataFrame:
    openings = (
        "The port may open its third pier in spring. Crews painted the cranes on Monday.",
        "The council voted on the budget for the pier. It could still change its mind in June.",
        "Fishermen sold their catch on the quay. The market closes at noon on every Friday.",
    )
    rows = [
        (
            f"{o}{n}",
            o,
            f"Pier news {n}",
            f"{openings[n % 3]}\n\nThe day number {n} was a dry one for the {o}.",
        )
        for o in ("courier", "post")
        for n in range(each)
    ]
    return pd.DataFrame(rows, columns=["id", "outlet", "title", "text"])


@pytest.mark.medium
def test_a_sample_of_sentences_is_set_against_all_sentences() -> None:
    frame = coverage()
    hits = evidence(frame, "hedges")
    sample = sample_for_coding(frame, codebook="tone", n=48, coders=("Ann",), twice=0, per_article=3)
    text = sample.units.set_index("unit")["text"]
    hedged = text.str.contains(r"\b(?:may|could)\b", case=False)
    codes = pd.DataFrame({"unit": text.index, "coder": "Ann", "question": "loaded"})
    codes["value"] = np.where(hedged, "yes", "no")
    every = measured_sentences(frame, hits, measure="hedges")
    assert every["value"].sum() == len(hits)
    units = prediction_powered(every, codes, sample=sample, split=())
    for outlet, part in every.groupby("outlet"):
        assert of(units, str(outlet))["estimate"] == pytest.approx((part["value"] > 0).mean())
    with pytest.raises(FramingError, match=r"give scores of the same measure, or what measured_sentences"):
        prediction_powered(hits, codes, sample=sample)
    with pytest.raises(FramingError, match=r"scores are of articles; give what measured_sentences"):
        prediction_powered(score(frame, measures=["hedges"]), codes, sample=sample)


def test_articles_coded_whole_are_set_against_their_scores() -> None:
    frame = coverage()
    scores = score(frame, measures=["hedges"])
    hits = scores.groupby("article")["hits"].sum()
    codes = pd.DataFrame({"unit": hits.index, "article": hits.index, "coder": "Ann", "question": "q"})
    codes["value"] = np.where(hits > 0, "yes", "no")
    found = prediction_powered(scores, codes.iloc[::2], split=())
    share = (hits > 0).groupby(hits.index.str[:-1].str.rstrip("0123456789")).mean()
    assert of(found, "post")["classical"] == pytest.approx(share["post"], abs=0.2)
    assert (found["low"] <= found["estimate"]).all()


@pytest.mark.medium
def test_mentions_of_a_target_with_the_events_of_their_articles() -> None:
    frame = coverage().assign(
        text=lambda t: t["text"] + " Mayor Ruiz was praised. Ruiz failed badly and lied.",
        event=lambda t: np.where(t["id"].str.contains("[02468]$"), "even", "odd"),
    )
    hits = evidence(frame, "stance.net", targets={"Ruiz": ["Ruiz"]}, model=ByWord())
    sample = sample_for_coding(
        frame, codebook="stance", unit="mention", mentions=hits, n=24, per_article=1, coders=("Ann",), twice=0
    )
    places = hits.set_index(["article", "start"])["pole"]
    said = [places[a, s] for a, s in zip(sample.key["article"], sample.key["mention_start"], strict=True)]
    codes = pd.DataFrame({"unit": sample.key["unit"], "coder": "Ann", "question": "stance", "value": said})
    found = prediction_powered(
        hits, codes.assign(level="ordinal"), sample=sample, target="Ruiz", articles=frame, split=()
    )
    mean = found[(found["category"] == "mean") & found["other"].isna()].set_index("group")
    for outlet, part in hits.groupby("outlet"):
        assert mean.loc[str(outlet), "estimate"] == pytest.approx(part["weight"].mean() / 1e6)
    assert found["n_events"].max() == 2
    assert "event" not in hits.columns


def test_few_coded_articles_have_no_interval_and_no_key_is_said() -> None:
    units, codes, _ = made(n=20, coded=2)
    named = codes.assign(article=codes["unit"].str[:-4] + codes["unit"].str[-3:])
    row = of(prediction_powered(units, named), "post")
    assert np.isnan(row["low"])
    assert row["note"].startswith("under 3 coded articles: estimate only; no key of the sample")


def test_units_of_other_articles_are_left_out_aloud() -> None:
    units, codes, key = made()
    with pytest.warns(
        FramingWarning, match="20 coded units of articles that the measure's table has not, left out"
    ):
        found = prediction_powered(units[units["outlet"] == "post"], codes, sample=key)
    assert found["group"].unique().tolist() == ["post"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"collection": "all"}, "collection 'all' is not known"),
        ({"wire": "lose"}, "wire 'lose' is not known"),
        ({"split": "part"}, "split 'part' is not known"),
        ({"by": "voice"}, "by: 'voice' tells parts of an article apart"),
        ({"by": "country"}, "the measure's table has no column 'country'"),
        ({"question": "tone"}, "question 'tone' is not known"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, Any], said: str) -> None:
    units, codes, key = made()
    with pytest.raises(FramingError, match=said):
        prediction_powered(units, codes, sample=key, **arguments)


def test_an_answer_in_few_articles_is_noted() -> None:
    units, codes, key = made(n=60, coded=20)
    article = codes["unit"].to_numpy()
    seldom = codes.assign(value=np.where(pd.Series(article).str.endswith(("07", "18", "29")), "yes", "no"))
    found = prediction_powered(units, seldom, sample=key, order=["no", "yes"])
    shown = seldom[seldom["value"] == "yes"]["unit"].str[:-4].value_counts()
    for outlet in ("courier", "post"):
        row = of(found, outlet)
        assert f"{shown.get(outlet, 0)} of the coded articles show it (or anything else)" in row["note"]
        assert row["low"] <= row["estimate"] <= row["high"]
    assert "show it" not in of(prediction_powered(units, codes, sample=key), "post")["note"]
    nearly_all = seldom.assign(value=seldom["value"].map({"yes": "no", "no": "yes"}))
    assert (
        "show it"
        in of(prediction_powered(units, nearly_all, sample=key, order=["no", "yes"]), "post")["note"]
    )
