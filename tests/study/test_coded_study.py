"""A study with codes of people, from the sample to the report, on made articles; the codes are made up."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import framing as fr
from framing.coding.sheet import read_sample
from framing.errors import FramingError, FramingWarning
from framing.features.measures import registry
from framing.study.steps import Context, coding
from tests.house import call, coverage

pytestmark = pytest.mark.medium

QUESTIONS = """
title = "How sure the report is"

[questions.hedged]
question = "Is it hedged?"
values = ["yes", "no"]

[questions.heat]
question = "How heated is it?"
level = "ordinal"
values = ["cool", "warm", "hot"]

[questions.trade]
question = "How much of it is about trade, in percent?"
level = "ratio"
least = 0
most = 100
optional = true
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts of two outlets, a sample of their sentences, and the codes of two people for it."""
    home = tmp_path_factory.mktemp("coded")
    coverage(home / "texts", each=9)
    (home / "sure.toml").write_text(QUESTIONS, "utf8")
    articles = fr.load(home / "texts", progress=False).articles
    sample = fr.coding.sample_for_coding(
        articles, codebook=home / "sure.toml", n=40, per_article=3, coders=("Ana", "Li"), voices=None
    )
    sample.write(home / "sample")
    answers(home / "sample", sample)
    return home


def answers(folder: Path, sample: Any) -> None:
    """Fill in what two people would say: hedges by their words, and heat by chance; nothing on trade."""
    draw = np.random.default_rng(2)
    text = sample.units.set_index("unit")["text"]
    hedged = text.str.contains(r"\b(?:could|may|might|perhaps|possibly|suggests)\b")
    for coder in sample.coders:
        flips = draw.random(len(text)) < 0.03
        rows = pd.DataFrame({"unit": text.index, "coder": coder, "codebook": sample.codebook.version})
        rows["hedged"] = np.where(hedged.to_numpy() ^ flips, "yes", "no")
        rows["heat"] = draw.choice(["cool", "warm", "hot"], len(text))
        rows.to_csv(folder / f"codes-{coder}.csv", index=False)


def study(house: Path, **changes: Any) -> fr.Study:
    given: dict[str, Any] = {
        "articles": (str(house / "texts"),), "codes": (str(house / "sample"),), "measures": ("hedges",),
        "coded": {"hedged": "hedges"}, "voices": "none", "split": (), "frames": (), "keyness": False,
        "reuse": False, "coverage": False, "robustness": False,
        "draws": 99,
    }  # fmt: skip
    return fr.Study(**given | changes)


def ran(chosen: fr.Study, folder: Path) -> tuple[Any, list[str]]:
    """Run a study; return its result and what was warned of."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FramingWarning)
        result = chosen.run(folder, progress=False)
    return result, [str(one.message) for one in caught if issubclass(one.category, FramingWarning)]


@pytest.fixture(scope="module")
def done(house: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    folder = tmp_path_factory.mktemp("out") / "study"
    return folder, ran(study(house), folder)[1]


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / "tables" / f"{name}.parquet")


def test_codes_agreement_and_error_are_tables(done: tuple[Path, list[str]]) -> None:
    folder, _ = done
    assert len(table(folder, "codes")) == 2 * 2 * 40
    agree = table(folder, "agreement")
    assert set(agree["question"]) == {"hedged", "heat"}
    whole = agree[(agree["by"] == "all") & (agree["category"] == "all") & (agree["pair"] == "all")]
    alpha = whole[whole["statistic"] == "alpha_nominal"].set_index("question")["estimate"]
    assert alpha["hedged"] > 0.6 > 0.4 > alpha["heat"]
    assert set(agree.loc[agree["by"] == "outlet", "group"]) == {"national_post", "xinhua"}
    error = table(folder, "validity")
    assert set(error["question"]) == {"hedged"}
    assert {"precision", "recall"} <= set(error["statistic"])


def test_the_report_and_the_study_file_tell_of_them(done: tuple[Path, list[str]], house: Path) -> None:
    folder, _ = done
    report, details = ((folder / f"{name}.html").read_text("utf8") for name in ("report", "details"))
    assert 'id="printed-validity"' in details
    assert "No measure here has been checked against" not in details
    assert "No measure was checked against" not in report
    again = fr.Study.read(folder / "study.toml")
    assert [Path(path).resolve() for path in again.codes] == [(house / "sample").resolve()]
    assert dict(again.coded) == {"hedged": "hedges"}


