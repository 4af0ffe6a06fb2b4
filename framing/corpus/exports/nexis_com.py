"""The words of nexis.com: what its labels mean, and how the line of a date is taken apart."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from framing.corpus import columns, dates
from framing.corpus import lines as kinds
from framing.corpus import moments as forms
from framing.corpus.exports import invert, read_words
from framing.corpus.lines import Para, joined
from framing.corpus.rtf import CENTRED

_YEAR = re.compile(r"(?<!\d)(?:1[789]|20)\d\d(?!\d)")
_SEASON = re.compile(
    r"(?:spring|summer|autumn|fall|winter|frühling|frühjahr|sommer|herbst|printemps|été|automne|hiver)\Z",
    re.IGNORECASE,
)
#: A longer line is a paragraph that begins with a date.
_WIDEST = 300
#: So many words of a line may be its date, its clock time and its zone.
_LONGEST = 12

_WORDS = read_words("nexis_com")
_COLUMNS = invert(_WORDS["columns"])
#: Columns: those that end an article wherever they stand, those that do among others, and those whose value
#: may go on over blank lines.
SURE, LIKELY, LONG = (frozenset(_WORDS["end"][name]) for name in ("sure", "likely", "long"))
COPYRIGHT, ERROR = (tuple(_WORDS["words"][name]) for name in ("copyright", "error"))
_MONTHS = invert(_WORDS["months"])
_WEEKDAYS = forms.words().weekdays.union(*_WORDS["weekdays"].values())


class Dated(NamedTuple):
    """When a line says that an article appeared, as `dates.parse` reads it, and what else it says."""

    published: str
    rest: str


def label(line: str) -> tuple[str, str, str] | None:
    """Return column, label and value of a line that opens with a label in capitals, or None.

    A label that isn't known has "" for its column.

    >>> label("LOAD-DATE: January 11, 2010"), label("LÄNGE: 306 Wörter")[:2]
    (('load_date', 'LOAD-DATE', 'January 11, 2010'), ('length', 'LÄNGE'))
    >>> label("WASHINGTON: They met.")[0], label("The ministers: who they are")
    ('', None)
    """
    name, colon, value = line.partition(":")
    if not colon or len(name) > 60 or not name.isupper():
        return None
    found = _named(name)
    if found is None or (not found[0] and value and not value[0].isspace()):
        return None
    return *found, value.strip()


@lru_cache(maxsize=2000)
def _named(written: str) -> tuple[str, str] | None:
    """Return column and name of what stands before a colon, where that may be a label."""
    name = " ".join(written.split())
    if not 1 < len(name) < 33 or not name[0].isalpha():
        return None
    if not all(sign.isalpha() or sign in " -'&/()" for sign in name):
        return None
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return _COLUMNS.get(re.sub(r"[\s_-]+", "-", bare), ""), name


def read_date(line: str) -> Dated | None:
    """Return the date that a line opens with, its clock time and zone, and what follows; None without a date.

    >>> read_date("January 20, 2009 Tuesday 8:27 PM  AEST")
    Dated(published='January 20, 2009 8:27 PM AEST', rest='')
    >>> read_date("December 19, 1991, Sunday, Late Edition - Final")
    Dated(published='December 19, 1991', rest='Late Edition - Final')
    >>> read_date("Dienstag 10.Dezember 2019")
    Dated(published='10. dezember 2019', rest='')
    >>> read_date("Winter 2009, Pg. 12"), read_date("Talks go on")
    (Dated(published='Winter 2009', rest='Pg. 12'), None)
    """
    if len(line) > _WIDEST or not _YEAR.search(line[:80]):
        return None
    tokens = forms.plain(line).split()
    kept: list[str] = []
    places: list[int] = []
    for at, token in enumerate(tokens[:_LONGEST]):
        # "Freitag, den 3. März 2010" and "March 3, 2010 Friday": the date itself says the day.
        if _bare(token) in _WEEKDAYS and (not kept or _YEAR.search(" ".join(kept))):
            continue
        kept.append(_english(token))
        places.append(at)
    for end in range(len(kept), 0, -1):
        text = " ".join(kept[:end]).strip(" ,;")
        if dates.parse(text):
            rest = itertools.dropwhile(lambda token: _bare(token) in _WEEKDAYS, tokens[places[end - 1] + 1 :])
            return Dated(text, " ".join(rest).strip(" ,;-"))
    # The month or season of a journal is no day; the audit tells that it isn't one.
    at = next((at for at, token in enumerate(tokens[:4]) if _YEAR.fullmatch(token.strip(",.;"))), 0)
    names = [name for part in tokens[:at] for name in re.split(r"[/-]", _bare(part)) if name]
    months = forms.words().months
    if names and all(name in months or name in _MONTHS or _SEASON.match(name) for name in names):
        return Dated(" ".join(tokens[: at + 1]).strip(" ,;."), " ".join(tokens[at + 1 :]).strip(" ,;-"))
    return None


def _bare(token: str) -> str:
    return token.strip(",.;()").lower()


def _english(token: str) -> str:
    """Return a word of a date with a foreign month in English, and "10.Dezember" as two words."""
    day, dot, month = token.partition(".")
    if dot and day.isdigit() and month[:1].isalpha():
        return f"{day}. {_english(month).lower()}"
    bare = _bare(token)
    known = bare in _MONTHS and bare not in forms.words().months
    return token.lower().replace(bare, _MONTHS[bare]) if known else token


# Whether what stands behind a label can be its value, and whether a line says whose an article is.

_DATES = frozenset(("load_date", "correction_date"))
#: Columns whose values are names, terms or numbers, and never sentences.
_TERMS = frozenset(
    "section length dateline edition page volume issue series language publication_type document_type "
    "source_code subjects companies organisations_indexed tickers industries people places cities states "
    "countries city state country issn isbn url accession keywords name".split()
)
_YEAR_VALUES = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_ENDED = (".", "!", "?", "…", ".”", ".“", '."', ".»", "。")
#: A sentence has more words than this.
_NAMED = 5
_LONGEST_DATE = 60


def fits_column(column: str, value: str) -> bool:
    """Say whether a value can be that of a column.

    >>> fits_column("load_date", "January 16, 2026"), fits_column("load_date", "this is how a robot talks.")
    (True, False)
    >>> fits_column("section", "POLITICS; Pg. 8"), fits_column("section", "he read aloud from the treaty.")
    (True, False)
    >>> fits_column("highlight", "They met, and they talked for hours.")
    True
    """
    if column in _DATES:
        if len(value) > _LONGEST_DATE:
            return False
        return dates.parse(value) is not None or (
            _YEAR_VALUES.search(value) is not None and not _is_sentence(value)
        )
    if column == "length" and value:
        return any(map(str.isdecimal, value[:40])) and not _is_sentence(value)
    return column not in _TERMS or not _is_sentence(value)


def _is_sentence(value: str) -> bool:
    if not value.endswith(_ENDED) or ";" in value or "%" in value:
        return False
    listed = value.split()
    return value[:1].islower() or (len(listed) > _NAMED and sum(map(str.islower, listed)) * 2 > len(listed))


_LONGEST_VALUES = 600
# Behind the word stand sign, year or holder; a verb or any other small word makes it a sentence.
_NOTICE = re.compile(
    r"(?:copyright|copr\.|copy|©|\(c\))(?:[\s,:-]|©|\(c\)|(?:1[89]|20)\d\d)*(?P<next>[^\W\d_]*)",
    re.IGNORECASE,
)
_MARKED = re.compile(r"©|\(c\)|(?<!\d)(?:1[89]|20)\d\d(?!\d)", re.IGNORECASE)
_FIRST = 40
_SMALL = frozenset("by of the all and von der die das le la les l de el los il by et und y e".split())


def is_notice(text: str, openings: tuple[str, ...]) -> bool:
    """Say whether a line or block says who holds the rights.

    Parameters
    ----------
    text : str
    openings : tuple of str
        How such lines begin, in lower case.

    Examples
    --------
    >>> is_notice("Copyright 2026 Harbour Courier", ("copyright",))
    True
    >>> is_notice("Copyright 2025 was the year on the wall.", ("copyright",))
    False
    """
    if len(text) > _LONGEST_VALUES or not text[:_FIRST].strip().lower().startswith(openings):
        return False
    found = _NOTICE.match(text.strip())
    following = found["next"] if found else ""
    if not following.islower() or following in _SMALL:
        return True
    # "Copyright 2026, harbour courier" is one, "Copyright battle goes on" a headline.
    return _MARKED.search(text[:_FIRST]) is not None and not text.rstrip().endswith(_ENDED)


# Blocks of lines between blank ones, of which a document of nexis.com is made, and the columns they fill.

#: A heading above abstract or text is shorter.
_HEADING = 24


@dataclass
class Block:
    """Lines between two blank ones, and whether they stand in the middle of the page.

    Attributes
    ----------
    text : str
        Its lines as one.
    column, name, value : str
        What its label says, where it opens with one; else the column is None, and the value all of it.
    notice : bool
        It tells whose the article is.
    """

    lines: list[str]
    centred: bool = False

    def __post_init__(self) -> None:
        self.text = joined(self.lines)
        self.column: str | None
        self.column, self.name, self.value = label(self.lines[0]) or (None, "", self.text)
        if self.column is not None:
            self.value = joined([self.value, *self.lines[1:]])
        self.notice = is_notice(self.text, COPYRIGHT)

    def split(self, ends: Sequence[int]) -> list[Block]:
        """Return it as several, which end behind so many lines."""
        bounds = itertools.pairwise([0, *ends, len(self.lines)])
        return [Block(self.lines[start:end], self.centred) for start, end in bounds if start < end]


def make_blocks(paras: Sequence[Para], *, wrapped: bool) -> list[Block]:
    """Return the blocks of some lines; where lines weren't wrapped, their indentation says nothing."""
    found: list[Block] = []
    for filled, group in itertools.groupby(paras, key=lambda para: bool(para.text.strip())):
        if not filled:
            continue
        held = list(group)
        texts = [para.text.expandtabs(4) for para in held]
        indents = [len(text) - len(text.lstrip()) for text in texts]
        # A line that fills the page has no indentation, but what follows it has.
        hung = len(texts[0]) > 60 and len(texts) > 1 and min(indents[1:]) >= 8
        centred = any(para.style == CENTRED for para in held)
        found.append(Block(texts, centred or (wrapped and (indents[0] >= 3 or hung))))
    return found


