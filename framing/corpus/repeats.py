"""What a page prints beside its story's lines: a line again, a passage pulled out, a word on its author.

Nothing the story says is lost by it: what is cut stands elsewhere in the text, or is no part of it.
"""

from __future__ import annotations

import re
from itertools import groupby

from framing.corpus import lines as kinds
from framing.corpus.sheet import Sheet

__all__ = ["about_authors", "twice"]

#: So many lines at the end of a text may tell who wrote it.
_LAST = 4
#: No page is longer; what is, would be searched once for each of its lines.
_PAGE_LINES, _PAGE_LETTERS = 1_000, 2_000_000
_CAPTIONS = ("caption", "image_note", "repeated_line")
_MARKS = "\"'“”‘’«»「」 "


def twice(sheet: Sheet) -> None:
    """Cut what a page prints twice: a caption with its alternative text, a teaser, a passage pulled out.

    Only lines of headline length go, and passages whose very words stand in a
    paragraph; a paragraph that stands twice is the story's own affair.
    """
    _again(sheet)
    labels = [
        i for i in sheet.open() if kinds.is_label(sheet.texts[i], 40) and kinds.words(sheet.texts[i]) >= 4
    ]
    seen: dict[str, int] = {}
    for index in labels:
        text, under = sheet.texts[index], index + 1
        below = sheet.texts[under] if under < len(sheet) else ""
        key = kinds.fold(text)
        twin = kinds.fold(below) if below[:1].lower() == text[:1].lower() else ""
        if key != twin and twin.startswith(key) and sheet.cut[under] in _CAPTIONS:
            sheet.take(index, sheet.cut[under] or "")
        elif (twin.startswith(key) and len(key) < len(twin) < len(key) + 30) or (
            index not in sheet.heading and _is_description(key, below)
        ):
            sheet.take(index, "caption")
            sheet.take(under, "caption")
        elif key in seen and seen[key] == 1 and not _heads(text, below):
            sheet.take(index, "repeated_line")
        seen[key] = seen.get(key, 0) + 1
    _pulled(sheet)


def _again(sheet: Sheet) -> None:
    """Cut a line that stands twice running, as a standfirst does that is set for two widths."""
    for _, run in groupby(sheet.open(), key=lambda index: sheet.texts[index]):
        first, *more = run
        text = sheet.texts[first]
        # A row of more is no slip of a page, and a quotation may be said again.
        if len(more) == 1 and len(text) >= 20 and not text.startswith(('"', "“", "'", "‘")):
            sheet.take(more[0], "repeated_line")


def _heads(text: str, below: str) -> bool:
    """Say whether a line heads a paragraph, as one question does each part of an explainer."""
    return text.endswith(("?", ":", "：", "？")) or kinds.is_prose(below)


def _is_description(key: str, below: str) -> bool:
    """Say whether the line below a label says the same in a few words more or less, as captions do."""
    if not below or not kinds.is_label(below, 40) or kinds.words(below) < 4 or below.endswith(("?", ":")):
        return False
    one, two = sorted((key.split(), kinds.fold(below).split()), key=len)
    rest = iter(two)
    # Every word of the shorter, in its order: items of a list differ in a word, captions by words more.
    return len(one) >= 4 and 1 <= len(two) - len(one) <= 4 and all(word in rest for word in one)


