"""PDF: an article as it was printed or saved, or a database's export printed, which is several.

A PDF knows letters and places, no paragraphs: columns, heads of pages, words
parted at the end of a row and the headline are read off the page, and what was
decided is said. What is a picture of a page has no letters and is left out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, zip_longest
from statistics import median
from typing import Any, BinaryIO, NamedTuple

from framing.corpus import dates, lines, pdf, streams
from framing.corpus.layouts import count_noun
from framing.corpus.lines import Para
from framing.corpus.pdf import PageRows, Row, usual
from framing.corpus.records import Fault, Item, Note, Record, Source
from framing.plugins import word_lists

# Heads and feet of a PDF's pages: what is repeated there, page numbers, and what a browser prints.

_NUMBER = re.compile(
    r"[\s|·–—-]*(?:pages?|p\.|seite|página|pagina|第)?\s*\d{1,5}"
    r"(?:\s*(?:/|of|sur|de|von|di|out of)\s*\d{1,5})?\s*页?[\s|·–—-]*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(https?://\S{4,2000})(?:\s+\d{1,4}\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
# What browsers print above a page: when it was printed, and its title.
_PRINTED = re.compile(
    r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s+\d{1,2}:\d\d(?:\s*[AP]M)?(?:\s.*)?", re.IGNORECASE
)
#: How page numbers are called among the lines taken out.
NUMBERS = "page numbers"
_DIGITS = re.compile(r"\d+")
# So many rows may stand together in a head or foot, and so many such groups above one another.
_DEEP, _GROUPS = 3, 3


def furniture(sheets: Sequence[PageRows]) -> tuple[list[PageRows], Counter[str], str]:
    """Take heads and feet of pages out: what is repeated there, page numbers, what a browser prints.

    Returns
    -------
    list of PageRows
    Counter of str
        Each line taken out, and on how many pages.
    str
        The address that a browser printed below the pages, if it is one and the same.
    """
    seen: Counter[str] = Counter()
    margins = [_margins(one) for one in sheets]
    levels = [_levels(row for group in groups for row in group) for groups in margins]
    for level in levels:
        # Where columns part a head on one page and not on another, it is the same as a whole.
        seen.update({_key(row.text) for row in level} | {_key(text) for text in level.values()})
    least = max(2, round(0.4 * len(sheets)))
    out: Counter[str] = Counter()
    told: dict[str, str] = {}
    addresses: set[str] = set()
    kept: list[PageRows] = []
    for one, level in zip(sheets, levels, strict=True):
        gone: set[Row] = set()
        for row, whole in level.items():
            address = _ADDRESS.fullmatch(row.text)
            if address:
                addresses.add(address[1])
            alike = max(seen[_key(row.text)], seen[_key(whole)]) >= least
            numbered = bool(_NUMBER.fullmatch(row.text))
            if address or alike or numbered or _PRINTED.fullmatch(row.text):
                gone.add(row)
                # Of lines that differ in their numbers only, the first is told.
                out[NUMBERS if numbered else told.setdefault(_key(row.text), row.text)] += 1
        kept.append(one._replace(rows=[row for row in one.rows if row not in gone]))
    return kept, out, addresses.pop() if len(addresses) == 1 else ""


def _margins(one: PageRows) -> list[list[Row]]:
    """Return groups of rows from the edges of a page inwards, as far as they may be its head or foot.

    A group is what stands together; a longer one is the text.
    """
    levels = _heights(sorted(one.rows, key=lambda row: -row.y))
    order = list(levels)
    edge = 0.15 * one.height
    found: list[list[Row]] = []
    for inward in (order, order[::-1]):
        group: list[Row] = []
        deep = groups = 0
        for at, after in zip_longest(inward, inward[1:]):
            outer = at > one.height - edge if inward is order else at < edge
            if not outer or groups == _GROUPS or deep == _DEEP:
                break
            group += levels[at]
            deep += 1
            if after is None or abs(at - after) > 1.7 * max(row.size for row in levels[at]):
                found.append(group)
                group, deep, groups = [], 0, groups + 1
    return found


def _heights(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(round(row.y), []).append(row)
    return found


def _levels(rows: Iterable[Row]) -> dict[Row, str]:
    """Return of some rows all that stands at the height of each, from the left."""
    return {
        row: " ".join(part.text for part in sorted(level, key=lambda part: part.x0))
        for level in _heights(rows).values()
        for row in level
    }


def _key(text: str) -> str:
    return _DIGITS.sub("#", text.casefold())


# From rows of a PDF to paragraphs: a row that could have held the next word and didn't ends one.

_BULLET = re.compile(r"(?:[•▪‣◦●■–—*-]|\d{1,2}[.)])\s+\S")
_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u2010\u00ad]\Z")
# First parts that English writes with a hyphen more often than not: "well-known", "long-term", "self-rule".
_COMPOUND: frozenset[str] = word_lists(__package__, "lists")["pdf"]["compound"]
_LETTERS = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
_ENDED = re.compile(r"[.!?…。！？][\"'”’»)\]]*\Z")


class Block(NamedTuple):
    """One paragraph.

    Attributes
    ----------
    letter : str
        p paragraph, h subhead, l list item.
    apart : bool
        A gap wider than between rows stands before it.
    """

    text: str
    size: float
    bold: bool
    letter: str
    page: int
    apart: bool


class Flow(NamedTuple):
    """All paragraphs, the size most of the text has, and how many words were put together again."""

    blocks: list[Block]
    body: float
    joined: int


def join_pages(sheets: Sequence[PageRows]) -> Flow:
    """Return the paragraphs of some pages."""
    rows = [row for one in sheets for row in one.rows]
    body = usual([(row.size, len(row.text)) for row in rows])
    lead = _leading(rows)
    edges = _edges(rows, body)
    known = {word.casefold() for row in rows for word in _LETTERS.findall(_HYPHEN.sub("", row.text))}
    # Whether paragraphs begin with an indent rather than behind a gap.
    below = [(a, b) for a, b in pairwise(rows) if a.piece == b.piece and a.size == b.size]
    gaps = sum(a.y - b.y > 1.3 * lead.get(b.size, 1.25 * b.size) for a, b in below)
    indented = sum(0.6 * b.size < b.x0 - a.x0 < 6 * b.size for a, b in below)
    indents = indented >= 3 and indented > 2 * gaps
    runs: list[tuple[bool, list[Row]]] = []
    for last, row in pairwise([None, *rows]):
        if row is None:
            continue
        begins, apart = (True, True) if last is None else _begins(last, row, body, lead, edges, indents)
        if begins:
            runs.append((apart, []))
        runs[-1][1].append(row)
    blocks: list[Block] = []
    joined = 0
    for apart, run in runs:
        text, count = _text(run, known)
        joined += count
        size, bold = run[0].size, all(row.bold for row in run)
        head = (size > 1.15 * body or bold) and len(text) <= 200
        letter = "l" if _BULLET.match(text) and not head else "h" if head else "p"
        blocks.append(Block(text, size, bold, letter, run[0].piece[0], apart))
    return Flow(blocks, body, joined)


def _leading(rows: Sequence[Row]) -> dict[float, float]:
    """Return how far rows of each size stand apart within a paragraph: the middle of what there is."""
    steps: dict[float, list[float]] = {}
    for last, row in pairwise(rows):
        step = last.y - row.y
        if last.piece == row.piece and last.size == row.size and 0.8 * row.size < step < 2.2 * row.size:
            steps.setdefault(row.size, []).append(step)
    # The lower part of them: where paragraphs of one row are many, half of the gaps are between paragraphs.
    return {size: min(median(found), sorted(found)[len(found) // 4] * 1.1) for size, found in steps.items()}


def _edges(rows: Sequence[Row], body: float) -> dict[tuple[int, int], tuple[float, float]]:
    """Return where each column of each page begins and ends, by rows of the text where it has such."""
    sides: dict[tuple[int, int], list[Row]] = {}
    for row in rows:
        sides.setdefault((row.piece[0], row.piece[2]), []).append(row)
    found = {}
    for key, every in sides.items():
        of = [row for row in every if row.size < 1.15 * body] or every
        lefts = sorted(row.x0 for row in of)
        found[key] = (lefts[len(lefts) // 10], max(row.x1 for row in of))
    return found


def _begins(
    last: Row,
    row: Row,
    body: float,
    lead: dict[float, float],
    edges: dict[tuple[int, int], tuple[float, float]],
    indents: bool,
) -> tuple[bool, bool]:
    """Say whether a row begins a paragraph, and whether a gap stands before it."""
    large = row.size > 1.15 * body
    other = not 0.92 < row.size / (last.size or 1) < 1.08 or last.bold != row.bold
    left, right = edges[last.piece[0], last.piece[2]]
    # The next word would have fitted into the row, and was not put there.
    room = right - last.x1 - row.first - 0.5 * row.size
    turned = bool(_ENDED.search(last.text)) or not row.text[:1].islower()
    parted = bool(_HYPHEN.search(last.text)) and row.text[:1].islower()
    # Where paragraphs begin with an indent, a row amid a sentence that ends early has been set badly.
    surely = bool(_ENDED.search(last.text)) if indents else turned
    forced = not large and not parted and room > (0 if surely else 0.35 * (right - left))
    if last.piece == row.piece:
        step = last.y - row.y
        gap = step > 1.3 * lead.get(row.size, 1.25 * row.size) or step < 0
        if gap or other:
            return True, gap
        indent = 0.6 * row.size < row.x0 - last.x0 < 6 * row.size and not large
        return bool(indent or forced or _BULLET.match(row.text)), False
    if other:
        return True, True
    here = edges[row.piece[0], row.piece[2]][0]
    indented = 0.6 * row.size < row.x0 - here < 6 * row.size
    ended = turned and bool(_ENDED.search(last.text)) and not indents
    return bool(forced or indented or ended or _BULLET.match(row.text)), forced


def _text(rows: Sequence[Row], known: set[str]) -> tuple[str, int]:
    """Return the text of some rows, and how many words were parted at the end of a row."""
    parts, joined = [rows[0].text], 0
    for last, row in pairwise(rows):
        if not (_HYPHEN.search(last.text) and row.text[:1].islower()):
            before, after = last.text[-1], row.text[0]
            signs = before >= "\u2e80" and after >= "\u2e80" and not "\uac00" <= before <= "\ud7a3"
            parts += [row.text] if signs else [" ", row.text]
            continue
        head, tail = re.split(r"[\s(«“\"]", last.text[-60:])[-1][:-1], (_LETTERS.match(row.text) or [""])[0]
        whole, parted = f"{head}{tail}".casefold(), f"{head}-{tail}".casefold()
        # "well-" and "known" may be a word with a hyphen: as it stands elsewhere in the text decides.
        usual_part = head.casefold() in _COMPOUND and len(tail) >= 4
        keep = last.text[-1] != "\u00ad" and whole not in known and (parted in known or usual_part)
        parts[-1] = parts[-1] if keep else parts[-1][:-1]
        parts.append(row.text)
        joined += not keep
    return "".join(parts), joined


SUFFIXES = (".pdf",)

_JUNK = re.compile(
    r"untitled|document\d*|microsoft word - .*|about:blank|print(?:able)?(?: version)?|[\W\d_]*"
    r"|.*\.(?:docx?|pdf|html?|indd|qxd|txt)",
    re.IGNORECASE,
)
_MADE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
_OCR = "make its text readable with OCR (for instance: ocrmypdf in.pdf out.pdf) and give that file"


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is a PDF: its mark stands within the first KB."""
    return 98 if b"%PDF-" in head[:1024] else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the file's article, or those of the export that was printed."""
    raw = streams.read_rest(stream, source.limits, "print fewer articles a file")
    try:
        import pdfminer  # noqa: F401
    except ImportError:
        yield Fault("no_library", "needs pdfminer.six: pip install 'newsframing[pdf]'", kind="skipped")
        return
    try:
        about, found = pdf.pages(io.BytesIO(raw), source.limits)
        read_sheets = _sheets(found)
    except pdf.Locked:
        detail = "opens with a password only; open it and print it to a new PDF"
        yield Fault("encrypted", detail, kind="skipped")
        return
    except pdf.Refused as error:
        yield Fault("unreadable", str(error))
        return
    if isinstance(read_sheets, Fault):
        yield read_sheets
        return
    sheets, notes = read_sheets
    sheets, gone, address = furniture(sheets)
    flow = join_pages(sheets)
    notes += _told(sheets, gone, flow)
    paras: list[Para] = []
    for block in flow.blocks:
        paras.extend([Para("")] if block.apart and paras else [])
        paras.append(Para(block.text, "", block.bold))
    layout = lines.choose(paras)
    if layout is not None:
        yield from notes
        yield from layout.read(paras, source, "pdf")
        return
    yield _article(flow, about, address, raw, tuple(notes))