def split_labels(block: Block) -> list[Block]:
    """Return a block that opens with a label as one for each label and notice that stands right below it.

    >>> [part.lines for part in split_labels(Block(["LOAD-DATE: May 5, 2010", "Copyright 2010 Courier"]))]
    [['LOAD-DATE: May 5, 2010'], ['Copyright 2010 Courier']]
    """
    if not block.column or block.column in ("body", *LONG):
        return [block]
    parts = [Block([line.strip()]) for line in block.lines]
    fitting = (part.notice or (part.column and fits_column(part.column, part.value)) for part in parts)
    return block.split([at for at, fit in enumerate(fitting) if at and fit])


def column_of(block: Block) -> str:
    """Return the column of a label: its own name where it isn't known, marked where that is one of ours.

    >>> column_of(Block(["TRADE-NAME: x"])), column_of(Block(["STATUS: x"])), column_of(Block(["SUJET: x"]))
    ('trade_name', 'nexis_status', 'subjects')
    """
    made = re.sub(r"\W+", "_", block.name.lower()).strip("_")
    return block.column or (f"nexis_{made}" if columns.guess([made])[0] else made)


def add_value(fields: dict[str, object], column: str, value: str, between: str = "; ") -> None:
    """Put a value behind what a column has already."""
    value = value.strip()
    before = fields.get(column)
    fields[column] = f"{before}{between}{value}" if before and value else before or value


