"""Sentences of several outlets that say the same thing: found within an event, never across events."""