def test_many_optional_questions_left_open_are_one_line(done: tuple[Path, list[str]]) -> None:
    _, said = done
    told = [line for line in said if line.startswith("codes: ")]
    assert told == ["codes: sample: optional questions without an answer, units by coder: trade in 80 of 80"]


def test_many_questions_without_an_answer_are_one_line(house: Path, tmp_path: Path) -> None:
    copied(house / "sample", tmp_path / "sample")
    file = tmp_path / "sample" / "codes-Li.csv"
    frame = pd.read_csv(file, dtype=str)
    frame.loc[3:22, "heat"] = None
    frame.loc[30, "hedged"] = None
    frame.to_csv(file, index=False)
    codes, faults = fr.coding.read_codes(tmp_path / "sample", sample=tmp_path / "sample")
    assert len(codes) == 2 * 2 * 40 - 21
    lines = faults["detail"].tolist()
    assert len(lines) == 2
    assert lines[0].startswith("Li: 20 of 40 units have no answer to heat: numbers ")
    assert lines[0].endswith(", …")
    assert lines[1].endswith("has no answer to hedged")
    assert set(faults["kind"]) == {"missing"}


def copied(source: Path, target: Path) -> None:
    target.mkdir()
    for file in source.iterdir():
        (target / file.name).write_bytes(file.read_bytes())


def test_faults_are_said_and_the_rest_is_kept(
    house: Path, done: tuple[Path, list[str]], tmp_path: Path
) -> None:
    copied(house / "sample", tmp_path / "sample")
    file = tmp_path / "sample" / "codes-Li.csv"
    frame = pd.read_csv(file, dtype=str)
    frame.loc[:11, "hedged"] = "perhaps so"
    frame.to_csv(file, index=False)
    (tmp_path / "sample" / "codes-Ben.csv").write_text("one,two\n", "utf8")
    found, told = tables(study(house, codes=(str(tmp_path / "sample"),)), done[0])
    assert all(line.startswith("codes: sample: ") for line in told)
    assert len(told) == 7
    assert sum("'perhaps so' is no answer to 'hedged'" in line for line in told) == 4
    assert any("codes-Ben.csv: has no column 'unit'" in line for line in told)
    assert any("more faults; fr.coding.read_codes lists all" in line for line in told)
    assert all("\n" not in line for line in told)
    assert len(found["codes"]) == 2 * 2 * 40 - 12
    assert {"agreement", "validity"} < set(found)


def test_one_sample_may_ask_what_another_does_not(
    house: Path, done: tuple[Path, list[str]], tmp_path: Path
) -> None:
    (tmp_path / "other.toml").write_text(QUESTIONS.replace("hedged", "guarded"), "utf8")
    articles = fr.load(house / "texts", progress=False).articles
    sample = fr.coding.sample_for_coding(
        articles, codebook=tmp_path / "other.toml", n=20, per_article=3, coders=("Ana", "Li"), voices=None
    )
    sample.write(tmp_path / "other")
    for coder in sample.coders:
        rows = pd.DataFrame({"unit": sample.units["unit"], "coder": coder, "guarded": "no", "heat": "cool"})
        rows["codebook"] = sample.codebook.version
        rows.to_csv(tmp_path / "other" / f"codes-{coder}.csv", index=False)
    both = (str(house / "sample"), str(tmp_path / "other"))
    found, _ = tables(study(house, codes=both), done[0])
    assert {"hedged", "guarded", "heat"} <= set(found["codes"]["question"].astype(str))
    with pytest.raises(FramingError, match="coded: question 'hedgd' is not known"):
        tables(study(house, codes=both, coded={"hedgd": "hedges"}), done[0])


