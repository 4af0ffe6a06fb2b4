"""PDF: an article as it was printed or saved, or a database's export printed, which is several.

A PDF knows letters and places, no paragraphs: columns, heads of pages, words
parted at the end of a row and the headline are read off the page, and what was
decided is said. What is a picture of a page has no letters and is left out.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from framing.corpus import dates, paras
from framing.corpus.paras import Para
from framing.corpus.pdf import edges, rows
from framing.corpus.pdf import file as pdf
from framing.corpus.pdf import text as texts
from framing.corpus.pdf.text import Block, Flow
from framing.corpus.records import Fault, Item, Note, Record, Source

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
    limits = source.limits
    raw = stream.read(limits.whole_bytes + 1)
    if len(raw) > limits.whole_bytes:
        yield Fault(
            "too_large", "too long to be held as a whole (limit whole_bytes); print fewer articles a file"
        )
        return
    try:
        import pdfminer  # noqa: F401
    except ImportError:
        detail = "needs pdfminer.six: pip install 'newsframing[pdf]'"
        yield Fault("no_library", detail, kind="skipped")
        return
    try:
        about, found = pdf.pages(io.BytesIO(raw), limits)
        sheets, notes, lost = _sheets(found)
    except pdf.Locked:
        detail = "opens with a password only; open it and print it to a new PDF"
        yield Fault("encrypted", detail, kind="skipped")
        return
    except pdf.Refused as error:
        yield Fault("unreadable", str(error))
        return
    if lost is not None:
        yield lost
        return
    sheets, gone, address = edges.furniture(sheets)
    flow = texts.flow(sheets)
    notes += _told(sheets, gone, flow)
    layout = paras.choose(_paras(flow))
    if layout is not None:
        yield from notes
        yield from layout.read(_paras(flow), source, "pdf")
        return
    yield _article(flow, about, address, raw, tuple(notes))


def _sheets(found: Iterator[pdf.Page]) -> tuple[list[rows.Sheet], list[Note], Fault | None]:
    """Return the rows of all pages, what is to be told of them, and why there is no text, if so."""
    bare: list[int] = []
    broken: dict[int, str] = {}
    letters = unknown = turned = pictures = 0

    def drafts() -> Iterator[rows.Draft]:
        nonlocal letters, unknown, turned, pictures
        for number, page in enumerate(found, start=1):
            letters += len(page.glyphs)
            unknown += sum("\ufffd" in glyph.text or glyph.text.startswith("(cid:") for glyph in page.glyphs)
            turned += page.turned
            pictures += page.pictures
            if page.broken:
                broken[number] = page.broken
            if page.pictures and sum(not glyph.text.isspace() for glyph in page.glyphs) < 20:
                bare.append(number)
            yield rows.draft(page, number)

    sheets = rows.sheets(drafts())
    if not sheets:
        return [], [], Fault("unreadable", "has no pages; save or print it again")
    if broken and not any(one.rows for one in sheets):
        why = next(iter(broken.values()))
        return [], [], Fault("unreadable", f"{_pages(list(broken))} damage ({why}); save or print it again")
    if not any(one.rows for one in sheets) or len(bare) == len(sheets):
        what = "pictures of pages and no text" if pictures else "no text"
        return [], [], Fault("no_text_layer", f"holds {what}; {_OCR}", kind="skipped")
    if unknown > 0.2 * letters:
        detail = f"{unknown:,} of its {letters:,} letters can't be told, as its fonts don't say them; {_OCR}"
        return [], [], Fault("no_unicode", detail, kind="skipped")
    notes = []
    if broken:
        detail = f"{_pages(list(broken))} damage, and may not be whole; save or print it again"
        notes.append(Note("repaired", "pdf_damage", detail))
    if bare:
        notes.append(Note("guessed", "pdf_pictures", f"{_pages(bare)} pictures and no text; {_OCR}"))
    if unknown:
        detail = f"{unknown:,} letters can't be told, as their font doesn't say them; they stand as U+FFFD"
        notes.append(Note("repaired", "pdf_letters", detail))
    if turned:
        detail = f"{turned:,} letters don't run from left to right and are left out"
        notes.append(Note("removed", "pdf_turned", detail))
    return sheets, notes, None


def _told(sheets: Sequence[rows.Sheet], gone: Counter[str], flow: Flow) -> list[Note]:
    notes = []
    for text, count in sorted(gone.items()):
        if count > 1 or len(gone) <= 20:
            on = f"on {count:,} pages" if count > 1 else "at the edge of a page"
            what = text if text == edges.NUMBERS else repr(text[:200])
            notes.append(Note("removed", "pdf_page_line", f"{what} {on}"))
    wide = {one.number: one.columns for one in sheets if one.columns > 1}
    if wide:
        most = max(wide.values())
        detail = f"{_pages(list(wide))} up to {most} columns; they are read one after the other: look it over"
        notes.append(Note("guessed", "pdf_columns", detail))
    if flow.joined:
        said = "1 word" if flow.joined == 1 else f"{flow.joined:,} words"
        notes.append(Note("repaired", "pdf_hyphens", f"{said} parted at the end of a row put together"))
    return notes


def _pages(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return f"page {numbers[0]} has"
    listed = ", ".join(map(str, numbers[:10])) + (", …" if len(numbers) > 10 else "")
    return f"pages {listed} have"


def _paras(flow: Flow) -> list[Para]:
    found: list[Para] = []
    for block in flow.blocks:
        if block.apart and found:
            found.append(Para(""))
        found.append(Para(block.text, "", block.bold, block.size))
    return found


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
    front = [(i, block) for i, block in enumerate(flow.blocks) if block.page == first and _worded(block)]
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
    if len(front) > 3 or not short or any(char.isdigit() for _, text in front for char in text):
        return []
    return [i for i, text in front if not text.lower().startswith(("by ", "par ", "von "))]


def _worded(block: Block) -> bool:
    return len(block.text) <= 300 and sum(char.isalpha() for char in block.text) >= 4


def _goes_on(block: Block, after: Block) -> bool:
    return after.page == block.page and 0.96 < after.size / block.size < 1.04 and not after.apart
