"""Units for human coders, drawn so that what they say can be weighted back to all articles.

The story of a sample, one call a step: articles are drawn, cut into units, units drawn in them, outlets
masked, coders given their share.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, cycle
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from framing.coding.masking import TOKEN, Mask, Span, join, masked, people_of, shown, split
from framing.coding.questions import KINDS, questions_of, without
from framing.coding.sheet import CodingSample
from framing.errors import FramingError, brief, check_choice, check_number, several, unknown, warn
from framing.schema import check
from framing.text.overlap import shingles
from framing.text.tokens import sentence_spans, tokenize
from framing.text.voices.table import leads
from framing.text.voices.table import voices as find_voices

# Articles into units that can be coded: sentences, mentions with their sentence, or whole articles.

#: What stands between title and text where an article is shown whole.
BETWEEN = "\n\n"
_COLUMNS = ["row", "part", "start", "end", "words", "voice"]


def sentences(frame: pd.DataFrame, voices: pd.DataFrame | None) -> pd.DataFrame:
    """Return the sentences of titles and texts, in order of reading.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    voices : pandas.DataFrame, optional
        The table `voices`; without one all are of voice "all".

    Returns
    -------
    pandas.DataFrame
        `row` of the article in the frame, `part`, `start`, `end` (code points, in title where part is
        headline), `words`, and `voice`: whose words most of its characters are.
    """
    size = len(frame)
    documents = [*frame["title"].tolist(), *frame["text"].tolist()]
    tokens = tokenize(pa.array(documents, pa.large_string()))
    first = tokens.sentences[tokens.sentences < len(tokens.ids)]
    if not len(first):
        return pd.DataFrame({name: [] for name in _COLUMNS})
    document = tokens.doc_of(first)
    spans = np.array(sentence_spans(tokens, [documents[d] for d in document], first), np.int64)
    row, start, end = document % size, spans[:, 0], spans[:, 1]
    lead = leads(frame)[row]
    inside = (start >= lead[:, 0]) & (start < np.maximum(lead[:, 1], 1))
    part = np.where(document < size, "headline", np.where(inside, "lead", "body")).astype(object)
    found = pd.DataFrame(
        {
            "row": row,
            "part": part,
            "start": start,
            "end": end,
            "words": np.diff(np.append(first, len(tokens.ids))),
            "voice": "all",
        }
    )
    if voices is not None:
        found["voice"] = _voice_of(found, voices, frame["id"])
    order = np.lexsort([found["start"], (found["part"] != "headline"), found["row"]])
    return found.iloc[order].reset_index(drop=True)


def _voice_of(found: pd.DataFrame, voices: pd.DataFrame, ids: pd.Series) -> list[str]:
    """Return for each span the voice with most of its characters; of equals, the one that comes first."""
    spoken = voices[voices["article"].isin(ids)]
    row = pd.Series(np.arange(len(ids)), index=ids.to_numpy(dtype=object))
    # Titles and texts on one line, each farther from the next than any is long.
    far = int(max(found["end"].max(), spoken["end"].max() if len(spoken) else 0)) + 1
    place = (spoken["article"].map(row).astype("int64") * 2 + (spoken["part"] != "headline")) * far
    where = ((found["row"] * 2 + (found["part"] != "headline")) * far).to_numpy(np.int64)
    spans = pd.DataFrame({"start": place + spoken["start"], "end": place + spoken["end"]})
    spans = spans.assign(voice=spoken["voice"]).sort_values("start", kind="stable", ignore_index=True)
    start, end = (where + found[name].to_numpy(np.int64) for name in ("start", "end"))
    first = np.searchsorted(spans["start"], start, "right") - 1
    first = np.maximum(first, np.searchsorted(spans["start"], where))
    count = np.maximum(np.searchsorted(spans["start"], end) - first, 0)
    unit = np.repeat(np.arange(len(found)), count)
    there = spans.iloc[np.arange(len(unit)) + np.repeat(first - np.cumsum(count) + count, count)]
    shared = np.minimum(end[unit], there["end"]) - np.maximum(start[unit], there["start"])
    sums = shared.clip(lower=0).groupby([unit, there["voice"].to_numpy()], sort=False).sum()
    most = sums.groupby(level=0).idxmax().map(lambda pair: pair[1])
    return list(most.reindex(range(len(found))).fillna("outlet"))


def articles_whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Return each article as one unit: its title, a blank line, and its text."""
    length = frame["title"].str.len() + len(BETWEEN) * (frame["title"] != "") + frame["text"].str.len()
    return pd.DataFrame(
        {
            "row": np.arange(len(frame)),
            "part": "all",
            "start": 0,
            "end": length.astype("int64"),
            "words": frame["text"].str.split().str.len().astype("int64"),
            "voice": "all",
            "title_end": frame["title"].str.len().astype("int64"),
        }
    )


