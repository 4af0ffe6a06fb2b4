"""What is in a corpus, in numbers: an outlet a row, the rules that cut most, and the gaps to know of.

Only counts what the tables of articles and audit hold; how it looks on a
terminal is `framing.commands.tally`'s affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from framing import schema
from framing.corpus.merge import Counts, counts
from framing.views.text import brief_of, notebook_page

if TYPE_CHECKING:
    import pandas as pd


GENRES = ("news", "opinion", "editorial", "live", "unknown")
ROLES = ("full_reprint", "partly_based", "credited", "cites")
#: Fewer articles than this make an outlet's intervals fragile.
FEW = 8
#: From this share of the text on, a rule may have cut the story itself.
_MUCH = 0.5
_READ_AS = re.compile(r"read as ([\w-]+)")
_SIGN = r"[\u3040-\u30ff\u3400-\u9fff]"
# Lines that were moved to a column of their own are not lost.
_MOVED = ("moved",)


class Overview(NamedTuple):
    """A corpus in numbers.

    Attributes
    ----------
    flow : Counts
        What was found and what became of it.
    outlets : pandas.DataFrame
        One row outlet × provenance: `articles`, `minute`, `day`, `undated` (articles by how exact their
        date is), `first`, `last` (UTC), `full` (articles that are there whole), `words` of these (of
        Chinese and Japanese, characters), `words_median` (NaN where none is whole), one column a genre,
        `full_reprint`,
        `partly_based`, `credited`, `cites` (articles by the agency's role), `agencies`, `removed`
        (characters cut while reading), `removed_share` (of characters found; NaN of no text), `same_record`,
        `same_page` (records left out as second copies), `exact_copies` (articles whose text another
        one has too), `stubs`, `metadata` (records without text), `languages`, `encodings` (those that were
        not plain UTF-8).
    rules : pandas.DataFrame
        One row outlet × rule: `outlet`, `provenance`, `rule`, `times`, `characters` removed.
    gaps : pandas.DataFrame
        One row a gap: `outlet` (missing where it is the corpus'), `gap`, `articles`, `detail`.
    """

    flow: Counts
    outlets: pd.DataFrame
    rules: pd.DataFrame
    gaps: pd.DataFrame

    def __repr__(self) -> str:
        return brief_of(self)

    def _repr_html_(self) -> str:
        flow = self.flow
        head = (
            f"{flow.found:,} found = {flow.kept:,} kept + {flow.duplicate:,} duplicate + "
            f"{flow.skipped:,} skipped + {flow.failed:,} failed"
        )
        return notebook_page({"outlets": self.outlets, "rules": self.rules, "gaps": self.gaps}, head)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain values, for JSON: the keys are those of the tables."""
        rules = self.rules.to_dict("records")
        gaps = _plain(self.gaps)
        outlets = []
        for row in _plain(self.outlets):
            key = (row["outlet"], row["provenance"])
            own = [rule for rule in rules if (rule["outlet"], rule["provenance"]) == key]
            row["rules"] = [{name: rule[name] for name in ("rule", "times", "characters")} for rule in own]
            row["gaps"] = [gap for gap in gaps if gap["outlet"] == row["outlet"]]
            outlets.append(row)
        return {
            "flow": {name: getattr(self.flow, name) for name in Counts.__dataclass_fields__},
            "outlets": outlets,
            "gaps": [gap for gap in gaps if gap["outlet"] is None],
        }


def check(articles: pd.DataFrame, audit: pd.DataFrame | None = None) -> Overview:
    """Look through what `load` gave, outlet by outlet, before anything is measured.

    Parameters
    ----------
    articles : pandas.DataFrame
        As `load` gives it.
    audit : pandas.DataFrame, optional
        As `load` gives it.

    Returns
    -------
    Overview

    Examples
    --------
    >>> import pandas as pd
    >>> one = pd.DataFrame({"outlet": ["x"], "text": ["Five words and no more."]})
    >>> check(one).outlets["words"].tolist()
    [5]
    """
    frame = schema.check(articles, "articles")
    return from_sizes(frame.assign(**sizes(frame)), schema.empty("audit") if audit is None else audit)


def sizes(frame: pd.DataFrame) -> pd.DataFrame:
    """Return `words` and `characters` of each text, and whether it is `damaged`: holds signs that got lost.

    Of Chinese and Japanese, which part none, words are signs.

    Parameters
    ----------
    frame : pandas.DataFrame
        Checked articles.
    """
    import pandas as pd

    text = frame["text"]
    damaged = text.str.contains("\ufffd", regex=False).astype(bool)
    words = text.str.split().str.len().astype("int64")
    signs = text.where(frame["language"].isin(["zh", "ja"]), "").str.count(_SIGN).astype("int64")
    return pd.DataFrame(
        {
            "words": words.where(words > signs, signs),
            "characters": text.str.len().astype("int64"),
            "damaged": damaged,
        }
    )


@dataclass(frozen=True)
class Sizes:
    """The task that counts words and characters of the articles of a part."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return the table `sizes`."""
        return {"sizes": sizes(frame).assign(row=range(len(frame)))}


def from_sizes(frame: pd.DataFrame, audit: pd.DataFrame) -> Overview:
    """Return the overview of articles without texts, with the columns of `sizes`."""
    import pandas as pd

    frame = frame.assign(
        copied=frame["sha256"].notna()
        & frame["sha256"].duplicated(keep=False)
        & (frame["status"] != "metadata"),
    )
    audit = schema.check(audit, "audit")
    home = frame.set_index("id")[["outlet", "provenance"]]
    told = audit.assign(
        outlet=audit["article"].map(home["outlet"]), provenance=audit["article"].map(home["provenance"])
    )
    rules = _rules(told)
    rows = [
        _row(str(outlet), str(provenance), part, told, rules)
        for (outlet, provenance), part in frame.groupby(["outlet", "provenance"], sort=True, observed=True)
    ]
    outlets = pd.DataFrame(rows, columns=list(_row("", "", frame[:0], told[:0], rules[:0])))
    found = [*_gaps_of_all(frame, audit), *(gap for row in rows for gap in _gaps(row, rows, frame))]
    gaps = pd.DataFrame(found, columns=["outlet", "gap", "articles", "detail"])
    return Overview(counts(frame, audit), outlets, rules, gaps.astype({"outlet": "str", "articles": "int64"}))


def _rules(told: pd.DataFrame) -> pd.DataFrame:
    cut = told[(told["kind"] == "removed") & told["outlet"].notna() & ~told["rule"].isin(_MOVED)]
    cut = cut.assign(characters=cut["detail"].str.len().astype("int64"))
    keys = ["outlet", "provenance", "rule"]
    result = cut.groupby(keys, observed=True).agg(times=("rule", "size"), characters=("characters", "sum"))
    return (
        result.reset_index()
        .sort_values(["outlet", "provenance", "characters", "rule"], ascending=[True, True, False, True])
        .reset_index(drop=True)
        .astype({"times": "int64", "characters": "int64"})
    )


def _row(
    outlet: str, provenance: str, part: pd.DataFrame, told: pd.DataFrame, rules: pd.DataFrame
) -> dict[str, Any]:
    """Return the numbers of one outlet."""
    own = told[(told["outlet"] == outlet) & (told["provenance"] == provenance)]
    whole = part[part["status"] == "full"]
    cut = rules[(rules["outlet"] == outlet) & (rules["provenance"] == provenance)]
    removed, kept = int(cut["characters"].sum()), int(part["characters"].sum())
    precision, genres = part["published_precision"].value_counts(), part["genre"].value_counts()
    roles, dated = part["wire_role"].value_counts(), part["published"].dropna()
    twice = own[own["kind"] == "duplicate"]["rule"].value_counts()
    return {
        "outlet": outlet,
        "provenance": provenance,
        "articles": len(part),
        "minute": int((part["published"].notna() & (part["published_precision"] == "minute")).sum()),
        "day": len(dated) - int(precision.get("minute", 0)),
        "undated": int(part["published"].isna().sum()),
        "first": dated.min() if len(dated) else None,
        "last": dated.max() if len(dated) else None,
        "full": len(whole),
        "words": int(whole["words"].sum()),
        "words_median": float(whole["words"].median()) if len(whole) else float("nan"),
        **{genre: int(genres.get(genre, 0)) for genre in GENRES},
        **{role: int(roles.get(role, 0)) for role in ROLES},
        "agencies": ", ".join(part["wire"].dropna().value_counts().index[:3]),
        "removed": removed,
        "removed_share": removed / (removed + kept) if removed + kept else float("nan"),
        "same_record": int(twice.get("same_record", 0)),
        "same_page": int(twice.get("same_page", 0)),
        "exact_copies": int(part["copied"].sum()),
        "stubs": int((part["status"] == "stub").sum()),
        "metadata": int((part["status"] == "metadata").sum()),
        "languages": ", ".join(
            f"{name} {number}" for name, number in part["language"].fillna("?").value_counts().items()
        ),
        "encodings": _encodings(own),
    }


def _encodings(own: pd.DataFrame) -> str:
    """Return the encodings that had to be found out, as the audit tells them; UTF-8 leaves no line."""
    lines = own[own["rule"].str.contains("encoding|bad_bytes|mojibake|decoded", regex=True)]
    names = lines["detail"].str.extract(_READ_AS, expand=False)
    # What is UTF-8 after all and yet has a line was damaged; its rule says how.
    names = names.where(names.str.lower() != "utf-8").fillna(lines["rule"].str.replace("_", " "))
    return ", ".join(f"{name} {number}" for name, number in names.value_counts().items())


#: Words of a headline that no other story has by chance, and how much longer one print of a text may be.
_HEADLINE, _ALIKE = 5, 1.1

Gap = tuple[str | None, str, int, str]


def _gaps_of_all(frame: pd.DataFrame, audit: pd.DataFrame) -> Iterator[Gap]:
    lost = audit[audit["kind"].isin(["skipped", "failed"])]
    nobody, short = lost[lost["rule"] == "no_outlet"], lost[lost["rule"] == "announced"]
    others, cut = lost[~lost["rule"].isin(["no_outlet", "announced"])], audit[audit["rule"] == "cell_cut"]
    hidden = audit[(audit["rule"] == "hidden") & (audit["kind"] == "checked")]
    told = "; ".join(f"{row.source}: {row.detail}" for row in hidden[:3].itertuples())
    told += f"; and {len(hidden) - 3:,} more" if len(hidden) > 3 else ""
    said = f"nothing says whose they are ({_named(nobody)}): add a manifest.toml or a column"
    again = f"a file announces what doesn't stand in it ({_named(short)}): export it again"
    full = f"{_named(cut)}: as full as a cell can be, so the end of the text may be missing"
    for gap, rows, detail in (
        ("outlet unknown", nobody, said),
        ("announced, not there", short, again),
        ("not read", others, _named(others)),
        ("cut cells", cut, full),
        ("hidden in Excel", hidden, told),
    ):
        if len(rows):
            yield None, gap, len(rows), detail
    if frame["outlet"].nunique() < 2:
        yield None, "one outlet", len(frame), "a comparison needs two"
    # An agency's text is expected in several; a short headline is a column's name.
    own = frame[(frame["status"] == "full") & (frame["wire_role"] != "full_reprint")]
    own = own[own["title"].str.split().str.len() >= _HEADLINE]
    for _, same in own.groupby(own["title"].str.casefold(), sort=True):
        if same["outlet"].nunique() > 1 and same["words"].max() <= _ALIKE * same["words"].min():
            said = (
                "have one headline and length: filed under the wrong outlet, or an agency's without its name"
            )
            yield None, "one text, two outlets", len(same), f"{_named(same)} {said}"


def _named(lost: pd.DataFrame, most: int = 3) -> str:
    names = list(dict.fromkeys(lost["source"]))
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _gaps(row: dict[str, Any], rows: list[dict[str, Any]], frame: pd.DataFrame) -> Iterator[Gap]:
    outlet, total, cut = row["outlet"], row["articles"], row["removed_share"]
    part = frame[(frame["outlet"] == outlet) & (frame["provenance"] == row["provenance"])]
    untitled, damaged = int((part["title"].str.strip() == "").sum()), int(part["damaged"].sum())
    # Of what has no text nothing is scored, whatever its language.
    foreign = part["language"].notna() & ~part["language"].isin(["en", ""]) & (part["status"] == "full")
    known, reprints = " ".join(genre for genre in GENRES[:-1] if row[genre]), row["full_reprint"]
    one = known in GENRES[1:-1] and not row["unknown"]
    others = [other for other in rows if other["outlet"] != outlet and other["first"] is not None]
    dated = row["first"] is not None and bool(others)
    alone = dated and not any(_overlap(row, other) for other in others)
    apart = "none of its days lies between the first and last of another outlet"
    for gap, count, detail in (
        ("few articles", total * (total < FEW), f"{total}, and under {FEW} no interval is to be relied on"),
        ("undated", row["undated"], "{} say no date"),
        ("no title", untitled, "{} have no headline"),
        ("genre unknown", row["unknown"], "{} count with news"),
        ("one genre only", total * one, f"all {total} are {known}: nothing to compare with others' news"),
        ("stubs", row["stubs"], "{} are only the start or a summary"),
        ("without text", row["metadata"], "{} are records of a database or list without their text"),
        ("not English", int(foreign.sum()), "{} will not be scored"),
        ("much removed", total * (cut > _MUCH), f"{cut:.0%} of its text was cut: look at the audit"),
        ("damaged characters", damaged, "{} hold characters that were lost (U+FFFD)"),
        ("mostly agency copy", reprints * (reprints * 2 > total), "{} are an agency's wording"),
        ("no shared dates", total * alone, apart),
    ):
        if count:
            yield outlet, gap, count, detail.format(f"{count} of {total}")


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    start = max(one["first"].floor("D"), other["first"].floor("D"))
    return bool(start <= min(one["last"].floor("D"), other["last"].floor("D")))


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows as plain values: times as ISO 8601, missing ones as None."""
    bare = frame.astype(object).where(frame.notna(), None)
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row.items()}
        for row in bare.to_dict("records")
    ]
