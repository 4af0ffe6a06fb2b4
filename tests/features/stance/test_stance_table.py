"""Targets in texts: what comes back, and one clear line for each thing that can be wrong with a table."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from framing.errors import FramingError
from framing.features.stance.judges import CLASSES, Card, Judge, least_of
from framing.features.stance.neural import judge
from framing.features.stance.targets import with_before
from tests.cases import for_each


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame(columns)


def of(text: str, target: str) -> pd.DataFrame:
    at = text.index(target)
    return table(text=[text], start=[at], end=[at + len(target)])


PRAISED = "Delegates praised Marlow for her honest and generous work."
ACCUSED = "Marlow was accused of lying to parliament and wasting public money."


@pytest.mark.parametrize(("text", "label"), [(PRAISED, "positive"), (ACCUSED, "negative")])
def test_plain_praise_and_blame_are_told_apart(text: str, label: str) -> None:
    found = fr.stance(of(text, "Marlow"))
    assert found["label"].tolist() == [label]


def test_probabilities_add_up_and_the_label_is_the_greatest() -> None:
    found = fr.stance(pd.concat([of(PRAISED, "Marlow"), of(ACCUSED, "Marlow"), of(ACCUSED, "parliament")]))
    chance = found[list(CLASSES)].to_numpy()
    assert np.allclose(chance.sum(axis=1), 1, atol=1e-5)
    assert [CLASSES[k] for k in chance.argmax(axis=1)] == found["label"].tolist()


def test_the_table_comes_back_with_its_other_columns_and_unchanged() -> None:
    given_ = of(PRAISED, "Marlow").assign(mine=7, label="old")
    kept = given_.copy()
    found = fr.stance(given_)
    assert found["mine"].tolist() == [7]
    assert found["label"].tolist() == ["positive"]
    pd.testing.assert_frame_equal(given_, kept)


def test_a_target_without_a_span_is_looked_for() -> None:
    found = fr.stance(table(text=[ACCUSED], target=["parliament"]))
    assert ACCUSED[found["start"][0] : found["end"][0]] == "parliament"


def test_no_rows_give_no_rows() -> None:
    found = fr.stance(table(text=[], start=[], end=[]))
    assert len(found) == 0
    assert set(CLASSES) <= set(found.columns)


@pytest.mark.medium
def test_a_row_is_judged_the_same_alone_and_among_others() -> None:
    texts = [PRAISED, ACCUSED, "No one said that Marlow had failed.", "Ruiz? Marlow!"]
    many = fr.stance(pd.concat([of(text, "Marlow") for text in texts]))
    alone = pd.concat([fr.stance(of(text, "Marlow")) for text in texts], ignore_index=True)
    pd.testing.assert_frame_equal(many, alone)


@pytest.mark.medium
def test_a_short_text_is_read_with_the_sentence_before_it() -> None:
    short, before = "He lied.", "The minister spoke of the budget."
    with_it = fr.stance(table(text=[short], start=[0], end=[2], before=[before]))
    joined = fr.stance(of(f"{before} {short}", "He"))
    assert with_it["negative"].tolist() == joined["negative"].tolist()
    assert with_it["start"].tolist() == [0]
    alone = fr.stance(of(ACCUSED, "Marlow"))
    long = fr.stance(of(ACCUSED, "Marlow").assign(before=before))
    assert long["negative"].tolist() == alone["negative"].tolist()


def test_spans_move_with_the_sentence_before() -> None:
    texts, starts, ends = with_before(
        ["It fell.", "It rose."], np.array([0, 0]), np.array([2, 2]), ["A. ", None]
    )
    assert [t[s:e] for t, s, e in zip(texts, starts, ends, strict=True)] == ["It", "It"]


def test_a_sentence_of_ten_thousand_words_has_a_result_that_its_far_end_does_not_change() -> None:
    far = " ".join(["awful"] * 10_000)
    near = "Marlow opened the library on Monday " + "and then the next one " * 20
    one, other = fr.stance(of(f"{near}{far}", "Marlow")), fr.stance(of(f"{near}{far} awful", "Marlow"))
    assert one[list(CLASSES)].to_numpy().tolist() == other[list(CLASSES)].to_numpy().tolist()
    middle = fr.stance(of(f"{far} Marlow {far}", "Marlow"))
    assert np.isfinite(middle[list(CLASSES)].to_numpy()).all()


@for_each(
    ("given_", "said"),
    [
        (table(text=[PRAISED], target=["Ruiz"]), r"row 0: target 'Ruiz' is not in"),
        (table(text=[PRAISED], start=[0], end=[4], target=["Ruiz"]), r"row 0: the text has 'Dele' at 0 to 4"),
        (table(text=[PRAISED], start=[0], end=[999]), r"row 0: target 0 to 999 lies outside its text of 58"),
        (table(text=[PRAISED], start=[-1], end=[3]), r"row 0: target -1 to 3 lies outside"),
        (table(text=[PRAISED], start=[5], end=[5]), r"row 0: target 5 to 5 lies outside"),
        (table(text=[PRAISED], start=[9], end=[10]), r"row 0: target ' ' has no word"),
        (table(text=[PRAISED], start=["x"], end=[10]), r"row 0: start 'x' is no place in a text"),
        (table(text=[PRAISED], start=[0.5], end=[10]), r"row 0: start .*0\.5.* is no place in a text"),
        (table(text=[PRAISED, ""], start=[0, 0], end=[9, 1]), r"row 1: text is empty"),
        (table(text=[None], start=[0], end=[1]), r"row 0: text is empty"),
        (table(text=[7], start=[0], end=[1]), r"row 0: text 7 is no text; give the sentence"),
        (table(text=[PRAISED], start=[np.inf], end=[9]), r"row 0: start .*inf.* is no place in a text"),
        (table(text=[PRAISED], start=[0], end=[1e30]), r"row 0: end .*1e\+30.* is no place in a text"),
        (table(text=[PRAISED], start=[0], end=[None]), r"row 0: end .* is no place in a text"),
        (table(text=[PRAISED], target=[None]), r"row 0: target None is not in"),
        (table(text=[PRAISED], start=[0]), r"column 'end' is missing"),
        (table(start=[0], end=[2]), r"column 'text' is missing"),
        ([PRAISED], r"is no table"),
    ],
)
def test_a_wrong_table_is_refused_in_one_line(given_: pd.DataFrame, said: str) -> None:
    with pytest.raises(FramingError, match=said) as caught:
        fr.stance(given_)
    assert "\n" not in str(caught.value)


def test_an_unknown_model_lists_those_there_are() -> None:
    with pytest.raises(FramingError, match="model 'neurl' is not known; did you mean 'neural'"):
        fr.stance(of(PRAISED, "Marlow"), model="neurl")
    with pytest.raises(FramingError, match="neither a name nor a judge"):
        fr.stance(of(PRAISED, "Marlow"), model=3)  # type: ignore[arg-type]


class Fixed:
    """A judge that finds everything good."""

    card = Card("fixed")

    def probabilities(self, texts: list[str], starts: list[int], ends: list[int]) -> np.ndarray:
        return np.tile([0.0, 0.25, 0.75], (len(texts), 1))


def test_a_judge_of_ones_own_will_do() -> None:
    assert isinstance(Fixed(), Judge)
    assert fr.stance(of(ACCUSED, "Marlow"), model=Fixed())["label"].tolist() == ["positive"]


class Careless:
    """A judge that gives something else than it should."""

    card = Card("careless")

    def __init__(self, given_: object) -> None:
        self.given = given_

    def probabilities(self, texts: list[str], starts: list[int], ends: list[int]) -> object:
        return self.given


@pytest.mark.parametrize(
    "given_",
    [[[0.5, 0.5]], [[0.5, 0.5], [0.1]], [[np.nan, 0.5, 0.5]], [["a", "b", "c"]], None, np.zeros((2, 3))],
)
def test_a_judge_that_gives_no_probabilities_is_named(given_: object) -> None:
    with pytest.raises(FramingError, match="model: 'careless' gave no row of 3 probabilities for each of 1"):
        fr.stance(of(ACCUSED, "Marlow"), model=Careless(given_))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", [[-0.5, 0.5, 1.0], [0.5, 0.1, 0.1], [1.0, 1.0, 0.0]])
def test_numbers_that_are_no_probabilities_are_shown(row: list[float]) -> None:
    with pytest.raises(FramingError, match=r"model: 'careless' gave \[.*\] for a target, which are no prob"):
        fr.stance(of(ACCUSED, "Marlow"), model=Careless([row]))  # type: ignore[arg-type]
    near = Careless([[-1e-9, 0.3334, 0.6667]])
    assert (fr.stance(of(ACCUSED, "Marlow"), model=near)[list(CLASSES)] >= 0).all(axis=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("batch", [0, -1, 2.5, None, "many", True])
def test_a_batch_that_cannot_be(batch: object) -> None:
    asked = Fixed()
    asked.batch = batch  # type: ignore[attr-defined]
    with pytest.raises(FramingError, match=r"model: batch of 'fixed' is .*; give a whole number of targets"):
        fr.stance(of(ACCUSED, "Marlow"), model=asked)


def test_a_judge_needs_a_card() -> None:
    asked = Fixed()
    asked.card = None  # type: ignore[assignment]
    with pytest.raises(FramingError, match="model: the judge's card is None; give it Card"):
        fr.stance(of(ACCUSED, "Marlow"), model=asked)
    with pytest.raises(
        FramingError, match=r"model: .*Fixed.* is neither a name nor a judge; give .*'neural'"
    ):
        fr.stance(of(ACCUSED, "Marlow"), model=Fixed)  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["text", "before", "target"])
def test_half_a_character_is_named(column: str) -> None:
    row = {"text": "Ruiz fell.", "target": "Ruiz", "before": "Rain."}
    row[column] = f"{row[column]} \ud83d"
    table = pd.DataFrame({name: pd.Series([value], dtype=object) for name, value in row.items()})
    with pytest.raises(FramingError, match=rf"stance: row 0: {column} has U\+D83D at character \d+, half"):
        fr.stance(table)


def test_a_text_that_is_an_array_and_a_column_twice() -> None:
    table = pd.DataFrame({"text": [np.array(["Ruiz", "fell"])], "target": ["Ruiz"]})
    with pytest.raises(FramingError, match=r"stance: row 0: text array.* is no text; give the sentence"):
        fr.stance(table)
    twice = pd.DataFrame([["Ruiz fell.", "Ruiz won.", 0, 4]], columns=["text", "text", "start", "end"])
    with pytest.raises(FramingError, match="stance: column 'text' stands twice"):
        fr.stance(twice)


def test_a_card_says_how_sure_a_verdict_has_to_be_and_how_often_it_is_right() -> None:
    card = judge("neural").card
    assert np.shape(card.more["confusion"]["all"]) == (3, 3)
    assert set(least_of(judge("neural"))) == set(CLASSES)
    # Who reads more kindly accepts no less.
    right = card.more["verdicts"]
    assert right["evaluating_as_coded"] <= right["evaluating_acceptable"] <= 1
    assert right["neutral_acceptable"] > 0.9


def test_a_verdict_is_the_likeliest_class_where_that_is_likely_enough() -> None:
    found = fr.stance(pd.concat([of(PRAISED, "Marlow"), of("Marlow met the board on Friday.", "Marlow")]))
    least = least_of(judge("neural"))
    for row in found.itertuples():
        assert row.verdict == "unclear" or row.chance >= least[row.verdict]
    assert found["verdict"].tolist()[1] == "neutral"


@pytest.mark.medium
@given(st.text(min_size=1, max_size=60), st.data())
def test_any_text_has_a_result_or_one_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    given_ = table(text=[text], start=[start], end=[end])
    if any(char.isalnum() for char in text[start:end]):
        assert np.isclose(fr.stance(given_)[list(CLASSES)].to_numpy().sum(), 1, atol=1e-5)
    else:
        with pytest.raises(FramingError, match=r"^stance: row 0: .*$"):
            fr.stance(given_)
