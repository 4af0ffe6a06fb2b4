"""A table of the program as a paper prints it: `paper` applies its view, `Paper.save` writes the result.

A view says how a table is printed (``tables/``, one module a table).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from framing import plugins, schema
from framing.errors import FramingError, as_integer, brief, check_choice
from framing.io import files
from framing.views import notes, numbers, text, vocabulary
from framing.views.columns import Given, TextTable, View, plain
from framing.views.text import still
from framing.views.vocabulary import Names

if TYPE_CHECKING:
    import pandas as pd

#: Up to so many rows are printed as they come.
FEW = 60
#: Suffixes that a printed table can be written as; .xlsx holds the numbers themselves, as `data` does.
FORMS = (".tex", ".md", ".html", ".xlsx")
_TEXTS = {"tex": text.to_latex, "md": text.to_markdown, "html": text.to_html}


@cache
def views() -> dict[str, View]:
    """Return the views by table, in the order of a paper: modules of the folder and of entry points."""
    found = plugins.modules("framing.views.tables", "framing.views", ("VIEW",))
    known = {name: module.VIEW for name, module in found.items()}
    return dict(sorted(known.items(), key=lambda item: (item[1].place, item[0])))


def names_of(settings: Mapping[str, Any]) -> Names:
    """Return how things are called: measures by what the settings say of them, else by their own lists."""
    from framing.features.measures import on_request, registry

    known = {name: measure.meaning for name, measure in {**registry(), **on_request()}.items()}
    own = settings.get("measures")
    meanings = {**known, **vocabulary.meanings(), **(own if isinstance(own, Mapping) else {})}
    return Names({"voices": "full", **settings, "measures": meanings})


def kind_of(frame: pd.DataFrame, kind: str | None = None) -> str:
    """Return which table a frame is: the one named, or the one whose columns it has."""
    if kind is not None:
        check_choice("kind", kind, views(), where="paper")
        return kind
    have = set(map(str, frame.columns))
    fitting = {}
    for name in schema.names():
        declared = schema.schema(name).columns
        needed = {column.name for column in declared.values() if column.required}
        if needed and needed <= have:
            # What a table declares and the frame lacks counts against it, so that the nearest one is found.
            fitting[name] = (len(have & set(declared)) - len(have ^ set(declared)), len(needed))
    if not fitting:
        raise FramingError("paper: these are the columns of no table; name one, as kind='contrast'")
    found = max(sorted(fitting), key=lambda name: fitting[name])
    if found not in views():
        raise FramingError(f"paper: {found} has no printed form; DataFrame.to_markdown and to_latex print it")
    return found


@dataclass(frozen=True, repr=False)
class Paper:
    """A printed table, and the numbers behind it.

    Attributes
    ----------
    sheet : TextTable
        Its words.
    data : pandas.DataFrame
        The rows behind it, as they came; of a table that is counted from others, its numbers.
    """

    sheet: TextTable
    data: pd.DataFrame

    def __repr__(self) -> str:
        return f"Paper({self.sheet.title!r}, {len(self.sheet.rows)} rows × {len(self.sheet.heads)} columns)"

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the table as the suffix says.

        Parameters
        ----------
        path : path
            Ends in .tex (booktabs), .md, .html, or .xlsx (the numbers of `data`).

        Raises
        ------
        FramingError
            Another suffix, or the file can't be written.
        """
        path = Path(path)
        suffix = path.suffix.lower()
        check_choice("suffix", suffix, FORMS, where=str(path))
        if suffix == ".xlsx":
            return files.save_tables(path, {"table": self.data})
        said = text.page(self.sheet) if suffix == ".html" else self.to_text(suffix[1:])
        with files.replaced_file(path) as aside:
            aside.write_bytes(said.encode("utf8"))
        return path

    def to_text(self, form: str) -> str:
        """Return the table as text: "tex", "md" or "html"."""
        check_choice("form", form, _TEXTS)
        return _TEXTS[form](self.sheet)

    def _repr_html_(self) -> str:
        return still(self.to_text("html"))

    def __str__(self) -> str:
        return self.to_text("md")


