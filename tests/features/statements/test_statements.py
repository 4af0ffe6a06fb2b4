"""Sentences that outlets share: found within an event, the same in any order of rows."""

from __future__ import annotations

import itertools
import tomllib
import warnings
from importlib import resources

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.features.neural import encoder
from framing.features.statements.likeness import FEATURES
from framing.schema import check

COURIER = (
    "Marlow will reopen the Quay bridge on 5 May, the harbour office said. Rain is due in the north.\n\n"
    '"We have waited nine years for this crossing," Ana Ruiz told the council.'
)
HERALD = (
    "Tolls go up in June. The Quay bridge is to be reopened on May 5, Marlow announced.\n\n"
    'Ana Ruiz said: "We have waited nine years for this crossing." Ferries stop.'
)
TIMES = "The festival sold forty thousand tickets. Nobody expected so many visitors in the old town."


def articles(event: tuple[str | None, ...] = (None, None, None)) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "outlet": ["courier", "herald", "times"],
            "event": pd.Series(event, dtype="str"),
            "text": [COURIER, HERALD, TIMES],
        }
    )


def two(one: str, other: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"id": ["a", "b"], "outlet": ["x", "y"], "text": [one, other], **columns})


def shared(one: str, other: str) -> bool:
    return not fr.facts.statements(two(one, other), voices=None).empty


def test_a_fact_and_a_quotation_are_each_one_statement() -> None:
    found = fr.facts.statements(articles())
    assert found.groupby("statement", sort=False)["article"].agg(list).tolist() == [["a", "b"], ["a", "b"]]
    texts = {"a": COURIER, "b": HERALD}
    printed = [texts[r.article][r.start : r.end] for r in found.itertuples()]
    assert printed == found["sentence"].tolist()
    assert "Quay" in found["tie"].iloc[0]
    check(found, "statements")


def test_the_central_sentence_comes_first_and_is_wholly_like_itself() -> None:
    found = fr.facts.statements(articles())
    first = found.drop_duplicates("statement")
    assert first["kind"].tolist() == ["central", "central"]
    assert first["similarity"].tolist() == [1.0, 1.0]
    assert (found["kind"] == "central").sum() == found["statement"].nunique()
    assert found["similarity"].between(0.6, 1).all()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Profits at Quay Steel rose 12 percent to $3.4 billion in March.",
         "In March, Quay Steel's profits climbed by 12% to $3.4bn."),
        ("The Senate approved the Harbour Act by 61 votes to 38 after a night of debate.",
         "After a debate that lasted all night, senators voted 61-38 to pass the Harbour Act."),
        ("Nine people died when the ferry Lark sank off Port Ruiz in a storm.",
         "The sinking of the ferry Lark in a storm off Port Ruiz killed nine."),
    ],
)  # fmt: skip
def test_the_same_in_other_words_is_found(one: str, other: str) -> None:
    assert shared(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marlow opened the fair in Port Ruiz on Monday with a song.",
         "Two hundred stalls and a wheel stand at the fair this year, more than ever."),
        ("Governor Marlow praised the firefighters of Port Ruiz.",
         "Governor Marlow blamed the railway for the delays of last winter."),
        ("He agreed.", "He agreed."),
        ("Photos: Night falls over the burning harbour of Port Ruiz",
         "Photos: Night falls over the burning harbour of Port Ruiz"),
    ],
)  # fmt: skip
def test_what_only_shares_names_or_says_nothing_is_not(one: str, other: str) -> None:
    assert not shared(one, other)


def test_events_are_kept_apart() -> None:
    assert fr.facts.statements(articles(("x", "y", "y"))).empty
    assert len(fr.facts.statements(articles(("x", "x", "y")))) == 4
    # One given and one missing are two strata.
    assert fr.facts.statements(articles(("x", None, None))).empty


@pytest.mark.medium
def test_the_order_of_rows_changes_nothing() -> None:
    tables = [fr.facts.statements(articles().iloc[list(order)]) for order in itertools.permutations(range(3))]
    for table in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], table)


