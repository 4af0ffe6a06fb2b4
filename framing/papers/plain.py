"""A table that has no layout: printed column by column, as its schema names them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from framing import tables
from framing.papers import notes
from framing.papers.columns import Column, count, group, number, p, text
from framing.report import numbers

if TYPE_CHECKING:
    import pandas as pd

    from framing.papers.given import Given

__all__ = ["Plain"]

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
        for column in tables.schema(self.TABLE).columns.values():
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
