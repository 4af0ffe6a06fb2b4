"""The forms a lexicon is saved in, one file a form."""
