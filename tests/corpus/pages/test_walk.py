"""Paragraphs and letters from HTML; what is cut is told, and no word is lost between."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from framing.corpus.html.trees import is_subhead, said, walk


def pieces(source: str, *, every_break: bool = False) -> list[tuple[str, str]]:
    return walk([html.fromstring(source)], {}, every_break=every_break).pieces


def test_blocks_and_letters() -> None:
    found = pieces(
        "<div>Loose <i>words</i> first<h2>A turning point</h2><p>Para.</p>"
        "<blockquote><p>Said so.</p></blockquote><ul><li>One</li><li><p>Two</p></li></ul>"
        "<p><strong>In bold type</strong></p>"
        "<p><strong>This is a whole sentence in bold.</strong></p><p><b>Lead</b> and more</p></div>"
    )
    assert found == [
        ("Loose words first", "p"),
        ("A turning point", "h"),
        ("Para.", "p"),
        ("Said so.", "q"),
        ("One", "l"),
        ("Two", "l"),
        ("In bold type", "h"),
        ("This is a whole sentence in bold.", "p"),
        ("Lead and more", "p"),
    ]


def test_breaks() -> None:
    source = "<div>One<br>two<br><br>three<br> <br/>four<br><b>Sub head</b><br>five</div>"
    assert [text for text, _ in pieces(source)] == ["One two", "three", "four Sub head five"]
    assert pieces(source, every_break=True) == [
        ("One", "p"),
        ("two", "p"),
        ("three", "p"),
        ("four", "p"),
        ("Sub head", "h"),
        ("five", "p"),
    ]
    assert pieces("<div><p><b>Sub head</b><br>Its text.</p></div>") == [("Sub head", "h"), ("Its text.", "p")]


def test_what_has_no_words_for_readers() -> None:
    source = (
        "<div><p>Kept<script>x()</script> whole<!-- c --> here<noscript>y</noscript>.</p><style>z</style>"
        "<span class='sr-only'>Hidden words</span><p hidden>More hidden</p><p style='DISPLAY: none'>a</p>"
        "<p style='display: none'>b words</p><figure><img><figcaption>A caption</figcaption></figure></div>"
    )
    found = walk([html.fromstring(source)], {})
    assert found.pieces == [("Kept whole here.", "p")]
    assert ("hidden", "Hidden words") in found.removed
    assert ("hidden", "b words") in found.removed
    assert ("caption", "A caption") in found.removed


def test_a_figure_may_hold_a_quotation() -> None:
    found = walk(
        [
            html.fromstring(
                "<div><figure><blockquote>So it is.</blockquote><figcaption>Her</figcaption></figure></div>"
            )
        ],
        {},
    )
    assert found.pieces == [("So it is.", "q")]
    assert found.removed == [("caption", "Her")]


def test_cut_pieces_are_told_once_and_their_tails_stay() -> None:
    tree = html.fromstring("<div><p>A <span>ad</span> tail</p><aside>ad</aside>after<aside>ad</aside></div>")
    cut = {element: "advertisement" for element in tree.xpath("//span | //aside")}
    found = walk([tree], cut)
    assert found.pieces == [("A tail", "p"), ("after", "p")]
    assert found.removed == [("advertisement", "ad")]


def test_roots_inside_one_another_are_walked_once() -> None:
    tree = html.fromstring("<div><div id='a'><p>One</p></div><p>Two</p></div>")
    assert walk([tree, *tree.xpath("//*[@id='a']")], {}).pieces == [("One", "p"), ("Two", "p")]
    assert walk(tree.xpath("//p"), {}).pieces == [("One", "p"), ("Two", "p")]


def test_subheads() -> None:
    assert is_subhead("“We counted every tide”")
    assert not is_subhead("We counted every tide.")
    assert not is_subhead("***")
    assert not is_subhead(" ".join(["word"] * 15))


TAGS = st.sampled_from(["div", "p", "b", "span", "li", "blockquote", "h2", "em", "section"])
WORDS = st.text("abcde ", min_size=1, max_size=6)
NODES = st.recursive(
    WORDS,
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda node: f"<{node[0]}>{''.join(node[1])}</{node[0]}>"
    ),
    max_leaves=20,
)


@given(st.lists(NODES, min_size=1, max_size=6))
def test_no_word_is_lost_and_none_added(nodes: list[str]) -> None:
    tree = html.fragment_fromstring("".join(nodes), create_parent="div")
    kept = "".join(text for text, _ in walk([tree], {}).pieces)
    assert kept.replace(" ", "") == "".join("".join(tree.itertext()).split())
    assert "".join(said(tree).split()) == "".join("".join(tree.itertext()).split())