def tables(chosen: fr.Study, folder: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """Make the tables of a study's codes from the articles and scores of a run."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", FramingWarning)
        articles, scores = (table(folder, name) for name in ("articles", "scores"))
        context = Context(chosen, articles=articles, tables={"scores": scores})
        context.measures = {name: one for name, one in registry().items() if name in set(scores["measure"])}
        found = coding.run(context)
    return found, [str(one.message) for one in caught if issubclass(one.category, FramingWarning)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"codes": ()}, r"^coded: no codes are given; name the folder of the sample"),
        ({"codes": ("nowhere",)}, r"^codes: nowhere: .*"),
        (
            {"coded": {"hedged": {"measur": "hedges"}}},
            r"option 'measur' is not known; did you mean",
        ),
        (
            {"coded": {"hedged": 5}},
            r"^coded.hedged: 5 is no name of a measure; write hedged = ",
        ),
        ({"coded": {"hedged": ["hedges"]}}, r"^coded.hedged: \['hedges'\] is no name of a measure"),
        ({"coded": {"hedged": {"measure": 5}}}, r"^coded.hedged: 5 is no name of a measure"),
        ({"coded": {"hedged": {"target": 3}}}, r"^coded.hedged: 3 is no name of a target"),
    ],
)
def test_what_can_t_be_done_is_one_line(
    house: Path, tmp_path: Path, changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(FramingError, match=said) as caught:
        ran(study(house, **changes), tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"hedgd": "hedges"}, r"^coded: question 'hedgd' is not known; did you mean 'hedged'\?"),
        ({"hedged": "hegdes"}, r"^coded.hedged: measure 'hegdes' is not known; did you mean 'hedges'\?"),
    ],
)
def test_a_name_that_is_not_there_is_said(
    house: Path, done: tuple[Path, list[str]], asked: dict[str, str], said: str
) -> None:
    with pytest.raises(FramingError, match=said):
        tables(study(house, coded=asked), done[0])


def test_a_sample_of_other_articles_is_refused(
    house: Path, done: tuple[Path, list[str]], tmp_path: Path
) -> None:
    copied(house / "sample", tmp_path / "sample")
    file = tmp_path / "sample" / "key.csv"
    key = pd.read_csv(file, dtype=str)
    key.assign(article="of another study").to_csv(file, index=False)
    chosen = study(house, codes=(str(tmp_path / "sample"),))
    with pytest.raises(FramingError, match=r"^codes: sample: none of its articles is among those compared"):
        tables(chosen, done[0])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("key.csv", "unit,article\n1,2\n"),
        ("key.csv", ""),
        ("units.csv", "number\n"),
        ("codebook.json", "{"),
        ("codebook.json", "[]"),
        ("codebook.json", None),
        ("key.csv", None),
    ],
)
def test_a_broken_folder_is_one_line(house: Path, tmp_path: Path, name: str, text: str | None) -> None:
    copied(house / "sample", tmp_path / "sample")
    file = tmp_path / "sample" / name
    file.unlink() if text is None else file.write_text(text, "utf8")
    with pytest.raises(FramingError, match=r"^codes: ") as caught:
        ran(study(house, codes=(str(tmp_path / "sample"),)), tmp_path / "out")
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)


def test_without_any_code_the_study_says_so(
    house: Path, done: tuple[Path, list[str]], tmp_path: Path
) -> None:
    copied(house / "sample", tmp_path / "sample")
    for file in (tmp_path / "sample").glob("codes-*.csv"):
        file.unlink()
    with pytest.raises(FramingError, match=r"^codes: sample: none of its units has a code; ") as caught:
        tables(study(house, codes=(str(tmp_path / "sample"),)), done[0])
    assert "\n" not in str(caught.value)


def test_the_command_says_what_is_wrong_in_one_line(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "study.toml"
    lines = [f'articles = ["{(house / "texts").as_posix()}"]', f'codes = ["{house.as_posix()}"]']
    file.write_text("\n".join(lines) + "\n", "utf8")
    said = call(capsys, "compare", file, "-o", tmp_path / "out")
    assert said.status == 1
    assert "units.csv can't be read (no such file or directory); give the folder" in said.line


def test_samples_and_codes_say_what_they_are(house: Path) -> None:
    sample = read_sample(house / "sample")
    lines = str(sample).splitlines()
    assert lines[0].startswith("40 units (sentence), articles: ")
    assert lines[0].endswith("codebook: sure, coders: Ana, Li")
    assert [line.split(":")[0].strip() for line in lines[1:3]] == ["national_post", "xinhua"]
    codes = fr.coding.read_codes(house / "sample", sample=sample)
    assert str(codes) == "160 codes of 40 units by 2 coders: Ana, Li\nno faults"
    assert "\n" not in repr(sample) + repr(codes)
    nothing = codes._replace(codes=codes.codes.iloc[:0])
    assert str(nothing).startswith("0 codes of 0 units by 0 coders\n")
    many = codes._replace(faults=pd.DataFrame({"detail": [f"fault {n}" for n in range(30)]}))
    assert str(many).splitlines()[-1] == "  and 20 more, in .faults"
