from . import plotting as plotting
from .comparison.compare import Comparison as Comparison
from .comparison.compare import compare as compare
from .corpus.asking import audit_of as audit_of
from .corpus.load import load as load
from .corpus.overview import overview as overview
from .errors import FramingError as FramingError
from .errors import FramingWarning as FramingWarning
from .examples import example as example
from .features.evidence import evidence as evidence
from .features.lexicon import Lexicon as Lexicon
from .features.scoring import score as score
from .features.sources import sources as sources
from .study import Study as Study
from .text.kwic import kwic as kwic
from .text.voices.table import voices as voices

__version__: str
