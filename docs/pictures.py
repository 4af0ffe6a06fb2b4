"""Draw the picture that README and the first page show, from the bundled corpus: python docs/pictures.py."""

from pathlib import Path

import framing as fr
from framing.plotting import theme

MEASURES = ["hedges", "boosters", "tone.net"]

articles, _ = fr.load(fr.example("carney-beijing-2026"))
scores = fr.score(articles, measures=MEASURES)
picture = fr.plotting.profile(fr.compare(scores).profile, scores=scores, measures=MEASURES, columns=3)
alt = "Hedges, boosters and tone of three outlets in their own, reported and quoted words; invented text"
theme.save(picture, Path(__file__).parent / "images" / "profile.svg", alt=alt)
