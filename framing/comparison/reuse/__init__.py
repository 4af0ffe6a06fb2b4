"""Passages that two outlets share: which, who printed first, how they are marked, and which words changed."""
