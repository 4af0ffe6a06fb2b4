"""Draw the pictures that README and the pages show, from the bundled corpus: python docs/pictures.py."""

from pathlib import Path

import framing as fr
from framing.plotting import theme

MEASURES = ["hedges", "boosters", "tone.net", "reporting.endorsing"]

articles, _ = fr.load(fr.example("carney-beijing-2026"))
contrast = fr.compare(fr.score(articles, measures=MEASURES)).contrast
news = contrast.query("genre == 'news' and voice == 'outlet'")
theme.save(fr.plotting.contrast(news), Path(__file__).parent / "images" / "contrast.svg")
