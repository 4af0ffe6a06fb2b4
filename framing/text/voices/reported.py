"""Which of what an article attributes is reported speech or thought, and from which word to which.

The scorers of clauses find all that is somebody's: what they say and think, and what they want, plan, refuse
or do. Only a complement of saying, thinking, writing or finding, by someone who is written, is speech that
the outlet puts in its own words; all else stays the outlet's, marked with whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from framing.plugins import word_lists
from framing.text.voices import words as vocabulary
from framing.text.voices.clauses import before
from framing.text.voices.sources import Stops
from framing.text.voices.speakers.reading import read
from framing.text.voices.words import COMMA, NONE, SHAPES, STOP, Bits, Words, code_of, codes_of

#: Words that a report has at least; words that may be missing before it; and those in which its "that" is.
_LEAST, _GAP, _REACH = 3, 5, 9
#: Kinds of source phrases that can speak.
_SOMEBODY = frozenset("person role group body medium document anonymous pronoun share".split())
#: The grammar of a complement, by how it begins: REST is the second half of a clause.
THAT, CLAUSE, TO, FOR, REST, THING = range(6)


_THAT, _QUESTION = codes_of("that whether"), codes_of("that whether if how why what when where who")
_RELATIVE = codes_of("who which that whose where when as while after before")
_OPENING = codes_of("while although though if when after since because as")
_NO_AS = codes_of("even such")
_TO, _AS, _FOR, _A = code_of("to"), code_of("as"), codes_of("for of against on upon"), codes_of("a an")
_ON, _BE = codes_of("on in late early"), codes_of("is are was were be been being it's that's")
_PAST, _PRESENT = codes_of("was were had would could did"), codes_of("is are has have does do")
_OF_SOME, _NOUN = Bits.ARTICLE | Bits.POSSESSIVE, 1 << vocabulary.FRAMES.index("noun")
_NOBODY = codes_of("anyone anybody nobody whoever everyone everybody")
_UNSAID = codes_of("not never without decline declined declines refuse refused refuses")
_OBJECTS = codes_of("it her him them me us")
_LED, _MODAL = codes_of("to of"), codes_of("should could would might must can may")
_OCCASION = codes_of("speech statement interview letter tweet tweets post memo remarks")
#: Words that the taggers don't know by themselves, by what they mean beside a cue.
_LISTS: dict[str, frozenset[str]] = word_lists(__package__, "lists")["reported"]
_TELLING = codes_of("=tell =inform =remind =ask =warn =assure")
_CHOOSING, _REFUSING = codes_of("=decide =determine =consider"), codes_of("=deny =reject =dispute =dismiss")
_SAID = codes_of("said says told added adds argued acknowledged noted warned")
_PERCENT, _IT = codes_of("percent per"), codes_of("it it's it\u2019s")
_MAKING = codes_of("make makes made making")
_DEEDS = codes_of("=propose =call =demand =request =promise =recommend =offer")
_FIRM = codes_of("=say =add =insist =argue =contend =reply =tell =think =believe =claim =allege =warn")
_ED, _ING, _LY, _CAPITAL, _POSSESSIVE, _ACRONYM, _FIGURE, _NT = (
    SHAPES.index(name) for name in "ed ing ly capital possessive acronym figure nt".split()
)
_USES = "utter thought noun adjective according refusing clause whole object as for call to".split()


@dataclass(frozen=True)
class Told:
    """Stretches of content outside quotation marks, each with its cue and source; none ends its sentence's.

    Attributes
    ----------
    words : Words
    begin, end : int64 arrays
        First word of each stretch, and the one after its last.
    cue, source, source_end : int64 arrays
        The cue of each and its source's words, equal where none is written.
    """

    words: Words
    begin: np.ndarray
    end: np.ndarray
    cue: np.ndarray
    source: np.ndarray
    source_end: np.ndarray

    def reported(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return where reports begin and end, which a medium brings, and which go no further than that.

        Begin and end are words, equal where no report is.
        """
        right, start, use, last = self.begin > self.cue, self._start, self._uses, len(self.words.code) - 1
        words, code = self.words, self.words.code
        # "His call for", "a claim that".
        plain = self.words.kind.take(self.cue - 1, mode="clip") == 0
        noun = self._owned(self.cue - 1) | self._owned(self.cue - 2) & plain
        noun = use["noun"] | noun & np.isin(self.words.cue[self.cue], (1, 2, 5))
        form = self._form(start)
        led = np.isin(self.words.code.take(start, mode="clip"), _RELATIVE)
        loose = ((form == THING) | (form == CLAUSE)) & ~led
        length, prepositional = self.end - start, self._prepositional(start)
        # "The port, Ruiz said, will close": each part goes on where the other stops.
        mark = self.words.after.take(self._behind - 1)
        inserted = mark == COMMA
        good = (form == CLAUSE) & use["clause"]
        thing = np.isin(self.words.code.take(start, mode="clip"), _A) & (form == THING)
        good |= loose & use["whole"] & (length > _GAP) & ~prepositional & ~thing
        good |= (form == REST) & inserted & use["utter"] & (start == self._behind)
        good |= loose & use["utter"] & (mark == vocabulary.COLON)
        named = loose & use["object"] & (mark < COMMA) & ~thing | (form == FOR) & use["for"]
        somebody = loose & ~(thing & self._based(_DEEDS)) & self._has(self.words.code == _TO, start + 1)
        named |= ((form == TO) | somebody) & use["to"]
        # "even as the union left", "ports such as Akron", "as part of a deal", ", as Ruiz did", "as she
        # warned": not as what.
        what = (code == _AS) & ~np.isin(np.roll(code, 1), _NO_AS) & (np.roll(code, -1) != code_of("part"))
        who = np.roll(words.shape == _CAPITAL, -1) & (np.roll(words.after, 1) == COMMA)
        who |= np.roll(words.kind & (Bits.PRONOUN | Bits.ARTICLE), -1) == Bits.PRONOUN
        as_ = Stops(what & ~who).here(np.minimum(start, last))
        held = (form != THAT) & use["as"] & (as_ < self.end)
        named |= held
        # "called the plan a mistake".
        of_what = np.append(True, (self.words.kind[:-1] & Bits.PREPOSITION) == 0)
        a = np.isin(self.words.code, _A) & of_what
        called = self._has(a, start + 1, np.minimum(start + _REACH, self.end))
        named |= (form == THING) & use["call"] & ~prepositional & called
        said = use["utter"] | use["thought"]
        # Right before a verb "that" is a relative pronoun, where a noun or other words stand before it.
        adverb = ((words.kind & Bits.ADVERB) > 0) | (words.shape == _LY)
        after = start + 1 + adverb.take(start + 1, mode="clip")
        # "The protests that led to it": so too where the cue may be a noun.
        plural = ((words.frames(self.cue) & _NOUN) > 0) | (words.code[self.cue] == code_of("states"))
        plural &= (words.cue[self.cue] == 2) & ((words.kind.take(self.cue - 1) & Bits.PRONOUN) == 0)
        relative = (noun | plural | (start > self._behind)) & words.finite.take(after, mode="clip")
        that = (form == THAT) & ~relative & ~use["refusing"]
        # "unveiled a plan that includes", not "told a crowd that", "held out the hope that".
        between = self._owned(self._behind) & (start > self._behind + 1) & ~self._based(_TELLING + _FIRM)
        between &= code.take(start, mode="clip") == _THAT[0]
        between &= ~self._has((words.kind & Bits.TIME) > 0, self._behind, start)
        ahead = np.clip(start - 1, 0, last)
        that &= ~between | (words.cue[ahead] > 0) | self._listed(ahead, "contents")
        # "rejecting that plan": no clause.
        that &= ~self._based(codes_of("=reject =dismiss =refute"))
        that &= said | (noun | (start <= self._behind + 1)) & self._has(self.words.finite, start + 1)
        # "walked back that claim and left": the verb has another subject.
        verb = Stops(self.words.finite).here(np.minimum(start + 1, last))
        joined = (self.words.kind.take(verb - 1, mode="clip") & Bits.COORDINATOR) > 0
        that &= ~joined | (verb - start > _LEAST + 1)
        # "knew exactly what he was doing" is a deed; what somebody asks or tells is said.
        most = start + (self.words.shape.take(start, mode="clip") == _LY)
        deed = ~use["utter"] & np.isin(self.words.code.take(most, mode="clip"), _QUESTION[3:])
        deed |= self._based(_CHOOSING) & np.isin(code.take(most, mode="clip"), _QUESTION[1:])
        good = np.where(
            right,
            ~deed & (that | (good | named & ~noun) & (self._first <= self._behind)) & self._near(start),
            # ", a charge that Ruiz denies", ", a claim the union rejects".
            said & ~noun & ~self._based(_REFUSING) & self._parenthetical(inserted, mark == STOP),
        )
        led_in = np.isin(self.cue, self.words.tokens.sentences) & (self.words.after.take(start - 1) == COMMA)
        # "did not say how", "declined to say".
        opens = self.words.tokens.sentences[self.words.sentence.take(self.cue)]
        back = [np.maximum(self.cue - step, opens) for step in (1, 2, 3)]
        unsaid = np.any([np.isin(self.words.code[place], _UNSAID) for place in back], axis=0)
        unsaid &= np.isin(words.cue[self.cue], (1, 4))
        # "hasn't ordered", "has not said", "never acknowledges".
        never = [(code[place] == code_of("never")) | (words.shape[place] == _NT) for place in back[:2]]
        unsaid |= np.any([*never, code[back[0]] == _UNSAID[0]], axis=0)
        good &= ~(unsaid & (use["utter"] | use["to"]))
        # "should have asked", "who can explain", "stopped short of saying", "said nothing of it".
        should = [np.isin(code[np.maximum(back[0] - step, 0)], _MODAL) for step in range(3)]
        good &= ~((code[back[0]] == code_of("have")) & (should[1] | should[2]))
        good &= ~((words.cue[self.cue] == 1) & (should[0] | (words.shape[back[0]] == _LY) & should[1]))
        good &= ~(np.isin(code[back[0]], _LED) & self._listed(back[1], "unsaid"))
        # "it became clear that", not "made it clear that".
        near = [code[np.maximum(self.cue - step, opens)] for step in range(1, 6)]
        made, it = (np.any([np.isin(word, some) for word in near], axis=0) for some in (_MAKING, _IT))
        good &= (code[self.cue] != code_of("clear")) | made | ~it
        nothing = np.isin(code.take(start, mode="clip"), codes_of("nothing much so"))
        # "sidestepped questions about whether"; ", though she parted two kinds of it".
        good &= ~self._listed(back[0], "evading")
        though = np.isin(code.take(start, mode="clip"), codes_of("though although"))
        good &= ~(though & right & (self.words.after.take(start - 1) == COMMA))
        good &= ~(nothing & right & ~words.finite.take(start + 1, mode="clip"))
        # "is said to have said this in a speech".
        this = code.take(start, mode="clip") == code_of("this")
        good &= ~(this & right & self._prepositional(start + 1))
        # "his stated goal", "into alleged ties".
        ahead = self.cue - 1 - (self.words.shape.take(self.cue - 1) == _LY)
        good &= ~(self._listed(self.cue, "adjectives") & self._owned(ahead, Bits.PREPOSITION))
        # "Despite what he says, it is closed".
        good &= ~(right & inserted & np.isin(self.words.code.take(self.source - 1), codes_of("what")))
        # "Pressed on the port, Ruiz said", "an official who called himself Ruiz said": whom, not what.
        opens = self.words.tokens.sentences[self.words.sentence.take(self.begin)]
        led = np.array([w.endswith(("ing", "ed")) and w != "During" for w in self._forms(opens)], bool)
        clause = np.minimum(Stops(np.isin(self.words.code, _RELATIVE)).here(self.begin), self.end)
        led &= Stops(self.words.finite).here(self.begin) >= clause
        # "Opening the port, she said, will help" goes on.
        behind = np.minimum(np.maximum(self._behind, self.source_end), last)
        led &= (self.words.after.take(behind - 1) != COMMA) | self.words.quoted.take(behind)
        led |= (self.source >= self.begin) & (self.source < self.end)
        good &= right | ~led
        good |= use["according"] & (form != THAT) & (led_in | self._has(self.words.finite, start))
        cut, ends = self._cut(start, form == TO, form != THAT)
        end = np.where(right, cut, self.end)
        # "condemned the plan as a mistake": the plan is the outlet's to name.
        start = np.where(right & held & (as_ < end), as_, start)
        quoting = self.words.quoted.take(end, mode="clip") & (self.words.after.take(end - 1) == NONE)
        short = held | quoting | (form == REST)
        good &= end - start >= np.where(right & ~short, _LEAST, _LEAST - 1)
        good, brought = self._someone(good)
        ends = right & ends | (end < self.end)
        return np.where(good, start, self.begin), np.where(good, end, self.begin), brought, ends

    # Where a complement begins: behind whom it is told to, when and where.

    @cached_property
    def _behind(self) -> np.ndarray:
        """The first word behind the cue and, where it stands there, its source."""
        return np.where(self.source_end > self.cue, self.source_end, self.cue + 1)

    @cached_property
    def _first(self) -> np.ndarray:
        """The first word, with what was no content by itself: "the" of "told them the talks failed"."""
        gap = (self.begin > self._behind) & (self.begin - self._behind <= _GAP)
        gap &= ~self._has(self.words.finite | self.words.quoted, self._behind, self.begin)
        gap &= ~self._has(self.words.after > 0, self._behind - 1, self.begin)
        return np.where(gap, self._behind, self.begin)

    @cached_property
    def _start(self) -> np.ndarray:
        words, first, last = self.words, self._first, len(self.words.code) - 1
        right = self.begin > self.cue
        that = np.isin(words.code, _THAT)
        pronoun = (words.kind & (Bits.PRONOUN | Bits.OBJECT | Bits.SUBORDINATOR)) == Bits.PRONOUN
        told = self._based(_TELLING) & (first == self.cue + 1)
        start, open_, found = first.copy(), right.copy(), np.zeros(len(first), bool)
        for step in range(_REACH):
            place = np.minimum(first + step, last)
            open_ &= place < self.end
            # "The point, Ruiz said, is that": the clause goes on.
            if not step:
                open_ &= ~(self.words.finite[place] & (words.after.take(first - 1) == COMMA))
            # "the port that burned": there it is a relative pronoun.
            owned = self.words.finite.take(place + 1, mode="clip") & (step > 0)
            # "help close that country's border".
            whose = (words.shape == _POSSESSIVE) & ((words.kind & Bits.PRONOUN) == 0)
            owned |= whose.take(place + 1, mode="clip") & (first != place)
            # "claimed responsibility for that attack".
            led = ((words.kind.take(place - 1) & Bits.PREPOSITION) > 0) & (place > self.cue + 1)
            owned |= led & (words.code[place] == _THAT[0]) & (words.code.take(place - 1) != code_of("out"))
            new = open_ & ~found & (that[place] & ~owned | told & pronoun[place])
            start[new] = place[new]
            found |= new
            # "told the Courier in remarks aired on Sunday that".
            verb = self.words.finite[place] & ~np.isin(words.code[place], _OCCASION)
            open_ &= ~verb | (step == 0) | told & (words.shape[place] == _ED)
            open_ &= ~np.isin(words.code[place], vocabulary.contracted())
        # "According to the Courier, a daily, ...": what is told of it up to the comma.
        comma = np.minimum(Stops(words.after == COMMA).here(np.minimum(first, last)), last)
        told_of = np.isin(words.code.take(first, mode="clip"), [*_A, *codes_of("who which")])
        told_of &= self._uses["according"] & (comma - first < _REACH) & (comma + _LEAST < self.end)
        told_of &= ~self._has(words.finite, first, comma)
        start = np.where(right & told_of, comma + 1, start)
        # "told reporters Tuesday the port ...", "said on Monday it ...".
        person = (words.kind & (Bits.OBJECT | Bits.WHO)) > 0
        name = (words.shape == _CAPITAL) | (words.shape == _ACRONYM)
        person |= name & ((words.kind & ~np.int16(Bits.WHO | Bits.OTHER)) == 0)
        time, on = (words.kind & Bits.TIME) > 0, np.isin(words.code, _ON)
        moved, opening = start.copy(), told
        for _ in range(6):
            place, after = np.minimum(moved, last), np.minimum(moved + 1, last)
            plain = words.after[place] <= COMMA
            who = opening & (person[place] & plain | ((words.kind[place] & _OF_SOME) > 0) & person[after])
            when = (time[place] | (on[place] & time[after])) & plain
            moved = np.where(right & ~found & (moved + 2 < self.end) & (who | when), moved + 1, moved)
            opening = opening & who
        moved = np.where(moved < self.end, moved, start)
        within = right & (moved < self.source_end) & ((self.source < moved) | self._uses["according"])
        return np.where(within, self.source_end, moved)

    # Where it ends: before what the writer adds.

    def _cut(self, start: np.ndarray, to: np.ndarray, bare: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return the end of complements, and which of them end a clause there."""
        words, finite, code = self.words, self.words.finite, self.words.code
        low, mark = np.minimum(start + _LEAST, len(code)), np.roll(words.after, 1)
        pronoun = (words.kind & (Bits.PRONOUN | Bits.ARTICLE | Bits.SUBORDINATOR)) == Bits.PRONOUN
        subject = pronoun | ((words.kind & Bits.ARTICLE) > 0) & ~np.isin(code, _RELATIVE)
        subject |= np.isin(words.shape, (_CAPITAL, _ACRONYM, _POSSESSIVE))
        tail = Stops(self.added).here(low)
        # "While Ruiz said the port is safe, the union goes to court": the first comma ends the clause.
        sentence = words.sentence.take(self.cue)
        first = words.tokens.sentences[sentence]
        beside = np.minimum(self.source, self.cue) - 1
        opened = np.isin(code.take(beside), _OPENING) & ~self._has(finite, first, beside)
        # "So while Ruiz said".
        led = first + np.isin(code.take(first), codes_of("so but and"))
        opened |= np.isin(code.take(led), _OPENING) & ~self._has(words.after == COMMA, first, self.cue)
        soon = np.any([np.roll(finite, -step) for step in (1, 2, 3, 4)], axis=0)
        some = subject | ((words.kind & Bits.NUMBER) > 0) | soon
        comma = Stops((mark == COMMA) & some).here(np.minimum(start + 1, len(code)))
        # "The firm, which said the port is safe, has left".
        who = self.cue - 1 - (words.shape.take(self.cue - 1) == _LY)
        relative = np.isin(code.take(who), _RELATIVE[:2]) & (mark.take(who) >= COMMA)
        verb = Stops((mark >= COMMA) & (mark <= vocabulary.DASH) & finite).here(low)
        # "pledged to stay, it is unclear how".
        splice = Stops((mark == COMMA) & pronoun).here(low)
        # "claiming the port is safe — and mocking the union": another deed of the speaker.
        ing = words.shape == _ING
        deed = Stops((mark > COMMA) & ((words.kind & Bits.COORDINATOR) > 0) & np.roll(ing, -1)).here(low)
        # "promised to leave, which would end it", "called for calm in a speech on Sunday".
        which = Stops((mark == COMMA) & (code == code_of("which"))).here(low)
        told = np.append(self._occasions, len(code))
        occasion = told[np.searchsorted(told, low)]
        # "warned against haste and defended the plan".
        near = np.minimum(start + 1, len(code))
        joined = Stops(((words.kind & Bits.COORDINATOR) > 0) & np.roll(finite, -1)).here(near)
        # "pledged to stay, and Ruiz is glad", "but when the time came".
        turns = np.roll(code == code_of("when"), -1) | np.roll(finite, -3) & (mark == COMMA) & np.roll(
            subject, -1
        )
        turn = Stops(turns & ((words.kind & Bits.COORDINATOR) > 0)).here(low)
        # "What she called a mistake didn't matter".
        named = np.isin(code.take(self.source - 1), _QUESTION[5:6]) & (self.source_end == self.cue)
        main = Stops(finite & (words.cue == 0) & ~words.quoted).here(near)
        # "The mayor — who said it was closed — left": of two dashes, none behind a dateline.
        dashes = np.flatnonzero(words.after == vocabulary.DASH)
        opens = dashes - words.tokens.sentences[words.sentence[dashes]] < _GAP
        opens &= words.shape[dashes] >= _CAPITAL
        two = np.flatnonzero(np.bincount(words.sentence[dashes], 1 + opens) == 2)
        aside = np.isin(sentence, two) & self._has(words.after == vocabulary.DASH, first, self.cue)
        # "promised to stay as Marlow left".
        as_ = (code == _AS) & np.isin(np.roll(words.shape, -1), (_CAPITAL, _ACRONYM, _POSSESSIVE))
        meanwhile = Stops(as_ | (code == code_of("while")) & np.roll(ing, -1)).here(low)
        opened &= self._has(finite, comma, np.append(words.tokens.sentences[1:], len(code))[sentence])
        # "said the port was closed, but it is open": the writer's present.
        was = np.isin(code.take(Stops(finite).here(start), mode="clip"), _PAST)
        near_is = np.any([np.isin(np.roll(code, -step), _PRESENT) for step in range(2, 7)], axis=0)
        is_ = Stops((code == code_of("but")) & (mark == COMMA) & near_is).here(low)
        # "a third said it was good, and 40 percent were against it", "but he said on Friday".
        parts = ((words.kind & Bits.NUMBER) > 0) | (words.shape == _FIGURE)
        share = (((words.kind & Bits.COORDINATOR) > 0) & np.roll(parts, -1)) | parts
        share &= ((mark == COMMA) | (mark == vocabulary.SEMICOLON)) & ~words.quoted
        counted = self._has(np.isin(code, _PERCENT), self.source, np.maximum(self.source_end, self.source))
        he = np.roll((words.kind & (Bits.PRONOUN | Bits.OBJECT)) == Bits.PRONOUN, -1)
        anew = ((words.kind & Bits.COORDINATOR) > 0) & he & np.roll(np.isin(code, _SAID), -2)
        cases = (
            (opened, comma),
            (counted, Stops(share).here(low)),
            (self.begin > self.cue, Stops(anew).here(low)),
            (was & (words.cue.take(self.cue) == 3), is_),
            (relative, verb),
            (to, np.minimum(splice, which)),
            (to, np.minimum(turn, meanwhile)),
            (bare, occasion),
            (bare & ~self._has(finite, start, joined), joined),
            (named, main),
            (aside, Stops(np.roll(words.after, 1) == vocabulary.DASH).here(near)),
        )
        for asked, at in (*cases, (ing.take(self.cue), deed)):
            tail = np.where(asked, np.minimum(at, tail), tail)
        # "that trade, while it grew, is small": a clause set in before the verb.
        set_in = np.isin(code.take(tail, mode="clip"), _RELATIVE + codes_of("long once now then still"))
        whole = self._has(finite, start, tail) | ~set_in | to
        return np.where(whole, np.minimum(tail, self.end), self.end), opened & (comma <= self.end)

    @cached_property
    def _occasions(self) -> np.ndarray:
        """Prepositions with an article behind them and then, within three words, an occasion to speak on."""
        words, code = self.words, self.words.code
        at = np.flatnonzero((words.kind & Bits.PREPOSITION) > 0)
        at = at[np.isin(code.take(at + 1, mode="clip"), _A)]
        near = np.any([np.isin(code.take(at + k, mode="clip"), _OCCASION) for k in (2, 3, 4, 5)], axis=0)
        return at[near]

    @cached_property
    def added(self) -> np.ndarray:
        """Words with which the writer goes on behind a report."""
        words, code = self.words, self.words.code
        marks, joining = np.roll(words.after, 1), (words.kind & Bits.COORDINATOR) > 0
        loose = np.isin(code, codes_of("as while even when"))
        # Asked of these words alone, the others add nothing.
        here = np.flatnonzero((marks == COMMA) | (marks == vocabulary.DASH) | joining | loose)

        def on(values: np.ndarray, step: int) -> np.ndarray:
            return values.take(here + step, mode="clip")

        first, then, third, mark = code[here], on(code, 1), on(code, 2), marks[here]
        stop = Stops(words.after == STOP).here(here)
        # ", though", ", after", ", despite protests"; ", as Ruiz contends", ", while the union says".
        told = Stops((words.cue >= 2) & (words.cue <= 3)).here(here) - here <= 5
        added = np.isin(first, codes_of("though although after"))
        added |= (first == code_of("despite")) & (on(words.shape, 1) != _ING)
        added |= np.isin(first, codes_of("as while")) & told
        added |= np.isin(first, codes_of("which whom")) & told & ((on(words.kind, 1) & Bits.PRONOUN) > 0)
        # ", without giving details".
        out = np.flatnonzero((first == code_of("without")) & (on(words.shape, 1) == _ING))
        added[out] |= self._listed(here[out] + 1, "withholding")
        # ", a clerk who ...", ", long a rival of ...".
        last = Stops(words.after > 0).here(here) >= stop
        clause = Stops(np.isin(code, codes_of("who which that whose"))).here(here) < stop
        added |= np.isin(first, _A) & clause & last
        added |= np.isin(then, _A) & np.isin(first, codes_of("long once now then still"))
        # ", prompting a strike", ", in the latest blow to the port", ", Ruiz has learned".
        tail, the = [(on(words.kind, step) & Bits.TAIL) > 0 for step in range(3)], code_of("the")
        added |= tail[0] & (words.shape[here] == _ING)
        added |= (first == the) & tail[1] | (first == code_of("in")) & (then == the) & tail[2]
        at, deeds = np.minimum(stop, len(code) - 1), before(words.finite)
        said = ((words.cue[at] == 2) | (words.cue[at] == 3)) & (stop - here <= 5) & (stop - here > 1)
        added |= said & last & (deeds[at] - deeds[here] == np.isin(code[at - 1], codes_of("has have")))
        # "as he left", "while speaking to growers": what the speaker did meanwhile.
        he = (first == _AS) & np.isin(then, codes_of("he she")) & ~told
        he |= (first == code_of("when")) & ((on(words.kind, 1) & Bits.PRONOUN) > 0) & (on(words.cue, 2) == 3)
        he |= (first == code_of("even")) & np.isin(then, codes_of("as though before after"))
        # "– a plan that nobody has seen": no second dash takes the sentence up again.
        dashes = before(words.after == vocabulary.DASH)
        alone = dashes.take(stop + 1, mode="clip") - dashes[words.tokens.sentences[words.sentence[here]]] == 1
        dashed = ((words.kind[here] & (Bits.PREPOSITION | Bits.ADVERB)) > 0) & (first != code_of("including"))
        dashed |= np.isin(first, [*_A, *codes_of("which though something")])
        dashed &= (mark == vocabulary.DASH) & (words.before[here] == 0) & alone
        # "but did not say", "but offered no date", "and declined to comment".
        did = np.isin(then, codes_of("did does")) & (third == code_of("not")) & (on(words.cue, 3) == 1)
        did |= (on(words.shape, 1) == _NT) & (on(words.cue, 2) == 1)
        # "but it was not clear when".
        clear = np.any([np.isin(on(code, step), codes_of("clear unclear")) for step in range(2, 10)], axis=0)
        did |= clear & (first == code_of("but"))
        did |= np.isin(third, codes_of("did does")) & (on(code, 3) == code_of("not"))
        did |= on(words.finite, 1) & np.isin(third, codes_of("no few little")) & (then != code_of("found"))
        did |= np.isin(words.base(np.minimum(here + 1, len(code) - 1)), codes_of("=decline =refuse"))
        flags = np.zeros(len(code), bool)
        flags[here] = added & (mark == COMMA) | he | dashed | joining[here] & did
        return flags

    # What kind of complement it is.

    def _form(self, start: np.ndarray) -> np.ndarray:
        words = self.words
        # "agreed not to leave".
        to = start + (words.code.take(start, mode="clip") == code_of("not"))
        first, end = words.code.take(to, mode="clip"), np.minimum(self.end, len(words.code) - 1)
        # The first verb is the clause's own where no relative pronoun stands before it.
        verb = Stops(self.words.finite).here(start)
        # "signaled the end of an inquiry launched in secret": no verb of its own.
        participle = self.words.shape == _ED
        participle &= np.roll((words.kind & (Bits.PREPOSITION | Bits.TIME)) > 0, -1) & (words.cue == 0)
        firm = self._based(_FIRM) | ~self._owned(start)
        # "revealed his finances in a report": nor where an article stands before it.
        noun = np.append(False, (words.kind[:-1] & _OF_SOME) > 0)
        verb = np.where(firm, verb, Stops(self.words.finite & ~participle & ~noun).here(start))
        own = verb < np.minimum(self.end, Stops(np.isin(words.code, _RELATIVE)).next(start))
        # "observed the anniversary of the attacks": a noun.
        own &= (words.cue.take(verb, mode="clip") != 2) | (verb < self.end - 1)
        # "announced reforms he said were due".
        own &= (words.cue.take(verb, mode="clip") == 0) | ~words.finite.take(verb + 1, mode="clip")
        # "found an old tape and hired an expert": a deed of whoever found it.
        joined = (words.kind.take(verb - 1, mode="clip") & Bits.COORDINATOR) > 0
        own &= ~joined | self._based(_FIRM)
        own |= (words.kind.take(start) & Bits.PRONOUN) > 0
        # "felt it necessary", "heard them leave": an object.
        beyond = np.minimum([start + 1, start + 4], len(words.code))
        near = self._has(words.finite, *beyond) & np.isin(first, _OBJECTS[:2])
        own &= near | self._based(_FIRM) | ~np.isin(first, _OBJECTS)
        # "said the plan was “a mistake”": the verb stands in what is quoted.
        own |= words.quoted[end] & (words.after[end - 1] == NONE)
        own |= (words.shape.take(start) == _ING) & (words.after.take(start - 1) == NONE)
        own &= ~self._prepositional(start) & ~np.isin(first, _RELATIVE)
        # "pledged to Marlow", "had warned against was leaked".
        then = np.minimum(to + 1, len(words.code) - 1)
        deed = (words.shape[then] < _CAPITAL) & ((words.kind[then] & (_OF_SOME | Bits.OBJECT)) == 0)
        of = np.isin(first, _FOR) & ~words.finite[then]
        kinds = [np.isin(first, _QUESTION), (first == _TO) & deed, of, verb == start, own]
        return np.select(kinds, [THAT, TO, FOR, REST, CLAUSE], THING)

    def _parenthetical(self, inserted: np.ndarray, closes: np.ndarray) -> np.ndarray:
        """Mask what stands before "he said" or "said Ruiz", up to the comma there."""
        words, begin, end = self.words, self.begin, self.end
        before_cue = np.where(self.source < self.cue, np.maximum(self.source_end - self.source, 0), 0)
        between = self.cue - end - before_cue
        ended = (words.after.take(end - 1) >= COMMA) & (between <= 2) & (between >= -1)
        short = (end - begin <= _LEAST) & self._prepositional(begin)
        finite = self._has(self.words.finite, begin) & ~short
        # "The port may be “a lost cause”, Ruiz said": they go on in what is quoted.
        ahead = words.quoted.take(end, mode="clip") & (words.after.take(end - 1) == NONE)
        named = np.where(before_cue > 0, self.source, self.cue)
        ahead &= ~self._has(~words.quoted, end, named)
        return ended & (inserted | finite | closes & (end - begin > _LEAST)) | ahead & finite

    def _near(self, start: np.ndarray) -> np.ndarray:
        """Mask complements between which and the cue no other verb stands, nor a dash and an apposition."""
        parted = self._has(self.words.after > COMMA, self._behind, start - 1)
        return ~self._has(self.words.finite, self._behind, start) & ~parted & (start - self._behind <= _REACH)

    def _owned(self, places: np.ndarray, others: int = 0) -> np.ndarray:
        """Mask places of an article or a possessive, or of a word on other lists."""
        kind, shape = (values.take(places, mode="clip") for values in (self.words.kind, self.words.shape))
        return ((kind & (_OF_SOME | others)) > 0) | (shape == _POSSESSIVE)

    def _forms(self, places: np.ndarray) -> list[str]:
        """Return the words at some places."""
        return self.words.tokens.forms.take(self.words.tokens.ids[places]).to_pylist()

    def _based(self, bases: list[int]) -> np.ndarray:
        """Mask cues of some verbs."""
        return np.isin(self.words.base(self.cue), bases)

    def _listed(self, places: np.ndarray, name: str) -> np.ndarray:
        """Mask places of a word of a list."""
        return np.array([form.lower() in _LISTS[name] for form in self._forms(places)], bool)

    def _prepositional(self, start: np.ndarray) -> np.ndarray:
        """Mask what a preposition opens; "about ten ships" is none."""
        kind, then = self.words.kind.take(start, mode="clip"), self.words.kind.take(start + 1, mode="clip")
        figure = self.words.shape.take(start + 1, mode="clip") == _FIGURE
        return ((kind & Bits.PREPOSITION) > 0) & ((then & Bits.NUMBER) == 0) & ~figure

    def _has(self, flags: np.ndarray, begin: np.ndarray, end: np.ndarray | None = None) -> np.ndarray:
        """Mask stretches with a flagged word; they end where the content does if no end is given."""
        total, end = before(flags), self.end if end is None else end
        return total.take(end) > total.take(np.minimum(begin, end))

    # Who says it, and with what word.

    def _someone(self, asked: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Mask those of some whose source is written and can speak, no visit nor who is told, and media."""
        words, cue, low = self.words, self.cue, self.source
        # "Ruiz was told that": the subject of a passive is no speaker.
        place, passive = cue - 1, np.zeros(len(cue), bool)
        skipped = ((words.kind & Bits.ADVERB) > 0) | (words.shape == _LY)
        for _ in range(3):
            passive |= np.isin(words.code.take(place, mode="clip"), _BE)
            place = np.where(skipped.take(place, mode="clip"), place - 1, place)
        # "Pressed on the port, Ruiz said": nor one that opens with a participle.
        passive |= np.isin(cue, words.tokens.sentences)
        passive &= (words.shape.take(cue) == _ED) | (words.cue.take(cue) == 3)
        # "Anyone who thinks so": nobody in particular.
        who = low - np.isin(words.code.take(low, mode="clip"), _RELATIVE[:2])
        passive |= np.isin(words.code.take(who, mode="clip"), _NOBODY) | self._listed(low, "nobody")
        good = asked & (self.source_end > low) & (~passive | self._uses["adjective"] | (low > cue))
        # "May said", "You said": a word that is somebody's name.
        one = (self.source_end == low + 1) & (words.kind.take(low) == 0) & (words.shape.take(low) == _CAPITAL)
        rows = np.flatnonzero(good & ~one)
        media = np.zeros(len(good), bool)
        for row, phrase in zip(rows.tolist(), words.phrases(low[rows], self.source_end[rows]), strict=True):
            found = read(phrase)
            # "I" and "we" are whoever writes.
            good[row] = found.kind in _SOMEBODY and found.gender not in ("i", "n")
            media[row] = found.kind == "medium"
        return good, media

    @cached_property
    def _uses(self) -> dict[str, np.ndarray]:
        """What the cue words are used for, each asked once."""
        asked, where = np.unique(self.words.tokens.ids[self.cue], return_inverse=True)
        table = [_use(form.lower()) for form in self.words.tokens.forms.take(asked).to_pylist()]
        return {name: np.array([name in use for use in table], bool)[where] for name in _USES}


@cache
def _use(form: str) -> frozenset[str]:
    """Return what a form of a cue word is used for: its kind, and what may be its complement."""
    cue = vocabulary.cues().get(form)
    if cue is None:
        return frozenset()
    found = {use for use, bases in vocabulary.complements().items() if cue.base in bases}
    found |= {use for use in ("noun", "adjective") if cue.frames == {use} or cue.shape == use}
    if form == "according":
        found.add("according")
    elif cue.base in ("decline", "refuse"):
        found.add("refusing")
    elif form in vocabulary.speech() and not found & {"noun", "adjective"} and cue.shape != "particle":
        found.add("utter")
    if "think" in cue.frames:
        found.add("thought")
    return frozenset(found)
