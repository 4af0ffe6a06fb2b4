"""Who gets to speak, against sums by hand: shares, first and last word, place, variety, media."""

from __future__ import annotations

import pandas as pd
import pytest

from framing.comparison.compare import compare
from framing.errors import FramingError
from framing.features.sources import score_sources
from framing.schema import UNITS, check
from tests.cases import for_each

#: Words of each voice are counted by eye: five, then three and two, then four of nobody known.
TEXT = (
    "One two three four five, Ana Ruiz said. Six seven eight, Marlow claimed. Nine ten. "
    "Eleven twelve thirteen now."
)


def articles(count: int = 1) -> pd.DataFrame:
    rows = [{"id": f"a{i}", "outlet": "x", "title": "Port", "text": TEXT} for i in range(count)]
    return check(pd.DataFrame(rows), "articles")


def spans(key: str = "a0", **changes: object) -> pd.DataFrame:
    cuts = [
        (0, "One", ", Ana", "quoted", "Ana Ruiz", "official", "CA", "Harbour Radio", "endorsing", 1),
        (1, ", Ana", "Six", "outlet", None, None, None, None, None, 0),
        (2, "Six", ", Marlow", "reported", "Marlow", "expert", None, None, "distancing", 2),
        (3, ", Marlow", "Nine", "outlet", None, None, None, None, None, 0),
        (4, "Nine", " Eleven", "reported", "Marlow", "expert", None, None, None, 2),
        (5, " Eleven", "", "reported", None, None, None, None, None, 0),
    ]
    rows = [{"article": key, "part": "headline", "start": 0, "end": 4, "voice": "outlet", "attribution": 0}]
    for _, begin, end, voice, who, kind, country, via, stance, number in cuts:
        rows.append(
            {
                "article": key,
                "part": "body",
                "start": TEXT.index(begin),
                "end": TEXT.index(end) if end else len(TEXT),
                "voice": voice,
                "speaker_key": who,
                "speaker_type": kind,
                "speaker_country": country,
                "via": via,
                "cue_class": stance,
                "attribution": number,
            }
        )
    return check(pd.DataFrame(rows).assign(**changes), "voices")


def value(table: pd.DataFrame, measure: str, target: str | None = None) -> float:
    rows = table[table["measure"] == measure]
    rows = rows[rows["target"].isna()] if target is None else rows[rows["target"] == target]
    (row,) = rows.to_dict("records")
    return float(UNITS[row["unit"]].number(pd.DataFrame([row]))[0])


@pytest.mark.medium
@for_each(
    ("measure", "target", "expected"),
    [
        ("sources.words", "official", 5 / 14),
        ("sources.words", "expert", 5 / 14),
        ("sources.words", "unknown", 4 / 14),
        ("sources.attributions", "official", 1 / 3),
        ("sources.attributions", "expert", 1 / 3),
        ("sources.words_by_country", "CA", 1.0),
        ("sources.first", "official", 1.0),
        ("sources.first", "expert", 0.0),
        ("sources.last", "unknown", 1.0),
        ("sources.position", "expert", TEXT.index("Six") / len(TEXT)),
        ("sources.direct", None, 1 / 3),
        ("sources.endorsing", None, 1 / 2),
        ("sources.distancing", None, 1 / 2),
        ("sources.refusing", None, 0.0),
        ("sources.via", "Harbour Radio", 1 / 3),
    ],
)
def test_each_measure_is_what_a_hand_counts(measure: str, target: str | None, expected: float) -> None:
    assert value(score_sources(articles(), spans()), measure, target) == pytest.approx(expected, abs=2e-6)


def test_shares_of_an_article_add_up_to_one() -> None:
    table = score_sources(articles(), spans())
    for measure in ("sources.words", "sources.attributions", "sources.first", "sources.last"):
        rows = table[table["measure"] == measure]
        assert rows["weight"].sum() == rows["hits"].iloc[0]


