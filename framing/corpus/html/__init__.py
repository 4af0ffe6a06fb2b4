"""Pages of HTML: the tree, the layouts of outlets, what a page says of itself, its text."""
