"""What a reader is told: findings of one fact put together, each a headline, its words and its numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
import pyarrow as pa

from framing.comparison.events.pairs import background, hashed
from framing.comparison.testing import ALPHA
from framing.features.claims import select_claims
from framing.plugins import toml
from framing.report.headlines import tell_headlines
from framing.views import numbers, vocabulary
from framing.views.vocabulary import is_explained as is_explained

if TYPE_CHECKING:
    from framing.report.material import Material

Row = Mapping[str, Any]

#: Findings told, and of one kind before others have had their turn.
TOLD, OF_A_KIND = 7, 2

#: Said once before findings of texts that nobody published: their headlines name outlets as they are.
INVENTED = "Invented text: this shows the tool, not how any outlet writes."

#: Certainty as it is said.
CERTAINTY: dict[str, str] = toml(__package__, "lists")["story"]["certainty"]

#: Where a finding of a kind is read on.
_SECTIONS: dict[str, str] = toml(__package__, "lists")["story"]["sections"]

#: Findings of claims in a few words, and what articles did.
_CLAIMS = {"demands": ("demands on", "had a demand on"), "causes": ("put down to", "put something down to")}

_COPY = "articles with a news agency's copy, for all or part"
_CREDITED = "printed a news agency's copy, for all or part,"

#: Outlets named one by one as the others; with fewer articles than this one isn't named beside another.
_LISTED, _NEAR = 5, 3

#: Groups whose numbers are drawn each; of more, the two sides alone.
_DRAWN = 6

#: A nominal finding on fewer articles a side is not listed.
_ARTICLES = 5

#: A ratio within events that is so far from that of both numbers says so.
_APART = 0.15

#: Words of a measure named in a headline.
_NAMED = 3


class Bar(NamedTuple):
    """A number drawn as a bar, in hundredths of its scale: where it begins, how long it is, its interval."""

    name: str
    text: str
    start: float
    length: float
    low: float | None = None
    high: float | None = None
    group: str = ""


class _Group(NamedTuple):
    """An outlet, or the others together, beside a finding: its number, and in how many of its articles."""

    key: str
    name: str
    value: float
    text: str
    n: int
    k: int = 0
    low: float = float("nan")
    high: float = float("nan")


@dataclass(frozen=True)
class Told:
    """A finding in words.

    `headline` says it, `name` names it in a few words, `support` gives its numbers, `words` what is behind
    them by side, `outlets` the numbers of each, `cautions` what to bear in mind, `unlike` in what else the
    articles differ; `sentences` has an outlet, a sentence and its article's id each; `section` is where to
    read on; `bars` draws it; `also` names the findings that say the same in another way.
    """

    certainty: str
    clear: bool
    headline: str
    name: str
    support: str
    words: tuple[str, ...]
    outlets: str
    cautions: tuple[str, ...]
    unlike: str
    sentences: tuple[tuple[str, str, str], ...]
    section: str
    row: Row
    bars: tuple[Bar, ...] = ()
    unit: str = ""
    also: tuple[str, ...] = ()


#: Kinds of findings, as the verdict names what was compared; so many by name.
_COMPARED: dict[str, str] = toml(__package__, "lists")["story"]["compared"]
_NAMED_KINDS = 5
#: Groups named of those that are compared.
_GROUPS = 8


def name_kinds(table: pd.DataFrame) -> str:
    """Return of what kinds the findings in a table are, those of which there are most first."""
    kinds = table["kind"].astype(str).map(lambda kind: _COMPARED.get(kind, kind)).value_counts()
    return numbers.listed(sorted(kinds.index, key=lambda kind: (-kinds[kind], kind)), most=_NAMED_KINDS)


#: An outlet is said to be tested that is in such a share of the comparisons of the one that is in most.
_OFTEN = 0.1


def say_tested(material: Material) -> str:
    """Say which groups are compared in measures, where others have too little, and what wasn't tested."""
    table = material.table("findings")
    if table is None or material.census:
        return ""
    tested = (table["certainty"] != "not estimable").to_numpy()
    if not tested.any():
        return ""
    rows = material.table("contrast")
    rows = table[tested] if rows is None else rows[rows["p"].notna()]
    often = (
        pd.concat([rows["a"], rows["b"]]).dropna().astype("str").value_counts().drop("rest", errors="ignore")
    )
    # One that is tested in hardly anything has too few as well.
    sides = {str(name) for name in often[often >= _OFTEN * often.max()].index}
    said = []
    power = material.table("power")
    if (
        power is not None
        and power["note"].astype("str").str.startswith("the least p that these articles").all()
    ):
        said.append(
            "With so few articles hardly any difference in a measure can be significant after adjustment."
        )
    if len(sides) > 1 and sides < set(material.sizes):
        names = [vocabulary.display(name) for name in material.largest(sides, len(sides))]
        said.append(f"Tested between {numbers.all_listed(names, _GROUPS)}; the others have too few articles.")
    rest = table[~table["kind"].isin(table.loc[tested, "kind"]).to_numpy()]
    if len(rest):
        said.append(f"Too rare, or in too few articles, to be tested: {name_kinds(rest)}.")
    return " ".join(said)


