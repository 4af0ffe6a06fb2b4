"""What an agency gave: reprint, part, credit or citation, and the words that show it."""

from __future__ import annotations

import pytest

from framing.corpus.outlets import book
from framing.corpus.wire import Agencies
from tests.cases import for_each

PROSE = "The two sides agreed on Thursday to open the northern port to more ships."


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return Agencies(book())


@for_each(
    ("outlet", "bylines", "credits", "text", "key", "role"),
    [
        ("daily_mail", ["ASSOCIATED PRESS"], [], PROSE, "associated_press", "full_reprint"),
        ("guardian", ["PA Media"], [], PROSE, "press_association", "full_reprint"),
        ("daily_mail", [], [], f"LONDON (AP) - {PROSE}", "associated_press", "full_reprint"),
        ("global_times", [], [], f"BEIJING, Jan. 16 (Xinhua) -- {PROSE}", "xinhua", "full_reprint"),
        ("daily_mail", [], [], f"SHENZHEN, China, Sept 1 (Reuters) - {PROSE}", "reuters", "full_reprint"),
        ("peoples_daily", [], [], "新华社北京4月24日电 两国总理举行会谈。", "xinhua", "full_reprint"),
        (
            "national_post",
            [],
            ["This report by The Canadian Press was first published Jan. 15, 2026."],
            PROSE,
            "canadian_press",
            "full_reprint",
        ),
        ("sohu", [], ["来源：新华社"], PROSE, "xinhua", "full_reprint"),
        (
            "fox_news",
            [],
            ["The Associated Press contributed to this report."],
            PROSE,
            "associated_press",
            "partly_based",
        ),
        ("cbc", [], ["With files from Reuters"], PROSE, "reuters", "partly_based"),
        ("sohu", [], ["Photos and figures: Reuters"], PROSE, "reuters", "credited"),
        ("global_times", [], [], f"{PROSE} Xinhua reported.", "xinhua", "cites"),
        ("global_times", [], [], f"According to Xinhua News Agency, {PROSE}", "xinhua", "cites"),
        ("global_times", [], [], f"{PROSE} according to Xinhua.", "xinhua", "cites"),
        ("guardian", [], [], f'"No," he told Reuters. {PROSE}', "reuters", "cites"),
        ("xinhua", [], [], f"BEIJING, Jan. 16 (Xinhua) -- {PROSE}", None, "none"),
        ("reuters", ["Reuters"], [], f'"No," he told Reuters. {PROSE}', None, "none"),
        ("guardian", ["Ana Ruiz"], [], PROSE, None, "none"),
        ("guardian", [], [], "He has worked for Reuters. The AP exam is hard.", None, "none"),
        # bylines
        ("cbc", ["By Reuters Staff"], [], PROSE, "reuters", "full_reprint"),
        ("guardian", ["Agence France-Presse in Macao"], [], PROSE, "afp", "full_reprint"),
        ("cbc", ["Ana Ruiz, The Associated Press"], [], PROSE, "associated_press", "full_reprint"),
        ("cbc", ["Ana Ruiz and Li Ma, The Canadian Press"], [], PROSE, "canadian_press", "full_reprint"),
        ("cbc", ["Ana Ruiz Associated Press"], [], PROSE, "associated_press", "full_reprint"),
        ("cbc", ["Ana Ruiz | Reuters"], [], PROSE, "reuters", "full_reprint"),
        ("cbc", ["Ana Ruiz (AP)"], [], PROSE, "associated_press", "full_reprint"),
        ("cbc", ["Ana Ruiz for Reuters"], [], PROSE, "reuters", "full_reprint"),
        ("peoples_daily", ["Xinhua writers Ana Ruiz, Li Ma"], [], PROSE, "xinhua", "full_reprint"),
        ("global_times", ["By Xinhua Published: Jan 15, 2026 11:48 PM"], [], PROSE, "xinhua", "full_reprint"),
        ("guardian", ["Guardian staff and Reuters"], [], PROSE, "reuters", "partly_based"),
        ("guardian", ["Ana Ruiz and Reuters"], [], PROSE, "reuters", "partly_based"),
        ("cbc", ["Ana Ruiz with The Associated Press"], [], PROSE, "associated_press", "partly_based"),
        ("cbc", ["CBC News, The Canadian Press"], [], PROSE, "canadian_press", "partly_based"),
        ("sohu", ["新华社记者 王小明"], [], PROSE, "xinhua", "full_reprint"),
        ("guardian", ["Guardian staff and agencies"], [], PROSE, None, "partly_based"),
        ("guardian", ["Agencies"], [], PROSE, None, "full_reprint"),
        ("guardian", ["Pat Reuterson"], [], PROSE, None, "none"),
        # datelines
        ("cbc", [], [], f"OTTAWA, Jan 15 (Reuters) {PROSE}", "reuters", "full_reprint"),
        ("cbc", [], [], f"LONDON/BRUSSELS, Jan 15 (Reuters) - {PROSE}", "reuters", "full_reprint"),
        ("cbc", [], [], f"ST. JOHN'S, N.L. (AP) — {PROSE}", "associated_press", "full_reprint"),
        ("cbc", [], [], f"MOSCOW, January 15. /TASS/. {PROSE}", "tass", "full_reprint"),
        ("cbc", [], [], f"SEOUL, Jan. 15 (Yonhap) -- {PROSE}", "yonhap", "full_reprint"),
        ("cbc", [], [], f"Berlin (dpa) - {PROSE}", "dpa", "full_reprint"),
        ("cbc", [], [], f"PARIS, 15 janvier 2026 (AFP) - {PROSE}", "afp", "full_reprint"),
        (
            "sohu",
            [],
            [],
            "中新社北京1月15日电 （记者 王小明）两国总理举行会谈。",
            "china_news_service",
            "full_reprint",
        ),
        ("sohu", [], [], "据新华社北京1月15日电 两国总理举行会谈。", "xinhua", "partly_based"),
        ("xinhua", [], [], "新华社北京1月15日电 两国总理举行会谈。", None, "none"),
        # the last lines
        (
            "cbc",
            [],
            [f"{PROSE} -With a file from The Associated Press"],
            PROSE,
            "associated_press",
            "partly_based",
        ),
        (
            "cbc",
            [],
            ["With files from Ana Ruiz and The Canadian Press"],
            PROSE,
            "canadian_press",
            "partly_based",
        ),
        ("cbc", [], ["Additional reporting by Ana Ruiz and AFP"], PROSE, "afp", "partly_based"),
        (
            "cbc",
            [],
            ["Contributing: Ana Ruiz, St. Ives, N.S.; the Associated Press."],
            PROSE,
            "associated_press",
            "partly_based",
        ),
        ("cbc", [], ["This article includes material from Reuters."], PROSE, "reuters", "partly_based"),
        (
            "cbc",
            [],
            ["Material from the Associated Press was used in this report."],
            PROSE,
            "associated_press",
            "partly_based",
        ),
        (
            "cbc",
            [],
            ["Associated Press writers Ana Ruiz in Macao and Li Ma in Paris contributed to this report."],
            PROSE,
            "associated_press",
            "full_reprint",
        ),
        (
            "cbc",
            [],
            ["Copyright 2026 The Associated Press. All rights reserved."],
            PROSE,
            "associated_press",
            "full_reprint",
        ),
        ("cbc", [], ["(Reporting by Ana Ruiz; Editing by Li Ma)"], PROSE, "reuters", "full_reprint"),
        ("reuters", [], ["(Reporting by Ana Ruiz; Editing by Li Ma)"], PROSE, None, "none"),
        ("cbc", [], ["Source: Xinhua"], PROSE, "xinhua", "full_reprint"),
        ("sohu", [], ["稿件来源：新华网"], PROSE, "xinhua", "full_reprint"),
        ("sohu", [], ["（新华社供本报专电）"], PROSE, "xinhua", "full_reprint"),
        ("cbc", [], ["综合新华社、中新社报道"], PROSE, "xinhua", "partly_based"),
        ("cbc", [], ["Quelle: dpa"], PROSE, "dpa", "full_reprint"),
        ("cbc", [], ["(avec l'AFP)"], PROSE, "afp", "partly_based"),
        ("cbc", [], ["Mit Material von dpa"], PROSE, "dpa", "partly_based"),
        ("cbc", [], ["Con información de Reuters"], PROSE, "reuters", "partly_based"),
        ("cbc", [], ["Ana Ruiz | AFP | Getty Images"], PROSE, "afp", "credited"),
        # what is cited
        (
            "cbc",
            [],
            [],
            f"{PROSE} The ministers confirmed it to The Associated Press.",
            "associated_press",
            "cites",
        ),
        ("cbc", [], [], f"{PROSE} A Reuters tally showed ten ships.", "reuters", "cites"),
        ("cbc", [], [], f"{PROSE} The AP's Ana Ruiz reports that ships wait.", "associated_press", "cites"),
        ("cbc", [], [], f"{PROSE} China's official Xinhua news agency said so.", "xinhua", "cites"),
        ("cbc", [], [], f"{PROSE} A Reuters reporter saw ten ships.", "reuters", "cites"),
        ("sohu", [], [], f"{PROSE}据新华社报道，港口开放。", "xinhua", "cites"),
        ("cbc", [], [], f"{PROSE} selon l'AFP.", "afp", "cites"),
        ("cbc", [], [], f"{PROSE} A Reuters/Ipsos poll found doubts.", None, "none"),
        ("cbc", [], [], f"{PROSE} The former Reuters reporter left.", None, "none"),
        ("cbc", [], [], f"{PROSE} (Ana Ruiz/AP)", None, "none"),
        ("cbc", [], [], f"{PROSE} Pat Bloomberg ran. Bloomberg said no.", None, "none"),
        ("cbc", [], [], f"{PROSE} Bloomberg News reported it.", "bloomberg", "cites"),
    ],
)
def test_role(
    agencies: Agencies,
    outlet: str,
    bylines: list[str],
    credits: list[str],
    text: str,
    key: str | None,
    role: str,
) -> None:
    wire = agencies.judge(outlet, bylines, credits, [text])
    assert (wire.key, wire.role) == (key, role)
    assert bool(wire.evidence) == (role != "none")


