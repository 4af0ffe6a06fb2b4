"""One page that a reader can check: what was compared, what differs, how surely, and the words behind it."""
