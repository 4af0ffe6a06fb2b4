"""Shares of stance freed of the model's measured error; frames and lexicons stay as they are counted."""
