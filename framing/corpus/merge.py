"""Parts put together in order of file and record: what was seen before is told, the rest makes the tables.

The tables can be taken as they grow, so that a load which is written as it goes
holds no more than a part of them; what must be known of all that went before is
kept in a few bytes an article (`seen`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from framing import schema
from framing.corpus import dates, lines
from framing.corpus.limits import Limits
from framing.corpus.outlets import book
from framing.corpus.parts import Entry, Part
from framing.corpus.records import Note
from framing.plugins import word_lists

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd


# What was done while reading, and that nothing was lost: found = kept + duplicate + skipped + failed.

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


# What was seen before, and where: millions of keys in a few bytes each.

#: So many of the newest keys stand in a dictionary.
_NEW = 50_000


def key_of(*parts: bytes | str) -> bytes:
    """Return 16 bytes that stand for some parts; that two differ and share them won't happen by chance."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "little") + data)
    return digest.digest()


class Seen:
    """The first place of each key.

    Examples
    --------
    >>> seen = Seen(new=2)
    >>> [seen.before(key_of(word), place) for place, word in enumerate("abacbd")]
    [None, None, 0, None, 1, None]
    """

    def __init__(self, *, new: int = _NEW) -> None:
        self._most = new
        self._new: dict[bytes, int] = {}
        #: Older keys in order, and the place of each; the longest run first.
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def before(self, key: bytes, place: int) -> int | None:
        """Return where a key was seen before, or None if it never was; then it is remembered at this place.

        What two records of one place share was seen before too: a broken file may number two alike.
        """
        known = self.known(key)
        if known is None:
            self._new[key] = place
            if len(self._new) >= self._most:
                self._settle()
        return known

    def known(self, key: bytes) -> int | None:
        """Return where a key was seen first, or None if it never was; nothing is remembered."""
        known = self._new.get(key)
        for keys, places in self._runs if known is None else ():
            at = int(np.searchsorted(keys, np.bytes_(key)))
            if keys[at : at + 1].tobytes() == key:
                return int(places[at])
        return known

    def _settle(self) -> None:
        """Make a run of the newest keys, and one run of any that are about as long as it."""
        keys = np.frombuffer(b"".join(self._new), "S16")
        places = np.fromiter(self._new.values(), np.int64, len(self._new))
        self._new = {}
        while self._runs and len(self._runs[-1][0]) <= 2 * len(keys):
            older = self._runs.pop()
            keys, places = np.concatenate([older[0], keys]), np.concatenate([older[1], places])
        order = np.argsort(keys, kind="stable")
        self._runs.append((keys[order], places[order]))


class Places:
    """Names of places as numbers: the file once, the record's number beside it.

    Examples
    --------
    >>> places = Places()
    >>> places.name(places.number("a.jsonl:12")), places.name(places.number("page.html"))
    ('a.jsonl:12', 'page.html')
    """

    _BITS = 36

    def __init__(self) -> None:
        self._files: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, place: str) -> int:
        """Return the number of a place."""
        file, colon, last = place.rpartition(":")
        if not (colon and last.isascii() and last.isdigit() and last[0] != "0" and len(last) < 11):
            file, last = place, "0"
        known = self._numbers.get(file)
        if known is None:
            known = self._numbers[file] = len(self._files)
            self._files.append(file)
        return known << self._BITS | int(last)

    def name(self, number: int) -> str:
        """Return the name of a place, as it was given."""
        file, last = self._files[number >> self._BITS], number & ((1 << self._BITS) - 1)
        return f"{file}:{last}" if last else file


# What stands on many of an outlet's pages and is no article's own.

