"""One module a format: with SUFFIXES, sniff and read it is a reader, and nothing else is edited."""