def _sheets(found: Iterator[pdf.Page]) -> tuple[list[pdf.PageRows], list[Note]] | Fault:
    """Return the rows of all pages and what is to be told of them, or why there is no text."""
    bare: list[int] = []
    broken: dict[int, str] = {}
    letters = unknown = turned = pictures = 0

    sheets: list[pdf.PageRows] = []
    earlier: list[pdf.Gutter] = []
    for number, page in enumerate(found, start=1):
        letters += len(page.glyphs)
        unknown += sum("\ufffd" in glyph.text or glyph.text.startswith("(cid:") for glyph in page.glyphs)
        turned += page.turned
        pictures += page.pictures
        if page.broken:
            broken[number] = page.broken
        if page.pictures and sum(not glyph.text.isspace() for glyph in page.glyphs) < 20:
            bare.append(number)
        rows, between = pdf.read_rows(page, number, earlier)
        earlier = between or earlier
        sheets.append(rows)
    if not sheets:
        return Fault("unreadable", "has no pages; save or print it again")
    damaged = f"{_pages(list(broken))} damage" if broken else ""
    if not any(one.rows for one in sheets) or len(bare) == len(sheets):
        if broken and not any(one.rows for one in sheets):
            why = next(iter(broken.values()))
            return Fault("unreadable", f"{damaged} ({why}); save or print it again")
        what = "pictures of pages and no text" if pictures else "no text"
        return Fault("no_text_layer", f"holds {what}; {_OCR}", kind="skipped")
    if unknown > 0.2 * letters:
        detail = f"{unknown:,} of its {letters:,} letters can't be told, as its fonts don't say them; {_OCR}"
        return Fault("no_unicode", detail, kind="skipped")
    told = {
        ("repaired", "pdf_damage"): damaged and f"{damaged}, and may not be whole; save or print it again",
        ("guessed", "pdf_pictures"): bare and f"{_pages(bare)} pictures and no text; {_OCR}",
        ("repaired", "pdf_letters"): unknown
        and f"{unknown:,} letters can't be told, as their font doesn't say them; they stand as U+FFFD",
        ("removed", "pdf_turned"): turned
        and f"{turned:,} letters don't run from left to right and are left out",
    }
    return sheets, [Note(kind, rule, str(detail)) for (kind, rule), detail in told.items() if detail]


