"""Whose words are these: attributions found in text, and the spans of voices they give."""
