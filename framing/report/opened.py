"""Lines that terms and names open: where each stands, with whose words, packed once for the page.

Lines come as the table `kwic`, or are cut from an article around a mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from framing.report.material import ArticleList
from framing.report.sections import agency, coverage, naming, reuse
from framing.views import numbers as numbers

if TYPE_CHECKING:
    from framing.report.material import Material


__all__ = ["LINES", "Cut", "Lines", "pack", "wanted"]


# Lines that numbers of agency copy and of passages printed again open: which articles, and what shows it.

#: Characters of a passage.
LONGEST = 240

Row = Mapping[Any, Any]


def pack_printed(held: Lines, material: Material) -> None:
    """Keep lines for each number of articles with agency copy and each number of passages."""
    for key, (own, total) in agency.numbered(material).items():
        rows = [_line(one) for one in own]
        held.add(key, "Agency copy", rows, total, "One line of each article: what shows it.")
    for key, (passages, total) in reuse.numbered(material).items():
        rows = [_passage(row, side) for row, side in passages]
        held.add(key, "Passages printed again", rows, total, "The later print, or one of two.", _cut_printed)


def _line(one: Row) -> dict[str, Any]:
    shown = one["shown"][0]
    return {
        **{"article": one["id"], "part": "body", "voice": "all", "left": "", "right": ""},
        "node": str(shown["detail"] or shown["where"]),
        "more": f"{one['role']}, by {shown['where']}",
    }


def _passage(row: Row, side: str) -> dict[str, Any]:
    return {
        **{"article": str(row[side]), "part": "body", "voice": "all"},
        **{name: int(row[f"{side}_{name}"]) for name in ("start", "end")},
        "more": f"{int(row['words'])} words",
    }


def _cut_printed(row: Row, whole: str) -> dict[str, Any]:
    """Return a passage as a line: its beginning where it is long."""
    text = " ".join(whole[row["start"] : row["end"]].split())
    node = text if len(text) <= LONGEST else text[:LONGEST].rpartition(" ")[0] + " …"
    return {**row, "left": "", "node": node, "right": ""}


# The sentences that a cell of coverage opens: where an item stands, or of a gap where others have it.

#: Lines of one cell, of each other group where it is a gap, and of all cells together.
LINES_SEEN, OTHERS, ALL_SEEN = 6, 2, 4000


def pack_seen(held: Lines, material: Material) -> None:
    """Keep lines for each cell of coverage on the page."""
    table = coverage.shown(material)
    if table is None:
        return
    groups = set(coverage.groups_of(table))
    table = table[table["outlet"].astype(str).isin(groups)]
    most = max(1, min(LINES_SEEN, ALL_SEEN // max(len(table), 1)))
    sightings = _sightings(table, material)
    for _, cells in table.groupby(["level", "kind", "item", "event"], sort=False):
        rows = cells.to_dict("records")
        lines = {str(row["outlet"]): list(_lines(row, sightings)) for row in rows}
        for row in rows:
            own = lines[str(row["outlet"])]
            title = str(row["label"])
            if row["articles"] and own:
                said = (
                    f"In {numbers.count(row['articles'])} of {numbers.several(row['n_articles'], 'article')}."
                )
                n = max(int(row["mentions"]), len(own))
                held.add(str(row["cell"]), title, _spread(own, most), n, said, held.around)
            elif not row["articles"]:
                others = [
                    line
                    for name, some in sorted(lines.items())
                    if name != str(row["outlet"])
                    for line in _spread(some, OTHERS)
                ]
                held.add(str(row["cell"]), title, others, len(others), _gap(row, material), held.around)


def _gap(row: Row, material: Material) -> str:
    recall = f" (detector recall {numbers.plain(row['recall'], 2)})" if row["recall"] == row["recall"] else ""
    group = material.shown(str(row["outlet"]))
    tell = "" if str(row["finding"]) == "not_found" else ", too few to tell"
    n = numbers.several(row["n_articles"], "collected article")
    return f"Not found in the {n} of {group}{recall}{tell}. Where others have it:"


def _spread(lines: Sequence[Row], most: int) -> list[Row]:
    """Keep so many lines, one of each article in turn."""
    seen: dict[str, int] = {}
    turns = []
    for line in lines:
        article = str(line["article"])
        seen[article] = seen.get(article, 0) + 1
        turns.append(seen[article])
    order = sorted(range(len(lines)), key=lambda n: (turns[n], n))
    return [lines[n] for n in sorted(order[:most])]


def _sightings(shown: pd.DataFrame, material: Material) -> Callable[[Row], pd.DataFrame]:
    """Return what finds the sightings of an item in its group, of rows that are shown."""
    frame, group = material.articles, material.group_of
    event = dict(zip(frame["id"].astype(str), frame["event"].astype(object), strict=True))
    parts: dict[tuple[str, str], pd.DataFrame] = {}
    for name, column in (("items", "item"), ("statements", "statement")):
        table = material.table(name)
        if table is None:
            continue
        known = table[table[column].isin(shown["item"])]
        known = known[material.here(known["article"])]
        who = known["article"].astype(str).map(group)
        level = "named" if name == "items" else "statement"
        for (item, mine), own in known.groupby([known[column].astype(str), who], sort=False):
            parts[level, f"{item}\x1f{mine}"] = own
    none = pd.DataFrame()

    def of(row: Row) -> pd.DataFrame:
        own = parts.get((str(row["level"]), f"{row['item']}\x1f{row['outlet']}"), none)
        if len(own) and row["event"]:
            own = own[own["article"].astype(str).map(event) == row["event"]]
        return own

    return of


def _lines(row: Row, sightings: Callable[[Row], pd.DataFrame]) -> Iterator[Row]:
    """Yield the lines of a row: all that is known, in the order in which they are read, else its example."""
    own = sightings(row)
    if len(own):
        place = own["part"].astype(str).map({"headline": 0}).fillna(1)
        order = own.assign(_part=place).sort_values(["article", "_part", "start"], kind="stable")
        for one in order.head(8 * LINES_SEEN).to_dict("records"):
            yield {**one, "voice": "all"}
        return
    if isinstance(row["example"], str) and row["example"]:
        yield from _example(row)


def _example(row: Row) -> Iterator[dict[str, Any]]:
    sentence, article = str(row["example"]), row["example_article"]
    if not isinstance(article, str):
        return
    start, at, end = (int(row[name]) for name in ("example_start", "mention_start", "mention_end"))
    voice = str(row["voice"]) if isinstance(row["voice"], str) else "all"
    part = row["example_part"] if isinstance(row["example_part"], str) else "body"
    inside = 0 <= at - start < end - start <= len(sentence)
    cut = (at - start, end - start) if start >= 0 and inside else (0, len(sentence))
    yield {
        "article": article,
        "part": part,
        "voice": voice,
        "left": sentence[: cut[0]],
        "node": sentence[cut[0] : cut[1]],
        "right": sentence[cut[1] :],
    }


#: Most lines of one form of a referent in one group, the least, of all together; characters to either side.
LINES, FEW, ALL, AROUND = 8, 2, 3000, 80


#: What makes a line of a row, given the article's title or text, as the row's part says.
Cut = Callable[[Mapping[Any, Any], str], dict[str, Any]]


class Lines:
    """Keeps the lines of each key; they are cut, and articles numbered, when all are known."""

    def __init__(self, material: Material) -> None:
        self.articles = ArticleList(material)
        self._material = material
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
        own = [row for row in rows if str(row["article"]) in self._material.rows]
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
            self.articles.number(article),
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
    return held.articles.pack() | {"opened": opened} if opened else None


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
    pack_seen(held, material)
    pack_printed(held, material)
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
