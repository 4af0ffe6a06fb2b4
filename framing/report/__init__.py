"""One page that a reader can check: what was compared, what differs, how sure it is, and the sentences behind it."""
