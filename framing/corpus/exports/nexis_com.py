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
from framing.corpus.lines import CENTRED, Para, joined
from framing.plugins import word_lists

_WORDS = read_words("nexis_com")
_COLUMNS = invert(_WORDS["columns"])
#: Columns: those that end an article wherever they stand, those that do among others, and those whose value
#: may go on over blank lines.
SURE, LIKELY, LONG = (frozenset(_WORDS["end"][name]) for name in ("sure", "likely", "long"))
COPYRIGHT, ERROR = (tuple(_WORDS["words"][name]) for name in ("copyright", "error"))


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


# The line of a date, in the languages of the sources.

MONTHS = {
    name: place
    for listed in _WORDS["months"].values()
    for place, names in enumerate(listed, 1)
    for name in names.split()
} | dict(forms.words().months)
_WEEKDAYS = forms.words().weekdays.union(*(names.split() for names in _WORDS["weekdays"]["other"]))


class Printed(NamedTuple):
    """What a date line says: the moment as `dates.parse` reads it, and what stands behind it.

    `whole` is false where only month or season are named.
    """

    published: str
    edition: str
    whole: bool = True


# "Freitag, den 16. Januar 2026", "Le dimanche 1er février 2026", "Am 5. Juli 2019".
_ARTICLE = r"(?:(?:le|el|il|am|on|op|den|dem|der|the)\s+)?"
_WEEKDAY = rf"{_ARTICLE}(?:(?P<before>[^\W\d_]{{2,15}}(?:-[^\W\d_]{{2,8}})?)\.?,?\s+)?{_ARTICLE}"
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)(?!\d)"
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAYS = (
    # 5. July 2019; Freitag, 5. Juli 2019; 5 de julio de 2019; 1er juillet 2019
    re.compile(
        rf"{_WEEKDAY}(?P<day>[0-3]?\d)(?:\.|er|º|st|nd|rd|th)?\s*(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+|del\s+)?{_YEAR}"
    ),
    # July 5, 2019; Friday July 5 2019
    re.compile(rf"{_WEEKDAY}{_MONTH}\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+{_YEAR}"),
    # 2019-07-05; 2019年7月5日; 2019년 7월 5일
    re.compile(rf"{_YEAR}[-/.年년]\s?(?P<number>[01]?\d)[-/.月월]\s?(?P<day>[0-3]?\d)[日일]?(?!\d)"),
)
_ROUGH = re.compile(rf"(?P<first>[^\W\d_]{{3,12}})\.?(?:\s?[-/–]\s?[^\W\d_]{{3,12}}\.?)?,?\s+{_YEAR}")
_CLOCK = re.compile(
    r"(?:(?:at|um|à|a las|a la|alle|às|om)\s+)?"
    r"(?P<hour>[0-2]?\d)\s?[:.h]\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?!\d)"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?:uhr|hrs|h)\b)?",
    re.IGNORECASE,
)
_EASTERN = re.compile(
    r"[(（]?(?:(?:星期|周|週|礼拜|禮拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일)[)）]?\s*"
)
_HALVES = {"上午": "AM", "下午": "PM", "晚上": "PM", "午前": "AM", "午後": "PM", "오전": "AM", "오후": "PM"}
_HALF = re.compile(rf"(?P<word>{'|'.join(_HALVES)})\s*(?P<clock>[01]?\d:[0-5]\d(?::[0-5]\d)?)")
_FIRST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_HAS_YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")
_LONGEST = 160


def read_date_line(text: str) -> Printed | None:
    """Return what a line says that begins with a date, or None where it is none.

    Parameters
    ----------
    text : str
        One line, runs of space made one.

    Examples
    --------
    >>> read_date_line("January 15, 2026 Thursday 11:48 PM GMT")
    Printed(published='2026-01-15 11:48 PM GMT', edition='', whole=True)
    >>> read_date_line("5 juillet 2019 vendredi, Edition nationale")
    Printed(published='2019-07-05', edition='Edition nationale', whole=True)
    >>> read_date_line("Friday, 5. July 2019 09:31:00 CEST").published
    '2019-07-05 09:31:00 CEST'
    >>> read_date_line("July/August 2019").whole, read_date_line("In July 2019 ministers met") is None
    (False, True)
    """
    text = " ".join(text.split())
    if len(text) > _LONGEST or not _HAS_YEAR.search(text):
        return None
    lower = text.lower()
    if len(lower) != len(text):
        return None  # a letter that is two in lower case: no month and no weekday has one
    for form in _DAYS:
        found = form.match(lower)
        if found is None:
            continue
        groups = found.groupdict()
        month = int(groups["number"]) if groups.get("number") else MONTHS.get(groups["month"] or "", 0)
        before = groups.get("before")
        if not 1 <= month <= 12 or (before and before not in _WEEKDAYS):
            continue
        written = f"{groups['year']}-{month:02d}-{int(groups['day']):02d}"
        if dates.parse(written) is None:
            return None
        clock, edition = _behind(text[found.end() :], written)
        if edition and not _is_edition(edition):
            return None
        return Printed(f"{written} {clock}".rstrip(), edition)
    rough = _ROUGH.match(lower)
    if rough and (rough["first"] in MONTHS or rough["first"] in _WORDS["seasons"]["names"]):
        edition = text[rough.end() :].strip(" ,;|-")
        if len(edition) < 60 and _is_edition(edition):
            return Printed(text[: rough.end()], edition, False)
    return None


