"""What a reader is told: one list of findings of every kind, with the error of the whole report held."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import scipy.special
import scipy.stats

from framing.comparison.compare import Comparison
from framing.comparison.intervals import wilson
from framing.comparison.nodes import DRAWS, Selection, Units, select_nodes
from framing.comparison.permute import primary_measures
from framing.comparison.sums import COLLECTION, Flags, Floats, Ints
from framing.comparison.testing import ALPHA, REST
from framing.errors import FramingError, check_choice, check_number, several
from framing.features.claims import MEASURES, select_claims
from framing.findings.told_twice import list_directions
from framing.schema import MILLION, UNITS, check, empty, millionths, schema
from framing.views import numbers, vocabulary

if TYPE_CHECKING:
    from framing.features.measures import Wanted

Row = Mapping[str, Any]

#: The matters that are no measures: words of the outlets' own, and names and figures.
WORDS, NAMES, COPY = "words", "names and figures", "copies"
#: And whom demands are on, and whose doing things are said to be: the column that says it, and the kind.
CLAIMS = {"demands": ("addressee", "who must act"), "causes": ("agent", "whose doing")}

#: Measures of how an outlet writes whatever it tells: a matter only where they are named beforehand.
STYLE = ("figures",)

#: By certainty, the order in which findings are told.
CERTAINTY = ("significant", "described", "nominal", "inconclusive", "not estimable")

#: Words behind a number that are named, and items of one finding.
_NAMED, _ITEMS = 5, 12

#: Terms and speakers with less of a side's hits than this turn nothing, and are not left out.
_WORTH = 0.05

#: With fewer hits on the side that has more, or articles with any, a finding is fragile: nominal at most.
_HITS, _WITH = 10, 5

#: Articles in a hundred with a name's words that need not be that name.
_STRAYED = 0.05

#: Of so many outlets and more.
_MANY = 4

#: Up to this many articles every hit behind a finding is listed; of more, so many of each outlet and voice.
_EACH, _SOME = 2_000, 300

#: Characters of a sentence that is shown: neither a scrap nor a paragraph.
_SENTENCE = (40, 260)


def findings(
    result: Comparison,
    articles: pd.DataFrame | None = None,
    *,
    voices: pd.DataFrame | None = None,
    mentions: pd.DataFrame | None = None,
    items: pd.DataFrame | None = None,
    comparability: pd.DataFrame | None = None,
    pairs: pd.DataFrame | None = None,
    demands: pd.DataFrame | None = None,
    causes: pd.DataFrame | None = None,
    evidence: pd.DataFrame | None = None,
    measures: Wanted = None,
    primary: str | Sequence[str] | None = None,
    collection: str | None = None,
    level: float = ALPHA,
    draws: int = DRAWS,
    seed: int = 1,
) -> pd.DataFrame:
    """List what of a comparison may be told, the most certain first; `compare` holds all of it.

    Parameters
    ----------
    result : Comparison
        As `framing.compare` gives it.
    articles : pandas.DataFrame, optional
        The articles compared: then words, names and figures that some write and others don't are findings
        too, and each has the words and sentences behind it.
    voices : pandas.DataFrame, optional
        Their table `voices`, found where it is not given.
    mentions : pandas.DataFrame, optional
        Who is called what, as `framing.words.mentions` lists it.
    items : pandas.DataFrame, optional
        Names and figures, as `framing.facts.entities` lists them; found where it is not given.
    comparability : pandas.DataFrame, optional
        What else the articles differ in, as `framing.checks.comparability` says; made where it is not given.
    pairs : pandas.DataFrame, optional
        Facts that two outlets tell, as `framing.side_by_side` lists them: then whose wording of them is the
        more negative, surer and so on is told too.
    demands, causes : pandas.DataFrame, optional
        As `framing.frames.demands` and `framing.frames.causes` list them: told too is then on whom some put
        demands, and to whom they put something down, where others don't.
    evidence : pandas.DataFrame, optional
        Every sentence behind `measures`, as `framing.evidence` lists them; found where it is not given.
    measures : optional
        As in `framing.score`, where lexicons of the user's own were counted.
    primary : str or sequence of str
        Measures named beforehand, or groups of them: a family of their own. By default those of `result`.
    collection : {"unknown", "sample", "census"}, optional
        By default as in `result`. Of a census nothing is tested: the largest differences are described, and
        shuffled labels still say what chance makes.
    level : float
        The false discovery rate of each family.
    draws : int
        Times that labels are shuffled.
    seed : int

    Returns
    -------
    pandas.DataFrame
        The table `findings`, a row a matter (a measure with its variants in a voice) and its clearest pair;
        of words and names a row a group. See ``schemas/findings.toml``.

    Raises
    ------
    FramingError
        An argument is not what it should be.

    Notes
    -----
    See `framing.comparison.nodes` for the tests. Numbers in digits are a matter of style, tested where they
    are named as `primary`. A finding is significant if its matter is (Benjamini and
    Hochberg 1995), its pair is within the matter (Benjamini and Bogomolov 2014), its interval excludes no
    difference, and still does without any single article, speaker and term. On randomly dealt articles of one
    outlet some 3 reports in 100 have one; see `docs/methods.md`.

    Examples
    --------
    >>> import framing as fr
    >>> rows = [{"article": f"{o}{k}", "outlet": o, "part": "all", "voice": "outlet",
    ...          "measure": "hedges", "hits": 1 + 8 * (o == "x") + k % 3, "weight": 0, "tokens": 100}
    ...         for o in "xy" for k in range(8)]
    >>> found = findings(fr.compare(pd.DataFrame(rows)))
    >>> found.loc[0, ["certainty", "a", "b", "measure"]].tolist()
    ['significant', 'x', 'y', 'hedges']
    """
    collection = collection or ("census" if result.is_census else "unknown")
    check_choice("collection", collection, COLLECTION)
    rounds, start = check_number("draws", draws, 99), check_number("seed", seed)
    if not 0 < level < 1:
        raise FramingError(f"level {level!r} should lie between 0 and 1, as .05")
    units = result.units
    if units is None:
        return empty("findings")
    given = result.primary if primary is None else several("primary", primary)
    named = primary_measures(given, sorted(set(units.columns["measure"])))
    style = (units.columns["measure"].isin(STYLE) & ~units.columns["measure"].isin(named)).to_numpy()
    units = units if style.all() else units.select_columns(~style)
    claims = {"demands": demands, "causes": causes}
    data = _Behind(
        result, units, articles, voices, mentions, items, comparability, claims, measures, evidence
    )
    data.gather()
    mine = data.units.columns["measure"].isin(named).to_numpy()
    select = select_nodes(data.units, primary=mine, level=level, draws=rounds, seed=start)
    told = select.nodes.loc[select.nodes["p"] <= ALPHA, "node"]
    shown = {
        k % len(data.units.columns)
        for some in select.pairs.loc[select.pairs["node"].isin(told), "columns"]
        for k in some
    }
    data.find_hits(data.units.columns["measure"].iloc[sorted(shown)].tolist())
    rows = [*_measured(data, select, collection), *_written(data, select, collection)]
    if pairs is not None and len(pairs) and collection != "census":
        rows += list_directions(pairs, level)
    table = pd.DataFrame(rows)
    table["shuffled"] = select.shuffled
    table["clear"] = (table["certainty"] == "significant") & (select.shuffled <= ALPHA)
    sizes = select.nodes[select.nodes["tested"]].groupby("family").size()
    own = table["family"].map(sizes)
    table["family_size"] = own.fillna(table.get("family_size", pd.Series(dtype=float))).fillna(0).astype(int)
    # By certainty, named beforehand first, then by p.
    sure, later = table["certainty"].map(CERTAINTY.index), table["family"] != "primary"
    by = ["_sure", "_later", "p_adjusted", "p", "_away"]
    table = table.assign(_sure=sure, _later=later).sort_values(
        by, ascending=[True, True, True, True, False], kind="stable", ignore_index=True
    )
    table = table.drop(columns=["_sure", "_later", "_away"])
    table.insert(0, "rank", np.arange(1, len(table) + 1))
    for name, column in schema("findings").columns.items():
        if name in table and not column.missing and column.default is not None:
            table[name] = table[name].astype(object).where(table[name].notna(), column.default)
    return check(table, "findings")


@dataclass
class _Behind:
    """A comparison with the articles it was made of, and what is looked up in them."""

    result: Comparison
    units: Units
    articles: pd.DataFrame | None
    voices: pd.DataFrame | None
    mentions: pd.DataFrame | None
    items: pd.DataFrame | None
    comparability: pd.DataFrame | None
    claims: Mapping[str, pd.DataFrame | None]
    measures: Wanted
    evidence: pd.DataFrame | None
    hits: pd.DataFrame = field(default_factory=pd.DataFrame)
    cases: dict[str, pd.DataFrame] = field(default_factory=dict)

    def gather(self) -> None:
        """Put what the articles have or not, and who is called what, beside the measures."""
        if self.articles is None:
            return
        self.articles = check(self.articles, "articles")
        there = self.articles["id"].map(self.family).isin(set(self.units.rows["name"]))
        # Of sentences that say as much the first is shown, whatever the order in which articles came.
        self.articles = self.articles[there].sort_values("id", ignore_index=True)
        if self.articles.empty or ((self.units.rows["articles"] > 1).any() and not there.all()):
            return
        from framing.features.entities.sightings import entities
        from framing.text.voices.table import voices

        if self.voices is None:
            self.voices = voices(self.articles)
        if self.items is None:
            self.items = entities(self.articles)
        if self.comparability is None:
            from framing.comparison.comparability import comparability

            self.comparability = comparability(
                self.articles.assign(group=self.group_of.to_numpy()), by="group"
            )
        pairs = self.own_words
        self.units = self.units.with_items(WORDS, pairs["family"], pairs["item"])
        # What is named as the source of a report is no matter of it, nor is what an outlet calls itself.
        own = {name.casefold() for some in self.own_names.values() for name in some}
        own |= vocabulary.names_of_media(self.articles["outlet"].astype(str))
        # On which day an article appeared is no matter of wording.
        item = self.items["item"].astype("str").str.casefold()
        told = item.notna() & ~item.isin(own) & ~self.items["kind"].isin(["date", "year"])
        named = self.items[told]
        self.units = self.units.with_items(NAMES, named["article"].map(self.family), named["item"])
        role = self.articles.loc[self.articles["wire_role"].isin(["full_reprint", "partly_based"])]
        self.units = self.units.with_items(
            COPY, role["id"].map(self.family), pd.Series("agency copy", role.index)
        )
        claims = {node: table for node, table in self.claims.items() if table is not None and len(table)}
        for node, table in claims.items():
            self._claim(node, table)
        if self.mentions is not None and len(self.mentions):
            self._call_names(self.mentions)

    def _claim(self, node: str, table: pd.DataFrame) -> None:
        """Add who is named in demands, or behind something, and keep each case as a hit of its measures."""
        column, _ = CLAIMS[node]
        named = select_claims(table, column)
        self.units = self.units.with_items(node, named["article"].map(self.family), named[column])
        row = table["article"].map(self.family).map(self.units.member)
        found = table.assign(row=row, term=table["cue"], speaker_key=table["speaker"], weight=1.0)
        if "verb" in table.columns:
            found["term"] = table["verb"]
        self.cases[node] = found[row.notna()].astype({"row": int})

    def _call_names(self, mentions: pd.DataFrame) -> None:
        """Add a column a form of a name: its share of the mentions of whoever is meant, in own words."""
        own = mentions[mentions["voice"].isin(["outlet", "all"])]
        row = own["article"].map(self.family).map(self.units.member)
        # Whether courtesy titles are written is house style.
        form = own["form"].astype(str).str.replace(r"^(?:Mr|Mrs|Ms|Dr)\b\.? ", "", regex=True)
        own = own.assign(row=row, form=form)[row.notna()]
        forms = own.groupby(["referent", "form"], observed=True)["row"].nunique()
        forms = forms[forms >= 3].index
        if not len(forms):
            return
        size = (len(self.units.rows), len(forms))
        x, d = np.zeros(size), np.zeros(size)
        for place, (referent, form) in enumerate(forms):
            about = own[(own["referent"] == referent).to_numpy()]
            np.add.at(d[:, place], about["row"].astype(int).to_numpy(), 1)
            mine = about[(about["form"] == form).to_numpy()]
            np.add.at(x[:, place], mine["row"].astype(int).to_numpy(), 1)
        columns = pd.DataFrame(
            {
                "genre": "news", "part": "all", "voice": "outlet", "unit": "share",
                "measure": [f"called.{form}" for _, form in forms],
                "target": [str(referent) for referent, _ in forms],
                "node": [f"called|{referent}" for referent, _ in forms],
            }
        )  # fmt: skip
        news = (self.units.rows["genre"] == "news").to_numpy()[:, None]
        x, d = x * news, d * news
        self.units = self.units.with_columns(
            columns, x=x * MILLION, d=d, has=(x > 0).astype(float), n=(d > 0).astype(float)
        )

    @cached_property
    def family(self) -> dict[str, str]:
        """The name of each article's family of copies."""
        if self.articles is None:
            return {}
        ids, copies = self.articles["id"].astype(str), self.articles["copy_group"].astype(object)
        least = ids.groupby(copies.where(copies.notna(), ids)).transform("min")
        return dict(zip(ids, least, strict=True))

    @property
    def group_of(self) -> pd.Series:
        """The group of each article."""
        assert self.articles is not None
        names = np.array([*self.units.groups], dtype=object)
        row = self.articles["id"].map(self.family).map(self.units.member)
        return pd.Series(
            names[self.units.rows["group"].to_numpy()[row]], index=self.articles["id"], dtype="str"
        )

    @cached_property
    def own_names(self) -> dict[str, frozenset[str]]:
        """What outlets call themselves, by outlet: it is no word of theirs on the matter."""
        from framing.comparison.wording.words import own_names

        assert self.articles is not None
        return own_names([self.articles])

    @cached_property
    def own_words(self) -> pd.DataFrame:
        """Return which content words stand in each article's own words: `family` and `item`."""
        from framing.comparison.wording.keyness import Style
        from framing.features.entities.sightings import name_words
        from framing.features.terms import choice, count

        assert self.articles is not None
        voices: Any = self.voices if self.voices is not None and len(self.voices) else None
        voice = None if voices is None else "outlet"
        wanted = choice(voices=voices, voice=voice, stop="english")
        found = count(self.articles, wanted)
        names = {word for some in self.own_names.values() for word in some}
        names |= name_words(self.items) if self.items is not None else set()
        terms = found.terms.to_pandas().to_numpy(object)
        told = ~Style.of(wanted).mask(found.terms)
        # How states and titles are abbreviated is house style.
        told &= [
            len(word) > 1 and word[0].isalpha() and word[-1] != "." and word not in names for word in terms
        ]
        at = found.counts.tocoo()
        family = self.articles["id"].map(self.family).to_numpy(object)
        frame = pd.DataFrame({"family": family[found.row[at.row]], "item": terms[at.col]})
        return frame[told[at.col]]

    @cached_property
    def cells(self) -> list[str]:
        """The columns that tell cells apart."""
        skip = ("unit", "node")
        return [name for name in self.units.columns if name not in skip and name in self.result.profile]

    @cached_property
    def profiles(self) -> dict[tuple[str, ...], Row]:
        """The rows of the profile by group and cell."""
        rows = self.result.profile.to_dict("records")
        return {(str(row["group"]), *_key(row, self.cells)): row for row in rows}

    @cached_property
    def contrasts(self) -> dict[tuple[str, ...], Row]:
        """The rows of the contrast by pair and cell."""
        rows = self.result.contrast.to_dict("records")
        return {(str(row["a"]), str(row["b"]), *_key(row, self.cells)): row for row in rows}

    @cached_property
    def provenance(self) -> str:
        """Whether some text is invented."""
        return "illustrative" if (self.result.profile["provenance"] == "illustrative").any() else "published"

    @cached_property
    def labels(self) -> tuple[Ints, Any]:
        """The group of each unit, by number, and its kind."""
        return self.units.rows["group"].to_numpy(), self.units.rows["genre"].to_numpy(dtype=object)

    def masks(self, a: str, b: str, genre: str = "") -> tuple[Flags, Flags]:
        """Return the units of both sides, of one kind of article; `rest` is all but the other side."""
        group, genres = self.labels
        here = np.ones(len(group), bool)
        if genre and "genre" in self.units.columns:
            here = genres == genre
        places = (self.units.groups.index(name) if name != REST else -1 for name in (a, b))
        one, other = (group == place for place in places)
        first, second = (~other if a == REST else one), (~one if b == REST else other)
        return first & here, second & here

    @cached_property
    def covariates(self) -> pd.DataFrame | None:
        """Length, date, kind and event of each article; None where they are too many to be told apart."""
        if self.articles is None or (self.units.rows["articles"] > 1).any():
            return None
        from framing.comparison.comparability import covariates_of

        return covariates_of(self.articles)

    @cached_property
    def outlets(self) -> Any:
        """The outlet of each unit where groups of outlets are compared; else nothing."""
        found = np.full(len(self.units.rows), "", dtype=object)
        if self.articles is not None and not set(self.units.groups) <= set(self.articles["outlet"]):
            found[self.articles["id"].map(self.family).map(self.units.member)] = self.articles["outlet"]
        return found

    @cached_property
    def places(self) -> dict[tuple[str, str], int]:
        """The column of each item, by its node."""
        items = self.units.items
        return {pair: at for at, pair in enumerate(zip(items["node"], items["item"], strict=True))}

    def find_hits(self, names: Sequence[str]) -> None:
        """Find the hits of some measures, each with its unit in the column `row`."""
        from framing.features.evidence import evidence
        from framing.features.measures import on_request, registry, resolve

        own = {one.name: one for one in resolve(self.measures)} if self.measures is not None else {}
        known = {**on_request(), **registry(), **own}
        wanted = [known[name] for name in dict.fromkeys(names) if name in known]
        if self.articles is None or not wanted:
            return
        ids = self.articles["id"].astype(str)
        if self.evidence is not None and {one.name for one in wanted} <= own.keys():
            # As they would be found: by article, then by measure.
            places = {one.name: m for m, one in enumerate(wanted)}
            some = self.evidence[self.evidence["measure"].isin(places) & self.evidence["article"].isin(ids)]
            order = np.lexsort([some["measure"].map(places), some["article"].astype(object)])
            found = some.iloc[order].reset_index(drop=True)
        else:
            limit = None if len(self.articles) <= _EACH else _SOME
            found = evidence(self.articles, wanted, voices=self.voices, limit=limit)
        row = found["article"].map(self.family).map(self.units.member)
        # What stands there, and not the entry that found it: commit* is not what anybody wrote.
        found = found.assign(row=row, term=write_terms(found, self.articles))[row.notna()]
        self.hits = found.astype({"row": int})

    def hits_of(self, row: Row) -> pd.DataFrame:
        """Return the hits behind a measure in a voice."""
        if (cases := self.cases.get(str(row["measure"]).partition(".")[0])) is not None:
            column, polarity = MEASURES[str(row["measure"])]
            return select_claims(cases[cases[column] == row["target"]], column, polarity)
        found = self.hits
        if found.empty:
            return found
        mask = found["measure"] == row["measure"]
        for column in ("voice", "part"):
            if row.get(column, "all") != "all":
                mask &= found[column] == row[column]
        if isinstance(row.get("target"), str):
            mask &= found["target"].astype(object) == row["target"]
        if row["unit"] == "share":
            # The hits of a share are those of its class.
            mask &= found["weight"] > 0
        return found[mask]


