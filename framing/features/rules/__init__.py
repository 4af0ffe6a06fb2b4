"""Measures that are rules and not lists of terms, one file a rule."""
