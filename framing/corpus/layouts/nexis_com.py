"""nexis.com and LexisNexis Academic, the services before Nexis Uni: "1 of 10 DOCUMENTS" above each article.

The interface's language says it in its own words ("Dokument 1 von 10", "Document
1 de 10"), and names the labels; dates are in the paper's own. Files put together
out of several downloads begin to count again.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from framing.corpus import language as languages
from framing.corpus import lines as kinds
from framing.corpus.exports import make_record
from framing.corpus.exports import nexis_com as words
from framing.corpus.exports.nexis_com import (
    TOP,
    Block,
    add_value,
    column_of,
    fits_column,
    label,
    read_date_line,
)
from framing.corpus.exports.nexis_uni import read_sections
from framing.corpus.lines import Para, is_wrapped, paragraphs_wrapped, width
from framing.corpus.records import Fault, Item, Note, Source, reconcile

# One document of nexis.com: top, labels, text, labels again and whose it is, told apart by what they say.

_LENGTH = re.compile(r"(\d{1,3}(?:[.,\s]\d{3})+|\d{1,7})(?:\s+[^\W\d_]{1,12})?\s*(?:\Z|(?=\S))")
#: Labels behind the text are among so many last blocks.
_TAIL = 300
_HOME = re.compile(r"(?:https?://)?[\w.-]{3,80}/?\Z", re.IGNORECASE)
# "S. 7 Ausg. 167": page and issue without a mark between.
_ISSUE = re.compile(r"\s+(?=Ausg(?:abe|\.)\s*\d{1,4}\s*\Z)")


# Columns that lines without date and label are read into by their place alone.
_BARE = frozenset("outlet publisher title subtitle edition byline authors text database".split())
# Labels that stand above the text by themselves; others do only if one of these follows.
_ABOVE = frozenset("title byline section length dateline highlight abstract series show guests".split())


class Article(NamedTuple):
    """What a document says, by column, one paragraph a line of the text, and a letter for each.

    `summed` says that an abstract stands in the place of the text, below a heading of its own.
    """

    fields: dict[str, object]
    blocks: str
    summed: bool = False


def find_failure(paras: Sequence[Para], fields: Mapping[str, object] | None = None) -> str:
    """Return what stands where a document couldn't be shown, or nothing where there is one.

    Parameters
    ----------
    paras : sequence of Para
    fields : mapping of str to object, optional
        What was read of it. A few lines without date and label are no article, whatever they say; with
        either they are one. Without `fields` only words that are known tell.
    """
    texts = [para.text.strip() for para in paras[:40] if para.text.strip()]
    said = " ".join(texts)
    if len(texts) > 12 or len(said) > 900:
        return ""
    if fields is not None and _BARE.issuperset(name for name, value in fields.items() if value):
        return said
    if fields is not None and ("published" in fields or "load_date" in fields):
        return ""
    lower = " ".join(said.lower().split())
    return said if any(part in lower for part in words.ERROR) else ""


def read_article(paras: Sequence[Para], carrier: str) -> Article:
    """Return what the lines of one document say.

    Parameters
    ----------
    paras : sequence of Para
        Without the line that counts it.
    carrier : str
        Lines of ``txt`` were wrapped; elsewhere each is a paragraph.
    """
    wrapped = carrier == "txt"
    whole = [
        part for block in words.make_blocks(paras, wrapped=wrapped) for part in words.split_labels(block)
    ]
    blocks = [*(part for block in whole[:TOP] for part in words.split_notice(block)), *whole[TOP:]]
    fields: dict[str, object] = {}
    start = words.find_first_label(blocks)
    named = any(block.column == "title" for block in blocks[start : start + TOP])
    at = _head(blocks, words.read_top(blocks[:start], fields, named), fields)
    end = len(blocks) if at >= len(blocks) else _tail_from(blocks, at)
    last = ""
    for block in blocks[end:]:
        if block.notice or (block.centred and block.column is None):
            add_value(fields, "copyright", block.text, " ")
            last = ""
        elif block.column not in (None, "body"):
            last = column_of(block)
            add_value(fields, last, block.value)
        elif last in words.LONG or (last and not fields.get(last)):
            add_value(fields, last, block.text, " ")
        else:
            add_value(fields, "unlabelled", block.text)
    summary, body = words.split_abstract(blocks[at:end])
    for text in _text(summary, wrapped)[0]:
        add_value(fields, "abstract", text, " ")
    texts, letters = _text(body, wrapped)
    fields["text"] = "\n".join(texts)
    # Bring values into the form of our columns; what was printed is lost in none.
    if section := str(fields.get("section") or ""):
        fields.update({"section": "", **read_sections(_ISSUE.sub("; ", section))})
    length = str(fields.get("length") or "")
    if counted := _LENGTH.match(length[:200]):
        fields["length"] = int(re.sub(r"\D", "", counted[1]))
        if counted.end() < len(length):
            fields["length_stated"] = length
    if fields.get("byline"):
        fields["authors"] = fields["byline"]
    if _HOME.match(str(fields.get("url") or "")):
        # Newspapers give their own address in each article: it is that of none.
        fields["website"] = fields.pop("url")
    stated = str(fields.get("language") or "")
    if code := languages.code_of(stated) if stated else None:
        fields["language"] = code
        parts = re.split(r"[;/,]", stated)
        if any(len(part.split()) > 1 or languages.code_of(part) != code for part in parts):
            fields["language_stated"] = stated
    return Article(fields, letters, bool(summary))


def _head(blocks: list[Block], at: int, fields: dict[str, object]) -> int:
    """Read the labels above the text; return where the text begins."""
    last = min(len(blocks), at + _TAIL)
    while at < last and (column := blocks[at].column) is not None:
        block, after = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
        if column == "body":
            rest = [block.lines[0].partition(":")[2].strip(), *block.lines[1:]]
            if rest := rest if rest[0] else rest[1:]:
                blocks[at] = Block(rest)
            return at if rest else at + 1
        # A label that may be a paragraph's own first word is one if another of the head follows.
        leads = column in _ABOVE or (after is not None and (after.column in _ABOVE or after.column == "body"))
        if column in words.SURE or not leads or (not column and "length" in fields):
            break
        value = block.value
        if not value and after is not None and after.column is None:
            at += 1
            value = after.text
        add_value(fields, column_of(block), value)
        at += 1
    return at


def _tail_from(blocks: list[Block], start: int) -> int:
    """Return the block with which labels and copyright behind the text begin."""
    end = len(blocks)
    start = max(start, end - _TAIL)
    while end > start and blocks[end - 1].notice:
        end -= 1
    columns = list(map(_column, blocks[start:end]))
    sure = [at for at, column in enumerate(columns) if column is not None and _is_sure(blocks[start + at])]
    if not sure:
        likely = next((at for at, column in enumerate(columns) if column in words.LIKELY), None)
        return end if likely is None or None in columns[likely:] else start + likely
    first = sure[-1]
    for earlier in reversed(sure[:-1]):
        # A paragraph of the text may open as a label does; then much text stands below it.
        between = columns[earlier:first]
        if between.count(None) > 3 and words.LONG.isdisjoint(between):
            break
        first = earlier
    at, gap = first, 0
    while at > 0 and gap < 4:
        at -= 1
        column = columns[at]
        if column not in words.LIKELY:
            gap += 1
        elif gap and column not in words.LONG:
            # What lies between belongs to a value that may go on over blank lines, else to the text.
            break
        else:
            first, gap = at, 0
    return start + first


def _column(block: Block) -> str | None:
    """Return the column of a block's label, "" where it isn't known; None for what is none or may be text."""
    return block.column if block.column is not None and fits_column(block.column, block.value) else None


def _is_sure(block: Block) -> bool:
    """Say whether a label that a text might use itself is the database's, by what stands behind it."""
    value = block.lines[0].partition(":")[2].strip()
    if block.column == "load_date":
        return len(value) < 60 and read_date_line(value) is not None
    if block.column == "language":
        return len(value) < 40 and languages.code_of(value) is not None
    if block.column in words.SURE:
        return len(block.text) < 120
    return block.column in words.LIKELY and re.search(r"\(\d{1,3}\s?%\)", block.text) is not None