def split_abstract(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return abstract and text, where they stand below headings of their own: ABSTRACT, FULL TEXT.

    >>> short, text = split_abstract([Block(["ABSTRACT", "They met."]), Block(["FULL TEXT"])])
    >>> short[0].lines, text
    (['They met.'], [])
    """
    opening = _heading(blocks[0]) if blocks else ""
    if opening == "body":
        return [], _unheaded(blocks)
    if opening != "abstract":
        return [], blocks
    full = next((at for at, block in enumerate(blocks) if _heading(block) == "body"), len(blocks))
    return _unheaded(blocks[:full]), _unheaded(blocks[full:])


def _heading(block: Block) -> str:
    """Return what a block's first line is the heading of: abstract, body, or "" for any other line."""
    line = block.lines[0].strip().rstrip(":. ")
    found = label(f"{line}:") if line.isupper() and len(line) <= _HEADING else None
    return found[0] if found and found[0] in ("abstract", "body") else ""


def _unheaded(blocks: list[Block]) -> list[Block]:
    """Return blocks without the first line of the first."""
    return [*blocks[0].split([1])[1:], *blocks[1:]] if blocks else []


# What stands above the labels of a document of nexis.com: source, date, edition, headline, in any order.

#: The date stands in one of so many first blocks, the labels begin in one of these.
TOP = 14
#: A line of a name that is longer goes on in the next.
_FULL = 60
_RESERVED = ("all rights reserved", "alle rechte", "tous droits", "todos los derechos", "tutti i diritti")
_WEB = re.compile(r"(?:https?://|www\.)\S{4,}\Z", re.IGNORECASE)
_CORRECTED = re.compile(
    r"(correction appended|rectificatif joint|korrektur angehängt)\b[\s;,]*", re.IGNORECASE
)
_COUNTED = re.compile(
    r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})\s*(?:words?|wörter|worte|mots?|palabras?|woorden|parole|palavras)\b",
    re.I,
)


