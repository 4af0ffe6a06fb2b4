"""`fr.wire.find_wire` and `fr.fill_wire`: which articles are agency copy, and what shows it.

The evidence is gathered here and weighed; reading it is the business of `reading` and `sharing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, overload
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from framing.comparison.sums import Flags, Floats, Ints
from framing.corpus.outlets import book
from framing.corpus.wire import Agencies
from framing.engine.parts import Articles, Parts, assign_columns, check_articles, map_parts, metadata
from framing.errors import warn
from framing.plugins import toml
from framing.schema import check, schema
from framing.text.overlap.articles import (
    STORIES,
    Counts,
    Ranges,
    Some,
    bounded,
    components,
    counted,
    in_stories,
    in_time,
    looked_up,
    numbered,
)
from framing.text.overlap.articles import read as words_of
from framing.text.overlap.passages import Passages, passages
from framing.text.overlap.shingles import COMMON, Meetings, Pairs, Shingles, postings

# Which articles share runs of words with those that hold an agency's, outlets' boilerplate aside.

#: Shingles that two texts share before they are looked at, and the part of the shorter that makes versions.
_SEEDS = 6
_VERSIONS = 0.5
#: Places of agencies' words in very many texts that are followed up at once.
_HELD = 4_096


class Texts(NamedTuple):
    """The texts' shingles, those that are some outlet's boilerplate, and by what sample that was found."""

    known: Ranges
    templates: list[Counts]
    bounded: int


def read(known: Ranges, outlets: list[str]) -> Texts:
    """Return what can be shared; versions of one story, which make no boilerplate, count once."""
    meetings = Meetings(len(known), known.number)
    for found in known.each():
        meetings.add(found)
    pairs, size = meetings.pairs(_SEEDS), known.shared
    alike = pairs.shared >= _VERSIONS * np.minimum(size[pairs.a], size[pairs.b])
    stories, outlet = components(pairs.only(alike), len(known)), numbered(outlets)
    templates = [
        counted(*in_stories(found, outlet, stories), least=STORIES, most=STORIES) for found in known.each()
    ]
    return Texts(known, templates, meetings.bounded)


def met(texts: Texts, holds: Flags, own: Flags) -> tuple[Pairs, int]:
    """Return the pairs of texts that share enough, of which one holds an agency's words at least.

    Of a story in very many texts, these stand with the first of them alone; and each with the agency's item.
    Also by what sample pairs were looked for.
    """
    meetings, more = Meetings(len(texts.known), texts.known.number), np.zeros(0, np.int64)
    for found, template in zip(texts.known.each(), texts.templates, strict=True):
        told = found.only(template.of(found) == 0)
        posted = postings(told)
        meetings.add(told, posted, holds)
        more = np.union1d(more, _with_items(*posted, own))
    pairs = meetings.pairs(_SEEDS)
    more = np.setdiff1d(more, pairs.a * len(own) + pairs.b)
    a, b = np.divmod(more, len(own))
    return Pairs.joined([pairs, Pairs(a, b, np.zeros(len(a), np.int64))]), meetings.bounded


def _with_items(docs: Ints, starts: Ints, own: Flags) -> Ints:
    """Return, as numbers, the pairs of an agency's item and another text that share what very many have."""
    size = np.diff(starts)
    items = np.flatnonzero(np.repeat(size > COMMON, size) & own[docs])
    shingle = np.repeat(np.arange(len(size)), size)[items]
    key = np.zeros(0, np.int64)
    for begin in range(0, len(items), _HELD):
        of = shingle[begin : begin + _HELD]
        one = np.repeat(docs[items[begin : begin + _HELD]], size[of])
        other = np.concatenate([docs[starts[k] : starts[k + 1]] for k in of.tolist()])
        code = np.minimum(one, other) * len(own) + np.maximum(one, other)
        key = np.union1d(key, code[one != other])
    return key


# What an article itself says of an agency: in its columns, its first and its last lines.

#: What an agency may have given, the most first.
ROLES = ("full_reprint", "partly_based", "credited", "cites")

