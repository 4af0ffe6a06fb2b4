"""What a terminal shows of a corpus: its audit, outlets and gaps, a store."""

from __future__ import annotations

import os
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from framing.corpus.merge import LOST, Counts
from framing.corpus.overview import GENRES, ROLES, Overview
from framing.engine import store as kinds
from framing.engine.store import is_store, may_be_written, writer
from framing.errors import NOT_READ, FramingError
from framing.io import files
from framing.terminal import optioned
from framing.views.numbers import DASH
from framing.views.text import NARROW, Style, cut, for_terminal, grid, one_line, size, unstyled
from framing.views.vocabulary import display

# A corpus at a glance, as `framing check` prints it: tables that fit the terminal, and what is wanting.

_RULES = 3


def show_corpus(seen: Overview, width: int = 80, style: Style = unstyled) -> str:
    """Return a corpus as people read it: what was found, an outlet a row, and the gaps.

    Parameters
    ----------
    seen : Overview
    width : int
        Columns of the terminal; tables are cut into pieces that fit.
    style : callable
        Colours a text, as `click.style` does; none by default.
    """
    width = max(width, NARROW)
    rows = [_cells(dict(row), seen.rules) for row in seen.outlets.to_dict("records")]
    names = dict(zip(seen.outlets["outlet"], (str(row["outlet"]) for row in rows), strict=True))
    lines = [flow(seen.flow)]
    if rows:
        shown = [head for head in rows[0] if head in _ALWAYS or any(row[head] not in ("", 0) for row in rows)]
        if all(row["whole"] == row["articles"] for row in rows):
            shown.remove("whole")
        lines += ["", grid([[row[head] for head in shown] for row in rows], shown, width, style)]
    lines += ["", _gaps(seen.gaps, names, width, style)]
    if seen.flow.skipped + seen.flow.failed:
        lines += ["", textwrap.fill(f"What was not read, and why: {NOT_READ}", width)]
    return "\n".join(lines)


def flow(counts: Counts) -> str:
    """Return what became of everything that was found.

    >>> flow(Counts(3, 2, 1, 0, 0))
    '3 found = 2 kept + 1 duplicate + 0 skipped + 0 failed'
    """
    return (
        f"{counts.found:,} found = {counts.kept:,} kept + {counts.duplicate:,} duplicate + "
        f"{counts.skipped:,} skipped + {counts.failed:,} failed"
    )


# Shown whatever they hold; the other columns only where an outlet has something there.
_ALWAYS = (
    "outlet", "articles", "whole", "words", "median", "dates", "undated", "genres", "agency copy", "cut",
    "languages",
)  # fmt: skip
_SHORT = {"full_reprint": "reprint", "partly_based": "partly", "credited": "credited", "cites": "cites"}


def _cells(row: dict[str, Any], rules: pd.DataFrame) -> dict[str, object]:
    """Return the cells of one outlet under their heads."""
    own = rules[(rules["outlet"] == row["outlet"]) & (rules["provenance"] == row["provenance"])]
    days = [row[end].strftime("%Y-%m-%d") for end in ("first", "last")] if row["minute"] + row["day"] else []
    kinds = [f"{genre} {row[genre]}" for genre in GENRES if row[genre]]
    wire = [f"{_SHORT[role]} {row[role]}" for role in ROLES if row[role]]
    return {
        "outlet": one_line(display(row["outlet"], row["provenance"])),
        "articles": row["articles"],
        "whole": row["full"],
        "stubs": row["stubs"],
        "without text": row["metadata"],
        "words": row["words"],
        "median": round(row["words_median"]) if row["full"] else DASH,
        "dates": " to ".join(dict.fromkeys(days)),
        "undated": row["undated"],
        "to the day only": row["day"],
        "genres": ", ".join(kinds),
        "agency copy": ", ".join(wire) or "none",
        "agencies": ", ".join(display(key) for key in row["agencies"].split(", ") if key),
        "cut": f"{row['removed_share']:.1%}" if row["removed_share"] == row["removed_share"] else DASH,
        "most cut": ", ".join(
            f"{str(rule).replace('_', ' ')} {times}"
            for rule, times in zip(own["rule"][:_RULES], own["times"][:_RULES], strict=True)
        ),
        "same record": row["same_record"],
        "same page": row["same_page"],
        "exact copies": row["exact_copies"],
        "languages": row["languages"],
        "not UTF-8": row["encodings"],
    }


