"""What an agency gave: reprint, part, credit or citation, and the words that show it."""

from __future__ import annotations

import pytest

from framing.corpus.outlets import book
from framing.corpus.wire import Agencies

PROSE = "The two sides agreed on Thursday to open the northern port to more ships."


@pytest.fixture(scope="module")
def agencies() -> Agencies:
    return Agencies(book())


@pytest.mark.parametrize(
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


def test_whom_the_outlet_had_it_from(agencies: Agencies) -> None:
    wire = agencies.judge("sina", [], [], [PROSE], "中国新闻网")
    assert (wire.key, wire.role) == ("china_news_service", "full_reprint")


def test_the_most_cited_is_named(agencies: Agencies) -> None:
    text = f"{PROSE} Reuters reported. Xinhua reported so, and Xinhua said more."
    assert agencies.judge("guardian", [], [], [text]).key == "xinhua"
