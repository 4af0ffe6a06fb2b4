"""Named things and figures of articles, each written one way whatever an outlet prints; no outlet is compared."""
