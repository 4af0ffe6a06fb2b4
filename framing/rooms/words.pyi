"""Words: in what company they stand, what outlets call the same thing, which words make averages differ.

What comes first is at the top: `fr.score`, `fr.evidence`, `fr.keyness`, `fr.Lexicon`.
"""

from ..comparison.wording.naming import naming as naming
from ..comparison.wording.shift import word_shift as word_shift
from ..features.kwic import kwic as kwic
from ..features.kwic import tokens as tokens
from ..features.naming.mentions import mentions as mentions
from ..features.vectorizers import LexiconVectorizer as LexiconVectorizer
