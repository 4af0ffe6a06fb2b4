"""Coverage of articles in parts: the same table as of one frame, whatever level, voice or way to count."""

from __future__ import annotations

import warnings

import pandas as pd
import pytest

import framing as fr
from framing.comparison.coverage import table
from framing.engine.parts import Parts
from framing.errors import FramingWarning

pytestmark = pytest.mark.medium

SAID = (
    "Minister Ana Ruiz paid $3 million for the dredger.",
    "Marlow praised the canal tolls on 14 January 2026.",
    "Canals cost 12 percent more, the council of Ostravia found.",
    '"The canal toll is too high," Odette Quillan said.',
    "The council passed the Harbour Act by 31 votes to 19.",
)


@pytest.fixture
def frame() -> pd.DataFrame:
    rows = []
    for number in range(60):
        outlet = ("courier", "herald", "star")[number % 3]
        said = [one for place, one in enumerate(SAID) if (number * 7 + place * 3) % (place + 3 + number % 3)]
        text = " ".join(said) or "Nothing at all went by."
        rows.append(
            {"id": f"a{number:02}", "outlet": outlet, "title": f"Ruiz at work {number}", "text": text}
        )
    frame = pd.DataFrame(rows).sample(frac=1, random_state=2, ignore_index=True)
    frame["event"] = [("canal", "storm", None)[number % 3] for number in range(60)]
    frame["language"] = ["en" if number % 5 else None for number in range(60)]
    frame["genre"] = ["opinion" if number == 4 else "news" for number in range(60)]
    return frame.assign(
        published=pd.to_datetime("2026-01-16", utc=True) + pd.to_timedelta(range(60), unit="h")
    )


def found(articles: pd.DataFrame | Parts, **options: object) -> pd.DataFrame:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return fr.facts.coverage(articles, **options)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"voices": None, "wire": "keep"},
        {
            "terms": {"canals": ["canal", "canals"], "unicorn": "unicorn"},
            "levels": "term",
            "voices": "quotes",
        },
        {"by": "event", "wire": "drop"},
    ],
)
@pytest.mark.parametrize("each", [7, pytest.param(1000, marks=pytest.mark.slow)])
def test_the_table_does_not_depend_on_how_articles_are_cut(
    frame: pd.DataFrame, each: int, options: dict[str, object]
) -> None:
    whole = found(frame, **options)
    assert len(whole) > 3
    pd.testing.assert_frame_equal(whole, found(Parts.of(frame, each=each), **options), check_exact=True)


def test_voices_items_and_statements_at_hand_do_as_well(frame: pd.DataFrame) -> None:
    voices = fr.sources.voices(frame)
    given = {
        "items": fr.facts.entities(frame),
        "statements": fr.facts.statements(frame, voices=voices),
        "voices": voices,
    }
    whole = found(frame, voices=voices)
    pd.testing.assert_frame_equal(whole, found(frame, **given), check_exact=True)
    pd.testing.assert_frame_equal(whole, found(Parts.of(frame, each=9), **given), check_exact=True)


def test_the_order_of_articles_changes_nothing(frame: pd.DataFrame) -> None:
    other = frame.iloc[::-1].reset_index(drop=True)
    one, two = (found(Parts.of(some, each=11)) for some in (frame, other))
    pd.testing.assert_frame_equal(one, two, check_exact=True)


def test_of_many_articles_in_parts_as_of_a_frame(
    frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = found(frame)
    monkeypatch.setattr(table, "COMPLETE", 20)
    monkeypatch.setattr(table, "MOST_TRIMMING", 4)
    whole = found(frame)
    pd.testing.assert_frame_equal(whole, found(Parts.of(frame, each=8)), check_exact=True)
    assert (
        whole.groupby("level")["item"].nunique().max() == 4 < every.groupby("level")["item"].nunique().max()
    )