def give_verdict(table: pd.DataFrame | None) -> str:
    """Say what there is in all, and how often shuffled labels give as much."""
    if table is None or table.empty:
        return "There was nothing to compare: a comparison needs two groups with articles of the same kind."
    counts = table["certainty"].astype(str).value_counts()
    tested = int(table.drop_duplicates("family")["family_size"].sum())
    shuffled = float(table["shuffled"].iloc[0])
    share = f"{100 * shuffled:.0f}\N{NO-BREAK SPACE}%" if shuffled >= 0.005 else "under 1\N{NO-BREAK SPACE}%"
    chance = f"were the articles dealt to outlets at random, {share} of reports would have as many"
    if counts.get("described"):
        return "All that was published is described, and nothing is tested."
    if not tested:
        many = numbers.several(len(table), "comparison")
        return f"Of {many} none could be tested: so few articles, or hits in them, can't give p of .05."
    rows = table[table["certainty"].astype(str) == "significant"].to_dict("records")
    rows = [dict(row) for row in rows if not is_usual(row)]
    n = len(rows)
    kinds = name_kinds(table[(table["certainty"] != "not estimable").to_numpy()])
    tests = f"{numbers.several(tested, 'comparison')}{f' ({kinds})' * bool(kinds)}"
    if not n:
        aside = ", agency copy and words of any story aside" if counts.get("significant") else ""
        said = f"Of {tests} none is significant after adjustment{aside}"
        return f"{said}: what differs is so in these articles, and each difference may be chance."
    facts = len(group_findings(rows))
    told = f" ({numbers.several(facts, 'fact')})" if facts < n else ""
    several = " (one can give several findings)" * (n > tested)
    said = f"{numbers.several(n, 'finding')}{told} significant after adjustment, of {tests}{several}"
    # How often as many are found was reckoned of all.
    said += f"; {chance}" if n == counts["significant"] else ""
    return f"{said}." if table["shuffled"].iloc[0] <= ALPHA else f"{said}, so that none is called clear."


def say_unlike(material: Material, most: int = 100) -> list[str]:
    """Return in what the articles of each pair differ beside their wording, where thresholds were crossed."""
    said = _Saying(material)
    rows = _read_unlike(material).to_dict("records")
    lines = [f"{said.outlet(row['a'])} and {said.outlet(row['b'])}: {row['warnings']}" for row in rows[:most]]
    more = len(rows) - most
    return [*lines, f"{numbers.several(more, 'more pair')} in the details"] if more > 0 else lines


def _read_unlike(material: Material) -> pd.DataFrame:
    """Return the pairs of which there is something to say, each side of articles enough to say it of."""
    table = material.tables.get("comparability")
    if table is None:
        return pd.DataFrame({"warnings": []})
    enough = table[["n_a", "n_b"]].min(axis=1) >= _NEAR
    return table[enough & (table["warnings"].astype(str) != "")]


#: What a warning of comparability is of, by how it begins.
_UNLIKE: dict[str, str] = toml(__package__, "lists")["story"]["unlike"]


def list_unlike(material: Material) -> dict[str, int]:
    """Return in what respects articles differ beside their wording, and of how many pairs that is said."""
    found: dict[str, int] = {}
    for said in _read_unlike(material)["warnings"].astype(str):
        parts = [part.strip() for part in said.split(";")]
        for name, pattern in _UNLIKE.items():
            found[name] = found.get(name, 0) + any(re.search(pattern, part) for part in parts)
    return {name: n for name, n in found.items() if n}


def tell_primary(material: Material) -> list[str]:
    """Say of each measure that was named beforehand what came of it, where it isn't among what is told."""
    table = material.table("findings")
    if table is None:
        return []
    primary = table[(table["family"] == "primary").to_numpy()]
    tested = primary[(primary["certainty"] != "not estimable") & primary["estimate_a"].notna()]
    said, lines = material.once(_Saying), []
    for row in tested[~tested["certainty"].isin(["significant", "described"])].to_dict("records"):
        numbered = said.support(row).replace(" (named beforehand)", "")
        rests = " ".join(said.cautions(row)[: bool(row["rests_on"])])
        sides = f"{said.outlet(row['a'])} and {said.outlet(row['b'])}"
        lines.append(f"Named beforehand: {said.brief(row)}, {sides}: {numbered}. {rests}".rstrip())
    if len(primary) and tested.empty:
        lines.append(
            "Named beforehand, and too rare or in too few articles to be tested: "
            f"{numbers.listed([said.brief(row) for row in primary.to_dict('records')], most=3)}."
        )
    return lines


def nudge(material: Material) -> str:
    """Say how to name a question beforehand, where none was."""
    if material.settings.get("primary") or material.census or material.table("findings") is None:
        return ""
    return (
        "Nothing was named beforehand. A measure named as primary before anyone looks is a family of its "
        "own, adjusted for no other."
    )


# One fact told once: findings that rest on the same words, or measure one thing in several ways.


