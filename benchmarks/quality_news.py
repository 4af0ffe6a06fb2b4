"""How right the measures are on international news, read by hand: voices, speakers, hits, stance, kinds.

    python benchmarks/quality.py --section news
    python benchmarks/quality_news.py --wrong       and the places that are wrong, to read

The labels (news_labels/) are places in articles of ../shared/data/allsides about visits and summits between
states, made by docs/reading-guideline.md before the program was asked; no text is kept. articles.csv has the
draw of each: what a draw showed was mended before the next was read; verdicts of stance learned from the
first three. The third has only what the second showed to be too often wrong; the fourth has voices of sixty
articles and stance, tone, hedges, attitude and kinds of others; the fifth has voices, and with the sixth and
seventh tone in the outlet's own words, most of it news of the United States, and every verdict of stance in
1,520 articles; the eighth, tenth and eleventh voices again, half of them in any news; from the ninth to the
sixteenth the lists and codebooks, the thirteenth, fourteenth and sixteenth voices too, half of them in
what is left of news from abroad, the seventeenth voices of any news, each read at first sight once what
those before had shown was mended
(mended.txt: other articles that were read for that). From the third on voices are places told as reports or
quotations, so how many were found says nothing there.
Figures at first sight stand on the page of each measure.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
import tomllib
from pathlib import Path

import pandas as pd
from nltk.metrics.agreement import AnnotationTask

import framing as fr

LABELS = Path(__file__).resolve().parent / "news_labels"
SOURCE = Path(__file__).resolve().parents[2] / "shared" / "data" / "allsides" / "articles.jsonl.gz"

#: Whom stance was read toward, as named in the labels.
TARGETS = tomllib.loads((LABELS / "targets.toml").read_text("utf8"))

#: A boundary is right within this many words.
TOLERANCE = 2

AIMS = {
    "reported: somebody else's": 0.88,
    "reported: boundaries": 0.80,
    "speaker, where given": 0.93,
    "loaded words of the outlet's own counted so": 0.90,
    "stance: verdicts of negative or positive": 0.80,
    "stance: neutral": 0.90,
    "kind known and right": 0.90,
}


def news(simulations: int = 0, seed: int = 0, *, show: bool = False) -> bool | None:
    """Print how right each measure is, with counts, and the readers' agreement; say whether aims are met."""
    if not SOURCE.exists():
        print("   skipped: the articles (../shared/data/allsides) are not beside the project")
        return None
    labels = {
        name: pd.read_csv(LABELS / f"{name}.csv", dtype={"article": str})
        for name in ("voices", "hits", "stance", "kinds")
    }
    draws = pd.read_csv(LABELS / "articles.csv", dtype={"article": str}).set_index("article")["draw"]
    articles = load_articles(set(draws.index))
    labels = {name: place_labels(table, articles) for name, table in labels.items()}
    met = True
    for draw, mine in articles.groupby(articles["id"].map(draws)):
        print(f"   draw {draw}, of {len(mine)} articles:")
        first = {
            name: table[(table["reader"] == "A") & table["article"].isin(mine["id"])]
            for name, table in labels.items()
        }
        marked = mine[
            mine["id"].isin(pd.concat([first["voices"], first["hits"], first["stance"]])["article"])
        ]
        voices = fr.sources.voices(marked)
        results = {
            **judge_voices(first["voices"], marked, voices, show),
            **judge_hits(first["hits"], marked, voices, show),
            **judge_stance(first["stance"], marked, voices, show),
            **judge_kinds(first["kinds"], mine, show),
        }
        for name, (right, n) in results.items():
            if not n:  # not read in this draw
                continue
            aim = AIMS.get(name)
            print(f"   {name:58s}{right / n:6.2f} of {n:4d}" + (f"   aim {aim:.2f}" if aim else ""))
            met &= draw == 1 or aim is None or right / n >= aim
    for name, column in (("voices", "voice"), ("hits", "right"), ("stance", "label"), ("kinds", "kind")):
        what = f"agreement of two readers, {name} (alpha)"
        print(f"   {what:58s}{measure_agreement(labels[name], column)}")
    return met


