"""Voices as a user meets them: spans that tile, every style of quotation, and input that means harm."""

from __future__ import annotations

import re
import warnings

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import framing as fr
from tests.cases import for_each
from tests.text.voices.examples import frame, spans, voiced

PARAGRAPHS = [
    "The talks ended late on Tuesday.",
    "“We will sign in May,” said Ana Ruiz, a trade lawyer in Ottawa. “Nothing is lost.”",
    "The ministry said that exports rose by 4 percent, noting that timber led.",
    "According to the Harbour Courier, the union wants to strike.",
    "Marlow denied it. He said the port was open; Ruiz's claim that it was shut was false.",
    "‘It is a start,’ she added, 'but the “real” work waits.'",
    "A poll by the institute found that half of all voters agree.",
    "“This goes on.\n\n“It ends here,” Marlow said.",
    "Rain fell on the harbour - nobody minded (much)...",
    "« Nous verrons », said the envoy; 'the win-win deal' it was not.",
]


def tiles(table: pd.DataFrame, articles: pd.DataFrame) -> bool:
    """Say whether spans cover every character of title and text once; fail where they don't."""
    for row in articles.itertuples():
        mine = table[table["article"] == row.id]
        for title, string in ((True, row.title), (False, row.text)):
            part = mine[(mine["part"] == "headline") == title].sort_values("start")
            assert part["start"].tolist() == [0, *part["end"].tolist()[:-1]][: len(part)]
            assert (part["end"].tolist() or [0])[-1] == len(string)
            assert (part["end"] > part["start"]).all()
    return True


texts = st.lists(st.sampled_from(PARAGRAPHS), min_size=0, max_size=6).map("\n\n".join)


@pytest.mark.medium
@given(
    st.lists(
        st.one_of(texts, st.text(max_size=60).map(lambda t: " ".join(t.split()))), min_size=1, max_size=4
    ),
    texts,
)
def test_spans_tile(strings: list[str], title: str) -> None:
    articles = frame(*strings, titles=(title.replace("\n", " "),) * len(strings))
    assert tiles(fr.sources.voices(articles), articles)


@pytest.mark.medium
@given(texts, texts)
def test_a_text_before_shifts_what_stands_in_another_article_by_nothing(one: str, other: str) -> None:
    """Articles are read together for speed; what is in one changes nothing in another."""
    both, alone = fr.sources.voices(frame(one, other)), fr.sources.voices(frame(other))
    mine = both[both["article"] == "a1"].drop(columns="article").reset_index(drop=True)
    pd.testing.assert_frame_equal(mine, alone.drop(columns="article"))


@pytest.mark.medium
@given(texts.filter(bool), st.integers(2, 3))
def test_narration_before_shifts_the_spans(text: str, times: int) -> None:
    """Narration before moves every later span by its length; sentences look two sentences back."""
    plain = "\n\n".join(["The harbour lies to the north of the old town."] * times)
    moved = fr.sources.voices(frame(plain + "\n\n" + plain + "\n\n" + text))
    before = fr.sources.voices(frame(plain + "\n\n" + text))
    shift = len(plain) + 2

    def late(table: pd.DataFrame, least: int) -> list[tuple[int, int, str]]:
        rows = table[table["end"] > least]
        return [
            (max(s, least) - least, e - least, v)
            for s, e, v in zip(rows["start"], rows["end"], rows["voice"], strict=True)
        ]

    assert late(moved, 2 * shift) == late(before, shift)


@pytest.mark.medium
@given(texts.filter(bool))
def test_narration_behind_changes_no_voice_before(text: str) -> None:
    more = text + "\n\nThe harbour lies to the north of the old town."
    before, after = fr.sources.voices(frame(text)), fr.sources.voices(frame(more))

    def marks(table: pd.DataFrame) -> list[str]:
        out = [""] * len(text)
        for row in table.itertuples():
            for i in range(row.start, min(row.end, len(text))):
                out[i] = row.voice
        return out

    assert marks(before) == marks(after)


@pytest.mark.medium
@for_each(
    "text",
    [
        '"We agree with the plan," he said.',
        "“We agree with the plan,” he said.",
        "'We agree with the plan,' he said.",
        "‘We agree with the plan,’ he said.",
        "''We agree with the plan,'' he said.",
        "«We agree with the plan», he said.",
        "”We agree with the plan,“ he said.",
        "「We agree with the plan,」 he said.",
    ],
)
def test_every_style_of_quotation_mark(text: str) -> None:
    (voice, words), *rest = voiced(text)
    assert (voice, rest) == ("quoted", [])
    assert "We agree with the plan" in words


