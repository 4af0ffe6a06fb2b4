"""From the parts of a record of ProQuest to fields: names put right, outlet and edition apart, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from framing.corpus import dates, genre
from framing.corpus import lines as kinds
from framing.corpus.exports import as_record
from framing.corpus.proquest.labels import folded, labels
from framing.corpus.proquest.names import address, listed, settled
from framing.corpus.proquest.parts import Line, Parts, cut
from framing.corpus.records import Note, Record

__all__ = ["article"]

# What stands behind a newspaper's name and says which of its issues or files is meant.
_EDITION = re.compile(
    r"(?P<name>[^;]{2,80}?)\s*(?:[,:]|\s[-–])\s+"
    r"(?P<edition>[^,;:\[\]]{0,40}\b(?:[Ee]dition\b|ed\.)[^;\[\]]{0,40})"
)
_FILE = re.compile(
    r"\s*[(\[](?:Online|Full ?text|pre-\d{4}[^()]{0,20}|\d{4}-[^()]{0,20}|\d{4}\s*-[^()]{0,20})[)\]]\s*$",
    re.I,
)
_TITLED = re.compile(r"\s*:?\s*\[(?P<edition>[^\[\]]{0,60}\bEdition)\]\s*$", re.I)
# "[New York, N.Y] 10 Mar 2026: A.3."
_PRINTED = re.compile(
    r"\]\s*\.?\s*(?P<date>[^:\[\]]{6,40}?)\s*\.?\s*(?::\s*(?P<page>[^:\[\]]{1,60}?))?\s*\.?\s*$"
)
# "Harbour Courier (Online) , Macao: Harbour Press. Jan 16, 2026." and "Weekly Anchor 18 (Jan 18, 2026): 4-6."
_ENDED = re.compile(
    r"(?:^|[.;(\s])(?P<date>\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4})\)?\s*"
    r"(?::\s*(?P<page>[^:\[\]]{1,60}?))?\s*\.?\s*$"
)
# "Ruiz, Ana; Ma, Li. Harbour Courier"; behind the full stop a blank may be lost, and no initial follows.
# A paper's own name has brackets, a colon or a date there, and a blank before its comma.
_SIGNED = re.compile(
    r"(?P<authors>[^;,.:()\[\]]{1,39}[^\s;,.:()\[\]], [^;,:()\[\]]{1,40}?"
    r"(?:; [^;,.:()\[\]]{2,40}, [^;,:()\[\]]{1,40}?){0,9})"
    r"\.\s*(?=[^\W\d_]{2})(?![A-Z][a-z]{2,8}\.? \d)"
)
_COMPACT = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?(?P<day>\d{1,2}),?(?P<year>\d{4})")
_NAMED = re.compile(r"(?:^|;\s*)Name:\s*([^;]+)")
_TICKER = re.compile(r"(?:^|;\s*)Ticker:\s*([^;]+)")
_RULE = re.compile(r"[\s_*=-]{2,}")
# What is left of the tags around a text where one of them was cut.
_BROKEN = frozenset(("html>", "<html", "body>", "head>"))
#: No line of a picture's own words is longer.
_SHORT = 40
_REMARK = re.compile(r"[(\[]\s*ProQuest\b[^()]{0,300}[)\]]")
_CORRECTION = re.compile(r"CORRECTIONS?:")
_CAPTION = re.compile(r"(?:Illustration\s+)?Captions?\s*:|Photo(?:graph)?s?\s*:")
_NUMBER = re.compile(r"\d[\d,.\s]*")


def article(
    lines: Sequence[Line], number: int, *, width: int = 0, notes: tuple[Note, ...] = (), member: str = ""
) -> Record:
    """Return the record that some lines of an export are.

    Parameters
    ----------
    lines : sequence of Line
        From the title to the last label.
    number : int
        Place in the file, from 1.
    width : int
        At which the lines of the whole export are wrapped; 0 where they aren't.
    """
    parts = cut(lines, wrapped=bool(width))
    told = list(notes)
    fields: dict[str, object] = {"database": "proquest"}
    for column, value in parts.pairs:
        if value and not labels().is_nothing(value):
            known = fields.get(column)
            fields[column] = f"{known}; {value}" if known and known != value else value
    fields.pop("links", None)
    words = next((line.words for line in lines if line.words), 0)
    paragraphs, letters = _text(parts, fields, width, told)
    _title(fields, parts.first, told)
    _outlet(fields)
    _date(fields)
    _authors(fields)
    _companies(fields)
    _rest(fields, parts, words)
    pictures = [line.text for line in lines if line.caption and line.text]
    if pictures:
        fields["graphic"] = "; ".join(dict.fromkeys(pictures))
    fields["text"] = "\n".join(paragraphs)
    bare = "" if paragraphs else _bare(parts, fields)
    if paragraphs and (short := kinds.short("\n".join(paragraphs), fields.get("length"))):
        fields["status"] = "stub"
        told.append(Note("guessed", "stub", f"{short}; it is kept and not scored: export it again"))
    return settled(
        as_record(fields, number, blocks=letters or None, notes=tuple(told), bare=bare, member=member)
    )


def _bare(parts: Parts, fields: dict[str, object]) -> str:
    why = (
        "ProQuest gave no full text"
        if "text" in parts.columns or parts.columns & labels().anchors
        else "no text"
    )
    return f"{why}, only an abstract" if fields.get("abstract") else why


def _text(parts: Parts, fields: dict[str, object], width: int, told: list[Note]) -> tuple[list[str], str]:
    """Return the paragraphs of the text, and their letters where the markup gives them."""
    marked = any(line.body for line in parts.body)
    pairs = (
        [(line.text, line.letter) for line in parts.body if line.text and not line.caption]
        if marked
        else [(text, "p") for text in _joined([line.text for line in parts.body if not line.caption], width)]
    )
    kept: list[tuple[str, str]] = []
    for text, letter in pairs:
        if _RULE.fullmatch(text) or text in _BROKEN:
            continue
        if len(text) < _SHORT and folded(text) in labels().picture:
            told.append(Note("removed", "picture", text))
        elif _REMARK.fullmatch(text):
            fields["notes"] = text
        elif _CORRECTION.match(text):
            fields["correction"] = text.partition(":")[2].strip()
        else:
            kept.append((text, letter))
    while kept and (taken := _closing(kept[-1][0])):
        column, value = taken
        fields.setdefault(column, value)
        kept.pop()
    if len(kept) == 1 and labels().is_nothing(kept[0][0]):
        kept = []
    return [text for text, _ in kept], "".join(letter for _, letter in kept) if marked else ""


def _closing(text: str) -> tuple[str, str] | None:
    """Return column and value of a paragraph behind the text: credit, caption, count of words."""
    if len(text) > 400:
        return None
    if _CAPTION.match(text):
        return "graphic", text
    split = labels().split(text)
    return split if split and split[0] in labels().closing else None


def _joined(lines: Sequence[str], width: int) -> list[str]:
    """Return paragraphs of lines; in a wrapped export a line goes on where the next word didn't fit."""
    if not width:
        return kinds.paragraphs("\n".join(lines))
    done: list[str] = []
    before = ""
    for line in map(str.strip, lines):
        if line:
            fitted = len(before) + 1 + len(line.split(None, 1)[0]) <= width - 15
            ended = before.rstrip("\"'”’)»").endswith((".", "!", "?", ":", "…"))
            if before and not (fitted and ended):
                done[-1] = f"{done[-1]} {line}"
            else:
                done.append(line)
        before = line
    return done