#: How the words that loading puts down begin, and what that is here.
_KINDS: dict[str, str] = toml(__package__, "lists")["wire"]["kinds"]
#: What loading puts where an agency's key would stand.
_NAMELESS = "agencies without a name"
_BREAK = re.compile(r"\n\s*\n|\n")
_PARTS = re.compile(r"\s*(?:[/|>»›;]|::)\s*")
#: A first line longer than this is no byline.
_BYLINE = 90
#: Parts of addresses under which papers keep what agencies send, whole words.
_SHELVES = frozenset({"wires", "wire", "newswire", "newswires", "agencies"})
_SHELF_ONLY = frozenset({"wires", "newswires", "agencies"})
_SPELLED = {"aponline": "Associated Press", "ap": "AP", "afp": "AFP", "upi": "UPI", "dpa": "dpa"}


class Piece(NamedTuple):
    """One piece of evidence: the agency (None where it has no name), what it gave, where it stands, words.

    `other`, `words` and `share` are of shared text alone.
    """

    wire: str | None
    role: str
    evidence: str
    detail: str
    other: str | None = None
    words: int = 0
    share: float = float("nan")


def column(wire: str | None, role: str) -> list[Piece]:
    """Return what the article's own columns say; an agency without a role is credited, as in loading.

    >>> column("reuters", "none")[0].role, column(None, "none")
    ('credited', [])
    """
    if wire is None and role == "none":
        return []
    said = "; ".join(f"{name}: {value}" for name, value in (("wire", wire), ("wire_role", role)) if value)
    return [Piece(wire, role if role in ROLES else "credited", "column", said)]


