"""Pack what a page opens on demand: JSON, deflated, in letters that can stand inside any element.

Deflate finds again what it saw a little before. Sentences, lines and articles hold the same words, so that
they are packed as one list, those of one article beside each other.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

__all__ = ["pack", "unpack"]

#: A list or a dict, the place in it that holds a text, and the article that the text is from.
_Held = tuple[Any, Any, tuple[str, str]]


def pack(value: Mapping[str, Any]) -> str:
    """Return the data of a page as base64 of its deflated JSON: no character of it can end an element.

    Parameters
    ----------
    value : mapping
        As `build` gathers it: any JSON, of which `sentences`, `lines` and `marked` are known. It is left
        alone.

    Returns
    -------
    str
        Of `texts`, a list, the sentences and articles hold the number. A line holds
        [article, place, number, length of the words before, length of the words, ...], lengths counting as
        a browser does, in halves of pairs.

    Raises
    ------
    ValueError
        A number in it is infinite or not a number, which JSON has no word for.

    Examples
    --------
    >>> unpack(pack({"said": "</script><!-- & "}))
    {'said': '</script><!-- & '}
    """
    text = json.dumps(_pooled(value), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    # A lone half of a pair can't be written as UTF-8; a reader sees the sign for what could not be read.
    return base64.b64encode(zlib.compress(text.encode("utf8", "replace"), 9)).decode("ascii")


def unpack(text: str) -> Any:
    """Return what was packed, as it was."""
    value = json.loads(zlib.decompress(base64.b64decode(text)))
    texts = value.pop("texts", [])
    for line in _lines(value):
        number, before, node = line[2:5]
        halves = texts[number].encode("utf-16-le")
        cuts = (0, 2 * before, 2 * (before + node), len(halves))
        line[2:5] = [halves[a:b].decode("utf-16-le") for a, b in pairwise(cuts)]
    for holder, at in _whole(value):
        holder[at] = texts[holder[at]]
    return value


def _pooled(given: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(json.dumps(given, allow_nan=False))
    for line in _lines(value):
        before, node, after = line[2:5]
        line[2:5] = [before + node + after, _halves(before), _halves(node)]
    held = list(_held(value))
    order = sorted({(key, -len(holder[at]), holder[at]) for holder, at, key in held})
    place = {(key, text): number for number, (key, _, text) in enumerate(order)}
    for holder, at, key in held:
        holder[at] = place[key, holder[at]]
    return {**value, "texts": [text for _, _, text in order]} if order else value


def _halves(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _lines(value: Mapping[str, Any]) -> Iterator[list[Any]]:
    for it in ((value.get("lines") or {}).get("opened") or {}).values():
        yield from it["lines"]


def _whole(value: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Yield where sentences and articles hold their texts."""
    for sentence in value.get("sentences") or []:
        yield sentence, 2
    for article in (value.get("marked") or {}).get("articles") or []:
        yield article, "text"


def _held(value: Mapping[str, Any]) -> Iterator[_Held]:
    """Yield where texts are held, with the article that each is from."""
    for sentence in value.get("sentences") or []:
        yield sentence, 2, _article(value["articles"][sentence[0]])
    for line in _lines(value):
        yield line, 2, _article(value["lines"]["articles"][line[0]])
    for article in (value.get("marked") or {}).get("articles") or []:
        yield article, "text", (article["url"], article["title"])


def _article(told: list[str]) -> tuple[str, str]:
    title, _, _, url = told
    return url, title
