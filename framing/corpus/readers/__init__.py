"""One module a format. A module with SUFFIXES, sniff and read put here is a reader; nothing else is edited."""
