"""Frames: which aspects of an issue texts take up, who is told to act, and whose doing things are.

`fr.frames(articles)` counts the indicators of a codebook.
"""

from ..features.causes import causes as _causes
from ..features.claims import score_claims as _score_claims
from ..features.demands import demands as _demands
from ..features.frames.classifier import FrameClassifier as _FrameClassifier
from ..features.frames.codebook import Codebook as _Codebook
from ..features.frames.codebook import frames as _frames

class _Room:
    __call__ = staticmethod(_frames)
    Codebook = _Codebook
    FrameClassifier = _FrameClassifier
    causes = staticmethod(_causes)
    demands = staticmethod(_demands)
    score_claims = staticmethod(_score_claims)

frames: _Room
