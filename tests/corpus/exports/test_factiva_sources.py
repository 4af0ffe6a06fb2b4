"""Sources as Factiva calls them are the outlets that they are, and services beside them are not."""

from __future__ import annotations

import pytest

from framing.corpus.outlets import book
from tests.cases import for_each


@for_each(
    ("source", "key"),
    [
        ("Xinhua News Agency", "xinhua"),
        ("Global Times", "global_times"),
        ("China Daily", "china_daily"),
        ("China Daily - Hong Kong Edition", "china_daily"),
        ("People's Daily Online", "peoples_daily"),
        ("South China Morning Post", "scmp"),
        ("National Post", "national_post"),
        ("The Globe and Mail", "globe_and_mail"),
        ("The Globe and Mail (Breaking News)", "globe_and_mail"),
        ("The Canadian Press", "canadian_press"),
        ("Reuters News", "reuters"),
        ("Associated Press Newswires", "associated_press"),
        ("Agence France Presse", "afp"),
        ("TASS World Service", "tass"),
        ("Yonhap English News", "yonhap"),
        ("The Wall Street Journal Online", "wall_street_journal"),
        ("NYTimes.com Feed", "new_york_times"),
        ("Financial Times (FT.Com)", "financial_times"),
        ("Süddeutsche Zeitung Online", "sueddeutsche_zeitung"),
        ("WELT online", "welt"),
        ("El País - Nacional", "el_pais"),
        ("El País - Cataluña", "el_pais"),
        ("El Mundo - Nacional", "el_mundo"),
        ("新华社中文新闻", "xinhua"),
        ("人民日报海外版", "peoples_daily"),
        ("Reuters - Noticias Latinoamericanas", "reuters"),
        ("ANSA - English Media Service", "ansa"),
    ],
)
def test_sources_that_are_outlets(source: str, key: str) -> None:
    assert book().resolve(source) == key


@pytest.mark.parametrize(
    "source",
    [
        "Xinhua's China Economic Information Service",
        "Xinhua China Economic Information Service",
        "BBC Monitoring Asia Pacific",
        "Dow Jones Newswires",
        "El País (Cali, Colombia)",
        "El País - Uruguay",
    ],
)
def test_services_beside_them_stay_apart(source: str) -> None:
    assert book().resolve(source) not in book().entries