def mentions(frame: pd.DataFrame, cut: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    """Return a unit for each mention: the sentence it stands in, and where in it.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    cut : pandas.DataFrame
        Their `sentences`.
    table : pandas.DataFrame
        With `article`, `part`, `start`, `end`, as evidence and mentions have them; `target` or `referent`
        says of whom it is, `voice` whose words the mention is part of.

    Raises
    ------
    FramingError
        A column is missing.
    """
    for name in ("article", "part", "start", "end"):
        if name not in getattr(table, "columns", ()):
            raise FramingError(
                f"mentions, hits: column {name!r} is missing; give a table of framing.mentions or evidence"
            )
    numbers = {str(key): row for row, key in enumerate(frame["id"])}
    named = next((name for name in ("target", "referent", "term") if name in table.columns), None)
    if named == "target" and table["target"].isna().all():
        named = "term" if "term" in table.columns else None
    spoken = "voice" in table.columns and not (table["voice"] == "all").all()
    places: dict[tuple[int, bool], list[tuple[int, int]]] = {}
    for at, (row, part, start) in enumerate(zip(cut["row"], cut["part"], cut["start"], strict=True)):
        places.setdefault((int(row), part == "headline"), []).append((int(start), at))
    sentences_of = cut.to_dict("records")
    found: list[dict[str, Any]] = []
    for given in table.to_dict("records"):
        row = numbers.get(str(given["article"]))
        if row is None:
            continue
        here = places.get((row, given["part"] == "headline"), [])
        nth = bisect_right(here, given["start"], key=lambda place: place[0]) - 1
        unit = sentences_of[here[nth][1]] if nth >= 0 else None
        if unit is None or given["end"] > unit["end"]:
            raise FramingError(
                f"mentions: {brief(given['article'])}, {given['part']} {given['start']} to {given['end']} "
                "is in no sentence; was the table made from these articles?"
            )
        about = {"mention_start": given["start"], "mention_end": given["end"]}
        about |= {"voice": given["voice"]} if spoken and isinstance(given["voice"], str) else {}
        found.append({**unit, "target": given[named] if named else None, **about})
    return pd.DataFrame(found, columns=[*cut.columns, "target", "mention_start", "mention_end"])


# Who is drawn, and with what probability: articles first, spread over events and scores, then units in them.


def chance(seed: int, *words: object) -> float:
    """Return a number from 0 to 1 that depends on the seed and the words alone.

    >>> chance(1, "a") == chance(1, "a"), chance(1, "a") == chance(2, "a")
    (True, False)
    """
    said = "\x1f".join(map(str, (seed, *words)))
    return int.from_bytes(hashlib.sha256(said.encode("utf8", "surrogatepass")).digest()[:7]) / (1 << 56)


def shares(total: int, room: Mapping[Hashable, int], seed: int = 0) -> dict[Hashable, int]:
    """Divide a number as evenly as there is room for: who has too little gives the rest to the others.

    >>> shares(10, {"a": 2, "b": 9, "c": 9})
    {'a': 2, 'b': 4, 'c': 4}
    """
    level, over, _ = _level(total, list(room.values()))
    found = {key: min(most, level) for key, most in room.items()}
    takers = sorted(
        (key for key, most in room.items() if most > level), key=lambda key: chance(seed, "rest", key)
    )
    for key in takers[:over]:
        found[key] += 1
    return found


def _level(total: int, room: Sequence[int]) -> tuple[int, int, int]:
    """Return the highest level to which all can be filled, what is over, and how many have room above it."""
    total = min(total, sum(room))
    low, high = 0, max(room, default=0)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(most, middle) for most in room) <= total:
            low = middle
        else:
            high = middle - 1
    return low, total - sum(min(most, low) for most in room), sum(most > low for most in room)


