"""A PDF's letters and where they stand, page by page, with every bound that the library itself has not.

pdfminer.six knows the format; what is added here is distrust: a font may not
claim more letters than there are, and a page that draws itself again and again
is left. How streams are unpacked is told beside (``_pdf_streams.py``).
"""

from __future__ import annotations

import io
import itertools
import logging
import math
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import Any, BinaryIO, NamedTuple

from framing.corpus.limits import Limits

# Streams of a PDF, unpacked step by step up to a bound: a small one can hide a very large one.

_IMAGES = frozenset(("DCTDecode", "DCT", "JPXDecode", "CCITTFaxDecode", "CCF", "JBIG2Decode"))


class Refused(ValueError):
    """A PDF that can't be read; says why and what to do."""


class Budget:
    """How much may still be unpacked of a file, and of one stream at once."""

    def __init__(self, limits: Limits) -> None:
        self.stream = 4 * limits.record_bytes
        self.left = limits.whole_bytes

    def take(self, data: bytes) -> bytes:
        self.left -= len(data)
        if len(data) > self.stream or self.left < 0:
            which = "record_bytes" if len(data) > self.stream else "whole_bytes"
            raise Refused(
                f"a stream in it unpacks to more than any article's page (limit {which}); "
                "print it again as a new PDF"
            )
        return data


def decoder(stream: Any, budget: Budget) -> Callable[[], None]:
    """Return how a stream unpacks itself: as the library does, but within the budget."""

    def decode() -> None:
        from pdfminer import utils
        from pdfminer.ascii85 import ascii85decode, asciihexdecode
        from pdfminer.lzw import LZWDecoder
        from pdfminer.pdftypes import int_value
        from pdfminer.psparser import literal_name

        data = stream.rawdata
        if stream.decipher:
            data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
        filters = stream.get_filters()
        if len(filters) > 8:
            raise Refused("a stream in it is packed more than eight times; print it again as a new PDF")
        for named, params in filters:
            name = literal_name(named)
            if name in ("FlateDecode", "Fl"):
                data = _joined(_inflate(data), budget)
            elif name in ("LZWDecode", "LZW"):
                data = _joined(LZWDecoder(io.BytesIO(data)).run(), budget)
            elif name in ("ASCII85Decode", "A85"):
                data = ascii85decode(data)
            elif name in ("ASCIIHexDecode", "AHx"):
                data = asciihexdecode(data)
            elif name in _IMAGES:
                break
            else:
                raise Refused(f"a stream in it is packed as {name[:20]!r}, which is not known here")
            if isinstance(params, dict) and "Predictor" in params:
                kind = int_value(params["Predictor"])
                colours, columns, bits = (int_value(params.get(key, usual)) for key, usual in _SHAPE)
                wide = colours * columns * bits // 8
                if kind == 1 or wide > len(data):
                    continue
                if kind >= 10:
                    data = utils.apply_png_predictor(kind, colours, columns, bits, data)
        stream.data, stream.rawdata = data, None

    return decode


_SHAPE = (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))


def _inflate(data: bytes) -> Iterator[bytes]:
    unpacker = zlib.decompressobj()
    # What stands before the damage is kept, as viewers do.
    with suppress(zlib.error):
        while data and not unpacker.eof:
            yield unpacker.decompress(data, 1 << 20)
            data = unpacker.unconsumed_tail


def _joined(parts: Iterable[bytes], budget: Budget) -> bytes:
    kept: list[bytes] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size > budget.stream:
            break
    return budget.take(b"".join(kept))


#: Letters that one font may describe: more than there are in Unicode's first plane twice over.
_LETTERS = 200_000
#: Letters on one page, and parts that it draws: a page of a newspaper has some 30,000 letters.
_ON_PAGE = 200_000
_FORMS = 20_000
#: Points from the corner beyond which there is no page: the largest one is 14,400 wide.
_FAR = 100_000
_RANGES = re.compile(rb"begin(?:bf|cid|notdef)range(.*?)end(?:bf|cid|notdef)range", re.DOTALL)
_RANGE = re.compile(rb"<\s*([0-9A-Fa-f\s]{1,16})>\s*<\s*([0-9A-Fa-f\s]{1,16})>\s*(?:<[^>]*>|\[[^\]]*\]|\d+)")


class Locked(ValueError):
    """A PDF that opens with a password only."""


