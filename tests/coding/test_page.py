"""A coder's page in a browser: every key, what it keeps and gives back, and texts that mean harm."""

from __future__ import annotations

import json
import re
import shutil
import warnings
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from framing.coding.reading import read_codes
from framing.coding.sampling import CodingSample, sample_for_coding
from framing.coding.sheet import page as made_page
from framing.coding.sheet import sample_id
from framing.errors import FramingWarning

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WHY = "needs playwright and the system's Chromium"
browsing = pytest.mark.skipif(not PROGRAM or not util.find_spec("playwright"), reason=WHY)

HARM = (
    "</script><script>document.title = 'harmed'</script><img src=x onerror=alert(1)> and words",
    "<!-- <script> ${1+1} {{ 7*7 }} 'single' \"double\" &amp; more words to read here",
    "\u202eturned around\u202c and \u2066isolated words, with \u2028 a separator in it",
    "javascript:alert(1) __proto__ constructor words that name what objects have",
)
NUMBERS = """
title = "Numbers"
[questions.strength]
question = "How strong is the wording?"
level = "interval"
least = 0
most = 10
[questions.people]
question = "How many people are named?"
level = "ratio"
optional = true
[questions.topic]
question = "Topic?"
values = ["trade", "arms", "art", "energy", "farms", "tourism", "law", "other", "none", "ten", "eleven"]
"""


def drawn(texts: list[str], codebook: Any = "tone", **options: Any) -> CodingSample:
    articles = pd.DataFrame(
        {"id": [f"a{k}" for k in range(len(texts))], "outlet": "harbour_courier", "title": "", "text": texts}
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FramingWarning)
        return sample_for_coding(articles, **{"codebook": codebook, "n": 50, "voices": None, **options})


@pytest.fixture(scope="module")
def sample() -> CodingSample:
    return drawn([f"Sentence one of {k} is here. Sentence two of {k} is here." for k in range(3)])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        found = running.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox", "--disable-gpu"])
        yield found
        found.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    """Open a sample's page for coder A; whatever the browser complains of fails the test."""
    contexts, complaints = [], []

    def open_(given: CodingSample, *, width: int = 1200, **more: Any) -> Page:
        path = tmp_path / "code-A.html"
        path.write_text(made_page(given, "A", "A"), "utf8")
        context = browser.new_context(viewport={"width": width, "height": 800}, **more)
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(dialog.message))
        tab.on(
            "request", lambda request: complaints.append(request.url) if request.url[:4] == "http" else None
        )
        tab.goto(path.as_uri())
        return tab

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def state(tab: Page) -> tuple[str, str, str]:
    return tab.inner_text("#where"), tab.inner_text("#state"), tab.inner_text("#count")


def pressed(tab: Page) -> list[str]:
    return [text.split(" ", 1)[-1] for text in tab.locator("[aria-pressed=true]").all_inner_texts()]


def press(tab: Page, *keys: str) -> None:
    for key in keys:
        tab.keyboard.press(key)


@pytest.mark.slow
@browsing
def test_digits_answer_arrows_move_and_all_is_undone(opened: Any, sample: CodingSample) -> None:
    tab = opened(sample)
    assert state(tab) == ("Unit 1 of 6", "Open", "0 of 6 coded")
    press(tab, "3")
    assert pressed(tab) == ["Positive"]
    assert state(tab) == ("Unit 1 of 6", "Begun", "0 of 6 coded")
    press(tab, "2")
    assert state(tab) == ("Unit 2 of 6", "Open", "1 of 6 coded")
    press(tab, "1", "ArrowLeft")
    assert (state(tab)[1], pressed(tab)) == ("Coded", ["Positive", "No"])
    # A changed answer stays on its unit; it can be undone, and so can all before it.
    press(tab, "1")
    assert (state(tab)[0], pressed(tab)) == ("Unit 1 of 6", ["Negative", "No"])
    press(tab, "u")
    assert pressed(tab) == ["Positive", "No"]
    press(tab, "u")
    assert (state(tab)[0], pressed(tab)) == ("Unit 2 of 6", [])
    press(tab, "u", "u")
    assert (state(tab), pressed(tab)) == (("Unit 1 of 6", "Open", "0 of 6 coded"), [])
    assert tab.is_disabled("#undo")
    press(tab, "9")
    assert tab.inner_text("#said") == "No answer has this number"
    press(tab, "ArrowDown", "1")
    assert pressed(tab) == ["Yes"]
    press(tab, "ArrowDown", "Delete")
    assert pressed(tab) == []
    press(tab, "ArrowRight", "ArrowRight", "g")
    assert state(tab)[0] == "Unit 4 of 6"


