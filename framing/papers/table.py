"""A table of the program as a paper prints it: `paper` chooses columns and words, `Paper.save` writes it.

A layout says how a table is printed (``layouts/``, one module a table); a table that has none is printed
column by column as its schema names them. A form says how a printed table is written (``forms/``).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import files, plugins, tables
from framing.errors import FramingError, brief, unknown
from framing.papers import notes
from framing.papers.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.columns import Column
    from framing.report.names import Names

__all__ = ["FORMS", "Paper", "kind_of", "layouts", "paper"]

#: Suffixes that a printed table can be written as; CSV and Parquet hold the numbers themselves.
FORMS = (".csv", ".parquet", ".tex", ".md", ".html", ".docx")


@dataclass(frozen=True)
class Paper:
    """A printed table, and the numbers behind it.

    Attributes
    ----------
    sheet : Sheet
        Its words.
    data : pandas.DataFrame
        The rows behind it, as they came.
    """

    sheet: Sheet
    data: pd.DataFrame = field(repr=False)

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
        if form not in ("tex", "md", "html"):
            raise unknown("form", form, ("tex", "md", "html"))
        return str(_form(f".{form}").text(self.sheet))

    def _repr_html_(self) -> str:
        from framing.notebooks import still

        return still(self.to_text("html"))

    def __str__(self) -> str:
        return self.to_text("md")


def paper(
    table: pd.DataFrame,
    kind: str | None = None,
    *,
    title: str | None = None,
    number: int | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Paper:
    """Return a table as a paper prints it.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of this package, or some of its rows: which, decides what is printed. Of a whole contrast,
        profile or table of terms the rows that matter most are chosen, and the note says which.
    kind : str, optional
        Which table it is (``contrast``, ``profile``, ...), where its columns don't tell.
    title : str, optional
        In place of the layout's own.
    number : int, optional
        Of the table, as in "Table 2".
    settings : mapping, optional
        Of the study, as in provenance.json: how voices were told apart and how the collection is read.

    Returns
    -------
    Paper
        Columns that say the same in every row are left out and told in the note, which states n, interval,
        test and correction.

    Raises
    ------
    FramingError
        It is no table of this package, or none of that kind.

    Examples
    --------
    >>> import framing as fr
    >>> articles, _ = fr.load(fr.example("carney-beijing-2026"), progress=False)
    >>> print(fr.paper(articles).sheet.heads[0].words)
    Outlet
    """
    import pandas as pd

    if not isinstance(table, pd.DataFrame):
        raise FramingError(f"paper: {brief(table)} is no table; give a DataFrame, as result.contrast")
    name = kind_of(table, kind)
    layout = layouts().get(name)
    frame = tables.check(table, name)
    asked = frame
    chosen = ""
    if layout is not None and hasattr(layout, "made"):
        frame = layout.made(frame)
    elif layout is not None and hasattr(layout, "chosen"):
        frame, chosen = _choose(layout, frame)
    names = _names(settings or {})
    columns, folded = _columns(layout, frame, name, names)
    said = [*folded, *(layout.note(frame) if layout else _general(frame)), chosen, notes.invented(frame)]
    rows = frame.to_dict("records")
    sheet = Sheet(
        table=name,
        title=title
        if title is not None
        else (layout.TITLE if layout else tables.schema(name).row.capitalize()),
        heads=tuple(column.heading(frame) for column in columns),
        rows=tuple(tuple(column.write(row, names) for column in columns) for row in rows),
        note=" ".join(part for part in said if part),
        number=number,
    )
    return Paper(sheet, frame if layout is not None and hasattr(layout, "made") else asked.loc[frame.index])


@cache
def layouts() -> dict[str, Any]:
    """Return the layouts by table: modules of the folder, then those of entry points."""
    found = plugins.modules("framing.papers.layouts", "framing.papers", ("TABLE", "TITLE", "COLUMNS", "note"))
    return {module.TABLE: module for module in found.values()}


def kind_of(frame: pd.DataFrame, kind: str | None = None) -> str:
    """Return which table a frame is: the one named, or the one whose columns it has."""
    if kind is not None:
        if kind not in tables.names():
            raise unknown("kind", kind, tables.names(), where="paper")
        return kind
    have = set(map(str, frame.columns))
    fitting = {}
    for name in tables.names():
        declared = tables.schema(name).columns
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


def _choose(layout: Any, frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Leave rows that somebody chose as they are; of very many take those that the layout prefers."""
    if len(frame) <= _FEW:
        return frame, ""
    chosen, said = layout.chosen(frame)
    return chosen, str(said)


#: Up to so many rows are printed as they come.
_FEW = 60


def _columns(layout: Any, frame: pd.DataFrame, name: str, names: Names) -> tuple[list[Column], list[str]]:
    """Return the columns to print, and the sentences on those that say the same everywhere."""
    kept, folded = [], []
    rows = frame.to_dict("records")
    for column in layout.COLUMNS if layout else _plain(name, frame):
        if column.needs and (column.needs not in frame.columns or frame[column.needs].isna().all()):
            continue
        if column.fold and len(rows) > 1:
            words = {column.write(row, names) for row in rows}
            if len(words) == 1:
                folded.append(column.fold.format(words.pop()))
                continue
        kept.append(column)
    return kept, folded


def _plain(name: str, frame: pd.DataFrame) -> list[Column]:
    """Return a column for each that the schema declares and the frame has."""
    from framing.papers.columns import count, number, text

    kinds: dict[str, Any] = {"int": count, "float": number}
    declared = tables.schema(name).columns.values()
    shown = [column for column in declared if column.name in frame.columns and not column.words]
    shown = [
        column
        for column in shown
        if column.name not in ("note", "provenance", "sentence") and not frame[column.name].isna().all()
    ]
    return [
        kinds[c.type](c.name, c.name) if c.type in kinds else text(c.name, c.name, fold=f"{c.name}: {{}}.")
        for c in shown
    ]


def _general(frame: pd.DataFrame) -> list[str]:
    return [
        notes.units(frame),
        notes.intervals(frame),
        notes.tests(frame),
        notes.families(frame),
        notes.wire(frame),
    ]


def _names(settings: Mapping[str, Any]) -> Names:
    from framing.features.measures import registry
    from framing.report.names import Names

    meanings = {name: measure.meaning for name, measure in registry().items()}
    return Names(
        {
            "voices": "full",
            **settings,
            "measures": {**meanings, **(settings.get("measures") or {})}
            if isinstance(settings.get("measures"), Mapping)
            else meanings,
        }
    )


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