def test_a_quotation_over_paragraphs_is_one_speakers() -> None:
    text = (
        "Ana Ruiz spoke first.\n\n“The port is open,” she said. “It was never shut.\n\n"
        "“Nobody asked us before.”\n\nRain fell."
    )
    found = spans(text)
    assert [s.voice for s in found if "Nobody" in s.text] == ["quoted"]
    assert found[-1].voice == "outlet"


def test_a_quotation_never_closed_ends_with_its_paragraph() -> None:
    found = spans("“The port is open, he said, and so is the road to it.\n\nRain fell on the town.")
    assert found[-1].voice == "outlet"
    assert "Rain" in found[-1].text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The ministry said that exports rose.", "that exports rose."),
        ("Exports rose, the ministry said.", "Exports rose"),
        ("According to the ministry, exports rose in May.", "exports rose in May."),
        ("Exports rose in May, according to the ministry.", "Exports rose in May"),
        ("Mary Smith said talks would help farmers.", "talks would help farmers."),
        ("The minister said visa rules will change.", "visa rules will change."),
        ("The visit, Ruiz said, was useful.", "was useful."),
        ("The plan, he said, is sound, and the mayor said it would work.", "is sound"),
    ],
)
def test_indirect_speech(text: str, words: str) -> None:
    assert ("reported", words) in voiced(text)


@pytest.mark.medium
@for_each(
    ("text", "words"),
    [
        ("The mayor told reporters on Monday the talks were over.", "the talks were over."),
        ("The mayor told the Harbour Courier that the talks were over.", "that the talks were over."),
        ("The mayor said in a statement on Monday that it would close.", "that it would close."),
        ("The mayor called for an end to the strike.", "for an end to the strike."),
        ("The mayor accused the union of a plot against the town.", "the union of a plot against the town."),
        ("The two sides pledged to resist the tariff.", "to resist the tariff."),
        ("Critics described the pact as a surrender.", "as a surrender."),
        ("The port, the mayor said, will close in May.", "will close in May."),
        ("Noting that trade grew, the mayor called for calm in the town.", "that trade grew"),
        ("According to the Courier, a daily, the port closed in May.", "the port closed in May."),
        ("A spokesperson quoted the mayor as saying that it would close.", "that it would close."),
        ("According to a report from Harbour Wire, the mayor led the talks.", "the mayor led the talks."),
        ("According to an analysis by the Mint, each ship costs ten coins.", "each ship costs ten coins."),
        (
            "The senator said that the dockers did, in fact, meddle in the race.",
            "that the dockers did, in fact, meddle in the race.",
        ),
        (
            "The mayor said that while he shares the anger of the dockers, he felt that it had to end.",
            "that while he shares the anger of the dockers, he felt that it had to end.",
        ),
        (
            "Some officials believe that the fire, and a later blast, is part of a plot to scare the union.",
            "that the fire, and a later blast, is part of a plot to scare the union.",
        ),
        (
            "The mayor told reporters that it was a drill, and that he was trying to convey that it is safe.",
            "that it was a drill, and that he was trying to convey that it is safe.",
        ),
        (
            "The ministry said the rules “should be clearly linked” to the opening of the port.",
            "to the opening of the port.",
        ),
        ("The mayor said that the union had asked for a delay.", "that the union had asked for a delay."),
        (
            "The minister admitted that it had closed, the union wrote.",
            "The minister admitted that it had closed",
        ),
        (
            "In May the port closed and a strike began, the union said.",
            "In May the port closed and a strike began",
        ),
        ("The mayor called for an end to the strike in a speech on Tuesday.", "for an end to the strike"),
        ("The mayor said the port was safe, but the union warned of a fire.", "the port was safe"),
        ("The mayor promised to leave the town, which would end the strike.", "to leave the town"),
        ("The mayor said it would close, prompting a strike in the town.", "it would close"),
        ("The mayor told her supporters the port needs to open again.", "the port needs to open again."),
        (
            "According to many lists, a docker is a clerk, or someone at sea.",
            "a docker is a clerk, or someone at sea.",
        ),
        (
            "A third, or 34 percent said the port was safe, and 58 percent were against it.",
            "the port was safe",
        ),
        (
            "The mayor said the port was safe, but she said on Friday that it would close.",
            "the port was safe",
        ),
        ("The mayor made it clear that the port would close.", "that the port would close."),
        ("The mayor vowed to reopen the port as Marlow awaited an answer.", "to reopen the port"),
        ("The mayor said the port was closed, but Marlow is not convinced by it.", "the port was closed"),
        (
            "The first test — after the mayor's claim that it was highly likely a crime — comes on Monday.",
            "that it was highly likely a crime",
        ),
        (
            "The mayor said members of the board — which includes Marlow — went over their list last week.",
            "members of the board — which includes Marlow — went over their list last week.",
        ),
    ],
)
def test_a_report_is_the_complement_and_no_more(text: str, words: str) -> None:
    assert ("reported", words) in voiced(text)


