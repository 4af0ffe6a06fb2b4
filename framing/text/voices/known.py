"""Words that the taggers know by themselves, in lists by what they do; and the shapes of all others."""

from __future__ import annotations

__all__ = ["BITS", "KNOWN", "SHAPES"]


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_WHO = """
official officials minister ministers ministry spokesman spokeswoman spokesperson spokespeople president presidents premier chancellor
secretary secretaries senator senators congressman congresswoman lawmaker lawmakers representative representatives governor governors mayor
mayors ambassador ambassadors diplomat diplomats envoy envoys police officer officers prosecutor prosecutors judge judges justice court courts
lawyer lawyers attorney attorneys critics critic opponents opponent supporters supporter advocates advocate activists activist
analyst analysts expert experts economist economists professor professors researcher researchers scholar scholars scientist scientists
director chief chairman chairwoman chair executive executives ceo founder owner owners manager managers head
witness witnesses resident residents neighbor neighbors neighbour neighbours mother father brother sister wife husband daughter son family friend friends
voter voters republicans republican democrats democrat conservatives conservative liberals liberal candidate candidates nominee campaign
government governments administration white house congress senate parliament committee commission department agency agencies bureau
company companies group groups organization organisation union unions party parties bank council board office team coalition association
report reports study studies poll polls survey surveys statement data figures document documents analysis law bill letter memo indictment lawsuit complaint
newspaper paper magazine network times post journal news media reporters reporter journalist journalists press agency
source sources people americans canadians chinese women men many some others most both one who everyone nobody anyone someone
doctor doctors nurse teacher teachers student students worker workers farmers employees investigators authorities leader leaders
spokesmen aide aides adviser advisers advisor advisors insiders observers author authors historian
"""

#: Lists of words, each with a bit of its own.
KNOWN: dict[str, frozenset[str]] = {
    "pronoun": _set(
        "he she they it i we you who there he's she's it's they're we're i'm you're i've we've they've he'd she'd they'd i'd we'd "
        "i'll we'll they'll he'll she'll it'll that's there's everyone everybody nobody someone anybody anyone one those"
    ),
    "object": _set("him her them me us himself herself themselves itself myself ourselves yourself"),
    "possessive": _set("his her their its our my your whose"),
    "subordinator": _set(
        "that which who whom whose when while because although though if whether since as after before until unless once "
        "where wherever what whatever how why than lest whereas"
    ),
    "coordinator": _set("and but or nor yet so plus"),
    "article": _set("the a an this these those any some each every no another such"),
    "auxiliary": _set(
        "is are was were be been being am isn't aren't wasn't weren't has have had having hasn't haven't hadn't do does did doesn't don't "
        "didn't will would can could may might must shall should won't wouldn't can't cannot couldn't shouldn't 's 're 've 'd not never to"
    ),
    "preposition": _set(
        "in on at of for with by from about over against into to toward towards during between among under upon without within through across "
        "around amid despite following including like per via regarding concerning behind beyond near off out up down"
    ),
    "time": _set(
        "monday tuesday wednesday thursday friday saturday sunday yesterday today tomorrow tonight morning afternoon evening night week month "
        "year last earlier later recently january february march april june july august september october november december then now "
        "ago when jan feb mar apr jun jul aug sep sept oct nov dec"
    ),
    "adverb": _set(
        "also again too still even just only already always often once repeatedly reportedly allegedly apparently however meanwhile instead "
        "further moreover rather perhaps maybe indeed ever largely publicly privately strongly simply clearly quickly immediately"
    ),
    "who": _set(_WHO),
    "verb": _set(
        "met went came took got made gave left held began became ran kept brought stood sat lost won sent spent built paid put set cut hit "
        "fell rose grew led lay drew broke chose drove ate flew fought found got hung hid hurt let lit rode sold shook shot shut slept stuck "
        "struck threw wore wound bought caught dealt dug bore bent bound bled bred goes comes takes gets makes gives leaves holds begins "
        "remains appears seems became follows works visited arrived launched signed faces runs keeps brings stands sits loses wins sends"
    ),
    "number": _set(
        "one two three four five six seven eight nine ten dozen dozens hundreds thousands million billion percent half first second third"
    ),
    "other": _set(
        "more most less least other others own same so such very much many few enough own several all both nothing something anything "
        "everything according part words view opinion eyes interview statement statements conference speech letter tweet twitter facebook "
        "email op-ed article column book testimony hearing debate rally briefing told asked"
    ),
}

#: The bit of each list.
BITS = {name: 1 << number for number, name in enumerate(KNOWN)}

#: Shapes of the words that stand in no list, by pattern; a later one wins.
SHAPES: dict[str, str] = {
    "word": "",
    "plural": r"^\p{Ll}+s$",
    "ing": r"^\p{Ll}+ing$",
    "ed": r"^\p{Ll}+ed$",
    "ly": r"^\p{Ll}+ly$",
    "adjective": r"^\p{Ll}+(?:al|ive|ous|ful|less|able|ible|ic|ish|ary|ent|ant)$",
    "noun": r"^\p{Ll}+(?:tion|sion|ment|ness|ity|ism|ance|ence|ship|ist|ists|er|ers|or|ors|ure|tions|ments)$",
    "capital": r"^\p{Lu}",
    "possessive": r"['’]s?$",
    "acronym": r"^[\p{Lu}.]{2,}$",
    "figure": r"^[$€£]?\d",
    "nt": r"n['’]t$",
    "handle": r"^(?:https?:|www\.|@)|@",
}
