"""Stance as a measure: whose mentions count where, what they are judged by, and the way back to sentences."""

from __future__ import annotations

import pandas as pd
import pytest

import framing as fr
from framing.errors import FramingError, FramingWarning
from framing.features.stance.judges import CLASSES, Card
from tests.cases import ByWord, for_each

TARGETS = {"Marlow": ["Marlow", "Ana Marlow"], "Norland": ["Norland"]}


def articles(*texts: str, **columns: object) -> pd.DataFrame:
    names = [f"a{k}" for k in range(len(texts))]
    return pd.DataFrame({"id": names, "outlet": "x", "text": list(texts)} | columns)


def scored(frame: pd.DataFrame, **options: object) -> pd.DataFrame:
    options = {"measures": "stance", "targets": TARGETS, "voices": None, "model": ByWord()} | options
    return fr.score(frame, **options)  # type: ignore[arg-type]


def sums(scores: pd.DataFrame, *by: str) -> dict[tuple[str, ...], tuple[int, int]]:
    rows = scores.assign(**{name: scores[name].astype(str) for name in by})
    found = rows.groupby(list(by))[["hits", "weight"]].sum()
    return {key: (row["hits"], row["weight"]) for key, row in found.to_dict("index").items()}


TEXT = (
    "The critics call Marlow a bad minister these days. A good friend of Marlow spoke to Norland in spring."
    "\n\n"
    "Ana Marlow will travel to Norland again in May with her staff. Nobody was named in the other paper."
)


def test_mentions_are_counted_by_target_and_class() -> None:
    found = sums(scored(articles(TEXT)), "measure", "target")
    assert found == {
        ("stance.negative", "Marlow"): (3, 1),
        ("stance.neutral", "Marlow"): (3, 1),
        ("stance.positive", "Marlow"): (3, 1),
        ("stance.net", "Marlow"): (3, 0),
        ("stance.negative", "Norland"): (2, 0),
        ("stance.neutral", "Norland"): (2, 1),
        ("stance.positive", "Norland"): (2, 1),
        ("stance.net", "Norland"): (2, 1),
    }


def test_a_target_that_is_not_named_has_rows_of_no_hits() -> None:
    with pytest.warns(
        FramingWarning, match="targets: 'Marlow', 'Norland' are named nowhere in these articles"
    ):
        found = sums(scored(articles("Nothing happened here on this day.")), "measure", "target")
    assert set(found.values()) == {(0, 0)}
    assert {target for _, target in found} == set(TARGETS)


@pytest.mark.medium
def test_the_one_target_that_no_article_names_is_told_and_only_where_articles_are_scored() -> None:
    with pytest.warns(FramingWarning, match="targets: 'Norland' is named nowhere in these articles") as told:
        scored(articles("Marlow made a good start to the year."))
    assert len(told) == 1
    assert len(scored(articles())) == 0


@pytest.mark.medium
def test_of_a_shipped_set_it_is_told_only_where_nobody_is_named() -> None:
    scored(articles("China praised the good accord of Monday."), targets="visits")
    with pytest.warns(FramingWarning, match=r"targets: 'Mark Carney', .* and \d+ more are named nowhere"):
        scored(articles("Nothing happened here on this day."), targets="visits")


def test_scores_name_the_judge_where_stance_is_measured() -> None:
    found = scored(articles(TEXT), measures=["hedges", "stance.net"])
    stance = found["measure"] == "stance.net"
    assert set(found.loc[stance, "model"]) == {"by word"}
    assert found.loc[~stance, "model"].isna().all()
    assert scored(articles(TEXT), model="neural")["model"].unique().tolist() == ["neural"]
    assert fr.score(articles(TEXT), "hedges")["model"].isna().all()


def test_the_form_of_targets_is_shown() -> None:
    for given in ("Marlow", ["Marlow"]):
        with pytest.raises(FramingError, match=r'targets: .* as \{"Ruiz": \["Ruiz"\]\}'):
            scored(articles(TEXT), targets=given)


def test_parts_and_voices_are_kept_apart() -> None:
    text = (
        'Marlow opened the library on Tuesday morning. "I think that Norland is a good and reliable '
        'neighbour of ours," Marlow said.'
    )
    found = scored(articles(text, title=["Bad week for Marlow"]), voices="full", measures="stance.net")
    hits = found[found["hits"] > 0]
    told = {(p, v, t): h for p, v, t, h in hits[["part", "voice", "target", "hits"]].itertuples(index=False)}
    assert told == {
        ("headline", "outlet", "Marlow"): 1,
        ("lead", "outlet", "Marlow"): 2,
        ("lead", "quoted", "Norland"): 1,
    }