def _text(blocks: list[Block], wrapped: bool) -> tuple[list[str], str]:
    lines = [block.lines for block in blocks]
    # A text that was opened in a word processor has a paragraph for each of its lines.
    wide = width(lines) if wrapped or is_wrapped(lines) else 0
    texts = [text for block in blocks for text in paragraphs_wrapped(block.lines, wide)]
    letters = ""
    for text, after in itertools.zip_longest(texts, texts[1:]):
        letter = kinds.letter(text, after, not letters)
        # A line that leads to what follows is no heading of it.
        letters += "p" if letter == "h" and text.endswith(":") else letter
    return texts, letters


NAME = "nexis_com"
#: Style of a line at which a document begins, where the carrier knows; its text may be how many there are.
BREAK = "document"

_NUMBER = r"(\d{1,3}(?:[.,\u00a0 ]\d{3})+|\d{1,7})"
_OF = r"\s+(?:of|von|de|sur|van|di|da|out of)\s+"
_COUNTED = re.compile(
    rf"\s*(?:(?:FOCUS|LEVEL \d{{1,2}})\s*-\s*)?{_NUMBER}{_OF}{_NUMBER}"
    r"\s+(?:DOCUMENT[SOI]?|DOCUMENTOS|DOCUMENTEN|DOKUMENTE?N?|STORIES|STORY)\s*\Z",
    re.IGNORECASE,
)
_UNIT = re.compile("do[ck]um|stor(?:y|ies)", re.IGNORECASE)
_NAMED = re.compile(
    rf"\s*(?:DOKUMENT|DOCUMENT|DOCUMENTO|DOCUMENTI)\s+{_NUMBER}{_OF}{_NUMBER}\s*\Z", re.IGNORECASE
)
# "Download Request: Selected Items: 1-10, 15", in any language of the interface.
_ASKED = re.compile(
    r"\s*([^:]{3,60}):\s*([^:]{3,60}):\s*(\d{1,6}(?:-\d{1,6})?(?:\s*,\s*\d{1,6}(?:-\d{1,6})?)*)\s*\Z"
)
_CLOSED = re.compile(r"\s*-{2,}\s*(?:end of|ende|fin de|fin del)\s[\w ]{3,40}-{2,}\s*\Z", re.IGNORECASE)
# Labels that tell this database from others; "ISSN" and "URL" stand in capitals everywhere.
_OWN = frozenset(
    "byline section length dateline highlight load_date language publication_type source_code subjects "
    "companies places people industries graphic".split()
)
#: Date or label of a document stands in one of so many lines that aren't blank, all near below its count.
_HEAD, _NEAR = 14, 60
#: More that are missing in a row are told together.
_TOGETHER = 200
#: So many are told one by one in all.
_SINGLY = 5000
_EXPORT = "export it again"


