"""An article in the terminal with voices marked: brackets say whose words these are, colour only repeats it.

What a span is comes from the table `voices`; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from framing.errors import FramingError
from framing.views.text import Style, one_line
from framing.views.vocabulary import display

#: What stands above the first article.
LEGEND = "[Name: reported]  {Name: quoted}  all else is the outlet's own"

_OPENS = {"quoted": "{", "reported": "["}
_CLOSES = {"quoted": "}", "reported": "]"}
_COLORS = {"quoted": "cyan", "reported": "yellow"}
_INDENT = "  "


def select(frame: pd.DataFrame, wanted: tuple[str, ...], most: int) -> pd.DataFrame:
    """Return the articles asked for by id, or its beginning; unasked the first `most`.

    Raises
    ------
    FramingError
        No article has such an id, or more than one.
    """
    if not wanted:
        return frame.head(most)
    ids = frame["id"].astype(str)
    places = []
    for given in wanted:
        found = ids.index[(ids == given) if (ids == given).any() else ids.str.startswith(given)]
        if len(found) != 1:
            known = [
                f"{key} ({title})"
                for key, title in zip(ids[found][:3], frame["title"][found][:3], strict=True)
            ]
            said = f"begins {len(found)} of them: {', '.join(known)}" if len(found) else "is none of them"
            raise FramingError(f"--article: {given!r} {said}; `framing voices PATH` names the id of each")
        places.append(found[0])
    return frame.loc[list(dict.fromkeys(places))]


def mark(article: Mapping[str, Any], spans: pd.DataFrame, width: int, style: Style) -> str:
    """Return one article: headline and text with each passage in its brackets, and who has how much of it.

    Parameters
    ----------
    article : mapping
        A row of the table articles.
    spans : pandas.DataFrame
        Its rows of the table voices.
    width : int
        Characters in a line.
    style : callable
        As `click.style`; takes a text, `fg` and `bold`.
    """
    head = spans["part"].astype(str) == "headline"
    name = display(str(article["outlet"]), str(article["provenance"]))
    day = "" if pd.isna(article["published"]) else f"{article['published']:%Y-%m-%d}"
    lines = [style(one_line("  ".join(filter(None, (name, day, str(article["id"]))))), bold=True), ""]
    for text, own in ((str(article["title"]), spans[head]), (str(article["text"]), spans[~head])):
        lines += _paragraphs(text, own, width, style)
    return "\n".join([*lines, *_shares(spans, style)])


def as_dict(article: Mapping[str, Any], spans: pd.DataFrame) -> dict[str, Any]:
    """Return one article and its spans as plain JSON values; `words` is what each span holds."""
    columns = [name for name in spans.columns if name != "article"]
    rows = [
        {name: None if pd.isna(row[name]) else row[name] for name in columns}
        for row in spans.to_dict("records")
    ]
    return {**{key: str(article[key]) for key in ("id", "outlet", "title")}, "voices": rows}


def _who(row: Mapping[Any, Any]) -> str:
    name = next((row[key] for key in ("speaker_key", "speaker") if isinstance(row[key], str)), "somebody")
    return f"{name} via {row['via']}" if isinstance(row["via"], str) else str(name)


def _paragraphs(text: str, spans: pd.DataFrame, width: int, style: Style) -> Iterator[str]:
    words: list[tuple[str, str]] = []
    for row in _joined(spans.sort_values("start").to_dict("records")):
        voice = str(row["voice"])
        said = text[row["start"] : row["end"]]
        pieces = said.split("\n\n")
        for number, piece in enumerate(pieces):
            if number:
                yield from _lines(words, width, style)
                words = []
            own = one_line(piece).split()
            if voice in _OPENS and own:
                own = [*f"{_OPENS[voice]}{one_line(_who(row))}:".split(), *own]
                own[-1] += _CLOSES[voice]
            elif own and words and not piece[:1].isspace() and not own[0][:1].isalnum():
                # A comma behind a passage stays with it.
                words[-1] = (words[-1][0] + own[0], words[-1][1])
                own = own[1:]
            words += [(word, voice) for word in own]
    yield from _lines(words, width, style)


def _joined(rows: list[dict[Hashable, Any]]) -> list[dict[Hashable, Any]]:
    """Put passages of one speaker and voice that follow each other into one pair of brackets."""
    found: list[dict[Hashable, Any]] = []
    for row in rows:
        last = found[-1] if found else None
        if last and last["voice"] == row["voice"] and _who(last) == _who(row):
            last["end"] = row["end"]
        else:
            found.append(dict(row))
    return found


def _lines(words: list[tuple[str, str]], width: int, style: Style) -> Iterator[str]:
    """Break words into lines, and colour each run of one voice."""
    lines: list[list[tuple[str, str]]] = []
    room = 0
    for word, voice in words:
        if not lines or room + 1 + len(word) > width - len(_INDENT):
            lines.append([])
            room = -1
        room += 1 + len(word)
        lines[-1].append((word, voice))
    for line in lines:
        runs = []
        for voice, own in groupby(line, key=itemgetter(1)):
            run = " ".join(word for word, _ in own)
            runs.append(style(run, fg=_COLORS[voice]) if voice in _COLORS else run)
        yield _INDENT + " ".join(runs)
    if lines:
        yield ""


def _shares(spans: pd.DataFrame, style: Style) -> Iterator[str]:
    """Say how much of the article is whose: the outlet, then the speakers with most of it."""
    size = (spans["end"] - spans["start"]).to_numpy()
    rows = spans.to_dict("records")
    total = max(int(size.sum()), 1)
    share: dict[str, int] = {}
    about: dict[str, str] = {}
    for row, length in zip(rows, size.tolist(), strict=True):
        own = str(row["voice"]) == "outlet"
        who = "the outlet" if own else _who({**row, "via": None})
        share[who] = share.get(who, 0) + length
        told = [row[key] for key in ("speaker_type", "speaker_country") if isinstance(row[key], str)]
        if told and who not in about:
            about[who] = f" ({', '.join(told)})"
    order = sorted(share, key=lambda who: (who != "the outlet", -share[who], who))
    said = [f"{one_line(who)}{about.get(who, '')} {100 * share[who] / total:.0f} %" for who in order[:9]]
    more = [f"{len(order) - 9} more"] if len(order) > 9 else []
    yield style(_INDENT + "; ".join([*said, *more]), dim=True)
