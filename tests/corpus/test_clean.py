"""A page's lines: which are the story, which are cut, and by what rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import bylines, lines
from framing.corpus.clean import Cleaned, clean
from framing.corpus.language import detect
from framing.corpus.outlets import outlets
from framing.corpus.rules import RuleSet, general

ONE = (
    "The two sides agreed on Thursday to open the northern port to more ships, officials on both sides said."
)
TWO = (
    "A second round of talks is planned for the spring, when the ministers are to meet again in the capital."
)
THREE = (
    '"We have waited long for this," the harbour master said when the first of the ships had come in at last.'
)


def cleaned(text: str, title: str = "", outlet: str = "guardian", page: bool = True) -> Cleaned:
    who = outlets()[outlet]
    return clean(lines.paragraphs(text), title, who, RuleSet((*who.lines, *general())), page=page)


def cut(result: Cleaned) -> list[tuple[str, str]]:
    return [(note.rule, note.detail) for note in result.notes]


def test_a_page_as_copied() -> None:
    page = f"""
        World
        Ministers meet in the old port
        This article is more than 3 years old
        Talks end with a plan for more ships

        Ana Ruiz in Macao
        Fri 9 Oct 2020 13.06 BST
        Share
        {ONE}

        Cranes at dusk
        View image in fullscreen
        Cranes at dusk in the old port. Photograph: Li Ma/Agency Images
        What comes next
        {TWO}

        A ship
        What we know of the ship so far
        Read more
        {THREE}
    """
    result = cleaned(page)
    assert result.title == "Ministers meet in the old port"
    assert result.section == "World"
    assert result.bylines == ["Ana Ruiz in Macao"]
    assert result.paragraphs == ["Talks end with a plan for more ships", ONE, "What comes next", TWO, THREE]
    assert result.blocks == "hphpp"
    assert [rule for rule, _ in cut(result)] == [
        "notice", "byline", "stamp", "share", "image_note", "image_note", "caption",
        "teaser", "teaser", "teaser",
    ]  # fmt: skip


def test_headline_repeated_over_two_lines() -> None:
    result = cleaned(f"Ministers meet\nin the old port\n\n{ONE}", "Ministers meet in the old port")
    assert result.paragraphs == [ONE]
    assert [rule for rule, _ in cut(result)] == ["repeated_title", "repeated_title"]


def test_no_head_where_there_is_none() -> None:
    result = cleaned(f"{ONE}\n\nA turning point\n\n{TWO}", page=False)
    assert (result.paragraphs, result.blocks, result.notes) == ([ONE, "A turning point", TWO], "php", [])


def test_teasers_take_headlines_with_them_and_stop_at_the_story() -> None:
    first = "MOST READ\nBoy finds old coin on the beach\nWhy cats sleep all day"
    page = f"{ONE}\n{first}\n{TWO}\nTRENDING\nA short one\n{THREE}"
    result = cleaned(page, page=False)
    assert result.paragraphs == [ONE, TWO, THREE]


def test_everything_below_an_appeal_goes() -> None:
    result = cleaned(
        f"{ONE}\n{TWO}\n{THREE}\nSupport the Guardian from as little as a coffee.\nThank you, dear reader."
    )
    assert result.paragraphs == [ONE, TWO, THREE]
    assert [rule for rule, _ in cut(result)] == ["appeal", "appeal"]


def test_printed_twice() -> None:
    quote = "We have waited long for this"
    alt = "A crane in the old port of the town"
    page = f"{ONE}\n{alt}\n{alt} (Image: Getty)\n{quote} and more of it\n{TWO}\n{THREE}"
    result = cleaned(page, page=False)
    assert cut(result) == [
        ("caption", "A crane in the old port of the town"),
        ("caption", "A crane in the old port of the town (Image: Getty)"),
    ]
    pulled = cleaned(f"{ONE}\nthe harbour master said when the first of the ships had come\n{TWO}\n{THREE}")
    assert cut(pulled)[-1][0] == "repeated_line"


class TestPrintedTwice:
    """What stands on a page again goes; what a text says again stays."""

    def test_a_line_twice_running_is_kept_once(self) -> None:
        result = cleaned(f"{ONE}\n{ONE}\n{TWO}", page=False)
        assert result.paragraphs == [ONE, TWO]
        assert cut(result) == [("repeated_line", ONE)]
        # A refrain, or a cell filled with one sentence, is no slip of a page.
        assert cleaned("\n".join([ONE] * 5), page=False).paragraphs == [ONE] * 5

    def test_paragraphs_twice_running_are_a_gallerys_captions(self) -> None:
        shown = [
            f"Ana Ruiz is seen at the gate of the port on day {day} of the long strike." for day in range(4)
        ]
        doubled = "\n".join(f"{one}\n{one}" for one in shown[:2])
        page = f"{ONE}\n{doubled}\n{shown[2]}\n{shown[3]}\n{shown[3]}\n{TWO}\n{THREE}"
        result = cleaned(page, page=False)
        assert result.paragraphs == [ONE, TWO, THREE]
        assert [rule for rule, _ in cut(result)].count("caption") == 4
        # Two may be slips; among many others they are no gallery.
        assert cleaned(f"{ONE}\n{doubled}\n{TWO}", page=False).paragraphs == [ONE, *shown[:2], TWO]
        text = "\n".join(
            f"{one}\n{one}\n{TWO} Ship {n} came.\n{THREE} It left, {n}." for n, one in enumerate(shown)
        )
        assert shown[0] in cleaned(text, page=False).paragraphs

    def test_no_passage_is_looked_for_in_what_is_longer_than_any_page(self) -> None:
        pulled = "the harbour master said when the first of the ships had come"
        many = "\n".join(f"{TWO} It was ship {number}." for number in range(1_000))
        result = cleaned(f"{ONE}\n{pulled}\n{many}", page=False)
        assert pulled in result.paragraphs

    def test_a_passage_pulled_out_with_the_name_beneath(self) -> None:
        pulled = "We have waited long for this day to come to the port."
        said = f"“{pulled} And it will last,” Ana Ruiz said at the gate."
        text = f"{ONE}\n{pulled}\nAna Ruiz, harbour master\n{said}\n{TWO}"
        result = cleaned(text, page=False)
        assert cut(result) == [("repeated_line", pulled), ("repeated_line", "Ana Ruiz, harbour master")]
        assert len(result.paragraphs) == 3

    def test_turns_of_an_interview_stay(self) -> None:
        asked = "ANA RUIZ: Minister, what do you say?"
        text = f"{asked}\n{ONE}\n{asked}\n{TWO}\nAna Ruiz\n{THREE}\nAna Ruiz\nThat is all."
        assert cut(cleaned(text, page=False)) == []

    def test_heads_that_come_again_stay(self) -> None:
        text = f"What it could lead to\n{ONE}\nWhat it could lead to\n{TWO}\nWhat it could lead to\n{THREE}"
        assert cut(cleaned(text, page=False)) == []

    def test_alternative_text_beside_its_caption(self) -> None:
        text = f"{ONE}\nAna Ruiz with former minister Li Ma\nAna Ruiz with Li Ma\n{TWO}\n{THREE}"
        result = cleaned(text, page=False)
        assert [rule for rule, _ in cut(result)] == ["caption", "caption"]

    def test_items_of_a_list_are_no_captions(self) -> None:
        items = "Act 35: a resolution on the northern port\nAct 36: a resolution on the southern port"
        assert cut(cleaned(f"{ONE}\n{items}\n{TWO}\n{THREE}", page=False)) == []


class TestAboutAuthors:
    def told(self, last: str, authors: str = "") -> list[tuple[str, str]]:
        who = outlets()["reuters"]
        texts = [ONE, TWO, THREE, "Nobody knows what comes next in the old town, said Paul Marlow.", last]
        return cut(clean(texts, "", who, RuleSet(general()), page=False, authors=authors))

    @pytest.mark.parametrize(
        "line",
        [
            "Ana Ruiz is a reporter at the Harbour Courier.",
            "— Ana Ruiz is a senior fellow at the Institute for Ports.",
            "• Ana Ruiz can be reached at the paper's office.",
            "Ana Ruiz, a lawyer in Lisbon, is the author of a book on harbours.",
            "The author is a senior editor with the Courier.",
            "I am a reporter at the Courier, covering ports and ships.",
        ],
    )
    def test_who_wrote_it(self, line: str) -> None:
        assert [detail for _, detail in self.told(line)] == [line]

    def test_with_a_byline_more_is_known(self) -> None:
        line = "Ana Ruiz joined the Courier in May and has covered the port since."
        assert self.told(line, "Ana Ruiz") == [("about_author", line)]
        assert self.told(line) == []

    @pytest.mark.parametrize(
        "line",
        [
            "Paul Marlow is a director of the port and will stay.",
            "Ana Ruiz, a minister in the last cabinet, has also been deeply critical of the plan.",
            "When Ana Ruiz was in power, the writers of the town were outraged.",
            "The author is expected in court on Friday.",
            "Ana Ruiz said the editor of the paper is a friend.",
        ],
    )
    def test_who_is_written_about_stays(self, line: str) -> None:
        assert self.told(line) == []


class TestInsideParagraphs:
    def test_credits_and_marks_of_the_end(self) -> None:
        result = cleaned(f"{ONE}\n{TWO} (Reporting by Ana Ruiz; Editing by Li Ma)", page=False)
        assert result.paragraphs == [ONE, TWO]
        assert result.credits == ["(Reporting by Ana Ruiz; Editing by Li Ma)"]
        assert cleaned(f"{ONE}\n{TWO} (over)", page=False).paragraphs == [ONE, TWO]
        chinese = "两国总理周四在北京举行会谈，双方同意扩大贸易。"
        assert cleaned(f"{chinese}（记者 李马）", page=False).paragraphs == [chinese]

    def test_a_photos_credit_in_a_text_whose_lines_were_lost(self) -> None:
        result = cleaned(f"{ONE} (Photo by Ana Ruiz/Harbour Pool) {TWO}", page=False)
        assert result.paragraphs == [f"{ONE} {TWO}"]

    def test_a_whole_line_goes_by_the_rule_for_lines(self) -> None:
        assert cut(cleaned(f"{ONE}\nA crane (Image: Getty)\n{TWO}", page=False)) == [
            ("caption", "A crane (Image: Getty)")
        ]

    def test_only_the_group_named_cut(self) -> None:
        linked = "Ana Maria RuizShips wait in the port What we know of the crane"
        page = f"Minister Ana Ruiz {linked} MORE said so. {ONE}"
        result = cleaned(page, outlet="hill", page=False)
        assert result.paragraphs == [f"Minister Ana Ruiz said so. {ONE}"]
        possessive = page.replace("MORE said", "MORE’s aide said")
        assert cleaned(possessive, outlet="hill", page=False).paragraphs == [
            f"Minister Ana Ruiz’s aide said so. {ONE}"
        ]


def test_only_captions_are_kept_as_a_stub() -> None:
    caption = "Cranes stand idle in the old port on Thursday. (Harbour Pool/Getty Images)"
    result = cleaned(f"{caption}\nShare\nView image in fullscreen", page=False)
    assert result.paragraphs == [caption]
    assert result.stub == "only captions of pictures"
    assert not cleaned("Share\nView image in fullscreen\nPhoto: VCG", page=False).paragraphs


def test_a_title_glued_to_its_related_headline() -> None:
    text = (
        f"{ONE}\nMore:Ministers meet in the old port\n{TWO}\nMarlow:I have nothing to say. Nothing.\n{THREE}"
    )
    assert cut(cleaned(text, page=False)) == [("teaser", "More:Ministers meet in the old port")]


def test_browser_print_headers_inside_a_paragraph() -> None:
    text = f"{ONE} Privacy - Terms 4/5/24, 12:38 AM Ministers meet https://harbour.example/a/b 2/5 {TWO}"
    result = cleaned(text, page=False)
    assert result.paragraphs == [f"{ONE} {TWO}"]
    assert cut(result)[0][0] == "print_header"


def test_wrapped_lines_are_joined() -> None:
    import textwrap

    text = "\n\n".join(textwrap.fill(part, 60) for part in (f"{ONE} {TWO}", f"{TWO} {THREE}"))
    assert lines.paragraphs(text) == [f"{ONE} {TWO}", f"{TWO} {THREE}"]
    assert lines.paragraphs("One line\nAnother\nA third\nA fourth\nA fifth") == [
        "One line",
        "Another",
        "A third",
        "A fourth",
        "A fifth",
    ]


@given(st.text())
def test_repair_is_done_once(text: str) -> None:
    once, _ = lines.repair(text)
    assert lines.repair(once) == (once, 0)


@given(
    st.lists(
        st.sampled_from(
            [
                ONE,
                TWO,
                THREE,
                "Share",
                "Photo: VCG",
                "A turning point",
                "By Ana Ruiz",
                "MOST READ",
                "Read more",
            ]
        ),
        max_size=12,
    )
)
def test_every_line_is_kept_or_named(texts: list[str]) -> None:
    result = clean(texts, "A title", outlets()["reuters"], RuleSet(general()), page=False)
    assert sorted(result.paragraphs + [note.detail for note in result.notes]) == sorted(texts)
    assert len(result.blocks) == len(result.paragraphs)


@pytest.mark.parametrize("under", ["USA TODAY", "USATODAY", "Opinion columnist"])
def test_names_above_the_papers_own_sign_an_article(under: str) -> None:
    result = cleaned(f"Ana Ruiz and Tom Marlow\n{under}\n{ONE}\n{TWO}", "Talks end", "usa_today", page=False)
    assert result.bylines == ["Ana Ruiz and Tom Marlow"]
    assert result.paragraphs == [ONE, TWO]
    # Above anything else it may be whom a picture shows.
    result = cleaned(f"Ana Ruiz and Tom Marlow\n{ONE}\n{TWO}", "Talks end", "usa_today", page=False)
    assert result.bylines == []


@pytest.mark.parametrize(
    ("line", "persons"),
    [
        ("By Ana Ruiz and Li Ma", ["Ana Ruiz", "Li Ma"]),
        ("ByAna RuizOnline Political Editor", ["Ana Ruiz"]),
        ("By ANA RUIZ, POLITICAL EDITOR FOR MAILONLINE and LI MA", ["Ana Ruiz", "Li Ma"]),
        ("Ana Ruiz By Ana Ruiz Fox News", ["Ana Ruiz"]),
        ("By GT staff reporters", []),
        ("By Global Times", []),
    ],
)
def test_persons_of_a_byline(line: str, persons: list[str]) -> None:
    who = lines.bylined(line)
    assert who is not None
    assert bylines.persons(who, "Fox News") == persons


@pytest.mark.parametrize(
    "line",
    [
        "By Monday night, she had the votes",
        "By the time it ended",
        "Buy Ana Ruiz",
        "By now the talks had ended.",
    ],
)
def test_no_byline(line: str) -> None:
    assert lines.bylined(line) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (f"{ONE} {TWO}", "en"),
        (
            "Le ministre a dit que les deux pays sont prêts à reprendre le dialogue dans les mois qui "
            "viennent et que la France en est.",
            "fr",
        ),
        (
            "Der Minister sagte, dass die beiden Länder bereit sind, den Dialog in den nächsten Monaten "
            "wieder aufzunehmen und zu vertiefen.",
            "de",
        ),
        (
            "El ministro dijo que los dos países están dispuestos a reanudar el diálogo en los próximos "
            "meses y que la cumbre es posible.",
            "es",
        ),
        ("两国总理周四在北京举行会谈，双方同意扩大贸易。", "zh"),
        ("Too short to tell", None),
        ("", None),
    ],
)
def test_language(text: str, code: str | None) -> None:
    assert detect(text) == code


def test_what_an_outlet_puts_below_its_stories_is_cut_there() -> None:
    """Rules of an outlet's own for the foot of a page count below the head, whatever they are called."""
    story = ["The port was opened on Friday, and forty ships came in before the evening of that day."]
    foot = "Contact the writers at anaruiz@chinadaily.com.cn"
    own = outlets()["china_daily"]
    result = clean([*story, story[0][:-1] + " too.", foot], "Port opens", own, RuleSet(own.lines), page=False)
    assert foot not in result.paragraphs
    assert [(note.rule, note.detail) for note in result.notes] == [("contact", foot)]
