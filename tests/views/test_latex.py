"""LaTeX: balanced, escaped, as many cells in a row as columns, and no command but those of the form."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.views import text as latex
from framing.views.columns import Head, TextTable
from framing.views.paper import paper
from tests.views import made

#: Commands that the form may write; whatever stands in a name or a note is none of them.
COMMANDS = set(
    """
    begin end centering small footnotesize caption label toprule midrule bottomrule textit item multicolumn
    raggedright raggedleft arraybackslash linewidth endhead endfoot noindent par begingroup endgroup
    textbackslash textasciitilde textasciicircum textless textgreater textbar textquotedbl textasciigrave
    textdagger textdaggerdbl ldots infty times leq alpha kappa lambda rho
    """.split()
)
#: Packages by what only they define.
NEEDED = {
    "toprule": "booktabs",
    "begin{threeparttable}": "threeparttable",
    "begin{longtable}": "longtable",
    "begin{sidewaystable}": "rotating",
    "begin{landscape}": "pdflscape",
    "raggedright\\arraybackslash": "array",
}


def checked(text: str) -> list[list[str]]:
    """Return the cells of the table's rows, having checked that TeX could read the text."""
    body = "\n".join(line for line in text.splitlines() if not line.startswith("%"))
    environments: list[str] = []
    depth, math, place = 0, False, 0
    while place < len(body):
        char = body[place]
        if char == "\\":
            found = re.compile(r"[A-Za-z]+|.", re.DOTALL).match(body, place + 1)
            assert found is not None, "a backslash ends the text"
            name = found[0]
            if name.isalpha():
                assert name in COMMANDS, f"\\{name}"
            else:
                assert name in "\\&%$#_{}", f"\\{name}"
            if name in ("begin", "end"):
                what = re.compile(r"\{(\w+)\}").match(body, found.end())
                assert what is not None
                if name == "begin":
                    environments.append(what[1])
                else:
                    assert environments.pop() == what[1]
            place = found.end()
            continue
        assert char not in "#^_\0", f"bare {char!r} at {body[place - 20 : place + 20]!r}"
        assert char != "%", body[place - 20 : place + 20]
        assert char == "\n" or char.isprintable() or char == "\N{NO-BREAK SPACE}"
        depth += (char == "{") - (char == "}")
        assert depth >= 0, "a brace is closed that was not opened"
        math ^= char == "$"
        place += 1
    assert depth == 0
    assert not math
    assert environments == []
    rows = re.findall(r"^(?!\\caption)(.*) \\\\$", body, re.MULTILINE)
    cells = [re.split(r"(?<!\\)&", row) for row in rows]
    spec = re.search(r"\\begin\{(?:tabular|longtable)\}\{(.*)\}$", body, re.MULTILINE)
    assert spec is not None
    columns = len(re.findall(r"[lr]|p\{[\d.]+\\linewidth\}", re.sub(r">\{[^}]*\}", "", spec[1])))
    assert {len(row) for row in cells} == {columns}
    for sign, package in NEEDED.items():
        assert (sign not in body) or package in text.splitlines()[0], package
    return [[cell.strip() for cell in row] for row in cells]


@pytest.mark.medium
@pytest.mark.parametrize("kind", made.kinds())
@pytest.mark.parametrize("names", [made.PLAIN, made.HOSTILE], ids=["plain", "hostile"])
def test_every_table_can_be_read_by_tex(kind: str, names: tuple[str, ...]) -> None:
    printed = paper(made.of(kind, names), kind, title=f"Of {names[0]}", articles=made.articles(names))
    rows = checked(printed.to_text("tex"))
    assert len(rows) == 1 + len(printed.sheet.rows)


def sheet(rows: int = 2, columns: int = 2, cell: str = "x") -> TextTable:
    heads = tuple(Head(f"column {number}", number > 0) for number in range(columns))
    return TextTable("contrast", "A title", heads, tuple((cell,) * columns for _ in range(rows)), "A note.")


@given(st.text(max_size=30))
def test_any_words_at_all_can_be_read_by_tex(words: str) -> None:
    rows = checked(latex.to_latex(sheet(cell=words)))
    assert len(rows) == 3


def test_a_row_that_begins_like_an_option_of_the_line_break_before_it_is_kept_apart() -> None:
    for cell in ("[2cm]", "*"):
        rows = checked(latex.to_latex(sheet(cell=cell)))
        assert rows[1][0] == "{" + cell + "}"


def test_a_long_table_goes_over_pages_with_its_heads_on_each_and_a_wide_one_is_turned() -> None:
    text = latex.to_latex(sheet(rows=80))
    checked(text)
    assert "longtable" in text
    assert "\\endhead" in text
    assert "threeparttable" not in text
    assert "sidewaystable" in latex.to_latex(sheet(columns=9))
    assert "landscape" in latex.to_latex(sheet(rows=80, columns=9))
    assert "sideways" not in latex.to_latex(sheet())


def test_a_head_longer_than_its_numbers_breaks_its_lines() -> None:
    heads = (Head("Outlet", number=False), Head("National Post (invented text), n = 11"))
    text = latex.to_latex(TextTable("profile", "T", heads, (("a", "1.2 [1.0, 1.4]"),)))
    checked(text)
    assert "\\multicolumn{1}{>{\\raggedleft\\arraybackslash}p{" in text


def test_letters_that_take_another_engine_are_told_of() -> None:
    assert "LuaLaTeX" in latex.to_latex(sheet(cell="新华社"))
    assert "LuaLaTeX" not in latex.to_latex(sheet(cell="Zoë ‘said’ … α ≤ 1 – †"))


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("\\input{x}", r"\textbackslash{}input\{x\}"),
        ("a--b---c", "a-{}-b-{}-{}-c"),
        ("−1.2", "$-$1.2"),
        ("a\x00\nb", "a  b"),
        ("5\N{NO-BREAK SPACE}%", r"5~\%"),
    ],
)
def test_words_are_escaped(words: str, written: str) -> None:
    assert latex.escaped(words) == written