@pytest.mark.slow
@browsing
def test_answers_notes_and_place_are_kept(opened: Any, sample: CodingSample) -> None:
    tab = opened(sample)
    press(tab, "1", "1", "2", "n")
    tab.keyboard.type("=hard, 1 2 3")
    press(tab, "Escape", "ArrowRight")
    assert tab.input_value("#note") == ""
    tab.reload()
    assert state(tab) == ("Unit 3 of 6", "Open", "1 of 6 coded")
    press(tab, "ArrowLeft")
    assert (pressed(tab), tab.input_value("#note")) == (["Neutral"], "=hard, 1 2 3")


@pytest.mark.slow
@browsing
def test_codes_come_back_as_they_were_given(opened: Any, sample: CodingSample, tmp_path: Path) -> None:
    tab = opened(sample)
    press(tab, "n")
    tab.keyboard.type('=1+1, "so"\nand -2')
    press(tab, "Escape", *(["3", "1"] * 6))
    # After the last answer the page offers to save.
    assert tab.locator("#files").is_visible()
    assert "not downloaded yet" in tab.inner_text("#kept")
    saved = []
    for button in ("#save-csv", "#save-json"):
        with tab.expect_download() as waiting:
            tab.click(button)
        saved.append(tmp_path / "back" / waiting.value.suggested_filename)
        waiting.value.save_as(saved[-1])
    assert [file.name for file in saved] == ["codes-A.csv", "codes-A.json"]
    whole = [read_codes(file, sample=sample) for file in saved]
    for codes, faults in whole:
        assert len(codes) == 12
        assert codes.loc[codes["question"] == "tone", "value"].tolist() == ["positive"] * 6
        assert codes["note"].dropna().unique().tolist() == ['=1+1, "so"\nand -2']
        assert (codes["seconds"] >= 0).all()
        assert faults["coder"].tolist() == ["B"]
    pd.testing.assert_frame_equal(whole[0].codes, whole[1].codes)
    # Another browser goes on from the file.
    other = opened(sample)
    press(other, "s")
    other.set_input_files("#resume", saved[1])
    other.wait_for_function("document.getElementById('kept').textContent.includes('taken over')")
    assert other.inner_text("#count") == "6 of 6 coded"


@pytest.mark.slow
@browsing
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "holds no codes"),
        ('{"format": "framing-codes", "codebook": "v1", "coder": "A"}', "another version"),
        ('{"format": "framing-codes", "codebook": "VERSION", "coder": "Zoe"}', "by coder Zoe"),
        (
            '{"format": "framing-codes", "codebook": "VERSION", "coder": "A", "now": 99, "notes": 3, '
            '"answers": {"__proto__": {"tone": "positive"}, "UNIT": {"tone": "awful", "loaded": "yes"}}}',
            "1 units were taken over",
        ),
    ],
)
def test_only_what_fits_is_taken_from_a_file(
    opened: Any, sample: CodingSample, tmp_path: Path, content: str, said: str
) -> None:
    content = content.replace("VERSION", sample.codebook.version).replace("UNIT", sample.units["unit"][0])
    (tmp_path / "saved.json").write_text(content, "utf8")
    tab = opened(sample)
    press(tab, "s")
    tab.set_input_files("#resume", tmp_path / "saved.json")
    tab.wait_for_function("said => document.getElementById('kept').textContent.includes(said)", arg=said)
    press(tab, "Escape")
    assert pressed(tab) == (["Yes"] if "taken" in said else [])


@pytest.mark.slow
@browsing
def test_numbers_are_typed(opened: Any, tmp_path: Path) -> None:
    (tmp_path / "numbers.toml").write_text(NUMBERS, "utf8")
    given = drawn(["One sentence of words. Another one of words."], tmp_path / "numbers.toml")
    tab = opened(given)
    tab.keyboard.type("11")
    press(tab, "Enter")
    assert "no such number" in tab.inner_text("#wrong-0")
    press(tab, "Control+a")
    tab.keyboard.type("2,5")
    press(tab, "Enter")
    assert tab.input_value("#number-0") == "2.5"
    # The second may be left out; the third is chosen, by its letterless key.
    press(tab, "ArrowDown", "0")
    assert state(tab) == ("Unit 2 of 2", "Open", "1 of 2 coded")
    press(tab, "ArrowLeft")
    assert pressed(tab) == ["ten"]
    tab.get_by_role("button", name="eleven").click()
    assert pressed(tab) == ["eleven"]