def _told(sheets: Sequence[pdf.PageRows], gone: Counter[str], flow: Flow) -> list[Note]:
    notes = []
    for text, count in sorted(gone.items()):
        if count > 1 or len(gone) <= 20:
            on = f"on {count:,} pages" if count > 1 else "at the edge of a page"
            what = text if text == NUMBERS else repr(text[:200])
            notes.append(Note("removed", "pdf_page_line", f"{what} {on}"))
    wide = {one.number: one.columns for one in sheets if one.columns > 1}
    if wide:
        most = max(wide.values())
        detail = f"{_pages(list(wide))} up to {most} columns; they are read one after the other: look it over"
        notes.append(Note("guessed", "pdf_columns", detail))
    if flow.joined:
        detail = f"{count_noun(flow.joined, 'word')} parted at the end of a row put together"
        notes.append(Note("repaired", "pdf_hyphens", detail))
    return notes


def _pages(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} has"
    listed = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return f"pages {listed} have"


def _article(flow: Flow, about: pdf.About, address: str, raw: bytes, notes: tuple[Note, ...]) -> Record:
    """Return a page's article; its lines are what one copies from it."""
    title, at = _headline(flow, about)
    above = _above(flow, min(at, default=0))
    kept = [block for i, block in enumerate(flow.blocks) if i not in at and i not in above]
    kicker = "; ".join(flow.blocks[i].text for i in above)
    fields: dict[str, Any] = {"title": title, "kicker": kicker, "url": address}
    made = _MADE.match(about.created)
    if made:
        day = "-".join(part for part in made.groups() if part)
        if dates.parse(day):
            fields["pdf_created"] = day
            detail = f"the PDF was made {day}, which doesn't say when the article appeared"
            notes = (*notes, Note("guessed", "pdf_created", detail))
    fields = {name: value for name, value in fields.items() if value}
    fields["text"] = "\n".join(block.text for block in kept)
    return Record(fields, raw, blocks="".join(block.letter for block in kept) or None, page=True, notes=notes)


