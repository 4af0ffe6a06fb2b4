"""A study: everything that was decided, in one frozen object, read from a file and written to one.

What follows from it is the business of `driver`. Nothing is computed here.
"""

from __future__ import annotations

import dataclasses
import inspect
import json
import os
import textwrap
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing.corpus.limits import Limits
from framing.errors import FramingError, check_choice, prefix_errors, refuse_unknown, unknown
from framing.io.files import check_local
from framing.plugins import parse_toml, read_given

if TYPE_CHECKING:
    from framing.engine.pool import Stages
    from framing.study.run import Result


# What may stand in a study file: the types of its values, and the options that a key's table may set.

_CHOICE = (
    "part", "voice", "speaker_type", "genre", "ngram", "stem", "case", "stop", "min_count", "intervals",
)  # fmt: skip

#: By key of the study file, what a table in the place of true may set.
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "keyness": ("against", *_CHOICE, "least_articles"),
    "coverage": ("levels", "terms", "genre"),
}

#: What a key says that leaves the choice to the articles, and that wants nothing.
AUTO, NONE = "auto", "none"

#: How outlets are put into groups without a table of them.
GROUPS = (AUTO, NONE, "country", "ownership")


def _is_table(value: Any) -> bool:
    return isinstance(value, Mapping) and all(isinstance(key, str) for key in value)


#: By the type of a key, how its values are called, and which values are of it.
_KINDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "str": ("a string", lambda value: isinstance(value, str)),
    "int": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
    "bool": ("true or false", lambda value: isinstance(value, bool)),
    "tuple[str, ...]": (
        'a list of strings, as ["..."]',
        lambda value: (
            isinstance(value, list | tuple) and all(isinstance(one, str | os.PathLike) for one in value)
        ),
    ),
    "Mapping[str, str]": (
        'a table of strings, as {name = "..."}',
        lambda value: _is_table(value) and all(isinstance(one, str) for one in value.values()),
    ),
    "Mapping[str, Any]": ("a table of options", _is_table),
}


def typed(name: str, value: Any, kind: str) -> Any:
    """Return a value as the field holds it, or say of what type it should be.

    >>> typed("outlets", ["x"], "tuple[str, ...]")
    ('x',)
    >>> typed("style", "yes", "bool")
    Traceback (most recent call last):
    framing.errors.FramingError: style should be true or false; got 'yes'
    """
    kinds = kind.split(" | ")
    if not any(_KINDS[one][1](value) for one in kinds):
        raise FramingError(f"{name} should be {' or '.join(_KINDS[one][0] for one in kinds)}; got {value!r}")
    if isinstance(value, Mapping):
        return {key: list(one) if isinstance(one, tuple) else one for key, one in value.items()}
    return tuple(map(os.fspath, value)) if isinstance(value, list | tuple) else value


def check(study: Study) -> None:
    """Refuse options that no key takes, and pairs that are none.

    Raises
    ------
    FramingError
        The nearest option is named.
    """
    for key, allowed in OPTIONS.items():
        given = getattr(study, key)
        refuse_unknown(given if isinstance(given, Mapping) else (), allowed, key, argument="option")
    Limits.of(study.limits)
    groups = study.groups
    if isinstance(groups, str):
        check_choice("groups", groups, GROUPS)
    elif not groups or not all(isinstance(own, list | tuple) and own for own in groups.values()):
        raise FramingError(
            'groups: name at least one outlet in each, as groups = {"Agencies" = ["afp", "reuters"]}'
        )
    if study.least_articles < 1:
        raise FramingError(f"least_articles: {study.least_articles} is no number of articles; give 1 or more")


def is_file(naming: str) -> bool:
    """Say whether referents are a file of the user's, and no set that comes with the package.

    >>> is_file("visits"), is_file("mine.toml"), is_file("none")
    (False, True, False)
    """
    return "/" in naming or os.sep in naming or bool(os.path.splitext(naming)[1])


def files_of(value: Any) -> list[str]:
    """Return the files among one or several names.

    >>> files_of(("generic", "mine.toml")), files_of("visits"), files_of({"Ruiz": ["Ruiz"]})
    (['mine.toml'], [], [])
    """
    several = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
    return [name for name in several if is_file(name)]


