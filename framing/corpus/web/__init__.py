"""Crawls, saved pages, feeds and lists of stories: what the readers of these share."""
