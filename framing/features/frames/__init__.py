"""Frames: codebooks of indicators, what they find in articles, and a classifier learned from coded texts."""
