"""Sources as databases print them: what stands behind a name, and other papers of that name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.load import load
from framing.corpus.outlets import Outlet, bare, book, outlets, read, with_folder
from framing.errors import FramingError
from tests.cases import for_each

ALL = outlets()
PRINTED = [
    ("The Guardian (London)", "guardian"),
    ("The Guardian(London)", "guardian"),
    ("Guardian.com", "guardian"),
    ("National Post (f/k/a The Financial Post) (Canada)", "national_post"),
    ("National Post's Financial Post & FP Investing (Canada)", "financial_post"),
    ("The Globe and Mail (Canada)", "globe_and_mail"),
    ("Global Times (China)", "global_times"),
    ("Xinhua General News Service", "xinhua"),
    ("XINHUA", "xinhua"),
    ("The New York Times", "new_york_times"),
    ("The New York Times - International Edition", "new_york_times"),
    ("NYTimes.com Feed", "new_york_times"),
    ("China Daily - US Edition", "china_daily"),
    ("China Daily European Edition", "china_daily"),
    ("CNN Wire", "cnn"),
    ("CNN.com", "cnn"),
    ("The Times (London)", "the_times"),
    ("telegraph.co.uk", "telegraph"),
    ("Daily Mail (London)", "daily_mail"),
    ("MailOnline", "daily_mail"),
    ("The Daily Telegraph (London)", "telegraph"),
    ("The Toronto Star", "toronto_star"),
    ("Thestar.com", "toronto_star"),
    ("Ottawa Citizen", "ottawa_citizen"),
    ("Vancouver Sun (British Columbia)", "vancouver_sun"),
    ("The Gazette (Montreal)", "montreal_gazette"),
    ("Calgary Herald (Alberta)", "calgary_herald"),
    ("South China Morning Post", "scmp"),
    ("scmp.com", "scmp"),
    ("The Associated Press State & Local Wire", "associated_press"),
    ("AP News", "associated_press"),
    ("Agence France Presse -- English", "afp"),
    ("Deutsche Presse-Agentur", "dpa"),
    ("Financial Times (London, England)", "financial_times"),
    ("Le Monde", "le_monde"),
    ("Süddeutsche Zeitung (inkl. Regionalausgaben)", "sueddeutsche_zeitung"),
    ("Die Welt", "welt"),
    ("Frankfurter Allgemeine Zeitung", "frankfurter_allgemeine"),
    ("FAZ.NET", "frankfurter_allgemeine"),
    ("USA Today", "usa_today"),
    ("The Washington Post", "washington_post"),
    ("Washington Post.com", "washington_post"),
    ("The Wall Street Journal", "wall_street_journal"),
    ("The Sydney Morning Herald (Australia)", "sydney_morning_herald"),
    ("The Australian", "australian"),
    ("The Straits Times (Singapore)", "straits_times"),
    ("The Times of India (TOI)", "times_of_india"),
    ("Hindustan Times", "hindustan_times"),
    ("Global Times", "global_times"),
    ("Xinhua News Agency", "xinhua"),
    ("Reuters News", "reuters"),
    ("Agence France Presse", "afp"),
    ("WSJ.com", "wall_street_journal"),
    ("National Post; Don Mills, Ont.", "national_post"),
    ("The Globe and Mail; Toronto, Ont.", "globe_and_mail"),
    ("Global Times; Beijing", "global_times"),
    ("New York Times (Online)", "new_york_times"),
    ("Wall Street Journal (Online); New York, N.Y.", "wall_street_journal"),
    ("The Guardian (Online)", "guardian"),
    ("China Daily; Beijing", "china_daily"),
    ("La Presse (site web)", "la_presse"),
    ("Le Devoir (site web)", "le_devoir"),
    ("Le Figaro", "le_figaro"),
    ("The Globe and Mail (site web)", "globe_and_mail"),
    ("National Post (Latest Edition)", "national_post"),
    ("Radio-Canada - Nouvelles (site web)", "radio_canada"),
    ("CBC News (site web) - Canada", "cbc"),
    ("The Gazette; Montreal, Que.", "montreal_gazette"),
    ("Wall Street Journal, Eastern edition", "wall_street_journal"),
    ("New York Times, Late Edition (East Coast)", "new_york_times"),
    ("Chicago Tribune (Illinois)", "chicago_tribune"),
    ("The Age (Melbourne, Australia)", "age_melbourne"),
    ("Newsday (New York)", "newsday"),
    ("Daily News (New York)", "new_york_daily_news"),
    ("Star Tribune (Minneapolis MN)", "star_tribune"),
    ("The Leader-Post (Regina, Saskatchewan)", "leader_post"),
    ("The Herald (Glasgow)", "herald_glasgow"),
    ("The Independent - Daily Edition", "independent"),
    ("The Independent (United Kingdom)", "independent"),
    ("independent.co.uk", "independent"),
    ("LaPresse.ca (site web)", "la_presse"),
    ("ledevoir.com (site web)", "le_devoir"),
    ("Le Monde.fr", "le_monde"),
    ("Los Angeles Times; Los Angeles, Calif.", "los_angeles_times"),
    ("The Vancouver Sun; Vancouver, B.C.", "vancouver_sun"),
    ("The Times; London (UK)", "the_times"),
    ("The Guardian; London (UK)", "guardian"),
    ("Financial Times; London (UK)", "financial_times"),
    ("South China Morning Post; Hong Kong", "scmp"),
    ("Toronto Star; Toronto, Ontario", "toronto_star"),
    ("The Daily Telegraph (Sydney)", "daily_telegraph_sydney"),
    ("The Guardian (Charlottetown)", "guardian_charlottetown"),
    ("The Times of India - Mumbai Edition", "times_of_india"),
    ("Hindustan Times (India)", "hindustan_times"),
    ("taz, die tageszeitung", "taz"),
    ("Der Standard", "der_standard"),
    ("Le Monde (France)", "le_monde"),
    ("L'Express (site web)", "l_express"),
    ("Les Echos (site web)", "les_echos"),
    ("Le Soleil (Québec, QC)", "le_soleil"),
    ("El País (España)", "el_pais"),
    ("Neue Zürcher Zeitung (Internationale Ausgabe)", "neue_zuercher_zeitung"),
    ("DIE WELT (Deutschland)", "welt"),
    ("Welt Online (Deutsch)", "welt"),
    ("Bloomberg.com Feed", "bloomberg"),
    ("The Economist (Online); London", "economist"),
    ("USA TODAY (Online); Arlington", "usa_today"),
    ("USA Today; McLean, Va.", "usa_today"),
    ("Washington Post – Blogs; Washington, D.C.", "washington_post"),
    ("Xinhua News Agency - CEIS; Woodside", "xinhua"),
    ("Xinhua News Agency - CEIS; Beijing", "xinhua"),
    ("China Daily (Hong Kong ed.)", "china_daily"),
    ("The Telegraph (India)", "telegraph_india"),
    ("The Telegraph (UK)", "telegraph"),
    ("The Canadian Press (CP)", "canadian_press"),
    ("The Independent (London)", "independent"),
    ("The Evening Standard (London)", "evening_standard"),
    ("The Sunday Telegraph (LONDON)", "telegraph"),
    ("The Observer (England)", "guardian"),
    ("mirror.co.uk", "daily_mirror"),
    ("The Sunday Times (London)", "the_times"),
    ("washingtonpost.com", "washington_post"),
    ("Yonhap News Agency (South Korea)", "yonhap"),
    ("Kyodo News Service", "kyodo"),
    ("People's Daily (China)", "peoples_daily"),
    ("People's Daily Online (English)", "peoples_daily"),
    ("People's Daily Overseas Edition", "peoples_daily"),
    ("Shanghai Daily (China)", "shine"),
    ("China Daily (Hong Kong Edition)", "china_daily"),
    ("chinadaily.com.cn", "china_daily"),
    ("The Record (Kitchener-Waterloo, Ontario)", "waterloo_region_record"),
    ("The Spectator; Hamilton, Ont.", "hamilton_spectator"),
    ("Star - Phoenix; Saskatoon, Sask.", "star_phoenix"),
    ("Leader Post; Regina, Sask.", "leader_post"),
    ("Telegraph-Journal; Saint John, N.B.", "telegraph_journal"),
    ("Times - Colonist; Victoria, B.C.", "times_colonist"),
    ("The Windsor Star; Windsor, Ont.", "windsor_star"),
    ("CTV News; Toronto", "ctv_news"),
    ("The Times of India (Online); New Delhi", "times_of_india"),
    ("FT.com; London", "financial_times"),
    ("Los Angeles Times (pre-1997 Fulltext); Los Angeles, Calif.", "los_angeles_times"),
    ("Wall Street Journal (1923 - Current file); New York, N.Y.", "wall_street_journal"),
    ("The Globe and Mail (1936-2017)", "globe_and_mail"),
    ("The Washington Post (1974-)", "washington_post"),
    ("Wall Street Journal, Europe; Brussels", "wall_street_journal"),
    ("AFP Infos Françaises", "afp"),
    ("Agence France Presse - AFP (Français)", "afp"),
    ("Le Monde.fr (site web)", "le_monde"),
    ("Les Echos.fr (site web)", "les_echos"),
    ("Libération (site web réf.)", "liberation"),
    ("ICI Radio-Canada - Colombie-Britannique (site web)", "radio_canada"),
    ("Radio-Canada - Québec (site web réf.)", "radio_canada"),
    ("CBC News - British Columbia (site web)", "cbc"),
    ("The Conversation (site web réf. - France)", "conversation"),
    ("France 24 (site web réf.) - Français", "france24"),
    ("The Guardian (site web)", "guardian"),
    ("Le Point.fr", "le_point"),
    ("L’Obs (site web)", "l_obs"),
    ("La Tribune (Sherbrooke, QC)", "la_tribune_sherbrooke"),
    ("AAP Newsfeed", "aap"),
    ("Daily Mail and Mail on Sunday (London)", "daily_mail"),
    ("Global Times (English)", "global_times"),
    ("Wen Wei Po (Hong Kong)", "ta_kung_wen_wei"),
    ("The Chronicle-Herald (Halifax, Nova Scotia)", "chronicle_herald"),
    ("Guardian Weekly", "guardian"),
    ("South China Morning Post (Hong Kong)", "scmp"),
    ("South China Morning Post; Hong Kong, China", "scmp"),
    ("Toronto Star (Online)", "toronto_star"),
    ("Toronto Star, The", "toronto_star"),
    ("Globe and Mail, The", "globe_and_mail"),
    ("Guardian, The (London)", "guardian"),
    ("The Washington Post - Washington, D.C.", "washington_post"),
    ("Financial Times [London]", "financial_times"),
    ("Xinhua News Agency (China)", "xinhua"),
    ("Associated Press (USA)", "associated_press"),
    ("The Straits Times – Singapore", "straits_times"),
    ("Reuters (UK)", "reuters"),
    ("NZZ am Sonntag", "neue_zuercher_zeitung"),
    ("Spiegel Online", "spiegel"),
    ("Süddeutsche Zeitung (Bayern)", "sueddeutsche_zeitung"),
    ("Handelsblatt (Print)", "handelsblatt"),
    ("Die Welt (Print, Deutschland)", "welt"),
    ("Die Zeit (inkl. ZEIT Magazin)", "zeit"),
    ("El País - Edición Nacional", "el_pais"),
    ("Le Figaro (Économie)", "le_figaro"),
    ("The Gazette [Montreal]", "montreal_gazette"),
]
APART = [
    "The Sun (Lowell)",
    "The Sun (Lowell, Massachusetts)",
    "The Gazette (Colorado Springs)",
    "The Gazette",
    "The Star (Ireland)",
    "The Chronicle",
    "The Herald",
    "Chronicle",
    "Herald",
    "The Guardian (Nigeria)",
    "The Guardian; Lagos",
    "The Guardian (Sydney)",
    "The Times (Shreveport, Louisiana)",
    "The Times; Trenton, N.J.",
    "The Times of Malta",
    "The Times (South Africa)",
    "The Times Literary Supplement",
    "Times Higher Education",
    "The Independent (Bangladesh)",
    "The Independent (Gallup, New Mexico)",
    "The Nation (Thailand)",
    "The Nation (Kenya)",
    "The Nation; Nairobi",
    "Daily Mirror (Sri Lanka)",
    "Sunday Times (South Africa)",
    "The Sunday Times (Western Australia)",
    "The Sunday Times (Sri Lanka)",
    "The Age (Dhaka)",
    "New Age (Bangladesh)",
    "The Mirror (Altoona)",
    "Daily Express (Malaysia)",
    "Daily Express (Sabah)",
    "La Presse (Tunisie)",
    "Le Soleil (Sénégal)",
    "Le Soleil (Dakar)",
    "El País (Uruguay)",
    "El País (Cali)",
    "The Standard (Kenya)",
    "The Standard (Zimbabwe)",
    "The Telegraph (Nashua, NH)",
    "The Telegraph (Macon)",
    "The Australian (London)",
    "Die Welt (Wien)",
    "The Economist (Kenya)",
    "Xinhua's China Economic Information Service",
    "BBC Monitoring Asia Pacific",
    "BBC Monitoring: International Reports",
    "Dow Jones Newswires",
    "The Express (Pennsylvania)",
    "The Independent (Ireland)",
    "Global Times Herald",
    "The Spectator (Somerset)",
    "The Observer (Uganda)",
    "Economic Daily (Taiwan)",
    "The Hindu Business Line",
    "Financial Times Deutschland",
    "Guardian Liberty Voice",
    "The Globe (Boston)",
    "Harbour Courier (Harbour Town)",
    "Harbour Courier (site web)",
    "National Post Office",
    "Washington Post Writers Group",
    "The Week (India)",
    "Business Day (Nigeria)",
    "Business Times (Malaysia)",
    "Metro (Toronto)",
    "The Record (Bergen County, NJ)",
    "The National (Scotland)",
    "The National (Papua New Guinea)",
    "Bild der Wissenschaft",
    "The Times Educational Edition",
    "Post; Times; Sun",
]


@for_each(("name", "key"), PRINTED)
def test_what_a_database_prints_is_the_outlet(name: str, key: str) -> None:
    assert book().resolve(name) == book().resolve(f" {name} ") == book().resolve(name.upper()) == key
    assert key in ALL


@for_each("name", APART)
def test_another_paper_of_that_name_stays_apart(name: str) -> None:
    assert book().resolve(name) not in ALL


of_each = for_each("outlet", ALL.values(), ids=lambda outlet: outlet.key)


class TestEach:
    @of_each
    def test_media_and_its_own_places_are_dropped(self, outlet: Outlet) -> None:
        for behind in (
            "(Online)",
            "(site web)",
            "(site web) - Quays",
            "- International Edition",
            "（Print）",
        ):
            assert book().resolve(f"{outlet.name} {behind}") == outlet.key, behind
        for place in outlet.places:
            for form in ("{} ({})", "{}; {}", "{}, {}", "{} [{}]", "{}({}) (Online)", "{} - {} Edition"):
                assert book().resolve(form.format(outlet.name, place)) == outlet.key, (form, place)

    @of_each
    def test_a_strange_town_is_not(self, outlet: Outlet) -> None:
        for behind in ("(Harbour Town)", "; Harbour Town", "(Harbour Town, England)", "- Harbour Edition"):
            assert book().resolve(f"{outlet.name} {behind}") not in ALL, behind


def test_a_name_that_nobody_has_stays_as_it_is() -> None:
    assert book().resolve("Harbour Courier (site web)") == "harbour_courier_site_web"
    assert book().resolve("The Harbour Courier (Harbour Town, Ont.)") == "harbour_courier_harbour_town_ont"


@given(st.text("Guardian()[]（）;,-–:|/&. LondonEdition", max_size=200) | st.text(max_size=200))
def test_any_text_has_a_key_and_splits_are_of_it(name: str) -> None:
    book().resolve(name)
    for rest, dropped in bare(name):
        assert rest
        assert not Counter(rest) - Counter(f"{name} "), "nothing is made up"
        assert all(piece in name or piece == "feed" for piece in dropped)


@pytest.mark.medium
def test_very_many_signs_are_no_name() -> None:
    for sign in ("(x", ")x", "(x)", "; x", " - x", " edition", "(a) ", ", London"):
        assert book().resolve("The Guardian" + sign * 20_000) not in ALL
        assert book().resolve(sign * 20_000 + "The Guardian") not in ALL


class TestOfAUser:
    def test_places_of_an_own_file(self, tmp_path: Path) -> None:
        file = tmp_path / "harbour_courier.toml"
        file.write_text('name = "Harbour Courier"\nplaces = ["Harbour Town", "Quay"]\ncountry = "CA"', "utf8")
        shelf = with_folder(tmp_path)
        for behind in (
            "(Harbour Town)",
            "(Canada)",
            "; Harbour Town, Quay",
            "(Quay edition) (f/k/a The Tide)",
        ):
            assert shelf.resolve(f"The Harbour Courier {behind}") == "harbour_courier", behind
        assert shelf.resolve("Harbour Courier (Hilltown)") == "harbour_courier_hilltown"

    def test_what_is_no_list_is_refused(self) -> None:
        with pytest.raises(
            FramingError, match=r'outlet x: places .* is no list of strings; write places = \["'
        ):
            read('name = "X"\nplaces = "Harbour Town"', "x")

    def test_a_child_has_not_its_parents_places(self) -> None:
        assert read('name = "X"\nextends = "guardian"', "x").places == ()


def test_what_was_dropped_is_told_once(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    rows = [
        f'"The Guardian (London)","Quay {n}","{"The quay was opened by a clerk. " * 9}{n}"' for n in range(3)
    ]
    table.write_text("source,title,text\n" + "\n".join(rows), "utf8")
    loaded = load(table)
    assert set(loaded.articles["outlet"]) == {"guardian"}
    details = [d for d in loaded.audit["detail"] if "read as guardian" in str(d)]
    assert details == ["'The Guardian (London)' read as guardian, here and below"]


@of_each
def test_places_are_written_once_and_plainly(outlet: Outlet) -> None:
    assert len(set(outlet.places)) == len(outlet.places)
    for place in outlet.places:
        assert place == place.strip() != ""
        assert not set(place) & set("(),;[]"), place