def _headline(flow: Flow, about: pdf.About) -> tuple[str, set[int]]:
    """Return the headline, and which paragraphs it is: the largest letters of the first page."""
    first = flow.blocks[0].page
    front = [
        (i, block)
        for i, block in enumerate(flow.blocks)
        if block.page == first
        and (len(block.text) <= 300 and sum(char.isalpha() for char in block.text) >= 4)
    ]
    largest = max((block.size for _, block in front), default=0.0)
    if largest >= 1.2 * flow.body:
        start = next(i for i, block in front if block.size > 0.96 * largest)
        at = {start}
        while start + 1 < len(flow.blocks) and _goes_on(flow.blocks[start], flow.blocks[start + 1]):
            start += 1
            at.add(start)
        return " ".join(flow.blocks[i].text for i in sorted(at)), at
    bold = [(i, block) for i, block in front[:4] if block.bold and len(block.text) <= 200]
    if bold and not all(block.bold for _, block in front):
        return bold[0][1].text, {bold[0][0]}
    return ("" if _JUNK.fullmatch(about.title) else about.title), set()


def _above(flow: Flow, headline: int) -> list[int]:
    """Return the lines above the headline that are of it: a section or a topic, but no date and no byline."""
    front = [(i, flow.blocks[i].text) for i in range(headline)]
    short = all(len(text) <= 60 and text[-1] not in ".!?:" for _, text in front)
    if len(front) > 3 or not short or any(map(str.isdigit, "".join(text for _, text in front))):
        return []
    return [i for i, text in front if not text.lower().startswith(("by ", "par ", "von "))]


def _goes_on(block: Block, after: Block) -> bool:
    return after.page == block.page and 0.96 < after.size / block.size < 1.04 and not after.apart
