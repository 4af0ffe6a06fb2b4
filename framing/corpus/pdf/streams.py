"""Streams of a PDF, unpacked step by step up to a bound: a small one can hide a very large one."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from framing.corpus.limits import Limits

__all__ = ["Budget", "Refused", "decoder"]

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
