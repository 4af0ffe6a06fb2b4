"""What the report is made from, checked once, with the lookups that several sections share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import pandas as pd

from framing import light
from framing import tables as doors
from framing.errors import FramingError, unknown
from framing.report import extent, facets, svg
from framing.report.names import READINGS, Names
from framing.report.texts import Lookup, Rows, Texts

__all__ = ["CELL", "Material"]

#: The columns that name a cell in profile and contrast.
CELL = ("genre", "part", "voice", "measure", "target")

_T = TypeVar("_T")

_NEEDED = ("articles", "audit", "profile", "contrast", "evidence")


@dataclass(frozen=True)
class Material:
    """The tables, the figures and the settings of one study.

    Attributes
    ----------
    tables, figures, settings
        As `framing.report.build.build` takes them.
    lookup : callable, optional
        From ids of articles to `id` and `text` of these, where `articles` is without texts.

    Examples
    --------
    >>> Material.of({}, {}, {}).articles.empty
    True
    """

    tables: Mapping[str, pd.DataFrame]
    figures: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)
    lookup: Lookup | None = None
    _made: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(
        cls,
        tables: Mapping[str, pd.DataFrame],
        figures: Mapping[str, str],
        settings: Mapping[str, Any],
        lookup: Lookup | None = None,
    ) -> Material:
        """Check each table at its door; one that is absent is empty.

        Raises
        ------
        FramingError
            A table breaks its schema, or `collection` is not a known reading.
        """
        collection = settings.get("collection", "unknown")
        if collection not in READINGS:
            raise unknown("collection", collection, READINGS, where="report")
        given = {
            name: light.checked(frame) if name == "articles" else doors.check(frame, name)
            for name, frame in tables.items()
            if name in doors.names()
        }
        for name in _NEEDED:
            given.setdefault(name, doors.empty(name))
        return cls(given, dict(figures), dict(settings), lookup)

    def once(self, make: Callable[[Material], _T]) -> _T:
        """Return what a function makes of this material; several sections ask, and it is made once."""
        if make not in self._made:
            self._made[make] = make(self)
        found: _T = self._made[make]
        return found

    @property
    def articles(self) -> pd.DataFrame:
        """The articles kept."""
        return self.tables["articles"]

    @property
    def audit(self) -> pd.DataFrame:
        """The decisions taken while reading."""
        return self.tables["audit"]

    @property
    def profile(self) -> pd.DataFrame:
        """One row group × cell × measure."""
        return self.tables["profile"]

    @property
    def contrast(self) -> pd.DataFrame:
        """One row pair × cell × measure."""
        return self.tables["contrast"]

    @property
    def evidence(self) -> pd.DataFrame:
        """One row a hit."""
        return self.tables["evidence"]

    @cached_property
    def names(self) -> Names:
        """What things are called."""
        return Names(self.settings, self.extra)

    @cached_property
    def by(self) -> str:
        """The column of articles that makes the groups."""
        by = str(self.settings.get("by", "outlet"))
        return by if by in self.articles.columns else "outlet"

    @cached_property
    def illustrative(self) -> bool:
        """Whether any text is invented."""
        return any(
            (frame["provenance"].astype(str) == "illustrative").any()
            for frame in (self.articles, self.profile, self.contrast)
        )

    @cached_property
    def provenance(self) -> Mapping[str, str]:
        """For each group, illustrative if any of its articles is."""
        frame = self.articles
        invented = set(frame.loc[frame["provenance"].astype(str) == "illustrative", self.by].astype(str))
        return {
            key: "illustrative" if key in invented else "published"
            for key in frame[self.by].astype(str).unique()
        }

    def shown(self, group: str) -> str:
        """Return a group's name as the report shows it."""
        return self.names.outlet(
            group, self.provenance.get(group, "illustrative" if self.illustrative else "published")
        )

    @cached_property
    def _invented(self) -> frozenset[str]:
        frame = self.articles
        return frozenset(frame.loc[frame["provenance"].astype(str) == "illustrative", "outlet"].astype(str))

    def outlet(self, key: str) -> str:
        """Return an outlet's name as the report shows it, whatever makes the groups."""
        return self.names.outlet(key, "illustrative" if key in self._invented else "published")

    def agency(self, key: str) -> str:
        """Return an agency's name: what stands in invented articles as an agency's is invented with them."""
        return self.names.outlet(key, "illustrative" if self.illustrative else "published")

    @cached_property
    def extra(self) -> tuple[str, ...]:
        """Columns by which cells are split beyond those of the schema, as a study may ask for."""
        known = doors.schema("profile").columns
        return tuple(c for c in self.profile.columns if c not in known and c in self.contrast.columns)

    def cell(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the cell of a row as plain strings; a missing target is empty."""
        values = (row.get(column) for column in (*CELL, *self.extra))
        return tuple("" if value is None or value != value else str(value) for value in values)

    @cached_property
    def profile_rows(self) -> Mapping[tuple[str, ...], dict[str, Any]]:
        """Rows of the profile by (group, *cell)."""
        return {(str(row["group"]), *self.cell(row)): row for row in self.profile.to_dict("records")}

    def sides(self, row: Mapping[str, Any]) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """Return the profile rows of a contrast row's two groups."""
        cell = self.cell(row)
        return self.profile_rows.get((str(row["a"]), *cell)), self.profile_rows.get((str(row["b"]), *cell))

    @cached_property
    def corrections(self) -> Mapping[tuple[str, ...], dict[str, Any]]:
        """Rows of the table `corrected` by (group, other, *cell); of a group alone, `other` is empty."""
        table = self.tables.get("corrected")
        rows = [] if table is None else table.to_dict("records")
        return {
            (str(row["group"]), row["other"] if isinstance(row["other"], str) else "", *self.cell(row)): row
            for row in rows
        }

    def right(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """Return the corrected difference of a contrast row's two groups."""
        return self.corrections.get((str(row["a"]), str(row["b"]), *self.cell(row)))

    @cached_property
    def rows(self) -> Rows:
        """Each article's row by its id, without its text."""
        return Rows(self.articles)

    def here(self, ids: pd.Series) -> pd.Series:
        """Say of which ids the article is here: costs as much as there are of them, not of articles."""
        rows = self.rows
        return pd.Series([key in rows for key in ids.astype(str)], ids.index, dtype=bool)

    @cached_property
    def texts(self) -> Texts:
        """The title and text of articles by their id; those that are going to be shown are announced."""
        return Texts(self.rows, self.lookup or self._text)

    def _text(self, ids: Sequence[str]) -> pd.DataFrame:
        frame = self.articles
        if "text" not in frame.columns:
            raise FramingError(
                "report: the articles are without texts; give a lookup, from ids to id and text"
            )
        return frame.loc[frame["id"].isin(list(ids)), ["id", "text"]]

    @cached_property
    def words(self) -> pd.Series:
        """The words of each article's text, as many as stand between spaces."""
        return light.lengths(self.articles)["n_words"]

    @cached_property
    def group_of(self) -> Mapping[str, str]:
        """The group of each article by its id."""
        frame = self.articles
        return dict(zip(frame["id"].astype(str), frame[self.by].astype(str), strict=True))

    @cached_property
    def sizes(self) -> Mapping[str, int]:
        """The number of articles of each group."""
        counts = self.articles[self.by].astype(str).value_counts()
        return {str(name): int(count) for name, count in counts.items()}

    @cached_property
    def _numbers(self) -> Mapping[tuple[str, ...], int]:
        return {key: number for number, key in enumerate(self.profile_rows)}

    def number(self, row: Mapping[str, Any], side: str = "group") -> int | None:
        """Return the number of the profile row of a group in a row's cell; None if there is none."""
        return self._numbers.get((str(row[side]), *self.cell(row)))

    def cell_id(self, row: Mapping[str, Any], side: str = "group") -> str | None:
        """Return the page's key for that profile row; None if there is none or it is not on the page."""
        number = self.number(row, side)
        return f"p{number}" if number in self.extent.opened else None

    @cached_property
    def order(self) -> list[tuple[int, str]]:
        """Number and band of every contrast row that compares something, the most certain first."""
        return extent.order(self)

    @cached_property
    def comparisons(self) -> tuple[int, int, int]:
        """Contrast rows of two groups, of all groups together, and rows that compare nothing."""
        together = sum(band == "omnibus" for _, band in self.order)
        return len(self.order) - together, together, len(self.contrast) - len(self.order)

    @cached_property
    def drawings(self) -> Mapping[str, str]:
        """The figures made small, each on one line."""
        return {name: " ".join(svg.compact(text).split("\n")) for name, text in self.figures.items()}

    @cached_property
    def facets(self) -> facets.Facets:
        """What a reader may choose among, and the numbers by which the page knows it."""
        return facets.Facets(self)

    @cached_property
    def extent(self) -> extent.Extent:
        """Which rows stand on the page."""
        return extent.extent(self)