def find_first_label(blocks: list[Block]) -> int:
    """Return the first block that opens with a known label at the margin."""
    at = (
        at
        for at, block in enumerate(blocks[:TOP])
        if block.column not in (None, "", "show") and not block.centred
    )
    return next(at, min(len(blocks), TOP))


def read_top(top: list[Block], fields: dict[str, object], named: bool) -> int:
    """Read source, date, edition and headline out of what stands above the labels; return where it ends.

    `named` says that a label gives the headline, so that none stands here.
    """
    day = next((at for at, block in enumerate(top) if any(map(read_date, block.lines[:3]))), None)
    above: list[Block] = []
    at = 0
    for block in top if day is None else top[:day]:
        if block.notice:
            add_value(fields, "copyright", block.text, " ")
            at += day is None
        elif block.column and block.centred:
            add_value(fields, block.column, block.value)
        elif day is None and above:
            break
        else:
            above.append(block)
            at += day is None
    editions = [] if day is None else _read_day(top[day], fields, above)
    spare = _outlet(above, fields, named)
    at = at if day is None else day + 1
    edition = day is not None
    for block in top[at:]:
        text = block.text
        # In the middle of the page below the date stand editions; a long line at the end is the headline.
        edition = edition and block.centred
        again = read_date(text) if edition else None
        if block.notice:
            add_value(fields, "copyright", text, " ")
        elif _WEB.match(text):
            fields["url"] = text
        elif again and not again.rest:
            if dates.parse(again.published) != dates.parse(fields["published"]):
                add_value(fields, "second_date", again.published)
        elif edition and (at + 1 < len(top) or len(text) <= 50):
            editions.append(text)
        elif _COUNTED.fullmatch(text):
            fields["length"] = text
        elif named:
            add_value(fields, "unlabelled" if block.column is None else column_of(block), block.value)
        elif "title" not in fields:
            fields["title"] = text
        elif "length" not in fields and "byline" not in fields and (kinds.bylined(text) or kinds.named(text)):
            fields["byline"] = text
        elif "length" not in fields and len(text) < 300:
            add_value(fields, "subtitle", text, " ")
        else:
            break
        at += 1
    _put_edition(editions, fields)
    if spare and not named and "title" not in fields:
        fields["title"] = spare.pop().text
    for block in spare:
        add_value(fields, "edition", block.text)
    return at


def split_notice(block: Block) -> list[Block]:
    """Return a block as two where the source stands right below whose the article is."""
    ends = [at for at, line in enumerate(block.lines, 1) if line.strip().lower().startswith(_RESERVED)]
    return block.split(ends[-1:]) if block.notice else [block]


def _outlet(above: list[Block], fields: dict[str, object], named: bool) -> list[Block]:
    """Read the source, and the headline where that stands above the date; return what is neither."""
    if not above:
        return []
    if len(above) > 1 and above[0].text.split()[-1].lower() in _WORDS["words"]["firms"]:
        fields["publisher"] = above.pop(0).text
    first, *rest = above[0].lines
    if len(first.strip()) > _FULL:
        # The name itself is wrapped.
        fields["outlet"] = above[0].text
    else:
        fields["outlet"] = joined([first])
        add_value(fields, "publisher", joined(rest))
    if len(above) > 1 and above[0].centred and not above[-1].centred and not named:
        fields["title"] = above.pop().text
    return above[1:]


def _read_day(block: Block, fields: dict[str, object], above: list[Block]) -> list[str]:
    """Read the block of the date; return what else it says, and put lines over the date behind the others."""
    editions: list[str] = []
    for number, line in enumerate(block.lines):
        found = None if "published" in fields else read_date(line)
        if found:
            fields["published"] = found.published
            above.extend(block.split([number])[:1] if number else ())
            editions.append(found.rest)
        elif "published" in fields:
            timed = f"{fields['published']} {joined([line])}"
            if not any(editions) and ":" not in str(fields["published"]) and dates.parse(timed) is not None:
                fields["published"] = timed
            else:
                editions.append(joined([line]))
    return editions


def _put_edition(parts: list[str], fields: dict[str, object]) -> None:
    text = ""
    for part in filter(None, parts):
        if corrected := _CORRECTED.match(part):
            add_value(fields, "notes", corrected[1])
            part = part[corrected.end() :]
        text += (" " if text.endswith((";", ",", "-")) else "; ") * bool(text and part) + part
    if text:
        fields["edition"] = text.strip(" ;,")
