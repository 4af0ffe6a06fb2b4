"""The commands, by what they are for: arguments in, one call of the package, words out."""
