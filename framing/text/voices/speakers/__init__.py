"""Who the speakers of one article are: one person under several names, what kind, which country, by whom.

Phrases are read here, never the taggers' arrays; what words tell by themselves stands in TOML beside.
"""

from __future__ import annotations

from framing.text.voices.speakers.resolving import resolve
from framing.text.voices.speakers.said import TYPES, Said, Speaker

__all__ = ["TYPES", "Said", "Speaker", "resolve"]