@pytest.mark.medium
@for_each(
    "tail",
    [
        ", even as she faces two court cases over the strike",
        ", as she sought to calm savers",
        ", while the union says it will stay shut",
        ", after three weeks of strikes",
        ", though few believe it",
        ", despite years of strikes on every pier",
        ", without giving any details of it",
        " — a claim which annoyed the council",
        ", a promise that nobody in the town believes",
        ", long a source of quarrels between the two",
        ", but did not say who would pay",
        ", but declined to comment further",
        " but offered no details",
    ],
)
def test_what_the_writer_adds_is_no_part_of_a_report(tail: str) -> None:
    report = "the port would reopen in May"
    assert voiced(f"The mayor said {report}{tail}.")[0] == ("reported", report)


@pytest.mark.medium
@for_each(
    ("text", "words"),
    [
        ("While the mayor said the port was safe, the union went to court.", "the port was safe"),
        (
            "While the mayor said Tuesday that the port was safe, neither union was willing to go back.",
            "that the port was safe",
        ),
        ("A month after the mayor said the port was safe, it went up in flames.", "the port was safe"),
        ("The firm, which said the port was safe, has lost half of its staff.", "the port was safe"),
        ("The mayor pledged to go on with the works, it's unclear how.", "to go on with the works"),
        ("The mayor said it was open to all — though not for long — and safe.", None),
        ("The mayor said the town would sell the ferry, the bridge and a mill.", None),
        ("The mayor said that he felt well and had not needed help.", None),
        ("The mayor said that the port would reopen, even if the strike went on.", None),
    ],
)
def test_a_report_ends_with_its_clause(text: str, words: str | None) -> None:
    whole = text.partition(" said ")[2]
    assert voiced(text) == [("reported", words or whole)]


@pytest.mark.medium
@for_each(
    "text",
    [
        "The guards knew exactly what he was doing.",
        "The strike ends in May, when the court decides whether the port may close.",
        "The mayor closed the port in haste, a charge his office denies.",
        "The mayor sidestepped questions about whether the port was right to close.",
        "The paper ran an editorial rejecting that plan for the port, and others joined in.",
        "The ministry never acknowledges individual raids on the port.",
        "The mayor should have asked for the council's consent to close the port.",
        "Both men stopped short of saying that the union should provide ships.",
        "The members came by bus but said nothing to the people who waited outside.",
        "Tests of alleged ties between the port and the union are a nuisance.",
        "The deal that the union had long warned against was signed in May.",
        "The ministry offered what appears to be a way out of the quarrel.",
        "The prosecutor announced the indictments of twelve dockers.",
        "The two ministers agreed not to raise the tariffs.",
        "The minister hopes to reset ties with the repressive regime.",
        "The minister wants to sell timber to a brutal neighbour.",
        "The firm plans to close two plants in the town.",
        "Her plan to annex the port is unacceptable.",
        "The town's decision to court a tyrant is naive.",
        "The union refused to sign the shameful paper.",
        "The council seeks to mend a broken relationship.",
        "The port is expected to close in May.",
        "The clerk was told that the port would close.",
        "The visit said much about the state of the town.",
        "The minister discussed the crippling tariff on timber.",
        "I believe that the port must stay open.",
        "I’m certain that the port must stay open.",
        "The mayor proposed a new tax on timber to pay for the works.",
        "The strike highlights the weakness of the union.",
        "The firm announced the loss of twelve jobs and plans to move a mill.",
        "The clerk found an old tape and hired an expert.",
        "The ministry unveiled a new plan for the port that lowers the tariff.",
        "It became clear that the port would close.",
        "The group claimed responsibility for that fire in the port.",
        "The mayor cited several ports such as Akron and Selby.",
        "The mayor felt it necessary to leave the town.",
    ],
)
def test_wants_plans_and_deeds_are_the_outlets_own_words(text: str) -> None:
    assert voiced(text) == []


