"""`fr.agency` and `fr.with_agency`: which articles are agency copy, and what shows it.

The evidence is gathered here and weighed; reading it is the business of `reading` and `sharing`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, overload

import numpy as np

from framing.batch.parts import Articles, Parts, assigned, checked, light, over
from framing.comparison.agency.reading import ROLES, Piece, column, from_audit, lines
from framing.comparison.agency.sharing import Witnesses, shared
from framing.corpus.outlets import Book, book
from framing.corpus.wire import Agencies
from framing.errors import FramingError, brief, several
from framing.tables import check, schema

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["agency", "shown_and_filled", "with_agency"]

_COLUMNS = ("authors", "organisations", "section", "url", "text")
#: The pieces of each article that has any.
Evidence: TypeAlias = dict[int, list[Piece]]
_RANK = {role: rank for rank, role in enumerate(ROLES)}


def agency(
    articles: Articles, *, audit: pd.DataFrame | None = None, agencies: str | Sequence[str] = ()
) -> pd.DataFrame:
    """List what shows that articles have their words, or some of them, from a news agency.

    Byline and signing bodies, dateline, last lines, section and address are read as they are in loading;
    text is compared with the items of the agencies that are in the corpus, and with those articles that
    say themselves that they are an agency's.

    Parameters
    ----------
    articles : pandas.DataFrame or Parts
        With `id`, `outlet` and `text`; `wire`, `wire_role`, `authors`, `organisations`, `section`, `url` and
        `published` are read where they are.
    audit : pandas.DataFrame, optional
        What `load` gave: it cuts bylines and credits out of the text and notes there what they said. Where
        it notes that it guessed, `wire` and `wire_role` are that guess and are not listed as evidence.
    agencies : str or sequence of str
        Outlets of the corpus that are agencies too, beside those that have a file saying so.

    Returns
    -------
    pandas.DataFrame
        A row an article × piece of evidence, as in ``schemas/agency.toml``, by article; the strongest first.
        An agency's own story in its own pages is no agency copy and has no row.

    Raises
    ------
    FramingError
        A table is not what it should be, or `agencies` names no outlet of the articles.

    Notes
    -----
    Words count as shared where they stand in a run of five or more that both articles have, outside of what
    an outlet prints again and again. Words in quotation marks don't make an article partly an agency's: the
    speaker said them to everybody. An agency's item that is dated after the article is not its source.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"],
    ...                          "text": ["OSLO, Jan 15 (Reuters) - The port opened on Thursday."]})
    >>> agency(articles)[["wire", "wire_role", "evidence"]].values.tolist()
    [['reuters', 'full_reprint', 'dateline']]
    """
    given = checked(articles)
    return _table(light(given), audit, _gathered(given, audit, agencies))


@overload
def with_agency(
    articles: Parts, *, audit: pd.DataFrame | None = ..., agencies: str | Sequence[str] = ...
) -> Parts: ...
@overload
def with_agency(
    articles: pd.DataFrame, *, audit: pd.DataFrame | None = ..., agencies: str | Sequence[str] = ...
) -> pd.DataFrame: ...
def with_agency(
    articles: Articles, *, audit: pd.DataFrame | None = None, agencies: str | Sequence[str] = ()
) -> Articles:
    """Fill in `wire` and `wire_role` by the strongest evidence there is.

    Parameters
    ----------
    articles, audit, agencies
        As in `agency`.

    Returns
    -------
    pandas.DataFrame or Parts
        The articles as they were given, in their order, with `wire` and `wire_role` filled: full_reprint
        where the byline, dateline or last line say so or nearly all words are shared with an agency's item,
        partly_based where fewer are. What is given stays, but for the role ``cites``, which says nothing of
        whose words an article's are: shared text puts full_reprint or partly_based in its place.

    Raises
    ------
    FramingError
        As in `agency`.

    Examples
    --------
    >>> import pandas as pd
    >>> articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"],
    ...                          "authors": ["The Associated Press"], "text": ["The port opened."]})
    >>> with_agency(articles)[["wire", "wire_role"]].values.tolist()
    [['associated_press', 'full_reprint']]
    """
    given = checked(articles)
    return _filled(articles, light(given), _gathered(given, audit, agencies))


def shown_and_filled(
    articles: Articles, audit: pd.DataFrame | None = None, *, text: bool = True
) -> tuple[pd.DataFrame, Articles]:
    """Return what `agency` and `with_agency` give, by one search: evidence, and articles filled in.

    Without `text`, words that articles share are no evidence, and not looked for.
    """
    given = checked(articles)
    found = _gathered(given, audit, (), text)
    return _table(light(given), audit, found), _filled(articles, light(given), found)


def _table(frame: pd.DataFrame, audit: pd.DataFrame | None, found: Evidence) -> pd.DataFrame:
    """Return the evidence as the table `agency`; what loading only guessed is no evidence of itself."""
    import pandas as pd

    guessed = _noted(audit)
    places = sorted(found)
    some = frame[["id", "outlet"]].iloc[places]
    rows = [
        (key, outlet, *piece)
        for place, key, outlet in zip(places, some["id"].astype("str"), some["outlet"], strict=True)
        for piece in sorted(found[place], key=_order)
        if piece.evidence != "column" or key not in guessed
    ]
    names = ["article", "outlet", *Piece._fields]
    table = pd.DataFrame(rows, columns=[{"role": "wire_role"}.get(name, name) for name in names])
    table = table.sort_values("article", kind="stable", ignore_index=True)
    strings = [c.name for c in schema("agency").columns.values() if c.type == "string"]
    return check(
        table.astype(dict.fromkeys(strings, "str") | {"words": "int64", "share": "float64"}), "agency"
    )


def _filled(articles: Articles, frame: pd.DataFrame, found: Evidence) -> Articles:
    """Return the articles with `wire` and `wire_role` by the strongest evidence of each."""
    import pandas as pd

    wires, roles = _given(frame["wire"]), frame["wire_role"].astype("str").tolist()
    for place, pieces in found.items():
        given, role = wires[place], roles[place]
        best = _best(pieces, given, role)
        if best is not None:
            wires[place], roles[place] = given if given and role != "cites" else best.wire, best.role
    index = articles.index if isinstance(articles, pd.DataFrame) else None
    columns = {"wire": wires, "wire_role": roles}
    return assigned(
        articles, **{name: pd.Series(values, index=index, dtype="str") for name, values in columns.items()}
    )


@dataclass(frozen=True)
class Lines:
    """What the articles of a part say of agencies themselves."""

    def __call__(self, frame: pd.DataFrame, beside: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
        """Return a row a piece of evidence."""
        import pandas as pd

        known = book()
        reader = Agencies(known)
        plain = frame[[*_COLUMNS]].astype(object)
        plain = plain.where(plain.notna(), None)
        rows = [
            (place, piece.wire, piece.role, piece.evidence, piece.detail)
            for place, (row, name) in enumerate(
                zip(plain.itertuples(index=False), frame["outlet"].astype("str"), strict=True)
            )
            for piece in lines(row, known.resolve(name), reader)
        ]
        table = pd.DataFrame(rows, columns=["row", "wire", "role", "evidence", "detail"])
        strings = dict.fromkeys(("wire", "role", "evidence", "detail"), "str")
        return {"lines": table.astype({"row": "int64", **strings})}


def _gathered(
    articles: Articles, audit: pd.DataFrame | None, agencies: str | Sequence[str], text: bool = True
) -> Evidence:
    """Return all evidence by article; shared text is looked for with what the rest has shown."""
    frame = light(articles)
    known = book()
    keys = {name: known.resolve(name) for name in frame["outlet"].astype("str").unique()}
    outlet = [keys[name] for name in frame["outlet"].astype("str")]
    own = _agencies(outlet, keys, agencies, known)
    pieces: Evidence = {}
    for place, (wire, role) in enumerate(zip(_given(frame["wire"]), frame["wire_role"], strict=True)):
        written = known.resolve(wire) if wire else None
        if said := column(written if written in known.entries else wire, str(role)):
            pieces[place] = said
    noted = _noted(audit)
    names = frame["id"].astype("str")
    for place in np.flatnonzero(names.isin(list(noted))).tolist():
        pieces.setdefault(place, []).extend(noted[names.iloc[place]])
    for table in over(articles, Lines(), what="agencies' lines").each("lines"):
        wires = _given(table["wire"])
        for place, wire, *more in zip(
            table["row"].tolist(), wires, table["role"], table["evidence"], table["detail"], strict=True
        ):
            pieces.setdefault(place, []).append(Piece(wire, *more))
    pieces = {place: _once(found) for place, found in pieces.items()}
    if not text:
        return pieces
    sources = [_source(key in own, key, pieces.get(place, ())) for place, key in enumerate(outlet)]
    witnesses = Witnesses(tuple(sources), np.array([key in own for key in outlet], dtype=bool))
    for place, piece in shared(articles, outlet, witnesses):
        pieces.setdefault(place, []).append(piece)
    return pieces


def _given(wire: pd.Series[str]) -> list[str | None]:
    """Return what a column says, None where it is blank."""
    return [name if isinstance(name, str) and name.strip() else None for name in wire.astype(object)]


def _agencies(
    outlet: Sequence[str], keys: dict[str, str], agencies: str | Sequence[str], known: Book
) -> frozenset[str]:
    """Return the keys of outlets that are agencies."""
    more = {str(name): known.resolve(str(name)) for name in several("agencies", agencies)}
    for name, key in more.items():
        if key not in set(outlet):
            raise FramingError(
                f"agencies: {brief(name)} is no outlet of the articles; "
                f"outlets: {', '.join(sorted(keys)) or 'none'}"
            )
    return frozenset(key for key in set(outlet) if known[key].agency or key in more.values())


def _noted(audit: pd.DataFrame | None) -> dict[str, list[Piece]]:
    """Return what loading noted, by article."""
    found: dict[str, list[Piece]] = {}
    if audit is None:
        return found
    table = check(audit, "audit")
    table = table[table["rule"].str.startswith("wire_") & table["article"].notna()]
    for article, rule, detail in zip(table["article"], table["rule"], table["detail"], strict=True):
        piece = from_audit(rule, detail)
        if piece:
            found.setdefault(str(article), []).append(piece)
    return found


def _source(is_agency: bool, key: str, pieces: Sequence[Piece]) -> str | None:
    """Return whose words an article has where they are an agency's: its outlet's, or those it reprints."""
    if is_agency:
        return key
    whole = next((p for p in sorted(pieces, key=_order) if p.role == "full_reprint"), None)
    # What is given stands against what a line may say.
    given = next((p for p in pieces if p.evidence == "column"), None)
    if whole is None or (given and given.role in ("partly_based", "credited")):
        return None
    return whole.wire or ""


def _once(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces without those that say the same again, as audit and text do of one dateline."""
    kept: dict[tuple[object, ...], Piece] = {}
    for piece in pieces:
        kept.setdefault((piece.wire, piece.role, piece.evidence, piece.detail[:40]), piece)
    return list(kept.values())


def _order(piece: Piece) -> tuple[int, bool, str]:
    """Order the strongest first; what is given before what is read, a name before none."""
    return _RANK[piece.role], piece.evidence != "column", piece.wire or "\uffff"


def _best(pieces: Sequence[Piece], given: str | None, role: str) -> Piece | None:
    """Return the piece that fills what an article lacks, or None where what is given stays."""
    usable = [p for p in pieces if p.evidence != "column"]
    if role == "cites":
        usable = [p for p in usable if p.evidence == "shared_text"]
    elif role != "none":
        # Whose the words are may be missing, what they are is given.
        usable = [p for p in usable if p.wire and p.role == role] if given is None else []
    elif given is not None:
        # An agency without a role: what speaks of that one comes first.
        usable = [p for p in usable if p.wire == given] or usable
    return min(usable, key=_order, default=None)