def _title(fields: dict[str, object], first: Sequence[str], told: list[Note]) -> None:
    title = " ".join(str(fields.get("title") or (first[0] if first else "")).split())
    edition = _TITLED.search(title)
    if edition:
        title = title[: edition.start()].strip()
        fields.setdefault("edition", edition["edition"])
        told.append(Note("removed", "edition", edition.group().strip(" :")))
    fields["title"] = title.strip()
    # More lines than these are no part of an article's head.
    for line in first[1:4]:
        cited = ("[" in line and _PRINTED.search(line)) or (_SIGNED.match(line) and _ENDED.search(line))
        column = "publication_info" if cited else "subtitle"
        fields.setdefault(column, line)


def _outlet(fields: dict[str, object]) -> None:
    """Set outlet, edition and place apart; the title of the publication stays as printed."""
    printed = " ".join(str(fields.get("outlet") or "").split())
    # The newer line begins with the authors, and may be all that names them.
    info = str(fields.get("publication_info") or "")
    if not fields.get("authors") and (signed := _SIGNED.match(info)):
        fields["authors"] = signed["authors"]
    if not printed:
        # A blank before comma or semicolon is ProQuest's own.
        nobody, _, behind = info.partition(".")
        info = behind if folded(nobody) in labels().nobody else info
        info = info.removeprefix(str(fields.get("authors") or "\0")).lstrip(". ")
        printed = " ".join(re.split(r"\s?\[|\s[,;]\s", info, maxsplit=1)[0].split())
    name, _, place = (part.strip() for part in printed.partition(";"))
    found = _EDITION.fullmatch(name)
    if found:
        name = found["name"].rstrip(" ,:")
        fields.setdefault("edition", " ".join(found["edition"].split()))
    name = _FILE.sub("", name).strip()
    fields["outlet"] = name
    if printed != name:
        fields["publication_title"] = printed
    if place:
        fields.setdefault("place_of_publication", place)


