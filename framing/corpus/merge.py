"""Parts put together in order of file and record: what was seen before is told, the rest makes the tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from framing import tables
from framing.corpus import dates
from framing.corpus.audit import Audit
from framing.corpus.parts import Entry, Part
from framing.corpus.records import Note

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Merged"]


@dataclass
class Merged:
    """All that was read so far.

    Attributes
    ----------
    columns : mapping of str to None
        Every column that any record had, in the order met.
    """

    audit: Audit = field(default_factory=Audit)
    columns: dict[str, None] = field(default_factory=dict)
    #: Rows one by one, and whole tables of them, in order.
    _blocks: list[list[dict[str, Any]] | pd.DataFrame] = field(default_factory=list)
    _by_id: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    _by_raw: dict[tuple[str, bytes], str] = field(default_factory=dict)
    _by_page: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)
    _told: set[tuple[str, Note]] = field(default_factory=set)

    def add(self, parts: Iterable[Part]) -> None:
        """Add parts, in order."""
        for part in parts:
            self.columns.update(part.columns)
            for entry in part.entries:
                self._add(entry)
            if part.frame is not None:
                self._add_frame(part.frame)

    def _add_frame(self, frame: pd.DataFrame) -> None:
        """Add articles that need no decision but the one whether their ids are free."""
        taken = frame["id"].isin(list(self._by_id)) if self._by_id else None
        if taken is not None and taken.any():
            for place, article in frame.loc[taken, ["source", "id"]].itertuples(index=False):
                self.audit.add(place, _id_taken(article, self._by_id[article][0]))
            frame = frame[~taken]
        self._by_id.update(zip(frame["id"], ((place, b"") for place in frame["source"]), strict=True))
        self._blocks.append(frame)

    def _add(self, entry: Entry) -> None:
        row = entry.row
        if row is None:
            self._tell(entry, None)
            return
        refused, article = self._refused(entry, row)
        if refused:
            self.audit.add(entry.place, refused, article)
            return
        if not self._blocks or not isinstance(self._blocks[-1], list):
            self._blocks.append([])
        self._blocks[-1].append({**row, "source": entry.place})
        self._tell(entry, row["id"])

    def _tell(self, entry: Entry, article: str | None) -> None:
        for note in entry.notes:
            if note.once:
                # Of a whole file it is told once a file, of a record once in all.
                where = entry.place if entry.row is None else ""
                if (where, note) in self._told:
                    continue
                self._told.add((where, note))
            self.audit.add(entry.place, note, article)

    def _refused(self, entry: Entry, row: dict[str, Any]) -> tuple[Note | None, str | None]:
        """Return why a row is not kept, if it isn't, and the article that stands for it."""
        place, digest = entry.place, entry.digest
        first = self._by_raw.setdefault((row["outlet"], digest), place)
        if first != place:
            return Note("duplicate", "same_record", f"the same record as {first}"), row["id"]
        known = self._by_id.setdefault(row["id"], (place, digest))
        if known[0] != place:
            return _id_taken(row["id"], known[0]), None
        if entry.alone:
            # A page saved twice differs in its advertisements; headline, day and text are the same.
            key = (row["outlet"], row["title"], row["published"], row["sha256"])
            same, article = self._by_page.setdefault(key, (place, row["id"]))
            if same != place:
                said = f"the same page as {same}: headline, date and text are equal; one of them is enough"
                return Note("duplicate", "same_page", said), article
        return None, None

    def table(self) -> pd.DataFrame:
        """Return the table of articles."""
        import pandas as pd

        frames = [_table(block) if isinstance(block, list) else block for block in self._blocks]
        frames = [frame for frame in frames if len(frame)]
        if not frames:
            return tables.empty("articles")
        frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
        for name in frame.columns.difference(list(tables.schema("articles").columns)):
            if frame[name].dtype == object:
                frame[name] = frame[name].map(lambda v: v if v is None or v != v else str(v)).astype("str")
        checked = tables.check(frame, "articles")
        self._tell_ahead(checked)
        return checked

    def _tell_ahead(self, articles: pd.DataFrame) -> None:
        """Write down which dates lie in the future, as far as a release and a load can know."""
        latest = articles["published"].max()
        if latest != latest or latest.date() <= dates.horizon():
            return
        for place in dates.ahead(articles["published"].tolist()):
            row = articles.iloc[place]
            said = (
                f"published {row['published']:%Y-%m-%d} is later than {dates.horizon()}, the last day that "
                "this release knows of; it is kept: see whether its year is right"
            )
            self.audit.add(row["source"], Note("guessed", "date_ahead", said), row["id"])


def _table(rows: list[dict[str, Any]]) -> pd.DataFrame:
    import pandas as pd

    names = dict.fromkeys(name for row in rows for name in row)
    return pd.DataFrame({name: [row.get(name) for row in rows] for name in names})


def _id_taken(article: str, place: str) -> Note:
    said = f"id {article!r} is that of {place}, whose content differs; give each record its own id"
    return Note("failed", "id_taken", said)