def load_articles(wanted: set[str]) -> pd.DataFrame:
    """Return the articles of these ids as loaded, with text and title of the source as `raw`, `raw_title`."""
    with gzip.open(SOURCE, "rt", encoding="utf-8") as lines:
        rows = [row for row in map(json.loads, lines) if row["id"] in wanted]
    table = pd.DataFrame(rows)[["id", "outlet", "date", "title", "url", "text"]]
    path = LABELS.parents[1] / "out" / "quality" / "news.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    table.rename(columns={"date": "published"}).to_json(path, orient="records", lines=True, force_ascii=False)
    raw = table.set_index("id")
    articles = fr.load(path, progress=False).articles
    return articles.assign(raw=articles["id"].map(raw["text"]), raw_title=articles["id"].map(raw["title"]))


def place_labels(labels: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Move places from texts of the source to texts as loaded; those that loading has cut are left out."""
    by_id = articles.set_index("id")

    def move(article: str, headline: bool, place: float, end: bool) -> float:
        if pd.isna(place):
            return place
        raw, text = (
            by_id.loc[article, name] for name in (("raw_title", "title") if headline else ("raw", "text"))
        )
        place = int(place)
        for reach, beside in ((60, 3), (30, 3), (15, 3), (8, 3), (60, 0)):
            before, after = (reach, beside) if end else (beside, reach)
            window = raw[max(place - before, 0) : place + after]
            if text.count(window) == 1:
                return text.index(window) + min(before, place)
            if text.count(window) == raw.count(window):  # a paragraph that stands twice
                nth = raw.count(window, 0, max(place - before, 0))
                return [m.start() for m in re.finditer(re.escape(window), text)][nth] + min(before, place)
        return float("nan")

    moved = labels.copy()
    for name in ("position", "start", "first", "last"):
        if name in moved:
            headline = (
                moved["part"].eq("headline") if "part" in moved else pd.Series(False, index=moved.index)
            )
            moved[name] = [
                move(article, of_title, place, name == "last")
                for article, of_title, place in zip(moved["article"], headline, moved[name], strict=True)
            ]
    place = "position" if "position" in moved else "start" if "start" in moved else "article"
    moved = moved[moved[place].notna()]
    return moved if place == "article" else moved.astype({place: "int64"})


def judge_voices(
    labels: pd.DataFrame, articles: pd.DataFrame, voices: pd.DataFrame, show: bool
) -> dict[str, tuple[int, int]]:
    """Compare whose the marked words are, where the stretch ends, and who speaks."""
    texts = articles.set_index("id")["text"]
    told = {str(key): part for key, part in voices[voices["part"] != "headline"].groupby("article")}
    rows = []
    for label in labels.itertuples():
        text, spans = texts[label.article], told[label.article]
        here = spans[(spans["start"] <= label.position) & (spans["end"] > label.position)].iloc[0]
        low, high = find_paragraph(text, label.position)
        key = here["speaker_key"] if isinstance(here["speaker_key"], str) else ""
        same = (spans["voice"] == here["voice"]) & (spans["speaker_key"].fillna("") == key)
        # A report goes on behind a quotation within it.
        same |= (here["voice"] == "reported") & (spans["voice"] == "quoted")
        stretch = spans[same & (spans["end"] > low) & (spans["start"] < high)]
        start, end = grow(stretch, int(here["start"]), int(here["end"]), text)
        start, end = max(start, low), min(end, high)
        said = label.voice in ("quoted", "reported")
        # Readers take what stands in marks within a report with the stretch, or apart from it.
        marks = [at for at in range(start, end) if text[at] in '"“”']
        part = (
            max([start, *(at for at in marks if at < label.position)]),
            min([end, *(at for at in marks if at > label.position)]),
        )
        ends = (
            said
            and label.first == label.first
            and label.last == label.last
            and any(
                count_words(text[min(a, b) : max(a, b)]) <= TOLERANCE
                and count_words(text[min(c, d) : max(c, d)]) <= TOLERANCE
                for a, c in ((start, end), part)
                for b, d in [(int(label.first), int(label.last))]
            )
        )
        speaker = label.speaker if isinstance(label.speaker, str) else ""
        rows.append((here["voice"], label.voice, ends, key, is_same_speaker(key, speaker)))
        wrong = (here["voice"] != "outlet") != said or (
            said and here["voice"] != "outlet" and (not ends or (key and not rows[-1][4]))
        )
        if show and wrong:
            print(f"{here['voice']} ({key}) read as {label.voice} ({speaker}): {text[start:end]!r}")
            print(f"   in {text[low:high]!r}")
    table = pd.DataFrame(rows, columns=["told", "read", "ends", "key", "same"])
    reported, quoted = table[table["told"] == "reported"], table[table["told"] == "quoted"]
    theirs = table["read"].isin(["quoted", "reported"])
    given = table[table["told"].isin(["quoted", "reported"]) & theirs & (table["key"] != "")]
    return {
        "reported: somebody else's": count(reported["read"].isin(["quoted", "reported"])),
        "reported: boundaries": count(reported["ends"]),
        "quoted: somebody else's": count(quoted["read"].isin(["quoted", "reported"])),
        "outlet: the outlet's": count(~theirs[table["told"] == "outlet"]),
        "others' words found (recall)": count(table.loc[theirs, "told"] != "outlet"),
        "speaker, where given": count(given["same"]),
    }


def judge_hits(
    labels: pd.DataFrame, articles: pd.DataFrame, voices: pd.DataFrame, show: bool
) -> dict[str, tuple[int, int]]:
    """Return how many of the read hits that are still hits are right, by measure, and right ones kept."""
    found = {}
    for measure in sorted(labels["measure"].unique()):
        try:
            hits = fr.evidence(articles, measure, voices=voices).query("weight != 0")
        except fr.FramingError:  # an indicator that is gone
            continue
        for hit in hits.itertuples():
            found[(hit.article, hit.part == "headline", int(hit.start), measure)] = hit.voice
    keys = list(
        zip(labels["article"], labels["part"] == "headline", labels["start"], labels["measure"], strict=True)
    )
    table = labels.assign(told=[found.get(key) for key in keys])
    table["kind"] = table["measure"].str.replace(
        r"^(tone|attitude|passive)\..*|^(frame\.\w+)\..*", r"\1\2", regex=True
    )
    stands = table[table["told"].notna()]
    if show:
        print(stands[stands["right"] == 0].groupby(["measure", "term"]).size().to_string())
    result = {f"hits of {kind}": count(rows["right"] == 1) for kind, rows in stands.groupby("kind")}
    right = table[table["right"] == 1]
    own = stands[(stands["measure"] == "loaded") & (stands["right"] == 1) & (stands["voice"] == "outlet")]
    return {
        **result,
        "right hits still found": count(right["told"].notna()),
        "loaded words of the outlet's own counted so": count(own["told"] == "outlet"),
    }


def judge_stance(
    labels: pd.DataFrame, articles: pd.DataFrame, voices: pd.DataFrame, show: bool
) -> dict[str, tuple[int, int]]:
    """Compare verdicts on mentions of a target with the readers'."""
    hits = fr.evidence(articles, "stance.net", targets=TARGETS, voices=voices)
    hits["headline"] = hits["part"] == "headline"
    table = labels.assign(headline=labels["part"] == "headline").merge(
        hits[["article", "headline", "start", "target", "pole", "sentence"]],
        on=["article", "headline", "start", "target"],
    )
    given = table[table["pole"].isin(["negative", "positive"])]
    if show:
        for row in given[given["pole"] != given["label"]].itertuples():
            print(f"{row.pole} toward {row.target}, read as {row.label}: {row.sentence!r}")
    coloured = table[table["label"] != "neutral"]
    # The others were drawn for what an earlier judge called them: more praise and blame than the news has.
    neutral = table[(table["pole"] == "neutral") & (table["drawn"] == "verdict")]
    return {
        "stance: verdicts of negative or positive": count(given["pole"] == given["label"]),
        "stance: neutral": count(neutral["label"] == "neutral"),
        "stance: negative or positive found (recall)": count(coloured["pole"] == coloured["label"]),
    }


def judge_kinds(labels: pd.DataFrame, articles: pd.DataFrame, show: bool) -> dict[str, tuple[int, int]]:
    """Compare the kinds of articles as loaded with the readers'."""
    genres = articles.set_index("id")["genre"]
    table = labels.assign(told=labels["article"].map(genres).fillna("unknown"))
    known, argued = table[table["told"] != "unknown"], table["kind"].isin(["opinion", "editorial"])
    if show:
        print(table[(table["told"] != table["kind"])][["article", "kind", "told"]].to_string())
    taken = table[table["told"] == "news"]
    return {
        "kind known and right": count(table["told"] == table["kind"]),
        "kind right, where known": count(known["told"] == known["kind"]),
        "opinion among what is taken for news": count(argued[taken.index]),
    }


def count(right: pd.Series[bool]) -> tuple[int, int]:
    """Return how many are right, and of how many."""
    return int(right.sum()), len(right)


def grow(spans: pd.DataFrame, start: int, end: int, text: str) -> tuple[int, int]:
    """Join neighbouring spans of one voice and speaker, which a reader sees as one."""
    for low, high in sorted(zip(spans["start"], spans["end"], strict=True)):
        if low >= end and not re.search(r"\w", text[end:low]):
            end = max(end, int(high))
    for low, high in sorted(zip(spans["start"], spans["end"], strict=True), reverse=True):
        if high <= start and not re.search(r"\w", text[high:start]):
            start = min(start, int(low))
    return start, end


def count_words(text: str) -> int:
    """Return how many words stand outside quotation marks: those inside are the speaker's in any case."""
    return len(re.findall(r"\w+", re.sub(r'["“][^"”]*(?:["”]|$)', " ", text)))


def find_paragraph(text: str, position: int) -> tuple[int, int]:
    """Return where the paragraph of a position begins and ends."""
    after = text.find("\n\n", position)
    return text.rfind("\n\n", 0, position) + 2 if "\n\n" in text[
        :position
    ] else 0, after if after >= 0 else len(text)


def is_same_speaker(key: str, read: str) -> bool:
    """Return whether two names share a word that names: a surname, an office, a body."""
    words = [
        {
            word.casefold().removesuffix("s")
            for word in re.findall(r"\w+", name)
            if len(word) > 1 or word.isupper()
        }
        - {"the", "president", "and", "for", "of", "in", "on", "to", "at", "by", "an", "mr", "ms", "dr"}
        for name in (key, read)
    ]
    return bool(words[0] & words[1])


def measure_agreement(table: pd.DataFrame, column: str) -> str:
    """Return Krippendorff's alpha of what two readers read, with the number of items."""
    place = [name for name in ("article", "part", "position", "start", "target", "measure") if name in table]
    twice = table[table.duplicated(place, keep=False)]
    items = twice[place].astype(str).agg(" ".join, axis=1)
    if not len(twice):
        return " -"
    task = AnnotationTask(data=list(zip(twice["reader"], items, twice[column].astype(str), strict=True)))
    return f"{task.alpha():6.2f} of {items.nunique():4d}"


if __name__ == "__main__":
    sys.exit(not news(show="--wrong" in sys.argv))
