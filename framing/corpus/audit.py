"""What was done while reading, and that nothing was lost: found = kept + duplicate + skipped + failed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from framing import schema
from framing.corpus import lines
from framing.corpus.records import Note

if TYPE_CHECKING:
    import pandas as pd


#: Kinds that stand for a record which is not in the table of articles.
LOST = ("duplicate", "skipped", "failed")


class Line(NamedTuple):
    """One decision: a row of the audit."""

    source: str
    article: str | None
    kind: str
    rule: str
    detail: str


@dataclass(frozen=True)
class Counts:
    """How many records were found and what became of them."""

    found: int
    kept: int
    duplicate: int
    skipped: int
    failed: int


class Audit:
    """Collects decisions in the order in which they are taken."""

    def __init__(self) -> None:
        self.lines: list[Line] = []

    def add(self, source: str, note: Note, article: str | None = None) -> None:
        """Add one decision about a record or a file."""
        # What is told may quote what can't be written.
        self.lines.append(Line(source, article, note.kind, note.rule, lines.paired(note.detail)))

    def extend(self, source: str, notes: Iterable[Note], article: str | None = None) -> None:
        """Add several decisions about one record."""
        for note in notes:
            self.add(source, note, article)

    def table(self) -> pd.DataFrame:
        """Return the audit table."""
        import pandas as pd

        if not self.lines:
            return schema.empty("audit")
        columns = list(zip(*self.lines, strict=True))
        frame = pd.DataFrame(
            {name: pd.Series(column, dtype="str") for name, column in zip(Line._fields, columns, strict=True)}
        )
        return schema.check(frame, "audit")


def counts(articles: pd.DataFrame, audit: pd.DataFrame) -> Counts:
    """Return the flow of records that the two tables of a load tell.

    Examples
    --------
    >>> import framing.schema as t
    >>> counts(t.empty("articles"), t.empty("audit")).found
    0
    """
    kinds = audit["kind"].value_counts()
    lost = [int(kinds.get(kind, 0)) for kind in LOST]
    return Counts(len(articles) + sum(lost), len(articles), *lost)
