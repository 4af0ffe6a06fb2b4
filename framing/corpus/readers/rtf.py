"""RTF: a database's export where its lines are laid out as one, else one article that was pasted by hand.

RTF is a row of control words in nested groups. It is gone through once, without
recursion, so that neither depth nor damage stops it. What isn't shown stays out:
pictures, headers and footers, footnotes, field codes, hidden and deleted text.
What a control word means is told in Microsoft's "Rich Text Format (RTF)
Specification", version 1.9.1.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from framing.corpus import streams
from framing.corpus.layouts import count_noun, read_document
from framing.corpus.lines import CENTRED, Para
from framing.corpus.records import Item, Note, Source
from framing.plugins import toml, word_lists

SUFFIXES = (".rtf",)
MANY = True


def sniff(head: bytes, name: str) -> int:
    """Return how sure it is that a file is RTF: by its first signs, whatever it is called."""
    return 98 if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf") else 0


def read(stream: BinaryIO, source: Source) -> Iterator[Item]:
    """Yield the articles of an export, or the one article of a document."""
    raw = streams.read_rest(stream, source.limits, "export it in parts")
    reader = Reader(raw)
    found = list(reader.paras())
    if reader.lost:
        detail = f"{count_noun(reader.lost, 'sign')} that the code page doesn't have; U+FFFD stands for them"
        yield Note("repaired", "bad_bytes", detail)
    titled = _TITLE.search(raw[:65536].decode("latin-1"))
    data = {"document_title": " ".join(titled[1].split())} if titled else {}
    yield from read_document(found, source, "rtf", lambda: data)


_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)|\\",
    re.DOTALL,
)
# Groups that hold no text of the document; so does every group that opens with \* .
_HIDDEN: frozenset[str] = word_lists(__package__, "lists")["rtf"]["hidden"]
_SIGNS: dict[str, str] = toml(__package__, "lists")["rtf"]["signs"]
_ENDS = frozenset(("par", "line", "sect", "page", "row", "nestrow", "column"))
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": ""}
# Windows' numbers of character sets, to code pages.
_CHARSETS = {
    0: "cp1252", 2: "cp1252", 77: "mac_roman", 78: "cp932", 128: "cp932", 129: "cp949", 130: "johab",
    134: "gb18030", 136: "big5hkscs", 161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255",
    178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SURROGATE = re.compile("[\ud800-\udfff]")
_TITLE = re.compile(r"\{\\title\s([^{}\\]{1,300})\}")
#: Groups within groups of which each keeps a state of its own; deeper ones share that of this depth.
_DEEP = 2000


class _State(NamedTuple):
    """What holds within a group and ends with it."""

    silent: bool = False
    bold: bool = False
    hidden: bool = False
    font: int = -1
    skip: int = 1
    table: str = ""
    centred: bool = False
    style: int = 0


class Reader:
    """Goes through some RTF.

    Attributes
    ----------
    lost : int
        Signs that their code page doesn't have; they stand as U+FFFD.
    """

    def __init__(self, data: bytes) -> None:
        self._text = data.decode("latin-1")
        self.lost = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._over = 0
        self._code = "cp1252"
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._naming: tuple[int, list[str]] | None = None
        self._raw = bytearray()
        self._parts: list[str] = []
        self._skipping = 0
        self._default = -1
        self._whole, self._any = True, False

    def paras(self) -> Iterator[Para]:
        """Yield the paragraphs; a line that is broken by hand is two, an empty paragraph a blank line."""
        text = self._text
        at, star, length = 0, False, len(text)
        last = text.rfind("\\par")
        while at < length:
            for found in _TOKEN.finditer(text, at):
                word, number, code, symbol, brace, run = found.groups()
                if run is not None:
                    if not self._state.silent or self._state.table:
                        self._say(run)
                elif word is not None:
                    if word == "bin":
                        at = found.end() + max(0, int(number or 0))
                        break
                    if star and word not in ("shppict", "ud"):
                        self._state = self._state._replace(silent=True)
                    star = False
                    if self._word(word, int(number) if number else None):
                        yield self._ended()
                elif brace is not None:
                    star = False
                    if self._brace(brace) and found.end() > last:
                        # What follows the end of the document is no part of it, unless a brace was lost.
                        at = length
                        break
                elif code is not None:
                    self._byte(int(code, 16))
                elif symbol == "*":
                    star = True
                elif symbol is not None and self._symbol(symbol):
                    yield self._ended()
            else:
                break
        if (rest := self._ended()).text:
            yield rest

    def _brace(self, brace: str) -> bool:
        """Open or close a group; say whether it was the document's own that closed."""
        self._flush()
        self._skipping = 0
        if brace == "{":
            if len(self._stack) < _DEEP:
                self._stack.append(self._state)
            else:
                self._over += 1
        elif self._over:
            self._over -= 1
        elif self._stack:
            self._named()
            self._state = self._stack.pop()
            return not self._stack
        return False

    def _word(self, word: str, number: int | None) -> bool:
        """Do what a control word asks for; say whether it ends a line."""
        state = self._state
        self._flush()
        if word == "u":
            if number is not None and not state.silent:
                self._sign(chr(number % 0x10000))
            self._skipping = state.skip
            return False
        self._skipping = 0
        if word == "fonttbl":
            self._state = state._replace(silent=True, table="fonts")
        elif word == "stylesheet":
            self._state = state._replace(silent=True, table="styles")
        elif word in _HIDDEN:
            self._state = state._replace(silent=True, table="")
        elif state.table:
            self._defined(word, number)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._code = _codec({"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}"))
        elif word == "deff":
            self._default = number if number is not None else -1
        elif not state.silent:
            if word in _ENDS:
                return True
            if word in _SIGNS:
                self._sign(_SIGNS[word])
            else:
                self._formatted(word, number)
        return False

    def _formatted(self, word: str, number: int | None) -> None:
        state, on = self._state, number != 0
        if word == "pard":
            self._state = state._replace(centred=False, style=0)
        elif word in ("qc", "ql", "qj", "qr"):
            self._state = state._replace(centred=word == "qc")
        elif word == "s":
            self._state = state._replace(style=number or 0)
        elif word == "b":
            self._state = state._replace(bold=on)
        elif word == "plain":
            self._state = state._replace(bold=False, hidden=False, font=-1)
        elif word in ("v", "deleted"):
            self._state = state._replace(hidden=on)
        elif word == "f":
            self._state = state._replace(font=number if number is not None else -1)
        elif word == "uc":
            self._state = state._replace(skip=max(0, number or 0))

    def _defined(self, word: str, number: int | None) -> None:
        """Read a word of the table of fonts, or of that of styles."""
        if self._state.table == "fonts":
            if word == "f":
                self._state = self._state._replace(font=number or 0)
            elif word == "fcharset":
                self._fonts[self._state.font] = _CHARSETS.get(number or 0, self._code)
        elif word == "s" and self._naming is None:
            self._naming = (number or 0, [])

    def _named(self) -> None:
        """Keep the name of a style whose group ends."""
        if self._state.table == "styles" and self._naming is not None:
            number, parts = self._naming
            self._styles[number] = "".join(parts).split(";")[0].strip()
            self._naming = None

    def _symbol(self, symbol: str) -> bool:
        """Take a sign that is written behind a backslash; say whether it ends a line."""
        if symbol in "\r\n":
            return not self._state.silent
        if self._skipping:
            self._skipping -= 1
        elif not self._state.silent:
            self._flush()
            self._sign(_SYMBOLS.get(symbol, symbol if symbol in "{}\\" else ""))
        return False

    def _byte(self, value: int) -> None:
        if self._skipping:
            self._skipping -= 1
        elif not self._state.silent and not self._state.hidden:
            self._raw.append(value)
            self._seen()

    def _say(self, run: str) -> None:
        if self._skipping:
            run, self._skipping = run[self._skipping :], max(0, self._skipping - len(run))
            if not run:
                return
        if self._state.table:
            if self._naming is not None:
                self._naming[1].append(run)
        elif not self._state.hidden:
            self._raw += run.encode("latin-1")
            if not run.isspace():
                self._seen()

    def _sign(self, sign: str) -> None:
        if sign and not self._state.hidden:
            self._parts.append(sign)
            if not sign.isspace():
                self._seen()

    def _seen(self) -> None:
        self._whole = self._whole and self._state.bold
        self._any = True

    def _flush(self) -> None:
        """Decode what bytes there are: a sign of two bytes may be written as one code and one letter."""
        if not self._raw:
            return
        font = self._state.font if self._state.font >= 0 else self._default
        name = self._fonts.get(font, self._code)
        text = self._raw.decode(name, "replace")
        self.lost += text.count("\ufffd")
        self._parts.append(text)
        self._raw.clear()

    def _ended(self) -> Para:
        self._flush()
        text = "".join(self._parts)
        self._parts.clear()
        if _SURROGATE.search(text):
            # A sign beyond the first plane is written as two numbers.
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        text = text.replace("\x00", "").strip()
        style = self._styles.get(self._state.style, "")
        if style == "Normal" or not style:
            style = CENTRED if self._state.centred else ""
        para = Para(text, style, self._whole and self._any and bool(text))
        self._whole, self._any = True, False
        return para


def _codec(name: str) -> str:
    known = {
        "cp65001": "utf-8",
        "cp10000": "mac_roman",
        "cp936": "gb18030",
        "cp950": "big5hkscs",
        "cp1200": "cp1252",
    }
    try:
        return codecs.lookup(known.get(name, name)).name
    except LookupError:
        return "cp1252"
