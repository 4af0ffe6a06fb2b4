"""Counts are compared as the table of scores that they make, a few measures at a time or all at once."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from framing.comparison.compare import Comparison, compare
from framing.comparison.sums import ENTRIES
from framing.engine.parts import Parts
from framing.errors import FramingError, FramingWarning
from framing.features.lexicon import Entry, Lexicon, Measure, Pole
from framing.features.scoring import Counts, score

WHOM = {"Ruiz": ["Ruiz"], "Marlow": ["Marlow"]}
#: Words of the articles: plain ones, ones that the lists below know, and names.
WORDS = "the house sat late and said rain might fall good great bad awful peut-être bien Ruiz Marlow".split()


def lexicon(name: str, language: str, poles: dict[str, tuple[Entry, ...]], units: dict[str, str]) -> Lexicon:
    """Return a list with a measure of each unit asked for."""
    weights: dict[str, dict[str, float | None]] = {
        "per_1000": dict.fromkeys(poles, None),
        "net_per_1000": dict.fromkeys(poles, None),
        "share": {pole: float(number == 0) for number, pole in enumerate(poles)},
        "mean": dict.fromkeys(poles, None),
    }
    measures = {f"{name}.{own}": Measure(f"{name}.{own}", unit, weights[unit]) for own, unit in units.items()}
    entries = tuple(entry for some in poles.values() for entry in some)
    return Lexicon(name, entries, {pole: Pole(pole) for pole in poles}, measures, language=language)


#: A list of each kind of unit, and one for articles in another language.
LISTS = (
    lexicon("doubt", "en", {"doubt": (Entry("might", "doubt"), Entry("late", "doubt"))}, {"all": "per_1000"}),
    lexicon(
        "praise",
        "en",
        {
            "up": (Entry("good", "up", 1.0), Entry("great", "up", 2.5)),
            "down": (Entry("bad", "down", -1.0), Entry("awful", "down", -2.0)),
        },
        {"net": "net_per_1000", "up": "share", "mean": "mean"},
    ),
    lexicon(
        "doute", "fr", {"doute": (Entry("peut-être", "doute"), Entry("bien", "doute"))}, {"all": "per_1000"}
    ),
)


def written(size: int, seed: int, languages: tuple[str | None, ...] = ("en",)) -> pd.DataFrame:
    """Return short articles with all that an article may have said of it, drawn at random."""
    rng = np.random.default_rng(seed)

    def drawn(*values: str | None) -> list[str | None]:
        return [values[place] for place in rng.integers(len(values), size=size)]

    def sentence(least: int, most: int) -> str:
        return " ".join(rng.choice(WORDS, int(rng.integers(least, most)))).capitalize()

    texts = [f"{sentence(4, 20)}. “{sentence(3, 12)},” said Ruiz. {sentence(5, 25)}." for _ in range(size)]
    return pd.DataFrame({
        "id": [f"{number:04}" for number in rng.permutation(size)],
        "outlet": drawn("north", "north", "east", "south"),
        "title": [sentence(3, 8) for _ in range(size)],
        "text": texts,
        "event": drawn("flood", "vote", "vote", None),
        "genre": drawn("news", "news", "opinion", "unknown"),
        "wire_role": drawn("none", "none", "cites", "full_reprint"),
        "copy_group": drawn("one", "two", "three", *[None] * 9),
        "language": drawn(*languages),
        "provenance": drawn(*["published"] * 9, "illustrative"),
        "desk": drawn("home", "world", "world", None),
    })  # fmt: skip


def counts_of(frame: pd.DataFrame, each: int = 50, **options: Any) -> Counts:
    """Return the counts of articles in parts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        counts = score(Parts.of(frame, each=each), options.pop("measures", LISTS), **options)
    assert isinstance(counts, Counts)
    return counts


@pytest.fixture(scope="module")
def corpora() -> dict[str, tuple[Counts, pd.DataFrame]]:
    """Counts and the table that they make: in one language, in mixed ones, of targets, by who speaks."""
    made = {
        "plain": counts_of(written(120, 1), measures=LISTS[:2], voices="quotes", keep="desk"),
        "mixed": counts_of(written(120, 2, ("en", "fr", None)), voices="quotes"),
        "targets": counts_of(written(120, 3), measures=("stance", LISTS[0]), targets=WHOM, voices="quotes"),
        "speakers": counts_of(
            written(60, 4), measures=LISTS[:1], voices="full", keep=("speaker_type", "desk")
        ),
    }
    return {name: (counts, counts.table()) for name, counts in made.items()}


