"""Data of the model of opinion: word lists, weights and their card; `features.rules.subjective` reads them."""