def _key(row: Row, cells: Sequence[str]) -> tuple[str, ...]:
    return tuple("" if row.get(name) is None or row[name] != row[name] else str(row[name]) for name in cells)


# Findings of measures.

#: By the first part of a measure's name, the kind of its findings; of all others tone and stance terms.
_KINDS = {
    "sources": "who speaks", "called": "called what", "stance": "stance", "frame": "frame",
    **{name: kind for name, (_, kind) in CLAIMS.items()},
}  # fmt: skip


def _measured(data: _Behind, select: Selection, collection: str) -> Iterator[dict[str, Any]]:
    """Yield a row a matter: its clearest pair, and how sure that is."""
    cells = data.units.columns.to_dict("records")
    first = {str(cell["node"]): cell for cell in reversed(cells)}
    # The clearest pair of each matter comes first.
    pairs = select.pairs.sort_values("p", kind="stable")
    matter = {(name, family): part for (name, family), part in pairs.groupby(["node", "family"])}
    for node in select.nodes.to_dict("records"):
        if node["node"] in (WORDS, NAMES, COPY, *CLAIMS):
            continue
        told = matter.get((node["node"], node["family"]))
        if told is None:
            yield _blank(data, node, first[str(node["node"])])
            continue
        best, *others = told.to_dict("records")
        row: dict[str, Any] = {}
        for column in best["columns"]:
            at, presence = column % len(cells), column >= len(cells)
            cell = cells[at]
            made = _sides(data, str(best["a"]), str(best["b"]), at, cell, presence=presence)
            row = row or made
            if made["_outside"]:
                # What has an interval that excludes 1 or 0 stands for the others.
                row = made
                break
        row |= {
            "kind": _KINDS.get(str(cell["measure"]).partition(".")[0], "tone and stance terms"),
            "matter": node["node"], "family": node["family"], "p": float(best["p"]),
            "p_adjusted": node["p_adjusted"], "provenance": data.provenance,
        }  # fmt: skip
        outside = row.pop("_outside")
        significant = bool(node["selected"] and best["found"] and outside)
        row["certainty"] = "inconclusive"
        if significant or node["p"] <= ALPHA:
            _explain(data, row, at, presence=presence, outside=outside)
            row["certainty"] = "significant" if significant and not row["rests_on"] else "nominal"
        if collection == "census":
            row["certainty"] = "described"
        other = (one for one in others if one["found"] and (one["a"], one["b"]) != (best["a"], best["b"]))
        more = [f"{one['a']} against {one['b']}" for one in other]
        count = partial(_present, data, at)
        genre = str(row.get("genre", ""))
        row["others"] = _count_by_group(data, genre, count) if presence else _order(data, cell)
        if more:
            row["others"] += f"; also {', '.join(more)}"
        yield row