@dataclass
class _Found:
    """Where a document stands among the lines, and how it is counted."""

    start: int
    number: int | None
    total: int | None
    end: int = 0
    place: int = 0


class _Split(NamedTuple):
    cover: list[str]
    documents: list[_Found]
    announced: int | None


def sniff(paras: Sequence[Para]) -> int:
    """Return how sure it is: the line that counts a document, and labels in capitals below it."""
    counted = sum(_counted(paras, at) is not None for at in range(len(paras)))
    columns = {found[0] for para in paras if (found := label(para.text)) and found[0] in _OWN}
    ends = columns & words.SURE
    if counted or any(para.style == BREAK for para in paras):
        return 98 if len(columns) > 1 else 90 if columns else 60 * (counted > 1)
    # One document that was printed or copied by itself.
    return 85 if "length" in columns and ends and len(columns) > 3 else 0


def read(paras: Sequence[Para], source: Source, carrier: str) -> Iterator[Item]:
    """Yield the articles, the documents that couldn't be shown, and what is missing of what is announced."""
    found = _split(paras)
    cover = _cover(found.cover)
    if cover:
        yield Note("checked", "cover", cover)
    # Give each document its place, and return them by the download they are of.
    runs: list[list[_Found]] = [[]]
    before = 0
    for document in found.documents:
        number = document.number if document.number is not None else before + 1
        if runs[-1] and number <= before:
            runs.append([])
        document.number = before = number
        runs[-1].append(document)
    for at, document in enumerate(found.documents, 1):
        document.place = (document.number or at) if len(runs) == 1 else at
    counted = runs
    for document in found.documents:
        yield _item(paras[document.start : document.end], document, carrier)
    yield from _missing(found, counted)


