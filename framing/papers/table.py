"""A table of the program as a paper prints it: `paper` chooses columns and words, `Paper.save` writes it.

A layout says how a table is printed (``layouts/``, one module a table); a table that has none is printed
column by column as its schema names them. A form says how a printed table is written (``forms/``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import plugins, schema
from framing.errors import FramingError, among, brief, several, unknown, whole
from framing.io import files
from framing.papers import calling, notes
from framing.papers.columns import Column, Sheet, count, group, number, p, plain, text
from framing.views import numbers as numbers
from framing.views import vocabulary
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

    from framing.coding.questions import Questions
    from framing.features.frames.codebook import Codebook
    from framing.papers.columns import Column
    from framing.views.vocabulary import Names


__all__ = ["FORMS", "Given", "Paper", "kind_of", "layouts", "names", "narrows", "paper"]


# Which rows of a table are printed: those asked for, else those that its layout prefers.

#: Up to so many rows are printed as they come.
FEW = 60


def number_choosing(argument: str, value: object) -> int | None:
    """Return a whole number from 1 on, or None; anything else is said to be wrong."""
    if value is None:
        return None
    known = whole(value)
    if known is None or known < 1:
        raise FramingError(f"paper: {argument} should be a whole number from 1 on; got {brief(value)}")
    return known


def narrows(table: str, argument: str) -> bool:
    """Say whether rows of a table are each of one measure, or one voice, so that one can ask for some.

    >>> narrows("contrast", "voice"), narrows("robustness", "measure"), narrows("coverage", "voice")
    (True, True, False)
    """
    known = schema.schema(table)
    # Comparisons that are made again are told apart by a name for all that they are of.
    return argument in known.columns and (argument in known.key or "contrast" in known.key)


def choose_rows(
    frame: pd.DataFrame,
    layout: Any,
    names: Names,
    source: str,
    *,
    measure: str | Sequence[str] | None,
    voice: str | Sequence[str] | None,
    top: int | None,
) -> tuple[pd.DataFrame, str]:
    """Return the rows to print, and the sentence that says which they are.

    Parameters
    ----------
    frame : pandas.DataFrame
        A table that was checked.
    layout : module or None
        Its `chosen`, if it has one, puts rows in order and cuts them.
    names : Names
        Of voices.
    source : str
        The table's name.
    measure, voice : str or sequence of str, optional
        Only these; a measure's first part stands for all that begin so.
    top : int, optional
        How many at most.
    """
    whole_size = len(frame)
    frame, asked = _asked(frame, names, source, measure, voice)
    if hasattr(layout, "chosen") and (top is not None or len(frame) > FEW):
        kept, said = layout.chosen(frame, top)
    else:
        most = top or FEW
        kept = frame.head(most)
        said = "The first ones." if len(kept) < len(frame) else ""
    said = " ".join(filter(None, (asked, said)))
    if len(kept) < whole_size:
        count = f"{numbers.count(len(kept))} of {numbers.count(whole_size)} rows are printed"
        said = f"{count}: {said[0].lower()}{said[1:]}" if said else f"{count}."
    return kept, said


def _asked(
    frame: pd.DataFrame, names: Names, source: str, measure: object, voice: object
) -> tuple[pd.DataFrame, str]:
    """Return the rows of the measures and voices that were asked for."""
    told = []
    for argument, value in (("measure", measure), ("voice", voice)):
        wanted = [str(one) for one in several(argument, value)]
        if not wanted:
            continue
        if not narrows(source, argument):
            raise FramingError(
                f"paper: {argument}={brief(value)}: rows of this table are of no {argument}; leave it out"
            )
        have = frame[argument].astype(str).fillna("")
        known = sorted(set(have))
        keep = have.isin([])
        for one in wanted:
            own = (have == one) | (have.str.startswith(f"{one}.") if argument == "measure" else False)
            if not own.any():
                families = {name.partition(".")[0] for name in known} if argument == "measure" else set()
                raise unknown(argument, one, {*known, *families}, where="paper")
            keep |= own
        frame = frame[keep]
        said = wanted if argument == "measure" else [names.voice(one) or "in all words" for one in wanted]
        told.append(f"only {numbers.all_listed(said)}")
    return frame, f"Those asked for, {', '.join(told)}." if told else ""


# What a layout may look at beside the table itself.


@dataclass(frozen=True)
class Given:
    """Settings of the study, the articles where they were given, and how things are called.

    Attributes
    ----------
    names : framing.report.names.Names
        Of outlets, voices and measures.
    settings : mapping
        As in provenance.json; empty where none were given.
    articles : pandas.DataFrame, optional
        Those that the table was made of.
    """

    names: Names
    settings: Mapping[str, Any] = field(default_factory=dict)
    articles: pd.DataFrame | None = None


def names(settings: Mapping[str, Any]) -> Names:
    """Return how things are called: measures by what the settings say of them, else by their own lists."""
    from framing.features.measures import on_request, registry

    known = {name: measure.meaning for name, measure in {**registry(), **on_request()}.items()}
    own = settings.get("measures")
    meanings = {
        **known,
        **vocabulary.meanings(),
        **(own if isinstance(own, Mapping) else {}),
    }
    return Names({"voices": "full", **settings, "measures": meanings})


# A table that has no layout: printed column by column, as its schema names them.

#: Columns that stand in the note, or in CSV alone.
_NOT_PRINTED = (
    "note", "provenance", "sentence", "family", "family_size", "method", "test", "wire", "draws", "unit",
)  # fmt: skip
#: Columns that hold outlets or other groups.
_GROUPS = ("outlet", "group", "a", "b", "a_outlet", "b_outlet")


@dataclass(frozen=True)
class Plain:
    """What stands in the place of a layout, for the table of that name."""

    TABLE: str

    @property
    def TITLE(self) -> str:
        """The table's name in words."""
        return self.TABLE.replace("_", " ").capitalize()

    def COLUMNS(self, frame: pd.DataFrame, given: Given) -> list[Column]:
        """Return a column for each that the schema declares and the frame has; not those of whole texts."""
        found = []
        for column in schema.schema(self.TABLE).columns.values():
            name, head = column.name, column.name.replace("_", " ").capitalize()
            if name not in frame.columns or name in _NOT_PRINTED or column.words or frame[name].isna().all():
                continue
            if name in _GROUPS:
                found.append(group(name, head, fold=f"{head}: {{}}."))
            elif name in ("p", "p_adjusted"):
                found.append(p(name, name.replace("_", " ")))
            elif column.type in ("int", "float"):
                found.append((count if column.type == "int" else number)(name, head))
            else:
                found.append(text(name, head, fold=f"{head}: {{}}."))
        return found

    def note(self, frame: pd.DataFrame) -> list[str]:
        """Say what stands behind the numbers."""
        return [
            f"n = {numbers.several(len(frame), 'row')}.",
            notes.units(frame),
            notes.intervals(frame),
            notes.p_made(frame),
            notes.families(frame),
        ]