def group_findings(rows: Sequence[Row]) -> list[list[Row]]:
    """Put findings together that tell one fact, the surest of each first.

    Two are one where a measure and its variants say the same of the same outlet or of the same voice, toward
    whom stance goes in whatever class, and where half of the words behind the one are behind the other.
    """
    found: list[list[Row]] = []
    for row in rows:
        mine = next((some for some in found if _tells_same(some[0], row)), None)
        if mine is None:
            found.append([row])
        elif row["matter"] == "names and figures" and _names_all(row, mine[0]):
            # A person's name says more than the words of which it is made.
            mine.insert(0, row)
        else:
            mine.append(row)
    return found


def _names_all(row: Row, lead: Row) -> bool:
    names = {part for name in _behind(row) for part in name.casefold().split()}
    return lead["matter"] == "words" and names >= {word.casefold() for word in _behind(lead)}


def _tells_same(one: Row, two: Row) -> bool:
    same = _thing(one) == _thing(two)
    if same and (_is_of(one, "stance") or _is_of(one, "called")):
        return True
    if same and (one["a"] == two["a"] or one["voice"] == two["voice"]):
        return True
    if has_item(one) and has_item(two) and one["item"] == two["item"]:
        # The numbers of all outlets stand beside it.
        return True
    if one["a"] != two["a"] or (one["a"] == "rest" and one["b"] != two["b"]):
        return False
    words, others = _behind(one), _behind(two)
    shared = sum(any(_alike(word, other) for other in others) for word in words)
    return 0 < min(len(words), len(others)) <= 2 * shared


def _is_of(row: Row, kind: str) -> bool:
    return str(row["measure"]).startswith(f"{kind}.")


def _thing(row: Row) -> tuple[str, str]:
    """Return what a finding measures, whatever the variant, and of whom."""
    measure, target = str(row["measure"]), row["target"] if isinstance(row["target"], str) else ""
    if vocabulary.is_claim(row["measure"]):
        named = str(row["item"]) if has_item(row) else target
        # Blame is of whom something is put down to anyway.
        return measure if measure == "demands.by" else measure.partition(".")[0], named
    if has_item(row):
        return measure, str(row["a"])
    first, _, rest = measure.partition(".")
    if first == "frame":
        return measure, target
    if first in ("sources", "reporting") and rest in ("endorsing", "distancing", "neutral", "refusing"):
        return f"cues.{rest}", ""
    if first == "sources":
        return "sources", target or rest
    return first, target


def _behind(row: Row) -> list[str]:
    """Return the words behind the higher side of a finding; of claims, told by whom they name, none."""
    if vocabulary.is_claim(row["measure"]):
        return []
    said = str(row["words_a"] or "")
    if has_item(row):
        return list(_count_items(row)) or [str(row["item"])]
    if re.match(r"(passive|figures|stance)\b", str(row["measure"])):
        return []
    return [vocabulary.entry_words(word) for word in re.findall(r"(?:^|, )(.+?) [\d.]+ %", said)]


def _count_items(row: Row) -> dict[str, list[tuple[int, bool]]]:
    """Return in how many articles of the higher side each word is, and whether the lower may have it too."""
    found: dict[str, list[tuple[int, bool]]] = {}
    lower = re.compile(rf"(?:^|, ){re.escape(str(row['b']))} 0 of ")
    written = re.compile(r"(?:^|\), )(.+?) (\d+) of \d+ \((.*?)(?=\), |\)$)")
    for item, k, others in written.findall(str(row["words_a"] or "")):
        # A word and its genitive are one.
        found.setdefault(re.sub(r"['’]s$", "", item), []).append((int(k), not lower.search(others)))
    return found


def _alike(one: str, other: str) -> bool:
    """Say whether two expressions are one word, or share it, as trump and Donald Trump."""
    first, second = set(one.casefold().split()), set(other.casefold().split())
    return first <= second or second <= first


def _is_counted(row: Row) -> bool:
    """Say whether the numbers of a finding are so many articles, or facts, of so many."""
    return has_item(row) or row["unit"] == "articles" or str(row["measure"]).startswith("facts.")


def has_item(row: Row) -> bool:
    """Say whether a finding is of a word or a name that some articles have and others haven't."""
    return isinstance(row["item"], str)


def tell_findings(material: Material, most: int = TOLD) -> list[Told]:
    """Return the facts told: those that are significant or described, not all of one kind."""
    return material.once(_tell_all)[:most]


def say(material: Material, row: Row) -> Told:
    """Put one finding into words."""
    return material.once(_Saying).tell([row])


def tell_every(material: Material) -> list[Told]:
    """Return every fact that is significant, described or nominal."""
    said = material.once(_Saying)
    return [said.tell(fact) for fact in group_findings(list_rows(material))]