def test_credits_are_seen_at_the_ends_of_paragraphs(agencies: Agencies) -> None:
    text = [PROSE, PROSE, f"{PROSE} The Associated Press contributed to this report."]
    assert agencies.judge("cbc", [], [], text).role == "partly_based"
    assert agencies.judge("associated_press", [], [], text).role == "none"


def test_a_page_that_names_an_agency_as_its_source(agencies: Agencies) -> None:
    wire = agencies.judge("cbc", [], [], [PROSE], holders=["Harbour Courier", "The Canadian Press"])
    assert (wire.key, wire.role) == ("canadian_press", "full_reprint")
    assert agencies.judge("canadian_press", [], [], [PROSE], holders=["The Canadian Press"]).role == "none"


def test_a_long_list_of_names_is_no_byline(agencies: Agencies) -> None:
    listed = "Ana Ruiz, Li Ma, Courier Staff, Associated Press, Pat Vale, Kim Orr, Lee Dunn"
    assert agencies.judge("cbc", [listed], [], [PROSE]).role == "credited"


def test_evidence_is_one_short_line(agencies: Agencies) -> None:
    long = PROSE * 20 + " (Reporting by Ana Ruiz; Editing by Li Ma)"
    wire = agencies.judge("cbc", [], [long], [PROSE])
    assert wire.role == "full_reprint"
    assert len(wire.evidence) < 200
    assert "\n" not in wire.evidence