#: Of so many articles and more no furniture is sought: they are taken in pieces.
SHOWN = 5_000
#: A line of furniture stands in so many articles of an outlet at least, which are this share of them; words.
_IN, _SHARE, _SHORT = 3, 0.2, 25
_EDGE = 2
#: A subhead of so many of an outlet's articles, and of this share of them, is its template's; news says its
#: background again word for word, so that a sentence of it has to stand in twice as many.
_HEADED, _HEADS = 5, 0.6
#: Words by which a sentence is about the page or its reader.
_PAGES: frozenset[str] = word_lists(__package__, "lists")["merge"]["pages"]
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*(?:[\"”“»]|\Z)")


def furniture(articles: pd.DataFrame) -> dict[str, dict[int, str]]:
    """Return by article its paragraphs that are furniture: short, and in many of the outlet's articles.

    Two versions of one story share their paragraphs too: the lines around a piece of furniture differ from
    page to page. A sentence has to stand at the top or the end of each text, and to address the reader or
    name the outlet, or to be in most of many: news tells what went before in the same words. A label that
    heads a paragraph is a subhead, unless it comes more than once in a text or heads one in most texts.

    Examples
    --------
    >>> import pandas as pd
    >>> ends = ["The quay is long.", "The council met.", "A ship came in."]
    >>> table = pd.DataFrame({"id": list("abc"), "outlet": "x", "blocks": "pp"})
    >>> furniture(table.assign(text=[f"{end}\\n\\nPorts and more daily" for end in ends]))["b"]
    {1: 'Ports and more daily'}
    """
    found: dict[str, dict[int, str]] = {}
    for outlet, rows in articles[articles["text"] != ""].groupby("outlet", sort=False):
        if len(rows) >= _IN:
            entry = book()[str(outlet)]
            names = "|".join(map(re.escape, (entry.name, *entry.aliases)))
            _in_outlet(rows, re.compile(rf"\b(?:{names})\b"), found)
    return found


def _in_outlet(rows: pd.DataFrame, names: re.Pattern[str], found: dict[str, dict[int, str]]) -> None:
    texts = {row.id: (row.text.split("\n\n"), row.blocks) for row in rows.itertuples()}
    keys = {article: list(map(_key, parts)) for article, (parts, _) in texts.items()}
    within: dict[str, list[str]] = {}
    for article, listed in keys.items():
        for key in dict.fromkeys(filter(None, listed)):
            within.setdefault(key, []).append(article)
    least = max(_IN, _SHARE * len(rows))
    often = {key for key, those in within.items() if len(those) >= least}
    for key in often:
        around: tuple[set[str], set[str]] = (set(), set())
        furnished = False
        for article in within[key]:
            (parts, letters), listed = texts[article], keys[article]
            own = [at for at, other in enumerate(listed) if other not in often]
            places = [at for at, other in enumerate(listed) if other == key]
            for at in places:
                before = max((other for other in own if other < at), default=-1)
                after = min((other for other in own if other > at), default=-1)
                around[0].add(parts[before] if before >= 0 else "")
                around[1].add(parts[after] if after >= 0 else "")
            edge = all(at < _EDGE or at >= len(parts) - _EDGE - 1 or not _between(at, own) for at in places)
            said = lines.is_said(parts[places[0]])
            heads = any(letters[at : at + 1] == "h" and _between(at, own) for at in places)
            template = len(within[key]) >= max(_HEADED, _HEADS * len(rows))
            if not edge and (said or (heads and len(places) == 1 and not template)):
                break
            if said and not (template and len(within[key]) >= 2 * _HEADED):
                told = _QUOTED.sub(" ", parts[places[0]])
                if _PAGES.isdisjoint(lines.fold(told).split()) and not names.search(told):
                    break
            furnished = True
        else:
            if furnished and max(map(len, around)) >= _IN:
                for article in within[key]:
                    places = [at for at, other in enumerate(keys[article]) if other == key]
                    if len(keys[article]) > len(places):
                        found.setdefault(article, {}).update({at: texts[article][0][at] for at in places})


def _between(at: int, own: list[int]) -> bool:
    """Say whether a line stands between two that are an article's own."""
    return bool(own) and own[0] < at < own[-1]


def _key(text: str) -> str:
    """Return under what a short line is the same as another; nothing for a longer one.

    Of a label the numbers don't count: sentences with other figures are other news.
    """
    if len(text) > 200 or lines.words(text) > _SHORT or text.startswith(('"', "“", "‘", "'", "«", "「")):
        return ""
    return lines.fold(text) if lines.is_said(text) else re.sub(r"\d+", "0", lines.fold(text))


@dataclass
class Merged:
    """What was read so far and not taken yet, and what must be known of what was.

    Attributes
    ----------
    columns : mapping of str to None
        Every column that any record had, in the order met.
    rows : int
        Articles that wait to be taken.
    limits : Limits
        Of which `columns` bounds how many columns that are none of ours the table has.
    """

    audit: Audit = field(default_factory=Audit)
    columns: dict[str, None] = field(default_factory=dict)
    rows: int = 0
    limits: Limits = field(default_factory=Limits)
    #: Columns of the table, ours first.
    _names: dict[str, None] = field(default_factory=lambda: dict.fromkeys(schema.schema("articles").columns))
    #: Rows one by one, and whole tables of them, in order.
    _blocks: list[list[dict[str, Any]] | pd.DataFrame] = field(default_factory=list)
    _places: Places = field(default_factory=Places)
    _ids: Seen = field(default_factory=Seen)
    #: Of each id that was seen its text: what has both is the same article.
    _texts: Seen = field(default_factory=Seen)
    _records: Seen = field(default_factory=Seen)
    _pages: Seen = field(default_factory=Seen)
    #: Of pages alone the article, which is one a file: those that `_pages` may name.
    _page_ids: dict[int, str] = field(default_factory=dict)
    _told: set[tuple[str, Note]] = field(default_factory=set)
    _taken: bool = False
    _dated: int = 0
    _late: list[tuple[str, str, dt.datetime]] = field(default_factory=list)

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
        taken = []
        rows = frame[["id", "outlet", "sha256", "source"]]
        for article, outlet, text, place in rows.itertuples(index=False):
            again = self._id_seen(article, outlet, text, place)
            taken.append(again is not None)
            if again is not None:
                self.audit.add(place, *again)
        frame = frame[[not other for other in taken]] if any(taken) else frame
        self.rows += len(frame)
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
        if not row.keys() <= self._names.keys():
            row = self._within(entry, row)
        self._blocks[-1].append({**row, "source": entry.place})
        self.rows += 1
        self._tell(entry, row["id"])

    def _within(self, entry: Entry, row: dict[str, Any]) -> dict[str, Any]:
        """Return a row without what would give the table more columns than it may have."""
        most = len(schema.schema("articles").columns) + self.limits.columns
        for name in row:
            if len(self._names) >= most:
                break
            self._names[name] = None
        kept = {name: value for name, value in row.items() if name in self._names}
        if len(kept) < len(row):
            said = "more columns than a table of articles may have (limit columns)"
            detail = f"{said}: those that come later are left out of it; name the same thing alike"
            note = Note("removed", "too_many_columns", self.limits.explained(detail))
            if ("", note) not in self._told:
                self._told.add(("", note))
                self.audit.add(entry.place, note)
        return kept

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
        place = self._places.number(entry.place)
        first = self._records.before(key_of(row["outlet"], entry.digest), place)
        if first is not None:
            same = self._places.name(first)
            return Note("duplicate", "same_record", f"the same record as {same}"), row["id"]
        # What has no text is told apart by its headline.
        said = row["sha256"] if row["text"] else row["title"]
        again = self._id_seen(row["id"], row["outlet"], said, entry.place)
        if again is not None:
            return again
        if entry.alone:
            # A page saved twice differs in its advertisements; headline, day and text are the same.
            page = key_of(row["outlet"], row["title"], str(row["published"]), row["sha256"])
            first = self._pages.before(page, place)
            article = self._page_ids.setdefault(place if first is None else first, row["id"])
            if first is not None:
                same = self._places.name(first)
                said = f"the same page as {same}: headline, date and text are equal; one of them is enough"
                return Note("duplicate", "same_page", said), article
        return None, None

    def _id_seen(self, article: str, outlet: str, said: str, place: str) -> tuple[Note, str | None] | None:
        """Return what an article is whose id was seen before, and which stands for it; None if its id is new.

        A table of articles lies beside the files that it was made of: those have its ids and its texts.
        """
        number, whole = self._places.number(place), key_of(article, outlet, said)
        first = self._ids.before(key_of(article), number)
        if first is None:
            self._texts.before(whole, number)
            return None
        same = self._texts.known(whole)
        if same is not None:
            detail = f"the same article as {self._places.name(same)}: id, outlet and text are equal"
            return Note("duplicate", "same_record", detail), article
        said = f"id {article!r} is that of {self._places.name(first)}, whose outlet or text differs"
        return Note("failed", "id_taken", f"{said}; give each record its own id"), None

    def take(self) -> pd.DataFrame:
        """Return the articles that wait, which wait no longer."""
        import pandas as pd

        frames, self._taken = [], True
        for block in filter(len, self._blocks):
            if isinstance(block, list):
                names = dict.fromkeys(name for row in block for name in row)
                block = pd.DataFrame({name: [row.get(name) for row in block] for name in names})
            frames.append(block)
        self._blocks, self.rows = [], 0
        if not frames:
            return schema.empty("articles")
        frame = frames[0] if len(frames) == 1 else pd.concat(frames, ignore_index=True)
        for name in frame.columns.difference(list(schema.schema("articles").columns)):
            if frame[name].dtype == object:
                frame[name] = frame[name].map(lambda v: v if v is None or v != v else str(v)).astype("str")
        checked = schema.check(frame, "articles")
        self._note_dates(checked)
        return checked

    def table(self) -> pd.DataFrame:
        """Return the articles that wait, the last of all; furniture is cut where nothing was taken before."""
        whole, frames = not self._taken, [block for block in self._blocks if not isinstance(block, list)]
        settled = {article for frame in frames for article in frame["id"]}
        frame = self.take()
        self.end()
        if not whole or len(frame) >= SHOWN:
            return frame
        where = dict(zip(frame["id"], frame["source"], strict=True))
        rows = frame[~frame["id"].isin(settled)]
        for article, lost in furniture(rows).items():
            for line in lost.values():
                self.audit.add(where[article], Note("removed", "outlet_furniture", line), article)
            row = frame.index[frame["id"] == article][0]
            parts = [part for at, part in enumerate(frame.at[row, "text"].split("\n\n")) if at not in lost]
            letters = [letter for at, letter in enumerate(frame.at[row, "blocks"]) if at not in lost]
            frame.loc[row, ["text", "blocks"]] = ["\n\n".join(parts), "".join(letters)]
            frame.loc[row, "sha256"] = hashlib.sha256("\n\n".join(parts).encode("utf-8")).hexdigest()
        return frame

    def _note_dates(self, articles: pd.DataFrame) -> None:
        self._dated += int(articles["published"].notna().sum())
        latest = articles["published"].max()
        if latest != latest or latest.date() <= dates.horizon():
            return
        late = articles[articles["published"].dt.date > dates.horizon()]
        self._late += list(late[["source", "id", "published"]].itertuples(index=False, name=None))

    def end(self) -> None:
        """Write down what only the end of a load shows: which dates lie in the future."""
        if not dates.ahead(len(self._late), self._dated):
            return
        known = f"{dates.horizon()}, the last day that this release knows of"
        for source, article, published in self._late:
            said = f"published {published:%Y-%m-%d} is later than {known}; it is kept"
            self.audit.add(
                source, Note("guessed", "date_ahead", f"{said}: see whether its year is right"), article
            )
