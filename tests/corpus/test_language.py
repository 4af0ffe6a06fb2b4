"""A text's language: as stated, by its script, by its commonest words, or missing."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.language import FEWEST, code_of, detect, is_chinese
from framing.corpus.load import load
from tests.cases import for_each

EN = "The two sides agreed on Thursday to open the northern port to more ships, as both had hoped."
FR = (
    "Le ministre a dit que les deux pays sont prêts à reprendre le dialogue dans les mois qui viennent "
    "et que le port est ouvert à tous."
)
DE = (
    "Der Minister sagte, dass die beiden Länder bereit sind, den Dialog in den nächsten Monaten wieder "
    "aufzunehmen und zu vertiefen."
)
ES = (
    "El ministro dijo que los dos países están dispuestos a reanudar el diálogo en los próximos meses "
    "y que la cumbre es posible."
)
PT = (
    "O ministro disse que os dois países estão prontos para retomar o diálogo nos próximos meses e que "
    "a reunião não será a última."
)
IT = (
    "Il ministro ha detto che i due paesi sono pronti a riprendere il dialogo nei prossimi mesi e che "
    "il porto è aperto a tutte le navi della regione."
)
NL = (
    "De minister zei dat de twee landen bereid zijn om de gesprekken in de komende maanden te hervatten "
    "en dat het niet lang meer duurt."
)
SV = "Ministern sade att de två länderna är redo att återuppta samtalen under våren och att det inte är sent."
RU = "Министр заявил, что обе страны готовы возобновить переговоры в ближайшие месяцы, и это было вчера."
UK = "Міністр заявив, що обидві країни готові відновити переговори найближчими місяцями, і це було вчора."
AR = "قال الوزير إن البلدين مستعدان لاستئناف الحوار في الأشهر المقبلة وإن الميناء مفتوح للجميع."
ZH = "两国总理周四在北京举行会谈，双方同意扩大贸易，并将开放北方港口。"
TW = "兩國總理週四在北京舉行會談，雙方同意擴大貿易，並將開放北方港口。"
JA = "両国の首相は木曜日に北京で会談し、貿易の拡大で合意した。北の港も開かれる。"
KO = "양국 총리는 목요일 베이징에서 회담을 갖고 무역 확대에 합의했다. 북쪽 항구도 열린다."


@for_each(
    ("text", "code"),
    [
        (EN, "en"), (FR, "fr"), (DE, "de"), (ES, "es"), (PT, "pt"), (IT, "it"), (NL, "nl"), (SV, "sv"),
        (RU, "ru"), (UK, "uk"), (AR, "ar"), (ZH, "zh"), (TW, "zh"), (JA, "ja"), (KO, "ko"),
        (EN.upper(), "en"), (FR.upper(), "fr"),
    ],
)  # fmt: skip
def test_by_script_and_words(text: str, code: str) -> None:
    assert detect(text) == code
    assert detect(f"{text}\n\n{text} {text}") == code


@pytest.mark.parametrize(
    "text", ["", "Too short to tell", "5G 2026 100%", "中国", "!!!", "Ministers meet in Macao"]
)
def test_too_little_is_missing(text: str) -> None:
    assert detect(text) is None


def test_names_alone_tell_nothing() -> None:
    assert detect("Ruiz Marlow Macao Lisbon Ottawa Reuters Ningbo " * 4) is None


class TestMixed:
    def test_chinese_with_english_quotations(self) -> None:
        assert detect(f"{ZH}他说：“We will open the port to all ships.” {ZH * 3}") == "zh"

    def test_english_with_chinese_names(self) -> None:
        assert detect(f"{EN} The port (宁波舟山港) is run by 宁波港集团. {EN}") == "en"

    def test_an_opening_in_another_language_decides_nothing(self) -> None:
        assert detect(EN * 4 + "\n\n" + ZH * 120) == "zh"
        assert detect(ZH * 2 + "\n\n" + (EN + " ") * 60) == "en"

    def test_japanese_has_kana_and_chinese_none(self) -> None:
        assert detect("東京都知事が会見し、港の拡張計画を発表した。") == "ja"
        assert detect(f"{ZH * 3}（カナダ）") == "zh"


@for_each(
    ("stated", "code"),
    [
        ("en", "en"), ("EN", "en"), ("en-GB", "en"), ("en_US", "en"), ("English", "en"), ("eng", "en"),
        ("zh", "zh"), ("zh-Hans", "zh"), ("zh-Hant-TW", "zh"), ("Chinese", "zh"), ("中文", "zh"),
        ("Simplified Chinese", "zh"), ("fr-CA", "fr"), ("français", "fr"), ("Deutsch", "de"), ("nb-NO", "no"),
        ("pt-BR", "pt"), ("", None), ("unknown", None), ("x-default", None), ("English (US)", "en"),
    ],
)  # fmt: skip
def test_as_people_write_it(stated: str, code: str | None) -> None:
    assert code_of(stated) == code


def test_headlines() -> None:
    assert is_chinese("英国禁止使用华为5G设备")
    assert not is_chinese("首相は港を開いた")
    assert not is_chinese("UK bans 华为 gear from its networks")
    assert not is_chinese("")


class TestOfArticles:
    def read(self, tmp_path: Path, **row: str) -> tuple[str | None, str]:
        file = tmp_path / "a.jsonl"
        file.write_text(json.dumps({"outlet": "x", **row}), encoding="utf8")
        articles, audit = load(file)
        told = "; ".join(audit.loc[audit["rule"] == "language", "detail"])
        return articles["language"].fillna("").iloc[0] or None, told

    def test_english_needs_no_word(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, text=EN) == ("en", "")
        assert self.read(tmp_path, text=EN, language="en-GB") == ("en", "")

    def test_what_is_not_english_is_kept_and_said_not_to_be_scored(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, text=DE) == ("de", "de; only English is scored")
        assert self.read(tmp_path, text=ZH, language="Chinese") == ("zh", "zh; only English is scored")

    def test_a_declaration_that_the_text_belies(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, text=ZH, language="en") == (
            "zh",
            "declared en but is zh; only English is scored",
        )
        # A rendering into English of what is Chinese stays what it is called.
        assert self.read(tmp_path, text=EN, language="zh") == ("zh", "zh; only English is scored")

    def test_a_declaration_that_says_nothing(self, tmp_path: Path) -> None:
        found, told = self.read(tmp_path, text=EN, language="unknown")
        assert found == "en"
        assert told == "'unknown' is no language known here; told by the text"

    def test_too_short_is_missing(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, text="Ministers met.") == (None, "")

    def test_not_scored(self, tmp_path: Path) -> None:
        from framing.errors import FramingWarning
        from framing.features.scoring import score

        file = tmp_path / "a.jsonl"
        rows = [{"outlet": "x", "text": FR}, {"outlet": "x", "text": EN}]
        file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf8")
        with pytest.warns(FramingWarning, match="1 in another language"):
            assert score(load(file).articles, "hedges")["article"].nunique() == 1


@given(st.text(max_size=400))
def test_any_text_has_a_code_or_none(text: str) -> None:
    code = detect(text)
    assert code is None or (len(code) == 2 and code.islower())


@given(st.lists(st.sampled_from(EN.split()), min_size=FEWEST, max_size=60))
def test_order_of_words_does_not_matter(words: list[str]) -> None:
    assert detect(" ".join(words)) == detect(" ".join(sorted(words)))


class TestMeasured:
    """On real texts nothing is called what it isn't."""

    @pytest.mark.medium
    def test_english(self, shared: Path) -> None:
        with gzip.open(shared / "data" / "allsides" / "articles.jsonl.gz", "rt", encoding="utf8") as file:
            found = [detect(json.loads(line)["text"]) for number, line in enumerate(file) if number % 20 == 3]
        assert set(found) <= {"en", None}
        assert found.count("en") >= 0.995 * len(found)

    def test_sentences(self, shared: Path) -> None:
        file = shared / "data" / "newsmtsc" / "devtest_mt.jsonl"
        rows = [json.loads(line)["sentence_normalized"] for line in file.read_text("utf8").splitlines()]
        found = [detect(row) for row in rows if len(row.split()) >= 20]
        assert set(found) <= {"en", None}
        assert found.count("en") >= 0.95 * len(found)

    def test_dutch_headlines(self, shared: Path) -> None:
        with (shared / "data" / "ecosent" / "gold_sentences.csv").open(encoding="utf8") as file:
            rows = [row["headline"] for row in csv.DictReader(file)]
        found = [detect(" ".join(rows[at : at + 6])) for at in range(0, len(rows) - 6, 6)]
        assert set(found) <= {"nl", None}
        assert found.count("nl") >= 0.8 * len(found)
