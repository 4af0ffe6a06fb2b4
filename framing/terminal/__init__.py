"""The terminal: options of the commands, and what they print. Nothing is computed here."""
