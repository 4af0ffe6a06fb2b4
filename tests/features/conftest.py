"""Property tests here run as often on a busy machine as on an idle one: no example has a deadline."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
