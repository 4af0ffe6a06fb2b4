"""The steps of a study about who speaks: voices found once, corrections put in, sources compared.

Voices are found by `text`, counted by `features`, compared by `comparison`; here these are brought together.
"""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pandas as pd

from framing.engine.parts import Articles, collect_articles, metadata
from framing.engine.results import PartResults
from framing.errors import FramingError, FramingWarning, several
from framing.io.formulas import undone

if TYPE_CHECKING:
    from framing.study.config import Study

__all__ = [
    "LEAST",
    "Spoken",
    "compared",
    "corrected",
    "counted",
    "filled",
    "joined",
    "read",
    "sources",
    "told",
    "voices",
    "with_words",
]

#: The table of voices: held, or by part; None where voices aren't told apart in full.
Spoken: TypeAlias = pd.DataFrame | PartResults | None

#: What stands in fewer articles of every group, a kind of speaker or a medium say, is not compared.
LEAST = 3

#: A column put beside the spans for people who correct them, and passed over when they are read again.
_WORDS = "words"


def voices(study: Study, articles: Articles) -> Spoken:
    """Return the table of voices, corrected where it is; None where voices aren't told apart in full.

    Of parts it comes by part, unless it has to be held to be corrected.
    """
    if study.voices != "full":
        if study.corrected:
            raise FramingError(
                f"corrected: {Path(study.corrected[0]).name} holds voices in full, and voices is "
                f"{study.voices!r}; leave one of them out"
            )
        return None
    from framing.text.voices.table import voices as find

    found = find(articles)
    if not study.corrected:
        return found
    # Of too many articles for that, a study with voices to correct is refused.
    held = found.table("voices") if isinstance(found, PartResults) else found
    frame = collect_articles(articles, "corrected")
    for path in study.corrected:
        held = corrected(held, read(path), frame, Path(path).name)
    return held


def told(study: Study, spoken: Spoken) -> str | pd.DataFrame | PartResults | None:
    """Return how voices are told apart, as `voices=` takes it: the table found, or the study's way."""
    if spoken is not None:
        return spoken
    return None if study.voices == "none" else study.voices


def read(path: str) -> pd.DataFrame:
    """Read a table of voices from .parquet, .csv, .tsv or .jsonl; a column `words` is for people only.

    Raises
    ------
    FramingError
        The file can't be read, or is no table of voices.
    """
    from framing.schema import check

    suffix = Path(path).suffix.lower()
    if suffix not in (".parquet", ".csv", ".tsv", ".jsonl"):
        raise FramingError(f"{path}: voices are read from .parquet, .csv, .tsv or .jsonl; give one of these")
    try:
        if suffix == ".parquet":
            frame = pd.read_parquet(BytesIO(Path(path).read_bytes()))
        elif suffix == ".jsonl":
            frame = pd.read_json(BytesIO(Path(path).read_bytes()), lines=True, dtype={"article": "str"})
        else:
            frame = _separated(Path(path).read_bytes())
    except OSError as error:
        raise FramingError(f"{path}: can't be read ({error.strerror or error}); check the name") from None
    except ValueError as error:
        said = " ".join(str(error).split())[:120]
        raise FramingError(
            f"{path}: is not a table of voices ({said}); write one with `framing voices`"
        ) from None
    # A column without any value comes as numbers.
    blank = [name for name in frame.columns if frame[name].isna().all()]
    frame = frame.astype(dict.fromkeys(blank, "object"))
    if "attribution" in frame:
        # A span that somebody added has no number; it stands for itself.
        frame["attribution"] = frame["attribution"].fillna(0)
    try:
        return check(frame.drop(columns=[_WORDS, "outlet"], errors="ignore"), "voices")
    except FramingError as error:
        raise FramingError(f"{path}: {error}") from None


def _separated(raw: bytes) -> pd.DataFrame:
    """Read rows as spreadsheets save them: with semicolons or tabs, in encodings of their own."""
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    frame = pd.read_csv(
        StringIO(text),
        sep=max(",;\t", key=head.count),
        dtype={"article": "str"},
        keep_default_na=False,
        na_values=[""],
    )
    frame = frame.dropna(how="all")
    texts = frame.select_dtypes(["str", "object"]).columns
    # What was made safe for spreadsheets is given back.
    return frame.assign(**{str(name): frame[name].map(_undone) for name in texts})


def _undone(cell: object) -> object:
    return undone(cell) if isinstance(cell, str) else cell