def heard(scores: Any, **options: Any) -> tuple[Comparison, list[tuple[str, str]]]:
    """Return a comparison and what it warned of, and of which file."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = compare(scores, draws=99, **options)
    return found, [(str(one.message), one.filename) for one in told]


def same(one: Comparison, other: Comparison) -> None:
    pd.testing.assert_frame_equal(one.profile, other.profile, check_exact=True)
    pd.testing.assert_frame_equal(one.contrast, other.contrast, check_exact=True)


CASES: list[tuple[str, dict[str, Any]]] = [
    ("plain", {}),
    ("plain", {"split": ("part", "voice")}),
    ("plain", {"by": "desk", "weights": "equal"}),
    ("plain", {"by": "genre", "wire": "drop", "pairs": "rest"}),
    ("plain", {"split": ("event", "desk"), "wire": "keep", "primary": "praise"}),
    ("mixed", {"wire": "drop"}),
    ("mixed", {"by": "voice", "split": "part"}),
    ("mixed", {"by": "event", "wire": "keep", "collection": "census"}),
    ("targets", {}),
    ("targets", {"by": "target"}),
    ("targets", {"by": "target", "split": ("model", "part")}),
    ("targets", {"by": "part", "split": ("model", "target")}),
    ("targets", {"by": "model"}),
    ("speakers", {"split": ("speaker_type", "voice")}),
    ("speakers", {"by": "speaker_type", "wire": "keep"}),
]


@pytest.mark.medium
@pytest.mark.parametrize(("name", "options"), CASES, ids=lambda value: str(value))
def test_counts_compare_as_their_table(
    corpora: dict[str, tuple[Counts, pd.DataFrame]],
    name: str,
    options: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts, scores = corpora[name]
    monkeypatch.setattr("framing.comparison.compare.ENTRIES", None)
    whole, said = heard(scores, **options)
    assert len(whole.profile)
    assert {where for _, where in said} <= {__file__}
    # A measure at a time, a few, and as many as are in use.
    for entries in (1, 1_000, ENTRIES):
        monkeypatch.setattr("framing.comparison.compare.ENTRIES", entries)
        found, again = heard(counts, **options)
        same(found, whole)
        assert again == said


@pytest.mark.medium
@pytest.mark.parametrize(("name", "by"), [("plain", "outlet"), ("mixed", "genre"), ("targets", "target")])
def test_blocks_of_a_table_and_its_order_change_nothing(
    corpora: dict[str, tuple[Counts, pd.DataFrame]], name: str, by: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As scores come, cells have the same measures one behind the other; turned about, they have not.
    _, scores = corpora[name]
    whole, _ = heard(scores, by=by, split="part")
    monkeypatch.setattr("framing.comparison.compare.ENTRIES", 1)
    same(heard(scores, by=by, split="part")[0], whole)
    same(heard(scores.sample(frac=1, random_state=1, ignore_index=True), by=by, split="part")[0], whole)


@pytest.mark.medium
def test_parts_and_the_order_of_articles_change_nothing() -> None:
    frame = written(30, 5, ("en", "fr", None))
    turned = frame.sample(frac=1, random_state=2, ignore_index=True)
    asked: dict[str, Any] = {"voices": "quotes", "keep": "desk"}
    scores = counts_of(frame, **asked).table()
    cut = [counts_of(frame, 1, **asked), counts_of(turned, 7, **asked)]
    for by in ("outlet", "desk", "voice"):
        whole, said = heard(scores, by=by, split="part")
        for counts in cut:
            found, again = heard(counts, by=by, split="part")
            same(found, whole)
            assert again == said


def test_a_measure_in_a_language_of_no_article_is_not_there() -> None:
    counts = counts_of(written(30, 5), voices="quotes")
    found, said = heard(counts)
    whole, again = heard(counts.table())
    same(found, whole)
    assert said == again
    assert set(found.profile["measure"]) == {"doubt.all", "praise.net", "praise.up", "praise.mean"}


@pytest.mark.medium
def test_columns_of_articles_that_are_not_carried_have_no_say() -> None:
    frame = written(40, 6)
    named = dict.fromkeys(("article", "part", "voice", "target", "model", "unit", "tokens", "row"), "other")
    plain, odd = (counts_of(some, voices="quotes") for some in (frame, frame.assign(**named)))
    for by, split in (("outlet", ("part", "voice")), ("voice", ("part",)), ("event", ())):
        same(heard(odd, by=by, split=split)[0], heard(plain.table(), by=by, split=split)[0])


@pytest.mark.medium
def test_columns_that_are_kept_may_be_of_any_kind() -> None:
    frame = written(40, 7)
    kinds = {
        "year": np.where(np.arange(40) % 3 == 0, np.nan, 2000.0 + np.arange(40) % 2),
        "front": np.arange(40) % 2 == 0,
        "page": np.arange(40) % 3,
        "section": pd.Categorical(frame["desk"], categories=["world", "sport", "home"]),
        "tags": [["a"]] * 40,
    }
    counts = counts_of(frame.assign(**kinds), measures=LISTS[:1], voices=None, keep=tuple(kinds))
    scores = counts.table()
    for by in ("year", "front", "page", "section"):
        found, said = heard(counts, by=by)
        whole, again = heard(scores, by=by)
        same(found, whole)
        assert said == again
        assert len(found.contrast)
    with pytest.raises(FramingError, match="'tags' holds lists"):
        compare(counts, by="tags")
    with pytest.raises(FramingError, match="by 'desk' is not known"):
        compare(counts, by="desk")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text": "", "title": ""}, "no scores with tokens"),
        ({"outlet": "north"}, "only one outlet, 'north'"),
        ({"event": [str(number) for number in range(12)]}, "no two values of outlet share a cell"),
    ],
)
def test_where_there_is_nothing_to_compare(change: dict[str, Any], said: str) -> None:
    counts = counts_of(written(12, 8).assign(**change), voices=None)
    found, told = heard(counts)
    whole, again = heard(counts.table())
    same(found, whole)
    assert told == again
    assert said in told[0][0]


def test_no_articles_are_nothing_to_compare() -> None:
    counts = counts_of(written(3, 9).iloc[:0], voices=None)
    with pytest.warns(FramingWarning, match="no scores with tokens"):
        assert not len(compare(counts).profile)