def _blank(data: _Behind, node: Row, cell: Row) -> dict[str, Any]:
    kept = {name: cell[name] for name in data.cells if name in cell}
    kind = _KINDS.get(str(cell["measure"]).partition(".")[0], "tone and stance terms")
    return {
        **kept, "kind": kind, "matter": node["node"], "family": node["family"], "unit": cell["unit"],
        "certainty": "not estimable", "p_adjusted": np.nan, "p": np.nan, "provenance": data.provenance,
        "_away": 0.0, "note": "no arrangement of these articles could give p of .05",
    }  # fmt: skip


def _sides(data: _Behind, a: str, b: str, at: int, cell: Row, *, presence: bool) -> dict[str, Any]:
    """Return the estimates of both sides, the higher first, and their difference."""
    kept = {name: cell[name] for name in data.cells if name in cell}
    if presence:
        counts = [_present(data, at, mask) for mask in data.masks(a, b, str(cell.get("genre", "")))]
        named = [(name, *one) for name, one in zip((a, b), counts, strict=True)]
        named.sort(key=lambda one: -one[1] / max(one[2], 1))
        row = {**kept, "unit": "articles", **_shares(named), "scale": "difference", "_outside": True}
        return row | _gap(row)
    key = _key(cell, data.cells)
    contrast = data.contrasts.get((a, b, *key))
    x, d = data.units.x[:, at], data.units.d[:, at]
    masks = data.masks(a, b, str(cell.get("genre", "")))
    made = _difference(data, at, masks, x, d)
    if contrast is not None and contrast["low"] == contrast["low"]:
        made = float(contrast["estimate"]), float(contrast["low"]), float(contrast["high"])
    ratio = UNITS[str(cell["unit"])].ratio if contrast is None else contrast["scale"] == "ratio"
    down = made[0] < (1.0 if ratio else 0.0)
    first, second = (b, a) if down else (a, b)
    if down:
        turned = [(1 / one if one else np.inf) if ratio else -one for one in made]
        made = turned[0], turned[2], turned[1]
    null = 1.0 if ratio else 0.0
    row = {
        **kept, "unit": cell["unit"], "a": first, "b": second, "scale": "ratio" if ratio else "difference",
        "estimate": made[0], "low": made[1], "high": made[2], "_outside": bool(made[1] > null),
        "_away": float(np.log(made[0])) if ratio and 0 < made[0] < np.inf else 0.0,
    }  # fmt: skip
    for side, name in (("a", first), ("b", second)):
        profile = data.profiles.get((name, *key))
        if profile is not None:
            row |= {f"{what}_{side}": profile[what] for what in ("estimate", "low", "high")}
            row[f"n_{side}"] = int(profile["n_articles"])
            continue
        mask = masks[0] if name == a else masks[1]
        total = d[mask].sum()
        scale = UNITS[str(cell["unit"])].scale
        row |= {f"estimate_{side}": scale * x[mask].sum() / total if total else np.nan}
        row[f"n_{side}"] = int((d[mask] > 0).sum())
    return row


