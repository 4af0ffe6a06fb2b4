"""Speakers of one article: names joined, titles and pronouns given only to whom they fit."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.text.voices.speakers.resolving import TYPES, Said, Speaker, resolve
from tests.cases import for_each

_CUES = "quoted|said|says|told|added|noted|reported|according|shows|refused|wrote"


def speak(text: str, title: str = "", outlet: str | None = None) -> list[Speaker]:
    """Resolve the sources between <>, each with the cue nearest to it."""
    said, clean = [], {}
    for part, marked in (("title", title), ("text", text)):
        plain, spans = "", []
        for piece in re.split(r"(<[^>]*>)", marked):
            if piece.startswith("<"):
                spans.append((len(plain), len(plain) + len(piece) - 2))
                plain += piece[1:-1]
            else:
                plain += piece
        clean[part] = plain
        cues = [(m.start(), m.group()) for m in re.finditer(rf"\b(?:{_CUES})\b", plain)]
        for span in spans:
            place, cue = min(cues, key=lambda c: abs(c[0] - span[1]), default=(span[1], ""))
            said.append(Said(part, span, cue, place, False))
    return resolve(clean["title"], clean["text"], said, outlet)


def keys(text: str, title: str = "") -> list[str | None]:
    return [one.key for one in speak(text, title)]


@for_each(
    ("phrase", "key", "kind", "country"),
    [
        ("Canadian Trade Minister Ana Ruiz", "Ana Ruiz", "official", "CA"),
        ("Ana Ruiz, a trade lawyer in Ottawa", "Ana Ruiz", "other", "CA"),
        ("Lin Mei, a research fellow at Fudan University", "Lin Mei", "expert", "CN"),
        ("Tom Marlow, founder and chair of the Marlow Group in Osaka", "Tom Marlow", "business", "JP"),
        ("Sen. Ana Ruiz (R-Ohio)", "Ana Ruiz", "official", "US"),
        ("South Korean Defense Minister Park Ji-ho", "Park Ji-ho", "official", "KR"),
        ("University of Sydney professor Ana Ruiz", "Ana Ruiz", "expert", "AU"),
        ("the German foreign minister, Lena Marlow", "Lena Marlow", "official", "DE"),
        ("Huawei spokesman Tom Marlow", "Tom Marlow", "business", "CN"),
        ("Michael Marlow, Israel's ambassador to Japan", "Michael Marlow", "official", "IL"),
        ("Secretary of Trade and Energy Ana Ruiz, a former governor", "Ana Ruiz", "official", None),
        ("Secretary of State Ana Ruiz following the announcement", "Ana Ruiz", "official", None),
        ("an Osaka-based industry analyst surnamed Li", "Li", "expert", "JP"),
        ("J.W. Okoro, a lawyer in Osaka", "J.W. Okoro", "other", "JP"),
        ("The former harbour minister vehemently", "former harbour minister", "official", None),
        ("one of the farmers, 17-year-old Ana Ruiz", "Ana Ruiz", "citizen", None),
        ("Ana Ruiz and Tom Marlow on their site", "Ana Ruiz and Tom Marlow", "other", None),
        ("at least one local Republican official", "one local Republican official", "official", "US"),
        ("During the meeting with Ruiz, Russian Prime Minister Oleg Marlow", "Oleg Marlow", "official", "RU"),
        ("A recent poll released by Ipsos", "Ipsos", "document", None),
        ("the latest figures", None, "document", None),
        ("Chinese experts", "Chinese experts", "expert", "CN"),
        ("two officials", "two officials", "official", None),
        (
            "A spokesman for Prime Minister Ana Ruiz",
            "spokesman for Prime Minister Ana Ruiz",
            "official",
            None,
        ),
        ("China's Foreign Ministry on Monday", "China's Foreign Ministry", "official", "CN"),
        ("President Ruiz Ana Maria RuizMore jobs for dockers MORE on Monday", "Ruiz", "official", None),
        ("the White House", "White House", "official", "US"),
        ("a person familiar with the matter", "person familiar with the matter", "anonymous", None),
        ("sources", "sources", "anonymous", None),
        ("residents", "residents", "citizen", None),
        ("Xinhua News Agency", "Xinhua", "media", "CN"),
        ("The European Commission", "European Commission", "official", "EU"),
    ],
)
def test_a_phrase_tells_who_what_and_where(
    phrase: str, key: str | None, kind: str, country: str | None
) -> None:
    (one,) = speak(f"<{phrase}> said no.")
    assert (one.key, one.type, one.country) == (key, kind, country)


@pytest.mark.parametrize("junk", ["When", "and", "on Thursday", "that", "March", "there", ","])
def test_what_is_nobody_is_no_speaker(junk: str) -> None:
    assert speak(f"<{junk}> said no.") == [Speaker()]


def test_a_family_name_is_the_person_named_in_full_elsewhere() -> None:
    text = "<Trade Minister Ana Ruiz> said no.\n\n<Ruiz> said so. <Marlow> said yes. Tom Marlow left."
    assert keys(text) == ["Ana Ruiz", "Ana Ruiz", "Tom Marlow"]


def test_a_family_name_stands_first_in_chinese() -> None:
    assert keys("<Zhou Lan> said no. <Liu Bo> said yes.\n\n<Liu> added this. <Zhou> noted that.") == [
        "Zhou Lan", "Liu Bo", "Liu Bo", "Zhou Lan",
    ]  # fmt: skip


def test_a_name_spelt_like_a_pronoun_is_a_name_only_before_a_given_name() -> None:
    text = "<He Yunlan>, a spokesperson, said no.\n\n<Tom Marlow> said yes. <He> added this."
    assert keys(text) == ["He Yunlan", "Tom Marlow", "Tom Marlow"]


@for_each(
    ("text", "key"),
    [
        ("Vice Premier He Lin came. The port is open, <He> said.", "He Lin"),
        ("You Wen, an economist, came. Demand is strong, <You> said.", "You Wen"),
        ("Labour leader Theresa May came. <May> said it would fail.", "Theresa May"),
        ("Minister Will spoke first. The port, <Will> said, is open.", "Will"),
        ("Tom Bo came. The port, <Bo> said, is open.", "Tom Bo"),
        ("Tom Marlow met He Lin. “It works,” <Marlow> said. <He> said it would last.", "Tom Marlow"),
        ("Rain fell in <May> said nobody.", None),
    ],
)
def test_a_word_is_a_family_name_where_somebody_is_named_in_full_by_it(text: str, key: str | None) -> None:
    assert keys(text)[-1] == key


@for_each(
    ("source", "key"),
    [
        ("Members of Marlow's cabinet", "Members of Marlow's cabinet"),
        ("The National People's Congress", "National People's Congress"),
        ("Prime Minister Ana Ruiz's visit", None),
        ("The tariff", None),
        ("Chinese EVs", None),
        ("The two sides", "two sides"),
    ],
)
def test_things_do_not_speak_and_bodies_stay_whole(source: str, key: str | None) -> None:
    assert keys(f"<{source}> said so.") == [key]


def test_he_is_nobody_named_behind_a_preposition_or_as_an_owner() -> None:
    text = "<Tom Marlow> said no. On Ivan Ruiz, whom Peter Bell blamed, <he> said little."
    assert keys(text)[-1] == "Tom Marlow"


def test_two_of_one_family_name_are_never_one() -> None:
    text = "<Ana Ruiz> said no, <Tom Ruiz> said yes.\n\nIt rained. <Ruiz> said more. <Mr. Ruiz> said less."
    assert keys(text) == ["Ana Ruiz", "Tom Ruiz", None, "Tom Ruiz"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        (
            "Nora Marlow spoke first. Marlow paused. Marlow smiled.\n\nHer husband, Tom Marlow, waved.\n\n"
            "<Marlow> said so.",
            "Nora Marlow",
        ),
        ("Mrs. Marlow spoke. She thanked Tom Marlow.\n\n<Marlow> said so.", "Marlow"),
        ("Trump spoke. Nora Trump waved, and Mary Trump left.\n\n<Trump> said so.", "Trump"),
    ],
    ids=["the bare name is held", "a title of the other sex", "who is known by it"],
)
def test_a_bare_name_is_no_relatives(text: str, key: str) -> None:
    assert keys(text) == [key]


def test_an_office_alone_is_whoever_holds_it() -> None:
    text = (
        "<Lin Mei>, spokesperson of the commerce ministry, said no.\n\n<the spokesperson> said more.\n\n"
        "Prime Minister Ana Ruiz left. <The prime minister> said nothing. <A spokesman> said so."
    )
    assert keys(text) == ["Lin Mei", "Lin Mei", "Ana Ruiz", "spokesman"]


def test_a_name_behind_an_office_and_its_field_is_whole() -> None:
    text = "Secretary of <Trade Ana Ruiz>, a former governor, said no. Then <Ruiz> said so."
    assert keys(text) == ["Ana Ruiz"] * 2


def test_many_are_protesters_and_one_is_commissioner() -> None:
    far = "It rained. " * 90
    assert keys("<Protester Ana Ruiz> said no. <The protester> said so.") == ["Ana Ruiz"] * 2
    assert keys(f"<Protester Ana Ruiz> said no. {far}<The protester> said so.") == ["Ana Ruiz", "protester"]
    assert keys("Ana Ruiz spoke late. <The commissioner> said no.") == ["Ana Ruiz"]
    assert keys("Ana Ruiz spoke late. <A commissioner> said no.") == ["commissioner"]
    assert keys("Ana Ruiz spoke late. <The official> said no.") == ["official"]


def test_he_is_who_holds_the_office_that_the_paragraph_before_begins_with() -> None:
    held = "President Tom Marlow won.\n\nIt rained.\n\nThe president spoke.\n\n<He> said no."
    assert keys(held) == ["Tom Marlow"]
    assert keys(held.replace("President", "Vice President")) == [None]
    assert keys(held.replace("The president", "The mayor")) == [None]


@for_each(
    ("said", "key"),
    [
        ("Bob Stone's plans, <he> said, would fail.", "Tom Marlow"),
        ("Bob Stone, <he> said, would fail.", "Tom Marlow"),
        ("Mr. Stone is done, <he> said.", "Tom Marlow"),
        ("Bob Stone, a baker, was for it, <he> said.", "Bob Stone"),
        ("After Bob Stone had spoken, <he> said so.", "Bob Stone"),
    ],
)
def test_he_says_of_others_what_stands_before(said: str, key: str) -> None:
    assert keys(f"<Tom Marlow> said no.\n\n{said}")[-1] == key


def test_of_two_of_one_name_the_woman_says_that_she_would() -> None:
    two = "Ana Marlow met Tom Marlow. <Marlow> said"
    assert keys(f"{two} she would go.") == ["Ana Marlow"]
    assert keys(f"{two} all would go.") == [None]


def test_of_two_of_one_name_the_first_has_it_where_the_other_is_far() -> None:
    two = "Ana Marlow won.\n\nTom Marlow came.\n\n"
    assert keys(f"{two}It rained.\n\nIt snowed.\n\n<Marlow> said no.") == ["Ana Marlow"]
    assert keys(f"{two}<Marlow> said no.") == ["Tom Marlow"]


@pytest.mark.parametrize("called", ["NPR's Leila Fadel", "NPR political editor Leila Fadel"])
def test_a_reporter_is_whom_the_newspaper_calls_by_the_first_name(called: str) -> None:
    assert keys(f"{called} is in Oslo. <Leila> said so.") == ["Leila Fadel"]


def test_he_is_not_who_was_told() -> None:
    assert keys("The mayor told Tom Marlow. <He> said no.") == [None]


def test_who_is_elected_holds_the_office_by_that_name() -> None:
    assert keys("President-elect Tom Marlow won.\n\n<The president-elect> said no.") == ["Tom Marlow"]


def test_an_office_that_two_hold_is_nobodys() -> None:
    assert keys("Senator Ana Ruiz met Senator Tom Marlow.\n\n<The senator> said no.")[-1] is None


def test_a_headline_speaks_by_those_of_the_text() -> None:
    text = "<Chinese Premier Lin Mei> said no. <Ana Ruiz, an economist>, said yes."
    assert keys(text, "<Premier> says no; talks help: <expert>")[:2] == ["Lin Mei", "Ana Ruiz"]
    text += " <Tom Marlow, an analyst>, said so."
    assert keys(text, "talks help: <expert>")[0] is None


def test_he_and_she_are_the_nearest_of_their_kind() -> None:
    text = "<Ana Ruiz> said no. <She> added this.\n\n<Tom Marlow> told her. <He> said so, and <she> noted it."
    assert keys(text) == ["Ana Ruiz", "Ana Ruiz", "Tom Marlow", "Tom Marlow", "Ana Ruiz"]


def test_a_pronoun_far_from_any_name_is_nobody() -> None:
    assert keys("<Ana Ruiz> said no.\n\nIt rained.\n\nIt snowed.\n\n<She> said more.")[-1] is None
    assert keys("<She> said more.") == [None]


def test_who_is_whoever_stands_before() -> None:
    assert keys("It was Ana Ruiz, a lawyer, <who> said no.") == ["Ana Ruiz"]


def test_an_apposition_cut_from_its_name_finds_it() -> None:
    (one,) = speak("“Good,” Tom Marlow, founder and <chair of the Marlow Group>, told us.")
    assert (one.written, one.key, one.type) == (
        "Tom Marlow, founder and chair of the Marlow Group", "Tom Marlow", "business",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("After a row on Al Marlow, <the president> said no.", ["president"]),
        ("<A spokesman for the Harbour Board> said no. <The spokesman> went home.", ["Harbour Board"] * 2),
        ("Ana Ruiz came to Oslo. <Ruiz's speech> said no.", ["Ana Ruiz"]),
        ("Ana Ruiz came to Oslo. <Ruiz's> family said no.", ["Ruiz's family"]),
        ("<Minister Chung Ho-jin> said no. <Chung> went.", ["Chung Ho-jin"] * 2),
        ("<Mayor London Okoro> said no. <Okoro> went home.", ["London Okoro"] * 2),
        ("President Ruiz’s plan fell. <The president> said no.", ["Ruiz"]),
        ("Ruiz came. <The president> left. <President Ana Ruiz> said no.", ["Ana Ruiz"] * 2),
        ("Voters met President Ruiz. “We like the plan,” <he> said.", ["Ruiz"]),
        ("The plan was made with Gov. J.B. Marlow.\n\nTolls fell. <He> said so.", ["J.B. Marlow"]),
        ("It was echoed Monday by Tom Marlow, <who> said no.", ["Tom Marlow"]),
        ("<George C. Marlow III> said no. <Marlow> left.", ["George C. Marlow III"] * 2),
        ("President Ruiz came. Late Monday, <the president> said no.", ["Ruiz"]),
        ("Tom A. Marlow, <chairman of the Harbour Institute>, said no. <He> left.", ["Tom A. Marlow"] * 2),
        ("Tom Marlow, <Mrs. Ruiz’s senior adviser>, said no.", ["Tom Marlow"]),
        ("Sen. Tom Marlow (S.D.), <the No. 3 Harbour senator>, said no.", ["Tom Marlow"]),
        ("Sen. Tom Marlow, I-Vermont, came. <The Vermont lawmaker> said no.", ["Tom Marlow"]),
        ("The National People's Congress met. <The Congress> said no.", ["National People's Congress"]),
        ("The Republican Congress met. <The Congress> said no.", ["Congress"]),
        ("<Bo Zhiyue> said no. <Bo> left.", ["Bo Zhiyue"] * 2),
        ("<Ana Ruiz> met Wang. <Wang> said no.\n\n<She> said so.", ["Ana Ruiz", "Wang", "Ana Ruiz"]),
        ("Voters met President Ruiz. “We like the plan of President Ruiz,” <he> said.", ["None"]),
    ],
)
def test_who_is_meant_is_told_from_what_stands_around(text: str, keys: list[str]) -> None:
    assert [str(one.key).removeprefix("spokesman for the ") for one in speak(text)] == keys


def test_countries_are_no_persons() -> None:
    for country in ("Sierra Leone", "Bahrain", "Kosovo", "Papua New Guinea"):
        (one,) = speak(f"<{country}> said no.")
        assert (one.type, one.country is not None) == ("official", True)


def test_words_reported_by_a_medium_come_through_it() -> None:
    text = "CNN reported that Ruiz said no."
    said = [Said("text", (0, 3), "reported", 4, False), Said("text", (18, 22), "said", 23, False, 0)]
    assert [one.via for one in resolve("", text, said, "fox_news")] == [None, "CNN"]
    assert [one.via for one in resolve("", text, said, "cnn")] == [None, None]


@pytest.mark.parametrize(
    ("text", "outlet", "via"),
    [
        ("According to Reuters, <Ana Ruiz> said no.", "cnn", ["Reuters"]),
        ("<Ana Ruiz> said no. <She> added this, according to Reuters.", "cnn", ["Reuters", "Reuters"]),
        (
            "According to Reuters, <Ana Ruiz> said no. <She> refused to say more.",
            "cnn",
            ["Reuters", "Reuters"],
        ),
        ("<Ana Ruiz> said no, Reuters reported.\n\n<Ruiz> said more.", "cnn", ["Reuters", None]),
        ("<Ana Ruiz> told CNN on Monday that it was late.", "fox_news", ["CNN"]),
        ("<Ana Ruiz> told CNN on Monday that it was late.", "cnn", [None]),
        ("<Ana Ruiz> told reporters that it was late.", "cnn", [None]),
    ],
)
def test_a_credit_beside_the_words_counts(text: str, outlet: str, via: list[str | None]) -> None:
    assert [one.via for one in speak(text, outlet=outlet)] == via


def test_i_and_we_in_somebodys_words_are_that_somebody() -> None:
    text = "Ana Ruiz said: “I believe we won.”"
    said = [Said("text", (0, 8), "said", 9, True), Said("text", (16, 17), "believe", 18, True, 0)]
    assert [one.key for one in resolve("", text, said)] == ["Ana Ruiz", "Ana Ruiz"]


def test_a_share_of_those_asked_is_the_poll_that_asked_them() -> None:
    assert keys("<A poll by Ipsos> shows that <half of Canadians> said no.") == ["Ipsos", "Ipsos"]


def test_offsets_outside_the_text_have_no_speaker() -> None:
    said = [Said("text", (3, 99), "said", 3, False), Said("text", None, "", 0, True)]
    assert resolve("", "Short.", said) == [Speaker(), Speaker()]


@given(st.text(alphabet="aA bRuiz.,’'\n\"(“He Li", max_size=80), st.data())
def test_any_text_gives_one_speaker_an_attribution(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    said = [Said("text", tuple(sorted((data.draw(ends), data.draw(ends)))), "said", data.draw(ends), False, k)
            for k in range(data.draw(st.integers(0, 4)))]  # fmt: skip
    found = resolve("", text, said, "x")
    assert len(found) == len(said)
    assert all(one.type is None or one.type in TYPES for one in found)
    assert all(one.written is None or one.written in text for one in found)


@for_each("phrase", ["Some", "Nobody", "The second", "another", "They’ve", "Q", "than", "D-Calif."])
def test_words_that_name_nobody_are_no_key(phrase: str) -> None:
    """Two of such speakers need not be one."""
    assert keys(f"<{phrase}> said no.") == [None]


def test_capitals_tell_a_body_from_a_pronoun() -> None:
    assert keys("The <WHO> said no.") == ["WHO"]


def test_an_unnamed_office_is_the_one_spoken_of_before() -> None:
    assert keys("<A potash executive> said no. <The executive> said so.") == ["potash executive"] * 2
    two = "<A potash executive> said no. <A bank executive> said yes. <The executive> said so."
    assert keys(two)[2] == "executive"


@for_each(
    ("text", "key"),
    [
        ("Mr. Ruiz met an official. <An official> said no. Later <he> added that it was shut.", "official"),
        ("King Salim spoke to Omar bin Salim. <Salim> said no.", "Salim"),
        ("The sheet is sold in ports. <The [U.K.] Daily Mail> said no.", "Daily Mail"),
        ("A vote is due. Sen. Ana Ruiz (<R-Ohio>) said no.", "Ana Ruiz"),
        ("A vote is due. <Another rival, former Ohio Gov. Ana Ruiz,> said no.", "Ana Ruiz"),
        ("A vote is due. <Ruiz issued a note on Sunday that> said no.", "Ruiz"),
    ],
)
def test_who_is_meant(text: str, key: str) -> None:
    assert keys(text)[-1] == key


def test_a_name_before_a_full_stop_ends_there() -> None:
    assert keys("Tom Marlow met Ana Ruiz. <He> said yes. <She> said no.") == ["Tom Marlow", "Ana Ruiz"]


@pytest.mark.parametrize(
    "text",
    [
        "In an interview with CNN, <Ana Ruiz> said no.",
        "Speaking to CNN on Monday, <Ana Ruiz> said no.",
        "The bank had failed, <Ana Ruiz> was quoted by CNN as having said.",
    ],
)
def test_what_is_said_to_a_medium_comes_through_it(text: str) -> None:
    assert [one.via for one in speak(text)] == ["CNN"]


def test_he_is_whom_the_paragraph_before_means_by_he() -> None:
    text = "Mr. Tom Marlow spoke of the port.\n\nHe smiled.\n\n<He> said so.\n\n<She> left, and said no."
    assert keys(text) == ["Tom Marlow", None]


@pytest.mark.parametrize("who", ["The leaders of Norway, Chad and <Peru>", "Officials in Oslo and <Lima>"])
def test_those_of_several_places_are_neither_alone(who: str) -> None:
    (one,) = speak(f"{who} said no.")
    assert (one.written, one.country) == (re.sub("[<>]", "", who), None)
    assert one.key == one.written.removeprefix("The ")


@pytest.mark.parametrize("word", ["himself", "then"])
def test_he_himself_is_he(word: str) -> None:
    assert keys(f"Tom Marlow left. <Marlow {word}> said so.") == ["Tom Marlow"]


@for_each(
    ("text", "key"),
    [
        ("Tom Marlow and Bob Stone met. <He> said no.", None),
        ("Bob Stone came. Tom Marlow met Bob Stone. <He> said no.", "Tom Marlow"),
        ("Bob Stone came. Asked about Stone, Tom Marlow wept. <He> said no.", "Tom Marlow"),
        ("Bob Stone came. That moved Tom Marlow to blame Stone. <He> said no.", "Tom Marlow"),
        ("Tom Marlow came. Bob Stone spoke of a Marlow programme. <He> said no.", "Bob Stone"),
        ("Bob Stone came. Mr. Marlow and aides blame Mr. Stone. <He> said no.", "Marlow"),
        ("Bob Stone came. It was a feast, for which he thanked Tom Marlow. <He> said no.", "Bob Stone"),
        # A title that is a word of the text, too.
        (
            "Justice Ruiz was late. In a row with Mr. Marlow, he seemed tired. <He> said no. "
            "No other justice came.",
            "Ruiz",
        ),
    ],
)
def test_of_two_men_he_is_whom_the_last_sentence_is_about(text: str, key: str | None) -> None:
    assert keys(text) == [key]


def test_he_is_not_whose_words_somebody_else_doubts() -> None:
    said = (
        "<Tom Marlow> said no. But he doubted <Bob Stone's> claim that it rains.\n\n'It is dry,' <he> said."
    )
    assert keys(said)[-1] == "Tom Marlow"


@for_each(
    ("text", "key"),
    [
        ("Trump came, and Trump left. <The US president> said no.", "Trump"),
        ("Trump came, and Trump left. <The president> said no.", "Trump"),
        ("Trump met Obama, and Trump left. <The president> said no.", "president"),
        ("Carney met President Ana Ruiz, and Carney left. <The Canadian prime minister> said no.", "Carney"),
        ("Trump came, and Trump left. <The former president> said no.", "former president"),
        ("Trump came, and Trump left. <The nation’s president> said no.", "nation’s president"),
    ],
)
def test_a_head_of_state_is_called_by_his_office_alone(text: str, key: str) -> None:
    assert keys(text) == [key]


def test_an_official_who_goes_on_is_no_other_of_his_office() -> None:
    text = "Diplomat Tom Marlow came. <A Korean diplomat> said no. It rains, <the diplomat> said."
    assert keys(text) == ["Korean diplomat", "Korean diplomat"]


@for_each(
    ("text", "key"),
    [
        ("Envoy Bob Stone met Secretary of State Tom Marlow. <The top U.S. diplomat> said no.", "Tom Marlow"),
        ("<KCNA> said it rained. <The agency> said no.", "KCNA"),
        ("It rained. <The official news agency, KCNA,> said no.", "KCNA"),
        ("Trump came. In Hanoi, the minister, Ri Yong Ho, left. <He> said no.", "Ri Yong Ho"),
        ("Rep. Tom Marlow, <a Democrat on the board>, said no.", "Tom Marlow"),
        ("Ana Ruiz left. Ruiz, Cruz and <Marlow> said no.", "Ruiz, Cruz and Marlow"),
        (
            "Sens. Ana Ruiz, R-Ky.; Ted Cruz, R-Texas; and <Tom Marlow>, R-Wis., said no.",
            "Ana Ruiz, Ted Cruz and Tom Marlow",
        ),
        ("Tom Marlow came. Marlow, <a Democrat>, said no.", "Tom Marlow"),
        ("Tom Marlow came. In the Senate, <a Republican> said no.", "Republican"),
        ("Health and <Human Services Secretary Tom Marlow> said no.", "Tom Marlow"),
        ("Tom Marlow spoke.\n\nNo American boots on the ground\n\n<He> said no.", "Tom Marlow"),
        # Whom a list knows to be in office, and the text by which.
        (
            "New Jersey Gov. Chris Christie met Obama. Later <Christie> said no. <The governor> left.",
            "Chris Christie",
        ),
    ],
)
def test_who_is_meant_in_news_of_states(text: str, key: str) -> None:
    assert keys(text)[-1] == key


@for_each(
    ("who", "key"),
    [
        ("House Harbour Democrat Ana Ruiz", "Ana Ruiz"),
        ("Michigan Independent Ana Ruiz", "Ana Ruiz"),
        ("Speaker Tom A. Ruiz", "Tom A. Ruiz"),
        ("Rep. Ana Marlow Rogers", "Ana Marlow Rogers"),
        ("a statement from the Ruiz campaign", "Ruiz campaign"),
        ("Charlotte Mayor Ana Ruiz", "Ana Ruiz"),
        ("the Courier’s Ana Ruiz", "Ana Ruiz"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Virginia Gov. Quimby Ruiz", "Quimby Ruiz"),
        ("Ana Cardinal Ruiz", "Ana Cardinal Ruiz"),
        ("an angry-looking Tom Marlow", "Tom Marlow"),
        ("World War II", None),
    ],
)
def test_what_stands_before_a_name_is_not_of_it(who: str, key: str | None) -> None:
    assert keys(f"Then <{who}> said no.") == [key]


@for_each(
    ("text", "key"),
    [
        ("Speaker Tom Marlow spoke. <The Ohio Republican> said no.", "Tom Marlow"),
        ("Ana Ruiz met Tom Marlow. <The former first lady> said no.", "Ana Ruiz"),
        ("Tom Marlow spoke. <An Ohio Republican> said no.", "Ohio Republican"),
        ("Tom Marlow spoke. <The former Ohio senator> said no.", "Tom Marlow"),
        ("Tom Marlow spoke. <The GOP nominee for president> said no.", "Tom Marlow"),
        ("Tom Marlow issued a long statement. <The statement> said no.", "Tom Marlow"),
        ("Tom Marlow was hit, said a police statement. <The statement> said no.", "statement"),
    ],
)
def test_whoever_was_spoken_of_is_called_by_state_and_party(text: str, key: str) -> None:
    assert keys(text) == [key]


def test_an_adjective_is_no_part_of_a_name() -> None:
    text = "<Ana Ruiz> said no. <A rejuvenated Ruiz> said yes. <A defiant Trump> told us."
    assert keys(text) == ["Ana Ruiz", "Ana Ruiz", "Trump"]


def test_his_statement_is_his() -> None:
    text = "<Tom Marlow> said no. <His statement> said that it was over. <The statement> said more."
    assert keys(text) == ["Tom Marlow", "Tom Marlow", "statement"]


@for_each(
    ("text", "key"),
    [
        ("In a statement on Monday, <Ana Ruiz> said no. <The statement> said more.", "Ana Ruiz"),
        ("<The Harbour Ministry> said no in a statement.\n\n<The statement> said more.", "Harbour Ministry"),
        ("<The Guardian> reports a deal. <The paper> adds that it may fail.", "The Guardian"),
        ("Ana Ruiz came late. <The 39-year-old businesswoman> said no.", "Ana Ruiz"),
    ],
)
def test_a_statement_a_paper_and_an_age_are_whoevers_was_told_before(text: str, key: str) -> None:
    assert keys(text)[-1] == key


def test_a_junior_is_not_whom_his_title_names_first() -> None:
    text = "<President Trump's son, Donald Trump Jr.,> said no. Later <Trump> said that he had known."
    assert keys(text) == ["Donald Trump Jr.", "Trump"]


def test_a_presidents_daughter_is_no_president() -> None:
    text = "Trump left. <Lara Trump, the president's daughter-in-law,> said no. <The president> agreed."
    assert keys(text) == ["Lara Trump", "Trump"]


def test_the_younger_is_the_junior_named_in_full() -> None:
    text = "His son, Tom Marlow Jr., met him. <The younger Mr. Marlow> said no. <Marlow Jr.> added it."
    assert keys(text) == ["Tom Marlow Jr.", "Tom Marlow Jr."]


def test_she_is_no_man_whom_news_names_bare() -> None:
    text = "<Ana Ruiz> said no. As for what Trump wants, <she> said that it was open."
    assert keys(text) == ["Ana Ruiz", "Ana Ruiz"]


@for_each(
    ("text", "key"),
    [
        ("Rep. Tom Marlow (R-S.<C.>) told us.", "Tom Marlow"),
        ('"It is open," Harbour Board Chair Tom Marlow (R-S.<C.>) told us.', "Tom Marlow"),
        ("Marlow, D-N.<Y.>, said no.", "Marlow"),
        ("Rep. Tom Marlow (R) of <Texas> said no.", "Tom Marlow"),
        ("Senate Republican Whip Tom Marlow (<Texas>) said no.", "Tom Marlow"),
        ("Tom Marlow, 46, of <Texas>, said no.", "Tom Marlow"),
        ("On Monday, <Texas> said no.", "Texas"),
        ("“No,” Gov. Tom Marlow (<D>) said.", "Tom Marlow"),
        ("Sen. Tom Marlow, (<R) of Iowa, chairman of the board>, said no.", "Tom Marlow"),
        ("(Reuters) - Marlow Inc (MRL.<N>) said no.", "Marlow Inc"),
    ],
)
def test_a_state_cut_at_its_stop_belongs_to_a_name(text: str, key: str) -> None:
    assert keys(text) == [key]


def test_he_is_not_whom_his_own_words_name() -> None:
    assert keys("Tom Marlow came early. <He> said Marlow would pay.") == [None]
    assert keys("Tom Marlow came early. <He> said Stone would pay.") == ["Tom Marlow"]
    assert keys("Tom Marlow came early. <He> said so. Marlow left.") == ["Tom Marlow"]


def test_two_family_names_are_of_whoever_has_a_given_name_before_them() -> None:
    text = "Maria Garcia Lopez came. Garcia Lopez was sure. <Lopez> said no. <Garcia Lopez> said more."
    assert keys(text) == ["Maria Garcia Lopez"] * 2
    # Two with a given name each are two.
    assert keys("Mary Ann Marlow came. Ann Marlow left. <Marlow> said no.") == [None]


def test_a_junior_keeps_his_name_beside_his_father() -> None:
    text = "Tom Marlow Jr. came.\n\n<Marlow> said no.\n\nHe is a son of the late Tom Marlow."
    assert keys(text) == ["Tom Marlow Jr."]
    assert keys("Bo R. Okoro Jr. came. <Okoro> said no.") == ["Bo R. Okoro Jr."]


def test_what_a_page_shouts_before_a_name_is_not_of_it() -> None:
    assert keys("WATCHED Tom Marlow fell. Tom Marlow came. <Marlow> said no.") == ["Tom Marlow"]


@for_each(
    ("text", "key"),
    [
        ("Aiko Marlow, the founder of the shop, had a loan.\n\nIt rained, <she> said.", "Aiko Marlow"),
        ("Aiko Marlow, 32, had a loan.\n\nIt rained, <she> said.", "Aiko Marlow"),
        ("Ana Ruiz left.\n\nRestless Wave, the novel, had come.\n\nIt rained, <she> said.", None),
        ("Enter Tom Marlow.\n\nIt rained, <he> said.", "Tom Marlow"),
    ],
)
def test_whoever_is_said_to_be_something_is_somebody(text: str, key: str | None) -> None:
    assert keys(text) == [key]


def test_he_goes_on_behind_a_paragraph_of_his_words_alone() -> None:
    text = "<Tom Marlow> said no.\n\n“It is not open to anybody.”\n\n<He> then said more of Ruiz."
    assert keys(text) == ["Tom Marlow", "Tom Marlow"]
    far = text.replace("“It is not open to anybody.”", "It is not open to anybody.")
    assert keys(far) == ["Tom Marlow", None]


@for_each(
    ("text", "key"),
    [
        ("Tom King left. <King> said no.", "Tom King"),
        ("Mike Bloomberg left. <Bloomberg> said no.", "Mike Bloomberg"),
        ("The market fell. <Bloomberg> said no.", "Bloomberg"),
        ("Martin Luther King Jr. led them. <King> said no.", "Martin Luther King Jr."),
        ("Aides met Ana Marlow.\n\nMarlow toured the docks.\n\n“No,” <she> said.", "Ana Marlow"),
        ("Ed Ruiz died. Ruiz was 25. Ruiz fell.\n\nTom Ruiz, 47, came.\n\n“No,” <Ruiz> said.", "Tom Ruiz"),
    ],
)
def test_a_name_is_of_whoever_has_it_in_full(text: str, key: str) -> None:
    assert keys(text) == [key]


def test_she_is_not_whom_she_speaks_of() -> None:
    text = "<Ana Ruiz> said no. <She> named Rep. Eva Marlow, another guest, and spoke of “a lie”."
    assert keys(text) == ["Ana Ruiz"] * 2
    assert keys("<Ana Ruiz> said no. <She> scolded Eva Marlow for saying it was late.")[0] == "Ana Ruiz"


@for_each(
    ("text", "key"),
    [
        (
            "The Centers for Disease Control and <Prevention> said no.",
            "Centers for Disease Control and Prevention",
        ),
        ("Tom Marlow, head of the Food and <Drug Administration>, said no.", "Tom Marlow"),
        ("House Ways and <Means Committee Chairman Tom Marlow> said no.", "Tom Marlow"),
        ("Reuters and <Associated Press> said no.", "Associated Press"),
    ],
)
def test_a_body_has_the_first_half_of_its_name(text: str, key: str) -> None:
    assert keys(text) == [key]
