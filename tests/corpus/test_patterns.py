"""A pattern that could run for ever is refused before it meets a text; all others are let through."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus.outlets import outlets
from framing.corpus.patterns import compile_safely
from framing.corpus.rules import SHORT, SPANNED, general
from framing.errors import FramingError
from tests.cases import for_each

ENDLESS = [
    "(a+)+b",
    "(a*)*b",
    r"(?:\w+\s?)*:",
    "(?:a|ab|b)*c",
    r"(?:\d+|\w)+:",
    "(?:.*,)*y",
    "(.*?,){11}P",
    "(?:x+x+)+y",
    "(?:(?:a{1,30}){1,30}){1,30}b",
    "(?:a?){30}b",
    "(?=(a+)+b)c",
    "(?>(a+)+b)c",
    "(?:(a+)+b)++c",
    "(?i:(?:A+a)+)b",
    r"^(([a-z])+.)+[A-Z]([a-z])+$",
    ".*.*.*.*x",
    r"(?:\w+ ?){1,4}:",
]
QUICK = [
    "Photo: .{2,60}",
    r"[A-Z]\w+(?: [A-Z]\w+)*",
    r"(?:\w+, )*and \w+",
    r"(?:\d{1,3},)*\d{3}",
    "(?:foo|bar|baz)*q",
    r"(?:\w++\s?)*:",
    "(?>a+)*b",
    "(?:(?>a+)b)*c",
    ".*one.*two",
    ".{0,400}a.{0,100}b.{0,50}",
    r"(?P<name>[A-Z]\w+) By (?P=name)",
    r"(?<!\w)(?:AP|AFP)(?!\w)",
    "[^,]*,[^,]*,[^,]*,[^,]*,[^,]*",
    "(a)?(?(1)b|c)",
    "",
]


@for_each("pattern", ENDLESS)
def test_endless_is_refused_in_one_line(pattern: str) -> None:
    with pytest.raises(FramingError) as raised:
        compile_safely(pattern, "outlet x: marks")
    said = str(raised.value)
    assert said.startswith(f"outlet x: marks: pattern {pattern!r} could run for ever: ")
    assert "\n" not in said


@for_each("pattern", QUICK)
def test_quick_is_let_through(pattern: str) -> None:
    assert compile_safely(pattern, "x") == re.compile(pattern)


@pytest.mark.parametrize("pattern", ["(", "[b-a]", "a{99999999999999999999}", "(?P<a>", "*"])
def test_what_does_not_compile(pattern: str) -> None:
    with pytest.raises(FramingError, match="is no regular expression"):
        compile_safely(pattern, "x")


@pytest.mark.parametrize("pattern", [3, None, ["a"]])
def test_no_string(pattern: object) -> None:
    with pytest.raises(FramingError, match=r"^x: .* give a string$"):
        compile_safely(pattern, "x")


def test_too_long_or_too_large() -> None:
    with pytest.raises(FramingError, match="split it into several rules"):
        compile_safely("a" * 7_000, "x")
    with pytest.raises(FramingError, match="split it into several rules"):
        compile_safely("(?:(?:(?:[ab]{4}){4}){4}){4}" * 40, "x")


def test_a_longer_text_leaves_less_room() -> None:
    compile_safely(".*one.*two.*", "x", longest=240)
    with pytest.raises(FramingError, match="may take"):
        compile_safely(".*one.*two.*", "x", longest=20_000)
    # What is looked for anywhere starts anew at each character.
    compile_safely("[a-z ]*one", "x", longest=5_000)
    compile_safely("[a-z ]*one", "x", longest=5_000, search=True)
    with pytest.raises(FramingError, match="may take"):
        compile_safely("[a-z ]*one[a-z ]*two", "x", longest=5_000, search=True)


@pytest.mark.medium
def test_what_is_shipped_is_held_to_the_same() -> None:
    seen = 0
    for outlet in outlets().values():
        seen += len(outlet.marks) + len(outlet.heads)
        for pattern in outlet.marks:
            compile_safely(pattern, outlet.key, flags=re.M, longest=5_000, search=True)
        for pattern in outlet.heads:
            compile_safely(pattern, outlet.key, longest=SHORT)
    for rule in general():
        span = rule.cut == "span"
        compile_safely(
            rule.match, rule.name, flags=re.DOTALL, longest=SPANNED if span else rule.longest, search=span
        )
    assert seen > 100


_PART = st.sampled_from(["a", "b", "[ab]", ".", r"\w", " ", "a?", "a+", "b*", ".{0,3}", r"\w+"])


@st.composite
def _patterns(draw: st.DrawFn) -> str:
    parts = draw(st.lists(_PART, min_size=1, max_size=3))
    inner = "".join(parts)
    shape = draw(
        st.sampled_from(["(?:{0})*", "(?:{0})+{0}", "{0}|{0}", "(?:{0}| b)*", "{0}{0}", "(?:{0}-)*"])
    )
    return shape.format(inner) + "!"


@given(_patterns(), st.text("ab -", max_size=20))
def test_what_is_let_through_ends_within_its_budget(pattern: str, text: str) -> None:
    """An own matcher, which counts its steps as it goes back and forth, is the oracle."""
    try:
        compile_safely(pattern, "x", longest=20)
    except FramingError:
        return
    assert _steps(pattern, text * (20 // max(len(text), 1))) < 2_000_000


def _steps(pattern: str, text: str) -> int:
    """Return how many characters a backtracking matcher looks at before it gives up."""
    from importlib import import_module

    parser = import_module("re._parser")
    count = 0

    def run(items: list[object], at: int, then: object) -> bool:
        nonlocal count
        if not items:
            return then(at)  # type: ignore[operator]
        (op, value), rest = items[0], items[1:]  # type: ignore[misc]
        name = str(op)
        if name == "SUBPATTERN":
            return run([*value[3], *rest], at, then)
        if name == "BRANCH":
            return any(run([*part, *rest], at, then) for part in value[1])
        if name == "MAX_REPEAT":
            least, most, inner = value
            return loop(list(inner), int(least), int(most), 0, at, lambda end: run(rest, end, then))
        count += 1
        if count > 2_000_000:
            raise AssertionError(f"{pattern!r} on {text!r}")
        one = parser.SubPattern(parser.State(), [(op, value)])
        fits = at < len(text) and _fits(one, text[at])
        return fits and run(rest, at + 1, then)

    def loop(inner: list[object], least: int, most: int, done: int, at: int, then: object) -> bool:
        def again(end: int) -> bool:
            return end > at and loop(inner, least, most, done + 1, end, then)

        return (done < most and run(inner, at, again)) or (done >= least and then(at))  # type: ignore[operator]

    run(list(parser.parse(pattern)), 0, lambda end: False)
    return count


def _fits(one: object, char: str) -> bool:
    op, value = one[0]  # type: ignore[index]
    name = str(op)
    if name == "LITERAL":
        return char == chr(value)
    if name == "ANY":
        return True
    return any(char == chr(part) if str(kind) == "LITERAL" else char.isalnum() for kind, part in value)