@for_each(
    ("text", "speaker"),
    [
        (
            "On Sunday, Ruiz — head of the Board of Timber and Ports — told Reuters that it was safe.",
            "Ruiz",
        ),
        ("The members left the mayor's side in May and say they will not return.", "The members"),
        ("The firm was sold, Ruiz wrote to Marlow and Thoma, also noting that the port was safe.", "Ruiz"),
        ("In May, before the Harbour Games, Ana Ruiz gave a speech, saying the port was safe.", "Ana Ruiz"),
    ],
)
def test_who_says_it_is_neither_an_owner_nor_named_in_an_aside(text: str, speaker: str) -> None:
    assert {s.speaker for s in spans(text) if s.voice == "reported"} == {speaker}


@for_each(
    ("text", "speaker"),
    [
        ('The vote is near. "Will it hold?" asked Ana Ruiz, a voter.', "Ana Ruiz"),
        ('The vote is near. "It will hold, I am sure of it," Ruiz, 52, said.', "Ruiz"),
        (
            '"We are sure it will hold," Ana Ruiz, the head of the port, who also runs it, said on Monday.',
            "Ana Ruiz",
        ),
        (
            'Rain fell. "We will not close it now," Ruiz, who made the port a case that Marlow knows, said.',
            "Ruiz",
        ),
        (
            "The rain went on. Ana Ruiz, a friend of Bo Marlow, the port's owner, said simply: “We left.”",
            "Ana Ruiz",
        ),
        ('In Marlow, where rain fell, the mayor, a Democrat, called it "dangerous" on Monday.', "the mayor"),
        ('The vote is near. "Will it hold?" Ana Ruiz asked on Monday.', "Ana Ruiz"),
        ('The vote is near. "Will it hold?" Ruiz asked the mayor of Oslo. He left.', "Ruiz"),
        (
            'Rain fell. "They will say I won," Ana Ruiz, who is expected to become mayor, said in a speech.',
            "Ana Ruiz, who is expected to become mayor",
        ),
        (
            'Rain fell. "We mended the border," Sen. Ana Ruiz (R-S.C.), one of a few, said on Monday.',
            "Ana Ruiz",
        ),
        ('The vote is near. "We won, and won well!" the port director told reporters.', "the port director"),
        ('Rain fell on Marlow. "Do not come back to this port," the mayor told Marlow.', "the mayor"),
        ('The vote is near. "Will it hold!" Ruiz tweeted late on Monday.', "Ruiz"),
        ('The vote is near. "Will it hold!" Ruiz tweeted after the board said on Monday it may.', "Ruiz"),
        ('Others doubt it. "It will not hold," write Ana Ruiz and Tom Marlow.', "Ana Ruiz and Tom Marlow"),
        ('Others doubt it. "It will not hold," say engineers.', "engineers"),
        ('The vote is near. "Will it hold, I ask you," Ruiz wondered at one point.', "Ruiz"),
        ('Rain fell, as Ana Ruiz tweets: "It is a tale of many years."', "Ana Ruiz"),
        ('Rain fell. "It is a tale of many years," worried another Ruiz aide.', "another Ruiz aide"),
        ('Groups want it. "It will hold," explained Port President and CEO Ana Ruiz. "It will."', "Ana Ruiz"),
        ("On Monday Marlow chose to read Ana Ruiz’s remark in Oslo that “it will not hold”.", "Ana Ruiz’s"),
        ("On Monday Marlow answered Ana Ruiz’s remark, saying that “it will not hold”.", None),
        # What Ruiz says comes behind.
        ('The vote is near. "Will it hold?" Ruiz said that the bridge was safe.', None),
        ('The vote is near. "Will it hold?" Ruiz has told the mayor that it will.', None),
    ],
)
def test_who_says_it_stands_behind_the_marks(text: str, speaker: str | None) -> None:
    quoted = [span for span in spans(text) if span.voice == "quoted"]
    assert {str(one.speaker).removeprefix("Port President and CEO ") for one in quoted} == {str(speaker)}