def _present(data: _Behind, at: int, mask: Flags) -> tuple[int, int]:
    """Return in how many articles there is a hit, of how many."""
    return int(data.units.has[mask, at].sum()), int(data.units.n[mask, at].sum())


def _shares(named: Sequence[tuple[str, int, int]]) -> dict[str, Any]:
    """Return both sides' shares of articles with Wilson's intervals."""
    row: dict[str, Any] = {}
    for side, (name, with_it, n) in zip("ab", named, strict=True):
        low, high = wilson(with_it / n, n) if n else (np.nan, np.nan)
        row |= {
            side: name, f"estimate_{side}": with_it / n if n else np.nan, f"low_{side}": low,
            f"high_{side}": high, f"n_{side}": n,
        }  # fmt: skip
    return row


def _gap(row: Row) -> dict[str, float]:
    """Return the difference of two shares with Newcombe's interval (1998, Stat. Med. 17, method 10)."""
    a, b = row["estimate_a"], row["estimate_b"]
    down = np.hypot(a - row["low_a"], row["high_b"] - b)
    up = np.hypot(row["high_a"] - a, b - row["low_b"])
    return {"estimate": a - b, "low": a - b - down, "high": a - b + up, "_away": a - b}


def _difference(
    data: _Behind, at: int, masks: tuple[Flags, Flags], x: Floats, d: Floats
) -> tuple[float, float, float]:
    """Return a pooled difference within events and its interval by the linearised variance and Welch's t."""
    unit = UNITS[str(data.units.columns["unit"].iloc[at])]
    strata = data.units.strata
    parts = []
    for one in np.unique(strata):
        sides = []
        for mask in masks:
            rows = mask & (strata == one) & (d > 0)
            n, total = int(rows.sum()), d[rows].sum()
            if n:
                rate = x[rows].sum() / total
                spread = ((x[rows] - rate * d[rows]) ** 2).sum() / total**2
                sides.append((rate, spread * n / (n - 1) if n > 1 else np.nan, n))
        if len(sides) == 2:
            parts.append(sides)
    if not parts:
        return np.nan, np.nan, np.nan
    weight = np.array([p[0][2] * p[1][2] / (p[0][2] + p[1][2]) for p in parts])
    weight = weight / weight.sum()
    rate, variance, df = np.zeros(2), np.zeros(2), np.zeros(2)
    for side in (0, 1):
        each = np.array([p[side] for p in parts])
        spread = np.where(np.isnan(each[:, 1]), np.nanmax(each[:, 1], initial=0.0), each[:, 1])
        rate[side], variance[side] = (weight * each[:, 0]).sum(), (weight**2 * spread).sum()
        df[side] = max(each[:, 2].sum() - len(each), 1)
    if unit.ratio:
        if min(rate) <= 0:
            return (np.inf if rate[0] > 0 else 0.0 if rate[1] > 0 else np.nan), np.nan, np.nan
        variance = variance / rate**2
        gap = np.log(rate[0] / rate[1])
    else:
        gap = (rate[0] - rate[1]) * unit.scale
        variance = variance * unit.scale**2
    total = variance.sum()
    if total <= 0:
        return (float(np.exp(gap)) if unit.ratio else float(gap)), np.nan, np.nan
    half = scipy.special.stdtrit(total**2 / (variance**2 / df).sum(), 0.975) * np.sqrt(total)
    ends = np.array([gap, gap - half, gap + half])
    estimate, low, high = np.exp(ends) if unit.ratio else ends
    return float(estimate), float(low), float(high)