def list_rows(material: Material) -> list[dict[str, Any]]:
    """Return the rows of findings that are significant, described or nominal, the surest first.

    Of nominal ones those whose interval excludes no difference, and with five articles or more a side.
    """
    table = material.table("findings")
    if table is None:
        return []
    null = (table["scale"] == "ratio").astype(float)
    excludes = (table["low"] > null) | (table["high"] < null)
    based = (table[["n_a", "n_b"]].min(axis=1) >= _ARTICLES) & excludes
    told = table["certainty"].isin(["significant", "described"]) | (table["certainty"] == "nominal") & based
    return [dict(row) for row in table[told & table["estimate_a"].notna()].to_dict("records")]


def _tell_all(material: Material) -> list[Told]:
    facts = group_findings(list_rows(material))
    sure = [
        fact
        for fact in facts
        if fact[0]["certainty"] != "nominal" and not is_explained(fact[0]) and not is_usual(fact[0])
    ]
    kinds = pd.Series([str(fact[0]["kind"]).replace("says and never says", "wording") for fact in sure])
    nth = kinds.groupby(kinds).cumcount()
    # Of one kind so many before others have had their turn.
    order = sorted(range(len(sure)), key=lambda at: bool(nth[at] >= OF_A_KIND))[:TOLD]
    chosen = [sure[at] for at in sorted(order)]
    # The outlet's own wording first.
    chosen.sort(key=lambda fact: _is_of_others(fact[0]))
    return [material.once(_Saying).tell(fact) for fact in chosen]


def is_usual(row: Row) -> bool:
    """Say whether a finding is of agency copy, which has its section, or of a word of any story.

    Of any story is what stands in no greater share of these articles than of news at large.
    """
    if row["kind"] == "copy and reuse":
        return True
    if row["matter"] != "words" or not isinstance(row["item"], str):
        return False
    table, words = background(), row["item"].lower().split()
    rarest = table.of(hashed(pa.array(words, pa.string()))).min(initial=table.size)
    have = row["estimate_a"] * row["n_a"] + row["estimate_b"] * row["n_b"]
    return bool(have / (row["n_a"] + row["n_b"]) <= rarest / table.size)


def _is_of_others(row: Row) -> bool:
    """Say whether tone and stance terms are those of whom the outlet cites."""
    return row["kind"] == "tone and stance terms" and row["voice"] in ("quoted", "reported")


