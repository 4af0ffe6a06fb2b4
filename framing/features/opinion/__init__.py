"""Data of the model of opinion: word lists, weights and their card, for `features.rules.subjective`."""