def read_clock_line(text: str, day: str) -> Printed | None:
    """Return what a line below a date line says that begins with a clock time, or None where it is none.

    Parameters
    ----------
    text : str
    day : str
        What the date line says, as ISO.

    Examples
    --------
    >>> read_clock_line("12:10 PM GMT", "2026-01-16").published, read_clock_line("Late Edition", "2026-01-16")
    ('2026-01-16 12:10 PM GMT', None)
    """
    if len(text) > _LONGEST:
        return None
    clock, edition = _behind(text, day)
    return Printed(f"{day} {clock}", edition) if clock and _is_edition(edition) else None


def _behind(rest: str, day: str) -> tuple[str, str]:
    """Return clock time with zone, and the edition, that stand behind a day."""
    rest = rest.lstrip(" ,;|-–")
    first = _FIRST.match(rest)
    if first and first.group().casefold() in _WEEKDAYS:
        rest = rest[first.end() :].lstrip(" ,;.|-–")
    if not rest.isascii():
        # Weekday and half of the day as China, Japan and Korea write them, the half before the clock.
        rest = _HALF.sub(
            lambda half: f"{half['clock']} {_HALVES[half['word']]}", _EASTERN.sub("", rest, count=1)
        )
    found = _CLOCK.match(rest)
    if not found:
        return "", rest.strip(" ,;|")
    clock = f"{found['hour']}:{found['minute']}" + (f":{found['second']}" if found["second"] else "")
    clock += f" {found['half'].upper()}M" if found["half"] else ""
    rest = rest[found.end() :].lstrip(" ,;|(")
    listed = rest.split()
    for count in (3, 2, 1):
        zone = " ".join(listed[:count]).strip("(),;")
        if len(listed) >= count and dates.parse(f"{day} {clock} {zone}") is not None:
            return f"{clock} {zone}", " ".join(listed[count:]).strip(" ,;|()")
    return (clock if dates.parse(f"{day} {clock}") else ""), rest.strip(" ,;|()")


def _is_edition(text: str) -> bool:
    """Say whether what stands behind a date may be an edition; the rest of a sentence is none."""
    return len(text) <= 90 and not text.endswith(".") and (not text[:1].islower() or len(text.split()) <= 4)


# Whether what stands behind a label can be its value, and whether a line says whose an article is.

_DATES = frozenset(("load_date", "correction_date"))
#: Columns whose values are names, terms or numbers, and never sentences.
_TERMS: frozenset[str] = word_lists(__package__, "lists")["nexis_com"]["terms"]
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
            _HAS_YEAR.search(value) is not None and not _is_sentence(value)
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
_OPENING = 40
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
    if len(text) > _LONGEST_VALUES or not text[:_OPENING].strip().lower().startswith(openings):
        return False
    found = _NOTICE.match(text.strip())
    following = found["next"] if found else ""
    if not following.islower() or following in _SMALL:
        return True
    # "Copyright 2026, harbour courier" is one, "Copyright battle goes on" a headline.
    return _MARKED.search(text[:_OPENING]) is not None and not text.rstrip().endswith(_ENDED)


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
    day = next((at for at, block in enumerate(top) if any(map(read_date_line, block.lines[:3]))), None)
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
        again = read_date_line(text) if edition else None
        if block.notice:
            add_value(fields, "copyright", text, " ")
        elif _WEB.match(text):
            fields["url"] = text
        elif again and not again.edition:
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
        found = None if "published" in fields else read_date_line(line)
        if found:
            fields["published"] = found.published
            above.extend(block.split([number])[:1] if number else ())
            editions.append(found.edition)
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