class _Saying:
    """How findings of one study are put into words."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._names = material.names
        groups = sorted({str(one) for one in material.articles[material.by].dropna()}, key=len, reverse=True)
        self._groups = {group: vocabulary.display(group) for group in groups}

    def outlet(self, key: object) -> str:
        """Return a group's name; that texts are invented is said once for all findings."""
        return "the others" if key == "rest" else self._groups.get(str(key), str(key))

    def named(self, text: object) -> str:
        """Return words with the names of groups in the place of their keys."""
        said = str(text or "")
        for key, name in self._groups.items():
            said = re.sub(
                rf"(?<=[(,] ){re.escape(key)}(?= \d)|(?<=\(){re.escape(key)}(?= \d)",
                name.replace("\\", r"\\"),
                said,
            )
        return said.replace("(rest ", "(all others ")

    def tell(self, fact: Sequence[Row]) -> Told:
        """Put a fact into words: its first finding, and what the others add."""
        row = fact[0]
        words = [self.named(row[f"words_{side}"]) for side in "ab"]
        sides = [_upper(self.outlet(row[side])) for side in "ab"]
        each = ", ".join(f"{group.name} {group.text}" for group in self._every(row)) if has_item(row) else ""
        if has_item(row):
            behind = tuple(word for word in words if word)
        else:
            # One word that is all of it is no word: a figure, a passive, whom a judgement is toward.
            named = [word for word in words if word and not re.fullmatch(r"[^,]+ 100 %", word)]
            behind = tuple(
                f"{side}: {word}" for side, word in zip(sides, words, strict=True) if word and named
            )
        return Told(
            certainty=CERTAINTY[str(row["certainty"])],
            clear=bool(row["clear"]),
            headline=self.headline(row),
            name=f"{_upper(self.outlet(row['b'] if row['a'] == 'rest' else row['a']))}: {self.brief(row)}",
            support=self.support(row),
            words=behind,
            outlets=f"By outlet: {each}" if each else "",
            cautions=tuple(self.cautions(row)),
            unlike=self.unlike(row),
            sentences=tuple(
                (side, str(row[f"sentence_{key}"]), str(row[f"article_{key}"]))
                for side, key in zip(sides, "ab", strict=True)
                if row[f"sentence_{key}"]
            ),
            section=_SECTIONS.get(str(row["kind"]), ""),
            row=row,
            bars=self.draw(row),
            unit=self._unit(row),
            # The same word of another outlet is no other finding.
            also=tuple(self.brief(o) for o in fact[1:] if not has_item(row) or o["item"] != row["item"]),
        )

    def brief(self, row: Row) -> str:
        """Name a finding in a few words."""
        if has_item(row):
            items = _behind(row)[:_NAMED]
            if vocabulary.is_claim(row["measure"]):
                return f"{_CLAIMS[row['matter']][0]} {row['item']}"
            if row["matter"] == "copies":
                return _COPY
            return numbers.all_listed([f"“{item}”" for item in items])
        if _is_of(row, "called"):
            return f"“{str(row['measure']).removeprefix('called.')}”"
        name = self._names.short(str(row["measure"]), row["target"])
        return ", ".join(filter(None, (name, self._where(row))))

    def _where(self, row: Row) -> str:
        place = self._names.place(row).replace("in the outlet's own voice", "in its own voice")
        return place.replace("in direct quotation", "in what it quoted")

    def headline(self, row: Row) -> str:
        """Return a finding as a sentence: who wrote what, and what the other side did.

        Of an outlet set against all others, those that do as it does are named beside it.
        """
        near, far = self._divide(row)
        counted = has_item(row) or (row["unit"] == "articles" and not _is_of(row, "called"))
        x = near[0].name
        others = self._name_all(far) if counted or not near[1:] else "the others together"
        a, b = (others, x) if row["a"] == "rest" else (x, others)
        if row["matter"] in _CLAIMS and has_item(row):
            did = f"{_CLAIMS[row['matter']][1]} {row['item']}{self._whose_words(row)}"
            return self._count(did, near, far)
        if has_item(row):
            agency = row["matter"] == "copies"
            return self._count(_CREDITED, near, far) if agency else self._written(row, near, far)
        said = self._say(row, a, b)
        # The others are many.
        if row["a"] == "rest" and said.startswith(_upper(others)):
            for one, many in ((" was ", " were "), (" its ", " their ")):
                said = said.replace(one, many)
        if near[1:] and not counted:
            said += f"; {numbers.all_listed([f'{one.name} {one.text}' for one in near[1:]])} likewise"
        return said

    def _divide(self, row: Row) -> tuple[list[_Group], list[_Group]]:
        """Return the outlet set against the others with those nearer to it than to them, and these others."""
        one, other = ("b", "a") if row["a"] == "rest" else ("a", "b")
        sides = [self._group(row, side) for side in (one, other)]
        if row[other] != "rest":
            return sides[:1], sides[1:]
        every = [group for group in self._every(row) if group.key != row[one]]
        middle, up = (sides[0].value + sides[1].value) / 2, one == "a"
        near = [
            group for group in every
            if (group.value > middle) == up and group.n >= _NEAR and (not up or group.k != 1)
        ]  # fmt: skip
        far = [group for group in every if group not in near]
        return [sides[0], *near], far or sides[1:]

    def _group(self, row: Row, side: str) -> _Group:
        value, low, high = (float(row[f"{name}_{side}"]) for name in ("estimate", "low", "high"))
        n, text = int(row[f"n_{side}"]), numbers.estimate(value, str(row["unit"]))
        k = round(value * n) if _is_counted(row) and value == value else 0
        if _is_counted(row):
            text = _of(k, n)
        return _Group(str(row[side]), self.outlet(row[side]), value, text, n, k, low, high)

    def _every(self, row: Row) -> list[_Group]:
        """Return each group's number, the greatest first: of articles as the finding has it."""
        found = []
        for key, name in self._groups.items():
            said = re.search(rf"(?:^|, ){re.escape(key)} (\d+) of (\d+)(?:, |$)", str(row["others"]))
            own = self._material.profile_rows.get((key, *self._material.cell(row)))
            if _is_counted(row) and said:
                k, n = map(int, said.groups())
                found.append(_Group(key, name, k / n, _of(k, n), n, k))
            elif own is not None and own["estimate"] == own["estimate"] and not _is_counted(row):
                text = numbers.estimate(own["estimate"], str(row["unit"]))
                n, ends = int(own["n_articles"]), (float(own["low"]), float(own["high"]))
                found.append(_Group(key, name, float(own["estimate"]), text, n, 0, *ends))
        return sorted(found, key=lambda group: (-group.value, group.name))

    def _name_all(self, groups: Sequence[_Group]) -> str:
        """Name groups, of many how many there are."""
        if len(groups) > _LISTED:
            return f"the {len(groups)} other {'outlets' if self._material.by == 'outlet' else 'groups'}"
        return numbers.all_listed([group.name for group in groups])

    def _say(self, row: Row, a: str, b: str) -> str:
        measure, where = str(row["measure"]), self._where(row)
        place = f" {where}" if where else ""
        words = _behind(row)[:_NAMED]
        behind = f" ({', '.join(words)})" if words else ""
        frame = vocabulary.family(measure) == "frame"
        if frame:
            noun = f"words of the frame “{vocabulary.frame_of(measure, self._names.meaning(measure))[0]}”"
        else:
            noun = self._names.noun(measure)
        if row["unit"] == "articles" and not _is_of(row, "called"):
            near, far = self._divide(row)
            # In how many articles there is any, of either sign.
            noun = noun.replace(" minus ", " or ")
            return self._count(f"used {noun}{behind * (row['a'] != 'rest')}{place}", near, far)
        if _is_of(row, "called"):
            return self._called(row, a, b)
        if pattern := vocabulary.HEADLINES.get(measure):
            share = str(row["unit"]).startswith("share")
            behind = self._whose_words(row) if vocabulary.is_claim(row["measure"]) else behind
            x, y = (
                self._share_of(row, side) if share else numbers.estimate(row[f"estimate_{side}"], row["unit"])
                for side in "ab"
            )
            who = self._who(row)
            # One outlet against all others is the news, whichever has more.
            if row["a"] == "rest" and "{k}" not in pattern and " more " not in pattern:
                a, b, x, y = b, a, y.replace("none", "0 %"), x
            said = pattern.format(
                A=a, B=b, a=x, b=y, who=who, Who=_upper(who), words=behind, where=place,
                target=_whole_name(row["target"]), n=numbers.count(row["n_a"]),
                k=numbers.count(round(row["estimate_a"] * row["n_a"])) if row["estimate_a"] >= 0 else "none",
            )  # fmt: skip
            return _upper(said)
        if row["scale"] == "ratio" and str(row["unit"]).endswith("per_1000"):
            if row["a"] == "rest":
                x, y = (numbers.estimate(row[f"estimate_{side}"], str(row["unit"])) for side in "ba")
                return f"{_upper(b)} used fewer {noun} than {a}{place}: {x} against {y} per 1,000 words"
            if row["estimate"] == row["estimate"] and row["estimate"] < 1e6:
                # Differences are taken within events, what an outlet has is of all its articles.
                plain = row["estimate"] * row["estimate_b"]
                within = (
                    ", event by event" if abs(plain - row["estimate_a"]) > _APART * row["estimate_a"] else ""
                )
                return f"{_upper(a)} used {_times(row['estimate'])} {noun}{behind} as {b}{place}{within}"
        x, y = (numbers.estimate(row[f"estimate_{side}"], str(row["unit"])) for side in "ab")
        return f"{_upper(self._names.subject(row))}{place}: {x} in {a}, {y} in {b}"

    def _who(self, row: Row) -> str:
        """Return who speaks, of a kind or from a country."""
        target = row["target"]
        if not isinstance(target, str):
            return ""
        if str(row["measure"]).endswith("by_country"):
            return f"{_adjective(target)} speakers"
        return vocabulary.whom(target)

    def _written(self, row: Row, near: list[_Group], far: list[_Group]) -> str:
        """Say what one group wrote or named, and the others didn't or less."""
        items, counts, turned = _behind(row), _count_items(row), row["a"] == "rest"
        # Of words the outlet's own sentences are counted.
        verb, own = ("wrote", " in its own words") if row["voice"] == "outlet" else ("named", "")
        x, many, others = near[0].name, far if turned else near, self._name_all(far)
        # Of several words one side may have written some: never is said of those with none.
        none = row["kind"] == "says and never says" or (turned and row["estimate_b"] == 0)
        never = [item for item in items if none and not any(had for _, had in counts.get(item, ()))][:4]
        if never and not near[1:]:
            each = sorted({counts[item][0][0] for item in never if item in counts} or {many[0].k})
            n = numbers.several(sum(group.n for group in many), "article")
            often = f"in {' to '.join(map(numbers.count, dict.fromkeys((each[0], each[-1]))))} of {n}"
            told = numbers.all_listed([f"“{item}”" for item in never])
            if turned:
                return f"{x} never {verb} {told}{own}; {others} did {often}"
            return f"{x} {verb} {told}{own} {often}; {others} never did"
        # Of several words the numbers are those of the first.
        said = self._count(f"{verb} “{items[0]}”{own}", near, far)
        more = numbers.all_listed([f"“{item}”" for item in items[1:4]])
        return f"{said}. So with {more}" if more else said

    def _count(self, did: str, near: list[_Group], far: list[_Group]) -> str:
        """Say in how many of their articles groups did something, and in how many the others."""
        each = [
            f"{near[0].name} {did} in {near[0].text} articles",
            *(f"{one.name} in {one.text}" for one in near[1:]),
        ]
        k, n = (sum(getattr(one, of) for one in far) for of in "kn")
        return f"{', '.join(each)}; {self._name_all(far)} in {_of(k, n)}"

    def _share_of(self, row: Row, side: str) -> str:
        """Return a share, of demands and the like as so many of so many."""
        against = str(row["b" if side == "a" else "a"])
        keys = [str(row[side])] if row[side] != "rest" else [key for key in self._groups if key != against]
        every = [self._material.profile_rows.get((key, *self._material.cell(row))) for key in keys]
        counted = [own for own in every if own is not None and own["n_hits"]]
        if not vocabulary.is_claim(row["measure"]) or not counted:
            return _share(row[f"estimate_{side}"])
        k = sum(round(own["n_hits"] * own["estimate"]) for own in counted)
        n = sum(int(own["n_hits"]) for own in counted)
        return f"{numbers.count(k)} of {numbers.count(n)}"

    def _whose_words(self, row: Row) -> str:
        """Return in whose words most of what a finding counts stands, in brackets."""
        node, _, kind = str(row["measure"]).partition(".")
        table, group = self._material.table(node), str(row["b"] if row["a"] == "rest" else row["a"])
        if table is None or (node, kind) == ("demands", "by"):
            return ""
        column, speaker = ("addressee", "demander") if node == "demands" else ("agent", "speaker")
        here = table["article"].astype(str).map(self._material.group_of) == group
        own = select_claims(table[here & (table["genre"].replace("unknown", "news") == row["genre"])], column)
        mine = own[own[column] == (row["item"] if has_item(row) else row["target"])]
        if mine.empty:
            return ""
        others = mine[~mine["voice"].astype(str).isin(["outlet", "all"])]
        whose = "in its own words" if 2 * len(others) <= len(mine) else "in others' words"
        for name in (speaker, f"{speaker}_country"):
            most = others[name].value_counts() if name in others else pd.Series(dtype=int)
            if whose.startswith("in others") and len(most) and 2 * most.iloc[0] >= len(mine):
                who = most.index[0]
                whose = f"by {who}" if name == speaker else f"by {_adjective(who)} speakers"
        whose = "most " * (len(mine) > 1) + whose
        many = "demands" if node == "demands" else "cases"
        counted = f"{len(mine)} of its {numbers.count(len(own))} {many} that name somebody, " * has_item(row)
        return f" ({counted}{whose})"

    def _called(self, row: Row, a: str, b: str) -> str:
        """Say who called somebody what, and what the other wrote most."""
        form, who = str(row["measure"]).removeprefix("called."), _whole_name(row["target"])
        if row["unit"] == "articles":
            x, y = f"{self._group(row, 'a').text} articles", self._group(row, "b").text
        else:
            x, y = f"{_share(row['estimate_a'])} of mentions", _share(row["estimate_b"])
        table = self._material.table("naming")
        instead = ""
        if table is not None and row["b"] != "rest":
            own = self._material.main(table)
            own = own[
                (own["referent"].astype(str) == str(row["target"])) & (own["group"].astype(str) == row["b"])
            ]
            own = own[(own["form"].astype(str) != form) & (own["count"] > 0)].sort_values(
                ["count", "form"], ascending=[False, True], kind="stable"
            )
            instead = f"; {b} wrote “{own['form'].iloc[0]}” most" if len(own) else ""
        return f"{_upper(a)} called {who} “{form}” in {x}, {b} in {y}{instead}"

    def _unit(self, row: Row) -> str:
        """Return what the bars count."""
        unit = str(row["unit"])
        if unit == "articles" or has_item(row):
            return "articles"
        if unit.startswith("share"):
            return "of mentions" if _is_of(row, "stance") or _is_of(row, "called") else ""
        return self._names.unit(unit)

    def draw(self, row: Row) -> tuple[Bar, ...]:
        """Draw the numbers of all groups on one scale; of many, the two sides alone."""
        unit = str(row["unit"])
        known = [one for one in (self._group(row, side) for side in "ab") if one.value == one.value]
        others = [one for one in self._every(row) if one.key not in (row["a"], row["b"])]
        if not known:
            return ()
        if len(known) + len(others) <= _DRAWN:
            known = sorted([*known, *others], key=lambda one: -one.value)
        middle = [one.value for one in known]
        bottom, top = min(0.0, *middle), max(0.0, *middle)
        # An interval is followed as far as the estimates reach once more.
        reach = (top - bottom) or 1.0
        ends = [end for one in known for end in (one.low, one.high) if end == end]
        bottom = max(min([bottom, *ends]), bottom - reach) if bottom < 0 else bottom
        top = min(max([top, *ends]), top + reach)
        if unit.startswith("share") or unit == "articles":
            # A whole is a whole: half of it is half a bar.
            top = 1.0

        def at(value: float) -> float:
            return round(100 * (min(max(value, bottom), top) - bottom) / ((top - bottom) or 1.0), 2)

        return tuple(
            Bar(
                name=_upper(one.name),
                text=one.text,
                start=min(at(0.0), at(one.value)),
                length=abs(at(one.value) - at(0.0)),
                low=at(one.low) if one.low == one.low else None,
                high=at(one.high) if one.high == one.high else None,
                group=one.key,
            )
            for one in known
        )

    def support(self, row: Row) -> str:
        """Return the numbers of a finding."""
        unit = str(row["unit"])
        said = []
        if not has_item(row):
            if unit != "articles":
                x, y = (numbers.estimate(row[f"estimate_{side}"], unit) for side in "ab")
                per = f" {self._names.unit(unit)}" if unit.endswith("per_1000") else ""
                said.append(f"{x} against {y}{per}")
            points = unit == "articles" or unit.startswith("share")
            write: Any = numbers.ratio
            if row["scale"] != "ratio":
                write = partial(_scaled, size=100 if points else 1, places=0 if points else 2)
            low, high = (
                (min(max(end, -1.0), 1.0) for end in (row["low"], row["high"]))
                if points and row["low"] == row["low"]
                else (row["low"], row["high"])
            )
            if spread := numbers.spread(low, high, write):
                size = write(row["estimate"])
                kind = "ratio" if row["scale"] == "ratio" else "difference"
                told = f"{size} points apart" if points else f"{kind} {size}"
                said.append(f"{told}, 95\N{NO-BREAK SPACE}% {spread}")
            said.append(f"n {int(row['n_a'])} and {int(row['n_b'])}")
        if row["p_adjusted"] == row["p_adjusted"]:
            p = numbers.p_value(row["p_adjusted"])
            said.append(f"adjusted p{'' if p.startswith('<') else ' ='} {p}")
        named = " (named beforehand)" if row["family"] == "primary" else ""
        return "; ".join([CERTAINTY[str(row["certainty"])] + named, *said])

    def cautions(self, row: Row) -> list[str]:
        """Return what to bear in mind: on what a finding rests, and with what it goes."""
        said = []
        if row["rests_on"]:
            kind, _, name = str(row["rests_on"]).partition(": ")
            said.append(f"It rests on one {kind}: {name}." if name else f"It depends on {kind}.")
        if row["goes_with"] and not str(row["goes_with"]).lower().startswith(("unchanged", "not adjusted")):
            said.append(f"{_upper(str(row['goes_with']).replace(' of it goes', ' of the difference goes'))}.")
        return said

    def unlike(self, row: Row) -> str:
        """Return in what else the articles of the two differ; its numbers are said once, of the pair."""
        brief = re.sub(r" \([^()]*\)", "", str(row["warnings"] or ""))
        return f"But: {'; '.join(dict.fromkeys(brief.split('; ')))}." if brief else ""