def test_who_speaks_is_kept() -> None:
    text = '"Norland is a good and a reliable neighbour of ours," the minister said on Monday.'
    norland = {"Norland": ["Norland"]}
    options = {"voices": "full", "measures": "stance.positive", "keep": "speaker_type", "targets": norland}
    found = scored(articles(text), **options)
    assert found.loc[found["hits"] > 0, "speaker_type"].tolist() == ["official"]
    listed = fr.evidence(articles(text), "stance.positive", targets=TARGETS, model=ByWord())
    assert listed["speaker_key"].notna().tolist() == [True]


def test_a_mention_is_judged_in_its_sentence_and_a_short_one_with_that_before() -> None:
    judge = ByWord()
    scored(articles(TEXT + " Marlow agreed.\n\nMarlow left."), model=judge, measures="stance.net")
    assert judge.read == [
        ("The critics call Marlow a bad minister these days.", "Marlow"),
        ("A good friend of Marlow spoke to Norland in spring.", "Marlow"),
        ("A good friend of Marlow spoke to Norland in spring.", "Norland"),
        ("Ana Marlow will travel to Norland again in May with her staff.", "Ana Marlow"),
        ("Ana Marlow will travel to Norland again in May with her staff.", "Norland"),
        ("Nobody was named in the other paper. Marlow agreed.", "Marlow"),
        ("Marlow left.", "Marlow"),
    ]


def test_offsets_hold_behind_letters_of_several_bytes() -> None:
    judge = ByWord()
    marlow = {"Marlow": ["Marlow"]}
    text = "Señor Ñandú — “très bien” 中国 said that Marlow’s plan was good."
    scored(articles(text), model=judge, targets=marlow)
    assert judge.read[0][1].startswith("Marlow")


def test_other_measures_stand_beside_stance_and_have_no_target() -> None:
    both = scored(articles(TEXT), measures=["hedges", "stance.net"])
    assert set(both["measure"].unique()) == {"hedges", "stance.net"}
    assert both.loc[both["measure"] == "hedges", "target"].isna().all()
    added = scored(articles(TEXT), measures="hedges")
    assert set(added["measure"].unique()) == {"hedges", *(f"stance.{name}" for name in (*CLASSES, "net"))}
    every = scored(articles(TEXT), measures=None)
    assert {"tone.net", "hedges", "stance.net"} <= set(every["measure"].unique())
    alone = fr.score(articles(TEXT), "hedges", voices=None)
    hedges = added[added["measure"] == "hedges"].reset_index(drop=True)
    assert hedges["hits"].tolist() == alone["hits"].tolist()


def test_evidence_lists_mentions_with_sentence_and_probabilities() -> None:
    found = fr.evidence(articles(TEXT), "stance.net", targets=TARGETS, voices=None, model=ByWord())
    rows = found[["target", "pole", "weight", "positive"]].values.tolist()
    assert rows[:3] == [
        ["Marlow", "negative", -1, 0.1],
        ["Marlow", "positive", 1, 0.8],
        ["Norland", "positive", 1, 0.8],
    ]
    assert found["sentence"].iloc[0] == "The critics call Marlow a bad minister these days."
    assert [TEXT[s:e] for s, e in zip(found["start"], found["end"], strict=True)][3] == "Ana Marlow"
    mixed = fr.evidence(articles(TEXT), ["hedges", "stance.net"], targets=TARGETS, model=ByWord())
    assert set(mixed["measure"].unique()) == {"stance.net"}
    few = fr.evidence(articles(TEXT), "stance.net", targets=TARGETS, voices=None, model=ByWord(), limit=1)
    assert len(few) == 2


def test_evidence_agrees_with_scores() -> None:
    frame, judge = articles(TEXT, TEXT.replace("bad", "good"), outlet=["x", "y"]), ByWord()
    scores = scored(frame, voices="full", model=judge)
    listed = fr.evidence(frame, "stance", targets=TARGETS, model=judge)
    keys = ["article", "voice", "measure", "target"]
    counted = listed.assign(hits=1)
    assert {k: v for k, v in sums(scores, *keys).items() if v[0]} == sums(counted, *keys)


def test_scores_with_targets_are_compared() -> None:
    texts = [f"Marlow made a bad mistake number {k} of this year." for k in range(6)]
    texts += [f"Marlow made a good start in year {k} of this term." for k in range(6)]
    frame = articles(*texts, outlet=["x"] * 6 + ["y"] * 6)
    result = fr.compare(scored(frame, targets={"Marlow": ["Marlow"]}), split=())
    net = result.profile[(result.profile["measure"] == "stance.net") & (result.profile["target"] == "Marlow")]
    assert dict(zip(net["group"], net["estimate"], strict=True)) == {"x": -1.0, "y": 1.0}
    assert set(result.profile["unit"]) == {"share", "mean"}


