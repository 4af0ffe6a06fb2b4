"""Saved web pages: the layouts of outlets, what a page says of its article, and the text of that article."""