class Glyph(NamedTuple):
    """One letter, in points from the page's lower left corner.

    Attributes
    ----------
    y : float
        Of the line it stands on.
    size : float
        Height of its type.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool


class Page(NamedTuple):
    """What stands on a page.

    Attributes
    ----------
    turned : int
        Letters that don't run from left to right, and are not among `glyphs`.
    pictures : int
        Pictures drawn.
    broken : str
        Why it isn't read to its end, if so.
    """

    width: float
    height: float
    glyphs: list[Glyph]
    turned: int
    pictures: int
    broken: str = ""


class About(NamedTuple):
    """What the file says of itself."""

    title: str
    created: str


def pages(stream: BinaryIO, limits: Limits) -> tuple[About, Iterator[Page]]:
    """Return what a PDF says of itself, and its pages as they are read.

    Raises
    ------
    Locked
        It needs a password.
    Refused
        It is broken, or harms.
    """
    from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFNoPageLabels, PDFPasswordIncorrect
    from pdfminer.pdfparser import PDFParser
    from pdfminer.pdftypes import PDFStream

    logging.getLogger("pdfminer").addHandler(logging.NullHandler())
    budget = Budget(limits)

    class Parser(PDFParser):
        def do_keyword(self, pos: int, token: Any) -> None:
            super().do_keyword(pos, token)
            made = self.curstack[-1][1] if self.curstack else None
            if isinstance(made, PDFStream) and made.data is None and "decode" not in vars(made):
                vars(made)["decode"] = decoder(made, budget)

    class Document(PDFDocument):
        def get_page_labels(self) -> Iterator[str]:
            raise PDFNoPageLabels

    try:
        document = Document(Parser(stream))
    except PDFPasswordIncorrect:
        raise Locked from None
    except PDFEncryptionError as error:
        raise Refused(
            f"is encrypted in a way not known here ({_said(error)}); print it to a new PDF"
        ) from None
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(f"is no whole PDF ({_said(error)}); save or print it again") from None
    for xref in document.xrefs:
        table = getattr(xref, "data", None)
        if table is not None and sum(int(count) for _, count in getattr(xref, "ranges", ())) > len(table):
            raise Refused("its table of objects is broken; print it again as a new PDF")
    return _about(document), _pages(document, limits)


def _about(document: Any) -> About:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    told: dict[str, str] = {}
    for info in document.info[:4]:
        for key in ("Title", "CreationDate"):
            try:
                value = resolve1(info.get(key))
                text = decode_text(value) if isinstance(value, bytes) else str(value or "")
            except MemoryError:
                raise
            except Exception:
                text = ""
            told.setdefault(key, " ".join(text[:500].split()))
    return About(told.get("Title", ""), told.get("CreationDate", ""))


def _pages(document: Any, limits: Limits) -> Iterator[Page]:
    from pdfminer.pdfdevice import PDFTextDevice
    from pdfminer.pdffont import PDFUnicodeNotDefined
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.utils import apply_matrix_pt

    class Fonts(PDFResourceManager):
        def get_font(self, objid: Any, spec: Any) -> Any:
            return super().get_font(objid, _honest(spec))

    class Device(PDFTextDevice):
        def __init__(self, fonts: Any) -> None:
            super().__init__(fonts)
            self.glyphs: list[Glyph] = []
            self.turned = self.pictures = self.forms = self.drawn = 0
            self.bold: dict[str, bool] = {}

        def begin_figure(self, name: Any, bbox: Any, matrix: Any) -> None:
            self.forms += 1
            if self.forms > _FORMS:
                raise Refused(
                    "a page in it draws more parts than a page can hold; print it again as a new PDF"
                )

        def render_image(self, name: Any, stream: Any) -> None:
            self.pictures += 1

        def render_char(
            self,
            matrix: Any,
            font: Any,
            fontsize: Any,
            scaling: Any,
            rise: Any,
            cid: Any,
            ncs: Any,
            state: Any,
        ) -> float:
            try:
                text = font.to_unichr(cid)
            except PDFUnicodeNotDefined:
                text = _western(font, cid)
            wide = float(font.char_width(cid) * fontsize * scaling)
            self.drawn += len(text)
            if self.turned + len(self.glyphs) > _ON_PAGE:
                raise Refused(
                    "a page in it holds more letters than a page can show; print it again as a new PDF"
                )
            if self.drawn > limits.record_bytes:
                raise Refused(
                    "holds more text than any article or export has (limit record_bytes); "
                    "print fewer articles a file"
                )
            x0, y = apply_matrix_pt(matrix, (0, rise))
            x1, y1 = apply_matrix_pt(matrix, (wide, rise))
            off = not all(map(math.isfinite, (x0, y, x1, y1))) or max(map(abs, (x0, y, x1))) > _FAR
            if off or abs(y1 - y) > 0.2 * abs(x1 - x0) or x1 < x0 - 0.01 or font.is_vertical():
                self.turned += not text.isspace()
            else:
                size = float((matrix[2] ** 2 + matrix[3] ** 2) ** 0.5 * fontsize)
                named = str(font.fontname)
                if named not in self.bold:
                    self.bold[named] = any(
                        part in named.lower() for part in ("bold", "black", "heavy", "semibd")
                    )
                self.glyphs.append(Glyph(text, x0, x1, y, abs(size), self.bold[named]))
            return wide

    fonts = Fonts()
    device = Device(fonts)
    interpreter = PDFPageInterpreter(fonts, device)
    try:
        for page in itertools.islice(PDFPage.create_pages(document), limits.members):
            device.glyphs, device.turned, device.pictures = [], 0, 0
            broken = ""
            try:
                interpreter.process_page(page)
            except (Refused, MemoryError):
                raise
            except Exception as error:
                # What was drawn before it broke is kept, and the other pages are read.
                broken = _said(error)
            x0, y0, x1, y1 = page.mediabox
            wide, high = (y1 - y0, x1 - x0) if page.rotate in (90, 270) else (x1 - x0, y1 - y0)
            yield Page(abs(wide), abs(high), device.glyphs, device.turned, device.pictures, broken)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise Refused(f"a page in it is broken ({_said(error)}); save or print it again") from None


def _western(font: Any, cid: int) -> str:
    """Return a letter that a font doesn't tell: fonts that are not cut down have the usual code."""
    if cid < 256 and not font.is_multibyte() and "+" not in str(font.fontname):
        return bytes([cid]).decode("cp1252", "replace")
    return "\ufffd"


