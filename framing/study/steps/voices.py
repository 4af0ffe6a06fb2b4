"""Who speaks: voices found once, and corrections put in."""

from __future__ import annotations

import warnings
from io import BytesIO, StringIO
from pathlib import Path

import pandas as pd

from framing.engine.parts import collect_articles
from framing.engine.results import PartResults
from framing.errors import FramingError, FramingWarning, prefix_errors
from framing.io.files import decode_sheet, undone
from framing.study.steps import Context, Tables

PLACE = 40
KEYS = ("corrected", "voices")
TABLES = ()

#: A column put beside the spans for people who correct them, and passed over when they are read again.
_WORDS = "words"


def prepare(context: Context) -> None:
    """Find the voices, and correct them where they are; none where they aren't told apart in full.

    Of parts the table comes by part, unless it has to be held to be corrected.
    """
    study = context.study
    if study.voices != "full":
        if study.corrected:
            raise FramingError(
                f"corrected: {Path(study.corrected[0]).name} holds voices in full, and voices is "
                f"{study.voices!r}; leave one of them out"
            )
        return
    from framing.text.voices.table import voices

    context.voices = voices(context.articles)
    if study.corrected:
        # Of too many articles for that, a study with voices to correct is refused.
        held = context.voices.table("voices") if isinstance(context.voices, PartResults) else context.voices
        frame = collect_articles(context.articles, "corrected")
        for path in study.corrected:
            held = correct_voices(held, read_voices(path), frame, Path(path).name)
        context.voices = held


def run(context: Context) -> Tables:
    """Give no table: that of voices stands beside the counts."""
    return {}


def read_voices(path: str) -> pd.DataFrame:
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
        raw = Path(path).read_bytes()
        if suffix == ".parquet":
            frame = pd.read_parquet(BytesIO(raw))
        elif suffix == ".jsonl":
            frame = pd.read_json(BytesIO(raw), lines=True, dtype={"article": "str"})
        else:
            # As spreadsheets save it; what was made safe for these is given back.
            text, sign = decode_sheet(raw)
            kinds = {"article": "str"}
            frame = pd.read_csv(StringIO(text), sep=sign, dtype=kinds, keep_default_na=False, na_values=[""])
            frame = frame.dropna(how="all")
            texts = frame.select_dtypes(["str", "object"]).columns
            frame = frame.assign(**{str(name): frame[name].map(undone, na_action="ignore") for name in texts})
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
    with prefix_errors(path):
        return check(frame.drop(columns=[_WORDS, "outlet"], errors="ignore"), "voices")


def correct_voices(found: pd.DataFrame, right: pd.DataFrame, frame: pd.DataFrame, name: str) -> pd.DataFrame:
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
    with prefix_errors(name):
        Corrected(here, frame[frame["id"].isin(here["article"])].reset_index(drop=True))
    rest = found[~found["article"].isin(here["article"])]
    return pd.concat([rest, here], ignore_index=True) if len(rest) else here.reset_index(drop=True)


def with_words(table: pd.DataFrame, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the table of voices with each span's words beside it, for people who read or correct it."""
    texts = frame.set_index("id")
    titles, bodies = texts["title"].to_dict(), texts["text"].to_dict()
    spans = zip(table["article"], table["part"], table["start"], table["end"], strict=True)
    words = [(titles if part == "headline" else bodies)[key][start:end] for key, part, start, end in spans]
    return table.assign(**{_WORDS: pd.Series(words, dtype="str")})