def _item(paras: Sequence[Para], document: _Found, carrier: str) -> Item:
    made = read_article(paras, carrier)
    fields = {**made.fields, "database": "nexis"}
    if said := find_failure(paras, fields):
        detail = f"holds no article but {said[:120]!r}: {_EXPORT}, alone"
        return Fault("error_document", detail, document.place)
    instead = ""
    if not fields.get("text") and made.summed:
        instead, fields["text"] = "Nexis gives an abstract only", fields["abstract"]
    elif not any(fields.get(name) for name in ("text", "title", "outlet")):
        return Fault("no_text", f"holds neither headline nor text: {_EXPORT}", document.place)
    bare = "Nexis gives no text of it"
    return make_record(fields, document.place, blocks=made.blocks, bare=bare, instead=instead)


def _counted(paras: Sequence[Para], at: int) -> tuple[int, int] | None:
    """Return number and total of a line that counts a document, or None for any other."""
    text = paras[at].text
    if not 6 < len(text) < 120 or _UNIT.search(text) is None:
        return None
    found = _COUNTED.match(text) or _NAMED.match(text)
    if found is None:
        return None
    # It stands by itself or in the middle; inside a paragraph such words are the text's.
    if not text.startswith(" " * 12) and (
        (at and paras[at - 1].text.strip()) or (at + 1 < len(paras) and paras[at + 1].text.strip())
    ):
        return None
    number, total = (int(re.sub(r"\D", "", part)) for part in found.groups())
    return (number, total) if 0 < number <= total else None


def _leads(paras: Sequence[Para], at: int, number: int) -> bool:
    """Say whether the head of a document stands below a line that counts anew; else it is words of a text."""
    below = [line for line in range(at + 1, min(len(paras), at + _NEAR)) if paras[line].text.strip()][:_HEAD]
    for line in below:
        if _counted(paras, line):
            return number == 1
        found = label(paras[line].text.strip())
        if found and found[0]:
            return found[0] in ("title", "byline", "section", "length")
        if read_date_line(paras[line].text):
            return True
    return bool(find_failure(paras[at + 1 : at + _NEAR]))


def _split(paras: Sequence[Para]) -> _Split:
    documents: list[_Found] = []
    announced, more = None, 0
    # Whether the last document has lines, and where among them the cover of another download may begin.
    filled, cover_at = False, 0
    last: tuple[int, int] | None = None
    for at, para in enumerate(paras):
        if para.style == BREAK:
            if para.text.isdecimal():
                announced = int(para.text)
            else:
                documents.append(_Found(at + 1, None, None))
                filled, cover_at = False, 0
            continue
        counts = _counted(paras, at)
        on = counts and (last is None or (counts[1] == last[1] and counts[0] > last[0]))
        if counts and (on or _leads(paras, at, counts[0])):
            last = counts
            if documents and not filled and documents[-1].number is None:
                documents.pop()
            elif documents and cover_at and counts[0] <= (documents[-1].number or 0):
                documents[-1].end = documents[-1].end or cover_at
                more += _asked([paras[cover_at].text]) or 0
            documents.append(_Found(at + 1, *counts))
            filled, cover_at = False, 0
            continue
        if filled and documents and documents[-1].end == 0:
            if (
                len(para.text) < 300
                and "document" in para.text.lower().replace("k", "c")
                and bool(find_failure([para]))
            ) and _is_whole(paras, documents[-1].start, at):
                documents.append(_Found(at, None, None))
            elif _CLOSED.match(para.text):
                documents[-1].end = at
            elif not cover_at and _asked([para.text]):
                cover_at = at
        filled = filled or bool(para.text.strip())
    if not documents:
        return _Split([], [_Found(0, None, None, len(paras))], announced)
    starts = [document.start for document in documents]
    for document, after in itertools.zip_longest(documents, starts[1:]):
        end = (
            len(paras)
            if after is None
            else after - 1
            if (after > 0 and (paras[after - 1].style == BREAK or _counted(paras, after - 1) is not None))
            else after
        )
        document.end = document.end or end
    cover = [para.text for para in paras[: min(starts[0], 400)] if para.style != BREAK]
    cover = cover[:-1] if documents[0].number is not None else cover
    announced = announced or _asked(cover)
    return _Split(cover, documents, announced + more if announced else None)


