"""Lines that terms and names open: where each stands, with whose words, packed once for the page.

Lines come as the table `kwic`, or are cut from an article around a mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report import acting, numbers, placing, printed, seen
from framing.report.evidence import safe_url
from framing.report.sections import naming

if TYPE_CHECKING:
    from framing.report.material import Material

__all__ = ["LINES", "Cut", "Lines", "pack", "wanted"]

#: Most lines of one form of a referent in one group, the least, of all together; characters to either side.
LINES, FEW, ALL, AROUND = 8, 2, 3000, 80


#: What makes a line of a row, given the article's title or text, as the row's part says.
Cut = Callable[[Mapping[Any, Any], str], dict[str, Any]]


class Lines:
    """Keeps the lines of each key; they are cut, and articles numbered, when all are known."""

    def __init__(self, material: Material) -> None:
        self.articles: list[list[str]] = []
        self.kinds: list[list[int]] = []
        self._material = material
        self._rows = material.rows
        self._number: dict[str, int] = {}
        self._kept: dict[str, tuple[str, list[Mapping[Any, Any]], int, str, Cut | None]] = {}

    def add(
        self,
        key: str,
        title: str,
        rows: Iterable[Mapping[Any, Any]],
        total: int,
        said: str = "",
        cut: Cut | None = None,
    ) -> None:
        """Keep rows under a key: `total` is how many there are, `said` stands above.

        They are as those of the table `kwic`; `cut` makes them so from what they are where the article's
        own words are needed.
        """
        own = [row for row in rows if str(row["article"]) in self._rows]
        if own:
            self._kept[key] = (title, own, total, said, cut)

    @property
    def wanted(self) -> set[str]:
        """The articles whose texts are read."""
        return {
            str(row["article"])
            for _, rows, _, _, cut in self._kept.values()
            for row in rows
            if cut is not None and row["part"] != "headline" and not _cut(row)
        }

    def opened(self) -> dict[str, dict[str, Any]]:
        """Return the lines of each key, in the order in which they came."""
        return {
            key: {"title": title, "total": total, "lines": [self._line(row, cut) for row in rows]}
            | ({"said": said} if said else {})
            for key, (title, rows, total, said, cut) in self._kept.items()
        }

    def _line(self, row: Mapping[Any, Any], cut: Cut | None) -> list[Any]:
        article = str(row["article"])
        # A row that has its words already stands beside others that don't.
        if cut is not None and not _cut(row):
            row = cut(row, self._material.texts.of(article, row["part"]))
        return [
            self._article(article),
            self._place(row),
            row["left"],
            row["node"],
            row["right"],
            *(self._material.facets.number(kind, row[kind]) for kind in ("voice", "part")),
        ]

    @staticmethod
    def around(row: Mapping[Any, Any], text: str) -> dict[str, Any]:
        """Return a mention as a line: the words around it, inside its paragraph."""
        start, end = int(row["start"]), int(row["end"])
        left, right = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
        if start > AROUND:
            left = left.partition(" ")[2]
        if end + AROUND < len(text):
            right = right.rpartition(" ")[0]
        return {
            **row,
            "left": left.rpartition("\n")[2],
            "node": text[start:end],
            "right": right.partition("\n")[0],
        }

    def _place(self, row: Mapping[Any, Any]) -> str:
        part, voice = self._material.names.part(str(row["part"])), str(row["voice"])
        who = row.get("speaker_key")
        said = "" if voice in ("outlet", "all") else voice
        more = row.get("more")
        named = who if isinstance(who, str) and said else ""
        return ", ".join(filter(None, (part, said, named, more if isinstance(more, str) else "")))

    def _article(self, key: str) -> int:
        if key not in self._number:
            row = self._rows[key]
            self._number[key] = len(self.articles)
            self.kinds.append(self._material.facets.article(row))
            day = row["published"]
            date = "undated" if pd.isna(day) else numbers.dates(day, day)
            group = self._material.names.outlet(str(row[self._material.by]), str(row["provenance"]))
            self.articles.append([str(row["title"]) or "(no headline)", group, date, safe_url(row["url"])])
        return self._number[key]


def _cut(row: Mapping[Any, Any]) -> bool:
    """Say whether a row has its words already."""
    return {"left", "node", "right"} <= row.keys()


def pack(material: Material) -> dict[str, Any] | None:
    """Return the lines that terms, forms of names and cells of coverage open.

    Returns
    -------
    dict or None
        `articles`: [title, group, date, url]; `kinds`: of each the numbers of its outlet and genre (see
        `Facets`); `opened`: by key {title, total, lines} and `said`, where something stands above them, a
        line being [article, part and voice, words before, the words, words after, number of its voice,
        number of its part].
    """
    held = material.once(_held)
    opened = held.opened()
    return {"articles": held.articles, "kinds": held.kinds, "opened": opened} if opened else None


def wanted(material: Material) -> set[str]:
    """Return the articles whose texts are read for what `pack` shows."""
    return material.once(_held).wanted


def _held(material: Material) -> Lines:
    """Gather the lines of all keys, in the order of the page's data."""
    held = Lines(material)
    lines, terms = material.tables.get("kwic"), material.tables.get("terms")
    if lines is not None and terms is not None and len(terms):
        total = terms.groupby("term", sort=False)[["count", "count_rest"]].first().sum(axis=1).to_dict()
        for term, own in lines.groupby("term", sort=False):
            held.add(f"t {term}", str(term), own.to_dict("records"), max(int(total.get(term, 0)), len(own)))
    mentions, content = material.tables.get("mentions"), naming.content(material)
    shown = _named(content) if content else set()
    if mentions is not None and content and shown:
        mentions = _of(mentions, content["cell"], material)
        group = mentions["article"].astype(str).map(material.group_of)
        most = max(FEW, min(LINES, ALL // len(shown)))
        for (name, referent, form), own in mentions.groupby([group, "referent", "form"], sort=False):
            key = f"m {name} {referent} {form}"
            if key in shown:
                turn = own.groupby("article").cumcount().sort_values(kind="stable").index[:most]
                rows = own.loc[sorted(turn)].to_dict("records")
                held.add(key, f"{referent}: {form}", rows, len(own), cut=held.around)
    seen.pack(held, material)
    acting.pack(held, material)
    placing.pack(held, material)
    printed.pack(held, material)
    return held


def _named(content: Mapping[str, Any]) -> set[str]:
    """Return the keys of the shares that stand on the page."""
    rows = (row for table in content["tables"] for row in table["rows"])
    return {cell["opens"] for row in rows for cell in row["cells"] if cell["opens"]}


def _of(mentions: pd.DataFrame, cell: tuple[str, str, str], material: Material) -> pd.DataFrame:
    """Return the mentions that the shares on the page count."""
    articles = material.articles.set_index("id")["genre"].astype(str).replace("unknown", "news")
    genre, voice, part = cell
    kept = (mentions["article"].map(articles) == genre) | (genre == "all")
    for column, wanted in (("voice", voice), ("part", part)):
        if wanted != "all":
            kept &= mentions[column].astype(str) == wanted
    return mentions[kept]
