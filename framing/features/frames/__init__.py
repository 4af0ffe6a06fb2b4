"""Frames: codebooks of indicators, and what they find in articles."""