def _order(data: _Behind, cell: Row) -> str:
    """Return all groups in order of their number."""
    key = _key(cell, data.cells)
    found = []
    for group in data.units.groups:
        profile = data.profiles.get((group, *key))
        if profile is None or profile["estimate"] != profile["estimate"]:
            continue
        value = float(profile["estimate"])
        found.append((-value, f"{group} {numbers.estimate(value, str(cell['unit']))}"))
    return ", ".join(said for _, said in sorted(found))


def _count_by_group(data: _Behind, genre: str, count: Callable[[Flags], tuple[int, int]]) -> str:
    """Say of each group in how many of its articles something is, the greatest share first."""
    counts = [(*count(data.masks(group, REST, genre)[0]), group) for group in data.units.groups]
    order = sorted((-k / n, group, k, n) for k, n, group in counts if n)
    return ", ".join(f"{group} {k} of {n}" for _, group, k, n in order)


# What a finding rests on: the articles, speakers and terms without which there is none, and its words.


def _explain(data: _Behind, row: dict[str, Any], at: int, *, presence: bool, outside: bool) -> None:
    """Fill in the words behind a finding, what it rests on, and what it goes with."""
    genre = str(row.get("genre", ""))
    masks = data.masks(row["a"], row["b"], genre)
    hits = data.hits_of(row)
    row["rests_on"] = _rests_on(data, row, at, masks, hits, presence=presence) if outside else ""
    most = max(int(data.units.has[mask, at].sum()) for mask in masks)
    few = "few articles" if most < _WITH else ""
    if len(hits):
        listed = [hits[mask[hits["row"]]] for mask in masks]
        for side, own in zip("ab", listed, strict=True):
            row[f"words_{side}"] = _named(own["term"].value_counts(), len(own))
            row |= _sentence(own, side)
        # What articles have or not rests on articles.
        rare = max(map(len, listed)) < _HITS and (not presence or vocabulary.is_claim(row["measure"]))
        few = "few hits" if rare else few
    elif str(row["measure"]).startswith("sources.") and data.voices is not None:
        _speakers(data, row, masks)
    row["rests_on"] = row["rests_on"] or few * outside
    values = (data.units.has, data.units.n) if presence else (data.units.x, data.units.d)
    x, d = (part[:, at] for part in values)
    _compare_with(data, row, masks, x, d, ratio=row["scale"] == "ratio")