def _honest(spec: Any) -> Any:
    """Return a font's description, or refuse one that claims more letters than there are.

    The font itself is taken out: the text needs its table of letters only, and
    what reads fonts believes all that they say.
    """
    from pdfminer.pdftypes import PDFStream, resolve1

    spec = dict(spec)
    for key in ("ToUnicode", "Encoding"):
        table = resolve1(spec.get(key))
        if isinstance(table, PDFStream):
            claimed = 0
            for block in _RANGES.finditer(table.get_data()):
                if b"(" in block[1]:
                    raise Refused("a font in it has a broken table of letters; print it again as a new PDF")
                for found in _RANGE.finditer(block[1]):
                    first, last = (int(b"".join(part.split()) or b"0", 16) for part in found.groups())
                    claimed += max(0, last - first)
            _few(claimed)
    for key in ("W", "W2"):
        widths = resolve1(spec.get(key))
        if isinstance(widths, list):
            # Any two whole numbers side by side may be first and last; a width beside a letter is small.
            plain = [value if isinstance(value, int) else 0 for value in map(resolve1, widths)]
            _few(sum(b - a for a, b in pairwise(plain) if b - a > 70_000))
    described = resolve1(spec.get("FontDescriptor"))
    if isinstance(described, dict):
        spec["FontDescriptor"] = {key: value for key, value in described.items() if key not in _PROGRAMS}
    return spec


_PROGRAMS = ("FontFile2", "FontFile3")


def _few(claimed: int) -> None:
    if claimed > _LETTERS:
        raise Refused("a font in it claims more letters than there are; print it again as a new PDF")


def _said(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:100]


# From letters on a page to rows of text as they are read, column by column.

# Where the columns of a page are parted: strips that few rows cross while there are rows on both sides.

#: Where a strip begins and ends, in points from the left.
Gutter = tuple[float, float]


class Word(Glyph):
    """Letters without a gap between them."""


def shown(lines: list[list[Word]], body: float) -> list[Gutter]:
    """Return the strips between columns that a page shows, from the left.

    Parameters
    ----------
    lines : list of list of Word
        What stands at one height, from the left.
    body : float
        Size of most of the text.
    """
    small = _small(lines, body)
    ends = [word.x1 for line in small for word in line]
    if not ends or body <= 0:
        return []
    left = min(word.x0 for line in small for word in line)
    wide = min(int(max(ends) - left) + 1, 4000)
    cover = [0] * (wide + 1)
    for line in small:
        covered: set[int] = set()
        for word in line:
            covered.update(range(max(0, int(word.x0 - left)), min(wide, int(word.x1 - left)) + 1))
        for at in covered:
            cover[at] += 1
    found: list[Gutter] = []
    for start, end in _valleys(cover, max(5.0, 0.6 * body)):
        a, b = (left + at for at in _deepest(cover, start, end))
        sides = [sum(len(word.text) for line in small for word in line if word.x1 <= a + 1)]
        sides.append(sum(len(word.text) for line in small for word in line if word.x0 >= b - 1))
        if min(sides) >= 0.12 * sum(sides):
            found.append((a, b))
    return found


