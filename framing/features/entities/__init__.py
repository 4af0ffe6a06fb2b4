"""Named things and figures of articles, each written one way whatever outlets print; nothing is compared."""
