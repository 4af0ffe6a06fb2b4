"""The steps about what articles share: when events are looked for, what is filled in, which tables come."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from framing.schema import check
from framing.study.config import Study
from framing.study.steps import Context, overlap

#: Four things happened; what each outlet says of them is in its own words.
STORIES = {
    "canal": [
        "The Marlow Canal reopened on Tuesday after the lock at Tarn Ferry was rebuilt, and barges queued.",
        "Barges queued at Tarn Ferry as the rebuilt lock let the Marlow Canal open to traffic again.",
    ],
    "orchard": [
        "Frost took half the pears in the Quillby orchards, growers told the county board on Thursday.",
        "Growers in Quillby put the loss of pears to frost at half the crop, the county board heard.",
    ],
    "museum": [
        "The Ostrava globe returned to the Hessel Museum, where a thief had cut it from its stand in 1987.",
        "Stolen in 1987, the Ostrava globe stands in the Hessel Museum again, its stand mended.",
    ],
    "ferry": [
        "The night ferry Aldous lost power off Cape Imber and was towed in with 212 passengers aboard.",
        "A tug brought the night ferry Aldous and her 212 passengers home after power failed off Cape Imber.",
    ],
}


def frame(stories: dict[str, list[str]] = STORIES, *, named: bool = False) -> pd.DataFrame:
    rows = [
        {
            "id": f"{story}-{outlet}",
            "outlet": outlet,
            "title": text.partition(",")[0],
            "text": f"{text} People spoke of little else that week, and the mayor thanked the crews.",
            "published": pd.Timestamp(f"2026-01-{5 * n + 1:02d}", tz="UTC"),
            "published_precision": "day",
            "event": story if named else None,
        }
        for n, (story, texts) in enumerate(stories.items())
        for outlet, text in zip(("harbour_courier", "northern_herald"), texts, strict=False)
    ]
    return check(pd.DataFrame(rows).astype({"event": "str"}), "articles")


def grouped(frame: pd.DataFrame, **given: object) -> Context:
    """Return what a step fills in, for a study of these articles."""
    context = Context(Study(articles=("x",), **given), articles=frame)  # type: ignore[arg-type]
    overlap.prepare(context)
    return context


def test_events_are_found_where_none_is_named_and_it_is_said() -> None:
    context = grouped(frame())
    found, said = context.articles, context.events_found
    assert found["event"].nunique() == len(STORIES)
    by_story = found.groupby(found["id"].str.partition("-")[0])["event"].nunique()
    assert (by_story == 1).all()
    assert "4 events were found; two outlets or more cover 4, with 8 of 8 articles" in said


def test_named_events_are_left_alone() -> None:
    given = frame(named=True)
    context = grouped(given)
    assert context.articles["event"].tolist() == given["event"].tolist()
    assert context.events_found == ""


def test_nothing_is_looked_for_where_the_study_says_so() -> None:
    context = grouped(frame(), events="given")
    assert context.articles["event"].isna().all()
    assert context.events_found == ""


def test_too_few_shared_events_are_no_strata_unless_the_study_insists() -> None:
    """One story has two outlets, six stand alone: within events nearly nothing could be compared."""
    alone = {f"{name}{n}": [texts[n]] for name, texts in list(STORIES.items())[1:] for n in (0,)}
    given = frame({"canal": STORIES["canal"], **alone})
    context = grouped(given)
    assert context.articles["event"].isna().all()
    assert "all articles are compared together" in context.events_found
    insisted = grouped(given, events="find")
    assert insisted.articles["event"].notna().all()
    assert "compared within events" in insisted.events_found


def test_copies_are_grouped_by_near_or_by_exact_text() -> None:
    text = " ".join(f"word{n} of the long report on the harbour" for n in range(40))
    rows = pd.DataFrame(
        {"id": ["a", "b"], "outlet": ["x", "y"], "event": "e", "text": [text, text[: len(text) // 2]]}
    )
    near = grouped(check(rows, "articles")).articles
    assert near["copy_group"].nunique() == 1
    assert near["copy_group"].notna().all()
    exact = grouped(check(rows, "articles"), copies="exact").articles
    assert exact["copy_group"].isna().all()


@pytest.mark.medium
@pytest.mark.parametrize(("off", "table"), [("reuse", "reuse"), ("coverage", "coverage")])
def test_a_key_of_the_study_turns_a_table_off(off: str, table: str) -> None:
    yard = (
        "The yard on the eastern quay launched its first trawler in 2011, after two winters without an order."
    )
    own = [text for texts in STORIES.values() for text in texts]
    rows = [
        {"id": f"{outlet}{n}", "outlet": outlet, "event": "yard", "text": f"{own[2 * k + n]} {yard}"}
        for k, outlet in enumerate("xyz")
        for n in range(3)
    ]
    context = grouped(check(pd.DataFrame(rows), "articles"), voices="none")
    context.counts = context.articles
    whole = overlap.run(context)
    assert table in whole
    less = overlap.run(replace(context, study=replace(context.study, **{off: False})))
    gone = set(whole) - set(less)
    assert table in gone
    assert gone <= {table, "items", "pairs", "statements", "headlines"}


@pytest.mark.slow
def test_a_run_writes_the_tables_of_what_is_shared(tmp_path: Path) -> None:
    import framing as fr

    result = fr.Study(articles=(str(fr.example("carney-beijing-2026")),), measures=("hedges",), keyness=False,
                      naming="none", sources=False, figures=()).run(tmp_path / "out")  # fmt: skip
    assert set(result.sharing) == {
        "copies",
        "agency",
        "reuse",
        "coverage",
        "items",
        "statements",
        "headlines",
        "pairs",
    }
    written = {path.stem for path in (tmp_path / "out" / "tables").glob("*.parquet")}
    assert set(result.sharing) <= written


def visit(outlets: str = "vwxyz", **columns: object) -> pd.DataFrame:
    """A visit told in stages of their own words, and opinion pieces a week before and after it."""
    stages = {
        0: "flew in on a frosty night; a guard of honour, a band and children with paper flags waited",
        1: "talked of canola seed, tariffs on electric cars and quotas for lobster behind closed doors",
        2: "toured a turbine factory, where engineers explained gearboxes, blades and bearings at length",
        -8: "should stay at home, our columnist thinks: memory is short and principles cheap this winter",
        9: "won little, argues a reader, and neighbours down south are bound to frown on every handshake",
    }
    rows = [
        {
            "id": f"{outlet}{day}",
            "outlet": outlet,
            "title": said.partition(",")[0],
            "text": f"Maravel of Quorvistan {said}. {word} was the word in Quorvistan, and Maravel smiled.",
            "published": pd.Timestamp("2026-01-15", tz="UTC") + pd.Timedelta(days=day),
            "published_precision": "day",
        }
        for day, said in stages.items()
        for outlet, word in zip(outlets, ("Ice", "Thaw", "Grain", "Steel", "Fog"), strict=False)
    ]
    return check(pd.DataFrame(rows).assign(event=None, **columns).astype({"event": "str"}), "articles")


def test_a_visit_is_one_event_with_its_stages_and_opinion_pieces() -> None:
    context = grouped(visit(), copies="exact")
    assert context.articles["event"].nunique() == 1
    assert context.events_found.startswith("25 of 25 articles are on one event, ")
    insisted = grouped(visit(), copies="exact", events="find")
    assert insisted.articles["event"].nunique() > 1


def test_what_is_on_other_things_or_of_another_time_is_no_part_of_it() -> None:
    late = visit("v").head(1).assign(id="late", published=pd.Timestamp("2026-04-01", tz="UTC"))
    other = frame({"canal": STORIES["canal"]})
    given = check(pd.concat([visit(), late, other], ignore_index=True), "articles")
    context = grouped(given, copies="exact")
    events = context.articles.set_index("id")["event"]
    assert events[[f"v{day}" for day in (0, 1, 2, -8, 9)]].nunique() == 1
    assert (events[["late", *other["id"]]] != events["v0"]).all()
    assert "3 on other things are in profiles alone" in context.events_found


@pytest.mark.medium
def test_the_news_of_one_nomination_is_one_event_and_a_month_of_news_is_not(shared: Path) -> None:
    with gzip.open(shared / "data" / "allsides" / "articles.jsonl.gz", "rt") as lines:
        every = pd.DataFrame(map(json.loads, lines))
    every = every.assign(
        published=pd.to_datetime(every["date"], utc=True), published_precision="day", event=None
    )
    every = every[every["outlet"].notna()][
        ["id", "outlet", "title", "text", "published", "published_precision", "event"]
    ].astype({"id": "str", "event": "str"})
    july = every[every["published"].between("2018-07-05", "2018-07-20")]
    about = july[(july["title"].fillna("") + july["text"].str[:600]).str.contains("Kavanaugh")]
    found = grouped(check(about, "articles"), copies="exact")
    assert "14 of 14 articles are on one event" in found.events_found
    june = every[every["published"].between("2018-06-01", "2018-06-30")].sample(60, random_state=1)
    found = grouped(check(june, "articles"), copies="exact")
    assert not (found.articles["event"].value_counts() >= 10).any()