#: Suffixes that a printed table can be written as; CSV and Parquet hold the numbers themselves.
FORMS = (".csv", ".parquet", ".tex", ".md", ".html", ".docx")


@dataclass(frozen=True, repr=False)
class Paper:
    """A printed table, and the numbers behind it.

    Attributes
    ----------
    sheet : Sheet
        Its words.
    data : pandas.DataFrame
        The rows behind it, as they came; of a table that is counted from others, its numbers.
    """

    sheet: Sheet
    data: pd.DataFrame

    def __repr__(self) -> str:
        return f"Paper({self.sheet.title!r}, {len(self.sheet.rows)} rows × {len(self.sheet.heads)} columns)"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the table as the suffix says.

        Parameters
        ----------
        path : path
            Ends in .csv or .parquet (the numbers, with what the columns mean and the note beside it in
            ``NAME.csv-metadata.json`` or in the file), .tex (booktabs), .md, .html, or .docx (APA style;
            takes the extra `word`).

        Raises
        ------
        FramingError
            Another suffix, a library that isn't there, or the file can't be written.
        """
        suffix = Path(path).suffix.lower()
        if suffix not in FORMS:
            raise unknown("suffix", suffix, FORMS, where=str(path))
        form = _form(suffix)
        for place, content in form.written(self.sheet, self.data, Path(path)).items():
            with files.replaced_file(place) as aside:
                aside.write_bytes(content)
        return Path(path)

    def to_text(self, form: str) -> str:
        """Return the table as text: "tex", "md" or "html"."""
        if not among(form, ("tex", "md", "html")):
            raise unknown("form", form, ("tex", "md", "html"))
        return str(_form(f".{form}").text(self.sheet))

    def _repr_html_(self) -> str:
        from framing.views.notebook import still

        return still(self.to_text("html"))

    def __str__(self) -> str:
        return self.to_text("md")


def paper(
    table: pd.DataFrame | Codebook | Questions,
    kind: str | None = None,
    *,
    title: str | None = None,
    number: int | None = None,
    measure: str | Sequence[str] | None = None,
    voice: str | Sequence[str] | None = None,
    top: int | None = None,
    articles: pd.DataFrame | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Paper:
    """Return a table as a paper prints it.

    Parameters
    ----------
    table : pandas.DataFrame, Codebook or Questions
        A table of this package, or some of its rows: which, decides what is printed. Of more than sixty rows
        those that matter most are chosen, and the note says which. Or a codebook of frames, or what coders
        are asked.
    kind : str, optional
        Which table it is (``contrast``, ``profile``, ...), where its columns don't tell; or one that is
        counted from it: ``confusion`` (of validity), ``measures`` (of profile).
    title : str, optional
        In place of the layout's own.
    number : int, optional
        Of the table, as in "Table 2".
    measure, voice : str or sequence of str, optional
        Print only these. A measure's first part stands for all that begin so: ``tone`` for ``tone.net``.
    top : int, optional
        Print so many rows at most (of terms, so many a group), those that matter most.
    articles : pandas.DataFrame, optional
        Those that were kept; of an audit, so that its flow can say how many.
    settings : mapping, optional
        Of the study, as in provenance.json: how voices were told apart, how the collection is read, what
        copies count.

    Returns
    -------
    Paper
        Columns that say the same in every row are left out and told in the note, which states n, interval,
        test and correction, how copies count, and which rows were chosen.

    Raises
    ------
    FramingError
        It is no table of this package, or none of that kind, or has no such measure or voice.

    Examples
    --------
    >>> import framing as fr
    >>> articles, _ = fr.load(fr.example("carney-beijing-2026"), progress=False)
    >>> print(fr.paper(articles).sheet.heads[0].words)
    Outlet
    """
    import pandas as pd

    from framing.papers import codebooks

    if settings is not None and not isinstance(settings, Mapping):
        raise FramingError(f"paper: settings {brief(settings)} is no mapping; give Study.settings(), or none")
    most, place = number_choosing("top", top), number_choosing("number", number)
    if codebooks.is_one(table):
        return _codebook(table, title, place)
    if not isinstance(table, pd.DataFrame):
        raise FramingError(f"paper: {brief(table)} is no table; give a DataFrame, as result.contrast")
    articles = None if articles is None else schema.check(articles, "articles")
    name = kind_of(table, kind)
    layout: Any = layouts().get(name) or Plain(name)
    source = getattr(layout, "OF", name)
    given = Given(names(settings or {}), settings or {}, articles)
    data, chosen = schema.check(table, source), ""
    if computed := hasattr(layout, "made"):
        data = layout.made(data, given)
    else:
        data, chosen = choose_rows(data, layout, given.names, source, measure=measure, voice=voice, top=most)
    frame = data
    if articles is not None and "provenance" not in frame.columns:
        # What can't say itself that its text was invented is told by the articles that it is of.
        frame = frame.assign(provenance=min(articles["provenance"].astype(str), default="published"))
    shown = layout.shaped(frame, given) if hasattr(layout, "shaped") else frame
    columns, folded = _columns(layout, shown, given)
    rows = _rows(columns, shown, given)
    said = [
        *folded,
        "" if computed else calling.explained(frame, given.names),
        *layout.note(frame),
        notes.reading(frame, given.settings) if {"low", "p"} & set(frame.columns) else "",
        getattr(layout, "COPIES", None) or notes.copies(frame, given.settings),
        notes.flagged(rows),
        chosen,
        notes.invented(frame),
    ]
    own = layout.TITLE if title is None else plain(str(title))
    return Paper(_sheet(name, own, place, columns, shown, rows, said, _meanings(layout, source, data)), data)


def _sheet(
    name: str,
    title: str,
    place: int | None,
    columns: Sequence[Column],
    shown: pd.DataFrame,
    rows: tuple[tuple[str, ...], ...],
    said: Sequence[str],
    meanings: Mapping[str, tuple[str, str]],
) -> Sheet:
    """Put heads, rows and note together."""
    return Sheet(
        table=name,
        title=title,
        heads=tuple(column.heading(shown) for column in columns),
        rows=rows,
        note=" ".join(part for part in said if part),
        number=place,
        meanings=meanings,
    )


def _codebook(thing: Any, title: str | None, place: int | None) -> Paper:
    """Return a codebook, or questions for coders, as a printed table."""
    from framing.papers import codebooks

    given, rows = Given(names({})), codebooks.rows(thing)
    columns, folded = _columns(codebooks, rows, given)
    meanings = {name: (meaning, "") for name, meaning in codebooks.MEANINGS.items()}
    own = codebooks.title(thing) if title is None else plain(str(title))
    said = [*folded, *codebooks.note(thing)]
    words = _rows(columns, rows, given)
    return Paper(_sheet(codebooks.TABLE, own, place, columns, rows, words, said, meanings), rows)


def _rows(columns: Sequence[Column], shown: pd.DataFrame, given: Given) -> tuple[tuple[str, ...], ...]:
    """Return the words of each row."""
    return tuple(
        tuple(column.write(row, given.names) for column in columns) for row in shown.to_dict("records")
    )


def _meanings(layout: Any, source: str, frame: pd.DataFrame) -> dict[str, tuple[str, str]]:
    """Return what the columns of the numbers mean, and their units."""
    own = getattr(layout, "MEANINGS", None)
    if own is not None:
        return {name: (meaning, "") for name, meaning in own.items()}
    declared = schema.schema(source).columns
    return {name: (declared[name].meaning, declared[name].unit) for name in frame.columns if name in declared}


@cache
def layouts() -> dict[str, Any]:
    """Return the layouts by table: modules of the folder, then those of entry points."""
    found = plugins.modules("framing.papers.layouts", "framing.papers", ("TABLE", "TITLE", "COLUMNS", "note"))
    return {module.TABLE: module for module in found.values()}


def kind_of(frame: pd.DataFrame, kind: str | None = None) -> str:
    """Return which table a frame is: the one named, or the one whose columns it has."""
    if kind is not None:
        known = {*schema.names(), *layouts()}
        if not among(kind, known):
            raise unknown("kind", kind, known, where="paper")
        return kind
    have = set(map(str, frame.columns))
    fitting = {}
    for name in schema.names():
        declared = schema.schema(name).columns
        needed = {column.name for column in declared.values() if column.required}
        if needed and needed <= have:
            # What a table declares and the frame lacks counts against it, so that the nearest one is found.
            fitting[name] = (
                len(have & set(declared)) - len(set(declared) - have) - len(have - set(declared)),
                len(needed),
            )
    if not fitting:
        raise FramingError("paper: these are the columns of no table; name one, as kind='contrast'")
    return max(sorted(fitting), key=lambda name: fitting[name])


def _columns(layout: Any, frame: pd.DataFrame, given: Given) -> tuple[list[Column], list[str]]:
    """Return the columns to print, and the sentences on those that say the same everywhere."""
    kept, folded = [], []
    rows = frame.to_dict("records")
    declared = layout.COLUMNS
    for column in declared(frame, given) if callable(declared) else declared:
        if column.needs and (column.needs not in frame.columns or frame[column.needs].isna().all()):
            continue
        if column.fold and len(rows) > 1:
            words = {column.write(row, given.names) for row in rows}
            if len(words) == 1:
                folded.append(column.fold.format(words.pop()))
                continue
        kept.append(column)
    return kept, folded


def _form(suffix: str) -> Any:
    import importlib

    return importlib.import_module(f"framing.papers.forms.{_MODULES[suffix]}")


_MODULES = {
    ".csv": "numbers",
    ".parquet": "numbers",
    ".tex": "latex",
    ".md": "markdown",
    ".html": "page",
    ".docx": "word",
}
