"""What the measures of who speaks are called in the report, and of whom a row of theirs is.

The measures come from `framing.features.sources`; how a measure of words is called comes from its lexicon.
"""

from __future__ import annotations

__all__ = ["KINDS", "LABELS", "MEANINGS", "SINGLE", "is_sources", "subject", "whom"]

#: Kinds of speakers in the plural, as they stand in a sentence.
KINDS = {
    "official": "officials",
    "expert": "experts",
    "business": "business",
    "citizen": "citizens",
    "media": "media",
    "document": "documents",
    "anonymous": "speakers not named",
    "other": "others",
    "unknown": "speakers whose kind the text doesn't tell",
}

#: The kind of one speaker.
SINGLE = {
    "official": "official",
    "expert": "expert",
    "business": "business",
    "citizen": "citizen",
    "media": "medium",
    "document": "document",
    "anonymous": "not named",
}

#: What the number is a share or mean of: in a sentence with {who}, as a heading, and in full.
_SAID = {
    "sources.words": ("the share of attributed words given to {who}", "Attributed words, by kind of speaker"),
    "sources.attributions": ("the share of attributions to {who}", "Attributions, by kind of speaker"),
    "sources.words_by_country": (
        "the share of attributed words given to speakers from {who}",
        "Attributed words, by country of speaker",
    ),
    "sources.attributions_by_country": (
        "the share of attributions to speakers from {who}",
        "Attributions, by country of speaker",
    ),
    "sources.first": ("the share of articles' first words given to {who}", "First word, by kind of speaker"),
    "sources.last": ("the share of articles' last words given to {who}", "Last word, by kind of speaker"),
    "sources.position": (
        "the mean place of {who} (0 is the beginning, 1 the end)",
        "Mean place in the text, by kind of speaker",
    ),
    "sources.direct": ("the share of attributions with direct quotation", "Direct quotation"),
    "sources.endorsing": ("the share of reporting cues that endorse", "Endorsing cues"),
    "sources.distancing": ("the share of reporting cues that keep a distance", "Distancing cues"),
    "sources.refusing": ("the share of reporting cues that refuse", "Refusing cues"),
    "sources.diversity": ("the variety of speakers (Shannon entropy in bits)", "Variety of speakers"),
    "sources.via": ("the share of attributions brought by {who}", "Attributions brought by a medium"),
}

LABELS = {name: f"{label} ({name})" for name, (_, label) in _SAID.items()}

#: For the list of measures in the settings.
MEANINGS = {
    "sources.words": "Share of the words that are somebody's, by the kind of who speaks.",
    "sources.attributions": "Share of attributions, by the kind of who speaks.",
    "sources.words_by_country": "Share of the words of speakers whose country is known, by country.",
    "sources.attributions_by_country": "Share of the attributions to speakers of known country, by country.",
    "sources.first": "Share of articles whose first speaker is of a kind.",
    "sources.last": "Share of articles whose last speaker is of a kind.",
    "sources.position": "Mean place of the attributions to a kind of speaker, 0 the beginning, 1 the end.",
    "sources.direct": "Share of attributions with direct quotation.",
    "sources.endorsing": "Share of reporting cues that endorse what is said (pointed out).",
    "sources.distancing": "Share of reporting cues that keep a distance to it (claimed).",
    "sources.refusing": "Share of reporting cues for refusing to speak or denying.",
    "sources.diversity": "Shannon entropy, in bits, of attributed words over an article's speakers.",
    "sources.via": "Share of attributions that a medium brought, by medium.",
}


def is_sources(measure: object) -> bool:
    """Say whether a measure is one of who speaks.

    >>> is_sources("sources.first"), is_sources("hedges")
    (True, False)
    """
    return str(measure).startswith("sources.")


def whom(target: object) -> str:
    """Return of whom a row is: a kind in words, a country or medium as it stands.

    >>> whom("expert"), whom("CN"), whom(None)
    ('experts', 'CN', '')
    """
    return KINDS.get(target, target) if isinstance(target, str) else ""


def subject(measure: str, target: object = None) -> str:
    """Return a measure and of whom it is, as the subject of a sentence.

    >>> subject("sources.words", "expert")
    'the share of attributed words given to experts'
    """
    said = _SAID[measure][0] if measure in _SAID else measure
    return said.format(who=whom(target) or "each kind")