def _valleys(cover: list[int], least: float) -> list[tuple[int, int]]:
    """Return the runs of places that far fewer rows cover than do on both sides of them."""
    before, after = list(cover), list(cover)
    for at in range(1, len(cover)):
        before[at] = max(before[at], before[at - 1])
    for at in range(len(cover) - 2, -1, -1):
        after[at] = max(after[at], after[at + 1])
    found: list[tuple[int, int]] = []
    start = None
    for at in range(len(cover) + 1):
        peak = min(before[at], after[at]) if at < len(cover) else 0
        low = at < len(cover) and peak - cover[at] >= 4 and cover[at] <= 0.4 * peak
        if low and start is None:
            start = at
        elif not low and start is not None:
            if at - start >= least:
                found.append((start, at))
            start = None
    return found


def _deepest(cover: list[int], start: int, end: int) -> tuple[int, int]:
    """Return the longest run of a valley that fewest rows cover; beside it rows end here and there."""
    bound = min(cover[start:end]) + max(cover) // 20
    best, begun = (start, start), start
    for at in range(start, end + 1):
        if at == end or cover[at] > bound:
            best = max(best, (begun, at), key=lambda run: run[1] - run[0])
            begun = at + 1
    return best


def _small(lines: list[list[Word]], body: float) -> list[list[Word]]:
    """Return the words of the text: a headline may cross what it likes."""
    return [[word for word in line if word.size <= 1.4 * body] for line in lines]


# A gap of so much of a letter's size parts two words; typesetters' least word space is a fifth.
_SPACE = 0.15
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE = re.compile("[ﬀ-ﬆ]")


class Row(NamedTuple):
    """A line of a column.

    Attributes
    ----------
    first : float
        Width of its first word.
    piece : tuple of int
        Page, stretch of it, and column: rows of one piece stand below one another.
    """

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    first: float
    piece: tuple[int, int, int]


class PageRows(NamedTuple):
    """A page's rows in the order in which they are read, and how many columns it has."""

    number: int
    height: float
    rows: list[Row]
    columns: int


def read_rows(page: Page, number: int, earlier: Sequence[Gutter] = ()) -> tuple[PageRows, list[Gutter]]:
    """Return the rows of a page in the order in which they are read, and the strips between its columns.

    A short page shows no columns of its own, as three lines beside two are no strip yet: it has those
    of an earlier page where its rows keep them free.
    """
    words = _words(_once(page.glyphs))
    body = usual([(word.size, len(word.text)) for word in words])
    lines = _lines(_initials(words, body))
    between = shown(lines, body)
    if not between:
        small = [word for line in _small(lines, body) for word in line]
        strips = [(right - max(5.0, 0.6 * body), right) for _, right in earlier]
        between = [(a, b) for a, b in strips if not any(word.x0 < b - 1 and word.x1 > a for word in small)]
    parted = [part for line in lines for part in _parts(line, between)]
    return PageRows(number, page.height, _ordered(parted, number), len(between) + 1), between


def usual(weighted: Iterable[tuple[float, int]]) -> float:
    """Return the commonest of some sizes, to half a point; 0 of none."""
    counted: Counter[float] = Counter()
    for value, weight in weighted:
        counted[round(value * 2) / 2] += weight
    return counted.most_common(1)[0][0] if counted else 0.0