def _named(counts: pd.Series, total: int) -> str:
    """Return the commonest words with their shares.

    >>> _named(pd.Series({"trust": 6, "hope": 3, "fear": 1}), 10)
    'trust 60 %, hope 30 %, fear 10 %'
    """
    order = sorted(counts.items(), key=lambda one: (-one[1], one[0]))[:_NAMED]
    return ", ".join(f"{word} {100 * n / total:.0f} %" for word, n in order)


def _sentence(own: pd.DataFrame, side: str) -> dict[str, str]:
    """Return a sentence that holds the commonest term, of a length that can be read."""
    if own.empty:
        return {}
    size = own["sentence"].astype(str).str.len()
    short = own[(size >= _SENTENCE[0]) & (size <= _SENTENCE[1])]
    short = short if len(short) else own
    rank = short["term"].map(own["term"].value_counts())
    best = short.loc[rank.idxmax()]
    return {
        f"sentence_{side}": " ".join(str(best["sentence"]).split()),
        f"article_{side}": str(best["article"]),
    }


def _speakers(data: _Behind, row: dict[str, Any], masks: tuple[Flags, Flags]) -> None:
    """Name who speaks, of the kind or country that a finding is of."""
    assert data.voices is not None
    spoken = data.voices[data.voices["speaker_key"].notna()]
    target = row.get("target")
    if isinstance(target, str):
        column = "speaker_country" if str(row["measure"]).endswith("by_country") else "speaker_type"
        spoken = spoken[spoken[column].astype(object) == target]
    place = spoken["article"].map(data.family).map(data.units.member)
    spoken = spoken.assign(row=place)[place.notna()].drop_duplicates(["article", "attribution"])
    for side, mask in zip("ab", masks, strict=True):
        own = spoken[mask[spoken["row"].astype(int)]]
        if len(own):
            row[f"words_{side}"] = _named(own["speaker_key"].astype(str).value_counts(), len(own))


@cache
def _give_exact_p(*table: tuple[int, int]) -> float:
    """Return p of Fisher's exact test, asked for again with each article left out."""
    return float(scipy.stats.fisher_exact(table).pvalue)


def _rests_on(
    data: _Behind, row: Row, at: int, masks: tuple[Flags, Flags], hits: pd.DataFrame, *, presence: bool
) -> str:
    """Return what turns the finding when left out: an article, else an outlet, a speaker, a term."""
    units, both = data.units, masks[0] | masks[1]
    x, d = units.x[:, at].copy(), units.d[:, at].copy()
    unit = UNITS[str(units.columns["unit"].iloc[at])]

    def turns(new_x: Floats, new_d: Floats) -> bool:
        if presence:
            hits = [(int(new_x[mask].sum()), int(new_d[mask].sum())) for mask in masks]
            return _give_exact_p(*((hit, of - hit) for hit, of in hits)) > ALPHA
        made = _difference(data, at, masks, new_x, new_d)
        null = 1.0 if row["scale"] == "ratio" else 0.0
        return not (made[1] > null or made[2] < null)

    if presence:
        x, d = units.has[:, at].copy(), units.n[:, at].copy()
    if turns(x, d):
        return "the way of computing its interval"
    for place in np.flatnonzero(both & (d > 0)):
        if units.rows["articles"].iloc[place] > 1 and str(units.rows["name"].iloc[place]).startswith(
            "bundle"
        ):
            break
        without = d.copy()
        without[place] = 0.0
        if turns(np.where(without > 0, x, 0.0), without):
            return f"article: {_title(data, str(units.rows['name'].iloc[place]))}"
    for outlet in sorted(set(data.outlets[both]) - {""}):
        gone = data.outlets == outlet
        # A group of one outlet is that outlet.
        left = all((d[mask & ~gone] > 0).any() for mask in masks)
        if left and turns(np.where(gone, 0.0, x), np.where(gone, 0.0, d)):
            return f"outlet: {outlet}"
    if hits.empty or len(data.units.member) > _EACH:
        return ""
    value = millionths(hits["weight"]) if unit.numerator == "weight" else pd.Series(1.0, index=hits.index)
    row_of = hits["row"].to_numpy()
    for kind, column in (("speaker", "speaker_key"), ("term", "term")):
        if column not in hits or hits[column].isna().all():
            continue
        # Forms of one expression, as illegal immigrant and immigrants, are one; it goes by its commonest.
        one = hits[column] if kind == "speaker" else hits[column].map(stem_term)
        code, names = pd.factorize(one)
        if kind == "term" and (len(names) == 1 or re.match(r"stance\.|loaded$", str(row["measure"]))):
            # Figures, or the name of whoever a judgement is toward: without it there is nothing to judge. A
            # choice between two words for one thing is of one word.
            continue
        share = np.zeros(len(names))
        for mask in masks:
            side = mask[row_of] & (code >= 0)
            share = np.maximum(
                share, np.bincount(code[side], minlength=len(names)) / max(mask[row_of].sum(), 1)
            )
        for at_name in np.flatnonzero(share >= _WORTH):
            own = code == at_name
            less_x, less_d = x.copy(), d.copy()
            if presence:
                less_x[np.setdiff1d(row_of[own], row_of[~own])] = 0.0
            else:
                np.subtract.at(less_x, row_of[own], value.to_numpy()[own])
                if unit.denominator == "hits":
                    np.subtract.at(less_d, row_of[own], 1.0)
            if turns(less_x, np.maximum(less_d, 0.0)):
                return f"{kind}: {hits[column][own].value_counts().index[0]}"
    return ""