def corrected(found: pd.DataFrame, right: pd.DataFrame, frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Put the spans of articles that were corrected by hand in the place of those that were found.

    Raises
    ------
    FramingError
        None of the corrected articles is among those compared, or their spans don't tile the text.

    Warns
    -----
    FramingWarning
        Some of the corrected articles are not among those compared.
    """
    from framing.text.voices.table import Corrected

    here = right[right["article"].isin(frame["id"])]
    if here.empty:
        raise FramingError(
            f"{name}: none of its articles is among those read; correct a table made from these"
        )
    others = right.loc[~right["article"].isin(here["article"]), "article"].unique()
    if len(others):
        warnings.warn(
            f"{name}: {len(others)} of its articles are not among those read and change nothing, "
            f"{others[0]!r} for one; where that is no id of yours a spreadsheet may have changed it: "
            "keep `article` as text",
            FramingWarning,
            stacklevel=2,
        )
    try:
        Corrected(here, frame[frame["id"].isin(here["article"])].reset_index(drop=True))
    except FramingError as error:
        raise FramingError(f"{name}: {error}") from None
    rest = found[~found["article"].isin(here["article"])]
    return pd.concat([rest, here], ignore_index=True) if len(rest) else here.reset_index(drop=True)


def with_words(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table of voices with each span's words beside it, for people who read or correct it."""
    texts = frame.set_index("id")
    titles, bodies = texts["title"].to_dict(), texts["text"].to_dict()
    spans = zip(table["article"], table["part"], table["start"], table["end"], strict=True)
    words = [(titles if part == "headline" else bodies)[key][start:end] for key, part, start, end in spans]
    return table.assign(**{_WORDS: pd.Series(words, dtype="str")})


def sources(study: Study, articles: Articles, found: Spoken) -> pd.DataFrame | None:
    """Measure the standing of sources in each article; None where it isn't asked for or can't be known."""
    if found is None or not study.sources:
        return None
    from framing.features.sources import sources as measure

    known = metadata(articles).columns
    own = {"article", "outlet", "event", "genre", "copy_group", "wire_role", "provenance"}
    keep = [name for name in (*several("keep", study.keep), study.by) if name in known and name not in own]
    return measure(articles, found, keep=tuple(dict.fromkeys(keep)), least=LEAST)


def compared(standing: pd.DataFrame, by: str, least: int = LEAST) -> pd.DataFrame:
    """Return the rows of kinds, countries and media that stand in enough articles of at least one group."""
    cell = ["genre", "measure", "target"]
    keys = standing[[*cell, by]].astype("str").fillna("")
    keys["genre"] = keys["genre"].replace("unknown", "news")
    there = ((standing["weight"] > 0) | (standing["unit"] == "mean") | standing["target"].isna()).to_numpy()
    articles = keys.assign(there=there).groupby([*cell, by])["there"].sum()
    enough = articles.groupby(level=cell).max() >= least
    kept = pd.MultiIndex.from_frame(keys[cell]).isin(enough.index[enough])
    return standing[kept].reset_index(drop=True)


def counted(standing: pd.DataFrame) -> pd.DataFrame:
    """Return the rows to keep in a file: a kind that an article doesn't have needs none.

    An article that has none of the kinds keeps the first, at zero, so that `filled` knows of it.
    """
    there = (standing["weight"] > 0) | (standing["unit"] == "mean") | standing["target"].isna()
    cell = [standing["article"], standing["measure"].astype("str")]
    none = ~there.groupby(cell).transform("any") & ~standing.duplicated(["article", "measure"])
    return standing[there | none].reset_index(drop=True)


def filled(kept: pd.DataFrame) -> pd.DataFrame:
    """Return the rows that `counted` left out, put in again: kinds that an article doesn't have, at zero."""
    whole = kept["target"].isna() | (kept["unit"] == "mean")
    parts = [kept]
    for _, own in kept[~whole].groupby("measure", sort=False, observed=True):
        targets = pd.DataFrame({"target": sorted(own["target"].unique())})
        once = own.drop_duplicates("article").drop(columns="target").assign(weight=0)
        every = once.merge(targets, how="cross")
        there = pd.MultiIndex.from_frame(own[["article", "target"]])
        absent = ~pd.MultiIndex.from_frame(every[["article", "target"]]).isin(there)
        parts.append(every.loc[absent, list(kept.columns)])
    return pd.concat(parts, ignore_index=True)


def joined(first: pd.DataFrame, second: pd.DataFrame, split: Sequence[str]) -> pd.DataFrame:
    """Return two profiles, or two contrasts, as one; what the second wasn't split by is "all" there."""
    if second.empty:
        return first
    missing = [name for name in split if name in first.columns and name not in second.columns]
    second = second.assign(**dict.fromkeys(missing, "all"))[list(first.columns)]
    return pd.concat([first, second], ignore_index=True)
