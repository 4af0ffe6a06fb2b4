"""What each outlet reports, and what was not found in its articles: items, and how surprising a gap is."""
