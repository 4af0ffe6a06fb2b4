"""Stance: for or against the people, bodies and places that a text names. `fr.stance(table)` judges."""

from ..features.stance.targets import stance as _stance
from ..features.vectorizers import StanceVectorizer as _StanceVectorizer

class _Room:
    __call__ = staticmethod(_stance)
    StanceVectorizer = _StanceVectorizer

stance: _Room