def test_columns_of_the_articles_come_along_and_titles_count() -> None:
    frame = two("Rain is due.", "Snow is due.", title="Marlow reopens the Quay bridge on 5 May", event="e")
    found = fr.facts.statements(frame, voices=None)
    assert found["part"].tolist() == ["headline", "headline"]
    assert found["event"].tolist() == ["e", "e"]
    assert found[["articles", "outlets"]].to_numpy().tolist() == [[2, 2], [2, 2]]
    assert found["kind"].tolist() == ["central", "verbatim"]


def test_copies_are_one_statement_each_however_many() -> None:
    frame = pd.DataFrame(
        {"id": [f"a{k:04}" for k in range(300)], "outlet": [f"o{k % 3}" for k in range(300)], "text": COURIER}
    )
    found = fr.facts.statements(frame, voices=None)
    assert found["statement"].nunique() == 3
    assert len(found) == 900
    assert found["articles"].eq(300).all()
    assert found["outlets"].eq(3).all()


def test_one_outlet_shares_nothing_and_says_so() -> None:
    with pytest.warns(FramingWarning, match="all 3 are of one outlet"):
        assert fr.facts.statements(articles().assign(outlet="courier")).empty


def test_no_articles_short_ones_and_empty_ones_give_an_empty_table() -> None:
    for texts in (["", ""], ["Rain came down last night.", "Snow fell on us today."]):
        found = fr.facts.statements(two(*texts))
        assert found.empty
        check(found, "statements")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert fr.facts.statements(articles().iloc[:0]).empty


def test_of_other_languages_only_near_verbatim_sentences_count_and_it_is_said() -> None:
    one = "Le pont du port sera rouvert le 5 mai par Marlow, selon la mairie de Port Ruiz."
    other = "Selon la mairie de Port Ruiz, Marlow rouvrira le 5 mai le pont, qui est celui du port."
    with pytest.warns(FramingWarning, match="2 of 2 articles are not in English"):
        assert len(fr.facts.statements(two(one, one, language="fr"))) == 2
    with pytest.warns(FramingWarning, match="not in English"):
        assert fr.facts.statements(two(one, other, language="fr")).empty
    with pytest.warns(FramingWarning, match="not in English"):
        found = fr.facts.statements(
            two("港口大桥将于五月五日重新开放。", "港口大桥将于五月五日重新开放。", language="zh")
        )
    check(found, "statements")


@pytest.mark.parametrize("threshold", [0, 1.2, "high", True])
def test_a_threshold_is_a_probability(threshold: object) -> None:
    with pytest.raises(FramingError, match="threshold"):
        fr.facts.statements(articles(), threshold=threshold)  # type: ignore[arg-type]


def test_a_wrong_table_or_way_of_voices_is_named() -> None:
    with pytest.raises(FramingError, match="text"):
        fr.facts.statements(articles().drop(columns="text"))
    with pytest.raises(FramingError, match="voices"):
        fr.facts.statements(articles(), voices="ful")


def test_a_higher_threshold_gives_no_statement_more() -> None:
    low, high = (fr.facts.statements(articles(), threshold=t) for t in (0.3, 0.95))
    assert set(high["start"]) <= set(low["start"])


def test_the_encoder_counts_beside_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def found(likeness: float) -> int:
        def aligned(a: np.ndarray, _: np.ndarray, texts: list[str], **__: object) -> np.ndarray:
            seen.extend(texts)
            return np.full((len(a), 3), likeness)

        monkeypatch.setattr(encoder, "aligned", aligned)
        return len(fr.facts.statements(articles(), threshold=0.9))

    assert found(1.0) > found(-1.0)
    assert any("Quay bridge" in sentence for sentence in seen)


def test_the_weights_have_a_card_and_one_for_each_sign() -> None:
    folder = resources.files("framing.features.statements")
    raw = tomllib.loads((folder / "weights.toml").read_text("utf8"))
    beside = {"terms", "place", "ahead", "weekday", "days", "aligned", "less_aligned", "vector"}
    assert set(raw["weights"]) == set(FEATURES) - beside
    assert set(raw["with_vectors"]["weights"]) == set(FEATURES)
    assert {"data", "licence", "seed", "measured", "for"} <= set(raw["card"])