def systematic(frame: pd.DataFrame, spread: Sequence[str], n: int, seed: int, stratum: str) -> pd.DataFrame:
    """Draw `n` rows, each with the same probability, spread over the columns named.

    Rows are sorted by the columns, at random within them, and every (N / n)th is taken from a random start
    (systematic sampling: Cochran 1977, chapter 8), so that each value has its share of the draw, up to one.

    Parameters
    ----------
    frame : pandas.DataFrame
        With `id` and the columns.
    """
    n = min(n, len(frame))
    if not n:
        return frame.iloc[:0]
    keys = [frame[name].astype("str").fillna("").to_numpy(dtype=object) for name in reversed(spread)]
    random = np.array([chance(seed, "article", stratum, key) for key in frame["id"]])
    order = np.lexsort([random, *keys])
    step = Fraction(len(frame), n)
    start = Fraction(int(chance(seed, "start", stratum) * (1 << 53)), 1 << 53) * step
    taken = [int(start + nth * step) for nth in range(n)]
    return frame.iloc[order[taken]]


def within(units: pd.DataFrame, n: int, seed: int) -> pd.DataFrame:
    """Draw `n` of the units of one kind, as evenly over their articles as there are.

    Parameters
    ----------
    units : pandas.DataFrame
        With `id` of the article, `unit`, and `probability`, that of the article.

    Returns
    -------
    pandas.DataFrame
        Those drawn, `probability` now that of the unit: times the share that all articles give, and where
        the number doesn't come out even, that the article was among those drawn to give one more.

    Notes
    -----
    That of a unit is given the articles drawn, over all draws within them; with the article's own it gives
    weights whose sum estimates the number of units without bias.
    """
    room: dict[Hashable, int] = {str(key): int(count) for key, count in units.groupby("id").size().items()}
    given = shares(n, room, seed)
    level, over, able = _level(n, list(room.values()))
    random = np.array([chance(seed, "unit", unit) for unit in units["unit"]])
    order = np.lexsort([random, units["id"].to_numpy(dtype=object)])
    ordered = units.iloc[order]
    nth = ordered.groupby("id").cumcount().to_numpy()
    own = ordered["id"].map(room).to_numpy(np.int64)
    taken = nth < ordered["id"].map(given).to_numpy(np.int64)
    more = np.where(own > level, over / able if able else 0.0, 0.0)
    return ordered.assign(probability=ordered["probability"] * (np.minimum(own, level) + more) / own)[taken]


# What a coder sees of each unit, masked, and the key that is kept from them.

#: Characters of a sentence that stands before or after, for context.
_CONTEXT = 600
_WORD = re.compile(r"[^\W\u2e80-\u9fff\uac00-\ud7af]+|[\u2e80-\u9fff\uac00-\ud7af]{1,2}")
_CARRIED = ("id", "outlet", "event", "copy_group", "provenance", "probability")


def with_masks(cut: pd.DataFrame, drawn: pd.DataFrame, mask: Mask) -> pd.DataFrame:
    """Return units with their words as a coder sees them, their id, and what is known of their article.

    Parameters
    ----------
    cut : pandas.DataFrame
        As `framing.coding.cutting` makes it.
    drawn : pandas.DataFrame
        The articles, by the numbers in `row`.
    mask : Mask

    Returns
    -------
    pandas.DataFrame
        With `shown`, the text; `masks`, spans in title or text; `words`, those left to be read; `before` and
        `after`, the units on either side of it in title or text.
    """
    spans: dict[tuple[int, str], list[Span]] = {}
    sources: dict[tuple[int, str], str] = {}
    for row, record in enumerate(drawn.to_dict("records")):
        people = people_of(record)
        title, text = str(record["title"]), str(record["text"])
        sources[row, "headline"], sources[row, "body"] = title, text
        spans[row, "headline"], spans[row, "body"] = mask.spans(title, people), mask.spans(text, people)
        shift = len(title) + len(BETWEEN) * (title != "")
        sources[row, "all"] = title + BETWEEN * (title != "") + text
        both = [*spans[row, "headline"], *((s + shift, e + shift) for s, e in spans[row, "body"])]
        spans[row, "all"] = join(both, sources[row, "all"])
    place = cut["part"].where(cut["part"].isin(["headline", "all"]), "body")
    where = list(
        zip(cut["row"].tolist(), place.tolist(), cut["start"].tolist(), cut["end"].tolist(), strict=True)
    )
    masks = [split(spans[row, part], start, end) for row, part, start, end in where]
    words = [
        masked(sources[row, part][start:end], [(s - start, e - start) for s, e in own])
        for (row, part, start, end), own in zip(where, masks, strict=True)
    ]
    known = drawn[[name for name in _CARRIED if name in drawn.columns]].iloc[cut["row"].to_numpy(np.int64)]
    found = pd.concat([cut.reset_index(drop=True), known.reset_index(drop=True)], axis=1)
    found["shown"], found["masks"] = words, masks
    found["words"] = [len(_WORD.findall(text.replace(TOKEN, " "))) for text in words]
    # What stands before and after each unit; a long sentence is cut where it is far away.
    shown = found.groupby([found["row"], found["part"] == "headline"])["shown"]
    before, after = (shown.shift(by).fillna("") for by in (1, -1))
    found["before"] = before.where(before.str.len() <= _CONTEXT, "…" + before.str[-_CONTEXT:])
    found["after"] = after.where(after.str.len() <= _CONTEXT, after.str[:_CONTEXT] + "…")
    return found