@pytest.mark.medium
def test_what_few_articles_have_is_left_out_when_asked() -> None:
    frame = articles(3)
    quiet = spans(via=None, speaker_country=None)
    table = pd.concat(
        [spans("a0"), quiet.assign(article="a1"), quiet.assign(article="a2")], ignore_index=True
    )
    assert "sources.via" in set(score_sources(frame, table)["measure"])
    some = score_sources(frame, table, least=2)
    assert not {"sources.via", "sources.words_by_country"} & set(some["measure"])
    assert set(some.loc[some["measure"] == "sources.words", "target"]) == {"official", "expert", "unknown"}
    assert score_sources(frame, table, least=1).equals(score_sources(frame, table))


def test_an_article_where_only_the_outlet_speaks_has_no_rows() -> None:
    alone = pd.DataFrame(
        {"article": "a0", "part": ["headline", "body"], "start": 0, "end": [4, len(TEXT)], "voice": "outlet"}
    )
    assert score_sources(articles(), alone).empty


def test_spans_that_leave_a_gap_are_one_line() -> None:
    with pytest.raises(FramingError, match="are in no span"):
        score_sources(articles(), spans().drop(index=2))


def three() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return an article of one speaker, one of the outlet alone, one of an expert and somebody unknown."""
    text = "One two. Three four five. Six."
    frame = pd.DataFrame({"id": list("abc"), "outlet": list("xxy"), "title": "", "text": text})
    rows = [
        ("a", 0, 9, "quoted", "official", "CA", "Ruiz", 1),
        ("a", 9, len(text), "outlet", None, None, None, 0),
        ("b", 0, len(text), "outlet", None, None, None, 0),
        ("c", 0, 9, "reported", None, None, None, 0),
        ("c", 9, len(text), "reported", "expert", None, "Li", 0),
    ]
    names = "article start end voice speaker_type speaker_country speaker_key attribution".split()
    return frame, check(pd.DataFrame(rows, columns=names).assign(part="body"), "voices")


def test_articles_of_the_outlet_alone_are_in_no_denominator() -> None:
    table = score_sources(*three())
    assert set(table["article"]) == {"a", "c"}
    words = table[table["measure"] == "sources.words"]
    shares = {(a, t): (w, h) for a, t, w, h in words[["article", "target", "weight", "hits"]].to_numpy()}
    assert shares == {
        ("a", "expert"): (0, 2), ("a", "official"): (2, 2), ("a", "unknown"): (0, 2),
        ("c", "expert"): (4, 6), ("c", "official"): (0, 6), ("c", "unknown"): (2, 6),
    }  # fmt: skip
    placed = table[table["measure"] == "sources.words_by_country"]
    assert placed[["article", "target", "hits"]].to_numpy().tolist() == [["a", "CA", 2]]


def test_what_is_pooled_over_articles_is_their_sum() -> None:
    """Shares of two articles of one outlet are of all their attributed words; a copy counts once."""
    frame, table = three()
    again = pd.concat([frame, frame.iloc[[2, 0]].assign(id=["d", "e"])])
    again = again.assign(outlet=list("xxxxy"), copy_group=["g", None, "h", "h", None])
    copied = [table[table["article"] == old].assign(article=new) for old, new in ("cd", "ae")]
    result = compare(score_sources(again, pd.concat([table, *copied])), seed=1).profile
    row = result[(result["measure"] == "sources.words") & (result["target"] == "expert")].set_index("group")
    assert row["estimate"].to_dict() == {"x": pytest.approx(4 / 8), "y": 0}


def test_a_headline_speaks_before_its_text() -> None:
    frame = articles()
    table = spans().assign(title=0)
    first = table.index[table["part"] == "headline"]
    table.loc[first, ["voice", "speaker_type", "attribution"]] = ["reported", "document", 9]
    found = score_sources(frame, table.drop(columns="title"))
    assert value(found, "sources.first", "document") == 1
    assert value(found, "sources.position", "document") == 0
    assert value(found, "sources.attributions", "document") == 1 / 4


def test_an_unknown_kind_is_one_line() -> None:
    with pytest.raises(FramingError, match="'martian' is not known"):
        score_sources(articles(), spans().assign(speaker_type="martian"))