def _adjective(country: str) -> str:
    """Return what speakers from a country are called."""
    from framing.text.voices.speakers.lexicon import adjectives

    return adjectives().get(country, country)


def _whole_name(target: object) -> str:
    """Return whom a judgement is toward, with the article that a government has."""
    return f"the {target}" if str(target).startswith("government") else str(target)


def _times(ratio: float) -> str:
    """Say how many times as many; below one and a half, that they are more.

    >>> _times(13.53), _times(8.585), _times(1.2)
    ('14 times as many', '8.6 times as many', '1.2 times as many')
    """
    return f"{ratio:,.0f} times as many" if ratio >= 10 else f"{ratio:.1f} times as many"


def _of(k: int, n: int) -> str:
    """Write so many of so many.

    >>> _of(2, 1200), _of(0, 9)
    ('2 of 1,200', 'none of 9')
    """
    return f"{numbers.count(k) if k else 'none'} of {numbers.count(n)}"


def _share(value: float) -> str:
    """Write a share; none of anything is none."""
    return "none" if value == 0 else numbers.percent(value)


def _scaled(value: float, size: int, places: int) -> str:
    return numbers.plain(size * value, places)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _place(material: Material, article: str, sentence: str) -> str:
    """Return where a sentence stands in its article's text, as ``:1040-1122``; nothing for a title."""
    if article not in material.rows:
        return ""
    words = re.compile(r"\s+".join(map(re.escape, sentence.split())))
    found = words.search(material.texts.text(article))
    return f":{found.start()}-{found.end()}" if found else ""


