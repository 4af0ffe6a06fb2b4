"""The command: help with examples, exit statuses, what is printed, and a run that is cut off."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from framing import __version__
from framing.cli import commands
from framing.terminal import wants_color
from tests.house import bytes_of, call

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def output(whole_study: Path) -> Path:
    return whole_study


@pytest.fixture
def texts(whole_study: Path) -> Path:
    return whole_study.parent / "texts"


def test_help_lists_the_commands(capsys: Capture) -> None:
    said = call(capsys, "--help")
    assert said.status == 0
    for name in ("load", "check", "compare", "kwic", "reproduce"):
        assert re.search(rf"^  {name} ", said.out, re.MULTILINE)


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_each_command_shows_an_example(name: str, capsys: Capture) -> None:
    said = call(capsys, name, "--help")
    assert said.status == 0
    assert re.search(rf"Examples?:  framing {name} ", said.out)


def test_options_stand_under_headings_the_common_first(capsys: Capture) -> None:
    said = call(capsys, "compare", "--help").out
    headings = re.findall(r"^(\w[^\n]*):$", said, re.MULTILINE)
    assert len(headings) > 4
    assert headings[0] == "Common"
    common = re.findall(r"^  .*?(--[\w-]+)", said.partition("Common:")[2].partition("\n\n")[0], re.MULTILINE)
    assert {"--output", "--outlet", "--primary", "--figures", "--csv"} <= set(common)
    assert len(common) <= 10
    # Each option stands there once.
    names = [
        option for param in commands.commands["compare"].params for option in param.opts if "--" in option
    ]
    assert all(len(re.findall(rf"^  (?:-\w, )?{name}\b(?!-)", said, re.MULTILINE)) == 1 for name in names)


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from framing.cli import main; main(['--help']); "
        "print(sorted({'pandas', 'pyarrow', 'numpy', 'matplotlib', 'sklearn', 'nltk'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_version(capsys: Capture) -> None:
    assert call(capsys, "--version").out.strip() == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("compar", "x"),
        ("compare",),
        ("compare", "x", "--seed", "one"),
        ("--wrong",),
    ],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...], capsys: Capture) -> None:
    said = call(capsys, *arguments)
    assert said.status == 2
    assert "Usage: framing" in said.err
    assert "Traceback" not in said.err


@pytest.mark.medium
def test_load_writes_one_table_and_says_what_was_done(texts: Path, tmp_path: Path, capsys: Capture) -> None:
    said = call(capsys, "load", texts, "-o", tmp_path / "a.parquet", "--audit", tmp_path / "audit.csv")
    assert (said.status, said.err) == (0, "")
    assert "8 found = 8 kept + 0 duplicate + 0 skipped + 0 failed" in said.out
    frame = pd.read_parquet(tmp_path / "a.parquet")
    assert len(frame) == 8
    assert set(frame["outlet"]) == {"xinhua", "national_post"}
    assert (tmp_path / "audit.csv").read_text("utf8").startswith('"source","article","kind"')


@pytest.mark.medium
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_what_load_writes_load_reads(suffix: str, texts: Path, tmp_path: Path, capsys: Capture) -> None:
    assert call(capsys, "load", texts, "-o", tmp_path / f"a{suffix}").status == 0
    assert call(capsys, "load", tmp_path / f"a{suffix}", "-o", tmp_path / "b.parquet").status == 0
    assert call(capsys, "load", texts, "-o", tmp_path / "c.parquet").status == 0
    again, first = (pd.read_parquet(tmp_path / name) for name in ("b.parquet", "c.parquet"))
    columns = ["id", "outlet", "title", "published", "genre", "text", "blocks"]
    pd.testing.assert_frame_equal(again[columns], first[columns])


def test_check_shows_each_outlet(texts: Path, capsys: Capture) -> None:
    said = call(capsys, "check", texts)
    assert said.status == 0
    row = next(line for line in said.out.splitlines() if line.startswith("Xinhua"))
    assert re.search(r"Xinhua +4 +\d+ +\d+ +2026-01-11 to 2026-01-14 +0 ", row)


@pytest.mark.medium
def test_invented_text_is_marked_on_the_terminal(corpus_dir: Path, capsys: Capture) -> None:
    for arguments in (("check", corpus_dir), ("kwic", corpus_dir, "Beijing")):
        said = call(capsys, *arguments)
        assert said.status == 0
        assert "Global Times (invented text)" in said.out
        assert not re.search(r"^Global Times (?!\(invented text\))", said.out, re.MULTILINE)


@pytest.mark.medium
def test_compare_prints_a_summary_and_says_where(texts: Path, tmp_path: Path, capsys: Capture) -> None:
    said = call(
        capsys, "compare", texts, "-o", tmp_path / "out", "--title", "The visit", "--measure", "hedges"
    )
    assert (said.status, said.err) == (0, "")
    lines = said.out.splitlines()
    assert lines[0].startswith("The visit: 8 articles")
    assert len(lines) <= 15
    assert max(map(len, lines[:-1])) <= 118
    assert lines[-1].startswith(f"Report: {tmp_path / 'out' / 'report.html'}; ")


@pytest.mark.medium
def test_a_study_file_and_options_that_override_it(texts: Path, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "study.toml").write_text(
        f'articles = ["{texts.as_posix()}"]\ntitle = "One"\nmeasures = ["hedges"]\n', "utf8"
    )
    said = call(capsys, "compare", tmp_path / "study.toml", "-o", tmp_path / "out", "--title", "Two")
    assert said.status == 0
    assert said.out.startswith("Two: ")
    assert 'title = "Two"' in (tmp_path / "out" / "study.toml").read_text("utf8")


@pytest.mark.slow
def test_the_study_file_of_an_output_runs(output: Path, tmp_path: Path, capsys: Capture) -> None:
    said = call(capsys, "compare", output / "study.toml", "-o", tmp_path / "out")
    assert said.status == 0
    first, second = bytes_of(output), bytes_of(tmp_path / "out")
    assert {k: v for k, v in first.items() if k != "study.toml"} == {
        k: v for k, v in second.items() if k != "study.toml"
    }


def test_kwic_aligns_the_word_found(texts: Path, capsys: Capture) -> None:
    said = call(capsys, "kwic", texts, "agree*")
    assert said.status == 0
    _, *lines, _, count = said.out.splitlines()
    assert len(lines) >= 2
    assert re.fullmatch(r"\d+ times in \d+ articles", count)
    columns = {re.search(r"  (agree\w*)", line).start(1) for line in lines}  # type: ignore[union-attr]
    assert len(columns) == 1


def test_kwic_of_a_word_that_is_not_there(texts: Path, capsys: Capture) -> None:
    assert call(capsys, "kwic", texts, "zzz").out == "Not found.\n"


@pytest.mark.parametrize("name", ["national_post", "National Post", "The National Post"])
def test_outlets_go_by_key_or_name(name: str, texts: Path, tmp_path: Path, capsys: Capture) -> None:
    for command, column, own in (
        (("kwic", texts, "visit"), "outlet", "National Post"),
        (("keyness", texts, "--least-articles", 1), "group", "national_post"),
    ):
        said = call(capsys, *command, "--outlet", name, "-o", tmp_path / "found.csv")
        assert said.status == 0, said.err
        assert set(pd.read_csv(tmp_path / "found.csv")[column]) == {own}
        wrong = call(capsys, *command, "--outlet", f"{name}x")
        assert (wrong.status, "did you mean 'national_post'" in wrong.line) == (1, True)


@pytest.mark.medium
def test_output_goes_to_a_folder_out_unless_said(
    texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf8")
    said = call(capsys, "compare", texts, "--measure", "hedges", "--no-keyness", "--no-coverage")
    assert (said.status, "mine.txt" in said.line) == (1, True)
    (tmp_path / "out" / "mine.txt").unlink()
    assert call(capsys, "compare", texts, "--measure", "hedges", "--no-keyness", "--no-coverage").status == 0
    assert (tmp_path / "out" / "report.html").is_file()


def test_kwic_writes_its_table(texts: Path, tmp_path: Path, capsys: Capture) -> None:
    assert call(capsys, "kwic", texts, "visit", "-o", tmp_path / "k.csv", "--window", "sentence").status == 0
    frame = pd.read_csv(tmp_path / "k.csv")
    assert {"left", "node", "right", "article", "outlet"} <= set(frame.columns)
    assert set(frame["node"].str.lower()) == {"visit"}


@pytest.mark.slow
def test_reproduce_says_so_of_each_file(output: Path, capsys: Capture) -> None:
    said = call(capsys, "reproduce", output)
    assert said.status == 0
    lines = said.out.splitlines()
    assert {line.split()[0] for line in lines[:-2]} == {"identical"}
    assert {line.split()[1] for line in lines[:-2]} == set(bytes_of(output))
    assert lines[-1] == f"{len(lines) - 2} of {len(lines) - 2} came out the same"


@pytest.mark.slow
def test_reproduce_is_status_1_where_a_file_was_changed(
    output: Path, tmp_path: Path, texts: Path, capsys: Capture
) -> None:
    import shutil

    home = tmp_path / "out"
    shutil.copytree(output, home)
    table = home / "tables" / "contrast.csv"
    table.write_text(table.read_text("utf8").replace("hedges", "hodges", 1), "utf8")
    said = call(capsys, "reproduce", home, "--inputs", texts)
    assert said.status == 1
    assert "differs    tables/contrast.csv  (was changed after it was written)" in said.out


def test_no_color_is_honoured(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert wants_color() is None
    monkeypatch.setenv("NO_COLOR", "")
    assert wants_color() is None
    monkeypatch.setenv("NO_COLOR", "1")
    assert wants_color() is False


def started(texts: Path, folder: Path) -> subprocess.Popen[str]:
    """Start a comparison in a process of its own, and wait until it writes aside."""
    process = subprocess.Popen(
        [sys.executable, "-m", "framing", "compare", str(texts), "-o", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs tests in the background may have told its children to ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    for _ in range(600):
        if list(folder.parent.glob(f".{folder.name}.*.partial")) or process.poll() is not None:
            break
        time.sleep(0.05)
    return process


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX systems")
@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_cut_off_leaves_the_old_output_whole(
    sent: signal.Signals, status: int, texts: Path, output: Path, tmp_path: Path
) -> None:
    import shutil

    home = tmp_path / "out"
    shutil.copytree(output, home)
    before = bytes_of(home)
    process = started(texts, home)
    process.send_signal(sent)
    out, err = process.communicate(timeout=60)
    # Interrupted inside a few calls, Python ends by the signal itself; to a shell that is the same status.
    assert process.returncode in (status, -sent), err
    # What was done until then stands above it.
    assert err.splitlines()[-1:] == ["framing: stopped; nothing was changed, an earlier output is as it was"]
    assert out == ""
    assert bytes_of(home) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="pipes as on POSIX systems")
def test_a_reader_that_has_seen_enough_is_no_fault(texts: Path) -> None:
    line = f'"{sys.executable}" -m framing kwic "{texts}" "the" | head -n 1'
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_a_fault_of_our_own_is_one_line_unless_asked(
    monkeypatch: pytest.MonkeyPatch, texts: Path, capsys: Capture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise KeyError("inside")

    monkeypatch.setattr("framing.study.steps.articles.read", broken)
    said = call(capsys, "check", texts)
    assert said.status == 1
    assert "a fault of framing itself" in said.line
    monkeypatch.setenv("FRAMING_TRACEBACK", "1")
    with pytest.raises(KeyError):
        call(capsys, "check", texts)


@pytest.mark.parametrize("name", ["demands", "causes"])
def test_demands_and_causes_are_listed_with_their_sentences(
    name: str, capsys: Capture, tmp_path: Path
) -> None:
    text = "Headline\n\nOttawa must lift the ban, because the ban led to heavy losses. " * 20
    (tmp_path / "texts" / "xinhua").mkdir(parents=True)
    (tmp_path / "texts" / "xinhua" / "a.txt").write_text(text, "utf8")
    said = call(capsys, name, tmp_path / "texts", "--voices", "none", "--most", "1")
    assert said.status == 0
    assert said.out.count("  Ottawa must lift the ban, because") == 1
    written = call(capsys, name, tmp_path / "texts", "--voices", "none", "-o", tmp_path / "table.csv")
    assert written.status == 0
    assert len(pd.read_csv(tmp_path / "table.csv")) > 1
    assert call(capsys, name, tmp_path / "texts", "--voice", "quoted").out == f"No {name} were found.\n"
