"""What a reader is told: each finding as a headline, its numbers and its words, wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from framing.comparison.testing import ALPHA
from framing.views import numbers, vocabulary

if TYPE_CHECKING:
    import pandas as pd

    from framing.report.material import Material

Row = Mapping[str, Any]

#: Findings told where there is room for the clearest alone, and of these, those that are nominal.
TOLD, NOMINAL = 7, 3

#: Said once before findings of texts that nobody published: their headlines name outlets as they are.
INVENTED = "Invented text: this shows the tool, not how any outlet writes."

#: Certainty as it is said.
CERTAINTY = {
    "significant": "significant after adjustment",
    "described": "described",
    "nominal": "nominal (not after adjustment)",
    "inconclusive": "inconclusive",
    "not estimable": "not estimable",
}

#: Where a finding of a kind is read on.
_SECTIONS = {
    "says and never says": "words", "wording": "words", "who speaks": "speakers", "called what": "naming",
    "stance": "stance", "frame": "frames", "copy and reuse": "agency",
}  # fmt: skip

_ROLES = {"full_reprint": "reprints of an agency's text", "partly_based": "texts partly based on an agency's"}


@dataclass(frozen=True)
class Told:
    """A finding in words.

    `headline` says it, `support` gives its numbers, `words` what is behind them a side, `cautions` what to
    bear in mind; `sentences` has an outlet, a sentence and its article's id each; `section` is where
    to read on.
    """

    certainty: str
    clear: bool
    headline: str
    support: str
    words: tuple[str, ...]
    cautions: tuple[str, ...]
    sentences: tuple[tuple[str, str, str], ...]
    section: str


def count_findings(table: pd.DataFrame | None) -> dict[str, int]:
    """Return how many findings there are of each certainty, the surest first."""
    if table is None:
        return {}
    found = table["certainty"].astype(str).value_counts()
    return {key: int(found[key]) for key in CERTAINTY if key in found}


def give_verdict(table: pd.DataFrame | None) -> str:
    """Say what there is in all, and how often shuffled labels give as much."""
    if table is None or table.empty:
        return "There was nothing to compare: a comparison needs two groups with articles of the same kind."
    counts = count_findings(table)
    tested = int(table.drop_duplicates("family")["family_size"].sum())
    shuffled = float(table["shuffled"].iloc[0])
    share = f"{100 * shuffled:.0f} %" if shuffled >= 0.005 else "under 1 %"
    chance = f"with labels shuffled, {share} of reports have as many"
    if counts.get("described"):
        return f"All that was published is described; {chance} matters that would pass a test."
    if not tested:
        many = numbers.several(len(table), "matter")
        return f"Of {many} none could be tested: so few articles, or hits in them, can't give p of .05."
    n = counts.get("significant", 0)
    matters = numbers.several(tested, "matter")
    if not n:
        return f"Of {matters} tested, none was significant after adjustment; these articles don't decide it."
    said = f"{numbers.several(n, 'finding')} significant after adjustment, of {matters} tested; {chance}"
    return f"{said}." if table["shuffled"].iloc[0] <= ALPHA else f"{said}, so that none is called clear."


def say_unlike(material: Material, most: int = 100) -> list[str]:
    """Return in what the articles of each pair differ beside their wording, where thresholds were crossed."""
    table = material.table("comparability")
    if table is None:
        return []
    said = _Saying(material)
    rows = table[table["warnings"].astype(str) != ""].to_dict("records")
    lines = [f"{said.outlet(row['a'])} and {said.outlet(row['b'])}: {row['warnings']}" for row in rows[:most]]
    more = len(rows) - most
    return [*lines, f"{numbers.several(more, 'more pair')} in the report"] if more > 0 else lines


#: What a warning of comparability is of, by how it begins.
_UNLIKE = {
    "length": r"\btimes as long as\b", "dates": r"\bdate|\bdays?\b|\bperiod", "topic": r"^on other topics",
    "kind": r"\bopinion\b|\bkind", "agency copy": r"\bagency\b", "language": r"\blanguage",
}  # fmt: skip


def list_unlike(material: Material) -> dict[str, int]:
    """Return in what respects articles differ beside their wording, and of how many pairs that is said."""
    table = material.table("comparability")
    found: dict[str, int] = {}
    for said in () if table is None else table["warnings"].astype(str):
        parts = [part.strip() for part in said.split(";")]
        for name, pattern in _UNLIKE.items():
            found[name] = found.get(name, 0) + any(re.search(pattern, part) for part in parts)
    return {name: n for name, n in found.items() if n}


def nudge(material: Material) -> str:
    """Say how to name a question beforehand, where none was."""
    if material.settings.get("primary") or material.census or material.table("findings") is None:
        return ""
    return (
        "Nothing was named beforehand. A measure named as primary before anyone looks is a family of its "
        "own, adjusted for no other."
    )


def tell_findings(material: Material, most: int = TOLD) -> list[Told]:
    """Return the findings told: the significant, then some that are nominal."""
    return material.once(_tell_all)[:most]


def _tell_all(material: Material) -> list[Told]:
    table = material.table("findings")
    if table is None:
        return []
    rows = table.to_dict("records")
    sure = [row for row in rows if row["certainty"] in ("significant", "described")]
    if sure and sure[0]["certainty"] == "described":
        sure = sure[:TOLD]
    rest = [row for row in rows if row["certainty"] == "nominal"][:NOMINAL]
    return [_tell({str(name): value for name, value in row.items()}, material) for row in [*sure, *rest]]


def _tell(row: Row, material: Material) -> Told:
    said = _Saying(material)
    words = [said.named(row[f"words_{side}"]) for side in "ab"]
    sides = [said.outlet(row[side]) for side in "ab"]
    if row["item"] == row["item"] and row["item"] is not None:
        behind = tuple(word for word in words if word)
    else:
        behind = tuple(f"{side}: {word}" for side, word in zip(sides, words, strict=True) if word)
    sentences = tuple(
        (side, str(row[f"sentence_{key}"]), str(row[f"article_{key}"]))
        for side, key in zip(sides, "ab", strict=True)
        if row[f"sentence_{key}"]
    )
    return Told(
        certainty=CERTAINTY[str(row["certainty"])],
        clear=bool(row["clear"]),
        headline=said.headline(row),
        support=said.support(row),
        words=behind,
        cautions=tuple(said.cautions(row)),
        sentences=sentences,
        section=_SECTIONS.get(str(row["kind"]), "differs"),
    )


class _Saying:
    """How findings of one study are put into words."""

    def __init__(self, material: Material) -> None:
        self._names = material.names
        groups = sorted({str(one) for one in material.articles[material.by].dropna()}, key=len, reverse=True)
        self._groups = {group: vocabulary.display(group) for group in groups}

    def outlet(self, key: object) -> str:
        """Return a group's name; that texts are invented is said once for all findings."""
        return "all others together" if key == "rest" else self._groups.get(str(key), str(key))

    def named(self, text: object) -> str:
        """Return words with the names of groups in the place of their keys."""
        said = str(text or "")
        for key, name in self._groups.items():
            said = re.sub(rf"(?<=[(,] ){re.escape(key)}(?= \d)|(?<=\(){re.escape(key)}(?= \d)", name, said)
        return said.replace("(rest ", "(all others ").replace("full_reprint", _ROLES["full_reprint"])

    def headline(self, row: Row) -> str:
        """Return a finding as a sentence."""
        a, b = self.outlet(row["a"]), self.outlet(row["b"])
        if row["item"] == row["item"] and row["item"] is not None:
            return self._written(row, a, b)
        subject = self._names.subject(row)
        place = self._names.place(row)
        where = f", {place}" if place else ""
        if str(row["measure"]).startswith("called."):
            form = str(row["measure"]).removeprefix("called.")
            shares = " and ".join(
                f"{numbers.percent(row[f'estimate_{s}'])} of mentions in {n}"
                for s, n in zip("ab", (a, b), strict=True)
            )
            return f"{row['target']} was called “{form}” in {shares}{where}"
        if row["unit"] == "articles":
            both = " and ".join(f"{self._of(row, side)} of {name}" for side, name in (("a", a), ("b", b)))
            return f"{_upper(self._names.noun(str(row['measure'])))} in {both}{where}"
        x, y = (numbers.estimate(row[f"estimate_{side}"], str(row["unit"])) for side in "ab")
        if row["scale"] == "ratio" and str(row["unit"]).endswith("per_1000") and 1 < row["estimate"] < 1e6:
            return f"{a} wrote {numbers.ratio(row['estimate'])} times as many {subject} as {b}{where}"
        return f"{_upper(subject)}: {x} in {a} and {y} in {b}{where}"

    def _written(self, row: Row, a: str, b: str) -> str:
        """Say what one group wrote or named, and the others didn't or less."""
        items = re.findall(r"(?:^|\), )(.+?) \d[\d,]* of ", str(row["words_a"]))
        if row["matter"] == "copies":
            sides = f"{self._of(row, 'a')} of {a}, {self._of(row, 'b')} of {b}"
            return f"{_upper(_ROLES.get(items[0], items[0]))}: {sides}"
        verb = "wrote" if row["matter"] == "words" else "named"
        told = numbers.all_listed([f"“{item}”" for item in items[:4]])
        never = row["kind"] == "says and never says"
        if row["a"] == "rest":
            return f"{b} {'never' if never else 'seldom'} {verb} {told}, which the others did"
        others = "the others" if row["b"] == "rest" else b
        return f"{a} {verb} {told}; {others} {'never did' if never else 'did less or never'}"

    @staticmethod
    def _of(row: Row, side: str) -> str:
        n = int(row[f"n_{side}"])
        return f"{round(row[f'estimate_{side}'] * n)} of {numbers.several(n, 'article')}"

    def support(self, row: Row) -> str:
        """Return the numbers of a finding."""
        unit = str(row["unit"])
        said = []
        if row["item"] != row["item"] or row["item"] is None:
            if unit != "articles":
                x, y = (numbers.estimate(row[f"estimate_{side}"], unit) for side in "ab")
                per = f" {self._names.unit(unit)}" if unit.endswith("per_1000") else ""
                said.append(f"{x} against {y}{per}")
            points = unit == "articles" or unit.startswith("share")
            write: Any = numbers.ratio
            if row["scale"] != "ratio":
                write = partial(_scaled, size=100 if points else 1, places=0 if points else 2)
            if spread := numbers.spread(row["low"], row["high"], write):
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
        """Return what to bear in mind: on what a finding rests, and what else the articles differ in."""
        said = []
        if row["rests_on"]:
            kind, _, name = str(row["rests_on"]).partition(": ")
            said.append(f"It rests on one {kind}: {name}." if name else f"It rests on {kind}.")
        if row["goes_with"] and not str(row["goes_with"]).lower().startswith(("unchanged", "not adjusted")):
            said.append(f"{_upper(str(row['goes_with']))}.")
        if row["warnings"]:
            # With the numbers it is said once, of the pair.
            brief = re.sub(r" \([^()]*\)", "", str(row["warnings"]))
            said.append(f"But: {brief}.")
        return said


def _scaled(value: float, size: int, places: int) -> str:
    return numbers.plain(size * value, places)


def _upper(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def write_findings(material: Material) -> str:
    """Return the findings as Markdown: a headline each, its numbers, its words, its sentences."""
    looked = "findings" in material.tables or not len(material.contrast)
    lines = [give_verdict(material.table("findings")) if looked else "Findings were not looked for.", ""]
    if material.illustrative:
        lines[:0] = [INVENTED, ""]
    if unlike := say_unlike(material):
        lines += ["In what else the articles differ:", "", *(f"- {one}." for one in unlike), ""]
    for number, one in enumerate(tell_findings(material, most=100), 1):
        lines.append(f"{number}. **{one.headline}** ({one.support}).")
        lines += [f"   Words: {words}." for words in one.words]
        lines += [f"   {caution}" for caution in one.cautions]
        lines += [f"   {outlet} [{article}]: {sentence}" for outlet, sentence, article in one.sentences]
        lines.append("")
    lines += [said, ""] if (said := nudge(material)) else []
    lines.append("A large p is no evidence of likeness, and nothing here is about an outlet in general.")
    return "\n".join(lines)
