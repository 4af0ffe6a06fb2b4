"""Draw the pictures that README and the pages show, from the bundled corpus: python docs/pictures.py.

The report's needs playwright and a Chromium of the system.
"""

import shutil
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import sync_playwright

import framing as fr
from framing.plotting import theme

IMAGES = Path(__file__).parent / "images"

with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
    fr.Study(articles=[fr.example("carney-beijing-2026")]).run(Path(folder) / "out", progress=False)
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1100, "height": 830}, color_scheme="light")
    page.goto((Path(folder) / "out" / "report.html").as_uri())
    page.wait_for_load_state("networkidle")
    shot = Image.open(BytesIO(page.screenshot()))
    browser.close()
said = PngInfo()
said.add_text("Description", "The first findings of the report on the bundled corpus; invented text")
# Few colours, so that the picture stays small in the repository.
shot.convert("RGB").quantize(64).save(IMAGES / "report.png", pnginfo=said, optimize=True)

articles, _ = fr.load(fr.example("carney-beijing-2026"))
news = articles[articles["genre"].isin(["news", "unknown"])]
picture = fr.plotting.side_by_side(fr.side_by_side(news))
alt = "Four facts in the words of two outlets each, the words that frame them marked; invented text"
theme.save(picture, IMAGES / "side-by-side.svg", alt=alt)

toward = fr.score(news, "stance", targets={"China": ["China", "Beijing"], "Canada": ["Canada", "Ottawa"]})
picture = fr.plotting.stance(fr.compare(toward).profile)
alt = "Positive less negative mentions of China and of Canada, with intervals; invented text"
theme.save(picture, IMAGES / "stance.svg", alt=alt)

indicators = fr.compare(fr.score(news, "frame.visits"))
picture = fr.plotting.profile(indicators.profile.query("voice == 'outlet'"), measures="frame.visits")
alt = "Indicators of six frames of visits between states by outlet; invented text"
theme.save(picture, IMAGES / "frames.svg", alt=alt)
