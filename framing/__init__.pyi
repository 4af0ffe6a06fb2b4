from . import plotting as plotting
from .comparison.collocates import collocate_shift as collocate_shift
from .comparison.collocates import collocates as collocates
from .comparison.compare import Comparison as Comparison
from .comparison.compare import compare as compare
from .comparison.keyness import keyness as keyness
from .comparison.naming import naming as naming
from .comparison.shift import word_shift as word_shift
from .corpus.asking import audit_of as audit_of
from .corpus.load import load as load
from .corpus.overview import overview as overview
from .errors import FramingError as FramingError
from .errors import FramingWarning as FramingWarning
from .examples import example as example
from .features.evidence import evidence as evidence
from .features.kwic import kwic as kwic
from .features.kwic import kwic_chunks as kwic_chunks
from .features.lexicon import Lexicon as Lexicon
from .features.naming.mentions import mentions as mentions
from .features.naming.suggest import suggest_aliases as suggest_aliases
from .features.scoring import score as score
from .features.sources import sources as sources
from .study import Study as Study
from .text.voices.table import voices as voices

__version__: str
