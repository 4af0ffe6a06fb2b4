"""How often news is told from opinion where text is pasted: no section, no address, no author.

python benchmarks/quality.py --section kinds
"""

from __future__ import annotations

import gzip
import json
import re
import tempfile
import warnings
from pathlib import Path

import pandas as pd

import framing as fr

HERE = Path(__file__).resolve().parent
DATA = HERE.parent.parent / "shared" / "data"
#: Of each set, which share is to be known and right at least; how many of the first two may be columns taken
#: for news.
AIMS, TAKEN = {"visits": 0.90, "huawei": 0.90, "sites": 0.85}, 1 / 50
#: What a list of articles puts in front of a headline; outlets print it elsewhere or not at all.
_LABEL = re.compile(r"^(?:opinions?|commentary)\s*:\s*", re.IGNORECASE)


def kinds(simulations: int = 0, seed: int = 0) -> bool | None:
    """Print how many kinds are known and right; say whether the aims are met."""
    labels = pd.read_csv(HERE / "kind_labels" / "labels.csv", index_col="id")
    files = [DATA / "huawei" / "articles.jsonl", DATA / "allsides" / "articles.jsonl.gz"]
    if not all(file.is_file() for file in files):
        print("   skipped: the articles (../shared/data/huawei, allsides) are not beside the project")
        return None
    outlets = {}
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            with (gzip.open if file.suffix == ".gz" else open)(file, "rt", encoding="utf8") as stream:
                for article in map(json.loads, stream):
                    if article["id"] in labels.index:
                        title, text = _LABEL.sub("", article["title"] or ""), article["text"]
                        pasted = text if text.startswith(title) else f"{title}\n\n{text}"
                        (Path(folder) / f"{article['id']}.txt").write_text(pasted, "utf8")
                        outlets[f"{article['id']}.txt"] = article["outlet"] or "A paper"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", fr.FramingWarning)
            articles = fr.load(folder, outlets=outlets, progress=False).articles
    told = articles.set_index(articles["source"].str.removesuffix(".txt"))["genre"]
    table = labels.assign(told=told).replace("editorial", "opinion").dropna()
    table = table[table["kind"] != "doubtful"]
    met, lost = True, 0
    for name, part in table.groupby("set", sort=False):
        pairs = pd.crosstab(part["kind"], part["told"]).reindex(columns=["news", "opinion", "unknown"])
        right = (part["kind"] == part["told"]).mean()
        print(f"   {name}: {len(part)} articles, known and right {right:.3f}")
        print("   " + pairs.fillna(0).astype(int).to_string().replace("\n", "\n   "))
        met &= bool(right >= AIMS[str(name)])
        lost += int(pairs.loc["opinion", "news"]) * (name != "sites")
    return met and lost <= TAKEN * int((table["set"] != "sites").sum())


if __name__ == "__main__":
    print("met" if kinds() else "missed")
