"""The few rows that a reader is told: selected by their error, each with its words, and what it rests on."""