def _date(fields: dict[str, object]) -> None:
    """Let the date be one that is read whole; where no label gives it the line of publication does."""
    info = " ".join(str(fields.get("publication_info") or "").split())[-200:]
    printed = _PRINTED.search(info) or _ENDED.search(info)
    stated = str(fields.get("published") or "").strip()
    if stated and dates.parse(stated) is None:
        compact = _COMPACT.fullmatch("".join(stated.split()))
        if compact:
            fields["published"] = f"{compact['month']} {compact['day']}, {compact['year']}"
    if printed:
        if dates.parse(fields.get("published")) is None and dates.parse(printed["date"].strip()):
            fields["published"] = printed["date"].strip()
        if printed["page"]:
            fields.setdefault("page", printed["page"].strip())


def _authors(fields: dict[str, object]) -> None:
    """Turn names round that lists of literature have by family; the byline stays as printed."""
    printed = str(fields.get("authors") or "").strip().rstrip(";")
    if not printed or folded(printed) in labels().nobody:
        fields.pop("authors", None)
        if not printed and fields.get("credit"):
            fields["authors"] = re.sub(r"^by\s+", "", str(fields["credit"]), flags=re.I)
        return
    names = listed(printed)
    fields["authors"] = names
    if names != printed:
        fields["byline"] = printed


def _companies(fields: dict[str, object]) -> None:
    """Set names and tickers of companies apart where codes stand among them; the codes stay as printed."""
    printed = str(fields.get("companies") or "")
    names = [name.strip() for name in _NAMED.findall(printed)]
    if names:
        fields["companies"] = "; ".join(names)
        fields["company_codes"] = printed
        fields["tickers"] = "; ".join(name.strip() for name in _TICKER.findall(printed))


def _rest(fields: dict[str, object], parts: Parts, words: int) -> None:
    url = str(fields.get("url") or next(iter(parts.links), "")).split()
    if url:
        fields["url"] = address(url[0])
    if not fields.get("page") and fields.get("first_page"):
        fields["page"] = fields.pop("first_page")
    counted = _NUMBER.fullmatch(str(fields.get("length") or "").strip())
    if words or counted:
        digits = re.sub(r"\D", "", counted.group()) if counted else ""
        fields["length"] = int(digits or words)
    kind = str(fields.get("document_type") or "").split(",")[0].split(";")[0]
    meant = genre.said(kind) if kind and not genre.is_weak(kind) else None
    if meant:
        fields["genre"] = meant
