"""The quick way through the rules, on arrays, gives what the rules say piece by piece."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from framing.text import sentences
from framing.text.sentences import WHITE, piece_table
from tests.cases import for_each

CASES = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf8"))["case"]


def cut(text: str) -> list[str]:
    """The distinct pieces of a text, each with the one character of white space behind it."""
    return sorted(set(re.findall(rf"[^\x00-\x20{WHITE}]*[\x00-\x20{WHITE}]|[^\x00-\x20{WHITE}]+$", text)))


def agree(pieces: list[str]) -> int:
    """Compare both ways on distinct pieces; return how many there were."""
    table = piece_table(pa.array(pieces, pa.large_string()))
    forms = table.forms.to_pylist()
    for i, piece in enumerate(pieces):
        core = piece.rstrip(WHITE + "".join(map(chr, range(33))))
        wanted = sentences.analyse(core)
        slots = range(int(table.first[i]), int(table.first[i] + table.count[i]))
        found = sentences.Analysis(
            tuple((int(table.start[s]), int(table.end[s]), int(table.gap[s])) for s in slots),
            bool(table.before[i]),
            bool(table.after[i]),
            int(table.ends[i]),
            int(table.starts[i]),
        )
        assert found == wanted, core
        assert [forms[table.word[s]] for s in slots] == [core[s:e] for s, e, _ in wanted.words], core
        assert bool(table.newline[i]) == bool(re.search("[\n\r\u000b\u000c\u0085\u2028\u2029]$", piece)), (
            piece
        )
        assert bool(table.blank[i]) == (not core)
        dressed = wanted.before or wanted.after or wanted.ends or len(wanted.words) > 1
        assert bool(table.marked[i]) == bool(dressed or table.newline[i]), core
    return len(pieces)


#: What words are made of and dressed in: put together at random they meet every rule.
PARTS = st.sampled_from(
    [
        *"\"'“”‘’`([{)]}.,;:?!…—–-$€£%&#@*/_°+«»‹›„",
        *"'' `` ... \u200b \u0301 🎉 word Word US U.S. Mr mr St No no I i J a.m p.m. Ph.D. Co".split(),
        *"Ltd etc Jan Sat The the".split(),
        *"He An s t 3 12 118.7 1,000 5G 22-year-old win-win don't Carney's l’État École ß ﬁ 中国".split(),
        *"Ünder 2019 1st ½ ² x.org http:// com".split(),
    ]
)


@given(st.lists(st.lists(PARTS, max_size=6).map("".join), min_size=1, max_size=30, unique=True))
def test_built_pieces(pieces: list[str]) -> None:
    assert agree(sorted({piece + " " for piece in pieces})) > 0


# Python and RE2 bring their own tables of letters, of different years: newer blocks are left out.
@given(st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=("Cs", "Cn")), max_size=12))
def test_any_piece(text: str) -> None:
    pieces = cut(text + " x ")
    assert agree(pieces) == len(pieces)


@for_each("case", CASES, ids=lambda case: case["what"])
def test_pieces_of_the_hard_cases(case: dict[str, str]) -> None:
    pieces = cut(case["text"] + " .")
    assert agree(pieces) == len(pieces)


def test_pieces_of_real_news(shared: Path) -> None:
    lines = (shared / "data" / "huawei" / "articles.jsonl").read_text("utf8").splitlines()
    text = "\n".join(json.loads(line)["text"] or "" for line in lines)
    assert agree(cut(text)) > 10_000