def ids(found: pd.DataFrame) -> list[str]:
    """Return an id for each unit that stays the same in another draw, and names nothing."""
    columns = ["id", "part", "start", "end", "target", "mention_start", "mention_end"]
    rows = found[[name for name in columns if name in found.columns]].astype("str").fillna("")
    # A letter in front: a spreadsheet takes 123456789012 and 12345678e901 for numbers.
    return [
        "u" + hashlib.sha256("\x1f".join(row).encode("utf8", "surrogatepass")).hexdigest()[:12]
        for row in rows.itertuples(index=False)
    ]


def build_key(taken: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the key of the units drawn: where each is from, and how probable it was."""
    columns = [
        "unit", "outlet", "event", "copy_group", "provenance", "part", "voice", "start", "end", "probability",
        "hit",
    ]  # fmt: skip
    found = taken[columns].assign(
        article=taken["id"],
        kind=kind,
        masked=[json.dumps([list(span) for span in spans]) for spans in taken["masks"]],
    )
    for name in ("target", "mention_start", "mention_end"):
        if name in taken.columns:
            found[name] = taken[name]
    return found.sort_values("unit", ignore_index=True)


def show_units(taken: pd.DataFrame, kind: str, order: Callable[[str], float]) -> pd.DataFrame:
    """Return the units as coders see them, in a drawn order.

    Parameters
    ----------
    taken : pandas.DataFrame
        Units drawn.
    kind : str
    order : callable
        From a unit's id to the number by which it is put in order.
    """
    rows = []
    for row in taken.to_dict("records"):
        found = {"unit": row["unit"], "kind": kind, "before": row["before"], "text": row["shown"]}
        found["after"] = row["after"]
        spans = [(s - row["start"], e - row["start"]) for s, e in row["masks"]]
        if kind == "article":
            found["title_end"] = shown(spans, row["title_end"])
        if kind == "mention":
            begin, end = (shown(spans, row[name] - row["start"]) for name in ("mention_start", "mention_end"))
            # A mention that is hidden is marked as it is shown.
            found |= {"mark_start": begin, "mark_end": end if end > begin else begin + len(TOKEN)}
            found["target"] = row["target"]
        rows.append(found)
    table = pd.DataFrame(rows).sort_values("unit", key=lambda column: column.map(order), ignore_index=True)
    table.insert(1, "number", np.arange(1, len(table) + 1))
    return table


_WIRE = ("collapse", "keep", "drop")
#: Fewer words than that are a subhead or a credit, and nothing to be judged.
LEAST_WORDS = 3


def sample_for_coding(
    articles: pd.DataFrame,
    *,
    codebook: Any,
    voices: pd.DataFrame | str | None = "full",
    mentions: pd.DataFrame | None = None,
    hits: pd.DataFrame | None = None,
    unit: str = "sentence",
    n: int = 200,
    per_article: int = 5,
    coders: str | Sequence[str] = ("A", "B"),
    twice: float = 1.0,
    wire: str = "collapse",
    outlets: str | os.PathLike[str] | None = None,
    also: str | Iterable[str] = (),
    seed: int = 1,
) -> CodingSample:
    """Draw units for human coders, the outlet masked; `read_codes` reads what they send back.

    Parameters
    ----------
    articles : pandas.DataFrame
        As for `score`; only whole texts are open to the draw.
    codebook : str, path, Codebook, Questions, or several of these
        What is asked: "stance", "tone", "voice", a codebook of frames, or a TOML file of one's own.
    voices : pandas.DataFrame, "full" or None
        Whose words a sentence is, as `framing.sources.voices` says; None leaves it out.
    mentions : pandas.DataFrame, optional
        For unit="mention": a table as `mentions` or `evidence` make it.
    hits : pandas.DataFrame, optional
        A table as `evidence` makes it: half of the sentences drawn, where there are so many, have a hit, so
        that of a rare measure both precision and recall can be told.
    unit : {"sentence", "article", "mention"}
    n : int
        Units in all: equal numbers of each outlet, and in it of each voice; events have their share of
        articles.
    per_article : int
        About so many units an article: fewer cost more reading, more tell less, since units of one article
        hang together.
    coders : sequence of str
        Names; none may give away a hypothesis.
    twice : float
        Share of the units that two coders code, from 0 to 1; with one coder none are.
    wire : {"collapse", "keep", "drop"}
        Of copies in one outlet one is open to the draw; each is; or full reprints of an agency are left out.
    outlets : path, optional
        Outlets of one's own, as for `load`, whose names are to be masked.
    also : str or iterable of str
        Further words to mask, as they are written.
    seed : int

    Returns
    -------
    CodingSample
        The same for the same articles in any order. `.write(folder)` writes it.

    Raises
    ------
    FramingError
        An argument that is not allowed; no article is open to the draw.

    Warns
    -----
    FramingWarning
        Fewer units were drawn than asked for.

    Notes
    -----
    Articles of an outlet are drawn systematically, each with the same probability (Cochran 1977, chapter 8);
    units of a voice are drawn at random in them. `probability` in the key is the product: sums over units,
    each divided by it, estimate those over all units without bias (Horvitz and Thompson 1952).

    Examples
    --------
    >>> text = "It rained all day. Ana Ruiz stayed at home."
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["x"], "text": [text]})
    >>> sample = sample_for_coding(articles, codebook="tone", n=2)
    >>> sample.key[["part", "probability"]].values.tolist()
    [['lead', 1.0], ['lead', 1.0]]
    """
    names = several("coders", coders)
    check_choice("unit", unit, KINDS)
    check_choice("wire", wire, _WIRE)
    check_number("n", n, 1)
    check_number("per_article", per_article, 1)
    check_number("seed", seed)
    if isinstance(twice, bool) or not isinstance(twice, int | float) or not 0 <= twice <= 1:
        raise FramingError(f"twice {brief(twice)} should be a share, from 0 to 1")
    if not names or not all(isinstance(name, str) and name.strip() for name in names):
        raise FramingError(f"coders {brief(names)} should be names, as ['ana', 'li']")
    if len({str(name).strip().casefold() for name in names}) < len(names):
        raise FramingError(f"coders: {brief(names)} has a name twice; each coder needs one of their own")
    if any(";" in str(name) for name in names):
        raise FramingError(f"coders: {brief(names)} has a name with ';' in it; leave that out")
    if unit == "mention" and mentions is None:
        raise FramingError(
            'unit "mention" needs a table of mentions: mentions=framing.mentions(articles, referents), or of '
            "hits, mentions=framing.evidence(articles, measure)"
        )
    questions = without(questions_of(codebook), unit)
    frame = _open(check(articles, "articles"), wire)
    drawn = _articles(frame, n, per_article, unit, seed)
    mask = Mask.of(articles, outlets=outlets, also=several("also", also))
    cut = _units(drawn, unit, voices, mentions, hits, mask)
    taken = cut if unit == "article" else pd.concat(_draw(cut, ["outlet", "voice", "hit"], n, seed))
    notes = _notes(taken, cut, n, unit)
    for note in notes:
        warn(note)
    key = build_key(taken, unit)
    units = show_units(taken, unit, lambda one: chance(seed, "order", one))
    units["coders"] = _shared(units["unit"], names, float(twice), seed)
    units["codebook"] = questions.version
    return CodingSample(check(units, "units"), check(key, "unit_key"), questions, notes)


def _open(frame: pd.DataFrame, wire: str) -> pd.DataFrame:
    """Return the articles that are open to the draw, in order of id."""
    frame = frame[(frame["status"] == "full") & (frame["text"].str.strip() != "")]
    if wire == "drop":
        frame = frame[frame["wire_role"] != "full_reprint"]
    frame = frame.sort_values("id", ignore_index=True)
    if frame.empty:
        raise FramingError("articles: none has a whole text; nothing can be drawn")
    prints = shingles.fingerprints(tokenize(pa.array(frame["text"], pa.large_string())))
    groups = shingles.groups(prints, frame["copy_group"])
    frame["copy_group"] = groups.to_numpy()
    if wire != "keep":
        frame = frame[~(groups.notna() & frame.duplicated(["outlet", "copy_group"]))].reset_index(drop=True)
    return frame


def _articles(frame: pd.DataFrame, n: int, per_article: int, unit: str, seed: int) -> pd.DataFrame:
    """Return the articles drawn in each outlet, spread over events, each with its probability."""
    groups = frame.groupby(frame["outlet"].astype(str), sort=True)
    room: dict[Hashable, int] = {str(key): int(size) for key, size in groups.size().items()}
    wanted = (
        shares(n, room, seed)
        if unit == "article"
        else {
            key: min(room[key], math.ceil(share / per_article))
            for key, share in shares(n, dict.fromkeys(room, n), seed).items()
        }
    )
    parts = []
    for key, own in groups:
        taken = systematic(own, ["event"], wanted[str(key)], seed, str(key))
        parts.append(taken.assign(probability=len(taken) / len(own)))
    return pd.concat(parts).sort_values("id", ignore_index=True)


def _units(
    drawn: pd.DataFrame,
    unit: str,
    voices: pd.DataFrame | str | None,
    given: pd.DataFrame | None,
    hits: pd.DataFrame | None,
    mask: Mask,
) -> pd.DataFrame:
    """Return all units of the articles drawn, masked, with voice and whether a hit given is in it."""
    if isinstance(voices, str) and voices != "full":
        raise unknown("voices", voices, ["full", "None", "a table"])
    if unit == "article":
        cut = with_masks(articles_whole(drawn), drawn, mask)
        return cut.assign(hit=False, before="", after="", unit=ids(cut))
    if isinstance(voices, str):
        voices = find_voices(drawn)
    elif voices is not None:
        voices = check(voices, "voices")
    cut = with_masks(sentences(drawn, voices), drawn, mask)
    if hits is not None:
        inside = mentions(drawn, cut, hits)
        with_hit = set(zip(inside["row"], inside["part"] == "headline", inside["start"], strict=True))
        here = zip(cut["row"], cut["part"] == "headline", cut["start"], strict=True)
        cut["hit"] = [place in with_hit for place in here]
    else:
        cut["hit"] = False
    cut = cut[cut["words"] >= LEAST_WORDS].reset_index(drop=True)
    if unit == "mention":
        assert given is not None
        cut = mentions(drawn, cut, given)
        cut = cut.drop_duplicates(
            ["row", "part", "mention_start", "mention_end", "target"], ignore_index=True
        )
    if cut.empty:
        raise FramingError(f"no {unit} is in the articles drawn; give others, or a higher n")
    return cut.assign(unit=ids(cut))


def _draw(units: pd.DataFrame, columns: Sequence[str], n: int, seed: int) -> list[pd.DataFrame]:
    """Draw units, as many of each value of the first column as can be, and in each so of the next."""
    if not columns:
        return [within(units, n, seed)]
    keys = units[columns[0]].astype(str)
    room: dict[Hashable, int] = {str(key): int(size) for key, size in keys.groupby(keys).size().items()}
    parts = []
    for key, share in sorted(shares(n, room, seed).items(), key=str):
        parts += _draw(units[keys == key], columns[1:], share, seed)
    return parts


def _notes(taken: pd.DataFrame, cut: pd.DataFrame, n: int, unit: str) -> tuple[str, ...]:
    notes = []
    if len(taken) < n:
        notes.append(
            f"{len(taken):,} {unit}s drawn where {n:,} were asked for: there are no more"
            + ("" if unit == "article" else " in the articles drawn; a lower per_article draws more articles")
        )
    cells = {(str(o), str(v)) for o, v in zip(cut["outlet"], cut["voice"], strict=True)}
    had = {(str(o), str(v)) for o, v in zip(taken["outlet"], taken["voice"], strict=True)}
    if lacking := sorted(cells - had):
        said = ", ".join(f"{outlet} ({voice})" for outlet, voice in lacking[:4])
        notes.append(
            f"no unit of {said}{' and others' if len(lacking) > 4 else ''} was drawn: ask for more units"
        )
    return tuple(notes)


def _shared(units: Iterable[str], names: Sequence[str], twice: float, seed: int) -> list[str]:
    """Give each unit its coders: the share `twice` two, the others one, as many to each coder as can be."""
    listed = list(units)
    pairs, singles = cycle(combinations(names, 2)), cycle(names)
    order = sorted(listed, key=lambda unit: chance(seed, "twice", unit))
    double = set(order[: round(twice * len(listed))]) if len(names) > 1 else set()
    return ["; ".join(next(pairs) if unit in double else (next(singles),)) for unit in listed]