def _gaps(gaps: pd.DataFrame, names: dict[str, str], width: int, style: Style) -> str:
    """Return the gaps, those of the corpus first, then an outlet each."""
    if gaps.empty:
        return style("No gaps found.", fg="green")
    rows = gaps.to_dict("records")
    owners = [names.get(row["outlet"], "") if isinstance(row["outlet"], str) else "all" for row in rows]
    label = min(max(map(size, owners)), width // 3)
    kind = max(len(row["gap"]) for row in rows)
    lines = [style("Gaps", bold=True)]
    before = ""
    for owner, row in zip(owners, rows, strict=True):
        shown = cut(owner, label) if owner != before else ""
        start = f"  {shown}{' ' * (label - size(shown))}  "
        text = textwrap.wrap(one_line(row["detail"]), max(width - len(start) - kind - 2, 24)) or [""]
        lines.append(start + style(f"{row['gap']:<{kind}}", fg="yellow") + "  " + text[0])
        lines += [" " * (label + kind + 6) + more for more in text[1:]]
        before = owner
    return "\n".join(lines)


#: Lines of one kind that are told before only their number is, and places that each names.
_TOLD, _PLACES = 4, 3
#: Different lines of one kind that are told apart; of more, that there are more.
_APART = 100_000
#: Kinds of which each line is told: a guess may be wrong, and what was checked is what a user should know.
_SPOKEN = ("guessed", "checked")
#: Files that were not read and are named one by one; of more, the number is said.
_LISTED = 10


class Tally:
    """Articles and decisions of one load, which may come in pieces.

    Attributes
    ----------
    kept : int
        Articles.
    lost : list of (str, str)
        The first of what was skipped or failed: where, and why.
    """

    def __init__(self) -> None:
        self.kept = 0
        self.lost: list[tuple[str, str]] = []
        #: By kind and rule: how many lines; and of each that is told, how often it was, and where first.
        self._lines: Counter[tuple[str, str]] = Counter()
        self._told: dict[tuple[str, str], dict[str, tuple[int, list[str]]]] = {}

    def add(self, articles: pd.DataFrame, decisions: pd.DataFrame) -> None:
        """Count a piece."""
        self.kept += len(articles)
        for (kind, rule), part in decisions.groupby(["kind", "rule"], sort=True):
            self._lines[str(kind), str(rule)] += len(part)
            told = self._told.setdefault((str(kind), str(rule)), {}) if kind in _SPOKEN else None
            for source, detail in zip(part["source"], part["detail"].astype(str), strict=True):
                if told is None or (len(told) >= _APART and detail not in told):
                    continue
                times, places = told.get(detail, (0, []))
                told[detail] = times + 1, [*places, str(source)][:_PLACES]
        missed = decisions[decisions["kind"].isin(LOST[1:])].head(_LISTED - len(self.lost))
        self.lost += zip(missed["source"], missed["detail"], strict=True)

    @property
    def counts(self) -> Counts:
        """The flow of records: found = kept + duplicate + skipped + failed."""
        lost = [sum(n for (own, _), n in self._lines.items() if own == kind) for kind in LOST]
        return Counts(self.kept + sum(lost), self.kept, *lost)

    def text(self) -> str:
        """Return the flow, and how often each rule was used; of guesses and checks, what was found where."""
        lines = [flow(self.counts)]
        for kind, rule in sorted(self._lines):
            said = rule.replace("_", " ")
            if kind not in _SPOKEN:
                lines.append(f"{kind}: {said} ({self._lines[kind, rule]})")
                continue
            told = list(self._told[kind, rule].items())
            for detail, (times, places) in told[:_TOLD]:
                more = f" and {times - len(places):,} more" if times > len(places) else ""
                lines.append(f"{kind} {said}: {optioned(detail)} ({', '.join(places)}{more})")
            if len(told) > _TOLD:
                many = "more than " * (len(told) >= _APART)
                lines.append(f"{kind} {said}: {many}{len(told) - _TOLD} more")
        return for_terminal("\n".join(" ".join(line.split()) for line in lines))


# What `framing load` does: read, and write while reading, so that no corpus is too large for the memory.

# A table that is written while it grows, though later parts may bring columns that earlier ones lack.


class Growing:
    """Parts of one table on their way into a file, which is there when the block ends well.

    Parameters
    ----------
    path : pathlib.Path
        Its suffix says the format, as in `framing.io.files.write_table`.

    Raises
    ------
    FramingError
        The suffix is none that can be written, or nothing was added.
    """

    def __init__(self, path: Path) -> None:
        files.writable(path)
        self._path = path
        #: Files of parts, and what each has; columns that any lacks are empty there.
        self._files: list[Path] = []
        self._schemas: list[Any] = []

    def __enter__(self) -> Growing:
        return self

    def add(self, frame: pd.DataFrame) -> None:
        """Write a part."""
        from pyarrow import parquet

        table = kinds.as_arrow_table(frame, self._path.name)
        self._schemas.append(table.schema)
        self._files.append(self._path.with_name(f"{self._path.name}.{len(self._files)}.part"))
        with files.named(self._files[-1]):
            parquet.write_table(table, self._files[-1])

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            if kind is None and not self._files:
                raise FramingError(f"{self._path.name}: there is nothing to write")
            if kind is None:
                files.write_parts(_frames(self._files, kinds.unite_schemas(self._schemas)), self._path)
        finally:
            for file in self._files:
                file.unlink(missing_ok=True)


def _frames(paths: list[Path], schema: Any) -> Iterator[pd.DataFrame]:
    from pyarrow.parquet import ParquetFile

    rows = 0
    for path in paths:
        with ParquetFile(path) as file:
            for batch in file.iter_batches():
                rows += batch.num_rows
                yield kinds.fit_columns(batch, schema).to_pandas()
    if not rows:
        # A table without rows has columns all the same.
        yield schema.empty_table().to_pandas()


_NOTHING = "nothing could be read"


def store(
    paths: Sequence[str],
    output: str,
    audit: str | None,
    columns: Mapping[str, str] | None,
    *,
    cache: str | None = None,
    **options: Any,
) -> Tally:
    """Read files into a table of articles, and another of decisions where one is wanted.

    Parameters
    ----------
    paths : sequence of str
    output, audit : str
        Files to write; of the articles also a store, by a folder that ends in a stroke, or an address.
        They take their places together, when all is read. Where nothing could be read the audit alone
        is written.
    columns, cache, **options
        As in `framing.corpus.load.load`.

    Returns
    -------
    Tally

    Raises
    ------
    FramingError
        Nothing could be read, or a file can't be written; what the names alone show is said before
        anything is read.

    Warns
    -----
    FramingWarning
        Something was skipped or failed.
    """
    from framing.corpus.load import stream
    from framing.study.steps.articles import tell_lost

    parted = output.endswith(("/", os.sep)) or is_store(output)
    _may_be_written(output, audit, parted)
    tally, nothing = Tally(), None
    with ExitStack() as stack:
        decisions = stack.enter_context(_table(audit)) if audit else None
        try:
            with writer(output) if parted else _table(output) as articles:
                for piece in stream(paths, columns=columns or None, cache=cache, **options):
                    articles.add(piece.articles)
                    if decisions is not None:
                        decisions.add(piece.audit)
                    tally.add(*piece)
                if not tally.kept:
                    said = f"{_NOTHING}. {'; '.join(f'{where}: {why}' for where, why in tally.lost[:3])}"
                    raise _Nothing(f"{said}. {audit} lists all" if audit else said)
        except _Nothing as error:
            # Why nothing could be read is what the audit is for.
            nothing = error
    if nothing is not None:
        raise nothing
    counts = tally.counts
    tell_lost(tally.lost, counts.skipped + counts.failed)
    return tally


class _Nothing(FramingError):
    """Nothing could be read: there is an audit and no table."""


@contextmanager
def _table(path: str) -> Iterator[Growing]:
    """Give a table that grows aside, and takes its place when the block ends well."""
    with files.replaced_file(path) as aside, Growing(aside) as table:
        yield table


def _may_be_written(output: str, audit: str | None, parted: bool) -> None:
    """Refuse what can't be written, by the name that the user gave it, before anything is read."""
    for path in filter(None, (None if parted else output, audit)):
        if os.path.isdir(path):
            more = "" if path == audit else f", or end it in a stroke for a store of parts, as {path}/"
            raise FramingError(
                f"{path}: is a folder; name a file, as {Path(path) / 'articles.parquet'}{more}"
            )
        files.writable(Path(path))
    if parted:
        may_be_written(output)
    if audit and os.path.realpath(audit) == os.path.realpath(output):
        raise FramingError(
            f"--audit {audit}: is the file of the articles too; give the audit a name of its own"
        )