def _pulled(sheet: Sheet) -> None:
    """Cut passages pulled out of a paragraph, and the name that stands beneath one as its source."""
    standing = sheet.open()
    whole = "\n".join(sheet.texts[index] for index in standing)
    if len(standing) > _PAGE_LINES or len(whole) > _PAGE_LETTERS:
        return
    for index in standing:
        text = sheet.texts[index]
        # A subhead may be made of the words of a quotation below it.
        titled = index in sheet.heading or (sheet.blocks is not None and sheet.blocks[index] == "h")
        if len(text) > 320 or titled or (text.count(" ") < 7 and kinds.words(text) < 8):
            continue
        words = text.strip(_MARKS).removesuffix("…")
        if words.endswith(("?", "!")):
            continue
        if words.endswith(".") and not words.endswith("..."):
            words = words.rstrip(_MARKS + ".")
        if whole.count(words) < 2 or not _stands(sheet, index, words):
            continue
        sheet.take(index, "repeated_line")
        under = index + 1
        source = sheet.texts[under] if under < len(sheet) and sheet.cut[under] is None else ""
        # A name that stands on more than one line opens the turns of an interview.
        if source and sheet.texts.count(source) == 1 and _is_source(source):
            sheet.take(under, "repeated_line")


def _stands(sheet: Sheet, index: int, words: str) -> bool:
    """Say whether a passage stands inside another line that is kept."""
    return any(
        i != index and len(sheet.texts[i]) > len(words) + 10 and words in sheet.texts[i] for i in sheet.open()
    )


_SOURCE = re.compile(r"[-–—―]? ?[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}(?:,? [^.!?]{2,60})?")


def _is_source(line: str) -> bool:
    return len(line) <= 90 and kinds.is_label(line, 10) and bool(_SOURCE.fullmatch(line))


# ---- authors -------------------------------------------------------------------

_NAME = r"[A-ZÀ-Þ][\w.'’-]*(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|bin|al|el|la|le|da|di|du)){1,4}"
_DOES = re.compile(
    rf"(?:[-–—*•]+ ?|By )?(?P<name>{_NAME})(?P<then>, .{{2,80}},)? "
    r"(?P<does>is|was|has|covers|writes|reports|works|serves|joined|teaches|can be reached|edits|hosts|runs|"
    r"contributed)\b.{3,600}",
    re.S,
)
_WORK = re.compile(
    r"\b(?:reporters?|editors?|correspondents?|columnists?|writers?|journalists?|contributors?|producers?|authors?|"
    r"fellows?|professors?|lecturers?|scholars?|researchers?|analysts?|hosts?|anchors?|directors?|commentators?|"
    r"chairman|president|founders?|attorney|novelist|essayist|blogger|strategist|consultant|ambassador)\b",
    re.I,
)
_FIRST_PERSON = re.compile(
    r"I(?: am|’m|'m)(?: an?| the)? .{0,80}\b(?:reporters?|editor|correspondent|columnist|writer|journalist|"
    r"contributor|author)\b.{0,900}|I (?:cover|write about|report on) .{3,400}",
    re.S,
)


def about_authors(sheet: Sheet, authors: str) -> None:
    """Cut what the last lines tell of the author: a line that opens with the name, or with "I am a reporter".

    Of a name that no byline has, only the last line of all counts, and only
    where it tells of such a person's work and the name stands nowhere else.
    """
    known = kinds.fold(authors)
    standing = sheet.open()
    if len(standing) < 4:
        return
    for index in reversed(standing[-_LAST:]):
        text = sheet.texts[index]
        if len(text) > 700:
            continue
        if _FIRST_PERSON.fullmatch(text) and index >= standing[-2]:
            sheet.take(index, "about_author")
            continue
        found = _DOES.fullmatch(text)
        if found is None:
            continue
        name = kinds.fold(found["name"])
        unknown = (
            index == sheet.open()[-1]
            and len(text) < 400
            and found["does"] in ("is", "can be reached", "covers", "writes", "teaches")
            and bool(_WORK.search(text) or found["does"] == "can be reached")
        )
        if (known and name in known) or (unknown and _alone(sheet, index, name)):
            sheet.take(index, "about_author")


def _alone(sheet: Sheet, index: int, name: str) -> bool:
    """Say whether a surname stands in no other line: who writes is not written about."""
    surname = re.compile(rf"\b{re.escape(name.split()[-1])}\b", re.I)
    return not any(surname.search(text) for i, text in enumerate(sheet.texts) if i != index)
