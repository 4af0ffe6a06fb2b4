"""A concordance as people read it: put in order, aligned in a terminal, as a table in a notebook.

Takes the table `kwic` and finds nothing itself.
"""

from __future__ import annotations

import html
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from framing.errors import several, unknown
from framing.schema import schema
from framing.views.notebook import still
from framing.views.vocabulary import INVENTED, display

# How many columns of a terminal a text takes, and how it is cut and filled to so many.


@lru_cache(1 << 14)
def _columns(char: str) -> int:
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def width(text: str) -> int:
    """Return how many columns a text takes.

    >>> width("visit"), width("访问"), width("e\u0301")
    (5, 4, 1)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def clean(text: str) -> str:
    """Return a text on one line, without what a terminal would obey.

    >>> clean("a\\x1b[31m\\n b\\u202e")
    'a [31m b'
    """
    if not text.isprintable():
        # Controls, and marks that turn the direction of a line around; joiners inside a word are harmless.
        text = "".join(" " if _obeyed(char) else char for char in text)
    return " ".join(text.split())


def _obeyed(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Co")
        or "\u202a" <= char <= "\u202e"
        or "\u2066" <= char <= "\u2069"
    )


def begin(text: str, columns: int) -> str:
    """Return the beginning of a text that fits, with dots where something is missing.

    >>> begin("a long text", 7), begin("访问北京", 5)
    ('a long…', '访问…')
    """
    if width(text) <= columns:
        return text
    return _fitting(text, columns - 1) + "…" if columns > 0 else ""


def end(text: str, columns: int) -> str:
    """Return the end of a text that fits, filled with spaces on the left.

    >>> end("a long text", 7), end("访问北京", 6), end("a", 3)
    ('…g text', ' …北京', '  a')
    """
    if columns <= 0:
        return ""
    if width(text) > columns:
        text = "…" + _fitting(text[::-1], columns - 1)[::-1]
    return " " * (columns - width(text)) + text


def _fitting(text: str, columns: int) -> str:
    if text.isascii():
        return text[:columns]
    for place, char in enumerate(text):
        columns -= _columns(char)
        if columns < 0:
            return text[:place]
    return text


#: Ways to sort that are no columns.
_WAYS = ("position", "left", "right", "node")

#: Lines that a notebook or a prompt is shown; the rest is counted.
_SHOWN = 60

_NEEDED = frozenset(name for name, column in schema("kwic").columns.items() if column.required)

Style = Callable[..., str]


class Concordance(pd.DataFrame):  # type: ignore[misc]
    """The table `kwic`: a DataFrame like any other, but it shows itself with what was found in one column."""

    @property
    def _constructor(self) -> Callable[..., Concordance]:
        return Concordance

    def _is_whole(self) -> bool:
        return self.columns.is_unique and set(map(str, self.columns)) >= _NEEDED

    def __repr__(self) -> str:
        if not self._is_whole():
            return str(super().__repr__())
        columns = shutil.get_terminal_size((100, 24)).columns
        layout = Layout.of([self], columns)
        note = [layout.starred] if layout.starred else []
        return "\n".join([*layout.lines(self[:_SHOWN]), *_rest(self), *note])

    def _repr_html_(self) -> str | None:
        if not self._is_whole():
            return super()._repr_html_()  # type: ignore[no-any-return]
        return _html(self)


def _rest(lines: pd.DataFrame) -> list[str]:
    more = len(lines) - _SHOWN
    said = told(len(lines), lines["article"].nunique())
    return [f"… and {more:,} more", "", said] if more > 0 else ["", said] if len(lines) else [said]


def told(lines: int, articles: int) -> str:
    """Say how often something was found.

    >>> told(1, 1), told(1200, 3), told(0, 0)
    ('1 time in 1 article', '1,200 times in 3 articles', 'Not found.')
    """
    if not lines:
        return "Not found."
    return f"{lines:,} time{'s' * (lines != 1)} in {articles:,} article{'s' * (articles != 1)}"


# ---- order ----------------------------------------------------------------------


def sort_keys(sort: object) -> tuple[str, ...]:
    """Return how lines are to be sorted, or say which ways there are."""
    keys = several("sort", sort) or ("position",)
    allowed = dict.fromkeys([*_WAYS, *schema("kwic").columns])
    for key in keys:
        if key not in allowed:
            raise unknown("sort", key, allowed)
    return keys


def in_order(lines: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """Return lines by those keys; what is equal stays in its order."""
    if tuple(keys) == ("position",):
        return lines
    codes: list[np.ndarray] = [np.arange(len(lines))]
    for key in reversed(keys):
        if key == "position":
            codes.append(np.arange(len(lines)))
        elif key in ("left", "right", "node"):
            words = [_words(text) for text in lines[key]]
            if key == "left":
                words = [found[::-1] for found in words]
            codes.append(_ranks(words))
        else:
            values = lines[key]
            codes.append(pd.factorize(values, sort=True, use_na_sentinel=True)[0] % (len(lines) + 1))
    return lines.iloc[np.lexsort(codes)]


def _words(text: str) -> tuple[str, ...]:
    """Return the words by which a context is sorted.

    >>> _words(", the “US–China” deal")
    ('the', 'us', 'china', 'deal')
    """
    return tuple(re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", text.casefold()))


def _ranks(values: list[tuple[str, ...]]) -> np.ndarray:
    rank = {value: place for place, value in enumerate(sorted(set(values)))}
    return np.fromiter((rank[value] for value in values), np.int64, len(values))


# ---- a terminal -----------------------------------------------------------------


#: Columns that a terminal needs before it shows the part too, and before it shows whose words they are.
_PART, _VOICE = 96, 66

_PARTS = {"headline": "head", "lead": "lead", "body": "body"}


@dataclass(frozen=True)
class Layout:
    """How wide each column is; fixed before the first line, so that lines can be shown as they are found.

    `starred` says what a star behind an outlet's name means, where one stands there.
    """

    label: int
    part: int
    voice: int
    left: int
    node: int
    starred: str
    right: int

    @classmethod
    def of(cls, seen: Sequence[pd.DataFrame], columns: int, outlets: Iterable[str] = ()) -> Layout:
        """Lay out for a terminal of so many columns.

        Parameters
        ----------
        seen : sequence of tables `kwic`
            The first lines, by which columns are measured.
        columns : int
            Of the terminal.
        outlets : iterable of str
            Names of outlets that may come later, as `labels.display` gives them.
        """
        names = {*outlets, *(name for frame in seen for name in _names(frame))}
        most = max(columns // 4, 3)
        starred = any(INVENTED in name and width(name) > most for name in names)
        label = min(max((width(_starred(name) if starred else name) for name in names), default=0), most)
        voiced = any((frame["voice"] != "all").any() for frame in seen)
        voice = max(columns // 6, 8) if voiced and columns >= _VOICE else 0
        part = 4 if columns >= _PART else 0
        nodes = [clean(text) for frame in seen for text in frame["node"].unique()]
        rest = max(columns - sum(each + 2 for each in (label, part, voice) if each), 12)
        node = min(max(map(width, nodes), default=1), max(rest // 3, 1))
        left = max((rest - node - 4) // 2, 0)
        note = f"*{INVENTED}" if starred else ""
        return cls(label, part, voice, left, node, note, max(rest - left - node - 4, 0))

    def lines(self, frame: pd.DataFrame, style: Style | None = None) -> Iterator[str]:
        """Yield one line an occurrence.

        Parameters
        ----------
        frame : table `kwic`
        style : callable, optional
            As `click.style`, where colours are wanted.
        """
        paint = style or _plain
        columns = (_names(frame), frame["part"], _voices(frame), *(frame[name] for name in _CONTEXT))
        for outlet, part, voice, before, found, after in zip(*columns, strict=True):
            said = [_filled(clean(_starred(outlet) if self.starred else outlet), self.label)]
            if self.part:
                said.append(paint(_filled(_PARTS.get(part, part), self.part), dim=True))
            if self.voice:
                said.append(paint(_filled(clean(voice), self.voice), dim=True))
            said.append(end(clean(before), self.left))
            node, right = begin(clean(found), self.node), begin(clean(after), self.right)
            gap = " " * (self.node - width(node)) + "  " if right else ""
            said.append(paint(node, fg="red", bold=True) + gap + right)
            yield "  ".join(said).rstrip()


_CONTEXT = ("left", "node", "right")


def _starred(name: str) -> str:
    return name.removesuffix(INVENTED) + "*" if name.endswith(INVENTED) else name


def _plain(text: str, **_: Any) -> str:
    return text


def _filled(text: str, columns: int) -> str:
    text = begin(text, columns)
    return text + " " * (columns - width(text))


def _names(frame: pd.DataFrame) -> list[str]:
    known = frame["provenance"] if "provenance" in frame else ["published"] * len(frame)
    kinds = zip(frame["outlet"].astype(str), map(str, known), strict=True)
    seen: dict[tuple[str, str], str] = {}
    return [seen.get(pair) or seen.setdefault(pair, display(*pair)) for pair in kinds]


def _voices(frame: pd.DataFrame) -> list[str]:
    """Return whose words each line is: the voice, and who speaks where that is known."""
    speakers = frame["speaker_key"] if "speaker_key" in frame else [None] * len(frame)
    return [
        f"{voice}: {speaker}" if isinstance(speaker, str) else str(voice)
        for voice, speaker in zip(frame["voice"], speakers, strict=True)
    ]


# ---- a notebook -----------------------------------------------------------------

_CELL = "padding:1px 8px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis;max-width:{}"


def _html(frame: pd.DataFrame) -> str:
    first = frame[:_SHOWN]
    voiced = (first["voice"] != "all").any()
    head = ["outlet", *(["voice"] if voiced else []), "part", "left", "", "right"]
    rows = []
    columns = (_names(first), _voices(first), first["part"], *(first[name] for name in _CONTEXT))
    for outlet, voice, part, before, found, after in zip(*columns, strict=True):
        cells = "".join(_cell(text, "left", "14em") for text in (outlet, *([voice] if voiced else []), part))
        # Right to left, so that where a line is too long its far end is what is cut.
        rows.append(
            f"<tr>{cells}{_cell(before, 'right', '26em', cut_left=True)}"
            f"{_cell(found, 'left', '16em', strong=True)}{_cell(after, 'left', '26em')}</tr>"
        )
    top = "".join(
        f'<th style="text-align:{"right" if name == "left" else "left"}">{name}</th>' for name in head
    )
    said = " ".join(line for line in _rest(frame) if line)
    return still(
        f'<table style="border-collapse:collapse"><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table><p>{html.escape(said)}</p>"
    )


def _cell(text: str, align: str, most: str, *, cut_left: bool = False, strong: bool = False) -> str:
    said = html.escape(" ".join(text.split()))
    said = f"<mark>{said}</mark>" if strong else said
    # A paragraph of its own direction inside a cell that runs the other way is cut where it begins.
    inner = f'<bdi dir="ltr">{said}</bdi>' if cut_left else said
    turned = ";direction:rtl;text-align:right" if cut_left else f";text-align:{align}"
    return f'<td style="{_CELL.format(most)}{turned}" title="{html.escape(text)}">{inner}</td>'