@pytest.mark.slow
@browsing
def test_every_dialog_opens_by_its_key_and_closes(opened: Any, sample: CodingSample) -> None:
    tab = opened(sample)
    for key, name in {"c": "codebook", "o": "overview", "?": "keys", "s": "files"}.items():
        press(tab, key)
        assert tab.locator(f"#{name}").is_visible()
        # Behind a dialog no key answers.
        press(tab, "1")
        press(tab, "Escape")
        assert not tab.locator(f"#{name}").is_visible()
        assert not pressed(tab)
    assert "[outlet] stands for" in str(tab.text_content("#codebook"))
    press(tab, "o")
    tab.get_by_role("button", name="Unit 5, open").click()
    assert state(tab)[0] == "Unit 5 of 6"
    press(tab, "?")
    tab.uncheck("#going")
    press(tab, "Escape", "1", "1")
    assert state(tab)[:2] == ("Unit 5 of 6", "Coded")


@pytest.mark.slow
@browsing
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_page(
    opened: Any, tmp_path: Path, width: int, scheme: str
) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    (tmp_path / "numbers.toml").write_text(NUMBERS, "utf8")
    texts = ["Supercalifragilistic" * 30 + " is a long word here. And more of it."]
    numbers, articles = (
        drawn(texts, ["tone", tmp_path / "numbers.toml"]),
        drawn(texts, "visits", unit="article"),
    )
    for given, keys in ((numbers, ("", "c", "o", "?", "s")), (articles, ("",))):
        tab = opened(given, width=width, color_scheme=scheme)
        for key in keys:
            if key:
                press(tab, "Escape", key)
            found = axe.run(tab).response["violations"]
            assert not [(key, one["id"], [node["html"] for node in one["nodes"]]) for one in found]
            assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.slow
@browsing
def test_texts_that_mean_harm_are_shown_as_text(opened: Any) -> None:
    given = drawn(list(HARM), coders=["A", "</script><b>B"])
    tab = opened(given)
    seen = []
    for _ in range(len(given.units)):
        seen.append(str(tab.text_content("#text")))
        press(tab, "ArrowRight")
    assert seen == given.units["text"].tolist()
    assert tab.title().startswith("Coding: Tone")
    assert tab.locator("#text img, #text script, main b").count() == 0


@pytest.mark.slow
@browsing
def test_a_mention_is_marked_by_code_points(opened: Any) -> None:
    from framing.features.naming.mentions import mentions

    text = "🚢🚢 said that Marlow went to sea, as the Harbour Courier knew."
    articles = pd.DataFrame({"id": ["a"], "outlet": ["harbour_courier"], "text": [text]})
    found = mentions(articles, {"the captain": {"aliases": ["Marlow"]}}, voices=None)
    tab = opened(drawn([text], "stance", unit="mention", mentions=found.assign(article="a0")))
    assert tab.inner_text("#text mark") == "Marlow"
    assert tab.inner_text("#about") == "the captain"
    assert tab.inner_text("#text .masked") == "[outlet]"


@pytest.mark.slow
@browsing
def test_a_browser_that_keeps_nothing_says_so(opened: Any, sample: CodingSample) -> None:
    tab = opened(sample)
    tab.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    press(tab, "1")
    assert "doesn't keep answers" in tab.inner_text("#warning")


def test_a_page_loads_nothing_and_is_the_same_each_time(sample: CodingSample) -> None:
    page = made_page(sample, "A", "A")
    assert page == made_page(sample, "A", "A")
    assert not re.search(r"(?:src|href)=|https?://|@import|url\(", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert "unsafe" not in policy[1]


def test_words_cannot_end_the_data_of_a_page() -> None:
    given = drawn(list(HARM))
    page = made_page(given, "A", "A")
    assert page.count("</script>") == 2
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    assert [unit["text"] for unit in json.loads(data[1])["units"]] == given.units["text"].tolist()
    assert "harbour" not in page.casefold()


def test_a_coder_has_only_their_own_units() -> None:
    given = drawn([f"Sentence number {k} stands here." for k in range(8)], coders=("A", "B"), twice=0)
    pages = [made_page(given, coder, coder) for coder in ("A", "B")]
    assert [sum(unit in page for unit in given.units["unit"]) for page in pages] == [4, 4]
    assert sample_id(given) in pages[0]
    assert sample_id(given) in pages[1]