@for_each(
    ("text", "speaker"),
    [
        ('But asked if the bridge had been closed he replied: "I really cannot comment on it."', "he"),
        ('As the sun rose Ana Ruiz said: "I really cannot comment on it."', "Ana Ruiz"),
        (
            'The vote split the town, with Mayor Ana Ruiz, the owner, saying "it will not hold for long".',
            "Mayor Ana Ruiz, the owner",
        ),
        (
            'Overall, says Ana Ruiz of the Harbour Board: "It will not hold for long."',
            "Ana Ruiz of the Harbour Board",
        ),
        # The verb is that of whoever met him.
        ('The farmer who met Tom Ruiz said: "It will not hold for long."', "The farmer"),
        ("It is over. “It is late and dear for us,” Ana Ruiz said, according to the Post.", "Ana Ruiz"),
        (
            "The editor Ana Ruiz, who had been to Oslo, said Marlow seemed “calm about all.”",
            "The editor Ana Ruiz",
        ),
    ],
)
def test_the_subject_beside_the_verb_says_it(text: str, speaker: str) -> None:
    assert {s.speaker for s in spans(f"Rain fell.\n\n{text}") if s.voice == "quoted"} == {speaker}


@for_each("that", ["", "that "])
def test_who_is_asked_to_explain_says_nothing(that: str) -> None:
    said = spans(f"Ana Ruiz demanded {that}Mr. Marlow explain why the port is shut.")
    assert {span.speaker for span in said if span.voice == "reported"} == {"Ana Ruiz"}


def test_a_quotation_that_no_mark_closes_is_one_speakers_over_all_its_paragraphs() -> None:
    text = (
        "Ana Ruiz said: “The bridge is late and dear.\n\n“We all knew that much in the spring of last year."
        "\n\n“And we shall know it in the next.\n\n“It will be closed in June.”\n\n“We won't close it.”"
    )
    said = {span.text: span.speaker for span in spans(text) if span.voice == "quoted"}
    assert {said[words] for words in said if "We won't" not in words} == {"Ana Ruiz"}
    assert {"spring", "next", "June"} <= set(re.findall(r"\w+", " ".join(said)))


@for_each(
    ("text", "speaker"),
    [
        ('"The bridge is the closer here," Ana Ruiz labelled it.', "Ana Ruiz"),
        (
            '"The bridge is the closer here," press secretary Ana Ruiz urged members on Friday.',
            "press secretary Ana Ruiz",
        ),
        ('"The bridge is late and dear," said former harbour star Ana Ruiz.', "former harbour star Ana Ruiz"),
        # Nobody's verb.
        ('"The bridge is late and dear." Ana Ruiz and the rest of them left.', "Marlow"),
    ],
)
def test_a_quotation_is_of_whoever_stands_behind_it_not_of_who_spoke_before(text: str, speaker: str) -> None:
    before = "The bridge was late and dear, Marlow told the council.\n\n"
    assert {s.speaker for s in spans(before + text) if s.voice == "quoted"} == {speaker}


@for_each(
    ("text", "speaker"),
    [
        ("Councillor Ana Ruiz tweeted on Friday morning:", "Councillor Ana Ruiz"),
        ("In June, the Harbour Board issued a short statement:", "the Harbour Board"),
        ("As ever, Ana Ruiz had her answer at hand:", "Ana Ruiz"),
        ("Speaking in Oslo with Tom Marlow, Ana Ruiz kept to the script:", "Ana Ruiz"),
        ("Ana Ruiz left the room.", None),
    ],
)
def test_a_colon_gives_a_quotation_to_whoever_its_sentence_is_about(text: str, speaker: str | None) -> None:
    said = '"The bridge is late and dear. It was worth the wait."'
    for between in (" ", "\n\n"):
        speakers = {
            s.speaker
            for s in spans(f"Rain fell.\n\n{text}{between}{said}\n\nIt was cold.")
            if s.voice == "quoted"
        }
        assert speakers == {speaker}