def test_the_order_of_articles_changes_nothing() -> None:
    frame = articles(TEXT, "Norland had a good year and Marlow too.", "Marlow rests at home this week, good.")
    keys = ["article", "part", "voice", "measure", "target"]
    one, other = (
        scored(f).astype(dict.fromkeys(keys, "str")).sort_values(keys, ignore_index=True)
        for f in (frame, frame.iloc[::-1])
    )
    for name in ("hits", "weight", "tokens"):
        assert one[name].tolist() == other[name].tolist()


def test_articles_in_another_language_are_not_judged() -> None:
    frame = articles(TEXT, "Marlow est une ministre de Norland.", language=["en", "fr"])
    with pytest.warns(fr.FramingWarning, match="1 in another language"):
        found = scored(frame)
    assert set(found["article"]) == {"a0"}


@pytest.mark.medium
def test_a_set_of_referents_will_do_for_targets() -> None:
    found = scored(articles("China praised the good accord with Canada on Monday."), targets="visits")
    hits = found[(found["hits"] > 0) & (found["measure"] == "stance.positive")]
    assert {"China", "Canada"} <= set(hits["target"])


@for_each(
    ("options", "said"),
    [
        (
            {"targets": None},
            r"measure 'stance' is toward somebody; give targets=\{name: \[aliases\]\} as well",
        ),
        ({"targets": {}}, "targets: .*holds none"),
        ({"targets": {"Marlow": []}}, "targets: 'Marlow' has no alias"),
        ({"targets": {"Marlow": "Marlow"}}, "targets: aliases of 'Marlow' should be a list"),
        ({"targets": {"A": ["Marlow"], "B": ["Marlow"]}}, "targets: alias 'Marlow' stands under 'A' and 'B'"),
        ({"targets": 7}, "targets: 7 is no set"),
        ({"measures": "stance.nett"}, "measure 'stance.nett' is not known; did you mean 'stance.net'"),
        ({"model": "neurl"}, "model 'neurl' is not known"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(options: dict[str, object], said: str) -> None:
    with pytest.raises(FramingError, match=said) as caught:
        scored(articles(TEXT), **options)
    assert "\n" not in str(caught.value)


def test_each_voice_is_judged_by_its_own_words_alone() -> None:
    said = 'The board of Norland met Marlow, and "Norland is a bad neighbour of ours", a clerk shouted later.'
    judge = ByWord()
    found = sums(scored(articles(said), voices="quotes", model=judge), "measure", "target", "voice")
    assert found["stance.negative", "Norland", "outlet"] == (1, 0)
    assert found["stance.negative", "Norland", "quoted"] == (1, 1)
    outlet = [text for text, target in judge.read if target == "Marlow"]
    assert outlet
    assert all("bad neighbour" not in text and "shouted" in text for text in outlet)
    assert all("board" not in text for text, target in judge.read if "neighbour" in text)


def test_a_target_stands_where_it_stood_in_what_is_read() -> None:
    said = 'A clerk of Norland shouted "Norland is bad" and "Marlow left" while Ana Marlow spoke to Norland.'
    judge = ByWord()
    scored(articles(said), voices="quotes", model=judge)
    assert sorted(target for _, target in judge.read) == sorted(
        ["Norland", "Norland", "Marlow", "Ana Marlow", "Norland"]
    )


class Unsure(ByWord):
    """Sure of nothing that is bad."""

    card = Card("unsure", more={"least": {"negative": 0.9}})


def test_mentions_without_a_clear_stance_stay_in_the_denominator() -> None:
    found = sums(scored(articles(TEXT), model=Unsure()), "measure", "target")
    assert found["stance.negative", "Marlow"] == (3, 0)
    assert sum(found[f"stance.{name}", "Marlow"][1] for name in CLASSES) == 2
    hits = fr.evidence(articles(TEXT), "stance.net", targets=TARGETS, voices=None, model=Unsure())
    assert (hits["pole"] == "unclear").sum() == 1
    assert hits.loc[hits["pole"] == "unclear", "weight"].tolist() == [0]


@for_each(
    ("said", "counts"),
    [
        ("Ottawa insists on its answer.", 1),
        ("Ties with Ottawa are good.", 1),
        ("Critics of Ottawa spoke.", 1),
        ("A message to Ottawa was sent.", 1),
        ("They had little trust in Ottawa.", 1),
        ("They met in Ottawa on Friday.", 0),
        ("He made a second trip to Ottawa.", 0),
        ("Ana Ruiz flew back from Ottawa.", 0),
        ("The Ottawa airport was shut.", 0),
        ("Snow fell on Ottawa and Toronto.", 0),
        ("OTTAWA (Reuters) - The clerks spoke.", 0),
    ],
)
def test_a_seat_of_government_counts_where_it_is_no_place(said: str, counts: int) -> None:
    found = scored(articles(f"{said} Canada was named too."), targets={"Canada": ["Canada"]})
    assert sums(found, "measure", "target")["stance.net", "Canada"][0] == 1 + counts
