"""What stands at the top, what in rooms, and what old names say."""

from __future__ import annotations

import inspect
import pickle
import re
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
    "load example check score compare over_time findings evidence keyness side_by_side paper plotting Study "
    "Lexicon Limits Parts "
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
    assert [
        key for key in dir(room) if not (callable(getattr(room, key)) and getattr(room, key).__doc__)
    ] == []
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = room.nothing_here
    # Its modules may have been imported before, and some are called as what they hold.
    for key in dir(room):
        thing = getattr(room, key)
        import_module(thing.__module__)
        assert getattr(room, key) is thing
        assert pickle.loads(pickle.dumps(thing)) is thing


@for_each("name", rooms.ROOMS)
def test_a_room_can_be_imported_from_and_is_named_where_its_names_are_sought(name: str) -> None:
    found: dict[str, Any] = {}
    exec(f"from framing.{name} import *", found)
    assert import_module(f"framing.{name}") is getattr(fr, name)
    for key in dir(getattr(fr, name)):
        assert found[key] is getattr(getattr(fr, name), key)
        if key not in (*dir(fr), *rooms.MOVED, *fr._QUIET):
            with pytest.raises(AttributeError, match=rf"it is fr\.{name}\.{key}$"):
                getattr(fr, key)


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
            assert fr.group_copies  # type: ignore[attr-defined]
        assert fr.group_copies  # type: ignore[attr-defined]
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


TEXT = "The port may open, an official said on Monday. “It was a good day,” Ana Ruiz said."
MIXED = pd.DataFrame({"outlet": ["x", "x", "y", "y"], "text": [f"{TEXT} {n}." for n in range(4)]})
ODD = MIXED.assign(id=list("abcd"), language=["en", "en", "en", "fr"], genre=["opinion", *["news"] * 3])
SCORES = fr.score(MIXED, "hedges", voices=None)

#: Calls that warn, of as many functions as do with a few made-up articles.
LOUD: dict[str, Any] = {
    "load": lambda: fr.load(MIXED, columns={"section": "none"}),
    "score": lambda: fr.score(ODD, "hedges"),
    "score of targets": lambda: fr.score(MIXED, "stance.net", targets={"Bo": ["Bo"]}),
    "score of a dict": lambda: fr.score(MIXED, {"fear": ["(un|in)able", "afraid"]}),
    "compare": lambda: fr.compare(SCORES.assign(event=SCORES["article"]), draws=99),
    "evidence": lambda: fr.evidence(ODD, "hedges"),
    "keyness": lambda: fr.keyness(ODD, draws=99),
    "word_shift": lambda: fr.words.word_shift(ODD.assign(text="They praised a terrible plan."), "x", "y"),
    "kwic": lambda: fr.words.kwic(MIXED, "nowhere"),
    "voices": lambda: fr.sources.voices(ODD),
    "naming": lambda: fr.words.naming(MIXED, {"Bo": ["Bo"]}),
    "statements": lambda: fr.facts.statements(ODD.assign(outlet="x"), vectors=None),
    "side_by_side": lambda: fr.side_by_side(ODD, vectors=None),
    "coverage": lambda: fr.facts.coverage(ODD.assign(outlet="x")),
    "sample_for_coding": lambda: fr.coding.sample_for_coding(MIXED, codebook="tone", n=500, voices=None),
    "vectorizer": lambda: fr.words.LexiconVectorizer("hedges").fit_transform(ODD),
}


@for_each("name", LOUD)
def test_a_warning_points_at_the_caller_s_line(name: str) -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        LOUD[name]()
    assert told
    lines = {(one.filename, one.lineno) for one in told if issubclass(one.category, fr.FramingWarning)}
    assert lines == {(__file__, LOUD[name].__code__.co_firstlineno)}


def test_a_function_says_first_when_to_use_it_and_names_a_neighbour() -> None:
    functions = {name: thing for name, thing in public_names().items() if inspect.isfunction(thing)}
    known = {part for name in public_names() for part in name.split(".")} | {"plotting"}
    alone = {
        "load",
        "check",
        "example",
        "paper",
        "power",
        "sentence_vectors",
        "group_events",
        "comparability",
    }
    for name, thing in functions.items():
        first = inspect.getdoc(thing).splitlines()[0]  # type: ignore[union-attr]
        named = {part for word in re.findall("`([a-zA-Z_.]+)`", first) for part in word.split(".")}
        assert first.endswith("."), name
        assert named & (known - {name.rpartition(".")[2]}) or name.rpartition(".")[2] in alone, (
            f"{name}: {first}"
        )