def _once(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Leave out letters drawn a second time at nearly the same place, which some programs do for bold."""
    seen: dict[tuple[str, int, int], Glyph] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        near = 0.15 * glyph.size or 1.0
        x, y = int(glyph.x0 // (2 * near)), int(glyph.y // (2 * near))
        twins = (seen.get((glyph.text, x + i, y + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if not any(
            twin and abs(twin.x0 - glyph.x0) < near and abs(twin.y - glyph.y) < near for twin in twins
        ):
            kept.append(glyph)
        seen[glyph.text, x, y] = glyph
    return kept


def _initials(words: list[Word], body: float) -> list[Word]:
    """Put a large initial, beside which some rows stand, in front of the first of them."""
    for cap in [word for word in words if len(word.text) == 1 and word.text.isalpha()][:50]:
        if body <= 0 or cap.size < 1.8 * body:
            continue
        beside = [
            i
            for i, word in enumerate(words)
            if word.size < 1.3 * body
            and -2 < word.x0 - cap.x1 < 1.5 * body
            and cap.y - 0.3 * body < word.y < cap.y + cap.size
        ]
        if not beside:
            continue
        first = max(beside, key=lambda i: words[i].y)
        for i in beside:
            words[i] = words[i]._replace(x0=cap.x0)
        words[first] = words[first]._replace(text=cap.text + words[first].text)
        words = [word for word in words if word is not cap]
    return words


def _words(glyphs: Sequence[Glyph]) -> list[Word]:
    """Put letters together as they were drawn, by the gaps between them."""
    found: list[Word] = []
    text: list[str] = []
    start = last = None
    bold = 0

    def done() -> None:
        nonlocal text, start, bold
        if start is not None and last is not None and (joined := "".join(text).strip()):
            found.append(Word(joined, start.x0, last.x1, start.y, start.size, 2 * bold > len(text)))
        text, start, bold = [], None, 0

    for glyph in glyphs:
        if not glyph.text.strip() or glyph.size <= 0:
            done()
            continue
        if start is not None and last is not None:
            gap = glyph.x0 - last.x1
            size = max(start.size, glyph.size)
            raised = 0.45 * start.size < glyph.size < 0.8 * start.size and abs(glyph.y - start.y) < 0.7 * size
            level = abs(glyph.y - start.y) < 0.25 * size or raised
            if not level or not -0.6 * size < gap < _SPACE * size:
                done()
        start = start or glyph
        text.append(_LIGATURE.sub(lambda sign: _LIGATURES[sign.group()], glyph.text))
        bold += glyph.bold
        last = glyph
    done()
    return found


def _lines(words: list[Word]) -> list[list[Word]]:
    """Return words that stand on one line, whichever column they are in, from the top down."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (-word.y, word.x0)):
        if lines and abs(lines[-1][0].y - word.y) < 0.2 * max(word.size, lines[-1][0].size):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.x0) for line in lines]


def _parts(line: list[Word], between: list[Gutter]) -> list[tuple[list[Word], int, bool]]:
    """Return a line cut between columns: words, column, and whether they cross a gutter."""
    parts: list[tuple[list[Word], int, bool]] = [([line[0]], _column(line[0], between), False)]
    for word in line[1:]:
        words, column, crosses = parts[-1]
        here = _column(word, between)
        gap = word.x0 - words[-1].x1
        passed = [b - a for a, b in between if words[-1].x1 <= (a + b) / 2 <= word.x0]
        if passed and gap >= 0.9 * min(passed):
            parts.append(([word], here, False))
        else:
            words.append(word)
            parts[-1] = (words, column, crosses or here != column)
    return [
        (words, column, crosses or any(word.x0 < (a + b) / 2 < word.x1 for word in words for a, b in between))
        for words, column, crosses in parts
    ]


def _column(word: Word, between: list[Gutter]) -> int:
    return sum(word.x0 >= (a + b) / 2 for a, b in between)


def _ordered(parted: list[tuple[list[Word], int, bool]], number: int) -> list[Row]:
    """Return rows as they are read: between two that cross a gutter column by column."""
    rows: list[Row] = []
    stretch: list[tuple[list[Word], int]] = []
    count = 0

    def read() -> None:
        nonlocal count
        for words, column in sorted(stretch, key=lambda part: (part[1], -part[0][0].y)):
            rows.append(_row(words, (number, count, column)))
        stretch.clear()
        count += 1

    wide = -1
    for words, column, crosses in sorted(parted, key=lambda part: -part[0][0].y):
        if crosses:
            if stretch:
                read()
                wide = -1
            if wide < 0:
                wide, count = count, count + 1
            rows.append(_row(words, (number, wide, -1)))
        else:
            wide = -1
            stretch.append((words, column))
    read()
    return rows


def _row(words: list[Word], piece: tuple[int, int, int]) -> Row:
    size = usual([(word.size, len(word.text)) for word in words])
    bold = all(word.bold for word in words)
    text = words[0].text
    for last, word in pairwise(words):
        # Chinese and Japanese have no spaces: a gap between two signs is one of setting.
        joint = "" if _is_sign(last.text[-1]) and _is_sign(word.text[0]) else " "
        text += joint + word.text
    return Row(
        text,
        words[0].x0,
        max(word.x1 for word in words),
        words[0].y,
        size,
        bold,
        words[0].x1 - words[0].x0,
        piece,
    )


def _is_sign(char: str) -> bool:
    return "\u2e80" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef" or "\uac00" <= char <= "\ud7a3"