def write_findings(material: Material) -> str:
    """Return the story as Markdown, for a person or a program to write from.

    Every fact with its numbers, words and sentences, each sentence with the id of its article and where it
    stands in its text, in code points; what is not here, these articles don't say.
    """
    looked = "findings" in material.tables or not len(material.contrast)
    lines = [give_verdict(material.table("findings")) if looked else "Findings were not looked for.", ""]
    if material.illustrative:
        lines[:0] = [INVENTED, ""]
    if primary := tell_primary(material):
        lines += [*(f"- {one}" for one in primary), ""]
    if unlike := say_unlike(material):
        lines += ["In what else the articles differ:", "", *(f"- {one}." for one in unlike), ""]
    words = [one for one in tell_findings(material) if one.row["rank"] < 0]
    for number, one in enumerate([*tell_every(material), *words], 1):
        lines.append(f"{number}. **{one.headline}** ({one.support}).")
        lines += [f"   Words: {words}." for words in one.words]
        lines += [f"   {one.outlets}."] if one.outlets else []
        # In what a pair differs beside its wording is said above.
        lines += [f"   {caution}" for caution in one.cautions]
        lines += [f"   The same in: {'; '.join(one.also)}."] if one.also else []
        lines += [
            f"   {outlet} [{article}{_place(material, article, sentence)}]: {sentence}"
            for outlet, sentence, article in one.sentences
        ]
        lines.append("")
    for headed in material.once(tell_headlines):
        lines += [f"In their headlines, {headed['when']}:", ""]
        for name, ref, key, _ in headed["rows"]:
            lead, size, quotes = headed["lines"][key]
            lines.append(f"- {name} [{key}]: {ref.title} ({size})")
            lines += [f"  It begins: {lead}"] if lead else []
            lines += [f"  {quotes}"] if quotes else []
        lines.append("")
    lines += [said, ""] if (said := nudge(material)) else []
    lines.append("A large p is no evidence of likeness, and nothing here is about an outlet in general.")
    return "\n".join(lines)
