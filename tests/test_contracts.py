"""Everything that is registered keeps the protocol of its kind; what is put into a folder is found.

What each kind does with real input, its own tests say; these hold for plug-ins that nobody here has seen.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import itertools
import pkgutil
import re
import tomllib
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import framing
from framing import plugins
from framing.corpus import lines as paras
from framing.corpus.outlets import key_of, outlets
from framing.errors import FramingError
from framing.features.lexicon import Lexicon, shipped
from framing.features.matching import Hits
from framing.features.measures import on_request, registry
from framing.schema import UNITS
from framing.schema import names as table_names
from framing.study import output, run
from framing.study.config import Study
from framing.study.run import find_steps
from framing.text.quotes import quoted_words
from framing.text.tokens import tokenize
from tests.cases import for_each

READERS = plugins.modules("framing.corpus.readers", "framing.readers", ("SUFFIXES", "sniff", "read"))
LAYOUTS = paras.layouts()
FORMATS = plugins.modules("framing.features.formats", "framing.lexicon_formats", ("SUFFIXES", "read"))
RULES = plugins.modules("framing.features.rules", "framing.measures", ("measures",))
STEPS = find_steps()
FIGURES = plugins.modules("framing.plotting.figures", "framing.figures", ("TABLE",))
MODULES = {**READERS, **FORMATS, **RULES, **FIGURES, **STEPS}

SAMPLE = [
    "It may not be good — “we agree with 5 of them,” he said. The regime claimed otherwise.",
    "",
    "Plainly bad.",
]


def public(module: ModuleType) -> dict[str, Any]:
    """Functions that a module defines and others may call."""
    return {
        name: thing
        for name, thing in vars(module).items()
        if inspect.isfunction(thing)
        and not name.startswith("_")
        and inspect.unwrap(thing).__module__ == module.__name__
    }


# -- modules --


@for_each("name", MODULES)
def test_a_module_says_what_it_is_for_and_so_does_each_function(name: str) -> None:
    module = MODULES[name]
    assert module.__name__.rsplit(".", 1)[-1] == name
    assert module.__doc__
    assert module.__doc__.splitlines()[0].endswith((".", ":"))
    functions = public(module)
    assert functions
    assert [f for f, thing in functions.items() if not thing.__doc__] == []
    assert [
        f
        for f, thing in functions.items()
        if inspect.signature(thing).return_annotation is inspect.Signature.empty
    ] == []


@for_each("name", READERS)
def test_a_reader(name: str) -> None:
    module = READERS[name]
    assert module.SUFFIXES
    assert all(re.fullmatch(r"(?:\.[a-z0-9]+)+", suffix) for suffix in module.SUFFIXES)
    assert list(inspect.signature(module.sniff).parameters) == ["head", "name"]
    assert list(inspect.signature(module.read).parameters) == ["stream", "source"]
    sure = [
        module.sniff(head, f"a{s}")
        for s in (*module.SUFFIXES, ".none")
        for head in (b"", b"\x00\xff", b"{}", b"A line.")
    ]
    assert all(isinstance(value, int) and 0 <= value <= 100 for value in sure)


@pytest.mark.parametrize("name", FORMATS)
def test_a_form_of_lexicon(name: str) -> None:
    module = FORMATS[name]
    assert module.SUFFIXES
    assert all(re.fullmatch(r"\.[a-z0-9]+", suffix) for suffix in module.SUFFIXES)
    assert list(inspect.signature(module.read).parameters)[:2] == ["data", "name"]


def test_no_two_forms_of_lexicon_claim_a_suffix() -> None:
    suffixes = [suffix for module in FORMATS.values() for suffix in module.SUFFIXES]
    assert len(set(suffixes)) == len(suffixes)


def test_no_two_readers_claim_the_same_members_of_an_archive() -> None:
    packed = [tuple(sorted(module.PACKED)) for module in READERS.values() if hasattr(module, "PACKED")]
    assert all(packed)
    assert len(set(packed)) == len(packed)


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_of_an_export(name: str) -> None:
    module = LAYOUTS[name]
    assert module.NAME
    assert list(inspect.signature(module.sniff).parameters) == ["paras"]
    assert list(inspect.signature(module.read).parameters) == ["paras", "source", "carrier"]
    lines = paras.plain("Ministers meet\n\nThe two sides agreed on Thursday to open the port.\n")
    assert [module.sniff(part) for part in ([], lines[:1], lines)] == [0, 0, 0]


@for_each("name", FIGURES)
def test_a_figure(name: str) -> None:
    module = FIGURES[name]
    assert module.TABLE in table_names()
    draw = getattr(module, name)
    first, *others = inspect.signature(draw).parameters.values()
    assert first.name == "table"
    assert first.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    assert {p.name: p.default for p in others}["ax"] is None
    # All options are named and have a default: (table) alone is enough.
    assert all(
        p.kind is inspect.Parameter.KEYWORD_ONLY and p.default is not inspect.Parameter.empty for p in others
    )
    assert "Axes" in str(inspect.signature(draw).return_annotation)
    assert getattr(framing.plotting, name) is draw


# -- outlets, lexicons, measures --


@for_each("key", outlets())
def test_an_outlet(key: str) -> None:
    outlet = outlets()[key]
    assert outlet.key == key
    assert re.fullmatch(r"[a-z0-9]+(?:_[a-z0-9]+)*", key)
    assert outlet.name
    assert outlet.name == outlet.name.strip()
    assert key_of(key) == key
    for domain in outlet.domains:
        assert re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", domain), domain
    assert outlet.language is None or re.fullmatch("[a-z]{2}", outlet.language)
    assert outlet.country is None or re.fullmatch("[A-Z]{2}", outlet.country)


@pytest.mark.parametrize("name", shipped())
def test_a_lexicon(name: str) -> None:
    lexicon = shipped()[name]
    assert name in plugins.files("framing.features.lexicons")
    assert re.fullmatch("[a-z]+(?:_[a-z]+)*", name)
    assert all(measure == name or measure.startswith(f"{name}.") for measure in lexicon.measures)
    assert name in repr(lexicon)


@for_each("name", [*registry(), *on_request()])
def test_a_measure(name: str) -> None:
    measure = (registry() | on_request())[name]
    assert measure.name == name
    assert re.fullmatch(r"[a-z0-9_]+(?:\.[a-z0-9_]+)*", name)
    assert measure.unit in UNITS
    assert measure.meaning.endswith(".")
    assert set(measure.poles) <= set(measure.finder.poles)


def finders() -> dict[str, Any]:
    return {measure.finder.name: measure.finder for measure in registry().values()}


@pytest.mark.medium
@for_each("name", finders())
def test_a_finder(name: str) -> None:
    finder = finders()[name]
    tokens = tokenize(SAMPLE)
    quoted = quoted_words(tokens)
    hits = finder.find(tokens, quoted)
    assert isinstance(hits, Hits)
    assert {len(column) for column in hits} == {len(hits.start)}
    kinds = {
        "start": np.int64,
        "length": np.int32,
        "entry": np.int32,
        "pole": np.int32,
        "weight": np.int64,
        "negated": np.bool_,
    }
    assert {field: getattr(hits, field).dtype.type for field in Hits._fields} == kinds
    assert (np.diff(hits.start) >= 0).all()
    assert ((hits.start >= 0) & (hits.start + hits.length <= len(tokens.ids))).all()
    assert ((hits.entry >= 0) & (hits.entry < len(finder.terms))).all()
    assert ((hits.pole >= 0) & (hits.pole < len(list(finder.poles)))).all()
    assert isinstance(finder.language, str)
    # Nothing is kept between calls, and no text is no trouble.
    again = finder.find(tokens, quoted)
    assert all((a == b).all() for a, b in zip(hits, again, strict=True))
    assert len(finder.find(tokenize([]), None).start) == 0
    assert len(finder.find(tokenize(["", "…"]), None).start) == 0


def test_measures_come_in_order_of_name_and_each_from_one_place() -> None:
    assert list(registry()) == sorted(registry())
    assert list(on_request()) == sorted(on_request())
    assert list(shipped()) == sorted(shipped())
    offered = [m for lexicon in shipped().values() for m in lexicon.measures]
    offered += [m.name for module in RULES.values() for m in module.measures()]
    assert sorted(offered) == sorted([*registry(), *on_request()])


@for_each("name", table_names())
def test_a_schema_file(name: str) -> None:
    raw = tomllib.loads(plugins.files("framing.schemas")[name].read_text("utf8"))
    assert set(raw) <= {"row", "key", "open", "split", "columns"}
    assert raw["row"]
    assert all(spec["meaning"] for spec in raw["columns"].values())


# -- the whole package --


def every_module() -> list[str]:
    return [
        info.name
        for info in pkgutil.walk_packages(framing.__path__, "framing.")
        if not info.name.endswith("__main__")
    ]


@for_each("name", every_module())
def test_every_module_and_public_function_is_described(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__
    for thing in getattr(module, "__all__", ()):
        assert hasattr(module, thing), thing
    own = [(key, thing) for key, thing in vars(module).items() if inspect.isfunction(thing)]
    own = [(key, thing) for key, thing in own if (thing.__module__, thing.__qualname__) == (name, key)]
    bare = [key for key, thing in own if not key.startswith("_") and not thing.__doc__]
    assert bare == []


def test_a_module_can_be_read_whole() -> None:
    folder = Path(framing.__file__).parent
    size = {str(p.relative_to(folder)): p.read_text("utf8").count("\n") for p in folder.rglob("*.py")}
    assert {name: lines for name, lines in size.items() if lines > 1_200} == {}
    long = {name: lines for name, lines in size.items() if lines > 700}
    assert len(long) <= len(size) / 10, long


# -- how plug-ins are found --


class Point:
    """An entry point, as another installed package would announce it."""

    def __init__(self, name: str, module: ModuleType) -> None:
        self.name, self.module = name, module

    def load(self) -> ModuleType:
        return self.module


_serial = itertools.count()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, Path]:
    """A new package on the path, under a name that no other test has used."""
    name = f"plugged_in_{next(_serial)}"
    folder = tmp_path / name
    folder.mkdir()
    (folder / "__init__.py").write_text('"""For a test."""\n', "utf8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    return name, folder


def add(folder: Path, name: str, text: str) -> None:
    (folder / f"{name}.py").write_text(text, "utf8")


def test_a_file_put_into_the_folder_is_found_in_order_of_name(package: tuple[str, Path]) -> None:
    name, folder = package
    for stem in ("zulu", "alpha", "_helper"):
        add(folder, stem, f"SUFFIXES = ('.{stem}',)\n")
    found = plugins.modules(name, "framing.none", ("SUFFIXES",))
    assert list(found) == ["alpha", "zulu"]
    assert found["zulu"].SUFFIXES == (".zulu",)


def test_an_entry_point_comes_after_the_folder(
    package: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    name, folder = package
    add(folder, "zulu", "SUFFIXES = ()\n")
    other = ModuleType("other")
    other.SUFFIXES = (".other",)  # type: ignore[attr-defined]
    asked = []

    def entry_points(*, group: str) -> list[Point]:
        asked.append(group)
        return [Point("bravo", other), Point("alpha", other)]

    monkeypatch.setattr(metadata, "entry_points", entry_points)
    found = plugins.modules(name, "framing.some", ("SUFFIXES",))
    assert list(found) == ["zulu", "alpha", "bravo"]
    assert found["bravo"] is other
    assert asked == ["framing.some"]


def test_a_name_that_is_taken(package: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    name, folder = package
    add(folder, "alpha", "")
    monkeypatch.setattr(metadata, "entry_points", lambda group: [Point("alpha", ModuleType("other"))])
    with pytest.raises(
        FramingError, match=r"entry point 'alpha' of framing.some takes a name that is in use; rename it"
    ):
        plugins.modules(name, "framing.some", ())


def test_a_plug_in_that_lacks_something(package: tuple[str, Path]) -> None:
    name, folder = package
    add(folder, "alpha", "read = print\n")
    with pytest.raises(
        FramingError, match=r"plug-in 'alpha' of framing.some lacks SUFFIXES, sniff; add it to the module"
    ):
        plugins.modules(name, "framing.some", ("SUFFIXES", "read", "sniff"))


def test_files_of_a_folder_by_stem(package: tuple[str, Path]) -> None:
    name, folder = package
    for stem in ("zulu.toml", "alpha.toml", "alpha.txt"):
        (folder / stem).write_text(stem, "utf8")
    found = plugins.files(name)
    assert list(found) == ["alpha", "zulu"]
    assert found["zulu"].read_text("utf8") == "zulu.toml"
    assert list(plugins.files(name, ".txt")) == ["alpha"]


def test_a_lexicon_s_entry_points_are_measures_like_ours() -> None:
    """The path from a lexicon object to scores asks for nothing that a shipped one has and a user's lacks."""
    mine = Lexicon(
        "mine", shipped()["hedges"].entries, shipped()["hedges"].poles, shipped()["hedges"].measures
    )
    tokens = tokenize(SAMPLE)
    assert [c.tolist() for c in mine.find(tokens)] == [c.tolist() for c in shipped()["hedges"].find(tokens)]


def keys_read(module: ModuleType) -> set[str]:
    """Return the keys of a study that a module's code takes from one."""
    keys: set[str] = set()
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).split(".")[-1] == "study":
            keys.add(node.attr)
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".options"):
            keys |= {ast.literal_eval(one) for one in node.args if isinstance(one, ast.Constant)}
    keys |= {"targets"} if "names_targets" in keys else set()
    return keys & set(Study.__dataclass_fields__)


@for_each("name", STEPS)
def test_a_step_says_which_keys_it_obeys(name: str) -> None:
    # How voices are told apart the context says.
    assert keys_read(STEPS[name]) - {"voices"} == set(STEPS[name].KEYS) - {"voices"}


def test_every_key_of_a_study_is_obeyed() -> None:
    obeyed = {key for step in STEPS.values() for key in step.KEYS}
    assert obeyed | keys_read(output) | keys_read(run) == set(Study.__dataclass_fields__)


def test_every_table_is_given_by_one_step() -> None:
    given = [table for step in STEPS.values() for table in step.TABLES]
    assert len(given) == len(set(given))
    assert len({step.PLACE for step in STEPS.values()}) == len(STEPS)