def of_files(value: Any, change: Callable[[str], str]) -> Any:
    """Return one or several names, with those that are files changed.

    >>> of_files(("generic", "a/mine.toml"), os.path.basename)
    ('generic', 'mine.toml')
    """
    if isinstance(value, str):
        return change(value) if is_file(value) else value
    return tuple(of_files(name, change) for name in value) if isinstance(value, tuple) else value


#: The keys that hold paths.
PATHS = ("articles", "lexicons", "codes")

#: What may be the name of something that comes with the package, or a file of the user's.
NAMES = ("naming", "targets", "frames")


def _key(default: Any, meaning: str, allowed: tuple[str, ...] = ()) -> Any:
    start: dict[str, Any] = {"default_factory": dict} if default == {} else {"default": default}
    return field(**start, metadata={"meaning": meaning, "allowed": allowed})


@dataclass(frozen=True, repr=False)
class Study:
    """One comparison, as it is written in study.toml: each parameter is a key.

    {keys}

    Raises
    ------
    FramingError
        A value has the wrong type or is not among those allowed.

    Examples
    --------
    >>> study = Study(articles=["corpora/carney-beijing-2026"], seed=7)
    >>> study.articles, study.wire
    (('corpora/carney-beijing-2026',), 'collapse')
    >>> Study(articles=["x"], wire="fold")
    Traceback (most recent call last):
    framing.errors.FramingError: wire 'fold' is not known. Allowed: collapse, drop, keep
    """

    articles: tuple[str, ...] = _key((), "files, folders and globs of articles, relative to the study file")
    title: str = _key("", "heads the report")
    event: str = _key("", "articles of other events are left out; articles that name none get it")
    outlets: tuple[str, ...] = _key((), "keys or names of outlets; others are left out (empty: all)")
    columns: Mapping[str, str] = _key({}, 'what the columns of your files are called, as outlet = "Source"')
    limits: Mapping[str, Any] = _key({}, "how much of a file is read at most, as seconds = 30; see fr.Limits")
    by: str = _key("outlet", "column of articles that makes the groups")
    groups: str | Mapping[str, Any] = _key(
        "auto",
        'groups of outlets that are compared: "country" or "ownership" as the files of outlets say, "none", '
        '"auto" (by ownership where most articles stand in small outlets); a table names some, as '
        '{Agencies = ["afp", "reuters"]}',
    )
    least_articles: int = _key(
        5, "articles that an outlet or group needs to be compared; smaller ones are shown and not tested"
    )
    split: tuple[str, ...] = _key(("voice",), "what is told apart inside a group: voice, part")
    voices: str = _key("full", "how voices are told apart", ("full", "quotes", "none"))
    sources: bool = _key(
        True, "whether the standing of sources, demands and causes are compared too (with voices in full)"
    )
    languages: tuple[str, ...] = _key(
        (), "articles known to be in another language are left out (empty: those that the measures are for)"
    )
    measures: tuple[str, ...] = _key((), "names of measures (empty: all)")
    lexicons: tuple[str, ...] = _key((), "files of your own lexicons, relative to the study file")
    primary: tuple[str, ...] = _key((), "measures tested as primary; all others are exploratory")
    wire: str = _key("collapse", "how agency copy is treated", ("collapse", "keep", "drop"))
    collection: str = _key("unknown", "how the collection is read", ("census", "sample", "unknown"))
    weights: str = _key("mantel-haenszel", "how events are pooled", ("mantel-haenszel", "equal"))
    draws: int = _key(9999, "draws of a permutation test")
    seed: int = _key(1, "of every random draw")
    keep: tuple[str, ...] = _key((), "columns of articles to keep in scores")
    keyness: bool | Mapping[str, Any] = _key(
        True, "whether words that differ are sought; a table sets options of fr.keyness, as {ngram = 2}"
    )
    naming: str = _key("visits", 'who is called what: a set of referents, a file of your own, or "none"')
    targets: str | Mapping[str, Any] = _key(
        "auto", 'toward whom stance is measured: names and aliases, a set, a file, "auto" or "none"'
    )
    frames: tuple[str, ...] = _key(("auto",), "codebooks, by name or file, whose indicators are counted")
    events: str = _key("auto", "whether events are looked for where none is named", ("auto", "given", "find"))
    window: str | int = _key("3D", "how far apart articles on one event are published at most")
    copies: str = _key("near", "which texts count as copies of one", ("near", "exact"))
    reuse: bool = _key(True, "whether passages that two outlets share are listed")
    coverage: bool | Mapping[str, Any] = _key(
        True, "whether what an outlet's articles lack is told; a table sets options of fr.facts.coverage"
    )
    robustness: bool = _key(True, "whether differences in primary measures are made in other ways too")
    codes: tuple[str, ...] = _key(
        (), "codes by people, or folders of a coded sample, relative to the study file"
    )
    coded: Mapping[str, Any] = _key({}, 'what a coded question asks for, as hedged = "hedges"')
    evidence: int = _key(0, "most sentences kept for each number (0: all, or 25 of over 1,000 articles)")
    details: bool = _key(False, "whether scores and voices of over 20,000 articles are written too, by part")
    figures: tuple[str, ...] = _key(
        (), 'figures that are drawn, by name, or "all" (empty: those of the report)'
    )
    png: bool = _key(False, "whether figures are written as PNG too, beside SVG")
    csv: tuple[str, ...] = _key(
        (), 'tables that are written as CSV beside those that people open, by name, or "all"'
    )

    def __post_init__(self) -> None:
        for item in fields(self):
            value = typed(item.name, getattr(self, item.name), str(item.type))
            allowed = item.metadata["allowed"]
            if allowed and value not in allowed:
                raise unknown(item.name, value, allowed)
            object.__setattr__(self, item.name, value)
        check(self)
        if not self.articles:
            raise FramingError('articles: none given; name files, folders or globs, as articles = ["texts/"]')

    def __repr__(self) -> str:
        """Return what was decided; of keys that are as they are unless said, nothing."""
        said = [(item, getattr(self, item.name)) for item in fields(self)]
        decided = [f"{item.name}={value!r}" for item, value in said if value not in (item.default, {})]
        return f"Study({', '.join(decided)})"

    @classmethod
    def read(
        cls, path: str | os.PathLike[str], articles: Sequence[str | os.PathLike[str]] | None = None
    ) -> Study:
        """Return the study that a TOML file describes.

        Parameters
        ----------
        path : path
            Each parameter of `Study` is a key; paths in it are relative to the file.
        articles : sequence of str, optional
            Files, folders, patterns or a store to take in the place of those that the file names.

        Raises
        ------
        FramingError
            The file can't be read, is no TOML, has a key that is not known
            (the nearest known one is named), a value of the wrong type or an address.
        """
        raw = parse_toml(read_given(path), str(path))
        refuse_unknown(raw, cls.__dataclass_fields__, str(path))
        if articles is not None:
            raw["articles"] = ["."]
        with prefix_errors(str(path)):
            study = cls(**raw)
        for key in (*PATHS, *NAMES):
            for one in study.paths_of(key):
                check_local(one, named=f"{path}: {key}", remedy="save it beside the study")

        study = study.map_paths(lambda name: os.path.normpath(os.path.join(Path(path).parent, name)))
        if articles is not None:
            study = dataclasses.replace(study, articles=tuple(os.fspath(one) for one in articles))
        return study

    @property
    def names_targets(self) -> bool:
        """Whether it is said toward whom stance is measured: neither left to the articles nor to nobody."""
        return isinstance(self.targets, Mapping) or self.targets not in (AUTO, NONE)

    def options(self, *keys: str) -> dict[str, Any]:
        """Return some keys and their values, as functions of the package take them.

        >>> Study(articles=["x"]).options("by", "wire")
        {'by': 'outlet', 'wire': 'collapse'}
        """
        return {key: getattr(self, key) for key in keys}

    def paths_of(self, *keys: str) -> tuple[str, ...]:
        """Return the paths among the values of some keys of `PATHS` and `NAMES`."""
        each = (getattr(self, key) if key in PATHS else files_of(getattr(self, key)) for key in keys)
        return tuple(path for paths in each for path in paths)

    def map_paths(self, change: Callable[[str], str]) -> Study:
        """Return the study with each of its paths changed."""
        moved: dict[str, Any] = {key: tuple(map(change, getattr(self, key))) for key in PATHS}
        return dataclasses.replace(
            self, **moved, **{key: of_files(getattr(self, key), change) for key in NAMES}
        )

    def beside(self) -> tuple[str, ...]:
        """Return the files read beside the articles: lexicons, referents, codebooks."""
        return (*self.lexicons, *dict.fromkeys(self.paths_of(*NAMES)))

    def settings(self) -> dict[str, Any]:
        """Return all that was set, free of paths, as plain JSON values.

        >>> "articles" in Study(articles=["x"]).settings()
        False
        """
        bare = self.map_paths(lambda path: Path(path).name)
        found = {item.name: getattr(bare, item.name) for item in fields(self) if item.name not in PATHS}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}

    def toml(self, folder: str | os.PathLike[str]) -> str:
        """Return the study as a file for `folder`: what isn't the default, paths relative to it."""
        lines, tables = [], []
        moved, blank = self.map_paths(lambda path: _relative(path, folder)), Study(articles=(".",))
        for item in fields(self):
            value = getattr(moved, item.name)
            if getattr(self, item.name) == getattr(blank, item.name) and item.name != "articles":
                continue
            if isinstance(value, Mapping):
                tables += ["", f"[{item.name}]", *(_pair(*pair) for pair in value.items())]
            else:
                lines.append(_pair(item.name, sorted(value) if item.name in PATHS else value))
        return "\n".join([*lines, *tables]) + "\n"

    def run(
        self,
        folder: str | os.PathLike[str],
        *,
        home: str | os.PathLike[str] | None = None,
        cache: str | os.PathLike[str] | None = None,
        workers: int | None = None,
        dask: str | None = None,
        progress: bool | Stages | None = None,
    ) -> Result:
        """Load, score, compare, collect the evidence, draw, report, and record what it was made from.

        Parameters
        ----------
        folder : path
            Gets ``tables/``, ``figures/``, ``report.html``, ``study.toml`` and
            ``provenance.json``; an earlier output in it is replaced when all is
            done, and not before.
        home : path, optional
            The folder that paths in the study.toml written are relative to,
            where that isn't `folder`.
        cache : path, optional
            Folder that keeps what came of each file, as in `framing.load`, and finished parts. Without one
            these stand beside `folder` until the run ends well: the run after one that was cut off goes on
            from there.
        workers : int, optional
            Processes that work; by default one up to 20 MB of text, of more one for each processor.
            Nothing depends on their number.
        dask : str, optional
            "local", or the address of a scheduler, as tcp://host:8786: its workers do the work. Takes the
            extra ``distributed``.
        progress : bool or framing.engine.pool.Stages, optional
            Whether a bar shows how far work is, with the time left, or a line each stage where output is
            redirected; by default on a terminal and in a notebook.

        Returns
        -------
        Result

        Raises
        ------
        FramingError
            The articles can't be compared, or the folder can't be written.
        """
        from framing.engine.pool import check_workers
        from framing.study.run import run
        from framing.study.steps import ExecutionOptions

        place = None if cache is None else os.fspath(cache)
        how = ExecutionOptions(check_workers(workers), dask, place, progress)
        return run(self, folder, home, how)


def _list_keys() -> str:
    """Return the section of a docstring on parameters, from the keys as they are declared."""
    lines = ["Parameters", "----------"]
    for item in fields(Study):
        allowed = item.metadata["allowed"]
        lines += [f"{item.name} : {item.type if not allowed else f'{{{str(allowed)[1:-1]}}}'}"]
        lines += textwrap.wrap(item.metadata["meaning"], 100, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines)


Study.__doc__ = inspect.cleandoc(Study.__doc__ or "").replace("{keys}", _list_keys())


def _relative(path: str, folder: str | os.PathLike[str]) -> str:
    try:
        return Path(os.path.relpath(os.path.abspath(path), os.path.abspath(folder))).as_posix()
    except ValueError:  # another drive on Windows
        return Path(path).as_posix()


def _pair(key: str, value: Any) -> str:
    """Return a key and its value as TOML; tables inside a value stand in braces."""
    name = key if key.isidentifier() and key.isascii() else json.dumps(key, ensure_ascii=False)
    return f"{name} = {_written(value)}"


def _written(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(_pair(str(key), one) for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_written(one) for one in value) + "]"
    return json.dumps(value, ensure_ascii=False)