@for_each(
    ("text", "speaker"),
    [
        ('He went on: "The bridge is late and dear to all."', "Ana Ruiz"),
        ('"The bridge is late and dear to all."', "Ana Ruiz"),
        # The paper's own sentence has the slogan.
        ('The party of the "one bridge for all of us" is small.', None),
    ],
)
def test_a_quotation_goes_on_in_the_next_paragraph_where_it_is_the_sentence(
    text: str, speaker: str | None
) -> None:
    found = [one for one in spans(f"The port was cold, Ana Ruiz said.\n\n{text}") if one.voice == "quoted"]
    assert [one.speaker for one in found] == [speaker]


def test_a_wish_is_marked_with_whose_it_is() -> None:
    (own,) = [s for s in spans("Rain fell. Ana Ruiz hopes to reset ties.") if s.attribution]
    assert (own.voice, own.text, own.speaker) == ("outlet", "to reset ties.", "Ana Ruiz")


@given(texts)
def test_no_fragment_is_a_report(text: str) -> None:
    # Two words may be a clause before its speaker.
    for span in spans(text):
        assert span.voice != "reported" or len(span.text.split()) > 1


@for_each(
    "behind",
    [
        "reads the Harbour Board’s order, which was sent.",
        "a Ruiz campaign email read.",
        "worried an aide, Ana Ruiz.",
        "Ana Ruiz, a historian who has studied such walls, posted on Monday.",
    ],
)
def test_papers_say_what_they_read(behind: str) -> None:
    said = [
        span
        for span in spans(f"“The wall will hold, if nobody opens it,” {behind}")
        if span.voice == "quoted"
    ]
    assert [span.speaker is not None for span in said] == [True]


@for_each("with_it", ["noting", "adding that", "adding:"])
def test_what_is_added_behind_who_said_it_is_the_same_persons(with_it: str) -> None:
    text = (
        f"“This is a local issue,” said Ana Ruiz on Monday, {with_it} “there does need to be a commitment.”"
    )
    said = [span for span in spans(text) if span.voice == "quoted"]
    assert [(span.speaker or "").startswith("Ana Ruiz") for span in said] == [True, True]


@for_each(
    "who", ["a man who was there and asked to remain unnamed", "Ana Ruiz, who is thought to know Marlow"]
)
def test_a_quotation_goes_on_behind_whatever_else_is_told_of_its_speaker(who: str) -> None:
    said = [span for span in spans(f"“He was unhappy,” said {who}. “He left.”") if span.voice == "quoted"]
    assert len({span.attribution for span in said}) == 1
    assert {span.speaker for span in said} <= {who, "a man", "Ana Ruiz"}


def test_all_sentences_in_marks_are_of_whoever_stands_behind_the_last() -> None:
    text = (
        '"It will hold. We have tested it twice. Nobody need fear," the engineer Ana Ruiz released on Monday.'
    )
    said = [span for span in spans(text) if span.voice == "quoted"]
    assert [(span.speaker, span.text[:8], span.text[-6:]) for span in said] == [
        ("the engineer Ana Ruiz", '"It will', 'fear,"')
    ]


def test_nobody_from_before_begins_what_another_name_ends() -> None:
    text = 'Tom Marlow said it rained. "It is real. Leaving is good for nobody," Ana Ruiz wrote.'
    told = [(s.speaker, s.text) for s in spans(text) if s.voice == "quoted"]
    assert told == [("Ana Ruiz", '"It is real. Leaving is good for nobody,"')]
    # A colon gives what follows it to somebody.
    led = 'Tom Marlow said: "It is real." "Leaving is good for nobody," Ana Ruiz wrote.'
    assert [s.speaker for s in spans(led) if s.voice == "quoted"] == ["Tom Marlow", "Ana Ruiz"]


@for_each(
    "lead",
    [
        "In her letter Ana Ruiz wrote:",
        "Ana Ruiz argued that it was too late. She writes:",
        "Ana Ruiz said in a statement:",
    ],
)
def test_a_paragraph_without_marks_behind_a_colon_is_a_block_quotation(lead: str) -> None:
    block = "We fear that the wall won’t hold. Nobody knows what a “safe harbour” is, and who pays for it."
    text = f"Marlow met on Monday.\n\n{lead}\n\n{block}\n\nThe union left the hall."
    said = [span for span in spans(text) if span.voice == "quoted"]
    assert [(span.speaker and span.speaker.split()[-1] in ("Ruiz", "She"), span.text) for span in said] == [
        (True, block)
    ]