def write_terms(hits: pd.DataFrame, articles: pd.DataFrame) -> list[str]:
    """Return the words of each hit as they stand in its article, in lower case."""
    frame = articles.set_index("id")
    texts = {part: dict(zip(frame.index, frame[part].astype(str), strict=True)) for part in ("title", "text")}
    return [
        texts["title" if part == "headline" else "text"][article][start:end].casefold()
        for article, part, start, end in zip(
            hits["article"], hits["part"].astype(str), hits["start"], hits["end"], strict=True
        )
    ]


@cache
def stem_term(term: str) -> str:
    """Return what the forms of an expression have in common.

    >>> stem_term("illegal immigrants") == stem_term("illegal immigrant")
    True
    """
    from nltk.stem import PorterStemmer

    return " ".join(map(PorterStemmer().stem, term.split()))


def _title(data: _Behind, name: str) -> str:
    if data.articles is None:
        return name
    titles = dict(zip(data.articles["id"].astype(str), data.articles["title"], strict=True))
    title = titles.get(name)
    return f"“{' '.join(title.split())}”" if isinstance(title, str) and title.strip() else name


def _compare_with(
    data: _Behind, row: dict[str, Any], masks: tuple[Flags, Flags], x: Floats, d: Floats, *, ratio: bool
) -> None:
    """Fill in what else the articles differ in, and the difference with that held."""
    if data.comparability is not None and len(data.comparability):
        # Of a group against all others, what it differs in from any of them.
        table, pair = data.comparability, {row["a"], row["b"]} - {REST}
        same = [pair <= {a, b} for a, b in zip(table["a"], table["b"], strict=True)]
        row["warnings"] = "; ".join(str(said) for said in table.loc[same, "warnings"] if said)
    if data.covariates is None:
        return
    from framing.comparison.comparability import adjust_difference, describe_adjustment

    name = data.units.rows["name"]
    here = (masks[0] | masks[1]) & name.isin(data.covariates.index).to_numpy() & (d > 0)
    found = adjust_difference(
        x[here], d[here], masks[0][here], data.covariates.loc[name[here]].reset_index(drop=True), ratio=ratio
    )
    scale = 1.0 if ratio or row["unit"] == "articles" else UNITS[str(row["unit"])].scale
    for column, value in zip(("adjusted", "adjusted_low", "adjusted_high"), found[1:4], strict=True):
        row[column] = value * scale
    row["goes_with"] = describe_adjustment(found)


# Findings of words, names and copies: what some articles have, and others have not.


def _written(data: _Behind, select: Selection, collection: str) -> Iterator[dict[str, Any]]:
    """Yield a row a matter and pair, with the words that one side wrote and the other did not or less."""
    nodes = select.nodes.set_index("node")
    for node in (WORDS, NAMES, COPY, *CLAIMS):
        if node not in nodes.index:
            continue
        about = nodes.loc[node]
        items = select.items[(select.items["node"] == node).to_numpy()]
        told: dict[tuple[str, ...], dict[str, tuple[float, list[tuple[str, int, int]]]]] = {}
        for one in items.sort_values("p", kind="stable").to_dict("records"):
            masks = data.masks(one["a"], one["b"], "news")
            sides = [
                (name, *_item(data, node, one["item"], mask)) for name, mask in zip("ab", masks, strict=True)
            ]
            sides = sorted(
                ((one[side], k, n) for side, k, n in sides), key=lambda side: -side[1] / max(side[2], 1)
            )
            # What all others wrote and one group didn't is that group's.
            key = (sides[0][0], sides[1][0]) if sides[0][0] == REST else (sides[0][0],)
            p, seen = told.setdefault(key, {}).setdefault(one["item"], (one["p"], sides[:1]))
            seen.append(sides[1])
        base = {
            "kind": CLAIMS[node][1] if node in CLAIMS else "copy and reuse" if node == COPY else "wording",
            "measure": node, "matter": node,
            "family": "exploratory", "unit": "articles", "voice": "outlet" if node == WORDS else "all",
            "scale": "difference", "p": about["p"], "p_adjusted": about["p_adjusted"], "_away": 0.0,
            "provenance": data.provenance,
        }  # fmt: skip
        if not told:
            yield {**base, "certainty": "inconclusive" if about["tested"] else "not estimable"}
        for (group, *_), found in told.items():
            # The clearest first; of equals what more articles have.
            order = sorted(found, key=lambda item: (found[item][0], -found[item][1][0][1], item))
            order = [item for item in order if node in CLAIMS or not _is_own(data, item, group)]
            if node == NAMES:
                order = [item for item in order if not _stands_in(data, item, *found[item][1])]
            if node == WORDS:
                order = [item for item in order if not _is_in_names(data, item)]
            if not order:
                continue
            p, sides = found[order[0]]
            least = min(sides[1:], key=lambda side: side[1] / max(side[2], 1))
            row = {**base, "item": order[0], "p": p, **_shares([sides[0], least])}
            row |= _gap(row)
            none = all(side[1] == 0 for item in order for side in found[item][1][1:])
            if node == NAMES and none and group != REST and data.group_of.nunique() >= _MANY:
                # What one of many alone names is its programme, its reporter or its running story.
                continue
            # Who quotes a word doesn't never write it.
            if node == NAMES or (
                node == WORDS and not any(_stands_in(data, one, *found[one][1]) for one in order)
            ):
                row["kind"] = "says and never says" if none else row["kind"]
            row["words_a"] = ", ".join(_against(item, found[item][1]) for item in order[:_ITEMS])
            row["note"] = f"{len(order)} in all" if len(order) > _ITEMS else ""
            row["certainty"] = "described" if collection == "census" else "significant"
            masks = data.masks(row["a"], row["b"], "news")
            if node in CLAIMS:
                said = select_claims(data.cases[node], CLAIMS[node][0])
                there = said.loc[said[CLAIMS[node][0]] == order[0], "row"].to_numpy()
                if masks[0][there].sum() < _HITS:
                    row |= {"certainty": "nominal", "rests_on": "few hits"}
            row["others"] = _count_by_group(data, "news", partial(_item, data, node, order[0]))
            row |= {} if group == REST else _quoted(data, order[0], masks[0], node)
            at = data.places[node, order[0]]
            there, every = data.units.there[:, at], data.units.rows["articles"].to_numpy(float)
            _compare_with(data, row, masks, there, every, ratio=False)
            yield row