def lines(row: pd.Series, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield what byline, first and last lines, section and address of an article say.

    Parameters
    ----------
    row : Series
        `authors`, `organisations`, `section`, `url` and `text` of one article.
    key : str
        Its outlet's, as in the book.
    agencies : Agencies
    """
    paragraphs = [part.strip() for part in _BREAK.split(row.text) if part.strip()]
    persons, bodies = row.authors, row.organisations
    signed = f"{persons} and {bodies}" if persons and bodies else persons or bodies
    opening = [line for line in paragraphs[:2] if _is_byline(line, agencies)]
    for wire in agencies.pieces(key, [*([signed] if signed else []), *opening], paragraphs):
        kind, _, words = wire.evidence.partition(": ")
        # Below the text of a table there are no credits but its own last lines.
        evidence = "tail" if kind == "credit" else _KINDS.get(kind, kind)
        yield Piece(wire.key, wire.role, evidence, words)
    yield from _section(row.section, key, agencies)
    yield from _address(row.url, key, agencies)


def from_audit(rule: str, detail: str) -> Piece | None:
    """Return the piece that loading noted as a line of the audit, or None where a line is of something else.

    >>> from_audit("wire_full_reprint", "reuters: dateline: OSLO (Reuters) -")
    Piece(wire='reuters', role='full_reprint', evidence='dateline', detail='OSLO (Reuters) -', other=None, \
words=0, share=nan)
    """
    role = rule.removeprefix("wire_")
    key, _, rest = detail.partition(": ")
    kind, _, words = rest.partition(": ")
    if role not in ROLES or kind not in _KINDS:
        return None
    return Piece(key if key != _NAMELESS else None, role, _KINDS[kind], words)


def _is_byline(line: str, agencies: Agencies) -> bool:
    return agencies.is_byline(line) or (len(line) <= _BYLINE and line[:3].casefold() == "by ")


def _section(section: str | None, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield a section that is an agency's name; two letters alone are a place or a person as often."""
    parts: Iterable[str] = _PARTS.split(section) if section else ()
    for part in parts:
        found = agencies.key(part) if len(part) > 2 or part == "AP" else None
        if found and found != key:
            yield Piece(found, "full_reprint", "section", str(section)[:160])
            return
        if part.casefold() in _SHELF_ONLY:
            yield Piece(None, "full_reprint", "section", str(section)[:160])
            return


def _address(url: str | None, key: str, agencies: Agencies) -> Iterator[Piece]:
    """Yield a folder of the address that is an agency's: the first, or the one below "wires"."""
    path = urlsplit(url if url and "//" in url else f"//{url or ''}").path
    folders = [part for part in path.casefold().split("/")[:-1] if part]
    for place, folder in enumerate(folders[:3]):
        shelf = place > 0 and folders[place - 1] in _SHELVES
        named = agencies.key(_SPELLED.get(folder, folder.replace("-", " ").title()))
        if (place == 0 or shelf) and named and named != key:
            yield Piece(named, "full_reprint", "section", f"address: /{'/'.join(folders[: place + 1])}/")
            return
    if folders and folders[0] in _SHELF_ONLY:
        yield Piece(None, "full_reprint", "section", f"address: /{folders[0]}/")


# Text that an article shares with an agency's item: how much, and whether it can have come from there.

#: From this share of its words an article is the agency's; the rest is an added line or a credit.
NEARLY_ALL = 0.85
#: From this share it is partly the agency's, or from one passage of so many words that is no small part.
#: Words in quotation marks or in a block quotation don't make it that, nor do less than `LEAST` words.
PART = 0.3
PASSAGE = 40
NO_SMALL_PART = 0.05
LEAST = 20


class Witnesses(NamedTuple):
    """Which articles hold an agency's words: the agency's key ("" without a name), None for all others.

    `own` marks the agencies' own items.
    """

    source: tuple[str | None, ...]
    own: Flags


class _Read(NamedTuple):
    """The words of some texts: which stand in quotation marks, or in an outlet's boilerplate."""

    found: Shingles
    quoted: Flags
    furniture: Flags


def shared(articles: Articles, outlets: list[str], witnesses: Witnesses) -> Iterator[tuple[int, Piece]]:
    """Yield the articles that share text with a witness, and what they share, by article and witness.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        Checked.
    outlets : list of str
        The key of each one's outlet.
    witnesses : Witnesses
        Whose words each holds.
    """
    frame = metadata(articles)
    if not any(source is not None for source in witnesses.source) or len(frame) < 2:
        return
    # The rows in an order of their own: agencies' items first, then reprints, by time and id.
    rank = np.where(witnesses.own, 0, np.where([source is None for source in witnesses.source], 2, 1))
    rows = in_time(frame)
    order = rows[np.argsort(rank[rows], kind="stable")]
    frame, outlets = (
        frame[["id", "published", "published_precision"]].iloc[order].reset_index(drop=True),
        [outlets[row] for row in order],
    )
    witnesses = Witnesses(tuple(witnesses.source[row] for row in order), witnesses.own[order])
    for article, piece in _found(Ranges(words_of(articles), order), frame, outlets, witnesses):
        yield int(order[article]), piece


def _found(
    known: Ranges, frame: pd.DataFrame, outlets: list[str], witnesses: Witnesses
) -> Iterator[tuple[int, Piece]]:
    holds = np.array([source is not None for source in witnesses.source])
    texts = read(known, outlets)
    found, sample = met(texts, holds, witnesses.own)
    if left := bounded(max(sample, texts.bounded), 0):
        warn(f"agency: {left}; articles that share text with an agency's may be missing")
    # The pairs as article and witness: an article of no agency, a witness that may be its source.
    article, witness = np.concatenate([found.a, found.b]), np.concatenate([found.b, found.a])
    holds = np.array([source is not None for source in witnesses.source])
    # What others took from an outlet is no agency copy in its own pages.
    keys = np.array(outlets, dtype=object)
    whose = np.array(witnesses.source, dtype=object)
    kept = holds[witness] & ~witnesses.own[article] & (keys[article] != whose[witness])
    begin, end = _times(frame)
    # A reprint only shows what the agency's item says; when that was sent is not known.
    after = witnesses.own[witness] & (begin[witness] >= end[article])
    kept &= ~after
    target, witness = article[kept].astype(np.int64), witness[kept].astype(np.int64)
    # Each pair once, the article that is asked about first; where both are, it stands twice.
    order = np.lexsort([witness, target])
    target, witness = target[order], witness[order]
    pairs = Pairs(target, witness, np.zeros(len(target), np.int64))
    for group in known.groups(pairs, looked_up(texts.templates)):
        yield from _of_group(known, group, frame["id"], witnesses)


def _of_group(
    known: Ranges, group: Some, ids: pd.Series[str], witnesses: Witnesses
) -> Iterator[tuple[int, Piece]]:
    """Yield what the articles of a group of pairs share; it has all pairs of each."""
    template = group.numbers > 0
    texts = _read(known, group, template)
    covers = passages(group.found.only(~template), group.pairs)
    furniture = np.append(0, np.cumsum(texts.furniture))
    size = group.found.sizes - np.diff(furniture[texts.found.words])
    begins = np.searchsorted(covers.pair, np.arange(len(group.pairs) + 1))
    names = ids.iloc[group.texts].astype("str").tolist()
    by_article: dict[int, list[_Part]] = {}
    for number, (article, other) in enumerate(
        zip(group.pairs.a.tolist(), group.pairs.b.tolist(), strict=True)
    ):
        spans = covers.only(slice(int(begins[number]), int(begins[number + 1])))
        at = int(group.texts[other])
        piece = _judged(texts, spans, int(size[article]), witnesses.source[at] or "", names[other])
        if piece:
            by_article.setdefault(article, []).append(_Part(piece, spans, bool(witnesses.own[at])))
    for article, parts in by_article.items():
        for source in sorted({part.piece.wire or "" for part in parts}):
            every = [part for part in parts if (part.piece.wire or "") == source]
            # The agency's items where there are any; of reprints, which all say the same, the longest.
            longest = min(every, key=lambda part: (-part.piece.words, str(part.piece.other)))
            mine = [part for part in every if part.own] or [longest]
            pieces = [*(part.piece for part in mine), *_together(mine, texts, int(size[article]))]
            yield from ((int(group.texts[article]), piece) for piece in pieces)


def _read(known: Ranges, group: Some, template: Flags) -> _Read:
    """Return the words of the texts of a group."""
    quoted = known.masked("quoted", group.rows) | known.masked("block", group.rows)
    furniture = np.zeros(len(quoted), bool)
    for place in range(group.found.n):
        furniture[group.found.first[template] + place] = True
    return _Read(group.found, quoted, furniture)


class _Part(NamedTuple):
    """What an article shares with one witness, where, and whether that is an agency's own item."""

    piece: Piece
    spans: Passages
    own: bool


def _times(frame: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return the first moment each article can be from, and the first it can't; a day has all its hours."""
    when = frame["published"].astype("datetime64[us, UTC]")
    seconds = (when - when.dt.floor("D").min()).dt.total_seconds().to_numpy(np.float64)
    exact = (frame["published_precision"] == "minute").to_numpy(bool)
    known = np.isfinite(seconds)
    day = np.floor(seconds / _DAY) * _DAY
    begin = np.where(known, np.where(exact, seconds, day), -np.inf)
    # A minute counts as one, so that two of the same are no order.
    end = np.where(known, np.where(exact, seconds + 60, day + _DAY), np.inf)
    return begin, end


_DAY = 86_400.0


def _judged(texts: _Read, spans: Passages, size: int, source: str, other: str) -> Piece | None:
    """Return what passages say of an article, or None where they say too little."""
    words, outside, longest = _covered(texts, spans)
    if not size or words < LEAST:
        return None
    share = min(1.0, words / size)
    if share >= NEARLY_ALL:
        role = "full_reprint"
    elif outside >= LEAST and outside >= (NO_SMALL_PART if longest >= PASSAGE else PART) * size:
        role = "partly_based"
    else:
        return None
    said = f"{words} of {size} words stand in {other}"
    if quoted := words - outside:
        said += f", {quoted} of them in quotation marks"
    return Piece(source or None, role, "shared_text", said, other, words, share)


def _together(parts: list[_Part], texts: _Read, size: int) -> Iterator[Piece]:
    """Yield what items of one agency are to an article of which only together they are nearly all."""
    if len(parts) < 2 or any(part.piece.role == "full_reprint" for part in parts):
        return
    columns = [np.concatenate(column) for column in zip(*(p.spans.columns() for p in parts), strict=True)]
    words, _, _ = _covered(texts, Passages(*columns))
    if words >= NEARLY_ALL * size:
        said = f"{words} of {size} words stand in {', '.join(str(p.piece.other) for p in parts)} together"
        share = min(1.0, words / size)
        yield Piece(parts[0].piece.wire, "full_reprint", "shared_text", said, None, words, share)


def _covered(texts: _Read, spans: Passages) -> tuple[int, int, int]:
    """Return words in passages, those outside of quotation marks, and the most of these in one passage."""
    if not len(spans):
        return 0, 0, 0
    begin = int(spans.a_start.min())
    inside = np.zeros(int(spans.a_end.max()) - begin, bool)
    longest = 0
    for start, end in zip(spans.a_start.tolist(), spans.a_end.tolist(), strict=True):
        inside[start - begin : end - begin] = True
        plain = ~(texts.quoted[start:end] | texts.furniture[start:end])
        longest = max(longest, int(plain.sum()))
    part = slice(begin, begin + len(inside))
    inside &= ~texts.furniture[part]
    return int(inside.sum()), int((inside & ~texts.quoted[part]).sum()), longest


_COLUMNS = ("authors", "organisations", "section", "url", "text")
#: The pieces of each article that has any.
Evidence: TypeAlias = dict[int, list[Piece]]
_RANK = {role: rank for rank, role in enumerate(ROLES)}


def find_wire(articles: Articles, *, audit: pd.DataFrame | None = None) -> pd.DataFrame:
    """List all that shows that articles are agency copy; `fill_wire` writes the conclusion into them.

    Byline and signing bodies, dateline, last lines, section and address are read as they are in loading;
    text is compared with the items of the agencies that are in the corpus, and with those articles that
    say themselves that they are an agency's.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `wire`, `wire_role`, `authors`, `organisations`, `section`, `url` and
        `published` are read where they are.
    audit : pandas.DataFrame, optional
        What `load` gave: it cuts bylines and credits out of the text and notes there what they said. Where
        it notes that it guessed, `wire` and `wire_role` are that guess and are not listed as evidence.

    Returns
    -------
    pandas.DataFrame
        A row an article × piece of evidence, as in ``schemas/agency.toml``, by article; the strongest first.
        An agency's own story in its own pages is no agency copy and has no row.

    Raises
    ------
    FramingError
        A table is not what it should be.

    Notes
    -----
    Words count as shared where they stand in a run of five or more that both articles have, outside of what
    an outlet prints again and again. Words in quotation marks don't make an article partly an agency's: the
    speaker said them to everybody. An agency's item that is dated after the article is not its source.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"],
    ...                          "text": ["OSLO, Jan 15 (Reuters) - The port opened on Thursday."]})
    >>> find_wire(articles)[["wire", "wire_role", "evidence"]].values.tolist()
    [['reuters', 'full_reprint', 'dateline']]
    """
    given = check_articles(articles)
    return _table(metadata(given), audit, _gathered(given, audit))


@overload
def fill_wire(articles: Parts, *, audit: pd.DataFrame | None = ...) -> Parts: ...
@overload
def fill_wire(articles: pd.DataFrame, *, audit: pd.DataFrame | None = ...) -> pd.DataFrame: ...
def fill_wire(articles: Articles, *, audit: pd.DataFrame | None = None) -> Articles:
    """Fill in `wire` and `wire_role` by the strongest evidence there is; `find_wire` lists all of it.

    Parameters
    ----------
    articles, audit
        As in `find_wire`.

    Returns
    -------
    pandas.DataFrame or Parts
        The articles as they were given, in their order, with `wire` and `wire_role` filled: full_reprint
        where the byline, dateline or last line say so or nearly all words are shared with an agency's item,
        partly_based where fewer are; `wire_evidence` says by what, as in `find_wire`: words that are shared
        are no credit. What is given stays, but for the role ``cites``, which says nothing of whose words an
        article's are: shared text puts full_reprint or partly_based in its place.

    Raises
    ------
    FramingError
        As in `find_wire`.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"],
    ...                          "authors": ["The Associated Press"], "text": ["The port opened."]})
    >>> fill_wire(articles)[["wire", "wire_role"]].values.tolist()
    [['associated_press', 'full_reprint']]
    """
    given = check_articles(articles)
    return _filled(articles, metadata(given), _gathered(given, audit))


def shown_and_filled(
    articles: Articles, audit: pd.DataFrame | None = None, *, text: bool = True
) -> tuple[pd.DataFrame, Articles]:
    """Return what `find_wire` and `fill_wire` give, by one search: evidence, and articles filled in.

    Without `text`, words that articles share are no evidence, and not looked for.
    """
    given = check_articles(articles)
    found = _gathered(given, audit, text)
    return _table(metadata(given), audit, found), _filled(articles, metadata(given), found)


def _table(frame: pd.DataFrame, audit: pd.DataFrame | None, found: Evidence) -> pd.DataFrame:
    """Return the evidence as the table `agency`; what loading only guessed is no evidence of itself."""
    guessed = _noted(audit)
    places = sorted(found)
    some = frame[["id", "outlet"]].iloc[places]
    rows = [
        (key, outlet, *piece)
        for place, key, outlet in zip(places, some["id"].astype("str"), some["outlet"], strict=True)
        for piece in sorted(found[place], key=_order)
        if piece.evidence != "column" or key not in guessed
    ]
    names = ["article", "outlet", *Piece._fields]
    table = pd.DataFrame(rows, columns=[{"role": "wire_role"}.get(name, name) for name in names])
    table = table.sort_values("article", kind="stable", ignore_index=True)
    strings = [c.name for c in schema("agency").columns.values() if c.type == "string"]
    return check(
        table.astype(dict.fromkeys(strings, "str") | {"words": "int64", "share": "float64"}), "agency"
    )


def _filled(articles: Articles, frame: pd.DataFrame, found: Evidence) -> Articles:
    """Return the articles with `wire` and `wire_role` by the strongest evidence of each, and which it was."""
    wires, roles = _given(frame["wire"]), frame["wire_role"].astype("str").tolist()
    shown = _given(frame.get("wire_evidence", pd.Series(None, frame.index, dtype="str")))
    for place, pieces in found.items():
        given, role = wires[place], roles[place]
        # The piece that fills what an article lacks, or None where what is given stays.
        usable = [p for p in pieces if p.evidence != "column"]
        if role == "cites":
            usable = [p for p in usable if p.evidence == "shared_text"]
        elif role != "none":
            # Whose the words are may be missing, what they are is given.
            usable = [p for p in usable if p.wire and p.role == role] if given is None else []
        elif given is not None:
            # An agency without a role: what speaks of that one comes first.
            usable = [p for p in usable if p.wire == given] or usable
        best = min(usable, key=_order, default=None)
        if best is not None:
            wires[place], roles[place] = given if given and role != "cites" else best.wire, best.role
            shown[place] = best.evidence
    index = articles.index if isinstance(articles, pd.DataFrame) else None
    columns = {"wire": wires, "wire_role": roles, "wire_evidence": shown}
    return assign_columns(
        articles, **{name: pd.Series(values, index=index, dtype="str") for name, values in columns.items()}
    )


@dataclass(frozen=True)
class Lines:
    """What the articles of a part say of agencies themselves."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return a row a piece of evidence."""
        known = book()
        reader = Agencies(known)
        plain = frame[[*_COLUMNS]].astype(object)
        plain = plain.where(plain.notna(), None)
        rows = [
            (place, piece.wire, piece.role, piece.evidence, piece.detail)
            for place, (row, name) in enumerate(
                zip(plain.itertuples(index=False), frame["outlet"].astype("str"), strict=True)
            )
            for piece in lines(row, known.resolve(name), reader)
        ]
        table = pd.DataFrame(rows, columns=["row", "wire", "role", "evidence", "detail"])
        strings = dict.fromkeys(("wire", "role", "evidence", "detail"), "str")
        return {"lines": table.astype({"row": "int64", **strings})}


def _gathered(articles: Articles, audit: pd.DataFrame | None, text: bool = True) -> Evidence:
    """Return all evidence by article; shared text is looked for with what the rest has shown."""
    frame = metadata(articles)
    known = book()
    keys = {name: known.resolve(name) for name in frame["outlet"].astype("str").unique()}
    outlet = [keys[name] for name in frame["outlet"].astype("str")]
    own = frozenset(key for key in set(outlet) if known[key].agency)
    pieces: Evidence = {}
    for place, (wire, role) in enumerate(zip(_given(frame["wire"]), frame["wire_role"], strict=True)):
        written = known.resolve(wire) if wire else None
        if said := column(written if written in known.entries else wire, str(role)):
            pieces[place] = said
    noted = _noted(audit)
    names = frame["id"].astype("str")
    for place in np.flatnonzero(names.isin(list(noted))).tolist():
        pieces.setdefault(place, []).extend(noted[names.iloc[place]])
    for table in map_parts(articles, Lines(), what="agencies' lines").each("lines"):
        wires = _given(table["wire"])
        for place, wire, *more in zip(
            table["row"].tolist(), wires, table["role"], table["evidence"], table["detail"], strict=True
        ):
            pieces.setdefault(place, []).append(Piece(wire, *more))
    pieces = {place: _once(found) for place, found in pieces.items()}
    if not text:
        return pieces
    sources = [_source(key in own, key, pieces.get(place, ())) for place, key in enumerate(outlet)]
    witnesses = Witnesses(tuple(sources), np.array([key in own for key in outlet], dtype=bool))
    for place, piece in shared(articles, outlet, witnesses):
        pieces.setdefault(place, []).append(piece)
    return pieces


def _given(wire: pd.Series[str]) -> list[str | None]:
    """Return what a column says, None where it is blank."""
    return [name if isinstance(name, str) and name.strip() else None for name in wire.astype(object)]


def _noted(audit: pd.DataFrame | None) -> dict[str, list[Piece]]:
    """Return what loading noted, by article."""
    found: dict[str, list[Piece]] = {}
    if audit is None:
        return found
    table = check(audit, "audit")
    table = table[table["rule"].str.startswith("wire_") & table["article"].notna()]
    for article, rule, detail in zip(table["article"], table["rule"], table["detail"], strict=True):
        piece = from_audit(rule, detail)
        if piece:
            found.setdefault(str(article), []).append(piece)
    return found


def _source(is_agency: bool, key: str, pieces: Sequence[Piece]) -> str | None:
    """Return whose words an article has where they are an agency's: its outlet's, or those it reprints."""
    if is_agency:
        return key
    whole = next((p for p in sorted(pieces, key=_order) if p.role == "full_reprint"), None)
    # What is given stands against what a line may say.
    given = next((p for p in pieces if p.evidence == "column"), None)
    if whole is None or (given and given.role in ("partly_based", "credited")):
        return None
    return whole.wire or ""


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that say the same again, as audit and text do of one dateline."""
    kept: dict[tuple[object, ...], Piece] = {}
    for piece in pieces:
        kept.setdefault((piece.wire, piece.role, piece.evidence, piece.detail[:40]), piece)
    return list(kept.values())


def _order(piece: Piece) -> tuple[int, bool, str]:
    """Order the strongest first; what is given before what is read, a name before none."""
    return _RANK[piece.role], piece.evidence != "column", piece.wire or "\uffff"
