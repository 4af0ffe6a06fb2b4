"""What stands at the top, what in rooms, and what old names say."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
import warnings
from importlib import import_module
from typing import Any

import pandas as pd
import pytest

import framing as fr
from framing import rooms
from tests.cases import for_each
from tests.house import public_names

FIRST = (
    "load check score compare findings evidence keyness side_by_side paper plotting Study Lexicon "
    "words sources wire facts stance frames checks coding FramingError FramingWarning __version__"
).split()
#: Notebooks and scripts rely on these at the top, and hear nothing of rooms.
FIXED = (
    "load voices score evidence compare keyness word_shift kwic naming group_events reuse coverage stance "
    "findings side_by_side frames Lexicon Study plotting"
).split()
ARTICLES = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": ["The port may open, an official said."]})


def test_few_names_are_shown() -> None:
    assert sorted(dir(fr)) == sorted(FIRST)
    assert sorted(fr.__all__) == sorted(FIRST)


@for_each("name", FIXED)
def test_the_fixed_interface_is_at_the_top(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert callable(getattr(fr, name)) or name == "plotting"


@for_each("name", [*rooms.ROOMS, "coding"])
def test_a_room(name: str) -> None:
    room = getattr(fr, name)
    assert inspect.ismodule(room)
    assert room.__doc__
    assert dir(room) == sorted(dir(room))
    assert [key for key in dir(room) if not (callable(getattr(room, key)) and getattr(room, key).__doc__)] == []
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = room.nothing_here
    # Its modules may have been imported before, and some are called as what they hold.
    for key in dir(room):
        thing = getattr(room, key)
        import_module(thing.__module__)
        assert getattr(room, key) is thing
        assert pickle.loads(pickle.dumps(thing)) is thing


@for_each(("old", "new"), rooms.MOVED.items())
def test_an_old_name_works_and_names_the_new(old: str, new: str) -> None:
    with pytest.warns(DeprecationWarning, match=rf"fr\.{old} is now fr\.{new};") as told:
        thing = getattr(fr, old)
    assert thing is public_names()[new]
    assert [one.filename for one in told] == [__file__]


def test_an_old_name_is_told_once_a_place() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("default")
        for _ in range(3):
            fr.group_copies(ARTICLES)  # type: ignore[attr-defined]
        fr.group_copies(ARTICLES)  # type: ignore[attr-defined]
    assert len(told) == 2


def test_an_old_name_can_be_imported() -> None:
    with pytest.warns(DeprecationWarning, match=r"fr\.copies is now fr\.wire\.copies"):
        from framing import copies  # type: ignore[attr-defined]
    assert copies is fr.wire.copies


def test_rooms_that_are_called() -> None:
    assert fr.frames(ARTICLES, "generic").equals(fr.frames.frames(ARTICLES, "generic"))  # type: ignore[attr-defined]
    with pytest.warns(DeprecationWarning, match=r"fr\.sources is now fr\.sources\.score_sources") as told:
        found = fr.sources(ARTICLES)  # type: ignore[operator]
    assert told[0].filename == __file__
    pd.testing.assert_frame_equal(found, fr.sources.score_sources(ARTICLES))


@pytest.mark.slow
def test_a_new_process_finds_what_has_a_module_s_name() -> None:
    code = (
        "import framing.coding.agreement, framing.findings.table, framing.coding.validity, framing as fr\n"
        "assert all(map(callable, (fr.coding.agreement, fr.coding.validity, fr.findings)))\n"
        "from framing import findings, words; assert callable(findings) and callable(words.kwic)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert not done.stderr


#: Calls that warn, of as many functions as do with a few made-up articles.
def _loud() -> dict[str, Any]:
    text = "The port may open, an official said on Monday. “It was a good day,” Ana Ruiz said."
    mixed = pd.DataFrame({"outlet": ["x", "x", "y", "y"], "text": [f"{text} {n}." for n in range(4)]})
    odd = mixed.assign(id=list("abcd"), language=["en", "fr", "en", "en"], genre=["opinion", *["news"] * 3])
    one = odd.assign(outlet="x")
    scores = fr.score(mixed, "hedges", voices=None)
    same = fr.compare(scores.assign(event=scores["article"]), draws=99)
    return {
        "score": lambda: fr.score(odd, "hedges"),
        "score of targets": lambda: fr.score(mixed, "stance.net", targets={"Bo": ["Bo"]}),
        "evidence": lambda: fr.evidence(odd, "hedges"),
        "keyness": lambda: fr.keyness(odd, draws=99),
        "word_shift": lambda: fr.words.word_shift(odd, "x", "y"),
        "kwic": lambda: fr.words.kwic(mixed, "nowhere"),
        "voices": lambda: fr.sources.voices(odd),
        "naming": lambda: fr.words.naming(mixed, {"Bo": ["Bo"]}),
        "statements": lambda: fr.facts.statements(one, vectors=None),
        "side_by_side": lambda: fr.side_by_side(one, vectors=None),
        "coverage": lambda: fr.facts.coverage(one),
        "comparability": lambda: fr.checks.comparability(odd.assign(outlet=["x", "x", "y", "z"])),
        "influence": lambda: fr.checks.influence(scores, same.contrast),
        "lexicon": lambda: fr.score(mixed, {"fear": ["un*able", "afraid"]}),
        "sample": lambda: fr.coding.sample_for_coding(mixed, codebook="tone", n=500, voices=None),
        "over_time": lambda: fr.over_time(scores.assign(published=pd.NaT), articles=mixed),
    }


@for_each(("name", "call"), _loud().items())
def test_a_warning_points_at_the_caller_s_line(name: str, call: Any) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        call()
    assert told
    assert {one.filename for one in told} == {__file__}
    assert {one.lineno for one in told} <= {call.__code__.co_firstlineno}
