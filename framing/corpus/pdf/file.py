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
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from framing.corpus.limits import Limits

__all__ = ["Glyph", "Locked", "Page", "Refused", "pages"]


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
                data = _inflated(data, budget)
            elif name in ("LZWDecode", "LZW"):
                data = _joined(LZWDecoder(io.BytesIO(data)).run(), budget)
            elif name in ("RunLengthDecode", "RL"):
                data = _joined(_runs(data), budget)
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
                if kind == 2:
                    data = utils.apply_tiff_predictor(colours, columns, bits, data)
                elif kind >= 10:
                    data = utils.apply_png_predictor(kind, colours, columns, bits, data)
        stream.data, stream.rawdata = data, None

    return decode


_SHAPE = (("Colors", 1), ("Columns", 1), ("BitsPerComponent", 8))


def _inflated(data: bytes, budget: Budget) -> bytes:
    unpacker = zlib.decompressobj()
    parts: list[bytes] = []
    size, fed = 0, data
    try:
        while fed and not unpacker.eof:
            part = unpacker.decompress(fed, 1 << 20)
            fed = unpacker.unconsumed_tail
            parts.append(part)
            size += len(part)
            if size > budget.stream:
                break
            if not part and not fed:
                break
    except zlib.error:
        # What stands before the damage is kept, as viewers do.
        pass
    return budget.take(b"".join(parts))


def _joined(parts: Iterable[bytes], budget: Budget) -> bytes:
    kept: list[bytes] = []
    size = 0
    for part in parts:
        kept.append(part)
        size += len(part)
        if size > budget.stream:
            break
    return budget.take(b"".join(kept))


def _runs(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data) and data[at] != 128:
        count = data[at]
        if count < 128:
            yield data[at + 1 : at + 2 + count]
            at += 2 + count
        else:
            yield data[at + 1 : at + 2] * (257 - count)
            at += 2


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
            plain = [resolve1(value) for value in widths]
            _few(sum(max(0, b - a) for a, b in itertools.pairwise(plain) if _spans(a, b, plain)))
    described = resolve1(spec.get("FontDescriptor"))
    if isinstance(described, dict):
        spec["FontDescriptor"] = {key: value for key, value in described.items() if key not in _PROGRAMS}
    return spec


_PROGRAMS = ("FontFile2", "FontFile3")


def _spans(a: object, b: object, widths: list[Any]) -> bool:
    # Any two whole numbers side by side may be first and last; a width beside a first letter is small.
    return isinstance(a, int) and isinstance(b, int) and b - a > 70_000


def _few(claimed: int) -> None:
    if claimed > _LETTERS:
        raise Refused("a font in it claims more letters than there are; print it again as a new PDF")


def _said(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__} {error}".split())[:100]