def _is_whole(paras: Sequence[Para], start: int, end: int) -> bool:
    """Say whether a document is over: labels of its end, or whose it is, stand among the last lines."""
    above = [line for line in range(max(start, end - _NEAR), end) if paras[line].text.strip()][-_HEAD:]
    for line in above:
        text = paras[line].text.strip()
        found = label(text)
        if (found and found[0] in words.SURE and fits_column(found[0], found[2])) or words.is_notice(
            text, words.COPYRIGHT
        ):
            return True
    return False


def _asked(cover: Sequence[str]) -> int | None:
    """Return how many documents the cover page says were asked for."""
    for line in cover:
        found = _ASKED.match(line) if len(line) < 400 else None
        if found:
            spans = [part.split("-") for part in found[3].replace(" ", "").split(",")]
            count = sum(int(span[-1]) - int(span[0]) + 1 for span in spans)
            return count if count > 0 else None
    return None


def _cover(lines: Sequence[str]) -> str:
    """Return what a cover page says of how the articles were found; not to whom they were sent."""
    found: list[str] = []
    going = False
    for line in lines:
        text = " ".join(line.split())
        named, colon, value = text.partition(":")
        if colon and 2 < len(named) < 40:
            going = bool(value)
            found += [text] * going
        elif going and text:
            found[-1] += f" {text}"
        else:
            going = False
    return "; ".join(found)[:1500]


def _missing(found: _Split, runs: list[list[_Found]]) -> Iterator[Item]:
    lost = told = 0
    alone = len(runs) == 1
    for before, after in (pair for run in runs for pair in itertools.pairwise(run)):
        numbers = range((before.number or 0) + 1, after.number or 0)
        lost += len(numbers)
        told += len(numbers)
        total = after.total or before.total
        of = f" of {total:,}" if total else ""
        if len(numbers) > 1 and (len(numbers) > _TOGETHER or told > _SINGLY):
            detail = f"no. {numbers[0]:,} to {numbers[-1]:,}{of} don't stand in the file: {_EXPORT}"
            yield Fault("announced", detail)
            continue
        for number in numbers:
            detail = f"no. {number:,}{of} doesn't stand in the file: {_EXPORT}"
            yield Fault("announced", detail, number if alone else 0)
    count, first, last = len(found.documents), runs[0][0], runs[-1][-1]
    announced = found.announced
    if announced is not None and count + lost < announced:
        rest = announced - count - lost
        which = f"{rest:,} of them don't" if rest > 1 else "1 of them doesn't"
        detail = f"the file announces {announced:,} documents; {which} stand in it"
        yield Fault("announced", f"{detail}, which ends with no. {last.number:,}: {_EXPORT}")
    elif announced is None and alone and last.total and (first.number != 1 or last.number != last.total):
        if not lost:
            # Which documents of a download stand in a file that doesn't itself say how many it holds.
            held = f"no. {first.number:,} to {last.number:,}" if count > 1 else f"no. {last.number:,}"
            detail = f"holds {held} of {last.total:,} documents; all of these were read"
            yield Note("checked", "announced", detail)
    elif not lost and (announced is not None or alone):
        yield from reconcile(announced or last.total, count)
