"""What kind of line a line is: paragraph, label, stamp, byline, section. No outlet's rule stands here."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

from framing import plugins
from framing.corpus import bylines, dates, encoding

# Lines of a document, and which export's layout they have, whatever kind of file they came out of.

#: So many first lines are shown to each layout.
LOOK = 400
#: A layout that is less sure than this is none.
_SURE = 50


#: Style of a paragraph in the middle of the page that has no other.
CENTRED = "centred"


class Para(NamedTuple):
    """One line or paragraph; an empty one is a blank line.

    Attributes
    ----------
    text : str
        Without line break.
    style : str
        Name of its style in the document: "Heading1", "Title", "List"; "" where there is none.
    bold : bool
        All of it is bold.
    """

    text: str
    style: str = ""
    bold: bool = False


def layouts() -> dict[str, Any]:
    """Return the layouts there are, by name: the modules of ``corpus/layouts``, then entry points.

    Each has its ``NAME``, ``sniff(paras)``, which says from 0 to 100 how sure it is that some first lines are
    of its database, and ``read(paras, source, carrier)``, which yields its articles; `carrier` is what the
    lines came in: txt, rtf, docx, pdf, html.
    """
    return plugins.modules("framing.corpus.layouts", "framing.layouts", ("NAME", "sniff", "read"))


def choose(paras: Sequence[Para]) -> Any | None:
    """Return the layout that is surest of some lines, or None where no layout knows them."""
    first = paras[:LOOK]
    sure = {name: module.sniff(first) for name, module in layouts().items()}
    best = max(sure, key=lambda name: sure[name], default=None)
    return layouts()[best] if best is not None and sure[best] >= _SURE else None


def plain(text: str) -> list[Para]:
    """Return the lines of a plain text.

    >>> [para.text for para in plain("One\\r\\n\\r\\ntwo")]
    ['One', '', 'two']
    """
    return [Para(line.rstrip()) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]


# Paragraphs out of lines that were wrapped to a width: which breaks are the text's own.

_BULLET_WRAPPED = re.compile(r"\s*[•·▪◦*‣]\s*\S")
# What may be a list's mark, or a dash or a number that the wrapping brought to the start of a line.
_MARK = re.compile(r"\s*(?:[-–—>]|\d{1,3}[.)]|[a-z][.)]|l(?= [A-ZÀ-Þ]))\s+\S")
_ENDED = re.compile(r"[.:;!?…][\"'”’»)\]]*\s*\Z")
# Before these words a hyphen stands for a word to come, as in "pre- and post-war".
_PENDING = re.compile(r"(?:and|or|to|und|oder|bzw|sowie|et|ou|y|o|en|of)\b")
_COLUMNS = re.compile(r"\S {3,}\S")
#: A break before this many columns are left unused is the text's own.
_SLACK = 8


def width(blocks: Sequence[Sequence[str]]) -> int:
    """Return the width that lines were wrapped to, told by those that another follows; 0 where they weren't.

    A line with an address that can't be broken is longer than that; few lines tell nothing, and then it is
    what such exports have, 80 signs.

    >>> width([["a" * 78, "b" * 72, "c" * 77, "d" * 9]] * 2), width([["a"], ["b"]]), width([["a" * 400] * 9])
    (78, 80, 0)
    """
    inner = sorted(len(line.rstrip()) for lines in blocks for line in lines[:-1])
    alone = max((len(lines[0]) for lines in blocks if len(lines) == 1), default=0)
    if alone > 140 and alone > 2 * max(inner, default=0):
        return 0
    if len(inner) < 4:
        return 80
    wide = inner[-1 - len(inner) // 12]
    return 0 if wide > 140 else max(wide, 40)


def is_wrapped(blocks: Sequence[Sequence[str]]) -> bool:
    """Say whether lines were wrapped, where the kind of file doesn't tell: most of them are of one length.

    >>> is_wrapped([["a" * 78, "b" * 75, "c" * 77, "d" * 9]] * 3), is_wrapped([["A", "B", "C"]] * 9)
    (True, False)
    """
    inner = [len(line) for lines in blocks for line in lines[:-1]]
    full = sum(55 <= length <= 100 for length in inner)
    return len(inner) >= 8 and full >= 0.8 * len(inner)


def joined(lines: Sequence[str]) -> str:
    """Return some lines of one paragraph as one line.

    A word that ends a line with its hyphen goes on without a space: the hyphen is the word's own, since these
    databases part no words. Before "and" it stands for a word to come, and the space stays.

    >>> joined(["a gun-", "wielding man", "of the pre-", "and post-war years -", "a decade"])
    'a gun-wielding man of the pre- and post-war years - a decade'
    """
    parts: list[str] = []
    for line in map(str.split, lines):
        text = " ".join(line)
        if not text:
            continue
        if parts and _goes_on(parts[-1], text):
            parts[-1] += text
        else:
            parts.append(text)
    return " ".join(parts)


def _goes_on(before: str, after: str) -> bool:
    if not before.endswith("-") or len(before) < 2:
        return False
    last = before[-2]
    if last.isdigit():
        return after[0].isdigit()
    return last.isalpha() and after[0].islower() and not _PENDING.match(after)


def paragraphs_wrapped(lines: Sequence[str], wide: int) -> list[str]:
    """Return the paragraphs of lines between two blank ones.

    A line begins a new one where it is a list's, is indented more than the line
    above it, or where the line above it ended early: its first word would have fitted there.

    Parameters
    ----------
    lines : sequence of str
        None of them blank.
    wide : int
        Width of the document's lines; 0 where they weren't wrapped and each is a paragraph.

    Examples
    --------
    >>> paragraphs_wrapped(["The ministers met for the first", "time in years.", "- trade", "- energy"], 32)
    ['The ministers met for the first time in years.', '- trade', '- energy']
    """
    if not wide:
        return [text for line in lines if (text := joined([line]))]
    own = max(map(len, lines))
    # What a wire service wrapped more narrowly keeps its width, if it has lines enough to show one.
    full = sum(_fills(line, after, own) for line, after in itertools.pairwise(lines))
    wide = own if len(lines) > 3 and own >= 40 and full >= 0.85 * (len(lines) - 1) else max(wide, own)
    found: list[list[str]] = []
    for at, line in enumerate(lines):
        if not at or _begins(lines[at - 1], line, wide):
            found.append([])
        found[-1].append(line)
    return [text for part in found if (text := joined(part))]


def _fills(line: str, after: str, wide: int) -> bool:
    """Say whether a line was broken because the next word no longer fitted."""
    word = after.split(None, 1)[0]
    return len(line.rstrip()) + 1 + len(word) > wide - _SLACK


def _begins(before: str, line: str, wide: int) -> bool:
    bare = line.lstrip()
    if not bare[0].isalpha() and _BULLET_WRAPPED.match(line):
        return True
    if ("   " in line and _COLUMNS.search(line.strip())) or (
        "   " in before and _COLUMNS.search(before.strip())
    ):
        return True
    ended = _ENDED.search(before[-12:])
    if ended and _MARK.match(line):
        return True
    indent, above = len(line) - len(bare), len(before) - len(before.lstrip())
    if indent > above + 1 and not _BULLET_WRAPPED.match(before) and not _MARK.match(before):
        return True
    if not ended and (bare[0].islower() or len(before) > 0.6 * wide):
        # A sentence that isn't ended goes on, however early its line was.
        return False
    return not _fills(before, line, wide)


_END = tuple(".!?…。！？；;:：")
_CLOSING = "\"'”’»」』)）]"
_CLOSING_OR_SPACE = _CLOSING + " "
_CJK = re.compile(r"[\u4e00-\u9fff]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff\u0000-\u0008\u000e-\u001f\u007f\u0080-\u009f]")
_BREAKS = re.compile("\r\n|[\r\v\f\u2028\u2029]")


def repair(text: str) -> tuple[str, int]:
    """Return text in NFC with one kind of line break, mended, no invisible characters; and their number.

    >>> repair("ad\\u00admin\\r\\nister")
    ('admin\\nister', 1)
    """
    if any(map(text.__contains__, "\r\v\f\u2028\u2029")):
        text = _BREAKS.sub("\n", text)
    count, before = 0, None
    text = unicodedata.normalize("NFC", text)
    while text != before:
        before = text
        # Mending comes first: the controls that Latin-1 makes of quotation marks are their last trace.
        text = encoding.mend(text)[0]
        if _INVISIBLE.search(text):
            text, taken = _INVISIBLE.subn("", text)
            count += taken
        if text is not before:
            text = unicodedata.normalize("NFC", text)
    return text, count


def paragraphs(text: str) -> list[str]:
    """Return the lines of a text that hold something, stripped; lines wrapped to a width are joined first."""
    lines = text.split("\n")
    if len(lines) > 4 and _is_wrapped(lines):
        lines = " \n".join(line.strip() for line in lines).replace(" \n \n", "\n\n").split("\n\n")
        lines = [" ".join(line.split("\n")).replace("  ", " ") for line in lines]
    return [line for line in map(str.strip, lines) if line]


def _is_wrapped(lines: list[str]) -> bool:
    """Say whether line breaks stand where the next word no longer fitted, as in mail and old archives."""
    width = max(map(len, lines))
    if not 40 <= width <= 120:
        return False
    inner = full = 0
    for line, after in itertools.pairwise(lines):
        if line.strip() and after.strip():
            inner += 1
            full += len(line.rstrip()) + 1 + len(after.split(None, 1)[0]) > width - 12
    # Lines that end as sentences are short paragraphs, above all in Chinese, where a line is one long word.
    ended = sum(line.rstrip(_CLOSING_OR_SPACE).endswith(_END) for line in lines if line.strip())
    return inner >= 4 and full >= 0.85 * inner and ended < 0.7 * (inner + 1)


# In UTF-8 a Chinese character begins with one of these, and nothing else does that news prints.
_NO_HAN = bytes(byte for byte in range(256) if not 0xE4 <= byte <= 0xE9)


def words(line: str) -> int:
    """Return the number of words; two Chinese characters count as one."""
    if line.isascii():
        return len(line.split())
    return len(line.split()) + len(line.encode("utf-8", "replace").translate(None, _NO_HAN)) // 2


#: A text is measured against the words that a database states from this number on.
_STATED = 100
_SIGN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


def short(text: str, stated: object) -> str:
    """Say how many words a text has where that is fewer than half of those that a database states.

    Databases count each character of Chinese, Japanese and Korean, so whichever number is larger counts.

    Parameters
    ----------
    text : str
    stated : object
        Number of words; anything but an int, and one below a hundred, says nothing.

    Examples
    --------
    >>> short("They ended.", 312), short("They ended.", 3), short("They ended.", "many")
    ('the text has 2 of the 312 words that are stated', '', '')
    """
    if not isinstance(stated, int) or stated < _STATED:
        return ""
    count = max(len(text.split()), len(_SIGN.findall(text)))
    return f"the text has {count:,} of the {stated:,} words that are stated" if 2 * count < stated else ""


def is_label(line: str, most: int = 30) -> bool:
    """Say whether a line is what headlines and captions are: short, and not ended as a sentence is.

    >>> is_label("A turning point"), is_label("The talks ended."), is_label("'A turning point'")
    (True, False, True)
    """
    if len(line) > 220:
        return False
    bare = line.rstrip(_CLOSING_OR_SPACE)
    if bare.endswith((".", "。", "…", "；", ";")) and not bare.endswith(_ABBREVIATED):
        return False
    return words(line) <= most


_ABBREVIATED = ("U.S.", "U.K.", "U.N.", "E.U.", "Inc.", "Ltd.", "Jr.", "No.")


_SAID = (".", "。", "!", "！", "…", "?", "？", "”", "」")


def is_said(line: str) -> bool:
    """Say whether a line ends as a sentence or a quotation does.

    >>> is_said("They ended."), is_said("‘They ended’"), is_said("A turning point")
    (True, False, False)
    """
    return line.rstrip("\"'’)] ").endswith(_SAID)


def is_prose(line: str) -> bool:
    """Say whether a line is a paragraph of the story: long, and ended as a sentence is.

    A question of one line may be a headline, so it has to be longer.
    """
    if len(line) < 70 and not (len(line) >= 28 and _CJK.search(line)):
        return False
    bare = line.rstrip(_CLOSING_OR_SPACE)
    return len(line) > 300 or (bare.endswith(_END) and (len(line) > 160 or not bare.endswith(("?", "!"))))


_SECTION = re.compile(r"[A-Z][A-Z&'’ -]{2,30}(?: ?[/>|»] ?[A-Z][A-Z&'’ -]{1,40}){1,3}")


def is_section(line: str) -> bool:
    """Say whether a line is a section as printed: capitals with a stroke between.

    >>> is_section("CHINA / DIPLOMACY"), is_section("China and Canada")
    (True, False)
    """
    return bool(_SECTION.fullmatch(" ".join(line.split())))


_DIGITS = re.compile(r"\d")


def is_stamp(line: str, local: str | None, order: str | None = None) -> bool:
    """Say whether a line is nothing but a stamp, be it one of a day that can't be told from another.

    >>> is_stamp("Published: 03/04/2020", None), is_stamp("Chapter 03/04", None)
    (True, False)
    """
    if len(line) > 140 or not _DIGITS.search(line):
        return False
    stamp = dates.stamped(line, local=local, order=order)
    return bool(stamp and (stamp.published or stamp.updated or stamp.refused))


_BY = re.compile(
    r"(?:author of the article:?\s*|"
    r"(?:story|words|reported|written|opinion|analysis|commentary) by:?\s*|by(?=[A-Z])|"
    r"by:?\s+|par\s+|von\s+|por\s+)"
    r"(?P<who>\S.{1,140})",
    re.I,
)
# "Ana Ruiz By Ana Ruiz": pages print the name beside the portrait and again.
_TWICE = re.compile(r"(?P<name>[A-ZÀ-Þ][\w.'’ -]{3,40}) By (?P<who>(?P=name).*)")


def bylined(line: str) -> str | None:
    """Return what follows "By" in a line that is a byline, or None.

    >>> bylined("By Ana Ruiz and Li Ma"), bylined("By Friday the talks had ended.")
    ('Ana Ruiz and Li Ma', None)
    >>> bylined("Ana Ruiz By Ana Ruiz Harbour News")
    'Ana Ruiz Harbour News'
    """
    if len(line) > 160:
        return None
    twice = _TWICE.fullmatch(line)
    if twice:
        return twice["who"]
    found = _BY.fullmatch(line)
    if not found or line.rstrip().endswith((".", "。", "!", "?")):
        return None
    who = found["who"]
    return who if _CJK.match(who) or _is_who(who) else None


_JOINING = frozenset(
    re.findall(
        r"\w+",
        "and of for the in at to a with de van von der bin al el la le da di du und et y editor "
        "reporter reporters correspondent correspondents writer writers columnist staff special contributor "
        "chief political senior",
    )
)


def _is_who(line: str) -> bool:
    """Say whether the words after "By" are names: capitals, but for joining words and roles."""
    parts = re.findall(r"[^\W\d_][\w.'’-]*", line)
    small = [part for part in parts if part[0].islower() and part not in _JOINING]
    return bool(parts) and parts[0][0].isupper() and not small and any(part[0].isupper() for part in parts)


_TITLED = re.compile(r"[A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){1,4}")


def named(line: str) -> bool:
    """Say whether a line is only the name of a person or desk, with a role or a place behind it at most.

    >>> named("Ana Ruiz in Macao"), named("Ana Ruiz Diplomatic editor"), named("Ministers meet")
    (True, True, False)
    """
    if len(line) > 80 or line.rstrip().endswith("."):
        return False
    parts = bylines.parts(line)
    return bool(parts) and all(
        part.kind == "person"
        or (part.kind == "organisation" and (_TITLED.fullmatch(part.text) or part.joint == "and"))
        for part in parts
    )


_BULLET = re.compile(r"(?:[-–•·▪◦*‣]|\d{1,2}[.)])\s+\S")


def is_bullet(line: str) -> bool:
    """Say whether a line opens as an item of a list does.

    >>> is_bullet("- The port"), is_bullet("2) The port"), is_bullet("The port")
    (True, True, False)
    """
    return bool(_BULLET.match(line))


def letter(line: str, after: str | None, first: bool) -> str:
    """Return the letter of a paragraph: h subhead, l list item, else p.

    A subhead is short, not ended as a sentence, has a paragraph below it, and is not the first line.
    """
    if is_bullet(line):
        return "l"
    if (
        first
        or after is None
        or len(line) > 90
        or not is_label(line, 12)
        or line.endswith((",", "，", "—", "-"))
    ):
        return "p"
    if line[0].islower() or (line[0] in '"“' and line.rstrip()[-1] not in '"”'):
        return "p"
    return "h" if words(after) > words(line) and not is_label(after, 12) else "p"


_NO_WORD = re.compile(r"\W+")


_HALF = re.compile("[\ud800-\udfff]")


def paired(text: str) -> str:
    """Return a text in which halves of characters, as JSON may write them, are U+FFFD: no file can hold them.

    >>> paired("a" + chr(0xD83D) + "b") == "a" + chr(0xFFFD) + "b"
    True
    """
    return text if text.isascii() else _HALF.sub("\ufffd", text)


def fold(line: str) -> str:
    """Return a key under which a headline and its repetition are the same."""
    return _NO_WORD.sub(" ", line.casefold()).strip()
