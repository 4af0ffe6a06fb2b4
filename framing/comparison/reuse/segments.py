"""What a side-by-side view shows: a passage of two texts cut into what is the same and what changed.

A segment is text on both sides, or on one; nothing is drawn here.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CLASSES", "FACTS", "OPERATIONS", "Segment"]

#: What may become of words: as they were, others in their place, only in b, only in a.
OPERATIONS = ("same", "replaced", "inserted", "deleted")
#: What changed words are; `form` is the same thing written otherwise: $118.7 billion and $118.7bn.
CLASSES = ("year", "figure", "percent", "date", "name", "verb", "negation", "form", "other")
#: Classes that change what is said to be the case.
FACTS = ("year", "figure", "percent", "date", "name", "negation")


class Segment(NamedTuple):
    """A stretch of a passage.

    The segments of a passage cover both of its spans once, in order: joined, `a` is what
    stands in the one text and `b` what stands in the other.

    Attributes
    ----------
    op : {"same", "replaced", "inserted", "deleted"}
        Inserted stands in b alone, deleted in a alone.
    a, b : str
        As printed; empty on the side where nothing stands. Of the same words, too, the two may differ: in
        capitals, marks and spaces.
    a_start, a_end, b_start, b_end : int
        Code points in the text of each article.
    cls : str
        One of `CLASSES`; empty for "same".
    detail : str
        More on a change: "neutral to distancing", "same figure, other form".
    """

    op: str
    a: str
    b: str
    a_start: int
    a_end: int
    b_start: int
    b_end: int
    cls: str = ""
    detail: str = ""