def _against(item: str, sides: Sequence[tuple[str, int, int]]) -> str:
    """Say in how many articles an item is, and in how many of the others.

    >>> _against("tariffs", [("a_post", 9, 10), ("b_times", 0, 8), ("rest", 1, 20)])
    'tariffs 9 of 10 (b_times 0 of 8, rest 1 of 20)'
    """
    (_, k, n), *others = sides
    return f"{item} {k} of {n} ({', '.join(f'{name} {with_it} of {of}' for name, with_it, of in others)})"


def _item(data: _Behind, node: str, item: str, mask: Flags) -> tuple[int, int]:
    """Return in how many articles of a side an item is, of how many."""
    there = data.units.there[:, data.places[node, item]]
    return int(there[mask].sum()), int(data.units.rows["articles"].to_numpy()[mask].sum())


def _is_in_names(data: _Behind, item: str) -> bool:
    """Say whether a word stands with a capital as a rule: it is part of a name, and no word."""
    if data.articles is None:
        return False
    found = data.articles["text"].astype(str).str.findall(rf"\b(?i:{re.escape(item)})\b").explode().dropna()
    return bool(len(found)) and 2 * found.str[0].str.isupper().sum() > len(found)


def _stands_in(data: _Behind, item: str, higher: tuple[str, int, int], *lower: tuple[str, int, int]) -> bool:
    """Say whether an item is in more articles of a lower side than counted: in another form, or quoted."""
    if data.articles is None:
        return False
    row = data.articles["id"].map(data.family).map(data.units.member).to_numpy()
    # *Prop 8* is *Prop. 8* too.
    forms = rf"\b(?i:{re.escape(item)})\b".replace(r"\ ", r"\.?\s+")
    head, of, what = map(re.escape, item.partition(" of "))
    if of:
        # *The House* and *the Justice Department*; the White House is another.
        forms += rf"|(?:^|[^\w\s]\s*|\b[a-z]+ )(?:{head}|{what} {head})\b"
    there = data.articles["text"].astype(str).str.contains(forms).to_numpy()
    sides = [(data.masks(higher[0], name, "news")[1][row], k, n) for name, k, n in lower]
    return any(there[mask].mean() > k / n + _STRAYED for mask, k, n in sides if n and mask.any())


def _is_own(data: _Behind, item: str, group: str) -> bool:
    """Say whether a group writes a word mostly beside its own name, as that of one of its programmes.

    Or whether it stands in a passage that the group prints again and again.
    """
    if data.articles is None or group == REST:
        return False
    own = data.articles[(data.group_of == group).to_numpy()]
    names = frozenset[str]().union(*(vocabulary.names_of(str(one)) for one in own["outlet"].unique()))
    called = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b", re.IGNORECASE)
    word = re.compile(rf"\b{re.escape(item)}\b", re.IGNORECASE)
    texts = own["text"].astype(str)
    said = [one.strip() for text in texts for one in re.split("[.!?\n]", text) if word.search(one)]
    again = bool(said) and 2 * len({*said}) <= sum(bool(word.search(text)) for text in texts)
    return again or 2 * sum(bool(called.search(one)) for one in said) > len(said)


def _quoted(data: _Behind, item: str, counted: Flags, node: str) -> dict[str, str]:
    """Return a sentence that has the word or name, or says who must act or whose doing it is.

    It is of an article that is counted: none of an opinion piece where reports are.
    """
    if data.articles is None or node == COPY:
        return {}
    row = data.articles["id"].map(data.family).map(data.units.member).to_numpy()
    own = data.articles[counted[row]]
    if node in CLAIMS:
        said = select_claims(data.cases[node], CLAIMS[node][0])
        return _sentence(said[(said[CLAIMS[node][0]] == item) & said["article"].isin(own["id"])], "a")
    pattern = re.compile(rf"[^.!?\n]*\b{re.escape(item)}\b[^.!?\n]*[.!?]", re.IGNORECASE)
    for row in own.itertuples():
        for found in pattern.finditer(str(row.text)):
            said = " ".join(found[0].split())
            if _SENTENCE[0] <= len(said) <= _SENTENCE[1]:
                return {"sentence_a": said, "article_a": str(row.id)}
    return {}
