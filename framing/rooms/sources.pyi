"""Sources: whose words each character of an article is, and who speaks first, last and how much."""

from ..features.sources import score_sources as score_sources
from ..features.vectorizers import VoiceVectorizer as VoiceVectorizer
from ..text.voices.table import voices as voices