@for_each(
    "text",
    [
        # A list, what leads to another quotation, a paragraph that tells what others say.
        "Ana Ruiz said:\n\n• The gate was open all night and nobody looked after it.",
        "Ana Ruiz said:\n\n2. The gate was open all night and nobody looked after it.",
        "Ana Ruiz said so:\n\nThe clerk of the harbour board of Marlow answered her on Monday:",
        "The plan has two parts:\n\nThe gate will stay open all night and somebody will look after it.",
    ],
)
def test_what_stands_behind_a_colon_is_not_always_a_quotation(text: str) -> None:
    assert not any(span.voice == "quoted" for span in spans(text))


def test_a_block_quotation_known_as_such_is_not_the_outlets() -> None:
    text = "Marlow met.\n\nThe wall will not hold for another year.\n\nThe union left."
    table = fr.sources.voices(frame(text, blocks=["pqp"]))
    quoted = table[table["voice"] == "quoted"]
    assert [text[a:b] for a, b in zip(quoted["start"], quoted["end"], strict=True)] == [text.split("\n\n")[1]]


@for_each(
    "text",
    [
        "A great day for farmers! pic.example.com/a1\n— Ana Ruiz (@ruiz) January 14, 2021\n\nRain fell.",
        "A great day for farmers — Ana Ruiz (@ruiz) May 3, 2021\n\nRain fell.",
        "A great day for Tom Marlow! — Ana Ruiz (@ruiz) May 3, 2021\n\nRain fell.",
    ],
)
def test_a_post_is_the_posters(text: str) -> None:
    post, *others = [s for s in spans(text) if s.voice != "outlet"]
    assert (post.voice, post.speaker, others) == ("quoted", "Ana Ruiz", [])
    assert post.text.startswith("A great day")
    assert "@" not in post.text


@pytest.mark.parametrize(
    "text",
    [
        "The “new normal” lasted a week.",
        "She starred in “The Long Harbour” for three years.",
        "The ship, named 'Northern Star', sank.",
        "Ana Ruiz was seen on “The Long Way Home to the Harbour” last week.",
    ],
)
def test_scare_quotes_titles_and_names_are_the_outlets(text: str) -> None:
    assert voiced(text) == []


def test_headlines_that_name_a_speaker() -> None:
    assert voiced("Rain fell.", "Minister: We will not yield") == [("reported", "We will not yield")]
    assert voiced("Rain fell.", "Half would vote again: poll") == [("reported", "Half would vote again")]
    assert voiced("Rain fell.", "A day at the harbour: rain") == []


@pytest.mark.medium
@for_each(
    ("title", "words"),
    [
        ("Harbour to help farmers: expert", "Harbour to help farmers"),
        ("Rent too high; harbour to help farmers: expert", "harbour to help farmers"),
        ("Canada willing to widen trade: Marlow", "Canada willing to widen trade"),
        ("Port to close - minister", "Port to close"),
        ("Port to close, report finds", "Port to close"),
        ("Port could close within months, warns union", "Port could close within months"),
        ("Port could close within months, minister says", "Port could close within months"),
        ("Ana Ruiz: Rain is a gift", "Rain is a gift"),
        ("White House: Port still open", "Port still open"),
    ],
)
def test_headlines_without_a_verb_of_saying(title: str, words: str) -> None:
    assert voiced("Rain fell.", title) == [("reported", words)]


@pytest.mark.parametrize(
    "title",
    [
        "Harbour news: port closes",
        "Analysis: The port must stay open",
        "Ana Ruiz: A life on the water",
        "China: port closes after storm",
        "Port closes - Harbour Courier",
        "Storm over the harbour: The pact helps both",
        "Video: port closes",
    ],
)
def test_headlines_that_name_a_topic_or_a_rubric(title: str) -> None:
    assert voiced("Rain fell.", title) == []


def test_a_transcript_gives_each_turn_to_its_speaker() -> None:
    turns = [f"{'MARLOW' if i % 2 else 'RUIZ'}: Line {i} of the talk." for i in range(500)]
    found = [s for s in spans("\n\n".join(turns)) if s.voice != "outlet"]
    assert len(found) == 500
    assert {s.speaker for s in found} == {"MARLOW", "RUIZ"}
    assert all((s.speaker == "MARLOW") == (int(s.text.split()[1]) % 2 == 1) for s in found)


