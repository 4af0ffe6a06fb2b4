"""Draw the pictures that README and the pages show, from the bundled corpus: python docs/pictures.py."""

from pathlib import Path

import framing as fr
from framing.plotting import theme

MEASURES = ["hedges", "boosters", "tone.net"]

IMAGES = Path(__file__).parent / "images"

articles, _ = fr.load(fr.example("carney-beijing-2026"))
scores = fr.score(articles, measures=MEASURES)
picture = fr.plotting.profile(fr.compare(scores).profile, scores=scores, measures=MEASURES, columns=3)
alt = "Hedges, boosters and tone of three outlets in their own, reported and quoted words; invented text"
theme.save(picture, IMAGES / "profile.svg", alt=alt)

news = articles[articles["genre"].isin(["news", "unknown"])]
picture = fr.plotting.side_by_side(fr.side_by_side(news))
alt = "Four facts in the words of two outlets each, the words that frame them marked; invented text"
theme.save(picture, IMAGES / "side-by-side.svg", alt=alt)

toward = fr.score(news, "stance", targets={"China": ["China", "Beijing"], "Canada": ["Canada", "Ottawa"]})
picture = fr.plotting.stance(fr.compare(toward).profile)
alt = "Positive less negative mentions of China and of Canada, with intervals; invented text"
theme.save(picture, IMAGES / "stance.svg", alt=alt)

indicators = fr.compare(fr.score(news, "frame.visits"))
picture = fr.plotting.profile(
    indicators.profile.query("voice == 'outlet'"), measures="frame.visits", columns=3
)
alt = "Indicators of six frames of visits between states by outlet; invented text"
theme.save(picture, IMAGES / "frames.svg", alt=alt)