def paper(
    table: pd.DataFrame,
    kind: str | None = None,
    *,
    title: str | None = None,
    number: int | None = None,
    top: int | None = None,
    articles: pd.DataFrame | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Paper:
    """Return a table as a paper prints it; `plotting` draws it.

    Parameters
    ----------
    table : pandas.DataFrame
        A table of this package, or some of its rows: which, decides what is printed. Of more than sixty rows
        those that matter most are chosen, and the note says which.
    kind : str, optional
        Which table it is (``contrast``, ``profile``, ...), where its columns don't tell; or one that is
        counted from it: ``measures`` (of profile).
    title : str, optional
        In place of the view's own.
    number : int, optional
        Of the table, as in "Table 2".
    top : int, optional
        Print so many rows at most, those that matter most: of terms so many a group, of profile and over time
        so many measures and cells.
    articles : pandas.DataFrame, optional
        Of which the table is: where they say that their text was invented, so does the printed table.
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
        It is no table of this package, or none of that kind.

    Examples
    --------
    >>> import framing as fr
    >>> articles, _ = fr.load(fr.example("carney-beijing-2026"), progress=False)
    >>> print(fr.paper(articles).sheet.heads[0].words)
    Outlet
    """
    import pandas as pd

    for argument, value in (("top", top), ("number", number)):
        if value is not None and (as_integer(value) or 0) < 1:
            raise FramingError(f"paper: {argument} should be a whole number from 1 on; got {brief(value)}")
    if settings is not None and not isinstance(settings, Mapping):
        raise FramingError(f"paper: settings {brief(settings)} is no mapping; give Study.settings(), or none")
    articles = None if articles is None else schema.check(articles, "articles")
    given = Given(names_of(settings or {}), settings or {}, articles)
    if not isinstance(table, pd.DataFrame):
        raise FramingError(f"paper: {brief(table)} is no table; give a DataFrame, as result.contrast")
    name = kind_of(table, kind)
    source = views()[name].of or name
    data, chosen = schema.check(table, source), ""
    view = views()[name]
    if view.made is not None:
        data = view.made(data, given)
    else:
        data, chosen = _choose(data, view, top)
    frame = data
    if articles is not None and "provenance" not in frame.columns:
        # What can't say itself that its text was invented is told by the articles that it is of.
        frame = frame.assign(provenance=min(articles["provenance"].astype(str), default="published"))
    sheet, folded = _lay_out(name, view, frame, given)
    said = [
        *folded,
        "" if view.made else notes.explained(frame, given.names),
        *view.say(frame),
        notes.reading(frame, given.settings) if {"low", "p"} & set(frame.columns) else "",
        view.copies or notes.copies(frame, given.settings),
        notes.flagged(sheet.rows),
        chosen,
        notes.invented(frame),
    ]
    return Paper(
        replace(
            sheet,
            title=sheet.title if title is None else plain(str(title)),
            number=None if number is None else as_integer(number),
            note=" ".join(filter(None, said)),
        ),
        data,
    )


def _choose(frame: pd.DataFrame, view: View, top: int | None) -> tuple[pd.DataFrame, str]:
    """Return the rows to print, those that the view prefers of many, and which these are."""
    if top is None and len(frame) <= FEW:
        return frame, ""
    chosen, which = view.rows.choose(frame, top)
    if len(chosen) == len(frame):
        return chosen, which
    begin = f"{numbers.count(len(chosen))} of {numbers.count(len(frame))} rows are printed"
    return chosen, f"{begin}: {which[0].lower()}{which[1:]}" if which else f"{begin}."


def _lay_out(name: str, view: View, frame: pd.DataFrame, given: Given) -> tuple[TextTable, list[str]]:
    """Return the words of a view's rows, and the sentences on columns that say the same everywhere."""
    shown, declared = (view.shape(frame) if view.shape else frame), view.columns
    if view.across is not None:
        shown, beside = view.across.spread(shown, given.names)
        if beside:
            declared = (*(view.across.columns or declared), *beside)
    rows = shown.to_dict("records")
    heads, cells, folded = [], [], []
    for column in declared:
        if column.needs and (column.needs not in shown.columns or shown[column.needs].isna().all()):
            continue
        said = [column.write(row, given.names) for row in rows]
        if column.fold and len(rows) > 1 and len(set(said)) == 1:
            folded.append(column.fold.format(said[0]))
            continue
        heads.append(column.heading(shown))
        cells.append(said)
    return TextTable(name, view.title, tuple(heads), tuple(zip(*cells, strict=True))), folded