@for_each("heading", ["Update", "UPDATE", "Facts First"])
def test_what_an_outlet_writes_under_one_heading_again_and_again_is_its_own(heading: str) -> None:
    parts = [f"{heading}: The road was closed on day {i} of the week." for i in range(9)]
    assert [s for s in spans("\n\n".join(parts)) if s.voice != "outlet"] == []


def test_who_signed_a_post_is_nobodys_words_and_a_sum_is_whole() -> None:
    post = "The mayor says it rains.\n\n— Ana Ruiz (@ruiz) May 3, 2021\n\nIt rained."
    assert all("ruiz" not in one.text for one in spans(post) if one.voice != "outlet")
    found = [one.text for one in spans("Ruiz said $85 billion was lost.") if one.voice == "reported"]
    assert found == ["$85 billion was lost."]


def test_attributions_are_numbered_in_order() -> None:
    table = fr.sources.voices(frame("“It works,” Ruiz said. “It lasts.”\n\nMarlow said that it broke."))
    numbers = [n for n in table["attribution"] if n]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, max(numbers) + 1))
    marked = table[(table["voice"] == "outlet") & (table["attribution"] > 0)]
    assert marked["speaker_key"].isna().all()


def test_other_languages_have_quotation_marks_only_and_say_so() -> None:
    articles = frame("Der Minister sagte: „Der Hafen ist seit heute offen.“ Es regnete.", language=["de"])
    with pytest.warns(fr.FramingWarning, match="1 of 1 articles are not in English"):
        table = fr.sources.voices(articles)
    assert set(table["voice"]) == {"outlet", "quoted"}
    assert table["speaker"].isna().all()


@pytest.mark.medium
@for_each(
    "text",
    [
        "",
        "no stops at all he said the port was open and the road too",
        "ALL CAPITALS: THE MINISTER SAID THE PORT WAS OPEN. “IT IS,” HE SAID.",
        "“" * 5000,
        "said " * 3000,
        "He said “this. " * 400,
        "((((([[[[ — — ; ; : :",
        "port " * 200_000,
    ],
    ids=[
        "empty",
        "no stops",
        "capitals",
        "marks alone",
        "cues alone",
        "never closed",
        "no words",
        "a megabyte",
    ],
)
def test_harm_is_borne(text: str) -> None:
    articles = frame(text.strip(), titles=("Minister says port open",))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        # Said of text that comes to no end.
        warnings.filterwarnings("ignore", ".* words at a time", fr.FramingWarning)
        assert tiles(fr.sources.voices(articles), articles)


@for_each("text", ["said", "Say.", "Ruiz said", "that said", "Read:", "Ruiz wrote:"])
def test_a_word_or_two_are_read_as_they_are(text: str) -> None:
    assert "".join(span.text for span in spans(text) if span.part != "headline") == text


def test_no_articles_no_spans() -> None:
    assert len(fr.sources.voices(frame())) == 0


def test_what_is_quoted_is_not_who_says_it() -> None:
    text = "Tom Marlow called his 304 votes “a historic harbour landslide,” said it was won and left."
    quoted = [span for span in spans(text) if span.voice == "quoted"]
    assert [span.text for span in quoted] == ["“a historic harbour landslide,”"]
    assert "landslide" not in str(quoted[0].speaker)


def test_a_turn_in_marks_ends_with_them() -> None:
    claims = "RUIZ: “The bridge is open to all.”", "THE FACTS: It is not. Lorries may not cross it."
    text = "\n\n".join(
        [
            "A look at some claims:",
            *claims,
            "It was shut to them in May.",
            "MARLOW: “It was dear.”",
            claims[1],
        ]
    )
    told = [(span.speaker, span.text) for span in spans(text) if span.voice == "quoted"]
    assert told == [("RUIZ", "“The bridge is open to all.”"), ("MARLOW", "“It was dear.”")]


def test_a_name_in_capitals_on_a_matter_says_what_a_colon_leads_to() -> None:
    text = "RUIZ on Tom Marlow's work for what he called an accused child: “He fled it twice. He laughed.”"
    told = [(span.speaker, span.text) for span in spans(text) if span.voice == "quoted"]
    assert told == [("RUIZ", "“He fled it twice. He laughed.”")]
