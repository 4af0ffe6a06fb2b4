"""Where groups stand between two ends of meaning, as friendly and hostile: vectors, axes, a test."""