def test_whom_the_outlet_had_it_from(agencies: Agencies) -> None:
    wire = agencies.judge("sina", [], [], [PROSE], "中国新闻网")
    assert (wire.key, wire.role) == ("china_news_service", "full_reprint")


def test_the_most_cited_is_named(agencies: Agencies) -> None:
    text = f"{PROSE} Reuters reported. Xinhua reported so, and Xinhua said more."
    assert agencies.judge("guardian", [], [], [text]).key == "xinhua"


@pytest.mark.parametrize(
    ("opening", "key"),
    [
        ("New Delhi [India], January 15 (ANI): The growers turned to rail.", "ani"),
        ("Taipei, Jan. 15 (CNA) The growers turned to rail.", "central_news_agency"),
        ("（中央社記者王小明台北15日電）農民改走鐵路。", "central_news_agency"),
        ("МОСКВА, 15 янв — РИА Новости. Садоводы перешли на рельсы.", "ria_novosti"),
    ],
)
def test_an_agency_says_in_its_file_how_its_texts_open(opening: str, key: str) -> None:
    agencies = Agencies(book())
    wire = agencies.judge("toronto_star", [], [], [opening, "More of it."])
    assert (wire.key, wire.role) == (key, "full_reprint")
    assert agencies.judge(key, [], [], [opening, "More of it."]).role != "full_reprint"


def test_whom_a_pages_data_call_the_owner_gave_the_text() -> None:
    agencies = Agencies(book())
    text = ["The growers turned to rail on Friday.", "More of it."]
    held = agencies.judge(
        "toronto_star", ["Ana Ruiz"], [], text, holders=["Toronto Star", "The Canadian Press"]
    )
    assert (held.key, held.role) == ("canadian_press", "full_reprint")
    assert agencies.judge("reuters", ["Ana Ruiz"], [], text, holders=["Reuters"]).role == "none"
