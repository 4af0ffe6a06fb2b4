"""The steps of a study, a module each: keys turned into calls of the package; no statistic here."""
